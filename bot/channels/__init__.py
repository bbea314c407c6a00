"""The chat platforms, each in a folder of its own with the same files: parse, render, client."""
