"""People, their accounts on channels, their posts, and their sealed personal fields."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from domain.people import Person, Post, Role
from domain.values import frozen
from storage.engine import Connection, upsert
from storage.sealed import Seal, hashed
from storage.tables import accounts, invites, people, posts, sealed, views, zone_areas

P = bindparam
WEB = "web"  # the channel whose platform we are: its chats are kept in `transcript`


@frozen
class Account:
    """Where a person can be reached on one channel."""

    channel: str
    account: str
    person: int
    address: str
    unreachable: bool


class People:
    """Everything about who somebody is."""

    def __init__(self, db: Connection, seal: Seal) -> None:
        self._db = db
        self._seal = seal

    def add(self, now: datetime) -> Person:
        return Person(self._db.value(ADD, created_at=now, home="", home_words="", language="zh-CN", noticed=False))

    def get(self, person: int) -> Person | None:
        row = self._db.one(GET, id=person)
        if row is None:
            return None
        held = tuple(Post(*row) for row in self._db.all(POSTS, person=person))
        key, home, home_words, language, noticed = row
        return Person(key, held, home, home_words, language, noticed, self._reach(key, held))

    def _reach(self, person: int, held: tuple[Post, ...]) -> tuple[Post, ...]:
        """Posts for zones, written out; nobody but a 片长 has any."""
        if not any(post.role is Role.AREA_LEAD for post in held):
            return ()
        return tuple(Post(role, area) for role, area in self._db.all(REACH, person=person))

    def by_account(self, channel: str, account: str) -> Person | None:
        person = self._db.value(OWNER, channel=channel, account=account)
        return None if person is None else self.get(person)

    def save(self, person: Person) -> None:
        self._db.run(
            SAVE,
            key=person.id,
            home=person.home,
            home_words=person.home_words,
            language=person.language,
            noticed=person.noticed,
        )

    def language(self, channel: str, account: str) -> str:
        """What the owner of an account reads; Chinese when nobody is known."""
        return str(self._db.value(LANGUAGE, channel=channel, account=account) or "zh-CN")

    def seen(self, channel: str, account: str, person: int, address: str, now: datetime) -> None:
        """They wrote: this is where they are reached from now on, and they can be reached again."""
        self._db.run(
            SEEN, channel=channel, account=account, person=person, address=address, seen_at=now, unreachable=False
        )

    def everywhere(self) -> list[tuple[str, str, int, datetime]]:
        """Every account there is: channel, account, person, and when the person was first seen."""
        return [(channel, account, person, since) for channel, account, person, since in self._db.all(EVERYWHERE)]

    def accounts(self, person: int) -> list[Account]:
        """Where to reach them, the most recently used and reachable first."""
        return [Account(*row) for row in self._db.all(ACCOUNTS, person=person)]

    def unreachable(self, channel: str, address: str, *, again: bool = False) -> None:
        """They blocked the bot or left; `again` True when they let it in again."""
        self._db.run(UNREACHABLE, at_channel=channel, at_address=address, unreachable=not again)

    def hold(self, person: int, post: Post) -> None:
        self._db.run(HOLD, person=person, role=post.role, scope=post.scope, part_time=post.part_time)

    def release(self, person: int, post: Post) -> None:
        self._db.run(RELEASE, person=person, role=post.role, scope=post.scope)

    def with_post(self, role: Role, scopes: tuple[str, ...]) -> list[int]:
        """Who holds this role for exactly these scopes, in the order of the scopes given."""
        found: list[tuple[str, int]] = []
        for start in range(0, len(scopes), AT_ONCE):
            some = dict(zip(SCOPES, (*scopes[start : start + AT_ONCE], *NO_SCOPES), strict=False))
            found += [(scope, person) for scope, person in self._db.all(HOLDERS, role=role, **some)]
        return [person for scope in scopes for held, person in found if held == scope]

    def everybody_with(self, role: Role) -> list[tuple[int, str]]:
        return [(person, scope) for person, scope in self._db.all(ALL_HOLDERS, role=role)]

    def note(self, person: int, field: str, value: str) -> None:
        """Keep a personal field (name, phone), encrypted."""
        self._db.run(NOTE, person=person, field=field, value=self._seal.close(value, f"{person}:{field}"))

    def reveal(self, person: int, field: str) -> str:
        """A personal field in clear, "" if unknown. For somebody else's eyes use `view`, which is logged."""
        value = self._db.value(REVEAL, person=person, field=field)
        return "" if value is None else self._seal.open(value, f"{person}:{field}")

    def view(self, person: int, field: str, viewer: int, reason: str, now: datetime) -> str:
        self._db.run(VIEWED, viewer=viewer, person=person, field=field, reason=reason, at=now)
        return self.reveal(person, field)

    def views_between(self, start: datetime, end: datetime) -> list[tuple[datetime, int, int, str, str]]:
        """Who looked at whose field in a span of time, and why: (at, viewer, person, field, reason)."""
        return [
            (at, viewer, person, field, why)
            for at, viewer, person, field, why in self._db.all(VIEWS, start=start, end=end)
        ]

    def name(self, person: int) -> str:
        return self.reveal(person, "name")

    def staff(self) -> list[tuple[int, str, str]]:
        """Everybody with a post: person, name, telephone number."""
        holders = sorted({person for role in Role for person, _ in self.everybody_with(role)})
        return [(person, self.name(person), self.reveal(person, "phone")) for person in holders]

    def by_name(self, name: str) -> list[int]:
        """Who is called so: a scan over the staff, whose names are few; residents are never looked up by name."""
        return [person for person, called, _ in self.staff() if called == name]

    def invite(self, person: int, expires_at: datetime) -> str:
        """A one-time code (128 bits) that makes its first user this person; only its hash is kept."""
        code = secrets.token_urlsafe(16)
        self._db.run(INVITE, hash=hashed(code), person=person, expires_at=expires_at)
        return code

    def redeem(self, code: str, now: datetime) -> int | None:
        """The person an unused, unexpired code stands for; the code is spent by this."""
        if not self._db.changed(REDEEM, code_hash=hashed(code), used_at=now, now=now):
            return None
        return int(self._db.value(INVITED, hash=hashed(code)))


ADD = insert(people).returning(people.c.id)
GET = select(people.c.id, people.c.home, people.c.home_words, people.c.language, people.c.noticed).where(
    people.c.id == P("id")
)
SAVE = update(people).where(people.c.id == P("key"))
OWNER = select(accounts.c.person).where(accounts.c.channel == P("channel"), accounts.c.account == P("account"))
LANGUAGE = (
    select(people.c.language)
    .join(accounts, accounts.c.person == people.c.id)
    .where(accounts.c.channel == P("channel"), accounts.c.account == P("account"))
)
SEEN = upsert(accounts, "channel", "account")
ACCOUNTS = (
    select(accounts.c.channel, accounts.c.account, accounts.c.person, accounts.c.address, accounts.c.unreachable)
    .where(accounts.c.person == P("person"))
    .order_by(accounts.c.unreachable, accounts.c.seen_at.desc())
)
EVERYWHERE = select(accounts.c.channel, accounts.c.account, accounts.c.person, people.c.created_at).join(
    people, people.c.id == accounts.c.person
)
UNREACHABLE = update(accounts).where(accounts.c.channel == P("at_channel"), accounts.c.address == P("at_address"))
POSTS = (
    select(posts.c.role, posts.c.scope, posts.c.part_time)
    .where(posts.c.person == P("person"))
    .order_by(posts.c.role, posts.c.scope)
)
REACH = (
    select(posts.c.role, zone_areas.c.area)
    .join(zone_areas, zone_areas.c.zone == posts.c.scope)
    .where(posts.c.person == P("person"))
    .order_by(posts.c.role, zone_areas.c.area)
)
HOLD = upsert(posts, "person", "role", "scope")
RELEASE = delete(posts).where(posts.c.person == P("person"), posts.c.role == P("role"), posts.c.scope == P("scope"))
AT_ONCE = 4  # as many scopes as there are above a grid, itself included
SCOPES = tuple(f"scope{number}" for number in range(AT_ONCE))
NO_SCOPES = ("",) * AT_ONCE
HOLDERS = (
    select(posts.c.scope, posts.c.person)
    .where(posts.c.role == P("role"), posts.c.scope.in_([P(name) for name in SCOPES]))
    .order_by(posts.c.person)
)
ALL_HOLDERS = select(posts.c.person, posts.c.scope).where(posts.c.role == P("role")).order_by(posts.c.person)
NOTE = upsert(sealed, "person", "field")
REVEAL = select(sealed.c.value).where(sealed.c.person == P("person"), sealed.c.field == P("field"))
VIEWED = insert(views)
VIEWS = (
    select(views.c.at, views.c.viewer, views.c.person, views.c.field, views.c.reason)
    .where(views.c.at >= P("start"), views.c.at < P("end"))
    .order_by(views.c.id)
)
INVITE = insert(invites)
REDEEM = update(invites).where(
    invites.c.hash == P("code_hash"), invites.c.used_at.is_(None), invites.c.expires_at > P("now")
)
INVITED = select(invites.c.person).where(invites.c.hash == P("hash"))
