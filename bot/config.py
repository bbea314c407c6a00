"""Settings: one TOML file, checked strictly; secrets come from the environment."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from domain.answers import Result
from domain.board import Rules
from domain.codes import WrongCodes
from domain.errors import ConfigError
from domain.exclusions import SHIPPED
from domain.points import DEFAULTS, Deed
from domain.policy import PartTime, Policy
from domain.retention import Retention
from domain.sources import LINES, OWN, Source, Sources
from domain.ticket import STUCK, Urgency
from domain.wishes import Way
from domain.worktime import Period, Term, Unit

UNITS = {"工作日": Unit.WORKING_DAYS, "工作时": Unit.WORKING_HOURS, "小时": Unit.HOURS, "天": Unit.DAYS}
SPANS = {"分钟": "minutes", "小时": "hours", "天": "days"}


def read_term(value: object) -> object:
    """Read “5 工作日” as Term(5, working days)."""
    if isinstance(value, Term):
        return value
    amount, _, unit = str(value).partition(" ")
    if not amount.isdecimal() or unit not in UNITS:
        raise ValueError(f"write it like “5 工作日”; the units are {'、'.join(UNITS)}")
    return Term(int(amount), UNITS[unit])


def read_span(value: object) -> object:
    """Read “30 分钟” as a timedelta."""
    if isinstance(value, timedelta):
        return value
    amount, _, unit = str(value).partition(" ")
    if not amount.isdecimal() or unit not in SPANS:
        raise ValueError(f"write it like “30 分钟”; the units are {'、'.join(SPANS)}")
    return timedelta(**{SPANS[unit]: int(amount)})


def at_least_a_minute(value: timedelta) -> timedelta:
    """A lock of no time would be none."""
    if value < timedelta(minutes=1):
        raise ValueError("write at least 1 分钟")
    return value


Clock = Annotated[Term, BeforeValidator(read_term)]
Span = Annotated[timedelta, BeforeValidator(read_span)]


class Section(BaseModel):
    """A table of the file; a key nobody knows is an error, not a silent nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Operator(Section):
    name: str = "社区服务中心"
    zone: str = "Asia/Shanghai"
    contacts: dict[str, str] = Field(default_factory=dict)
    shapes: Path | None = None


def read_url(value: object) -> object:
    """Refuse early what no engine of ours can open."""
    if not re.fullmatch(r"sqlite:///.+|postgresql\+psycopg://.+", str(value)):
        raise ValueError("write sqlite:///PATH or postgresql+psycopg://USER@HOST/DATABASE")
    return value


class StorageSection(Section):
    url: Annotated[str, BeforeValidator(read_url)] = "sqlite:///var/huiying.db"
    key_file: Path = Path("var/key")
    files: Path = Path("var/files")
    words_kept: Span = timedelta(days=30)
    letters_kept: Span = timedelta(days=180)
    reports_kept: Span = timedelta(days=1095)
    holds: tuple[str, ...] = ()
    ballast_mb: Annotated[int, Field(ge=0, le=1024)] = 32


class Telegram(Section):
    enabled: bool = False
    token_env: str = "HUIYING_TELEGRAM_TOKEN"  # noqa: S105 — the name of a variable, not a secret
    mode: Literal["polling", "webhook"] = "polling"
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    webhook_url: str = ""
    secret_env: str = "HUIYING_TELEGRAM_SECRET"  # noqa: S105 — likewise
    per_second: Annotated[int, Field(ge=1, le=1000)] = 25
    burst: Annotated[int, Field(ge=1, le=30)] = 2
    proxy: str = ""

    @model_validator(mode="after")
    def _pushed_somewhere(self) -> Self:
        if self.enabled and self.mode == "webhook" and not self.webhook_url.startswith("https://"):
            raise ValueError('mode = "webhook" needs a webhook_url that begins with https:// and ends in /telegram')
        return self


class Web(Section):
    enabled: bool = True
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    secret_env: str = "HUIYING_WEB_SECRET"  # noqa: S105 — likewise
    public_url: Annotated[str, Field(pattern=r"^(https?://[^\s/]+(/[^\s?#]*)?)?$")] = ""
    page_link_valid: Span = timedelta(minutes=10)
    page_open_for: Span = timedelta(hours=2)


class Hours(Section):
    weekdays: tuple[str, ...] = ("08:30-12:00", "14:30-17:30")
    saturday: tuple[str, ...] = ()
    sunday: tuple[str, ...] = ()
    calendars: tuple[Path, ...] = ()
    quiet_from: time = time(22, 0)
    quiet_until: time = time(6, 0)
    digest_at: time = time(18, 0)
    bulletin_at: time = time(9, 0)
    look_round_at: time = time(8, 0)


class Clocks(Section):
    default: Clock = Term(5, Unit.WORKING_DAYS)
    critical: Clock = Term(2, Unit.HOURS)
    urgent: Clock = Term(24, Unit.HOURS)
    urgent_matters: tuple[str, ...] = ("停水", "停电", "供气", "电梯")
    accept_within: Clock = Term(4, Unit.WORKING_HOURS)
    critical_accept_within: Clock = Term(1, Unit.HOURS)
    silence_repeated: Clock = Term(1, Unit.WORKING_DAYS)
    hard: Clock = Term(15, Unit.DAYS)
    extension_days: tuple[Annotated[int, Field(ge=1)], ...] = (2, 5, 10)
    extensions: Annotated[int, Field(ge=0)] = 1
    parking_days: tuple[Annotated[int, Field(ge=1)], ...] = (30, 90, 180)
    decide_within: Clock = Term(4, Unit.WORKING_HOURS)
    remind_before_due: Span = timedelta(hours=4)
    escalate_after_due: Clock = Term(1, Unit.WORKING_DAYS)
    special: Path = Path(__file__).parent.parent / "locales" / "zh-CN" / "clocks.toml"
    by_name: dict[str, Clock] = Field(
        default_factory=lambda: {
            "enquiry": Term(1, Unit.WORKING_DAYS),
            "suggestion": Term(15, Unit.DAYS),
            STUCK: Term(5, Unit.WORKING_DAYS),
        }
    )


class Storm(Section):
    answer_within: Span = timedelta(minutes=30)
    hours: tuple[Annotated[int, Field(ge=1)], ...] = (6, 12, 24)


class Pushes(Section):
    a_day: Annotated[int, Field(ge=1)] = 12
    lists_at: Annotated[tuple[time, ...], Field(min_length=1)] = (time(11, 30), time(16, 30))


class Dispatch(Section):
    return_within: Clock = Term(2, Unit.WORKING_DAYS)
    returns_before_command: Annotated[int, Field(ge=1, le=20)] = 3
    part_time: PartTime = PartTime.LAST
    whistle_grace: Span = timedelta(minutes=15)
    joint_answer_within: Clock = Term(4, Unit.WORKING_HOURS)
    joint_remind_before: Span = timedelta(hours=2)
    joint_note_after: Span = timedelta(hours=2)


class Buildings(Section):
    matters: tuple[str, ...] = (
        *("停水", "停电", "供气", "漏水", "下水道堵塞", "房屋质量", "物业服务", "电梯", "飞线充电", "楼道堆物"),
        *("消防通道", "高空抛物", "路灯照明"),
    )
    offer: bool = False


class Grids(Section):
    households: Annotated[int, Field(ge=1)] = 500
    village_households: Annotated[int, Field(ge=1)] = 70


class Groups(Section):
    same_danger_within: Span = timedelta(minutes=30)


class Codes(Section):
    wrong_for_one_ticket: Annotated[int, Field(ge=1, le=100)] = 5
    wrong_by_one_account: Annotated[int, Field(ge=1, le=1000)] = 10
    shut_for: Annotated[Span, AfterValidator(at_least_a_minute)] = timedelta(hours=1)


class AlertsSection(Section):
    table: Path = Path(__file__).parent.parent / "locales" / "zh-CN" / "alerts.toml"
    again_after: Span = timedelta(minutes=10)
    repeats: Annotated[int, Field(ge=0, le=100)] = 6


class FollowUp(Section):
    answer_reminder_after: Span = timedelta(days=1)
    answer_waited_for: Span = timedelta(days=3)
    survey_reminder_after: Span = timedelta(days=1)
    survey_close_after: Span = timedelta(days=3)
    reopen_within: Span = timedelta(days=15)
    retract_within: Span = timedelta(minutes=10)
    rework_decided_within: Clock = Term(1, Unit.WORKING_DAYS)
    follow_up_within: Clock = Term(3, Unit.WORKING_DAYS)
    urged_again_after: Span = timedelta(hours=1)
    draft_reminder_after: Span = timedelta(minutes=30)
    draft_filed_after: Span = timedelta(days=1)
    emergency_silence: Span = timedelta(minutes=2)
    same_matter_within: Span = timedelta(days=30)
    me_too_within: Span = timedelta(days=7)
    digest_stale_after: Span = timedelta(hours=12)
    invite_valid: Span = timedelta(days=7)
    sure_enough: Annotated[float, Field(ge=0, le=1)] = 0.6


class HotTopics(Section):
    within: Span = timedelta(days=3)
    in_grid: Annotated[int, Field(ge=2)] = 3
    in_community: Annotated[int, Field(ge=2)] = 5
    listed_for: Span = timedelta(days=7)


class Answers(Section):
    templates: Path = Path(__file__).parent.parent / "locales" / "zh-CN" / "answers.toml"
    campaigns: Path = Path(__file__).parent.parent / "locales" / "zh-CN" / "campaigns.toml"
    review_results: tuple[Result, ...] = (Result.EXPLAINED, Result.REDIRECTED, Result.REFUSED, Result.UNFOUNDED)
    review_urgencies: tuple[Urgency, ...] = (Urgency.CRITICAL, Urgency.URGENT)
    review_kinds: tuple[str, ...] = ()
    review_categories: tuple[str, ...] = ()
    review_within: Clock = Term(4, Unit.WORKING_HOURS)


class Visits(Section):
    a_month: Annotated[int, Field(ge=0)] = 30
    reminder_before: Span = timedelta(days=5)
    reminder_at: time = time(9, 0)


class KnowledgeSection(Section):
    stale_before: Span = timedelta(days=15)


class Line(Section):
    """Another system that sends us requests with numbers of its own: a hotline, a platform."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
    name: str
    calls_back: bool = False
    columns: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _none_of_ours(self) -> Self:
        if self.code in {source.code for source in OWN}:
            raise ValueError(f"code = {self.code!r} is a way in of our own; choose another")
        return self


class Intake(Section):
    boxes: Annotated[tuple[str, ...], Field(min_length=1)] = ("党群服务中心投递箱", "社区意见箱", "小区投递箱")
    paper_counts_from: Literal["keying", "paper"] = "keying"
    own_code_valid: Span = timedelta(minutes=10)
    lines: tuple[Line, ...] = tuple(Line(code=each.code, name=each.name) for each in LINES)


class Revisits(Section):
    share: Annotated[float, Field(ge=0, le=1)] = 0.05
    at_most: Annotated[int, Field(ge=1)] = 5
    by: tuple[str, ...] = ()
    again_after: Span = timedelta(days=180)


class Figures(Section):
    exclusions: tuple[Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")], ...] = SHIPPED


class MediationSection(Section):
    within: Clock = Term(2, Unit.WORKING_DAYS)
    session_before: Span = timedelta(hours=3)
    kept_after: Span = timedelta(days=30)
    court_before: Span = timedelta(days=7)


class Wishes(Section):
    unclaimed_after: Span = timedelta(days=30)
    unfulfilled_after: Span = timedelta(days=15)
    at_once: Annotated[int, Field(ge=1)] = 1
    unread_after: Span = timedelta(days=3)


class Children(Section):
    under: Annotated[int, Field(ge=1, le=18)] = 14
    consent_ways: Annotated[tuple[Way, ...], Field(min_length=1)] = tuple(Way)
    clearance_valid: Span = timedelta(days=365)

    @model_validator(mode="after")
    def _some_way_for_staff(self) -> Self:
        if set(self.consent_ways) <= {Way.CHAT}:
            raise ValueError("consent_ways needs one beside chat, by which staff can obtain a consent")
        return self


class Points(Section):
    thing: Annotated[int, Field(ge=0)] = DEFAULTS[Deed.THING]
    favour: Annotated[int, Field(ge=0)] = DEFAULTS[Deed.FAVOUR]
    thanked: Annotated[int, Field(ge=0)] = DEFAULTS[Deed.THANKED]


class Board(Section):
    enabled: bool = False
    at_least: Annotated[int, Field(ge=2)] = 5
    results: Annotated[int, Field(ge=1, le=100)] = 20
    running_month: bool = False
    never: tuple[str, ...] = ("家庭暴力", "轻生险情", "邻里纠纷")


class Settings(Section):
    """Everything config.example.toml explains."""

    operator: Operator = Operator()
    storage: StorageSection = StorageSection()
    telegram: Telegram = Telegram()
    web: Web = Web()
    hours: Hours = Hours()
    clocks: Clocks = Clocks()
    storm: Storm = Storm()
    pushes: Pushes = Pushes()
    dispatch: Dispatch = Dispatch()
    grids: Grids = Grids()
    buildings: Buildings = Buildings()
    groups: Groups = Groups()
    codes: Codes = Codes()
    alerts: AlertsSection = AlertsSection()
    follow_up: FollowUp = FollowUp()
    wishes: Wishes = Wishes()
    children: Children = Children()
    points: Points = Points()
    board: Board = Board()
    hot_topics: HotTopics = HotTopics()
    visits: Visits = Visits()
    answers: Answers = Answers()
    knowledge: KnowledgeSection = KnowledgeSection()
    intake: Intake = Intake()
    figures: Figures = Figures()
    mediation: MediationSection = MediationSection()
    revisits: Revisits = Revisits()

    def retention(self) -> Retention:
        """How long words stay after their writer asked to be forgotten."""
        return Retention(self.storage.reports_kept, frozenset(self.storage.holds))

    def sources(self) -> Sources:
        """The ways in."""
        lines = self.intake.lines
        return Sources(tuple(Source(each.code, each.name, line=True, calls_back=each.calls_back) for each in lines))

    def policy(self) -> Policy:
        """The figures in the form the handlers use."""
        clocks, after = self.clocks, self.follow_up
        return Policy(
            terms=clocks.by_name,
            term=clocks.default,
            critical_term=clocks.critical,
            urgent_term=clocks.urgent,
            hard_term=clocks.hard,
            extension_days=clocks.extension_days,
            extensions=clocks.extensions,
            parking_days=clocks.parking_days,
            decide_within=clocks.decide_within,
            storm_answer_within=self.storm.answer_within,
            storm_hours=self.storm.hours,
            pushes_a_day=self.pushes.a_day,
            lists_at=self.pushes.lists_at,
            urgent_matters=frozenset(clocks.urgent_matters),
            accept_within=clocks.accept_within,
            critical_accept_within=clocks.critical_accept_within,
            silence_repeated=clocks.silence_repeated,
            remind_before_due=clocks.remind_before_due,
            escalate_after_due=clocks.escalate_after_due,
            answer_reminder_after=after.answer_reminder_after,
            answer_waited_for=after.answer_waited_for,
            survey_reminder_after=after.survey_reminder_after,
            survey_close_after=after.survey_close_after,
            reopen_within=after.reopen_within,
            retract_within=after.retract_within,
            rework_decided_within=after.rework_decided_within,
            follow_up_within=after.follow_up_within,
            urged_again_after=after.urged_again_after,
            draft_reminder_after=after.draft_reminder_after,
            draft_filed_after=after.draft_filed_after,
            emergency_silence=after.emergency_silence,
            wish_unclaimed_after=self.wishes.unclaimed_after,
            wish_unfulfilled_after=self.wishes.unfulfilled_after,
            wishes_at_once=self.wishes.at_once,
            wish_unread_after=self.wishes.unread_after,
            same_matter_within=after.same_matter_within,
            me_too_within=after.me_too_within,
            review_results=frozenset(self.answers.review_results),
            review_urgencies=frozenset(self.answers.review_urgencies),
            review_kinds=frozenset(self.answers.review_kinds),
            review_categories=frozenset(self.answers.review_categories),
            review_within=self.answers.review_within,
            visits_a_month=self.visits.a_month,
            visit_reminder_before=self.visits.reminder_before,
            visit_reminder_at=self.visits.reminder_at,
            hot_topic_within=self.hot_topics.within,
            hot_topic_in_grid=self.hot_topics.in_grid,
            hot_topic_in_community=self.hot_topics.in_community,
            hot_topics_listed_for=self.hot_topics.listed_for,
            exclusions=self.figures.exclusions,
            revisit_share=self.revisits.share,
            revisits_at_most=self.revisits.at_most,
            revisit_by=self.revisits.by,
            revisit_again_after=self.revisits.again_after,
            sure_enough=after.sure_enough,
            digest_at=self.hours.digest_at,
            bulletin_at=self.hours.bulletin_at,
            look_round_at=self.hours.look_round_at,
            digest_stale_after=after.digest_stale_after,
            quiet=Period(self.hours.quiet_from, self.hours.quiet_until),
            invite_valid=after.invite_valid,
            return_within=self.dispatch.return_within,
            returns_before_command=self.dispatch.returns_before_command,
            part_time=self.dispatch.part_time,
            whistle_grace=self.dispatch.whistle_grace,
            joint_answer_within=self.dispatch.joint_answer_within,
            joint_remind_before=self.dispatch.joint_remind_before,
            joint_note_after=self.dispatch.joint_note_after,
            same_danger_within=self.groups.same_danger_within,
            wrong_codes=WrongCodes(
                self.codes.wrong_for_one_ticket, self.codes.wrong_by_one_account, self.codes.shut_for
            ),
            building_matters=frozenset(self.buildings.matters),
            building_offer=self.buildings.offer,
            page_link_valid=self.web.page_link_valid,
            page_open_for=self.web.page_open_for,
            points=self.points.model_dump(),
            board=Rules(
                self.board.enabled,
                self.board.at_least,
                self.board.results,
                self.board.running_month,
                frozenset(self.board.never),
            ),
            child_under=self.children.under,
            consent_ways=self.children.consent_ways,
            clearance_valid=self.children.clearance_valid,
            knowledge_stale_before=self.knowledge.stale_before,
            boxes=self.intake.boxes,
            paper_counts_from=self.intake.paper_counts_from,
            own_code_valid=self.intake.own_code_valid,
            mediation_within=self.mediation.within,
            mediation_session_before=self.mediation.session_before,
            mediation_kept_after=self.mediation.kept_after,
            mediation_court_before=self.mediation.court_before,
        )


def load(path: Path | None) -> Settings:
    """The settings of a file; without one (and without ./config.toml) the defaults. ConfigError names every mistake."""
    path = path or (Path("config.toml") if Path("config.toml").exists() else None)
    if path is None:
        return Settings()
    try:
        return Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError as error:
        raise ConfigError(f"{path} does not exist; copy config.example.toml to it") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    except ValidationError as error:
        raise ConfigError("\n".join(f"{path}: {complaint}" for complaint in _complaints(error))) from error


def secret(variable: str) -> str:
    """A secret from the environment, "" if it is not set. Secrets stand in no file of ours and on no command line."""
    return os.environ.get(variable, "")


def _complaints(error: ValidationError) -> list[str]:
    """Each mistake with its place, in words of ours where pydantic's are for programmers."""
    found = []
    for each in error.errors():
        *section, key = map(str, each["loc"])
        what = "there is no such setting" if each["type"] == "extra_forbidden" else each["msg"]
        place = f"[{'.'.join(section)}] {key}" if section else key
        found.append(f"{place}: {what.removeprefix('Value error, ')}")
    return found
