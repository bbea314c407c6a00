"""A start loads what it needs to be ready, and the rest when somebody needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = (  # → who loads it
    "PIL",  # the first photo, bot/photos.py
    "alembic",  # a store that is not current, storage/migrate.py
    "babel",  # the first number in a sentence, bot/texts.py
    "bot.replay",  # a command of its own
    "fluent",  # texts that changed, bot/catalogues.py
    "jieba",  # the first doubtful word, nlp/matching.py
    "matplotlib",  # the first chart, bot/charts.py
    "numpy",  # fitting rules, and shapely
    "openpyxl",  # imports and exports
    "prometheus_client",  # the web pages, bot/site.py
    "segno",  # QR codes
    "shapely",  # the first position, nlp/shapes.py
    "starlette",  # the web pages
    "uvicorn",  # the web pages
)


def test_run_loads_nothing_it_does_not_need_to_be_ready():
    told = "import sys; from bot.cli import command_line; command_line('run'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "bot.app" in loaded.stdout.split()
    assert not set(LATER) & set(loaded.stdout.split())
