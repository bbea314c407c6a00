"""Scopes of posts: what lies in what, with and without streets, in towns and villages."""

import pytest

from domain.people import Person, Post, Role, in_village, scopes_above


def test_above_a_grid_stand_community_street_district_and_city():
    assert scopes_above("460108001002003") == (
        "460108001002003",
        "460108001002",
        "460108001000",
        "460108000000",
        "460100000000",
    )
    assert scopes_above("460204000000") == ("460204000000", "460200000000")


def test_who_answers_for_a_street_answers_for_its_grids_and_for_no_other_street():
    person = Person(1, (Post(Role.SUPERVISOR, "460108001000"),))
    assert person.has(Role.SUPERVISOR, "460108001002003")
    assert not person.has(Role.SUPERVISOR, "460108002002003")


def test_a_unit_is_an_area_of_its_own():
    person = Person(1, (Post(Role.UNIT_DESK, "ty-lamps"),))
    assert person.has(Role.UNIT_DESK, "ty-lamps")
    assert not person.has(Role.UNIT_DESK, "ty-drains")


@pytest.mark.parametrize(
    ("code", "village"), [("460204198219001", True), ("460204198023001", False), ("460204198401001", False)]
)
def test_villages_are_known_by_their_code(code, village):
    assert in_village(code) is village
