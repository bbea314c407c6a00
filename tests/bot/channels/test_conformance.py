"""On every channel, whatever choice a person is shown can be picked back: by button, by number, by its words."""

from __future__ import annotations

import importlib.util
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console
from stubs.telegram import TelegramStub

import bot.channels
from bot.channel import Button, Outgoing
from bot.channels.console.client import ConsoleChannel
from bot.channels.telegram.client import TelegramChannel
from domain.messages import Choice, Incoming, Media, MediaKind, Text, picked

NOW = datetime(2026, 9, 21, 9, 0, tzinfo=UTC)
ME = 42
PHOTO = Media(MediaKind.PHOTO, "store:1")
SHORT = ["确认", "修改", "返回", "取消", "人工", "是的", "不是", "催办", "补充", "撤回", "查看", "改期"]
LONG = ["阳台漏水到楼下" * (1 + number // 3) + f"（{word}）" for number, word in enumerate(SHORT)]
TRICKY = [
    "✅ 确认",
    "❌ 不对，重新说",
    "第一网格",
    "换一个",
    "3号楼2单元",
    "十二栋",
    "Ａ座 101",
    "其他…",
    "（不清楚）",
    "2小时内。",
    "👍 满意",
    "一直没人来",
]
MIXED = [label for pair in zip(TRICKY, LONG, strict=True) for label in pair]
LABELS = {"short": SHORT, "long": LONG, "tricky": TRICKY, "mixed": MIXED}


class OnTelegram:
    """A person holding a phone with Telegram."""

    async def __aenter__(self):
        self.stub = await TelegramStub().__aenter__()
        self.stub.knows(ME)
        urls = {"base_url": self.stub.base_url, "base_file_url": self.stub.base_file_url}
        photo = {"load": lambda _: (b"jpeg", "image/jpeg")}
        self.channel = TelegramChannel(self.stub.token, clock=lambda: NOW, **urls, **photo)
        self.heard = 0
        return self

    async def __aexit__(self, *_):
        await self.channel.close()
        await self.stub.stop()

    async def sees(self, message: Outgoing) -> tuple[str, list[str]]:
        await self.channel.send(str(ME), message)
        newest = self.stub.chat(ME).received[-max(1, len(message.media))]
        return newest.text, newest.labels

    async def presses(self, label: str) -> Incoming:
        self.stub.presses(ME, label)
        return await self._arrives()

    async def types(self, words: str) -> Incoming:
        self.stub.says(ME, words)
        return await self._arrives()

    async def _arrives(self) -> Incoming:
        (parsed,) = await self.channel.get_updates(self.heard or None, wait=0)
        self.heard = parsed.update_id + 1
        assert parsed.incoming, parsed.reason
        return parsed.incoming


class OnConsole:
    """A person at a terminal."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        pass

    def _channel(self, typed: str = "") -> tuple[ConsoleChannel, io.StringIO]:
        printed = io.StringIO()
        console = Console(file=printed, soft_wrap=True, highlight=False)
        return ConsoleChannel("me", clock=lambda: NOW, typed=io.StringIO(typed), console=console), printed

    async def sees(self, message: Outgoing) -> tuple[str, list[str]]:
        channel, printed = self._channel()
        await channel.send("me", message)
        return printed.getvalue(), []

    async def types(self, words: str) -> Incoming:
        channel, _ = self._channel(f"{words}\n")
        (incoming,) = [incoming async for incoming in channel.messages()]
        return incoming


class OnWeb:
    """A person with the page of the web chat."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        pass

    async def sees(self, message: Outgoing) -> tuple[str, list[str]]:
        from bot.channels.web.render import render
        from bot.web.backend import ChatMessage

        shown = render(ChatMessage(1, mine=False, text=message.text, at=NOW, buttons=message.buttons), UTC)
        self.payloads = {button["label"]: button["payload"] for button in json.loads(json.dumps(shown))["buttons"]}
        return message.text, list(self.payloads)

    async def presses(self, label: str) -> Incoming:
        return self._posts(pressed=self.payloads[label])

    async def types(self, words: str) -> Incoming:
        return self._posts(text=words)

    def _posts(self, **body: str) -> Incoming:
        from bot.channels.web.parse import parse

        return parse(json.dumps({"id": "browser-0001"} | body).encode(), "me", NOW)


HANDS = {"telegram": OnTelegram, "console": OnConsole}
if importlib.util.find_spec("bot.channels.web.render"):
    HANDS["web"] = OnWeb


def test_every_channel_of_the_house_is_held_to_this():
    folders = {path.parent.name for path in Path(bot.channels.__path__[0]).glob("*/render.py")}
    assert folders == set(HANDS)


@pytest.fixture(params=HANDS)
async def person(request):
    async with HANDS[request.param]() as person:
        yield person


def wide(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


@pytest.mark.parametrize("media", [(), (PHOTO,), (PHOTO, PHOTO)], ids=["words", "photo", "album"])
@pytest.mark.parametrize("kind", LABELS)
async def test_every_choice_shown_can_be_picked_back(person, kind, media):
    for count in range(1, 13):
        labels = tuple(LABELS[kind][:count])
        choices = tuple(Choice(f"choice{number}", Text("label")) for number in range(count))
        buttons = tuple(Button(f"p:{choice.id}", label) for choice, label in zip(choices, labels, strict=True))
        text, shown = await person.sees(Outgoing("请选择：", buttons, media))
        assert text.startswith("请选择：")
        for number, (choice, button) in enumerate(zip(choices, buttons, strict=True), start=1):
            if shown:
                assert (await person.presses(button.label)).pressed == button.payload
            else:
                assert f"\n{number}  {button.label}" in text
            for typed in (str(number), f"{number}.", wide(number), f"第{number}个", button.label):
                said = await person.types(typed)
                assert picked(choices, labels, said.text) == choice, typed
