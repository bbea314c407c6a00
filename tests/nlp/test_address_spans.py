"""The address tagger: labelled parts of a written address, fitted from examples, stored without any of their words."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from domain.errors import ConfigError
from nlp.span_training import fit, save, tags_of
from nlp.spans import WEIGHTS, Span, Tagger, spans_of

DEV = Path(__file__).parents[2] / ".." / "shared" / "data" / "addresses" / "dev.jsonl"


def example(road: str, number: str, unit: str) -> dict:
    return {
        "text": f"{road}{number}号{unit}栋",
        "spans": [
            {"start": 0, "end": len(road), "label": "road"},
            {"start": len(road), "end": len(road + number) + 1, "label": "roadno"},
            {"start": len(road + number) + 1, "end": len(road + number + unit) + 2, "label": "houseno"},
        ],
    }


EXAMPLES = [
    example(road, number, unit)
    for road in ("椰风路", "渔港大道", "东巷")
    for number in ("8", "12")
    for unit in ("3", "一")
]


def test_spans_and_tags_say_the_same() -> None:
    tags = tags_of(6, [{"start": 1, "end": 3, "label": "road"}, {"start": 3, "end": 4, "label": "roadno"}])
    assert tags == ["O", "B-road", "E-road", "S-roadno", "O", "O"]
    assert list(spans_of(tags)) == [Span(1, 3, "road"), Span(3, 4, "roadno")]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["I-road", "I-road", "B-poi"], [Span(0, 2, "road"), Span(2, 3, "poi")]),
        (["B-road", "I-poi", "E-poi"], [Span(0, 1, "road"), Span(1, 3, "poi")]),
        (["B-road", "E-road", "I-road"], [Span(0, 2, "road"), Span(2, 3, "road")]),
        ([], []),
    ],
)
def test_a_broken_sequence_of_tags_still_gives_spans(tags: list[str], spans: list[Span]) -> None:
    assert list(spans_of(tags)) == spans


def test_what_was_fitted_is_read_again_from_the_file(tmp_path: Path) -> None:
    heard: list[int] = []
    tagger = fit(EXAMPLES, 8, lambda epoch, _: heard.append(epoch))
    save(tagger, tmp_path / "weights.npz", smallest=0.0)
    again = Tagger.load(tmp_path / "weights.npz")
    text = "椰港路9号5栋"
    assert [(text[s.start : s.end], s.label) for s in again.read(text)] == [
        ("椰港路", "road"), ("9号", "roadno"), ("5栋", "houseno"),
    ]  # fmt: skip
    assert heard == list(range(8))


def test_the_file_holds_numbers_and_the_names_of_the_labels_only(tmp_path: Path) -> None:
    save(fit(EXAMPLES, 2), tmp_path / "weights.npz")
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as file:
        texts = [str(file[name]) for name in file.files if file[name].dtype.kind not in "iuf"]
    assert len(texts) == 1
    assert set(json.loads(texts[0])) == {
        "B-road",
        "I-road",
        "E-road",
        "B-roadno",
        "E-roadno",
        "I-roadno",
        "B-houseno",
        "E-houseno",
    }


def test_a_file_that_is_no_weight_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "weights.npz").write_text("nothing", encoding="utf-8")
    with pytest.raises(ConfigError, match="weights of the address tagger"):
        Tagger.load(tmp_path / "weights.npz")
    with pytest.raises(ConfigError):
        Tagger.load(tmp_path / "missing.npz")


def test_the_shipped_weights_read_an_address() -> None:
    tagger = Tagger.load()
    text = "海南省三亚市天涯区解放路205号3栋"
    labels = {text[s.start : s.end]: s.label for s in tagger.read(text)}
    assert labels["海南省"] == "prov"
    assert labels["解放路"] == "road"
    assert labels["205号"] == "roadno"
    assert tagger.read("") == ()
    assert WEIGHTS.stat().st_size < 500_000


@pytest.mark.skipif(not DEV.exists(), reason="needs ../shared/data")
def test_at_least_85_in_100_spans_are_found_on_addresses_not_fitted_on() -> None:
    tagger = Tagger.load()
    right = total = 0
    for line in DEV.read_text(encoding="utf-8").split("\n"):
        if line:
            row = json.loads(line)
            gold = {(s["start"], s["end"], s["label"]) for s in row["spans"]}
            found = {(s.start, s.end, s.label) for s in tagger.read(row["text"])}
            right += 2 * len(gold & found)
            total += len(gold) + len(found)
    assert right / total >= 0.85
