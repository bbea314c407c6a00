"""What stands on the public board now: figures of the communities, results and wishes whose people agreed, nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from domain.board import enough, rows
from domain.digest import COUNTS, GridFigures, Rate
from domain.grid_codes import COMMUNITY_DIGITS
from domain.measures import values
from domain.messages import Media, Text
from domain.publication import Publication, Showing
from domain.ticket import Status, Ticket
from domain.values import frozen
from handlers import cards
from handlers.world import World
from storage.counters import CONFIDENTIAL
from storage.unit_of_work import UnitOfWork

MATTER = "matter"  # the kind of topic under which storage/counters.py keeps every request of a month


@frozen
class Row:
    """A community's figures in words: how many requests, then 响应率, 按时办结率, 解决率, 满意率 with their numbers."""

    name: str
    new: int
    rates: tuple[str, ...]


@frozen
class Month:
    """The rows of one month."""

    name: str
    rows: tuple[Row, ...]


@frozen
class Result:
    """One request that was closed: what, in which community, in which month, how long it took, what the resident said."""

    subject: str
    place: str
    month: str
    took: str
    said: str


@frozen
class WishResult:
    """One wish that came true, as staff have read it; `photo` is where its photo is fetched, "" without one."""

    words: str
    thanks: str
    place: str
    photo: str


@frozen
class Board:
    """Everything on it."""

    operator: str
    at_least: int
    months: tuple[Month, ...]
    results: tuple[Result, ...]
    wishes: tuple[WishResult, ...]


def read(uow: UnitOfWork, world: World, now: datetime) -> Board:
    """The board of this moment."""
    rules = world.policy.board
    return Board(
        world.operator,
        rules.at_least,
        tuple(_month(uow, world, first) for first in _months(world, now)),
        tuple(_result(uow, world, ticket) for _, ticket in uow.publications.shown(rules.results, wishes=False)),
        tuple(_wish(world, shown, wish) for shown, wish in uow.publications.shown(rules.results, wishes=True)),
    )


def photo(uow: UnitOfWork, ticket: int) -> Media | None:
    """The photo of a wish that is shown now, None for anything else."""
    shown, wish = uow.publications.of(ticket), uow.tickets.find(ticket)
    open_to_all = shown and shown.state is Showing.SHOWN and wish and wish.status is Status.CLOSED and not wish.child
    return shown.media[0] if open_to_all and shown and shown.media else None


def _months(world: World, now: datetime) -> list[datetime]:
    """The first days of the months that are shown, the newest first."""
    this = world.week.local(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = (this - timedelta(days=1)).replace(day=1)
    return [this, before] if world.policy.board.running else [before]


def _month(uow: UnitOfWork, world: World, first: datetime) -> Month:
    period = f"{first:%Y-%m}"
    sums: dict[str, Counter[str]] = {}
    for tally in uow.counters.by_place(period, "", MATTER, COMMUNITY_DIGITS):
        sums.setdefault(tally.area, Counter()).update(values(tally.counts))
    # of 举报 not even how many there were
    for tally in uow.counters.by_place(period, "", CONFIDENTIAL, COMMUNITY_DIGITS):
        sums.setdefault(tally.area, Counter()).subtract(values(tally.counts))
    found = (
        GridFigures(code, world.gazetteer.in_words(code), **{name: counts[name] for name in COUNTS})
        for code, counts in sums.items()
        if len(code) == COMMUNITY_DIGITS
    )
    at_least = world.policy.board.at_least
    return Month(f"{first.year}年{first.month}月", tuple(_row(world, each, at_least) for each in rows(found, at_least)))


def _row(world: World, figures: GridFigures, at_least: int) -> Row:
    rates = (figures.response, figures.punctuality, figures.solution, figures.satisfaction)
    name = figures.name or world.say(Text("board-rest"), "zh-CN")
    return Row(name, figures.new, tuple(_rate(world, rate, at_least) for rate in rates))


def _rate(world: World, rate: Rate, at_least: int) -> str:
    """A percentage never stands without its numbers, and not for a handful of people."""
    if not enough(rate, at_least):
        return world.say(Text("board-too-few"), "zh-CN")
    return f"{rate.percent}（{rate.numerator}/{rate.denominator}）"


def _result(uow: UnitOfWork, world: World, ticket: Ticket) -> Result:
    """Nothing that anybody wrote, no number, no day."""
    survey = uow.tickets.survey(ticket.id, ticket.episode)
    local = world.week.local(ticket.closed_at or ticket.resolved_at or ticket.created_at)  # type: ignore[arg-type]
    days = (ticket.resolved_at - ticket.created_at).days if ticket.resolved_at and ticket.created_at else 0
    satisfied = survey.satisfied if survey else ""
    solved = Text("board-solved") if survey and survey.solved else Text("board-unsolved")
    said = [solved, *([Text(f"satisfied-{satisfied}")] if satisfied else [])]
    return Result(
        ticket.matter or ticket.category,
        world.gazetteer.in_words(ticket.community) or "—",
        f"{local.year}年{local.month}月",
        world.say(Text("board-took", {"days": days}) if days else Text("board-same-day"), "zh-CN"),
        "，".join(world.say(text, "zh-CN") for text in said),
    )


def _wish(world: World, shown: Publication, wish: Ticket) -> WishResult:
    """The words staff have read, masked once more."""
    return WishResult(
        cards.anonymous(shown.words),
        cards.anonymous(shown.thanks),
        world.gazetteer.in_words(wish.community) or "—",
        f"/board/photo/{wish.id}" if shown.media else "",
    )
