"""Pages of docs/ that are drawn from the code, so that they cannot grow old: `python -m bot.docs` writes them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.texts import Texts
from domain.messages import Text
from domain.ticket import ENDED, LIFE, Action, Move, Party, Status

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
    Party.DESK: "受理台",
    Party.SUPERVISOR: "督办",
    Party.APPROVER: "审批人",
    Party.VOLUNTEER: "志愿者",
    Party.CLAIMANT: "认领人",
    Party.READER: "第一读者",
    Party.SYSTEM: "机器人",
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


def pages() -> Iterable[tuple[Path, str]]:
    """Every drawn page and what should stand in it."""
    yield DOCS / "ticket-life.md", ticket_life()


TEXTS = Texts()

if __name__ == "__main__":
    for path, content in pages():
        path.write_text(content, "utf-8")
