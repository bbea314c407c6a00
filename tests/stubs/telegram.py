"""A stub of Telegram's Bot API over real HTTP, with its limits and its failures: the judge of what people received.

async with TelegramStub(now=clock) as stub:
    stub.says(42, "楼道灯坏了")          # an update waits for the bot
    ...                                  # the bot polls stub.base_url + TOKEN
    assert "楼道" in stub.chat(42).last.text
    stub.presses(42, "确认")             # only a button really shown there
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from stubs.telegram_limits import Refusal
from stubs.telegram_methods import API_METHODS, Methods, as_int

if TYPE_CHECKING:
    from bot.app import App
    from bot.channel import Channel

TOKEN = "7000001:AAstub-token-that-must-never-be-in-a-log"
PATIENCE = 60.0  # real seconds after which a test that waits for something gives up
RETENTION = 24 * 3600  # seconds an update is kept for the bot


class Fault(StrEnum):
    """What can go wrong with a call. The bot cannot tell each BEFORE from its AFTER."""

    LOST_BEFORE = "connection reset, nothing done"
    LOST_AFTER = "connection reset after the message was delivered"
    ERROR_BEFORE = "500, nothing done"
    ERROR_AFTER = "500 after the message was delivered"
    BAD_GATEWAY = "502 with an HTML page, nothing done"
    HANG_BEFORE = "never answered, nothing done"
    HANG_AFTER = "never answered, delivered"
    FLOOD = "429"


@dataclass
class Planned:
    """A fault that will strike the next `times` fitting calls."""

    fault: Fault
    times: int
    method: str
    chat: int | None
    retry_after: int

    def strikes(self, method: str, params: dict) -> bool:
        fits = method == self.method.lower() if self.method else method.startswith(("send", "edit"))
        return self.times > 0 and fits and self.chat in (None, as_int(params.get("chat_id")))


class TelegramStub(Methods):
    """The server. `now` gives seconds of the test's clock; without it times stand still and rates are not limited."""

    def __init__(self, *, token: str = TOKEN, now: Callable[[], float] | None = None) -> None:
        super().__init__(now)
        self.token = token
        self.calls: list[tuple[float, str, dict]] = []
        self.webhook: dict = {}
        self.allowed: list[str] = []
        self.port = 0
        self._planned: list[Planned] = []
        self._poll = 0
        self._changed = asyncio.Event()
        self._open = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; after a `stop` on the same port again, as a platform that comes back."""
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_route("*", r"/file/bot{token}/{path:.+}", self._serve_file)
        app.router.add_route("*", r"/bot{token}/{method}", self._serve)
        self._open.clear()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        self._open.set()
        self._tell()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def fails(
        self, fault: Fault, times: int = 1, *, method: str = "", chat: int | None = None, retry_after: int = 3
    ) -> None:
        """Let the next calls fail: those that send or edit, or those of `method`; of `chat` only, if given."""
        self._planned.append(Planned(fault, times, method, chat, retry_after))

    def heals(self) -> None:
        """Forget the faults that are still planned."""
        self._planned.clear()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until the condition holds; it is looked at after every call of the bot."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def deliver(self) -> list[int]:
        """Push what is waiting to the webhook, once each; returns the statuses (0: nobody answered). Repeat at will."""
        statuses = []
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret"]} if self.webhook["secret"] else {}
        async with ClientSession(timeout=ClientTimeout(total=PATIENCE)) as session:
            for update in self._waiting():
                try:
                    async with session.post(self.webhook["url"], json=update, headers=headers) as answer:
                        statuses.append(answer.status)
                except (ClientError, TimeoutError):
                    statuses.append(0)
                if 200 <= statuses[-1] < 300:
                    self.pending.remove(update)
        return statuses

    # what the played town asks of every stand-in (tests/channels.py)

    channels: Mapping[str, Channel] = {}

    async def bring(self, app: App) -> int:
        """The bot fetches what people did."""
        assert app.telegram is not None
        return await app.telegram.poll_once(wait=0)

    async def look(self) -> None:
        """Nothing to do: what the bot sends stands in the chat at once."""

    def account(self, who: int) -> tuple[str, str]:
        return "telegram", str(who)

    def called(self, who: int) -> str:
        return str(self._user_json(who)["first_name"])

    # how things come and go

    def _tell(self) -> None:
        self._changed.set()

    def _wait_for_bot(self, update: dict) -> None:
        super()._wait_for_bot(update)
        self._tell()

    # HTTP

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        if request.match_info["token"] != self.token:
            return refused(Refusal(401, "Unauthorized"))
        params = await parameters(request)
        self.calls.append((self.time(), method, params))
        planned = next((one for one in self._planned if one.strikes(method, params)), None)
        if planned is None:
            return await self._answer(method, params)
        planned.times -= 1
        return await self._fail(planned, request, method, params)

    async def _answer(self, method: str, params: dict) -> web.StreamResponse:
        if method not in METHODS:
            return refused(Refusal(404, "Not Found"))
        try:
            if method == "getupdates":
                result = await self._get_updates(params)
            else:
                result = METHODS[method](self, params)
        except Refusal as refusal:
            return refused(refusal)
        self._tell()
        return web.json_response({"ok": True, "result": result}, headers=self._date())

    def _date(self) -> dict[str, str]:
        """Telegram's own clock, where the test has one."""
        return {"Date": format_datetime(datetime.fromtimestamp(self.time(), UTC), usegmt=True)} if self.now else {}

    async def _fail(self, planned: Planned, request: web.Request, method: str, params: dict) -> web.StreamResponse:
        fault = planned.fault
        if fault in (Fault.LOST_AFTER, Fault.ERROR_AFTER, Fault.HANG_AFTER):
            await self._answer(method, params)
        self._tell()
        if fault is Fault.FLOOD:
            seconds = planned.retry_after
            return refused(Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds))
        if fault is Fault.BAD_GATEWAY:
            return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
        if fault in (Fault.ERROR_BEFORE, Fault.ERROR_AFTER):
            return refused(Refusal(500, "Internal Server Error"))
        if fault in (Fault.HANG_BEFORE, Fault.HANG_AFTER):
            await self._open.wait()
        if request.transport:
            request.transport.abort()
        return web.Response()

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        found = [file for file in self.files.values() if file.name == request.match_info["path"]]
        if request.match_info["token"] != self.token or not found:
            return refused(Refusal(404, "Not Found"))
        return web.Response(body=found[0].content)

    # updates

    def _waiting(self) -> list[dict]:
        """What the bot asked for and has not confirmed; the rest is dropped as the platform does."""
        kept = [u for u in self.pending if not self.allowed or any(kind in u for kind in self.allowed)]
        self.pending[:] = [u for u in kept if self.time() - update_time(u, self.time()) <= RETENTION]
        return list(self.pending)

    async def _get_updates(self, params: dict) -> list[dict]:
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll += 1
        mine = self._poll
        self._tell()
        offset = as_int(params.get("offset")) or 0
        self.allowed = params.get("allowed_updates") or self.allowed
        self.pending[:] = [u for u in self.pending if u["update_id"] >= offset]
        if offset < 0:
            self.pending[:] = self.pending[offset:]
        await self._something(mine, as_int(params.get("timeout")) or 0)
        if mine != self._poll:
            raise Refusal(409, "Conflict: terminated by other getUpdates request")
        return self._waiting()[: as_int(params.get("limit")) or 100]

    async def _something(self, mine: int, seconds: int) -> None:
        """Wait for an update, another poller, the end of the server or of the patience of this one."""
        try:
            async with asyncio.timeout(seconds or None):
                while seconds and not self._waiting() and mine == self._poll and not self._open.is_set():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return

    def _set_webhook(self, params: dict) -> bool:
        self.webhook = {"url": params["url"], "secret": params.get("secret_token", "")} if params.get("url") else {}
        self.allowed = params.get("allowed_updates") or self.allowed
        return True

    def _delete_webhook(self, params: dict) -> bool:
        self.webhook = {}
        if params.get("drop_pending_updates") in (True, "true"):
            self.pending.clear()
        return True


METHODS: dict[str, Callable] = API_METHODS | {
    "getupdates": TelegramStub._get_updates,
    "setwebhook": TelegramStub._set_webhook,
    "deletewebhook": TelegramStub._delete_webhook,
}
STRUCTURED = ("reply_markup", "media", "allowed_updates", "link_preview_options")


async def parameters(request: web.Request) -> dict:
    """The parameters of a call, however they came: query, form, parts or JSON; files as bytes."""
    params: dict = dict(request.query)
    if request.content_type == "application/json":
        params |= await request.json()
    else:
        for name, value in (await request.post()).items():
            params[name] = value.file.read() if isinstance(value, web.FileField) else value
    for name in STRUCTURED:
        if isinstance(params.get(name), str):
            params[name] = json.loads(params[name])
    return params


def refused(refusal: Refusal) -> web.Response:
    told: dict = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.retry_after:
        told["parameters"] = {"retry_after": refusal.retry_after}
    if refusal.moved_to:
        told["parameters"] = {"migrate_to_chat_id": refusal.moved_to}
    return web.json_response(told, status=refusal.code)


def update_time(update: dict, default: float) -> float:
    content = update.get("message") or update.get("edited_message") or {}
    return float(content.get("edit_date", content.get("date", default)))
