"""What an operator does from the shell: check, migrate, import, invite, digest, backup, restore, erase."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape

from bot.admin import IMPORTS, REQUESTS, TEMPLATES, Imported
from bot.app import App
from bot.audit import did
from bot.charts import chinese_font, digest_chart
from bot.checks import find_mistakes
from bot.clock import SystemClock
from bot.commands.opened import opened
from bot.commands.options import AsJson, ConfigFile, WrongCommand, folder_of, one_of
from bot.config import load
from bot.erasure import Outcome
from bot.exports import late_sheet, matter_sheet, month_sheet, write
from bot.likely import meant
from bot.lock import only_one
from bot.month_chart import month_chart
from bot.request_imports import import_requests
from bot.sheets import write_template
from domain.digest import SHOWN, MonthFigures, picture_of
from domain.messages import Text
from domain.people import Role
from domain.retention import Reason
from handlers.scene import Scene
from handlers.supervisor.bulletin import MATTERS_SHOWN
from handlers.supervisor.bulletin import words as bulletin_words
from handlers.supervisor.digest import words
from handlers.supervisor.figures import SCOPES, day_figures, month_figures
from storage.engine import shown
from storage.migrate import migrate as bring_up_to_date
from storage.unit_of_work import Storage, UnitOfWork

PEOPLE = "python -m bot import people FILE"
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check the file, change nothing.")]


class _Undo(Exception):
    """Leave the transaction without keeping anything."""


def check(config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Find mistakes in settings, rules, texts, calendars, places and people, each with file and line."""
    found = find_mistakes(config)
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    else:
        console = Console(soft_wrap=True, highlight=False)
        for each in found:
            console.print(f"[{'red' if each.serious else 'yellow'}]{escape(each.where)}[/]: {escape(each.what)}")
        serious = sum(each.serious for each in found)
        console.print("没有发现问题。" if not found else f"{serious} 个错误，{len(found) - serious} 个提醒。")
    if any(each.serious for each in found):
        raise typer.Exit(1)


def migrate(config: ConfigFile = None) -> None:
    """Bring the store's schema to the newest version."""
    settings = load(config)
    with only_one(settings.storage.url):
        bring_up_to_date(settings.storage.url)
    typer.echo(f"{shown(settings.storage.url)}: 已是最新版本。")


def import_file(
    kind: Annotated[
        str,
        typer.Argument(
            help="places, grids, units, zones, hours, people, duties, dispatch, admission, knowledge or requests"
        ),
    ],
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file.")],
    config: ConfigFile = None,
    dry_run: DryRun = False,
    template: Annotated[bool, typer.Option("--template", help="Write an empty sheet to FILE instead.")] = False,
    line: Annotated[str, typer.Option(help="For requests: which line of the settings sent them, like 12345.")] = "",
) -> None:
    """Import a file, all of it or nothing; people who are new get one-time invitations."""
    one_of("The sheet", kind, (*IMPORTS, REQUESTS))
    if template:
        file.write_bytes(write_template(TEMPLATES[kind]))
        typer.echo(f"{file}: 空白表格已写好。")
        return
    with opened(config) as app:
        try:
            done = app.storage.write_now(lambda uow: _import(uow, app, kind, file, line, keep=not dry_run))
        except _Undo as undone:
            typer.echo(f"{kind}: {undone} 行可以导入（未改动）。")
            return
    typer.echo(f"{kind}: {done.rows} 行已导入。")
    for name, code in done.invitations:
        typer.echo(f"{name}: /start join-{code}")


def _import(uow: UnitOfWork, app: App, kind: str, file: Path, line: str, *, keep: bool) -> Imported:
    if kind == REQUESTS:
        columns = next((each.columns for each in app.settings.intake.lines if each.code == line), {})
        done = Imported(import_requests(Scene(uow, app.worlds.current, app.clock.now()), line, columns, file))
    else:
        done = IMPORTS[kind](uow, file, app.local())
    app.worlds.refresh(uow)
    what = " ".join(filter(None, ("import", kind, line)))
    did(uow, app.clock.now(), what, f"{file.name} {done.rows} rows")
    if not keep:
        raise _Undo(done.rows)
    return done


def invite(name: Annotated[str, typer.Argument(help="The name as imported.")], config: ConfigFile = None) -> None:
    """Make a one-time invitation for somebody who was imported."""
    with opened(config) as app:
        typer.echo(f"/start join-{app.storage.write_now(lambda uow: _invite(uow, app, name))}")


def _invite(uow: UnitOfWork, app: App, name: str) -> str:
    people = uow.people.by_name(name)
    if not people:
        raise WrongCommand(
            f"Nobody is called “{name}”. Write the name as in the people sheet, or import it first: {PEOPLE}"
        )
    if len(people) > 1:
        raise WrongCommand(
            f"{len(people)} people are called “{name}”. Tell them apart in the people sheet, like {name}（三网格）, then {PEOPLE}"
        )
    now = app.clock.now()
    did(uow, now, "invite", f"person {people[0]}")
    return uow.people.invite(people[0], now + app.worlds.current.policy.invite_valid)


def digest(
    day: Annotated[str, typer.Option("--date", help="YYYY-MM-DD; without it, today until now.")] = "",
    scope: Annotated[str, typer.Option(help="Code of the area; without it, every supervisor's.")] = "",
    out: Annotated[Path | None, typer.Option(help="Also write the chart of --scope to this PNG.")] = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """What supervisors get, to the terminal."""
    with opened(config) as app:
        app.storage.write_now(lambda uow: _digest(uow, app, day, scope, out, as_json=as_json))


def _digest(uow: UnitOfWork, app: App, day: str, scope: str, out: Path | None, *, as_json: bool) -> None:
    scene = Scene(uow, app.worlds.current, app.clock.now())
    end = _end_of(day, app) if day else scene.now
    for each in _scopes(uow, scope, out):
        shown = None if as_json else SHOWN
        figures = day_figures(scene, each, date.fromisoformat(day or scene.digest_day()), end, shown=shown)
        if as_json:
            typer.echo(json.dumps({**asdict(figures), "day": figures.day.isoformat()}, ensure_ascii=False))
        else:
            typer.echo(app.texts.say(Text("digest", words(scene, figures))) + "\n")
        if out:
            out.write_bytes(digest_chart(figures, chinese_font()))


def _end_of(day: str, app: App) -> datetime:
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise WrongCommand(f"--date “{day}”: write it like 2026-11-23") from error
    at: time = app.worlds.current.policy.digest_at
    return datetime.combine(found, at, app.worlds.current.week.zone)


def bulletin(
    month: Annotated[str, typer.Option(help="YYYY-MM; without it, this month so far.")] = "",
    scope: Annotated[str, typer.Option(help="Code of the area; without it, every supervisor's.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="Also write --scope to this .xlsx, .csv (one table) or .png.")
    ] = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """The figures of a month by area, category, unit and matter, each rate with its numbers, and what is late now."""
    if month and not MONTH.fullmatch(month):
        raise WrongCommand(f"--month “{month}”: write it like 2026-11")
    with opened(config) as app:
        app.storage.write_now(lambda uow: _bulletin(uow, app, month, scope, out, as_json=as_json))


def _bulletin(uow: UnitOfWork, app: App, month: str, scope: str, out: Path | None, *, as_json: bool) -> None:
    scene = Scene(uow, app.worlds.current, app.clock.now())
    for each in _scopes(uow, scope, out):
        figures = month_figures(scene, each, month or scene.digest_day()[:7])
        if as_json:
            typer.echo(json.dumps(asdict(figures), ensure_ascii=False))
        else:
            typer.echo(app.texts.say(Text("bulletin", bulletin_words(scene, figures))) + "\n")
        if out:
            _write_month(scene, figures, out)


def _write_month(scene: Scene, figures: MonthFigures, out: Path) -> None:
    """The picture, or the tables."""
    if out.suffix.lower() == ".png":
        out.write_bytes(month_chart(picture_of(figures, MATTERS_SHOWN), chinese_font()))
    else:
        write(month_sheet(figures), out, matter_sheet(figures), late_sheet(scene, figures.scope))


def _scopes(uow: UnitOfWork, scope: str, out: Path | None) -> list[str]:
    """The one that was asked for, or those of all supervisors; a file holds one."""
    known = uow.places.codes() if scope else set()
    if wrong := [each for each in scope.split(SCOPES) if scope and each not in known]:
        raise WrongCommand(
            f"--scope “{wrong[0]}”: no place has this code.{meant(wrong[0], known)} The codes stand in the places sheet."
        )
    scopes = [scope] if scope else sorted({held for _, held in uow.people.everybody_with(Role.SUPERVISOR)})
    if not scopes:
        raise WrongCommand(f"There is no supervisor (督办) yet. Import one: {PEOPLE} — or name an area: --scope CODE")
    if out and len(scopes) > 1:
        raise WrongCommand(f"--out holds one area. Choose it with --scope, one of: {', '.join(scopes)}")
    return scopes


def recount(
    config: ConfigFile = None,
    mend: Annotated[bool, typer.Option("--mend", help="Keep what was counted; other nodes must not run.")] = False,
) -> None:
    """Count the figures of the digests anew from the whole history and tell where they differ: minutes for a million."""
    with opened(config) as app:
        found = app.storage.write_now(lambda uow: uow.counters.differences())
        if found and mend:
            app.storage.write_now(lambda uow: uow.counters.recount())
    for tally, counted in found:
        typer.echo(f"{tally.period} {tally.topic or '全部'} {tally.area}: 记为 {tally.counts}，应为 {counted}")
    typer.echo("与全部记录一致。" if not found else f"{len(found)} 处不一致{'，已改正' if mend else ''}。")
    if found and not mend:
        raise typer.Exit(1)


def backup(file: Annotated[Path, typer.Argument(help="Where to write the copy.")], config: ConfigFile = None) -> None:
    """Copy the store while the bot runs; the copy is checked before it gets its name."""
    if file.exists():
        raise WrongCommand(f"{file} exists already. Give a new name, like {file.stem}-2{file.suffix}")
    folder_of(file)
    part = file.with_name(f"{file.name}.part")
    with opened(config) as app:
        part.unlink(missing_ok=True)
        asyncio.run(app.storage.backup(part))
        storage = app.settings.storage
    Storage.put_in_place(part, file)
    typer.echo(
        f"{file}: 已备份并检查（{file.stat().st_size:,} 字节）。密钥 {storage.key_file} 与文件夹 {storage.files} 请另外保存。"
    )


def restore(file: Annotated[Path, typer.Argument(help="A copy made by backup.")], config: ConfigFile = None) -> None:
    """Make the store what a backup holds. The bot must not run; the present store, even a broken one, is kept beside it."""
    if not file.is_file():
        raise WrongCommand(f"There is no file {file}. A backup is what `python -m bot backup FILE` wrote.")
    settings = load(config)
    with only_one(settings.storage.url):
        now = SystemClock().now().astimezone(ZoneInfo(settings.operator.zone))
        kept = Storage.restore(settings.storage.url, file, now)
        typer.echo(f"已恢复自 {file}。" + (f"原来的保存在 {kept}。" if kept else ""))
        with opened(config) as app:  # before any bot may write to whoever was erased
            back = asyncio.run(app.eraser.again(app.clock.now()))
    if back:
        typer.echo(f"备份之后删除过的 {back} 个账号已再次删除。")


def erase(
    user: Annotated[str, typer.Argument(help="channel:account, as in telegram:12345")],
    config: ConfigFile = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
    backup: Annotated[
        list[Path] | None, typer.Option(help="Also rewrite this backup; may be given several times.")
    ] = None,
) -> None:
    """Forget who somebody is at once, and what they wrote as soon as nothing speaks for keeping it."""
    channel, _, account = user.partition(":")
    with opened(config) as app:
        if app.storage.write_now(lambda uow: uow.people.by_account(channel, account)) is None:
            raise WrongCommand(
                f"Nobody is known as “{user}”, so there is nothing to erase. Write channel:account, like telegram:12345 or slip:261123-0001."
            )
        if not yes:
            typer.confirm(f"删除 {user} 的全部个人信息，不能恢复，确定吗？", abort=True)
        done = asyncio.run(app.eraser.forget(channel, account, app.clock.now()))
        app.storage.write_now(lambda uow: did(uow, app.clock.now(), "erase", f"{len(done.stripped)} tickets"))
        for line in _told(user, done):
            typer.echo(line)
        for file in backup or ():
            known = asyncio.run(app.eraser.forget_in(file, (channel, account), done.stripped, app.clock.now()))
            typer.echo(f"{file}: " + ("已从备份中删除。" if known else "这份备份里没有此人。"))


def _told(user: str, done: Outcome) -> Iterator[str]:
    """What is gone and what stays, with the reason that the person must be told (PIPL Art. 47, 50)."""
    yield f"{user}: 已删除身份、账号和聊天记录；{len(done.stripped)} 张工单已去除个人内容。"
    for number, reason in done.kept:
        yield f"{number}: {KEPT[reason]}"
    if not done.log_emptied:
        yield "预写日志正在使用，今夜自动清空。"


KEPT = {
    Reason.OPEN: "正在办理，结案后的夜里自动去除。",
    Reason.REPORT: "举报，依规定留存，到期后自动去除。",
    Reason.HOLD: "依法保全（[storage] holds），不去除。",
    None: "还有一条消息没送出，今夜自动去除。",
}
