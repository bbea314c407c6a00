"""`make demo` as a newcomer sees it: the real process, played through in a real browser.

With HUIYING_PICTURES naming a folder, its pictures are written there (`make pictures`).
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import re
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Locator, Page, async_playwright, expect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
ROOT = Path(__file__).parents[3]
LARGE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 120_000  # milliseconds; the machine may be busy
START = 180  # seconds in which the demo must have played its history
SPOT = "儋州村社区第二网格"
LARGEST_PICTURE = 300_000  # bytes

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium fonts-wqy-microhei"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(tmp_path_factory) -> AsyncIterator[str]:
    """The address of `python -m bot demo`, which tells when it is ready."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", str(port), "--folder", str(tmp_path_factory.mktemp("demo"))),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(START):
        while f"127.0.0.1:{port}" not in (line := (await demo.stdout.readline()).decode()):
            assert line, "the demo ended before it was ready"
    yield f"http://127.0.0.1:{port}"
    demo.terminate()
    async with asyncio.timeout(START):
        assert await demo.wait() == 0, "it should end in order"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(address) -> AsyncIterator[Page]:
    """The page of three phones; whatever the browser complains of fails the last test."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport=LARGE)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        await page.goto(address)
        await expect(page.locator("body[data-live]")).to_be_visible()
        yield page
        await browser.close()
        assert complaints == []
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
    named = os.environ.get("HUIYING_PICTURES")
    folder = ROOT / named if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Phone:
    """One of the three phones."""

    def __init__(self, page: Page, seat: str) -> None:
        self.place = page.locator(f'[data-seat="{seat}"]')
        self.messages = self.place.locator(".messages")

    def button(self, label: str) -> Locator:
        """The choice of this label under the newest question; the page shows its number before it."""
        newest = self.messages.locator(".theirs:has(.row)").last
        return newest.get_by_role("button", name=re.compile(rf"^\d*\s*{label}$"))

    async def says(self, text: str) -> None:
        await self.place.get_by_role("textbox").fill(text)
        await self.place.get_by_role("textbox").press("Enter")

    async def presses(self, label: str) -> None:
        await self.button(label).click()

    async def sees(self, words: str) -> None:
        await expect(self.messages.locator(".theirs", has_text=words).last).to_be_visible()

    async def takes(self, name: str) -> None:
        """Hold the phone of somebody else."""
        await self.place.locator("summary").click()
        await self.place.get_by_role("button", name=name).click()


async def picture(page: Page, pictures: Path, name: str) -> None:
    file = pictures / f"{name}.png"
    await page.evaluate("() => document.fonts.ready")
    shot = await page.screenshot(animations="disabled")
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(256).save(file, optimize=True)
    assert file.stat().st_size < LARGEST_PICTURE


async def a_broken_lamp_is_told_confirmed_and_assigned(page, resident, worker, pictures):
    await resident.says("我们楼下路灯坏了三天")
    await resident.sees("请看看对不对")
    await expect(resident.messages.locator(".card")).to_contain_text("榕树里小区3栋")
    await picture(page, pictures, "demo-card")
    await resident.presses("确认")
    await resident.sees("登记好了")
    await worker.sees("我们楼下路灯坏了三天")
    await expect(worker.button("签收")).to_be_visible()
    await picture(page, pictures, "demo-assigned")


async def the_worker_accepts_and_resolves_and_the_resident_is_satisfied(page, resident, worker, pictures):
    await worker.presses("签收")
    await resident.sees("已签收")
    await worker.presses("办结")
    await worker.sees("怎么办好的")
    await worker.says("换了新灯泡，已经亮了")
    await worker.presses("没有照片")
    await resident.sees("换了新灯泡，已经亮了")
    await resident.presses("解决了")
    await picture(page, pictures, "demo-survey")
    await resident.presses("满意")
    await resident.presses("不说了")
    await resident.sees("谢谢")
    await worker.sees("居民确认解决了")


async def a_photo_and_a_place_are_sent_and_understood(page, resident):
    await resident.place.get_by_role("button", name="发照片").click()
    await resident.place.get_by_role("button", name="下水道堵了", exact=True).click()
    await expect(resident.place.locator(".tray-photo")).to_have_count(1)
    await resident.says("下水道堵了，污水流到路上")
    await expect(resident.messages.locator(".mine .photo img").last).to_have_js_property("naturalWidth", 960)
    await resident.sees("在什么地方")
    await resident.place.get_by_role("button", name="发位置").click()
    await resident.place.get_by_role("button", name=SPOT).click()
    await resident.place.get_by_role("button", name=f"发送：{SPOT}").click()
    await expect(resident.messages.locator(".place-title").last).to_have_text(SPOT)
    await resident.sees(SPOT)
    await resident.presses("确认")
    await expect(resident.messages.locator(".theirs", has_text="登记好了")).to_have_count(2)


async def at_six_the_supervisor_gets_the_digest_with_its_picture(page, supervisor, pictures):
    before = await supervisor.messages.locator(".photo img").count()
    await page.get_by_role("button", name="到18:00").click()
    await expect(page.locator("#time")).to_have_text("18:00")
    charts = supervisor.messages.locator(".theirs .photo img")
    await expect(charts).to_have_count(before + 1)
    await supervisor.sees("日报")
    await expect(charts.last).to_be_in_viewport()  # a long message is shown from its beginning
    await expect(charts.last).to_have_js_property("naturalWidth", 900)
    await picture(page, pictures, "demo-evening")


async def what_is_late_can_be_opened(supervisor):
    await supervisor.presses("看超时的")
    await supervisor.sees("超时")


async def on_a_narrow_screen_one_phone_fills_it(page, pictures):
    await page.set_viewport_size(NARROW)
    await expect(page.get_by_role("tab", name="居民")).to_be_visible()
    await picture(page, pictures, "demo-narrow")
    await page.set_viewport_size(LARGE)


async def starting_anew_gives_the_same_people_and_a_clean_chat(page, resident):
    await page.get_by_role("button", name="重置").click()
    await expect(page.locator("#time")).to_have_text("09:00")
    await expect(resident.messages.locator(".mine")).to_have_count(0)
    await resident.says("我们楼下路灯坏了三天")
    await resident.sees("请看看对不对")


async def test_the_demo_played_from_its_beginning(page, pictures):
    """One test of all its steps: each goes on where the one before left the page."""
    resident, worker, supervisor = (Phone(page, seat) for seat in ("resident", "worker", "supervisor"))
    await a_broken_lamp_is_told_confirmed_and_assigned(page, resident, worker, pictures)
    await the_worker_accepts_and_resolves_and_the_resident_is_satisfied(page, resident, worker, pictures)
    await a_photo_and_a_place_are_sent_and_understood(page, resident)
    await at_six_the_supervisor_gets_the_digest_with_its_picture(page, supervisor, pictures)
    await what_is_late_can_be_opened(supervisor)
    await on_a_narrow_screen_one_phone_fills_it(page, pictures)
    await starting_anew_gives_the_same_people_and_a_clean_chat(page, resident)


async def test_a_second_demo_on_the_same_port_is_one_clear_line(address, tmp_path):
    port = address.rpartition(":")[2]
    second = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", port, "--folder", str(tmp_path)),
        cwd=ROOT,
        stderr=asyncio.subprocess.PIPE,
    )
    with contextlib.suppress(ProcessLookupError):
        async with asyncio.timeout(START):
            _, complaint = await second.communicate()
    assert second.returncode == 1
    (line,) = complaint.decode().splitlines()
    assert f"port {port} of 127.0.0.1 cannot be used" in line
