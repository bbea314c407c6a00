"""One process for one store."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.lock import only_one
from domain.errors import StorageError

ROOT = Path(__file__).parents[2]
SECOND = "import sys; from bot.lock import only_one\nwith only_one(sys.argv[1]): print('in')"


def second(url: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", SECOND, url], cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_second_process_is_kept_out_until_the_first_is_done(tmp_path):
    url = f"sqlite:///{tmp_path}/new/store.db"
    with only_one(url):
        kept_out = second(url)
        assert "another process is using" in kept_out.stderr
        assert second(f"sqlite:///{tmp_path}/other.db").stdout == "in\n"
    assert second(url).stdout == "in\n"


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"store\.db\.lock"), only_one(f"sqlite:///{tmp_path}/file/store.db"):
        pass
