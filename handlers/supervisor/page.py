"""网页待派: the queue of the command centre on a web page, by a link that is good once; the decision is the chat's own."""

from __future__ import annotations

from datetime import datetime

from domain.conversation import Conversation
from domain.errors import NotAllowed, NotFound
from domain.messages import Incoming, Text
from domain.people import Person
from domain.ticket import Status, Ticket
from domain.values import frozen
from handlers import cards
from handlers.scene import Turn, choice
from handlers.supervisor import command
from handlers.world import World
from storage.unit_of_work import UnitOfWork

MOST = 200  # rows of the page


@frozen
class Waiting:
    """One row of the page. `version` tells a decision that the ticket changed meanwhile.

    `targets` are (id, label), `assistants` (code, name) who may assist (协办); `category`, `community` (its name, "" where
    none is known) and `late` are what the page filters by.
    """

    ticket: int
    version: int
    number: str
    subject: str
    place: str
    urgency: str
    since: str
    due: str
    why: str
    category: str
    community: str
    late: bool
    targets: tuple[tuple[str, str], ...]
    assistants: tuple[tuple[str, str], ...]


@frozen
class Decision:
    """What somebody chose on the page: who leads (the id of a target), who assists (codes), and what these are to do."""

    ticket: int
    version: int
    to: str
    assisting: tuple[str, ...] = ()
    what: str = ""


@frozen
class Decided:
    """What became of a decision, in words; `done` False when nothing changed."""

    done: bool
    words: str


def send_link(turn: Turn) -> None:
    """A link to the page, for whoever decides; the code stands behind the # and so in no log of any server."""
    if not decides(turn.person):
        raise NotFound("the page of the queue")
    address = turn.world.page_address
    if not address:
        turn.answer("queue-page-off", (choice("queue/", "do-queue"),))
        return
    policy = turn.world.policy
    code = turn.uow.passes.issue(turn.person.id, turn.now + policy.page_link_valid, turn.now)
    minutes = int(policy.page_link_valid.total_seconds() // 60)
    turn.answer("queue-page-link", args={"address": f"{address}/queue#{code}", "minutes": minutes})


def decides(person: Person) -> bool:
    return any(post.role in command.DECIDES for post in person.posts)


def enter(uow: UnitOfWork, world: World, code: str, now: datetime) -> str:
    """The visit a code opens, "" when it is used, too old or none of ours."""
    return uow.passes.enter(code, now + world.policy.page_open_for, now)


def turn_of(uow: UnitOfWork, world: World, visit: str, now: datetime) -> Turn | None:
    """A turn of the person whose visit this is, answered in their chat; None when the visit or their post is over."""
    person = uow.people.get(uow.passes.visitor(visit, now))
    accounts = uow.people.accounts(person.id) if person else []
    if person is None or not accounts or not decides(person):
        return None
    there = accounts[0]
    incoming = Incoming(there.channel, "page", there.account, there.address, now)
    return Turn(uow, world, now, person, incoming, Conversation(there.channel, there.account))


def waiting(turn: Turn) -> tuple[list[Waiting], int]:
    """The rows of the page, the most pressing first, and how many wait in all: what the same person sees under 待派 in the chat."""
    found = _queue(turn)
    return [_row(turn, ticket) for ticket in found[:MOST]], len(found)


def decide(turn: Turn, chosen: Decision) -> Decided:
    """Dispatch as in the chat: same choices, same life table, and the chat is told too."""
    ticket = next((each for each in _queue(turn) if each.id == chosen.ticket), None)
    if ticket is None or ticket.version != chosen.version:
        return _said(turn, "queue-page-changed")
    to, names = chosen.to, {each.id: turn.world.say(each.label, "zh-CN") for each in command.targets(turn, ticket)}
    assisting = tuple(dict.fromkeys(code for code in chosen.assisting if code != to.partition(":")[2]))
    if to not in names or not set(assisting) <= set(command.candidates(turn, ticket)):
        return _said(turn, "queue-page-changed")
    try:
        command.decided(turn, ticket, to, assisting, chosen.what)
    except NotAllowed:
        return _said(turn, "queue-page-changed")
    if turn.conversation.menu:
        there = turn.incoming
        turn.uow.conversations.show_menu(there.channel, there.sender, turn.conversation.menu, turn.now)
    if turn.uow.tickets.get(ticket.id).version == ticket.version:
        return Decided(done=False, words=turn.world.say(Text("dispatch-nobody-there", {"name": names[to]}), "zh-CN"))
    args = {"number": ticket.number, "name": names[to], "units": "、".join(map(turn.world.grid_name, assisting))}
    return Decided(done=True, words=turn.world.say(Text("queue-page-done", args), "zh-CN"))


def _queue(turn: Turn) -> list[Ticket]:
    return command.queue(turn, [post.scope for post in turn.person.posts if post.role in command.DECIDES])


def _row(turn: Turn, ticket: Ticket) -> Waiting:
    facts = cards.facts(turn, ticket)
    history = turn.uow.tickets.history(ticket.id)
    came = next((event.at for event in reversed(history) if _came(event.before, event.after)), ticket.created_at)
    labels = ((each.id, turn.world.say(each.label, "zh-CN")) for each in command.targets(turn, ticket))
    assistants = ((code, turn.world.grid_name(code)) for code in dict.fromkeys(command.candidates(turn, ticket)))

    def said(text: Text) -> str:
        return turn.world.say(text, "zh-CN")

    return Waiting(
        ticket.id,
        ticket.version,
        ticket.number,
        cards.subject(ticket),
        str(facts["place"]),
        said(Text(f"urgency-{ticket.urgency}")),
        said(turn.moment(came)),
        said(cards.due_words(turn, ticket)),
        command.why(turn, ticket),
        ticket.category,
        turn.world.grid_name(ticket.community) if ticket.community else "",
        cards.is_late(turn, ticket),
        tuple(labels),
        tuple(assistants),
    )


def _came(before: Status | None, after: Status) -> bool:
    return after is Status.PENDING and before is not Status.PENDING


def _said(turn: Turn, key: str) -> Decided:
    return Decided(done=False, words=turn.world.say(Text(key), "zh-CN"))
