"""What a plain bot writes for one ticket: the rows ours writes, with aiosqlite, an await for each, a commit an update."""

from __future__ import annotations

import time
from pathlib import Path

import aiosqlite

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE seen (id INTEGER PRIMARY KEY, chat INTEGER, text TEXT, at REAL);
CREATE TABLE drafts (chat INTEGER PRIMARY KEY, text TEXT, category TEXT, place TEXT);
CREATE TABLE numbers (day TEXT PRIMARY KEY, last INTEGER);
CREATE TABLE tickets (id INTEGER PRIMARY KEY, number TEXT UNIQUE, chat INTEGER, text TEXT, category TEXT, place TEXT,
    status TEXT, worker INTEGER, created_at REAL, due_at REAL);
CREATE INDEX tickets_chat ON tickets (chat, id);
CREATE INDEX tickets_worker ON tickets (worker, due_at);
CREATE TABLE events (id INTEGER PRIMARY KEY, ticket INTEGER, action TEXT, at REAL);
CREATE INDEX events_ticket ON events (ticket, id);
CREATE TABLE timers (key TEXT PRIMARY KEY, ticket INTEGER, due_at REAL);
CREATE INDEX timers_due ON timers (due_at);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, chat INTEGER, text TEXT, sent INTEGER DEFAULT 0);
CREATE TABLE counters (day TEXT, place TEXT, category TEXT, new INTEGER, PRIMARY KEY (day, place, category));
"""
KEYWORDS = {"路灯": "路灯照明", "垃圾": "环境卫生", "下水道": "排水", "停车": "停车", "噪音": "噪声"}
PLACES = ("榕树里小区", "椰风雅苑", "渔港新村")
DAY = "261123"
WAIT = {"accept": 4 * 3600, "soon": 4 * 86400, "late": 5 * 86400, "later": 6 * 86400}


def moment() -> float:
    return time.time()  # noqa: TID251 — a plain bot reads the clock


async def opened(path: str) -> aiosqlite.Connection:
    db = await aiosqlite.connect(path)
    if not Path(path).stat().st_size:  # noqa: ASYNC240 — once, at the start
        await db.executescript(SCHEMA)
    return db


async def heard(db: aiosqlite.Connection, update: int, chat: int, text: str) -> tuple[str, int]:
    """Keep a message as a draft; the words of the card, and its row in the outbox."""
    category = next((name for word, name in KEYWORDS.items() if word in text), "其他")
    place = next((name for name in PLACES if name in text), "")
    await db.execute("INSERT INTO seen VALUES (?, ?, ?, ?)", (update, chat, text, moment()))
    await db.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", (chat, text, category, place))
    card = f"请核对：\n{category}\n{place}\n{text}"
    letter = await db.execute("INSERT INTO outbox (chat, text) VALUES (?, ?)", (chat, card))
    await db.commit()
    return card, letter.lastrowid or 0


async def confirmed(db: aiosqlite.Connection, update: int, chat: int) -> tuple[str, int]:
    """File the draft; the words of the confirmation, and its row in the outbox."""
    now = moment()
    await db.execute("INSERT INTO seen VALUES (?, ?, ?, ?)", (update, chat, "确认", now))
    ((text, category, place),) = await db.execute_fetchall(
        "SELECT text, category, place FROM drafts WHERE chat = ?", (chat,)
    )
    # read to its end at once: another handler's commit fails while a statement of this connection is open
    ((last,),) = await db.execute_fetchall(
        "INSERT INTO numbers VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last", (DAY,)
    )
    number = f"{DAY}-{last:04d}"
    ticket = await db.execute(
        "INSERT INTO tickets (number, chat, text, category, place, status, worker, created_at, due_at) "
        "VALUES (?, ?, ?, ?, ?, 'assigned', 1, ?, ?)",
        (number, chat, text, category, place, now, now + 5 * 86400),
    )
    await db.execute("INSERT INTO events (ticket, action, at) VALUES (?, 'file', ?)", (ticket.lastrowid, now))
    for kind, wait in WAIT.items():
        await db.execute(
            "INSERT INTO timers VALUES (?, ?, ?)", (f"{kind}:{ticket.lastrowid}", ticket.lastrowid, now + wait)
        )
    await db.execute(
        "INSERT INTO counters VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET new = new + 1", (DAY, place, category)
    )
    await db.execute("DELETE FROM drafts WHERE chat = ?", (chat,))
    words = f"登记好了，编号 {number}，网格员 5 个工作日内办理"
    letter = await db.execute("INSERT INTO outbox (chat, text) VALUES (?, ?)", (chat, words))
    await db.execute("INSERT INTO outbox (chat, text) VALUES (?, ?)", (1, f"新工单 {number}：{text}"))
    await db.commit()
    return words, letter.lastrowid or 0


async def sent(db: aiosqlite.Connection, letter: int) -> None:
    await db.execute("UPDATE outbox SET sent = 1 WHERE id = ?", (letter,))
    await db.commit()
