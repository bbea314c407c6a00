"""Settings: the example holds all of them, and every mistake is one clear line that says where."""

from __future__ import annotations

import re
import tomllib
from datetime import time, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.config import Settings, load, secret
from domain.codes import WrongCodes
from domain.errors import ConfigError
from domain.worktime import Term, Unit

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SHOWN_AS_COMMENT = {
    "clocks.special",
    "operator.shapes",
    "answers.templates",
    "answers.campaigns",
    "alerts.table",
}  # no value to show


def every_key(model: type[BaseModel], prefix: str = "") -> set[str]:
    keys = set()
    for name, field in model.model_fields.items():
        section = field.annotation
        inner = isinstance(section, type) and issubclass(section, BaseModel)
        keys |= every_key(section, f"{prefix}{name}.") if inner else {f"{prefix}{name}"}
    return keys


def written_keys(table: dict, model: type[BaseModel], prefix: str = "") -> set[str]:
    known = every_key(model)
    keys = set()
    for name, value in table.items():
        path = f"{prefix}{name}"
        keys |= {path} if path in known or not isinstance(value, dict) else written_keys(value, model, f"{path}.")
    return keys


def test_the_example_holds_every_setting_and_no_other():
    written = written_keys(tomllib.loads(EXAMPLE.read_text("utf-8")), Settings)
    assert written | SHOWN_AS_COMMENT == every_key(Settings)
    assert all(f"# {name.rpartition('.')[2]} = " in EXAMPLE.read_text("utf-8") for name in SHOWN_AS_COMMENT)


def test_the_example_says_what_the_defaults_are():
    assert load(EXAMPLE) == Settings()


def test_every_setting_of_the_example_is_explained():
    """A comment stands above each setting or the one before it in the same paragraph."""
    unexplained = [block for block in EXAMPLE.read_text("utf-8").split("\n\n") if "#" not in block]
    assert unexplained == []


def test_without_a_file_the_defaults_are_used(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load(None) == Settings()


def test_a_config_toml_in_the_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text('[operator]\nname = "月川社区"\n')
    assert load(None).operator.name == "月川社区"


MISTAKES = {
    "[operator]\nnmae = 'x'": r"\[operator\] nmae: there is no such setting",
    "colour = 'red'": r"colour: there is no such setting",
    "[clocks]\ndefault = '5 Tage'": r"\[clocks\] default: write it like “5 工作日”",
    "[clocks.by_name]\n'停水' = '很快'": r"\[clocks.by_name\] 停水: write it like",
    "[follow_up]\nreopen_within = '15'": r"\[follow_up\] reopen_within: write it like “30 分钟”",
    "[follow_up]\nsure_enough = 60": r"\[follow_up\] sure_enough: ",
    "[web]\nport = 80000": r"\[web\] port: ",
    "[hours]\ndigest_at = '25:00'": r"\[hours\] digest_at: ",
    "[hours]\nlook_round_at = 'early'": r"\[hours\] look_round_at: ",
    "[grids]\nhouseholds = 0": r"\[grids\] households: ",
    "[groups]\nsame_danger_within = '5'": r"\[groups\] same_danger_within: write it like",
    "[codes]\nwrong_for_one_ticket = 0": r"\[codes\] wrong_for_one_ticket: ",
    "[codes]\nshut_for = '0 分钟'": r"\[codes\] shut_for: write at least 1 分钟",
    "[telegram]\nmode = 'guess'": r"\[telegram\] mode: ",
    "[telegram]\nenabled = true\nmode = 'webhook'": r"telegram: mode = \"webhook\" needs a webhook_url",
    "[operator\nname = 'x'": r"line 1, column 10",
}


@pytest.mark.parametrize(("text", "complaint"), MISTAKES.items(), ids=str)
def test_a_mistake_is_one_line_with_the_file_and_the_place(tmp_path, text, complaint):
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file)
    (line,) = caught.value.detail.splitlines()
    assert line.startswith(f"{file}: ")
    assert re.search(complaint, line), line


def test_all_mistakes_are_told_at_once(tmp_path):
    (tmp_path / "c.toml").write_text("[web]\nport = 0\nhots = ''\n[wishes]\nat_once = 0\n")
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "c.toml")
    assert len(caught.value.detail.splitlines()) == 3


def test_a_file_that_is_missing_or_no_text_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"copy config\.example\.toml"):
        load(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"binary\.toml"):
        load(tmp_path / "binary.toml")


def test_spans_and_clocks_become_what_handlers_use(tmp_path):
    (tmp_path / "c.toml").write_text(
        '[clocks]\ndefault = "3 工作日"\n[follow_up]\nsurvey_close_after = "2 天"\n', "utf-8"
    )
    policy = load(tmp_path / "c.toml").policy()
    assert policy.term == Term(3, Unit.WORKING_DAYS)
    assert policy.survey_close_after == timedelta(days=2)


def test_each_of_the_smaller_figures_reaches_the_handlers(tmp_path):
    (tmp_path / "c.toml").write_text(
        "[hours]\nlook_round_at = 07:30:00\n[visits]\nreminder_at = 10:00:00\n[codes]\nwrong_for_one_ticket = 3\n"
        '[groups]\nsame_danger_within = "5 分钟"\n[follow_up]\nurged_again_after = "2 小时"\n',
        "utf-8",
    )
    policy = load(tmp_path / "c.toml").policy()
    assert (policy.look_round_at, policy.visit_reminder_at) == (time(7, 30), time(10))
    assert (policy.same_danger_within, policy.urged_again_after) == (timedelta(minutes=5), timedelta(hours=2))
    assert policy.wrong_codes == WrongCodes(3, 10, timedelta(hours=1))


def test_a_secret_comes_from_the_environment_only(monkeypatch):
    monkeypatch.setenv("A_SECRET", "s")
    assert (secret("A_SECRET"), secret("NOT_SET_ANYWHERE")) == ("s", "")
