"""`chat`: the same bot in a terminal."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.app import App, build, loops
from bot.channel import SendError
from bot.channels.console.client import ConsoleChannel
from bot.clock import SystemClock
from bot.commands.options import ConfigFile, WrongCommand, one_of
from bot.config import Settings, load
from bot.demo.backend import import_community
from bot.demo.backend import settings as demo_settings
from bot.lock import only_one
from domain.errors import HuiyingError
from domain.messages import Incoming
from domain.people import Role
from domain.values import replace
from storage.unit_of_work import UnitOfWork

PARTS = {
    "worker": Role.WORKER,
    "captain": Role.CAPTAIN,
    "area": Role.AREA_LEAD,
    "desk": Role.DESK,
    "supervisor": Role.SUPERVISOR,
    "head": Role.BUILDING_HEAD,
    "volunteer": Role.VOLUNTEER,
    "mediator": Role.MEDIATOR,
    "officer": Role.OFFICER,
    "unit": Role.UNIT_DESK,
    "command": Role.COMMAND,
}
FOLDER = Path("var/chat")
HOME_GRID = "460204198023001"  # of the demo community: the grid whose worker one meets


def chat(
    part: Annotated[str, typer.Option("--as", help=f"resident, {', '.join(PARTS)}")] = "resident",
    user: Annotated[str, typer.Option(help="Who you are; the same name goes on where it left off.")] = "me",
    config: ConfigFile = None,
) -> None:
    """Talk with the bot in the terminal: type, pick by number, /photo PATH, /at LAT,LON, /start CODE."""
    one_of("--as", part, ("resident", *PARTS))
    logs.configure(logging.WARNING)
    settings = load(config) if config else demo_settings(FOLDER)
    with only_one(settings.storage.url):
        asyncio.run(_chat(part, f"{part}-{user}", settings))


async def _chat(part: str, account: str, settings: Settings) -> None:
    clock = SystemClock()
    channel = ConsoleChannel(account, clock=clock.now)
    app = build(settings, clock=clock, extra_channels={channel.name: channel})
    try:
        if not app.storage.write_now(lambda uow: uow.places.areas()):
            import_community(app)
        if part in PARTS:
            await app.storage.write(lambda uow: _sit_down(uow, app, PARTS[part], account))
        async with loops(app):
            async for incoming in channel.messages():
                await app.service.receive([await kept(app, channel, incoming)])
            await app.service.settle()
    finally:
        await app.close()


async def kept(app: App, channel: ConsoleChannel, incoming: Incoming) -> Incoming:
    """The message with its photos in our store; what cannot be used is left out, and said."""
    media = []
    for each in incoming.media:
        try:
            ref = app.files.keep(await channel.download(each.ref), each.kind)
            media.append(replace(each, ref=ref))
        except (HuiyingError, SendError) as error:
            typer.echo(str(error), err=True)
    return replace(incoming, media=tuple(media))


def _sit_down(uow: UnitOfWork, app: App, role: Role, account: str) -> None:
    """Be the first person of the role; in a terminal on the machine itself no invitation is asked for."""
    if uow.people.by_account(ConsoleChannel.name, account):
        return
    holders = uow.people.everybody_with(role)
    if not holders:
        raise WrongCommand(f"Nobody is {role} yet. Import somebody first: python -m bot import people FILE")
    person = next((who for who, scope in holders if scope == HOME_GRID), holders[0][0])
    uow.people.seen(ConsoleChannel.name, account, person, account, app.clock.now())
