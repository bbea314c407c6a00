"""网页待派: a link from the chat, the queue on a page over real HTTP, dispatch through the same life; forgers stay out."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

import httpx
import pytest
from playwright.async_api import async_playwright, expect
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from town import ZONE, Somebody, Town

from bot.site import queue_page, web_settings
from bot.web.app import create_app, web_server
from domain.people import Role

DISTRICT, OTHER = "460204000000", "460203000000"
TABLE = "what,place,to,copies"
LAMP = "榕树里小区3栋楼下路灯坏了"
EACH_ONE = ["全部类别（2）", "劳动和社会保障（1）", "城乡建设（1）"]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@asynccontextmanager
async def served(town: Town) -> AsyncIterator[str]:
    """The pages of the town's bot on a real server, which the links name."""

    async def fine(_request: Request) -> Response:
        return PlainTextResponse("ok")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        town.app.worlds._current = replace(town.app.worlds.current, page_address=address)
        site = create_app(web_settings(town.app), queue=queue_page(town.app), health=fine, metrics=fine)
        server = web_server(site)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield address
        finally:
            server.should_exit = True
            await task


async def undecided(town: Town, words: str = LAMP, *, table: bool = True) -> Somebody:
    """A matter that the table leaves to the command centre."""
    if table:
        await town.imports("dispatch", TABLE, f"路灯照明,{DISTRICT},指挥中心,")
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    return resident


async def link_of(person: Somebody) -> tuple[str, str]:
    """The page's address and the code behind the #."""
    await person.says("网页待派")
    found = re.search(r"(http://\S+)#(\S+)", person.sees("网页待派", "#"))
    assert found
    return found[1], found[2]


async def entered(client: httpx.AsyncClient, person: Somebody) -> None:
    _, code = await link_of(person)
    answer = await client.post("/api/queue/enter", json={"code": code})
    assert answer.status_code == 200, answer.text


async def test_what_waits_is_listed_and_dispatched_and_the_chat_hears_of_it(our_town: Town) -> None:
    command, lamps = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    resident = await undecided(our_town)
    async with served(our_town) as address, httpx.AsyncClient(base_url=address) as client:
        page, code = await link_of(command)
        shown = await client.get(page)
        assert "待派" in shown.text
        assert code not in shown.text
        cookie = (await client.post("/api/queue/enter", json={"code": code})).headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/api/queue"} <= set(cookie.split("; "))
        (row,) = (await client.get("/api/queue/waiting")).json()["rows"]
        assert (row["number"], row["subject"]) == (resident.number(), "路灯照明")
        assert "榕树里小区3栋" in row["place"]
        assert row["why"] == "派单表里没有写"
        assert "11月23日" in row["since"]
        to = dict(row["targets"])
        assert to["unit:ty-lamps"] == "天涯区路灯管理所"
        asked = {"ticket": row["ticket"], "version": row["version"], "to": "unit:ty-lamps"}
        decided = (await client.post("/api/queue/dispatch", json=asked)).json()
        assert decided == {"done": True, "words": f"✅ {resident.number()} 已派给：天涯区路灯管理所"}
        again = (await client.post("/api/queue/dispatch", json=asked)).json()
        assert not again["done"]
        assert (await client.get("/api/queue/waiting")).json() == {"rows": [], "total": 0}
    await our_town.settle()
    command.sees("已派给天涯区路灯管理所")
    lamps.sees_once("路灯照明", resident.number())
    resident.sees("现由吴清扬办理")
    history = await our_town.written(lambda uow: uow.tickets.history(1))
    dispatched = [event for event in history if event.action == "dispatch"]
    assert [event.party for event in dispatched] == ["command"]


async def test_assisting_units_are_named_on_the_page_and_each_gets_its_part(our_town: Town) -> None:
    command, lamps = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    drains, city = [await our_town.staff(Role.UNIT_DESK, unit) for unit in ("ty-drains", "ty-city")]
    resident = await undecided(our_town)
    async with served(our_town) as address, httpx.AsyncClient(base_url=address) as client:
        await entered(client, command)
        (row,) = (await client.get("/api/queue/waiting")).json()["rows"]
        assert dict(row["assistants"])["ty-drains"] == "天涯区排水管护所"
        asked = {"ticket": row["ticket"], "version": row["version"], "to": "unit:ty-lamps"}
        for wrong in (["ty-nobody"], ["jy-lamps"], ["ty-drains", "<script>"]):
            answer = (await client.post("/api/queue/dispatch", json=asked | {"assisting": wrong})).json()
            assert answer == {"done": False, "words": "这件刚有了变化，没有派。请看新的列表再选。"}
        for shape in ({"assisting": "ty-drains"}, {"assisting": [1]}, {"what": 5}):
            assert (await client.post("/api/queue/dispatch", json=asked | shape)).status_code == 400
        with_them = {"assisting": ["ty-drains", "ty-lamps", "ty-drains", "ty-city"], "what": "先看管线"}
        decided = (await client.post("/api/queue/dispatch", json=asked | with_them)).json()
    words = f"✅ {resident.number()} 已派给：天涯区路灯管理所\n协办：天涯区排水管护所、天涯区综合行政执法局"
    assert decided == {"done": True, "words": words}
    await our_town.settle()
    lamps.sees_once("路灯照明", resident.number())
    for unit in (drains, city):
        unit.sees_once("请协办", "主办：天涯区路灯管理所", "先看管线")
    lamps.sees_nothing("请协办")
    command.sees("已派给天涯区路灯管理所", "天涯区排水管护所")


async def test_what_waits_says_what_it_is_about_where_and_whether_it_is_late(our_town: Town) -> None:
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    await undecided(our_town)
    async with served(our_town) as address, httpx.AsyncClient(base_url=address) as client:
        await entered(client, command)
        found = (await client.get("/api/queue/waiting")).json()
        (row,) = found["rows"]
        assert (row["category"], row["community"], row["late"], found["total"]) == (
            "城乡建设",
            "天涯区儋州村社区",
            False,
            1,
        )
        await our_town.until(datetime(2026, 12, 9, 9, 0, tzinfo=ZONE))
        await entered(client, command)
        ((row,), total) = (await client.get("/api/queue/waiting")).json().values()
        assert (row["late"], total) == (True, 1)


async def test_a_link_works_once_in_time_and_for_its_person_only(our_town: Town) -> None:
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    await undecided(our_town)
    async with served(our_town) as address, httpx.AsyncClient(base_url=address) as client:
        _, code = await link_of(command)
        for forged in ("", "x", code[:-1], code + "A", "../../etc/passwd"):
            assert (await client.post("/api/queue/enter", json={"code": forged})).status_code == 401
        assert (await client.get("/api/queue/waiting")).status_code == 401
        assert (await client.post("/api/queue/enter", json={"code": code})).status_code == 200
        async with httpx.AsyncClient(base_url=address) as second:
            answer = await second.post("/api/queue/enter", json={"code": code})
            assert answer.status_code == 401
            assert "拿一个新的" in answer.json()["message"]
            assert (await second.get("/api/queue/waiting")).status_code == 401
            second.cookies.set("huiying_queue", code)
            assert (await second.get("/api/queue/waiting")).status_code == 401
        assert (await client.get("/api/queue/waiting")).status_code == 200
        _, late = await link_of(command)
        assert (await client.get("/api/queue/waiting")).status_code == 401, "a new link shuts the visit before it"
        await our_town.passes(minutes=11)
        assert (await client.post("/api/queue/enter", json={"code": late})).status_code == 401
        await entered(client, command)
        await our_town.passes(hours=1, minutes=59)
        assert (await client.get("/api/queue/waiting")).status_code == 200
        await our_town.passes(minutes=2)
        assert (await client.get("/api/queue/waiting")).status_code == 401


async def test_who_lost_the_post_is_out_at_once(our_town: Town) -> None:
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    await undecided(our_town)
    async with served(our_town) as address, httpx.AsyncClient(base_url=address) as client:
        await entered(client, command)

        def dismiss(uow) -> None:
            for person in uow.people.with_post(Role.COMMAND, (DISTRICT,)):
                for post in uow.people.get(person).posts:
                    uow.people.release(person, post)

        await our_town.written(dismiss)
        assert (await client.get("/api/queue/waiting")).status_code == 401


async def test_another_district_sees_nothing_of_it_and_cannot_dispatch_it(our_town: Town) -> None:
    command, other = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.SUPERVISOR, OTHER)
    resident = await undecided(our_town)
    async with served(our_town) as address, httpx.AsyncClient(base_url=address) as client:
        await entered(client, other)
        assert (await client.get("/api/queue/waiting")).json() == {"rows": [], "total": 0}
        asked = {"ticket": 1, "version": 0, "to": "unit:ty-lamps"}
        for version in range(4):
            answer = await client.post("/api/queue/dispatch", json=asked | {"version": version})
            assert answer.json()["done"] is False
    await our_town.settle()
    await command.says("待派")
    command.sees("待派 1 件")
    resident.sees_nothing("现由")


async def test_a_worker_gets_no_link(our_town: Town) -> None:
    worker = await our_town.staff()
    async with served(our_town):
        await worker.says("网页待派")
        worker.sees_nothing("http")


async def test_posts_of_othersites_wrong_shapes_and_choices_never_offered_change_nothing(our_town: Town) -> None:
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    await undecided(our_town)
    async with served(our_town) as address, httpx.AsyncClient(base_url=address) as client:
        await entered(client, command)
        (row,) = (await client.get("/api/queue/waiting")).json()["rows"]
        asked = {"ticket": row["ticket"], "version": row["version"], "to": "unit:ty-lamps"}
        post = client.post
        assert (
            await post("/api/queue/dispatch", json=asked, headers={"sec-fetch-site": "cross-site"})
        ).status_code == 403
        assert (await post("/api/queue/dispatch", data={"ticket": "1"})).status_code == 415
        for shape in (
            [],
            {},
            asked | {"ticket": "1"},
            asked | {"ticket": True},
            asked | {"to": 5},
            asked | {"ticket": 1 << 70},
        ):
            assert (await post("/api/queue/dispatch", json=shape)).status_code == 400, shape
        for body in ("[" * 100_000, '{"code": "\\ud800"}', "no json"):
            answer = await post("/api/queue/enter", content=body, headers={"content-type": "application/json"})
            assert answer.status_code == 400, body[:20]
        for to in ("unit:ty-nobody", "unit:jy-lamps' OR 1=1", "grid:460203198001001", "", "community;"):
            answer = (await post("/api/queue/dispatch", json=asked | {"to": to})).json()
            assert answer == {"done": False, "words": "这件刚有了变化，没有派。请看新的列表再选。"}
        assert len((await client.get("/api/queue/waiting")).json()["rows"]) == 1


async def test_without_a_public_address_the_chat_says_so(our_town: Town) -> None:
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    await command.says("网页待派")
    command.sees("还没有开通网页")
    await command.presses("待派")
    command.sees("没有等着派的工单")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium fonts-wqy-microhei")
async def test_on_a_telephone_in_a_real_browser_hostile_words_stay_words(our_town: Town) -> None:
    command, lamps = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    drains = await our_town.staff(Role.UNIT_DESK, "ty-drains")
    await our_town.imports("dispatch", TABLE, f"路灯照明,{DISTRICT},指挥中心,", f"欠薪,{DISTRICT},指挥中心,")
    other = await our_town.resident()
    await other.says("榕树里小区2栋的工地拖欠我两个月工资不发")
    await other.presses("确认")
    resident = await undecided(our_town, table=False)
    hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'

    def spoil(uow) -> None:
        ticket = uow.tickets.by_number(resident.number())
        uow.tickets.save(replace(ticket, place_words=hostile, version=ticket.version + 1), ticket.version)

    await our_town.written(spoil)
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    async with served(our_town), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        address, code = await link_of(command)
        await page.goto(f"{address}#{code}")
        await expect(page.locator(".ticket")).to_have_count(2)
        assert await page.locator("#category option").all_text_contents() == EACH_ONE
        await page.locator("#late").check()
        await expect(page.locator("#rows")).to_contain_text("这样筛选没有工单")
        await page.locator("#late").uncheck()
        await page.locator("#category").select_option(index=2)
        card = page.locator(".ticket")
        await expect(card).to_have_count(1)
        await expect(page.locator("#count")).to_have_text("显示 1 件，共 2 件")
        await expect(card).to_contain_text(resident.number())
        await expect(card).to_contain_text("<script>")
        assert page.url == address, "the code leaves the address bar"
        assert await page.title() == "待派 · 回应"
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await card.get_by_role("combobox").select_option(label="天涯区路灯管理所")
        await card.get_by_text("加协办").click()
        await expect(card.get_by_label("天涯区路灯管理所", exact=True)).to_be_disabled()
        await card.get_by_label("天涯区排水管护所").check()
        await card.get_by_label("请协办做什么").fill("先看管线")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await card.get_by_role("button", name="派单").click()
        await expect(page.locator("#news")).to_contain_text("已派给：天涯区路灯管理所")
        await expect(page.locator("#news")).to_contain_text("协办：天涯区排水管护所")
        await expect(page.locator("#count")).to_have_text("显示 1 件，共 1 件")
        await expect(card).to_contain_text(other.number())
        assert complaints == []
        await browser.close()
    await our_town.settle()
    lamps.sees("路灯照明", resident.number())
    drains.sees("请协办", "先看管线", resident.number())
