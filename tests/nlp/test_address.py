"""Building, unit, floor, room and house number in the ways people write them."""

from __future__ import annotations

import pytest

from nlp.address import Numbers, ascii_number, numbers_after, numbers_in


@pytest.mark.parametrize(
    ("words", "number"),
    [("三", "3"), ("十", "10"), ("十三", "13"), ("二十", "20"), ("廿一", "21"), ("一百零二", "102"), ("三零二", "302"), ("四百三十三", "433"), ("两百八十八", "288"),
     ("一百二", "120"),
     ("负一", "-1"), ("12", "12"), ("b", "B"), ("甲", "甲"), ("", "")],
)  # fmt: skip
def test_chinese_numerals_become_digits(words: str, number: str) -> None:
    assert ascii_number(words) == number


@pytest.mark.parametrize(
    ("text", "building", "unit", "floor", "room"),
    [
        ("3号楼漏水", "3", "", "", ""),
        ("三栋", "3", "", "", ""),
        ("第十二幢", "12", "", "", ""),
        ("13幢2单元1502", "13", "2", "", "1502"),
        ("7-2-301", "7", "2", "", "301"),
        ("7-301", "7", "", "", "301"),
        ("3栋2-502", "3", "2", "", "502"),
        ("12#楼下", "12", "", "", ""),
        ("A座1203室", "A", "", "", "1203"),
        ("的5栋的三楼", "5", "", "3", ""),
        ("二期6栋", "6", "", "", ""),
        ("2、3栋", "2、3", "", "", ""),
        ("8栋和9栋之间", "8、9", "", "", ""),
        ("1到5栋停电", "1-5", "", "", ""),
        ("12号漏水", "12", "", "", ""),
        ("三楼", "", "", "3", ""),
        ("负一楼", "", "", "-1", ""),
        ("2单元402", "", "2", "", "402"),
        ("5号晚上停水", "", "", "", ""),
        ("那栋楼", "", "", "", ""),
        ("停水2天", "", "", "", ""),
        ("3栋2023年就坏了", "3", "", "", ""),
    ],
)
def test_numbers_behind_a_compound(text: str, building: str, unit: str, floor: str, room: str) -> None:
    found = numbers_after(f"花园{text}", 2)
    assert (found.building, found.unit, found.floor, found.room) == (building, unit, floor, room)


@pytest.mark.parametrize(
    ("text", "house", "building"),
    [("21号", "21", ""), ("八十八号门口", "88", ""), ("12号3栋", "12", "3"), ("单号那边", "odd", ""), ("双号", "even", ""),
     ("3栋", "", "3"), ("5号线", "", ""), ("12-14号", "12-14", ""), ("90号跟91号中间", "90、91", ""), ("5、6号", "5、6", ""),
     ("四百三十三号楼上", "433", ""), ("两百号", "200", ""), ("12号，3栋", "12", "3"), ("路灯", "", "")],
)  # fmt: skip
def test_numbers_behind_a_road(text: str, house: str, building: str) -> None:
    found = numbers_after(f"路{text}", 1, road=True)
    assert (found.house, found.building) == (house, building)


@pytest.mark.parametrize(
    ("text", "building", "unit"),
    [
        ("楼下停电，3栋2单元", "3", "2"),
        ("有一栋楼漏水", "", ""),
        ("这栋楼", "", ""),
        ("2单元没水", "", "2"),
        ("停电三天", "", ""),
    ],
)
def test_numbers_without_a_place_must_be_plain(text: str, building: str, unit: str) -> None:
    found = numbers_in(text)
    assert (found.building, found.unit) == (building, unit)


def test_nothing_said_is_nothing_found() -> None:
    assert not Numbers()
    assert not numbers_after("花园", 2)
