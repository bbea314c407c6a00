"""Value objects: equal by what they hold, usable as keys, with no room for anything else."""

from dataclasses import KW_ONLY, field
from dataclasses import replace as by_the_library
from pathlib import Path
from typing import Any

import pytest
from mypy import api

from domain.values import frozen, replace


@frozen
class Point:
    x: int
    y: int = 0
    tags: tuple[str, ...] = field(default=(), compare=False)


@frozen
class Named(Point):
    name: str = ""

    def __hash__(self) -> int:
        return hash(self.name)


def test_equal_values_are_one_key() -> None:
    assert Point(1, 2) == Point(1, 2, ("seen",)) != Point(2, 1)
    assert len({Point(1, 2), Point(1, 2), Point(2, 1)}) == 2


def test_a_changed_copy_leaves_the_first_as_it_was() -> None:
    first = Named(1, name="a")
    assert replace(first, y=5) == Named(1, 5, name="a")
    assert first.y == 0


@frozen
class Count:
    _: KW_ONLY
    new: int = 0
    closed: int = 0


@frozen
class Alone:
    x: int


@pytest.mark.parametrize(
    ("one", "changes"),
    [
        (Point(1, 2, ("a",)), {"y": 3}),
        (Named(1, 2, name="a"), {"name": "b", "x": 0}),
        (Count(new=1), {"closed": 2}),
        (Alone(1), {"x": 2}),
        (Alone(1), {}),
    ],
)
def test_a_copy_is_that_of_the_library(one: Any, changes: dict[str, Any]) -> None:
    copied = replace(one, **changes)
    assert copied == by_the_library(one, **changes)
    assert type(copied) is type(one)
    assert copied is not one


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        replace(Point(1), colour="red")


def test_a_class_may_say_itself_what_it_is_hashed_by() -> None:
    assert hash(Named(1, name="a")) == hash("a")


def test_there_is_no_room_for_anything_else() -> None:
    with pytest.raises(AttributeError):
        Point(1).colour = "red"


def test_the_type_checker_lets_nobody_change_one(tmp_path: Path) -> None:
    changes = "from domain.messages import Point\nhere = Point(18.2, 109.5)\nhere.latitude = 0.0\n"
    (tmp_path / "changes.py").write_text(changes)
    told, _, _ = api.run(["--config-file=", str(tmp_path / "changes.py")])
    assert 'Property "latitude" defined in "Point" is read-only' in told
