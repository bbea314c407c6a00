"""Regular expressions that are compiled when they are first asked for: a start needs none, and all of them take a tenth of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

Asked = Callable[..., re.Match[str] | None]


class Late:
    """The part of `re.Pattern` that is used; compiled at the first question, as fast as any from then on."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def search(self) -> Asked:
        return self._compiled.search

    @cached_property
    def match(self) -> Asked:
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Asked:
        return self._compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self._compiled.finditer

    @cached_property
    def split(self) -> Callable[..., list[str]]:
        return self._compiled.split

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)
