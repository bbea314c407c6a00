"""Who joined whose ticket, and what each of them answered to the call-back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from domain.values import frozen
from storage.engine import Connection, upsert
from storage.records import columns_of, values_of
from storage.tables import follows, verdicts

P = bindparam


@frozen
class Follow:
    """Somebody follows a ticket. `merged` is the ticket they came with, 0 when they joined by themselves."""

    ticket: int
    person: int
    at: datetime
    merged: int = 0


@frozen
class Verdict:
    """The call-back of one episode with one of those who joined. `solved` is None while unanswered."""

    ticket: int
    episode: int
    person: int
    asked_at: datetime
    answered_at: datetime | None = None
    solved: bool | None = None
    satisfied: str = ""  # yes | mostly | no | "" unanswered
    comment: str = ""


class Followers:
    """Joining, leaving, and verdicts. Whose ticket it is says `Ticket.followers`; here is when, and with what."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def follow(self, follow: Follow) -> None:
        self._db.run(FOLLOW, **values_of(follow))

    def unfollow(self, ticket: int, person: int) -> None:
        self._db.run(UNFOLLOW, ticket=ticket, person=person)

    def of(self, ticket: int) -> list[Follow]:
        """In the order they joined."""
        return [Follow(*row) for row in self._db.all(OF_TICKET, ticket=ticket)]

    def hand_over(self, person: int, to: int) -> None:
        """What one person follows another follows from now on: they turned out to be the same."""
        self._db.run(HAND_OVER, former=person, person=to)

    def keep(self, verdict: Verdict) -> None:
        self._db.run(KEEP, **values_of(verdict))

    def unask(self, ticket: int, episode: int) -> None:
        """Forget a call-back that should not have begun."""
        self._db.run(UNASK, ticket=ticket, episode=episode)

    def verdicts(self, ticket: int, episode: int) -> dict[int, Verdict]:
        """By person."""
        found = (Verdict(*row) for row in self._db.all(VERDICTS, ticket=ticket, episode=episode))
        return {verdict.person: verdict for verdict in found}


FOLLOW = upsert(follows, "ticket", "person")
UNFOLLOW = delete(follows).where(follows.c.ticket == P("ticket"), follows.c.person == P("person"))
OF_TICKET = (
    select(*columns_of(follows, Follow)).where(follows.c.ticket == P("ticket")).order_by(follows.c.at, follows.c.person)
)
HAND_OVER = update(follows).where(follows.c.person == P("former"))
KEEP = upsert(verdicts, "ticket", "episode", "person")
UNASK = delete(verdicts).where(verdicts.c.ticket == P("ticket"), verdicts.c.episode == P("episode"))
VERDICTS = select(*columns_of(verdicts, Verdict)).where(
    verdicts.c.ticket == P("ticket"), verdicts.c.episode == P("episode")
)
