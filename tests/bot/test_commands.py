"""The command line: what each command does, and that what goes wrong is one clear line and exit code 1."""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import cli
from bot.admin import IMPORTS
from bot.lock import only_one
from domain.errors import StorageError

DATA = Path(__file__).parents[2] / "bot" / "demo" / "data"
GRID = "460204198023001"


@dataclass
class Told:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


class Shell:
    """An operator's shell in an empty folder."""

    def __init__(self, monkeypatch, capsys, folder: Path, imported: Path) -> None:
        self._patch, self._capsys, self.folder, self._imported = monkeypatch, capsys, folder, imported

    def __call__(self, *words: object, typed: str = "") -> Told:
        self._patch.setattr(sys, "argv", ["bot", *map(str, words)])
        self._patch.setattr(sys, "stdin", io.StringIO(typed))
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Told(code, *self._capsys.readouterr())

    def complains(self, *words: object, **how: str) -> str:
        """The one line of a command that cannot do its work."""
        told = self(*words, **how)
        assert (told.code, told.out) == (1, ""), told
        (line,) = told.err.splitlines()
        assert "Traceback" not in line
        return line

    def community(self) -> None:
        """The demo community, imported by the first who needs it."""
        if self._imported.exists():
            shutil.copytree(self._imported, self.folder / "var")
            return
        for kind in IMPORTS:
            told = self("import", kind, DATA / f"{kind}.csv")
            assert told.code == 0, told
        shutil.copytree(self.folder / "var", self._imported)

    def raw(self, query: str):
        with closing(sqlite3.connect(self.folder / "var" / "huiying.db")) as raw:
            return raw.execute(query).fetchall()


@pytest.fixture(scope="module")
def imported(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("community") / "var"


@pytest.fixture
def shell(monkeypatch, capsys, tmp_path, imported) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(monkeypatch, capsys, tmp_path, imported)


@pytest.fixture(autouse=True)
def _logs_as_before():
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


def test_a_community_is_imported_and_its_people_invited(shell):
    shell("import", "places", DATA / "places.csv")
    shell("import", "grids", DATA / "grids.csv")
    shell("import", "units", DATA / "units.csv")
    shell("import", "zones", DATA / "zones.csv")
    trial = shell("import", "people", DATA / "people.csv", "--dry-run")
    assert "未改动" in trial.out
    assert "join-" not in trial.out
    assert shell.raw("SELECT count(*) FROM people") == [(0,)]
    done = shell("import", "people", DATA / "people.csv")
    invitations = [line for line in done.out.splitlines() if ": /start join-" in line]
    assert shell.raw("SELECT count(*) FROM people") == [(len(invitations),)]
    again = shell("invite", "麦建明")
    assert again.out.startswith("/start join-")


@pytest.mark.parametrize("kind", list(IMPORTS))
def test_a_template_can_be_filled_in(shell, kind):
    assert shell("import", kind, "empty.xlsx", "--template").code == 0
    assert (shell.folder / "empty.xlsx").read_bytes()[:2] == b"PK"


def test_what_cannot_be_imported_is_said(shell):
    assert "Choose one of: places, grids, units, zones, hours, people, duties, dispatch, admission" in shell.complains(
        "import", "trees", "x.csv"
    )
    assert "没有这个文件" in shell.complains("import", "places", "none.csv")
    assert "nowhere" in shell.complains("import", "grids", "nowhere/x.xlsx", "--template")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("import", "peple", "x.xlsx"), "Did you mean people?"),
        (("import", "people", "none.xlsx"), "--template"),
        (("import", "grids", str(DATA / "grids.csv")), "先做 python -m bot import places"),
        (("invite", "张三"), "Nobody is called “张三”. Write the name as in the people sheet"),
        (("digest",), "python -m bot import people"),
        (("digest", "--scope", "460204"), "--scope “460204”: no place has this code"),
        (("bulletin", "--month", "11"), "write it like 2026-11"),
        (("export", "ticket", "--out", "x.xlsx"), "Did you mean tickets?"),
        (("export", "tickets", "--out", "nowhere/x.xlsx"), "mkdir -p nowhere"),
        (("export", "tickets", "--out", "x.xlsx", "--month", "11"), "write it like 2026-11"),
        (("erase", "12345", "--yes"), "channel:account, like telegram:12345"),
        (("restore", "none.db"), "There is no file none.db"),
        (("qr", "123", "--link", "{}"), "like 460204198023-c01"),
        (("qr", GRID, "--link", "{}", "--out", "door.jpg"), "must end in .png or .svg"),
        (("qr", GRID, "--link", "https://t.me/us?start="), "must hold {}"),
        (("rules", "eval", "--data", "none.jsonl"), "none.jsonl"),
        (("understand", "--places", "none.csv"), "none.csv"),
        (("codes", "make", "123"), "12 位数字"),
        (("audit", "--anchor", "abc"), "再抄一遍"),
        (("chat", "--as", "supervise"), "Did you mean supervisor?"),
    ],
)
def test_what_was_typed_wrongly_is_told_with_what_to_do(shell, typed, said):
    complaint = shell.complains(*typed)
    assert said in complaint
    assert "not for this person" not in complaint


def test_the_digest_is_printed_as_words_as_json_and_as_a_picture(shell):
    assert "There is no supervisor" in shell.complains("digest")
    shell.community()
    assert "天涯区" in shell("digest", "--scope", "460204000000").out
    figures = json.loads(shell("digest", "--scope", "460204000000", "--date", "2026-11-20", "--json").out)
    assert (figures["day"], figures["scope"]) == ("2026-11-20", "460204000000")
    told = shell("digest", "--scope", "460204000000", "--out", "chart.png")
    assert told.code == 0
    assert (shell.folder / "chart.png").read_bytes()[:4] == b"\x89PNG"
    assert "2026-11-23" in shell.complains("digest", "--date", "gestern")
    assert "--scope" in shell.complains("digest", "--out", "chart.png")


def test_a_backup_is_made_once_and_restored(shell):
    shell.community()
    assert "已备份" in shell("backup", "copy.db").out
    assert "exists already" in shell.complains("backup", "copy.db")
    assert "mkdir -p nowhere" in shell.complains("backup", "nowhere/copy.db")
    with closing(sqlite3.connect("var/huiying.db")) as raw, raw:
        raw.execute("DELETE FROM grids")
    assert "已恢复" in shell("restore", "copy.db").out
    assert shell.raw("SELECT count(*) FROM grids") != [(0,)]
    assert "no-such.db" in shell.complains("restore", "no-such.db")
    Path("rubbish.db").write_bytes(b"rubbish" * 1000)
    assert "rubbish.db" in shell.complains("restore", "rubbish.db")
    assert shell.raw("SELECT count(*) FROM grids") != [(0,)]


def test_nothing_is_restored_under_a_running_bot(shell):
    shell.community()
    shell("backup", "copy.db")
    with only_one("sqlite:///var/huiying.db"):
        assert "stop it first" in shell.complains("restore", "copy.db")


def test_no_bot_starts_between_a_restore_and_the_forgetting_of_whoever_was_erased_since(shell, monkeypatch):
    shell.community()
    shell("backup", "copy.db")
    started = []

    async def again(*_) -> int:
        with pytest.raises(StorageError), only_one("sqlite:///var/huiying.db"):
            started.append(True)
        return 0

    monkeypatch.setattr("bot.erasure.Eraser.again", again)
    assert shell("restore", "copy.db").code == 0
    assert started == []


def test_whoever_runs_a_command_without_a_name_on_the_machine_is_a_number(shell, monkeypatch):
    """As in a container: the C library knows no name for its user."""

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    shell("import", "places", DATA / "places.csv")
    monkeypatch.setattr("getpass.getuser", nobody)
    assert shell("import", "places", DATA / "places.csv").code == 0
    assert shell.raw("SELECT by FROM acts ORDER BY id DESC LIMIT 1") == [(f"uid {os.getuid()}",)]


def test_the_code_for_a_door_leads_where_the_operator_says(shell):
    shell.community()
    told = shell("qr", GRID, "--building", 3, "--out", "door.svg", "--link", "https://t.me/us?start={}")
    assert told.out.endswith(f"→ https://t.me/us?start=h{GRID}-3\n")
    assert Path("door.svg").read_bytes().startswith(b"<?xml")
    assert shell("qr", GRID).code == 2  # no code that leads to somebody else's bot


def test_somebody_is_erased_after_being_asked_for(shell):
    shell.community()
    with closing(sqlite3.connect("var/huiying.db")) as raw, raw:
        raw.execute("INSERT INTO accounts VALUES ('telegram', '42', 1, '42', 0, 0)")
    assert "telegram:43" in shell.complains("erase", "telegram:43", "--yes")
    assert shell("erase", "telegram:42", typed="n\n").code == 1
    assert shell.raw("SELECT count(*) FROM accounts") == [(1,)]
    shell("backup", "copy.db")
    shell("backup", "rewritten.db")
    told = shell("erase", "telegram:42", "--backup", "rewritten.db", typed="y\n")
    assert "已删除" in told.out
    assert "rewritten.db: 已从备份中删除" in told.out
    assert shell.raw("SELECT count(*) FROM accounts") == [(0,)]
    assert "1 个账号已再次删除" in shell("restore", "copy.db").out
    assert shell.raw("SELECT count(*) FROM accounts") == [(0,)]
    assert "再次删除" not in shell("restore", "rewritten.db").out


def test_the_doctor_finds_nothing_serious_in_the_demo_community(shell):
    shell.community()
    told = shell("check")
    assert told.code == 0, told.out
    found = json.loads(shell("check", "--json").out)
    assert [each for each in found if each["serious"]] == []


def test_the_doctor_says_what_is_missing_and_where(shell):
    told = shell("check")
    assert told.code == 1
    assert "places: " in told.out
    assert "grids: " in told.out


def test_the_doctor_reads_broken_settings(shell):
    Path("config.toml").write_text("[web]\nport = 0\n[hours]\nweekday = 1\n")
    told = shell("check")
    assert told.code == 1
    assert "config.toml: [web] port" in told.out
    assert "config.toml: [hours] weekday: there is no such setting" in told.out


SETTINGS = {
    '[hours]\nweekdays = ["9 to 5"]': "9 to 5",
    '[operator]\nzone = "Mars/Olympus"': "Mars/Olympus",
    '[operator]\nshapes = "none.geojson"': "none.geojson",
    '[hours]\ncalendars = ["none.csv"]': "none.csv",
    '[storage]\nurl = "mysql://x"': "sqlite:///",
    '[figures]\nexclusions = ["beyond", "weather"]': "weather",
    '[storage]\nurl = "sqlite:///config.toml/x.db"': "config.toml",
}


@pytest.mark.parametrize(("text", "named"), SETTINGS.items(), ids=str)
def test_settings_that_cannot_work_are_one_clear_line(shell, text, named):
    Path("config.toml").write_text(text)
    assert named in shell.complains("invite", "张三")


def test_a_missing_settings_file_is_said(shell):
    assert "copy config.example.toml" in shell.complains("invite", "x", "--config", "none.toml")


def test_running_without_a_token_is_one_clear_line(shell, monkeypatch):
    monkeypatch.delenv("HUIYING_TELEGRAM_TOKEN", raising=False)
    Path("config.toml").write_text("[telegram]\nenabled = true\n")
    told = shell("run")
    assert told.code == 1
    assert "HUIYING_TELEGRAM_TOKEN is not set" in told.err.splitlines()[-1]


def test_tickets_ledgers_and_the_audit_trail_are_written(shell):
    shell.community()
    for what in ("tickets", "ledgers", "audit"):
        for suffix in ("csv", "xlsx"):
            told = shell("export", what, "--out", f"{what}.{suffix}")
            assert told.code == 0, told
            assert Path(f"{what}.{suffix}").stat().st_size > 0
    assert "“people” does not exist. Choose one of: tickets" in shell.complains("export", "people", "--out", "x.csv")
    assert ".csv or .xlsx" in shell.complains("export", "tickets", "--out", "x.pdf")
    assert "2026-11-23" in shell.complains("export", "tickets", "--out", "x.csv", "--since", "früher")
    assert "nowhere" in shell.complains("export", "tickets", "--out", "nowhere/x.csv")


MESSAGES = [
    {"user": "a", "time": "2026-03-02 09:00:00", "title": "路灯不亮", "text": "楼下路灯坏了三天了，晚上看不见路。"},
    {
        "user": "b",
        "time": "2026-03-02 10:00:00",
        "title": "垃圾没人收",
        "text": "门口的垃圾桶满了两天，很臭 [/] [bold]。",
    },
    {"user": "a", "time": "2026/03/05 08:30", "title": "路灯还是不亮", "text": "上次说的路灯还没有修好。"},
]


def test_a_file_of_messages_is_replayed_and_everybody_answered(shell):
    Path("m.jsonl").write_text("\n".join(json.dumps(m, ensure_ascii=False) for m in MESSAGES) + "\n\n", "utf-8")
    told = shell("replay", "m.jsonl", "--json")
    summary = json.loads(told.out)
    assert (told.code, summary["messages"], summary["people"], summary["unanswered"]) == (0, 3, 2, 0)
    shown = shell("replay", "m.jsonl", "--show", "3")
    assert shown.code == 0
    assert "垃圾桶满了两天，很臭 [/] [bold]。" in shown.out.replace("\n", "")


def test_a_line_that_cannot_be_replayed_is_named(shell):
    good = json.dumps(MESSAGES[0])
    for bad, why in (
        ("{", "m.jsonl:2"),
        ("[]", "m.jsonl:2"),
        ('{"user": 1}', "'title'"),
        ('{"title": null}', "m.jsonl:2"),
    ):
        Path("m.jsonl").write_text(f"{good}\n{bad}\n")
        assert why in shell.complains("replay", "m.jsonl")
    assert "none.jsonl" in shell.complains("replay", "none.jsonl")
    assert "--field" in shell.complains("replay", "m.jsonl", "--field", "body")


def test_in_the_terminal_a_request_is_filed(shell):
    told = shell("chat", "--as", "resident", typed=f"/start h{GRID}\n我们榕树里小区3栋楼下路灯坏了三天\n1\n")
    assert told.code == 0
    assert "登记好了" in told.out
    goes_on = shell("chat", "--as", "resident", typed="我的工单\n")
    assert "路灯" in goes_on.out


def test_in_the_terminal_a_wrong_photo_is_said_and_the_words_go_on(shell):
    Path("letter.txt").write_text("no photo")
    told = shell("chat", typed=f"/start h{GRID}\n/photo letter.txt 路灯坏了\n/photo none.jpg\n")
    assert told.code == 0
    assert "20MB" in told.err
    assert "找不到文件" in told.out
    assert "在什么地方" in told.out


def test_nobody_can_be_who_there_is_not(shell):
    assert "--as “mayor” does not exist" in shell.complains("chat", "--as", "mayor")


def test_what_messages_mean_is_told_line_by_line(shell):
    lines = '{"id": 1, "text": "楼下路灯坏了"}\n\n{"id": 2, "text": "谢谢你们"}\n'
    told = shell("understand", typed=lines)
    found = [json.loads(line) for line in told.out.splitlines()]
    assert [each["id"] for each in found] == [1, 2]
    assert {"kind", "category", "confidence", "why", "place", "emergency", "asks"} <= set(found[0])


def test_a_line_that_means_nothing_is_named(shell):
    told = shell("understand", typed='{"id": 1, "text": "灯坏了"}\nnot json\n')
    assert told.code == 1
    assert "line 2" in told.err


def test_the_schema_is_made(shell):
    assert "最新" in shell("migrate").out
    assert shell.raw("SELECT count(*) FROM tickets") == [(0,)]


def test_the_audit_trail_is_checked_and_says_where_it_was_changed(shell):
    shell.community()
    assert "存证链完好" in shell("audit").out
    with closing(sqlite3.connect(shell.folder / "var" / "huiying.db")) as store:
        store.execute("DELETE FROM seals")
        store.execute("INSERT INTO seals VALUES (1, 0, '', 0, 0, 1, 'false', 2)")
        store.commit()
    assert "对不上" in shell.complains("audit")
    with closing(sqlite3.connect(shell.folder / "var" / "huiying.db")) as store:
        store.execute("DELETE FROM seals")
        store.commit()
    assert "没有 3fa9" in shell.complains("audit", "--anchor", "3fa9")


# ---- the kept figures


def test_recount_finds_figures_that_are_wrong_and_puts_them_right_when_asked(shell):
    assert shell("recount").out == "与全部记录一致。\n"
    with closing(sqlite3.connect("var/huiying.db")) as raw, raw:
        raw.execute("INSERT INTO counters (period, topic, area, new) VALUES ('2026-11-23', '', '460204198023001', 3)")
    told = shell("recount")
    assert told.code == 1
    assert "2026-11-23 全部 460204198023001" in told.out
    assert "1 处不一致，已改正。" in shell("recount", "--mend").out
    assert shell("recount").code == 0


# ---- dispatch and codes


def test_where_a_request_would_go_is_explained(shell):
    shell.community()
    told = json.loads(shell("dispatch", "老板拖欠工资三个月", "--home", GRID, "--json").out)
    assert (told["matter"], told["to"]) == ("欠薪", "天涯区劳动监察大队")
    assert "直派表第 4 行" in told["why"]
    plain = shell("dispatch", "楼下路灯坏了", "--home", GRID).out
    assert "to: 网格" in plain
    assert "直派表没有写" in plain


def test_what_an_enquiry_would_be_answered_is_explained(shell):
    shell.community()
    told = json.loads(shell("knowledge", "请问火警电话是多少", "--json").out)
    assert (told["does"], told["found"][0]["code"]) == ("answer", "n-119")
    assert "火警" in told["found"][0]["why"]
    assert "没有合适的" in shell("knowledge", "居住证怎么办理").out


def test_codes_of_grids_are_made_and_checked(shell):
    shell.community()
    made = shell("codes", "make", "460204198023", "--count", "2").out.split()
    assert made == ["460204198023006", "460204198023007"]
    assert shell("codes", "check", *made).code == 0
    wrong = shell("codes", "check", "460204198023000")
    assert wrong.code == 1
    assert "序号从 001 起" in wrong.out
    assert "12 位" in shell.complains("codes", "make", "4602041980230011")


def test_polygons_are_numbered_from_west_to_east(shell):
    shell.community()
    square = "[[{x},18],[{x},18.01],[{y},18.01],[{y},18],[{x},18]]"
    features = [
        f'{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{{"type":"Polygon","coordinates":['
        + square.replace("{x}", str(x)).replace("{y}", str(x + 0.01))
        + "]}}"
        for name, x in (("东", 109.5), ("西", 109.4))
    ]
    (shell.folder / "new.geojson").write_text(
        f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}', "utf-8"
    )
    told = shell("codes", "make", "460204198023", "--shapes", "new.geojson").out
    assert told.splitlines() == ["460204198023006 西", "460204198023007 东"]
