"""Value objects: what they hold never changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """A dataclass with slots that is equal and hashed by its fields; the type checker lets nobody change one.

    Nothing guards it when the program runs: setting each field through such a guard was a tenth of what a ticket costs
    (docs/decisions/0018-frozen-for-the-checker.md).
    """
    return dataclass(slots=True, unsafe_hash="__hash__" not in cls.__dict__)(cls)
