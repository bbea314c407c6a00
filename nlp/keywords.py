"""Which character sequences of the labelled history are worth being keywords, and where each occurs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from nlp.normalise import normalise

LONGEST = 4  # characters
RAREST = 4  # titles and texts
MERGED = 0.92  # a piece found this often inside one longer keyword says nothing more than it
CHINESE = re.compile(r"[\u4e00-\u9fff]+")  # no letters and digits: they are masks, names and numbers
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
PERSONAL = re.compile(rf"[{SURNAMES}](?:厅|局|书记|[市省县区部校院处科所]长|主任|总|老师|医生|先生|女士|某)|尊敬的.")


def sequences(text: str) -> set[str]:
    """All Chinese character sequences of up to LONGEST characters."""
    return {
        run[start : start + size]
        for run in CHINESE.findall(text)
        for size in range(1, LONGEST + 1)
        for start in range(len(run) - size + 1)
    }


def candidates(texts: Iterable[str]) -> list[str]:
    """Sequences in at least RAREST texts, in a stable order.

    Near-duplicates are merged into the longest; ways of addressing a person by name are left out.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(sequences(text))
    common = {key: count for key, count in counts.items() if count >= RAREST}
    merged = {
        piece
        for key, count in common.items()
        for piece in (key[1:], key[:-1])
        if len(piece) > 1 and count >= MERGED * common[piece]
    }
    return sorted(key for key in common.keys() - merged if normalise(key) == key and not PERSONAL.search(key))


def positions(texts: Sequence[str], keys: Sequence[str]) -> list[list[int]]:
    """For each text the positions (in `keys`) of the keys it contains, ascending."""
    number = {key: index for index, key in enumerate(keys)}
    return [sorted(number[key] for key in sequences(text) if key in number) for text in texts]
