"""Files on their way from one platform to another."""

from __future__ import annotations

import pytest

from bot.channel import NotSent
from bot.media import MediaDesk
from domain.messages import Media, MediaKind

VOICE = Media(MediaKind.VOICE, "telegram:abc", "caption")


@pytest.fixture
def desk(storage, files):
    async def download(file_id):
        if file_id == "gone":
            raise NotSent("no connection")
        return b"OggS " + file_id.encode()

    return MediaDesk(storage, files, {"telegram": download})


async def test_at_home_a_file_goes_by_its_own_id(desk):
    assert await desk.for_channel("telegram", (VOICE,)) == (Media(MediaKind.VOICE, "abc", "caption"),)


async def test_elsewhere_it_is_fetched_and_kept(desk, files):
    (media,) = await desk.for_channel("web", (VOICE,))
    assert files.load(media.ref) == (b"OggS abc", "audio/ogg")


async def test_a_kept_file_is_left_as_it_is(desk):
    kept = Media(MediaKind.PHOTO, "store:" + "a" * 64)
    assert await desk.for_channel("telegram", (kept,)) == (kept,)


@pytest.mark.parametrize("ref", ["telegram:gone", "wechat:abc", "/etc/passwd", "", "chart:nothing"])
async def test_what_cannot_be_had_is_left_out_and_the_rest_goes(desk, ref):
    kept = Media(MediaKind.PHOTO, "store:" + "a" * 64)
    assert await desk.for_channel("web", (Media(MediaKind.PHOTO, ref), kept)) == (kept,)


async def test_a_file_that_is_not_what_it_says_is_left_out(desk):
    assert await desk.for_channel("web", (Media(MediaKind.PHOTO, "telegram:abc"),)) == ()
