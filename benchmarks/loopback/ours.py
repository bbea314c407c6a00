"""Our bot as `python -m bot run` runs it, on a store where everybody is known, without Telegram's pace.

    python -m benchmarks.loopback.ours API STORE PEOPLE

The pace is the platform's limit (25 messages a second); what is measured is ours. Every letter still takes its slots.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.loopback.platform import FIRST
from bot.app import App, build, run
from bot.config import Operator, Settings, StorageSection, Telegram, Web
from bot.deliver import Pace
from storage.unit_of_work import UnitOfWork

DATA = Path(__file__).parents[2] / "bot" / "demo" / "data"
MOMENT = timedelta(milliseconds=1)
UNPACED = Pace(per_second=100_000, burst=100_000, chat=MOMENT, group=MOMENT)


def settings(api: str, store: str, folder: Path) -> Settings:
    return Settings(
        operator=Operator(name="三亚回应", shapes=DATA / "grids.geojson"),
        storage=StorageSection(url=store, key_file=folder / "key", files=folder / "files"),
        telegram=Telegram(enabled=True, base_url=api),
        web=Web(enabled=False),
    )


def settle_in(app: App, people: int) -> None:
    """The community, and residents who have seen the notice."""

    from bot.admin import IMPORTS  # not part of a start

    def work(uow: UnitOfWork) -> None:
        now = app.clock.now()
        if not uow.places.areas():
            for name, bring in IMPORTS.items():
                bring(uow, DATA / f"{name}.csv", now)
            app.worlds.refresh(uow)
        for account in map(str, range(FIRST, FIRST + people)):
            person = uow.people.add(now)
            uow.people.seen("telegram", account, person.id, account, now)
            uow.people.save(replace(person, noticed=True))

    app.storage.write_now(work)


def main(api: str, store: str, people: int) -> None:
    os.environ.setdefault("HUIYING_TELEGRAM_TOKEN", "7:loopback")
    with tempfile.TemporaryDirectory() as folder:
        app = build(settings(api, store, Path(folder)))
        settle_in(app, people)
        app.service.delivery._paces = {"telegram": UNPACED}  # noqa: SLF001
        asyncio.run(run(app))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
