"""The public board (公示) at /board: for telephones and the screen of a lobby, without any cookie or account."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.boardpage import BoardPage
from bot.web.guard import LARGEST_NUMBER

PAGE = Path(__file__).parent / "static" / "board.html"
NO_STORE = {"Cache-Control": "no-store"}  # what is taken back is gone with the next look


class BoardRoutes:
    """The routes; there is nothing to post."""

    def __init__(self, backend: BoardPage) -> None:
        self._backend = backend

    async def page(self, _request: Request) -> Response:
        return FileResponse(PAGE, headers=NO_STORE)

    async def data(self, _request: Request) -> Response:
        return JSONResponse(asdict(await self._backend.read()), headers=NO_STORE)

    async def photo(self, request: Request) -> Response:
        ticket = request.path_params["ticket"]
        found = await self._backend.photo(ticket) if ticket <= LARGEST_NUMBER else None
        if found is None:
            raise HTTPException(404)
        content, kind = found
        if not kind.startswith("image/"):
            raise HTTPException(404)
        return Response(content, media_type=kind, headers=NO_STORE)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/board", self.page),
            Route("/api/board", self.data),
            Route("/board/photo/{ticket:int}", self.photo),
        ]
