"""The demo: a made-up community on an embedded store, some days of history, and three phones on one page."""
