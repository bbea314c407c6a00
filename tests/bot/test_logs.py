"""What no log may hold is not in it, wherever it stood: in messages, arguments, tracebacks, other libraries."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest

from bot import logs
from domain.errors import StorageError

TOKEN = "7000001:AAH4stub_token-that-must-never-be-shown"
PHONE, ID, INVITATION = "13800138000", "46020019700101123X", "join-Xy_z0123456789abcdef-A"
SECRETS = [TOKEN, PHONE, ID, INVITATION]


@pytest.fixture
def written(monkeypatch):
    """Logs of everything at DEBUG, into a string."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure(logging.DEBUG)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_blanked_in_the_message_its_arguments_and_the_traceback(written, secret):
    log = logging.getLogger("some.library")
    log.debug("plain %s", secret)
    log.debug({"nested": [secret]})
    try:
        int(f"https://api.example/bot{secret}/getMe")  # the error names what it could not read
    except ValueError:
        log.exception("failed with %r", secret)
    assert secret not in written.getvalue()
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert "ValueError" in lines[-1]["error"]


def test_an_unexpected_error_is_named_with_its_place_and_without_its_words(written):
    log = logging.getLogger("bot.x")
    said = "我是陈秀英"
    try:
        try:
            int(said)
        except ValueError as error:
            raise RuntimeError(f"cannot read {said}") from error
    except RuntimeError:
        log.exception("row 7 failed")
    log.error("row 8 failed", exc_info=StorageError("the disk is full"))
    first, second = (json.loads(line) for line in written.getvalue().splitlines())
    assert said not in written.getvalue()
    assert first["error"].index("ValueError") < first["error"].index("RuntimeError")
    assert "test_logs.py" in first["error"]
    assert second["error"].endswith("StorageError: The store cannot be used. the disk is full")


@pytest.mark.parametrize(
    "phone", ["+8613800138000", "0086 13800138000", "138 0013 8000", "138-0013-8000", "打138001380000"]
)
def test_telephone_numbers_are_known_however_they_are_written(phone):
    kept = logs.redact(phone)
    assert ("<phone>" in kept) == (phone != "打138001380000")  # twelve digits are no mobile number


def test_what_is_no_secret_stays_readable():
    line = "ticket 261123-0042 in grid 460204198023001 at 2026-11-23T09:00:00, 1763870400 seconds, row 12"
    assert logs.redact(line) == line


def test_a_line_is_one_json_object_with_time_level_and_name(written):
    logging.getLogger("bot.x").warning("两行\n字")
    (line,) = written.getvalue().splitlines()
    found = json.loads(line)
    assert (found["level"], found["name"], found["message"]) == ("WARNING", "bot.x", "两行\n字")
    assert found["at"].endswith("+00:00")


def test_libraries_that_log_addresses_are_quiet(written):
    logging.getLogger("httpx").info("GET https://api.example/bot%s/getMe", TOKEN)
    assert written.getvalue() == ""
