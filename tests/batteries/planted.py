"""A week of a town in which one resident says things that nobody else may keep: through every flow, failures included."""

from __future__ import annotations

import io
import itertools
import json
from dataclasses import dataclass
from unittest.mock import patch

from PIL import Image
from stubs.telegram import Fault
from town import Somebody, Town

from bot.channels.web.parse import parse
from bot.webchat import WebChat
from domain.messages import MediaKind
from domain.people import Role
from handlers.resident import report

NAME, PHONE = "欧阳翡翠莲", "13987651234"  # what they write of themselves
PROFILE, ACCOUNT = "司徒琳琅", 7_100_200_301  # what only the platform knows of them
ENDED, OPEN, REPORT = (
    "玛瑙",
    "琥珀",
    "琉璃",
)  # a word in everything that is said about tickets that end, that do not, of 举报
COMMUNITY, CITY = "460204198023", "460200000000"
HOME = "h460204198023-c01-3"
WHO = f"我是{NAME}，电话{PHONE}"
GROUP = -100_600


class WebPerson:
    """Somebody at the web chat: there we are the platform, so what they see is in our own store."""

    def __init__(self, town: Town, account: str) -> None:
        self.town, self.account = town, account
        self._numbers = itertools.count(1)

    @property
    def chat(self) -> WebChat:
        app = self.town.app
        return WebChat(app.service, app.web, app.files, app.desk, app.clock)

    async def sends(self, **parts: object) -> None:
        body = json.dumps({"id": f"message-{next(self._numbers):04}", **parts})
        await self.chat.receive(parse(body.encode(), self.account, self.town.clock.now()))
        await self.town.settle()

    async def says(self, text: str) -> None:
        await self.sends(text=text)

    async def presses(self, label: str) -> None:
        shown = [button for message in await self.sees() for button in message.buttons if label in button.label]
        await self.sends(pressed=shown[-1].payload)

    async def sends_photo(self, caption: str, colour: str) -> None:
        ref = await self.chat.store_media(self.account, photo(colour), MediaKind.PHOTO)
        await self.sends(text=caption, media=[{"kind": "photo", "ref": ref}])

    async def sees(self) -> list:
        return await self.chat.history(self.account, 0)


@dataclass
class Played:
    """Everybody of the played week."""

    town: Town
    resident: Somebody
    neighbour: Somebody
    worker: Somebody
    supervisor: Somebody
    city: Somebody
    volunteer: Somebody
    desk: WebPerson


def photo(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return out.getvalue()


async def play(town: Town) -> Played:
    """Everything that people do with the bot; at the end three tickets of the resident have ended and two have not."""
    town.stub.names[ACCOUNT] = PROFILE
    resident = Somebody(town, ACCOUNT)
    await resident.starts(HOME)
    desk = WebPerson(town, "web-desk-1")
    await desk.sends(start="join-" + await town.invitation(Role.DESK, COMMUNITY))
    people = Played(
        town,
        resident,
        await town.resident(HOME),
        await town.staff(),
        await town.staff(Role.SUPERVISOR, "460204000000"),
        await town.staff(Role.SUPERVISOR, CITY),
        await town.volunteer(),
        desk,
    )
    for part in (_lamp, _enquiry, _wish, _accidents, _group, _open_matters):
        await part(people)
    return people


async def _lamp(played: Played) -> None:
    """A request with a photo: asked about, not solved, solved, rated."""
    town, resident, worker = played.town, played.resident, played.worker
    town.stub.sends_photo(ACCOUNT, photo("orange"), f"榕树里小区3栋楼下路灯坏了，{WHO}，{ENDED}甲")
    await town.settle()
    await resident.presses("确认")
    await worker.presses("签收", "问居民")
    await worker.says(f"是{ENDED}乙，{NAME}家门口那盏吗？")
    await resident.presses("回答")
    await resident.says(f"对，{ENDED}丙")
    await worker.says("待办")
    await worker.presses("报进展")
    await worker.says(f"已联系{NAME}，{ENDED}丁")
    await worker.says("待办")
    await worker.presses("办结")
    await worker.says(f"{ENDED}戊，换好了")
    town.stub.sends_photo(worker.chat_id, photo("blue"), "")
    await town.settle()
    await resident.presses("没解决", "没人来")
    await worker.says("待办")
    await worker.presses("签收", "办结")
    await worker.says(f"又去了一次，{ENDED}己")
    await worker.presses("没有照片")
    await resident.presses("解决了", "不满意")
    await resident.says(f"太慢了，{ENDED}庚")


async def _enquiry(played: Played) -> None:
    """Answered by the desk, which sits at the web chat."""
    town, resident, desk = played.town, played.resident, played.desk
    town.stub.sends_photo(ACCOUNT, photo("red"), f"请问居住证怎么办理，{WHO}，{ENDED}辛")
    await town.settle()
    await resident.presses("确认")
    await desk.presses("办结")
    await desk.sends_photo(f"{NAME}您好，请带身份证来，{ENDED}壬", "green")
    await resident.presses("解决了", "满意", "不说了")


async def _wish(played: Played) -> None:
    """On the wall without a name, claimed by a volunteer, who then learns it; thanked, and shown to everybody."""
    resident, volunteer = played.resident, played.volunteer
    await resident.says("微心愿")
    await resident.says(f"想要一辆旧轮椅，{WHO}，{ENDED}癸")
    await resident.says("1")
    await resident.presses("同意，许愿")
    await played.desk.presses("核实通过")
    await volunteer.presses("我来认领", "已送达")
    await volunteer.says(f"{NAME}收到了轮椅，{ENDED}子")
    await resident.presses("收到了", "说句感谢")
    await resident.says(f"谢谢，{WHO}，{ENDED}午")
    await resident.presses("可以公示")
    await played.desk.presses("放上公示")
    assert await played.town.written(lambda uow: uow.publications.shown(5, wishes=True))


async def _accidents(played: Played) -> None:
    """A bug of ours, a network that fails, a crash, a flood; each while the resident speaks."""
    town, resident = played.town, played.resident

    def broken(turn, incoming, *_rest):
        raise RuntimeError(f"cannot read {incoming.text!r} of {turn.incoming.sender_name}")

    with patch.object(report, "start", broken):
        await resident.says(f"椰风雅苑下水道堵了，{WHO}，{ENDED}丑")
    for fault in (Fault.LOST_AFTER, Fault.ERROR_BEFORE, Fault.BAD_GATEWAY, Fault.FLOOD):
        town.stub.fails(fault, chat=ACCOUNT)
        await resident.says(f"我的工单{ENDED}" if fault is Fault.FLOOD else "我的工单")
        await town.passes(minutes=2)
    await town.rebuilt()
    await resident.says("取消")


async def _group(played: Played) -> None:
    """In a group, where nothing personal may be answered."""
    for words in (f"榕树里小区3栋路灯坏了，{WHO}，{ENDED}寅", played.resident.number(), "我的工单"):
        played.town.stub.says(ACCOUNT, words, chat=GROUP)
        await played.town.settle()


async def _open_matters(played: Played) -> None:
    """One request still in work, one 举报, and one that was begun and left."""
    resident = played.resident
    await resident.says(f"榕树里小区3栋垃圾桶满了没人清运，{OPEN}甲")
    await resident.presses("确认")
    await resident.says(f"我要举报榕树里小区3栋有人聚众赌博，{REPORT}甲")
    while "请看看对不对" not in resident.last:
        await resident.says("1")
    await resident.presses("确认")
    await resident.says(f"榕树里小区5栋有人占用消防通道，{ENDED}卯")
    await played.town.passes(minutes=40)
