"""Copies of an SQLite store that are whole, and the way back from them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import stores

from domain.errors import StorageError
from storage.sqlite import check_file
from storage.unit_of_work import Storage

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
opened = partial(stores.opened, postgres=False)


@pytest.fixture
async def threaded(tmp_path: Path) -> AsyncIterator[Storage]:
    storage = opened(tmp_path / "threaded.db")
    yield storage
    await storage.close()


async def test_a_copy_holds_what_was_durable_and_is_sound(threaded, tmp_path):
    await threaded.write(lambda uow: uow.meta.set("a", "1"))
    await threaded.backup(tmp_path / "copy.db")
    await threaded.write(lambda uow: uow.meta.set("a", "2"))
    assert check_file(tmp_path / "copy.db") == ""
    assert [path.name for path in tmp_path.glob("copy.db*")] == ["copy.db"]
    copy = opened(tmp_path / "copy.db", threaded=False)
    assert copy.write_now(lambda uow: uow.meta.get("a")) == "1"
    await copy.close()


async def test_writes_go_on_around_a_copy(threaded, tmp_path):
    writes = [threaded.write(lambda uow, n=n: uow.meta.set(f"k{n}", "1")) for n in range(100)]
    await asyncio.gather(*writes[:50], threaded.backup(tmp_path / "copy.db"), *writes[50:])
    assert await threaded.write(lambda uow: [uow.meta.get(f"k{n}") for n in range(100)]) == ["1"] * 100
    assert check_file(tmp_path / "copy.db") == ""


async def test_a_copy_that_cannot_be_written_is_a_clear_error(threaded, tmp_path):
    with pytest.raises(StorageError, match="unable to open"):
        await threaded.backup(tmp_path / "nowhere" / "copy.db")
    assert await threaded.write(lambda uow: uow.meta.get("a")) == ""


async def test_a_store_can_be_made_to_hold_what_another_holds(threaded, tmp_path):
    await threaded.write(lambda uow: uow.meta.set("a", "old"))
    other = opened(tmp_path / "other.db", threaded=False)
    other.write_now(lambda uow: uow.meta.set("b", "new"))
    await other.close()
    async with threaded.read():
        pass  # an open reader does not prevent it
    await threaded.replace_with(tmp_path / "other.db")
    assert await threaded.write(lambda uow: (uow.meta.get("a"), uow.meta.get("b"))) == ("", "new")
    await threaded.write(lambda uow: uow.meta.set("c", "goes on"))


async def test_a_file_that_is_no_store_replaces_nothing(threaded, tmp_path):
    await threaded.write(lambda uow: uow.meta.set("a", "1"))
    (tmp_path / "letter.txt").write_text("dear store " * 100)
    with pytest.raises(StorageError, match=r"letter\.txt"):
        await threaded.replace_with(tmp_path / "letter.txt")
    assert await threaded.write(lambda uow: uow.meta.get("a")) == "1"


async def saved(path, value):
    """A closed store that holds a value, and a copy of it."""
    storage = opened(path, threaded=False)
    storage.write_now(lambda uow: uow.meta.set("a", value))
    await storage.backup(path.with_suffix(".copy"))
    await storage.close()
    return path.with_suffix(".copy")


async def value_in(path):
    storage = opened(path, threaded=False)
    try:
        return storage.write_now(lambda uow: uow.meta.get("a"))
    finally:
        await storage.close()


async def test_a_backup_takes_the_place_of_the_store_and_the_old_one_is_kept(tmp_path):
    copy = await saved(tmp_path / "other.db", "backup")
    await saved(tmp_path / "store.db", "present")
    kept = Storage.restore(f"sqlite:///{tmp_path}/store.db", copy, NOW)
    assert await value_in(tmp_path / "store.db") == "backup"
    assert await value_in(kept) == "present"


async def test_a_store_that_is_damaged_can_be_restored_over(tmp_path):
    copy = await saved(tmp_path / "store.db", "backup")
    (tmp_path / "store.db").write_bytes(b"rubbish" * 1000)
    kept = Storage.restore(f"sqlite:///{tmp_path}/store.db", copy, NOW)
    assert await value_in(tmp_path / "store.db") == "backup"
    assert kept.read_bytes() == b"rubbish" * 1000


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1000])
async def test_what_is_no_backup_changes_nothing(tmp_path, content):
    await saved(tmp_path / "store.db", "present")
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(StorageError, match="file"):
        Storage.restore(f"sqlite:///{tmp_path}/store.db", tmp_path / "file", NOW)
    assert await value_in(tmp_path / "store.db") == "present"


async def test_a_backup_cut_short_is_noticed(tmp_path):
    copy = await saved(tmp_path / "store.db", "backup")
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    with pytest.raises(StorageError):
        Storage.restore(f"sqlite:///{tmp_path}/store.db", copy, NOW)
    assert await value_in(tmp_path / "store.db") == "backup"


async def test_without_a_store_the_backup_becomes_one(tmp_path):
    copy = await saved(tmp_path / "elsewhere.db", "backup")
    assert Storage.restore(f"sqlite:///{tmp_path}/new/store.db", copy, NOW) is None
    assert await value_in(tmp_path / "new" / "store.db") == "backup"
