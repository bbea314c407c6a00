"""What the web application is told when it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import datetime, tzinfo

from domain.values import frozen


@frozen
class WebSettings:
    """`secret` signs the visitors' cookies (at least 16 bytes); `zone` is the wall clock people see; `ping` is in seconds."""

    secret: bytes = field(repr=False)
    zone: tzinfo
    now: Callable[[], datetime]
    ping: float = 15.0
    json_limit: int = 1_000_000
    media_limit: int = 20_000_000
