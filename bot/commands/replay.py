"""`replay`: real messages with their users and times through the whole bot, at virtual time, with simulated workers."""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from bot import logs
from bot.commands.options import AsJson
from bot.replay.evidence import Check
from bot.replay.files import Message, read, within
from bot.replay.outcomes import Outcome, Summary
from bot.replay.playing import Replay
from bot.replay.temperaments import STAFFS
from domain.topics import Hot

console = Console()
WRONG_SHOWN = 40


def replay(
    file: Annotated[Path, typer.Argument(help='JSON lines {"user","time","title","text"}.')],
    field: Annotated[str, typer.Option(help="What is sent: title, text or both.")] = "both",
    limit: Annotated[int, typer.Option(help="Only the first so many.")] = 0,
    show: Annotated[int, typer.Option(help="Print so many outcomes, spread over the file, to read.")] = 0,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only messages from this day on.")
    ] = None,
    days: Annotated[int, typer.Option(help="Only messages of so many days.")] = 0,
    staff: Annotated[str, typer.Option(help=f"How the staff work: {', '.join(STAFFS)}.")] = "steady",
    seed: Annotated[int, typer.Option(help="For the simulated people's moods.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Play a file of messages, say what became of every one of them, and check the whole against a recount."""
    logs.configure(logging.ERROR)
    messages = within(read(file, field), since, days)[: limit or None]
    with tempfile.TemporaryDirectory() as folder:
        summary, outcomes = asyncio.run(_play(Path(folder), messages, seed, staff, quiet=as_json))
    for outcome in outcomes[:: max(1, len(outcomes) // show)][:show] if show else ():
        _print_outcome(outcome)
    if as_json:
        console.print_json(json.dumps(asdict(summary), ensure_ascii=False, default=str))
    else:
        _print(summary)
    if summary.unanswered or any(check.wrong for check in summary.checks):
        raise typer.Exit(1)


async def _play(
    folder: Path, messages: list[Message], seed: int, staff: str, *, quiet: bool
) -> tuple[Summary, list[Outcome]]:
    with Progress(console=console, disable=quiet) as progress:
        task = progress.add_task("重放", total=len(messages))
        played = Replay(folder, seed, staff)
        outcomes = await played.play(messages, lambda: progress.advance(task))
        return played.summary(outcomes), outcomes


def _print_outcome(outcome: Outcome) -> None:
    console.rule(f"{outcome.message.at:%Y-%m-%d %H:%M} {outcome.message.user}")
    console.print(f"[bold]居民[/]：{escape(outcome.message.words[:240])}", highlight=False)
    for line in outcome.heard:
        console.print(f"  {line}", style="green", markup=False, highlight=False)


def _described(hot: Hot) -> str:
    return f"{hot.area} {hot.matter} {hot.since:%Y-%m-%d}—{hot.until:%m-%d}"


def _print(summary: Summary) -> None:
    table = Table(title=f"{summary.messages} 条消息，{summary.people} 人")
    for head in ("项目", "数量"):
        table.add_column(head, justify="right" if head == "数量" else "left")
    sections = (
        ("结果", summary.outcomes),
        ("问过什么", summary.asked),
        ("类别", summary.categories),
        ("事项（前 20）", summary.matters),
        ("同一人的消息数", summary.repeats),
        ("期限与办理", summary.deadlines),
        (f"最热（提醒 {summary.alerts} 次）", {_described(hot): hot.people for hot in summary.hot}),
    )
    for title, counts in sections:
        table.add_section()
        table.add_row(f"[bold]{title}[/]", "")
        for name, count in counts.items():
            table.add_row(f"  {escape(name)}", f"{count:,}")
    console.print(table)
    console.print(f"没有得到回答的消息：{summary.unanswered}")
    for check in summary.checks:
        _print_check(check)


def _print_check(check: Check) -> None:
    counts = "，".join(f"{name} {count:,}" for name, count in sorted(check.counts.items()))
    console.print(f"[bold]{check.name}[/]：不符 {len(check.wrong):,}（{escape(counts)}）", highlight=False)
    for line in check.wrong[:WRONG_SHOWN]:
        console.print(f"  ✗ {line}", style="red", markup=False, highlight=False)
