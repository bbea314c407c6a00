"""Pictures on their way out: charts are drawn, and files of one platform are fetched for another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from bot.channel import SendError
from bot.charts import chinese_font, digest_chart
from bot.files import STORE, FileStore
from bot.month_chart import month_chart
from domain.errors import HuiyingError
from domain.messages import Media, MediaKind
from domain.values import replace
from handlers.supervisor import bulletin, digest
from storage.unit_of_work import Storage

log = logging.getLogger(__name__)
CHART = "chart:"
Download = Callable[[str], Awaitable[bytes]]


class MediaDesk:
    """Makes every media reference one that the channel of a message can send.

    A reference is "store:<sha256>", "chart:<name of a kept record>", or "<channel>:<the platform's own file id>".
    Channels in `patient` show a chart only when somebody looks, and ask for it then.
    """

    def __init__(
        self,
        storage: Storage,
        files: FileStore,
        downloads: Mapping[str, Download] | None = None,
        patient: frozenset[str] = frozenset(),
    ) -> None:
        self._storage = storage
        self._files = files
        self._downloads = dict(downloads or {})
        self._patient = patient

    async def for_channel(self, channel: str, media: tuple[Media, ...]) -> tuple[Media, ...]:
        """The same media as this channel can send them; what cannot be had is left out, and the words still go."""
        ready = [await self._ready(channel, each) for each in media]
        return tuple(each for each in ready if each is not None)

    async def _ready(self, channel: str, media: Media) -> Media | None:
        try:
            if media.ref.startswith(CHART):
                return media if channel in self._patient else replace(media, ref=await self.drawn(media.ref))
            home, _, file_id = media.ref.partition(":")
            if media.ref.startswith(STORE):
                return media
            if home == channel:
                return replace(media, ref=file_id)
            if home not in self._downloads:
                log.warning("a %s was left out: %s is not running", media.kind, home)
                return None
            content = await self._downloads[home](file_id)
            return replace(media, ref=await asyncio.to_thread(self._files.keep, content, media.kind))
        except (HuiyingError, SendError, OSError, RuntimeError, ValueError) as error:
            log.warning("a %s was left out: %s", media.kind, error)
            return None

    async def drawn(self, chart: str) -> str:
        """The "store:" reference of a chart, drawn once."""
        name = chart.removeprefix(CHART)
        before, record = await self._storage.write(lambda uow: (uow.meta.get(chart), uow.meta.get(name)))
        if before:
            return before
        picture = await asyncio.to_thread(_picture, name, record)
        ref = await asyncio.to_thread(self._files.keep, picture, MediaKind.PHOTO)
        await self._storage.write(lambda uow: uow.meta.set(chart, ref))
        return ref


def _picture(name: str, record: str) -> bytes:
    """The chart a kept record is for, known by how its name begins."""
    if name.startswith(bulletin.RECORD):
        return month_chart(bulletin.from_record(record), chinese_font())
    return digest_chart(digest.from_record(record), chinese_font())
