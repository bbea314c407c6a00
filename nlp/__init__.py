"""What a sentence means: rules, places, emergencies, intents. Knows nothing of tickets' storage or channels."""
