"""The names in a text: the longest where they overlap, and whether each really stands for its place."""

from __future__ import annotations

from domain.places import Level
from domain.values import frozen
from nlp.address import NOTHING, Numbers, numbers_after
from nlp.late import Late
from nlp.names import NameIndex
from nlp.naming import Kind
from nlp.unknown_names import is_tail


@frozen
class Mention:
    """One name in a text and the places that bear it. Not `sure`: it may be another, longer name, or no name at all."""

    start: int
    end: int
    places: tuple[int, ...]
    kind: Kind
    sure: bool
    numbers: Numbers = NOTHING

    @property
    def behind(self) -> int:
        """Where the text goes on after the name and its numbers."""
        return max(self.end, self.numbers.end)


def mentions(index: NameIndex, text: str) -> list[Mention]:
    """The names of a text from left to right, the longest where they overlap."""
    hits = index.hits(text)
    if not hits:
        return []
    chosen: list[tuple[int, int, int]] = []
    for hit in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if not chosen or hit[0] >= chosen[-1][1]:
            chosen.append(hit)
        elif hit[1] > chosen[-1][1] and hit[1] - hit[0] > chosen[-1][1] - chosen[-1][0]:
            chosen[-1] = hit
    ends = {end for _, end, _ in chosen}
    found = (_mention(index, text, hit, ends) for hit in chosen)
    return [mention for mention in found if mention]


def _mention(index: NameIndex, text: str, hit: tuple[int, int, int], ends: set[int]) -> Mention | None:
    start, end, name = hit
    places, kind = _bearing(index, name)
    level = index.level(places[0])
    if kind is Kind.STEM and LONGER_STEM[level is Level.DISTRICT].match(text, end):
        return None  # 建设 in 建设路: another name
    if kind is Kind.ALIAS and level not in FINE and text[end - 1] not in ENDS and LONGER_ALIAS.match(text, end):
        return None  # 月川 in 月川北路
    if text[end - 1] == "里" and INSIDE.match(text, end):
        return None  # 榕树里 in 榕树里面: no name at all
    sure = start in ends or not (_doubtful(text, start, end) or (level in BUILT and is_tail(text, start)))
    sure = sure and not (level in BUILT and BUSINESS.match(text, end))
    if level not in FINE:
        return Mention(start, end, places, kind, sure)
    road = level is Level.ROAD
    sure = sure and not (road and LONGER.match(text, end))
    return Mention(start, end, places, kind, sure, _numbers(text, end, road=road))


def _numbers(text: str, end: int, *, road: bool) -> Numbers:
    """The numbers of a place; of 10栋对面的11栋 those that are meant, the last."""
    numbers = numbers_after(text, end, road=road)
    while numbers and (beside := BESIDE.match(text, numbers.end)):
        further = numbers_after(text, beside.end(), road=road)
        if not (further.building or further.house):
            break
        numbers = further
    return numbers


def _bearing(index: NameIndex, name: int) -> tuple[tuple[int, ...], Kind]:
    """The places a name stands for: those that bear it themselves; by its stem the largest."""
    bearers = index.bearers_of(name)
    kind = min([kind for _, kind in bearers])
    if kind is not Kind.STEM:
        return tuple([place for place, own in bearers if own is not Kind.STEM]), kind
    places = [place for place, _ in bearers]
    large = [place for place in places if index.level(place) in LARGE]
    return tuple(large or [p for p in places if not set(places).intersection(index.chain(p)[1:])]), kind


def _doubtful(text: str, start: int, end: int) -> bool:
    """Whether the name may be the tail of a longer one that we do not know (桂花苑 in 金桂花苑)."""
    before = text[start - 1] if start else ""
    if not before or not "\u4e00" <= before <= "\u9fff":
        return False
    return before not in BEFORE if end - start <= SHORT else before == "新"


BUILT = (Level.COMPOUND, Level.LANDMARK)  # named alike in every city; what stands before makes another of them
LARGE = (Level.CITY, Level.DISTRICT)
FINE = frozenset({Level.GRID, Level.COMPOUND, Level.ROAD, Level.LANDMARK})
SHORT = 3  # names so short stand inside other names
BEFORE = frozenset(
    "在到住是系咱年天晚讲看去从我们的于离近和与跟及或路县区市镇村街院边面了有个你您来给往过至找问啊呢吧上下里有叫为把对让请查想口旁侧后前壁近住"
)
INSIDE = Late(r"[面边头]")
LONGER = Late(
    r"(?:小学|中学|学校|幼儿园|市场|医院|派出所|酒店|宾馆|银行|加油站|支行|超市|大厦|花园|小区|社区|公寓|新村|广场|公园|大桥|市|店|道)"
)
BUSINESS = Late(  # 金穗公寓酒楼: a shop called after the place, wherever it is
    r"(?:(?![有的里在内门口开边旁后前附近楼下上对面隔壁底商层])[\u4e00-\u9fff]){0,2}"
    r"(?:酒店|酒楼|酒家|酒吧|饭店|饭馆|火锅店|茶楼|咖啡馆?|宾馆|旅馆|民宿|大排档|药房|书店|旅行社|养老院|中心|公司|连锁|分店|分校|集团|部(?![分队门长]))|式|舞队"
)
LONGER_STEM = (
    Late(
        r"(?:小学|中学|学校|幼儿园|医院|酒店|宾馆|银行|大厦|花园|小区|公寓|广场|公园|大桥|路|街|巷|道|大道|湾|河|山|岛|里|区|县|市|省|镇|乡)"
    ),
    Late(r"(?:路|街|巷|道|花园|小区|公寓|大厦|酒店|宾馆)"),  # 山阳中学 is in 山阳, 山阳路 anywhere
)
ENDS = frozenset("区县市镇乡会办处道旗")  # of names that are whole
LONGER_ALIAS = Late(
    r"[东西南北中新前后上下大小一二三四五六七八九十]{0,2}(?:路(?![上灯口面])|街(?![上道])|巷|大道|花园|小区|公寓|新村|新城|大厦|苑|幼儿园|酒店|宾馆)"
)
BESIDE = Late(
    r"的?(?:正|斜)?(?:旁边?|对面|附近|隔壁|边上|后面|前面|门口|侧边|背后|不远处?)(?:那个|那家|这个|有个)?的?(?:那个|那家|这个)?"
)
