"""The `rules` commands as somebody types them."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands.rules import app

RULES = """\
[meta]
title = "试"
[[rule]]
id = "照明"
words = {"路灯" = 3.0}
[[rule]]
id = "劳动"
words = {"工资" = 3.0}
"""
TEXTS = {
    "照明": ["路灯坏了", "路灯不亮", "路灯太暗", "路灯灭了"],
    "劳动": ["工资没发", "拖欠工资", "工资太低", "讨工资"],
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rules.toml").write_text(RULES, encoding="utf-8")
    rows = [
        {"title": f"{place}边{text}", "text": f"{place}边的{text}了", "label": label}
        for label, texts in TEXTS.items()
        for text in texts
        for place in "东南西北前后"
    ]
    Path("history.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_eval_gives_figures_for_machines(run):
    result = run("eval", "--rules", "rules.toml", "--data", "history.jsonl", "--field", "title", "--json")
    figures = json.loads(result.stdout)
    assert (figures["count"], figures["macro_f1"], figures["accuracy"]) == (48, 1.0, 1.0)


def test_eval_gives_one_screen_for_people(run):
    result = run("eval", "--rules", "rules.toml", "--data", "history.jsonl")
    assert result.exit_code == 0
    assert "macro-F1 100.00%" in result.stdout
    assert len(result.stdout.splitlines()) < 30


def test_explain_says_which_words_spoke(run):
    result = run("explain", "--rules", "rules.toml", "路燈坏了")
    assert "照明" in result.stdout
    assert "路灯 +3.0" in result.stdout


def test_explain_for_machines_carries_every_hit(run):
    said = json.loads(run("explain", "--rules", "rules.toml", "--json", "路灯下讨工资").stdout)
    assert {hit["word"] for hit in said["hits"]} == {"路灯", "工资"}


def test_fit_writes_a_file_that_eval_reads_and_a_refit_keeps_hand_words(run):
    arguments = ("fit", "--data", "history.jsonl", "--field", "title", "--folds", "2", "--size", "20", "--json")
    Path("fitted.toml").write_text(
        '[meta]\ntitle = "试"\n[[rule]]\nid = "照明"\nhand = {"声控灯" = 3.0}\n', encoding="utf-8"
    )
    result = run(*arguments, "--out", "fitted.toml")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["entries"] <= 20
    assert '"声控灯" = 3' in Path("fitted.toml").read_text(encoding="utf-8")
    figures = json.loads(run("eval", "--rules", "fitted.toml", "--data", "history.jsonl", "--json").stdout)
    assert figures["macro_f1"] == 1.0


def test_fit_refuses_to_lose_edits_made_among_the_fitted_words(run):
    arguments = ("fit", "--data", "history.jsonl", "--out", "fitted.toml", "--folds", "2", "--quick", "--size", "20")
    run(*arguments)
    path = Path("fitted.toml")
    path.write_text(re.sub(r'"路灯" = \S+', '"路灯" = 9.9', path.read_text(encoding="utf-8")), encoding="utf-8")
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert "[rule.hand]" in str(refused.exception)
    assert run(*arguments, "--discard-edits").exit_code == 0


def test_suggest_proposes_what_corrected_tickets_share(run):
    rows = [{"title": f"{place}边声控灯拍不亮", "label": "照明"} for place in "东南西北前后"]
    rows += [{"title": f"{place}边工资没发", "label": "劳动"} for place in "东南西北前后"]
    Path("corrected.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = json.loads(run("suggest", "--rules", "rules.toml", "--data", "corrected.jsonl", "--json").stdout)
    assert found
    assert all(item["label"] == "照明" for item in found)


@pytest.mark.parametrize("command", ["eval", "suggest"])
def test_a_missing_file_is_one_clear_line(run, command: str):
    result = run(command, "--rules", "none.toml", "--data", "history.jsonl")
    assert result.exit_code == 1
    assert len(str(result.exception).splitlines()) == 1
    assert "none.toml" in str(result.exception)
