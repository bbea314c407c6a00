"""Personal fields: unreadable in the file, bound to their row, and gone when erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from stores import contents, opened

from domain.errors import StorageError
from domain.messages import Incoming, Reply, Text
from domain.people import Post, Role
from storage.sealed import Seal, load_key

NAME, PHONE = "陈秀英", "13800138000"


async def test_a_stolen_file_names_nobody(tmp_path, now):
    store = opened(tmp_path / "store.db", postgres=False, threaded=False)
    person = store.write_now(lambda uow: uow.people.add(now)).id
    store.write_now(lambda uow: (uow.people.note(person, "name", NAME), uow.people.note(person, "phone", PHONE)))
    assert store.write_now(lambda uow: uow.people.reveal(person, "phone")) == PHONE
    await store.close()
    content = (tmp_path / "store.db").read_bytes()
    assert NAME.encode() not in content
    assert PHONE.encode() not in content


def test_the_same_value_looks_different_each_time():
    seal = Seal(b"k" * 32)
    assert seal.close(NAME, "1:name") != seal.close(NAME, "1:name")


@pytest.mark.parametrize("row", ["2:name", "1:phone", ""])
def test_a_value_moved_to_another_row_does_not_open(row):
    seal = Seal(b"k" * 32)
    with pytest.raises(StorageError, match="does not open"):
        seal.open(seal.close(NAME, "1:name"), row)


def test_another_key_does_not_open_it_and_a_changed_byte_is_noticed():
    sealed = Seal(b"k" * 32).close(NAME, "1:name")
    with pytest.raises(StorageError):
        Seal(b"x" * 32).open(sealed, "1:name")
    with pytest.raises(StorageError):
        Seal(b"k" * 32).open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "1:name")


def test_the_key_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "secret" / "key"
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_is_whole_or_not_there(tmp_path, monkeypatch):
    """A machine that stops while the key is made leaves none, not half of one."""

    def stops(_descriptor: int) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", stops)
        with pytest.raises(OSError):  # noqa: PT011 — whatever it is
            load_key(tmp_path / "key")
    assert list(tmp_path.iterdir()) == []
    assert len(load_key(tmp_path / "key")) == 32


def test_a_key_others_can_read_or_of_wrong_length_is_refused(tmp_path):
    path = tmp_path / "key"
    load_key(path)
    path.chmod(0o644)
    with pytest.raises(StorageError, match="chmod 600"):
        load_key(path)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(StorageError, match="32 bytes"):
        load_key(path)


def test_every_look_at_somebody_else_is_logged(store, now):
    def look(uow):
        person = uow.people.add(now).id
        uow.people.note(person, "phone", PHONE)
        return person, uow.people.view(person, "phone", 7, "电话回访", now)

    person, phone = store.write_now(look)
    assert phone == PHONE
    span = (now, now + timedelta(seconds=1))
    assert store.write_now(lambda uow: uow.people.views_between(*span)) == [(now, 7, person, "phone", "电话回访")]


def test_erasure_leaves_no_trace_of_a_person_and_none_missing_of_others(store, now):
    def live(uow, account):
        person = uow.people.add(now)
        uow.people.save(replace(person, home="460204198023001", home_words="3栋"))
        uow.people.note(person.id, "name", NAME)
        uow.people.seen("web", account, person.id, account, now)
        uow.people.hold(person.id, Post(Role.VOLUNTEER, "460204198023"))
        uow.people.invite(person.id, now + timedelta(days=1))
        uow.inbox.put(Incoming("web", f"{account}:1", account, account, now, text="我家在3栋502"), now)
        uow.outbox.put("web", account, account, Reply(Text("plain", {"words": "502的您好"})), now)
        uow.transcript.add(account, {"text": "我家在3栋502", "card": "", "buttons": []}, now, mine=True)
        uow.conversations.show_menu("web", account, "token", now)
        return person.id

    gone = store.write_now(lambda uow: live(uow, "account-gone"))
    stays = store.write_now(lambda uow: live(uow, "account-stays"))
    store.write_now(lambda uow: uow.erasure.person(gone, [NAME], now))
    everything = {table: str(found) for table, found in contents(store).items()}
    assert [table for table, rows in everything.items() if "account-gone" in rows] == []
    kept = {"accounts", "inbox", "outbox", "transcript", "conversations"}
    assert {table for table, rows in everything.items() if "account-stays" in rows} == kept
    assert store.write_now(lambda uow: (uow.people.name(gone), uow.people.name(stays))) == ("", NAME)
    assert store.write_now(lambda uow: uow.people.get(gone)).posts == ()
