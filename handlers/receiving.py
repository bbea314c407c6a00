"""收到: somebody who was alerted of an emergency says that they know of it and see to it."""

from __future__ import annotations

from datetime import date, timedelta

from domain.errors import NotFound
from domain.messages import Arg
from domain.ticket import Action, Status, Ticket
from handlers import cards
from handlers.alerts import SILENT
from handlers.life import act
from handlers.scene import Turn, choice
from storage.alerts import Alert

SAID = frozenset({"收到", "收到了", "已收到"})


def received(turn: Turn, ticket_id: str) -> None:
    """Only from somebody who was told and still holds a post. Raises NotFound otherwise."""
    number = int(ticket_id) if ticket_id.isdecimal() else 0
    ticket, alert = turn.uow.tickets.find(number), turn.uow.alerts.find(number)
    if ticket is None or alert is None or turn.person.id not in alert.told or not turn.person.posts:
        raise NotFound(f"alert {ticket_id}")
    opened = (choice(f"open/{ticket.id}", "do-open-alert"),) if cards.is_staff_of(ticket, turn.person) else ()
    if not ticket.alive or ticket.status is Status.RESOLVED:
        turn.answer("alert-over", opened, args=_args(turn, ticket, alert))
    elif not turn.uow.alerts.receive(ticket.id, turn.person.id, turn.now):
        turn.answer("alert-received-before", opened, args=_args(turn, ticket, alert))
    else:
        _receive(turn, ticket, alert)
        after = turn.uow.alerts.find(ticket.id) or alert
        turn.answer("alert-received", opened, args=_args(turn, ticket, after))


def in_words(turn: Turn) -> bool:
    """收到 typed after other messages came: for the newest alert they were told of and nobody has received; else not."""
    if turn.incoming.text.strip("。！!~ ") not in SAID:
        return False
    yesterday = date.fromisoformat(turn.digest_day()) - timedelta(days=1)
    waiting = turn.uow.alerts.unreceived(yesterday.isoformat())
    mine = next((alert for alert in waiting if turn.person.id in alert.told), None)
    if mine is None:
        return False
    received(turn, str(mine.ticket))
    return True


def _receive(turn: Turn, ticket: Ticket, alert: Alert) -> None:
    """It stands in the history, the waves end, and the others know who sees to it."""
    turn.uow.timers.stop(ticket.id, SILENT)
    name = turn.uow.people.name(turn.person.id)
    act(turn, ticket, Action.RECEIVE, None, note=name, data={"person": str(turn.person.id)})
    for person in alert.told:
        if person != turn.person.id:
            turn.tell(person, "alert-taken", ticket=ticket.id, args={"number": ticket.number, "name": name or "—"})


def _args(turn: Turn, ticket: Ticket, alert: Alert) -> dict[str, Arg]:
    return {
        "number": ticket.number,
        "name": cards.who(turn, alert.received_by),
        "moment": turn.moment(alert.received_at),
        "status": cards.facts(turn, ticket)["status"],
    }
