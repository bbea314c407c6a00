"""The micro-wish as volunteers see it: the wall, the claim, the fulfilment. Who wished is shown to the claimant only."""

from __future__ import annotations

from domain.messages import Arg, Incoming, Text
from domain.people import Post, Role
from domain.points import Entry
from domain.ticket import Action, Status, Ticket
from handlers import cards, show
from handlers.forms import Answers, Ask, Form, Question, Unclear, begin
from handlers.kept import files_in, pack_files
from handlers.life import act, require
from handlers.scene import Turn, choice, named

ON_WALL = 8
WORDS_ON_WALL = 40
ENTRIES_SHOWN = 8
EVERYWHERE = "000000000000"  # the scope of volunteers who live nowhere we know
COMMUNITY_DIGITS = 12


def wall(turn: Turn) -> None:
    """The wishes nobody has claimed, except one's own: need and area, never who."""
    wishes = [w for w in turn.uow.tickets.wishes(Status.OPEN, limit=ON_WALL) if w.reporter != turn.person.id]
    lines = "\n".join(
        f"{number}. {_anonymous(wish, WORDS_ON_WALL)}（{turn.world.gazetteer.in_words(wish.community) or '—'}）"
        for number, wish in enumerate(wishes, start=1)
    )
    if not wishes:
        turn.answer("wish-wall-empty", (choice("wish/new", "do-wish"), choice("results/", "do-results")))
    elif turn.person.has(Role.VOLUNTEER):
        buttons = (named(f"claim/{w.id}", f"{n}. {_anonymous(w)}") for n, w in enumerate(wishes, start=1))
        turn.answer("wish-wall", tuple(buttons), args={"lines": lines})
    else:
        turn.answer("wish-wall-read", (choice("volunteer/join", "do-volunteer"),), args={"lines": lines})


def _anonymous(wish: Ticket, length: int = cards.TITLE_LENGTH) -> str:
    return cards.shortened(cards.anonymous(wish.words), length)


def mine_claimed(turn: Turn) -> None:
    """What this volunteer has promised."""
    claimed = turn.uow.tickets.of_claimant(turn.person.id)
    if not claimed:
        wall(turn)
        return
    buttons = tuple(cards.open_button(turn, wish) for wish in claimed)
    turn.answer("wish-claimed-list", buttons, args={"count": len(claimed)})


def claim(turn: Turn, ticket_id: str) -> None:
    """One volunteer, one wish: the life table lets only the first succeed. Only now the wisher's name is shown."""
    found = turn.uow.tickets.find(int(ticket_id)) if ticket_id.isdecimal() else None
    if found and found.wish and found.claimant not in (0, turn.person.id) and turn.person.has(Role.VOLUNTEER):
        turn.answer("wish-taken", (choice("wall/", "do-wall"),), args={"number": found.number})
        return
    ticket = show.visible(turn, ticket_id)
    after = act(turn, ticket, Action.CLAIM, turn.person, claimant=turn.person.id)
    name = turn.uow.people.view(after.reporter, "name", turn.person.id, f"claimed wish {after.number}", turn.now)
    turn.ticket = after.id
    turn.answer(
        "wish-you-claimed",
        cards.buttons(turn, after, turn.person),
        card=cards.card_id(after, turn),
        args={
            **cards.facts(turn, after),
            "wisher": name or Text("a-neighbour"),
            "days": turn.world.policy.wish_unfulfilled_after.days,
        },
    )


def release(turn: Turn, ticket: Ticket) -> None:
    after = act(turn, ticket, Action.RELEASE, turn.person, claimant=0)
    turn.answer("wish-you-released", (choice("wall/", "do-wall"),), args=cards.facts(turn, after))


def start_fulfil(turn: Turn, ticket: Ticket) -> None:
    require(turn, ticket, Action.FULFIL)
    begin(turn, FULFIL, {"ticket": ticket.id})


def read_note(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not (incoming.text.strip() or incoming.media):
        raise Unclear("unclear-note")
    return {**answers, "note": incoming.text, "media": pack_files(incoming)}


def finish_fulfil(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    after = act(
        turn,
        ticket,
        Action.FULFIL,
        turn.person,
        note=answers["note"],
        media=files_in(answers),
        episode=ticket.episode + 1,
        resolved_at=turn.now,
    )
    turn.answer("wish-you-fulfilled", args=cards.facts(turn, after))


def join(turn: Turn) -> None:
    """Anybody may offer to help; nobody is assigned (志愿服务条例 Art. 25: no forced assignment)."""
    turn.uow.people.hold(turn.person.id, Post(Role.VOLUNTEER, turn.person.home[:COMMUNITY_DIGITS] or EVERYWHERE))
    turn.person = turn.uow.people.get(turn.person.id) or turn.person
    turn.answer("volunteer-joined", (choice("wall/", "do-wall"),))


def my_points(turn: Turn) -> None:
    """我的积分: how many, and for what; they are thanks, not money."""
    lines = "\n".join(_line(turn, entry) for entry in turn.uow.points.of_person(turn.person.id, ENTRIES_SHOWN))
    args: dict[str, Arg] = {"points": turn.uow.points.balance(turn.person.id), "lines": lines}
    turn.answer("points-mine" if lines else "points-none", (choice("wall/", "do-wall"),), args=args)


def _line(turn: Turn, entry: Entry) -> str:
    found = turn.uow.tickets.find(entry.ticket)
    local = turn.world.week.local(entry.at)
    args: dict[str, Arg] = {
        "day": f"{local:%m-%d}",
        "deed": Text(f"deed-{entry.deed}"),
        "points": f"{entry.points:+d}",
        "number": found.number if found else "",
        "note": entry.note,
    }
    return turn.world.say(Text("points-line", args), turn.person.language)


FULFIL = Form("fulfil", (Question("note", lambda _t, _a: Ask(Text("wish-ask-fulfil")), read_note),), finish_fulfil)
