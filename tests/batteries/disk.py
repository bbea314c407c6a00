"""A disk that can lose power or fail, put under SQLite as its VFS: writes are only safe once they are synced.

It is the default VFS copied, with the methods replaced that change files. It needs a Python whose _sqlite3 uses the
system's libsqlite3 (`shared_sqlite` says), as Debian's and pyenv's do; standalone builds carry their own copy inside.
Creating and deleting a file count as durable at once; what is written but not synced is kept, lost or torn by chance.
"""

from __future__ import annotations

import _sqlite3
import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

FULL, WRITE_ERROR, SYNC_ERROR = 13, 10 | 3 << 8, 10 | 4 << 8  # SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC
SECTOR = 512  # bytes; what a torn write is a multiple of
UNTRACKED = "-shm"  # an index in memory that SQLite makes anew

_P, _I, _S64 = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
WRITE = ctypes.CFUNCTYPE(_I, _P, _P, _I, _S64)
TRUNCATE = ctypes.CFUNCTYPE(_I, _P, _S64)
SYNC = ctypes.CFUNCTYPE(_I, _P, _I)
CLOSE = ctypes.CFUNCTYPE(_I, _P)
OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, ctypes.POINTER(_I))
DELETE = ctypes.CFUNCTYPE(_I, _P, _P, _I)  # names stay raw pointers: SQLite keeps them


class Methods(ctypes.Structure):
    """sqlite3_io_methods: https://sqlite.org/c3ref/io_methods.html"""

    _fields_ = (
        ("iVersion", _I),
        *(
            (name, _P)
            for name in [
                "xClose",
                "xRead",
                "xWrite",
                "xTruncate",
                "xSync",
                "xFileSize",
                "xLock",
                "xUnlock",
                "xCheckReservedLock",
                "xFileControl",
                "xSectorSize",
                "xDeviceCharacteristics",
                "xShmMap",
                "xShmLock",
                "xShmBarrier",
                "xShmUnmap",
                "xFetch",
                "xUnfetch",
            ]
        ),
    )


class Vfs(ctypes.Structure):
    """sqlite3_vfs: https://sqlite.org/c3ref/vfs.html"""

    _fields_ = (
        ("iVersion", _I),
        ("szOsFile", _I),
        ("mxPathname", _I),
        ("pNext", _P),
        ("zName", ctypes.c_char_p),
        ("pAppData", _P),
        *(
            (name, _P)
            for name in [
                "xOpen",
                "xDelete",
                "xAccess",
                "xFullPathname",
                "xDlOpen",
                "xDlError",
                "xDlSym",
                "xDlClose",
                "xRandomness",
                "xSleep",
                "xCurrentTime",
                "xGetLastError",
                "xCurrentTimeInt64",
                "xSetSystemCall",
                "xGetSystemCall",
                "xNextSystemCall",
            ]
        ),
    )


@dataclass
class Kept:
    """One file: what is durable, and what was done to it since the last sync: (offset, bytes) or (length, None)."""

    durable: bytearray
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for at, content in self.waiting:
            _apply(self.durable, at, content)
        self.waiting.clear()

    def after_power_cut(self, chance: Random) -> bytes:
        """Each unsynced change is kept, lost or torn on its own: a disk may write in any order."""
        left = bytearray(self.durable)
        for at, content in self.waiting:
            outcome = chance.choice(("kept", "lost", "torn"))
            if outcome == "kept" or (outcome == "torn" and content is None):
                _apply(left, at, content)
            elif outcome == "torn" and content is not None:
                _apply(left, at, content[: SECTOR * chance.randrange(1 + len(content) // SECTOR)])
        return bytes(left)


def _apply(image: bytearray, at: int, content: bytes | None) -> None:
    if content is None:
        del image[at:]
        return
    image.extend(bytes(max(0, at - len(image))))
    image[at : at + len(content)] = content


class Disk:
    """The VFS. `before` is asked before each operation ("write", "truncate", "sync", "delete"); its answer, unless 0, is the error."""

    def __init__(self) -> None:
        self.before: Callable[[str], int] = lambda _kind: 0
        self._files: dict[str, Kept] = {}
        self._names: dict[int, str] = {}
        self._tables: dict[int, Methods] = {}
        self._alive: list[object] = []  # what C points to must not be collected

    def install(self) -> None:
        """Become the VFS of everything this process opens from now on."""
        library = _library()
        library.sqlite3_vfs_find.restype = _P
        library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
        library.sqlite3_vfs_register.argtypes = [_P, _I]
        self._system = library.sqlite3_vfs_find(None)
        original = ctypes.cast(self._system, ctypes.POINTER(Vfs)).contents
        vfs = Vfs()
        ctypes.memmove(ctypes.byref(vfs), self._system, ctypes.sizeof(Vfs))
        vfs.zName, vfs.pNext = b"doubtful", None
        self._open, self._delete = OPEN(original.xOpen), DELETE(original.xDelete)
        vfs.xOpen, vfs.xDelete = self._pointer(OPEN(self._opened)), self._pointer(DELETE(self._deleted))
        self._alive.append(vfs)
        assert library.sqlite3_vfs_register(ctypes.byref(vfs), 1) == 0

    def lose_power(self, chance: Random) -> None:
        """Leave on the real disk what a power cut at this moment would; the process must end now."""
        for name, kept in self._files.items():
            image = Path(f"{name}.image")
            image.write_bytes(kept.after_power_cut(chance))
            image.replace(name)
            Path(name.removesuffix("-wal") + UNTRACKED).unlink(missing_ok=True)

    def _pointer(self, callback: object) -> int | None:
        self._alive.append(callback)
        return ctypes.cast(callback, _P).value  # type: ignore[arg-type]

    def _opened(self, _vfs: int, name: int, file: int, flags: int, out: object) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        before = Path(path).read_bytes() if path and Path(path).exists() else b""
        result = self._open(self._system, name, file, flags, out)
        if result == 0 and path:
            slot = ctypes.cast(file, ctypes.POINTER(_P))
            original = slot[0]
            assert original
            slot[0] = ctypes.addressof(self._tables.setdefault(original, self._watching(original)))
            self._names[file] = path
            if not path.endswith(UNTRACKED):
                self._files.setdefault(path, Kept(bytearray(before)))
        return result

    def _deleted(self, _vfs: int, name: int, directory: int) -> int:
        if error := self.before("delete"):
            return error
        self._files.pop(ctypes.string_at(name).decode(), None)
        return self._delete(self._system, name, directory)

    def _watching(self, original: int) -> Methods:
        """The methods of a file of the system's VFS, those that change it watched."""
        methods = Methods()
        ctypes.memmove(ctypes.byref(methods), original, ctypes.sizeof(Methods))
        system = ctypes.cast(original, ctypes.POINTER(Methods)).contents
        write, truncate = WRITE(system.xWrite), TRUNCATE(system.xTruncate)
        sync, close = SYNC(system.xSync), CLOSE(system.xClose)

        def on_write(file: int, content: int, length: int, at: int) -> int:
            if error := self.before("write"):
                return error
            self._kept(file).waiting.append((at, ctypes.string_at(content, length)))
            return write(file, content, length, at)

        def on_truncate(file: int, length: int) -> int:
            if error := self.before("truncate"):
                return error
            self._kept(file).waiting.append((length, None))
            return truncate(file, length)

        def on_sync(file: int, flags: int) -> int:
            if error := self.before("sync"):
                return error
            result = sync(file, flags)
            if result == 0:
                self._kept(file).sync()
            return result

        def on_close(file: int) -> int:
            self._names.pop(file, None)
            return close(file)

        methods.xWrite, methods.xTruncate = self._pointer(WRITE(on_write)), self._pointer(TRUNCATE(on_truncate))
        methods.xSync, methods.xClose = self._pointer(SYNC(on_sync)), self._pointer(CLOSE(on_close))
        return methods

    def _kept(self, file: int) -> Kept:
        return self._files.setdefault(self._names[file], Kept(bytearray()))


def _library() -> ctypes.CDLL:
    return ctypes.CDLL("libsqlite3.so.0")


def shared_sqlite() -> bool:
    """Whether this Python's sqlite3 is the shared library, so that a VFS put into that one is used."""
    module = getattr(_sqlite3, "__file__", None)
    return bool(module) and b"libsqlite3.so" in Path(module).read_bytes()
