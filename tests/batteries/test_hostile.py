"""S4. What people send to do harm is taken for what it is: words, pictures, tables; answered clearly, and nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import random
import struct
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from batteries.planted import WebPerson, photo
from openpyxl import Workbook, load_workbook
from PIL import Image, PngImagePlugin
from town import Town

from bot.channels.telegram.parse import parse as parse_update
from bot.channels.web.parse import BadMessage
from bot.channels.web.parse import parse as parse_post
from bot.exports import EXPORTS, FORMULA, as_csv, as_xlsx
from bot.files import BadFile, FileStore
from bot.imports import read_areas, read_grids, read_people
from bot.site import pages
from domain.errors import ImportFileError
from domain.messages import MediaKind, printable
from domain.people import Role

pytestmark = pytest.mark.battery
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PLACE = "榕树里小区3栋楼下路灯坏了"
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
TEXTS = (
    "\u202e\u2066\u2067\u2068\u202d坏\u2069",  # bidirectional overrides and isolates
    "\u200b\u200c\u200d\u2060\ufeff\u00ad",  # zero width
    "".join(chr(0xE0000 + ord(c)) for c in "hidden"),  # tag characters
    "z\u0301\u0316" * 3 + "\u0301\u0316" * 900,  # zalgo
    "\u0b95\u0bcd" * 300 + "\U0001f468\u200d\U0001f469" * 100,
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "*粗* _斜_ `码` [点我](tg://user?id=1) ||隐|| ~~删~~ > 引",
    "<b>b</b><a href='javascript:alert(1)'>x</a>&lt;&#x3c;",
    "javascript:alert(1) data:text/html,<script> vbscript:x file:///etc/passwd",
    "{ $number } { status-closed } {{ 7*7 }} ${7*7} #{7} %s %n %(x)s {0.__class__}",
    "'; DROP TABLE tickets; -- \" OR 1=1 /* */ \\x00 \\",
    '=HYPERLINK("http://evil","点") +1 -1 @SUM(A1) \t=1 ＝1＋1',
    "../../../../etc/passwd ..\\..\\windows %2e%2e%2f \x00",
    "\x010\x01 \x0199\x01 \x00",  # marks of our own texts
    "\ud83d half \udc00",  # halves of surrogate pairs
    "\ufdfa" * 300 + "ﷺ" * 300,  # grows eighteenfold when normalised
    "\u2028\u2029\x85\x0b\x0c\r\r\n",
    "٣٤٥ १२३ １２３ ⅷ ㊿ ⁹",
    "A" * 5000,
    "，。" * 1500,
)


def shown(town: Town) -> list[str]:
    """Everything that stands in front of anybody: texts, buttons, captions."""
    return [
        text for chat in town.stub.chats.values() for bubble in chat.received for text in (bubble.text, *bubble.labels)
    ]


async def test_hostile_words_are_words_wherever_they_are_said(our_town: Town) -> None:
    """As a request, an answer, a note, a rating, a name, an edit: everybody is answered, nobody sees more than words."""
    town = our_town
    worker, supervisor = await town.staff(), await town.staff(Role.SUPERVISOR, "460200000000")
    for number, evil in enumerate(TEXTS):
        resident = town.somebody()
        town.stub.names[resident.chat_id] = f"名{evil[:40]}"
        await resident.starts("h460204198023-c01-3")
        await resident.says((PLACE + evil)[:4096])
        while "请看看对不对" not in resident.last:
            await resident.says("1" if resident.buttons else "一起办")
        await resident.presses("确认")
        resident.sees("登记好了")
        if number % 4:  # the whole life only for some: it is the same road
            continue
        await worker.says(resident.number())
        await worker.presses("问居民")
        await worker.says(f"哪一盏{evil}"[:4096])
        await resident.presses("回答")
        await resident.says(f"左边{evil}"[:4096])
        await worker.says(resident.number())
        await worker.presses("办结")
        await worker.says(f"换了{evil}"[:4096])
        await worker.presses("没有照片")
        await resident.presses("解决了", "不满意")
        await resident.says(f"慢{evil}"[:4096])
        resident.sees("谢谢")
    await supervisor.says("日报")
    texts = shown(town)
    assert not [text for text in texts if "出了点问题" in text or "没能处理" in text]
    seen = set("".join(texts)) - {"\n"}
    assert not [c for c in seen if unicodedata.category(c) in INVISIBLE and c not in JOINERS]
    assert all(len(text.encode("utf-16-le")) // 2 <= 4096 for text in texts)
    names = await town.written(
        lambda uow: [uow.people.name(uow.people.by_account("telegram", str(chat)).id) for chat in town.stub.names]
    )
    assert len(names) == len(TEXTS)
    assert not [c for c in set("".join(names)) if unicodedata.category(c) in INVISIBLE]
    modes = [params for _, _, params in town.stub.calls if "parse_mode" in params or "entities" in params]
    assert not modes, "words are sent as words: no markup of Telegram's is ever asked for"
    filed = await town.written(
        lambda uow: uow.tickets.filed_between(datetime(2026, 1, 1, tzinfo=UTC), town.clock.now())
    )
    assert len(filed) == len(TEXTS)
    assert all(ticket.words.startswith(PLACE) for ticket in filed)


JOINERS = {"\u200d", "\ufe0f"}  # of our own emoji


@pytest.mark.parametrize(
    "evil", ["a" + "\u0301\u0316" * 50_000, "\u05b0\u05bc" * 50_000, "\ufdfa" * 100_000, "漏" * 100_000]
)
def test_a_hundred_thousand_characters_are_read_at_once(evil: str) -> None:
    """Normalising them as they come took a minute and a half; measured in processor time, with room for a slow machine."""
    began = time.process_time()
    cleaned = printable(evil)
    assert time.process_time() - began < 5
    assert not [c for c in set(cleaned) if unicodedata.category(c) in INVISIBLE]


async def test_exports_of_hostile_words_run_nothing(our_town: Town) -> None:
    town = our_town
    for evil in TEXTS[11:14]:
        resident = await town.resident("h460204198023-c01-3")
        await resident.says(f"{evil.strip()}，{PLACE}")
        await resident.presses("确认")
    span = (datetime(2026, 1, 1, tzinfo=UTC), town.clock.now())
    for make in EXPORTS.values():
        sheet = await town.written(lambda uow, make=make: make(uow, town.app.worlds.current, *span))
        for row in csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")):
            assert not [cell for cell in row if cell.startswith(FORMULA)]
        pages = load_workbook(io.BytesIO(as_xlsx(sheet))).worksheets[0].iter_rows()
        assert not [cell for row in pages for cell in row if cell.data_type == "f"]


# ---- pictures


def polyglots() -> dict[str, bytes]:
    """Pictures that are also something else."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("../../evil.sh", "rm -rf /")
    commented = io.BytesIO()
    Image.new("RGB", (9, 9)).save(commented, "JPEG", comment=b"<script>alert(1)</script>")
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Comment", "<?php system($_GET[0]); ?>", zip=False)
    png = io.BytesIO()
    Image.new("RGB", (9, 9)).save(png, "PNG", pnginfo=chunks)
    gif = io.BytesIO()
    Image.new("P", (9, 9)).save(gif, "GIF", comment=b"*/=alert(1)//")
    return {
        "a JPEG with a page after it": photo("red") + b"<html><script>alert(1)</script>",
        "a JPEG with an archive after it": photo("red") + zipped.getvalue(),
        "a JPEG with a script in its comment": commented.getvalue(),
        "a PNG with a script in a chunk": png.getvalue(),
        "a GIF that is a script": gif.getvalue(),
    }


@pytest.mark.parametrize("name", polyglots())
def test_a_picture_that_is_something_else_too_is_only_a_picture_afterwards(tmp_path: Path, name: str) -> None:
    files = FileStore(tmp_path)
    content, kind = files.load(files.keep(polyglots()[name], MediaKind.PHOTO)) or (b"", "")
    assert kind == "image/jpeg"
    assert not [word for word in (b"script", b"alert", b"php", b"evil", b"PK\x03\x04") if word in content]


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


NO_PICTURES = {
    "a bomb that is honest about its size": png(30_000, 30_000, zlib.compress(b"\0" * 10_000_000)),
    "a bomb that claims to be small": png(10, 10, zlib.compress(b"\0" * 100_000_000)),
    "a drawing with a script": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a drawing with an entity bomb": b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><svg>&a;</svg>",
    "a page": b"<html><body onload=alert(1)>",
    "a document": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file",
    "a program": b"\x7fELF\x02\x01\x01" + b"\0" * 100,
    "nothing": b"",
    "rubbish": random.Random(1).randbytes(4000),
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_refused_or_becomes_one(tmp_path: Path, name: str) -> None:
    files = FileStore(tmp_path)
    try:
        kept = files.load(files.keep(NO_PICTURES[name], MediaKind.PHOTO))
    except BadFile:
        kept = None
    if kept is None:
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    else:
        assert (kept[1], Image.open(io.BytesIO(kept[0])).size) == ("image/jpeg", (10, 10))


async def test_a_file_of_the_web_chat_is_never_run_by_a_browser(our_town: Town) -> None:
    """Whatever was uploaded: an attachment, or a picture or sound; sandboxed, never sniffed, and only for its owner."""
    app = our_town.app
    site = pages(app, [])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://huiying.test") as page:
        await page.get("/")
        for name, content in {**NO_PICTURES, **polyglots()}.items():
            for kind in MediaKind:
                file = {"file": ("../../../../etc/cron.d/evil\x00.html", content, "text/html")}
                answer = await page.post("/api/chat/me/media", files=file, data={"kind": kind})
                if answer.status_code != 201:
                    assert answer.json()["message"], name
                    continue
                got = await page.get(f"/api/chat/me/media/{answer.json()['ref']}")
                assert got.headers["x-content-type-options"] == "nosniff"
                assert "sandbox" in got.headers["content-security-policy"]
                assert "html" not in got.headers["content-type"]
                if not got.headers["content-type"].startswith(("image/jpeg", "image/png", "audio/ogg")):
                    assert got.headers["content-disposition"] == "attachment", name
    names = {path.name for path in app.settings.storage.files.rglob("*") if path.is_file()}
    assert names
    assert all(len(name) == 64 for name in names), "files are named by their content, never by their sender"


# ---- tables


def workbook(**parts: str) -> bytes:
    """An XLSX file some of whose parts were replaced by hand."""
    book = Workbook()
    book.worksheets[0].append(["code", "name", "level", "parent", "aliases"])
    book.worksheets[0].append(["460200000000", "三亚市", "city", "", ""])
    plain, out = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, parts.get(name, source.read(name)))
        for name in set(parts) - set(source.namelist()):
            target.writestr(name, parts[name])
    return out.getvalue()


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
SHEET = "xl/worksheets/sheet1.xml"
TABLES = {
    "a billion laughs": workbook(**{SHEET: LAUGHS + "]><worksheet>&a9;</worksheet>"}),
    "a billion laughs in the strings": workbook(
        **{"xl/sharedStrings.xml": LAUGHS + "]><sst><si><t>&a9;</t></si></sst>"}
    ),
    "a file from the disk": workbook(
        **{SHEET: "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><worksheet>&e;</worksheet>"}
    ),
    "an address in the inner net": workbook(
        **{SHEET: "<!DOCTYPE x SYSTEM 'http://169.254.169.254/x.dtd'><worksheet/>"}
    ),
    "elements without end": workbook(**{SHEET: "<a>" * 200_000}),
    "a part outside of the archive": workbook(**{"../../evil.xml": "<x/>"}),
    "an archive of nothing": b"PK\x05\x06" + b"\0" * 18,
    "a zip bomb": workbook(**{"xl/media/bomb.bin": "\0" * 210_000_000}),
    "an old workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "a cell without end": b"code,name,level,parent,aliases\n" + b"4" * 300_000 + b",x,city,,\n",
    "a quote without end": b'code,name,level,parent,aliases\n"' + b"x,\n" * 1000,
    "columns without end": b"code,name,level,parent,aliases" + b"," * 300_000 + b"\n",
    "noughts": b"code,name,level\n\x00\x00\x00",
    "a page": b"<html><table><tr><td>code</td></tr></table>",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_hostile_table_is_refused_in_one_clear_line_and_quickly(tmp_path: Path, name: str) -> None:
    file = tmp_path / "table.xlsx"
    file.write_bytes(TABLES[name])
    began = time.process_time()
    for read in (read_areas, read_grids, read_people):
        said = read_or_refused(read, file)
        assert said == "三亚市" or said.startswith("文件没有导入，什么都没有改动。 table.xlsx")
        assert "root:" not in said
    assert time.process_time() - began < 20
    assert [path.name for path in tmp_path.iterdir()] == ["table.xlsx"]
    assert not (tmp_path.parent / "evil.xml").exists()


def read_or_refused(read: Callable, file: Path) -> str:
    """The names that were read, or why nothing was."""
    try:
        return "".join(area.name for area in read(file))
    except ImportFileError as refused:
        return str(refused)


# ---- JSON

BODIES = {
    "nested without end": b"[" * 200_000,
    "objects without end": b'{"a":' * 200_000,
    "nested and closed": b"[" * 50_000 + b"]" * 50_000,
    "a number without end": b'{"update_id": ' + b"9" * 100_000 + b"}",
    "not a number": b'{"update_id": NaN}',
    "twice the same key": b'{"update_id": 1, "update_id": 2}',
    "a list": b"[]",
    "no text": b"\xff\xfe\x00",
    "nothing": b"",
    "the id of nobody": b'{"update_id":5,"message":{"message_id":1,"date":0,"chat":{"id":1e999,"type":"private"},"text":"x"}}',
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_forged_body_is_refused_or_left_alone_and_the_next_message_is_taken(our_town: Town, name: str) -> None:
    app = our_town.app
    assert app.telegram
    site = pages(app, [app.telegram.webhook("/telegram", "a-secret-of-sixteen")])
    headers = {"X-Telegram-Bot-Api-Secret-Token": "a-secret-of-sixteen", "content-type": "application/json"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://huiying.test") as client:
        pushed = await client.post("/telegram", content=BODIES[name], headers=headers)
        assert pushed.status_code in (200, 400)
        await client.get("/")
        posted = await client.post(
            "/api/chat/me/messages", content=BODIES[name], headers={"content-type": "application/json"}
        )
        assert posted.status_code == 400
        assert posted.json()["message"]
        for kind in ("text/plain", "application/x-www-form-urlencoded", "text/xml", "application/json-seq", ""):
            refused = await client.post(
                "/api/chat/me/messages", content=b'{"id":"12345678","text":"x"}', headers={"content-type": kind}
            )
            assert refused.status_code == 415
    assert await our_town.written(lambda uow: uow.inbox.waiting()[0]) == 0
    person = WebPerson(our_town, "after-the-storm")
    await person.says("你好")
    assert len(await person.sees()) > 1


@pytest.mark.parametrize(
    "more",
    [
        {"text": "x" * 10_000},
        {"text": 5},
        {"sender": "somebody else"},
        {"channel": "telegram"},
        {"ref": "other:1"},
        {"media": [{"kind": "photo", "ref": "store:../../etc/passwd"}]},
        {"media": [{"kind": "photo", "ref": "telegram:abc"}]},
        {"media": [{"kind": "program", "ref": "store:" + "a" * 64}]},
        {"point": {"latitude": 1e9, "longitude": 0}},
        {"point": {"latitude": "18", "longitude": None}},
        {"pressed": "a\nb"},
        {"start": "../x"},
        {"id": "../../../x"},
    ],
)
def test_a_forged_field_of_a_post_is_refused_in_chinese(more: dict) -> None:
    with pytest.raises(BadMessage) as refused:
        parse_post(json.dumps({"id": "12345678", "text": "灯坏了", **more}).encode(), "me", NOW)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in refused.value.detail)


WRONG = (None, True, -1, 10**40, 1.5, "", "x" * 9999, [], {}, [[]], {"id": {}}, "\x00", "\ud800")


def test_whatever_is_forged_in_an_update_it_is_read_or_left_alone() -> None:
    """Every field of a real update in turn as everything it should not be."""
    good = {
        "update_id": 7,
        "message": {
            "message_id": 3,
            "date": 1_790_000_000,
            "chat": {"id": 42, "type": "private"},
            "from": {"id": 42, "is_bot": False, "first_name": "陈"},
            "text": "灯坏了",
            "caption": "灯",
            "photo": [{"file_id": "abc", "width": 9, "height": 9}],
            "location": {"latitude": 18.2, "longitude": 109.5},
            "media_group_id": "m1",
        },
    }
    read = 0
    for path in paths(good):
        for wrong in WRONG:
            parsed = parse_update(put(good, path, wrong), NOW)
            if parsed.incoming:
                read += 1
                parsed.incoming.text.encode()
                assert parsed.incoming.sender.lstrip("-").isdecimal()
            else:
                assert parsed.reason
    assert read > 50


def paths(value: object, before: tuple = ()) -> list[tuple]:
    found = [before] if before else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [path for key, inner in items for path in paths(inner, (*before, key))]


def put(value: object, path: tuple, wrong: object) -> object:
    copy = json.loads(json.dumps(value))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = wrong
    return copy
