"""Wishes for children: a guardian's consent, nothing of the child for volunteers, checked volunteers, staff in between."""

from __future__ import annotations

from town import Somebody, Town

from domain.people import Role
from domain.ticket import CHILD_WISH
from domain.wishes import Guardian, Way, matter, perhaps_for_a_child, tells_of_a_child

HOME = "h460204198023-c01-3"
COMMUNITY = "460204198023"
WORDS = "我孙子陈小鹏在第九小学二年级，想要一个书包，电话13900001111，住3栋501"
SECRETS = ("陈小鹏", "第九小学", "二年级", "13900001111", "501", "3栋", "榕树里")
LINE = "一个书包"


async def wished(town: Town, words: str, *presses: str) -> Somebody:
    """A wish of somebody who says whose child it is for."""
    wisher = await town.resident(HOME)
    await wisher.says("许愿")
    await wisher.says(words)
    await wisher.says("1")
    for label in presses:
        await wisher.presses(label)
    return wisher


async def by_a_parent(town: Town) -> Somebody:
    wisher = await wished(town, WORDS, "是", "爸爸或妈妈")
    wisher.sees("作为监护人", "随时可以撤回")
    await wisher.presses("同意", "同意，许愿")
    wisher.sees("心愿记下了")
    return wisher


async def cleared(town: Town, desk: Somebody, index: int = 0) -> Somebody:
    """A volunteer whom the desk has checked."""
    volunteer = await town.volunteer(index)
    await volunteer.says("背景核查")
    volunteer.sees("已转给社区")
    desk.sees("申请背景核查")
    await desk.presses("核查通过")
    volunteer.sees("背景核查通过了", "有效到")
    volunteer.looks_away()
    desk.looks_away()
    return volunteer


async def on_the_wall(desk: Somebody) -> None:
    await desk.presses("核实通过")
    desk.sees("不写姓名、学校")
    await desk.says(LINE)


def saw_nothing_of_the_child(person: Somebody) -> None:
    seen = "\n".join([*person.texts, *person.buttons])
    assert not [secret for secret in SECRETS if secret in seen]
    assert not person.photos


async def test_from_a_parents_consent_to_a_delivery_through_the_staff(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    checked, other = await cleared(our_town, desk), await our_town.volunteer(1)
    wisher = await by_a_parent(our_town)
    desk.sees("请核实", "监护人已同意")
    await on_the_wall(desk)
    other.sees_nothing()
    checked.sees("新的微心愿", LINE, "儋州村社区")
    await checked.presses("我来认领")
    checked.sees("社区同意后")
    desk.sees("想认领儿童心愿", "背景核查到")
    await desk.presses("同意匹配")
    checked.sees("社区同意了", LINE, "党群服务中心", "转交或陪同")
    wisher.sees("有志愿者认领了")
    await checked.says(wisher.number())
    assert "已送达" not in checked.buttons
    await desk.says(wisher.number())
    await desk.presses("已送达")
    await desk.says("和志愿者一起送到家里，交给孩子妈妈")
    wisher.sees("已经送到")
    await wisher.presses("收到了", "说句感谢")
    wisher.sees("不收照片")
    await wisher.says("谢谢，我们住3栋501")
    checked.sees("心愿主人对您说", "谢谢")
    wisher.sees_nothing("让大家也看到")
    await checked.says("我的积分")
    checked.sees("送达 +10")
    await other.says("圆梦榜")
    other.sees("还没有内容")
    for person in (checked, other):
        saw_nothing_of_the_child(person)


async def test_who_is_no_guardian_cannot_consent_and_staff_write_down_who_did(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    volunteer = await cleared(our_town, desk)
    await wished(our_town, WORDS, "是", "亲友、老师或邻居", "同意，许愿")
    desk.sees("请核实", "还没有监护人同意")
    assert "核实通过" not in desk.buttons
    await desk.presses("登记监护人同意", "其他监护人", "书面签字")
    await desk.says("陈建国")
    desk.sees("监护人已同意", "书面签字")
    terms, name = await our_town.written(lambda uow: (uow.wishes.of(1), uow.wishes.guardian(1)))
    assert (terms.guardian, terms.way, name) == (Guardian.OTHER, Way.PAPER, "陈建国")
    assert terms.consented_at
    assert "陈建国" not in str(await our_town.written(lambda uow: uow.tickets.history(1)))
    await desk.presses("核实通过")
    for line in ("陈建国家要书包", "第九小学的书包", "3栋501的书包", "打13900001111"):
        await desk.says(line)
        desk.sees("请换个说法")
        desk.looks_away()
        volunteer.sees_nothing()
    await desk.says(LINE)
    volunteer.sees("新的微心愿", LINE)


async def test_a_parent_who_does_not_consent_is_offered_a_person(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    wisher = await wished(our_town, WORDS, "是", "爸爸或妈妈", "不同意")
    wisher.sees("没有登记", "工作人员")
    desk.sees_nothing()


async def test_a_child_who_writes_is_heard_and_the_guardian_is_asked_by_staff(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    wisher = await wished(our_town, "我今年九岁，想要一双运动鞋", "是", "我就是孩子", "同意，许愿")
    wisher.sees("心愿记下了")
    desk.sees("还没有监护人同意")


async def test_unchecked_expired_and_revoked_volunteers_see_and_claim_nothing(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    checked, other = await cleared(our_town, desk), await our_town.volunteer(1)
    wisher = await by_a_parent(our_town)
    await on_the_wall(desk)
    await other.says("心愿墙")
    other.sees("没有等待的心愿")
    await other.says(wisher.number())
    other.sees("没有找到这张工单")
    await checked.presses("我来认领")
    await our_town.passes(days=366)
    desk.looks_away()
    await desk.presses("同意匹配")
    desk.sees("已经过期，不能匹配")
    checked.looks_away()
    await checked.says("心愿墙")
    checked.sees("没有等待的心愿")
    await checked.presses("我来认领")
    checked.sees("没有找到这张工单")
    for person in (checked, other):
        saw_nothing_of_the_child(person)


async def test_who_loses_the_check_loses_the_childs_wish(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    checked = await our_town.volunteer()
    await checked.says("背景核查")
    await desk.presses("核查通过")
    await by_a_parent(our_town)
    await on_the_wall(desk)
    await checked.presses("我来认领")
    await desk.presses("同意匹配")
    checked.sees("社区同意了")
    await desk.presses("不通过核查")
    checked.sees("已经撤销")
    assert (await our_town.written(lambda uow: uow.tickets.get(1))).claimant == 0


async def test_staff_find_out_that_it_is_for_a_child(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await wished(our_town, WORDS, "不是", "同意，许愿")
    await desk.presses("核实通过")
    volunteer.sees("新的微心愿")
    await desk.says(wisher.number())
    await desk.presses("更多", "按儿童心愿保护")
    wisher.sees("先联系监护人")
    volunteer.looks_away()
    await volunteer.presses("我来认领")
    volunteer.sees("没有找到这张工单")
    await desk.presses("核实通过")
    assert (await our_town.written(lambda uow: uow.tickets.get(1))).matter == CHILD_WISH
    desk.sees("要先有监护人同意")


async def test_the_guardian_may_take_it_back_until_it_has_come(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    checked = await cleared(our_town, desk)
    wisher = await by_a_parent(our_town)
    await on_the_wall(desk)
    await checked.presses("我来认领")
    await desk.presses("同意匹配")
    await wisher.says(wisher.number())
    await wisher.presses("撤回", "确定撤回")
    checked.sees("已撤回，不用再送了")


async def test_help_is_a_kind_of_its_own_with_a_time(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await wished(our_town, "我眼睛看不见，想请人陪我去医院复查", "工作日白天", "同意，许愿")
    await desk.presses("核实通过")
    volunteer.sees("陪我去医院", "工作日白天")
    await volunteer.presses("我来认领")
    volunteer.sees("认领成功", "工作日白天")
    await volunteer.presses("已送达")
    await volunteer.says("陪老人家去过了")
    await wisher.presses("收到了")
    volunteer.looks_away()
    await volunteer.says("我的积分")
    volunteer.sees("帮忙 +15")


async def test_who_is_erased_leaves_no_guardian_and_no_line(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    wisher = await wished(our_town, WORDS, "是", "亲友、老师或邻居", "同意，许愿")
    await desk.presses("登记监护人同意", "其他监护人", "电话")
    await desk.says("陈建国")
    await wisher.says("撤回")
    await wisher.presses("确定撤回")
    await our_town.app.eraser.forget(*wisher.account, our_town.clock.now())
    terms, name = await our_town.written(lambda uow: (uow.wishes.of(1), uow.wishes.guardian(1)))
    assert (terms.public, name) == ("", "")


def test_words_say_which_kind_of_wish_it_is() -> None:
    kinds = {
        "想要一辆旧轮椅，推奶奶下楼晒太阳": "微心愿",
        "希望有人陪奶奶聊天": "邻里守望",
        "想请人帮忙打扫卫生": "邻里守望",
        "我是残疾人，想请人上门理发": "助残",
        "想要一台收音机": "微心愿",
    }
    assert {words: matter(words, child=False) for words in kinds} == kinds
    assert matter("想请人陪孩子读书", child=True) == CHILD_WISH


def test_a_child_is_suspected_rather_too_often() -> None:
    meant = ("给孙女买奶粉", "我今年12岁", "我十三岁了想要一本书", "女儿想要一个书包", "我九岁", "留守儿童的心愿")
    assert all(perhaps_for_a_child(words, 14) for words in meant)
    assert not any(
        perhaps_for_a_child(words, 14) for words in ("奶奶八十三岁，想要轮椅", "我今年66岁", "想要一副老花镜")
    )
    assert tells_of_a_child("三（2）班小明") or tells_of_a_child("三年级的书包")
    assert not tells_of_a_child("一个书包和一个文具盒")
