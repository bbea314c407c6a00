"""From text keys to sentences: the catalogues of locales/, read strictly, so that a broken text is an error and not a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.numbers import format_decimal
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast

from domain.errors import TextError
from domain.messages import Arg, Text

LOCALES = Path(__file__).parent.parent / "locales"
FALLBACK = "zh-CN"
EMPTY = "\x00"  # stands for an empty argument; the line it lands on is left out
OURS = re.compile(r"[\x00\x01]")  # marks of ours, which no argument may bring along
LONG = 500
HELD = re.compile("\x01(\\d+)\x01")
FULL_WIDTH = re.compile("[｛｝＄]|^[\\w-]+\\s*＝", re.MULTILINE)


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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text that chooses among variants: Fluent says it."""

    bundle: FluentBundle
    key: str
    names: None = None  # whatever there is

    def say(self, args: Args) -> str:
        long: list[str] = []
        held = {name: _held(value, long) for name, value in args.items()}
        sentence, errors = self.bundle.format_pattern(self.bundle.get_message(self.key).value, held)
        if errors:
            raise TextError(f"{self.key}: {errors[0]}")
        return HELD.sub(lambda found: long[int(found[1])], _without_empty_lines(sentence))


def _without_empty_lines(sentence: str) -> str:
    return "\n".join([line.rstrip() for line in sentence.split("\n") if EMPTY not in line])


@lru_cache(maxsize=4096)
def _digits(number: int, locale: str) -> str:
    """As Fluent writes it."""
    return format_decimal(number, locale=locale)


def _held(value: str | int, long: list[str]) -> str | int:
    """Fluent refuses arguments of more than 1,000 characters, and people write longer ones: they are put in afterwards."""
    if isinstance(value, int) or len(value) < LONG:
        return value
    long.append(value)
    return f"\x01{len(long) - 1}\x01"


def keys(path: Path) -> Iterator[tuple[str, set[str], int]]:
    """Every text of one file: its key, the arguments it names, its line."""
    source = path.read_text("utf-8")
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ast.Message):
            assert entry.span is not None
            yield entry.id.name, set(_variables(entry)), _line(source, entry.span.start)


def _sentences(folder: Path) -> dict[str, Template | Pattern]:
    bundle = FluentBundle([folder.name], use_isolating=False)
    found: dict[str, Template | Pattern] = {}
    for message in _messages(folder, bundle):
        key, locale = message.id.name, folder.name.replace("-", "_")
        found[key] = _template(message, locale) or Pattern(bundle, key)
    return found


def _messages(folder: Path, bundle: FluentBundle) -> list[ast.Message]:
    """All texts of a language; the bundle gets them too. TextError where one is broken or stands there twice."""
    seen: dict[str, Path] = {}
    found: list[ast.Message] = []
    for path in sorted(folder.glob("*.ftl")):
        source = path.read_text("utf-8")
        resource = FluentParser().parse(source)  # once: reading the texts is a good part of a start
        _refuse_broken(path, source, resource)
        for entry in resource.body:
            if isinstance(entry, ast.Message) and entry.span:
                if (key := entry.id.name) in seen:
                    line = _line(source, entry.span.start)
                    raise TextError(f"{path}:{line}: {key} stands in {seen[key].name} already")
                seen[key] = path
                found.append(entry)
        bundle.add_resource(resource)
    return found


def _template(message: ast.Message, locale: str) -> Template | None:
    """The text as a template, None where it is more than that."""
    sentence, names = "", []
    for element in message.value.elements if message.value else ():
        match element:
            case ast.TextElement():
                sentence += element.value.replace("%", "%%")
            case ast.Placeable(expression=ast.VariableReference()):
                sentence += "%s"
                names.append(element.expression.id.name)
            case _:
                return None
    return Template(sentence, tuple(names), locale)


def _refuse_broken(path: Path, source: str, resource: ast.Resource) -> None:
    """Fluent itself leaves broken entries out silently."""
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            assert entry.span is not None
            reason = entry.annotations[0].message if entry.annotations else "cannot be read"
            raise TextError(f"{path}:{_line(source, entry.span.start)}: {reason}")
    if found := FULL_WIDTH.search(source):
        raise TextError(f"{path}:{_line(source, found.start())}: full-width {found[0]!r}; type it in ASCII")


def _variables(node: ast.BaseNode) -> Iterator[str]:
    for value in vars(node).values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, ast.VariableReference):
                yield item.id.name
            elif isinstance(item, ast.BaseNode):
                yield from _variables(item)


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1
