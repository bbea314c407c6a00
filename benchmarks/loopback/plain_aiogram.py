"""The same dialogue with aiogram as its documentation shows it: a dispatcher, start_polling, its own session.

python -m benchmarks.loopback.plain_aiogram API FILE
"""

from __future__ import annotations

import asyncio
import sys

import aiosqlite
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from benchmarks.loopback.plain_rows import confirmed, heard, opened, sent

dispatcher = Dispatcher()
KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="确认", callback_data="confirm")]])


@dispatcher.message()
async def on_message(message: Message, event_update: Update, db: aiosqlite.Connection) -> None:
    words, letter = await heard(db, event_update.update_id, message.chat.id, message.text or "")
    await message.answer(words, reply_markup=KEYBOARD)
    await sent(db, letter)


@dispatcher.callback_query()
async def on_press(query: CallbackQuery, event_update: Update, db: aiosqlite.Connection) -> None:
    await query.answer()
    assert isinstance(query.message, Message)
    words, letter = await confirmed(db, event_update.update_id, query.message.chat.id)
    await query.message.edit_text(words)
    await sent(db, letter)


async def main(api: str, file: str) -> None:
    server = TelegramAPIServer(base=f"{api}{{token}}/{{method}}", file=f"{api}{{token}}/{{path}}")
    bot = Bot("7:loopback", session=AiohttpSession(api=server))
    await dispatcher.start_polling(bot, db=await opened(file))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
