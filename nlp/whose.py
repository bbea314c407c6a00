"""Whose place a text speaks of: the writer's own home, another's, or one where the writer only was."""

from __future__ import annotations

import re

REACH = 12  # characters before a place's name in which it is said who lives there


def is_elsewhere(text: str, words: str) -> bool:
    """Whether the place of these words is only where another lives or the writer was, who speaks of their own, too.

    我女儿家在听涛小区，我家这栋停水: the matter may be at either.
    """
    start = max(0, text.find(words))
    end, before = start + len(words), max(0, start - REACH)
    if LEFT.match(text, end):
        return True
    for theirs, mine in ((LIVING_AT.search(text, before, start), MINE), (_only_was(text, before, start, end), AT_MINE)):
        if theirs and any(not theirs.start() <= own.start() < end for own in mine.finditer(text)):
            return True
    return False


def _only_was(text: str, before: int, start: int, end: int) -> re.Match[str] | None:
    """我妈在听涛花园 or 我在友谊市场买菜."""
    return STAYING.search(text, before, start) or (VISITING.match(text, end) and WENT.search(text, before, start))


LIVES = re.compile(r"我们?(?:家)?(?:住|是|在的)|业主|住户")
OWN = re.compile(
    r"(?:我们|咱们|我家|咱家|本)(?:家|住的)?(?:这个|这栋|这边)?(?:小区|楼下|楼上|楼里|楼道|楼梯|单元|院|大院|门口|这栋|这幢)(?!"
    r"(?:的|正|斜)*(?:旁|对面|附近|隔壁|边上|后面|前面|外面))|(?:我|咱)们?家里?[又也都还]?(?=[停没断漏冇])"
)
KIN = (
    r"(?:女儿|闺女|女婿|儿子|儿媳妇?|孙子|孙女|爸妈|爸爸?|妈妈?|父母|父亲|母亲|爷爷|奶奶|外公|外婆|公公|婆婆|岳父母?|岳母|丈母娘|老丈人|哥哥?|姐姐?|弟弟?|妹妹?"
    r"|亲戚|朋友|同事|同学|战友|老乡|舅舅?|舅妈|姑姑|姑妈|姨妈?|阿姨|叔叔?|婶婶?|伯伯?|亲家|娘家|婆家|对象|老板|徒弟|师傅|领导|阿公|阿婆|阿爸|阿妈|阿爷|阿嫲|阿哥|阿姐|阿弟|阿妹|老[公婆]|媳妇)"
)
THEIRS = re.compile(
    rf"{KIN}(?:他|她)?们?(?:家(?!里?人)|那[边里儿]?|住处|屋企?|的?房子|的?小区|的?单元|的?楼[下上道])"
)  # another's home, not one's own
LIVING_AT = re.compile(
    rf"{KIN}(?:他|她)?们?(?:一家)?(?:就|都|也|还|一直|以前|现在)*(?:家(?:就|是)?[在住喺]?|屋企?[喺在]?|那[边里]?|的?房子在|[住搬租买]在?|是)"
    r"[^，。！？,!?;； ]{0,2}$"
)
STAYING = re.compile(  # somebody of the family, or where the writer works
    rf"(?:(?:我|俺|咱)们?{KIN}(?:他|她)?们?|(?:上班|工作|公司|单位|店)(?:的地方)?)(?:就|都|也|还|现在)*[在去到喺]$"
)
WENT = re.compile(r"(?:我|俺|咱)们?(?!的|家)[^，。！？,!?;；]{0,6}[在去到从]$")
LEFT = re.compile(r"[^，。！？,!?]{0,2}(?:搬[来走过]|过来的|来的人|来的邻居)")  # 从海虹花园搬来的邻居
VISITING = re.compile(
    r"[^，。！？,!?]{0,2}(?:上班|上学|打工|做工|干活|买菜|买东西|买药|开店|读书|跳舞|散步|遛狗|吃饭|喝茶|逛|玩|路过|回来|下车|出差|开会)"
)
AT_MINE = re.compile(r"(?:我|咱)们?(?:自己)?(?:家(?!在|人|长)|这[边里栋儿]|楼|小区|村|院)|本小区")
MINE = re.compile(  # who speaks, at home or with a matter of their own
    rf"(?:我|咱)(?:们|自己)?(?!{KIN}|[想要很都不也来替帮问说听看觉知发打接人]|反映|反应|在外|已经|刚|今天|昨|前天|投诉|求|建议|住(?:在|的)?那)|本小区"
)
HOME = re.compile(  # said anywhere
    r"(?:我们|咱们|本|我们这|咱)(?:家|住的)?(?:这个|这栋|的)?(?:小区|楼下|楼上|楼里|楼道|楼梯|楼(?!盘|市)|单元|大院|院(?![校长])|门口|家(?![长乡庭])|栋|网格|村)"
    r"|我家?(?:楼下|楼上|楼道|门口|单元)|家门口|单元门|门洞"
)
OPENS = r"(?:(?<![\u4e00-\u9fffA-Za-z0-9])|(?<=[们家的在到从有坐里这那是我咱本夜天晚早午年月了又区楼元]))"  # no name stands before
AT_HOME = re.compile(  # said in a chat
    rf"{OPENS}(?:楼道|楼梯[口间灯]|楼下|楼上|电梯|小区[里内门大])|(?<![大国别人老])家里(?!人|本来|困难|条件|经济|没钱|很穷|穷|有[老小病一两三])"
    r"|(?<![距离在于])我家(?![人乡长里]|孩|小孩|老人|亲|附近)"
)
BARE = re.compile(rf"{OPENS}第?$")  # what stands before 3栋 where it needs no name
