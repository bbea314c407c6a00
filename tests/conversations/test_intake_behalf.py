"""代报: staff file for somebody else; with an account they hear of it, without one they get a slip, and are rung in the end."""

from __future__ import annotations

import re
from datetime import timedelta

from stores import plain
from town import GRID, Somebody, Town

from domain.codes import WrongCodes
from domain.measures import Counts
from domain.people import Role

COMMUNITY = "460204198023"
WORDS = "榕树里小区3栋路灯坏了，老人晚上不敢出门"


async def test_somebody_without_an_account_gets_a_slip_and_reads_it_from_any_telephone(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    code = await _files(desk, "陈阿婆 13812345678")
    number = desk.number()
    card = worker.sees("代报", "路灯", "陈＊", "138****5678")
    assert "13812345678" not in card
    neighbour = await our_town.resident()
    await neighbour.says(f"查询 {number} {code}")
    seen = neighbour.sees("待签收", number)
    assert "138" not in seen
    assert "陈" not in seen
    await worker.presses("签收", "报进展", "已到现场查看")
    neighbour.looks_away()
    await neighbour.says(f"{number} {code.lower()}")
    neighbour.sees("办理中", "已到现场查看")


async def test_the_call_back_is_asked_of_whoever_filed_it_and_counted_apart(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _files(desk, "陈阿婆 13812345678")
    await _resolves(worker)
    desk.sees("请打电话或上门告诉本人", "灯修好了")
    await desk.presses("看联系方式")
    desk.sees("陈阿婆", "13812345678")
    await desk.presses("记回访", "没联系上")
    desk.sees("还可以再试")
    await desk.presses("记回访", "打电话", "解决了", "基本满意")
    desk.sees("结案", "另外统计")
    worker.sees("居民确认解决了", "电话代问")
    supervisor = await our_town.staff(Role.SUPERVISOR, "460204000000")
    await supervisor.says("日报")
    supervisor.sees("代问 1 件，说解决的 1 件")
    tally = await our_town.written(_month)
    assert (tally.called, tally.called_solved, tally.asked, tally.answered, tally.rated) == (1, 1, 0, 0, 0)


async def test_not_solved_goes_back_with_the_persons_words_and_may_be_reopened(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _files(desk, "")
    await _resolves(worker)
    await desk.presses("记回访", "上门", "没解决")
    await desk.says("阿婆说晚上还是不亮")
    desk.sees("重新办理")
    worker.sees("阿婆说晚上还是不亮")
    worker.looks_away()
    await worker.says(desk.number())
    await _resolves(worker)
    await desk.presses("记回访", "上门", "解决了", "没问")
    desk.looks_away()
    await our_town.passes(days=2)
    await desk.says(desk.number())
    worker.looks_away()
    await desk.presses("没解决，重新办")
    await desk.presses("又坏了")
    worker.sees_once(desk.number(), "路灯照明", "↩️ 又坏了")
    assert "签收" in worker.buttons


async def test_who_does_not_ring_is_reminded_and_silence_is_no_answer(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _files(desk, "陈阿婆")
    await _resolves(worker)
    desk.looks_away()
    await our_town.passes(days=1, hours=2)
    desk.sees("还没回访本人")
    await our_town.passes(days=3)
    await desk.says(desk.number())
    desk.sees("已结案")
    tally = await our_town.written(_month)
    assert (tally.closed, tally.called, tally.asked, tally.answered) == (1, 0, 0, 0)


async def test_a_question_goes_to_whoever_filed_it_and_the_answer_back(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _files(desk, "陈阿婆")
    await worker.presses("签收", "问居民")
    await worker.says("是楼道灯还是院子里的灯？")
    desk.sees("要问本人", "楼道灯")
    await desk.presses("回答")
    await desk.says("院子里靠大门那盏")
    worker.sees("院子里靠大门那盏")


async def test_with_an_account_they_show_their_code_hear_of_it_and_may_take_it_back(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    resident = await our_town.resident(home=f"h{GRID}")
    await resident.says("我的码")
    code = re.search(r"\d{3} \d{3}", resident.sees("您的码"))[0]
    await desk.says("代报")
    await desk.says("家门口的路灯坏了")
    await desk.says("000 000" if code != "000 000" else "111 111")
    desk.sees("不对或过期")
    await desk.says(code)
    desk.sees("在什么地方")
    await desk.presses(next(label for label in desk.buttons if "本人家附近" in label), "提交")
    desk.sees("进展和回访都直接找本人")
    assert "查询码" not in desk.last
    resident.sees("替您登记了", "路灯")
    worker.sees("代报", "路灯")
    await resident.presses("撤回", "确定撤回")
    resident.sees("已撤回")
    worker.sees("撤回了")


async def test_the_code_of_somebody_is_good_for_minutes(our_town: Town) -> None:
    desk, resident = await our_town.staff(Role.DESK, COMMUNITY), await our_town.resident()
    await resident.says("我的码")
    code = re.search(r"\d{3} \d{3}", resident.sees("您的码"))[0]
    await our_town.passes(minutes=11)
    await desk.says("代报")
    await desk.says(WORDS)
    await desk.says(code)
    desk.sees("不对或过期")
    await desk.presses("没有账号", "不留")
    desk.sees("没留姓名")


async def test_whoever_shows_the_slip_takes_it_over_and_is_asked_themselves(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    code = await _files(desk, "陈阿婆 13812345678")
    daughter = await our_town.resident()
    await daughter.says(f"查询 {desk.number()} {code}")
    await daughter.presses("这是我的事，以后告诉我")
    daughter.sees("以后有进展直接告诉您")
    desk.sees("以后直接告诉本人")
    await daughter.says(f"查询 {desk.number()} {code}")
    daughter.sees("不对")
    desk.looks_away()
    await _resolves(worker)
    daughter.sees("问题真的解决了吗")
    desk.sees_nothing("回访")
    sealed = await our_town.written(
        lambda uow: [row for row in _table(uow, "sealed") if b"13812345678" in str(row).encode()]
    )
    assert sealed == []


async def test_a_lost_slip_is_written_anew_and_the_old_code_opens_nothing(our_town: Town) -> None:
    desk, resident = await our_town.staff(Role.DESK, COMMUNITY), await our_town.resident()
    old = await _files(desk, "")
    await desk.says(desk.number())
    await desk.presses("更多", "补发回执")
    new = _code(desk)
    assert new != old
    await resident.says(f"查询 {desk.number()} {old}")
    resident.sees("不对")
    await resident.says(f"查询 {desk.number()} {new}")
    resident.sees("待签收")


async def test_ten_wrong_codes_for_whatever_tickets_shut_an_account_out_for_an_hour(our_town: Town) -> None:
    desk, guesser = await our_town.staff(Role.DESK, COMMUNITY), await our_town.resident()
    code = await _files(desk, "")
    for at in range(10):
        await guesser.says(f"查询 261123-{9000 + at} AAAA-AAAA")
    await guesser.says(f"查询 {desk.number()} {code}")
    guesser.sees("错得太多了")
    other = await our_town.resident()
    await other.says(f"查询 {desk.number()} {code}")
    other.sees("待签收")
    await our_town.passes(hours=1, minutes=1)
    await guesser.says(f"查询 {desk.number()} {code}")
    guesser.sees("待签收")


async def test_how_many_wrong_codes_and_how_long_is_a_setting_and_told(our_town: Town) -> None:
    desk, guesser = await our_town.staff(Role.DESK, COMMUNITY), await our_town.resident()
    code = await _files(desk, "")
    with our_town.policy(wrong_codes=WrongCodes(2, 3, timedelta(minutes=20))):
        for _ in range(2):
            await guesser.says(f"查询 {desk.number()} AAAA-AAAA")
            guesser.sees("连续错 2 次要等 20 分钟")
        await guesser.says(f"查询 {desk.number()} {code}")
        await guesser.says(f"查询 {desk.number()} {code}")
        guesser.sees("过 20 分钟再试")
        guesser.sees_nothing("待签收")
        await our_town.passes(minutes=21)
        await guesser.says(f"查询 {desk.number()} {code}")
        guesser.sees("待签收")


async def test_name_and_number_stand_nowhere_but_under_seal(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _files(desk, "陈阿婆秀 13812345678")
    await _resolves(worker)
    for table in ("inbox", "outbox", "conversations", "tickets", "events", "origins", "people", "timers"):
        rows = await our_town.written(lambda uow, table=table: str(_table(uow, table)))
        assert "13812345678" not in rows, table
        assert "阿婆秀" not in rows, table


async def test_somebody_without_an_account_is_forgotten_by_the_number_on_their_slip(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _files(desk, "陈阿婆 13812345678")
    await _resolves(worker)
    await desk.presses("记回访", "打电话", "解决了", "没问")
    done = await our_town.app.eraser.forget("slip", desk.number(), our_town.clock.now())
    assert done.stripped == (desk.number(),)
    await desk.says(desk.number())
    assert "老人" not in desk.last
    assert "陈" not in desk.last
    assert "138" not in desk.last


async def test_what_was_filed_by_mistake_is_taken_back_and_a_form_is_left(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await desk.says("代报")
    await desk.says(WORDS)
    await desk.says("取消")
    desk.sees("不报了")
    await _files(desk, "")
    await desk.presses("撤回", "确定撤回")
    desk.sees("已撤回")
    worker.sees("撤回了")


async def test_no_account_may_be_said_in_words(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("代报")
    await worker.says("榕树里小区3栋水管漏水")
    await worker.says("没有")
    worker.sees_nothing("没看到 6 位数字")
    assert "不留" in worker.buttons


async def test_words_and_place_are_changed_before_it_is_filed(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.presses("代报") if "代报" in worker.buttons else await worker.says("代报")
    await worker.says("路灯坏了")
    await worker.presses("没有账号", "不留")
    await worker.says("天知道哪里")
    worker.sees("没找到这个地方")
    await worker.presses(next(label for label in worker.buttons if label.startswith("就在")))
    await worker.presses("改内容")
    await worker.says("榕树里小区3栋楼道堆满杂物")
    worker.sees("请念给本人听", "3栋", "杂物")
    await worker.presses("提交")
    worker.sees("回执")


async def test_a_report_is_filed_without_anybodys_name_and_away_from_the_worker(our_town: Town) -> None:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, "460204000000"), await our_town.staff()
    resident = await our_town.resident()
    await worker.says("代报")
    await worker.says("举报榕树里小区3栋有人聚众赌博")
    await worker.presses("没有账号", "不留")
    worker.sees("不记是谁说的")
    await worker.presses("提交")
    code, number = _code(worker), worker.number()
    supervisor.sees("聚众赌博")
    await worker.says(number)
    worker.sees("没有找到这张工单")
    await resident.says(f"查询 {number} {code}")
    resident.sees("🔒", "待签收")


async def test_danger_told_to_a_window_alerts_at_once(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    await desk.says("代报")
    await desk.says("榕树里小区3栋现在着火了，快来人")
    await desk.presses("没有账号", "不留", "提交")
    number = desk.number()
    captain.sees_once("特急险情：火情", number, "榕树里小区3栋")
    worker.sees_once("🚨 特急", number)
    await captain.presses("收到")
    captain.sees("收到，已记下", number)


async def test_whoever_filed_it_and_left_is_stood_in_for_by_the_desk(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _files(worker, "陈阿婆")
    await our_town.written(_leaves)
    await desk.says(worker.number())
    await desk.presses("办结")
    await desk.says("灯修好了，老人能出门了")
    await desk.presses("没有照片")
    desk.sees("请打电话或上门告诉本人")


def _month(uow) -> Counts:
    """The month of the community, which its history must give again."""
    assert uow.counters.differences() == []
    (tally,) = uow.counters.by_topic("2026-11", COMMUNITY, "matter")
    return tally.counts


def _leaves(uow) -> None:
    for person in uow.people.with_post(Role.WORKER, (GRID,)):
        held = uow.people.get(person)
        for post in held.posts:
            uow.people.release(person, post)


async def _files(clerk: Somebody, contact: str) -> str:
    """Somebody of the staff files for a person without an account; the code on the slip."""
    await clerk.says("代报")
    await clerk.says(WORDS)
    await clerk.presses("没有账号")
    await (clerk.says(contact) if contact else clerk.presses("不留"))
    clerk.sees("请念给本人听", "路灯")
    await clerk.presses("提交")
    return _code(clerk)


def _code(clerk: Somebody) -> str:
    return re.findall(r"查询码 ([A-Z2-9-]{9})", clerk.sees("查询码"))[0]


async def _resolves(worker: Somebody) -> None:
    await worker.presses(*(("签收",) if "签收" in worker.buttons else ()), "办结")
    await worker.says("灯修好了，老人能出门了")
    await worker.presses("没有照片")


def _table(uow, table: str) -> list:
    return plain(uow.db, f"SELECT * FROM {table}")
