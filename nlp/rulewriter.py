"""Write a rule file the way staff like to read it: one word a line, strongest first, their own part on top."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from domain.errors import RuleError
from nlp.rulefile import Rule, RuleFile

HEADER = """\
# {title}
# [rule.words] 是从历史工单拟合出来的，重新拟合时会整段换掉，请不要直接改。
# 要改权重、加词、删词（写 0），请写在 [rule.hand]：它优先，重新拟合也不会动它。tests、note 等也都会保留。
"""


def seal(words: Mapping[str, float]) -> str:
    """A short fingerprint of fitted words, by which a later fit sees that somebody edited them."""
    return blake2b(json.dumps(dict(words)).encode(), digest_size=4).hexdigest()


def broken_seals(file: RuleFile) -> tuple[str, ...]:
    """The rules whose fitted words were edited by hand since the fit."""
    return tuple(rule.id for rule in file.rule if rule.seal and rule.seal != seal(rule.words))


def write(path: Path, file: RuleFile) -> None:
    """Replace the file at `path` in one step; raises RuleError when that is not possible."""
    fresh = path.with_suffix(".new")
    try:
        fresh.write_text(as_toml(file), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror}") from error


def as_toml(file: RuleFile) -> str:
    """The file as TOML; what has its default value is left out."""
    meta = file.meta.model_dump(exclude_defaults=True)
    lines = [HEADER.format(title=file.meta.title), "[meta]", *_lines(meta)]
    for rule in file.rule:
        lines += ["", "[[rule]]", *_rule(rule)]
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> Iterable[str]:
    plain = rule.model_dump(exclude_defaults=True, exclude={"words", "hand"})
    yield from _lines(plain)
    for table, words in (("hand", rule.hand), ("words", rule.words)):
        if words:
            yield f"[rule.{table}]"
            yield from (f"{_value(word)} = {weight:g}" for word, weight in words.items())


def _lines(table: Mapping[str, object]) -> Iterable[str]:
    return (f"{key} = {_value(value)}" for key, value in table.items())


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "[\n" + "".join(f"  {_value(item)},\n" for item in value) + "]"
    if isinstance(value, float):
        return f"{value:g}" if value % 1 else f"{value:.1f}"
    return json.dumps(value, ensure_ascii=False)
