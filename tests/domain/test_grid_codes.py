"""Codes of 15 digits: what is wrong with one is said, and new ones follow the highest in use."""

import pytest

from domain.errors import ConfigError
from domain.grid_codes import next_codes, problem_of

COMMUNITY = "460204198023"


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("460204198023001", ""),
        ("469002100001001", ""),  # 琼海: a city directly under the province has no prefecture
        ("46020419802300", "15 位"),
        ("4602041980230011", "15 位"),
        ("46020419802300a", "数字"),
        ("４６０２０４１９８０２３００１", "数字"),
        ("460204198023000", "序号从 001 起"),
        ("460204198000001", "社区"),
        ("460000198023001", "区县"),
        ("060204198023001", "区县"),
    ],
)
def test_what_is_wrong_is_said(code, problem):
    assert problem in problem_of(code)
    assert bool(problem_of(code)) is bool(problem)


def test_new_codes_follow_the_highest_of_their_community():
    used = {"460204198023001", "460204198023007", "460204198024050"}
    made = next_codes(COMMUNITY, 3, used)
    assert made == ["460204198023008", "460204198023009", "460204198023010"]
    assert not [problem_of(code) for code in made if problem_of(code)]


def test_more_than_three_digits_hold_are_refused():
    assert next_codes(COMMUNITY, 999, set())[-1].endswith("999")
    with pytest.raises(ConfigError, match="do not fit"):
        next_codes(COMMUNITY, 1, {"460204198023999"})
