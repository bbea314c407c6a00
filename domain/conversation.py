"""Where somebody is in a conversation: the answers given so far are the whole state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from domain.values import frozen


@frozen
class Conversation:
    """One account's conversation. `form` is empty when nothing is being asked.

    `prompt` is the token of the question that is open now (a press of any older one cannot answer it); `menu` that of
    the last message with choices, for people who type numbers; `album` the album whose photos are still arriving. `since` is when they last wrote.
    """

    channel: str
    account: str
    form: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    prompt: str = ""
    menu: str = ""
    album: str = ""
    since: datetime | None = None
