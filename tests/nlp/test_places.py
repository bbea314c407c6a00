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
    assert outcome in case.right or "/" not in outcome or outcome.startswith("ask")


def test_at_least_97_in_100_sentences_come_out_right(labels: Labels) -> None:
    missed = [(c.text, c.home, c.right, labels.outcome(c.text, c.home)) for c in CASES]
    missed = [miss for miss in missed if miss[3] not in miss[2]]
    assert len(missed) <= 0.03 * len(CASES), missed
