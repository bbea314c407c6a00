"""What protects every request: security headers, body limits, no cross-site posts, and errors as clear JSON."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.parse import BadMessage
from domain.errors import HuiyingError

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=()",
    "Cache-Control": "no-cache",
}


class SecurityHeaders:
    """Adds the headers a response does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimit:
    """Refuses bodies longer than `limit(path)` bytes, by their announced and by their real length."""

    def __init__(self, app: ASGIApp, limit: Callable[[str], int]) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit, length = self.limit(scope["path"]), 0
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdigit() or int(announced[:18]) > limit:
            await failure(413, "too_large", TOO_LARGE)(scope, receive, send)
            return

        async def counted() -> Message:
            nonlocal length
            message = await receive()
            length += len(message.get("body", b""))
            if length > limit:
                raise HTTPException(413, TOO_LARGE)
            return message

        await self.app(scope, counted, send)


def refuse_other_sites(request: Request) -> None:
    """Stop posts another site makes with our visitor's browser (Fetch Metadata); other clients do not send the header."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(403, "请从我们自己的页面发送。")


async def json_body(request: Request) -> bytes:
    """The body of a JSON post from our own pages."""
    refuse_other_sites(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "只收JSON格式的消息。")
    return await request.body()


def failure(status: int, code: str, message: str) -> JSONResponse:
    """An error as the pages read it: a word for programs and a sentence for people."""
    return JSONResponse({"error": code, "message": message}, status_code=status)


async def on_http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, usual = MESSAGES.get(error.status_code, ("refused", "没有成功，请稍后再试。"))
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in error.detail)
    response = failure(error.status_code, code, error.detail if chinese else usual)
    response.headers.update(error.headers or {})
    return response


async def on_bad_message(_request: Request, error: Exception) -> Response:
    assert isinstance(error, BadMessage)
    return failure(400, "bad_message", error.detail)


async def on_trouble(_request: Request, _error: Exception) -> Response:
    return failure(503, "unavailable", "系统正忙，消息还没有收下，稍后会自动重发。")


async def on_leaving(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)


LARGEST_NUMBER = (1 << 62) - 1  # of a ticket: what the store can look for
TOO_LARGE = "内容太大了：照片等文件不超过20兆，文字请分成几条。"

MESSAGES = {
    400: ("bad_request", "这条消息看不懂，没有收下，请刷新页面再试。"),
    401: ("no_visitor", "请先打开聊天页面。"),
    403: ("refused", "不可以这样做。"),
    404: ("not_found", "没有找到，或者不是给您的。"),
    405: ("bad_method", "不能这样访问。"),
    413: ("too_large", TOO_LARGE),
}

ERROR_HANDLERS = {
    HTTPException: on_http_error,
    BadMessage: on_bad_message,
    HuiyingError: on_trouble,
    ClientDisconnect: on_leaving,
    Exception: on_trouble,
}
