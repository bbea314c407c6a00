"""走访: visits to households, counted by household and month; needs become tickets; the three ledgers."""

from __future__ import annotations

from datetime import datetime

import pytest
from stores import plain
from town import ZONE, Somebody, Town

from domain.people import Role

COMMUNITY = "460204198023"
DISTRICT = "460204000000"


async def test_a_visit_without_a_need_takes_four_answers(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("走访")
    worker.sees("走访了哪一户")
    await worker.says("榕树里小区3栋2单元301")
    worker.sees("见到了谁", "加密")
    await worker.says("陈阿婆")
    await worker.presses("没有需要", "不用特意去")
    worker.sees("走访记下了", "榕树里小区3栋", "本月已走访 1 户（目标 30 户）")
    await worker.says("我的走访")
    shown = worker.sees("本月走访 1 次，见到 1 户", "没有需要")
    assert "陈阿婆" not in shown


async def test_the_same_household_counts_once_a_month_however_it_is_written(our_town: Town) -> None:
    worker = await our_town.staff()
    for words in ("榕树里小区3栋2单元301", "榕树里3栋2单元301室", "榕树里小区3栋2单元302"):
        await _visits(worker, words)
    worker.sees("本月已走访 2 户")
    await our_town.until(datetime(2026, 12, 2, 9, 0, tzinfo=ZONE))
    await _visits(worker, "榕树里小区3栋2单元301")
    worker.sees("本月已走访 1 户")


async def test_nobody_at_home_is_kept_and_does_not_count(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("走访")
    await worker.says("榕树里小区3栋301")
    await worker.presses("没人在家", "没有需要", "一周后")
    worker.sees("本月已走访 0 户")
    await our_town.passes(days=7, hours=1)
    worker.sees("今天该回访", "榕树里小区3栋")


@pytest.mark.sample
async def test_a_need_becomes_a_ticket_with_its_ledger(our_town: Town) -> None:
    worker, supervisor = await our_town.staff(), await our_town.staff(Role.SUPERVISOR, DISTRICT)
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    await worker.says("走访")
    await worker.says("榕树里小区3栋301")
    await worker.says("陈阿婆，独居")
    await worker.says("独居老人家里灯坏了没人换")
    worker.sees("记入哪本台账")
    assert worker.buttons[0] == "困难群众"
    await worker.presses("困难群众", "一个月后")
    worker.sees("需要已登记", "本月已走访 1 户")
    await worker.says("待办")
    worker.sees("待办 1 件")
    for reader in (supervisor, desk):
        await reader.says("台账")
        reader.sees("困难群众：工单 1 件，走访 1 次")
    supervisor.sees("社会稳定：工单 0 件")
    desk.sees_nothing("社会稳定")
    await worker.says("1")
    await worker.presses("办结")
    await worker.says("换了灯泡")
    await worker.presses("没有照片")
    worker.sees("已办结")


async def test_before_the_end_of_the_month_the_worker_hears_once_what_is_missing(our_town: Town) -> None:
    worker = await our_town.staff()
    await _visits(worker, "榕树里小区3栋301")
    worker.looks_away()
    await our_town.until(datetime(2026, 11, 30, 23, 0, tzinfo=ZONE))
    worker.sees_once("本月已走访 1 户", "还差 29 户")
    worker.looks_away()
    await our_town.rebuilt()
    await our_town.until(datetime(2026, 12, 31, 20, 0, tzinfo=ZONE))
    worker.sees_once("还差 30 户")


async def test_a_place_no_map_knows_is_kept_as_it_was_said(our_town: Town) -> None:
    worker = await our_town.staff()
    await _visits(worker, "老榕树旁边蓝色铁皮屋")
    worker.sees("走访记下了", "蓝色铁皮屋", "1 户")


async def test_who_was_met_stands_nowhere_in_clear(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("走访")
    await worker.says("榕树里小区3栋301")
    await worker.says("欧阳翡翠")
    await worker.presses("没有需要", "不用特意去")

    def sealed(uow) -> list:
        return plain(uow.db, "SELECT who, need, place_words FROM visits")

    assert "欧阳翡翠" not in str(await our_town.written(sealed))


async def _visits(worker: Somebody, words: str) -> None:
    await worker.says("走访")
    await worker.says(words)
    await worker.says("一家三口")
    await worker.presses("没有需要", "不用特意去")
