"""The direct-dispatch table and the admission list: the narrowest row wins, and what may not go down does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.direct import Admission, Decision, Direct, Organisation, Rule, Subject, To
from domain.organisation import Zone
from domain.people import holds

GRID, COMMUNITY, DISTRICT, CITY = "460204198023001", "460204198023", "460204000000", "460200000000"
LAMP = Subject("complaint", "城乡建设", "路灯照明", GRID)
TODAY = date(2026, 11, 23)


def decide(*rows: Direct | Admission, subject: Subject = LAMP, today: date = TODAY) -> Decision:
    directs = [row for row in rows if isinstance(row, Direct)]
    admissions = [row for row in rows if isinstance(row, Admission)]
    return Organisation(directs=directs, admissions=admissions).decide(subject, today)


def direct(row: int, what: str, place: str, to: To = To.UNIT) -> Direct:
    return Direct(row, Rule(what, place), to, f"u{row}" if to is To.UNIT else "")


def test_without_rows_the_grid_has_it() -> None:
    assert decide() == Decision(To.GRID)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (("路灯照明", ""), ("城乡建设", GRID)),
        (("城乡建设", ""), ("complaint", GRID)),
        (("complaint", ""), ("", GRID)),
        (("路灯照明", GRID), ("路灯照明", COMMUNITY)),
        (("路灯照明", DISTRICT), ("路灯照明", CITY)),
        (("路灯照明", CITY), ("路灯照明", "")),
    ],
)
def test_a_matter_goes_before_a_category_before_a_kind_and_then_the_smaller_place(narrow, wide) -> None:
    for rows in ((direct(2, *narrow), direct(3, *wide)), (direct(2, *wide), direct(3, *narrow))):
        won = next(row.row for row in rows if (row.rule.what, row.rule.place) == narrow)
        assert decide(*rows).row == won


@pytest.mark.parametrize(("what", "place"), [("路灯", ""), ("路灯照明", "460203000000"), ("enquiry", "")])
def test_a_row_that_does_not_fit_says_nothing(what, place) -> None:
    assert decide(direct(2, what, place)).row == 0


def test_a_row_for_a_place_says_nothing_of_what_has_none() -> None:
    nowhere = Subject("complaint", "城乡建设", "路灯照明", "")
    assert decide(direct(2, "路灯照明", DISTRICT), subject=nowhere).row == 0
    assert decide(direct(2, "路灯照明", ""), subject=nowhere).row == 2


def barred(
    row: int, level: To, until: date | None = None, *, allowed: bool = False, what: str = "路灯照明"
) -> Admission:
    return Admission(row, Rule(what), level, allowed, until)


def test_what_the_grid_may_not_have_climbs_only_as_far_as_it_must() -> None:
    grid, community = barred(2, To.GRID), barred(3, To.COMMUNITY)
    assert decide(grid).to is To.COMMUNITY
    assert decide(community).to is To.GRID
    assert decide(grid, community).to is To.COMMAND
    assert decide(grid, community).barred == grid
    assert decide(grid, community, direct(2, "城乡建设", ""), direct(3, "路灯照明", "", To.GRID)).unit == "u2"


def test_a_temporary_row_holds_through_its_last_day() -> None:
    rows = (barred(2, To.GRID), barred(3, To.GRID, TODAY, allowed=True))
    assert decide(*rows).to is To.GRID
    assert decide(*rows, today=date(2026, 11, 24)).to is To.COMMUNITY


def test_a_unit_of_the_table_is_not_asked_of_the_admission_list() -> None:
    assert decide(direct(2, "路灯照明", ""), barred(3, To.GRID), barred(4, To.COMMUNITY)).unit == "u2"


WHAT = st.sampled_from(["", "complaint", "城乡建设", "路灯照明", "违建"])
PLACES = st.sampled_from(["", GRID, COMMUNITY, DISTRICT, CITY, "460203000000"])
DIRECTS = st.lists(st.builds(Rule, WHAT, PLACES), max_size=6)


@given(
    rules=DIRECTS, bars=st.lists(st.tuples(WHAT, st.sampled_from([To.GRID, To.COMMUNITY]), st.booleans()), max_size=5)
)
def test_what_is_barred_never_arrives_there_and_the_order_of_rows_of_different_width_does_not_matter(
    rules, bars
) -> None:
    rows = [Direct(at, rule, To.COMMUNITY if at % 2 else To.GRID) for at, rule in enumerate(dict.fromkeys(rules))]
    lists = [Admission(at, Rule(what), level, allowed) for at, (what, level, allowed) in enumerate(bars)]
    organisation = Organisation(directs=rows, admissions=lists)
    found = organisation.decide(LAMP, TODAY)
    if found.to in (To.GRID, To.COMMUNITY):
        assert organisation.barring(found.to, LAMP, TODAY) is None
    assert Organisation(directs=rows[::-1], admissions=lists).decide(LAMP, TODAY).row == found.row
    assert all(not each.rule.place or holds(each.rule.place, GRID) for each in organisation.fitting(LAMP))


def test_zones_stand_above_what_lies_in_them_the_smaller_first():
    """片区 between grid and community, and 大片区 between community and district; a town without any is as before."""
    small = Zone("small", "小片区", frozenset({"460204198023001"}))
    large = Zone("large", "大片区", frozenset({"460204198023001", "460204198023002"}))
    wide = Zone("wide", "湾区", frozenset({"460204198023", "460204198024"}))
    town = Organisation(zones={zone.code: zone for zone in (wide, large, small)})
    above = town.scopes_above("460204198023001")
    assert above[:5] == ("460204198023001", "small", "large", "460204198023", "wide")
    assert town.scopes_above("460204198023003")[:3] == ("460204198023003", "460204198023", "wide")
    assert Organisation().scopes_above("460204198023001")[1] == "460204198023"
