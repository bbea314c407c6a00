"""All tables, a sentence each. Times are UTC; people are numbers; sealed columns hold encrypted bytes."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from domain.direct import To
from domain.knowledge import Outcome
from domain.measures import MEASURES
from domain.mediation import Stage
from domain.messages import Incoming, Media, Point, Reply
from domain.people import Role
from domain.points import Deed
from domain.publication import Showing
from domain.task import TaskKind, TaskStatus
from domain.ticket import Action, Party, Request, ReturnTo, Status, Urgency
from storage.types import BigId, Json, Shape, UtcTime, Word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=False)


# Somebody the bot knows; who they are by name is in `sealed`.
people = Table(
    "people",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("home", Text, nullable=False, default=""),
    Column("home_words", Text, nullable=False, default=""),
    Column("language", Text, nullable=False, default="zh-CN"),
    _flag("noticed"),
    Column("created_at", UtcTime, nullable=False),
)

# Names, telephone numbers and other personal fields, each encrypted and bound to its row.
sealed = Table(
    "sealed",
    metadata,
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("field", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    PrimaryKeyConstraint("person", "field"),
)

# Every look at a sealed field.
views = Table(
    "views",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("viewer", BigId, nullable=False),
    Column("person", BigId, nullable=False),
    Column("field", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)

# What operators did to the whole: exports, imports, another configuration.
acts = Table(
    "acts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

# The chain over events, views and acts: each seal covers what came since the one before it, and that one.
seals = Table(
    "seals",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("previous", Text, nullable=False, unique=True),
    Column("events", BigId, nullable=False),
    Column("views", BigId, nullable=False),
    Column("acts", BigId, nullable=False),
    Column("hash", Text, nullable=False),
    Column("form", Integer, nullable=False, server_default="1"),
)

# One person's presence on one channel; `address` is where messages to them go.
accounts = Table(
    "accounts",
    metadata,
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("address", Text, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    _flag("unreachable"),
    PrimaryKeyConstraint("channel", "account"),
    Index(None, "person", "seen_at"),
    Index(None, "channel", "address"),
)

# Who asked to be forgotten, and when: what they wrote into tickets goes when nothing speaks for keeping it.
erasures = Table(
    "erasures",
    metadata,
    Column("person", BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
)

# Who does what for which area.
posts = Table(
    "posts",
    metadata,
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("role", Word(Role), nullable=False),
    Column("scope", Text, nullable=False),
    _flag("part_time"),
    PrimaryKeyConstraint("person", "role", "scope"),
    Index(None, "scope", "role"),
)

# One-time invitations, kept as hashes; the roles are fixed by whoever issued them.
invites = Table(
    "invites",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

# Named places, from the city down to a landmark.
areas = Table(
    "areas",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", Text, nullable=False, default=""),
    Column("aliases", Shape(tuple[str, ...]), nullable=False),
)

# The grids of the communities, and in `covers` (as staff wrote it) the buildings each answers for.
grids = Table(
    "grids",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("community", Text, nullable=False),
    Column("households", Integer, nullable=False, default=0),
    Column("covers", Text, nullable=False, default=""),
    Index(None, "community"),
)

# Offices and companies that do what a grid cannot, and the area each serves.
units = Table(
    "units",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("phone", Text, nullable=False, default=""),
    Column("hours", Text, nullable=False, default=""),
)

# Parts of the town that are no division (片区), and the codes of the grids, communities or districts in each.
zones = Table(
    "zones",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
)
zone_areas = Table(
    "zone_areas",
    metadata,
    Column("zone", Text, ForeignKey("zones.code"), nullable=False),
    Column("area", Text, nullable=False),
    PrimaryKeyConstraint("zone", "area"),
)

# Office hours of units and areas ("" the house), by weekdays and season, as staff wrote the periods ("08:30-12:00 15:00-18:00").
office_hours = Table(
    "office_hours",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("scope", Text, nullable=False),
    Column("days", Text, nullable=False),
    Column("periods", Text, nullable=False),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
)

# The direct-dispatch table (直派表), as imported, row by row.
directs = Table(
    "directs",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("what", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("to", Word(To), nullable=False),
    Column("unit", Text, nullable=False),
    Column("copies", Shape(tuple[str, ...]), nullable=False),
)

# The admission list (准入清单): what may not be given to grids or communities, and what may for a while.
admissions = Table(
    "admissions",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("what", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("level", Word(To), nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("until", Text, nullable=False),
    Column("basis", Text, nullable=False),
)

# Who is on duty for a unit or an area, on a date or on weekdays.
shifts = Table(
    "shifts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("days", Text, nullable=False),
    Column("start", Text, nullable=False),
    Column("end", Text, nullable=False),
    Index(None, "scope"),
)

# Who is away, from when until when, and who stands in.
leaves = Table(
    "leaves",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("start", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
    Column("stand_in", BigId, nullable=False),
    Index(None, "person", "until"),
)

# Requests and micro-wishes.
tickets = Table(
    "tickets",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("status", Word(Status), nullable=False),
    Column("category", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("urgency", Word(Urgency), nullable=False),
    Column("ledger", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("place_words", Text, nullable=False),
    Column("grid", Text, nullable=False),
    Column("community", Text, nullable=False),
    Column("reporter", BigId, nullable=False),
    Column("source", Text, nullable=False),
    Column("assignee", BigId, nullable=False),
    Column("claimant", BigId, nullable=False),
    Column("hops", Integer, nullable=False),
    Column("episode", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("due_at", UtcTime),
    Column("provisional", Boolean, nullable=False),
    Column("resolved_at", UtcTime),
    Column("closed_at", UtcTime),
    Column("reopen_until", UtcTime),
    Column("retract_until", UtcTime),
    Column("media", Shape(tuple[Media, ...]), nullable=False),
    Column("point", Shape(Point | None)),
    Column("version", Integer, nullable=False),
    Column("followers", Shape(tuple[int, ...]), nullable=False, server_default="[]"),
    Column("merged_into", BigId, nullable=False, server_default="0"),
    Column("request", Word(Request), nullable=False, server_default=""),
    Column("request_until", UtcTime),
    Column("extensions", Integer, nullable=False, server_default="0"),
    Column("parked_until", UtcTime),
    Column("storm", BigId, nullable=False, server_default="0"),
    Column("recused", Shape(tuple[int, ...]), nullable=False, server_default="[]"),
    Column("result", Text, nullable=False, server_default=""),
    Column("author", BigId, nullable=False, server_default="0"),
    Column("unit", Text, nullable=False, server_default=""),
    Column("return_to", Word(ReturnTo), nullable=False, server_default="above"),
    Column("return_until", UtcTime),
    Column("first", BigId, nullable=False, server_default="0"),
    Column("excluded", Text, nullable=False, server_default=""),
    Column("proxy", BigId, nullable=False, server_default="0"),
    Column("channel", Text, nullable=False, server_default=""),
    Column("called_back", Boolean, nullable=False, server_default=text("true")),
    Column("clock", Text, nullable=False, server_default=""),
    Column("rush", Integer, nullable=False, server_default="0"),
    Index("ix_tickets_reporter", "reporter", "id"),
    Index(
        "ix_tickets_live",
        "assignee",
        "due_at",
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index(
        "ix_tickets_area",
        "community",
        "grid",
        "unit",
        "due_at",
        "status",
        "kind",
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index(
        "ix_tickets_due",
        "due_at",
        "community",
        "grid",
        "status",
        "kind",
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index(
        "ix_tickets_wishes",
        "status",
        "id",
        sqlite_where=text("kind = 'wish'"),
        postgresql_where=text("kind = 'wish'"),
    ),
    Index(
        "ix_tickets_claimant",
        "claimant",
        sqlite_where=text("claimant <> 0"),
        postgresql_where=text("claimant <> 0"),
    ),
    Index(
        "ix_tickets_rush",
        "created_at",
        sqlite_where=text("rush > 0 AND closed_at IS NULL"),
        postgresql_where=text("rush > 0 AND closed_at IS NULL"),
    ),
    Index("ix_tickets_created", "created_at"),
    Index("ix_tickets_topic", "community", "matter", "created_at"),
    Index(
        "ix_tickets_review",
        "community",
        sqlite_where=text("status = 'reviewing'"),
        postgresql_where=text("status = 'reviewing'"),
    ),
)

# What units do for a ticket beside whoever leads it: assisting (协办), or called to a spot (吹哨).
tasks = Table(
    "tasks",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("ticket", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("kind", Word(TaskKind), nullable=False),
    Column("scope", Text, nullable=False),
    Column("person", BigId, nullable=False),
    Column("words", Text, nullable=False),
    Column("by", BigId, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("status", Word(TaskStatus), nullable=False),
    Column("place_words", Text, nullable=False),
    Column("at", UtcTime),
    Column("note", Text, nullable=False),
    Index(None, "ticket"),
    Index(None, "person"),
)

# What happened to a ticket, in order; never changed.
events = Table(
    "events",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("ticket", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("action", Word(Action), nullable=False),
    Column("by", BigId, nullable=False),
    Column("party", Word(Party), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("before", Word(Status)),
    Column("after", Word(Status), nullable=False),
    Column("note", Text, nullable=False),
    Column("media", Shape(tuple[Media, ...]), nullable=False),
    Column("data", Json, nullable=False),
    Column("day", Text, nullable=False, server_default=""),  # whose digest tells of it: YYYY-MM-DD
    Index(None, "ticket", "id"),
    Index(None, "at"),
)

# How often what happened, by period, topic and area: sums of what the events tell (storage/counters.py).
counters = Table(
    "counters",
    metadata,
    Column("period", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("area", Text, nullable=False),
    *(Column(measure, Integer, nullable=False, server_default="0") for measure in MEASURES),
    PrimaryKeyConstraint("period", "topic", "area"),
)

# What the call-back asked and heard: one row for each handled episode.
surveys = Table(
    "surveys",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("episode", Integer, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("answered_at", UtcTime),
    Column("solved", Boolean),
    Column("satisfied", Text, nullable=False, default=""),
    Column("comment", Text, nullable=False, default=""),
    PrimaryKeyConstraint("ticket", "episode"),
    Index(None, "asked_at"),
)

# Who joined whose ticket (我也遇到了); `merged` is the ticket they came with when somebody above put the two together.
follows = Table(
    "follows",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("merged", BigId, nullable=False),
    PrimaryKeyConstraint("ticket", "person"),
    Index(None, "person"),
)

# Which hot topics (one matter of one area) supervisors were told of, and when last.
topics = Table(
    "topics",
    metadata,
    Column("area", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("told_at", UtcTime, nullable=False),
    Column("people", Integer, nullable=False),
    PrimaryKeyConstraint("area", "matter"),
)

# Which tickets belong to which campaign.
tags = Table(
    "tags",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("tag", Text, nullable=False),
    PrimaryKeyConstraint("ticket", "tag"),
    Index(None, "tag"),
)

# Which results may be shown to everybody, with the consent of whose they are; taken back, the row is gone.
publications = Table(
    "publications",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("state", Word(Showing), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("words", Text, nullable=False),
    Column("thanks", Text, nullable=False),
    Column("media", Shape(tuple[Media, ...]), nullable=False),
    Column("reader", BigId, nullable=False),
    Index(None, "person"),
    Index(None, "state", "at"),
)

# The ledger of volunteers' points: lines are added, never changed.
points = Table(
    "points",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("ticket", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("deed", Word(Deed), nullable=False),
    Column("points", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", BigId, nullable=False),
    Column("note", Text, nullable=False),
    Index(None, "person", "id"),
    Index(None, "ticket"),
)

# What wishes keep beside their tickets: when help is wanted, a guardian's consent, the line for volunteers. `who` is sealed.
wishes = Table(
    "wishes",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("slot", Text, nullable=False),
    Column("guardian", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("consented_at", UtcTime),
    Column("by", BigId, nullable=False),
    Column("public", Text, nullable=False),
    Column("who", LargeBinary, nullable=False),
)

# Volunteers whom staff have checked (背景核查), and until when.
clearances = Table(
    "clearances",
    metadata,
    Column("person", BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
    Column("by", BigId, nullable=False),
)

# Visits of workers to households; `who` was met is encrypted.
visits = Table(
    "visits",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("worker", BigId, ForeignKey("people.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("grid", Text, nullable=False),
    Column("household", Text, nullable=False),
    Column("place_words", Text, nullable=False),
    Column("met", Boolean, nullable=False),
    Column("who", LargeBinary, nullable=False),
    Column("need", Text, nullable=False),
    Column("ledger", Text, nullable=False),
    Column("ticket", BigId, nullable=False),
    Column("next_at", UtcTime),
    Index(None, "worker", "at"),
    Index(None, "at"),
)

# What each of those who joined answered to the call-back of one episode.
verdicts = Table(
    "verdicts",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("episode", Integer, nullable=False),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("answered_at", UtcTime),
    Column("solved", Boolean),
    Column("satisfied", Text, nullable=False, default=""),
    Column("comment", Text, nullable=False, default=""),
    PrimaryKeyConstraint("ticket", "episode", "person"),
)

# The knowledge base: prepared answers, as imported and corrected.
knowledge = Table(
    "knowledge",
    metadata,
    Column("code", Text, primary_key=True),
    Column("questions", Shape(tuple[str, ...]), nullable=False),
    Column("answer", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("tags", Shape(tuple[str, ...]), nullable=False),
    Column("updated", Text, nullable=False),
    Column("warned", Text, nullable=False),
)

# What residents asked, which entries were offered and read, and what became of it.
enquiries = Table(
    "enquiries",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("words", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("offered", Shape(tuple[str, ...]), nullable=False),
    Column("shown", Shape(tuple[str, ...]), nullable=False),
    Column("outcome", Word(Outcome), nullable=False),
    Column("ticket", BigId, nullable=False),
    Index(None, "at"),
    Index(None, "person"),
)

# How often each entry was shown in a month, solved it, and did not.
knowledge_uses = Table(
    "knowledge_uses",
    metadata,
    Column("month", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("solved", Integer, nullable=False),
    Column("unsolved", Integer, nullable=False),
    PrimaryKeyConstraint("month", "code"),
)

# Mediations: who is a side (people's numbers), where it stands; what it is about is in `mediation_secrets`.
mediations = Table(
    "mediations",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("asker", BigId, nullable=False),
    Column("area", Text, nullable=False),
    Column("mediator", BigId, nullable=False),
    Column("other", BigId, nullable=False),
    Column("stage", Word(Stage), nullable=False),
    Column("yes", Shape(tuple[str, ...]), nullable=False),
    Column("recused", Shape(tuple[int, ...]), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("at", UtcTime),
    Column("consented_at", UtcTime),
    Column("agreed_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("version", Integer, nullable=False),
    Column("invite", Text, nullable=False),
    Index(None, "asker"),
    Index(None, "other"),
    Index(None, "mediator"),
    Index(None, "created_at"),
    Index(None, "invite"),
)

# Names, matter, place and agreement of a mediation, each encrypted and bound to its row.
mediation_secrets = Table(
    "mediation_secrets",
    metadata,
    Column("mediation", BigId, ForeignKey("mediations.id"), nullable=False),
    Column("field", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    PrimaryKeyConstraint("mediation", "field"),
)

# Where somebody is in a form: the answers are the state.
conversations = Table(
    "conversations",
    metadata,
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("form", Text, nullable=False, default=""),
    Column("answers", Json, nullable=False),
    Column("prompt", Text, nullable=False, default=""),
    Column("menu", Text, nullable=False, default=""),
    Column("album", Text, nullable=False, default=""),
    Column("updated_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("channel", "account"),
)

# Every message as it came in, before the platform was told that we have it.
inbox = Table(
    "inbox",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("payload", Shape(Incoming), nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("ticket", BigId, nullable=False),
    UniqueConstraint("channel", "message_id"),
    Index(
        "ix_inbox_open",
        "channel",
        "account",
        "id",
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    ),
    Index("ix_inbox_since", "received_at", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
    Index("ix_inbox_ref", "channel", "ref"),
    Index("ix_inbox_account", "channel", "account", "id"),
)

# Every message to be sent: intent first, then the fate of it.
outbox = Table(
    "outbox",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("reply", Shape(Reply), nullable=False),
    Column("card", Text, nullable=False),
    Column("ticket", BigId, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("not_before", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("ambiguous", Integer, nullable=False),
    Column("sent_ref", Text, nullable=False),
    Column("sent_at", UtcTime),
    Column("error", Text, nullable=False),
    Column("claim", Text, nullable=False, server_default=""),  # who sends it: while it is sent, until `not_before`
    Index(
        "ix_outbox_sending",
        "not_before",
        sqlite_where=text("state = 'sending'"),
        postgresql_where=text("state = 'sending'"),
    ),
    Index(
        "ix_outbox_chat",
        "channel",
        "address",
        "id",
        sqlite_where=text("state IN ('pending','sending')"),
        postgresql_where=text("state IN ('pending','sending')"),
    ),
    Index(
        "ix_outbox_pick",
        "lane",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_outbox_expires",
        "expires_at",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_outbox_wakes",
        "not_before",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index("ix_outbox_account", "channel", "account", "id"),
    Index(
        "ix_outbox_card",
        "channel",
        "address",
        "card",
        sqlite_where=text("card <> ''"),
        postgresql_where=text("card <> ''"),
    ),
    Index(
        "ix_outbox_failed",
        "created_at",
        sqlite_where=text("state IN ('dead', 'unknown')"),
        postgresql_where=text("state IN ('dead', 'unknown')"),
    ),
)

# Things to do at a time, each once.
timers = Table(
    "timers",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("subject", BigId, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("data", Json, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Index(
        "ix_timers_due", "due_at", sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'")
    ),
    Index(
        "ix_timers_subject",
        "subject",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
)

# The codes by which whoever reported something confidential reads the answer, as keyed hashes.
retrievals = Table(
    "retrievals",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("mark", LargeBinary, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", UtcTime),
)

# Who guesses at retrieval codes, account by account.
guesses = Table(
    "guesses",
    metadata,
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("locked_until", UtcTime),
    PrimaryKeyConstraint("channel", "account"),
)

# How a ticket came in when nobody said it in a chat: on paper, through staff, from another system with its number.
origins = Table(
    "origins",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("line", Text, nullable=False),
    Column("external", Text, nullable=False),
    Column("written", Text, nullable=False),
    Column("box", Text, nullable=False),
    Column("contact", BigId, nullable=False),
    Index(
        "uq_origins_external",
        "line",
        "external",
        unique=True,
        sqlite_where=text("external <> ''"),
        postgresql_where=text("external <> ''"),
    ),
)

# The code somebody shows to staff who file something for them (我的码); it is good for minutes.
own_codes = Table(
    "own_codes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

# Storm mode: an area (and some matters, or all) where tickets are answered within minutes, until it ends.
storms = Table(
    "storms",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("matters", Shape(tuple[str, ...]), nullable=False),
    Column("by", BigId, nullable=False),
    Column("began_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index(
        "ix_storms_open", "ends_at", sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")
    ),
)

# What members of staff are told in their next list instead of one by one.
bundled = Table(
    "bundled",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person", BigId, nullable=False),
    Column("ticket", BigId, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "person", "id"),
)

# How many pushes somebody of the staff had on a day.
pushes = Table(
    "pushes",
    metadata,
    Column("day", Text, nullable=False),
    Column("person", BigId, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("day", "person"),
)

# When the next message may go: one row for each token, one for each chat (the generic cell rate of a token bucket).
rates = Table(
    "rates",
    metadata,
    Column("key", Text, primary_key=True),
    Column("next_at", UtcTime, nullable=False),
)

# The last number given on each day.
numbers = Table(
    "numbers",
    metadata,
    Column("day", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

# Alerts of emergencies: who of the staff was told, how far it went, and who said 收到; one for a ticket.
alerts = Table(
    "alerts",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("wave", Integer, nullable=False),
    Column("told", Shape(tuple[int, ...]), nullable=False),
    Column("raised_at", UtcTime, nullable=False),
    Column("day", Text, nullable=False),
    Column("received_by", BigId, nullable=False),
    Column("received_at", UtcTime),
    Index(None, "day"),
)

# Passes to pages: hashes of a code (good once) and of the visit it opened ("" before).
passes = Table(
    "passes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("visit", Text, nullable=False),
    Column("person", BigId, ForeignKey("people.id"), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "visit"),
)

# Groups bound to a grid or a building, and the danger last spoken of in each.
groups = Table(
    "groups",
    metadata,
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("by", BigId, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("danger", Text, nullable=False),
    Column("danger_at", UtcTime),
    PrimaryKeyConstraint("channel", "chat"),
)

# Single values: the offset of a poll, the version of the places.
meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# Files people sent, by the hash of their content; the bytes lie beside the database.
files = Table(
    "files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

# The web chat as its users see it, in words: for this channel we are the platform and must remember.
transcript = Table(
    "transcript",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("account", Text, nullable=False),
    Column("mine", Boolean, nullable=False),
    Column("message", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "account", "id"),
    sqlite_autoincrement=True,  # an open page asks for what is after the last number it saw: none is used twice
)
