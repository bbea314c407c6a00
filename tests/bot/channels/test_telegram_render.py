"""Which one call shows a message on Telegram, and how it is laid out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channel import Button, Outgoing
from bot.channels.telegram.render import CAPABILITIES, Shape, address_of, keyboard, plain, render, together
from domain.messages import Media, MediaKind, Point

HERE = Point(18.2528, 109.512)
PHOTO, VOICE, VIDEO, FILE = (Media(kind, f"id_{kind}") for kind in MediaKind)


def buttons(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(f"p{number}", label) for number, label in enumerate(labels))


@pytest.mark.parametrize(
    ("labels", "widths"),
    [
        (["确认", "修改"], [2]),
        (["很好", "好", "一般", "差"], [3, 1]),
        (["请再说一遍", "找人工帮忙"], [2]),
        (["我家楼下的路灯不亮了", "别的"], [1, 1]),
    ],
)
def test_buttons_stand_in_rows_as_wide_as_their_words_allow(labels, widths):
    assert [len(row) for row in keyboard(buttons(*labels))["inline_keyboard"]] == widths


def test_no_buttons_make_no_keyboard():
    assert render(Outgoing("您好")).keyboard is None


def test_a_label_too_long_for_a_phone_makes_a_menu_of_all():
    shown = render(Outgoing("请选", buttons("好", "字" * 21)))
    assert (shown.keyboard, shown.text) == (None, f"请选\n1  好\n2  {'字' * 21}")


@pytest.mark.parametrize(
    ("media", "kept"),
    [
        ((PHOTO, VIDEO, PHOTO), (PHOTO, VIDEO, PHOTO)),
        ((VOICE, PHOTO, FILE, PHOTO), (PHOTO, PHOTO)),
        ((FILE, FILE, VOICE), (FILE, FILE)),
        ((VOICE, VOICE), (VOICE,)),
        ((PHOTO,) * 12, (PHOTO,) * 10),
        ((), ()),
    ],
)
def test_files_that_cannot_go_together_are_left_out_and_counted(media, kept):
    assert together(media) == kept
    assert render(Outgoing("看", media=media)).left_out == len(media) - len(kept)


def test_a_point_with_too_many_choices_becomes_words():
    shown = render(Outgoing("", buttons(*["字" * 30] * 2), point=HERE))
    assert shown.shape is Shape.TEXT
    assert "18.252800" in shown.text
    assert "2  字" in shown.text


def test_words_alone_keep_everything_that_can_be_said():
    shown = plain(Outgoing("您好", buttons("好"), (PHOTO,), HERE), "https://map/{latitude}/{longitude}")
    assert (shown.shape, shown.text) == (Shape.TEXT, "您好\nhttps://map/18.2528/109.512\n1  好")


@pytest.mark.parametrize(
    ("ref", "address"),
    [
        ("42/7", (42, 7)),
        ("-1001/7", (-1001, 7)),
        ("42", None),
        ("42/", None),
        ("a/b", None),
        ("", None),
        ("42/7/1", None),
    ],
)
def test_a_reference_is_read_back(ref, address):
    assert address_of(ref) == address


LABELS = st.lists(st.text("确认修改𠮷🎉ab ", min_size=1, max_size=30), max_size=120)
MEDIA = st.lists(st.sampled_from([PHOTO, VIDEO, VOICE, FILE]), max_size=12)


@settings(deadline=None)
@given(st.text("灯坏了𠮷🎉\n", max_size=5000), LABELS, MEDIA, st.sampled_from([None, HERE]))
def test_whatever_is_to_be_shown_stays_within_the_limits(text, labels, media, point):
    shown = render(Outgoing(text, buttons(*labels), tuple(media), point))
    limit = CAPABILITIES.text if shown.shape is Shape.TEXT else CAPABILITIES.caption
    assert len(shown.text.encode("utf-16-le")) // 2 <= limit
    rows = shown.keyboard["inline_keyboard"] if shown.keyboard else []
    assert sum(map(len, rows)) <= 100
    assert all(len(row) <= 8 for row in rows)
    assert not (shown.shape is Shape.ALBUM and rows)
    assert len(shown.media) + shown.left_out == len(media)
