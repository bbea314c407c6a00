"""One node of several: the real service and sender on a shared store; its platform is a file that only grows.

Run as `python tests/batteries/node.py URL FILE`. A message becomes a ticket, a confirmation and a reminder a second later.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from types import SimpleNamespace

from bot import deliver, service
from bot.channel import Capabilities
from bot.clock import SystemClock
from bot.deliver import Delivery, Pace
from bot.files import FileStore
from bot.media import MediaDesk
from bot.texts import Texts
from domain.messages import Lane, Reply, Text
from domain.ticket import Status, Ticket
from storage.sealed import Seal
from storage.timers import Timer
from storage.unit_of_work import Storage

SECOND = timedelta(seconds=1)
RATE, BURST = 200, 5


class Wire:
    """What arrives is a line of the file, written in one piece: it outlives the node."""

    name = "wire"
    capabilities = Capabilities(text=4096, caption=1024, buttons=8, label=40, edits=False, media=False, point=False)

    def __init__(self, file: str) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def send(self, address, message):
        os.write(self._file, (json.dumps([address, message.text], ensure_ascii=False) + "\n").encode())
        return message.text


def tell(uow, account, words, now, ticket):
    uow.outbox.put(
        "wire", account, account, Reply(Text("plain", {"words": words}), lane=Lane.CONFIRMATION), now, ticket=ticket
    )


def take(uow, _world, row, now):
    incoming = row.incoming
    ticket = uow.tickets.add(Ticket(0, "", "help", Status.PENDING, "x", "x", incoming.text), now, "20261123")
    talk = uow.conversations.get(incoming.channel, incoming.sender)
    heard = [*talk.answers.get("heard", []), incoming.text]
    uow.conversations.save(replace(talk, answers={"heard": heard}), now)
    tell(uow, incoming.sender, f"{incoming.text} filed", now, ticket.id)
    uow.timers.start(Timer(f"remind:{ticket.id}", "x", ticket.id, now + SECOND, {"to": incoming.sender}))
    uow.inbox.done(row.id, ticket.id)


def fire(scene, timer):
    tell(
        scene.uow, timer.data["to"], f"{scene.uow.tickets.get(timer.subject).words} reminded", scene.now, timer.subject
    )


async def main(url: str, file: str) -> None:
    deliver.LEASE, deliver.LAST_MOMENT = 3 * SECOND, 1.8 * SECOND  # a crash is noticed while the test runs
    service.take, service.fire = take, fire
    service.digest = SimpleNamespace(plan=lambda _scene: None)
    storage, clock = Storage(url, Seal(b"k" * 32)), SystemClock()
    clock.agree(await storage.moment())
    desk = MediaDesk(storage, FileStore(Path(file).parent))
    paces = {"wire": Pace(RATE, BURST, SECOND / 1000, SECOND)}
    delivery = Delivery(storage, {"wire": Wire(file)}, paces, Texts(), desk, clock)
    world = SimpleNamespace(week=SimpleNamespace(zone=UTC))
    node = service.Service(storage, lambda: world, delivery, clock)
    await delivery.recover()
    while True:
        with contextlib.suppress(Exception):  # the server was restarted: the next pass goes on
            await node.settle()
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
