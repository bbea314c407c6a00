"""Imports by operators: all of a file or nothing, and importing it again does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from stores import contents

from bot.admin import import_grids, import_people, import_places, import_units, import_zones
from domain.errors import ImportFileError
from domain.people import Post, Role

DATA = Path(__file__).parents[2] / "bot" / "demo" / "data"
GRID, OTHER = "460204198023001", "460204198023002"


class Office:
    """An operator with spreadsheets."""

    def __init__(self, storage, folder, now) -> None:
        self.storage, self.folder, self.now = storage, folder, now

    def imports(self, work, rows=None, file=None):
        if rows is not None:
            file = self.folder / "rows.csv"
            file.write_text("\n".join(rows), "utf-8")
        return self.storage.write_now(lambda uow: work(uow, file, self.now))

    def people(self, *rows):
        return self.imports(import_people, ["name,phone,roles", *rows])

    def posts(self, name):
        def find(uow):
            (person,) = uow.people.by_name(name)
            return {post.scope for post in uow.people.get(person).posts}

        return self.storage.write_now(find)


@pytest.fixture
def office(storage, tmp_path, clock) -> Office:
    office = Office(storage, tmp_path, clock.now())
    office.imports(import_places, file=DATA / "places.csv")
    office.imports(import_grids, file=DATA / "grids.csv")
    office.imports(import_units, file=DATA / "units.csv")
    office.imports(import_zones, file=DATA / "zones.csv")
    return office


def test_the_demo_community_is_imported_and_everybody_is_invited_once(office):
    done = office.imports(import_people, file=DATA / "people.csv")
    assert len(done.invitations) == done.rows
    codes = [code for _, code in done.invitations]
    assert len(set(codes)) == done.rows
    names = office.storage.write_now(lambda uow: uow.people.by_name(done.invitations[0][0]))
    assert office.storage.write_now(lambda uow: uow.people.redeem(codes[0], office.now)) == names[0]


def test_importing_people_twice_makes_nobody_twice(office):
    office.people(f"林小梅,13900000001,worker:{GRID}")
    office.people(f"林小梅,13900000001,worker:{GRID}")
    assert len(office.storage.write_now(lambda uow: uow.people.with_post(Role.WORKER, (GRID,)))) == 1


def test_posts_become_exactly_those_of_the_file(office):
    office.people(f"林小梅,13900000001,worker:{GRID}|captain:{GRID}")
    office.people(f"林小梅,13900000001,worker:{OTHER}")
    assert office.posts("林小梅") == {OTHER}
    phone = office.storage.write_now(lambda uow: uow.people.reveal(uow.people.by_name("林小梅")[0], "phone"))
    assert phone == "13900000001"


def test_who_has_joined_gets_no_other_invitation(office):
    office.people(f"林小梅,13900000001,worker:{GRID}")

    def join(uow):
        (person,) = uow.people.by_name("林小梅")
        uow.people.seen("telegram", "7", person, "7", office.now)

    office.storage.write_now(join)
    assert office.people(f"林小梅,13900000001,worker:{GRID}").invitations == ()


def test_a_post_for_a_place_nobody_knows_imports_nobody(office):
    with pytest.raises(ImportFileError, match="第 3 行"):
        office.people(f"林小梅,13900000001,worker:{GRID}", "陈一,13900000002,worker:460204198099001")
    assert office.storage.write_now(lambda uow: uow.people.by_name("林小梅")) == []


def test_covers_that_cannot_be_read_name_their_row_and_leave_the_grids_as_they_were(office):
    rows = ["code,name,community,covers", f"{GRID},第一网格,460204198023,榕树里小区1-6栋"]
    rows.append(f"{OTHER},第二网格,460204198023,没有这个小区1-3栋；榕树里小区9-7栋")
    with pytest.raises(ImportFileError, match="第 3 行（负责范围）"):
        office.imports(import_grids, rows)
    assert len(office.storage.write_now(lambda uow: uow.places.grids())) > 2


def test_every_import_of_places_is_noticed_by_a_running_bot(office):
    versions = [office.storage.write_now(lambda uow: uow.places.version())]
    office.imports(import_grids, file=DATA / "grids.csv")
    versions.append(office.storage.write_now(lambda uow: uow.places.version()))
    assert versions[1] > versions[0]


def test_an_invitation_is_good_once_and_not_for_ever(office):
    (invited,) = office.people(f"林小梅,13900000001,worker:{GRID}").invitations
    late = office.now.replace(year=office.now.year + 1)
    redeem = [
        office.storage.write_now(lambda uow, at=at: uow.people.redeem(invited[1], at))
        for at in (late, office.now, office.now)
    ]
    assert [bool(person) for person in redeem] == [False, True, False]


def test_a_code_is_kept_as_a_hash_only(office):
    (invited,) = office.people(f"林小梅,13900000001,worker:{GRID}").invitations
    assert invited[1] not in str(contents(office.storage))


def test_posts_are_kept_as_roles_of_areas(office):
    office.people("邢晓琳,13900000009,督办人:460200000000")
    (person,) = office.storage.write_now(lambda uow: uow.people.by_name("邢晓琳"))
    assert office.storage.write_now(lambda uow: uow.people.get(person).posts) == (
        Post(Role.SUPERVISOR, "460200000000"),
    )
