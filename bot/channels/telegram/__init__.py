"""Telegram: long polling or webhook in, the Bot API out."""
