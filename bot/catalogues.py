"""Reads the Fluent files of locales/ strictly, so that a broken text is an error and not a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast

from domain.errors import TextError

Node = TypeVar("Node", bound=ast.BaseNode)
FULL_WIDTH = re.compile("[｛｝＄]|^[\\w-]+\\s*＝", re.MULTILINE)
Parts = tuple[str, tuple[str, ...]]
"""A text that only puts arguments into a sentence: the sentence with "%s" in the place of each, and their names."""


def read(files: Sequence[Path]) -> tuple[dict[str, Parts | None], str]:
    """All texts of a language by key, None for those that choose among variants; and the source Fluent needs for those.

    TextError where one is broken or stands there twice.
    """
    found: dict[str, Parts | None] = {}
    written: dict[str, tuple[Path, str]] = {}
    rest: list[ast.Message | ast.Term] = []  # what is Fluent's to say, and what that speaks of
    for path in files:
        source = path.read_text("utf-8")
        for entry in _entries(path, source):
            assert entry.span is not None
            name = ("-" if isinstance(entry, ast.Term) else "") + entry.id.name
            if name in written:
                line = _line(source, entry.span.start)
                raise TextError(f"{path}:{line}: {name} stands in {written[name][0].name} already")
            written[name] = path, source[entry.span.start : entry.span.end]
            if isinstance(entry, ast.Message):
                found[name] = _parts(entry)
            if found.get(name) is None:
                rest.append(entry)
    needed = {("-" if isinstance(each, ast.Term) else "") + each.id.name for each in rest}
    needed |= {each.id.name for entry in rest for each in _nodes(entry, ast.MessageReference)}
    return found, "\n".join(written[name][1] for name in sorted(needed & written.keys()))


def bundle(language: str, source: str) -> FluentBundle:
    """The texts of a source, to be said by Fluent."""
    made = FluentBundle([language], use_isolating=False)
    made.add_resource(FluentParser().parse(source))
    return made


def keys(path: Path) -> Iterator[tuple[str, set[str], int]]:
    """Every text of one file: its key, the arguments it names, its line."""
    source = path.read_text("utf-8")
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ast.Message):
            assert entry.span is not None
            yield (
                entry.id.name,
                {each.id.name for each in _nodes(entry, ast.VariableReference)},
                _line(source, entry.span.start),
            )


def _entries(path: Path, source: str) -> Iterator[ast.Message | ast.Term]:
    """The texts and terms of a file. Fluent itself leaves broken entries out silently."""
    body = FluentParser().parse(source).body
    for entry in body:
        if isinstance(entry, ast.Junk):
            assert entry.span is not None
            reason = entry.annotations[0].message if entry.annotations else "cannot be read"
            raise TextError(f"{path}:{_line(source, entry.span.start)}: {reason}")
    if found := FULL_WIDTH.search(source):
        raise TextError(f"{path}:{_line(source, found.start())}: full-width {found[0]!r}; type it in ASCII")
    return (entry for entry in body if isinstance(entry, ast.Message | ast.Term))


def _parts(message: ast.Message) -> Parts | None:
    """The parts of a text, None where it is more than a sentence with arguments."""
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
    return sentence, tuple(names)


def _nodes(node: ast.BaseNode, kind: type[Node]) -> Iterator[Node]:
    """What is of this kind inside a node."""
    for value in vars(node).values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, kind):
                yield item
            elif isinstance(item, ast.BaseNode):
                yield from _nodes(item, kind)


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1
