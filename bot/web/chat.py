"""The routes of one person's chat: post a message or a file, fetch a file, follow the stream."""

from __future__ import annotations

import logging
from collections.abc import Callable

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.parse import BadMessage, parse
from bot.web.backend import ChatBackend
from bot.web.guard import json_body, refuse_other_sites
from bot.web.settings import WebSettings
from bot.web.stream import Event, Follower, Hub, event_stream, parse_position
from domain.errors import HuiyingError
from domain.messages import MediaKind
from domain.values import frozen

log = logging.getLogger(__name__)


@frozen
class Chat:
    """One person's chat over HTTP. `account_of` finds the account of a request or raises an HTTPException."""

    backend: ChatBackend
    settings: WebSettings
    hub: Hub
    account_of: Callable[[Request], str]

    async def post_message(self, request: Request) -> Response:
        """202 once the message is durable; the same id again is taken for the same message."""
        account = self.account_of(request)
        incoming = parse(await json_body(request), account, self.settings.now())
        for item in incoming.media:
            if await self.backend.load_media(account, item.ref) is None:
                raise HTTPException(404)
        await self.backend.receive(incoming)
        return JSONResponse({"id": incoming.message_id.rpartition(":")[2]}, status_code=202)

    async def post_media(self, request: Request) -> Response:
        """Keep one uploaded file (fields `file` and `kind`) and say how to refer to it."""
        account = self.account_of(request)
        refuse_other_sites(request)
        async with request.form(max_files=1, max_fields=2) as form:
            file, kind = form.get("file"), form.get("kind", MediaKind.PHOTO.value)
            if not isinstance(file, UploadFile) or kind not in set(MediaKind):
                raise BadMessage("没有收到文件，请重新选一次。")
            data = await file.read()
        if not data:
            raise BadMessage("这个文件是空的，请重新选一次。")
        try:
            ref = await self.backend.store_media(account, data, MediaKind(str(kind)))
        except HuiyingError as error:
            raise BadMessage("这个文件收不了：格式不对或者太大，请换一张照片。") from error
        except OSError as error:
            log.warning("a file cannot be kept: %s", error)
            raise BadMessage("照片现在存不下，请先用文字说，我们照样受理。") from error
        return JSONResponse({"ref": ref, "kind": kind}, status_code=201)

    async def get_media(self, request: Request) -> Response:
        """A file of this account; shown as itself when it is a plain picture or sound, else only saved."""
        found = await self.backend.load_media(self.account_of(request), request.path_params["ref"])
        if found is None:
            raise HTTPException(404)
        data, content_type = found
        headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": "default-src 'none'; sandbox"}
        if content_type not in SHOWN:
            headers["Content-Disposition"] = "attachment"
        return Response(data, media_type=content_type, headers=headers)

    async def stream(self, request: Request) -> Response:
        """Every message after Last-Event-ID (or ?after=), then whatever comes."""
        accounts = {"": self.account_of(request)}
        last = request.headers.get("last-event-id") or request.query_params.get("after", "")
        after = parse_position(last, accounts)
        follower = Follower(self.backend, accounts, after, self.settings.zone, self.settings.ping)
        greeting = Event("clock", clock(self.settings))
        return event_stream(follower.events(self.hub, (greeting,)))

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/chat/{who}/messages", self.post_message, methods=["POST"]),
            Route("/api/chat/{who}/media", self.post_media, methods=["POST"]),
            Route("/api/chat/{who}/media/{ref}", self.get_media),
            Route("/api/chat/{who}/stream", self.stream),
        ]


def clock(settings: WebSettings) -> dict[str, str]:
    """The time as the pages show it."""
    return {"now": settings.now().astimezone(settings.zone).isoformat(timespec="seconds")}


SHOWN = {"image/jpeg", "image/png", "image/webp", "image/gif", "audio/mpeg", "audio/ogg", "audio/webm", "video/mp4"}
