"""The staff's templates of answers: the shipped ones can be used, and each mistake in one is named."""

from __future__ import annotations

from datetime import date

import pytest

from bot.config import Settings
from bot.templates import read_alerts, read_campaigns, read_clocks, read_templates
from domain.answers import PLACEHOLDERS, Result
from domain.campaigns import Campaign
from domain.errors import ConfigError
from nlp.understanding import Understander


def test_the_shipped_templates_fit_matters_there_are_and_can_be_filled_in() -> None:
    templates = read_templates(Settings().answers.templates)
    understander = Understander()
    assert {template.result for template in templates} == set(Result)
    for template in templates:
        assert all(understander.category_of(label) for label in template.about), template.name
        assert template.words.format_map(dict.fromkeys(PLACEHOLDERS, "甲")), template.name
    assert len({template.name for template in templates}) == len(templates)


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('[[answer]]\nname = "a"\nresult = "solved"\n', "words is missing"),
        ('[[answer]]\nname = "a"\nresult = "done"\nwords = "b"\n', "'done' is none of solved"),
        ('[[answer]]\nname = "a"\nresult = "solved"\nwords = "{phone}"\n', "{phone} is no placeholder"),
        ('[[answer]]\nname = "a"\nresult = "solved"\nwords = "{place"\n', "words: "),
        ('[[answer]]\nname = "a"\nresult = "solved"\nwords = "b"\nmatter = "c"\n', "matter is no key"),
        ("[[answer]\n", "answers.toml: "),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path, toml: str, told: str) -> None:
    file = tmp_path / "answers.toml"
    file.write_text(toml, "utf-8")
    with pytest.raises(ConfigError) as error:
        read_templates(file)
    assert told in error.value.detail


def test_a_template_is_for_its_result_and_its_matters_only() -> None:
    cleaned = next(t for t in read_templates(Settings().answers.templates) if t.name == "已清理")
    assert cleaned.fits("solved", "垃圾满溢", "城乡建设")
    assert not cleaned.fits("explained", "垃圾满溢", "城乡建设")
    assert not cleaned.fits("solved", "停水", "城乡建设")


def test_campaigns_are_read_with_their_days_and_the_shipped_file_holds_none(tmp_path) -> None:
    assert read_campaigns(Settings().answers.campaigns) == ()
    file = tmp_path / "campaigns.toml"
    file.write_text('[[campaign]]\nname = "a"\nwords = ["b"]\nfirst = 2026-12-01\nlast = 2026-12-31\n', "utf-8")
    assert read_campaigns(file) == (Campaign("a", ("b",), date(2026, 12, 1), date(2026, 12, 31)),)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("first = 2026-12-01\n", "last is missing"),
        ("first = 2026-12-02\nlast = 2026-12-01\n", "last is before first"),
        ('first = "morgen"\nlast = 2026-12-01\n', "written like 2026-12-01"),
        ("first = 2026-12-01\nlast = 2026-12-01\nuntil = 1\n", "until is no key"),
    ],
)
def test_a_mistake_in_a_campaign_is_named(tmp_path, days: str, told: str) -> None:
    file = tmp_path / "campaigns.toml"
    file.write_text(f'[[campaign]]\nname = "a"\nwords = ["b"]\n{days}', "utf-8")
    with pytest.raises(ConfigError) as error:
        read_campaigns(file)
    assert told in error.value.detail


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('kind = "fire"\nwaves = [["desk"]]\n', "within is missing"),
        ('kind = "fire"\nwaves = [["mayor"]]\nwithin = "5 分钟"\n', "'mayor' is no role"),
        ('kind = "fire"\nwaves = [["resident"]]\nwithin = "5 分钟"\n', "'resident' is no role"),
        ('kind = "fire"\nwaves = ["desk"]\nwithin = "5 分钟"\n', "lists of roles in a list"),
        ('kind = "fire"\nwaves = [["desk"]]\nwithin = "soon"\n', "within: "),
        ('kind = "fire"\nwaves = [["desk"]]\nwithin = "5 分钟"\nloud = true\n', "loud is no key"),
    ],
)
def test_a_mistake_in_the_table_of_alerts_is_named(tmp_path, toml: str, told: str) -> None:
    file = tmp_path / "alerts.toml"
    file.write_text(f"[[alert]]\n{toml}", "utf-8")
    with pytest.raises(ConfigError) as error:
        read_alerts(file)
    assert told in error.value.detail


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('name = "a"\n', "answer_within or term is missing"),
        ('name = "a"\nterm = "soon"\n', "term: "),
        ('name = "a"\nterm = "7 天"\nkinds = ["gossip"]\n', "'gossip' is no kind"),
        ('name = "a"\nterm = "7 天"\nlaw = "b"\n', "law and says go together"),
        ('name = "a"\nanswer_within = "7 天"\nlaw = "b"\nsays = "c"\n', "a law needs its term"),
        ('name = "a"\nterm = "7 天"\nlegal = true\n', "legal is no key"),
    ],
)
def test_a_mistake_in_a_clock_is_named(tmp_path, toml: str, told: str) -> None:
    file = tmp_path / "clocks.toml"
    file.write_text(f"[[clock]]\n{toml}", "utf-8")
    with pytest.raises(ConfigError) as error:
        read_clocks(file)
    assert told in error.value.detail


@pytest.mark.parametrize(
    ("read", "toml", "told"),
    [
        (read_clocks, '[[clock]]\nname = "a"\nterm = "7 天"\nwords = "台风"\n', 'words is to be written like ["'),
        (read_clocks, '[[clock]]\nname = "a"\nterm = "7 天"\nkinds = 1\n', "kinds is to be written like"),
        (read_clocks, '[[clock]]\nname = "a"\nterm = "7 天"\nchosen = "no"\n', "true or false"),
        (read_clocks, '[[clocks]]\nname = "a"\nterm = "7 天"\n', "clocks: each row begins with [[clock]]"),
        (read_clocks, '[clock]\nname = "a"\nterm = "7 天"\n', "clock: each row begins with [[clock]]"),
        (read_alerts, '[[alert]]\nkind = "a"\nwaves = [["desk"]]\nwithin = "5 分钟"\n' * 2, "a: there are two"),
        (read_campaigns, '[[campaign]]\nname = "a"\nwords = "b"\n', "words is to be written"),
        (read_templates, '[[answer]]\nname = "a"\nresult = "solved"\nwords = ["b"]\n', 'words is to be written like "'),
    ],
)
def test_a_value_of_the_wrong_form_is_named_and_never_read_as_something_else(tmp_path, read, toml, told) -> None:
    """A word without its brackets would be read as a list of characters, a table of another name as none."""
    file = tmp_path / "table.toml"
    file.write_text(toml, "utf-8")
    with pytest.raises(ConfigError) as error:
        read(file)
    assert told in error.value.detail


def test_every_legal_clock_that_is_shipped_names_its_law_and_its_days() -> None:
    legal = [row for row in read_clocks(Settings().clocks.special) if row.law]
    assert len(legal) == 11
    assert all(row.law.startswith("《") and row.says and row.term and not row.answer_within for row in legal)
