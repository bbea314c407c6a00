"""Forgetting a person: who they are at once; what they wrote, and every copy of it, when nothing speaks for keeping it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, delete, func, select, type_coerce, update

from domain.messages import Choice, Incoming, Media, Reply
from domain.messages import Text as Words
from domain.people import SHORTEST_NAME
from domain.ticket import OWN_WORDS, Party, Ticket
from domain.values import replace
from storage.engine import Connection, insert_new, words
from storage.people import WEB
from storage.tables import (
    accounts,
    bundled,
    clearances,
    conversations,
    enquiries,
    erasures,
    events,
    follows,
    guesses,
    inbox,
    invites,
    meta,
    outbox,
    own_codes,
    passes,
    people,
    points,
    posts,
    publications,
    pushes,
    rates,
    sealed,
    surveys,
    tasks,
    tickets,
    timers,
    transcript,
    verdicts,
    wishes,
)
from storage.types import EPOCH

P = bindparam
STORED = re.compile(r"store:[0-9a-f]{64}")
DOOMED = "doomed:"  # files that nobody refers to any more, until they are gone from the disk
REWRITE_OWED = "rewrite"  # the file of the store still holds traces of what was forgotten
BLANK = "—"
MARK = 12  # characters of somebody's words by which a copy of them is known; shorter words may be anybody's
SHORTEST_NOTE = 2
WAITING = ("pending", "sending")


class Erasure:
    """Two steps: `person` takes a person out of the store, `strip` the words out of one of their tickets."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def person(self, person: int, names: Iterable[str], now: datetime) -> None:
        """Forget who they are, what they said and were told outside of tickets; `names` are masked in others' copies."""
        refs: set[str] = set()
        for channel, account in self._db.all(ACCOUNTS, person=person):
            there = {"channel": channel, "account": account}
            for (payload,) in self._db.all(SAID, **there):
                refs |= set(STORED.findall(payload))
                self._blank_loose(_mark(json.loads(payload)["text"]))
            for talk in FORGET_TALK:
                self._db.run(talk, **there)
            self._db.run(FORGET_PACE, key=f"{channel}:{account}")
            self._db.run(FORGET_META, prefix=f"{_escaped(f'media:{account}:')}%")
            if channel == WEB:
                refs |= {ref for (line,) in self._db.all(LINES, **there) for ref in STORED.findall(line)}
                self._db.run(FORGET_LINES, account=account)
        for name in names:
            if len(name) >= SHORTEST_NAME:
                self._mask(name)
        refs |= {ref for (media,) in self._db.all(SHOWN_MEDIA, person=person) for ref in STORED.findall(media)}
        for note, media in self._db.all(GIVEN, person=person):
            refs |= set(STORED.findall(media))
            self._blank_copies(_mark(note))
        self._db.run(FORGET_GIVEN, person=person, **NOTHING_SAID)
        for ticket, followers, version in self._db.all(JOINED, person=person):
            rest = tuple(follower for follower in followers if follower != person)
            self._db.run(UNJOIN, of_ticket=ticket, followers=rest, version=version + 1)
        for forget in FORGET_PERSON:
            self._db.run(forget, person=person)
        self._db.run(BLANK_PERSON, key=person, home="", home_words="", language="zh-CN", noticed=False)
        self._db.run(ERASED, person=person, at=now)
        self._db.run(KEEP_META, key=REWRITE_OWED, value="1")
        self._doom(refs)

    def unlink(self, channel: str, account: str, since: datetime, until: datetime) -> None:
        """Forget what an account said and was told in a span of time: nothing then leads from it to what it reported."""
        about = {"channel": channel, "account": account, "since": since}
        for row, message_id, _, received_at in self._db.all(HEARD, **about):
            if received_at <= until:
                self._forget_own_line(account, message_id)
                blank = Incoming(channel, "", account, "", EPOCH)
                self._db.run(EMPTY, key=row, payload=blank, state="tidied", ticket=0)
        for row, _, state, sent_ref, reply, _ in self._db.all(LETTERS, **about):
            if state not in WAITING:
                self._db.run(UNLINK, key=row, reply=blanked(reply), ticket=0)
                if channel == WEB and sent_ref:
                    self._forget_line(int(sent_ref))

    def unsay(self, channel: str, account: str, message_id: str) -> None:
        """Forget the words of one message, which hold what is sealed from now on (a name, a telephone number)."""
        self._forget_own_line(account, message_id)
        blank = Incoming(channel, message_id, account, "", EPOCH)
        self._db.run(UNSAY, of_channel=channel, of_message=message_id, payload=blank)

    def left(self) -> list[int]:
        """The tickets of people who asked to be forgotten, whose words are still kept."""
        return [ticket for (ticket,) in self._db.all(LEFT)]

    def strip(self, ticket: Ticket, *, even_unsent: bool = False) -> bool:
        """Leave of a ticket what nobody can be known by: kind, category, grid, dates. False while a copy waits to be sent."""
        texts = self._texts(ticket)
        letters = self._copies(ticket, texts)
        if not even_unsent and any(state in WAITING for _, _, state, _, _, _ in letters):
            return False
        refs = {ref for (media,) in self._db.all(TICKET_MEDIA, ticket=ticket.id) for ref in STORED.findall(media)}
        for row, channel, _, sent_ref, reply, raw in letters:
            refs |= set(STORED.findall(raw))
            self._db.run(REWRITE, key=row, reply=blanked(reply))
            if channel == WEB and sent_ref:
                refs |= self._forget_line(int(sent_ref))
        for channel, account in self._db.all(ACTED, ticket=ticket.id):
            refs |= self._forget_notes(channel, account, ticket, texts)
        self._db.run(STRIP_EVENTS, of_ticket=ticket.id, **NOTHING_SAID)
        for row, data in self._db.all(EVENT_DATA, ticket=ticket.id):
            if written := OWN_WORDS & data.keys():
                self._db.run(STRIP_DATA, key=row, data=data | dict.fromkeys(written, ""))
        self._db.run(STRIP_WISH, of_ticket=ticket.id, public="", who=b"")
        self._db.run(STRIP_SHOWN, of_ticket=ticket.id)
        self._db.run(STRIP_SURVEYS, of_ticket=ticket.id, comment="")
        self._db.run(STRIP_TASKS, of_ticket=ticket.id, words="", place_words="", note="")
        self._db.run(STRIP_TIMERS, of_ticket=ticket.id, error="")
        self._db.run(KEEP_META, key=REWRITE_OWED, value="1")
        self._db.run(STRIP_TICKET, of_ticket=ticket.id, **NOBODY, version=ticket.version + 1)
        self._doom(refs)
        return True

    def _texts(self, ticket: Ticket) -> set[str]:
        """Everything that was written into a ticket, as JSON holds it."""
        notes = [note for (note,) in self._db.all(TICKET_NOTES, ticket=ticket.id)]
        data = [data[key] for _, data in self._db.all(EVENT_DATA, ticket=ticket.id) for key in OWN_WORDS & data.keys()]
        return {_json(text) for text in (ticket.words, *notes, *data) if len(text.strip()) >= SHORTEST_NOTE}

    def _copies(self, ticket: Ticket, texts: set[str]) -> list[tuple[Any, ...]]:
        """Messages that told of a ticket: by its number, its buttons, its words, or a note that whoever got them wrote."""
        marks = {"ticket": ticket.id, "number": f"%{ticket.number}%", "ref": f'%/{ticket.id}"%'}
        quoted = f"%{_escaped(_mark(ticket.words) or ticket.number)}%"
        found = {row[0]: row for row in self._db.all(COPIES, **marks, words=quoted)}
        since = ticket.created_at
        for channel, account in self._db.all(ACTED, ticket=ticket.id):
            for row in self._db.all(LETTERS, channel=channel, account=account, since=since):
                if any(text in row[-1] for text in texts):
                    found[row[0]] = row
        return list(found.values())

    def _forget_notes(self, channel: str, account: str, ticket: Ticket, texts: set[str]) -> set[str]:
        """What somebody who worked on a ticket typed about it, and the form they may still have open."""
        refs: set[str] = set()
        about = {"channel": channel, "account": account, "since": ticket.created_at}
        for row, message_id, of_ticket, payload in self._db.all(TYPED, **about):
            said = _json(json.loads(payload)["text"].strip())
            if of_ticket == ticket.id or (len(said) >= SHORTEST_NOTE and any(said in text for text in texts)):
                refs |= set(STORED.findall(payload)) | self._forget_own_line(account, message_id)
                blank = Incoming(channel, "", account, "", EPOCH)
                self._db.run(EMPTY, key=row, payload=blank, state="tidied")
        for (answers,) in self._db.all(FORM, channel=channel, account=account):
            if re.search(rf'"ticket":{ticket.id}\b', answers):
                self._db.run(CLOSE_FORM, of_channel=channel, of_account=account, form="", answers={}, prompt="")
        return refs

    def unneeded(self, media: tuple[Media, ...]) -> None:
        """Files somebody took back: deleted in the night, unless something else still speaks of them."""
        self._doom({each.ref for each in media if STORED.fullmatch(each.ref)})

    def owes_rewrite(self) -> bool:
        """Whether something was forgotten since the file of the store was last made anew."""
        return bool(self._db.all(META_KEYS, prefix=REWRITE_OWED))

    def rewritten(self) -> None:
        self._db.run(FORGET_META, prefix=REWRITE_OWED)

    def doomed(self) -> list[str]:
        """Files to be deleted from the disk; they are remembered until `gone` says that they are."""
        return [key.removeprefix(DOOMED) for (key,) in self._db.all(META_KEYS, prefix=f"{DOOMED}%")]

    def gone(self, ref: str) -> None:
        self._db.run(FORGET_META, prefix=f"{DOOMED}{ref}")

    def _blank_loose(self, mark: str) -> None:
        """Messages to others that quote somebody outside of any ticket (a message that was set aside)."""
        if mark:
            for row, reply in self._db.all(LOOSE, words=f"%{_escaped(mark)}%"):
                self._db.run(REWRITE, key=row, reply=blanked(reply))

    def _blank_copies(self, mark: str) -> None:
        """Messages to others that quote what somebody said in a ticket of others."""
        if mark:
            for row, reply in self._db.all(QUOTING, words=f"%{_escaped(mark)}%"):
                self._db.run(REWRITE, key=row, reply=blanked(reply))

    def _mask(self, name: str) -> None:
        """A name in what others were told becomes a dash; the messages stay, and so do their buttons."""
        for statement in MASKS:
            self._db.run(statement, name=name, instead=BLANK, like=f"%{_escaped(name)}%")

    def _forget_line(self, row: int) -> set[str]:
        found = self._db.value(LINE, key=row)
        self._db.run(FORGET_LINE, key=row)
        return set(STORED.findall(found or ""))

    def _forget_own_line(self, account: str, message_id: str) -> set[str]:
        rows = self._db.all(OWN_LINES, account=account, source=f'%"source":"{_escaped(message_id)}"%')
        return {ref for (row,) in rows for ref in self._forget_line(row)}

    def _doom(self, refs: set[str]) -> None:
        """Files of which no other copy speaks; whoever was shown one may not see it any more."""
        for ref in refs:
            if not any(self._db.all(statement, like=f"%{ref}%") for statement in SPEAKS_OF):
                self._db.run(FORGET_META, prefix=f"media:%:{ref}")
                self._db.run(KEEP_META, key=f"{DOOMED}{ref}", value="1")


def blanked(reply: Reply) -> Reply:
    """The message without anything it told; its buttons still mean what they meant."""
    choices = tuple(Choice(each.id, _without_words(each.label)) for each in reply.choices)
    return replace(reply, text=_without_words(reply.text), choices=choices, media=(), point=None)


def _without_words(text: Words) -> Words:
    return Words(text.key, dict.fromkeys(text.args, BLANK))


def _mark(said: str) -> str:
    """The beginning of somebody's words as it stands in any copy of them; "" when anybody may have written it."""
    line = re.split(r'[\x00-\x1f"\\]', said.strip())[0]
    return line[:MARK] if len(line) >= MARK else ""


def _json(text: str) -> str:
    """A text as it stands inside JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _escaped(text: str) -> str:
    """Words for LIKE, with its wildcards taken literally."""
    return re.sub(r"([!%_])", r"!\1", text)


def _like(column: Any, name: str) -> Any:
    return type_coerce(column, Text).like(P(name, type_=Text), escape="!")


_ended = outbox.c.state.not_in(words("pending", "sending"))
_theirs: tuple[Any, Any] = (P("channel"), P("account"))
ACCOUNTS = select(accounts.c.channel, accounts.c.account).where(accounts.c.person == P("person"))
SAID = select(type_coerce(inbox.c.payload, Text)).where(inbox.c.channel == _theirs[0], inbox.c.account == _theirs[1])
FORGET_TALK = [
    delete(table).where(table.c.channel == _theirs[0], table.c.account == _theirs[1])
    for table in (inbox, outbox, conversations, guesses)
]
FORGET_PACE = delete(rates).where(rates.c.key == P("key"))
FORGET_META = delete(meta).where(_like(meta.c.key, "prefix"))
LINES = select(type_coerce(transcript.c.message, Text)).where(transcript.c.account == P("account"))
FORGET_LINES = delete(transcript).where(transcript.c.account == P("account"))
SHOWN_MEDIA = select(type_coerce(publications.c.media, Text)).where(publications.c.person == P("person"))
_for_others = events.c.party.in_(words(Party.VOLUNTEER, Party.CLAIMANT, Party.FOLLOWER))
GIVEN = select(events.c.note, type_coerce(events.c.media, Text)).where(events.c.by == P("person"), _for_others)
FORGET_GIVEN = update(events).where(events.c.by == P("person"), _for_others)
JOINED = (
    select(tickets.c.id, tickets.c.followers, tickets.c.version)
    .join(follows, follows.c.ticket == tickets.c.id)
    .where(follows.c.person == P("person"))
)
UNJOIN = update(tickets).where(tickets.c.id == P("of_ticket"))
OF_DRAFTS = (
    "draft_reminder",
    "draft_file",
    "emergency_silence",
    "enquiry_reminder",
    "enquiry_file",
)  # their subject is a person, not a ticket
FORGET_PERSON = [
    *(
        delete(table).where(table.c.person == P("person"))
        for table in (
            *(sealed, invites, accounts, posts, follows, verdicts, bundled, pushes, passes),
            *(publications, points, clearances, enquiries, own_codes),
        )
    ),
    delete(timers).where(timers.c.subject == P("person"), timers.c.kind.in_(words(*OF_DRAFTS))),
]
BLANK_PERSON = update(people).where(people.c.id == P("key"))
ERASED = insert_new(erasures, "person")
LEFT = select(tickets.c.id).join(erasures, erasures.c.person == tickets.c.reporter).order_by(tickets.c.id)
QUOTING = select(outbox.c.id, outbox.c.reply).where(_ended, _like(outbox.c.reply, "words"))
LOOSE = select(outbox.c.id, outbox.c.reply).where(outbox.c.ticket == 0, _ended, _like(outbox.c.reply, "words"))
_COPY = (
    outbox.c.id,
    outbox.c.channel,
    outbox.c.state,
    outbox.c.sent_ref,
    outbox.c.reply,
    type_coerce(outbox.c.reply, Text).label("raw"),
)
COPIES = select(*_COPY).where(
    (outbox.c.ticket == P("ticket"))
    | _like(outbox.c.reply, "number")
    | _like(outbox.c.reply, "ref")
    | _like(outbox.c.reply, "words")
)
LETTERS = select(*_COPY).where(
    outbox.c.channel == _theirs[0], outbox.c.account == _theirs[1], outbox.c.created_at >= P("since")
)
REWRITE = update(outbox).where(outbox.c.id == P("key"))
TICKET_MEDIA = (
    select(type_coerce(tickets.c.media, Text))
    .where(tickets.c.id == P("ticket"))
    .union_all(select(type_coerce(events.c.media, Text)).where(events.c.ticket == P("ticket")))
)
TICKET_NOTES = (
    select(events.c.note)
    .where(events.c.ticket == P("ticket"))
    .union_all(select(surveys.c.comment).where(surveys.c.ticket == P("ticket")))
)
_actors = select(events.c.by).where(events.c.ticket == P("ticket"))
ACTED = select(accounts.c.channel, accounts.c.account).where(accounts.c.person.in_(_actors))
TYPED = select(inbox.c.id, inbox.c.message_id, inbox.c.ticket, type_coerce(inbox.c.payload, Text)).where(
    inbox.c.channel == _theirs[0], inbox.c.account == _theirs[1], inbox.c.received_at >= P("since")
)
HEARD = select(inbox.c.id, inbox.c.message_id, inbox.c.ticket, inbox.c.received_at).where(
    inbox.c.channel == _theirs[0], inbox.c.account == _theirs[1], inbox.c.received_at >= P("since")
)
UNLINK = update(outbox).where(outbox.c.id == P("key"))
EMPTY = update(inbox).where(inbox.c.id == P("key"))
UNSAY = update(inbox).where(inbox.c.channel == P("of_channel"), inbox.c.message_id == P("of_message"))
FORM = select(type_coerce(conversations.c.answers, Text)).where(
    conversations.c.channel == _theirs[0], conversations.c.account == _theirs[1]
)
CLOSE_FORM = update(conversations).where(
    conversations.c.channel == P("of_channel"), conversations.c.account == P("of_account")
)
OWN_LINES = select(transcript.c.id).where(transcript.c.account == P("account"), _like(transcript.c.message, "source"))
LINE = select(type_coerce(transcript.c.message, Text)).where(transcript.c.id == P("key"))
FORGET_LINE = delete(transcript).where(transcript.c.id == P("key"))
STRIP_EVENTS = update(events).where(events.c.ticket == P("of_ticket"))
EVENT_DATA = select(events.c.id, events.c.data).where(events.c.ticket == P("ticket"))
STRIP_DATA = update(events).where(events.c.id == P("key"))
STRIP_WISH = update(wishes).where(wishes.c.ticket == P("of_ticket"))
STRIP_SHOWN = delete(publications).where(publications.c.ticket == P("of_ticket"))
STRIP_SURVEYS = update(surveys).where(surveys.c.ticket == P("of_ticket"))
STRIP_TASKS = update(tasks).where(tasks.c.ticket == P("of_ticket"))
STRIP_TIMERS = update(timers).where(timers.c.subject == P("of_ticket"), timers.c.kind.not_in(words(*OF_DRAFTS)))
STRIP_TICKET = update(tickets).where(tickets.c.id == P("of_ticket"))
NOTHING_SAID: dict[str, Any] = {"note": "", "media": ()}
NOBODY: dict[str, Any] = {"words": "", "place": "", "place_words": "", "point": None, "media": (), "reporter": 0}
MASKS = [
    update(table)
    .where(_like(column, "like"))
    .values({column: func.replace(type_coerce(column, Text), P("name", type_=Text), P("instead", type_=Text))})
    for table, column in ((outbox, outbox.c.reply), (transcript, transcript.c.message), (meta, meta.c.value))
]
SPEAKS_OF = [
    select(column).where(_like(column, "like")).limit(1)
    for column in (
        tickets.c.media,
        events.c.media,
        publications.c.media,
        inbox.c.payload,
        outbox.c.reply,
        transcript.c.message,
        conversations.c.answers,
        meta.c.value,
    )
]
KEEP_META = insert_new(meta, "key")
META_KEYS = select(meta.c.key).where(_like(meta.c.key, "prefix"))
