"""Whose place a text speaks of: the writer's own home, another's, or one where the writer only was."""

from __future__ import annotations

import re

from nlp.late import Late

REACH = 12  # characters before a place's name in which it is said who lives there


def is_elsewhere(text: str, start: int, end: int) -> bool:
    """Whether the place at text[start:end] is probably not where the matter is.

    Some wordings say so outright: it is only compared with (不像金穗公寓), left behind (以前住码头宿舍) or where somebody
    lives who is not family (房东住银滩名邸). Others only beside something of the writer's own: 我女儿家在听涛小区，我家这栋停水.
    """
    before = max(0, start - REACH)
    if any(said.search(text, before, start) for said in SAID_BEFORE) or SAID_BEHIND.match(text, end):
        return True
    if NOW.search(text) and not lives_there(text, start, end):
        return True
    for theirs, mine in (
        (CONTRAST.search(text), CONTRASTED),
        (LIVING_AT.search(text, before, start), MINE),
        (_only_was(text, before, start, end), AT_MINE),
        (PASSING.search(text, before, start) or SPOKEN_OF.match(text, end), AT_OWN),
        (PASSING.search(text, before, start), ON_THE_WAY),
    ):
        if theirs and any(not theirs.start() <= own.start() < end for own in mine.finditer(text)):
            return True
    return False


def lives_there(text: str, start: int, end: int) -> bool:
    """Whether the text says that the writer lives at text[start:end]: 我住金穗公寓, 金穗公寓业主."""
    return bool(LIVING.search(text, max(0, start - REACH), start) or RESIDENTS.match(text, end))


def speaks_of_own(text: str, start: int, end: int) -> bool:
    """Whether the text speaks of the writer's own home, too, beside the place at text[start:end].

    我们楼下 does so anywhere but right behind the place; 家里 and 楼下 only in another clause.
    """
    if any(not start <= own.start() <= end + 1 for own in OWN_HOME.finditer(text)):
        return True
    return any(CLAUSE_END.search(text, *sorted((own.start(), start))) for own in OWN_ELSEWHERE.finditer(text))


def _only_was(text: str, before: int, start: int, end: int) -> re.Match[str] | None:
    """我妈在听涛花园 or 我在友谊市场买菜."""
    return STAYING.search(text, before, start) or (VISITING.match(text, end) and WENT.search(text, before, start))


ME = "(?:我|咱|俺|阮|侬)"
OWN = Late(
    rf"(?:{ME}们?|本)(?:自己)?(?:家|屋企?|住的)?(?:这个|这栋|这边|这|现在)?(?:的)?(?:小区|楼下|楼上|楼里|楼道|楼梯|单元|院|大院|门口|门前|这栋|这幢|楼)(?!"
    rf"(?:的|正|斜)*(?:旁|对面|附近|隔壁|边上|后面|前面|外面))|{ME}们?家里?[又也都还]?(?=[停没断漏冇])"
)
OWN_DOOR = r"(?:(?<![\u4e00-\u9fff])|(?<=[在到现见了]))家门口"
KIN = (
    r"(?:女儿|闺女|女婿|儿子|儿媳妇?|孙子|孙女|爸妈|爸爸?|妈妈?|父母|父亲|母亲|爷爷|奶奶|外公|外婆|公公|婆婆|岳父母?|岳母|丈母娘|老丈人|哥哥?|姐姐?|弟弟?|妹妹?"
    r"|亲戚|朋友|同事|同学|战友|老乡|老表|舅舅?|舅妈|姑姑|姑妈|姨妈?|阿姨|叔叔?|婶婶?|伯伯?|亲家|娘家|婆家|对象|徒弟|阿公|阿婆|阿爸|阿妈|阿爷|阿嫲|阿哥|阿姐|阿弟|阿妹|老[公婆]|媳妇|闺蜜|工友|[他她佢])"
)
NOT_KIN = (  # people whose home is never where the writer's matter is
    r"(?:老板|房东|师傅|领导|经理|主任|保安|保洁|老师|医生|司机|中介|前[夫妻任]|邻居|(?<![养到])老[王李张刘陈杨黄赵周吴徐孙朱马林何郭高罗郑梁谢](?:头|家)?|那(?:个|位)?(?:人|家伙|男的|女的))"
)
THEIRS = Late(
    rf"{KIN}(?:他|她)?们?(?:家(?!里?人)|那[边里儿]?|住处|屋企?|的?房子|的?小区|的?单元|的?楼[下上道])"
)  # another's home, not one's own
LIVING_AT = Late(
    rf"{KIN}(?:他|她)?们?(?:一家)?(?:就|都|也|还|一直|以前|现在)*(?:家(?:就|是)?[在住喺]?|屋企?[喺在]?|那[边里]?|的?房子在|[住搬租买]在?|是)"
    r"[^，。！？,!?;； ]{0,2}$"
)
STAYING = Late(  # somebody of the family, or where the writer works
    rf"(?:(?:我|俺|咱)们?{KIN}(?:他|她)?们?|(?:上班|工作|公司|单位|店)(?:的地方)?)(?:就|都|也|还|现在)*[在去到喺]$"
)
WENT = Late(r"(?:我|俺|咱)们?(?!的|家)[^，。！？,!?;；]{0,6}[在去到从]$")
SAID_BEFORE = (
    Late(rf"{NOT_KIN}(?:自己|自称|说[他她]?|一直|现在|原来|就|也|家|都|还|是)*(?:[住租]在?|家?在)$"),  # 房东住银滩名邸
    Late(
        r"(?:(?<!好)像|不如|比不[上过]|(?<!对)比起?|[照按]着?|参[照考]|仿照|(?<![大小中同上放开入])学学?)(?:人家|别人|隔壁|那个|一下)*$"
    ),
    Late(  # denied, or where somebody was sent by mistake; bought almost
        r"(?<!是)(?:不是|不在|并非|不叫|不住|不[用要]?去|别去|别[跟和]我[说提讲]|没说)[在说]?$|(?:转|派|送|登记|地址写?|填)[给到错成的]{1,2}$"
        r"|(?:[住呆待]过|[差没]点?买[到了]?|[本原]来[要想]买)$"
    ),
    Late(r"(?:人家|人地|别人家?|你们看看?)(?:的|那个|隔壁)*$"),
    Late(  # 以前住码头宿舍, 老房子在儋州老屋片, 搬离港湾小区
        r"(?:以前|从前|原先|原来|早先|过去|曾经?|当年|当初|之前|[上前]个月|去年|前年|小时候)[^，。！？,!?;；]{0,3}(?:[住租]在?的?是?|家在|在)$"
        r"|(?:退休|结婚|拆迁|搬来|下岗|毕业)[以之]?前[^，。！？,!?;；]{0,3}在$|(?<!目)前[^，。！？,!?;；]{0,3}住$"
        r"|(?:\d年|家前|时候?|身份证上?|房产证上?)[^，。！？,!?;；]{0,3}(?:[住写]的?[在是]?)$"
        r"|(?:老家|老[房屋]子?|旧[房屋]子?|老宅|旧居|户口|户籍|学区房)(?:还|一直|是|挂|落|仍|都)*在?$|(?:搬离|搬出|离开|卖[了掉]|退[了掉])$"
    ),
)
SAID_BEHIND = Late(
    r"[^，。！？,!?]{0,2}(?:那套|搬[来走过出离]|过来的|来的人|来的邻居|[住呆待]的?时|[住呆待]过|退租|的(?:房子|铺子|店|铺面)?(?:都|已经)?(?:租|卖|盘|退|转)[出给掉了让]|一样(?!没|不|停|坏)|似的|同款|同一[个家]|没法比)|[^，。！？,!?]{0,4}(?:那样|那种样)"
)  # 从海虹花园搬来的邻居, 像望岭新居那样
NOW = Late(
    r"现(?:在|如今)?[住居租]|现址|现在这|新家|新房|租的地方|租在外|上班那|不是那里|我问的是"
)  # another place than the one named
CONTRAST = Late(  # ours is not as theirs
    r"凭什么|凭啥|没法比|轮到|也[想要][装有修]|(?:怎么|为什么|为啥|咋)(?:就)?(?:我们|咱|俺)|就(?:我|咱|俺)|唯独|偏偏|一半|同样|一样的?(?:钱|费|小区)"
)
ON_THE_WAY = Late(r"路上|途中|半路|半道")
PASSING = Late(r"(?:去|往|到|开往|前往|来自|离|从|路过|经过|途经)了?$")  # on the way from or to it
SPOKEN_OF = Late(  # of what is said of it, nothing need be wrong there
    r"的(?:住户|居民|邻居|人|老师|物业|保安|网格员|店|老板|孩子|狗|猫|车|公交|班车|停车费|物业费)|(?:物业|舞队|那[个家帮群](?!第?[\d一二三四五六七八九十]+[栋幢座号]))"
    r"|[^，。！？,!?]{0,3}(?:早就|都(?:有|能|装|换|通|修好)|已经(?:有|装|换|通|修好)|有(?:一?套|个)?(?:房|别墅))"
)
CLAUSE_END = Late(r"[，。！？,!?;；\n]|…")
VISITING = Late(
    r"[^，。！？,!?]{0,2}(?:上班|上学|打工|做工|干活|买菜|买东西|买药|开店|读书|跳舞|散步|遛狗|吃饭|喝茶|逛|玩|路过|回来|下车|出差|开会)"
)
LIVING = Late(  # 我住, 我和老伴住在, 我是
    rf"(?:{ME}们?|本人)(?:家|屋企)?(?:(?:[和跟同]|与)(?:老伴|老[公婆]|孩子|爱人|家人))?(?:就|都|也|现在?|目前|一直|长期|自己|在)*(?:住|是|(?<=[家屋企])在|系|喺|租住?|搬[到来进])(?:[在到进])?的?$"
)
RESIDENTS = Late(rf"的?(?:业主|住户|租户|租客|居民)|的?{ME}们?(?:家|屋|住)")
AT_MINE = Late(rf"{ME}们?(?:自己)?(?:家(?!在|人|长)|这[边里栋儿]|楼|小区|村|院)|本小区")
MINE = Late(  # who speaks, at home or with a matter of their own
    rf"{ME}(?:们|自己)?(?!{KIN}|[想要很都不也来替帮问说听看觉知发打接人]|反映|反应|在外|已经|刚|今天|昨|前天|投诉|求|建议|住(?:在|的)?那)|本小区"
)
HOME = Late(  # said anywhere
    r"(?:我们|咱们|俺们|本|我们这|咱|俺)(?:家|住的)?(?:这个|这栋|的)?(?:小区|楼下|楼上|楼里|楼道|楼梯|楼(?!盘|市)|单元|大院|院(?![校长])|门口|家(?![长乡庭])|栋|网格|村)"
    r"|[我俺咱](?:家|屋企?)?(?:楼下|楼上|楼道|门口|单元)|家门口|单元门|门洞"
)
OPENS = r"(?:(?<![\u4e00-\u9fffA-Za-z0-9])|(?<=[们家的在到从有坐里这那是我咱本说见现夜天晚早午年月了又区楼元]))"  # no name stands before
AT_HOME = Late(  # said in a chat
    rf"{OPENS}(?:楼道|楼梯[口间灯]|楼下|楼上|电梯|小区[里内门大台院车围花绿健])|(?<![大国别人老])家里(?!人|本来|困难|条件|经济|没钱|很穷|穷|有[老小病一两三])"
    r"|(?<![距离在于])我家(?![人乡长里]|孩|小孩|老人|亲|附近)"
)
OWN_HOME = Late(f"{OWN.pattern}|{OWN_DOOR}")
AT_OWN = Late(
    f"{HOME.pattern}|{OWN.pattern}|{AT_HOME.pattern}|{ME}们?(?:家(?![人长])|这[边里栋儿旮嘎]|住|度|楼|院)|现在这?(?:栋|住)"
)
OWN_ELSEWHERE = Late(
    f"{AT_HOME.pattern}|{ME}们?家(?![长人乡庭])|自己?家|{ME}们(?!反映|发现|看|听|投诉|建议|要求|希望|觉得|想|请|在|去|到)"
)  # in another clause than the place
CONTRASTED = Late(rf"{ME}(?:们|家|这|那|没)|{ME}小区|{OWN.pattern}")
BARE = Late(rf"{OPENS}第?$")  # what stands before 3栋 where it needs no name
