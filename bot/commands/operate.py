"""What an operator does from the shell: check, migrate, import, invite, digest, backup, restore, erase."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.admin import IMPORTS
from bot.app import App, build
from bot.charts import chinese_font, digest_chart
from bot.checks import find_mistakes
from bot.commands.options import AsJson, ConfigFile
from bot.config import load
from bot.imports import template as empty_sheet
from bot.lock import only_one
from domain.errors import ConfigError, HuiyingError, ImportFileError, NotFound
from domain.messages import Text
from domain.people import Role
from handlers.scene import Scene
from handlers.supervisor.digest import day_figures, words
from storage.migrate import migrate as bring_up_to_date
from storage.unit_of_work import Storage, UnitOfWork

console = Console()
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check the file, change nothing.")]


class _Undo(Exception):
    """Leave the transaction without keeping anything."""


def check(config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Find mistakes in settings, rules, texts, calendars, places and people, each with file and line."""
    found = find_mistakes(config)
    if as_json:
        console.print_json(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    for each in found if not as_json else ():
        console.print(f"[{'red' if each.serious else 'yellow'}]{each.where}[/]: {each.what}")
    serious = sum(each.serious for each in found)
    if not as_json:
        console.print("没有发现问题。" if not found else f"{serious} 个错误，{len(found) - serious} 个提醒。")
    if serious:
        raise typer.Exit(1)


def migrate(config: ConfigFile = None) -> None:
    """Bring the store's schema to the newest version."""
    settings = load(config)
    with only_one(settings.storage.url):
        bring_up_to_date(settings.storage.url)
    console.print(f"{settings.storage.url}: 已是最新版本。")


def import_file(
    kind: Annotated[str, typer.Argument(help="places, grids or people (in this order)")],
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file.")],
    config: ConfigFile = None,
    dry_run: DryRun = False,
    template: Annotated[bool, typer.Option("--template", help="Write an empty sheet to FILE instead.")] = False,
) -> None:
    """Import a file, all of it or nothing; people who are new get one-time invitations."""
    if kind not in IMPORTS:
        raise ImportFileError(f"{kind!r} is none of {', '.join(IMPORTS)}")
    if template:
        file.write_bytes(empty_sheet(kind))
        console.print(f"{file}: 空白表格已写好。")
        return
    app = build(load(config), threaded=False)

    def work(uow: UnitOfWork) -> object:
        done = IMPORTS[kind](uow, file, app.clock.now())
        app.worlds.refresh(uow)
        console.print(f"{kind}: {done.rows} 行{'可以导入（未改动）' if dry_run else '已导入'}。")
        if dry_run:
            raise _Undo
        return done

    try:
        done = app.storage.write_now(work)
    except _Undo:
        return
    for name, code in getattr(done, "invitations", ()):
        console.print(f"{name}: /start join-{code}")


def invite(name: Annotated[str, typer.Argument(help="The name as imported.")], config: ConfigFile = None) -> None:
    """Make a one-time invitation for somebody who was imported."""
    app = build(load(config), threaded=False)

    def work(uow: UnitOfWork) -> str:
        people = uow.people.by_name(name)
        if len(people) != 1:
            raise NotFound(f"{len(people)} people are called {name!r}")
        return uow.people.invite(people[0], app.clock.now() + app.worlds.current.policy.invite_valid)

    console.print(f"/start join-{app.storage.write_now(work)}")


def digest(
    day: Annotated[str, typer.Option("--date", help="YYYY-MM-DD; without it, today until now.")] = "",
    scope: Annotated[str, typer.Option(help="Code of the area; without it, every supervisor's.")] = "",
    out: Annotated[Path | None, typer.Option(help="Also write the chart to this PNG.")] = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """What supervisors get, to the terminal."""
    app = build(load(config), threaded=False)
    app.storage.write_now(lambda uow: _digest(uow, app, day, scope, out, as_json=as_json))


def _digest(uow: UnitOfWork, app: App, day: str, scope: str, out: Path | None, *, as_json: bool) -> None:
    scene = Scene(uow, app.worlds.current, app.clock.now())
    end = _end_of(day, app) if day else scene.now
    scopes = [scope] if scope else sorted({held for _, held in uow.people.everybody_with(Role.SUPERVISOR)})
    if not scopes:
        raise NotFound("no supervisor is known; import people first")
    for each in scopes:
        figures = day_figures(scene, each, end.astimezone(scene.world.week.zone).date(), end)
        if as_json:
            console.print_json(json.dumps({**asdict(figures), "day": figures.day.isoformat()}, ensure_ascii=False))
        else:
            console.print(app.texts.say(Text("digest", words(scene, figures))), end="\n\n")
        if out:
            out.write_bytes(digest_chart(figures, chinese_font()))


def _end_of(day: str, app: App) -> datetime:
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise ConfigError(f"--date {day!r}: write it like 2026-11-23") from error
    at: time = app.worlds.current.policy.digest_at
    return datetime.combine(found, at, app.worlds.current.week.zone)


def backup(file: Annotated[Path, typer.Argument(help="Where to write the copy.")], config: ConfigFile = None) -> None:
    """Copy the store while the bot runs; the copy is checked before this says it is done."""
    settings = load(config)
    if file.exists():
        raise ConfigError(f"{file} exists already; give a new name")
    app = build(settings, threaded=False)
    with console.status("正在备份 …"):
        asyncio.run(app.storage.backup(file))
        problem = Storage.integrity(file)
    if problem:
        raise HuiyingError(f"the copy {file} is damaged: {problem}")
    console.print(
        f"{file}: 已备份并检查（{file.stat().st_size:,} 字节）。密钥 {settings.storage.key_file} 与文件夹 {settings.storage.files} 请另外保存。"
    )


def restore(file: Annotated[Path, typer.Argument(help="A copy made by backup.")], config: ConfigFile = None) -> None:
    """Make the store what a backup holds. The bot must not run; the present store is kept beside it."""
    settings = load(config)
    if not file.exists():
        raise NotFound(str(file))
    if problem := Storage.integrity(file):
        raise HuiyingError(f"{file} is damaged: {problem}")
    with only_one(settings.storage.url):
        app = build(settings, threaded=False)
        kept = Path(f"{settings.storage.url.removeprefix('sqlite:///')}.before-restore")
        kept.unlink(missing_ok=True)
        asyncio.run(app.storage.backup(kept))
        asyncio.run(app.storage.replace_with(file))
        bring_up_to_date(settings.storage.url)
    console.print(f"已恢复自 {file}；原来的保存在 {kept}。")


def erase(
    user: Annotated[str, typer.Argument(help="channel:account, as in telegram:12345")],
    config: ConfigFile = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Forget who somebody is: name, telephone number, accounts, home. Their tickets stay, without them."""
    channel, _, account = user.partition(":")
    app = build(load(config), threaded=False)

    def find(uow: UnitOfWork) -> int:
        person = uow.people.by_account(channel, account)
        if person is None:
            raise NotFound(user)
        return person.id

    person = app.storage.write_now(find)
    if not yes:
        typer.confirm(f"删除 {user} 的全部个人信息，不能恢复，确定吗？", abort=True)
    app.storage.write_now(lambda uow: uow.people.erase(person))
    console.print(f"{user}: 已删除。")
