"""The name index: every name of a million places in one automaton and flat columns, kept in one cache file."""

from __future__ import annotations

import json
import os
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from domain.errors import ImportFileError
from domain.places import Area, Level
from domain.values import frozen
from nlp.naming import Kind, written_names

LEVELS = tuple(Level)
MAGIC = b"huiying-names-2\n"
UNSEEN = -2


KINDS = tuple(Kind)


@frozen
class Texts:
    """Many short texts as one block of UTF-8 and the offsets where each begins."""

    block: bytes
    starts: array[int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        starts, parts, at = array("I", [0]), [], 0
        for text in texts:
            part = text.encode()
            parts.append(part)
            at += len(part)
            starts.append(at)
        return cls(b"".join(parts), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> str:
        return self.block[self.starts[index] : self.starts[index + 1]].decode()


@frozen
class NameIndex:
    """Places by position, sorted by code. `bearers` of name n stand between `name_starts[n]` and `[n + 1]`, as place * 8 + Kind."""

    codes: Texts
    names: Texts
    aliases: Texts
    levels: bytes
    parents: array[int]  # -1: none
    communities: array[int]  # the community a place lies in (or is), -1: none
    child_starts: array[int]
    child_places: array[int]
    name_starts: array[int]
    bearers: array[int]
    automaton: Any

    @classmethod
    def build(cls, areas: Iterable[Area]) -> NameIndex:
        """Raises ImportFileError when two areas share a code."""
        ordered = sorted(areas, key=lambda area: area.code)
        place = {area.code: index for index, area in enumerate(ordered)}
        if len(place) != len(ordered):
            raise ImportFileError(f"two places share a code: {_repeated(ordered)}")
        parents = array("i", (place.get(area.parent, -1) for area in ordered))
        names = written_names(ordered)
        child_starts, child_places = _grouped(parents)
        written = sorted(names)
        return cls(
            codes=Texts.of(area.code for area in ordered),
            names=Texts.of(area.name for area in ordered),
            aliases=Texts.of("|".join(area.aliases) for area in ordered),
            levels=bytes(LEVELS.index(area.level) for area in ordered),
            parents=parents,
            communities=_communities(parents, ordered),
            child_starts=child_starts,
            child_places=child_places,
            name_starts=_running(len(names[name]) for name in written),
            bearers=array("I", (place << 3 | kind for name in written for place, kind in names[name].items())),
            automaton=CharwiseDoubleArrayAhoCorasick(written) if written else None,
        )

    def __len__(self) -> int:
        return len(self.levels)

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """Every name in the text, overlaps included, as (start, end, name)."""
        return self.automaton.find_overlapping(text) if self.automaton else []

    def bearers_of(self, name: int) -> list[tuple[int, Kind]]:
        """The places that bear a name, and what it is to each."""
        bearers = self.bearers[self.name_starts[name] : self.name_starts[name + 1]]
        return [(bearer >> 3, KINDS[bearer & 7]) for bearer in bearers]

    def place(self, code: str) -> int | None:
        """The position of a code, None if there is no such place."""
        index = bisect_left(self.codes, code)
        return index if index < len(self) and self.codes[index] == code else None

    def area(self, place: int) -> Area:
        aliases = self.aliases[place]
        parent = self.parents[place]
        return Area(
            code=self.codes[place],
            name=self.names[place],
            level=LEVELS[self.levels[place]],
            parent=self.codes[parent] if parent >= 0 else "",
            aliases=tuple(aliases.split("|")) if aliases else (),
        )

    def level(self, place: int) -> Level:
        return LEVELS[self.levels[place]]

    def chain(self, place: int) -> tuple[int, ...]:
        """The place and all it lies in, from small to large."""
        chain: list[int] = []
        while place >= 0 and place not in chain:
            chain.append(place)
            place = self.parents[place]
        return tuple(chain)

    def children(self, place: int) -> array[int]:
        return self.child_places[self.child_starts[place] : self.child_starts[place + 1]]

    def save(self, path: Path) -> None:
        """Write the cache file; whoever reads meanwhile sees the old one or the new one, whole."""
        sections = [bytes(section) for section in self._sections()]
        body = b"".join(sections)
        head = json.dumps({"sizes": [len(section) for section in sections], "check": zlib.crc32(body)}).encode()
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        fresh.write_bytes(MAGIC + head + b"\n" + body)
        fresh.replace(path)

    @classmethod
    def load(cls, path: Path) -> NameIndex:
        """Read a cache file. Raises ImportFileError when it is none of ours, of another version, or damaged."""
        content = path.read_bytes()
        head, _, _ = content[len(MAGIC) : len(MAGIC) + 1000].partition(b"\n")
        body = memoryview(content)[len(MAGIC) + len(head) + 1 :]
        if not content.startswith(MAGIC) or zlib.crc32(body) != json.loads(head)["check"]:
            raise ImportFileError(f"{path.name} is not a place cache of this version, or it is damaged: build it again")
        pieces, at = [], 0
        for size in json.loads(head)["sizes"]:
            pieces.append(body[at : at + size])
            at += size
        return cls._from_sections(pieces)

    def _sections(self) -> Iterator[Any]:
        for texts in (self.codes, self.names, self.aliases):
            yield texts.block
            yield texts.starts
        yield self.levels
        yield from (
            self.parents,
            self.communities,
            self.child_starts,
            self.child_places,
            self.name_starts,
            self.bearers,
        )
        yield self.automaton.serialize() if self.automaton else b""

    @classmethod
    def _from_sections(cls, pieces: list[memoryview]) -> NameIndex:
        codes, names, aliases = (Texts(bytes(pieces[n]), _numbers("I", pieces[n + 1])) for n in (0, 2, 4))
        parents, communities, child_starts, children, name_starts, bearers = map(_numbers, "iiIIII", pieces[7:13])
        automaton = CharwiseDoubleArrayAhoCorasick.deserialize(bytes(pieces[13])) if pieces[13] else None
        return cls(
            codes,
            names,
            aliases,
            bytes(pieces[6]),
            parents,
            communities,
            child_starts,
            children,
            name_starts,
            bearers,
            automaton,
        )


def _communities(parents: array[int], ordered: list[Area]) -> array[int]:
    """For every place the community above it. Parents may stand behind their children, hence the walk."""
    found = array("i", (place if area.level is Level.COMMUNITY else UNSEEN for place, area in enumerate(ordered)))
    for place in range(len(ordered)):
        walked, at = [], place
        while at >= 0 and found[at] == UNSEEN and at not in walked:
            walked.append(at)
            at = parents[at]
        community = found[at] if at >= 0 and found[at] != UNSEEN else -1
        for below in walked:
            found[below] = community
    return found


def _grouped(parents: array[int]) -> tuple[array[int], array[int]]:
    """Children by parent: where each parent's begin, and the children."""
    counts = array("I", bytes(4 * len(parents)))
    for parent in parents:
        if parent >= 0:
            counts[parent] += 1
    starts = _running(counts)
    fill, children = array("I", starts), array("I", bytes(4 * starts[-1]))
    for child, parent in enumerate(parents):
        if parent >= 0:
            children[fill[parent]] = child
            fill[parent] += 1
    return starts, children


def _running(counts: Iterable[int]) -> array[int]:
    sums = array("I", [0])
    for count in counts:
        sums.append(sums[-1] + count)
    return sums


def _numbers(kind: str, piece: memoryview) -> array[int]:
    numbers: array[int] = array(kind)
    numbers.frombytes(piece)
    return numbers


def _repeated(ordered: list[Area]) -> str:
    return next(a.code for a, b in pairwise(ordered) if a.code == b.code)
