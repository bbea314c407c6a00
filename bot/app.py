"""The composition root: settings become a store, a world, channels, loops and a web server."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.audit import note_configuration
from bot.calendars import work_week
from bot.channel import Channel
from bot.channels.telegram.client import TelegramChannel
from bot.clock import Clock, SystemClock
from bot.config import Settings, secret
from bot.deliver import Delivery, Pace
from bot.erasure import Eraser, Journal
from bot.files import FileStore
from bot.ingest import TelegramIngest
from bot.media import Download, MediaDesk
from bot.room import Room
from bot.service import Service
from bot.texts import FALLBACK, Texts
from bot.webchat import WebChannel
from bot.worlds import Worlds
from domain.errors import ConfigError, HuiyingError
from nlp.shapes import Shapes
from storage.migrate import migrate
from storage.sealed import Seal, load_key
from storage.unit_of_work import SQLITE, Storage

log = logging.getLogger(__name__)
MB = 1 << 20
NIGHT = timedelta(hours=3)  # from midnight on: then nobody writes
TIDIED = "tidied"  # the last night of it, in the store
JOBS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}  # late is better than never
TICK = 1.0  # seconds between two looks at timers and outbox when nothing wakes them earlier
RARELY = (50_000, 20, 20)  # objects: a turn makes thousands and leaves no cycles; looked through often, it costs 6 %
PATIENCE = 15.0  # seconds an orderly stop may take
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
GROUP_PAUSE = timedelta(seconds=3)  # Telegram: 20 messages a minute to one group
CHAT_PAUSE = timedelta(seconds=1)  # Telegram: one message a second to one chat


@dataclass(slots=True)
class App:
    """The parts of a running bot."""

    settings: Settings
    storage: Storage
    worlds: Worlds
    texts: Texts
    files: FileStore
    desk: MediaDesk
    eraser: Eraser
    service: Service
    web: WebChannel
    channels: dict[str, Channel]
    clock: Clock
    room: Room
    telegram: TelegramIngest | None = None
    closing: list[Callable[[], Coroutine[Any, Any, None]]] = field(default_factory=list)

    def local(self) -> datetime:
        """Now, in local time."""
        return self.worlds.current.week.local(self.clock.now())

    async def close(self) -> None:
        """Everything, the store last, whatever fails on the way."""
        async with contextlib.AsyncExitStack() as left:
            for close in (self.storage.close, *reversed(self.closing)):
                left.push_async_callback(close)


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    threaded: bool = True,
    durable: bool = True,
    extra_channels: Mapping[str, Channel] | None = None,
) -> App:
    """Wire everything; nothing runs yet.

    `threaded` False keeps writes in the caller, for virtual time; `durable` False does not wait for the disk, for
    rehearsals, whose store is made anew each time.
    """
    clock = clock or SystemClock()
    texts = Texts()
    _refuse_unnamed(settings, texts)
    week = work_week(
        settings.hours.weekdays,
        settings.hours.saturday,
        settings.hours.sunday,
        settings.operator.zone,
        settings.hours.calendars,
    )
    shapes = Shapes.from_geojson(settings.operator.shapes) if settings.operator.shapes else None
    ballast = settings.storage.ballast_mb * MB
    files = FileStore(settings.storage.files, spare=2 * ballast)
    telegram = _telegram(settings, clock, files) if settings.telegram.enabled else None
    migrate(settings.storage.url)  # from here on the settings are known to be good
    seal = Seal(load_key(settings.storage.key_file))
    storage = Storage(settings.storage.url, seal, threaded=threaded, durable=durable)
    eraser = Eraser(storage, files, settings.retention(), Journal(settings.storage.key_file, seal))
    worlds = Worlds(settings, texts, week, shapes)
    try:
        storage.write_now(lambda uow: uow.counters.keep_up())
        storage.write_now(worlds.refresh)
        storage.write_now(lambda uow: note_configuration(uow, settings, clock.now()))
    except HuiyingError:
        storage.close_now()
        raise
    web = WebChannel(storage, clock)
    channels: dict[str, Channel] = {web.name: web, **(extra_channels or {})}
    downloads: dict[str, Download] = {}
    paces: dict[str, Pace] = {}
    if telegram:
        channels[telegram.name] = telegram
        downloads[telegram.name] = telegram.download
        paces[telegram.name] = Pace(settings.telegram.per_second, settings.telegram.burst, CHAT_PAUSE, GROUP_PAUSE)
    desk = MediaDesk(storage, files, downloads, patient=frozenset({web.name}))
    delivery = Delivery(storage, channels, paces, texts, desk, clock)
    service = Service(storage, lambda: worlds.current, delivery, clock)
    room = Room(storage, lambda: worlds.current, clock, ballast)
    app = App(settings, storage, worlds, texts, files, desk, eraser, service, web, channels, clock, room)
    if telegram:
        app.telegram = TelegramIngest(service, telegram)
        app.closing += [app.telegram.close, telegram.close]
    return app


def _refuse_unnamed(settings: Settings, texts: Texts) -> None:
    """A reason nobody could read is no reason. ConfigError names the codes without a text."""
    unknown = [code for code in settings.figures.exclusions if not texts.has(f"exclusion-{code}")]
    if unknown:
        codes = ", ".join(unknown)
        raise ConfigError(f"[figures] exclusions: {codes}: no text exclusion-CODE in locales/{FALLBACK}")


def _telegram(settings: Settings, clock: Clock, files: FileStore) -> TelegramChannel:
    token = secret(settings.telegram.token_env)
    if not token:
        raise ConfigError(
            f"[telegram] is enabled but the environment variable {settings.telegram.token_env} is not set"
        )
    return TelegramChannel(
        token,
        clock=clock.now,
        base_url=settings.telegram.base_url,
        base_file_url=settings.telegram.base_file_url,
        load=files.load,
        proxy=settings.telegram.proxy or None,
        # A shared store has a clock of its own, which rules.
        heard=clock.heard
        if isinstance(clock, SystemClock) and settings.storage.url.startswith(SQLITE)
        else lambda _: None,
    )


async def run(app: App) -> None:
    """Run all loops and the web server until SIGTERM or SIGINT; what was begun is finished first."""
    gc.freeze()  # rules, maps and libraries stay: looking through them for garbage would stop everything for 0.1 s
    gc.set_threshold(*RARELY)
    if app.settings.web.enabled or _pushed_to(app):
        from bot.site import served  # the web server and all it brings: only where somebody is served

        until_stopped = served(app)
    else:
        until_stopped = told_to_stop()
    log.info("huiying runs: %s", what_runs(app))
    async with loops(app):
        await until_stopped
    log.info("huiying has stopped")


def _pushed_to(app: App) -> bool:
    return bool(app.telegram) and app.settings.telegram.mode == "webhook"


def what_runs(app: App) -> str:
    """One line for the log: store, channels, places."""
    settings = app.settings
    telegram = f"telegram by {settings.telegram.mode}, " if app.telegram else ""
    web = f"web at http://{settings.web.host}:{settings.web.port}, " if settings.web.enabled else ""
    return f"{telegram}{web}store {app.storage.name}, {len(app.worlds.current.grids)} grids"


async def told_to_stop() -> None:
    """Wait for SIGTERM or SIGINT; a second one stops the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stop.set)
    try:
        await stop.wait()
    finally:
        for number in STOP_SIGNALS:
            loop.remove_signal_handler(number)


@asynccontextmanager
async def loops(app: App) -> AsyncIterator[None]:
    """Turns, timers and outbox at work while the block runs. APScheduler is the metronome, the store the memory."""
    await _refresh(app)
    await app.service.delivery.recover()
    scheduler = AsyncIOScheduler(timezone=app.settings.operator.zone, job_defaults=JOBS)
    for job in (_refresh, _tidy):
        scheduler.add_job(partial(job, app), "interval", seconds=60)
    scheduler.start()
    tasks = [asyncio.create_task(_work(app), name="work")]
    if app.telegram:
        tasks.append(asyncio.create_task(_telegram_in(app, app.telegram), name="telegram"))
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        with contextlib.suppress(TimeoutError):  # what hangs longer than this is recovered at the next start
            async with asyncio.timeout(PATIENCE):
                await app.service.stop()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _work(app: App) -> None:
    """Settle whenever something came, the rate of a channel lets the next letter go, and each TICK."""
    while True:
        pause = app.service.delivery.pause
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause.total_seconds() if pause else TICK):
                await app.service.work_came.wait()
        app.service.work_came.clear()
        try:
            await app.service.settle()
        except Exception:
            log.exception("a pass failed; the next tick tries again")


async def _tidy(app: App) -> None:
    """Once a night, forget what is no longer needed; where the machine is off at night, when it is on again."""
    night = (app.local() - NIGHT).date().isoformat()
    if await app.storage.write(lambda uow: uow.meta.get(TIDIED)) == night:
        return
    kept = app.settings.storage
    log.info("tidied %d rows", await app.service.tidy(kept.words_kept, kept.letters_kept))
    forgotten = await app.eraser.go_on(app.clock.now())
    log.info(
        "tickets without their erased writer's words: %d, still kept: %d", len(forgotten.stripped), len(forgotten.kept)
    )
    await app.storage.write(lambda uow: uow.meta.set(TIDIED, night))


async def _refresh(app: App) -> None:
    """Notice imported places, and a full disk; where nodes share a store, go by its clock."""
    if await app.storage.write(app.worlds.refresh):
        await app.storage.write(lambda uow: note_configuration(uow, app.settings, app.clock.now()))
    await app.room.look()
    moment = await app.storage.moment()
    if moment and isinstance(app.clock, SystemClock):
        app.clock.agree(moment)


async def _telegram_in(app: App, telegram: TelegramIngest) -> None:
    """Tell Telegram how we want our messages, and poll if they are not pushed."""
    settings = app.settings.telegram
    if settings.mode == "webhook":
        await telegram.be_pushed_to(settings.webhook_url, secret(settings.secret_env))
    else:
        await telegram.poll_forever()
