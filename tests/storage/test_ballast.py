"""What is kept back of the disk, and when it goes."""

from __future__ import annotations

import errno
import os
import sqlite3
from unittest.mock import patch

import pytest
import stores

from domain.errors import StorageError
from storage.ballast import Ballast

SIZE = 1 << 16


@pytest.fixture
def ballast(tmp_path) -> Ballast:
    return Ballast(tmp_path / "store.db")


def test_it_takes_room_and_gives_it_back(ballast, tmp_path):
    assert ballast.hold(SIZE)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_blocks * 512 >= SIZE
    ballast.let_go()
    assert not ballast.held
    assert not list(tmp_path.iterdir())


def test_it_is_not_taken_up_while_the_disk_is_nearly_full(ballast):
    with patch.object(Ballast, "free", return_value=2 * SIZE - 1):
        assert not ballast.hold(SIZE)
    assert ballast.hold(SIZE)


def test_a_disk_that_cannot_give_it_leaves_no_half_of_it(ballast, tmp_path, caplog):
    with patch("os.posix_fallocate", side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))):
        assert not ballast.hold(SIZE)
    assert not list(tmp_path.iterdir())
    assert "no ballast" in caplog.text


@pytest.mark.parametrize("threaded", [False, True])
async def test_a_store_whose_disk_is_full_lets_it_go_and_says_so_loudly(threaded, tmp_path, caplog):
    storage = stores.opened(tmp_path / "store.db", postgres=False, threaded=threaded)
    storage.ballast.hold(SIZE)
    with pytest.raises(StorageError):
        await storage.write(full_disk)
    assert not storage.ballast.held
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    await storage.write(lambda uow: uow.meta.set("a", "kept all the same"))
    await storage.close()


async def test_another_failure_leaves_it_alone(tmp_path):
    storage = stores.opened(tmp_path / "store.db", postgres=False, threaded=False)
    storage.ballast.hold(SIZE)
    with pytest.raises(StorageError):
        await storage.write(lambda _uow: full_disk(_uow, sqlite3.SQLITE_IOERR))
    assert storage.ballast.held
    await storage.close()


def full_disk(_uow, code=sqlite3.SQLITE_FULL):
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = code
    raise error
