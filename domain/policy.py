"""The numbers an operator may change: how long things may take, when people are asked, reminded and left in peace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.board import Rules
from domain.codes import WrongCodes
from domain.exclusions import SHIPPED
from domain.points import DEFAULTS
from domain.special import Special
from domain.ticket import Ticket, Urgency
from domain.values import frozen
from domain.worktime import Period, Term, Unit, WorkWeek, due

DAY = timedelta(days=1)


class PartTime(StrEnum):
    """When a 兼职网格员 gets a request by itself, beside 专职 ones of the grid."""

    LAST = "last"  # only when none of those is there
    HALF = "half"  # too, but a request in their hands weighs like two
    ALIKE = "alike"  # like everybody


@frozen
class Policy:
    """Every figure with its default; config.example.toml explains each, and names the source where there is one.

    `terms` maps a matter, a category or a kind of request to the time it may take, in that order of precedence.
    """

    terms: Mapping[str, Term] = field(default_factory=dict)
    term: Term = Term(5, Unit.WORKING_DAYS)
    critical_term: Term = Term(2, Unit.HOURS)
    urgent_term: Term = Term(24, Unit.HOURS)
    hard_term: Term = Term(15, Unit.DAYS)
    urgent_matters: frozenset[str] = frozenset()
    accept_within: Term = Term(4, Unit.WORKING_HOURS)
    critical_accept_within: Term = Term(1, Unit.HOURS)
    remind_before_due: timedelta = timedelta(hours=4)
    escalate_after_due: Term = Term(1, Unit.WORKING_DAYS)
    extension_days: tuple[int, ...] = (2, 5, 10)
    extensions: int = 1
    parking_days: tuple[int, ...] = (30, 90, 180)
    decide_within: Term = Term(4, Unit.WORKING_HOURS)
    storm_answer_within: timedelta = timedelta(minutes=30)
    storm_hours: tuple[int, ...] = (6, 12, 24)
    pushes_a_day: int = 12
    lists_at: tuple[time, ...] = (time(11, 30), time(16, 30))
    answer_reminder_after: timedelta = DAY
    answer_waited_for: timedelta = 3 * DAY
    survey_reminder_after: timedelta = DAY
    survey_close_after: timedelta = 3 * DAY
    reopen_within: timedelta = 15 * DAY
    retract_within: timedelta = timedelta(minutes=10)
    urged_again_after: timedelta = timedelta(hours=1)
    draft_reminder_after: timedelta = timedelta(minutes=30)
    draft_filed_after: timedelta = DAY
    emergency_silence: timedelta = timedelta(minutes=2)
    silence_means_danger: frozenset[str] = frozenset({"suicide", "fire", "gas", "drowning"})
    wish_unclaimed_after: timedelta = 30 * DAY
    wish_unfulfilled_after: timedelta = 15 * DAY
    wishes_at_once: int = 1
    wish_unread_after: timedelta = 3 * DAY
    same_matter_within: timedelta = 30 * DAY
    sure_enough: float = 0.6
    digest_at: time = time(18, 0)
    bulletin_at: time = time(9, 0)
    look_round_at: time = time(8, 0)
    digest_stale_after: timedelta = timedelta(hours=12)
    quiet: Period = Period(time(22, 0), time(6, 0))
    invite_valid: timedelta = 7 * DAY
    longest_words: int = 4000
    me_too_within: timedelta = 7 * DAY
    hot_topic_within: timedelta = 3 * DAY
    hot_topic_in_grid: int = 3
    hot_topic_in_community: int = 5
    hot_topics_listed_for: timedelta = 7 * DAY
    review_results: frozenset[str] = frozenset({"explained", "redirected", "refused", "unfounded"})
    review_urgencies: frozenset[str] = frozenset({"critical", "urgent"})
    review_kinds: frozenset[str] = frozenset()
    review_categories: frozenset[str] = frozenset()
    visits_a_month: int = 30
    visit_reminder_before: timedelta = 5 * DAY
    visit_reminder_at: time = time(9, 0)
    review_within: Term = Term(4, Unit.WORKING_HOURS)
    return_within: Term = Term(2, Unit.WORKING_DAYS)
    returns_before_command: int = 3
    part_time: PartTime = PartTime.LAST
    whistle_grace: timedelta = timedelta(minutes=15)
    page_link_valid: timedelta = timedelta(minutes=10)
    page_open_for: timedelta = timedelta(hours=2)
    silence_repeated: Term = Term(1, Unit.WORKING_DAYS)
    joint_answer_within: Term = Term(4, Unit.WORKING_HOURS)
    joint_remind_before: timedelta = timedelta(hours=2)
    joint_note_after: timedelta = timedelta(hours=2)
    same_danger_within: timedelta = timedelta(minutes=30)
    wrong_codes: WrongCodes = WrongCodes()
    building_matters: frozenset[str] = frozenset()
    building_offer: bool = False
    revisit_share: float = 0.05
    revisits_at_most: int = 5
    revisit_by: tuple[str, ...] = ()
    revisit_again_after: timedelta = 180 * DAY
    exclusions: tuple[str, ...] = SHIPPED
    rework_decided_within: Term = Term(1, Unit.WORKING_DAYS)
    follow_up_within: Term = Term(3, Unit.WORKING_DAYS)
    points: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULTS))
    board: Rules = Rules()
    child_under: int = 14
    consent_ways: tuple[str, ...] = ("chat", "visit", "phone", "paper")
    clearance_valid: timedelta = 365 * DAY
    knowledge_stale_before: timedelta = 15 * DAY
    boxes: tuple[str, ...] = ("党群服务中心投递箱", "社区意见箱", "小区投递箱")
    paper_counts_from: str = "keying"
    own_code_valid: timedelta = timedelta(minutes=10)
    mediation_within: Term = Term(2, Unit.WORKING_DAYS)
    mediation_session_before: timedelta = timedelta(hours=3)
    mediation_kept_after: timedelta = 30 * DAY
    mediation_court_before: timedelta = 7 * DAY
    special: tuple[Special, ...] = ()

    def digest_day(self, local: datetime) -> str:
        """The day (YYYY-MM-DD) whose digest tells of a moment, given in local time: after the digest it is tomorrow's."""
        return f"{local.date() + DAY * (local.time() >= self.digest_at):%Y-%m-%d}"

    def next_bulletin(self, local: datetime) -> datetime:
        """When the next bulletin is due, on the first of a month; both moments in local time."""
        this = local.replace(day=1, hour=self.bulletin_at.hour, minute=self.bulletin_at.minute, second=0, microsecond=0)
        return this if local < this else (this + 31 * DAY).replace(day=1)

    def urgency(self, matter: str, *, danger: bool) -> Urgency:
        if danger:
            return Urgency.CRITICAL
        return Urgency.URGENT if matter in self.urgent_matters else Urgency.NORMAL

    def needs_review(self, result: str, urgency: Urgency, kind: str, category: str) -> bool:
        """Whether a second person reads the answer before the resident does (第一读者审核)."""
        return (
            result in self.review_results
            or urgency in self.review_urgencies
            or kind in self.review_kinds
            or category in self.review_categories
        )

    def clock(self, name: str) -> Special:
        """A special clock; one without figures when the name is none any more."""
        return next((row for row in self.special if row.name == name), Special(name))

    def term_of(self, ticket: Ticket) -> Term:
        """How long it may take: danger by itself, then by a special clock, by urgency, matter, category, kind, or the default."""
        kind, category, matter, urgency = ticket.kind, ticket.category, ticket.matter, ticket.urgency
        if urgency is Urgency.CRITICAL:
            return self.critical_term
        if ticket.clock and (term := self.clock(ticket.clock).term):
            return term
        if urgency is Urgency.URGENT:
            return self.urgent_term
        if urgency is Urgency.HARD:
            return self.hard_term
        return next((self.terms[name] for name in (matter, category, kind) if name in self.terms), self.term)

    def contact_by(self, start: datetime, ticket: Ticket, week: WorkWeek) -> datetime:
        """Until when somebody has accepted it, counted from `start`; in a storm and in danger the nights count too."""
        if ticket.storm:
            return week.local(start + self.storm_answer_within)
        if ticket.rush:
            return week.local(start + timedelta(minutes=ticket.rush))
        within = self.critical_accept_within if ticket.urgency is Urgency.CRITICAL else self.accept_within
        return due(start, within, week).at

    def silence_told_again(self, start: datetime, ticket: Ticket, week: WorkWeek, *, at_top: bool) -> datetime:
        """When those above hear again that nobody accepted; danger and storm never wait for the day."""
        if at_top and not (ticket.storm or ticket.rush or ticket.urgency is Urgency.CRITICAL):
            return due(start, self.silence_repeated, week).at
        return self.contact_by(start, ticket, week)
