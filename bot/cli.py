"""The command line: every command of `python -m bot` and how its errors are told."""

from __future__ import annotations

import sys

import typer

from bot.commands import chat, demo, operate, organise, qr, replay, rules, serve
from bot.commands.audit import audit
from bot.commands.export import export
from bot.commands.knowledge import explain as explain_knowledge
from bot.commands.understand import understand
from domain.errors import HuiyingError

app = typer.Typer(
    help="回应 (Huiying): every matter a resident brings gets an answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with local variables could show a token
)
app.command()(demo.demo)
app.command()(serve.run)
app.command()(chat.chat)
app.command()(understand)
app.command()(replay.replay)
app.command()(operate.check)
app.command()(operate.migrate)
app.command(name="import")(operate.import_file)
app.command()(operate.invite)
app.command()(qr.qr)
app.command()(operate.digest)
app.command()(operate.bulletin)
app.command()(operate.recount)
app.command()(operate.backup)
app.command()(operate.restore)
app.command()(operate.erase)
app.command()(export)
app.command()(audit)
app.command(name="dispatch")(organise.explain)
app.command(name="knowledge")(explain_knowledge)
app.add_typer(rules.app, name="rules")
app.add_typer(organise.app, name="codes")


def main() -> None:
    """Run a command; what goes wrong is one clear line and exit code 1, never a traceback."""
    try:
        app()
    except HuiyingError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        typer.echo(f"{error.filename or 'the machine'}: {error.strerror or error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
