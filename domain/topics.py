"""Hot topics: one matter of one area that many different people report within a short time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.values import frozen


@frozen
class Report:
    """Somebody reported a matter, or joined somebody who did. `area` is the code of a grid or a community."""

    person: str
    area: str
    matter: str
    at: datetime


@frozen
class Hot:
    """The most different `people` who reported one matter of one area within a window, and when it lasted."""

    area: str
    matter: str
    people: int
    since: datetime
    until: datetime


def hottest(reports: Iterable[Report], within: timedelta) -> list[Hot]:
    """Each area's each matter in its most crowded window, the most crowded first."""
    topics: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda report: report.at):
        topics[report.area, report.matter].append(report)
    found = [
        max((_window(topic, end, within) for end in topic), key=lambda hot: hot.people) for topic in topics.values()
    ]
    return sorted(found, key=lambda hot: (-hot.people, hot.area, hot.matter))


def _window(topic: list[Report], last: Report, within: timedelta) -> Hot:
    """The window that ends with one report."""
    inside = [report for report in topic if last.at - within < report.at <= last.at]
    people = len({report.person for report in inside})
    return Hot(last.area, last.matter, people, inside[0].at, last.at)
