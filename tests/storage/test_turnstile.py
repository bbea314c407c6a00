"""Two processes at one store take turns where SQLite needs it."""

from __future__ import annotations

import threading
from pathlib import Path

from storage.turnstile import Turnstile, bears_two_writers


def test_the_fixed_releases_and_back_ports_bear_two_writers() -> None:
    """The list of sqlite.org: 3.51.3, 3.50.7 and 3.44.6 have the fix; what lies between has not."""
    assert [bears_two_writers(v) for v in ((3, 51, 3), (3, 52, 0), (3, 50, 7), (3, 44, 6))] == [True] * 4
    assert [bears_two_writers(v) for v in ((3, 51, 2), (3, 50, 6), (3, 40, 1), (3, 45, 3))] == [False] * 4


def test_the_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    """While one holds the turnstile another's block does not begin."""
    first, second = (Turnstile(tmp_path / "store.db", needed=True) for _ in range(2))
    passed = threading.Event()

    def go() -> None:
        with second.one_at_a_time():
            passed.set()

    with first.one_at_a_time():
        other = threading.Thread(target=go)
        other.start()
        assert not passed.wait(0.05)
    other.join(5)
    assert passed.is_set()
    first.close()
    second.close()


def test_where_it_is_not_needed_nobody_waits(tmp_path: Path) -> None:
    """A fixed SQLite takes no lock file at all."""
    free = Turnstile(tmp_path / "store.db", needed=False)
    with free.one_at_a_time():
        pass
    free.close()
    assert not list(tmp_path.iterdir())
