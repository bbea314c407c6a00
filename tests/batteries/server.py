"""A PostgreSQL of a battery's own, which may crash; or a pair of them, of which one may be lost for good."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import warnings
from pathlib import Path
from urllib.parse import quote

import psycopg

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
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self._run(self._folder, self._socket)
            except subprocess.CalledProcessError:
                assert time.monotonic() < end, "PostgreSQL does not start again"
                time.sleep(0.2)
            else:
                return

    def _run(self, folder: Path, socket: str) -> None:
        self._control(folder, "-o", f'-h "" -k {socket}', "-l", str(folder / "log"), "start")

    def _control(self, folder: Path, *how: str) -> None:
        from pgserver._commands import pg_ctl

        pg_ctl(["-w", *how], pgdata=folder, user=self._found.system_user, timeout=PATIENCE)

    def stop(self) -> None:
        self._found.ensure_postgres_running()
        self._found.cleanup()


class Pair(Server):
    """A server and its synchronous standby, each with files of its own: a COMMIT is answered when both have it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._other = folder.with_name("standby")
        self._hosts = ",".join(quote(place, safe="") for place in (self._socket, str(self._other)))
        self._stand_by()

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={self._hosts}&target_session_attrs=read-write"

    def lose_a_machine(self) -> None:
        """The server dies and its files are gone; the standby takes its place, and a new one is made of it."""
        self.crash(KILLED)
        shutil.rmtree(self._folder)
        self._folder, self._other = self._other, self._folder
        self._socket = str(self._folder)
        self._control(self._folder, "promote")
        self._stand_by()

    def _stand_by(self) -> None:
        from pgserver._commands import pg_basebackup

        owner = self._found.system_user
        self._other.mkdir(mode=0o700)
        if owner:
            shutil.chown(self._other, owner)
        pg_basebackup(["-h", self._socket, "-U", "postgres", "-R", "-c", "fast"], pgdata=self._other, user=owner)
        (self._other / ".s.PGSQL.5432.lock").unlink(missing_ok=True)  # of the first one's socket, copied along
        self._run(self._other, str(self._other))
        with psycopg.connect(host=self._socket, user="postgres", autocommit=True) as raw:
            raw.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            raw.execute("SELECT pg_reload_conf()")
            end = time.monotonic() + PATIENCE
            while raw.execute("SELECT sync_state FROM pg_stat_replication").fetchall() != [("sync",)]:
                assert time.monotonic() < end, "the standby does not follow"
                time.sleep(0.05)

    def stop(self) -> None:
        later = {self._folder, self._other} - {self._found.pgdata}
        for folder in later:
            self._control(folder, "-m", "immediate", "stop")
            shutil.rmtree(folder)
        super().stop()
