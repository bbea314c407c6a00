"""Places in messages: the sentences of sentences/places.toml reach their grid or their question, never another grid."""

from __future__ import annotations

import pytest
from place_cases import Case, Labels, cases, demo_gazetteer

CASES = cases()


@pytest.fixture(scope="module")
def labels() -> Labels:
    return Labels(demo_gazetteer())


@pytest.mark.parametrize("case", CASES, ids=[f"{case.section}: {case.text} ({case.home})" for case in CASES])
def test_no_sentence_reaches_a_wrong_grid_without_a_question(case: Case, labels: Labels) -> None:
    outcome = labels.outcome(case.text, case.home)
    assert case.is_right(outcome) or "/" not in outcome or outcome.startswith("ask")


def test_at_least_97_in_100_sentences_come_out_right(labels: Labels) -> None:
    outcomes = [(case, labels.outcome(case.text, case.home)) for case in CASES]
    missed = [(case, outcome) for case, outcome in outcomes if not case.is_right(outcome)]
    assert len(missed) <= 0.03 * len(CASES), missed


def test_a_sentence_that_names_one_plain_place_is_hardly_ever_asked_about(labels: Labels) -> None:
    plain = [case for case in CASES if case.section.startswith("plain_2") and not case.right[0].startswith("ask")]
    asked = [case for case in plain if labels.outcome(case.text, case.home).startswith("ask")]
    assert len(asked) <= 0.03 * len(plain), asked
