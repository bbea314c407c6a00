"""剔除: why a ticket does not count in the three rates; a supervisor names one of these, and the history keeps it."""

from __future__ import annotations

from enum import StrEnum


class Exclusion(StrEnum):
    """The only reasons there are; how many were left out always stands beside the rates."""

    BEYOND = "beyond"  # 不属本级职责
    LEGAL = "legal"  # 应走诉讼、仲裁、信访等法定途径
    UNLAWFUL = "unlawful"  # 诉求没有法律政策依据
    FALSE = "false"  # 虚假或恶意
    REPEATED = "repeated"  # 同一人同一事项重复
    FORCE = "force"  # 台风等不可抗力
