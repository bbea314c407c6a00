"""The page of the command centre's queue (网页待派): entered with a code from the chat, then JSON behind a strict cookie."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic_core import from_json
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.queuepage import QueuePage
from bot.web.guard import LARGEST_NUMBER, json_body, refuse_other_sites
from handlers.supervisor.page import Decision

COOKIE = "huiying_queue"
API = "/api/queue"
PAGE = Path(__file__).parent / "static" / "queue.html"
SHUT = "链接已失效或用过了。请回到聊天里说「网页待派」，拿一个新的。"
NO_STORE = {"Cache-Control": "no-store"}


class Queue:
    """The routes. A post must be JSON of our own page (guard.json_body), which with the strict cookie keeps others out."""

    def __init__(self, backend: QueuePage) -> None:
        self._backend = backend

    async def page(self, _request: Request) -> Response:
        return FileResponse(PAGE, headers={**NO_STORE, "Referrer-Policy": "no-referrer"})

    async def enter(self, request: Request) -> Response:
        """Spend the code; the visit it opens lives in the cookie."""
        code = _words(await _object(request), "code")
        visit = await self._backend.enter(code)
        if not visit:
            raise HTTPException(401, SHUT)
        response = JSONResponse({"entered": True}, headers=NO_STORE)
        response.set_cookie(
            COOKIE,
            visit,
            max_age=self._backend.open_for,
            path=API,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    async def waiting(self, request: Request) -> Response:
        refuse_other_sites(request)
        found = await self._backend.waiting(_visit(request))
        if found is None:
            raise HTTPException(401, SHUT)
        rows, total = found
        return JSONResponse({"rows": [asdict(row) for row in rows], "total": total}, headers=NO_STORE)

    async def dispatch(self, request: Request) -> Response:
        asked = await _object(request)
        assisting, what = _list(asked, "assisting"), _words({"what": "", **asked}, "what")
        chosen = Decision(_number(asked, "ticket"), _number(asked, "version"), _words(asked, "to"), assisting, what)
        decided = await self._backend.decide(_visit(request), chosen)
        if decided is None:
            raise HTTPException(401, SHUT)
        return JSONResponse(asdict(decided), headers=NO_STORE)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/queue", self.page),
            Route(f"{API}/enter", self.enter, methods=["POST"]),
            Route(f"{API}/waiting", self.waiting),
            Route(f"{API}/dispatch", self.dispatch, methods=["POST"]),
        ]


def _visit(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


async def _object(request: Request) -> dict[str, Any]:
    body = await json_body(request)
    try:
        found = from_json(body)  # refuses halves of characters and nests without end, which json takes
    except ValueError as error:
        raise HTTPException(400) from error
    if not isinstance(found, dict):
        raise HTTPException(400)
    return found


def _words(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str):
        raise HTTPException(400)
    return value


def _list(found: dict[str, Any], name: str) -> tuple[str, ...]:
    """Some words, none when it is not there."""
    value = found.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise HTTPException(400)
    return tuple(value)


def _number(found: dict[str, Any], name: str) -> int:
    """A whole number that a ticket may have."""
    value = found.get(name)
    if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
        raise HTTPException(400)
    return value
