"""S3. Tokens, telephone numbers and names that were planted in a played week are nowhere they may not be."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import sys
import traceback
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from batteries.planted import ACCOUNT, ENDED, GROUP, NAME, OPEN, PHONE, PROFILE, REPORT, Played, play
from starlette.routing import Route
from stores import contents
from stubs.telegram import Fault
from town import Town, town

from bot import logs
from bot.config import Settings
from bot.exports import EXPORTS, as_csv
from bot.site import pages, web_settings

pytestmark = pytest.mark.battery
SAID = (NAME, PHONE, ENDED, OPEN, REPORT)
PERSON = (PROFILE, str(ACCOUNT))


class Told(NamedTuple):
    played: Played
    log: str
    raised: str


@pytest.fixture
async def told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Told]:
    """A played week, with everything that was logged in it at DEBUG and every error that was raised."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    raised: list[str] = []
    sys.settrace(None)
    async with town(folder) as place:
        played = await play(place)
        raised += await errors_of_the_wire(place)
        yield Told(played, stream.getvalue(), "\n".join(raised))
    root.handlers[:] = before
    root.setLevel(level)


async def errors_of_the_wire(place: Town) -> list[str]:
    """What sending to the resident raises, fault by fault, as a traceback would show it."""
    from bot.channel import Outgoing, SendError

    found = []
    for fault in (Fault.LOST_AFTER, Fault.ERROR_BEFORE, Fault.BAD_GATEWAY, Fault.FLOOD):
        place.stub.fails(fault, chat=ACCOUNT)
        try:
            await place.app.channels["telegram"].send(str(ACCOUNT), Outgoing(f"{NAME} {PHONE}"))
        except SendError as error:
            found.append("".join(traceback.format_exception(error)) + repr(error))
    assert len(found) == 4
    return found


def hits(text: str, *secrets: str) -> list[str]:
    return [secret for secret in secrets if secret in text]


async def test_logs_and_errors_hold_no_token_no_person_and_nothing_anybody_said(told: Told) -> None:
    token = told.played.town.stub.token
    assert "turn of inbox row" in told.log, "the accident of the week must be logged for this test to mean anything"
    assert not hits(told.log, token, token.partition(":")[2], *SAID, *PERSON)
    assert not hits(told.raised, token, token.partition(":")[2], *SAID, *PERSON)


async def test_other_people_hear_nothing_of_the_resident(told: Told) -> None:
    played, stub = told.played, told.played.town.stub
    assert not hits("\n".join(stub.chat(GROUP).texts), *SAID, *PERSON)
    assert not hits("\n".join(played.neighbour.texts), *SAID, *PERSON)
    for staff in (played.worker, played.supervisor, played.city):
        assert not hits("\n".join([*staff.texts, *staff.buttons]), *PERSON)
    assert not hits(str(await played.desk.sees()), *PERSON)
    below = "\n".join([*played.worker.texts, *played.volunteer.texts, str(await played.desk.sees())])
    assert not hits(below, REPORT)
    assert REPORT in "\n".join(played.supervisor.texts)


async def test_the_volunteer_learns_the_name_with_the_claim_and_not_before(told: Told) -> None:
    texts = told.played.volunteer.texts
    claimed = next(number for number, text in enumerate(texts) if "认领成功" in text)
    assert not hits("\n".join(texts[:claimed]), *PERSON, NAME, PHONE)
    assert PROFILE in texts[claimed]
    assert not hits("\n".join(texts), str(ACCOUNT))


async def test_what_is_said_in_a_group_is_kept_nowhere(told: Told) -> None:
    assert not hits(str(contents(told.played.town.app.storage)), f"{ENDED}寅")


NOTHING_OF = ("ledgers", "stability", "visits", "points", "lines", "mediations")  # nobody in the week belongs to one


async def test_exports_name_nobody(told: Told) -> None:
    place = told.played.town
    span = (place.clock.now().replace(day=1), place.clock.now())
    for what, make in EXPORTS.items():
        sheet = await place.written(lambda uow, make=make: make(uow, place.app.worlds.current, *span))
        text = as_csv(sheet).decode("utf-8-sig")
        assert not hits(text, *PERSON, PHONE, REPORT), what
        assert sheet.rows or what in NOTHING_OF, what
    assert "我是欧＊" in as_csv(
        await place.written(lambda uow: EXPORTS["tickets"](uow, place.app.worlds.current, *span))
    ).decode("utf-8-sig")


async def test_health_metrics_and_addresses_hold_counts_and_no_names(told: Told) -> None:
    app = told.played.town.app
    site = pages(app, [])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://huiying.test") as client:
        for page in ("/healthz", "/metrics", "/", "/chat", "/nothing"):
            answer = await client.get(page)
            assert not hits(answer.text + str(answer.headers), *SAID, *PERSON, told.played.desk.account), page
    paths = [route.path for route in site.routes if isinstance(route, Route)]
    assert {part for path in paths for part in path.split("/") if "{" in part} == {"{who}", "{ref}"}
    asked = "\n".join(method for _, method, _ in told.played.town.stub.calls)
    assert not hits(asked, *SAID, *PERSON)


async def test_no_secret_stands_in_the_repr_of_anything_a_log_could_show(told: Told) -> None:
    app = told.played.town.app
    token, key = told.played.town.stub.token, app.settings.storage.key_file.read_bytes()
    settings = web_settings(app)
    shown = "\n".join(map(repr, (app, app.settings, Settings(), app.eraser._journal.seal, app.telegram, settings)))
    assert not hits(shown, token, token.partition(":")[2], repr(key), key.hex(), repr(settings.secret))
    assert not hits(json.dumps(app.settings.model_dump(mode="json")), token)
    assert token == os.environ["HUIYING_TELEGRAM_TOKEN"]
