"""Recognises the commands residents type in their own words. A command is the whole message, never a part of one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nlp.phrases import spelt_out
from nlp.wordfile import WORDS, load_words, phrases

LONGEST = 24  # characters of a command
QUESTION = ("好吗", "好了吗")
SHORTEST = 2  # characters of a command without politeness around it
LONGEST_HOME = 40  # characters of "我住在…"
AROUND = re.compile(r"^[\W_]+|[\W_]+$|[ ，,]|[A-Za-z0-9-]{6,}")  # edges, commas, serial numbers


class Intents:
    """The commands of the kinds word file made ready."""

    def __init__(self, path: Path = WORDS / "kinds.toml") -> None:
        table = load_words(path)
        intents: dict[str, Any] = table.get("intents", {})
        staff: dict[str, Any] = table.get("staff", {})
        around = table.get("around", {})
        self._before = _longest_first(phrases(around, "before", path.name))
        self._after = _longest_first(phrases(around, "after", path.name))
        self._commands = self._spelt(intents, path)
        self._of_staff = self._spelt(staff, path)
        self._reported = tuple(phrases(around, "reported", path.name))
        self._asked = tuple(phrases(around, "asked", path.name))
        self._address = tuple(phrases(around, "address", path.name))

    def command(self, text: str) -> str:
        """The command a whole normalised message is ("progress", "urge" …), "" if it is content."""
        if len(text) > LONGEST:
            return ""
        said = AROUND.sub("", text)
        bare = self._bare(said, self._commands)
        known = self._commands.get(said) or self._commands.get(bare, "")
        return known or ("progress" if bare.startswith(self._reported) and said.endswith(self._asked) else "")

    def of_staff(self, text: str) -> str:
        """What a member of staff asks about their work or area ("late", "today" …), "" if it is no such question."""
        said = AROUND.sub("", text) if len(text) <= LONGEST else ""
        return self._of_staff.get(said) or self._of_staff.get(self._bare(said, self._of_staff), "")

    def is_address(self, text: str) -> bool:
        """Whether a message begins as one that tells where the resident lives."""
        return len(text) <= LONGEST_HOME and text.startswith(self._address)

    def _spelt(self, table: dict[str, Any], path: Path) -> dict[str, str]:
        """Every command of a table by its words, with and without the politeness after it."""
        spelt = {
            command: name
            for name in table
            for phrase in phrases(table, name, path.name)
            for command in spelt_out(phrase)
        }
        return {self._without_end(command): name for command, name in spelt.items()} | spelt

    def _without_end(self, command: str) -> str:
        """A command as it looks once the politeness after it is gone: 催一下吧 → 催, but never a single character.

        修好吗 stays a question: without its 吗 it is what somebody says who is content.
        """
        end = command[-1]
        if command.endswith(QUESTION):
            return command
        return self._without_end(command[:-1]) if end in self._after and len(command) > SHORTEST else command

    def _bare(self, said: str, commands: dict[str, str]) -> str:
        """The message without politeness before and after it, stripped as often as it takes to find a command."""
        while said not in commands:
            if said.startswith(self._before):
                said = next(said[len(word) :] for word in self._before if said.startswith(word))
            elif said.endswith(self._after):
                said = next(said[: -len(word)] for word in self._after if said.endswith(word))
            else:
                break
        return said


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))
