"""What became of each message of a replay, and the figures of the whole."""

from __future__ import annotations

from bot.replay.evidence import Check
from bot.replay.files import Message
from domain.topics import Hot
from domain.values import frozen

OUTCOMES = {
    "report-filed": "登记为工单",
    "enquiry-answer": "知识库即答",
    "enquiry-passed": "登记为咨询",
    "report-filed-enquiry": "登记为咨询",
    "report-filed-suggestion": "登记为建议",
    "report-filed-report": "登记为举报",
    "report-filed-danger": "特急工单",
    "report-added": "补充到已有工单",
    "mine-still-bad": "补充到已有工单",
    "mine-all-right": "确认已解决",
    "wish-filed": "登记为微心愿",
    "wish-dropped": "微心愿（要钱，已说明）",
    "wish-one-at-a-time": "微心愿（已有一个，已说明）",
    "praise-recorded": "登记为表扬",
    "person-filed": "转人工",
    "person-ticket": "转人工",
    "glad-to-hear": "知道已解决",
    "greeting": "问候，已说明怎么用",
    "menu": "没看懂，已说明怎么用",
    "survey-reopened": "重新办理",
    "mine-replied": "回答了询问",
    "survey-thanks": "确认已解决",
    "report-filed-anonymous": "登记为举报",
    "report-joined": "同感，加入已有工单",
    "refused-logged": "不予受理，已说明去哪里",
    "stuck-filed": "登记为办不成事",
}


@frozen
class Outcome:
    """What became of a message: the keys of what its sender was told because of it, and the words."""

    message: Message
    keys: tuple[str, ...]
    heard: tuple[str, ...]

    @property
    def result(self) -> str:
        return next(
            (OUTCOMES[key] for key in reversed(self.keys) if key in OUTCOMES), "其他：" + (self.keys or ("—",))[-1]
        )


@frozen
class Summary:
    """The figures of a replay."""

    messages: int
    people: int
    unanswered: int
    outcomes: dict[str, int]
    asked: dict[str, int]
    categories: dict[str, int]
    matters: dict[str, int]
    repeats: dict[str, int]
    deadlines: dict[str, int]
    alerts: int
    checks: tuple[Check, ...]
    hot: tuple[Hot, ...]
