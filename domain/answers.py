"""How a request can be answered (办理结果), who must read an answer first, and the staff's templates of answers."""

from __future__ import annotations

from enum import StrEnum
from string import Formatter

from domain.values import frozen


class Result(StrEnum):
    """What an answer says became of the matter. Parking (挂账) is no answer but a pause."""

    SOLVED = "solved"  # 已解决
    EXPLAINED = "explained"  # 解释说明
    REDIRECTED = "redirected"  # 不属本级职责，已告知渠道
    REFUSED = "refused"  # 依法不予办理
    UNFOUNDED = "unfounded"  # 经查不实


WITH_BASIS = frozenset({Result.REDIRECTED, Result.REFUSED})  # the channel to turn to, the law it rests on
PLACEHOLDERS = frozenset({"subject", "place", "number", "worker", "due"})


@frozen
class Template:
    """An answer the staff prepared: for a result, for some matters or categories (for all, when it names none)."""

    name: str
    result: Result
    words: str
    about: frozenset[str] = frozenset()

    def fits(self, result: str, matter: str, category: str) -> bool:
        return self.result == result and (not self.about or bool({matter, category} & self.about))

    def unknown(self) -> set[str]:
        """Placeholders nobody can fill. Raises ValueError for braces that are none."""
        return {name for _, name, _, _ in Formatter().parse(self.words) if name is not None} - PLACEHOLDERS
