"""Tests of putting together what one message means."""

import io
import json
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.understand import MessageError, answers
from domain.places import Level, Spot
from nlp.understanding import HAZARD, Kind, Understander

HOMES = tomllib.loads((Path(__file__).parent / "sentences" / "kinds.toml").read_text(encoding="utf-8"))["commands"][
    "home"
]
STREAM = Path("../shared/data/complaints/stream.jsonl")
UNDERSTANDER = Understander()


class OnePlace:
    def read(self, text: str, home: str = "", home_words: str = "") -> Spot | None:
        known = "金鸡岭" in text or home
        return Spot("460204198023001", "金鸡岭", Level.GRID, 0.9, words=home_words) if known else None


def test_a_matter_brings_its_category_and_the_words_that_spoke_for_it() -> None:
    meaning = UNDERSTANDER.understand("三楼的路登不亮")
    assert (meaning.kind, meaning.category, meaning.matter) == (Kind.HELP, "城乡建设", "路灯照明")
    assert "路灯" in meaning.why
    assert all(guess.label != meaning.matter for guess in meaning.alternatives)


def test_a_live_emergency_is_a_cry_for_help_whatever_else_the_words_say() -> None:
    meaning = UNDERSTANDER.understand("请问煤气漏了怎么办")
    assert meaning.kind is Kind.HELP
    assert meaning.emergency is not None
    assert meaning.emergency.live
    assert meaning.intent == ""


def test_a_feared_danger_is_tagged_a_hazard() -> None:
    meaning = UNDERSTANDER.understand("楼道堆满杂物，万一着火怎么办")
    assert meaning.emergency is not None
    assert not meaning.emergency.live
    assert HAZARD in meaning.tags


def test_a_command_is_recognised_only_when_it_is_the_whole_message() -> None:
    assert UNDERSTANDER.understand("转人工").intent == "person"
    assert UNDERSTANDER.understand("投诉人工客服态度很差").intent == ""


@pytest.mark.parametrize("said", HOMES)
def test_where_somebody_lives_is_a_command(said: str) -> None:
    assert UNDERSTANDER.understand(said).intent == "home"


def test_where_somebody_lives_with_what_is_wrong_there_is_content() -> None:
    meaning = UNDERSTANDER.understand("我住在海月小区3栋，路灯坏了")
    assert meaning.intent == ""
    assert meaning.matter == "路灯照明"


def test_solved_and_not_solved_answer_the_open_ticket() -> None:
    assert UNDERSTANDER.understand("已经修好了谢谢", open_ticket=True).solved is True
    assert UNDERSTANDER.understand("还是不亮", open_ticket=True).solved is False
    assert UNDERSTANDER.understand("路灯坏了", open_ticket=True).solved is None


def test_thanks_and_a_complaint_are_two_things() -> None:
    meaning = UNDERSTANDER.understand("先感谢网格员小李，但路灯还是不亮")
    assert meaning.kind is Kind.COMPLAINT
    assert meaning.parts == ("先感谢网格员小李", "路灯还是不亮")


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("1、路灯不亮 2、垃圾没人收 3、井盖松了", 3),
        ("我们小区停水两天了。另外电梯也坏了", 2),
        ("路灯坏了，下水道也堵了", 2),
        ("楼下路灯坏了三天了，晚上很黑，老人不敢出门", 1),
        ("1、路灯不亮 2、晚上太黑 3、路灯从去年就坏了", 1),
        ("路灯坏了", 1),
        ("一是小区停水三天了，二是电梯坏了没人修", 2),
        ("第一，路灯不亮；第二，垃圾没人收", 2),
        ("举报时代倾城小区商业门面违法销售商品等问题，在国家大力倡导食品安全城市为契机的时候", 1),
        ("下水道堵了，导致路面积水，小孩上学都走不了", 1),
        ("小区停水三天了，物业还乱收费，到底有没有人管？", 1),
        ("在本市缴纳社保满三年，如何落户", 1),
        ("公司拖欠工资，拒不退款", 1),
        ("我们这里的情况大家都知道。" * 12 + "路灯坏了，下水道也堵了", 1),
        ("1、路灯不亮 2、垃圾没人收 " + "我们这里的情况大家都知道。" * 40, 1),
    ],
)
def test_separate_matters_are_cut_apart_and_one_story_is_not(said: str, count: int) -> None:
    assert len(UNDERSTANDER.understand(said).parts) == count


@pytest.mark.skipif(not STREAM.exists(), reason="needs ../shared/data")
def test_fewer_than_1_in_100_real_messages_are_cut() -> None:
    letters = [json.loads(line) for line in STREAM.read_text(encoding="utf-8").splitlines()[:1500]]
    for said in ([letter["title"] for letter in letters], [f"{row['title']}\n{row['text']}" for row in letters]):
        assert sum(len(UNDERSTANDER.understand(text).parts) > 1 for text in said) < 0.01 * len(said)


def test_a_label_leads_to_its_category() -> None:
    assert UNDERSTANDER.category_of("路灯照明") == "城乡建设"
    assert UNDERSTANDER.category_of("城乡建设") == "城乡建设"
    assert UNDERSTANDER.category_of("没有这个") == ""


def test_a_petty_matter_of_daily_life_goes_into_the_first_ledger() -> None:
    assert UNDERSTANDER.understand("路灯坏了").ledger == "民生服务"
    assert UNDERSTANDER.understand("我想申请低保").ledger == "困难群众"


def test_the_gazetteer_is_asked_with_the_home() -> None:
    understander = Understander(gazetteer=OnePlace())
    assert understander.understand("路灯坏了").place is None
    spot = understander.understand("路灯坏了", home="460204198023001", home_words="桂花苑5栋").place
    assert spot is not None
    assert (spot.name, spot.words) == ("金鸡岭", "桂花苑5栋")


def test_advice_exists_for_every_danger_and_for_nothing_else() -> None:
    assert UNDERSTANDER.advice("fire").numbers == ("119",)
    with pytest.raises(KeyError):
        UNDERSTANDER.advice("火")


@settings(deadline=None)
@given(st.text(st.characters()), st.text(st.characters(), max_size=20), st.booleans())
def test_no_text_raises(text: str, title: str, open_ticket: bool) -> None:
    assert UNDERSTANDER.understand(text, title=title, open_ticket=open_ticket).kind in Kind


@settings(deadline=None)
@given(st.lists(st.sampled_from("着火电梯困了1、2。，另外没有去年万一先感谢但路灯坏不亮我要举报"), max_size=60))
def test_no_jumble_of_our_own_words_raises(signs: list[str]) -> None:
    assert UNDERSTANDER.understand("".join(signs)).parts


def test_threads_get_the_same_answers_as_one() -> None:
    said = ["路灯坏了", "着火了", "转人工", "想要一个书包"] * 25
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(UNDERSTANDER.understand, said)) == [UNDERSTANDER.understand(text) for text in said]


def test_the_command_answers_each_line_in_order() -> None:
    lines = io.StringIO('{"id": 2, "text": "已经修好了谢谢"}\n\n{"id": 1, "text": "电梯困人了", "title": null}\n')
    first, second = (json.loads(line) for line in answers(lines, UNDERSTANDER))
    assert (first["id"], first["kind"], first["solved"]) == (2, "feedback", True)
    assert (second["id"], second["emergency"]) == (1, {"type": "lift", "live": True})
    assert second["asks"] == ["emergency", "place"]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1, "text": 5}'])
def test_the_command_names_the_line_it_cannot_read(line: str) -> None:
    with pytest.raises(MessageError, match="line 2"):
        list(answers(["\n", line], UNDERSTANDER))
