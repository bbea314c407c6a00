"""A PostgreSQL of a battery's own, which may crash."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import warnings
from pathlib import Path
from urllib.parse import quote

PATIENCE = 60.0  # real seconds a start may take
# A crash of the server loses nothing the system has taken; only a power cut would, and none is played here.
SETTINGS = {"fsync": "off", "full_page_writes": "off", "max_connections": "200"}
IMMEDIATE, KILLED = signal.SIGQUIT, signal.SIGKILL


class Server:
    """Started when made; `crash` and `start` again at will."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pgserver

            self._found = pgserver.get_server(folder, cleanup_mode="delete")
        self._folder = folder
        self._socket = str(self._found.get_postmaster_info().socket_dir)
        self._found.psql("".join(f"ALTER SYSTEM SET {name} = '{value}';\n" for name, value in SETTINGS.items()))
        self.crash(IMMEDIATE)
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={quote(self._socket, safe='')}"

    def crash(self, how: signal.Signals = KILLED) -> None:
        """Its main process ends without a word (KILLED) or lets everything fall (IMMEDIATE)."""
        os.kill(int((self._folder / "postmaster.pid").read_text().split()[0]), how)

    def start(self) -> None:
        """Start it again; it recovers from its log. What is left of the old one may need a moment to be gone."""
        from pgserver._commands import pg_ctl

        how = ["-w", "-o", f'-h "" -k {self._socket}', "-l", str(self._folder / "log"), "start"]
        end = time.monotonic() + PATIENCE
        while True:
            try:
                pg_ctl(how, pgdata=self._folder, user=self._found.system_user, timeout=PATIENCE)
            except subprocess.CalledProcessError:
                assert time.monotonic() < end, "PostgreSQL does not start again"
                time.sleep(0.2)
            else:
                return

    def stop(self) -> None:
        self._found.ensure_postgres_running()
        self._found.cleanup()
