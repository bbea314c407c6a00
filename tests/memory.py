"""Where files of tests stand that need no disk: what a killed process wrote is there all the same."""

from __future__ import annotations

import shutil
from pathlib import Path

ENOUGH = 4 << 30  # bytes; a container often has far less
_MEMORY = Path("/dev/shm")
# A folder in memory with room for what tests write, or None: the usual folder for temporary files.
IN_MEMORY = _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > ENOUGH else None
