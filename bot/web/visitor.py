"""The cookie that makes a browser the same person at every visit: a random account, signed."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "huiying"
LIFETIME = 400 * 24 * 3600  # seconds; the longest a browser keeps a cookie (RFC 6265bis §5.5)


def new_account() -> str:
    """A fresh account: 128 random bits."""
    return secrets.token_hex(16)


def signed(account: str, secret: bytes) -> str:
    """The cookie's value: the account and its HMAC-SHA256."""
    return f"{account}.{hmac.new(secret, account.encode(), hashlib.sha256).hexdigest()}"


def account_of(request: Request, secret: bytes) -> str | None:
    """The account of the visitor; None without a cookie or with one we did not sign."""
    value = request.cookies.get(COOKIE, "")
    account = value.partition(".")[0]
    genuine = account and hmac.compare_digest(value.encode(), signed(account, secret).encode())
    return account if genuine else None


def welcome(request: Request, response: Response, secret: bytes) -> None:
    """Give the visitor a cookie, or let the one they have live longer."""
    account = account_of(request, secret) or new_account()
    response.set_cookie(
        COOKIE,
        signed(account, secret),
        max_age=LIFETIME,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
