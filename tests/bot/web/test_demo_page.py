"""The pages in a real browser on a scripted bot: three phones, one story, and what goes wrong on the way."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.channel import Button

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),  # one browser for all
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium fonts-wqy-microhei"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, served: str) -> AsyncIterator[Page]:
    """The demo page on a large screen; errors the browser reports fail the test."""
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    await page.goto(served)
    await expect(page.locator("body[data-live]")).to_be_visible()
    yield page
    await page.close()
    assert complaints == []


def seat(page: Page, name: str) -> Locator:
    return page.locator(f'[data-seat="{name}"]')


def button(place: Locator | Page, name: str, *, exact: bool = False) -> Locator:
    return place.get_by_role("button", name=name, exact=exact)


async def says(phone: Locator, text: str) -> None:
    await phone.get_by_role("textbox").fill(text)
    await phone.get_by_role("textbox").press("Enter")


async def test_a_broken_lamp_goes_from_the_resident_to_the_worker_and_back(page):
    resident, worker = seat(page, "resident"), seat(page, "worker")
    await button(resident, "我们楼下路灯坏了三天").click()
    await expect(resident.locator(".card-title")).to_have_text("请您核对：")
    await button(resident, "确认").click()
    await expect(resident.locator(".card-title")).to_have_text("工单 SY250312-0001 已受理")
    await expect(resident.locator(".row")).to_have_count(0)
    await button(worker, "接单").click()
    await expect(worker.locator(".card")).to_contain_text("已签收")
    await expect(resident.locator(".messages")).to_contain_text("网格员李国栋已接单")
    await expect(page.locator("#news")).to_contain_text("收到：")


async def test_a_photo_and_a_place_are_sent_and_shown(page, bot):
    resident = seat(page, "resident")
    await button(resident, "发照片").click()
    await button(resident, "下水道堵了", exact=True).click()
    await expect(resident.locator(".tray-photo")).to_have_count(1)
    await says(resident, "就是这里")
    await expect(resident.locator(".mine .photo img")).to_have_js_property("naturalWidth", 960)
    await resident.locator(".mine .photo").click()
    await expect(page.locator("dialog img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    await button(resident, "发位置").click()
    await button(resident, "金鸡岭市场").click()
    await button(resident, "发送：金鸡岭市场").click()
    await expect(resident.locator(".place-title")).to_have_text("金鸡岭市场")
    photo, place = bot.received
    assert (len(photo.media), photo.text, place.point) == (1, "就是这里", bot.spots()[1].point)


async def test_any_point_of_the_map_can_be_sent(page, bot):
    resident = seat(page, "resident")
    await button(resident, "发位置").click()
    await resident.locator("svg.map").click(position={"x": 100, "y": 90})
    await button(resident, "发送选中的位置").click()
    await expect(resident.locator(".place")).to_be_visible()
    assert 18.2 < bot.received[0].point.latitude < 18.3


async def test_a_reload_shows_the_same_chat_once(page):
    resident = seat(page, "resident")
    await says(resident, "早上好")
    await expect(resident.locator(".theirs .text")).to_have_text(["收到：早上好"])
    await page.reload()
    await expect(resident.locator(".theirs .text")).to_have_text(["收到：早上好"])
    await expect(resident.locator(".mine .text")).to_have_text(["早上好"])


async def test_after_a_broken_stream_nothing_is_shown_twice(page, bot, hub):
    resident = seat(page, "resident")
    await says(resident, "一")
    await expect(resident.locator(".theirs .text")).to_have_text(["收到：一"])
    hub.end_streams()
    await expect(resident.locator(".chat-state")).to_have_text("连接断了，正在重连…")
    await bot.say("a-chen", "二")
    await expect(resident.locator(".theirs .text")).to_have_text(["收到：一", "二"])
    await expect(resident.locator(".chat-state")).to_have_text("事事有回应")


async def test_what_is_written_without_network_arrives_once_when_it_is_back(page, bot):
    resident = seat(page, "resident")
    await page.route("**/messages", lambda route: route.abort())
    await says(resident, "断网时写的")
    await expect(resident.locator(".delivery")).to_contain_text("连上后会自动重发")
    await page.reload()
    await expect(resident.locator(".pending .text")).to_have_text("断网时写的")
    await page.unroute("**/messages")
    await expect(resident.locator(".theirs .text")).to_have_text(["收到：断网时写的"])
    await expect(resident.locator(".mine .text")).to_have_text(["断网时写的"])
    assert len(bot.received) == 1


async def test_a_refused_press_is_taken_back_with_the_reason(page, bot):
    resident = seat(page, "resident")
    await says(resident, "路灯坏了")
    refusal = {"status": 400, "json": {"error": "bad_message", "message": "这个按钮不能用了。"}}
    await page.route("**/messages", lambda route: route.fulfill(**refusal))
    await button(resident, "确认").click()
    await expect(resident.get_by_role("alert")).to_have_text("这个按钮不能用了。")
    await expect(resident.locator(".chosen")).to_have_count(0)


async def test_a_chosen_answer_is_marked_and_two_taps_are_one_press(page, bot):
    resident = seat(page, "resident")
    await bot.say("a-chen", "正在发生吗？", buttons=(Button("live", "正在发生"), Button("over", "已经过去了")))
    await button(resident, "已经过去了").dblclick()
    await expect(resident.locator(".chosen")).to_contain_text("已选")
    await expect(resident.locator(".chosen .row-label")).to_have_text("已经过去了")
    assert [message.pressed for message in bot.received] == ["over"]


async def test_a_refused_message_comes_back_to_the_composer_with_the_reason(page):
    resident = seat(page, "resident")
    refusal = {"status": 400, "json": {"error": "bad_message", "message": "这条发不了。"}}
    await page.route("**/messages", lambda route: route.fulfill(**refusal))
    await says(resident, "改一改再发")
    await expect(resident.locator(".delivery")).to_have_text("这条发不了。")
    await expect(resident.get_by_role("textbox")).to_have_value("改一改再发")


async def test_markup_in_a_message_is_only_text(page, bot):
    evil = "<img src=x onerror=\"document.title='stolen'\"><b>粗</b>"
    await bot.say("a-chen", evil, card="c", buttons=())
    await says(seat(page, "resident"), evil)
    await expect(seat(page, "resident").locator(".text")).to_have_text([evil, evil, f"收到：{evil}"])
    assert await page.title() != "stolen"


LINKS = 'javascript:alert(1) data:text/html,<script>x</script> https://a.example/?q="onmouseover=alert(1) vbscript:x //b.example 电话123456'


async def test_only_addresses_of_the_web_become_links_and_nothing_in_them_runs(page, bot):
    dialogs = []
    page.on("dialog", lambda dialog: dialogs.append(dialog))  # noqa: PLW0108 — Playwright marks what it is given
    await bot.say("a-chen", LINKS, card="c", buttons=(Button("t9:0", "<script>alert(2)</script>"),))
    resident = seat(page, "resident")
    await expect(resident.locator(".text a")).to_have_count(2)
    for link in await resident.locator(".text a").all():
        assert (await link.get_attribute("href")).startswith(("https://a.example/", "tel:123456"))
        assert await link.get_attribute("onmouseover") is None
        await link.hover()
    await expect(resident.get_by_role("button", name="<script>alert(2)</script>")).to_be_visible()
    assert not dialogs
    assert await page.locator("script:not([src])").count() == 0


async def test_a_card_in_view_changes_in_its_place_and_one_out_of_view_moves_to_the_end(page, bot):
    messages = seat(page, "resident").locator(".messages")
    await bot.say("a-chen", "卡片\n第一版", card="c")
    await bot.say("a-chen", "紧跟着的话")
    await bot.say("a-chen", "卡片\n第二版", card="c")
    await expect(messages.locator(".theirs .text")).to_have_text([re.compile("第二版"), "紧跟着的话"])
    for number in range(30):
        await bot.say("a-chen", f"第{number}句")
    await bot.say("a-chen", "卡片\n第三版", card="c")
    await expect(messages.locator(".message").last).to_contain_text("第三版")
    await expect(messages.locator(".card")).to_have_count(1)


async def test_what_is_being_read_stays_and_a_pill_tells_of_news(page, bot):
    resident = seat(page, "resident")
    for number in range(40):
        await bot.say("a-chen", f"第{number}句")
    await expect(resident.locator(".message")).to_have_count(40)
    await resident.locator(".messages").hover()
    await page.mouse.wheel(0, -700)
    await expect(resident.get_by_text("第20句")).to_be_in_viewport()
    await bot.say("a-chen", "新来的")
    await expect(resident.locator(".jump")).to_contain_text("1 条新消息")
    await expect(resident.get_by_text("第20句")).to_be_in_viewport()
    await resident.locator(".jump").click()
    await expect(resident.get_by_text("新来的")).to_be_in_viewport()
    await expect(resident.locator(".jump")).to_be_hidden()


async def test_another_persons_phone_can_be_taken_and_unread_messages_are_counted(page, bot):
    resident = seat(page, "resident")
    await bot.say("a-lin", "您的工单办好了")
    await expect(resident.locator("summary .badge")).to_contain_text("1")
    await resident.locator("summary").click()
    await button(resident, "林志强").click()
    await expect(resident.locator(".messages")).to_contain_text("您的工单办好了")
    await expect(resident.locator("summary .badge")).to_have_count(0)


async def test_the_clock_moves_and_the_line_says_what_came(page):
    await button(page, "+1小时").click()
    await expect(page.locator("#time")).to_have_text("10:30")
    await expect(page.locator("#news")).to_have_text("过了1小时，没有新消息")
    await button(page, "到18:00").click()
    await expect(page.locator("#news")).to_contain_text("来了 1 条消息：督办符明")
    await expect(seat(page, "supervisor").locator(".text")).to_contain_text("响应率")
    await button(page, "到明早8:30").click()
    await expect(page.locator("#date")).to_have_text("3月13日 星期四")
    await expect(seat(page, "supervisor").locator(".time").first).to_have_text("昨天 18:00")


async def test_starting_anew_empties_every_phone(page):
    await says(seat(page, "resident"), "旧事")
    await expect(seat(page, "resident").locator(".theirs .text")).to_have_count(1)
    await button(page, "重置").click()
    await expect(page.locator(".seats .message")).to_have_count(0)
    await says(seat(page, "resident"), "新事")
    await expect(seat(page, "resident").locator(".theirs .text")).to_have_text(["收到：新事"])


async def test_everything_can_be_done_by_keyboard(page, bot):
    resident = seat(page, "resident")
    box = resident.get_by_role("textbox")
    await box.focus()
    await page.keyboard.type("路灯坏了")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("三天了")
    await page.keyboard.press("Enter")
    await button(resident, "确认").focus()
    await page.keyboard.press("Enter")
    await expect(resident.locator(".card-title")).to_contain_text("已受理")
    assert [message.text or message.pressed for message in bot.received] == ["路灯坏了\n三天了", "t1:yes"]


SIZES = [(1440, 900), (1024, 768), (820, 1180), (390, 844), (320, 568)]


@pytest.mark.parametrize(("width", "height"), SIZES, ids=str)
async def test_nothing_sticks_out_on_any_screen(page, bot, width, height):
    await page.set_viewport_size({"width": width, "height": height})
    await bot.say("a-chen", "很长的一句" * 60 + "x" * 200)
    await expect(page.locator(".seat.open .text")).to_be_visible()
    wide = "() => [...document.querySelectorAll('body, .bar, .seat.open, .messages, .bubble')]"
    wide += ".filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1).map(e => e.className)"
    assert await page.evaluate(wide) == []
    assert await page.evaluate("() => document.documentElement.scrollHeight <= innerHeight")


async def test_on_a_narrow_screen_one_phone_is_shown_and_tabs_lead_to_the_others(page, bot):
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(seat(page, "worker")).to_be_hidden()
    await bot.say("a-li", "新工单")
    tab = page.get_by_role("tab", name="网格员")
    await expect(tab).to_contain_text("1")
    await tab.click()
    await expect(seat(page, "worker").get_by_text("新工单")).to_be_visible()
    await expect(tab).to_have_text("网格员")
    await page.keyboard.press("ArrowRight")
    await expect(seat(page, "supervisor")).to_be_visible()


async def test_the_large_edition_is_large_and_remembered(page):
    await button(page, "长辈版").click()
    await button(seat(page, "resident"), "我们楼下路灯坏了三天").click()
    await expect(button(seat(page, "resident"), "确认")).to_be_visible()
    await page.reload()
    await expect(button(page, "标准版")).to_have_attribute("aria-pressed", "true")
    await expect(button(seat(page, "resident"), "确认")).to_be_visible()
    assert await page.evaluate(SMALLEST_LETTERS) >= 18
    targets = await page.evaluate(TARGETS)
    assert [name for name, width, height in targets if min(width, height) < 60 and height < 60] == []


async def test_text_can_be_told_from_its_ground(page, bot):
    for large in (False, True):
        await button(seat(page, "resident"), "我们楼下路灯坏了三天").click()
        await expect(button(seat(page, "resident"), "确认").last).to_be_visible()
        assert await page.evaluate(FAINT) == []
        if not large:
            await button(page, "长辈版").click()


async def test_the_chat_page_keeps_its_visitor_and_a_deep_link_starts_once(browser, serve, bot):
    async with serve(demo=False) as (address, _):
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        await page.goto(f"{address}/chat?start=g460203001")
        await expect(page.locator(".theirs .text")).to_have_text(["收到：g460203001"])
        await page.reload()
        await says(page.locator(".phone"), "路灯坏了")
        await expect(page.locator(".card-title")).to_be_visible()
    assert [(m.start, m.text) for m in bot.received] == [("g460203001", ""), ("", "路灯坏了")]
    assert len({message.sender for message in bot.received}) == 1


async def test_an_empty_chat_page_has_a_button_that_starts(browser, serve, bot):
    async with serve(demo=False) as (address, _):
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        await page.goto(address)
        await button(page, "您能做什么？").click()
        await expect(page.locator(".theirs .text")).to_have_text(["收到：begin"])
        await expect(button(page, "您能做什么？")).to_have_count(0)
    assert [(m.start, m.text) for m in bot.received] == [("begin", "")]


async def test_what_is_too_long_is_refused_in_words_and_given_back_whole(browser, serve, bot):
    async with serve(demo=False) as (address, _):
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        await page.goto(address)
        await says(page.locator(".phone"), "长" * 5000)
        await expect(page.locator(".delivery")).to_contain_text("请分成几条发")
        await expect(page.get_by_role("textbox")).to_have_value("长" * 5000)
    assert bot.received == []


async def test_the_chat_page_sends_the_devices_own_position(browser, serve, bot):
    async with serve(demo=False) as (address, _):
        place = {"latitude": 18.2528, "longitude": 109.5119}
        context = await browser.new_context(geolocation=place, permissions=["geolocation"])
        page = await context.new_page()
        await page.goto(address)
        await button(page, "发位置").click()
        await expect(page.locator(".place")).to_be_visible()
        await context.clear_permissions()
        await page.reload()
        await button(page, "发位置").click()
        await expect(page.locator(".note")).to_contain_text("请直接写出地址")
    assert bot.received[0].point.latitude == 18.2528


SHOWN = """
const shown = (e) => e.offsetParent && getComputedStyle(e).visibility === 'visible' && !e.closest('.unseen, [hidden], [aria-hidden=true]');
const texts = () => [...document.querySelectorAll('body *')].filter((e) =>
  shown(e) && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
"""

SMALLEST_LETTERS = f"""() => {{ {SHOWN}
  return Math.min(...texts().filter((e) => e.closest('.phone')).map((e) => parseFloat(getComputedStyle(e).fontSize)));
}}"""

TARGETS = f"""() => {{ {SHOWN}
  return [...document.querySelectorAll('button, textarea')].filter(shown).map((e) => {{
    const {{ width, height }} = e.getBoundingClientRect();
    return [e.className || e.textContent, width, height];
  }});
}}"""

# WCAG 2.1 §1.4.3: at least 4.5:1; what is disabled is exempt
FAINT = f"""() => {{ {SHOWN}
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => {{
    for (; e; e = e.parentElement) {{
      const [r, g, b, a = 1] = rgb(getComputedStyle(e).backgroundColor);
      if (a === 1) return [r, g, b];
    }}
    return [211, 223, 218];
  }};
  return texts().filter((e) => !e.closest(':disabled')).map((e) => {{
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
    return [e.className, e.textContent, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  }}).filter(([, , ratio]) => ratio < 4.5);
}}"""
