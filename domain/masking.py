"""Telephone, identity and card numbers, and names people give of themselves: as they may leave the house."""

from __future__ import annotations

import re

PHONE = re.compile(r"(?<!\d)(?:(?:00|\+)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")  # GB 11643
CARD = re.compile(r"(?<!\d)\d{16}(?:\d{3})?(?!\d)")
HAN = "[\u4e00-\u9fff]"
TWO_CHARACTERS = (
    "欧阳|司徒|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|东方|南宫|端木|独孤|轩辕|百里|闻人|澹台|申屠|太史"
)
OWN_NAME = re.compile(  # 我是 begins many a sentence: what follows is a name only when it is short and stands alone
    rf"(?<=我叫)(?:(?:{TWO_CHARACTERS}){HAN}{{1,3}}|{HAN}{{2,4}})"
    rf"|(?<=我是)(?:(?:{TWO_CHARACTERS}){HAN}{{1,3}}|{HAN}{{2,3}})(?=[，,。、；;！! \n]|$)"
)


def masked(words: str) -> str:
    """138****5678, 4602**********1234 and 张＊ in place of the whole; everything else as it was."""
    words = IDENTITY.sub(_ends, words)
    words = CARD.sub(_ends, words)
    words = PHONE.sub(lambda found: f"{_digits(found)[-11:-8]}****{_digits(found)[-4:]}", words)
    return OWN_NAME.sub(lambda found: f"{found[0][0]}＊", words)


def _ends(found: re.Match[str]) -> str:
    whole = found[0]
    return f"{whole[:4]}{'*' * (len(whole) - 8)}{whole[-4:]}"


def _digits(found: re.Match[str]) -> str:
    return "".join(filter(str.isdigit, found[0]))
