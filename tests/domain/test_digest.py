"""The figures of a day: sums, rates that do not flatter, and the worst grid first."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.digest import COUNTS, SHOWN, DayFigures, GridDay, GridFigures, Rate, figures_of, together, worst_first
from domain.measures import values


def day(*grids: GridFigures, shown: int | None = None) -> DayFigures:
    left = [GridDay(each.grid, tuple(values(each).values()), each.open, each.overdue) for each in grids]
    names = {each.grid: each.name for each in grids}
    return figures_of(date(2026, 11, 20), "460204198023", "儋州村社区", left, named=names.__getitem__, shown=shown)


def test_silence_is_not_satisfaction():
    grid = GridFigures("460204198023001", "第一网格", asked=10, answered=5, solved=4, rated=4, satisfied=3)
    assert grid.solution == Rate(4, 5, silent=5)
    assert (grid.solution.percent, grid.solution.percent_of_all) == ("80.0%", "40.0%")
    assert (grid.satisfaction.percent, grid.satisfaction.percent_of_all) == ("75.0%", "30.0%")


def test_a_rate_of_nobody_is_a_dash_and_not_a_hundred_percent():
    assert (Rate(0, 0).percent, Rate(0, 0).percent_of_all, Rate(0, 0).share) == ("—", "—", None)
    assert (Rate(0, 0, silent=3).percent, Rate(0, 0, silent=3).percent_of_all) == ("—", "0.0%")


def test_the_rates_of_a_day_come_from_the_sums_and_not_from_averaged_rates():
    small = GridFigures("460204198023001", "第一网格", dispatched=1, responded=1)
    large = GridFigures("460204198023002", "第二网格", dispatched=9, responded=4)
    assert day(small, large).total.response == Rate(5, 10)
    assert day().total.response.percent == "—"


def test_the_worst_grid_comes_first():
    calm = GridFigures("460204198023001", "第一网格", open=1)
    late = GridFigures("460204198023002", "第二网格", open=2, overdue=2)
    full = GridFigures("460204198023003", "第三网格", open=9, overdue=1)
    poor = GridFigures("460204198023004", "第四网格", open=1, asked=2, answered=2, solved=1)
    assert day(calm, full, poor, late).grids == worst_first((calm, full, poor, late)) == (late, full, poor, calm)


def test_of_many_grids_the_worst_are_told_of_and_all_are_counted():
    busy = [GridFigures(f"460204198023{n:03}", "", open=n, overdue=1, new=2) for n in range(1, SHOWN + 4)]
    solved = GridFigures("460204198023900", "", resolved=1, asked=1, answered=1, solved=1)
    idle = GridFigures("460204198023800", "", new=1, closed=1)
    told = day(idle, solved, *busy, shown=SHOWN)
    assert told.grids == tuple(reversed(busy))[:SHOWN]
    assert told.busy == len(busy) + 1
    assert told.total == together("460204198023", "儋州村社区", [*busy, solved, idle])
    assert day(idle, solved, shown=1).grids == (solved,)


figures = st.builds(
    GridFigures,
    grid=st.integers(1, 999).map(lambda n: f"460204198023{n:03}"),
    name=st.just("网格"),
    **{count: st.integers(0, 50) for count in COUNTS},
)


@settings(deadline=None)
@given(st.lists(figures, unique_by=lambda one: one.grid), st.randoms())
def test_the_order_and_the_sums_do_not_depend_on_the_order_of_the_rows(grids, chance):
    shuffled = chance.sample(grids, len(grids))
    assert worst_first(shuffled) == worst_first(grids)
    assert together("", "", shuffled) == together("", "", grids)
    assert day(*shuffled) == day(*grids)
    assert day(*grids).total == together("460204198023", "儋州村社区", grids)
    assert together("", "", grids).open == sum(grid.open for grid in grids)
