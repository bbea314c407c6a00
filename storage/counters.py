"""Figures that are kept, not counted: each happening adds to them in its own transaction, so a digest reads a few rows.

They are sums of `domain.measures.facts`, for areas and topics as the tickets are now: a ticket that is moved takes all
it ever counted for along. So a full recount gives the same numbers, and `differences` says where it does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from sqlalchemy import Integer, bindparam, delete, func, literal_column, select

from domain.measures import LOOKS_BACK, MEASURES, NOTHING, Counts, Fact, all_facts, counts_of, facts
from domain.ticket import Event, Ticket
from domain.values import frozen
from storage.engine import Connection, added_up, prefixed, words
from storage.meta import Meta
from storage.records import columns_of
from storage.tables import counters, events, tickets

P = bindparam
RULES = "9"  # change it when facts or KEPT change: every store is counted anew when it is next opened
CURRENT = "counters"  # the name in `meta` under which a store keeps by which rules it was counted
CHUNK = 5000  # tickets read at a time in a recount
EVER = "ever"
CONFIDENTIAL = "confidential"  # the kind of topic of 举报, which the public board leaves out
Key = tuple[str, str, str]  # period, topic, area


@frozen
class Kept:
    """One table of figures: by area, and by the period and topic it makes of a day and a ticket.

    The topic "" is everything; None keeps a ticket out of this table.
    """

    period: Callable[[str], str]
    topic: Callable[[Ticket], str | None]


@frozen
class Tally:
    """The counts of one area and topic in one period."""

    period: str
    topic: str
    area: str
    counts: Counts


class Counters:
    """The kept figures of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def follow(self, before: Ticket | None, after: Ticket, event: Event) -> None:
        """Count an event that was just recorded; `before` None is a ticket that was just filed."""
        moved = before is not None and _place(before) != _place(after)
        history = self._history(after.id) if moved or event.action in LOOKS_BACK else [event]
        sums: dict[Key, Counter[str]] = defaultdict(Counter)
        if moved and before:
            _add(sums, before, all_facts(before, history[:-1]), -1)
            _add(sums, after, all_facts(after, history[:-1]))
        _add(sums, after, facts(after, history))
        for key, counts in sorted(sums.items()):  # in one order, so that no two transactions wait for each other
            self._keep(key, counts)

    def by_area(self, period: str, stem: str = "", topic: str = "") -> list[Tally]:
        """What was counted in a period (2026-11-23, 2026-11 or EVER) in each area below a code prefix."""
        low, high = prefixed(stem)
        rows = self._db.all(BY_AREA, period=period, topic=topic, low=low, high=high)
        return [Tally(period, topic, area, counts_of(counts)) for area, *counts in rows]

    def of_day(self, day: str, stem: str) -> dict[str, tuple[int, ...]]:
        """What was counted on a day (2026-11-23) in each area below a code prefix, in the order of MEASURES."""
        low, high = prefixed(stem)
        return {row[0]: row[1:] for row in self._db.all(BY_AREA, period=day, topic="", low=low, high=high)}

    def in_work(self, stem: str) -> dict[str, int]:
        """How many requests are in work now in each area below a code prefix; those with none are left out."""
        low, high = prefixed(stem)
        return dict(self._db.all(IN_WORK, low=low, high=high))

    def by_topic(self, period: str, stem: str, kind: str) -> list[Tally]:
        """The same for each topic of a kind ("matter", "unit"), over all areas below a prefix; `area` is the prefix."""
        rows = self._db.all(BY_TOPIC, period=period, topic=f"{kind}/%", stem=f"{stem}%")
        return [Tally(period, topic, stem, counts_of(counts)) for topic, *counts in rows]

    def by_place(self, period: str, stem: str, kind: str, digits: int) -> list[Tally]:
        """The same for each topic of a kind and each place below a prefix; a place is so many digits of an area."""
        rows = self._db.all(BY_PLACE, period=period, topic=f"{kind}/%", stem=f"{stem}%", digits=digits)
        return [Tally(period, topic, place, counts_of(counts)) for topic, place, *counts in rows]

    def keep_up(self) -> bool:
        """Count everything anew if the store was counted by other rules, or never; whether that was needed."""
        meta = Meta(self._db)
        if meta.get(CURRENT) == RULES:
            return False
        self.recount()
        meta.set(CURRENT, RULES)
        return True

    def recount(self) -> None:
        """Throw the figures away and count them from the history."""
        self._db.run(CLEAR)
        for key, counts in self._counted().items():
            self._keep(key, counts)

    def differences(self) -> list[tuple[Tally, Counts]]:
        """Where the figures are not what a full recount gives: what is kept, and what was counted."""
        kept = {(t.period, t.topic, t.area): t.counts for t in map(_tally, self._db.all(ALL))}
        counted = {key: Counts(**counts) for key, counts in self._counted().items()}
        return [
            (Tally(*key, kept.get(key, NOTHING)), counted.get(key, NOTHING))
            for key in sorted(kept.keys() | counted.keys())
            if kept.get(key, NOTHING) != counted.get(key, NOTHING)
        ]

    def _counted(self) -> dict[Key, Counter[str]]:
        sums: dict[Key, Counter[str]] = defaultdict(Counter)
        for ticket, history in self._everything():
            _add(sums, ticket, all_facts(ticket, history))
        return sums

    def _everything(self) -> Iterator[tuple[Ticket, list[Event]]]:
        """All tickets with their histories, some thousands at a time."""
        for start in range(0, int(self._db.value(LAST) or 0) + 1, CHUNK):
            rows = self._db.all(HISTORIES, start=start, end=start + CHUNK)
            for row, group in groupby(rows, key=lambda row: row[: len(OF_TICKET)]):
                yield _ticket(row), [_event(each[len(OF_TICKET) :]) for each in group]

    def _history(self, ticket: int) -> list[Event]:
        return [_event(row) for row in self._db.all(HISTORY, ticket=ticket)]

    def _keep(self, key: Key, counts: Counter[str]) -> None:
        if any(counts.values()):
            period, topic, area = key
            self._db.run(ADD, period=period, topic=topic, area=area, **{name: counts[name] for name in MEASURES})


def _add(sums: dict[Key, Counter[str]], ticket: Ticket, found: Iterable[Fact], sign: int = 1) -> None:
    for fact in found:
        for kept in KEPT:
            if (topic := kept.topic(ticket)) is not None:
                sums[kept.period(fact.day), topic, ticket.area][fact.measure] += sign * fact.count


def _matter(ticket: Ticket) -> str:
    """What a 举报 is about stands in no table: it may be told in the very grid it accuses."""
    return "" if ticket.confidential else ticket.matter


def _unit(ticket: Ticket) -> str | None:
    return f"unit/{ticket.unit}" if ticket.unit else None


def _place(ticket: Ticket) -> tuple[str | None, ...]:
    """Where everything stands that a ticket ever counted for; in another place it is all counted again."""
    return (
        ticket.area,
        ticket.excluded,
        str(bool(ticket.proxy)),
        str(ticket.awaited),
        *(kept.topic(ticket) for kept in KEPT),
    )


def _tally(row: tuple[object, ...]) -> Tally:
    period, topic, area, *counts = row
    return Tally(str(period), str(topic), str(area), counts_of(counts))  # type: ignore[arg-type]


def _ticket(values: tuple[object, ...]) -> Ticket:
    """As much of a ticket as the figures look at."""
    known = dict(zip(OF_TICKET, values, strict=True))
    return Ticket(**{**dict.fromkeys(REQUIRED, ""), **known})  # type: ignore[arg-type]


def _event(values: tuple[object, ...]) -> Event:
    known = dict(zip(OF_EVENT, values, strict=True))
    return Event(**{"by": 0, "at": None, **known})  # type: ignore[arg-type]


REQUIRED = ("number", "status", "words")
OF_TICKET = (
    "id",
    "kind",
    "category",
    "matter",
    "source",
    "grid",
    "community",
    "unit",
    "excluded",
    "proxy",
    "called_back",
)
OF_EVENT = ("ticket", "action", "party", "before", "after", "data", "day")
_WHERE = (counters.c.period, counters.c.topic, counters.c.area)
_BELOW = (counters.c.area >= P("low"), counters.c.area < P("high"))
_MEASURED = columns_of(counters, Counts)
_EVENT = [events.c[name] for name in OF_EVENT]

ADD = added_up(counters, "period", "topic", "area")
CLEAR = delete(counters)
ALL = select(*_WHERE, *_MEASURED)
BY_AREA = (
    select(counters.c.area, *_MEASURED)
    .where(counters.c.period == P("period"), counters.c.topic == P("topic"), *_BELOW)
    .order_by(counters.c.area)
)
IN_WORK = select(counters.c.area, counters.c.open).where(
    counters.c.period == words(EVER)[0], counters.c.topic == words("")[0], *_BELOW, counters.c.open != 0
)
# Each topic has a name: "" is what a day has most rows of, and an index finds where they end.
_TOPICS = (
    counters.c.period == P("period"),
    counters.c.topic > literal_column("''"),
    counters.c.topic.like(P("topic")),
    counters.c.area.like(P("stem")),
)
BY_TOPIC = (
    select(counters.c.topic, *(func.sum(each) for each in _MEASURED))
    .where(*_TOPICS)
    .group_by(counters.c.topic)
    .order_by(counters.c.topic)
)
_PLACE = func.substr(counters.c.area, 1, P("digits", type_=Integer)).label("place")
BY_PLACE = (
    select(counters.c.topic, _PLACE, *(func.sum(each) for each in _MEASURED))
    .where(*_TOPICS)
    .group_by(counters.c.topic, _PLACE)
    .order_by(counters.c.topic, _PLACE)
)
LAST = select(func.max(tickets.c.id))
HISTORY = select(*_EVENT).where(events.c.ticket == P("ticket")).order_by(events.c.id)
HISTORIES = (
    select(*(tickets.c[name] for name in OF_TICKET), *_EVENT)
    .join(events, events.c.ticket == tickets.c.id)
    .where(tickets.c.id >= P("start"), tickets.c.id < P("end"))
    .order_by(tickets.c.id, events.c.id)
)

KEPT: tuple[Kept, ...] = (
    Kept(period=lambda day: day, topic=lambda _: ""),  # the digest
    Kept(
        period=lambda day: day[:7], topic=lambda ticket: f"matter/{ticket.category}/{_matter(ticket)}"
    ),  # the bulletin
    Kept(period=lambda day: day[:7], topic=_unit),
    Kept(period=lambda day: day, topic=_unit),
    Kept(period=lambda _: EVER, topic=_unit),
    Kept(period=lambda day: day[:7], topic=lambda ticket: f"{CONFIDENTIAL}/" if ticket.confidential else None),
    Kept(period=lambda _: EVER, topic=lambda _: ""),  # what is open now
)
