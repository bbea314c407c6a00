"""The notation staff write phrases in, and that a phrase with very many ways to read it is found like any other."""

import random
from itertools import product

import pytest

from domain.errors import RuleError
from nlp import phrases
from nlp.phrases import Phrasebook, spelt_out

SHORT = "(能|能否|可以)(给|送|捐)(我|我们)(一|)(床|台|双)"
MANY = "(师傅|电工|的哥)(人|们|态度|)(都|)(很|真|挺)(快|好|热情)"


def spans(book: Phrasebook[str], text: str) -> set[tuple[int, int, str]]:
    return {(hit.start, hit.end, hit.meaning) for hit in book.hits(text)}


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("漏(水|电)", "墙里漏电", "漏电"),
        ("电梯…(困|关)", "电梯把我困住了", "电梯把我困"),
        ("电梯~困", "困在电梯里", "困在电梯"),
        ("电梯…困", "困在电梯里", ""),
        ("电梯…困", "电梯坏了。我困了", ""),
        ("电梯…困", "电梯一二三四五六七八九十一困", ""),
    ],
)
def test_the_notation(phrase: str, text: str, found: str) -> None:
    hits = Phrasebook([(phrase, "it")]).hits(text)
    assert [text[hit.start : hit.end] for hit in hits] == ([found] if found else [])


@pytest.mark.parametrize("phrase", [MANY, SHORT])
def test_a_phrase_with_very_many_ways_is_found_where_it_would_be_if_all_were_spelt_out(
    phrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spelt = Phrasebook([(phrase, "it")])
    monkeypatch.setattr(phrases, "SPELT", 10)
    begun = Phrasebook([(phrase, "it")])
    assert len(begun._entries) < 10 < len(spelt._entries)
    chance = random.Random(7)
    beside = ["", "的", "师傅", "真", "很快", "修得", "都", "能", "一", "台"]
    texts = [word.join(chance.choices(beside, k=2)) for word in spelt_out(phrase)]
    texts += ["".join(chance.choices([*beside, "热情", "们", "给我"], k=5)) for _ in range(500)]
    assert [spans(begun, text) for text in texts] == [spans(spelt, text) for text in texts]
    assert sum(bool(begun.hits(text)) for text in texts) >= len(spelt_out(phrase))


@pytest.mark.parametrize("limit", [1, phrases.SPELT])
@pytest.mark.parametrize("phrase", ["漏(水|电", "(|水)(|电)", "漏)水(|"])
def test_a_phrase_that_is_empty_or_not_closed_is_refused(
    phrase: str, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrases, "SPELT", limit)
    with pytest.raises(RuleError, match="brackets do not match"):
        Phrasebook([(phrase, None)])


def test_alternatives_are_spelt_out_in_order() -> None:
    assert spelt_out("(跳|爬)下(去|)") == ["".join(ways) for ways in product(["跳", "爬"], ["下"], ["去", ""])]
