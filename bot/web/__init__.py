"""The web side: the chat page, the demo page of three phones, health, metrics and whatever other routes are mounted."""
