"""The web chat as a channel: JSON of the browser in, messages for the browser out."""
