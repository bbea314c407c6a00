"""The bulletin of a month: figures one can recount by hand, each rate with its numbers, silence counted apart."""

from __future__ import annotations

from datetime import datetime

from town import ZONE, Somebody, Town

from bot.channels.telegram.render import CAPABILITIES
from domain.digest import COUNTS, DayFigures, GridFigures, MonthFigures, Trend
from domain.messages import Text
from domain.people import Role
from handlers.scene import Scene
from handlers.supervisor import bulletin, digest
from storage.unit_of_work import UnitOfWork

DISTRICT = "460204000000"
ONE_SCREEN = 20  # lines of a telephone
LAMP, DRAIN = "榕树里小区3栋楼下路灯坏了", "榕树里小区2栋下水道堵了"


async def test_on_the_first_the_month_before_is_told_with_hand_counted_rates(our_town: Town) -> None:
    """Three tickets: one solved and liked, one that nobody answered about, one that came back."""
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    happy = await _resolved(our_town, worker, LAMP)
    await happy.presses("解决了", "满意", "不说了")
    await _resolved(our_town, worker, "榕树里小区4栋垃圾没人清运")
    angry = await _resolved(our_town, worker, DRAIN)
    await angry.presses("没解决", "没人来")
    await our_town.until(datetime(2026, 12, 1, 8, 59, tzinfo=ZONE))
    supervisor.sees_nothing("月通报")
    await our_town.until(datetime(2026, 12, 1, 9, 1, tzinfo=ZONE))
    told = supervisor.sees_once("2026年11月 月通报 · 天涯区", "新增")
    for line in (
        "解决率 50.0%（1/2）",
        "按时办结率 75.0%（3/4）",
        "没表态 1 件",
        "儋州村社区：解决率 50.0%（1/2）",
        "路灯照明 1 件（上月 0 ↑），天涯区儋州村社区最多",
    ):
        assert line in told, told
    supervisor.looks_away()
    await supervisor.presses("看全部数字")
    told = supervisor.sees_once("2026年11月 月通报 · 天涯区", "新增")
    for line in (
        "新增 3 · 办结 3 · 结案 2",
        "响应率 100.0%（3/3）",
        "解决率 50.0%（1/2），没表态也算进去 33.3%",
        "满意率 100.0%（1/1），没表态也算进去 33.3%",
        "没表态 1 件",
        "按时办结率 75.0%（3/4）",  # what came back was not done again by its new date
        "儋州村社区：按时办结率 75.0%（3/4），解决率 50.0%（1/2）",
        "城乡建设：3 件，按时办结率 75.0%（3/4），解决率 50.0%（1/2）",
    ):
        assert line in told, told
    await our_town.until(datetime(2027, 1, 1, 9, 1, tzinfo=ZONE))
    supervisor.sees_once("2026年12月 月通报", "新增 0")


async def test_it_can_be_asked_for_within_the_month_by_who_answers_for_an_area(our_town: Town) -> None:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    await _resolved(our_town, worker, LAMP)
    await supervisor.says("月报")
    supervisor.sees("2026年11月 月通报", "新增 1", "解决率 —")
    assert supervisor.photos == 1
    await supervisor.says("日报")
    await supervisor.presses("看本月")
    assert sum("月通报" in text and "新增" in text for text in supervisor.texts) == 2
    await worker.says("月通报")
    worker.sees_nothing("月通报")


async def test_all_figures_are_shown_of_ones_own_areas_only(our_town: Town) -> None:
    """A button is a wish: the desk of one community presses that of a supervisor of the district."""
    supervisor, desk = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff(Role.DESK, "460204198023")
    await supervisor.says("月报")
    await supervisor.presses("看全部数字")
    supervisor.sees("月通报 · 天涯区", "响应率")
    await desk.says("月报")
    await desk.presses("看全部数字")
    desk.sees("月通报", "儋州村社区", "响应率")
    desk.sees_nothing("月通报 · 天涯区\n")


async def test_on_time_is_told_with_its_numbers_and_a_late_end_is_never_on_time(our_town: Town) -> None:
    """Two requests of one grid: one done the same day, one the day after its date; the figures say one of two."""
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    await _resolved(our_town, worker, LAMP)
    late = await our_town.resident()
    await late.says(DRAIN)
    await late.presses("确认")
    await supervisor.says("日报")
    supervisor.sees("按时办结率 100.0%（1/1）")
    supervisor.looks_away()
    await our_town.until(datetime(2026, 11, 30, 18, 1, tzinfo=ZONE))
    supervisor.sees_once("11月30日 日报", "按时办结率 0.0%（0/1）", "超时 1 件")
    await our_town.until(datetime(2026, 12, 1, 8, 0, tzinfo=ZONE))
    await _resolves(worker, late)
    await supervisor.says("月报")
    supervisor.sees("2026年12月 月通报", "按时办结率 —（0/0）", "办结 1")
    await our_town.until(datetime(2026, 12, 1, 9, 1, tzinfo=ZONE))
    supervisor.sees_once("2026年11月 月通报", "按时办结率 50.0%（1/2）")


async def test_what_is_taken_out_of_the_rates_is_neither_on_time_nor_late(our_town: Town) -> None:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    resident = await _resolved(our_town, worker, LAMP)
    await supervisor.says(resident.number())
    await supervisor.presses("更多", "不计入三率", "台风等不可抗力")
    await supervisor.says("月报")
    supervisor.sees("办结 1", "按时办结率 —（0/0）", "剔除 1 件")


async def _resolved(town: Town, worker: Somebody, words: str) -> Somebody:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    await _resolves(worker, resident)
    return resident


async def _resolves(worker: Somebody, resident: Somebody) -> None:
    await worker.says(resident.number())
    await worker.presses("签收", "办结")
    await worker.says("办好了")
    await worker.presses("没有照片")


async def test_what_is_late_stands_in_it_with_who_how_many_working_days_and_why(our_town: Town) -> None:
    """Filed on Monday the 23rd, five working days: due on the 30th; on the 8th six working days have ended since."""
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    await worker.says(resident.number())
    await worker.presses("退单", "要由专业单位办")
    await our_town.until(datetime(2026, 12, 8, 17, 31, tzinfo=ZONE))
    supervisor.looks_away()
    await supervisor.says("月报")
    supervisor.sees("超时没办结 1 件")
    await supervisor.presses("看全部数字")
    told = supervisor.sees("截至12月8日", "超时没办结 1 件")
    (line,) = [each for each in told.splitlines() if resident.number() in each]
    for word in ("路灯照明", "符思敏", "超时6个工作日", "退单（要由专业单位办）"):
        assert word in line, line
    await supervisor.presses("看超时的")
    supervisor.sees("超时 1 件", "超时6个工作日")


async def test_a_late_accusation_is_counted_for_supervisors_and_listed_for_nobody(our_town: Town) -> None:
    supervisor, captain = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff(Role.CAPTAIN)
    resident = await our_town.resident()
    await resident.says("我要举报榕树里小区3栋有人私设赌场")
    await resident.presses("留名，有进展提醒我")
    await resident.presses("确认")
    await our_town.until(datetime(2026, 12, 8, 9, tzinfo=ZONE))
    for person in (supervisor, captain):
        person.looks_away()
        await person.says("月报")
    told = supervisor.sees("另有举报超时 1 件", "超时没办结 0 件")
    assert resident.number() not in told
    assert "赌" not in told
    assert "举报" not in captain.sees("12月 月通报")
    await captain.presses("看全部数字")
    assert "举报" not in captain.sees("12月 月通报", "响应率")


async def test_what_is_reported_most_is_told_by_place_and_against_the_month_before(our_town: Town) -> None:
    await _files(our_town, LAMP)
    await our_town.until(datetime(2026, 12, 2, 9, tzinfo=ZONE))
    for words in (LAMP, "渔港新村3栋的路灯坏了", DRAIN):
        await _files(our_town, words)
    await our_town.until(datetime(2026, 12, 31, 17, tzinfo=ZONE))
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await supervisor.says("堵点")
    told = supervisor.sees("12月堵点", "天涯区")
    assert "1. 路灯照明 2 件（上月全月 1），天涯区儋州村社区最多" in told
    assert "按时办结率" not in told
    await supervisor.presses("看全部")
    told = supervisor.sees("12月堵点", "1. 路灯照明 2 件（上月全月 1）：", "按时办结率")
    assert "儋州村社区 1 件" in told
    await our_town.until(datetime(2027, 1, 1, 9, 1, tzinfo=ZONE))
    told = supervisor.sees_once("2026年12月 月通报", "1. 路灯照明 2 件（上月 1 ↑）")
    assert told.index("路灯照明 2 件") < told.index("下水道")
    await supervisor.presses("看堵点")
    supervisor.sees("1月堵点")


async def _files(town: Town, words: str) -> None:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")


async def test_the_longest_bulletin_and_digest_fit_into_their_messages(our_town: Town) -> None:
    """As many rows as are shown, with long names and large numbers; the lines of what is late are counted by hand."""
    many = dict.fromkeys(COUNTS, 1234)
    rows = tuple(GridFigures(f"4602041980{at:02}", f"天涯区某某某某社区第{at}", **many) for at in range(30))
    place = Trend(rows[0], 1234)
    matters = tuple(Trend(GridFigures(f"m{at}", "生活垃圾清运不及时", **many), 1234, (place,) * 9) for at in range(30))
    month = MonthFigures("2026-11", DISTRICT, "天涯区", rows, rows, rows, matters)
    day = DayFigures(datetime(2026, 11, 23, tzinfo=ZONE).date(), DISTRICT, "天涯区", rows[0], rows, 30, rows)

    def said(uow: UnitOfWork) -> tuple[str, str, str]:
        scene = Scene(uow, our_town.app.worlds.current, our_town.clock.now())
        say = scene.world.say
        return (
            say(Text("bulletin", bulletin.words(scene, month)), "zh-CN"),
            say(Text("digest", digest.words(scene, day)), "zh-CN"),
            say(Text("bulletin-first", bulletin.first_words(scene, month)), "zh-CN"),
        )

    longest_late = 100
    told_month, told_day, told_first = await our_town.written(said)
    assert len(told_month) + bulletin.LATE_SHOWN * longest_late <= CAPABILITIES.text, len(told_month)
    assert len(told_day) <= CAPABILITIES.caption, len(told_day)
    assert len(told_first.splitlines()) <= ONE_SCREEN, told_first
