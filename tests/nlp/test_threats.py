"""Tests of threats to harm oneself, of praise that sounds like an accident, and of everyday words with 死 and 跳 in them."""

import pytest

from nlp.emergencies import Emergencies, Emergency
from nlp.normalise import normalise

THREATS = [
    "再不管我就去跳楼",
    "楼上天天半夜吵，再不管我就去跳楼",
    "再不解决我就跳楼",
    "你们再不管，我就从楼顶跳下去",
    "再没人管我真的要跳楼了",
    "工资还不发我就不活了",
    "再不修我就喝农药",
    "不解决我就吊死在你们门口",
    "再不退钱，我死给你们看",
    "非要逼我跳楼吗",
    "是不是要等我跳楼你们才管",
    "我妈说再不来修她就跳河",
    "我只好去死了，死在你们办公室门口",
]
NO_THREATS = [
    "要不是邻居拉着我就跳楼了，谢谢他",
    "去年他说再不管就去跳楼，后来解决了",
    "听说有业主说再不交房就跳楼",
    "我再不管就去跳楼是气话，对不起",
    "再不管我就去投诉",
    "再不修我就搬走",
    "再不来水我就热死了",
    "不解决我们就去区里反映",
    "楼下那家跳楼价的喇叭再不管我就去举报",
]
PRAISE = [
    "师傅手脚很快，谢谢",
    "师傅手脚麻利，谢谢",
    "师傅动作很快，谢谢",
    "师傅很快就来了，谢谢",
    "师傅人很好，谢谢",
    "师傅满头大汗，辛苦了，谢谢",
    "师傅手艺好，谢谢",
    "电梯师傅来得快，谢谢",
    "电工师傅手脚很快，十分钟就好了",
    "工人手脚很利索，给个好评",
    "护工阿姨手脚麻利，老人很满意",
    "小伙子手脚快，人也客气",
    "多亏师傅手快",
]
EVERYDAY = [
    "急死了",
    "急死我了",
    "气死我了",
    "气死人了",
    "笑死",
    "笑死我了",
    "累死",
    "快累死了",
    "热死了",
    "停电热死了",
    "吓死我了",
    "我快饿死了",
    "想死你了",
    "害死我了",
    "吵死人了",
    "跳楼价",
    "跳楼机",
    "我要跳槽",
    "急得要跳起来",
    "气炸了",
    "物业死活不给解决",
    "死活不肯修",
    "要命",
    "吵得要命",
    "真要命",
    "死胡同",
    "气得要死",
]


@pytest.fixture(scope="module")
def emergencies() -> Emergencies:
    return Emergencies()


@pytest.mark.parametrize("said", THREATS)
def test_a_threat_to_harm_oneself_is_heard_whatever_is_complained_of(emergencies: Emergencies, said: str) -> None:
    found = judge(emergencies, said)
    assert found == Emergency("suicide", live=True)
    assert found
    assert found.threat
    assert found.sure


def test_a_threat_is_heard_in_a_letter_too(emergencies: Emergencies) -> None:
    letter = "尊敬的领导，物业从来不来检查设备，业主们意见很大，开了很多次会也没有结论。" * 4
    found = judge(emergencies, letter + "再不解决我就去跳楼！")
    assert found
    assert found.threat


@pytest.mark.parametrize("said", NO_THREATS)
def test_what_is_told_taken_back_or_only_angry_is_no_threat(emergencies: Emergencies, said: str) -> None:
    found = judge(emergencies, said)
    assert not (found and found.threat)


@pytest.mark.parametrize("said", PRAISE)
def test_praise_of_quick_hands_is_no_accident(emergencies: Emergencies, said: str) -> None:
    assert judge(emergencies, said) is None


@pytest.mark.parametrize(
    "said", ["师傅手脚很快就被机器夹断了，流了好多血", "师傅人很好，刚刚触电了", "阿姨很好，突然昏倒了"]
)
def test_danger_beside_praise_is_heard(emergencies: Emergencies, said: str) -> None:
    found = judge(emergencies, said)
    assert found
    assert found.live


@pytest.mark.parametrize("said", EVERYDAY)
def test_everyday_words_with_death_in_them_are_no_danger(emergencies: Emergencies, said: str) -> None:
    assert judge(emergencies, said) is None


def judge(emergencies: Emergencies, said: str) -> Emergency | None:
    return emergencies.judge(normalise(said))
