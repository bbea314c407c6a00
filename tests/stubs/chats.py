"""What one person's chat holds, on whatever channel: the messages as they stand there now, and their buttons."""

from __future__ import annotations

from dataclasses import dataclass, field

BOT_ID = 7_000_001


@dataclass(frozen=True)
class Key:
    """One button as shown: its label, and the data a press sends."""

    label: str
    data: str


@dataclass(frozen=True)
class File:
    """A file the platform keeps."""

    id: str
    kind: str
    content: bytes
    name: str = ""
    size: int = 0


@dataclass
class Bubble:
    """One message as it stands in a chat now."""

    id: int
    chat: int
    sender: int
    date: int
    text: str = ""
    rows: tuple[tuple[Key, ...], ...] = ()
    files: tuple[File, ...] = ()
    point: tuple[float, float] | None = None
    album: str = ""
    edited: bool = False
    extra: dict = field(default_factory=dict)

    @property
    def from_bot(self) -> bool:
        return self.sender == BOT_ID

    @property
    def labels(self) -> list[str]:
        return [key.label for row in self.rows for key in row]

    @property
    def photos(self) -> list[bytes]:
        return [file.content for file in self.files if file.kind == "photo"]

    @property
    def ref(self) -> str:
        return f"{self.chat}/{self.id}"


@dataclass
class Chat:
    """What stands in one chat, oldest first."""

    id: int
    bubbles: list[Bubble] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    moved_to: int | None = None

    @property
    def group(self) -> bool:
        return self.id < 0

    @property
    def received(self) -> list[Bubble]:
        """The messages of the bot."""
        return [bubble for bubble in self.bubbles if bubble.from_bot]

    @property
    def texts(self) -> list[str]:
        """The words of the bot's messages, captions included, edits applied."""
        return [bubble.text for bubble in self.received]

    @property
    def last(self) -> Bubble:
        """The newest message of the bot."""
        assert self.received, f"the bot said nothing in chat {self.id}"
        return self.received[-1]

    @property
    def labels(self) -> list[str]:
        """All buttons of the bot that can be pressed now, oldest message first."""
        return [label for bubble in self.received for label in bubble.labels]

    def find(self, message_id: int) -> Bubble | None:
        return next((bubble for bubble in self.bubbles if bubble.id == message_id), None)

    def __str__(self) -> str:
        return "\n".join(f"{'bot' if b.from_bot else b.sender}: {b.text} {b.labels or ''}" for b in self.bubbles)
