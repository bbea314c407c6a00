"""The house keeps its own rules: folders and contracts agree, texts and code agree."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from bot.catalogues import keys
from bot.texts import LOCALES, Texts
from domain.alerts import OTHER
from domain.answers import Result
from domain.exclusions import SHIPPED
from domain.mediation import LIFE, Move, Side, Stage
from domain.messages import Text
from domain.people import Role
from domain.points import Deed
from domain.sources import BEHALF, BOX
from domain.survey import REASONS, Said, reasons
from domain.task import NEXT, Step, TaskKind, TaskStatus
from domain.ticket import AT_ONCE, Action, Request, Status, Urgency
from domain.wishes import Slot, Way
from handlers import cards, commands, telling
from handlers.resident import contacted, mediate, survey, wish
from handlers.supervisor import knowledge
from handlers.timers import TIMERS
from handlers.watching import ALL
from handlers.worker import behalf, called, tasks, visit
from nlp.emergencies import Emergencies
from nlp.understanding import Kind

ROOT = Path(__file__).parent.parent
LANGUAGE = LOCALES / "zh-CN"
CODE = [path for folder in ("handlers", "bot") for path in sorted((ROOT / folder).rglob("*.py"))]
KEY = re.compile(r"[a-z]+(?:-[a-z]+)*")
# keys the code puts together from a table
FAMILIES = {
    "danger-": (*Emergencies().advice, OTHER, "collective"),  # a row of locales/zh-CN/alerts.toml
    "alert-do-": (*Emergencies().advice, OTHER, "collective"),
    "status-": Status,
    "urgency-": Urgency,
    "kind-": Kind,
    "role-": Role,
    "did-": Action,
    "satisfied-": survey.RATINGS,
    "contacted-": contacted.ANSWERS,
    "reason-": {name for _, name in REASONS},
    "exclusion-": SHIPPED,
    "staff-": ("not-accepted", "not-checked", "not-reviewed", "overdue", "asked-extend", "asked-park", "asked-rework"),
    "requested-": filter(None, Request),
    "result-": (*Result, AT_ONCE),
    "work-ask-": (*(result for result in Result if result is not Result.SOLVED), "basis-redirected", "basis-refused"),
    "task-given-": (TaskKind.ASSIST, TaskKind.WHISTLE, TaskKind.JOINT),
    "task-card-": TaskKind,
    **{f"task-{kind}-": TaskStatus for kind in TaskKind},
    **{f"task-said-{kind}-": {step for of, _, step in NEXT if of is kind} for kind in TaskKind},
    "task-ask-": tasks.WITH_WORDS,
    "do-task-": {f"{step}-{kind}" for kind, _, step in NEXT},
    "do-": {
        *(verb for verb, _ in cards.BUTTONS),
        *("behalf", "box", "rushed"),
        *("report", "wish", "mine", "wall", "home", "digest", "todo", "patrol", "queue", "points", "knowledge"),
        "mediations",
        *(label.removeprefix("do-") for label in cards.WISH_LABELS.values()),
    },
    "deed-": Deed,
    "revisit-": (Step.AGREE, Step.DIFFER, Step.MISS),
    "slot-": Slot,
    "way-": Way,
    "guardian-": wish.GUARDIANS,
    "visit-again-": visit.AGAIN,
    "mediation-stage-": Stage,
    "mediation-you-": mediate.AT_ONCE,
    "do-mediate-": (*Move, *(f"{move}-for" for (_, move), (who, _) in LIFE.items() if Side.OTHER in who)),
    "do-kb-": (*knowledge.LISTS, "edit"),
    "knowledge-field-": knowledge.FIELDS,
    "knowledge-ask-": ("answer", "until"),
    **{f"{source}-ask-": ("what", "person") for source in (BEHALF, BOX)},
    "behalf-": behalf.CONFIRM,
    "called-how-": called.HOW,
    "called-by-": ("phone", "visit"),
    "called-heard-": called.HEARD,
    "called-satisfied-": called.RATINGS,
    "live-": ("now", "past", "fear"),
    "edit-": ("where", "topic", "what", "drop"),
    "wish-": ("yes", "no-wall", "edit", "drop"),
}


def texts() -> dict[str, tuple[set[str], str]]:
    """Every text: the variables it names, and where it stands."""
    return {
        key: (names, f"{path.name}:{line}")
        for path in sorted(LANGUAGE.glob("*.ftl"))
        for key, names, line in keys(path)
    }


def written_keys() -> dict[str, str]:
    """Every string of the code that looks like the key of a text, and the file it stands in."""
    found: dict[str, str] = {}
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                found[node.value] = path.name
    return found


def used_keys() -> set[str]:
    families = {f"{prefix}{name}" for prefix, names in FAMILIES.items() for name in names}
    return set(written_keys()) | families


def test_every_text_is_used() -> None:
    used = used_keys()
    assert not [f"{where} {key}" for key, (_, where) in texts().items() if key not in used]


def test_every_text_the_code_names_exists() -> None:
    known = texts()
    families = {f"{prefix}{name}" for prefix, names in FAMILIES.items() for name in names}
    named = {key for key, calls in calls_by_key().items() if calls} | families
    assert named > families, "the code must be readable for this test to mean anything"
    assert not sorted(named - set(known))


def calls_by_key() -> dict[str, list[tuple[str, ast.Call]]]:
    """Calls that put a text by its name: Text(key), turn.answer(key), scene.tell(person, key), choice(id, key) ..."""
    found: dict[str, list[tuple[str, ast.Call]]] = defaultdict(list)
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (place := KEY_PLACE.get(name_of(node))) is not None:
                for key in literal_strings(node.args[place]) if len(node.args) > place else ():
                    if KEY.fullmatch(key):
                        found[key].append((path.name, node))
    return found


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def literal_strings(node: ast.expr) -> list[str]:
    """The strings an argument can be: one, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literal_strings(node.body) + literal_strings(node.orelse)
    return []


KEY_PLACE = {
    "Text": 0,
    "answer": 0,
    "tell": 1,
    "tell_staff": 3,
    "choice": 1,
    "Unclear": 0,
    "always": 0,
    "tell_reporter": 0,
    "tell_residents": 0,
    "tell_followers": 0,
    "tell_silent": 0,
    "tell_worker": 0,
    "tell_claimant": 0,
    "tell_first": 0,
    "_remind": 2,
    "_ask_reporter": 2,
    "_note": 0,
}


def test_every_variable_a_text_names_is_given_where_it_is_used() -> None:
    """Given by the ticket's facts, or named in the function that puts the text (or in one that function calls)."""
    places = functions_that_name()
    missing = [
        f"{where} {key}: {sorted(lacking)}"
        for key, (names, where) in texts().items()
        if (lacking := names - FACTS - (places.get(key, set()) | GIVEN.get(key, set())))
    ]
    assert not missing


def functions_that_name() -> dict[str, set[str]]:
    """For each key: the names that stand in the functions it is written in, and in their module's other functions they call."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in CODE:
        functions = {node.name: node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, DEF)}
        words = {name: words_in(node) for name, node in functions.items()}
        for name, node in functions.items():
            called = {name_of(call) for call in ast.walk(node) if isinstance(call, ast.Call)} & set(functions)
            around = set().union(words[name], *(words[other] for other in called))
            for key in words[name]:
                found[key] |= around
    return found


def words_in(node: ast.AST) -> set[str]:
    strings = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return strings | {n.arg for n in ast.walk(node) if isinstance(n, ast.keyword) and n.arg}


DEF = (ast.FunctionDef, ast.AsyncFunctionDef)
FACTS = {"number", "subject", "words", "place", "grid", "status", "urgency", "kind", "worker", "due", "until"}
FACTS |= {"others", "parked", "requested", "storm", "slot", "guard", "source", "contact", "rush", "clock", "law"}
LISTED = {"index"}  # handlers/supervisor/digest.py numbers the lines of a list
TOLD_OF_EVENT = {"note"}  # handlers/telling.py gives it with every text of an event
TASK_FACTS = {"unit", "state", "task", "spot", "at", "note", "lead"}  # handlers/task_cards.py
JOINT_FACTS = {"names", "silent", "at", "spot", "note", "when"}  # handlers/joint_visits.py
MEDIATION_FACTS = {"stage", "area", "mediator", "at", "where", "court"}  # handlers/mediating.py
RATES = {"response", "punctuality", "solution", "satisfaction"}  # handlers/supervisor/digest.py
TOTALS = RATES | {
    "new",
    "resolved",
    "closed",
    "silent",
    "partly",
    "called",
    "well",
    "uncontacted",
    "contact_asked",
    "excluded",
}
TOTALS |= {"at_once", "passed_on"}
GIVEN = {
    key: TOLD_OF_EVENT for key in calls_by_key() if key.startswith(("resident-", "worker-", "staff-", "wish-"))
} | {
    **dict.fromkeys(("resident-resolved", *telling.ANSWERS.values()), TOLD_OF_EVENT | {"basis"}),
    "staff-rework": TOLD_OF_EVENT,
    "staff-asked-extend": TOLD_OF_EVENT,
    "staff-asked-park": TOLD_OF_EVENT,
    "staff-asked-rework": TOLD_OF_EVENT,
    "staff-dissatisfied": TOLD_OF_EVENT,
    "plain": {"words"},
    **{key: {"code"} for key in ("slip-report", "slip-report-beyond-us")},  # handlers/slips.py hands out both
    **{key: {"group"} for key in commands.MENU_WORDS.values()},
    **dict.fromkeys(telling.PROXY_TEXTS.values(), TOLD_OF_EVENT),
    **{key: TASK_FACTS | {"names"} for key in texts() if key.startswith(("task-", "todo-task"))},
    **{key: JOINT_FACTS for key in texts() if key.startswith(("joint-", "resident-joint"))},
    **{
        key: MEDIATION_FACTS | {"lines", "matter", "asker", "other", "agreement", "code", "operator"}
        for key in texts()
        if key.startswith(("mediation-", "mediator-")) and key != "mediation-figures"
    },
    "command-to-decide": TOLD_OF_EVENT,
    **dict.fromkeys(("digest", "bulletin", "bulletin-first", "bulletin-picture"), TOTALS),
    **dict.fromkeys(("bulletin-first-area", "bulletin-area", "bulletin-unit", "bulletin-category"), RATES | {"new"}),
    "late-line": LISTED,
    "late-line-note": LISTED,
    "live-line": LISTED,
}


def test_labels_of_one_menu_are_distinct() -> None:
    """A label typed by hand must mean one choice; within the buttons of a ticket all can stand together."""
    say = Texts().say
    for verbs in ([f"do-{verb}" for verb, _ in cards.BUTTONS], *MENUS):
        labels = [say(Text(key, {"place": "甲"})) for key in verbs]
        assert len(set(labels)) == len(labels), labels


CALLED = {"how": called.HOW, "heard": called.HEARD, "satisfied": called.RATINGS}
MENUS = (
    [f"do-{verb}" for verb in ("report", "wish", "mine", "wall", "home")],
    [f"do-{verb}" for verb in ("digest", "todo", "patrol", "mine", "behalf", "box", "knowledge")],
    ["confirm-yes", "confirm-edit"],
    [f"edit-{name}" for name in FAMILIES["edit-"]],
    [f"live-{name}" for name in FAMILIES["live-"]],
    [f"wish-{name}" for name in FAMILIES["wish-"]],
    [f"satisfied-{name}" for name in survey.RATINGS],
    [f"contacted-{name}" for name in contacted.ANSWERS],
    *([f"reason-{name}" for name in reasons(said)] for said in Said),
    [f"exclusion-{why}" for why in SHIPPED],
    ["where-home", "where-unknown"],
    ["enquiry-solved", "enquiry-not"],
    ["mediation-yes", "mediation-no"],
    [
        *(f"do-mediate-{name}" for name in dict.fromkeys(FAMILIES["do-mediate-"])),
        "do-mediate-invite",
        "do-mediate-look",
    ],
    [f"do-kb-{name}" for name in FAMILIES["do-kb-"]],
    [f"knowledge-field-{name}" for name in FAMILIES["knowledge-field-"]],
    ["knowledge-yes", "knowledge-no"],
    ["split-apart", "split-together"],
    ["same-yes", "same-new"],
    ["withdraw-yes", "withdraw-no"],
    ["all-right-yes", "all-right-no"],
    ["patrol-file", "patrol-done", "patrol-drop"],
    ["return-not-mine", "return-unit", "return-wrong-place"],
    ["progress-on-way", "progress-parts", "progress-contacted"],
    [f"behalf-{name}" for name in behalf.CONFIRM],
    *([f"called-{of}-{name}" for name in names] for of, names in CALLED.items()),
)


@pytest.mark.parametrize("language", [path.name for path in sorted(LOCALES.iterdir()) if path.is_dir()])
def test_every_language_says_what_chinese_says_with_the_same_variables(language: str) -> None:
    own = {key: names for path in (LOCALES / language).glob("*.ftl") for key, names, _ in keys(path)}
    chinese = texts()
    assert not set(own) - set(chinese)
    assert all(names <= chinese[key][0] for key, names in own.items())


def test_every_command_of_a_button_can_be_run() -> None:
    """A button whose verb nobody knows would be a dead end."""
    known = {*commands.ON_TICKET, *commands.ON_OTHERS, *commands.PLAIN}
    made = {
        match[1]
        for path in (ROOT / "handlers").rglob("*.py")
        for match in re.finditer(r"""(?:choice|named)\(f?"([a-z_]+)/""", path.read_text("utf-8"))
    }
    assert made
    assert made | {verb for verb, _ in cards.BUTTONS} <= known


def test_every_timer_that_is_started_is_fired_by_somebody() -> None:
    started = set(ALL)
    for path in (ROOT / "handlers").rglob("*.py"):
        source = path.read_text("utf-8")
        started |= set(re.findall(r"""_start\(turn, "([a-z_]+)""", source))
        started |= set(re.findall(r"""Timer\(f"[^"]+", "([a-z_]+)""", source))
    assert started <= set(TIMERS)
    assert set(TIMERS) == started


def test_every_form_can_be_found_by_its_name() -> None:
    """A form somebody is in must be known after a restart."""
    written = {
        match[1]
        for path in (ROOT / "handlers").rglob("*.py")
        for match in re.finditer(r"""Form\(\s*"([a-z-]+)",""", path.read_text("utf-8"))
    }
    assert written == set(commands.FORMS)


def test_residents_are_told_what_they_can_do_next_by_table() -> None:
    assert {key for key in telling.REPORTER_CHOICES if key not in texts()} == set()


def contracts() -> list[dict]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]


def test_the_folders_on_disk_are_those_of_the_contracts() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == set(settings["importlinter"]["root_packages"]) == set(settings["mypy"]["packages"])
    layers = next(c for c in contracts() if c["type"] == "layers")["layers"]
    assert {name.strip() for layer in layers for name in layer.split("|")} == packages


@pytest.mark.parametrize(("folder", "kind"), [("bot/channels", "bot.channels."), ("handlers", "handlers.")])
def test_channels_and_roles_are_independent_by_contract(folder: str, kind: str) -> None:
    parts = {f"{kind}{path.parent.name}" for path in (ROOT / folder).glob("*/__init__.py")}
    independent = {frozenset(c["modules"]) for c in contracts() if c["type"] == "independence"}
    assert frozenset(parts) in independent


def test_every_channel_has_the_same_files() -> None:
    channels = [path.parent for path in (ROOT / "bot/channels").glob("*/__init__.py")]
    assert channels
    assert all((channel / name).exists() for channel in channels for name in ("parse.py", "render.py"))


def test_the_migrations_are_one_line_without_gaps() -> None:
    """Two with the same number would be two heads, and no store could be brought up to date."""
    files = sorted((ROOT / "storage" / "migrations" / "versions").glob("[0-9]*.py"))
    said = [re.findall(r'^(?:down_)?revision = "?(\w+)"?$', file.read_text("utf-8"), re.MULTILINE) for file in files]
    numbers = [f"{number:04}" for number in range(1, len(files) + 1)]
    assert [file.name[:4] for file in files] == numbers
    assert said == [[number, before] for number, before in zip(numbers, ["None", *numbers], strict=False)]
