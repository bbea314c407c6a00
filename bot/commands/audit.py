"""`audit`: whether the trail of what was done is still what it was when it was sealed."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.opened import opened
from bot.commands.options import ConfigFile
from domain.errors import HuiyingError
from handlers.supervisor.digest import ANCHOR


class BrokenTrail(HuiyingError):
    """The audit trail was changed after it was sealed."""


class UnknownSeal(HuiyingError):
    """The trail holds together, but this seal is not in it."""


def audit(
    anchor: Annotated[
        str, typer.Option(help="A seal somebody kept outside, from a digest: it must be in the chain.")
    ] = "",
    config: ConfigFile = None,
) -> None:
    """Check the chain of seals over everything that was done, seen and exported; exits with 1 when it does not hold."""
    with opened(config) as app:
        broken = app.storage.write_now(lambda uow: uow.audit.broken())
        seals = app.storage.write_now(lambda uow: uow.audit.seals())
        zone = app.worlds.current.week.zone
    if broken:
        at = broken.at.astimezone(zone)
        raise BrokenTrail(
            f"存证 {broken.hash[:ANCHOR]}（{at:%Y-%m-%d %H:%M}）对不上：这之前到上一个存证之间的记录被改动过。"
        )
    if anchor and not any(seal.hash.startswith(anchor.lower()) for seal in seals):
        raise UnknownSeal(
            f"存证链里没有 {anchor}。请对着那天日报的「存证」再抄一遍；抄得没错，就是整条链被换过，请马上停用并报告。"
        )
    last = f"，最后一个 {seals[-1].hash[:ANCHOR]}（{seals[-1].at.astimezone(zone):%Y-%m-%d %H:%M}）" if seals else ""
    typer.echo(f"存证链完好：{len(seals)} 个存证{last}。")
