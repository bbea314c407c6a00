"""From text keys to sentences, in each language of locales/."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import TextError
from domain.messages import Arg, Text
from domain.values import frozen
from nlp.prepared import prepared

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

LOCALES = Path(__file__).parent.parent / "locales"
FALLBACK = "zh-CN"
EMPTY = "\x00"  # stands for an empty argument; the line it lands on is left out
OURS = re.compile(r"[\x00\x01]")  # marks of ours, which no argument may bring along
LONG = 500
HELD = re.compile("\x01(\\d+)\x01")
READER = Path(__file__).with_name("catalogues.py")


class Texts:
    """All languages, made ready."""

    def __init__(self, folder: Path = LOCALES) -> None:
        self._languages = {path.name: _sentences(path) for path in sorted(folder.iterdir()) if path.is_dir()}
        if FALLBACK not in self._languages:
            raise TextError(f"{folder / FALLBACK} is missing")

    def say(self, text: Text, language: str = FALLBACK) -> str:
        """The sentence in this language (Chinese where it is not translated). Lines with an empty argument are left out."""
        chinese = self._languages[FALLBACK]
        sentence = self._languages.get(language, chinese).get(text.key) or chinese.get(text.key)
        if sentence is None:
            raise TextError(f"no text is called {text.key!r}")
        names = text.args if sentence.names is None else sentence.names
        try:
            return sentence.say({name: self._arg(text.args[name], language) for name in names})
        except KeyError as error:
            raise TextError(f"{text.key}: {error} is missing") from error

    def has(self, key: str) -> bool:
        """Whether there is a text of this name, at least in Chinese."""
        return key in self._languages[FALLBACK]

    def languages(self) -> list[str]:
        return list(self._languages)

    def _arg(self, value: Arg, language: str) -> str | int:
        if isinstance(value, int):
            return value
        return (self.say(value, language) if isinstance(value, Text) else OURS.sub("", value)) or EMPTY


Args = Mapping[str, str | int]


@frozen
class Template:
    """A text that only puts arguments into a sentence, as nearly all do: Python does that thirty times faster than Fluent."""

    sentence: str  # with "%s" in the place of each argument
    names: tuple[str, ...]
    locale: str

    def say(self, args: Args) -> str:
        words = [
            arg if isinstance(arg, str) else _digits(arg, self.locale) for arg in map(args.__getitem__, self.names)
        ]
        return _without_empty_lines(self.sentence % tuple(words))


@frozen
class Pattern:
    """A text that chooses among variants: Fluent says it."""

    language: str
    source: str  # of all such texts of the language
    key: str
    names: None = None  # whatever there is

    def say(self, args: Args) -> str:
        long: list[str] = []
        held = {name: _held(value, long) for name, value in args.items()}
        bundle = _bundle(self.language, self.source)
        sentence, errors = bundle.format_pattern(bundle.get_message(self.key).value, held)
        if errors:
            raise TextError(f"{self.key}: {errors[0]}")
        return HELD.sub(lambda found: long[int(found[1])], _without_empty_lines(sentence))


def _without_empty_lines(sentence: str) -> str:
    return "\n".join([line.rstrip() for line in sentence.split("\n") if EMPTY not in line])


@lru_cache(maxsize=4096)
def _digits(number: int, locale: str) -> str:
    """As Fluent writes it."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=locale)


def _held(value: str | int, long: list[str]) -> str | int:
    """Fluent refuses arguments of more than 1,000 characters, and people write longer ones: they are put in afterwards."""
    if isinstance(value, int) or len(value) < LONG:
        return value
    long.append(value)
    return f"\x01{len(long) - 1}\x01"


def _sentences(folder: Path) -> dict[str, Template | Pattern]:
    """All texts of a language. Fluent is loaded only when they changed or one of its own is said: that takes long."""
    files = sorted(folder.glob("*.ftl"))
    found, source = prepared(files, str(READER), lambda: _read(files))
    locale = folder.name.replace("-", "_")
    return {
        key: Template(*parts, locale) if parts else Pattern(folder.name, source, key) for key, parts in found.items()
    }


def _read(files: list[Path]) -> tuple[dict[str, tuple[str, tuple[str, ...]] | None], str]:
    from bot import catalogues

    return catalogues.read(files)


@lru_cache(maxsize=16)
def _bundle(language: str, source: str) -> FluentBundle:
    from bot import catalogues

    return catalogues.bundle(language, source)
