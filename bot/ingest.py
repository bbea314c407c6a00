"""How Telegram's messages reach the inbox: polled or pushed, kept first and only then confirmed."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channel import RetryLater, SendError
from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.parse import Parsed
from bot.service import Service
from domain.messages import Incoming
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
OFFSET = "telegram:offset"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 — the name of a header
WAIT = 50
PAUSES = (1, 2, 5, 10, 30)


class TelegramIngest:
    """One bot's way in."""

    def __init__(self, service: Service, channel: TelegramChannel) -> None:
        self._service = service
        self._channel = channel

    async def poll_once(self, wait: int = WAIT) -> int:
        """Fetch a batch and keep it together with the new offset; the next call confirms it to Telegram."""
        offset = await self._service.storage.write(lambda uow: uow.meta.get(OFFSET))
        batch = await self._channel.get_updates(int(offset) if offset else None, wait=wait)
        if not batch:
            return 0
        following = max((parsed.update_id for parsed in batch if parsed.update_id is not None), default=-1) + 1

        def note(uow: UnitOfWork) -> None:
            if following:
                uow.meta.set(OFFSET, str(following))

        await self._keep(batch, note)
        return len(batch)

    async def poll_forever(self) -> None:
        """Poll; when Telegram cannot be reached, wait a little longer each time and go on."""
        failures = 0
        while True:
            try:
                await self.poll_once()
                failures = 0
            except SendError as error:
                pause = error.seconds if isinstance(error, RetryLater) else PAUSES[min(failures, len(PAUSES) - 1)]
                log.warning("telegram cannot be polled, next try in %s s: %s", pause, error)
                failures += 1
                await asyncio.sleep(pause)

    def webhook(self, path: str, secret: str) -> Route:
        """The route Telegram pushes to: the secret is compared in constant time, 200 only after the commit."""

        async def receive(request: Request) -> Response:
            given = request.headers.get(SECRET_HEADER, "")
            if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
                return Response(status_code=403)
            body = await request.body()
            try:
                update: Any = json.loads(body)
            except ValueError:
                log.warning("telegram pushed %d bytes that are no JSON", len(body))
                return Response(status_code=400)
            await self._keep([self._channel.parse(update)])
            return Response(status_code=200)

        return Route(path, receive, methods=["POST"])

    async def _keep(self, batch: Sequence[Parsed], note: Any = None) -> None:
        found = [tagged(parsed.incoming) for parsed in batch if parsed.incoming]
        for parsed in batch:
            if parsed.incoming is None:
                log.info("telegram update %s left alone: %s", parsed.update_id, parsed.reason)

        def keep(uow: UnitOfWork) -> None:
            for parsed in batch:
                if parsed.reachable is False:
                    uow.people.unreachable(self._channel.name, parsed.chat)
            if note:
                note(uow)

        await self._service.receive(found, keep)
        presses = [incoming.message_id for incoming in found if incoming.pressed]
        await asyncio.gather(*(self._channel.answer_press(press) for press in presses))


def tagged(incoming: Incoming) -> Incoming:
    """Files carry the name of their platform, so that another channel knows where to fetch them."""
    media = tuple(replace(each, ref=f"{incoming.channel}:{each.ref}") for each in incoming.media)
    return replace(incoming, media=media)
