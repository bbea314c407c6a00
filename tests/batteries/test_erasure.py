"""S5. Who asks to be forgotten is: no byte of theirs is left in any file, but what the law keeps, and that not for ever."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from batteries.planted import ACCOUNT, ENDED, NAME, OPEN, PHONE, PROFILE, REPORT, Played, photo, play
from stores import POSTGRES, contents
from town import STORE, Somebody, Town, town

from bot.erasure import Outcome
from bot.files import FileStore
from domain.errors import NotFound
from domain.retention import Reason, Retention
from storage.sqlite import check_file

pytestmark = [
    pytest.mark.battery,
    pytest.mark.skipif(POSTGRES, reason="bytes of files are looked at; PostgreSQL: tests/storage/test_erasure.py"),
]
EVERYTHING = (NAME, PHONE, PROFILE, str(ACCOUNT), ENDED, OPEN, REPORT)
GONE = (NAME, PHONE, PROFILE, str(ACCOUNT), ENDED)
WHO = ("telegram", str(ACCOUNT))


@asynccontextmanager
async def played_week(folder: Path) -> AsyncIterator[Played]:
    async with town(folder) as place:
        yield await play(place)


def found(folder: Path, place: Town, words: Iterable[str] = EVERYTHING) -> dict[str, list[str]]:
    """Where any of the words stands: in a byte of a file (as UTF-8, UTF-16 or JSON writes it), or in a row."""
    places: dict[str, list[str]] = {}
    texts = {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    texts |= {table: str(rows).encode() for table, rows in contents(place.app.storage).items()}
    for (name, text), word in itertools.product(texts.items(), words):
        if any(form in text for form in forms(word)):
            places.setdefault(word, []).append(name)
    return places


def forms(word: str) -> set[bytes]:
    escaped = json.dumps(word)[1:-1].encode()
    return {word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), escaped}


async def night(place: Town, **later: float) -> Outcome:
    return await place.app.eraser.go_on(place.clock.now() + timedelta(**later))


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


async def erased(place: Town) -> Outcome:
    return await place.app.eraser.forget(*WHO, place.clock.now())


async def test_nothing_of_the_person_is_left_in_any_file_but_what_the_law_keeps(folder: Path) -> None:
    async with played_week(folder) as played:
        place = played.town
        assert set(found(folder, place)) == set(EVERYTHING)
        photos = files_in(folder / "files")
        done = await erased(place)
        assert not found(folder, place, GONE)
        assert set(found(folder, place)) == {OPEN, REPORT}
        assert (len(done.stripped), done.log_emptied) == (3, True)
        assert [reason for _, reason in done.kept] == [Reason.OPEN, Reason.OPEN]
        assert len(photos - files_in(folder / "files")) == 2  # what the desk was shown, and what it sent
        played.worker.looks_away()
        await played.worker.says("待办")
        played.worker.sees("待办 1 件", "垃圾满溢")


async def test_an_open_ticket_keeps_its_words_until_it_is_closed_and_a_report_for_its_term(folder: Path) -> None:
    async with played_week(folder) as played:
        place, worker, supervisor = played.town, played.worker, played.supervisor
        await erased(place)
        for staff, note in ((worker, f"清运了{OPEN}"), (supervisor, f"已移交派出所{REPORT}")):
            await staff.says("待办")
            await staff.presses("办结")
            await staff.says(note)
            await staff.presses("没有照片")
        await place.passes(days=4)  # nobody answers the call-back: closed by silence
        assert [reason for _, reason in (await night(place)).kept] == [Reason.REPORT]
        assert set(found(folder, place)) == {REPORT}
        assert len((await night(place, days=1090)).kept) == 1
        assert (await night(place, days=1096)).kept == ()
        assert not found(folder, place)


async def test_what_a_court_wants_kept_is_kept(folder: Path) -> None:
    async with played_week(folder) as played:
        place = played.town
        place.app.eraser._retention = Retention(holds=frozenset({"261123-0001"}))
        done = await erased(place)
        assert ("261123-0001", Reason.HOLD) in done.kept
        assert f"{ENDED}甲" in str(contents(place.app.storage)["tickets"])


async def test_a_backup_forgets_too_and_an_old_one_brings_nobody_back(folder: Path, tmp_path: Path) -> None:
    async with played_week(folder) as played:
        place = played.town
        rewritten, forgotten = tmp_path / "rewritten.db", tmp_path / "forgotten.db"
        await place.app.storage.backup(rewritten)
        await place.app.storage.backup(forgotten)
        done = await erased(place)
        assert await place.app.eraser.forget_in(rewritten, WHO, done.stripped, place.clock.now())
        assert files_in(tmp_path) == {"forgotten.db", "rewritten.db", "rewritten.db.sha256"}
        assert check_file(rewritten) == ""
        assert not any(form in rewritten.read_bytes() for word in GONE for form in forms(word))
        assert not await place.app.eraser.forget_in(rewritten, WHO, (), place.clock.now())
        await place.app.storage.replace_with(forgotten)
        assert set(found(folder, place)) == set(EVERYTHING)
        assert await place.app.eraser.again(place.clock.now()) == 1
        assert not found(folder, place, GONE)
        await Somebody(place, ACCOUNT).says("你好")  # somebody new, whom an older erasure does not concern
        assert await place.app.eraser.again(place.clock.now()) == 0


async def test_a_crash_in_the_middle_is_finished_by_the_nightly_round(folder: Path) -> None:
    async with played_week(folder) as played:
        place = played.town
        photos = files_in(folder / "files")
        with patch.object(FileStore, "delete", side_effect=OSError("power")), pytest.raises(OSError, match="power"):
            await erased(place)
        await place.rebuilt()
        await night(place)
        assert not found(folder, place, GONE)
        assert len(photos - files_in(folder / "files")) == 2


async def test_other_people_lose_nothing(folder: Path) -> None:
    async with played_week(folder) as played:
        place, neighbour, desk = played.town, played.neighbour, played.desk
        place.stub.sends_photo(neighbour.chat_id, photo("red"), "请问居住证怎么办理，紫檀")  # the same photo, by chance
        await place.settle()
        await neighbour.presses("确认")
        await erased(place)
        shown = next(message for message in await desk.sees() if "紫檀" in message.text)
        assert await desk.chat.load_media(desk.account, shown.media[0].ref)
        await desk.presses("办结")
        await desk.says("请带身份证来")
        await desk.presses("没有照片")
        neighbour.sees("请带身份证来")


async def test_while_somebody_reads_the_store_the_log_is_emptied_later(folder: Path) -> None:
    async with played_week(folder) as played:
        place = played.town
        with closing(sqlite3.connect(folder / STORE)) as raw:
            raw.execute("BEGIN")
            raw.execute("SELECT count(*) FROM inbox").fetchall()
            raw.execute("PRAGMA query_only=ON")
            place.app.storage.engine._raw.execute("PRAGMA busy_timeout=1")
            assert not (await erased(place)).log_emptied
        assert (await night(place)).log_emptied
        assert not found(folder, place, GONE)


async def test_a_stranger_is_not_erased(folder: Path) -> None:
    async with town(folder) as place:
        with pytest.raises(NotFound):
            await place.app.eraser.forget("telegram", "1", place.clock.now())
