"""Where requests come from (来源): what residents say themselves, what staff write down for them, what other systems send."""

from __future__ import annotations

from collections.abc import Iterable

from domain.values import frozen

RESIDENT, BEHALF, BOX, PATROL, VISIT = "resident", "behalf", "box", "patrol", "visit"
BY_STAFF = frozenset({PATROL, VISIT})  # found by staff: nobody waits for the answer


@frozen
class Source:
    """One way in. `line` is true of another system (a hotline, another platform), which has numbers of its own.

    A line may call the resident back itself; then (`calls_back` false) we do not.
    """

    code: str
    name: str
    line: bool = False
    calls_back: bool = True


OWN = (
    Source(RESIDENT, "居民自报"),
    Source(BEHALF, "代报"),
    Source(BOX, "诉求投递箱"),
    Source(PATROL, "自行发现", calls_back=False),
    Source(VISIT, "走访", calls_back=False),
)
LINES = (
    Source("12345", "12345热线", line=True, calls_back=False),
    Source("12301", "12301旅游热线", line=True, calls_back=False),
    Source("gridapp", "网格通", line=True, calls_back=False),
)


@frozen
class Sources:
    """Every way in that is known: our own, and the lines of the settings."""

    lines: tuple[Source, ...] = LINES

    def name(self, code: str) -> str:
        """How people call it; its code when a line was taken out of the settings."""
        return next((source.name for source in self._all() if source.code == code), code)

    def line(self, code: str) -> Source | None:
        return next((source for source in self.lines if source.code == code), None)

    def codes(self) -> list[str]:
        return [source.code for source in self._all()]

    def _all(self) -> Iterable[Source]:
        return (*OWN, *self.lines)
