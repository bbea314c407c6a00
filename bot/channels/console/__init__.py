"""The terminal as a chat platform, for `python -m bot chat`."""
