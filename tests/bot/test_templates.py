"""The staff's templates of answers: the shipped ones can be used, and each mistake in one is named."""

from __future__ import annotations

import pytest

from bot.config import Settings
from bot.templates import read_templates
from domain.answers import PLACEHOLDERS, Result
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
