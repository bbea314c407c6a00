"""The routes of the demo page: who can be shown, one stream for all phones, the clock, starting anew."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.parse import BadMessage
from bot.web.backend import DemoBackend
from bot.web.chat import clock
from bot.web.guard import json_body
from bot.web.settings import WebSettings
from bot.web.stream import Event, Follower, Hub, event_stream, parse_position


class ClockBody(BaseModel):
    """Exactly one of: minutes to move forward (a week at most), or the next HH:MM to move to."""

    model_config = ConfigDict(extra="forbid")
    advance_minutes: int | None = Field(default=None, ge=1, le=7 * 24 * 60)
    until: str | None = Field(default=None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        if (self.advance_minutes is None) == (self.until is None):
            raise ValueError("exactly one of advance_minutes and until")
        return self


@dataclass(slots=True)
class Demo:
    """The demo over HTTP. `edition` changes with every start and reset, so that no page mixes two stories."""

    backend: DemoBackend
    settings: WebSettings
    hub: Hub
    edition: str = field(default_factory=lambda: secrets.token_hex(4))

    def account_of(self, request: Request) -> str:
        """Whose chat it is: in the demo everybody's phone lies on the table."""
        for person in self.backend.people():
            if person.who == request.path_params["who"]:
                return person.account
        raise HTTPException(404)

    async def about(self, _request: Request) -> Response:
        """The time, the people and the places to choose from."""
        people = [{key: value for key, value in asdict(p).items() if key != "account"} for p in self.backend.people()]
        spots = [{"name": spot.name, **asdict(spot.point)} for spot in self.backend.spots()]
        return JSONResponse({**clock(self.settings), "people": people, "spots": spots})

    async def stream(self, request: Request) -> Response:
        """One stream for all phones: a browser keeps only about six connections to one server open."""
        accounts = {person.who: person.account for person in self.backend.people()}
        last = request.headers.get("last-event-id") or request.query_params.get("after", "")
        edition, _, position = last.partition(":")
        known = edition == self.edition
        after = parse_position(position if known else "", accounts)
        greeting = [Event("clock", clock(self.settings))]
        if last and not known:
            greeting.insert(0, Event("reset", {}))
        follower = Follower(
            self.backend, accounts, after, self.settings.zone, self.settings.ping, prefix=f"{self.edition}:"
        )
        return event_stream(follower.events(self.hub, tuple(greeting)))

    async def move_clock(self, request: Request) -> Response:
        """Move the time forward and tell every page."""
        try:
            body = ClockBody.model_validate_json(await json_body(request))
        except ValidationError as error:
            raise BadMessage("时间只能往前调，一次最多七天。") from error
        if body.until is not None:
            hour, minute = body.until.split(":")
            await self.backend.advance_to(int(hour), int(minute))
        elif body.advance_minutes is not None:
            await self.backend.advance(body.advance_minutes)
        self.hub.publish(Event("clock", clock(self.settings)))
        return JSONResponse(clock(self.settings))

    async def reset(self, request: Request) -> Response:
        """Start anew; open pages forget what they showed and connect again."""
        await json_body(request)
        await self.backend.reset()
        self.edition = secrets.token_hex(4)
        self.hub.end_streams()
        return JSONResponse(clock(self.settings))

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/demo", self.about),
            Route("/api/demo/stream", self.stream),
            Route("/api/demo/clock", self.move_clock, methods=["POST"]),
            Route("/api/demo/reset", self.reset, methods=["POST"]),
        ]
