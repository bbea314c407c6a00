"""Several nodes on one PostgreSQL, killed and frozen at random: nothing lost, nothing filed twice, no silent repeat.

A short run by default; HUIYING_NODES=4 HUIYING_MESSAGES=10000 HUIYING_KILLS=100 for a long one.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stores import address, opened, rows

from domain.messages import Incoming

NODE = Path(__file__).parent / "node.py"
NODES = int(os.environ.get("HUIYING_NODES", "3"))
MESSAGES = int(os.environ.get("HUIYING_MESSAGES", "1000"))
KILLS = int(os.environ.get("HUIYING_KILLS", "10"))
PEOPLE = 100
PATIENCE = 240 + MESSAGES / 20  # seconds until everything must have come to rest
NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Cluster:
    """The nodes, and the hand that kills them."""

    def __init__(self, url: str, file: Path) -> None:
        self.command = [sys.executable, str(NODE), url, str(file)]
        self.nodes = [self.started() for _ in range(NODES)]
        self.random = random.Random(7)

    def started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command, env={**os.environ, "PYTHONPATH": str(NODE.parents[2])})

    def loses_one(self) -> None:
        """One node dies without a word, and another takes its place."""
        index = self.random.randrange(len(self.nodes))
        self.nodes[index].kill()
        self.nodes[index].wait()
        self.nodes[index] = self.started()

    def freezes_one(self, seconds: float) -> None:
        """One node stands still for longer than its lease, and does not know it."""
        node = self.random.choice(self.nodes)
        node.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        node.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        for node in self.nodes:
            node.send_signal(signal.SIGCONT)
            node.kill()
            node.wait()


def message(number: int) -> Incoming:
    person = f"p{number % PEOPLE}"
    return Incoming("wire", f"m{number}", person, person, NOW, text=f"n{number}.")


def waiting(store) -> int:
    (found,) = rows(
        store,
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'new') + (SELECT count(*) FROM timers WHERE state = 'pending')"
        " + (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))",
    )
    return int(found[0])


@pytest.fixture
def aftermath(tmp_path):
    """The store, and what arrived, after a bad day."""
    store = opened(tmp_path / "nodes.db", postgres=True, threaded=False)
    cluster = Cluster(address(tmp_path / "nodes.db", postgres=True), tmp_path / "arrived")
    try:
        for turn in range(KILLS):
            for number in range(turn * MESSAGES // KILLS, (turn + 1) * MESSAGES // KILLS):
                store.write_now(lambda uow, number=number: uow.inbox.put(message(number), NOW))
            time.sleep(1.5)
            cluster.loses_one()
            if turn % 5 == 3:
                cluster.freezes_one(4)
        end = time.monotonic() + PATIENCE
        while waiting(store) and time.monotonic() < end:
            time.sleep(0.5)
    finally:
        cluster.stop()
    arrived = Counter(json.loads(line)[1] for line in (tmp_path / "arrived").read_text().splitlines())
    yield store, arrived
    store.close_now()


def test_nothing_is_lost_filed_twice_out_of_order_or_silently_repeated(aftermath):
    store, arrived = aftermath
    assert waiting(store) == 0
    filed = Counter(words for (words,) in rows(store, "SELECT words FROM tickets"))
    assert filed == Counter(message(number).text for number in range(MESSAGES))
    assert rows(store, "SELECT state, count(*) FROM timers GROUP BY state") == [("done", MESSAGES)]
    expected = {f"{words} {what}" for words in filed for what in ("filed", "reminded")}
    assert set(arrived) == expected
    sent = rows(store, "SELECT sent_ref, ambiguous FROM outbox WHERE state = 'sent'")
    assert sorted(text for text, _ in sent) == sorted(expected)
    flagged = {text for text, ambiguous in sent if ambiguous}
    twice = {text for text, count in arrived.items() if count > 1}
    assert twice <= flagged
    talks = [json.loads(answers)["heard"] for (answers,) in rows(store, "SELECT answers FROM conversations")]
    assert sum(map(len, talks)) == MESSAGES
    assert all(talk == sorted(talk, key=lambda words: int(words[1:-1])) for talk in talks)
    print(
        f"{MESSAGES} messages, {NODES} nodes, {KILLS} kills: {len(flagged)} marked ambiguous, {len(twice)} arrived twice"
    )
