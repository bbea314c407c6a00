"""Who was erased stays erased: the journal beside the key, whatever befell the disk."""

from __future__ import annotations

from datetime import timedelta

from stores import SEAL

from bot.erasure import JOURNAL, Journal


def test_half_a_line_of_a_full_disk_spoils_no_other(tmp_path, clock):
    journal = Journal(tmp_path / "key", SEAL)
    now, before = clock.now(), clock.now() - timedelta(days=1)
    journal.note("web", "a", now)
    with (tmp_path / JOURNAL).open("a") as file:
        file.write(f"\n{journal._name('web', 'b')} {now.isoformat()[:12]}")
    journal.note("web", "c", now)
    assert [journal.erased_since("web", account, before) for account in "abc"] == [True, False, True]
    assert not journal.erased_since("web", "a", now)


def test_lines_of_releases_before_are_read(tmp_path, clock):
    journal = Journal(tmp_path / "key", SEAL)
    (tmp_path / JOURNAL).write_text(f"{journal._name('web', 'a')} {clock.now().isoformat()}\n")
    journal.note("web", "b", clock.now())
    before = clock.now() - timedelta(days=1)
    assert [journal.erased_since("web", account, before) for account in "ab"] == [True, True]
