"""Tickets, what happened to them, and what the call-back heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, literal_column, or_, select, update
from sqlalchemy.sql.expression import ClauseElement

from domain.errors import NotAllowed, NotFound
from domain.grid_codes import community_code
from domain.ticket import AT_ONCE, RUNNING, Event, Status, Ticket
from domain.values import frozen, replace
from storage.engine import Connection, added_up, counted_up, prefixed, upsert, words
from storage.records import changes, columns_of, values_of
from storage.tables import events, follows, numbers, surveys, tickets

P = bindparam


@frozen
class Survey:
    """One call-back: asked about one episode of one ticket. `solved` is None while unanswered: silence is silence."""

    ticket: int
    episode: int
    asked_at: datetime
    answered_at: datetime | None = None
    solved: bool | None = None
    satisfied: str = ""  # yes | mostly | no | "" unanswered
    comment: str = ""


class Tickets:
    """The tickets of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._seen: dict[int, Ticket] = {}  # as this transaction last read or kept them

    def add(self, ticket: Ticket, now: datetime, day: str) -> Ticket:
        """Keep a new ticket; it comes back with its id and its number (YYMMDD-NNNN, counted anew each day)."""
        count = int(self._db.value(NEXT_NUMBER, day=day, last=1))
        number = f"{day[2:]}-{count:04d}"
        values = values_of(ticket, but="id") | {"number": number, "created_at": now}
        return self._noted(replace(ticket, number=number, created_at=now, id=self._db.value(ADD, **values)))

    def skip_numbers(self, day: str) -> None:
        """Leave out the next numbers of a day: after a restore nobody knows which were given already."""
        self._db.run(SKIP, day=day, last=SKIPPED)

    def save(self, ticket: Ticket, version: int) -> None:
        """Keep a changed ticket; NotAllowed when somebody else changed it since `version` was read.

        Written is what differs from what was read: each column of an index that is set makes its pages be written.
        """
        before = self._seen.get(ticket.id)
        known = before and before.version == version
        values = changes(before, ticket) if known else values_of(ticket)
        if not self._db.changed(SAVE, key=ticket.id, seen=version, **values):
            raise NotAllowed(f"{ticket.number} has changed meanwhile")
        self._noted(ticket)

    def get(self, ticket: int) -> Ticket:
        found = self.find(ticket)
        if found is None:
            raise NotFound(f"ticket {ticket}")
        return found

    def find(self, ticket: int) -> Ticket | None:
        return self._one(GET, id=ticket)

    def by_number(self, number: str) -> Ticket | None:
        return self._one(BY_NUMBER, number=number)

    def of_reporter(self, person: int, limit: int = 10) -> list[Ticket]:
        """The newest first; what was answered at once (即答) is left out, for nobody does anything about it."""
        return self._all(OF_REPORTER, reporter=person, limit=limit)

    def of_person(self, person: int, limit: int = 10) -> list[Ticket]:
        """What they reported and what they joined, the newest first."""
        joined = self._all(JOINED_BY, person=person, limit=limit)
        found = self.of_reporter(person, limit)
        return sorted([*found, *joined], key=lambda t: t.id, reverse=True)[:limit] if joined else found

    def alike(self, community: str, matter: str, spot: str, since: datetime) -> Iterator[Ticket]:
        """The unfinished tickets of a community about a matter, filed since a moment: some of a spot, then the newest.

        Most who ask take the first, so no more is read than is asked for.
        """
        where = {"community": community, "matter": matter, "since": since}
        there = self._all(OF_SPOT, **where, spot=spot)
        yield from there
        known = {ticket.id for ticket in there}
        yield from (ticket for ticket in self._all(ALIKE, **where) if ticket.id not in known)

    def reported(self, community: str, matter: str, since: datetime, limit: int = 50) -> list[Ticket]:
        """The newest filed about a matter in a community since a moment, whatever became of them."""
        return self._all(REPORTED, community=community, matter=matter, since=since, limit=limit)

    def hand_over(self, reporter: int, to: int) -> None:
        """What one person reported is another's from now on: they turned out to be the same."""
        self._db.run(HAND_OVER, former=reporter, reporter=to)

    def of_claimant(self, person: int) -> list[Ticket]:
        return self._all(OF_CLAIMANT, claimant=person)

    def todo_of(self, person: int) -> list[Ticket]:
        """What waits on this worker, the most pressing first."""
        return self._all(TODO, assignee=person)

    def load_of(self, person: int) -> int:
        """How many wait on this worker."""
        return int(self._db.value(LOAD, assignee=person))

    def in_hand(self, person: int) -> list[Ticket]:
        """Everything unfinished that has this person's name on it, the most pressing first."""
        return self._all(IN_HAND, assignee=person)

    def in_work(self, stem: str, limit: int, *, confidential: bool) -> list[Ticket]:
        """The unfinished requests of an area (code prefix), the most pressing first; confidential ones only if asked."""
        return self._all(IN_WORK, **_below(stem, confidential=confidential), limit=limit)

    def unaccepted(self, stem: str, limit: int, *, confidential: bool) -> list[Ticket]:
        """Those of them that nobody has accepted yet."""
        return self._all(UNACCEPTED, **_below(stem, confidential=confidential), limit=limit)

    def count_unaccepted(self, stem: str, *, confidential: bool) -> int:
        return int(self._db.value(COUNT_UNACCEPTED, **_below(stem, confidential=confidential)))

    def late(self, stem: str, now: datetime, limit: int, *, confidential: bool) -> list[Ticket]:
        """Those of them whose date is over, the latest first."""
        hidden = _hidden(confidential=confidential)
        return self._all(LATE, stem=f"{stem}%", hidden=hidden, now=now, limit=limit)

    def count_in_work(self, stem: str, *, confidential: bool) -> int:
        return int(self._db.value(COUNT_IN_WORK, **_below(stem, confidential=confidential)))

    def overdue(self, stem: str, moment: datetime, *, confidential: bool = True) -> dict[tuple[str, str], int]:
        """How many unfinished requests were due before a moment, by area and by the unit that leads ("" for none)."""
        return {
            (grid or community, unit): count
            for community, grid, unit, count in self._db.all(
                OVERDUE, **_below(stem, confidential=confidential), now=moment
            )
        }

    def reviewing(self, stem: str) -> list[Ticket]:
        """The tickets of an area whose answers wait for their second reader."""
        return self._all(IN_REVIEW, stem=f"{stem}%")

    def undecided(self, stem: str) -> list[Ticket]:
        """待派: what nobody has yet in an area (code prefix) or in none at all, the most pressing first."""
        return self._all(UNDECIDED, stem=f"{stem}%")

    def rushed(self) -> list[Ticket]:
        """急件: what must be taken up within minutes and was not yet, the oldest first."""
        return self._all(RUSHED)

    def assignees(self) -> list[int]:
        """Everybody who has an unfinished ticket in hand."""
        return [person for (person,) in self._db.all(ASSIGNEES)]

    def wishes(self, status: Status, stem: str = "", limit: int = 10) -> list[Ticket]:
        return self._all(WISHES, status=status, stem=f"{stem}%", limit=limit)

    def record(self, event: Event) -> None:
        self._db.run(RECORD, **values_of(event))

    def history(self, ticket: int) -> list[Event]:
        return [Event(*row) for row in self._db.all(HISTORY, ticket=ticket)]

    def between(self, start: datetime, end: datetime, stem: str = "") -> list[tuple[Event, Ticket]]:
        """What happened in a span of time in an area, in order, with the tickets as they are now."""
        width = len(EVENT_FIELDS)
        rows = self._db.all(BETWEEN, start=start, end=end, stem=f"{stem}%")
        return [(Event(*row[:width]), Ticket(*row[width:])) for row in rows]

    def filed_between(self, start: datetime, end: datetime) -> list[Ticket]:
        return self._all(FILED_BETWEEN, start=start, end=end)

    def of_storm(self, storm: int) -> list[Ticket]:
        return self._all(OF_STORM, storm=storm)

    def provisional(self) -> list[Ticket]:
        """Unfinished tickets whose date reaches into a year without a calendar."""
        return self._all(PROVISIONAL, provisional=True)

    def ask(self, survey: Survey) -> None:
        self._db.run(SURVEY, **asdict(survey))

    def unask(self, ticket: int, episode: int) -> None:
        """Forget a call-back that should not have begun."""
        self._db.run(UNASK, ticket=ticket, episode=episode)

    def answered(self, survey: Survey) -> None:
        self._db.run(SURVEY, **asdict(survey))

    def survey(self, ticket: int, episode: int) -> Survey | None:
        row = self._db.one(GET_SURVEY, ticket=ticket, episode=episode)
        return Survey(*row) if row else None

    def _one(self, statement: ClauseElement, **values: Any) -> Ticket | None:
        row = self._db.one(statement, **values)
        return self._noted(Ticket(*row)) if row else None

    def _all(self, statement: ClauseElement, **values: Any) -> list[Ticket]:
        return [self._noted(Ticket(*row)) for row in self._db.all(statement, **values)]

    def _noted(self, ticket: Ticket) -> Ticket:
        self._seen[ticket.id] = ticket
        return ticket


def _hidden(*, confidential: bool) -> str:
    """The kind of request that is left out."""
    return "" if confidential else "report"


def _below(stem: str, *, confidential: bool) -> dict[str, str]:
    """The parameters that pick an area; communities from `low` up to `high` hold all of it."""
    low, high = prefixed(community_code(stem))
    return {"stem": f"{stem}%", "low": low, "high": high, "hidden": _hidden(confidential=confidential)}


TICKET_FIELDS = columns_of(tickets, Ticket)
EVENT_FIELDS = columns_of(events, Event)
SURVEY_FIELDS = columns_of(surveys, Survey)
ON_SOMEBODY = (Status.PENDING, Status.ASSIGNED, Status.WORKING, Status.WAITING, Status.PARKED, Status.CHECKING)
_PRESSING = (tickets.c.due_at.is_(None), tickets.c.due_at, tickets.c.id)
IN_AREA = or_(tickets.c.grid.like(P("stem")), tickets.c.community.like(P("stem")))

SKIPPED = 1000  # more than a community files in a day
SKIP = added_up(numbers, "day")
NEXT_NUMBER = counted_up(numbers, "last", "day").returning(numbers.c.last)
ADD = insert(tickets).returning(tickets.c.id)
SAVE = update(tickets).where(tickets.c.id == P("key"), tickets.c.version == P("seen"))
GET = select(*TICKET_FIELDS).where(tickets.c.id == P("id"))
BY_NUMBER = select(*TICKET_FIELDS).where(tickets.c.number == P("number"))
OF_REPORTER = (
    select(*TICKET_FIELDS)
    .where(tickets.c.reporter == P("reporter"), tickets.c.result != words(AT_ONCE)[0])
    .order_by(tickets.c.id.desc())
    .limit(P("limit"))
)
JOINED_BY = (
    select(*TICKET_FIELDS)
    .join(follows, follows.c.ticket == tickets.c.id)
    .where(follows.c.person == P("person"))
    .order_by(tickets.c.id.desc())
    .limit(P("limit"))
)
_ALIKE = (
    tickets.c.closed_at.is_(None),
    tickets.c.community == P("community"),
    tickets.c.matter == P("matter"),
    tickets.c.created_at >= P("since"),
)
_NEWEST = (tickets.c.created_at.desc(), tickets.c.id.desc())
OF_SPOT = select(*TICKET_FIELDS).where(*_ALIKE, tickets.c.place_words == P("spot")).order_by(*_NEWEST).limit(5)
ALIKE = select(*TICKET_FIELDS).where(*_ALIKE).order_by(*_NEWEST).limit(30)
REPORTED = (
    select(*TICKET_FIELDS)
    .where(
        tickets.c.community == P("community"),
        tickets.c.matter == P("matter"),
        tickets.c.created_at >= P("since"),
    )
    .order_by(tickets.c.created_at.desc())
    .limit(P("limit"))
)
HAND_OVER = update(tickets).where(tickets.c.reporter == P("former"))
OF_CLAIMANT = select(*TICKET_FIELDS).where(
    tickets.c.claimant == P("claimant"),
    tickets.c.claimant != literal_column("0"),
    tickets.c.status.in_(words(Status.CLAIMED, Status.FULFILLED)),
)
_ON_THEM = (
    tickets.c.assignee == P("assignee"),
    tickets.c.closed_at.is_(None),
    tickets.c.status.in_(words(*ON_SOMEBODY)),
)
TODO = select(*TICKET_FIELDS).where(*_ON_THEM).order_by(*_PRESSING)
LOAD = select(func.count()).where(*_ON_THEM)
_UNFINISHED = (
    tickets.c.closed_at.is_(None),
    tickets.c.status != words(Status.RESOLVED)[0],
    tickets.c.kind.not_in(["wish", P("hidden")]),
    IN_AREA,
)
_HERE = (tickets.c.community >= P("low"), tickets.c.community < P("high"))
_IS_LATE = and_(tickets.c.due_at < P("now"), tickets.c.status.in_(words(*sorted(RUNNING))))
# The rows are chosen in an index alone (ix_tickets_area, ix_tickets_due), and only those shown are fetched.
_FIRST = select(tickets.c.id).order_by(tickets.c.due_at, tickets.c.id).limit(P("limit"))
_CHOSEN = select(*TICKET_FIELDS).order_by(tickets.c.due_at, tickets.c.id)
IN_WORK = _CHOSEN.where(tickets.c.id.in_(_FIRST.where(*_UNFINISHED, *_HERE)))
LATE = _CHOSEN.where(tickets.c.id.in_(_FIRST.where(*_UNFINISHED, _IS_LATE)))
COUNT_IN_WORK = select(func.count()).where(*_UNFINISHED, *_HERE)
_UNACCEPTED = (tickets.c.status == words(Status.ASSIGNED)[0],)
UNACCEPTED = _CHOSEN.where(tickets.c.id.in_(_FIRST.where(*_UNFINISHED, *_HERE, *_UNACCEPTED)))
COUNT_UNACCEPTED = select(func.count()).where(*_UNFINISHED, *_HERE, *_UNACCEPTED)
_WHOSE = (tickets.c.community, tickets.c.grid, tickets.c.unit)
OVERDUE = select(*_WHOSE, func.count()).where(*_UNFINISHED, *_HERE, _IS_LATE).group_by(*_WHOSE)
IN_HAND = (
    select(*TICKET_FIELDS)
    .where(tickets.c.assignee == P("assignee"), tickets.c.closed_at.is_(None))
    .order_by(*_PRESSING)
)
IN_REVIEW = select(*TICKET_FIELDS).where(tickets.c.status == words(Status.REVIEWING)[0], IN_AREA).order_by(*_PRESSING)
UNDECIDED = (
    select(*TICKET_FIELDS)
    .where(
        tickets.c.closed_at.is_(None),
        tickets.c.status.in_(words(Status.PENDING)),
        or_(IN_AREA, tickets.c.community == ""),
    )
    .order_by(*_PRESSING)
)
RUSHED = (
    select(*TICKET_FIELDS)
    .where(
        tickets.c.rush > literal_column("0"),
        tickets.c.closed_at.is_(None),
        tickets.c.status.in_(words(Status.PENDING, Status.ASSIGNED)),
    )
    .order_by(tickets.c.created_at)
)
ASSIGNEES = (
    select(tickets.c.assignee)
    .where(tickets.c.closed_at.is_(None), tickets.c.status.in_(words(*ON_SOMEBODY)))
    .distinct()
)
WISHES = (
    select(*TICKET_FIELDS)
    .where(tickets.c.kind == words("wish")[0], tickets.c.status == P("status"), IN_AREA)
    .order_by(tickets.c.id)
    .limit(P("limit"))
)
RECORD = insert(events)
HISTORY = select(*EVENT_FIELDS).where(events.c.ticket == P("ticket")).order_by(events.c.id)
BETWEEN = (
    select(*EVENT_FIELDS, *TICKET_FIELDS)
    .join(tickets, tickets.c.id == events.c.ticket)
    .where(events.c.at >= P("start"), events.c.at < P("end"), IN_AREA)
    .order_by(events.c.id)
)
FILED_BETWEEN = (
    select(*TICKET_FIELDS)
    .where(tickets.c.created_at >= P("start"), tickets.c.created_at < P("end"))
    .order_by(tickets.c.id)
)
OF_STORM = select(*TICKET_FIELDS).where(tickets.c.storm == P("storm")).order_by(tickets.c.id)
PROVISIONAL = (
    select(*TICKET_FIELDS)
    .where(tickets.c.closed_at.is_(None), tickets.c.provisional == P("provisional"))
    .order_by(tickets.c.id)
)
SURVEY = upsert(surveys, "ticket", "episode")
UNASK = delete(surveys).where(surveys.c.ticket == P("ticket"), surveys.c.episode == P("episode"))
GET_SURVEY = select(*SURVEY_FIELDS).where(surveys.c.ticket == P("ticket"), surveys.c.episode == P("episode"))
