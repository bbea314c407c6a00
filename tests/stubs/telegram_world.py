"""The people and chats behind the stub Bot API: what each person sees now, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

from stubs.chats import BOT_ID, Bubble, Chat, File

NOON = 1_790_000_000.0  # the time of everything when no clock is given
PHOTO = b"\xff\xd8\xff\xe0 a photo"


class World:
    """People acting; each act becomes an update that waits for the bot. Every act returns the id of its message."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self.now = now
        self.chats: dict[int, Chat] = {}
        self.names: dict[int, str] = {}
        self.files: dict[str, File] = {}
        self.pending: list[dict] = []
        self.all_updates: list[dict] = []
        self.presses_open: dict[str, float] = {}
        self.presses_answered: dict[str, str] = {}
        self.next_update_id = 100_001
        self._numbers = count(1)
        self._messages = count(11)

    def time(self) -> float:
        return self.now() if self.now else NOON

    def chat(self, chat_id: int | str) -> Chat:
        return self.chats.setdefault(int(chat_id), Chat(int(chat_id)))

    # what people do

    def says(self, user: int | str, text: str, *, chat: int | str | None = None, **extra: object) -> int:
        return self._posts(user, chat, text=text, extra=extra).id

    def starts(self, user: int | str, payload: str = "") -> int:
        return self.says(user, f"/start {payload}".strip())

    def sends_photo(
        self, user: int | str, content: bytes = PHOTO, caption: str = "", *, chat: int | str | None = None
    ) -> int:
        return self.sends_file(user, "photo", content, caption, chat=chat)

    def sends_album(
        self, user: int | str, contents: list[bytes], caption: str = "", *, chat: int | str | None = None
    ) -> list[int]:
        """One update for each picture, as Telegram does; the caption goes with the first."""
        album = f"album{next(self._numbers)}"
        captions = [caption] + [""] * (len(contents) - 1)
        return [
            self.sends_file(user, "photo", content, words, chat=chat, album=album)
            for content, words in zip(contents, captions, strict=True)
        ]

    def sends_file(
        self,
        user: int | str,
        kind: str,
        content: bytes,
        caption: str = "",
        *,
        chat: int | str | None = None,
        album: str = "",
        size: int = 0,
    ) -> int:
        """`kind` is photo, voice, video or document; `size` pretends to one larger than the content."""
        file = self.keep(kind, content, size=size)
        return self._posts(user, chat, text=caption, files=(file,), album=album).id

    def sends_location(
        self, user: int | str, latitude: float, longitude: float, *, chat: int | str | None = None
    ) -> int:
        return self._posts(user, chat, point=(latitude, longitude)).id

    def sends(self, user: int | str, *, chat: int | str | None = None, **fields: object) -> int:
        """Anything else a message can hold, as the Bot API names it (contact, sticker, venue, forward_origin ...)."""
        return self._posts(user, chat, extra=fields).id

    def edits(self, user: int | str, message_id: int, text: str, *, chat: int | str | None = None) -> None:
        bubble = self.chat(chat or user).find(message_id)
        assert bubble, f"there is no message {message_id}"
        assert bubble.sender == int(user), f"message {message_id} is not one of {user}'s"
        bubble.text, bubble.edited = text, True
        self._update(edited_message=self.as_json(bubble) | {"edit_date": int(self.time())})

    def deletes(self, chat: int | str, message_id: int) -> None:
        """Someone deletes a message; a bot is not told."""
        there = self.chat(chat)
        there.bubbles = [bubble for bubble in there.bubbles if bubble.id != message_id]

    def presses(
        self, user: int | str, label: str, *, chat: int | str | None = None, message_id: int | None = None
    ) -> str:
        """Press a button really shown (the newest with this label, or the one under a message); returns the query id."""
        there = self.chat(chat or user)
        shown = [
            (bubble, key)
            for bubble in there.received
            if message_id in (None, bubble.id)
            for row in bubble.rows
            for key in row
            if key.label == label
        ]
        assert shown, f"no button {label!r} in chat {there.id}; there are {there.labels}"
        bubble, key = shown[-1]
        return self.forges(user, key.data, chat=there.id, message_id=bubble.id)

    def forges(
        self, user: int | str, data: str, *, chat: int | str | None = None, message_id: int | None = None
    ) -> str:
        """A press with any data, as a modified client can send it; under a message that need not exist."""
        there = self.chat(chat or user)
        bubble = there.find(message_id) if message_id else None
        gone = {"message_id": message_id or 1, "chat": self._chat_json(there), "date": 0}
        query = f"{next(self._numbers):018d}"
        self.presses_open[query] = self.time()
        self._update(
            callback_query={
                "id": query,
                "from": self._user_json(user),
                "message": self.as_json(bubble) if bubble else gone,
                "chat_instance": "1",
                "data": data,
            }
        )
        return query

    def blocks(self, user: int | str) -> None:
        self._membership(user, blocked=True)

    def unblocks(self, user: int | str) -> None:
        self._membership(user, blocked=False)

    def moves(self, group: int, new: int) -> None:
        """A group becomes a supergroup with another id."""
        self.chat(group).moved_to = new
        self.chat(new).started = True

    def knows(self, *users: int) -> None:
        """These people have started the bot some time ago."""
        for user in users:
            self.chat(user).started = True

    def again(self, update_id: int | None = None) -> None:
        """The platform delivers an update once more (the last one by default)."""
        found = [u for u in self.all_updates if update_id in (None, u["update_id"])]
        self._wait_for_bot(found[-1])

    def sends_raw(self, update: dict) -> None:
        """Queue an update of any shape."""
        self._wait_for_bot({"update_id": self._next_update_id()} | update)

    # how it is kept and told

    def keep(self, kind: str, content: bytes, *, name: str = "", size: int = 0) -> File:
        number = next(self._numbers)
        file = File(f"{kind}_{number}", kind, content, name or f"{kind}s/file_{number}", size or len(content))
        self.files[file.id] = file
        return file

    def add(self, bubble: Bubble) -> Bubble:
        self.chat(bubble.chat).bubbles.append(bubble)
        return bubble

    def new_bubble(self, chat: int, sender: int) -> Bubble:
        return Bubble(next(self._messages), chat, sender, int(self.time()))

    def _posts(self, user: int | str, chat: int | str | None, **parts: object) -> Bubble:
        there = self.chat(user if chat is None else chat)
        assert not there.blocked, f"{there.id} has blocked the bot; unblocks() first"
        there.started = True
        bubble = self.add(replace(self.new_bubble(there.id, int(user)), **parts))
        self._update(message=self.as_json(bubble))
        return bubble

    def _membership(self, user: int | str, *, blocked: bool) -> None:
        there = self.chat(user)
        there.blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        bot = {"id": BOT_ID, "is_bot": True, "first_name": "回应"}
        states = [
            {"status": status, "user": bot} | ({"until_date": 0} if status == "kicked" else {})
            for status in (before, after)
        ]
        self._update(
            my_chat_member={
                "chat": self._chat_json(there),
                "from": self._user_json(user),
                "date": int(self.time()),
                "old_chat_member": states[0],
                "new_chat_member": states[1],
            }
        )

    def _update(self, **content: dict) -> None:
        update = {"update_id": self._next_update_id()} | content
        self.all_updates.append(update)
        self._wait_for_bot(update)

    def _next_update_id(self) -> int:
        self.next_update_id += 1
        return self.next_update_id - 1

    def _wait_for_bot(self, update: dict) -> None:
        self.pending.append(update)

    def as_json(self, bubble: Bubble) -> dict:
        """A message in the words of the Bot API."""
        there = self.chat(bubble.chat)
        told: dict = {"message_id": bubble.id, "date": bubble.date, "chat": self._chat_json(there)}
        told["from"] = self._user_json(bubble.sender)
        if bubble.text:
            told["caption" if bubble.files else "text"] = bubble.text
        if bubble.point:
            told["location"] = {"latitude": bubble.point[0], "longitude": bubble.point[1]}
        if bubble.album:
            told["media_group_id"] = bubble.album
        if bubble.rows:
            told["reply_markup"] = {
                "inline_keyboard": [[{"text": k.label, "callback_data": k.data} for k in row] for row in bubble.rows]
            }
        for file in bubble.files:
            told[file.kind] = list(self._sizes(file)) if file.kind == "photo" else file_json(file)
        return told | bubble.extra

    def _sizes(self, file: File) -> Iterator[dict]:
        small = replace(file, id=f"{file.id}_small")
        self.files.setdefault(small.id, small)
        for shown, width in ((small, 90), (file, 1280)):
            yield file_json(shown) | {"width": width, "height": width * 3 // 4}

    def _chat_json(self, chat: Chat) -> dict:
        if chat.group:
            return {"id": chat.id, "type": "supergroup", "title": "群"}
        return {"id": chat.id, "type": "private", "first_name": self.names.get(chat.id, f"用户{chat.id}")}

    def _user_json(self, user: int | str) -> dict:
        number = int(user)
        if number == BOT_ID:
            return {"id": BOT_ID, "is_bot": True, "first_name": "回应", "username": "huiying_bot"}
        name = self.names.get(number, f"用户{number}")
        return {"id": number, "is_bot": False, "first_name": name, "language_code": "zh-hans"}


def file_json(file: File) -> dict:
    told = {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_size": file.size}
    if file.kind in ("voice", "video"):
        told["duration"] = 3
    if file.kind == "video":
        told |= {"width": 640, "height": 480}
    return told
