"""Files people send: checked, without the place they were taken at, never a path of theirs."""

from __future__ import annotations

import io
import random
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from bot.files import LARGEST, BadFile, FileStore
from bot.photos import FORMS, LARGEST_SIDE
from domain.messages import MediaKind

GPS = 0x8825


@pytest.fixture
def files(tmp_path) -> FileStore:
    return FileStore(tmp_path / "files")


def picture(size=(40, 30), form="JPEG", mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 128).save(out, form, **more)
    return out.getvalue()


def opened(files, ref) -> Image.Image:
    return Image.open(io.BytesIO(files.load(ref)[0]))


def test_a_photo_comes_back_by_its_ref(files):
    ref = files.keep(picture(), MediaKind.PHOTO)
    content, kind = files.load(ref)
    assert (kind, content[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_where_a_photo_was_taken_is_dropped_and_it_stands_upright(files):
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (18.0, 15.0, 10.0)}
    exif[0x0110] = "Phone of 陈秀英"
    exif[0x0112] = 6  # to be turned by a quarter
    sent = picture((40, 30), exif=exif.tobytes())
    assert b"Phone of" in sent
    kept = opened(files, files.keep(sent, MediaKind.PHOTO))
    assert kept.size == (30, 40)
    assert dict(kept.getexif()) == {}
    assert b"Phone of" not in kept.fp.getvalue()


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("GIF", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
def test_other_forms_of_pictures_become_jpeg(files, form, mode):
    assert opened(files, files.keep(picture(form=form, mode=mode), MediaKind.PHOTO)).format == "JPEG"


def test_a_huge_photo_is_made_smaller(files):
    kept = opened(files, files.keep(picture((4000, 1000)), MediaKind.PHOTO))
    assert kept.size == (LARGEST_SIDE, LARGEST_SIDE // 4)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be immense."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7_200, 10_000, 14_000, 60_000])
def test_a_bomb_is_refused_before_it_is_unpacked(files, side):
    with pytest.raises(BadFile):
        files.keep(bomb(side, side), MediaKind.PHOTO)


def test_a_bomb_that_could_be_unpacked_is_refused_too(files):
    """A whole picture, larger than we draw anew: it is its size that is refused, not a mistake in it."""
    with pytest.raises(BadFile):
        files.keep(picture((7_200, 7_200), "PNG", "1"), MediaKind.PHOTO)


def test_what_is_no_picture_is_no_photo(files):
    for data in (
        b"",
        b"%PDF-1.7 hello",
        b"<svg onload='x'/>",
        b"\xff\xd8\xff but no more",
        picture(form="ICO"),
        b"x" * (LARGEST + 1),
    ):
        with pytest.raises(BadFile):
            files.keep(data, MediaKind.PHOTO)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_a_broken_picture_is_refused_or_kept_but_never_a_crash(files, form):
    chance = random.Random(form)
    whole = picture(form=form)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            ref = files.keep(bytes(data[: chance.randint(1, len(data))]), MediaKind.PHOTO)
        except BadFile:
            continue
        assert files.load(ref)[1] == "image/jpeg"


def test_a_sound_is_kept_as_it_is_and_a_page_is_never_shown_as_one(files):
    assert files.load(files.keep(b"OggS sound", MediaKind.VOICE)) == (b"OggS sound", "audio/ogg")
    assert files.load(files.keep(b"<html>", MediaKind.FILE))[1] == "application/octet-stream"


PATHS = ["store:../../etc/passwd", "store:" + "a" * 63, "store:" + "A" * 64, "/etc/passwd", "", "store:", "a" * 64]


@pytest.mark.parametrize("ref", [*PATHS, "store:" + "a" * 63 + "/", "store:" + "a" * 64 + "\n"])
def test_a_name_from_outside_never_becomes_a_path(files, ref):
    assert files.load(ref) is None


def test_a_file_that_is_not_ours_is_neither_read_nor_deleted(files, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    for ref in (f"store:{secret}", "store:../../secret", f"store:{'a' * 64}/../../{secret.name}"):
        assert files.load(ref) is None
        files.delete(ref)
    assert secret.exists()


def test_the_same_file_is_kept_once_even_when_many_send_it_at_once(files, tmp_path):
    with ThreadPoolExecutor(8) as pool:
        refs = set(pool.map(lambda _: files.keep(b"OggS the same", MediaKind.VOICE), range(40)))
    assert len(refs) == 1
    kept = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert len(kept) == 1


def test_a_full_disk_leaves_no_half_file(files, tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError("No space left on device")

    monkeypatch.setattr("bot.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.keep(b"OggS", MediaKind.VOICE)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_the_last_of_the_disk_is_left_to_words(files, tmp_path):
    with pytest.raises(OSError, match="No space"):
        FileStore(tmp_path / "files", spare=1 << 60).keep(picture(), MediaKind.PHOTO)
