"""Alerts of emergencies (domain.md §10.1): each kind to its people, acknowledged, escalated when nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from town import ZONE, Somebody, Town

from bot.templates import read_alerts
from domain.messages import Reply, Text
from domain.people import Post, Role
from handlers.scene import choice
from nlp.emergencies import Emergencies
from storage.unit_of_work import UnitOfWork

TABLE = read_alerts(Path(__file__).parents[2] / "locales" / "zh-CN" / "alerts.toml")
NIGHT = datetime(2026, 11, 24, 3, 0, tzinfo=ZONE)
COMMUNITY = "460204198023"
DISTRICT = "460204000000"
SCOPES = {
    Role.WORKER: "460204198023001",
    Role.CAPTAIN: "460204198023001",
    Role.DESK: COMMUNITY,
    Role.SUPERVISOR: DISTRICT,
    Role.COMMAND: DISTRICT,
}
CRIES = {
    "fire": "榕树里小区3栋501着火了，快来人",
    "gas": "榕树里小区3栋501煤气泄漏了，味道很大",
    "lift": "榕树里小区3栋电梯困人了，快来救",
    "drowning": "榕树里小区3栋旁边河里有人溺水",
    "suicide": "榕树里小区3栋501有人要跳楼",
    "shock": "榕树里小区3栋501有人触电了",
    "violence": "榕树里小区3栋501有人持刀砍人",
    "domestic": "榕树里小区3栋501我老公正在打我，救命",
    "medical": "榕树里小区3栋501我爸突然昏迷了",
    "traffic": "榕树里小区3栋门口两车相撞有人受伤了",
    "fraud": "榕树里小区3栋501我刚刚被骗转账了五万",
    "flood": "榕树里小区3栋楼下洪水淹进来了，老人被困",
    "missing": "榕树里小区3栋501我家孩子走丢了找不到",
}


# the number the law or the state gives for it
RING = {
    **dict.fromkeys(("fire", "gas", "lift", "drowning", "flood"), "119"),
    **dict.fromkeys(("violence", "domestic", "missing"), "110"),
    **dict.fromkeys(("shock", "medical"), "120"),
    "suicide": "12356",
    "traffic": "122",
    "fraud": "96110",
}


async def crew(town: Town) -> dict[Role, Somebody]:
    """One of each role that answers for the first grid, asleep."""
    people = {role: await town.staff(role, scope) for role, scope in SCOPES.items()}
    await town.until(NIGHT)
    for person in people.values():
        person.looks_away()
    return people


async def cries(town: Town, words: str, live: str = "正在发生") -> Somebody:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses(live)
    return resident


def test_every_kind_of_danger_has_its_row_and_its_story() -> None:
    kinds = set(Emergencies().advice)
    assert set(TABLE) == kinds | {"other", "collective"}
    assert set(CRIES) == kinds
    by_law = {kind for kind, rule in TABLE.items() if rule.mandatory}
    assert by_law == {"domestic", "suicide", "missing", "collective"}


@pytest.mark.parametrize("kind", CRIES)
async def test_each_kind_goes_to_the_people_of_its_row_at_any_hour_and_up_when_nobody_answers(
    our_town: Town, kind: str
) -> None:
    people = await crew(our_town)
    resident = await cries(our_town, CRIES[kind])
    assert RING[kind] in "".join(resident.texts), "whom to ring"
    number, rule = resident.number(), TABLE[kind]
    people[Role.WORKER].sees_once("🚨 特急", number)
    for role, person in people.items():
        if role in rule.waves[0]:
            said = person.sees_once("🚨 特急险情", number, "榕树里小区")
            assert CRIES[kind] not in said, "an alert holds no words of the resident"
            assert ("501" not in said) or not rule.discreet
            assert person.buttons == ["收到", "看这件工单"]
        elif role is not Role.WORKER:
            person.sees_nothing(number)
    for person in people.values():
        person.looks_away()
    await our_town.passes(seconds=rule.within.total_seconds() + 5)
    for role in rule.waves[1]:
        people[role].sees_once("🚨 特急险情", number, "分钟没有人按「收到」")
    for role in rule.waves[0]:
        people[role].sees_nothing("🚨 特急险情")
    assert our_town.clock.now().astimezone(ZONE).hour == 3


@pytest.mark.parametrize("live", ["以前发生的", "担心会发生"])
@pytest.mark.parametrize("kind", ["fire", "domestic", "suicide", "missing"])
async def test_what_is_past_or_feared_pages_nobody_and_goes_the_right_way(our_town: Town, kind: str, live: str) -> None:
    people = await crew(our_town)
    resident = await cries(our_town, CRIES[kind], live)
    for _ in range(6):
        if "登记好了" in "".join(resident.fresh):
            break
        await resident.says("1" if "哪一类" in resident.last else "确认")
    number = resident.number()
    assert number, resident.last
    for person in people.values():
        person.sees_nothing("特急")
    await our_town.passes(hours=4)
    first = people[Role.DESK if TABLE[kind].calm else Role.WORKER]
    first.sees(number, "一般")
    others = [person for person in people.values() if person is not first]
    for person in others:
        person.sees_nothing(number)
    tagged = await our_town.written(lambda uow: uow.tags.tagged("安全隐患"))
    assert [ticket.number for ticket in tagged] == [number]


async def test_received_ends_it_and_the_others_hear_who_sees_to_it(our_town: Town) -> None:
    people = await crew(our_town)
    resident = await cries(our_town, CRIES["fire"])
    await people[Role.CAPTAIN].presses("收到")
    people[Role.CAPTAIN].sees("收到，已记下", resident.number())
    await our_town.passes(minutes=40)
    for role in (Role.DESK, Role.COMMAND):
        people[role].sees_nothing("特急险情")
    people[Role.SUPERVISOR].sees_once("特急险情")
    await our_town.until(datetime(2026, 11, 24, 6, 1, tzinfo=ZONE))
    people[Role.SUPERVISOR].sees("符思敏已收到")
    await people[Role.CAPTAIN].presses("看这件工单")
    people[Role.CAPTAIN].sees("险情通知已收到", "符思敏")
    resident.sees_nothing("险情通知")


async def test_received_typed_after_other_messages_is_for_the_alert(our_town: Town) -> None:
    people = await crew(our_town)
    resident, captain = await cries(our_town, CRIES["fire"]), people[Role.CAPTAIN]
    await captain.says("待办")
    captain.looks_away()
    await captain.says("收到！")
    captain.sees_once("收到，已记下", resident.number())
    await captain.says("待办")
    captain.looks_away()
    await captain.says("收到")
    captain.sees_nothing("已记下")
    assert captain.fresh


async def test_a_second_press_and_a_press_by_another_change_nothing(our_town: Town) -> None:
    people = await crew(our_town)
    await cries(our_town, CRIES["fire"])
    captain, supervisor = people[Role.CAPTAIN], people[Role.SUPERVISOR]
    await captain.presses("收到")
    captain.looks_away()
    await captain.presses("收到")
    captain.sees_once("已由符思敏", "不用再按")
    await supervisor.presses("收到")
    supervisor.sees_once("已由符思敏", "不用再按")
    history = await our_town.written(lambda uow: uow.tickets.history(1))
    assert [event.note for event in history if event.action == "receive"] == ["符思敏"]


async def test_an_old_button_after_it_was_solved_says_so(our_town: Town) -> None:
    people = await crew(our_town)
    resident = await cries(our_town, CRIES["lift"])
    await resident.says("撤回")
    await resident.presses("确定撤回")
    await people[Role.CAPTAIN].presses("收到")
    people[Role.CAPTAIN].sees("已经处理过了", "不用再按")
    await our_town.passes(hours=1)
    people[Role.COMMAND].sees_nothing("特急险情")


async def test_nobody_who_was_not_told_can_say_so(our_town: Town) -> None:
    people = await crew(our_town)
    stranger = await our_town.staff(Role.DESK, "460204198008")
    await cries(our_town, CRIES["fire"])
    token = await our_town.written(lambda uow: uow.outbox.put(*stranger.account, str(stranger.chat_id), _menu(), NIGHT))
    await our_town.settle()
    stranger.looks_away()
    await stranger.forges(f"{token}:0")
    stranger.sees("没有找到")
    people[Role.CAPTAIN].sees("特急险情")
    assert not (await our_town.written(lambda uow: uow.alerts.find(1))).received_by  # type: ignore[union-attr]


async def test_the_workers_acceptance_is_enough_for_a_fire_but_not_where_the_law_wants_the_community_to_know(
    our_town: Town,
) -> None:
    people = await crew(our_town)
    await cries(our_town, CRIES["fire"])
    await people[Role.WORKER].presses("签收")
    await our_town.passes(minutes=30)
    people[Role.DESK].sees_nothing("特急险情")
    await cries(our_town, CRIES["domestic"])
    await people[Role.WORKER].presses("签收")
    people[Role.DESK].sees_once("依法须及时报告")
    await our_town.passes(minutes=6)
    people[Role.COMMAND].sees("家庭暴力", "没有人按「收到」")
    await people[Role.DESK].presses("收到")
    people[Role.COMMAND].looks_away()
    await our_town.passes(minutes=40)
    people[Role.COMMAND].sees_nothing("特急险情")


async def test_when_all_waves_are_silent_everybody_is_told_again_so_many_times(our_town: Town) -> None:
    people = await crew(our_town)
    await cries(our_town, CRIES["fire"])
    await our_town.passes(minutes=11)
    for person in people.values():
        person.looks_away()
    await our_town.passes(minutes=5)
    for role in (Role.CAPTAIN, Role.SUPERVISOR, Role.DESK, Role.COMMAND):
        people[role].sees_nothing("特急险情")
    await our_town.passes(hours=3)
    told = [text for text in people[Role.DESK].fresh if "特急险情" in text]
    assert len(told) == our_town.app.settings.alerts.repeats - 1, "the first time was ten minutes after the cry"


async def test_whoever_is_the_only_one_there_is_not_reminded_for_ever(our_town: Town) -> None:
    """A city of one: nobody else could be told, so nothing but their own 收到 would end it."""
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")

    def leave(uow: UnitOfWork) -> None:
        for role in Role:
            for person, scope in uow.people.everybody_with(role):
                if scope != "460200000000" or role is not Role.SUPERVISOR:
                    uow.people.release(person, Post(role, scope))

    await our_town.written(leave)
    resident = await cries(our_town, CRIES["fire"])
    city.sees("🚨 特急", resident.number())
    await our_town.passes(hours=1, minutes=30)
    city.sees("还没签收", resident.number())
    city.looks_away()
    await our_town.passes(hours=6)
    city.sees_nothing("还没签收", resident.number())


async def test_who_is_on_leave_is_not_paged_but_their_stand_in(our_town: Town) -> None:
    people = {role: await our_town.staff(role, scope) for role, scope in SCOPES.items()}
    other = await our_town.staff(scope="460204198023002")
    worker = people[Role.WORKER]
    await worker.says("请假")
    await worker.presses("现在", "3天")
    await worker.says("何晓琳")
    await our_town.until(NIGHT)
    worker.looks_away()
    resident = await cries(our_town, CRIES["fire"])
    other.sees("🚨 特急", resident.number())
    worker.sees_nothing()
    people[Role.CAPTAIN].sees("特急险情")


async def test_with_nobody_but_the_city_it_goes_straight_to_the_city(our_town: Town) -> None:
    """Everybody else was only invited: a wave without anybody is passed over at once."""
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")
    await our_town.until(NIGHT)
    city.looks_away()
    resident = await cries(our_town, CRIES["suicide"])
    city.sees("特急险情", "轻生险情", resident.number())


async def test_the_place_said_later_brings_in_who_answers_there(our_town: Town) -> None:
    people = await crew(our_town)
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")
    resident = await cries(our_town, "我老公正在打我，救命")
    people[Role.DESK].sees_nothing()
    city.sees("家庭暴力")
    await resident.says("榕树里小区3栋501")
    people[Role.DESK].sees("家庭暴力", "榕树里小区")
    people[Role.SUPERVISOR].sees("家庭暴力")


async def test_a_unit_of_the_table_is_told_without_being_shown_the_ticket(our_town: Town) -> None:
    lamps = await our_town.staff(Role.UNIT_DESK, "ty-lamps")
    world = our_town.app.worlds.current
    gas = replace(TABLE["gas"], units=("ty-lamps",))
    our_town.app.worlds._current = replace(world, alerts=replace(world.alerts, rules={**TABLE, "gas": gas}))
    await cries(our_town, CRIES["gas"])
    lamps.sees_once("燃气泄漏", "榕树里小区3栋501")
    assert lamps.buttons == ["收到"]
    await lamps.presses("收到")
    lamps.sees("收到，已记下")


async def test_what_a_worker_files_on_patrol_alerts_too(our_town: Town) -> None:
    people = await crew(our_town)
    await people[Role.WORKER].says("报单")
    await people[Role.WORKER].says("榕树里小区3栋着火了，烟很大")
    await people[Role.WORKER].presses("报单")
    people[Role.CAPTAIN].sees("特急险情", "火情")


async def test_ranked_critical_by_hand_alerts_the_others(our_town: Town) -> None:
    people = {role: await our_town.staff(role, scope) for role, scope in SCOPES.items()}
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    desk = people[Role.DESK]
    await desk.says("日报")
    await desk.presses("看全部在办")
    await desk.presses(*[each for each in desk.buttons if resident.number() in each])
    await desk.presses("更多", "调整缓急", "特急")
    people[Role.SUPERVISOR].sees("特急险情", "紧急情况")
    desk.sees_nothing("特急险情")


async def test_the_digest_tells_which_alerts_nobody_received(our_town: Town) -> None:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    first = await cries(our_town, CRIES["fire"])
    await supervisor.presses("收到")
    second = await cries(our_town, "榕树里小区4栋电梯困人了，快来救")
    supervisor.looks_away()
    await our_town.until(datetime(2026, 11, 23, 18, 1, tzinfo=ZONE))
    digest = supervisor.sees("日报", "特急险情：2 件，有人收到 1 件", second.number())
    assert first.number() not in digest.partition("特急险情")[2].partition("\n")[0]
    assert worker


def _menu() -> Reply:
    return Reply(Text("plain", {"words": "x"}), (choice("received/1", "do-received"),))


@pytest.mark.needs("edits")
async def test_what_is_cried_again_after_received_begins_the_waves_anew(our_town: Town) -> None:
    """In a new message it is a new emergency; in a corrected one the old one goes on."""
    people = await crew(our_town)
    resident = await our_town.resident()
    message = await resident.says(CRIES["fire"])
    await resident.presses("正在发生")
    captain, desk, number = people[Role.CAPTAIN], people[Role.DESK], resident.number()
    await captain.presses("收到")
    await our_town.passes(minutes=30)
    desk.sees_nothing("特急险情")
    captain.looks_away()
    await resident.edits(message, "榕树里小区3栋501又着火了，火更大了，快救命")
    captain.sees_once("特急险情：火情", number)
    await our_town.passes(minutes=6)
    desk.sees("特急险情：火情", number)
    captain.looks_away()
    await resident.says("榕树里小区3栋502也着火了，快救命")
    await resident.presses("正在发生")
    captain.sees_once("特急险情：火情", resident.number())
    assert resident.number() != number


async def test_words_that_say_no_danger_do_not_disturb_anybody_again(our_town: Town) -> None:
    people = await crew(our_town)
    resident = await cries(our_town, CRIES["fire"])
    await people[Role.CAPTAIN].presses("收到")
    people[Role.CAPTAIN].looks_away()
    await resident.says(resident.number())
    await resident.presses("补充")
    await resident.says("消防车到了，火已经灭了")
    people[Role.CAPTAIN].sees_nothing("特急险情")


async def test_an_emergency_that_is_reopened_alerts_again(our_town: Town) -> None:
    people = await crew(our_town)
    resident = await cries(our_town, CRIES["gas"])
    await people[Role.CAPTAIN].presses("收到")
    await people[Role.SUPERVISOR].says(resident.number())
    await people[Role.SUPERVISOR].presses("办结")
    await people[Role.SUPERVISOR].says("燃气公司已关阀")
    await people[Role.SUPERVISOR].presses("没有照片")
    while "真的解决了吗" not in resident.last:
        await people[Role.CAPTAIN].says(resident.number())
        await people[Role.CAPTAIN].presses("同意发出")
    people[Role.CAPTAIN].looks_away()
    await resident.presses("没解决")
    await resident.presses(next(iter(resident.buttons)))
    people[Role.CAPTAIN].sees("特急险情", resident.number())


async def test_a_collective_protest_alerts_the_desk_and_above_without_changing_the_urgency(our_town: Town) -> None:
    people = await crew(our_town)
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋旁边工地拖欠工资，工友们在门口拉横幅讨薪")
    await resident.presses("确认")
    people[Role.DESK].sees("群体性苗头", resident.number())
    people[Role.SUPERVISOR].sees("群体性苗头")
    people[Role.COMMAND].sees_nothing("群体性苗头")
    resident.sees("登记好了")
    assert "特急" not in resident.last
    await our_town.passes(minutes=16)
    people[Role.COMMAND].sees("群体性苗头")


async def test_owed_wages_of_one_person_alert_nobody(our_town: Town) -> None:
    people = await crew(our_town)
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋装修的老板拖欠我两个月工资，集体宿舍也不让住")
    await resident.presses("确认")
    people[Role.DESK].sees_nothing("群体性苗头")
