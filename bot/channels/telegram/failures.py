"""What each failure of Telegram means for a message: not sent, perhaps sent, refused, nobody there, or later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError

from bot.channel import Ambiguous, NotSent, Refused, RetryLater, SendError, Unreachable
from bot.channels.telegram.transport import Flood, NotConnected, Unclear


@contextmanager
def failures_told() -> Iterator[None]:
    """Turn what the library raises into the channel's own errors, which tell whether the message may have arrived."""
    try:
        yield
    except Flood as error:
        raise RetryLater(error.seconds) from None
    except TelegramError as error:
        raise told(error) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Ambiguous(f"an answer of unknown shape: {type(error).__name__}") from None


def told(error: TelegramError) -> SendError:
    if isinstance(error, BadRequest) and nobody_there(error):
        return Unreachable(str(error))
    return next(ours for theirs, ours in MEANING if isinstance(error, theirs))(str(error))


def said(error: TelegramError) -> str:
    return str(error).lower()


def nobody_there(error: TelegramError) -> bool:
    return any(words in said(error) for words in NOBODY)


NOBODY = ("chat not found", "user is deactivated", "no rights to send", "chat_write_forbidden", "peer_id_invalid")
MEANING: tuple[tuple[type[TelegramError], type[SendError]], ...] = (
    (NotConnected, NotSent),
    (Unclear, Ambiguous),
    (Forbidden, Unreachable),
    (InvalidToken, NotSent),  # a wrong token is the operator's to mend; the messages wait
    (Conflict, NotSent),  # another process polls, or a webhook is set
    (TelegramError, Refused),
)
