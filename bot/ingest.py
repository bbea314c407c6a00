"""How Telegram's messages reach the inbox: polled or pushed, kept first and only then confirmed."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from bot.channel import RetryLater, SendError
from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.parse import Parsed
from bot.service import Service
from domain.messages import Incoming
from domain.values import replace
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

log = logging.getLogger(__name__)
OFFSET = "telegram:offset"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 — the name of a header
POLLER, IDLE = "telegram poller", 1.0
WAIT = 50
PAUSES = (1, 2, 5, 10, 30)


class TelegramIngest:
    """One bot's way in."""

    def __init__(self, service: Service, channel: TelegramChannel) -> None:
        self._service = service
        self._channel = channel
        self._answering: set[asyncio.Task[None]] = set()

    async def poll_once(self, wait: int = WAIT) -> int:
        """Fetch a batch and keep it together with the new offset; the next call confirms it to Telegram. Its size."""
        count, presses = await self._poll(wait)
        await self._answer(presses)
        return count

    async def _poll(self, wait: int) -> tuple[int, list[str]]:
        """The size of a kept batch, and the presses in it, whose waiting signs are to be stopped."""
        offset = await self._service.storage.write(lambda uow: uow.meta.get(OFFSET))
        batch = await self._channel.get_updates(int(offset) if offset else None, wait=wait)
        if not batch:
            return 0, []
        following = max((parsed.update_id for parsed in batch if parsed.update_id is not None), default=-1) + 1

        def note(uow: UnitOfWork) -> None:
            if following:
                uow.meta.set(OFFSET, str(following))

        return len(batch), await self._keep(batch, note)

    async def poll_forever(self) -> None:
        """Poll for as long as the task lives."""
        await self._until_done(self._ready_to_poll)
        while True:
            await self._until_done(self._poll_if_chosen)

    async def _poll_if_chosen(self) -> None:
        """Of several nodes one polls; the others ask now and then whether it still does."""
        if await self._service.storage.leads(POLLER):
            _, presses = await self._poll(WAIT)
            answering = asyncio.create_task(self._answer(presses))  # the next batch does not wait for that
            self._answering.add(answering)
            answering.add_done_callback(self._answering.discard)
        else:
            await asyncio.sleep(IDLE)

    async def be_pushed_to(self, url: str, secret: str) -> None:
        """Have Telegram push to this address; returns when it agreed."""
        await self._until_done(lambda: self._introduced(self._channel.set_webhook(url, secret)))

    async def _ready_to_poll(self) -> None:
        await self._introduced(self._channel.delete_webhook())

    async def _introduced(self, agreement: Awaitable[None]) -> None:
        await agreement
        account = await self._channel.me()
        log.info("telegram knows us as @%s", account.username)

    async def _until_done(self, call: Callable[[], Awaitable[object]]) -> None:
        """Try; when it fails, whatever the reason, wait a little longer each time and try again."""
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                await call()
            except SendError as error:
                wait = error.seconds if isinstance(error, RetryLater) else pause
                log.warning("telegram cannot be reached, next try in %s s: %s", wait, error)
            except Exception:
                wait = pause
                log.exception("nothing can be fetched from telegram, next try in %s s", wait)
            else:
                return
            await asyncio.sleep(wait)

    def webhook(self, path: str, secret: str) -> Route:
        """The route Telegram pushes to: the secret is compared in constant time, 200 only after the commit."""
        from starlette.background import BackgroundTask
        from starlette.responses import Response
        from starlette.routing import Route

        async def receive(request: Request) -> Response:
            given = request.headers.get(SECRET_HEADER, "")
            if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
                return Response(status_code=403)
            body = await request.body()
            try:
                update: Any = json.loads(body)
            except (ValueError, RecursionError):  # no JSON, or nested without end
                log.warning("telegram pushed %d bytes that are no JSON", len(body))
                return Response(status_code=400)
            presses = await self._keep([self._channel.parse(update)])
            return Response(status_code=200, background=BackgroundTask(self._answer, presses))

        return Route(path, receive, methods=["POST"])

    async def _keep(self, batch: Sequence[Parsed], note: Any = None) -> list[str]:
        """Keep what came; the presses in it, whose waiting signs are to be stopped."""
        found = [tagged(parsed.incoming) for parsed in batch if parsed.incoming]
        for parsed in batch:
            if parsed.incoming is None:
                log.info("telegram update %s left alone: %s", parsed.update_id, parsed.reason)

        def keep(uow: UnitOfWork, _new: int) -> None:
            for parsed in batch:
                if parsed.reachable is not None:
                    uow.people.unreachable(self._channel.name, parsed.chat, again=parsed.reachable)
                    self._service.look_round(uow)
            if note:
                note(uow)

        await self._service.receive(found, keep)
        return [incoming.message_id for incoming in found if incoming.pressed]

    async def _answer(self, presses: Sequence[str]) -> None:
        """Stop the waiting signs; nothing waits for it."""
        await asyncio.gather(*(self._channel.answer_press(press) for press in presses))

    async def close(self) -> None:
        """Finish what is still being answered."""
        await asyncio.gather(*self._answering)


def tagged(incoming: Incoming) -> Incoming:
    """Files carry the name of their platform, so that another channel knows where to fetch them."""
    if not incoming.media:
        return incoming
    media = tuple(replace(each, ref=f"{incoming.channel}:{each.ref}") for each in incoming.media)
    return replace(incoming, media=media)
