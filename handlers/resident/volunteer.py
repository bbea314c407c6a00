"""The micro-wish as volunteers see it: the wall, the claim, the fulfilment. Who wished is shown to the claimant only."""

from __future__ import annotations

from domain.errors import NotAllowed
from domain.grid_codes import community_code
from domain.messages import Arg, Incoming, Text
from domain.people import Post, Role, scopes_above
from domain.points import Entry
from domain.ticket import Action, Status, Ticket
from handlers import cards, show
from handlers.dispatch import widest_supervisors
from handlers.forms import Answers, Form, Question, Unclear, always, begin, ticket_in
from handlers.kept import files_in, pack_files
from handlers.life import act
from handlers.readers import own_words
from handlers.scene import Turn, choice, named
from handlers.wishing import is_cleared, may_be_shown, public_words, slot

ON_WALL = 8
WORDS_ON_WALL = 40
ENTRIES_SHOWN = 8
LOOKED_AT = 40  # wishes read for a wall; those of children are for checked volunteers only
LONGEST_NAME = 30
EVERYWHERE = "000000000000"  # the scope of volunteers who live nowhere we know


def wall(turn: Turn) -> None:
    """The wishes nobody has claimed, except one's own: need and area, never who."""
    found = turn.uow.tickets.wishes(Status.OPEN, limit=LOOKED_AT)
    wishes = [w for w in found if w.reporter != turn.person.id and may_be_shown(turn, w, turn.person.id)][:ON_WALL]
    lines = "\n".join(_line_on_wall(turn, number, wish) for number, wish in enumerate(wishes, start=1))
    if not wishes:
        turn.answer("wish-wall-empty", (choice("wish/new", "do-wish"), choice("results/", "do-results")))
    elif turn.person.has(Role.VOLUNTEER):
        buttons = (named(f"claim/{w.id}", f"{n}. {_need(turn, w)}") for n, w in enumerate(wishes, start=1))
        turn.answer("wish-wall", tuple(buttons), args={"lines": lines})
    else:
        turn.answer("wish-wall-read", (choice("volunteer/join", "do-volunteer"),), args={"lines": lines})


def _line_on_wall(turn: Turn, number: int, wish: Ticket) -> str:
    when = slot(turn, wish)
    where = turn.world.gazetteer.in_words(wish.community) or "—"
    said = f" · {turn.world.say(when, turn.person.language)}" if isinstance(when, Text) else ""
    return f"{number}. {_need(turn, wish, WORDS_ON_WALL)}（{where}{said}）"


def _need(turn: Turn, wish: Ticket, length: int = cards.TITLE_LENGTH) -> str:
    return cards.shortened(public_words(turn, wish), length)


def mine_claimed(turn: Turn) -> None:
    """What this volunteer has promised."""
    claimed = turn.uow.tickets.of_claimant(turn.person.id)
    if not claimed:
        turn.answer("wish-none-claimed", (choice("wall/", "do-wall"),))
        return
    buttons = tuple(cards.open_button(turn, wish) for wish in claimed)
    turn.answer("wish-claimed-list", buttons, args={"count": len(claimed)})


def claim(turn: Turn, ticket_id: str) -> None:
    """One volunteer, one wish: the life table lets only the first succeed. Only now the wisher's name is shown."""
    found = turn.uow.tickets.find(int(ticket_id)) if ticket_id.isdecimal() else None
    if (
        found
        and found.wish
        and not found.child
        and found.claimant not in (0, turn.person.id)
        and turn.person.has(Role.VOLUNTEER)
    ):
        turn.answer("wish-taken", (choice("wall/", "do-wall"),), args={"number": found.number})
        return
    ticket = show.visible(turn, ticket_id)
    if ticket.child:
        _offer(turn, ticket)
        return
    after = act(turn, ticket, Action.CLAIM, turn.person, claimant=turn.person.id)
    name = turn.uow.people.view(after.reporter, "name", turn.person.id, f"claimed wish {after.number}", turn.now)
    turn.ticket = after.id
    turn.answer(
        "wish-you-claimed",
        cards.buttons(turn, after, turn.person),
        card=cards.card_id(after, turn),
        args={
            **cards.facts(turn, after),
            "slot": slot(turn, after),
            "wisher": name or Text("a-neighbour"),
            "days": turn.world.policy.wish_unfulfilled_after.days,
        },
    )


def _offer(turn: Turn, ticket: Ticket) -> None:
    """愿意认领: for a child staff decide who it is; the volunteer learns nothing more by asking."""
    if not is_cleared(turn, turn.person.id):
        raise NotAllowed(f"offer {ticket.number}")
    after = act(turn, ticket, Action.OFFER, turn.person)
    turn.ticket = after.id
    turn.answer("child-offered", (choice("wall/", "do-wall"),), args={"number": after.number})


def release(turn: Turn, ticket: Ticket) -> None:
    after = act(turn, ticket, Action.RELEASE, turn.person, claimant=0)
    turn.answer("wish-you-released", (choice("wall/", "do-wall"),), args=cards.facts(turn, after))


def read_note(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """How it went; of a child's wish no photo is kept."""
    media = [] if ticket_in(turn, answers).child else pack_files(incoming)
    if not (incoming.text.strip() or media):
        raise Unclear("unclear-note")
    return {**answers, "note": incoming.text, "media": media}


def finish_fulfil(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
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
    turn.uow.people.hold(turn.person.id, Post(Role.VOLUNTEER, community_code(turn.person.home) or EVERYWHERE))
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


# ---- 背景核查: who may help children


def start_clearance(turn: Turn) -> None:
    """Until when one is checked, or ask for it; staff look into it, not the bot."""
    until = turn.uow.wishes.cleared_until(turn.person.id)
    if until and turn.now < until:
        turn.answer("clearance-valid", (choice("wall/", "do-wall"),), args={"until": turn.moment(until)})
        return
    name = turn.uow.people.name(turn.person.id)
    begin(turn, CLEARANCE, {"name": name} if name else {})


def finish_clearance(turn: Turn, answers: Answers) -> None:
    if not turn.uow.people.name(turn.person.id):
        turn.uow.people.note(turn.person.id, "name", answers["name"])
    scopes = scopes_above(turn.person.home or next(p.scope for p in turn.person.posts if p.role is Role.VOLUNTEER))
    people = turn.uow.people.with_post(Role.DESK, scopes) or widest_supervisors(turn)
    choices = (
        choice(f"clear/{turn.person.id}", "do-cleared"),
        choice(f"unclear/{turn.person.id}", "do-not-cleared"),
    )
    for person in people:
        turn.tell(person, "clearance-asked", choices, args={"name": answers["name"]})
    turn.answer("clearance-passed-on", (choice("wall/", "do-wall"),))


CLEARANCE = Form(
    "clearance",
    (Question("name", always("clearance-ask-name"), own_words("name", LONGEST_NAME)),),
    finish_clearance,
)
FULFIL = Form("fulfil", (Question("note", always("wish-ask-fulfil"), read_note),), finish_fulfil)
