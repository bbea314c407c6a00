"""Erasure from end to end: the store, its log, the files people sent, backups, and what a restore would bring back."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import os
import re
import shutil
from collections.abc import Collection
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.files import FileStore
from domain.errors import NotFound
from domain.retention import Reason, Retention
from domain.values import frozen
from storage.migrate import migrate
from storage.sealed import Seal
from storage.unit_of_work import SQLITE, Storage, UnitOfWork

JOURNAL = "erased"  # beside the key
NOTED = re.compile(r"([0-9a-f]{64}) (\S+[+-]\d\d:\d\d)")  # who, and when


@frozen
class Outcome:
    """Which tickets lost their words, and which keep them for now and why (None: a message about it waits to be sent).

    `log_emptied` is False when somebody read the store in that moment; the nightly round tries again.
    """

    stripped: tuple[str, ...] = ()
    kept: tuple[tuple[str, Reason | None], ...] = ()
    log_emptied: bool = True


class Journal:
    """Who was erased when, so that a restored backup does not bring them back. Nobody can be read out of it."""

    def __init__(self, key_file: Path, seal: Seal) -> None:
        self._file = key_file.with_name(JOURNAL)
        self.seal = seal

    def note(self, channel: str, account: str, now: datetime) -> None:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(
                f"\n{self._name(channel, account)} {now.isoformat()}"
            )  # half a line, of a full disk, spoils no other
            file.flush()
            os.fsync(file.fileno())

    def erased_since(self, channel: str, account: str, since: datetime) -> bool:
        """Whether this account was erased after it was first seen; one that came back later is somebody new."""
        name = self._name(channel, account)
        lines = self._file.read_text("utf-8").splitlines() if self._file.exists() else []
        whole = filter(None, map(NOTED.fullmatch, lines))
        return any(line[1] == name and datetime.fromisoformat(line[2]) > since for line in whole)

    def _name(self, channel: str, account: str) -> str:
        return hmac.new(self.seal.key, f"erased {channel}:{account}".encode(), hashlib.sha256).hexdigest()


class Eraser:
    """Forgets people in one store."""

    def __init__(self, storage: Storage, files: FileStore | None, retention: Retention, journal: Journal) -> None:
        self._storage = storage
        self._files = files
        self._retention = retention
        self._journal = journal

    async def forget(self, channel: str, account: str, now: datetime) -> Outcome:
        """Forget whoever has this account, and of their tickets what may be forgotten now. NotFound for a stranger."""

        def work(uow: UnitOfWork) -> None:
            person = uow.people.by_account(channel, account)
            if person is None:
                raise NotFound(f"{channel}:{account}")
            for each in uow.people.accounts(
                person.id
            ):  # first: a crash after this forgets them at the next restore too
                self._journal.note(each.channel, each.account, now)
            names = [uow.people.reveal(person.id, field) for field in ("name", "phone")]
            uow.erasure.person(person.id, names, now)
            uow.mediations.forget(person.id, now)

        await self._storage.write(work)
        return await self.go_on(now)

    async def go_on(self, now: datetime, *, also: Collection[str] = (), even_unsent: bool = False) -> Outcome:
        """Forget the words of erased people that nothing speaks for keeping any more; `also` whatever speaks for it."""
        stripped: list[str] = []
        kept: list[tuple[str, Reason | None]] = []

        def work(uow: UnitOfWork, number: int) -> None:
            ticket = uow.tickets.get(number)
            reason = None if ticket.number in also else self._retention.reason(ticket, now)
            if reason is None and uow.erasure.strip(ticket, even_unsent=even_unsent):
                stripped.append(ticket.number)
            else:
                kept.append((ticket.number, reason))

        for number in await self._storage.write(lambda uow: uow.erasure.left()):
            await self._storage.write(partial(work, number=number))
        await self._delete_files()
        return Outcome(tuple(stripped), tuple(kept), await self._settle())

    async def _settle(self) -> bool:
        """Leave no trace in the store's own files either; what cannot be done now is owed to the next night."""
        owed = await self._storage.write(lambda uow: uow.erasure.owes_rewrite())
        settled = await self._storage.settle_down(rewrite=owed)
        if owed and settled:
            await self._storage.write(lambda uow: uow.erasure.rewritten())
        return settled

    async def again(self, now: datetime) -> int:
        """After a restore: forget once more whoever was erased since the backup; how many accounts came back."""
        back = [
            (channel, account)
            for channel, account, _, since in await self._storage.write(lambda uow: uow.people.everywhere())
            if self._journal.erased_since(channel, account, since)
        ]
        for channel, account in back:
            with contextlib.suppress(NotFound):  # another account of somebody just forgotten
                await self.forget(channel, account, now)
        return len(back)

    async def forget_in(self, backup: Path, who: tuple[str, str], also: Collection[str], now: datetime) -> bool:
        """Rewrite a backup without this person and without the words of these tickets; False when it never knew them.

        The file is replaced whole at the end. Copies of the folder of files are not looked at.
        """
        part, clean = backup.with_name(f"{backup.name}.part"), backup.with_name(f"{backup.name}.clean")
        shutil.copyfile(backup, part)
        migrate(f"{SQLITE}{part}")
        storage = Storage(f"{SQLITE}{part}", self._journal.seal, threaded=False)
        try:
            known = storage.write_now(lambda uow: uow.people.by_account(*who)) is not None
            if known:
                there = Eraser(storage, None, self._retention, self._journal)
                await there.forget(*who, now)
                await there.go_on(now, also=also, even_unsent=True)
                clean.unlink(missing_ok=True)
                await storage.backup(clean)
        finally:
            await storage.close()
            _remove(part)
        if known:
            Storage.put_in_place(clean, backup)
        return known

    async def _delete_files(self) -> None:
        """The list of files to delete is durable, so a crash in between deletes them the next night."""
        if self._files is None:
            return
        for ref in await self._storage.write(lambda uow: uow.erasure.doomed()):
            await asyncio.to_thread(self._files.delete, ref)
            await self._storage.write(partial(_gone, ref=ref))


def _gone(uow: UnitOfWork, ref: str) -> None:
    uow.erasure.gone(ref)


def _remove(store: Path) -> None:
    """A store file with what lies beside it."""
    for beside in ("", "-wal", "-shm", ".writer"):
        Path(f"{store}{beside}").unlink(missing_ok=True)
