"""Telegram as a channel: sends what the outbox hands over, fetches updates and files, and says what became of each."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, InvalidToken
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channel import Outgoing, SendError, shorten
from bot.channels.telegram.failures import failures_told, nobody_there, said
from bot.channels.telegram.parse import NAME, PRESS, UPDATES, Parsed, parse
from bot.channels.telegram.render import (
    CALLS,
    CAPABILITIES,
    MAP_LINK,
    Rendered,
    Shape,
    address_of,
    plain,
    render,
    words,
)
from bot.channels.telegram.transport import LARGEST_DOWNLOAD, SEND_TIMEOUT, AiohttpRequest, Heard, TooLarge
from domain.messages import Media
from domain.values import frozen

log = logging.getLogger(__name__)
logging.getLogger("telegram").setLevel(logging.INFO)  # at DEBUG the library logs whole messages, phone numbers too

API = "https://api.telegram.org/bot"
FILES = "https://api.telegram.org/file/bot"
ANSWER_TIMEOUT = 10.0  # seconds, for calls that are cheap to repeat or not worth a wait
STORED = "store:"
FILE_ID = re.compile(r"[A-Za-z0-9_-]+")  # anything else would be taken for an address or a file of this machine

Json = dict[str, Any]
Load = Callable[[str], tuple[bytes, str] | None]


@frozen
class Account:
    """Who the bot is on Telegram; `username` makes the deep links."""

    id: int
    username: str
    name: str


class TelegramChannel:
    """One bot on one Bot API server; implements `bot.channel.Channel`.

    `base_url` and `base_file_url` are what stands before the token, so any Bot API server can be used. `load` gives
    content and MIME type of a `store:` reference, None if it is gone; `heard` is told what time Telegram says it is. Use it as an async context manager or `close` it.
    """

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self,
        token: str,
        *,
        clock: Callable[[], datetime],
        base_url: str = API,
        base_file_url: str = FILES,
        load: Load = lambda _: None,
        read_timeout: float = SEND_TIMEOUT,
        proxy: str | None = None,
        map_link: str = MAP_LINK,
        heard: Heard = lambda _: None,
    ) -> None:
        self._request = AiohttpRequest(read_timeout=read_timeout, proxy=proxy, heard=heard)
        self._bot = QuietBot(token, base_url, base_file_url, request=self._request, get_updates_request=self._request)
        self._files = f"{base_file_url}{token}"
        self._grace = min(read_timeout, ANSWER_TIMEOUT)
        self._clock = clock
        self._load = load
        self._map_link = map_link
        self._username = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._request.shutdown()

    async def send(self, address: str, message: Outgoing) -> str:
        """Deliver one message; returns "<chat>/<message>", whose chat is the new one where a group has moved.

        `replaces` is edited in place, and sent anew where Telegram no longer can. What Telegram refuses because of
        its buttons or files is sent once more in words alone.
        """
        rendered = render(message, self._map_link)
        if rendered.left_out:
            log.warning("telegram: %d files do not fit into one message", rendered.left_out)
        with failures_told():
            if message.replaces and await self._edit(message.replaces, rendered):
                return message.replaces
            try:
                return await self._send(address, rendered)
            except BadRequest as error:
                if not (message.buttons or message.media or message.point) or nobody_there(error):
                    raise
                log.warning("telegram: refused, sending the words alone: %s", error)
                return await self._send(address, plain(message, self._map_link))

    async def _send(self, address: str, rendered: Rendered) -> str:
        try:
            return await self._show(address, rendered)
        except ChatMigrated as moved:
            log.warning("telegram: group %s is now %s", address, moved.new_chat_id)
            return await self._show(str(moved.new_chat_id), rendered)

    async def _show(self, address: str, rendered: Rendered) -> str:
        """Make the one call that shows the message."""
        method, asked = CALLS[rendered.shape](rendered, self._file)
        call = self._bot.upload if rendered.media else self._bot.call
        return ref_of(address, await call(method, {"chat_id": address} | asked))

    async def _edit(self, ref: str, rendered: Rendered) -> bool:
        """Put the new words in the place of the old ones; False if a new message must be sent instead."""
        found = address_of(ref)
        if found is None or rendered.shape is Shape.PIN:
            return False
        place: Json = {"chat_id": found[0], "message_id": found[1]}
        try:
            if rendered.shape is not Shape.TEXT:
                await self._edit_caption(place, rendered)
            else:
                await self._edit_text(place, rendered)
        except ChatMigrated:
            return False
        except BadRequest as error:
            return NOT_MODIFIED in said(error)
        return True

    async def _edit_text(self, place: Json, rendered: Rendered) -> None:
        try:
            await self._bot.call("editMessageText", place | words(rendered))
        except BadRequest as error:
            if NO_TEXT not in said(error):
                raise
            await self._edit_caption(place, rendered)

    async def _edit_caption(self, place: Json, rendered: Rendered) -> None:
        caption = shorten(rendered.text, CAPABILITIES.caption)
        await self._bot.call("editMessageCaption", place | {"caption": caption, "reply_markup": rendered.keyboard})

    def _file(self, item: Media) -> str | bytes:
        """What Telegram takes for this file: its own id, or the content of one we keep."""
        if item.ref.startswith(STORED):
            kept = self._load(item.ref)
            if kept is None:
                raise BadRequest("the file is no longer kept")
            return kept[0]
        if not FILE_ID.fullmatch(item.ref):
            raise BadRequest("not a file of Telegram")
        return item.ref

    async def get_updates(self, offset: int | None, *, wait: int = 50, limit: int = 100) -> list[Parsed]:
        """Fetch what is waiting; wait up to `wait` seconds for it.

        Telegram forgets everything before `offset`, so pass it only after the commit. Raises a SendError when nothing
        could be fetched.
        """
        asked = {"offset": offset, "timeout": wait, "limit": limit, "allowed_updates": UPDATES}
        with failures_told():
            raw = await self._bot.call("getUpdates", asked, read_timeout=wait + self._grace)
            return [self.parse(update) for update in raw]

    def parse(self, update: object) -> Parsed:
        """Read one update, as a webhook receives it."""
        return parse(update, self._clock(), self._username)

    async def answer_press(self, message_id: str) -> None:
        """Stop the waiting sign on a pressed button (`message_id` of the press, or the bare id). Best effort."""
        asked = {"callback_query_id": message_id.removeprefix(PRESS)}
        try:
            with failures_told():
                await self._bot.call("answerCallbackQuery", asked, read_timeout=self._grace)
        except SendError as error:
            log.debug("telegram: a press was not confirmed: %s", error)

    async def download(self, file_id: str) -> bytes:
        """The content of a file somebody sent; Refused if it is larger than 20 MB or gone."""
        with failures_told():
            file = await self._bot.call("getFile", {"file_id": file_id})
            if file.get("file_size", 0) > LARGEST_DOWNLOAD:
                raise TooLarge("the file is larger than 20 MB")
            try:
                return await self._request.retrieve(f"{self._files}/{quote(file['file_path'])}")
            except InvalidToken:  # the library's reading of a 404; the token was good a moment ago
                raise BadRequest("the file is gone") from None

    async def set_webhook(self, url: str, secret: str, *, connections: int = 40) -> None:
        """Have updates delivered to `url`, each with `secret` in the header X-Telegram-Bot-Api-Secret-Token."""
        with failures_told():
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES, max_connections=connections)

    async def delete_webhook(self) -> None:
        """Go back to long polling; what is waiting stays."""
        with failures_told():
            await self._bot.delete_webhook(drop_pending_updates=False)

    async def me(self) -> Account:
        """Ask who the bot is. From then on a command for another bot is not taken for ours."""
        with failures_told():
            user = await self._bot.call("getMe", {})
            account = Account(int(user["id"]), str(user.get("username", "")), str(user.get("first_name", "")))
        self._username = account.username
        return account


class QuietBot(Bot):
    """The library's bot, with answers left as they came and without the token in its `repr`.

    Answers stay plain JSON because a server that says "done" has done it: an answer that lacks a field the library
    wants must not look like a failure, or the message would be sent again.
    """

    def __repr__(self) -> str:
        return "QuietBot"

    async def call(self, method: str, asked: Json, *, read_timeout: Any = BaseRequest.DEFAULT_NONE) -> Any:
        """Call a method of the Bot API with plain JSON."""
        # What the library would do with each parameter (is it an object of its own, a file, a date?) costs more than the call.
        given = [RequestParameter(name, value, None) for name, value in asked.items() if value is not None]
        return await self.request.post(f"{self.base_url}/{method}", RequestData(given), read_timeout)

    async def upload(self, method: str, asked: Json) -> Any:
        """The same with parameters that are objects of the library, files included."""
        return await self._post(method, asked)


def ref_of(address: str, sent: Any) -> str:
    """The reference of the message (or the first of an album) that was sent; empty if the server does not tell."""
    first = sent[0] if isinstance(sent, list) and sent else sent
    if not isinstance(first, dict) or not isinstance(first.get("message_id"), int):
        return ""
    chat = first.get("chat")
    return f"{chat['id'] if isinstance(chat, dict) and 'id' in chat else address}/{first['message_id']}"


NOT_MODIFIED = "message is not modified"
NO_TEXT = "there is no text in the message to edit"
