"""Campaigns (专项): for a while, whatever is filed about certain words carries a tag, and is counted by it."""

from __future__ import annotations

from datetime import date

from domain.values import frozen


@frozen
class Campaign:
    """One campaign: `words` of which any one tags a ticket filed from the first to the last day."""

    name: str
    words: tuple[str, ...]
    first: date
    last: date

    def tags(self, said: str, day: date) -> bool:
        return self.first <= day <= self.last and any(word in said for word in self.words)
