"""What the bot does: one message is one turn is one transaction. No network, no SQL, no vendor belongs here."""
