"""Danger: what to do now and one question before anything else; once filed, the place and nothing else."""

from __future__ import annotations

from domain.messages import Incoming, Lane, Text
from domain.ticket import Action, Ticket
from domain.values import replace
from handlers import cards
from handlers.dispatch import first_for
from handlers.forms import NO, YES, Answers, Ask, Form, Question, Unclear, bare, begin, go_on, ticket_in
from handlers.kept import files_in
from handlers.life import act
from handlers.resident.draft import placed, said, unpack_spot, with_message
from handlers.scene import Turn, choice
from handlers.world import World
from nlp.whereabouts import says_where


def is_live(answers: Answers) -> bool:
    return bool(answers.get("live") == "now")


def ask_live(turn: Turn, answers: Answers) -> Ask:
    """The safety line, whom to ring, and the one question; nothing waits before it."""
    choices = (choice("now", "live-now"), choice("past", "live-past"), choice("fear", "live-fear"))
    safety, numbers = first_words(turn.world, answers["danger"])
    if answers.get("told"):  # what to do has been said; saying it each time hides the question
        return Ask(Text("report-ask-live-again", {"numbers": numbers}), choices, lane=Lane.URGENT)
    return Ask(Text("report-ask-live", {"safety": safety, "numbers": numbers}), choices, lane=Lane.URGENT)


def first_words(world: World, danger: str) -> tuple[str, str]:
    """What to do at once in this danger, and whom to ring."""
    advice = world.understander.advice(danger)
    contacts = (world.contacts.get(number.strip("{}"), number) for number in advice.numbers)
    return advice.safety, "、".join(each for each in contacts if not each.startswith("{"))


def read_live(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Somebody in danger does not pick from menus: 是的, or more cries, mean now; all that is said is kept."""
    word = bare(incoming.text)
    if word in YES:
        return {**answers, "live": "now"}
    kept = with_message(turn, answers, incoming)
    again = turn.world.understander.understand(incoming.text)
    if again.emergency and again.emergency.live:
        return {**kept, "live": "now"}
    no = word in NO
    raise Unclear("unclear-live-no" if no else "unclear-live", {**(answers if no else kept), "told": True})


LIVE = Question("live", ask_live, read_live, lambda answers: bool(answers.get("danger_live")))


# ---- after it was filed without a grid


def ask_place(turn: Turn, ticket: Ticket) -> None:
    """Once everybody is paged: where exactly."""
    begin(turn, DANGER_PLACE, {"ticket": ticket.id})


def _ask_place(turn: Turn, answers: Answers) -> Ask:
    ticket = ticket_in(turn, answers)
    area = turn.world.gazetteer.area(ticket.place)
    if area is None:
        return Ask(Text("report-ask-danger-place"), lane=Lane.URGENT)
    return Ask(Text("report-ask-building", {"name": area.name}), lane=Lane.URGENT)


def _read_place(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not (incoming.text.strip() or incoming.point or incoming.media):
        raise Unclear("unclear-where")
    return {**with_message(turn, answers, incoming), "place": "said"}


def _finish_place(turn: Turn, answers: Answers) -> None:
    """What is said goes to everybody who was paged; the grid's own people are paged now that the grid is known.

    Words that say nothing of where (你们快点啊) are passed on too, and the place is asked for once more.
    """
    ticket = ticket_in(turn, answers)
    media = files_in(answers)
    turn.ticket = ticket.id
    after = act(turn, ticket, Action.ADD, turn.person, note=said(answers), media=media)
    after = _sent_nearest(turn, after, answers)
    if not (answers.get("again") or media or answers.get("point") or says_where(turn.world.normalise(said(answers)))):
        passed_on = Text("report-danger-passed-on", cards.facts(turn, after))
        go_on(turn, DANGER_PLACE, {"ticket": ticket.id, "again": True}, passed_on)
        return
    turn.answer("report-danger-place", lane=Lane.URGENT, args=cards.facts(turn, after))


def _sent_nearest(turn: Turn, ticket: Ticket, answers: Answers) -> Ticket:
    area = turn.world.gazetteer.area(ticket.place)
    words = said(answers)
    numbered = f"{area.name}{words}{'栋' if turn.world.normalise(words).isdecimal() else ''}" if area else words
    find = turn.world.gazetteer.find
    spot = unpack_spot(answers) or find(numbered, ticket.place or turn.person.home, turn.person.home_words)
    if spot is None or not spot.code:
        return ticket
    found = placed(turn, answers, spot)
    place = {name: found[name] for name in ("grid", "community", "place_words")} | {"place": spot.code}
    there = replace(ticket, **place)
    return act(turn, ticket, Action.ASSIGN, None, assignee=first_for(turn, there), **place)


DANGER_PLACE = Form("danger-place", (Question("place", _ask_place, _read_place),), _finish_place)
