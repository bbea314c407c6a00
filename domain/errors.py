"""One error family: the docstring of each class is the message its readers get."""

from __future__ import annotations


class HuiyingError(Exception):
    """Something went wrong in Huiying."""

    def __init__(self, detail: str = "") -> None:
        summary = (self.__doc__ or "").strip().splitlines()[0]
        super().__init__(f"{summary} {detail}".strip())
        self.detail = detail


class ConfigError(HuiyingError):
    """The configuration cannot be used."""


class RuleError(HuiyingError):
    """A rule file cannot be used."""


class TextError(HuiyingError):
    """A text catalogue cannot be used."""


class ImportFileError(HuiyingError):
    """文件没有导入，什么都没有改动。"""  # noqa: D400, D415 — staff read it


class NotAllowed(HuiyingError):
    """This action is not possible for this person on this ticket now."""


class NotFound(HuiyingError):
    """There is no such thing, or it is not for this person."""


class StorageError(HuiyingError):
    """The store cannot be used."""
