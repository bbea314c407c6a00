"""Every kind of Telegram update, and anything that only looks like one."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stubs.telegram_world import World

from bot.channels.telegram.parse import Parsed, parse
from domain.messages import Incoming, Media, MediaKind, Point

NOW = datetime(2026, 9, 21, 9, 0, tzinfo=UTC)
SENT = datetime.fromtimestamp(1_790_000_000, UTC)
RESIDENT, GROUP = 42, -1001


@pytest.fixture
def world():
    return World()


def read(world: World) -> list[Parsed]:
    return [parse(json.loads(json.dumps(update)), NOW, "huiying_bot") for update in world.pending]


def the_only(world: World) -> Incoming:
    (parsed,) = read(world)
    assert parsed.incoming, parsed.reason
    return parsed.incoming


def test_words(world):
    world.names[RESIDENT] = "符阿婆"
    message_id = world.says(RESIDENT, "楼道灯坏了")
    assert the_only(world) == Incoming(
        channel="telegram",
        message_id="u100001",
        sender="42",
        chat="42",
        sent_at=SENT,
        text="楼道灯坏了",
        ref=f"42/{message_id}",
        sender_name="符阿婆",
    )


def test_an_edit_names_the_message_it_changes(world):
    message_id = world.says(RESIDENT, "5号楼")
    world.edits(RESIDENT, message_id, "6号楼")
    edit = read(world)[1].incoming
    assert (edit.text, edit.edits, edit.ref, edit.message_id) == (
        "6号楼",
        f"42/{message_id}",
        f"42/{message_id}",
        "u100002",
    )


def test_a_press_is_known_by_its_own_id_and_time_of_arrival(world):
    query = world.forges(RESIDENT, "data")
    press = the_only(world)
    assert (press.pressed, press.message_id, press.ref, press.sent_at) == ("data", f"cb:{query}", "42/1", NOW)


def test_a_press_in_inline_mode_is_answered_in_private():
    update = {"update_id": 1, "callback_query": {"id": "9", "from": person(), "chat_instance": "1", "data": "x"}}
    press = parse(update, NOW).incoming
    assert (press.chat, press.ref, press.group) == ("42", "", False)


def test_a_press_in_a_group_is_answered_there(world):
    world.forges(RESIDENT, "data", chat=GROUP)
    press = the_only(world)
    assert (press.sender, press.chat, press.group) == ("42", "-1001", True)


def test_a_location(world):
    world.sends_location(RESIDENT, 18.2528, 109.512)
    assert the_only(world).point == Point(18.2528, 109.512)


@pytest.mark.parametrize("place", [(91, 0), (0, -181), (float("nan"), 0), ("18", "109")])
def test_a_place_that_is_not_on_earth_is_none(world, place):
    world.sends_location(RESIDENT, *place)
    world.sends(RESIDENT, text="在这里", location={"latitude": place[0], "longitude": place[1]})
    pin, words = read(world)
    assert (pin.incoming, pin.reason) == (None, "service message")
    assert (words.incoming.text, words.incoming.point) == ("在这里", None)


def test_a_venue_has_a_point_and_a_name(world):
    place = {"latitude": 18.25, "longitude": 109.5}
    venue = {"location": place, "title": "金鸡岭社区", "address": "解放路1号"}
    world.sends(RESIDENT, location=place, venue=venue)
    got = the_only(world)
    assert (got.point, got.text) == (Point(18.25, 109.5), "金鸡岭社区 解放路1号")


def test_a_photo_is_its_largest_size_and_its_caption_the_words(world):
    world.sends_photo(RESIDENT, caption="井盖没了")
    got = the_only(world)
    assert (got.text, got.media) == ("井盖没了", (Media(MediaKind.PHOTO, "photo_1"),))


def test_the_photos_of_an_album_share_a_name(world):
    world.sends_album(RESIDENT, [b"1", b"2", b"3"], "三张")
    got = [parsed.incoming for parsed in read(world)]
    assert [one.text for one in got] == ["三张", "", ""]
    assert len({one.album for one in got}) == 1
    assert all(one.album for one in got)


@pytest.mark.parametrize(
    ("kind", "means"),
    [("voice", MediaKind.VOICE), ("video", MediaKind.VIDEO), ("document", MediaKind.FILE)],
)
def test_files(world, kind, means):
    world.sends_file(RESIDENT, kind, b"content")
    assert the_only(world).media == (Media(means, f"{kind}_1"),)


@pytest.mark.parametrize(
    "content",
    [
        {"contact": {"phone_number": "13800000000", "first_name": "某"}},
        {"sticker": {"file_id": "s", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
)  # fmt: skip
def test_what_has_no_words_arrives_empty_so_that_it_is_answered_politely(world, content):
    world.sends(RESIDENT, **content)
    got = the_only(world)
    assert (got.text, got.media, got.point) == ("", (), None)


@pytest.mark.parametrize(
    ("written", "text", "start"),
    [
        ("/start", "/start", ""),
        ("/start b-460203001", "/start", "b-460203001"),
        ("/start@huiying_bot  x_1 ", "/start", "x_1"),
        ("/todo@HuiYing_bot 今天", "/todo 今天", ""),
        ("/todo", "/todo", ""),
        ("1/2号楼", "1/2号楼", ""),
    ],
)
def test_commands(world, written, text, start):
    world.says(RESIDENT, written)
    got = the_only(world)
    assert (got.text, got.start) == (text, start)


def test_a_command_for_another_bot_is_not_ours(world):
    world.says(RESIDENT, "/start@other_bot", chat=GROUP)
    assert read(world)[0].reason == "a command for another bot"


def test_words_in_a_group_have_a_sender_and_a_chat(world):
    world.says(RESIDENT, "路灯坏了", chat=GROUP)
    got = the_only(world)
    assert (got.sender, got.chat, got.group, got.ref) == ("42", "-1001", True, "-1001/11")


def test_a_forwarded_message_counts_as_the_words_of_the_one_who_forwards(world):
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "邻居"}
    world.says(RESIDENT, "停水了", forward_origin=origin)
    got = the_only(world)
    assert (got.sender, got.text) == ("42", "停水了")


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"from": {"id": 9, "is_bot": True, "first_name": "别的机器人"}}, "written by a bot"),
        ({"via_bot": {"id": 9, "is_bot": True, "first_name": "gif"}}, "written by a bot"),
        ({"sender_chat": {"id": GROUP, "type": "supergroup"}}, "nobody to answer: posted anonymously or for a channel"),
        (
            {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
            "nobody to answer: posted anonymously or for a channel",
        ),
    ],
)
def test_who_is_not_answered(world, extra, reason):
    world.says(RESIDENT, "您好", **extra)
    assert (read(world)[0].incoming, read(world)[0].reason) == (None, reason)


def test_a_service_message_is_passed_over(world):
    world.sends(RESIDENT, chat=GROUP, new_chat_title="三亚群")
    assert read(world)[0].reason == "service message"


def test_a_live_location_that_moves_is_passed_over(world):
    message_id = world.sends_location(RESIDENT, 18.25, 109.5)
    world.edits(RESIDENT, message_id, "")
    assert read(world)[1].reason == "a live location moved on"


def test_a_channel_post_is_passed_over(world):
    post = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel"}, "text": "通知"}
    world.sends_raw({"channel_post": post})
    world.sends_raw({"message": post | {"from": person()}})
    assert [parsed.reason for parsed in read(world)] == ["channel post", "channel post"]


def test_blocking_and_coming_back_are_told(world):
    world.blocks(RESIDENT)
    world.unblocks(RESIDENT)
    blocked, back = read(world)
    assert (blocked.chat, blocked.reachable, blocked.incoming) == ("42", False, None)
    assert (back.chat, back.reachable) == ("42", True)


def test_text_no_store_would_take_is_cleaned(world):
    world.says(RESIDENT, "停\x00水\ud83d了")
    assert the_only(world).text == "停水了"


def test_an_update_that_lacks_what_nobody_needs_is_read_all_the_same():
    spare = {"message_id": 7, "chat": {"id": RESIDENT}, "from": {"id": RESIDENT}, "date": 1_790_000_000_000}
    said = parse({"update_id": 1, "message": spare | {"text": "您好"}}, NOW).incoming
    assert (said.text, said.chat, said.sent_at) == ("您好", "42", NOW)
    press = parse({"update_id": 2, "callback_query": {"from": {"id": RESIDENT}, "message": spare, "data": "a"}}, NOW)
    assert (press.incoming.pressed, press.incoming.message_id) == ("a", "cb:2")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"message_id": "7"}, "broken message: message_id is not a whole number"),
        ({"chat": {}}, "broken message: id is not a whole number"),
        ({"from": {"id": "me"}}, "broken message: id is not a whole number"),
    ],
)
def test_an_update_that_lacks_what_is_needed_says_what(broken, reason):
    message = {"message_id": 7, "chat": {"id": RESIDENT}, "from": {"id": RESIDENT}, "text": "您好"}
    assert parse({"update_id": 1, "message": message | broken}, NOW).reason == reason


def person() -> dict:
    return {"id": RESIDENT, "is_bot": False, "first_name": "甲"}


TEXT = st.text(st.characters(exclude_categories=()), max_size=8)  # halves of surrogate pairs included
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "channel_post", "poll", "?"])
FIELDS = st.sampled_from(
    [
        "message_id",
        "date",
        "chat",
        "from",
        "text",
        "caption",
        "photo",
        "location",
        "venue",
        "voice",
        "video",
        "document",
        "contact",
        "sticker",
        "via_bot",
        "message",
        "sender_chat",
        "media_group_id",
        "edit_date",
        "data",
        "id",
        "new_chat_member",
        "old_chat_member",
        "forward_origin",
        "entities",
    ]
)
CHATS = st.fixed_dictionaries({"id": JSON, "type": st.sampled_from(["private", "group", "channel", "?"])})
PARTS = st.one_of(JSON, CHATS, st.just(person()), st.lists(st.dictionaries(FIELDS, JSON, max_size=3), max_size=2))


def is_sound(parsed: Parsed) -> bool:
    """Either a reason or a message whose every word is a text that can be stored."""
    if parsed.incoming is None:
        return bool(parsed.reason)
    incoming = parsed.incoming
    words = [incoming.message_id, incoming.sender, incoming.chat, incoming.text, incoming.pressed, incoming.start]
    words += [
        incoming.album,
        incoming.ref,
        incoming.edits,
        incoming.sender_name,
        *(item.ref for item in incoming.media),
    ]
    assert incoming.point is None or (abs(incoming.point.latitude) <= 90 and abs(incoming.point.longitude) <= 180)
    assert incoming.sender.lstrip("-").isdecimal()
    assert incoming.sent_at.tzinfo
    return all(isinstance(word, str) and "\0" not in word and word.encode() is not None for word in words)


@settings(deadline=None)
@given(JSON)
def test_no_json_makes_the_parser_raise(anything):
    assert is_sound(parse(anything, NOW))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(), KINDS, st.dictionaries(FIELDS, PARTS, max_size=8))
def test_no_update_of_any_shape_makes_the_parser_raise(update_id, kind, content):
    assert is_sound(parse({"update_id": update_id, kind: content}, NOW))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_good_update_with_one_broken_field_does_not_make_the_parser_raise(data):
    world = World()
    world.says(RESIDENT, "灯坏了")
    world.sends_photo(RESIDENT, caption="灯")
    world.sends_location(RESIDENT, 18.2, 109.5)
    world.forges(RESIDENT, "x", message_id=11)
    world.blocks(RESIDENT)
    update = data.draw(st.sampled_from(world.pending))
    node, keys = update, list(update)
    while True:
        key = data.draw(st.sampled_from(keys))
        child = node[key]
        keys = list(child) if isinstance(child, dict) else list(range(len(child))) if isinstance(child, list) else []
        if not keys or data.draw(st.booleans()):
            break
        node = child
    node[key] = data.draw(JSON)
    assert is_sound(parse(update, NOW))
