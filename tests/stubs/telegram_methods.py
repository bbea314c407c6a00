"""The methods of the Bot API that the stub knows: each takes its parameters and shows, changes or tells something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from stubs.chats import BOT_ID, Bubble, Chat, File, Key
from stubs.telegram_limits import (
    ALBUM,
    DOWNLOAD_BYTES,
    PHOTO_BYTES,
    Rates,
    Refusal,
    check_caption,
    check_keyboard,
    check_text,
)
from stubs.telegram_world import World

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"


class Methods(World):
    """The world as the bot may change it. `sent` is every message that came through: when, and to which chat."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        super().__init__(now)
        self.rates = Rates(now)
        self.sent: list[tuple[float, int]] = []

    def _target(self, params: dict) -> Chat:
        """The chat a message is for, if the bot may write there now."""
        number = as_int(params.get("chat_id"))
        if number is None:
            raise Refusal(400, "Bad Request: chat_id is empty")
        chat = self.chats.get(number)
        if chat and chat.moved_to:
            raise Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", moved_to=chat.moved_to)
        if chat and chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if chat is None or not chat.started:
            met = any(bubble.sender == number for other in self.chats.values() for bubble in other.bubbles)
            if met:
                raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
            raise Refusal(400, "Bad Request: chat not found")
        return chat

    def _shows(self, chat: Chat, **parts: object) -> Bubble:
        """Count the message against the limits and show it."""
        self.rates.take(chat.id)
        self.sent.append((self.time(), chat.id))
        return self.add(replace(self.new_bubble(chat.id, BOT_ID), **parts))

    def _send_message(self, params: dict) -> dict:
        chat, text, rows = self._target(params), check_text(str(params.get("text", ""))), keyboard(params)
        return self.as_json(self._shows(chat, text=text, rows=rows))

    def _send_location(self, params: dict) -> dict:
        chat, rows = self._target(params), keyboard(params)
        try:
            point = float(params["latitude"]), float(params["longitude"])
        except (KeyError, ValueError):
            raise Refusal(400, "Bad Request: wrong latitude or longitude specified") from None
        return self.as_json(self._shows(chat, point=point, rows=rows))

    def _send_file(self, kind: str, params: dict) -> dict:
        chat, rows = self._target(params), keyboard(params)
        caption = check_caption(str(params.get("caption", "")))
        file = self._file(kind, params.get(kind), params)
        return self.as_json(self._shows(chat, text=caption, files=(file,), rows=rows))

    def _send_album(self, params: dict) -> list[dict]:
        chat, items = self._target(params), params.get("media")
        if not isinstance(items, list) or not ALBUM[0] <= len(items) <= ALBUM[1]:
            raise Refusal(400, "Bad Request: expected 2-10 media in the album")
        files = [self._file(item["type"], item["media"], params) for item in items]
        captions = [check_caption(item.get("caption", "")) for item in items]
        album = f"album{next(self._numbers)}"
        self.rates.take(chat.id)
        self.sent.append((self.time(), chat.id))
        shown = [
            self.add(replace(self.new_bubble(chat.id, BOT_ID), text=caption, files=(file,), album=album))
            for file, caption in zip(files, captions, strict=True)
        ]
        return [self.as_json(bubble) for bubble in shown]

    def _file(self, kind: str, given: object, params: dict) -> File:
        """The file a parameter names: an upload, an attached part, or one the platform has."""
        if isinstance(given, str) and given.startswith("attach://"):
            given = params.get(given.removeprefix("attach://"))
        if isinstance(given, bytes):
            if kind == "photo" and len(given) > PHOTO_BYTES:
                raise Refusal(413, "Request Entity Too Large")
            return self.keep(kind, given)
        known = self.files.get(str(given))
        if known is None or known.kind != kind:
            raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return known

    def _own(self, params: dict) -> Bubble:
        """The bot's own message that is to be changed."""
        bubble = self._target(params).find(as_int(params.get("message_id")) or 0)
        if bubble is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if not bubble.from_bot:
            raise Refusal(400, "Bad Request: message can't be edited")
        return bubble

    def _change(self, bubble: Bubble, text: str, rows: tuple) -> dict:
        if (bubble.text, bubble.rows) == (text, rows):
            raise Refusal(400, NOT_MODIFIED)
        bubble.text, bubble.rows, bubble.edited = text, rows, True
        return self.as_json(bubble)

    def _edit_text(self, params: dict) -> dict:
        bubble = self._own(params)
        if bubble.files or bubble.point:
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        return self._change(bubble, check_text(str(params.get("text", ""))), keyboard(params))

    def _edit_caption(self, params: dict) -> dict:
        bubble = self._own(params)
        if not bubble.files:
            raise Refusal(400, "Bad Request: there is no caption in the message to edit")
        return self._change(bubble, check_caption(str(params.get("caption", ""))), keyboard(params))

    def _edit_markup(self, params: dict) -> dict:
        bubble = self._own(params)
        return self._change(bubble, bubble.text, keyboard(params))

    def _delete_message(self, params: dict) -> bool:
        chat = self._target(params)
        bubble = chat.find(as_int(params.get("message_id")) or 0)
        if bubble is None:
            raise Refusal(400, "Bad Request: message to delete not found")
        chat.bubbles.remove(bubble)
        return True

    def _answer_press(self, params: dict) -> bool:
        query = str(params.get("callback_query_id"))
        if query not in self.presses_open:
            raise Refusal(400, OLD_QUERY)
        del self.presses_open[query]
        self.presses_answered[query] = str(params.get("text", ""))
        return True

    # the rest

    def _get_file(self, params: dict) -> dict:
        file = self.files.get(str(params.get("file_id")))
        if file is None:
            raise Refusal(400, "Bad Request: invalid file_id")
        if file.size > DOWNLOAD_BYTES:
            raise Refusal(400, "Bad Request: file is too big")
        told = {"file_id": file.id, "file_unique_id": f"u{file.id}"}
        return told | {"file_size": file.size, "file_path": file.name}

    def _get_me(self, _params: dict) -> dict:
        return self._user_json(BOT_ID)


def keyboard(params: dict) -> tuple[tuple[Key, ...], ...]:
    markup = params.get("reply_markup") or {}
    rows = check_keyboard(markup.get("inline_keyboard", []))
    return tuple(tuple(Key(label, data) for label, data in row) for row in rows)


def as_int(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


API_METHODS: dict[str, Callable] = {
    "sendmessage": Methods._send_message,
    "sendlocation": Methods._send_location,
    "sendphoto": lambda stub, params: stub._send_file("photo", params),
    "sendvoice": lambda stub, params: stub._send_file("voice", params),
    "sendvideo": lambda stub, params: stub._send_file("video", params),
    "senddocument": lambda stub, params: stub._send_file("document", params),
    "sendmediagroup": Methods._send_album,
    "editmessagetext": Methods._edit_text,
    "editmessagecaption": Methods._edit_caption,
    "editmessagereplymarkup": Methods._edit_markup,
    "deletemessage": Methods._delete_message,
    "answercallbackquery": Methods._answer_press,
    "getfile": Methods._get_file,
    "getme": Methods._get_me,
}
