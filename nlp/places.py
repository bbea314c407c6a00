"""Where a message speaks of: the names in it, what they are to each other, and the resident's own home."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.places import Level, Relation, Spot
from nlp.address import Numbers, numbers_after, numbers_in
from nlp.names import Kind, NameIndex

READ = 4000  # characters of a letter that are looked at
ASKED = 6  # candidates worth asking about
PAIR = 2


NOTHING = Numbers()


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a text and the places that bear it. Not `sure`: it may be another, longer name, or no name at all."""

    start: int
    end: int
    places: tuple[int, ...]
    kind: Kind
    sure: bool
    numbers: Numbers = NOTHING


def mentions(index: NameIndex, text: str) -> list[Mention]:
    """The names of a text from left to right, the longest where they overlap."""
    chosen: list[tuple[int, int, int]] = []
    for hit in sorted(index.hits(text), key=lambda hit: (hit[0], -hit[1])):
        if not chosen or hit[0] >= chosen[-1][1]:
            chosen.append(hit)
        elif hit[1] > chosen[-1][1] and hit[1] - hit[0] > chosen[-1][1] - chosen[-1][0]:
            chosen[-1] = hit
    ends = {end for _, end, _ in chosen}
    found = (_mention(index, text, hit, ends) for hit in chosen)
    return [mention for mention in found if mention]


def _mention(index: NameIndex, text: str, hit: tuple[int, int, int], ends: set[int]) -> Mention | None:
    start, end, name = hit
    bearers = list(index.bearers_of(name))
    kind = min(kind for _, kind in bearers)
    places = tuple(place for place, own in bearers if own is not Kind.STEM or kind is Kind.STEM)
    large = tuple(place for place in places if index.level(place) in (Level.CITY, Level.DISTRICT))
    if kind is Kind.STEM:
        places = large or tuple(p for p in places if not set(places).intersection(index.chain(p)[1:]))
    if INSIDE.match(text, end) and text[end - 1] == "里":
        return None
    fine = index.level(places[0]) in FINE
    sure = start in ends or not _doubtful(text, start, end)
    if fine and index.level(places[0]) is Level.ROAD:
        sure = sure and not LONGER.match(text, end)
    if kind is Kind.STEM and LONGER_STEM[index.level(places[0]) is Level.DISTRICT].match(text, end):
        return None
    numbers = numbers_after(text, end, road=index.level(places[0]) is Level.ROAD) if fine else NOTHING
    return Mention(start, end, places, kind, sure, numbers)


def _doubtful(text: str, start: int, end: int) -> bool:
    """Whether the name may be the tail of a longer one that we do not know (桂花苑 in 金桂花苑)."""
    before = text[start - 1] if start else ""
    if not before or not "\u4e00" <= before <= "\u9fff":
        return False
    return before not in BEFORE if end - start <= SHORT else before == "新"


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one text with one index. `home` is the chain of places the resident lives in, from small to large."""

    index: NameIndex
    text: str
    home: tuple[int, ...] = ()

    def spot(self, found: Sequence[Mention]) -> Spot | None:
        """The place the mentions speak of, None when they say nothing."""
        coarse = [m for m in found if self.index.level(m.places[0]) not in FINE]
        fine = self._narrowed([m for m in found if self.index.level(m.places[0]) in FINE], coarse)
        if fine:
            return self._fine(self._heads(fine), coarse)
        return self._coarse([m for m in coarse if m.kind is not Kind.STEM or self._pointed(m)])

    def _narrowed(self, fine: list[Mention], coarse: list[Mention]) -> list[Mention]:
        """Fewer bearers of a name where the text tells what one lies in, or the resident lives beside one."""
        around = {place for m in coarse if m.kind is not Kind.STEM for place in m.places}
        around |= {self._community(m.places[0]) for m in fine if len(m.places) == 1 and m.kind < Kind.LOCAL} - {-1}
        narrowed = (self._narrow(mention, around) for mention in fine)
        return [mention for mention in narrowed if mention]

    def _narrow(self, mention: Mention, around: set[int]) -> Mention | None:
        named = [place for place in mention.places if around.intersection(self.index.chain(place)[1:])]
        near = [place for place in mention.places if self._community(place) in self.home]
        if mention.kind is Kind.TAIL and not (near and mention.sure):
            return None
        places = named or (near if len(near) == 1 else mention.places)
        if len(places) > ASKED:
            return None
        sure = mention.sure and (mention.kind < Kind.LOCAL or bool(named or near))
        return replace(mention, places=tuple(places), sure=sure)

    def _community(self, place: int) -> int:
        return next((p for p in self.index.chain(place) if self.index.level(p) is Level.COMMUNITY), -1)

    def _heads(self, fine: list[Mention]) -> list[Mention]:
        """The mentions that say where; those that only say beside what it is fall away."""
        kept = [fine[0]]
        for mention in fine[1:]:
            before = kept[-1]
            between = self.text[max(before.end, before.numbers.end) : mention.start]
            if self._points_at(before, mention, between):
                kept[-1] = mention
            elif not (AT.fullmatch(between) and BESIDE.match(self.text, max(mention.end, mention.numbers.end))):
                kept.append(mention)
        return kept

    def _points_at(self, before: Mention, after: Mention, between: str) -> bool:
        """Whether `before` only leads to `after`: 友谊路海虹花园, 金鸡岭花园旁边的金鸡岭市场."""
        road = self.index.level(before.places[0]) is Level.ROAD and self.index.level(after.places[0]) is not Level.ROAD
        return bool(BESIDE.fullmatch(between)) or (road and between in LINKS)

    def _fine(self, heads: list[Mention], coarse: list[Mention]) -> Spot:
        places = list(dict.fromkeys(place for m in heads for place in m.places))
        inner = {p for place in places for p in self.index.chain(place)[1:]}
        places = [place for place in places if place not in inner]
        numbers = next((m.numbers for m in heads if m.numbers), NOTHING) or numbers_in(self.text)
        head = next(m for m in heads if places[0] in m.places)
        sure = len(places) == 1 and head.sure and not self._contradicted(head, places[0], coarse)
        relation = self._relation(heads)
        words = self.text[heads[0].start : max(heads[-1].end, heads[-1].numbers.end)]
        if sure:
            return self.at(places[0], CONFIDENCE[head.kind], numbers, words, relation)
        doubted = len(places) == 1 or not all(m.sure for m in heads)
        return self.among(places, numbers, words, relation, DOUBTED if doubted else UNSURE)

    def _contradicted(self, head: Mention, place: int, coarse: list[Mention]) -> bool:
        """Whether the text puts the place where it is not: 吉阳区金鸡岭花园."""
        chain = self.index.chain(place)
        return any(
            head.start - m.end in (0, 1) and m.kind is not Kind.STEM and not set(m.places).intersection(chain)
            for m in coarse
        )

    def _relation(self, heads: list[Mention]) -> Relation:
        last = heads[-1]
        after = max(last.end, last.numbers.end)
        roads = all(self.index.level(m.places[0]) is Level.ROAD for m in heads)
        if (
            len(heads) == PAIR
            and roads
            and (CROSSING.match(self.text, after) or MEETS.fullmatch(self.text, heads[0].end, last.start))
        ):
            return Relation.CROSSING
        if OPPOSITE.match(self.text, after):
            return Relation.OPPOSITE
        return Relation.NEAR if NEAR.match(self.text, after) else Relation.AT

    def _pointed(self, mention: Mention) -> bool:
        """Whether a bare stem is used as a place (在卓达, 月川那边); large areas are known well enough by it."""
        if self.index.level(mention.places[0]) in (Level.CITY, Level.DISTRICT):
            return True
        before = self.text[max(0, mention.start - 2) : mention.start]
        written = self.text[mention.start : mention.end]
        return (
            written == self.text
            or written[-1] in PLACE_ENDS
            or bool(THERE.match(self.text, mention.end))
            or before.endswith(("住", "在", "住在", "去", "到"))
        )

    def _coarse(self, found: list[Mention]) -> Spot | None:
        """Districts, streets and communities: the district most of the text speaks for, and the place in it."""
        if not found:
            return None
        found = self._supported(found)
        votes = self._votes(found)
        district, share = max(votes.items(), key=lambda vote: vote[1])
        if share < MAJORITY * sum(votes.values()):
            places = self._innermost(found)
            tied = [place for place in sorted(votes, key=votes.__getitem__, reverse=True) if place >= 0]
            return self.among(places if len(places) <= ASKED else tied, numbers_in(self.text), self._words(found))
        inside = [
            m
            for m in (
                replace(m, places=tuple(p for p in m.places if district in (*self.index.chain(p), -1))) for m in found
            )
            if m.places
        ]
        return self._deepest(inside)

    def _supported(self, found: list[Mention]) -> list[Mention]:
        """Names that several districts have, narrowed to the districts that the text names without doubt."""
        districts = [{self._district(place) for place in m.places} for m in found]
        named = {
            d for m, own in zip(found, districts, strict=True) if len(own) == 1 and m.kind < Kind.STEM for d in own
        }
        named = named or {d for own in districts if len(own) == 1 for d in own}
        return [
            replace(m, places=tuple(p for p in m.places if self._district(p) in named)) if own & named else m
            for m, own in zip(found, districts, strict=True)
        ]

    def _votes(self, found: list[Mention]) -> dict[int, float]:
        """How strongly the text speaks for each district (-1: for none)."""
        title = self.text.find("\n") if "\n" in self.text else 0
        votes: dict[int, float] = defaultdict(float)
        below = [m for m in found if any(self._district(place) >= 0 for place in m.places)]
        for m in below or found:
            weight = WEIGHTS[m.kind] * (1 if m.sure else 0.5) * (TITLE if m.start < title else 1)
            weight *= FIRST if m is found[0] else 1
            for district in {self._district(place) for place in m.places}:
                votes[district] += weight / len({self._district(place) for place in m.places})
        return votes

    def _district(self, place: int) -> int:
        return next((p for p in self.index.chain(place) if self.index.level(p) is Level.DISTRICT), -1)

    def _deepest(self, found: list[Mention]) -> Spot:
        """The smallest places mentioned; several of them are candidates under their common parent."""
        deepest = self._innermost(found)
        sure = [m for m in found if deepest[0] in m.places and m.sure and m.kind in (Kind.NAME, Kind.ALIAS)]
        if len(deepest) == 1 and (sure or self.index.level(deepest[0]) in (Level.CITY, Level.DISTRICT)):
            return self.at(
                deepest[0], CONFIDENCE[min(m.kind for m in found)], numbers_in(self.text), self._words(found)
            )
        return self.among(deepest, numbers_in(self.text), self._words(found))

    def _innermost(self, found: Sequence[Mention]) -> list[int]:
        """The places mentioned, without those that others of them lie in."""
        places = dict.fromkeys(place for m in found for place in m.places)
        around = {p for place in places for p in self.index.chain(place)[1:]}
        return [place for place in places if place not in around]

    def _words(self, found: Sequence[Mention]) -> str:
        return self.text[found[0].start : found[0].end]

    def at(self, place: int, confidence: float, numbers: Numbers, words: str, relation: Relation = Relation.AT) -> Spot:
        """A spot at one sure place."""
        area = self.index.area(place)
        return Spot(
            area.code, area.name, area.level, confidence, numbers.building, numbers.unit, numbers.floor, numbers.room,
            words, (), numbers.house, relation,
        )  # fmt: skip

    def among(
        self,
        places: Sequence[int],
        numbers: Numbers,
        words: str,
        relation: Relation = Relation.AT,
        confidence: float = 0.5,
    ) -> Spot:
        """A spot to be asked about: the common parent and the candidates, those near home first."""
        chains = [self.index.chain(place)[1:] for place in places]
        common = next((p for p in chains[0] if all(p in chain for chain in chains)), None)
        ordered = sorted(places, key=lambda place: self._community(place) not in self.home)[:ASKED]
        candidates = tuple(self.index.codes[place] for place in ordered)
        if common is not None:
            return replace(self.at(common, confidence, numbers, words, relation), candidates=candidates)
        return Spot(
            "", "", Level.CITY, confidence, numbers.building, numbers.unit, numbers.floor, numbers.room,
            words, candidates, numbers.house, relation,
        )  # fmt: skip


FINE = frozenset({Level.GRID, Level.COMPOUND, Level.ROAD, Level.LANDMARK})
CONFIDENCE = {Kind.NAME: 0.95, Kind.ALIAS: 0.92, Kind.LOCAL: 0.85, Kind.TAIL: 0.8, Kind.STEM: 0.7}
WEIGHTS = {Kind.NAME: 3.0, Kind.ALIAS: 3.0, Kind.LOCAL: 1.0, Kind.TAIL: 0.5, Kind.STEM: 1.0}
UNSURE = 0.5
DOUBTED = 0.4
MAJORITY = 0.6
TITLE = 3.0
FIRST = 1.5
SHORT = 3  # names so short stand inside other names
BEFORE = frozenset(
    "在到住是去从我们的于离近和与跟及或路县区市镇村街院边面了有个你您来给往过至找问啊呢吧上下里有叫为把对让请查想"
)
LINKS = frozenset({"", "的", " ", ",", "，", "、", "上", "上的", "边", "边的", "这边", "口"})
PLACE_ENDS = frozenset("路街巷村里湾岭坡港")
INSIDE = re.compile(r"[面边头]")
LONGER = re.compile(
    r"(?:小学|中学|学校|幼儿园|市场|医院|派出所|酒店|宾馆|银行|加油站|支行|超市|大厦|花园|小区|社区|公寓|新村|广场|公园|大桥|市|店|道)"
)
LONGER_STEM = (
    re.compile(
        r"(?:小学|中学|学校|幼儿园|医院|酒店|宾馆|银行|大厦|花园|小区|公寓|广场|公园|大桥|路|街|巷|道|大道|湾|河|山|岛)"
    ),
    re.compile(r"(?:路|街|巷|道|花园|小区|公寓|大厦|酒店|宾馆)"),  # 山阳中学 is in 山阳, 山阳路 anywhere
)
BESIDE = re.compile(
    r"的?(?:正|斜)?(?:旁边?|对面|附近|隔壁|边上|后面|前面|门口|侧边|背后)(?:那个|那家|这个|有个)?的?(?:那个|那家|这个)?"
)
AT = re.compile(r"(?:就)?(?:在|位于|靠近?)")
OPPOSITE = re.compile(r".{0,2}(?:正|斜)?(?:对面|对过|马路对面)")
NEAR = re.compile(r".{0,2}(?:旁边?|附近|隔壁|边上|周边|一带|不远)")
CROSSING = re.compile(r"(?:的|那个)?(?:交叉|路口|交汇|交界|十字|丁字|转角|拐角|交接|相交)")
MEETS = re.compile(r"(?:与|和|跟)?(?:交|接)")
THERE = re.compile(r"(?:这边|那边|这里|那里|附近|一带|这片|那片|片区|这儿|那儿|居民|居委|网格|社区)")
HOME = re.compile(
    r"(?:我们?|咱们?|本|我们这|咱)(?:家|住的)?(?:这个|这栋|的)?(?:小区|楼下|楼上|楼里|楼道|楼梯|楼|单元|院|大院|门口|家|栋|网格|村)"
    r"|家门口|楼道|楼梯[口间灯]|楼下|楼上|小区[里内门大]|单元门|门洞|家里|我家|电梯"
)
