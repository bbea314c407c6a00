"""Keyword rules: what speaks, what is silenced, how sure a verdict is, and how mistakes are named."""

from pathlib import Path

import pytest

from domain.errors import RuleError
from nlp.rules import RuleBook

META = '[meta]\ntitle = "试"\n'
LAMP = '[[rule]]\nid = "路灯照明"\nparent = "城乡建设"\nwords = {"路灯" = 3.0}\n'


@pytest.fixture
def book(tmp_path: Path):
    def write(rules: str, meta: str = "") -> RuleBook:
        path = tmp_path / "rules.toml"
        path.write_text(META + meta + rules, encoding="utf-8")
        return RuleBook.load(path)

    return write


def test_a_word_speaks_for_its_label_and_the_verdict_says_so(book):
    verdict = book(LAMP).judge("小区路灯坏了")
    assert verdict.label == "路灯照明"
    assert [(hit.word, hit.weight) for hit in verdict.why] == [("路灯", 3.0)]


def test_when_nothing_speaks_the_label_is_empty(book):
    verdict = book(LAMP).judge("今天天气不错")
    assert (verdict.label, verdict.confidence, verdict.ranked) == ("", 0.0, ())


def test_confidences_share_one_with_none_of_these(book):
    verdict = book(LAMP + '[[rule]]\nid = "停电"\nwords = {"电" = 3.0}\n').judge("路灯没电")
    assert [guess.confidence for guess in verdict.ranked] == pytest.approx([0.488, 0.488], abs=0.001)


def test_a_negative_word_takes_away(book):
    rules = book('[[rule]]\nid = "火情"\nwords = {"火" = 3.0, "火锅" = -4.0}\n')
    assert rules.judge("着火了").label == "火情"
    assert rules.judge("火锅店").label == ""


def test_a_word_inside_a_hidden_phrase_does_not_count(book):
    rules = book('[[rule]]\nid = "火情"\nwords = {"火" = 3.0}\n', 'hide = ["火车站"]\n')
    assert rules.judge("火车站").label == ""
    assert rules.judge("火车站着火").label == "火情"


def test_a_whole_word_does_not_count_across_other_words(book):
    rules = book('[[rule]]\nid = "打架"\nwhole = ["打人"]\nwords = {"打人" = 3.0}\n')
    assert rules.judge("他动手打人").label == "打架"
    assert rules.judge("主打人行道改造").label == ""


def test_a_word_may_be_whole_for_one_rule_and_not_for_another(book):
    rules = book(
        '[[rule]]\nid = "打架"\nwhole = ["打人"]\nwords = {"打人" = 3.0}\n'
        '[[rule]]\nid = "别的"\nwords = {"打人" = 2.0}\n'
    )
    assert rules.judge("主打人行道改造").label == "别的"


def test_near_words_count_in_order_and_in_one_sentence(book):
    rules = book('[[rule]]\nid = "路灯照明"\nwords = {"灯…不亮" = 3.0}\n')
    assert rules.judge("灯一直不亮").label == "路灯照明"
    assert rules.judge("不亮的灯").label == ""
    assert rules.judge("有灯。天不亮就起床").label == ""
    assert rules.judge("灯修了八回还是三天两头的不亮").label == ""


def test_near_words_with_a_tilde_count_in_either_order(book):
    rules = book('[[rule]]\nid = "路灯照明"\nwords = {"灯~不亮" = 3.0}\n')
    assert rules.judge("不亮的灯").label == "路灯照明"


@pytest.mark.parametrize(
    ("text", "label"),
    [("路灯坏了", "路灯照明"), ("路灯真美", ""), ("坏了", ""), ("路灯坏了又修好了", "")],
)
def test_any_all_and_none_are_conditions(book, text: str, label: str):
    rules = book('[[rule]]\nid = "路灯照明"\nall = ["路灯"]\nany = ["坏", "不亮"]\nnone = ["修好了"]\n')
    assert rules.judge(text).label == label


def test_many_labels_hold_together_when_each_reaches_its_threshold(book):
    rules = book(
        '[[rule]]\nid = "旅游"\nwords = {"游客" = 3.0}\n'
        '[[rule]]\nid = "候鸟"\nthreshold = 0.99\nwords = {"候鸟" = 3.0}\n'
        '[[rule]]\nid = "台风"\nwords = {"台风" = 3.0}\n'
    )
    assert [guess.label for guess in rules.all("游客和候鸟遇到台风")] == ["旅游", "台风"]


def test_a_bias_counts_once_a_word_of_the_rule_is_heard(book):
    rules = book('[[rule]]\nid = "停电"\nbias = -2.0\nwords = {"电" = 3.0}\n' + LAMP)
    assert rules.judge("路灯没电").label == "路灯照明"
    assert [guess.label for guess in rules.judge("路灯坏").ranked] == ["路灯照明"]


def test_a_rule_without_words_holds_where_nothing_else_does(book):
    rules = book('[[rule]]\nid = "民生服务"\nbias = 3.0\n' + LAMP)
    assert [guess.label for guess in rules.all("你好")] == ["民生服务"]


def test_words_in_the_title_count_by_the_title_weight(book):
    rules = book(LAMP, "title_weight = 2.0\n")
    assert rules.judge("路灯坏了", title="路灯").why[0].weight == 9.0


def test_hand_written_weights_win_over_fitted_ones(book):
    rules = book('[[rule]]\nid = "路灯照明"\nwords = {"路灯" = 3.0}\nhand = {"路灯" = -3.0}\n')
    assert rules.judge("路灯").label == ""


def test_rule_words_are_written_as_one_likes_and_folded(book):
    assert book('[[rule]]\nid = "路灯照明"\nwords = {"路燈" = 3.0}\n').judge("路灯").label == "路灯照明"


@pytest.mark.parametrize(
    ("rules", "line", "message"),
    [
        (LAMP + "words = 3\n", 7, "overwrite"),
        (LAMP + "wordz = {}\n", 7, "wordz"),
        (LAMP + LAMP, 7, "two rules of this name"),
        ('[[rule]]\nid = "空"\n', 3, "no words"),
        ('[[rule]]\nid = "空"\nwords = {"…" = 1.0}\n', 3, "empty word"),
        (LAMP + 'whole = ["别的"]\n', 3, "别的"),
        (LAMP + 'any = ["灯…坏"]\nwhole = ["灯…坏"]\n', 3, "single words"),
        ('[[rule]]\nid = "路灯"\nwords = {"路灯" = "很"}\n', 5, "number"),
    ],
)
def test_a_broken_rule_is_an_error_with_file_and_line(book, rules: str, line: int, message: str):
    with pytest.raises(RuleError, match=rf"rules\.toml:{line}: .*{message}"):
        book(rules)


def test_a_missing_file_is_a_rule_error(tmp_path: Path):
    with pytest.raises(RuleError, match=r"none\.toml"):
        RuleBook.load(tmp_path / "none.toml")


def test_check_names_the_tests_that_fail_with_their_line(book):
    failing = book(LAMP + 'tests = ["路灯坏了", "电梯坏了"]\nnot_tests = ["这盏路灯"]\n').check()
    assert len(failing) == 2
    assert "rules.toml:7" in failing[0]
    assert "电梯坏了" in failing[0]
    assert "rules.toml:8" in failing[1]


def test_explain_gives_every_word_for_every_label(book):
    rules = book(LAMP + '[[rule]]\nid = "停电"\nbias = -1.0\nwords = {"电" = 3.5}\n')
    assert [(hit.word, hit.label) for hit in rules.explain("路灯没电")] == [
        ("电", "停电"),
        ("路灯", "路灯照明"),
        ("", "停电"),
    ]


def test_a_changed_file_gives_a_fresh_book_and_an_unchanged_one_the_same(book):
    old = book(LAMP)
    assert old.fresh() is old
    old.path.write_text(META + LAMP.replace('路灯" =', '电灯泡" ='), encoding="utf-8")
    assert old.fresh().judge("电灯泡").label == "路灯照明"
    assert old.judge("路灯").label == "路灯照明"


def test_a_file_broken_while_running_is_an_error_and_the_old_book_goes_on(book):
    old = book(LAMP)
    old.path.write_text("[[rule", encoding="utf-8")
    with pytest.raises(RuleError):
        old.fresh()
    assert old.judge("路灯").label == "路灯照明"
