"""Mediations; who the sides are, what it is about and what they agreed on is sealed, and looks at it are logged."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update

from domain.errors import NotAllowed, NotFound
from domain.mediation import Mediation, Stage
from domain.values import replace
from storage.engine import Connection, upsert
from storage.records import columns_of, values_of
from storage.sealed import Seal, hashed
from storage.tables import mediation_secrets, mediations, views

P = bindparam


class Mediations:
    """The mediations of the store."""

    def __init__(self, db: Connection, seal: Seal) -> None:
        self._db = db
        self._seal = seal

    def add(self, mediation: Mediation) -> Mediation:
        """Keep a new one; it comes back with its id."""
        return replace(mediation, id=int(self._db.value(ADD, **values_of(mediation, but="id"), invite="")))

    def find(self, mediation: int) -> Mediation | None:
        row = self._db.one(GET, id=mediation)
        return Mediation(*row) if row else None

    def get(self, mediation: int) -> Mediation:
        found = self.find(mediation)
        if found is None:
            raise NotFound(f"mediation {mediation}")
        return found

    def save(self, after: Mediation, version: int) -> None:
        """Keep what changed; NotAllowed when somebody else changed it meanwhile."""
        if not self._db.changed(SAVE, key=after.id, seen=version, **values_of(after, but="id")):
            raise NotAllowed(f"{after.number} has changed meanwhile")

    def of_person(self, person: int) -> list[Mediation]:
        """Those in which somebody is a side or the mediator, the newest first."""
        return [Mediation(*row) for row in self._db.all(OF_PERSON, person=person)]

    def open_of(self, mediator: int) -> list[Mediation]:
        return [each for each in self.of_person(mediator) if each.mediator == mediator and each.open]

    def between(self, start: datetime, end: datetime) -> list[Mediation]:
        return [Mediation(*row) for row in self._db.all(BETWEEN, start=start, end=end)]

    def keep(self, mediation: int, field: str, value: str) -> None:
        """Seal one of its fields: matter, asker, other, place, agreement."""
        self._db.run(KEEP, mediation=mediation, field=field, value=self._seal.close(value, _row(mediation, field)))

    def reveal(self, mediation: int, field: str) -> str:
        """A field in clear, "" if unknown. For somebody's eyes use `view`, which is logged."""
        value = self._db.value(REVEAL, mediation=mediation, field=field)
        return "" if value is None else self._seal.open(value, _row(mediation, field))

    def view(self, mediation: Mediation, field: str, viewer: int, now: datetime) -> str:
        looked = {"viewer": viewer, "person": mediation.asker, "field": f"mediation {field}"}
        self._db.run(VIEWED, **looked, reason=mediation.number, at=now)
        return self.reveal(mediation.id, field)

    def invite(self, mediation: int) -> str:
        """A new code that lets one account in as the other side; an earlier one is good no more. Only its hash is kept."""
        code = secrets.token_urlsafe(16)
        self._db.run(INVITE, key=mediation, invite=hashed(code))
        return code

    def redeem(self, code: str) -> Mediation | None:
        """The mediation a code is for; the code is spent by this."""
        row = self._db.one(INVITED, invite=hashed(code))
        if row is None:
            return None
        found = Mediation(*row)
        self._db.run(INVITE, key=found.id, invite="")
        return found

    def forget(self, person: int, now: datetime) -> None:
        """Whoever is forgotten leaves no field behind of what they asked for, and is no side any more."""
        for each in self.of_person(person):
            mine = each.asker == person
            for field in FIELDS_OF_ASKER if mine else ("other",) if each.other == person else ():
                self._db.run(FORGET, of_mediation=each.id, of_field=field)
            if each.mediator == person:  # another one is found when its timer comes
                self.save(replace(each, mediator=0), each.version)
                continue
            gone: dict[str, Any] = {"asker" if mine else "other": 0, "version": each.version + 1}
            ended: dict[str, Any] = {"stage": Stage.WITHDRAWN, "ended_at": now} if each.open else {}
            self.save(replace(each, **gone, **ended), each.version)


def _row(mediation: int, field: str) -> str:
    return f"mediation:{mediation}:{field}"


FIELDS_OF_ASKER = ("matter", "asker", "other", "place", "agreement")
FIELDS = columns_of(mediations, Mediation)
ADD = insert(mediations).returning(mediations.c.id)
GET = select(*FIELDS).where(mediations.c.id == P("id"))
SAVE = update(mediations).where(mediations.c.id == P("key"), mediations.c.version == P("seen"))
_is_in = or_(mediations.c.asker == P("person"), mediations.c.other == P("person"), mediations.c.mediator == P("person"))
OF_PERSON = select(*FIELDS).where(_is_in).order_by(mediations.c.id.desc())
BETWEEN = (
    select(*FIELDS)
    .where(mediations.c.created_at >= P("start"), mediations.c.created_at < P("end"))
    .order_by(mediations.c.id)
)
KEEP = upsert(mediation_secrets, "mediation", "field")
REVEAL = select(mediation_secrets.c.value).where(
    mediation_secrets.c.mediation == P("mediation"), mediation_secrets.c.field == P("field")
)
FORGET = delete(mediation_secrets).where(
    mediation_secrets.c.mediation == P("of_mediation"), mediation_secrets.c.field == P("of_field")
)
VIEWED = insert(views)
INVITE = update(mediations).where(mediations.c.id == P("key"))
INVITED = select(*FIELDS).where(mediations.c.invite == P("invite"), mediations.c.invite != "")
