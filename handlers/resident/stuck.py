"""办不成事: what a window or unit would not do although the papers were there; it goes to a supervisor, never to them."""

from __future__ import annotations

from domain.grid_codes import DISTRICT_DIGITS
from domain.messages import Incoming, Text
from domain.ticket import STUCK, Ticket
from domain.values import replace
from handlers import cards
from handlers.forms import Absorbed, Answers, Form, Question, Unclear, always, begin, without
from handlers.readers import own_words
from handlers.recusal import away_from_accused
from handlers.resident.draft import file_from, got, said, same_album, ticket_from, with_message
from handlers.scene import Scene, Turn, choice

CATEGORY = "党务政务"
SAID = ("stuck-said-refused", "stuck-said-papers", "stuck-said-elsewhere", "stuck-said-silence")
LONGEST = 200


def start(turn: Turn) -> None:
    begin(turn, FORM, {})


def read_what(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    grown = with_message(turn, answers, incoming)
    if not incoming.text.strip():
        raise Unclear("got-media" if incoming.media else "unclear-what", grown)
    return grown


def pick_said(turn: Turn, answers: Answers, picked: str) -> Answers:
    return {**answers, "said": turn.world.say(Text(picked), "zh-CN")}


def read_papers(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not incoming.media:
        raise Unclear("stuck-unclear-papers")
    return {**with_message(turn, answers, incoming), "papers": "sent"}


def absorb(turn: Turn, answers: Answers, incoming: Incoming, question: str) -> Absorbed | None:
    """A photo in the middle is one of the papers."""
    if same_album(turn, incoming):
        return Absorbed(with_message(turn, answers, incoming), silent=True)
    if incoming.media and not incoming.text.strip() and question in ("window", "said"):
        return Absorbed(with_message(turn, answers, incoming), got(incoming))
    return None


def finish(turn: Turn, answers: Answers) -> None:
    ticket = register(turn, turn.person.id, answers)
    turn.ticket = ticket.id
    turn.answer("stuck-filed", (choice(f"open/{ticket.id}", "do-open"),), args=cards.facts(turn, ticket))


def register(scene: Scene, person: int, answers: Answers) -> Ticket:
    """File it with a supervisor of the district whom it does not name: the window may be the community's own."""
    told = {name: answers.get(name, "") for name in ("window", "said")}
    words = scene.world.say(Text("stuck-words", {"what": said(answers), **told}), "zh-CN")
    known = {**answers, "kind": "complaint", "category": CATEGORY, "matter": STUCK}
    ticket = replace(ticket_from(scene, person, known), words=words, grid="", community=_district(scene, person))
    return file_from(scene, away_from_accused(scene, ticket), answers)


def _district(scene: Scene, person: int) -> str:
    """The district somebody lives in, "" when that is not known."""
    reporter = scene.uow.people.get(person)
    home = reporter.home[:DISTRICT_DIGITS] if reporter else ""
    return f"{home}000000" if home else ""


FORM = Form(
    "stuck",
    (
        Question(
            "what",
            always("stuck-ask-what"),
            read_what,
            lambda a: not said(a),
            undo=lambda a: without(a, "what", "parts"),
        ),
        Question("window", always("stuck-ask-window"), own_words("window", LONGEST)),
        Question(
            "said",
            always("stuck-ask-said", *(choice(each, each) for each in SAID)),
            own_words("said", LONGEST),
            pick=pick_said,
        ),
        Question(
            "papers",
            always("stuck-ask-papers", choice("none", "stuck-papers-none")),
            read_papers,
            lambda a: not a.get("media"),
        ),
    ),
    finish,
    absorb,
    draft=True,
)
