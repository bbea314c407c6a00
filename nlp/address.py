"""Building, unit, floor, room and house number, in the ways people write them."""

from __future__ import annotations

import re

from domain.values import frozen, replace
from nlp.late import Late

DIGITS = {**{c: n for n, c in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "廿": 20}


@frozen
class Numbers:
    """What the numbers behind a place's name say; numerals in ASCII, "" where nothing is said, `end` in the text.

    Several buildings stand as "3、5", a run of them as "1-8"; a house number may be "odd" or "even" for 单号, 双号.
    """

    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    house: str = ""
    end: int = 0

    def __bool__(self) -> bool:
        return any((self.building, self.unit, self.floor, self.room, self.house))


def ascii_number(words: str) -> str:
    """十三 → 13, 二〇一 → 201, 一百二 → 120, 负一 → -1; anything else as it is, letters in capitals."""
    if words.startswith("负"):
        return f"-{ascii_number(words[1:])}"
    if not words or any(c not in DIGITS and c not in TENS for c in words):
        return words.upper()
    if not any(c in TENS for c in words):
        return "".join(str(DIGITS[c]) for c in words)
    total, digit, last = 0, 0, 1
    for c in words:
        if c == "廿":
            total += 20
        elif c in TENS:
            total += (digit or 1) * TENS[c]
            digit, last = 0, TENS[c]
        else:
            digit = DIGITS[c]
            last = 1 if c in "零〇" else last
    return str(total + digit * (last // 10 if last == TENS["百"] else 1))


def numbers_after(text: str, start: int, *, road: bool = False) -> Numbers:
    """The numbers right behind a place's name that ends at `start`; on a road 12号 is a house, else a building."""
    if text[start : start + 1] not in OPENERS:
        return NOTHING
    at = _skip(text, start)
    if text[at : at + 1] not in BEGINNINGS:
        return NOTHING
    house = ""
    if road and (match := HOUSE.match(text, at)):
        house, at = _house(match), _skip(text, match.end())
    if dashed := None if road and not house else DASHED.match(text, at):
        building, unit, room = dashed["b"], dashed["u"] or "", dashed["r"]
        return Numbers(building.upper(), unit, "", room, house, dashed.end())
    building, at = _buildings(text, at, BUILDING if road else BUILDING_OR_NUMBER)
    return _inside(text, at, building, house)


def numbers_in(text: str) -> Numbers:
    """The first building (or unit) anywhere in the text, written so plainly that it needs no place before it."""
    if not FREE_MARKS.search(text):
        return NOTHING
    if match := FREE_BUILDING.search(text):
        building, at = _buildings(text, match.start("n"), BUILDING)
        return _inside(text, at, building, "")
    if match := FREE_DASHED.search(text):
        return Numbers(match["b"], match["u"], "", match["r"], "", match.end())
    if match := FREE_UNIT.search(text):
        return _inside(text, match.start(), "", "")
    return NOTHING


def all_houses(text: str, numbers: Numbers) -> Numbers:
    """The numbers with every further house said behind them: 199号，应该是299号."""
    if not numbers.house or numbers.house in SIDES.values() or "号" not in text[numbers.end :]:
        return numbers
    further = [_house(match) for match in FURTHER_HOUSE.finditer(text, numbers.end)]
    return replace(numbers, house="、".join(dict.fromkeys((numbers.house, *further))))


def all_buildings(text: str, numbers: Numbers) -> Numbers:
    """The numbers with every further building said behind them: whose 3栋？不对，10栋 is, nobody can tell.

    9栋以后 and 7栋左边那栋 are no building that is known.
    """
    if numbers.building and INEXACT.match(text, numbers.end):
        return replace(numbers, building="")
    if not numbers.building or not FREE_MARKS.search(text, numbers.end):
        return numbers
    further = [_buildings(text, match.start("n"), BUILDING)[0] for match in FREE_BUILDING.finditer(text, numbers.end)]
    return replace(numbers, building="、".join(dict.fromkeys((numbers.building, *further))))


def numbers_start(text: str) -> int:
    """Where the building (or unit) that `numbers_in` reads begins, -1 if there is none."""
    match = FREE_BUILDING.search(text) or FREE_DASHED.search(text) or FREE_UNIT.search(text)
    return match.start() if match else -1


def _inside(text: str, at: int, building: str, house: str) -> Numbers:
    """Unit, floor and room behind the building, each optional."""
    if building and (match := UNIT_ROOM.match(text, _skip(text, at))):
        return Numbers(building, match["u"], "", match["r"], house, match.end())
    match = INSIDE.match(text, at) if building or house else INSIDE_ALONE.match(text, at)
    if match is None or not match.lastgroup:
        return Numbers(building, house=house, end=at)
    unit, floor, room = (ascii_number(match[part] or "") for part in ("unit", "floor", "room"))
    end = max(match.end(part) for part in ("units", "floors", "rooms"))
    return Numbers(building, unit, floor, room, house, end)


def _buildings(text: str, at: int, pattern: Late) -> tuple[str, int]:
    """One building, a run ("1-8") or a list ("3、5") that begins at `at`, and where it ends."""
    match = pattern.match(text, at)
    if match is None:
        return "", at
    words = [match["n"]]
    end = match.end()
    while match := MORE_BUILDINGS.match(text, end):
        words.append(match["n"])
        end = match.end()
    return "、".join(_building(word) for word in words), end


def _building(words: str) -> str:
    """3, B, 1-8 or 3、5 as written between the marks."""
    if words.isdecimal():
        return words
    return "、".join("-".join(ascii_number(end) for end in re.split(RUN, part)) for part in re.split(LIST, words))


def _house(match: re.Match[str]) -> str:
    """33, a run ("12-16") or a list ("90、91") of house numbers, or the side of the road."""
    return SIDES.get(match[0]) or "、".join(
        "-".join(map(ascii_number, re.split(HOUSE_RUN, part.replace("号", "")))) for part in re.split(LIST, match["n"])
    )


def _skip(text: str, at: int) -> int:
    match = BETWEEN.match(text, at)
    return match.end() if match else at


NOTHING = Numbers()
BEGINNINGS = frozenset(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ零〇一二两三四五六七八九十百廿甲乙丙丁东西中第门单双负顶地在-"
)
OPENERS = BEGINNINGS | frozenset(" \t\n的,，—_小里南北")  # what numbers begin with, or what stands before them: SKIP
NUMBER = r"(?:\d{1,4}|(?:两百)?[零〇一二三四五六七八九十百廿]{1,5}|两百)"  # 两 alone counts things: 两栋楼
LIST = r"[、,，./和跟与及]"
RUN = r"[-—~～到至]+"
LABEL = rf"(?:{NUMBER}|[A-Za-z]\d{{0,2}}|[甲乙丙丁])"
LABELS = rf"{LABEL}(?:号?(?:{RUN}|{LIST})第?{LABEL})*"
HOUSE_RUN = r"[-—~～之至到]"
MARK = r"\s*(?:号\s*楼|号栋|号公寓|栋楼(?![上下顶道梯])|栋|幢|座|#楼|#|号大院)"
DATE = r"(?!线|路(?![边口灯上面])|早(?![餐点市教])|晚|上午|中午|下午|凌晨|夜|开始|到现在|至今|以[前后]|起|就|才|又|前(?![面门边的]))"
SIDES = {"单号": "odd", "单数": "odd", "双号": "even", "双数": "even"}

SKIP = r"(?:\s|的|,|，|[-—_](?=\d)|小区|里面?的?|第?[一二三四五六1-6]期|[A-Za-z东西南北中]区)*"
BETWEEN = Late(SKIP)
HOUSE = Late(
    rf"(?:门牌)?(?:(?P<n>{NUMBER}(?:号?(?:{HOUSE_RUN}|{LIST}){NUMBER}(?=号|[-—~～之至到、,，和跟与及]))*)号(?!楼(?![上下])|栋|线){DATE}|[单双][号数])"
)
FURTHER_HOUSE = Late(
    rf"(?:[是往到至和与跟、,，路街巷道]|还有|[不改]成?)(?:第|门牌)?(?P<n>{NUMBER})号(?!楼|栋|线|车|房|桌){DATE}"
)
BUILDING = Late(rf"第?(?P<n>{LABELS}){MARK}")
BUILDING_OR_NUMBER = Late(rf"第?(?P<n>{LABELS})(?:{MARK}|号(?!线|门|停|断|没[水电气]|[到至]\d+号[停断没]){DATE})")
MORE_BUILDINGS = Late(rf"\s*(?:{LIST}|{RUN})?\s*第?(?P<n>{LABEL})(?:{MARK}|(?=\s*(?:{LIST}|\s)\s*\d{{1,2}}都|都))")
FREE_BUILDING = Late(rf"(?<![\da-zA-Z这那整每哪几有了除前后])第?(?P<n>(?<!\d){LABELS}){MARK}")
UNIT = r"(?P<units>(?P<unit>\d{1,2}|[一二三四五六七八九十]{1,2}|[A-Za-z甲乙丙丁东西中])\s*(?:单元|门洞))"
FLOOR = r"(?P<floors>(?:在|第|地下)?(?P<floor>负[一二三1-3]|[Bb]\d|-?\d{1,2}|[一二三四五六七八九十]{1,3}|顶)(?:楼|层)(?!道|梯|盘|市|面))"
ROOM = r"(?P<rooms>(?P<room>[A-Za-z]?\d{3,4}(?!\d|[年月日元块多个人户次天路米度])|\d{1,2}(?=室|房))(?:\s*(?:号房|室|房|号|户))?)"
ROOM_ALONE = (  # without building or house: 室 must be said, unless a unit or floor is
    r"(?P<rooms>(?P<room>[A-Za-z]?\d{3,4}(?!\d))(?:\s*(?:号房|室|房)|(?(units)|(?(floors)|(?!)))))"
)
UNIT_ROOM = Late(r"(?P<u>\d{1,2})[-—/](?P<r>\d{3,4})(?!\d)")
DASHED = Late(
    r"(?P<b>\d{1,3}|[A-Za-z])(?:栋|幢|号楼|座|#)?[-—/](?:(?P<u>\d{1,2})(?:单元)?[-—/])?(?P<r>\d{3,4})(?!\d|[-—]?(?:栋|幢|号楼|座|#))(?:室|房)?"
)
FREE_DASHED = Late(r"(?<![\d-])(?P<b>\d{1,2})[-—](?P<u>\d{1,2})[-—](?P<r>\d{3,4})(?![\d-])")
INSIDE = Late(rf"{SKIP}{UNIT}?{SKIP}{FLOOR}?{SKIP}{ROOM}?")
INSIDE_ALONE = Late(rf"{SKIP}{UNIT}?{SKIP}{FLOOR}?{SKIP}{ROOM_ALONE}?")
INEXACT = Late(
    r"(?:的|及|和)?(?:以[上下后前外]|往[后前东西南北左右上里外]|开外|之[后前]|[左右东西南北前后]边?(?:的|那|数)*(?:第?[一二两三1-3])?[栋幢座排])"
)
FREE_UNIT = Late(UNIT)
FREE_MARKS = Late(
    r"栋|幢|座|#|号\s*楼|号公寓|号大院|单元|门洞|-|—"
)  # none of them: a quick look before the careful ones
