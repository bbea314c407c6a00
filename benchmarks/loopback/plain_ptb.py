"""The same dialogue with python-telegram-bot as its documentation shows it: handlers, run_polling, the default client.

python -m benchmarks.loopback.plain_ptb API FILE
"""

from __future__ import annotations

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from benchmarks.loopback.plain_rows import confirmed, heard, opened, sent

Context = ContextTypes.DEFAULT_TYPE


async def on_message(update: Update, context: Context) -> None:
    assert update.message is not None
    assert update.message.text is not None
    db = context.bot_data["db"]
    words, letter = await heard(db, update.update_id, update.message.chat_id, update.message.text)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("确认", callback_data="confirm")]])
    await update.message.reply_text(words, reply_markup=keyboard)
    await sent(db, letter)


async def on_press(update: Update, context: Context) -> None:
    query, chat = update.callback_query, update.effective_chat
    assert query is not None
    assert chat is not None
    await query.answer()
    db = context.bot_data["db"]
    words, letter = await confirmed(db, update.update_id, chat.id)
    await query.edit_message_text(words)
    await sent(db, letter)


def main(api: str, file: str) -> None:
    async def begin(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        application.bot_data["db"] = await opened(file)

    application = Application.builder().token("7:loopback").base_url(api).post_init(begin).build()
    application.add_handler(MessageHandler(filters.TEXT, on_message))
    application.add_handler(CallbackQueryHandler(on_press))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
