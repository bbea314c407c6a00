"""What was read from files is kept, and read anew as soon as it could be another."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nlp.prepared import prepared


class Reading:
    """A word file, the module that reads it, and how often it was read."""

    def __init__(self, folder: Path) -> None:
        self.file, self.code, self.times = folder / "words.toml", folder / "reader.py", 0
        self.file.write_text("路灯", "utf-8")
        self.code.write_text("the first way", "utf-8")

    def __call__(self) -> object:
        def read() -> object:
            self.times += 1
            return {"words": [self.file.read_text("utf-8")], "weight": 1.5, "none": None}

        return prepared([self.file], str(self.code), read)

    @property
    def kept(self) -> Path:
        (found,) = self.file.parent.glob("__pycache__/*.prepared")
        return found


@pytest.fixture
def reading(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return Reading(tmp_path)


def test_a_file_is_read_once(reading):
    assert reading() == reading() == {"words": ["路灯"], "weight": 1.5, "none": None}
    assert reading.times == 1


def test_it_is_read_anew_when_it_changes_although_its_date_does_not(reading):
    reading()
    reading.file.write_text("井盖", "utf-8")
    assert reading()["words"] == ["井盖"]


def test_it_is_read_anew_when_the_reader_changes(reading):
    reading()
    reading.code.write_text("another way", "utf-8")
    reading()
    assert reading.times == 2


@pytest.mark.parametrize("length", [0, 10, 70])
def test_what_was_kept_and_is_damaged_is_read_anew(reading, length):
    reading()
    reading.kept.write_bytes(reading.kept.read_bytes()[:length])
    assert reading() == reading()
    assert reading.times == 2


def test_a_mistake_is_told_each_time(reading):
    def mistaken() -> object:
        raise ValueError("line 3")

    for _ in range(2):
        with pytest.raises(ValueError, match="line 3"):
            prepared([reading.file], str(reading.code), mistaken)


def test_what_cannot_be_kept_is_read_each_time(reading, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert reading() == reading()
    assert reading.times == 2
    assert not (reading.file.parent / "__pycache__").exists()


def test_where_nothing_may_be_written_it_is_read_each_time(reading):
    (reading.file.parent / "__pycache__").write_text("in the way")
    assert reading() == reading()
    assert reading.times == 2
