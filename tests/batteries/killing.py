"""A program that does one thing to a store in a fork of itself, and dies at one of its points: statements, commits, files.

    python -m batteries.killing

Each line on its input is {"task", "args", "at"}; the answer is {"passed", "killed"}. `at` 0 lets it live, to count points.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, event

from storage.backup import restore
from storage.migrate import migrate

ROOT = Path(__file__).parents[2]
FILES = frozenset({"open", "os.rename", "os.link", "os.remove", "os.truncate", "shutil.copyfile"})
TASKS: dict[str, Callable[..., object]] = {
    "migrate": migrate,
    "restore": lambda target, file, now: restore(Path(target), Path(file), datetime.fromisoformat(now)),
}


class Killer:
    """What does a thing and dies of it, as often as asked."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process

    def points(self, task: str, *args: str) -> int:
        """Do it; at how many points it could have died."""
        return int(self._ask(task, args, 0)["passed"])

    def kill(self, task: str, *args: str, at: int) -> bool:
        """Begin it and die at a point; False when it was done before."""
        return bool(self._ask(task, args, at)["killed"])

    def _ask(self, task: str, args: tuple[str, ...], at: int) -> dict:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"task": task, "args": args, "at": at}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def killer() -> Iterator[Killer]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
    program = [sys.executable, "-m", "batteries.killing"]
    pipe = subprocess.PIPE
    with subprocess.Popen(program, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        yield Killer(process)
        assert process.stdin
        process.stdin.close()


def die_at(at: int) -> Callable[[], int]:
    """From here on this process counts its points and dies at one of them; what comes back tells how many there were."""
    passed = 0

    def pass_one(*_: object) -> None:
        nonlocal passed
        passed += 1
        if passed == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def heed(name: str, args: tuple) -> None:
        if name in FILES and not str(args[0]).endswith((".py", ".pyc")):
            pass_one()

    def connect(*args: object, **more: object) -> sqlite3.Connection:
        connection = connected(*args, **more)
        connection.set_trace_callback(pass_one)
        return connection

    connected = sqlite3.connect
    sqlite3.connect = sqlite3.dbapi2.connect = connect
    sys.addaudithook(heed)
    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, moment, pass_one)
    return lambda: passed


def serve() -> None:
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        order = json.loads(line)
        answers, answering = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                passed = die_at(order["at"])
                TASKS[order["task"]](*order["args"])
                os.write(answering, str(passed()).encode())
            finally:
                os._exit(1)
        os.close(answering)
        told = os.read(answers, 20)
        os.close(answers)
        _, status = os.waitpid(child, 0)
        assert told or os.WIFSIGNALED(status), f"{order} failed"
        print(json.dumps({"passed": int(told or 0), "killed": not told}), flush=True)


if __name__ == "__main__":
    serve()
