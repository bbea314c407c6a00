"""Names of places that no map knows (兴邦花城小区, 银盆岭大桥): told by how they end, so that nobody's home answers for them."""

from __future__ import annotations

from collections.abc import Iterator

from domain.values import frozen
from nlp.late import Late

LONGEST = 16  # characters of a name with all it lies in; what is longer is a sentence
SHORTEST = 2  # characters before 小区, 路, 村; with fewer it is a common word (马路, 全村)


@frozen
class UnknownName:
    """text[start:end] is built like a name; `lived_in` when people live there (小区, 公寓), not a road or a county."""

    start: int
    end: int
    lived_in: bool


def unknown_name(text: str) -> UnknownName | None:
    """The name a normalised text speaks of: the first where people live, else the first of all."""
    first = None
    for start, end in _pieces(text):
        name = _name(text, start, end)
        if name is None:
            continue
        if name.lived_in:
            return name
        if first is None:
            first = name
            if not ANY_HOME.search(text, end):
                break
    return first


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The runs of a text in which a name could stand: between the words where none goes on."""
    start = 0
    for stop in STOP.finditer(text):
        end = stop.start()
        if end - start >= SHORTEST:
            yield start, end
        start = stop.end()
    yield start, len(text)


def is_tail(text: str, start: int) -> bool:
    """Whether a name found at `start` is only the tail of a longer one: 蓝湾小区 in 万科金域蓝湾小区."""
    begin = max(0, start - LONGEST)
    for stop in STOP.finditer(text, begin, start):
        begin = stop.end()
    lead = LEAD.match(text, begin, start)
    before = text[lead.end() if lead else begin : start]
    return bool(before) and not COMMON.fullmatch(before)


def _name(text: str, start: int, end: int) -> UnknownName | None:
    """The first name in a piece of text with what stands right behind it: 岳麓区远大路东方银座小区 is one."""
    if not ANY_KIND.search(text, start, end):
        return None
    begin = done = 0
    kind_of_it = ""
    for kind in KIND.finditer(text, start, end):
        at, behind = kind.span()
        if not done:
            lead = LEAD.match(text, start, at)
            begin = lead.end() if lead else start
            if not _is_own(text, begin, at):
                continue
        elif (at > done or kind[0] in SMALL) and not _is_own(text, done, at):  # joined: 花城小区, 新桥街道
            break
        if behind - begin <= LONGEST:
            done, kind_of_it = behind, kind[0]
    return UnknownName(begin, done, kind_of_it in LIVED_IN) if done else None


def _is_own(text: str, start: int, end: int) -> bool:
    """Whether the words before 小区 or 路 make a name of it, and are not only 老旧, 水泥, 附近."""
    if end - start < SHORTEST:
        return end > start and text[start] in LETTERS
    return not COMMON.fullmatch(text, start, end)


def _heads(words: str) -> str:
    """The first characters of words parted by |: looked at first, as hardly a character of a text begins a word."""
    return "".join(sorted({word[0] for word in words.split("|")} - {"\\"}))


STOP_SIGNS = (
    "说讲看咱俺在住是的了到从于与跟或我你您他她它们这那哪把被让请给往很没不也就吗吧呢啊呀每某各该此其且但若如何怎个"
)
STOP_WORDS = (  # where a name cannot go on: function words, and what people report with
    "去(?!年)|成(?![都功华章])|和(?![平谐睦顺美馨苑泰兴信悦府园风])|及(?!第)|有(?!色)|对(?!面)|至(?![诚善])|为(?!民)"
    "|两条|几条|多条|一[条座段片些]|第[二三]条|二条|三条"
    "|反映|投诉|举报|咨询|关于|建议|希望|求助|要求|询问|质疑|反对|盼|呼吁|加快|加强|建议|修建|增建|增设|加装|规划|位于|坐落|地处|座落"
    "|附近|旁边|对面|门口|门前|楼下|楼上|隔壁|周边|后面|前面|里面|外面|中间|沿线|业主|居民|村民|市民|物业|开发商|施工|城管|部门"
    "|大家|整个|什么|时候|可以|能否|是否|已经|现在|目前|今天|昨天|昨晚|今晚|明天|早上|晚上|上午|下午|半夜|凌晨|白天|最近|一直|天天|经常|长期|冲进|走进|进入|进出|开进|赶到|冒|成了"
    "|放学|下班|回来|回家|告诉|发现|看到|看见|听说|停水|停电|漏水|漏电|堵车|占用|占道|路灯|井盖|电梯|垃圾|噪音|油烟|公交|地铁|孩子|小孩|老人|女儿|儿子|爷爷|奶奶|外婆|外公|妈妈|爸爸|爸妈|父母|丈母娘|岳母|亲戚|朋友|同事|同学|表[姐哥弟妹]|堂[姐哥弟妹]|邻居|网格员|领导|政府|公司|尊敬|你好|谢谢|感谢"
)
STOP = Late(rf"[^\u4e00-\u9fffA-Za-z0-9]+|[{STOP_SIGNS}]|(?=[{_heads(STOP_WORDS)}])(?:{STOP_WORDS})")
LEAD = Late(
    r"(?:本人|系(?!列|统)|以前|之前|刚才|刚|家里?|就|从|取缔|解决|改造|处理|整治|查处|治理|加固|拆迁|扩宽|打通|开通|维修|清理|小区|社区|街道办?|楼道|外面|路过|经过|坐|乘|搭|等|挤|走到|走|上|买|租|搬来|搬进|关闭|反应|问下?|想|来|今年|去年|明年|前年|\d{4}年|\d+月|\d+[日号](?!线)|都|还|又|再|说|叫|快|要|会|能|只|因|由|使|用|修|拆|查)*"
)
SMALL = frozenset({"", "路", "街", "巷", "弄"})
LIVED = "小区|花园|家园|公寓|嘉园|佳园|名园|新园|庄园|苑|大厦|新村|大院|新城|名邸|豪邸|尊邸|华庭|豪庭|华府|御府|公府|名都|山庄|宿舍|雅居|新居|别墅|城"
INSTITUTIONS = "医院|小学|中学|大学|学院|公园|市场|商场|酒店|宾馆"
OTHERS = "广场|社区|街道|大道|大桥|小镇|景区|开发区|高新区|经开区|路|街|巷|弄|桥|村|镇|乡|县|区|市"
BUILDINGS = "栋|幢|号楼"
NOT_BEFORE = {  # an ending behind one of these characters is no name: 迷路, 超市
    "路": "绕跑迷让问拦带引短电一掉挡拦后方下坏堆道知中心烂",
    "街": "炸",
    "村": "进找遍回出入",
    "区": "小社片辖景园校厂城市地山郊学灾库老新特军战发开业宅民活务护公院病分全本禁误盲息能乐童身动化共工车候等购饮农牧林矿港湾心核验范贸教密洼层期东西南北中",
    "市": "超夜菜本全城门都股楼上早集花鱼县地市区",
}
NOT_BEHIND = {  # nor one that goes on like this: 路灯, 市民
    "城": "[管市乡区际镇里建投轨铁中]",
    "广场": "舞",
    "社区": "居委|有|能|会|可",
    "路": "[上灯面况人线基障牌途程由费政]",
    "街": "[道头坊]",
    "巷": "子",
    "弄": "\\D|$",
    "桥": "梁",
    "村": "[民干级庄落医镇]",
    "镇": "[痛静定压]",
    "乡": "[村镇下亲愁土]",
    "县": "[长级域]",
    "区": "[域别分间块长级]",
    "市": "[场民里政长容区值面]",
}
LIKE_HOME = (  # an institution counts where something of it is like home: 人民医院3号楼电梯
    "(?=.{0,4}(?:[A-Za-z0-9一二三四五六七八九十]+(?:号楼|栋|座|幢)|电梯|楼道|楼梯|楼[上下]))"
)
NUMBERED = (  # 云时代13栋: the name ends where its building begins
    rf"(?<=[\u4e00-\u9fff])(?<![第栋幢座号一二三四五六七八九十百零两A-Z\d])(?=第?(?:[A-Z]?\d{{1,3}}|[A-Z]|[一二三四五六七八九十]{{1,3}})(?:{BUILDINGS}))"
)


def _endings(words: str) -> str:
    return "|".join(_ending(word) for word in words.split("|"))


def _ending(word: str) -> str:
    before, behind = NOT_BEFORE.get(word), NOT_BEHIND.get(word)
    return (f"(?<![{before}])" if before else "") + word + (f"(?!{behind})" if behind else "")


ANY_KIND = Late(f"{LIVED}|{INSTITUTIONS}|{OTHERS}|{BUILDINGS}")  # a quick look before the careful one
KIND_HEADS = _heads(f"{LIVED}|{INSTITUTIONS}|{OTHERS}")
KIND = Late(
    rf"(?=[{KIND_HEADS}第A-Z\d一二三四五六七八九十])(?:{_endings(LIVED)}|(?:{INSTITUTIONS}){LIKE_HOME}"
    rf"|{_endings(OTHERS)}|路(?=\d{{1,4}}号)|{NUMBERED})"
)
LIVED_IN = frozenset((*LIVED.split("|"), "社区", ""))
ANY_HOME = Late(f"{LIVED}|社区|{BUILDINGS}")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")  # A区: a name made unreadable
COMMON_WORDS = (
    "老旧|旧|老|新|大|小|本|全|同|外|内|前|后|左|右|上|下|里|出|进|回|过|修|走|建|拆|占|堵|封|挖|铺|通|道|马|公|铁|土|石|泥|沙|水泥|柏油|沥青|砂石|碎石|高速|乡村|农村|村|乡|镇"
    "|城市|城镇|城乡|城|县|市|区|街|路|桥|立交|高架|人行|步行|过街|断头|主干|次干|支|辅|环城|产业|机耕|入户|进户|到户|户|组|条|段|座|盲|单行|双向|必经|唯一|附属|配套|公共|周围|四周|沿|临|跨"
    "|住宅|居民|居住|封闭|开放式?|商品房|安置房?|回迁|拆迁|保障房|廉租房?|公租房?|经济适用房|高档|高层|多层|电梯|单位|机关|政府|集资|无物业|别墅|花园式?|园林|新建|新开|在建|所有|许多|很多|不少|部分|其他|别|自己|所在|邻近|相邻|同一"
    "|人才|青年|学生|单身|长租|老年|酒店|商务|商业|员工|职工|教师|教职工|学校|集体|工厂|工地|工人|家属|宿舍|屋顶|楼顶|空中|私家|绿化|街心|中心|休闲|市民|文化|购物|体育|健身|美食|跳|健康|活动|农民|移民|办公"
    "|自然|行政|贫困|驻|空心|美丽|示范|文明|智慧|传统|特色|少数民族|全国|国家|中国|世界|社会|美好|共建|我省|省|省级|偏远|江边|河边|海边|湖边|山边|边|沟|楼|家|店|三级|多数|一|二|三|四|五|六|七|八|九|十|两|几|半|\\d|号|栋|幢|期|单元|室"
)
COMMON = Late(rf"(?:(?=[{_heads(COMMON_WORDS)}\d])(?:{COMMON_WORDS}))+")
