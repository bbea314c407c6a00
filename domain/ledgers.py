"""The three ledgers (三本台账) every ticket and visit is coded by, as Qionghai keeps them."""

from __future__ import annotations

PEOPLES_LIFE = "民生服务"
IN_NEED = "困难群众"
STABILITY = "社会稳定"  # only supervisors see it
LEDGERS = (PEOPLES_LIFE, IN_NEED, STABILITY)
