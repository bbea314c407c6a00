"""Hot topics are counted by people, in a window that slides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.topics import Hot, Report, hottest

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def report(person: str, hours: int, area: str = "a", matter: str = "停水") -> Report:
    return Report(person, area, matter, START + hours * HOUR)


def test_the_most_crowded_window_counts_and_nobody_twice() -> None:
    reports = [report("1", 0), report("2", 30), report("2", 31), report("3", 40), report("4", 41), report("1", 100)]
    assert hottest(reports, 24 * HOUR) == [Hot("a", "停水", 3, START + 30 * HOUR, START + 41 * HOUR)]


def test_another_area_or_matter_is_another_topic_and_the_hottest_comes_first() -> None:
    reports = [report("1", 0), report("2", 1, "b"), report("3", 2, "b"), report("4", 3, "b", "停电")]
    assert [(hot.area, hot.matter, hot.people) for hot in hottest(reports, HOUR * 24)] == [
        ("b", "停水", 2),
        ("a", "停水", 1),
        ("b", "停电", 1),
    ]


def test_what_is_just_outside_the_window_is_outside() -> None:
    assert hottest([report("1", 0), report("2", 24)], 24 * HOUR)[0].people == 1
