"""Tells a live emergency from a past, feared or figurative one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nlp.phrases import Phrasebook
from nlp.wordfile import WORDS, load_words


@dataclass(frozen=True, slots=True)
class Emergency:
    """What danger a message speaks of.

    `type` is gas, fire, lift, drowning, suicide, shock, violence, domestic, medical, traffic, fraud, flood or missing.
    `live` means it may be happening now: the safety line is shown and 正在发生吗 is asked at once. Not live (past,
    feared, over) means a hazard: an ordinary ticket with a tag.
    """

    type: str
    live: bool


@dataclass(frozen=True, slots=True)
class EmergencyAdvice:
    """What the resident must do at once (`safety`, at most 60 characters) and whom to ring.

    A number in braces ({gas_repair}) is a placeholder for a configured local number. `staff_alert` means the law
    wants staff to be told even when the resident rings 110 (未成年人保护法 11, 反家庭暴力法 14).
    """

    type: str
    safety: str
    numbers: tuple[str, ...]
    staff_alert: bool


class Emergencies:
    """The emergency word file made ready."""

    def __init__(self, path: Path = WORDS / "emergencies.toml") -> None:
        table = load_words(path)
        types = table.get("types", {})
        self.advice = {
            name: EmergencyAdvice(name, entry["safety"], tuple(entry["numbers"]), entry.get("staff_alert", False))
            for name, entry in types.items()
        }
        self._signs = Phrasebook((sign, name) for name, entry in types.items() for sign in entry["signs"])

    def judge(self, text: str, title: str = "") -> Emergency | None:
        """The gravest danger the text speaks of, None if there is none."""
        hits = self._signs.hits(f"{title}。{text}" if title else text)
        return Emergency(hits[0].meaning, live=True) if hits else None
