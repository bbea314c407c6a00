"""知识库 in chat: what ends, what found no answer, what did not help; small corrections, confirmed and on the trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from domain.errors import NotAllowed, NotFound
from domain.knowledge import LONGEST_ANSWER, Entry, Outcome, Use, succeeding
from domain.masking import masked
from domain.messages import Arg, Choice, Incoming, Lane, Text
from domain.people import Person, Role
from domain.values import frozen, replace
from handlers import cards, knowing
from handlers.forms import Answers, Ask, Form, Question, Unclear, begin
from handlers.moments import day_in
from handlers.scene import Scene, Turn, choice, named
from nlp.knowledge import Knowledge
from storage.audit import Act

DAY = timedelta(days=1)
RECENT = timedelta(days=30)
SHOWN = 10
WORST = 5
PICKED = 5
NO_END = "没有期限"


@frozen
class Fate:
    """An entry and what it did in a month."""

    entry: Entry
    use: Use


def show(turn: Turn) -> None:
    """知识库: how it stands, and where to go on."""
    entries = _mine(turn, turn.person)
    ageing = _ageing(turn, entries)
    counts = turn.uow.knowledge.count(turn.now - RECENT, turn.now + DAY)
    args: dict[str, Arg] = {
        "count": len(entries),
        "ageing": len(ageing) or "",
        "asked": sum(counts.values()),
        "solved": counts.get(Outcome.SOLVED, 0),
        "unsolved": counts.get(Outcome.UNSOLVED, 0),
        "unanswered": counts.get(Outcome.UNANSWERED, 0),
    }
    edits = (
        (choice("kb_edit/", "do-kb-edit"),) if any(knowing.edits(turn, turn.person, each) for each in entries) else ()
    )
    lists = tuple(choice(f"kb_{name}/", f"do-kb-{name}") for name in LISTS)
    turn.answer("knowledge-overview", (*lists, *edits), args=args)


def show_ageing(turn: Turn, _argument: str) -> None:
    found = _ageing(turn, _mine(turn, turn.person))
    if not found:
        _nothing(turn)
        return
    turn.answer("knowledge-ageing-list", _buttons(turn, found), args={"lines": knowing.lines(turn, found)})


def show_unanswered(turn: Turn, _argument: str) -> None:
    """What residents asked and no entry answered, without numbers and names."""
    found = turn.uow.knowledge.unanswered(turn.now - RECENT, SHOWN * 5)
    mine = [each for each in found if _asked_here(turn.person, each.area)][:SHOWN]
    if not mine:
        _nothing(turn)
        return
    said = (
        Text("knowledge-unanswered-line", {"at": turn.moment(each.at), "words": _masked(each.words)}) for each in mine
    )
    lines = "\n".join(turn.world.say(line, "zh-CN") for line in said)
    turn.answer("knowledge-unanswered", (choice("menu/", "do-menu"),), args={"lines": lines})


def show_worst(turn: Turn, _argument: str) -> None:
    """The entries that helped least this month."""
    found = _worst(turn, turn.person, turn.month())
    if not found:
        _nothing(turn)
        return
    buttons = _buttons(turn, [fate.entry for fate in found])
    turn.answer("knowledge-worst", buttons, args={"lines": _fates(turn, found)})


def tell_month(scene: Scene, person: int, month: str) -> None:
    """With the bulletin: which entries helped least in that month, and how many questions found no answer."""
    reader = scene.uow.people.get(person)
    if reader is None:
        return
    found = _worst(scene, reader, month)
    start = datetime.fromisoformat(f"{month}-01").replace(tzinfo=scene.world.week.zone)
    counts = scene.uow.knowledge.count(start, (start + 32 * DAY).replace(day=1))
    if found:
        args: dict[str, Arg] = {
            "lines": _fates(scene, found),
            "asked": sum(counts.values()),
            "unanswered": counts.get(Outcome.UNANSWERED, 0),
        }
        scene.tell(person, "knowledge-month", (choice("kb_worst/", "do-kb-worst"),), lane=Lane.DIGEST, args=args)


def _worst(scene: Scene, person: Person, month: str) -> list[Fate]:
    """Those that failed somebody, the smallest share of solved first."""
    entries = {entry.code: entry for entry in _mine(scene, person)}
    found = [Fate(entries[use.code], use) for use in scene.uow.knowledge.uses(month) if use.code in entries]
    failed = [fate for fate in found if fate.use.unsolved]
    return sorted(
        failed, key=lambda fate: (fate.use.solved / (fate.use.solved + fate.use.unsolved), -fate.use.unsolved)
    )[:WORST]


def _fates(scene: Scene, found: list[Fate]) -> str:
    said = (
        Text(
            "knowledge-worst-line",
            {
                "code": fate.entry.code,
                "title": fate.entry.title,
                "shown": fate.use.shown,
                "solved": fate.use.solved,
                "unsolved": fate.use.unsolved,
            },
        )
        for fate in found
    )
    return "\n".join(scene.world.say(line, "zh-CN") for line in said)


def _mine(scene: Scene, person: Person) -> list[Entry]:
    return [entry for entry in scene.uow.knowledge.entries() if knowing.sees(scene, person, entry)]


def _ageing(scene: Scene, entries: list[Entry]) -> list[Entry]:
    before = scene.world.policy.knowledge_stale_before
    return [entry for entry in entries if entry.ageing(scene.today(), before)]


def _asked_here(person: Person, area: str) -> bool:
    """Questions from nowhere are for everybody who looks after answers."""
    return any(person.has(role, area) for role in EDITORS)


def _masked(words: str) -> str:
    return cards.shortened(cards.anonymous(masked(words)), 60)


def _buttons(turn: Turn, entries: list[Entry]) -> tuple[Choice, ...]:
    mine = [entry for entry in entries if knowing.edits(turn, turn.person, entry)]
    back = choice("menu/", "do-menu")
    return (*(named(f"kb_edit/{each.code}", cards.shortened(each.title)) for each in mine[:SHOWN]), back)


def _nothing(turn: Turn) -> None:
    turn.answer("knowledge-nothing", (choice("menu/", "do-menu"),))


# ---- small corrections


def start_edit(turn: Turn, code: str) -> None:
    begin(turn, EDIT, {"code": _editable(turn, code).code} if code else {})


def _editable(turn: Turn, code: str) -> Entry:
    found = next((entry for entry in turn.uow.knowledge.entries() if entry.code == code), None)
    if found is None:
        raise NotFound(f"entry {code}")
    if not knowing.edits(turn, turn.person, found):
        raise NotAllowed(f"entry {code}")
    return found


def ask_code(_turn: Turn, answers: Answers) -> Ask:
    found = answers.get("found", [])
    key = "knowledge-ask-which" if found else "knowledge-ask-code"
    return Ask(Text(key), tuple(named(code, title) for code, title in found))


def read_code(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A code, or some words of its questions."""
    words = incoming.text.strip()
    mine = [entry for entry in turn.uow.knowledge.entries() if knowing.edits(turn, turn.person, entry)]
    if any(entry.code == words.casefold() for entry in mine):
        return {**answers, "code": words.casefold()}
    near = [entry for entry in mine if words and any(words in question for question in entry.questions)]
    near = near or [found.entry for found in Knowledge(mine).search(words).likely]
    if not near:
        raise Unclear("knowledge-unclear-code", {"found": []})
    return {**answers, "found": [[entry.code, cards.shortened(entry.title)] for entry in near[:PICKED]]}


def ask_field(turn: Turn, answers: Answers) -> Ask:
    entry = _editable(turn, answers["code"])
    options = tuple(choice(field, f"knowledge-field-{field}") for field in FIELDS)
    return Ask(Text("knowledge-ask-field", _facts(entry)), options)


def _facts(entry: Entry) -> dict[str, Arg]:
    until = entry.until.isoformat() if entry.until else NO_END
    return {"code": entry.code, "title": entry.title, "answer": entry.answer, "until": until, "source": entry.source}


def ask_value(_turn: Turn, answers: Answers) -> Ask:
    return Ask(Text(f"knowledge-ask-{answers['field']}"))


def read_value(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    words = incoming.text.strip()
    if answers["field"] == "answer":
        if not 0 < len(words) <= LONGEST_ANSWER:
            raise Unclear("knowledge-unclear-answer", most=str(LONGEST_ANSWER), long=str(len(words)))
        return {**answers, "value": words}
    today = turn.today()
    day = None if words in FOR_EVER else day_in(words, today)
    if words not in FOR_EVER and (day is None or day < today):
        raise Unclear("knowledge-unclear-until")
    return {**answers, "value": day.isoformat() if day else ""}


def ask_confirm(turn: Turn, answers: Answers) -> Ask:
    """Old and new, side by side."""
    old, new = _editable(turn, answers["code"]), _changed(turn, answers)
    args = {"title": old.title, "before": _told(old, answers["field"]), "after": _told(new, answers["field"])}
    return Ask(Text("knowledge-ask-confirm", args), (choice("yes", "knowledge-yes"), choice("no", "knowledge-no")))


def _told(entry: Entry, field: str) -> str:
    return entry.answer if field == "answer" else entry.until.isoformat() if entry.until else NO_END


def _changed(turn: Turn, answers: Answers) -> Entry:
    old = _editable(turn, answers["code"])
    if answers["field"] == "answer":
        return replace(old, answer=answers["value"])
    if answers["field"] == "stop":
        return replace(old, until=turn.today() - DAY)
    return replace(old, until=date.fromisoformat(answers["value"]) if answers["value"] else None)


def finish(turn: Turn, answers: Answers) -> None:
    """Kept, and on the trail: who, which entry, what of it; what it said before is not repeated there."""
    if answers["confirm"] != "yes":
        turn.answer("cancelled")
        return
    old = _editable(turn, answers["code"])
    new = succeeding(old, _changed(turn, answers), turn.today())
    turn.uow.knowledge.keep(new)
    turn.uow.audit.did(Act(turn.now, str(turn.person.id), "edit knowledge", f"{old.code} {answers['field']}"))
    turn.answer("knowledge-kept", (choice("kb_edit/", "do-kb-edit"), choice("menu/", "do-menu")), args=_facts(new))


EDITORS = (Role.SUPERVISOR, Role.DESK, Role.UNIT_DESK)
FIELDS = ("answer", "until", "stop")
FOR_EVER = frozenset({"长期", "长期有效", "没有期限", "无期限", "一直有效"})
LISTS: dict[str, Callable[[Turn, str], None]] = {
    "ageing": show_ageing,
    "unanswered": show_unanswered,
    "worst": show_worst,
}
# what may be corrected in chat; new entries and new questions come with an import
EDIT = Form(
    "knowledge-edit",
    (
        Question("code", ask_code, read_code),
        Question("field", ask_field),
        Question("value", ask_value, read_value, lambda a: a.get("field") != "stop"),
        Question("confirm", ask_confirm),
    ),
    finish,
)
