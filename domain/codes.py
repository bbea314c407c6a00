"""How often somebody may be wrong about a code before they have to wait."""

from __future__ import annotations

from datetime import timedelta

from domain.values import frozen


@frozen
class WrongCodes:
    """So many wrong codes for one ticket shut it, so many of one account (within `shut_for`) make that account wait."""

    for_one_ticket: int = 5
    by_one_account: int = 10
    shut_for: timedelta = timedelta(hours=1)

    @property
    def minutes(self) -> str:
        """How long one waits, as it is said."""
        return str(int(self.shut_for.total_seconds() // 60))
