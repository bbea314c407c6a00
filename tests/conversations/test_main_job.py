"""The main job as one chat: from a resident's sentence to a rated ticket."""

from __future__ import annotations

import pytest
from town import Town


@pytest.mark.sample
async def test_a_lamp_is_reported_mended_and_rated(our_town: Town) -> None:
    """The resident says it once, the worker presses four buttons, and the resident has the last word."""
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("我们榕树里小区3栋楼下路灯坏了三天，晚上太黑了")
    resident.sees("请看看对不对", "路灯", "榕树里小区")
    await resident.says("1")
    resident.sees("登记好了", "单号")
    number = resident.number()

    worker.sees(number, "榕树里小区")
    await worker.presses("签收")
    resident.sees("已签收", number)
    await worker.presses("办结")
    await worker.says("换了新灯泡，已经亮了")
    await worker.presses("没有照片")
    resident.sees("办好了", "换了新灯泡", "真的解决了吗")

    await resident.presses("解决了")
    await resident.presses("满意")
    await resident.presses("不说了")
    resident.sees("谢谢您的评价", number)
    worker.sees("居民确认解决了", number)
