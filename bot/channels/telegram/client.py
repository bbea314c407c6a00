"""Telegram as a channel: sends what the outbox hands over, fetches updates and files, and says what became of each."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from telegram import Bot, InputMediaDocument, InputMediaPhoto, InputMediaVideo, LinkPreviewOptions, Message
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.channel import Outgoing, shorten
from bot.channels.telegram.failures import failures_told, nobody_there, said
from bot.channels.telegram.parse import NAME, PRESS, UPDATES, Parsed, parse
from bot.channels.telegram.render import CAPABILITIES, MAP_LINK, Rendered, Shape, address_of, plain, render
from bot.channels.telegram.transport import LARGEST_DOWNLOAD, SEND_TIMEOUT, AiohttpRequest, TooLarge
from domain.messages import Media, MediaKind

log = logging.getLogger(__name__)
logging.getLogger("telegram").setLevel(logging.INFO)  # at DEBUG the library logs whole messages, phone numbers too

API = "https://api.telegram.org/bot"
FILES = "https://api.telegram.org/file/bot"
ANSWER_TIMEOUT = 10.0  # seconds; a press that is not confirmed by then no longer shows as waiting
STORED = "store:"
FILE_ID = re.compile(r"[A-Za-z0-9_-]+")  # anything else would be taken for an address or a file of this machine

Load = Callable[[str], tuple[bytes, str] | None]


@dataclass(frozen=True, slots=True)
class Account:
    """Who the bot is on Telegram; `username` makes the deep links."""

    id: int
    username: str
    name: str


class TelegramChannel:
    """One bot on one Bot API server; implements `bot.channel.Channel`.

    `base_url` and `base_file_url` are what stands before the token, so any Bot API server can be used. `load` gives
    content and MIME type of a `store:` reference, None if it is gone. Use it as an async context manager or `close` it.
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
    ) -> None:
        self._request = AiohttpRequest(read_timeout=read_timeout, proxy=proxy)
        self._bot = QuietBot(token, base_url, base_file_url, request=self._request, get_updates_request=self._request)
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
            sent = await self._call(address, rendered)
        except ChatMigrated as moved:
            log.warning("telegram: group %s is now %s", address, moved.new_chat_id)
            sent = await self._call(str(moved.new_chat_id), rendered)
        return f"{sent.chat.id}/{sent.message_id}"

    async def _call(self, address: str, rendered: Rendered) -> Message:
        """Make the one call that shows the message."""
        if rendered.shape is Shape.FILE:
            (item,) = rendered.media
            call, parameter = FILE_CALLS[item.kind]
            file = {parameter: self._file(item), "filename": FILENAMES[item.kind]}
            sent: Message = await call(
                self._bot, address, caption=rendered.text or None, reply_markup=rendered.keyboard, **file
            )
            return sent
        if rendered.shape is Shape.ALBUM:
            items = [
                ALBUM_ITEMS[item.kind](media=self._file(item), filename=FILENAMES[item.kind]) for item in rendered.media
            ]
            return (await self._bot.send_media_group(address, items, caption=rendered.text or None))[0]
        if rendered.shape is Shape.PIN:
            assert rendered.point is not None
            return await self._bot.send_location(
                address, rendered.point.latitude, rendered.point.longitude, reply_markup=rendered.keyboard
            )
        return await self._bot.send_message(
            address, rendered.text, reply_markup=rendered.keyboard, link_preview_options=NO_PREVIEW
        )

    async def _edit(self, ref: str, rendered: Rendered) -> bool:
        """Put the new words in the place of the old ones; False if a new message must be sent instead."""
        place = address_of(ref)
        if place is None or rendered.shape is Shape.PIN:
            return False
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

    async def _edit_text(self, place: tuple[int, int], rendered: Rendered) -> None:
        chat, number = place
        try:
            await self._bot.edit_message_text(
                rendered.text, chat, number, reply_markup=rendered.keyboard, link_preview_options=NO_PREVIEW
            )
        except BadRequest as error:
            if NO_TEXT not in said(error):
                raise
            await self._edit_caption(place, rendered)

    async def _edit_caption(self, place: tuple[int, int], rendered: Rendered) -> None:
        chat, number = place
        caption = shorten(rendered.text, CAPABILITIES.caption)
        await self._bot.edit_message_caption(chat, number, caption=caption, reply_markup=rendered.keyboard)

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
        with failures_told():
            raw = await self._bot.raw_updates(offset, wait, limit)
        return [self.parse(update) for update in raw]

    def parse(self, update: object) -> Parsed:
        """Read one update, as a webhook receives it."""
        return parse(update, self._clock(), self._username)

    async def answer_press(self, message_id: str) -> None:
        """Stop the waiting sign on a pressed button (`message_id` of the press, or the bare id). Best effort."""
        try:
            await self._bot.answer_callback_query(message_id.removeprefix(PRESS), read_timeout=ANSWER_TIMEOUT)
        except TelegramError as error:
            log.debug("telegram: a press was not confirmed: %s", error)

    async def download(self, file_id: str) -> bytes:
        """The content of a file somebody sent; Refused if it is larger than 20 MB or gone."""
        with failures_told():
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > LARGEST_DOWNLOAD or not file.file_path:
                raise TooLarge("the file is larger than 20 MB")
            return bytes(await file.download_as_bytearray())

    async def set_webhook(self, url: str, secret: str, *, connections: int = 40) -> None:
        """Have updates delivered to `url`, each with `secret` in the header X-Telegram-Bot-Api-Secret-Token."""
        with failures_told():
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES, max_connections=connections)

    async def delete_webhook(self) -> None:
        """Go back to long polling; what is waiting stays."""
        with failures_told():
            await self._bot.delete_webhook(drop_pending_updates=False)

    async def set_commands(self, commands: dict[str, str]) -> None:
        """Show a menu of commands: name (latin letters) to description."""
        with failures_told():
            await self._bot.set_my_commands(list(commands.items()))

    async def me(self) -> Account:
        """Ask who the bot is. From then on a command for another bot is not taken for ours."""
        with failures_told():
            user = await self._bot.get_me()
        self._username = user.username or ""
        return Account(user.id, self._username, user.first_name)


class QuietBot(Bot):
    """The library's bot, with updates left as they came and without the token in its `repr`."""

    def __repr__(self) -> str:
        return "QuietBot"

    async def raw_updates(self, offset: int | None, wait: int, limit: int) -> list[Any]:
        asked = {"offset": offset, "timeout": wait, "limit": limit, "allowed_updates": UPDATES}
        updates = await self._post("getUpdates", asked, read_timeout=wait + ANSWER_TIMEOUT)
        return updates if isinstance(updates, list) else []


NOT_MODIFIED = "message is not modified"
NO_TEXT = "there is no text in the message to edit"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
FILE_CALLS: dict[MediaKind, tuple[Callable[..., Any], str]] = {
    MediaKind.PHOTO: (Bot.send_photo, "photo"),
    MediaKind.VOICE: (Bot.send_voice, "voice"),
    MediaKind.VIDEO: (Bot.send_video, "video"),
    MediaKind.FILE: (Bot.send_document, "document"),
}
FILENAMES = {
    MediaKind.PHOTO: "photo.jpg",
    MediaKind.VOICE: "voice.ogg",
    MediaKind.VIDEO: "video.mp4",
    MediaKind.FILE: "file",
}
ALBUM_ITEMS: dict[MediaKind, type[InputMediaPhoto | InputMediaVideo | InputMediaDocument]] = {
    MediaKind.PHOTO: InputMediaPhoto,
    MediaKind.VIDEO: InputMediaVideo,
    MediaKind.FILE: InputMediaDocument,
}
