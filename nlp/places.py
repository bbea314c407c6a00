"""Where a message speaks of: what the names in it are to each other, and what they leave open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from domain.places import Level, Relation, Spot
from domain.values import frozen, replace
from nlp.address import NOTHING, Numbers, all_buildings, all_houses, numbers_after, numbers_in
from nlp.districts import districts_of, pointed, settled
from nlp.mentions import BESIDE, FINE, LARGE, Mention
from nlp.names import NameIndex
from nlp.naming import Kind
from nlp.unknown_names import UnknownName, unknown_name

READ = 4000  # characters of a letter that are looked at
ASKED = 6  # candidates worth asking about
PAIR = 2
NAMED = 600  # characters in which a name that no map knows is looked for
REACH = 12  # characters in which a city stands before its compound


@frozen
class Reader:
    """Reads one text with one index. `home` is the chain of places the resident lives in, from small to large."""

    index: NameIndex
    text: str
    home: tuple[int, ...] = ()

    def spot(self, found: Sequence[Mention], unknown: UnknownName | None) -> Spot | None:
        """The place the mentions and the name that is none of ours speak of, None when they say nothing."""
        if not found:
            return self.unmapped(unknown) if unknown else None
        coarse = [m for m in found if self.index.level(m.places[0]) not in FINE]
        fine = self._narrowed([m for m in found if self.index.level(m.places[0]) in FINE], coarse)
        if fine:
            heads = self._heads(fine, coarse)
            return self._beside_unknown(heads, coarse, unknown) if unknown else self._fine(heads, coarse)
        spot = self._coarse([m for m in coarse if pointed(self.index, self.text, m)])
        return self.unmapped(unknown, spot) if unknown and not (spot and spot.candidates) else spot

    def unknown(self, found: Sequence[Mention]) -> UnknownName | None:
        """A name of the text that is none of ours."""
        text = self.text[:NAMED]
        for m in found:
            if m.sure and m.kind is not Kind.STEM:
                text = text[: m.start] + KNOWN * (m.end - m.start) + text[m.end :]
        return unknown_name(text)

    def unmapped(self, name: UnknownName, around: Spot | None = None) -> Spot:
        """A place that is named but not known: its words, its numbers, and the larger area it lies in if that is known."""
        numbers = numbers_after(self.text, name.end, road=not name.lived_in) or numbers_in(self.text)
        spot = Spot(
            "", "", Level.CITY, UNMAPPED, numbers.building, numbers.unit, numbers.floor, numbers.room,
            self.text[name.start : name.end], (), numbers.house,
        )  # fmt: skip
        return replace(spot, code=around.code, name=around.name, level=around.level) if around else spot

    def _beside_unknown(self, heads: list[Mention], coarse: list[Mention], unknown: UnknownName) -> Spot:
        """A known place beside a name no map knows: which of them is meant is asked unless the text tells."""
        spot = self._fine(heads, coarse)
        first, last = heads[0], heads[-1]
        if not unknown.lived_in or spot.candidates:
            return spot
        road = self.index.level(last.places[0]) is Level.ROAD
        if road and unknown.start >= last.behind and self.text[last.behind : unknown.start] in LINKS:
            parent = self.index.parents[last.places[0]]  # 友谊路 only leads to it
            return self.unmapped(unknown, self.at(parent, UNMAPPED, NOTHING, "") if parent >= 0 else None)
        numbers = numbers_after(self.text, unknown.end)
        between = self.text[max(unknown.end, numbers.end) : first.start] or self.text[last.behind : unknown.start]
        unknown_first = unknown.start < first.start
        if (BESIDE.fullmatch(between) and not unknown_first) or (
            AT.match(between) and unknown_first and BESIDE.match(self.text, last.behind)
        ):
            return self.unmapped(unknown)  # 海虹花园旁边的和谐家园, 和谐家园在海虹花园旁边: its grid may be another
        if AT.match(between) or (BESIDE.match(between) and unknown_first):
            return spot
        return self.among((last.places[0],), numbers, self.text[unknown.start : unknown.end], confidence=DOUBTED)

    def _narrowed(self, fine: list[Mention], coarse: list[Mention]) -> list[Mention]:
        """Fewer bearers of a name where the text tells what one lies in, or the resident lives beside one."""
        if len(fine) == 1 and len(fine[0].places) == 1 and fine[0].kind < Kind.LOCAL:
            return fine
        around = {place for m in coarse if m.kind is not Kind.STEM for place in m.places}
        around |= {self.index.communities[m.places[0]] for m in fine if len(m.places) == 1 and m.kind < Kind.LOCAL}
        around.discard(-1)
        narrowed = (self._narrow(mention, around) for mention in fine)
        return [mention for mention in narrowed if mention]

    def _narrow(self, mention: Mention, around: set[int]) -> Mention | None:
        named = [place for place in mention.places if around.intersection(self.index.chain(place)[1:])]
        near = [place for place in mention.places if self.index.communities[place] in self.home]
        if mention.kind is Kind.TAIL and not (near and mention.sure):
            return None
        places = named or (near if len(near) == 1 else mention.places)
        if len(places) > ASKED:
            return None
        sure = mention.sure and (mention.kind < Kind.LOCAL or bool(named or near))
        if sure == mention.sure and len(places) == len(mention.places):
            return mention
        return replace(mention, places=tuple(places), sure=sure)

    def _heads(self, fine: list[Mention], coarse: list[Mention]) -> list[Mention]:
        """The mentions that say where; those that only say beside what it is fall away."""
        meant = [m for m in fine if not DENIED.search(self.text, max(0, m.start - REACH), m.start)] or fine
        kept = [meant[0]]
        for mention in meant[1:]:
            before = kept[-1]
            skipped = sum(m.end - m.start for m in coarse if m.start == before.behind)
            between = self.text[before.behind + skipped : mention.start]
            if self._points_at(before, mention, between):
                kept[-1] = mention
            elif not (
                self._only_says_where(before, mention, between)
                or (AT.fullmatch(between) and BESIDE.match(self.text, mention.behind))
            ):
                kept.append(mention)
        return kept

    def _points_at(self, before: Mention, after: Mention, between: str) -> bool:
        """Whether `before` only leads to `after`: 友谊路海虹花园, 金鸡岭花园旁边的金鸡岭市场."""
        road = self.index.level(before.places[0]) is Level.ROAD and self.index.level(after.places[0]) is not Level.ROAD
        return bool(BESIDE.fullmatch(between)) or (road and between in LINKS)

    def _only_says_where(self, before: Mention, after: Mention, between: str) -> bool:
        """Whether `after` is only the road a building stands on: 东海明珠一栋海韵路."""
        level, parent = self.index.level(after.places[0]), self.index.parents[after.places[0]]
        return (
            level is Level.ROAD
            and not between
            and bool(before.numbers.building)
            and not after.numbers
            and self.index.level(before.places[0]) is Level.COMPOUND
            and parent in self.index.chain(before.places[0])
        )

    def _fine(self, heads: list[Mention], coarse: list[Mention]) -> Spot:
        places = self._innermost(heads)
        head = next(m for m in heads if places[0] in m.places)
        numbers = next((m.numbers for m in heads if m.numbers), NOTHING) or numbers_in(self.text)
        numbers = all_houses(self.text, all_buildings(self.text, numbers))
        relation = self._relation(heads)
        words = self.text[heads[0].start : heads[-1].behind]
        if len(places) == 1 and head.sure and not self._contradicted(head, places[0], coarse):
            return self.at(places[0], CONFIDENCE[head.kind], numbers, words, relation)
        doubted = len(places) == 1 or not all(m.sure for m in heads)
        return self.among(places, numbers, words, relation, DOUBTED if doubted else UNSURE)

    def _contradicted(self, head: Mention, place: int, coarse: Iterable[Mention]) -> bool:
        """Whether the text puts the place where it is not: 吉阳区金鸡岭花园, or into a city we do not know."""
        right_before = [m for m in coarse if head.start - m.end in (0, 1) and m.kind is not Kind.STEM]
        if not coarse and ELSEWHERE.search(self.text, max(0, head.start - REACH), head.start):
            return True
        return any(not set(m.places).intersection(self.index.chain(place)) for m in right_before)

    def _relation(self, heads: Sequence[Mention]) -> Relation:
        first, last = heads[0], heads[-1]
        roads = len(heads) == PAIR and all(self.index.level(m.places[0]) is Level.ROAD for m in heads)
        if roads and (CROSSING.match(self.text, last.behind) or MEETS.fullmatch(self.text, first.end, last.start)):
            return Relation.CROSSING
        beside = RELATED.match(self.text, last.behind)
        return Relation.AT if beside is None else Relation.OPPOSITE if beside["opposite"] else Relation.NEAR

    def _coarse(self, found: list[Mention]) -> Spot | None:
        """Districts, streets and communities: the smallest place in the district the text speaks of, or a question."""
        if not found:
            return None
        inside = settled(self.index, self.text, found)
        numbers = numbers_in(self.text)
        words = self.text[found[0].start : found[0].end]
        if not inside:
            places = self._innermost(found)
            return self.among(places if len(places) <= ASKED else districts_of(self.index, found), numbers, words)
        places = self._innermost(inside)
        named = any(places[0] in m.places and m.sure and m.kind < Kind.LOCAL for m in inside)
        if len(places) == 1 and (named or self.index.level(places[0]) in LARGE):
            return self.at(places[0], CONFIDENCE[min(m.kind for m in inside)], numbers, words)
        return self.among(places, numbers, words)

    def _innermost(self, found: Sequence[Mention]) -> list[int]:
        """The places mentioned, without those that others of them lie in."""
        places = list(dict.fromkeys(place for m in found for place in m.places))
        if len(places) == 1:
            return places
        around = {p for place in places for p in self.index.chain(place)[1:]}
        return [place for place in places if place not in around]

    def at(self, place: int, confidence: float, numbers: Numbers, words: str, relation: Relation = Relation.AT) -> Spot:
        """A spot at one sure place."""
        index = self.index
        return Spot(
            index.codes[place], index.names[place], index.level(place), confidence, numbers.building, numbers.unit, numbers.floor, numbers.room,
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
        ordered = sorted(places, key=lambda place: self.index.communities[place] not in self.home)[:ASKED]
        candidates = tuple(self.index.codes[place] for place in ordered)
        if common is not None:
            return replace(self.at(common, confidence, numbers, words, relation), candidates=candidates)
        return Spot(
            "", "", Level.CITY, confidence, numbers.building, numbers.unit, numbers.floor, numbers.room,
            words, candidates, numbers.house, relation,
        )  # fmt: skip


CONFIDENCE = {Kind.NAME: 0.95, Kind.ALIAS: 0.92, Kind.LOCAL: 0.85, Kind.TAIL: 0.8, Kind.STEM: 0.7}
UNSURE = 0.5  # which of several places
DOUBTED = 0.4  # whether it is a place's name at all
UNMAPPED = 0.3  # a name that no map knows
KNOWN = "□"  # hides a known name
LINKS = frozenset({"", "的", " ", ",", "，", "、", "上", "上的", "边", "边的", "这边", "口"})
CITIES = (  # said before a name that many cities have; roads are called after them
    "北京|上海|天津|重庆|广州|深圳|海口|琼海|文昌|万宁|陵水|保亭|乐东|东莞|珠海|湛江|厦门|福州|杭州|南京|苏州|武汉|长沙|成都|西安|郑州|济南|青岛|沈阳|大连|哈尔滨|长春|昆明|南宁|贵阳|合肥|南昌|石家庄|太原|兰州|乌鲁木齐|拉萨|西宁|银川|呼和浩特"
)
ELSEWHERE = re.compile(
    rf"(?:{CITIES})(?![路街村]|大道)|"
    r"[\u4e00-\u9fff]{2}(?<![超夜菜本我全城门都股楼上早集花鱼])[市县](?![场民里政长])|[A-Z]\d?[市县]|[A-Z]\d{1,2}区"
    r"|[\u4e00-\u9fff]{2}(?<![小社片辖景园校厂城市地山郊学老新开发业宅民活务院病分全本各单住])区(?![域内里别])"
)
AT = re.compile(r"(?:就)?(?:在|位于|靠近?)")
DENIED = re.compile(r"(?<!是)(?:不是|不在|并非|不叫|不住)(?:在|说)?$")
RELATED = re.compile(r".{0,2}(?:(?P<opposite>(?:正|斜)?(?:对面|对过|马路对面))|旁边?|附近|隔壁|边上|周边|一带|不远)")
CROSSING = re.compile(r"(?:的|那个)?(?:交叉|路口|交汇|交界|十字|丁字|转角|拐角|交接|相交)")
MEETS = re.compile(r"(?:与|和|跟)?(?:交|接)")
