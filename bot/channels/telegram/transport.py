"""How python-telegram-bot talks HTTP: aiohttp underneath, and failures told apart by what they say about delivery.

The library's own client (httpx) is slower and writes the address of every request, token included, into the log.
Nothing raised here contains an address, so the token cannot leave through an error either.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import BadRequest, TelegramError
from telegram.request import BaseRequest, RequestData

Heard = Callable[[datetime], None]
SEND_TIMEOUT = 60.0  # seconds; an answer that comes late is worth more than a message sent twice
CONNECT_TIMEOUT = 10.0  # seconds, for a free connection and the handshake together
KEEP_ALIVE = 15.0  # seconds; a socket idle for longer may be dead on the other side
LARGEST_DOWNLOAD = 20 * 1024 * 1024  # bytes; https://core.telegram.org/bots/api#getfile
WAIT_UNTOLD = 30.0  # seconds to wait after a 429 that does not say how long
JSON = {"Content-Type": "application/json"}
as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# The refusals that mean "not carried out"; anything else from 300 up does not tell.
NO_JSON = (ValueError, RecursionError)  # not JSON, or nested without end
ANSWERS = frozenset({400, 401, 403, 404, 409, 413})


class NotConnected(TelegramError):
    """The request never left: no connection."""


class Unclear(TelegramError):
    """The request left, and no usable answer came: it may have been carried out."""


class Flood(TelegramError):
    """The platform asks to wait `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds


class TooLarge(TelegramError):
    """The file is larger than a bot may download."""


class AiohttpRequest(BaseRequest):
    """One aiohttp session, opened when first used. `heard` is told the moment at which each call was carried out."""

    def __init__(
        self, *, read_timeout: float = SEND_TIMEOUT, proxy: str | None = None, heard: Heard = lambda _: None
    ) -> None:
        self._heard = heard
        self._read_timeout = read_timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        self._open()

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=KEEP_ALIVE),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request, once. The time to connect is ours, and the write and pool timeouts are part of it."""
        _ = write_timeout, connect_timeout, pool_timeout
        timeout = patience(self._read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout)
        try:
            async with self._open().request(
                method, url, **content(request_data), timeout=timeout, proxy=self._proxy, allow_redirects=False
            ) as answer:
                understanding = understood(answer.status, await body(answer))
                if moment := date_of(answer):
                    self._heard(moment)
                return understanding
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotConnected(f"no connection: {type(error).__name__}") from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unclear(f"no answer: {type(error).__name__}") from None
        except UnicodeError:  # its words would quote the message
            raise BadRequest("the message is not valid Unicode") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Like the library's own, but without writing the payload into the log."""
        try:
            parsed = json.loads(payload)
        except NO_JSON:
            parsed = None
        if not isinstance(parsed, dict):
            raise Unclear("the answer is not a JSON object")
        return parsed


@lru_cache(maxsize=16)
def patience(read: float) -> aiohttp.ClientTimeout:
    """How long to wait: for a connection, then for each part of the answer."""
    return aiohttp.ClientTimeout(total=None, connect=CONNECT_TIMEOUT, sock_read=read)


def content(data: RequestData | None) -> dict[str, Any]:
    """The parameters as JSON (a form would write each Chinese character as nine), as a form when files go along."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": as_json(data.parameters).encode(), "headers": JSON}
    parts = aiohttp.FormData(data.json_parameters)
    for field, (filename, content, content_type) in data.multipart_data.items():
        parts.add_field(field, content, filename=filename, content_type=content_type)
    return {"data": parts}


def date_of(answer: aiohttp.ClientResponse) -> datetime | None:
    """When the platform answered, by its own clock (RFC 9110, 6.6.1); None for a refusal or where it does not say."""
    if answer.status != HTTPStatus.OK:
        return None
    try:
        return _moment(answer.headers["Date"])
    except (KeyError, ValueError):
        return None


@lru_cache(maxsize=4)
def _moment(written: str) -> datetime:
    """Many answers are of the same second."""
    return parsedate_to_datetime(written).replace(tzinfo=UTC)


async def body(answer: aiohttp.ClientResponse) -> bytes:
    """The whole answer, unless it is larger than any file a bot may fetch."""
    if (answer.content_length or LARGEST_DOWNLOAD) < LARGEST_DOWNLOAD:
        return await answer.read()
    content = bytearray()
    async for chunk in answer.content.iter_chunked(1 << 16):
        content += chunk
        if len(content) > LARGEST_DOWNLOAD:
            raise TooLarge("the file is larger than 20 MB")
    return bytes(content)


def understood(status: int, content: bytes) -> tuple[int, bytes]:
    """The answer, where it tells what became of the request; Flood or Unclear otherwise."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Flood(asked_to_wait(content))
    success = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
    if not success and (status not in ANSWERS or not said_by_telegram(content)):
        raise Unclear(f"the server failed ({status})")
    return status, content


def said_by_telegram(content: bytes) -> bool:
    """Whether a refusal is the Bot API's own, and not a page of some proxy on the way."""
    try:
        return json.loads(content)["ok"] is False
    except (*NO_JSON, KeyError, TypeError):
        return False


def asked_to_wait(content: bytes) -> float:
    """The `retry_after` of a 429, in seconds."""
    try:
        return max(0.0, float(json.loads(content)["parameters"]["retry_after"]))
    except (*NO_JSON, KeyError, TypeError):
        return WAIT_UNTOLD
