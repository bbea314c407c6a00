"""One person's chat over HTTP: what is taken, what is refused, and who may see what."""

from __future__ import annotations

import json

import pytest

from bot.web.visitor import COOKIE
from domain.errors import StorageError
from domain.messages import MediaKind, Point

JPEG = b"\xff\xd8\xff\xe0 a small picture"


def message(**more) -> dict:
    return {"id": "11111111-2222-3333-4444-555555555555", **more}


async def test_a_sentence_is_taken_and_handed_to_the_bot(visitor, bot):
    answer = await visitor.post("/api/chat/me/messages", json=message(text="路灯坏了\x00 "))
    assert answer.status_code == 202
    assert [m.text for m in bot.received] == ["路灯坏了"]
    assert bot.received[0].sent_at == bot.now()


async def test_the_same_message_posted_twice_is_one_message(visitor, bot):
    for _ in range(2):
        answer = await visitor.post("/api/chat/me/messages", json=message(text="路灯坏了"))
        assert answer.status_code == 202
    assert len(bot.received) == 1


async def test_two_people_with_the_same_browser_id_are_two_messages(visitor, another_visitor, bot):
    for person in (visitor, another_visitor):
        await person.post("/api/chat/me/messages", json=message(text="你好"))
    assert len({m.sender for m in bot.received}) == 2
    assert len({m.message_id for m in bot.received}) == 2


async def test_a_press_a_start_and_a_point_arrive_as_such(visitor, bot):
    for number, part in enumerate(
        [{"pressed": "t1:yes"}, {"start": "g460203001"}, {"point": {"latitude": 18.25, "longitude": 109.5}}]
    ):
        assert (
            await visitor.post("/api/chat/me/messages", json={"id": f"message-{number}", **part})
        ).status_code == 202
    press, start, pin = bot.received
    assert (press.pressed, start.start, pin.point) == ("t1:yes", "g460203001", Point(18.25, 109.5))


BROKEN = {
    "not JSON": b"{",
    "not UTF-8": b'{"id": "message-1", "text": "\xff"}',
    "half a surrogate": b'{"id": "message-1", "text": "\\ud800"}',
    "no id": b'{"text": "x"}',
    "an id with a path": b'{"id": "../../../x", "text": "x"}',
    "nothing said": b'{"id": "message-1", "text": "  "}',
    "too long": json.dumps({"id": "message-1", "text": "长" * 4097}).encode(),
    "unknown field": b'{"id": "message-1", "text": "x", "sender": "someone"}',
    "a list": b"[]",
    "a foreign kind of ref": b'{"id": "message-1", "media": [{"kind": "photo", "ref": "file:///etc/passwd"}]}',
    "off the map": b'{"id": "message-1", "point": {"latitude": 91, "longitude": 0}}',
    "not a number": b'{"id": "message-1", "point": {"latitude": NaN, "longitude": 0}}',
    "deeply nested": b"[" * 5000,
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
async def test_a_broken_message_is_refused_in_chinese(visitor, bot, body):
    answer = await visitor.post("/api/chat/me/messages", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer.json()["message"])
    assert bot.received == []


async def test_a_body_too_large_is_refused_by_announced_and_by_real_length(visitor, bot):
    async def chunks():
        for _ in range(30):
            yield b" " * 50_000

    for content in (b" " * 1_000_001, chunks()):
        answer = await visitor.post(
            "/api/chat/me/messages", content=content, headers={"content-type": "application/json"}
        )
        assert (answer.status_code, answer.json()["error"]) == (413, "too_large")
    assert bot.received == []


async def test_a_form_of_another_site_is_refused(visitor, bot):
    crossed = {"sec-fetch-site": "cross-site"}
    assert (await visitor.post("/api/chat/me/messages", json=message(text="x"), headers=crossed)).status_code == 403
    assert (
        await visitor.post("/api/chat/me/messages", content=b"{}", headers={"content-type": "text/plain"})
    ).status_code == 415
    assert bot.received == []


async def test_without_a_cookie_or_with_a_forged_one_nothing_is_taken(visitor, bot):
    genuine = visitor.cookies[COOKIE]
    stranger = "0" * 32 + genuine[32:]
    for value in ("", "x", "nonsense.", stranger, genuine + "0"):
        visitor.cookies.clear()
        visitor.cookies.set(COOKIE, value)
        answer = await visitor.post("/api/chat/me/messages", json=message(text="x"))
        assert (answer.status_code, answer.json()["error"]) == (401, "no_visitor")
    assert bot.received == []


async def test_the_cookie_lasts_and_is_out_of_reach_of_scripts(visitor):
    first = visitor.cookies[COOKIE]
    again = await visitor.get("/")
    assert visitor.cookies[COOKIE] == first
    header = again.headers["set-cookie"].lower()
    assert "httponly" in header
    assert "samesite=lax" in header
    assert "max-age=34560000" in header


async def test_a_forged_cookie_gets_a_fresh_account_at_the_next_visit(visitor):
    forged = "0" * 32 + visitor.cookies[COOKIE][32:]
    visitor.cookies.clear()
    visitor.cookies.set(COOKIE, forged)
    header = (await visitor.get("/")).headers["set-cookie"]
    assert "0" * 32 not in header


async def test_when_the_store_is_down_the_answer_says_try_again(visitor, bot):
    for trouble in (StorageError("disk full"), RuntimeError("boom")):
        bot.trouble = trouble
        answer = await visitor.post("/api/chat/me/messages", json=message(text="x"))
        assert answer.status_code == 503
        assert "disk" not in answer.text


async def test_a_photo_is_stored_sent_and_seen_again(visitor, bot):
    stored = await visitor.post("/api/chat/me/media", files={"file": ("lamp.jpg", JPEG)}, data={"kind": "photo"})
    assert stored.status_code == 201
    ref = stored.json()["ref"]
    sent = await visitor.post("/api/chat/me/messages", json=message(media=[{"kind": "photo", "ref": ref}]))
    assert sent.status_code == 202
    assert bot.received[0].media[0].kind is MediaKind.PHOTO
    seen = await visitor.get(f"/api/chat/me/media/{ref}")
    assert (seen.content, seen.headers["content-type"]) == (JPEG, "image/jpeg")
    assert "sandbox" in seen.headers["content-security-policy"]


async def test_a_photo_of_somebody_else_cannot_be_seen_or_sent(visitor, another_visitor, bot):
    stored = await visitor.post("/api/chat/me/media", files={"file": ("lamp.jpg", JPEG)})
    ref = stored.json()["ref"]
    assert (await another_visitor.get(f"/api/chat/me/media/{ref}")).status_code == 404
    sent = await another_visitor.post("/api/chat/me/messages", json=message(media=[{"kind": "photo", "ref": ref}]))
    assert sent.status_code == 404
    assert bot.received == []


FILES = {
    "not a photo": ({"files": {"file": ("x.jpg", b"<html>")}}, 400),
    "empty": ({"files": {"file": ("x.jpg", b"")}}, 400),
    "unknown kind": ({"files": {"file": ("x.jpg", JPEG)}, "data": {"kind": "virus"}}, 400),
    "no file": ({"data": {"kind": "photo"}}, 400),
    "two files": ({"files": [("file", ("a", JPEG)), ("file", ("b", JPEG))]}, 400),
    "broken form": ({"content": b"--x", "headers": {"content-type": "multipart/form-data; boundary=y"}}, 400),
    "too large": ({"files": {"file": ("x.jpg", JPEG + b" " * 20_100_000)}}, 413),
}


@pytest.mark.parametrize(("body", "status"), FILES.values(), ids=FILES)
async def test_a_file_that_cannot_be_kept_is_refused_in_chinese(visitor, bot, body, status):
    answer = await visitor.post("/api/chat/me/media", **body)
    assert answer.status_code == status
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer.json()["message"])
    assert bot.media == {}


async def test_only_my_own_chat_has_an_address_outside_the_demo(visitor):
    for path in ("/api/chat/resident/messages", "/api/demo/reset", "/api/demo/clock"):
        assert (await visitor.post(path, json=message(text="x"))).status_code == 404
    assert (await visitor.get("/api/demo")).status_code == 404


async def test_every_page_carries_the_security_headers(visitor):
    for path in ("/", "/static/chat.html", "/healthz", "/nowhere", "/api/chat/me/media/store:0"):
        headers = (await visitor.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


async def test_health_metrics_and_mounted_routes_are_served(visitor):
    assert (await visitor.get("/healthz")).text == "fine"
    assert (await visitor.get("/metrics")).text == "fine"
    assert (await visitor.post("/hook", content=b"update")).text == "update"


async def test_a_path_out_of_the_static_folder_is_not_found(visitor):
    assert (await visitor.get("/static/..%2f..%2fapp.py")).status_code == 404
