"""Our HTTP transport and nothing else: fetches messages and answers each, without a store or any understanding.

python -m benchmarks.loopback.echo API
"""

from __future__ import annotations

import asyncio
import sys

from bot.channel import Outgoing
from bot.channels.telegram.client import TelegramChannel
from bot.clock import SystemClock


async def main(api: str) -> None:
    async with TelegramChannel("7:loopback", clock=SystemClock().now, base_url=api) as channel:
        offset = None
        while True:
            batch = await channel.get_updates(offset)
            offset = max((parsed.update_id or 0 for parsed in batch), default=0) + 1 if batch else offset
            found = [parsed.incoming for parsed in batch if parsed.incoming]
            await asyncio.gather(*(channel.send(each.chat, Outgoing(text="收到")) for each in found))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
