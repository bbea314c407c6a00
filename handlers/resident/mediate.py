"""我要调解: who with, about what, where; and what both sides see and say of it. Nothing happens that both do not want."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from domain.mediation import Mediation, Move, Side, sides
from domain.messages import Choice, Incoming, Text
from domain.values import replace
from handlers import mediating, unlinking
from handlers.forms import Answers, Ask, Elsewhere, Form, Question, always, begin, yes_or_no
from handlers.readers import own_words, words_in
from handlers.resident import where
from handlers.scene import Turn, choice, named

PREFIX = "mediate-"
CHOOSE = "choose"
LONGEST = 500
SHOWN = 8
NEVER = frozenset({"violence", "domestic", "suicide"})  # who is hurt or threatened needs help, not a talk at one table


def start(turn: Turn) -> None:
    begin(turn, MEDIATE, {"began": turn.now.isoformat()})


def read_what(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Violence and children in danger take the road of emergencies instead."""
    words = words_in(incoming, LONGEST)
    heard = turn.world.understand(words, turn.person)
    if heard.emergency and heard.emergency.type in NEVER:
        turn.answer("mediation-not-danger")
        raise Elsewhere
    return {**answers, "what": words}


def ask_confirm(turn: Turn, answers: Answers) -> Ask:
    """Whoever wants to may choose the mediator, where there is anybody to choose from."""
    choose = (choice(CHOOSE, "mediation-choose"),) if _offered(turn, answers) else ()
    return Ask(Text("mediation-ask-confirm"), (choice("yes", "mediation-yes"), *choose, choice("no", "mediation-no")))


def ask_mediator(turn: Turn, answers: Answers) -> Ask:
    return Ask(Text("mediation-ask-mediator"), mediators(turn, _offered(turn, answers)))


def mediators(turn: Turn, people: list[int]) -> tuple[Choice, ...]:
    """Each with how much they have in hand."""
    options = []
    for person in people[:SHOWN]:
        count = len(turn.uow.mediations.open_of(person))
        label = Text("mediation-mediator", {"name": turn.uow.people.name(person), "count": count})
        options.append(named(str(person), turn.world.say(label, turn.person.language)))
    return tuple(options)


def _offered(turn: Turn, answers: Answers) -> list[int]:
    return mediating.to_choose_from(turn, _draft(turn, answers), answers["other"] + answers["what"])


def _draft(turn: Turn, answers: Answers) -> Mediation:
    area = answers.get("grid") or answers.get("community") or turn.person.home
    return Mediation(0, turn.person.id, area, created_at=turn.now)


def finish(turn: Turn, answers: Answers) -> None:
    """Kept sealed, given to a mediator; what was said here is forgotten in an hour."""
    since = datetime.fromisoformat(answers["began"])
    unlinking.later(turn, since)
    if answers["confirm"] == "no":
        turn.answer("cancelled")
        return
    kept = turn.uow.mediations
    found = kept.add(_draft(turn, answers))
    for field, name in (("matter", "what"), ("other", "other"), ("asker", "me")):
        kept.keep(found.id, field, answers[name])
    mediator = int(answers.get("mediator", 0)) or mediating.mediator_for(turn, found)
    given = replace(found, mediator=mediator, version=1)
    kept.save(given, found.version)
    mediating.tell(turn, given, given.mediator, "mediator-asked")
    mediating.watch(turn, given)
    turn.answer("mediation-filed", (choice(f"mediate_open/{given.id}", "do-open"),), args=mediating.facts(turn, given))


MEDIATE = Form(
    "mediate",
    (
        Question("what", always("mediation-ask-what"), read_what),
        Question("other", always("mediation-ask-other"), own_words("other", LONGEST)),
        Question("me", always("mediation-ask-me"), own_words("me", LONGEST)),
        where.questions(lambda _: True)[0],
        Question("confirm", ask_confirm, yes_or_no("confirm")),
        Question("mediator", ask_mediator, needed=lambda a: a.get("confirm") == CHOOSE),
    ),
    finish,
    draft=True,
)


# ---- another mediator


def start_change(turn: Turn, argument: str) -> None:
    """换一位调解员: either side may, while there is another one; who was left is not asked again."""
    found = mediating.possible(turn, argument, Move.CHANGE)
    if mediating.to_choose_from(turn, found, mediating.said(turn, found)):
        begin(turn, CHANGE, {"mediation": found.id})
    else:
        turn.answer("mediation-no-other", mediating.buttons(found, turn.person), args=mediating.facts(turn, found))


def ask_other_mediator(turn: Turn, answers: Answers) -> Ask:
    found = turn.uow.mediations.get(int(answers["mediation"]))
    people = mediating.to_choose_from(turn, found, mediating.said(turn, found))
    return Ask(Text("mediation-ask-mediator"), mediators(turn, people))


def finish_change(turn: Turn, answers: Answers) -> None:
    found = mediating.possible(turn, str(answers["mediation"]), Move.CHANGE)
    after = mediating.do(turn, found, Move.CHANGE, turn.person, mediator=int(answers["mediator"]))
    turn.answer("mediation-changed", mediating.buttons(after, turn.person), args=mediating.facts(turn, after))


CHANGE = Form("mediate-change", (Question("mediator", ask_other_mediator),), finish_change)


# ---- afterwards


def show_mine(turn: Turn) -> None:
    """我的调解: those somebody asked for, was asked to, or mediates; the open ones first."""
    found = sorted(turn.uow.mediations.of_person(turn.person.id), key=lambda each: not each.open)[:SHOWN]
    if not found:
        turn.answer("mediation-none", (choice("mediate/", "do-mediate"), choice("menu/", "do-menu")))
        return
    lines = "\n".join(
        turn.world.say(Text("mediation-line", mediating.facts(turn, each)), turn.person.language) for each in found
    )
    buttons = tuple(named(f"mediate_open/{each.id}", each.number) for each in found)
    turn.answer("mediation-list", buttons, args={"lines": lines})


def card(turn: Turn, argument: str) -> None:
    found = mediating.own(turn, argument)
    turn.answer("mediation-card", mediating.buttons(found, turn.person), args=mediating.facts(turn, found))


def look(turn: Turn, argument: str) -> None:
    """What is kept sealed, as far as this side may see it; the look is logged, the message forgotten in an hour."""
    found = mediating.own(turn, argument)
    who = sides(found, turn.person)
    shown = VISIBLE[next(side for side in (Side.MEDIATOR, Side.ASKER, Side.OTHER) if side in who)]
    held = {field: turn.uow.mediations.view(found, field, turn.person.id, turn.now) for field in shown}
    args = {name: held.get(name, "") for name in ("matter", "asker", "other", "agreement")}
    unlinking.later(turn, turn.now)
    turn.answer("mediation-held", mediating.buttons(found, turn.person), args={**mediating.facts(turn, found), **args})


def say(move: Move) -> Callable[[Turn, str], None]:
    """A button that says one thing at once."""

    def run(turn: Turn, argument: str) -> None:
        found = mediating.own(turn, argument)
        after = mediating.do(turn, found, move, turn.person)
        turn.answer(f"mediation-you-{move}", mediating.buttons(after, turn.person), args=mediating.facts(turn, after))

    return run


def from_link(turn: Turn, payload: str) -> bool:
    """The other side came by the mediator's link: from now on they say themselves what they want."""
    found = turn.uow.mediations.redeem(payload.removeprefix(PREFIX))
    if found is None or found.other or not found.open or sides(found, turn.person):
        turn.answer("mediation-link-refused", (choice("menu/", "do-menu"),))
        return True
    after = replace(found, other=turn.person.id, version=found.version + 1)
    turn.uow.mediations.save(after, found.version)
    mediating.watch(turn, after)
    args = {**mediating.facts(turn, after), "operator": turn.world.operator}
    turn.answer("mediation-invited", mediating.buttons(after, turn.person), args=args)
    return True


VISIBLE: dict[Side, tuple[str, ...]] = {
    Side.MEDIATOR: ("matter", "asker", "other", "agreement"),
    Side.ASKER: ("matter", "other", "agreement"),
    Side.OTHER: ("agreement",),  # what it is about the mediator tells them
}
AT_ONCE = frozenset(Move) - {Move.PROPOSE, Move.AGREE, Move.CHANGE}
