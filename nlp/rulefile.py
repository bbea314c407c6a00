"""The rule file staff edit: what may stand in it, and where a mistake is (file and line)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.errors import RuleError
from nlp.wordfile import tables

Weight = Annotated[float, Field(ge=-100, le=100)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Meta(_Part):
    """What holds for the whole file. Scores become confidences by exp(score / temperature)."""

    title: str
    note: str = ""
    many: bool = False  # every rule above its threshold holds, instead of the best one
    threshold: float = Field(default=0.6, gt=0, lt=1)  # confidence from which a guess is confirmed with one tap
    temperature: float = Field(default=1.0, gt=0)
    other: float = 0.0  # the score of "none of these"
    title_weight: float = Field(default=1.0, ge=0)  # how much more a word counts in the title of a letter
    damping: float = Field(default=0.0, ge=0, le=1)  # scores are divided by (number of words found) ** damping
    hide: tuple[str, ...] = ()  # phrases inside which no word counts


class Rule(_Part):
    """One label: the words that speak for it (or against it), and the conditions under which it may hold at all."""

    id: str = Field(min_length=1)
    parent: str = ""
    note: str = ""
    bias: float = 0.0  # the score before any word is heard; a rule competes once one is (wordless: always)
    words: dict[str, Weight] = {}
    hand: dict[str, Weight] = {}  # the same, written by staff: wins over `words` and survives refitting
    whole: tuple[str, ...] = ()  # of all words of this rule, those that count only as whole words
    any: tuple[str, ...] = ()  # at least one must be there
    all: tuple[str, ...] = ()  # every one must be there
    none: tuple[str, ...] = ()  # not one may be there
    strength: float = 3.0  # what fulfilled `any` and `all` add to the score
    threshold: float | None = Field(default=None, gt=0, lt=1)
    tests: tuple[str, ...] = ()  # sentences that must land here
    not_tests: tuple[str, ...] = ()  # sentences that must not
    seal: str = ""  # fingerprint of fitted `words`

    @property
    def weights(self) -> dict[str, float]:
        return self.words | self.hand

    @property
    def is_wordless(self) -> bool:
        return not (self.words or self.hand or self.any or self.all)


class RuleFile(_Part):
    """A whole file: `[meta]` and any number of `[[rule]]`."""

    meta: Meta
    rule: tuple[Rule, ...] = Field(min_length=1)


def read(path: Path) -> RuleFile:
    """Parse a rule file; every mistake is a RuleError that names file and line."""
    try:
        source = path.read_text(encoding="utf-8")
        parsed = RuleFile.model_validate(tables(path))
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}:{_toml_line(str(error), source)}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise RuleError(f"{path}:{_line(source, first['loc'])}: {_where(first['loc'])}: {first['msg']}") from error
    for index, rule in enumerate(parsed.rule):
        if mistake := _mistake(rule, [earlier.id for earlier in parsed.rule[:index]]):
            raise RuleError(f"{path}:{_line(source, ('rule', index))}: {rule.id}: {mistake}")
    return parsed


def rule_line(source: str, index: int, *keys: str) -> int:
    """The line (from 1) of the index-th `[[rule]]`, or where the `keys` stand in it, each looked for after the last."""
    lines = source.splitlines()
    heads = [number for number, line in enumerate(lines, start=1) if line.startswith("[[rule]]")]
    if index >= len(heads):
        return 1
    here, end = heads[index], heads[index + 1] if index + 1 < len(heads) else len(lines) + 1
    for key in keys:
        here = next((number for number in range(here, end) if key in lines[number - 1]), here)
    return here


def _mistake(rule: Rule, earlier: list[str]) -> str:
    if rule.id in earlier:
        return "there are two rules of this name"
    if rule.is_wordless and not rule.bias:
        return "no words: this rule can never hold"
    everything = [*rule.words, *rule.hand, *rule.any, *rule.all, *rule.none]
    if any(not re.sub(r"[…~]", "", word).strip() for word in everything):
        return "an empty word"
    if near := [word for word in rule.whole if re.search(r"[…~]", word)]:
        return f"`whole` is for single words: {'、'.join(near)}"
    strangers = set(rule.whole) - set(everything)
    return f"in `whole` but not a word of this rule: {'、'.join(sorted(strangers))}" if strangers else ""


def _toml_line(message: str, source: str) -> int:
    found = re.search(r"at line (\d+)", message)
    return int(found[1]) if found else len(source.splitlines())


def _line(source: str, where: tuple[Any, ...]) -> int:
    """The line of a mistake: that of the last named key inside its rule, else of the rule itself."""
    if where[:1] == ("rule",) and len(where) > 1:
        return rule_line(source, where[1], *(part for part in where[2:] if isinstance(part, str)))
    name = str(where[-1])
    return next((n for n, line in enumerate(source.splitlines(), start=1) if name in line), 1)


def _where(where: tuple[Any, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in where)
