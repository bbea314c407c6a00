"""The command line: every command of `python -m bot` and how its errors are told."""

from __future__ import annotations

import importlib
import sys

import typer

from domain.errors import HuiyingError

ABOUT = "回应 (Huiying): every matter a resident brings gets an answer."


def command_line(asked: str = "") -> typer.Typer:
    """The commands, or only the one that is asked for, so that `run` does not load what `rules fit` needs."""
    app = typer.Typer(
        help=ABOUT,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # a traceback with local variables could show a token
    )
    app.callback()(lambda: None)  # else a lone command would lose its name
    for name, place in ({asked: COMMANDS[asked]} if asked in COMMANDS else COMMANDS).items():
        module, _, what = place.partition(":")
        command = getattr(importlib.import_module(f"bot.commands.{module}"), what)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name=name)(command)
    return app


def main() -> None:
    """Run a command; what goes wrong is one clear line and exit code 1, never a traceback."""
    try:
        command_line(next(iter(sys.argv[1:]), ""))()
    except HuiyingError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        typer.echo(f"{error.filename or 'the machine'}: {error.strerror or error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


COMMANDS = {
    "demo": "demo:demo",
    "run": "serve:run",
    "chat": "chat:chat",
    "understand": "understand:understand",
    "replay": "replay:replay",
    "check": "operate:check",
    "migrate": "operate:migrate",
    "import": "operate:import_file",
    "invite": "operate:invite",
    "qr": "qr:qr",
    "digest": "operate:digest",
    "bulletin": "operate:bulletin",
    "recount": "operate:recount",
    "backup": "operate:backup",
    "restore": "operate:restore",
    "erase": "operate:erase",
    "export": "export:export",
    "audit": "audit:audit",
    "dispatch": "organise:explain",
    "knowledge": "knowledge:explain",
    "rules": "rules:app",
    "codes": "organise:app",
}
