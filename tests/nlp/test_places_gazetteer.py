"""The gazetteer as a whole: files in, paths and words out, the cache file, same names, letters, the map."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from place_cases import ROOT, demo_gazetteer

from domain.errors import ImportFileError
from domain.messages import Point
from domain.places import Area, Cover, Level, Relation
from domain.routing import Reason
from nlp.gazetteer import Gazetteer
from nlp.place_files import plain_name, read_grids
from nlp.shapes import Shapes

SHARED = ROOT / ".." / "shared" / "data"
CITIES = ("460200000000",)
BOW_TIE = json.dumps(
    {
        "features": [
            {
                "properties": {"code": "g"},
                "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
            }
        ]
    }
)
LETTERS = SHARED / "complaints" / "shangluo_dev.jsonl"


DEMO = demo_gazetteer()


@pytest.fixture
def demo() -> Gazetteer:
    return DEMO


def villages(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "villages.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("village_code", "village", "street_code", "street", "area", "city"), *rows])
    return path


def test_a_path_goes_from_the_city_to_the_place_and_is_read_without_the_city(demo: Gazetteer) -> None:
    assert [area.level for area in demo.path("460204198006-c02")] == [
        Level.CITY, Level.DISTRICT, Level.COMMUNITY, Level.COMPOUND,
    ]  # fmt: skip
    assert demo.in_words("460204198006-c02") == "天涯区友谊社区海虹花园"
    assert demo.in_words("460204198006002") == "天涯区友谊社区第二网格"
    assert demo.in_words("460200000000") == "三亚市"
    assert demo.in_words("nowhere") == ""
    assert demo.path("nowhere") == ()


def test_a_spot_is_read_with_its_numbers(demo: Gazetteer) -> None:
    spot = demo.find("海虹花园7-2-301")
    assert spot
    assert demo.spot_in_words(spot) == "天涯区友谊社区海虹花园7栋2单元301室"


def test_children_can_be_asked_for_by_level(demo: Gazetteer) -> None:
    assert [area.name for area in demo.children("460200000000")] == ["吉阳区", "天涯区"]
    assert len(demo.children("460204198008", Level.GRID)) == 5
    assert demo.children("nowhere") == ()


def test_the_resident_s_own_words_tell_which_building_downstairs_is(demo: Gazetteer) -> None:
    spot = demo.find("我们楼下垃圾没人收", "460204198008001", "金鸡岭花园3栋2单元")
    assert spot
    assert (spot.building, spot.relation, demo.routing(spot).grid) == ("3", Relation.HOME, "460204198008001")


def test_a_name_no_map_knows_is_kept_with_its_numbers_in_the_area_that_is_known(demo: Gazetteer) -> None:
    spot = demo.find("天涯区兴邦花城小区5栋201漏水", "460204198008001", "金鸡岭花园3栋2单元")
    assert spot
    assert (spot.code, spot.words, spot.building, spot.room) == ("460204000000", "兴邦花城小区", "5", "201")
    assert demo.spot_in_words(spot) == "天涯区兴邦花城小区5栋201室"
    assert not demo.routing(spot).sure


def test_a_bare_building_is_one_of_the_compounds_at_home(demo: Gazetteer) -> None:
    spot = demo.find("3栋电梯坏了", "460204198008004")
    assert spot
    assert spot.relation is Relation.HOME
    assert {area.name for code in spot.candidates if (area := demo.area(code))} == {"供销大院", "桂花苑"}
    said = demo.find("3栋电梯坏了", "460204198008004", "桂花苑5栋")
    assert said
    assert (said.name, said.building) == ("桂花苑", "3")


def test_a_letter_that_says_at_home_somewhere_does_not_speak_of_the_home(demo: Gazetteer) -> None:
    letter = "关于医保报销的政策一直没有落实。" * 12 + "家里电梯也坏了，3栋。"
    assert demo.find(letter, "460204198008001") is None


def test_a_picked_candidate_keeps_the_numbers(demo: Gazetteer) -> None:
    spot = demo.find("幸福里3栋停电")
    assert spot
    picked = demo.chosen(spot, "460203198001-c03")
    assert (picked.name, picked.building, demo.routing(picked).grid) == ("幸福里小区", "3", "460203198001004")
    with pytest.raises(KeyError):
        demo.chosen(spot, "nowhere")


def test_neighbours_come_first_among_candidates(demo: Gazetteer) -> None:
    spot = demo.find("海虹花园和望岭新居之间", "460204198008001")
    assert spot
    assert spot.candidates == ("460204198008-c02", "460204198006-c02")


def test_the_cache_file_answers_like_the_gazetteer_it_was_saved_from(demo: Gazetteer, tmp_path: Path) -> None:
    demo.save(tmp_path / "places.cache")
    again = Gazetteer.load(tmp_path / "places.cache")
    assert len(again) == len(demo)
    for text in ("海虹花园12栋", "幸福里", "友谊路和解放路交叉口", "儋州村停电"):
        assert again.find(text) == demo.find(text)
    assert [file.name for file in tmp_path.iterdir()] == ["places.cache"]


@pytest.mark.parametrize("damage", [b"", b"something else", None])
def test_a_damaged_cache_file_is_refused(demo: Gazetteer, tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "places.cache"
    demo.save(path)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if damage is None else damage)
    with pytest.raises(ImportFileError, match="build it again"):
        Gazetteer.load(path)


def test_an_empty_gazetteer_knows_no_place_and_says_which_name_it_heard(tmp_path: Path) -> None:
    empty = Gazetteer.build([])
    heard = empty.find("金鸡岭花园3栋")
    assert heard
    assert (heard.code, heard.words, empty.routing(heard).reason) == ("", "金鸡岭花园", Reason.UNKNOWN)
    assert empty.find("路灯坏了") is None
    empty.save(tmp_path / "empty")
    assert len(Gazetteer.load(tmp_path / "empty")) == 0


def test_a_code_may_appear_once_only() -> None:
    twice = [Area("1", "甲村", Level.COMMUNITY), Area("1", "乙村", Level.COMMUNITY)]
    with pytest.raises(ImportFileError, match="share a code: 1"):
        Gazetteer.build(twice)


def test_streets_that_exist_in_tables_only_are_never_shown(tmp_path: Path) -> None:
    path = villages(
        tmp_path,
        ("460204198023", "儋州村社区居委会", "460204198", "天涯区直辖村级区划", "天涯区", "三亚市"),
        ("469002106202", "龙江村委会", "469002106", "龙江镇", "琼海市", "省直辖县级行政区划"),
    )
    gazetteer = Gazetteer.from_csv(path)
    assert gazetteer.in_words("460204198023") == "天涯区儋州村社区"
    assert gazetteer.in_words("469002106202") == "琼海市龙江镇龙江村"
    assert [area.name for area in gazetteer.path("460204198023")] == ["三亚市", "天涯区", "儋州村社区"]
    assert Gazetteer.build([Area("460204198000", "天涯镇", Level.STREET)]).path("460204198000") == ()


def test_same_names_are_asked_and_the_larger_place_decides(tmp_path: Path) -> None:
    gazetteer = Gazetteer.from_csv(
        villages(
            tmp_path,
            ("460202198210", "龙江村委会", "460202198", "", "海棠区", "三亚市"),
            ("469002106202", "龙江村委会", "469002106", "龙江镇", "琼海市", ""),
            ("460204198023", "儋州村社区居委会", "460204198", "", "天涯区", "三亚市"),
            ("460400100001", "那大居委会", "460400100", "那大镇", "儋州市", ""),
        )
    )
    asked = gazetteer.find("龙江村停水")
    assert asked
    assert set(asked.candidates) == {"460202198210", "469002106202"}
    found = [gazetteer.find(text) for text in ("海棠区龙江村停水", "龙江镇停水", "儋州村社区停水", "儋州市停水")]
    assert [spot.code for spot in found if spot] == ["460202198210", "469002106000", "460204198023", "460400000000"]


@pytest.mark.parametrize(
    ("village", "name"),
    [
        ("西街社区居民委员会", "西街社区"),
        ("沙坝村村民委员会", "沙坝村"),
        ("劳动路居委会", "劳动路社区"),
        ("东村委会", "东村"),
        ("渔村", "渔村"),
    ],
)
def test_committees_become_places(village: str, name: str) -> None:
    assert plain_name(village) == name


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("a,b\n1,2\n", "needs the columns"), ("code,name,level\n1,甲,galaxy\n", "row 2: level must be one of")],
)
def test_a_place_file_that_cannot_be_read_says_where(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ImportFileError, match=complaint):
        Gazetteer.from_csv(path)


def test_a_cover_nobody_registered_names_its_row(tmp_path: Path) -> None:
    path = tmp_path / "grids.csv"
    path.write_text("code,name,community,households,covers\ng1,第一网格,c,300,月亮湾\n", encoding="utf-8")
    with pytest.raises(ImportFileError, match="第2行：地名表里没有“月亮湾”"):
        read_grids(path, [])


def test_every_grid_of_the_demo_is_reached_by_each_thing_it_covers(demo: Gazetteer) -> None:
    _, covers = read_grids(ROOT / "bot/demo/data/grids.csv", [a for code in CITIES for a in below(demo, code)])
    for cover in covers:
        area = demo.area(cover.area)
        assert area
        number = "" if cover.low is None else str(cover.low)
        spot = demo.chosen(found(demo, area, cover), area.code)
        key = "house" if area.level is Level.ROAD else "building"
        assert demo.routing(replace(spot, **{key: number})).grid == cover.grid


def below(gazetteer: Gazetteer, code: str) -> list[Area]:
    return [area for child in gazetteer.children(code) for area in (child, *below(gazetteer, child.code))]


def found(gazetteer: Gazetteer, area: Area, cover: Cover) -> object:
    spot = gazetteer.find(area.name)
    assert spot, f"{area.name} of {cover.grid} is not found by its own name"
    return spot


def test_a_pin_on_the_map_names_its_grid_or_both_sides_of_a_border(demo: Gazetteer) -> None:
    path = ROOT / "bot/demo/data/grids.geojson"
    shapes = Shapes.from_geojson(path)
    assert shapes.grid_at(Point(18.27, 109.485)) == ("460204198023001",)
    assert len(shapes.grid_at(Point(18.27, 109.48753))) == 2
    assert shapes.grid_at(Point(0, 0)) == ()
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        assert demo.area(feature["properties"]["code"])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[]", "not a GeoJSON"),
        ('{"features": [{"properties": {}, "geometry": null}]}', "feature 1"),
        (BOW_TIE, "not a valid polygon"),
    ],
)
def test_a_map_that_cannot_be_read_says_where(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "map.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ImportFileError, match=complaint):
        Shapes.from_geojson(path)


def test_an_empty_map_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "map.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    assert Shapes.from_geojson(path).grid_at(Point(18, 109)) == ()


@pytest.mark.skipif(not LETTERS.exists(), reason="needs ../shared/data")
def test_the_county_of_a_letter_is_right_for_92_in_100_and_wrong_for_fewer_than_15_in_1000() -> None:
    gazetteer = Gazetteer.from_csv(SHARED / "gazetteer" / "shangluo_villages.csv")
    letters = [json.loads(line) for line in LETTERS.read_text(encoding="utf-8").split("\n") if line]
    judged = [
        (county(gazetteer, f"{letter['title']}\n{letter['text']}"), letter["county_from_agency"])
        for letter in letters
        if letter["county_from_agency"]
    ]
    right = sum(got == gold for got, gold in judged)
    wrong = sum(got not in ("", gold) for got, gold in judged)
    assert right >= 0.92 * len(judged)
    assert wrong <= 0.015 * len(judged)


def county(gazetteer: Gazetteer, text: str) -> str:
    spot = gazetteer.find(text)
    path = gazetteer.path(spot.code) if spot else ()
    return next((area.name for area in path if area.level is Level.DISTRICT), "")


def test_a_long_road_without_a_number_waits_for_it(demo: Gazetteer) -> None:
    spot = demo.find("解放路堵车")
    assert spot
    assert demo.routing(spot).reason is Reason.ASK_NUMBER


PIECES = [
    "金鸡岭花园",
    "幸福里",
    "友谊路",
    "解放路",
    "天涯区",
    "吉阳区",
    "三亚市",
    "友谊社区",
    "后巷",
    "我们楼下",
    "对面",
    "旁边的",
    "交叉口",
]
PIECES += [
    "3栋",
    "8-10栋",
    "七号楼",
    "12号",
    "7-2-301",
    "2单元",
    "负一楼",
    "和",
    "到",
    "的",
    "，",
    "\n",
    "单号",
    "第二网格",
    "海口市",
]


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=8),
    st.sampled_from(["", "460204198008001", "nowhere"]),
)
def test_whatever_is_written_the_answer_is_a_real_grid_or_a_question_about_real_places(
    pieces: list[str], home: str
) -> None:
    spot = DEMO.find("".join(pieces), home, "海虹花园3栋")
    if spot is None:
        return
    routing = DEMO.routing(spot)
    known = [DEMO.area(code) for code in (*routing.candidates, *spot.candidates, routing.grid, spot.code) if code]
    assert all(known)
    if routing.sure:
        grid = DEMO.area(routing.grid)
        assert grid
        assert grid.level is Level.GRID
    assert 0 < spot.confidence <= 1
    assert DEMO.spot_in_words(spot).startswith(DEMO.in_words(spot.code))
