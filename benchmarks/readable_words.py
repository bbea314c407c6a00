"""Which fitted words of the shipped categories a dictionary (jieba's) knows. python -m benchmarks.readable_words after refitting."""

from __future__ import annotations

import logging
import textwrap
from itertools import pairwise

from nlp.reasons import EDGES, SHORTEST
from nlp.rules import RuleBook
from nlp.wordfile import WORDS

FILE = WORDS / "readable.toml"
CONTENT = ("n", "v", "a", "j", "l", "i", "b")  # nouns, verbs, adjectives, short forms, sayings
NUMERALS = "一二两三四五六七八九十几"
EMPTY = ("nr", "ns", "vd", "ad")  # people, places, adverbs
HEAD = """# Words that may be shown as the reason for a category: those of the fitted words of categories.toml that a dictionary knows.
# Written by python -m benchmarks.readable_words; run it again after refitting. Words in [rule.hand] are shown without being here.

"""


def readable_words() -> list[str]:
    import jieba
    from jieba import posseg

    jieba.setLogLevel(logging.WARNING)
    posseg.initialize()
    kinds = posseg.dt.word_tag_tab
    book = RuleBook.load(WORDS / "categories.toml")
    fitted = {word for rule in book.rules.values() if rule.seal for word, weight in rule.words.items() if weight > 0}
    return sorted(word for word in fitted if _is_content(kinds.get(word, "")) and _is_shown(word))


def _is_content(kind: str) -> bool:
    return kind.startswith(CONTENT) and not kind.startswith(EMPTY)


def _is_shown(word: str) -> bool:
    doubled = any(one == other for one, other in pairwise(word))
    return len(word) >= SHORTEST and EDGES.isdisjoint((word[0], word[-1])) and not doubled and word[0] not in NUMERALS


if __name__ == "__main__":
    words = readable_words()
    FILE.write_text(f'{HEAD}words = """\n{textwrap.fill(" ".join(words), 100)}\n"""\n', encoding="utf-8")
    print(f"{FILE.name}: {len(words)} words")
