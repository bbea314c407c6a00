"""Mediation (人民调解, 银龄调解): voluntary, free of charge, secret; what each side can do when, as one table.

人民调解法 (2010): Art. 3 voluntary, and nobody is kept from court; Art. 4 free; Art. 19 the sides may choose who mediates; Art. 33 within 30 days of the agreement both
sides together may ask the court to confirm it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import NotAllowed
from domain.people import Person
from domain.values import frozen, replace

COURT_WITHIN = timedelta(days=30)  # 人民调解法 Art. 33


class Stage(StrEnum):
    """Where it stands; the second group has ended."""

    ASKED = "asked"  # 待调解员接下
    ASKING = "asking"  # 征求对方意见
    CONSENTED = "consented"  # 双方同意, 待约时间
    PROPOSED = "proposed"  # 时间地点待双方确认
    SET = "set"  # 已约好
    DRAFTED = "drafted"  # 协议待双方确认
    AGREED = "agreed"  # 达成协议

    REFUSED = "refused"  # 对方不同意
    FAILED = "failed"  # 没谈成
    WITHDRAWN = "withdrawn"  # 已退出
    KEPT = "kept"  # 已履行
    BROKEN = "broken"  # 未履行


class Side(StrEnum):
    """What somebody is to it."""

    ASKER = "asker"
    OTHER = "other"
    MEDIATOR = "mediator"


class Move(StrEnum):
    """What can be done."""

    TAKE = "take"  # 接下
    CONSENT = "consent"  # 同意调解
    REFUSE = "refuse"  # 不同意调解
    PROPOSE = "propose"  # 约时间地点
    ACCEPT = "accept"  # 这个时间可以
    CANNOT = "cannot"  # 这个时间不行
    AGREE = "agree"  # 写协议
    FAIL = "fail"  # 没谈成
    CONFIRM = "confirm"  # 确认协议
    OBJECT = "object"  # 协议不对
    KEPT = "kept"  # 做到了
    BROKEN = "broken"  # 没做到
    RECUSE = "recuse"  # 回避
    CHANGE = "change"  # 换一位调解员, whom a side chooses
    WITHDRAW = "withdraw"  # 退出调解


@frozen
class Mediation:
    """One mediation; names, matter, place and agreement are kept sealed beside it (storage/mediations.py).

    `other` is 0 while the other side has no account here: then the mediator records what they say. `yes` holds the
    sides that agreed to what is open (the session, the agreement); `recused` are mediators with a conflict of interest.
    """

    id: int
    asker: int
    area: str
    mediator: int = 0
    other: int = 0
    stage: Stage = Stage.ASKED
    yes: tuple[str, ...] = ()
    recused: tuple[int, ...] = ()
    created_at: datetime | None = None
    at: datetime | None = None
    consented_at: datetime | None = None
    agreed_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 0

    @property
    def number(self) -> str:
        return f"调-{self.id:04d}"

    @property
    def open(self) -> bool:
        return self.stage not in ENDED

    @property
    def court_until(self) -> datetime | None:
        """Until when both may ask the court to confirm the agreement."""
        return self.agreed_at + COURT_WITHIN if self.agreed_at else None


def sides(mediation: Mediation, person: Person) -> frozenset[Side]:
    """What this person is to it; the mediator also speaks for another side that has no account."""
    found = {side for side, who in _people(mediation).items() if who == person.id}
    if Side.MEDIATOR in found and not mediation.other:
        found.add(Side.OTHER)
    return frozenset(found)


def moves(mediation: Mediation, who: frozenset[Side]) -> tuple[tuple[Move, Side], ...]:
    """What these sides can do now, and as which side."""
    return tuple(
        (move, side)
        for (stage, move), (allowed, _) in LIFE.items()
        if stage is mediation.stage
        for side in Side
        if side in who & allowed and not (move in BOTH and side in mediation.yes)
    )


def step(mediation: Mediation, move: Move, who: frozenset[Side], now: datetime) -> Mediation:
    """The mediation after a move. Raises NotAllowed when the table has no row for it, or this side has said it."""
    possible = [side for each, side in moves(mediation, who) if each is move]
    if not possible:
        raise NotAllowed(f"{move} of {mediation.number} ({mediation.stage})")
    _, stage = LIFE[mediation.stage, move]
    yes: tuple[str, ...] = ()
    if move in BOTH:
        yes = (*mediation.yes, str(possible[0]))
        stage, yes = (stage, ()) if {Side.ASKER, Side.OTHER} <= set(yes) else (mediation.stage, yes)
    return replace(
        mediation,
        stage=stage,
        yes=yes,
        version=mediation.version + 1,
        consented_at=now if move is Move.CONSENT else mediation.consented_at,
        agreed_at=now if stage is Stage.AGREED and mediation.agreed_at is None else mediation.agreed_at,
        ended_at=now if stage in ENDED else None,
    )


def _people(mediation: Mediation) -> dict[Side, int]:
    return {Side.ASKER: mediation.asker, Side.OTHER: mediation.other, Side.MEDIATOR: mediation.mediator}


ENDED = frozenset({Stage.REFUSED, Stage.FAILED, Stage.WITHDRAWN, Stage.KEPT, Stage.BROKEN})
BOTH = frozenset({Move.ACCEPT, Move.CONFIRM})  # only when both sides say so it goes on
_S, _M = Stage, Move
_ASKER, _OTHER, _MEDIATOR = (frozenset({side}) for side in Side)
_SIDES = _ASKER | _OTHER
LIFE: dict[tuple[Stage, Move], tuple[frozenset[Side], Stage]] = {
    (_S.ASKED, _M.TAKE): (_MEDIATOR, _S.ASKING),
    (_S.ASKED, _M.RECUSE): (_MEDIATOR, _S.ASKED),
    (_S.ASKED, _M.CHANGE): (_ASKER, _S.ASKED),
    (_S.ASKED, _M.WITHDRAW): (_ASKER, _S.WITHDRAWN),
    (_S.ASKING, _M.CONSENT): (_OTHER, _S.CONSENTED),
    (_S.ASKING, _M.REFUSE): (_OTHER, _S.REFUSED),
    (_S.ASKING, _M.RECUSE): (_MEDIATOR, _S.ASKED),
    (_S.ASKING, _M.CHANGE): (_SIDES, _S.ASKED),
    (_S.ASKING, _M.WITHDRAW): (_ASKER, _S.WITHDRAWN),
    (_S.CONSENTED, _M.PROPOSE): (_MEDIATOR, _S.PROPOSED),
    (_S.CONSENTED, _M.RECUSE): (_MEDIATOR, _S.CONSENTED),
    (_S.CONSENTED, _M.CHANGE): (_SIDES, _S.CONSENTED),
    (_S.CONSENTED, _M.WITHDRAW): (_SIDES, _S.WITHDRAWN),
    (_S.PROPOSED, _M.ACCEPT): (_SIDES, _S.SET),
    (_S.PROPOSED, _M.CANNOT): (_SIDES, _S.CONSENTED),
    (_S.PROPOSED, _M.RECUSE): (_MEDIATOR, _S.CONSENTED),
    (_S.PROPOSED, _M.CHANGE): (_SIDES, _S.CONSENTED),
    (_S.PROPOSED, _M.WITHDRAW): (_SIDES, _S.WITHDRAWN),
    (_S.SET, _M.AGREE): (_MEDIATOR, _S.DRAFTED),
    (_S.SET, _M.PROPOSE): (_MEDIATOR, _S.PROPOSED),
    (_S.SET, _M.FAIL): (_MEDIATOR, _S.FAILED),
    (_S.SET, _M.RECUSE): (_MEDIATOR, _S.CONSENTED),
    (_S.SET, _M.WITHDRAW): (_SIDES, _S.WITHDRAWN),
    (_S.DRAFTED, _M.CONFIRM): (_SIDES, _S.AGREED),
    (_S.DRAFTED, _M.OBJECT): (_SIDES, _S.SET),
    (_S.DRAFTED, _M.WITHDRAW): (_SIDES, _S.WITHDRAWN),
    (_S.AGREED, _M.KEPT): (_SIDES, _S.KEPT),
    (_S.AGREED, _M.BROKEN): (_SIDES, _S.BROKEN),
    (_S.KEPT, _M.BROKEN): (_SIDES, _S.BROKEN),
}
