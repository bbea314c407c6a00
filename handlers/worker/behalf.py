"""代报: staff file what somebody tells them, hands in on paper or has no telephone for; and 诉求投递箱, the papers of a box.

Whoever has an account shows 我的码 and hears of it like of anything they said themselves. For whoever has none the worker
gets a slip to read out, copy or print, and asks them in the end how it was (handlers/worker/called.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from domain.masking import masked
from domain.messages import Arg, Choice, Incoming, Text
from domain.people import Role
from domain.places import Relation
from domain.sources import BEHALF, BOX
from domain.ticket import Ticket
from domain.values import replace
from handlers import cards, intake, left_out, slips
from handlers.forms import NO, YES, Absorbed, Answers, Ask, Form, Question, Unclear, always, bare, begin, without
from handlers.kept import files_in, point_in
from handlers.life import with_due
from handlers.readers import words_in
from handlers.recusal import is_beyond_us
from handlers.scene import Turn, choice, named
from handlers.worker import patrol
from storage.origins import Origin

CODE = re.compile(r"\D*(\d{3})\s?(\d{3})\D*")
DAY = re.compile(r"(?:(?P<year>20\d\d)[-./年])?(?P<month>\d{1,2})[-./月](?P<day>\d{1,2})[日号]?")
NOBODY, HERE, HOME, SKIP = "none", "here", "home", "skip"
OLDEST = timedelta(days=366)
NOON = time(12)
LONGEST_PLACE = 200
UNIT_ROLES = (Role.OFFICER, Role.UNIT_DESK)


def start(turn: Turn) -> None:
    """代报: somebody stands there or rings."""
    begin(turn, FORM, {"source": BEHALF})


def start_box(turn: Turn) -> None:
    """诉求投递箱: a paper is keyed in."""
    begin(turn, FORM, {"source": BOX})


def home_of(turn: Turn) -> str:
    """The area somebody of the staff speaks of when they name none: their grid, community, or that of their unit."""
    units = turn.world.organisation.units
    posts = sorted(turn.person.posts, key=lambda post: list(Role).index(post.role))
    areas = (units[p.scope].area if p.role in UNIT_ROLES and p.scope in units else p.scope for p in posts)
    return next(areas, turn.person.home)


def heard(turn: Turn, answers: Answers) -> intake.Heard:
    """What was said so far, as the intake reads it."""
    where: str = answers.get("where", "")
    person = turn.uow.people.get(int(answers["person"])) if answers.get("person") else None
    words = {HERE: "", HOME: person.home_words if person else ""}.get(where, where)
    media, point = files_in(answers), point_in(answers)
    return intake.Heard(answers["what"], home_of(turn), answers["source"], words, answers.get("grid", ""), media, point)


def read_what(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    return _with_place(turn, patrol.read_what(turn, answers, incoming))


def _with_place(turn: Turn, answers: Answers) -> Answers:
    """A place that was named, or shared, need not be asked for; 我家门口 is nobody's home yet."""
    told = heard(turn, answers)
    spot = intake.spot_of(turn, told, intake.understand(turn, told))
    if answers.get("grid") or answers.get("where") or (spot and spot.relation is not Relation.HOME):
        return {"where": "", **answers}
    return answers


# ---- for whom


def ask_person(_turn: Turn, answers: Answers) -> Ask:
    return Ask(Text(f"{answers['source']}-ask-person"), (choice(NOBODY, "behalf-no-account"),))


def pick_person(_turn: Turn, answers: Answers, _picked: str) -> Answers:
    return {**answers, "person": 0}


def read_person(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Six digits of 我的码; whoever guesses at them has to wait like anybody else."""
    there, codes = turn.incoming, turn.uow.retrievals
    found = CODE.fullmatch(incoming.text.strip())
    if found is None and bare(incoming.text) in NO:
        return pick_person(turn, answers, NOBODY)
    if found is None:
        raise Unclear("behalf-unclear-code")
    wrong = turn.world.policy.wrong_codes
    if codes.guessing(there.channel, there.sender, turn.now):
        raise Unclear("slip-guessing", minutes=wrong.minutes)
    person = turn.uow.own_codes.owner("".join(found.groups()), turn.now)
    if not person or person == turn.person.id:
        codes.guessed(there.channel, there.sender, turn.now, wrong)
        raise Unclear("behalf-wrong-code")
    return {**answers, "person": person, "contact": ""}


def read_contact(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Name and number are sealed at once, and the message that held them is forgotten."""
    hidden = turn.uow.origins.hide(words_in(incoming, LONGEST_PLACE), turn.person.id)
    turn.uow.erasure.unsay(incoming.channel, incoming.sender, incoming.message_id)
    return {**answers, "contact": hidden}


def contact_in(turn: Turn, answers: Answers) -> intake.Contact:
    hidden = answers.get("contact", "")
    return intake.read_contact(turn.uow.origins.show(hidden, turn.person.id)) if hidden else intake.Contact()


# ---- where


def ask_where(turn: Turn, answers: Answers) -> Ask:
    person = turn.uow.people.get(int(answers["person"])) if answers["person"] else None
    home = (choice(HOME, "behalf-at-home", place=person.home_words),) if person and person.home_words else ()
    area = turn.world.grid_name(home_of(turn))
    return Ask(Text("behalf-ask-where"), (*home, *((choice(HERE, "behalf-here", place=area),) if area else ())))


def read_where(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if incoming.point:
        grown = patrol.with_message(turn, answers, replace(incoming, text=""))
        if not grown.get("grid"):
            raise Unclear("unclear-point")
        return {**grown, "where": ""}
    words = " ".join(incoming.text.split())[:LONGEST_PLACE]
    spot = turn.world.gazetteer.find(words, home_of(turn)) if words else None
    if spot is None or not spot.code:
        raise Unclear("unclear-where")
    return {**answers, "where": words}


# ---- the paper


def ask_box(turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("box-ask-which"), tuple(named(box, box) for box in turn.world.policy.boxes))


def ask_written(turn: Turn, _answers: Answers) -> Ask:
    today = turn.today()
    days = ((today, "box-today"), (today - timedelta(days=1), "box-yesterday"))
    return Ask(
        Text("box-ask-written"), (*(choice(day.isoformat(), key) for day, key in days), choice(SKIP, "box-no-date"))
    )


def read_written(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A day of the last year; without a year the latest such day that is not in the future."""
    today = turn.today()
    found = DAY.fullmatch(incoming.text.strip())
    day = _day(found.groupdict(), today) if found else None
    if day is None or not today - OLDEST <= day <= today:
        raise Unclear("box-unclear-written")
    return {**answers, "written": day.isoformat()}


def _day(said: Mapping[str, str | None], today: date) -> date | None:
    try:
        day = date(int(said["year"] or today.year), int(said["month"] or 0), int(said["day"] or 0))
    except ValueError:
        return None
    return day.replace(year=day.year - 1) if day > today and not said["year"] else day


# ---- reading it back


def preview(turn: Turn, answers: Answers) -> Ticket:
    """The ticket these answers would make, with whoever gets it."""
    person = int(answers["person"])
    ticket = intake.draft(turn, heard(turn, answers), person, live=answers["source"] == BEHALF)
    ticket = intake.given(turn, replace(ticket, proxy=0 if person else turn.person.id))
    return with_due(turn, ticket)


def ask_confirm(turn: Turn, answers: Answers) -> Ask:
    ticket, contact = preview(turn, answers), contact_in(turn, answers)
    whom: Arg = Text("behalf-with-account") if answers["person"] else Text("behalf-without-name")
    if contact.name or contact.phone:
        whom = " ".join(filter(None, (f"{contact.name[:1]}＊" if contact.name else "", masked(contact.phone))))
    args: dict[str, Arg] = {
        **cards.facts(turn, ticket),
        "words": cards.shortened(ticket.words, 120),
        "photos": len(ticket.media) or "",
        "whom": Text("behalf-report-nobody") if ticket.confidential else whom,
        "paper": " ".join(answers.get(name, "") for name in ("box", "written") if answers.get(name, SKIP) != SKIP),
    }
    return Ask(Text("behalf-confirm", args), _confirm_choices(answers), card=True)


def _confirm_choices(answers: Answers) -> tuple[Choice, ...]:
    return (*(choice(each, f"behalf-{each}") for each in CONFIRM), *left_out.choices(answers))


def pick_confirm(turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == left_out.INCLUDE:
        return patrol.with_message(turn, without(answers, left_out.KEY), left_out.included(turn, answers))
    if picked == "what":
        return without(answers, "what", "where", "grid", "point")
    return without(answers, "where", "grid", "point") if picked == "where" else {**answers, "confirm": picked}


def read_confirm(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if bare(incoming.text) in YES:
        return {**answers, "confirm": "file"}
    raise Unclear("unclear-pick")


def absorb(turn: Turn, answers: Answers, incoming: Incoming, question: str) -> Absorbed | None:
    """A photo in the middle belongs to it; at the end so does one more sentence."""
    if bool(incoming.album) and incoming.album == turn.conversation.album and not incoming.text:
        return Absorbed(patrol.with_message(turn, answers, incoming), silent=True)
    if question in ("what", "where") or not (incoming.media or question == "confirm"):
        return None
    if bare(incoming.text) in YES:
        return None
    if question == "confirm" and (beside := left_out.beside(turn, answers)):
        return beside
    said = Text("got-media" if incoming.media else "got-words")
    return Absorbed(patrol.with_message(turn, without(answers, left_out.KEY), incoming), said)


# ---- filing it


def finish(turn: Turn, answers: Answers) -> None:
    if answers["confirm"] == "drop":
        turn.answer("behalf-dropped")
        return
    ticket, person = preview(turn, answers), int(answers["person"])
    contact = 0
    if not person and not ticket.confidential:
        contact = intake.keep_contact(turn, contact_in(turn, answers))
        ticket = replace(ticket, reporter=contact)
    danger = intake.danger_in(intake.understand(turn, heard(turn, answers)))
    origin = Origin(written=_noon(turn, answers.get("written", SKIP)), box=answers.get("box", ""), contact=contact)
    filed = intake.take_in(turn, ticket, turn.person.id, origin, danger=danger)
    _told(turn, filed, person)


def _noon(turn: Turn, day: str) -> str:
    """The middle of the day on a paper, "" when it bears none."""
    return "" if day == SKIP else datetime.combine(date.fromisoformat(day), NOON, turn.world.week.zone).isoformat()


def _told(turn: Turn, filed: Ticket, person: int) -> None:
    """The slip; or whoever has an account hears it themselves, and may take it back."""
    turn.ticket = 0 if filed.confidential else filed.id
    if filed.confidential:
        slips.hand_out(turn, filed, "slip-report-beyond-us" if is_beyond_us(filed) else "slip-report")
    elif filed.proxy:
        slips.hand_out(turn, filed, "slip", (*_undo(filed), choice("behalf/", "do-behalf-more")))
    else:
        worker = turn.uow.people.name(turn.person.id) or Text("nobody-yet")
        args: dict[str, Arg] = {**cards.facts(turn, filed), "clerk": worker}
        turn.tell(person, "resident-filed-for-you", _undo(filed), ticket=filed.id, args=args)
        turn.answer("behalf-filed", args=cards.facts(turn, filed))


def _undo(ticket: Ticket) -> tuple[Choice, ...]:
    return (choice(f"open/{ticket.id}", "do-open"), choice(f"withdraw/{ticket.id}", "do-withdraw"))


CONFIRM = ("file", "what", "where", "drop")

FORM = Form(
    "behalf",
    (
        Question("what", lambda _t, a: Ask(Text(f"{a['source']}-ask-what")), read_what),
        Question("person", ask_person, read_person, pick=pick_person, undo=lambda a: without(a, "person", "contact")),
        Question(
            "contact",
            always("behalf-ask-contact", choice(SKIP, "behalf-no-contact")),
            read_contact,
            pick=lambda _t, a, _p: {**a, "contact": ""},
        ),
        Question("where", ask_where, read_where),
        Question("box", ask_box, needed=lambda a: a["source"] == BOX),
        Question("written", ask_written, read_written, lambda a: a["source"] == BOX),
        Question("confirm", ask_confirm, read_confirm, pick=pick_confirm),
    ),
    finish,
    absorb,
    draft=True,
    cancelled="behalf-dropped",
)
