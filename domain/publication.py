"""What of a result everybody may see (公示): asked in one question, read by staff where it holds words, taken back at any time."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from domain.messages import Media
from domain.values import frozen


class Showing(StrEnum):
    """How far a publication is. What was taken back or refused is no row any more: only the history tells of it."""

    WAITING = "waiting"  # 待审核: it holds somebody's words, and nobody of the staff has read them
    SHOWN = "shown"  # 公示中


@frozen
class Publication:
    """The consent of one person for one ticket (PIPL Art. 25: publishing needs its own consent), and what is shown.

    Of a request nothing is shown that anybody wrote. Of a wish `words` is the need and `thanks` the sentence of thanks,
    both masked, with `media`: all of it read by `reader` of the staff before it is shown. `at` is when consent was given.
    """

    ticket: int
    person: int
    state: Showing
    at: datetime
    words: str = ""
    thanks: str = ""
    media: tuple[Media, ...] = ()
    reader: int = 0
