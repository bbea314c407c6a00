"""The public board over real HTTP: only with consent, without anybody's data, never 举报, gone at once when taken back."""

from __future__ import annotations

import asyncio
import io
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from PIL import Image
from playwright.async_api import async_playwright, expect
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from town import Somebody, Town

from bot.boardpage import BoardPage
from bot.site import board_page, web_settings
from bot.web.app import create_app, web_server
from domain.board import Rules
from domain.people import Role
from domain.publication import Publication, Showing
from domain.ticket import Action, Status, Ticket
from handlers.life import act, file
from handlers.scene import Scene

HOME = "h460204198023-c01-3"
COMMUNITY = "460204198023"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NAME, PHONE = "欧阳翡翠", "13987651234"
PHOTO = io.BytesIO()
Image.new("RGB", (60, 40), "orange").save(PHOTO, "JPEG")
RULES = Rules(enabled=True, running=True, never=frozenset({"邻里纠纷"}))


def opened(town: Town) -> None:
    """The board is switched on, as the settings would."""
    world = town.app.worlds.current
    town.app.worlds._current = replace(world, policy=replace(world.policy, board=RULES))


@asynccontextmanager
async def served(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """The pages of the town's bot on a real server."""

    async def fine(_request: Request) -> Response:
        return PlainTextResponse("ok")

    opened(town)
    app = town.app
    board = BoardPage(app.service, app.worlds, app.desk, app.files, app.clock)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = web_server(create_app(web_settings(app), board=board, health=fine, metrics=fine))
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}") as client:
                yield client
        finally:
            server.should_exit = True
            await task


async def done(worker: Somebody, resident: Somebody, words: str) -> None:
    """From acceptance to the end of the survey."""
    await worker.says("待办")
    await worker.presses("签收", "办结")
    await worker.says(words)
    await worker.presses("没有照片")
    await resident.presses("解决了", "满意", "不说了")


async def solved(town: Town, worker: Somebody, words: str = "榕树里小区3栋楼下路灯坏了") -> Somebody:
    """A request up to the end of its survey."""
    opened(town)
    resident = await town.resident(HOME)
    await resident.says(f"{words}，我是{NAME}，电话{PHONE}，住3栋501")
    await resident.presses("确认")
    await done(worker, resident, f"{NAME}家门口的灯换好了")
    return resident


async def looks(client: httpx.AsyncClient) -> dict:
    answer = await client.get("/api/board")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    return answer.json()


async def test_a_result_is_shown_with_consent_without_anybody_and_gone_with_one_press(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await solved(our_town, worker)
    resident.sees("谢谢您的评价")
    resident.sees("可以公示吗", "不写姓名")
    async with served(our_town) as client:
        assert (await looks(client))["results"] == []
        await resident.presses("可以公示")
        resident.sees("会公示", "点一下就撤下")
        (shown,) = (await looks(client))["results"]
        assert (shown["subject"], shown["month"], shown["said"]) == ("路灯照明", "2026年11月", "解决了，满意")
        assert shown["place"].endswith("儋州村社区")
        whole = (await client.get("/api/board")).text
        secrets = (NAME, PHONE, "501", "3栋", "榕树里", "换好了", resident.number(), str(resident.chat_id))
        assert not [secret for secret in secrets if secret in whole]
        await resident.presses("撤下公示")
        assert (await looks(client))["results"] == []


async def test_no_silence_and_another_matter_are_no(our_town: Town) -> None:
    worker = await our_town.staff()
    first = await solved(our_town, worker)
    await first.presses("不公示")
    first.sees("好的，不公示")
    second = await solved(our_town, worker, "榕树里小区3栋垃圾桶满了没人清运")
    await our_town.passes(days=5)
    second.looks_away()
    await second.says("椰风雅苑路灯坏了")
    second.sees("请看看对不对")
    assert not await our_town.written(lambda uow: uow.publications.shown(9, wishes=False))


async def test_what_is_opened_again_or_erased_stands_there_no_more(our_town: Town) -> None:
    worker = await our_town.staff()
    one, two = await solved(our_town, worker), await solved(our_town, worker, "榕树里小区3栋垃圾桶满了没人清运")
    await one.presses("可以公示")
    await two.presses("可以公示")
    async with served(our_town) as client:
        assert len((await looks(client))["results"]) == 2
        await one.says("没解决")
        await one.presses("没人来")
        assert len((await looks(client))["results"]) == 1
        await our_town.app.eraser.forget(*two.account, our_town.clock.now())
        assert (await looks(client))["results"] == []
    assert not await our_town.written(lambda uow: uow.publications.of(2))


async def test_while_the_board_is_off_nobody_is_asked_and_there_is_no_page(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident(HOME)
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await done(worker, resident, "换好了")
    resident.sees_nothing("可以公示吗")
    await resident.says("公示栏")
    resident.sees("还没有开通")
    assert board_page(our_town.app) is None


async def test_figures_are_shown_for_enough_people_and_never_of_reports(our_town: Town) -> None:
    opened(our_town)
    now = our_town.clock.now()

    def fill(uow) -> None:
        scene = Scene(uow, our_town.app.worlds.current, now)
        filed = [("complaint", COMMUNITY)] * 6 + [("report", COMMUNITY)] * 9 + [("complaint", "460204198024")] * 2
        for kind, community in filed:
            ticket = Ticket(0, "", kind, Status.PENDING, "城管", "路灯照明", "x", community=community)
            file(scene, ticket, 0)

    await our_town.written(fill)
    async with served(our_town) as client:
        board = await looks(client)
    this, before = board["months"]
    assert (this["name"], before["rows"]) == ("2026年11月", [])
    (row,) = this["rows"]
    assert (row["name"][-5:], row["new"]) == ("儋州村社区", 6)
    assert set(row["rates"]) == {"人数少，不显示"}
    assert not await our_town.written(lambda uow: uow.counters.differences())


async def test_rates_are_shown_with_their_numbers_once_enough_people_answered_and_reports_change_none(
    our_town: Town,
) -> None:
    """Six done in time; of the five who answered four are content. A report that was solved counts nowhere."""
    opened(our_town)

    def play(uow, answers: int) -> None:
        scene = Scene(uow, our_town.app.worlds.current, our_town.clock.now())
        worker, resident = (uow.people.add(scene.now) for _ in range(2))
        for number, kind in enumerate(["complaint"] * answers + ["report"]):
            place = {"community": COMMUNITY, "reporter": resident.id, "assignee": worker.id}
            filed = file(scene, Ticket(0, "", kind, Status.ASSIGNED, "城管", "路灯照明", "x", **place), resident.id)
            done = act(scene, act(scene, filed, Action.ACCEPT, worker), Action.RESOLVE, worker)
            if number < answers - 1 or kind == "report":
                said = act(scene, done, Action.CONFIRM, resident)
                act(scene, said, Action.RATE, resident, data={"satisfied": "no" if number == 0 else "yes"})

    await our_town.written(lambda uow: play(uow, 6))
    async with served(our_town) as client:
        (row,) = (await looks(client))["months"][0]["rows"]
    assert row["new"] == 6
    assert row["rates"] == ["100.0%（6/6）", "100.0%（6/6）", "100.0%（5/5）", "80.0%（4/5）"]


async def test_what_touches_the_community_is_never_asked_about(our_town: Town) -> None:
    worker = await our_town.staff()

    def touchy(uow) -> None:
        ticket = uow.tickets.get(1)
        uow.tickets.save(replace(ticket, matter="邻里纠纷", version=ticket.version + 1), ticket.version)
        uow.counters.recount()

    opened(our_town)
    resident = await our_town.resident(HOME)
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await our_town.written(touchy)
    await done(worker, resident, "说好了")
    resident.sees("谢谢您的评价")
    resident.sees_nothing("可以公示吗")


async def test_a_photo_is_served_while_the_wish_is_shown_and_not_a_moment_longer(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await our_town.resident(HOME)
    await wisher.says("许愿")
    await wisher.says("想要一辆旧轮椅")
    await wisher.says("1")
    await wisher.presses("同意，许愿")
    await desk.presses("核实通过")
    await volunteer.presses("我来认领", "已送达")
    await volunteer.says("送到了")
    await wisher.presses("收到了", "说句感谢")
    our_town.stub.sends_photo(wisher.chat_id, PHOTO.getvalue(), f"谢谢，我叫{NAME}，{PHONE}")
    await our_town.settle()
    await wisher.presses("可以公示")
    async with served(our_town) as client:
        assert (await client.get("/board/photo/1")).status_code == 404
        await desk.presses("放上公示")
        (shown,) = (await looks(client))["wishes"]
        assert shown["photo"] == "/board/photo/1"
        assert (shown["words"], shown["thanks"]) == ("想要一辆旧轮椅", "谢谢，我叫＊，＊")
        photo = await client.get("/board/photo/1")
        assert (photo.status_code, photo.headers["cache-control"]) == (200, "no-store")
        assert photo.headers["content-type"].startswith("image/")
        (media,) = (await our_town.written(lambda uow: uow.publications.of(1))).media
        assert media.ref.startswith("store:")
        await wisher.presses("撤下公示")
        assert (await client.get("/board/photo/1")).status_code == 404
        for ticket in (99, 10**30):
            assert (await client.get(f"/board/photo/{ticket}")).status_code == 404
        assert (await client.post("/api/board", json={})).status_code == 405
    await our_town.app.eraser.go_on(our_town.clock.now())
    in_own_chat = wisher.account[0] == "web"  # there the photo also stands in the wisher's own chat, which we keep
    assert (our_town.app.files.load(media.ref) is not None) is in_own_chat


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium fonts-wqy-microhei")
async def test_on_telephone_and_lobby_screen_it_is_large_and_hostile_words_stay_words(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await solved(our_town, worker)
    await resident.presses("可以公示")
    hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'

    def spoil(uow) -> None:
        ticket = uow.tickets.get(1)
        uow.tickets.save(replace(ticket, matter=hostile, version=ticket.version + 1), ticket.version)
        wish = replace(ticket, id=0, number="", kind="wish", matter="微心愿", words=hostile)
        kept = uow.tickets.add(wish, our_town.clock.now(), "20261123")
        shown = Publication(kept.id, kept.reporter, Showing.SHOWN, our_town.clock.now(), hostile, hostile)
        uow.publications.keep(shown)
        uow.counters.recount()

    await our_town.written(spoil)
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    async with served(our_town) as client, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        for width, height, smallest in ((390, 844, 17), (1920, 1080, 20)):
            await page.set_viewport_size({"width": width, "height": height})
            await page.goto(f"{client.base_url}/board")
            await expect(page.locator("#results")).to_contain_text("<script>")
            await expect(page.locator("#wishes")).to_contain_text("<script>")
            assert await page.title() == "公示栏 · 回应"
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            size = "parseFloat(getComputedStyle(document.querySelector('.where')).fontSize)"
            assert await page.evaluate(size) >= smallest
        await page.set_viewport_size({"width": 390, "height": 844})
        before = await page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        await page.get_by_role("button", name="长辈版").click()
        assert await page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > before
        assert await page.context.cookies() == []
        assert complaints == []
        await browser.close()
