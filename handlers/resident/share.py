"""Thanks for a wish that came true, and the one question whether the result may be shown to everybody; no is the default."""

from __future__ import annotations

from domain.errors import NotAllowed
from domain.messages import Incoming, Text
from domain.ticket import Action, Ticket
from handlers import cards
from handlers.forms import Answers, Ask, Form, Question, Unclear, begin, ticket_in, yes_no_or_new
from handlers.kept import files_in, pack_files
from handlers.life import act
from handlers.publishing import may_ask
from handlers.scene import Turn, choice

RESULTS_SHOWN = 6
LONGEST_THANKS = 200


def ask_thanks(turn: Turn, answers: Answers) -> Ask:
    ticket = ticket_in(turn, answers)
    return Ask(Text("thank-ask-child" if ticket.child else "thank-ask"))


def read_thanks(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A sentence, with a photo perhaps; of a child no photo is taken, and no name, number or door passed on."""
    ticket = ticket_in(turn, answers)
    media = [] if ticket.child else pack_files(incoming)
    if not (incoming.text.strip() or media):
        raise Unclear("unclear-note")
    thanks = cards.anonymous(incoming.text) if ticket.child else incoming.text
    return {**answers, "thanks": thanks.strip()[:LONGEST_THANKS], "media": media}


def finish_thanks(turn: Turn, answers: Answers) -> None:
    """The volunteer reads it; whether everybody may is a question of its own."""
    ticket = ticket_in(turn, answers)
    after = act(turn, ticket, Action.THANK, turn.person, note=answers["thanks"], media=files_in(answers))
    turn.ticket = after.id
    if not ask(turn, after, {"thanks": answers["thanks"], "media": answers["media"]}):
        turn.answer("thank-passed-on", args=cards.facts(turn, after))


def ask(turn: Turn, ticket: Ticket, more: Answers | None = None) -> bool:
    """Put the question, if it may be put; whether it was."""
    if not may_ask(turn, ticket, turn.person.id):
        return False
    begin(turn, SHARE, {"ticket": ticket.id, **(more or {})})
    return True


def ask_share(turn: Turn, answers: Answers) -> Ask:
    ticket = ticket_in(turn, answers)
    key = "share-ask-wish" if ticket.wish else "share-ask"
    return Ask(Text(key, cards.facts(turn, ticket)), (choice("no", "share-no"), choice("yes", "share-yes")))


def finish_share(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    turn.ticket = ticket.id
    if answers["share"] != "yes":
        turn.answer("share-no-thanks", args=cards.facts(turn, ticket))
        return
    after = act(turn, ticket, Action.CONSENT, turn.person, note=answers.get("thanks", ""), media=files_in(answers))
    key = "share-kept-wish" if after.wish else "share-kept"
    turn.answer(key, cards.hide_choice(after), args=cards.facts(turn, after))


def hide(turn: Turn, ticket: Ticket) -> None:
    """撤下公示: one press, and it is gone. Raises NotAllowed when nothing is shown any more."""
    if turn.uow.publications.of(ticket.id) is None:
        raise NotAllowed(f"hide {ticket.number}")
    after = act(turn, ticket, Action.HIDE, turn.person)
    turn.ticket = after.id
    turn.answer("share-hidden", args=cards.facts(turn, after))


def results(turn: Turn) -> None:
    """圆梦榜: the wishes that came true and may be shown."""
    found = turn.uow.publications.shown(RESULTS_SHOWN, wishes=True)
    lines = (
        Text(
            "wish-result",
            {
                "words": cards.shortened(shown.words, 40),
                "thanks": shown.thanks,
                "place": turn.world.gazetteer.in_words(wish.community) or "—",
            },
        )
        for shown, wish in found
    )
    said = "\n".join(turn.world.say(line, turn.person.language) for line in lines)
    turn.answer("wish-results" if found else "wish-results-none", (choice("wall/", "do-wall"),), args={"lines": said})


def board_link(turn: Turn) -> None:
    """公示栏: where it is."""
    if turn.world.policy.board.enabled and turn.world.page_address:
        turn.answer("board-link", args={"address": f"{turn.world.page_address}/board"})
    else:
        turn.answer("board-off", (choice("menu/", "do-menu"),))


THANK = Form("thank", (Question("thanks", ask_thanks, read_thanks),), finish_thanks, cancelled="thank-cancelled")
# whoever says anything but yes has not agreed, and is not asked again
SHARE = Form(
    "share", (Question("share", ask_share, yes_no_or_new("share")),), finish_share, cancelled="share-cancelled"
)
