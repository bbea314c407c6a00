"""What units do for a ticket beside whoever leads it."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from domain.errors import NotAllowed, NotFound
from domain.task import OPEN, Task
from domain.values import replace
from storage.engine import Connection, words
from storage.records import columns_of, values_of
from storage.tables import tasks

P = bindparam


class Tasks:
    """The tasks of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def add(self, task: Task) -> Task:
        """Keep a new task; it comes back with its id."""
        return replace(task, id=self._db.value(ADD, **values_of(task, but="id")))

    def get(self, task: int) -> Task:
        row = self._db.one(GET, id=task)
        if row is None:
            raise NotFound(f"task {task}")
        return Task(*row)

    def save(self, before: Task, after: Task) -> None:
        """Keep what changed; NotAllowed when somebody else changed it meanwhile."""
        new = {"status": after.status, "note": after.note, "person": after.person}
        if not self._db.changed(SAVE, key=before.id, seen=str(before.status), **new):
            raise NotAllowed(f"task {before.id} has changed meanwhile")

    def of_ticket(self, ticket: int) -> list[Task]:
        return [Task(*row) for row in self._db.all(OF_TICKET, ticket=ticket)]

    def todo_of(self, person: int) -> list[Task]:
        """What waits on this person, the oldest first."""
        return [Task(*row) for row in self._db.all(TODO, person=person)]


FIELDS = columns_of(tasks, Task)
ADD = insert(tasks).returning(tasks.c.id)
GET = select(*FIELDS).where(tasks.c.id == P("id"))
SAVE = update(tasks).where(tasks.c.id == P("key"), tasks.c.status == P("seen"))
OF_TICKET = select(*FIELDS).where(tasks.c.ticket == P("ticket")).order_by(tasks.c.id)
TODO = (
    select(*FIELDS).where(tasks.c.person == P("person"), tasks.c.status.in_(words(*sorted(OPEN)))).order_by(tasks.c.id)
)
