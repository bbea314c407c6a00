"""Which grid answers for a place: by number and side, asked at boundaries, the community where nothing is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.covers import read_covers
from domain.places import Area, Cover, Level, Relation, Spot
from domain.routing import Reason, building_number, building_numbers, grid_for

CITY = Area("460200000000", "海滨市", Level.CITY)
COMMUNITY = Area("460200001001", "椰林社区", Level.COMMUNITY, CITY.code)
GRID = Area("460200001001001", "椰林社区第一网格", Level.GRID, COMMUNITY.code)
COURT = Area("c1", "椰林花园", Level.COMPOUND, COMMUNITY.code)
LANE = Area("r1", "椰林路", Level.ROAD, COMMUNITY.code)
AVENUE = Area("r2", "滨海大道", Level.ROAD, CITY.code)
COVERS = (
    Cover("g1", "c1", 1, 8),
    Cover("g2", "c1", 9, 12),
    Cover("g1", "r1", 1, 99, "odd"),
    Cover("g2", "r1", 2, 98, "even"),
    Cover("g3", "r2", 1, 50),
)


def spot(area: Area, **details: str) -> Spot:
    return replace(Spot(area.code, area.name, area.level, 0.9), **details)


def path(area: Area) -> tuple[Area, ...]:
    return (CITY, area) if area.parent == CITY.code else (CITY, COMMUNITY, area)


@pytest.mark.parametrize(
    ("area", "details", "grid", "reason"),
    [
        (COURT, {"building": "8"}, "g1", Reason.NUMBER),
        (COURT, {"building": "9"}, "g2", Reason.NUMBER),
        (COURT, {"building": "3-1"}, "g1", Reason.NUMBER),
        (COURT, {"building": "1、8"}, "g1", Reason.NUMBER),
        (LANE, {"house": "21"}, "g1", Reason.NUMBER),
        (LANE, {"house": "22"}, "g2", Reason.NUMBER),
        (LANE, {"house": "odd"}, "g1", Reason.NUMBER),
        (LANE, {"house": "22", "building": "9"}, "g2", Reason.NUMBER),
        (GRID, {}, GRID.code, Reason.WHOLE),
        (GRID, {"relation": Relation.HOME}, GRID.code, Reason.HOME),
    ],
)
def test_a_number_inside_one_range_decides_the_grid(
    area: Area, details: dict[str, str], grid: str, reason: Reason
) -> None:
    routing = grid_for(spot(area, **details), COVERS, path(area))
    assert (routing.grid, routing.candidates, routing.reason, routing.sure) == (grid, (), reason, True)


@pytest.mark.parametrize(
    ("area", "details", "reason"),
    [
        (COURT, {}, Reason.ASK_NUMBER),
        (COURT, {"building": "甲"}, Reason.ASK_NUMBER),
        (COURT, {"building": "13"}, Reason.UNKNOWN_NUMBER),
        (COURT, {"building": "8、9"}, Reason.ASK_GRID),
        (COURT, {"building": "1-12"}, Reason.ASK_GRID),
        (LANE, {}, Reason.ASK_NUMBER),
        (LANE, {"house": "100"}, Reason.UNKNOWN_NUMBER),
        (LANE, {"house": "21", "relation": Relation.OPPOSITE}, Reason.ASK_GRID),
    ],
)
def test_what_a_split_place_leaves_open_is_asked_and_waits_at_the_community(
    area: Area, details: dict[str, str], reason: Reason
) -> None:
    routing = grid_for(spot(area, **details), COVERS, path(area))
    assert (routing.grid, routing.candidates, routing.reason, routing.sure) == (
        COMMUNITY.code,
        ("g1", "g2"),
        reason,
        False,
    )


def test_a_long_road_with_one_known_stretch_is_asked_for_its_number() -> None:
    assert grid_for(spot(AVENUE), COVERS, path(AVENUE)).reason is Reason.ASK_NUMBER
    assert grid_for(spot(AVENUE, house="7"), COVERS, path(AVENUE)).grid == "g3"


def test_a_place_without_cover_goes_to_its_community_and_an_unknown_one_nowhere() -> None:
    lake = Area("l1", "椰林湖", Level.LANDMARK, COMMUNITY.code)
    assert grid_for(spot(lake), COVERS, path(lake)).grid == COMMUNITY.code
    assert grid_for(spot(lake), COVERS, path(lake)).reason is Reason.COMMUNITY
    assert grid_for(spot(CITY), COVERS, (CITY,)).reason is Reason.UNKNOWN


def test_a_place_that_two_grids_cover_whole_names_both() -> None:
    square = Area("l2", "椰林广场", Level.LANDMARK, COMMUNITY.code)
    covers = (Cover("g1", "l2"), Cover("g2", "l2"))
    routing = grid_for(spot(square), covers, path(square))
    assert (routing.candidates, routing.reason) == (("g1", "g2"), Reason.ASK_GRID)


def test_a_landmark_inside_a_compound_follows_the_compound() -> None:
    kiosk = Area("l3", "椰林花园小卖部", Level.LANDMARK, COURT.code)
    chain = (CITY, COMMUNITY, COURT, kiosk)
    assert grid_for(spot(kiosk, building="9"), COVERS, chain).grid == "g2"


def test_a_crossing_lies_in_the_grid_both_roads_share() -> None:
    covers = (Cover("g1", "r1", 1, 9), Cover("g1", "r2", 1, 9), Cover("g2", "r2", 10, 20))
    crossing = Spot(CITY.code, "", Level.CITY, 0.5, candidates=("r1", "r2"), relation=Relation.CROSSING)
    assert grid_for(crossing, covers).grid == "g1"


def test_a_doubted_name_is_asked_about_even_when_it_lies_in_one_grid() -> None:
    doubted = Spot(COMMUNITY.code, "", Level.COMMUNITY, 0.4, candidates=("c9",))
    routing = grid_for(doubted, (Cover("g1", "c9"),))
    assert (routing.candidates, routing.reason) == (("c9",), Reason.ASK_PLACE)


def test_two_places_of_one_grid_need_no_question() -> None:
    both = Spot(COMMUNITY.code, "", Level.COMMUNITY, 0.5, candidates=("c8", "c9"))
    assert grid_for(both, (Cover("g1", "c8"), Cover("g1", "c9"))).grid == "g1"
    assert grid_for(both, (Cover("g1", "c8"), Cover("g2", "c9"))).reason is Reason.ASK_PLACE


@pytest.mark.parametrize(
    ("words", "number"), [("3", 3), ("3-1", 3), ("A", 10_001), ("b", 10_002), ("B6", None), ("", None), ("甲", None)]
)
def test_buildings_have_an_order(words: str, number: int | None) -> None:
    assert building_number(words) == number


@given(st.integers(1, 150), st.integers(1, 150))
def test_a_run_of_buildings_reaches_a_grid_only_when_all_of_it_lies_there(low: int, high: int) -> None:
    covers = (Cover("g1", "c1", 1, 50), Cover("g2", "c1", 51, 100))
    routing = grid_for(spot(COURT, building=f"{low}-{high}"), covers, path(COURT))
    held = {next((c.grid for c in covers if c.holds(n)), "") for n in building_numbers(f"{low}-{high}")}
    assert routing.sure == (len(held) == 1 and "" not in held)


NAMES = {
    "椰林花园": COURT,
    "椰林路": LANE,
    "友谊大院": Area("c2", "友谊大院", Level.COMPOUND),
    "幸福里": [Area("c3", "幸福里", Level.COMPOUND), Area("c4", "幸福里", Level.COMPOUND)],
}


@pytest.mark.parametrize(
    ("text", "covers"),
    [
        ("椰林花园1-8栋", [Cover("g", "c1", 1, 8)]),
        ("椰林花园１－８号楼；友谊大院", [Cover("g", "c1", 1, 8), Cover("g", "c2")]),
        ("椰林花园1、3、5-9栋", [Cover("g", "c1", 1, 1), Cover("g", "c1", 3, 3), Cover("g", "c1", 5, 9)]),
        ("椰林花园3栋", [Cover("g", "c1", 3, 3)]),
        ("椰林花园A-C座", [Cover("g", "c1", 10_001, 10_003)]),
        ("椰林路1-99号单号", [Cover("g", "r1", 1, 99, "odd")]),
        ("椰林路2至98号（双号）；", [Cover("g", "r1", 2, 98, "even")]),
        ("", []),
    ],
)
def test_staff_write_covers_as_they_speak(text: str, covers: list[Cover]) -> None:
    assert list(read_covers("g", text, NAMES)) == covers


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("月亮花园1-8栋", "地名表里没有“月亮花园”"),
        ("月亮花园", "地名表里没有“月亮花园”"),
        ("椰林花园8-1栋", "不是从小到大"),
        ("1-8栋", "只有号码"),
        ("幸福里", "有2个同名地点"),
    ],
)
def test_a_cover_that_cannot_be_read_says_why_in_chinese(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_covers("g", text, NAMES)


def test_of_a_run_too_long_to_count_both_ends_are_meant() -> None:
    assert building_numbers("1-400") == (1, 400)


def test_the_houses_across_a_road_decide_when_they_all_lie_in_one_grid() -> None:
    covers = (*COVERS, Cover("g1", "r1", 100, 198, "even"), Cover("g1", "r1", 101, 199, "odd"))
    across = grid_for(spot(LANE, house="150", relation=Relation.OPPOSITE), covers, path(LANE))
    assert (across.grid, across.sure) == ("g1", True)
