"""剔除: why a ticket does not count in the rates; a supervisor names one of these, and the history keeps it."""

from __future__ import annotations

# The codes shipped, and the default of `[figures] exclusions`; each is named by a text `exclusion-CODE`. How many were
# left out always stands beside the rates.
SHIPPED = (
    "beyond",  # 不属本级职责
    "legal",  # 应走诉讼、仲裁、信访等法定途径
    "unlawful",  # 诉求没有法律政策依据
    "false",  # 虚假或恶意
    "repeated",  # 同一人同一事项重复
    "force",  # 台风等不可抗力
)
