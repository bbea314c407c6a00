"""One lamp over three weeks with two holidays in it: thirty steps from the first word to the last, as everybody lived them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from town import GRID, ZONE, town

from domain.people import Role

DISTRICT = "460204000000"
MONDAY = datetime(2026, 9, 21, 9, 0, tzinfo=ZONE)  # Mid-Autumn is 25 to 27 September, National Day 1 to 7 October


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def test_one_lamp_from_the_first_word_to_the_last(tmp_path: Path) -> None:
    async with town(tmp_path, MONDAY) as place:
        worker, captain = await place.staff(), await place.staff(Role.CAPTAIN, GRID)
        supervisor = await place.staff(Role.SUPERVISOR, DISTRICT)
        first, second = await place.resident(), await place.resident()
        everybody = (worker, captain, supervisor, first, second)

        # 1–3: said, read back, filed; five working days skip the Mid-Autumn holiday
        await first.says("榕树里小区3栋楼下路灯坏了三天")
        first.sees("路灯照明", "榕树里小区3栋")
        await first.presses("确认")
        first.sees("登记好了", "许慧娟", "最迟9月29日（周二）17:30")
        number = first.number()
        worker.sees("路灯照明", number)

        # 4–5: nobody accepts; the captain hears of it within the day
        await place.until(_at(9, 21, 15, 31))
        worker.sees("还没签收")
        captain.sees("还没签收", number)

        # 6–7: a neighbour meets the same; joins instead of a second ticket
        await second.says("榕树里小区3栋的路灯不亮，老人摔了一跤")
        await second.presses("我也遇到了")
        second.sees("算您一份", number)
        worker.sees("又有居民反映同一件事", "老人摔了一跤")

        # 8: the digest of the evening
        await place.until(_at(9, 21, 18, 1))
        supervisor.sees("9月21日 日报", "新增 1", "存证")

        # 9–10: accepted the next morning; both residents hear it
        await place.until(_at(9, 22, 9))
        await worker.says("待办")
        await worker.says("1")
        await worker.presses("签收")
        first.sees("许慧娟已签收")
        second.sees("许慧娟已签收")

        # 11–14: a question; the clock stands still; reminded once; answered two days later
        await worker.presses("问居民")
        await worker.says("是门口的还是后门的？")
        first.sees("许慧娟想问您", "门口的还是后门的")
        second.sees_nothing("门口的还是后门的")
        await place.until(_at(9, 23, 9, 1))
        first.sees("还在等您的回答")
        await place.until(_at(9, 24, 9))
        await first.presses("回答")
        await first.says("门口两盏都不亮")
        worker.sees("居民答复了", "门口两盏都不亮")

        # 15: over Mid-Autumn nobody is disturbed about it
        for person in everybody:
            person.looks_away()
        await place.until(_at(9, 28, 8))
        for person in (worker, first, second):
            person.sees_nothing(number)

        # 16–17: on the spot, with a photo of what is broken
        await worker.says("待办")
        await worker.says("1")
        await worker.presses("报进展")
        await worker.sends_photo("灯杆线路烧了，要订配件")
        first.sees("要订配件")
        second.sees("要订配件")
        assert first.photos == second.photos == 1

        # 18–21: more time is asked for, granted above, explained to both; National Day does not count
        await worker.presses("更多", "申请延期", "5个工作日", "要等配件或材料")
        captain.sees("申请延期到10月14日", "要等配件")
        await captain.presses("同意")
        worker.sees("上级同意了", "最迟10月14日")
        for resident in (first, second):
            resident.sees("需要多些时间", "最迟10月14日（周三）17:30", "要等配件")

        # 22: the neighbour urges
        await second.says("我的工单")
        await second.says("1")
        await second.presses("催一下")
        worker.sees("有人催办")

        # 23–24: done after the holiday; both are asked
        await place.until(_at(10, 8, 10))
        await worker.says("待办")
        await worker.says("1")
        await worker.presses("办结")
        await worker.sends_photo("换好线路，两盏都亮了")
        if "没有照片" in worker.buttons:
            await worker.presses("没有照片")
        for resident in (first, second):
            resident.sees("两盏都亮了", "真的解决了吗")

        # 25–27: the neighbour says no; back to the worker, with the words, and to those above
        await second.presses("没解决", "别的原因")
        await second.says("后门那盏晚上又黑了")
        second.sees("重新办理")
        first.sees("有居民说还没解决")
        worker.sees("后门那盏晚上又黑了")
        captain.sees("居民说没解决", "后门那盏晚上又黑了")

        # 28–29: mended, and this time both agree
        await place.until(_at(10, 9, 10))
        await worker.says("待办")
        await worker.says("1")
        await worker.presses("办结")
        await worker.says("后门灯泡也换了")
        if "没有照片" in worker.buttons:
            await worker.presses("没有照片")
        await second.presses("我这里好了", "满意", "不说了")
        await first.presses("解决了", "满意", "不说了")
        first.sees("结案")

        # 30: praise, and figures that tell the whole of it
        await first.says("表扬网格员许慧娟，灯修得好，人也和气")
        first.sees("表扬已经记下")
        await place.until(_at(10, 9, 18, 1))
        supervisor.sees("10月9日 日报", "结案 1", "解决率 100.0%（1/1）", "满意率 100.0%（1/1）")
        await supervisor.says("月报")
        supervisor.sees("2026年10月 月通报", "解决率 100.0%（1/1）")
        for person in (first, second):
            person.sees_nothing("超时")
