"""Bad input and bad luck: a clear answer, nothing lost, nothing done twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from stubs.telegram import Fault
from town import Town

from bot.deliver import LEASE
from domain.people import Role
from handlers import timers
from handlers.resident import report

LAMP = "榕树里小区3栋楼下路灯坏了"
GROUP = -100_500


@pytest.mark.needs("updates")
async def test_an_update_delivered_twice_is_handled_once(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    twice = our_town.stub.all_updates[-1]
    resident.looks_away()
    assert our_town.app.telegram
    message = our_town.app.telegram._channel.parse(twice).incoming
    assert message
    assert await our_town.app.service.receive([message]) == 0
    await our_town.settle()
    resident.sees_nothing()


async def test_a_restart_between_keeping_and_handling_loses_nothing(our_town: Town) -> None:
    resident = await our_town.resident()
    our_town.stub.says(resident.chat_id, LAMP)
    await our_town.stub.bring(our_town.app)
    await our_town.stub.look()
    resident.sees_nothing()
    await our_town.rebuilt()
    await our_town.settle()
    resident.sees_once("请看看对不对", "路灯照明")


async def test_a_restart_between_handling_and_sending_loses_nothing(our_town: Town) -> None:
    resident = await our_town.resident()
    our_town.stub.says(resident.chat_id, LAMP)
    await our_town.stub.bring(our_town.app)
    assert await our_town.app.service.turns() == 1
    await our_town.stub.look()
    resident.sees_nothing()
    await our_town.rebuilt()
    await our_town.settle()
    resident.sees_once("请看看对不对", "路灯照明")


@pytest.mark.sample
async def test_a_restart_in_the_middle_of_sending_sends_once_more_and_says_so(our_town: Town) -> None:
    """Nobody can know whether it arrived: a confirmation is sent again and flagged."""
    resident = await our_town.resident()
    our_town.stub.says(resident.chat_id, LAMP)
    await our_town.stub.bring(our_town.app)
    await our_town.app.service.turns()
    our_town.clock.move_to(our_town.clock.now() + timedelta(seconds=2))  # the pace of the chat allows it
    assert len(await our_town.written(our_town.app.service.delivery._claim)) == 1
    await our_town.rebuilt()
    before = our_town.clock.now()
    # The only process knows it at the start; where others send too, what is on the wire may be theirs until its lease ends.
    known = LEASE if our_town.app.storage.shared else timedelta()
    await our_town.passes(seconds=known.total_seconds())
    await our_town.passes(seconds=10)
    resident.sees_once("请看看对不对")
    assert our_town.clock.now() - before < known + timedelta(minutes=1)


@pytest.mark.sample
async def test_whoever_was_forgotten_with_the_chat_still_open_is_answered_as_a_stranger(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    await our_town.app.eraser.forget(*resident.account, our_town.clock.now())
    resident.looks_away()
    await resident.says("我的工单")
    resident.sees("看不到您的账号")
    resident.sees("还没有工单")


async def test_two_fast_messages_of_one_person_keep_their_order(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says_at_once(LAMP, "1")
    resident.sees_once("登记好了")
    assert resident.fresh[0].startswith("请看看对不对")


async def test_a_stale_button_says_so_and_shows_what_is_open(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("椰风雅苑路灯坏了")
    old = our_town.stub.chat(resident.chat_id).last
    await resident.says("晚上走路都看不清")
    resident.looks_away()
    our_town.stub.presses(resident.chat_id, "修改", message_id=old.id)
    await our_town.settle()
    resident.sees("接着刚才的说", "请看看对不对")


async def test_a_button_of_a_finished_form_is_stale(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    our_town.stub.presses(resident.chat_id, "确认")
    our_town.stub.presses(resident.chat_id, "确认")
    await our_town.settle()
    resident.sees_once("登记好了")
    resident.sees("已经用过了")


@pytest.mark.parametrize(
    "data", ["x", ":", "::", "a:b", "a:-1", "a:0", "a:99999999999999999999", "accept/1", "open/1", "0", "🙂:1", " " * 3]
)
async def test_forged_button_data_is_answered_politely(our_town: Town, data: str) -> None:
    resident, stranger = await our_town.resident(), await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    await stranger.forges(data)
    stranger.sees("已经用过了")
    stranger.sees_nothing("路灯")


async def test_an_index_beyond_the_menu_is_stale(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    token = our_town.stub.chat(resident.chat_id).last.rows[0][0].data.partition(":")[0]
    for index in ("2", "99", "٣", "1e3", "-1", ""):
        resident.looks_away()
        await resident.forges(f"{token}:{index}")
        resident.sees("接着刚才的说")


@pytest.mark.needs("blocking")
async def test_letters_to_somebody_who_blocked_us_are_dead_and_counted(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, "460204000000")
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    our_town.stub.chat(resident.chat_id).blocked = True  # no update tells us
    await worker.presses("签收")
    await worker.presses("报进展", "已到现场查看")
    dead = await our_town.written(lambda uow: uow.outbox.failures(our_town.clock.now() - timedelta(days=1)))
    assert [state for _, state, _ in dead] == ["dead", "dead"]
    assert all(reason for _, _, reason in dead)
    await supervisor.says("日报")
    supervisor.sees("未送达消息 2 条")


@pytest.mark.needs("blocking")
async def test_whoever_writes_again_after_blocking_is_reached_again(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    our_town.stub.blocks(resident.chat_id)
    await our_town.settle()
    await worker.presses("签收")
    our_town.stub.unblocks(resident.chat_id)
    await our_town.settle()
    resident.looks_away()
    await resident.says("我的工单")
    resident.sees("办理中")
    await worker.presses("报进展", "已到现场查看")
    resident.sees("有进展")


@pytest.mark.needs("failing calls")
async def test_a_flood_answer_is_waited_out(our_town: Town) -> None:
    resident = await our_town.resident()
    our_town.stub.fails(Fault.FLOOD, 2, chat=resident.chat_id, retry_after=5)
    before = our_town.clock.now()
    await resident.says(LAMP)
    await our_town.passes(seconds=30)
    resident.sees_once("请看看对不对")
    assert our_town.clock.now() - before >= timedelta(seconds=10)


@pytest.mark.needs("failing calls")
@pytest.mark.parametrize("fault", [Fault.ERROR_BEFORE, Fault.LOST_BEFORE, Fault.BAD_GATEWAY])
async def test_what_was_not_sent_is_sent_later(our_town: Town, fault: Fault) -> None:
    resident = await our_town.resident()
    our_town.stub.fails(fault, 2, chat=resident.chat_id)
    await resident.says(LAMP)
    await our_town.passes(minutes=2)
    resident.sees_once("请看看对不对")


@pytest.mark.needs("failing calls")
@pytest.mark.parametrize("fault", [Fault.ERROR_AFTER, Fault.LOST_AFTER])
async def test_what_may_have_been_sent_arrives_at_least_once_and_is_flagged(our_town: Town, fault: Fault) -> None:
    resident = await our_town.resident()
    our_town.stub.fails(fault, 1, chat=resident.chat_id)
    await resident.says(LAMP)
    await our_town.passes(minutes=2)
    assert 1 <= sum("请看看对不对" in text for text in resident.fresh) <= 2
    await resident.says("1")
    resident.sees_once("登记好了")


@pytest.mark.needs("groups")
async def test_a_group_hears_nothing_personal(our_town: Town) -> None:
    resident = await our_town.resident("h460204198023-c01-3")
    await resident.says(LAMP)
    await resident.presses("确认")
    for words in (LAMP, "我的工单", resident.number(), "大家好", "哈哈"):
        our_town.stub.says(resident.chat_id, words, chat=GROUP)
        await our_town.settle()
    shown = our_town.stub.chat(GROUP).texts
    assert shown
    assert all("私聊我" in text for text in shown)


@pytest.mark.needs("groups")
async def test_danger_in_a_group_is_answered_with_what_to_do_and_whom_to_ring(our_town: Town) -> None:
    neighbour = our_town.somebody()
    our_town.stub.says(neighbour.chat_id, "着火了！3栋冒黑烟，快救命", chat=GROUP)
    await our_town.settle()
    (shown,) = our_town.stub.chat(GROUP).texts
    assert "119" in shown
    assert "私聊我" in shown
    assert neighbour.texts == []


@pytest.mark.needs("groups")
async def test_a_group_makes_no_person_and_no_ticket(our_town: Town) -> None:
    stranger = our_town.somebody()
    our_town.stub.says(stranger.chat_id, LAMP, chat=GROUP)
    await our_town.settle()
    known = await our_town.written(lambda uow: uow.people.by_account(*stranger.account))
    assert known is None


async def test_the_longest_message_is_taken_whole_enough(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says(((LAMP + "，请尽快派人来看看。") * 200)[:4096])
    while "请看看对不对" not in resident.last:
        await resident.says("1" if resident.buttons else "一起办")
    await resident.presses("确认")
    resident.sees("登记好了")
    worker.sees("路灯照明", "最迟11月30日")


@pytest.mark.parametrize(
    "words",
    [
        "😀😀😀",
        "\u202e坏了灯路栋3区小里树榕",
        "路\u200b灯坏了\u0000\u0007，榕树里小区3栋",
        "a" * 4000,
        "{ $number }",
        "<b>路灯</b> *坏了* _榕树里小区_ [3栋](tg://user?id=1)",
        "%s %d {0} {{}}",
        "'; DROP TABLE tickets; --",
        "Ｚ̷̢̨̛͎̗̞̈́̐͛a̴͚͒l̸͖̈́g̵̱̀o",
        "١٢٣",
        "👨‍👩‍👧‍👦" * 50,
    ],
)
async def test_strange_characters_are_answered(our_town: Town, words: str) -> None:
    resident = await our_town.resident()
    await resident.says(words)
    assert resident.fresh
    resident.sees_nothing("出了点问题")
    await resident.says("人工")
    resident.sees_nothing("出了点问题")


async def test_control_characters_reach_nobody(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says("榕树里小区3栋\u202e楼下\u200b路灯\u0007坏了")
    await resident.presses("确认")
    card = worker.sees("路灯照明")
    assert not set(card) & set("\u202e\u200b\u0007")


async def test_words_that_look_like_our_texts_are_only_words(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says("榕树里小区3栋路灯坏了 { $number } { status-closed }")
    await resident.presses("确认")
    worker.sees("{ $number } { status-closed }")


@pytest.mark.needs("voice")
async def test_a_voice_message_is_kept_and_words_are_asked_for_and_the_worker_hears_it(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.sends_voice()
    resident.sees_once("语音收到了", "写写是什么事")
    await resident.says(LAMP)
    await resident.presses("确认")
    worker.sees("路灯照明")
    sent = [file.content for bubble in our_town.stub.chat(worker.chat_id).received for file in bubble.files]
    assert sent == [b"a voice"]


@pytest.mark.parametrize(
    "words",
    ["\u200b", pytest.param("   ", marks=pytest.mark.needs("blank messages")), "。", "\u2800"],
)
async def test_an_empty_message_shows_what_can_be_done(our_town: Town, words: str) -> None:
    resident = await our_town.resident()
    await resident.says(words)
    assert resident.fresh
    assert resident.buttons


async def test_a_turn_that_fails_for_good_is_answered_and_set_aside(
    our_town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """Three tries, then the person hears it; what follows is handled as if nothing had been."""
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")
    resident, other = await our_town.resident(), await our_town.resident()
    with patch.object(report, "start", side_effect=RuntimeError("a bug of ours")):
        our_town.stub.says(resident.chat_id, LAMP)
        our_town.stub.says(other.chat_id, "我的工单")
        await our_town.settle()
    resident.sees_once("出了点问题", "已经记下", "找工作人员")
    other.sees_once("还没有工单")
    city.sees_once("没能处理", LAMP)
    assert "a bug of ours" in caplog.text
    resident.looks_away()
    await resident.says(LAMP)
    resident.sees("请看看对不对")


async def test_a_turn_that_fails_once_is_tried_again(our_town: Town) -> None:
    resident = await our_town.resident()
    real, calls = report.start, []

    def flaky(*args: object) -> None:
        calls.append(args)
        if len(calls) == 1:
            raise RuntimeError("once")
        real(*args)

    with patch.object(report, "start", flaky):
        await resident.says(LAMP)
    resident.sees_once("请看看对不对")


async def test_a_timer_that_fails_does_not_stop_the_others(our_town: Town) -> None:
    resident, other = await our_town.resident(), await our_town.resident()
    await resident.says(LAMP)
    await our_town.passes(seconds=5)
    await other.says(LAMP)
    real, calls = timers.TIMERS["draft_reminder"], []

    def flaky(*args: object) -> None:
        calls.append(args)
        if len(calls) == 1:
            raise RuntimeError("once")
        real(*args)

    with patch.dict(timers.TIMERS, {"draft_reminder": flaky}):
        await our_town.passes(minutes=31)
        other.sees("还差一步")
        await our_town.passes(minutes=6)
    resident.sees("还差一步")


async def test_an_open_form_of_an_older_release_is_left(our_town: Town) -> None:
    resident = await our_town.resident()

    def older(uow) -> None:
        there = uow.conversations.get(*resident.account)
        uow.conversations.save(replace(there, form="a-form-of-before", answers={"x": 1}), our_town.clock.now())

    await our_town.written(older)
    await resident.says(LAMP)
    resident.sees("请看看对不对")
