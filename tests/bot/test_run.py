"""The real process: what it tells Telegram at its start, what it logs, how it stops, and what survives a kill."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from stubs.telegram import TOKEN, TelegramStub

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-32-characters-in-all"
PATIENCE = 150  # real seconds; the machine may be busy


class Process:
    """`python -m bot run` on its own store, beside a stub of Telegram."""

    def __init__(self, folder: Path, stub: TelegramStub, **telegram: str) -> None:
        self.folder, self.stub = folder, stub
        self.port = free_port()
        lines = {"base_url": stub.base_url, "base_file_url": stub.base_file_url, **telegram}
        settings = "\n".join(f'{key} = "{value}"' for key, value in lines.items())
        web = f'[web]\nhost = "127.0.0.1"\nport = {self.port}\n'
        (folder / "config.toml").write_text(f"[telegram]\nenabled = true\n{settings}\n{web}", "utf-8")
        self.log: list[dict] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        secrets = {"HUIYING_TELEGRAM_TOKEN": TOKEN, "HUIYING_TELEGRAM_SECRET": SECRET, "PYTHONPATH": str(ROOT)}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=self.folder,
            env=os.environ | secrets,
            stderr=asyncio.subprocess.PIPE,
        )
        reading = asyncio.create_task(self._read(process.stderr))
        try:
            async with asyncio.timeout(PATIENCE):
                yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            await reading

    async def _read(self, stream: asyncio.StreamReader) -> None:
        async for line in stream:
            self.log.append(json.loads(line))

    def messages(self) -> list[str]:
        return [line["message"] for line in self.log]

    async def stops(self, process: asyncio.subprocess.Process, number: int = signal.SIGTERM) -> int:
        process.send_signal(number)
        return await process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@pytest.fixture
async def stub():
    async with TelegramStub() as stub:
        yield stub


def answered(stub: TelegramStub, user: int):
    return lambda: stub.chat(user).received


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_polling_starts_with_who_we_are_answers_and_ends_cleanly(tmp_path, stub, number):
    stub.webhook = {"url": "https://old.example/telegram", "secret": ""}
    bot = Process(tmp_path, stub)
    async with bot.running() as process:
        stub.says(7, "你好")
        await stub.until(answered(stub, 7))
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"{bot.address}/healthz")).json()["ok"]
        assert await bot.stops(process, number) == 0
    methods = [method for _, method, _ in stub.calls]
    assert methods[:3] == ["deletewebhook", "getme", "getupdates"]
    assert any(line.startswith("huiying runs: telegram by polling, web at") for line in bot.messages())
    assert "telegram knows us as @huiying_bot" in bot.messages()
    assert bot.messages()[-1] == "huiying has stopped"
    assert TOKEN not in json.dumps(bot.log)
    assert not [line for line in bot.log if line["level"] in ("ERROR", "CRITICAL")]


async def test_a_webhook_is_set_and_what_is_pushed_is_answered(tmp_path, stub):
    bot = Process(tmp_path, stub, mode="webhook", webhook_url="https://bot.example/telegram")
    async with bot.running() as process:
        await stub.until(lambda: stub.webhook)
        assert stub.webhook == {"url": "https://bot.example/telegram", "secret": SECRET}
        stub.webhook["url"] = f"{bot.address}/telegram"  # the proxy with the certificate stands here
        stub.says(7, "你好")
        assert await stub.deliver() == [200]
        await stub.until(answered(stub, 7))
        assert await bot.stops(process) == 0
    assert "getupdates" not in [method for _, method, _ in stub.calls]


async def test_a_killed_bot_answers_once_when_it_is_back(tmp_path, stub):
    bot = Process(tmp_path, stub)
    async with bot.running() as process:
        stub.says(7, "你好")
        await stub.until(answered(stub, 7))
        await bot.stops(process, signal.SIGKILL)
    stub.says(8, "在吗")
    async with bot.running() as process:
        await stub.until(answered(stub, 8))
        assert await bot.stops(process) == 0
    assert stub.pending == [] or all("8" in str(update) for update in stub.pending)
    greetings = [text for text in stub.chat(7).texts if "只用来办您的事" in text]
    assert len(greetings) == 1


async def test_a_platform_that_is_away_at_the_start_is_waited_for(tmp_path, stub):
    await stub.stop()
    bot = Process(tmp_path, stub)
    async with bot.running() as process:
        async with httpx.AsyncClient() as client:
            while not any("telegram cannot be reached" in line for line in bot.messages()):
                with contextlib.suppress(httpx.TransportError):
                    await client.get(f"{bot.address}/healthz")
        stub.says(7, "你好")
        await stub.start()
        await stub.until(answered(stub, 7))
        assert await bot.stops(process) == 0


async def test_a_second_process_on_the_same_store_or_port_is_one_clear_line(tmp_path, stub):
    bot = Process(tmp_path, stub)
    async with bot.running() as process:
        await stub.until(lambda: any(method == "getupdates" for _, method, _ in stub.calls))
        second = await again(tmp_path)
        assert second[0] == 1
        assert second[1].startswith(
            "The store cannot be used. another process is using sqlite:///var/huiying.db; stop it first"
        )
        assert await bot.stops(process) == 0
    with socket.create_server(("127.0.0.1", bot.port)):
        code, line = await again(tmp_path)
    assert (code, f"port {bot.port}" in line) == (1, True)


async def again(folder: Path) -> tuple[int, str]:
    secrets = {"HUIYING_TELEGRAM_TOKEN": TOKEN, "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env=os.environ | secrets,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        _, complaint = await process.communicate()
    return process.returncode, complaint.decode().splitlines()[-1]
