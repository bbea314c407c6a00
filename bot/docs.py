"""Pages of docs/ that are drawn from the code, so that they cannot grow old: `python -m bot.docs` writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.calendars import work_week
from bot.config import Settings
from bot.templates import read_clocks
from bot.texts import Texts
from domain.clocks import due_date
from domain.messages import Text
from domain.special import Special
from domain.ticket import ENDED, LIFE, Action, Event, Move, Party, Status
from domain.values import frozen
from domain.worktime import Term, Unit

DOCS = Path(__file__).parent.parent / "docs"
WISHES = (Status.CHECKING, Status.OPEN, Status.CLAIMED, Status.FULFILLED, Status.DECLINED)
SHARED = (Status.CLOSED, Status.WITHDRAWN)
REQUESTS = tuple(status for status in Status if status not in (*WISHES, *SHARED))
FIRST = {REQUESTS: (Status.ASSIGNED, Status.PENDING), WISHES: (Status.CHECKING,)}
PARTIES = {
    Party.REPORTER: "居民",
    Party.FOLLOWER: "同感居民",
    Party.ASSIGNEE: "承办人",
    Party.CAPTAIN: "网格长",
    Party.AREA_LEAD: "片长",
    Party.DESK: "受理台",
    Party.SUPERVISOR: "督办",
    Party.APPROVER: "审批人",
    Party.VOLUNTEER: "志愿者",
    Party.CLAIMANT: "认领人",
    Party.READER: "第一读者",
    Party.SYSTEM: "机器人",
    Party.UNIT_DESK: "单位受理台",
    Party.COMMAND: "指挥中心",
    Party.FIRST: "首接人",
    Party.PROXY: "代报人",
}
INTRODUCTION = """# The life of a ticket

Drawn from the table `LIFE` in `domain/ticket.py` by `python -m bot.docs`; a test compares this page with the table.
An action that leaves the status as it is stands in the table below the diagrams only. Names in brackets are the values
in the code.
"""


def ticket_life() -> str:
    """The page docs/ticket-life.md: a diagram for requests, one for micro-wishes, and every row of the table."""
    parts = [INTRODUCTION, "## Requests (诉求)\n", diagram(REQUESTS), "## Micro-wishes (微心愿)\n", diagram(WISHES)]
    return "\n".join([*parts, "## Every row\n", table()])


def diagram(statuses: tuple[Status, ...]) -> str:
    """A Mermaid state diagram of the moves among these statuses, actions of one arrow together."""
    arrows: dict[tuple[Status, Status], list[str]] = {}
    for move in LIFE:
        for before in sorted(move.before, key=list(Status).index):
            shown = before in statuses or (before in SHARED and move.after in statuses)
            if shown and move.after and move.after is not before:
                arrows.setdefault((before, move.after), []).append(_said("did", move.action))
    drawn = {status for arrow in arrows for status in arrow}
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {status} : {_said('status', status)} ({status})" for status in Status if status in drawn]
    lines += [f"    [*] --> {status}" for status in FIRST[statuses]]
    lines += [
        f"    {before} --> {after} : {'、'.join(dict.fromkeys(actions))}" for (before, after), actions in arrows.items()
    ]
    lines += [f"    {status} --> [*]" for status in Status if status in drawn and status in ENDED]
    return "\n".join([*lines, "```", ""])


def table() -> str:
    """One row for each row of the life table."""
    head = ["| action | from | to | who | only if |", "|---|---|---|---|---|"]
    return "\n".join([*head, *map(_row, LIFE), ""])


def _row(move: Move) -> str:
    before = "、".join(_said("status", status) for status in Status if status in move.before)
    who = "、".join(name for party, name in PARTIES.items() if party in move.who)
    after = _said("status", move.after) if move.after else "—"
    condition = move.guard.__name__.replace("_", " ") if move.guard else ""
    return f"| {_said('did', move.action)} (`{move.action}`) | {before} | {after} | {who} | {condition} |"


def _said(family: str, value: Action | Status) -> str:
    return TEXTS.say(Text(f"{family}-{value}"))


def clocks() -> str:
    """The page docs/clocks.md: every span of the settings with what config.example.toml says of it, and worked examples."""
    rows = [f"| `[{table}] {key}` | {value} | {said} |" for table, key, value, said in _spans()]
    head = ["| setting | default | what it is |", "|---|---|---|"]
    examples = ["| comes in | may take | what happens | due |", "|---|---|---|---|", *map(_example, EXAMPLES)]
    special = [
        "| clock | for | taken up within | may take | who gives it |",
        "|---|---|---|---|---|",
        *(_special(row) for row in SPECIAL if not row.law),
    ]
    legal = [
        "| clock | for | taken up within | may take | who gives it | what the law wants | law |",
        "|---|---|---|---|---|---|---|",
        *(_special(row) for row in SPECIAL if row.law),
    ]
    parts = [*head, *rows, "", "## Special clocks (特别期限)\n", SPECIALS, *special, ""]
    parts += ["## Legal clocks (法定期限)\n", LEGAL, *legal, ""]
    return "\n".join([CLOCKS, *parts, "## Worked out\n", WORKED, *examples, ""])


def _special(row: Special) -> str:
    kinds = "/".join(TEXTS.say(Text(f"kind-{kind}")) for kind in sorted(row.kinds))
    named = "、".join((*sorted(row.about), *(f"“{word}”" for word in row.words)))
    about = "：".join(filter(None, (kinds, named)))
    within = f"{int(row.answer_within.total_seconds() // 60)} 分钟" if row.answer_within else "—"
    term = f"{row.term.amount} {UNITS[row.term.unit]}" if row.term else "—"
    cells = (row.name, about, within, term, "上级（调整缓急）" if row.chosen else "自动")
    return f"| {' | '.join((*cells, *([row.says, row.law] if row.law else [])))} |"


def _spans() -> Iterator[tuple[str, str, str, str]]:
    """Table, key, value and comment of every setting of the time tables; a comment stands above the keys it is about."""
    table, comment, comment_goes_on = "", "", False
    for line in (DOCS.parent / "config.example.toml").read_text("utf-8").splitlines():
        if line.startswith("["):
            table, comment = line.strip("[]"), ""
        elif line.startswith("#"):
            comment = f"{comment} {line.lstrip('# ')}".strip() if comment_goes_on else line.lstrip("# ")
        elif " = " in line and table in TIMED:
            key, _, value = line.partition(" = ")
            yield table, key, value.replace('"', ""), comment
            comment = "″"  # the keys below it until the next comment
        comment_goes_on = line.startswith("#")


def _example(example: Example) -> str:
    week = work_week(("08:30-12:00", "14:30-17:30"))
    at = example.start
    history = [Event(1, Action.FILE, 0, Party.REPORTER, at, None, Status.ASSIGNED)]
    history += [Event(1, s.action, 0, Party.ASSIGNEE, s.at, None, s.after, data=s.data) for s in example.steps]
    found = due_date(history, example.term, week)
    assert found
    said = "、".join(step.said for step in example.steps) or "—"
    term = f"{example.term.amount} {UNITS[example.term.unit]}"
    mark = "（暂定）" if found.provisional else ""
    return f"| {_moment(at)} | {term} | {said} | {_moment(found.at)}{mark} |"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d}（{'一二三四五六日'[at.weekday()]}）{at:%H:%M}"


def pages() -> Iterable[tuple[Path, str]]:
    """Every drawn page and what should stand in it."""
    yield DOCS / "ticket-life.md", ticket_life()
    yield DOCS / "clocks.md", clocks()


@frozen
class Step:
    """Something that moves a date, and how the page says it."""

    said: str
    action: Action
    at: datetime
    after: Status
    data: dict[str, str] = field(default_factory=dict)


@frozen
class Example:
    """A request, how long it may take, and what happened to it."""

    start: datetime
    term: Term
    steps: tuple[Step, ...] = ()


def _at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


FIVE = Term(5, Unit.WORKING_DAYS)
EXAMPLES = (
    Example(_at(11, 23, 9), FIVE),
    Example(_at(11, 20, 20), Term(4, Unit.WORKING_HOURS)),
    Example(_at(11, 21, 23, 30), Term(24, Unit.HOURS)),
    Example(_at(2, 12, 10), FIVE),
    Example(
        _at(11, 23, 9),
        FIVE,
        (
            Step("24日10:00问居民", Action.ASK, _at(11, 24, 10), Status.WAITING),
            Step("26日15:00居民答复", Action.ANSWER, _at(11, 26, 15), Status.WORKING),
        ),
    ),
    Example(
        _at(11, 23, 9),
        FIVE,
        (Step("27日批准延期5个工作日", Action.GRANT, _at(11, 27, 9), Status.WORKING, {"days": "5"}),),
    ),
    Example(
        _at(11, 23, 9),
        FIVE,
        (
            Step("24日挂账", Action.GRANT, _at(11, 24, 9), Status.PARKED),
            Step("12月24日恢复办理", Action.RESUME, _at(12, 24, 9), Status.WORKING),
        ),
    ),
    Example(_at(12, 30, 9), FIVE),
)
TIMED = ("hours", "clocks", "clocks.by_name", "storm", "pushes", "alerts", "follow_up", "wishes")
UNITS = {Unit.WORKING_DAYS: "工作日", Unit.WORKING_HOURS: "工作时", Unit.HOURS: "小时", Unit.DAYS: "天"}
CLOCKS = """# The clocks

Drawn from `config.example.toml` and `domain/clocks.py` by `python -m bot.docs`; a test compares this page with both. What each timer does
when it is due stands in the [glossary](glossary.md).
"""
WORKED = """Office hours 08:30-12:00 and 14:30-17:30, the national calendar. The receiving day is day 0; a term in working days ends when the
last day's office closes. 暂定 marks a date that reaches into a year whose holidays are not announced yet: it is counted again when they are.
"""
SPECIALS = """Rows of `locales/zh-CN/clocks.toml`, which staff edit: figures differ from place to place. The first row that fits counts; of words one must
stand in the request. 急件 (taken up within minutes) run through nights and holidays, disturb at any hour, and stand first in 待办; `急件` lists those
of one's unit or area with the minutes left. Sanya answers urgent tourist matters within 30 minutes (2021-05). 办不成事: windows of this name pass on
and answer within 5 working days, special ones within 10, and explain within 3 what cannot be done; a supervisor follows each (督办) and
gives it its clock.
"""
LEGAL = """Rows of the same file that name a law. Working days are those of the office, 天 are calendar days; both are counted by the one function of
`domain/clocks.py`, from the filing: never later than the law, which counts some of them from the acceptance. The resident reads law and
date when it is registered, and again when those above give it the next step. The days are those of the national rules; the articles are to be compared
with the newest text, and cities with shorter terms write theirs. A named 举报 hears the outcome the moment it is resolved (the law: 5 working
days). The 30 days for asking the court to confirm an agreement (人民调解法 Art. 33) are part of [mediation](mediation.md).
"""
SPECIAL = read_clocks(Settings().clocks.special)
TEXTS = Texts()

if __name__ == "__main__":
    for path, content in pages():
        path.write_text(content, "utf-8")
