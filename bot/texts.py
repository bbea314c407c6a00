"""From text keys to sentences: the catalogues of locales/, read strictly, so that a broken text is an error and not a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

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
        self._bundles = {path.name: _bundle(path) for path in sorted(folder.iterdir()) if path.is_dir()}
        if FALLBACK not in self._bundles:
            raise TextError(f"{folder / FALLBACK} is missing")

    def say(self, text: Text, language: str = FALLBACK) -> str:
        """The sentence in this language (Chinese where it is not translated). Lines with an empty argument are left out."""
        bundle = self._bundles.get(language, self._bundles[FALLBACK])
        if not bundle.has_message(text.key):
            bundle = self._bundles[FALLBACK]
        if not bundle.has_message(text.key):
            raise TextError(f"no text is called {text.key!r}")
        pattern = bundle.get_message(text.key).value
        long: list[str] = []
        args = {name: _held(self._arg(value, language), long) for name, value in text.args.items()}
        sentence, errors = bundle.format_pattern(pattern, args)
        if errors:
            raise TextError(f"{text.key}: {errors[0]}")
        kept = "\n".join(line.rstrip() for line in sentence.split("\n") if EMPTY not in line)
        return HELD.sub(lambda found: long[int(found[1])], kept)

    def languages(self) -> list[str]:
        return list(self._bundles)

    def _arg(self, value: Arg, language: str) -> str | int:
        said = self.say(value, language) if isinstance(value, Text) else value
        return EMPTY if said == "" else OURS.sub("", said) if isinstance(said, str) else said


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


def _bundle(folder: Path) -> FluentBundle:
    bundle = FluentBundle([folder.name], use_isolating=False)
    seen: dict[str, Path] = {}
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
        bundle.add_resource(resource)
    return bundle


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
