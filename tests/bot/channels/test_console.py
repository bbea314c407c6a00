"""The terminal as a channel."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from bot.channel import Button, Outgoing, Refused, Unreachable
from bot.channels.console.client import ConsoleChannel
from domain.messages import Media, MediaKind, Point

NOW = datetime(2026, 9, 21, 9, 0, tzinfo=UTC)


class Terminal:
    """A console channel with what was printed on it."""

    def __init__(self, typed: str = "", *, tty: bool = False) -> None:
        self.output = io.StringIO()
        console = Console(file=self.output, force_terminal=tty, highlight=False, soft_wrap=True)
        self.channel = ConsoleChannel("me", clock=lambda: NOW, typed=io.StringIO(typed), console=console)

    async def heard(self):
        return [incoming async for incoming in self.channel.messages()]

    @property
    def printed(self) -> str:
        return self.output.getvalue()


async def test_a_message_is_printed_with_numbered_choices_and_no_colour_without_a_terminal():
    terminal = Terminal()
    await terminal.channel.send("me", Outgoing("请确认 [bold]", (Button("a", "确认"), Button("b", "修改"))))
    assert terminal.printed == "请确认 [bold]\n1  确认\n2  修改\n"


async def test_a_terminal_gets_colour_and_a_prompt():
    terminal = Terminal(tty=True)
    await terminal.channel.send("me", Outgoing("您好"))
    assert "\x1b[" in terminal.printed
    assert "我>" in terminal.printed


async def test_photos_and_places_are_named():
    terminal = Terminal()
    photo = Media(MediaKind.PHOTO, "store:ab", "井盖")
    await terminal.channel.send("me", Outgoing("看图", media=(photo,), point=Point(18.25, 109.5)))
    assert terminal.printed.splitlines() == ["看图", "[照片] 井盖", "[位置] 18.250000,109.500000"]


async def test_a_message_for_somebody_else_is_not_printed():
    terminal = Terminal()
    with pytest.raises(Unreachable):
        await terminal.channel.send("someone", Outgoing("您好"))
    assert terminal.printed == ""


async def test_typed_lines_become_messages_with_ids_of_their_own():
    first, second = await Terminal("楼道灯坏了\n\n  1  \n").heard()
    assert (first.text, first.sender, first.chat, first.sent_at) == ("楼道灯坏了", "me", "me", NOW)
    assert second.text == "1"
    assert first.message_id != second.message_id


async def test_a_photo_is_typed_as_a_path_and_can_be_read(tmp_path):
    picture = tmp_path / "my photo.jpg"
    picture.write_bytes(b"jpeg")
    terminal = Terminal(f'/photo "{picture}" 井盖没了\n')
    (got,) = await terminal.heard()
    assert (got.text, got.media[0].kind) == ("井盖没了", MediaKind.PHOTO)
    assert await terminal.channel.download(got.media[0].ref) == b"jpeg"


@pytest.mark.parametrize("written", ["18.2528,109.5120", "18.2528， 109.5120", "18.2528 109.5120"])
async def test_a_place_is_typed_as_degrees(written):
    (got,) = await Terminal(f"/at {written}\n").heard()
    assert got.point == Point(18.2528, 109.512)


@pytest.mark.parametrize("line", ["/photo", "/photo /does/not/exist", "/at", "/at 三亚", "/at 1800,5", "/at 95,5"])
async def test_a_wrong_command_is_explained_and_not_sent(line):
    terminal = Terminal(f"{line}\n您好\n")
    assert [got.text for got in await terminal.heard()] == ["您好"]
    assert "写法" in terminal.printed or "找不到" in terminal.printed


async def test_a_deep_link_can_be_tried_by_hand():
    (got,) = await Terminal("/start b-460203\n").heard()
    assert (got.text, got.start) == ("/start", "b-460203")


async def test_a_photo_gone_meanwhile_is_refused(tmp_path):
    with pytest.raises(Refused):
        await Terminal().channel.download(str(tmp_path / "gone.jpg"))
