"""The life of a ticket: what can be done to it, when, and by whom, as one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from domain.errors import NotAllowed
from domain.messages import Media, Point
from domain.people import Person, Role
from domain.sources import BY_STAFF, RESIDENT
from domain.values import frozen, replace


class Status(StrEnum):
    """Where a ticket stands. The first group is for requests, the second for micro-wishes, the third for both."""

    PENDING = "pending"  # 待派单: nobody could be found, the community desk decides
    ASSIGNED = "assigned"  # 待签收
    WORKING = "working"  # 办理中
    WAITING = "waiting"  # 待居民答复
    RESOLVED = "resolved"  # 待回访
    PARKED = "parked"  # 挂账: cannot be solved before a date
    REVIEWING = "reviewing"  # 待审核: a second reader has the answer, the resident knows nothing of it yet

    CHECKING = "checking"  # 待核实
    OPEN = "open"  # 待认领
    CLAIMED = "claimed"  # 已认领
    FULFILLED = "fulfilled"  # 待确认
    DECLINED = "declined"  # 未通过

    CLOSED = "closed"  # 已结案
    WITHDRAWN = "withdrawn"  # 已撤回
    MERGED = "merged"  # 已并单: goes on under another ticket's number


class Action(StrEnum):
    """What can be done to a ticket."""

    FILE = "file"  # 登记
    ASSIGN = "assign"  # 派单, 转派
    ACCEPT = "accept"  # 签收
    ASK = "ask"  # 询问居民
    ANSWER = "answer"  # 居民答复
    GO_ON = "go_on"  # 居民未答复，继续办理
    PROGRESS = "progress"  # 进展
    RETURN = "return"  # 退单
    RESOLVE = "resolve"  # 办结
    RETRACT = "retract"  # 撤回办结: sent by mistake, taken back before the resident answered
    CONFIRM = "confirm"  # 居民确认解决
    REFUTE = "refute"  # 居民说没解决: rework
    RATE = "rate"  # 评价
    CONTACT = "contact"  # 居民说有没有人联系: the answer to that question of the call-back
    CLOSE = "close"  # 逾期未评, 自动结案
    REOPEN = "reopen"  # 重开
    URGE = "urge"  # 催办
    ADD = "add"  # 补充
    WITHDRAW = "withdraw"  # 撤回
    ESCALATE = "escalate"  # 升级
    HANDOVER = "handover"  # 转人工
    TO_PERSON = "to_person"  # 没答到，转人工: what the knowledge base answered did not help, somebody answers it
    EXTEND = "extend"  # 申请延期
    PARK = "park"  # 申请挂账
    GRANT = "grant"  # 批准
    REFUSE = "refuse"  # 不批准
    RESUME = "resume"  # 挂账到期, 恢复办理
    RANK = "rank"  # 改缓急
    RECOUNT = "recount"  # 放假安排公布, 重算日期
    CHECK = "check"  # 核实通过
    DECLINE = "decline"  # 核实不通过
    CLAIM = "claim"  # 认领
    RELEASE = "release"  # 退回心愿池
    FULFIL = "fulfil"  # 圆梦

    JOIN = "join"  # 我也遇到了
    LEAVE = "leave"  # 不再跟进
    AGREE = "agree"  # 同感的居民说解决了
    MERGE = "merge"  # 并单
    SPLIT = "split"  # 取消并单
    DISPATCH = "dispatch"  # 指挥中心派单: to a unit, a community or a grid, perhaps with assisting units
    ASSIST = "assist"  # 协办动态: what an assisting unit was given or reports
    WHISTLE = "whistle"  # 吹哨: units are called to one spot
    JOINT = "joint"  # 约联合上门: the lead asks units to visit the resident together

    SUBMIT = "submit"  # 送审
    APPROVE = "approve"  # 审核通过
    SEND_BACK = "send_back"  # 审核退回
    TRANSFER = "transfer"  # 交接: all somebody has in hand goes to somebody else
    RECEIVE = "receive"  # 收到: somebody who was alerted of an emergency says so

    DISPUTE = "dispute"  # 请求重办: the resident is not content, a supervisor decides whether it is done again
    REDO = "redo"  # 同意重办
    UPHOLD = "uphold"  # 不重办
    FOLLOW_UP = "follow_up"  # 回访跟进: what a supervisor did about a bad rating
    EXCLUDE = "exclude"  # 剔除: does not count in the three rates
    INCLUDE = "include"  # 恢复计入
    REVISIT = "revisit"  # 抽查回访: somebody asked the resident again whether it is as the record says

    THANK = "thank"  # 感谢: the wisher thanks the volunteer
    CONSENT = "consent"  # 同意公示: the resident agrees that the result is shown
    PUBLISH = "publish"  # 公示: a second reader has read the words that will be shown
    HIDE = "hide"  # 撤下公示: the resident or the staff take it back
    PROTECT = "protect"  # 按儿童心愿保护: it turned out to be for somebody under 14
    GUARD = "guard"  # 监护人同意: staff write down who consented, and how
    OFFER = "offer"  # 愿意认领: a checked volunteer offers; staff decide
    MATCH = "match"  # 同意匹配
    ANNUL = "annul"  # 送达不实: what was confirmed did not happen; points are taken back, the wish is offered again
    CALL = "call"  # 代问: whoever filed for somebody tried to reach them for the call-back
    SLIP = "slip"  # 补发回执: a new retrieval code, the old one opens nothing any more
    LINK = "link"  # 本人接上: somebody showed the code and is told everything themselves from then on


class Party(StrEnum):
    """What somebody is to one ticket; a person can be several parties at once."""

    REPORTER = "reporter"
    FOLLOWER = "follower"  # 同感: said "me too" of somebody else's ticket
    ASSIGNEE = "assignee"
    CAPTAIN = "captain"
    AREA_LEAD = "area_lead"  # 片长
    DESK = "desk"
    SUPERVISOR = "supervisor"
    APPROVER = "approver"  # somebody above who is not the one who asks
    VOLUNTEER = "volunteer"
    CLAIMANT = "claimant"
    READER = "reader"  # 第一读者: may approve an answer that is not their own
    SYSTEM = "system"
    UNIT_DESK = "unit_desk"  # of the unit that has it
    COMMAND = "command"
    FIRST = "first"  # 首接: had it first, answers the resident until somebody else has accepted
    PROXY = "proxy"  # 代报人: filed it for somebody without an account, and speaks for them; the community desk may too


class ReturnTo(StrEnum):
    """Where a ticket goes when whoever has it gives it back (退单)."""

    ABOVE = "above"  # the next rung: captain, community desk, ...
    COMMAND = "command"  # the command centre decides (派单异议), in time
    NOBODY = "nobody"  # designated by the command centre: may not be returned any more


class Urgency(StrEnum):
    """How soon: 特急 is for life and property in danger now, 紧急 for water, power, gas and lifts, 疑难 takes longer."""

    CRITICAL = "critical"  # 特急
    URGENT = "urgent"  # 紧急
    NORMAL = "normal"  # 一般
    HARD = "hard"  # 疑难


class Request(StrEnum):
    """What is asked of those above, while it is not decided: by the assignee, or (rework) by the resident."""

    NONE = ""
    EXTEND = "extend"  # 延期
    PARK = "park"  # 挂账
    REWORK = "rework"  # 重办


CHILD_WISH = "儿童微心愿"  # the matter of a wish for somebody under 14: its own safeguards (docs/wishes.md)
FAVOURS = frozenset({"邻里守望", "助残"})  # the matters of wishes for help instead of a thing
AT_ONCE = "at_once"  # 即答: the result of an enquiry that the knowledge base answered, and nobody had to
CONDUCT = "干部作风"  # the matter of complaints about staff
STUCK = "办不成事"  # the matter of what a window or unit would not do: supervisors follow it up themselves


@frozen
class Ticket:
    """One request or wish. People are ids; names and telephone numbers are kept elsewhere (storage/sealed.py).

    `kind` is what nlp understood (complaint, help, ..., wish). `grid` may be empty when only the community is known.
    `episode` counts how often it was resolved: each handled episode is surveyed once. `reopen_until` ends the window
    in which the resident may reopen, `retract_until` that in which whoever resolved it may take that back. `version` guards against two people acting on what only one of them saw.
    `followers` met the same matter and joined; `merged_into` is the ticket under which a merged one goes on.
    `request` with `request_until` waits for a yes from above; `extensions` were granted so far; `parked_until` is told
    when it is parked; `storm` is the storm mode it was filed in; `recused` are members of staff whom it accuses.
    `result` is how it was answered (domain/answers.py); `author` wrote the answer that a second reader has now.
    `unit` is the code of the unit that leads (主办), "" while it is with grid or community. `return_to` says where a
    return goes, `return_until` until when. `first` is who had it first and goes on answering the resident until
    somebody else has accepted it (首接负责), 0 for nobody. `excluded` says why it does not count in the three rates
    (domain/exclusions.py), "" when it does. `source` is how it came in (domain/sources.py), `channel` by which chat.
    `proxy` speaks for somebody without an account (代报), 0 for everybody else: `reporter` is that somebody then.
    `clock` is the special clock it goes by (domain/special.py), "" for that of its category;
    `rush` the minutes in which somebody must have taken it up, nights and holidays included, 0 for office hours.
    `called_back` is false of what came from a line that asks the resident itself how it was.
    """

    id: int
    number: str
    kind: str
    status: Status
    category: str
    matter: str
    words: str
    urgency: Urgency = Urgency.NORMAL
    ledger: str = ""
    place: str = ""
    place_words: str = ""
    grid: str = ""
    community: str = ""
    reporter: int = 0
    source: str = RESIDENT
    assignee: int = 0
    claimant: int = 0
    hops: int = 0
    episode: int = 0
    created_at: datetime | None = None
    due_at: datetime | None = None
    provisional: bool = False
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    reopen_until: datetime | None = None
    retract_until: datetime | None = None
    media: tuple[Media, ...] = ()
    point: Point | None = None
    version: int = 0
    followers: tuple[int, ...] = ()
    merged_into: int = 0
    request: Request = Request.NONE
    request_until: datetime | None = None
    extensions: int = 0
    parked_until: datetime | None = None
    storm: int = 0
    recused: tuple[int, ...] = ()
    result: str = ""
    author: int = 0
    unit: str = ""
    return_to: ReturnTo = ReturnTo.ABOVE
    return_until: datetime | None = None
    first: int = 0
    excluded: str = ""
    proxy: int = 0
    channel: str = ""
    called_back: bool = True
    clock: str = ""
    rush: int = 0

    @property
    def wish(self) -> bool:
        return self.kind == "wish"

    @property
    def child(self) -> bool:
        """Whether it is a wish for a child, of whom nobody but staff may learn anything."""
        return self.wish and self.matter == CHILD_WISH

    @property
    def favour(self) -> bool:
        """Whether it is a wish for help at a time, not for a thing."""
        return self.wish and self.matter in FAVOURS

    @property
    def confidential(self) -> bool:
        """举报 may accuse the very people of the grid or community: only supervisors may know of it."""
        return self.kind == "report"

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for the answer and is asked about it: not of what staff found, nor where a line asks."""
        return self.called_back and self.source not in BY_STAFF

    @property
    def at_once(self) -> bool:
        """Whether the knowledge base answered it and nobody was asked for more (即答)."""
        return self.result == AT_ONCE

    @property
    def voice(self) -> int:
        """Who is told of it: whoever reported it, or speaks for them; 0 for nobody."""
        return self.proxy or self.reporter

    @property
    def supervised(self) -> bool:
        """Whether a supervisor follows it until it is done (督办)."""
        return self.matter == STUCK

    @property
    def rushed(self) -> bool:
        """Whether it waits for somebody to take it up, and minutes count (急件)."""
        return self.rush > 0 and self.status in (Status.PENDING, Status.ASSIGNED)

    @property
    def alive(self) -> bool:
        return self.status not in ENDED

    @property
    def paused(self) -> bool:
        """Whether its clock stands still."""
        return self.status in PAUSED

    def late(self, now: datetime) -> bool:
        """Whether its date has passed and it is still to be done; never while its clock stands still."""
        return self.status in RUNNING and self.due_at is not None and self.due_at < now

    @property
    def area(self) -> str:
        """The smallest area that answers for it."""
        return self.grid or self.community


@frozen
class Event:
    """Something that happened to a ticket. `by` is a person's id, 0 for the bot itself.

    `day` (YYYY-MM-DD) is the one whose digest tells of it. `data` holds codes, numbers and moments; what somebody wrote
    stands in `note`, or in `data` under the keys of `OWN_WORDS`: these are erased with it and are in no seal.
    """

    ticket: int
    action: Action
    by: int
    party: Party
    at: datetime
    before: Status | None
    after: Status
    note: str = ""
    media: tuple[Media, ...] = ()
    data: dict[str, str] = field(default_factory=dict)
    day: str = ""


OWN_WORDS = frozenset({"basis"})  # the channel or law that staff typed with an answer

Guard = Callable[[Ticket, datetime], bool]


@frozen
class Move:
    """One row of the life table. `after` None means the status stays as it is."""

    action: Action
    before: frozenset[Status]
    after: Status | None
    who: frozenset[Party]
    guard: Guard | None = None


def standing(history: Iterable[Event]) -> list[Event]:
    """The history in which what was resolved by mistake and taken back (撤回办结) never was: it was only taken up."""
    kept: list[Event] = []
    for event in history:
        if event.action is Action.RETRACT:
            last = last_resolved(kept)
            kept = [each for at, each in enumerate(kept) if at != last]
            kept.append(replace(event, action=Action.ACCEPT, before=event.after))
        else:
            kept.append(event)
    return kept


def last_resolved(history: Iterable[Event]) -> int:
    """The place in a history of the last resolution, -1 if there is none."""
    return max((at for at, event in enumerate(history) if event.action is Action.RESOLVE), default=-1)


def parties(ticket: Ticket, person: Person) -> frozenset[Party]:
    """What this person is to this ticket."""
    return frozenset(party for party, test in IS_PARTY.items() if test(ticket, person))


def move_for(ticket: Ticket, action: Action, who: frozenset[Party], now: datetime) -> Move | None:
    """The row that lets these parties do this action now, or None."""
    return next(
        (
            move
            for move in MOVES[action]
            if ticket.status in move.before and move.who & who and (move.guard is None or move.guard(ticket, now))
        ),
        None,
    )


def can(ticket: Ticket, action: Action, who: frozenset[Party], now: datetime) -> bool:
    """Whether the action is possible; buttons are offered by this and checked again when pressed."""
    return move_for(ticket, action, who, now) is not None


def apply(
    ticket: Ticket,
    action: Action,
    by: Person | None,
    now: datetime,
    *,
    note: str = "",
    media: tuple[Media, ...] = (),
    data: dict[str, str] | None = None,
) -> tuple[Ticket, Event]:
    """The ticket after the action, and the event that tells of it; `by` None is the bot itself.

    Raises NotAllowed when the table has no row for this action, status, party and moment.
    """
    who = parties(ticket, by) if by else frozenset({Party.SYSTEM})
    move = move_for(ticket, action, who, now)
    if move is None:
        raise NotAllowed(f"{action} on {ticket.number} ({ticket.status})")
    after = move.after or ticket.status
    party = next(party for party in Party if party in move.who & who)
    event = Event(ticket.id, action, by.id if by else 0, party, now, ticket.status, after, note, media, data or {})
    return replace(ticket, status=after, version=ticket.version + 1), event


def _answers_for(ticket: Ticket, person: Person, role: Role, area: str) -> bool:
    return bool(area) and not ticket.confidential and person.id not in ticket.recused and person.has(role, area)


def within_reopen_window(ticket: Ticket, now: datetime) -> bool:
    """The server, not the button, decides whether it is too late to reopen."""
    return ticket.reopen_until is not None and now <= ticket.reopen_until


def is_shared(ticket: Ticket, _now: datetime) -> bool:
    return bool(ticket.followers)


def is_not_shared(ticket: Ticket, _now: datetime) -> bool:
    """What others joined is no longer one person's to end."""
    return not ticket.followers


def can_be_shared(ticket: Ticket, _now: datetime) -> bool:
    """A wish is somebody's own, and of a confidential ticket nobody may hear."""
    return not ticket.wish and not ticket.confidential


def returns_above(ticket: Ticket, _now: datetime) -> bool:
    """Given back to the next rung."""
    return ticket.return_to is ReturnTo.ABOVE


def objects_in_time(ticket: Ticket, now: datetime) -> bool:
    """Given back to the command centre, while the time for it lasts; who was designated may not."""
    return ticket.return_to is ReturnTo.COMMAND and (ticket.return_until is None or now <= ticket.return_until)


def open_matter(ticket: Ticket, _now: datetime) -> bool:
    """Not a 举报: of that nobody but the supervisors may hear."""
    return not ticket.confidential


def before_its_date(ticket: Ticket, now: datetime) -> bool:
    """An extension is asked for before the date, not after (接诉即办条例 Art. 15), and one at a time."""
    return ticket.due_at is not None and now < ticket.due_at and nothing_is_asked(ticket, now)


def nothing_is_asked(ticket: Ticket, _now: datetime) -> bool:
    return not ticket.request


def an_extension_is_asked(ticket: Ticket, _now: datetime) -> bool:
    return ticket.request is Request.EXTEND


def parking_is_asked(ticket: Ticket, _now: datetime) -> bool:
    return ticket.request is Request.PARK


def rework_is_asked(ticket: Ticket, _now: datetime) -> bool:
    return ticket.request is Request.REWORK


def rework_is_not_asked(ticket: Ticket, _now: datetime) -> bool:
    """While a supervisor decides, nothing else is said of the episode."""
    return ticket.request is not Request.REWORK


def in_window_and_undecided(ticket: Ticket, now: datetime) -> bool:
    return within_reopen_window(ticket, now) and rework_is_not_asked(ticket, now)


def taken_back_in_time(ticket: Ticket, now: datetime) -> bool:
    """办结 by mistake: for some minutes, and while nobody has said anything of it."""
    in_time = ticket.retract_until is not None and now <= ticket.retract_until
    return in_time and rework_is_not_asked(ticket, now)


def somebody_can_answer(ticket: Ticket, _now: datetime) -> bool:
    """A question to nobody would stop the clock for ever."""
    return bool(ticket.reporter or ticket.proxy or ticket.confidential)


def is_on_behalf(ticket: Ticket, _now: datetime) -> bool:
    """Filed for somebody without an account."""
    return ticket.proxy != 0


def on_behalf_and_not_shared(ticket: Ticket, now: datetime) -> bool:
    return is_on_behalf(ticket, now) and is_not_shared(ticket, now)


def on_behalf_in_window(ticket: Ticket, now: datetime) -> bool:
    return is_on_behalf(ticket, now) and in_window_and_undecided(ticket, now)


def counts_in_rates(ticket: Ticket, _now: datetime) -> bool:
    return not ticket.wish and not ticket.excluded and not ticket.at_once


def answered_at_once(ticket: Ticket, _now: datetime) -> bool:
    return ticket.at_once


def is_wish(ticket: Ticket, _now: datetime) -> bool:
    return ticket.wish


def for_a_child(ticket: Ticket, _now: datetime) -> bool:
    return ticket.child


def not_for_a_child(ticket: Ticket, _now: datetime) -> bool:
    return not ticket.child


def a_wish_of_the_grown(ticket: Ticket, _now: datetime) -> bool:
    return ticket.wish and not ticket.child


def is_excluded(ticket: Ticket, _now: datetime) -> bool:
    return bool(ticket.excluded)


def something_is_asked(ticket: Ticket, _now: datetime) -> bool:
    return bool(ticket.request)


def _is_above(ticket: Ticket, person: Person) -> bool:
    return any(IS_PARTY[party](ticket, person) for party in ABOVE)


IS_PARTY: dict[Party, Callable[[Ticket, Person], bool]] = {
    Party.REPORTER: lambda ticket, person: ticket.reporter == person.id,
    Party.FOLLOWER: lambda ticket, person: person.id in ticket.followers,
    Party.ASSIGNEE: lambda ticket, person: ticket.assignee == person.id,
    Party.CAPTAIN: lambda ticket, person: _answers_for(ticket, person, Role.CAPTAIN, ticket.grid),
    Party.AREA_LEAD: lambda ticket, person: _answers_for(ticket, person, Role.AREA_LEAD, ticket.area),
    Party.DESK: lambda ticket, person: _answers_for(ticket, person, Role.DESK, ticket.area),
    Party.SUPERVISOR: lambda ticket, person: (
        person.id not in ticket.recused and person.has(Role.SUPERVISOR, ticket.area)
    ),
    Party.APPROVER: lambda ticket, person: ticket.assignee != person.id and _is_above(ticket, person),
    Party.VOLUNTEER: lambda ticket, person: person.has(Role.VOLUNTEER) and ticket.reporter != person.id,
    Party.CLAIMANT: lambda ticket, person: ticket.claimant == person.id,
    Party.READER: lambda ticket, person: ticket.author not in (0, person.id) and _is_above(ticket, person),
    Party.UNIT_DESK: lambda ticket, person: _answers_for(ticket, person, Role.UNIT_DESK, ticket.unit),
    Party.COMMAND: lambda ticket, person: not ticket.confidential and person.has(Role.COMMAND, ticket.area),
    Party.FIRST: lambda ticket, person: ticket.first == person.id,
    Party.PROXY: lambda ticket, person: (
        ticket.proxy == person.id or (bool(ticket.proxy) and _answers_for(ticket, person, Role.DESK, ticket.area))
    ),
}

# who sees a ticket as staff, whatever they may do to it
STAFF = frozenset(
    {
        Party.ASSIGNEE,
        Party.CAPTAIN,
        Party.AREA_LEAD,
        Party.DESK,
        Party.SUPERVISOR,
        Party.UNIT_DESK,
        Party.COMMAND,
        Party.FIRST,
        Party.PROXY,
    }
)
ABOVE = (Party.CAPTAIN, Party.AREA_LEAD, Party.DESK, Party.SUPERVISOR, Party.COMMAND)
GIVES = frozenset(  # from these on somebody is expected to accept it
    {
        *(Action.FILE, Action.TO_PERSON, Action.ASSIGN, Action.RETURN, Action.DISPATCH),
        *(Action.REFUTE, Action.REOPEN, Action.REDO),
    }
)
ENDED = frozenset({Status.CLOSED, Status.WITHDRAWN, Status.DECLINED, Status.MERGED})
PAUSED = frozenset({Status.WAITING, Status.PARKED})
RUNNING = frozenset({Status.PENDING, Status.ASSIGNED, Status.WORKING, Status.REVIEWING})
_UNDECIDED = frozenset({Status.PENDING})
_IN_HAND = frozenset({Status.ASSIGNED, Status.WORKING, Status.WAITING, Status.PARKED})
_DUE = _UNDECIDED | _IN_HAND
_OPEN = _DUE | {Status.REVIEWING}
_WISH_ALIVE = frozenset({Status.CHECKING, Status.OPEN, Status.CLAIMED, Status.FULFILLED})
_MANAGERS = frozenset({Party.CAPTAIN, Party.AREA_LEAD, Party.DESK, Party.SUPERVISOR})
_CHECKERS = _MANAGERS
_APPROVER = frozenset({Party.APPROVER})
_REPORTER = frozenset({Party.REPORTER})
_FOLLOWER = frozenset({Party.FOLLOWER})
_RESIDENTS = _REPORTER | _FOLLOWER
_ASSIGNEE = frozenset({Party.ASSIGNEE})
_PROXY = frozenset({Party.PROXY})
_SYSTEM = frozenset({Party.SYSTEM})
_COMMAND = frozenset({Party.COMMAND, Party.SUPERVISOR})
_SUPERVISOR = frozenset({Party.SUPERVISOR})


def _only(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


LIFE: tuple[Move, ...] = (
    Move(Action.ASSIGN, _OPEN, Status.ASSIGNED, _MANAGERS | _SYSTEM),
    Move(Action.ASSIGN, _IN_HAND, Status.ASSIGNED, frozenset({Party.UNIT_DESK})),
    Move(Action.DISPATCH, _DUE, Status.ASSIGNED, _COMMAND, open_matter),
    Move(Action.ACCEPT, _only(Status.ASSIGNED), Status.WORKING, _ASSIGNEE),
    Move(Action.ASK, _only(Status.ASSIGNED, Status.WORKING), Status.WAITING, _ASSIGNEE, somebody_can_answer),
    Move(Action.ANSWER, _only(Status.WAITING), Status.WORKING, _REPORTER),
    Move(Action.GO_ON, _only(Status.WAITING), Status.WORKING, _SYSTEM),
    Move(Action.PROGRESS, _only(Status.ASSIGNED, Status.WORKING, Status.WAITING), Status.WORKING, _ASSIGNEE),
    Move(Action.PROGRESS, _UNDECIDED | {Status.ASSIGNED}, None, frozenset({Party.FIRST})),
    Move(Action.RETURN, _IN_HAND, Status.ASSIGNED, _ASSIGNEE, returns_above),
    Move(Action.RETURN, _IN_HAND, Status.PENDING, _ASSIGNEE | {Party.UNIT_DESK}, objects_in_time),
    Move(Action.RESOLVE, _IN_HAND, Status.RESOLVED, _ASSIGNEE | {Party.DESK, Party.SUPERVISOR, Party.UNIT_DESK}),
    Move(Action.RESOLVE, _UNDECIDED, Status.RESOLVED, frozenset({Party.DESK, Party.SUPERVISOR, Party.COMMAND})),
    Move(Action.RETRACT, _only(Status.RESOLVED), Status.WORKING, _ASSIGNEE, taken_back_in_time),
    Move(Action.CONFIRM, _OPEN | {Status.RESOLVED}, Status.CLOSED, _REPORTER, rework_is_not_asked),
    Move(Action.REFUTE, _only(Status.RESOLVED), Status.ASSIGNED, _RESIDENTS, rework_is_not_asked),
    Move(Action.REOPEN, _only(Status.CLOSED), Status.ASSIGNED, _RESIDENTS, in_window_and_undecided),
    Move(Action.RATE, _only(Status.CLOSED), None, _REPORTER),
    Move(Action.CONTACT, _OPEN | {Status.RESOLVED, Status.CLOSED}, None, _REPORTER, open_matter),
    Move(Action.CLOSE, _only(Status.RESOLVED, Status.FULFILLED), Status.CLOSED, _SYSTEM),
    Move(Action.EXTEND, _only(Status.ASSIGNED, Status.WORKING), None, _ASSIGNEE, before_its_date),
    Move(Action.PARK, _only(Status.ASSIGNED, Status.WORKING), None, _ASSIGNEE, nothing_is_asked),
    Move(Action.GRANT, _only(Status.ASSIGNED, Status.WORKING), None, _APPROVER, an_extension_is_asked),
    Move(Action.GRANT, _only(Status.ASSIGNED, Status.WORKING), Status.PARKED, _APPROVER, parking_is_asked),
    Move(Action.REFUSE, _only(Status.ASSIGNED, Status.WORKING), None, _APPROVER, something_is_asked),
    Move(Action.REFUSE, RUNNING, None, _SYSTEM, something_is_asked),
    Move(Action.RESUME, _only(Status.PARKED), Status.WORKING, _ASSIGNEE | _MANAGERS | _SYSTEM),
    Move(Action.RANK, _UNDECIDED | _only(Status.ASSIGNED, Status.WORKING), None, _MANAGERS),
    Move(Action.RECOUNT, _OPEN, None, _SYSTEM),
    Move(Action.URGE, _OPEN, None, _RESIDENTS | _MANAGERS | {Party.COMMAND}),
    Move(Action.ASSIST, _OPEN | {Status.RESOLVED}, None, _SYSTEM),
    Move(Action.JOINT, _IN_HAND - PAUSED, None, _ASSIGNEE, open_matter),
    Move(Action.WHISTLE, _DUE, None, _MANAGERS | {Party.COMMAND}, open_matter),
    Move(Action.ADD, _OPEN | {Status.RESOLVED} | _WISH_ALIVE, None, _RESIDENTS),
    Move(Action.WITHDRAW, _OPEN | {Status.CHECKING, Status.OPEN}, Status.WITHDRAWN, _REPORTER, is_not_shared),
    Move(Action.ESCALATE, _OPEN | {Status.CHECKING}, None, _SYSTEM),
    Move(Action.HANDOVER, _OPEN | _WISH_ALIVE | {Status.RESOLVED}, None, _REPORTER),
    Move(Action.TO_PERSON, _only(Status.CLOSED), Status.ASSIGNED, _REPORTER, answered_at_once),
    Move(Action.CHECK, _only(Status.CHECKING), Status.OPEN, _CHECKERS),
    Move(Action.DECLINE, _only(Status.CHECKING), Status.DECLINED, _CHECKERS),
    Move(Action.CLAIM, _only(Status.OPEN), Status.CLAIMED, frozenset({Party.VOLUNTEER}), not_for_a_child),
    Move(Action.RELEASE, _only(Status.CLAIMED), Status.OPEN, frozenset({Party.CLAIMANT}) | _CHECKERS | _SYSTEM),
    Move(Action.FULFIL, _only(Status.CLAIMED), Status.FULFILLED, frozenset({Party.CLAIMANT}), not_for_a_child),
    # for a child: staff match, staff deliver or are there, and the guardian may take it back until it has come
    Move(Action.PROTECT, _only(Status.CHECKING, Status.OPEN), Status.CHECKING, _CHECKERS, a_wish_of_the_grown),
    Move(Action.GUARD, _only(Status.CHECKING), None, _CHECKERS, for_a_child),
    Move(Action.OFFER, _only(Status.OPEN), None, frozenset({Party.VOLUNTEER}), for_a_child),
    Move(Action.MATCH, _only(Status.OPEN), Status.CLAIMED, _CHECKERS, for_a_child),
    Move(Action.FULFIL, _only(Status.CLAIMED), Status.FULFILLED, _CHECKERS, for_a_child),
    Move(Action.WITHDRAW, _only(Status.CLAIMED, Status.FULFILLED), Status.WITHDRAWN, _REPORTER, for_a_child),
    Move(Action.CONFIRM, _only(Status.FULFILLED), Status.CLOSED, _REPORTER | _CHECKERS),
    Move(Action.REFUTE, _only(Status.FULFILLED), Status.CLAIMED, _REPORTER),
    # me too (同感) and merging (并单): whoever joins is a follower from then on, so joining is a follower's row
    Move(Action.JOIN, _OPEN, None, _FOLLOWER | _MANAGERS, can_be_shared),
    Move(Action.LEAVE, _OPEN | {Status.RESOLVED}, None, _FOLLOWER),
    Move(Action.LEAVE, _OPEN | {Status.RESOLVED}, None, _REPORTER, is_shared),
    Move(Action.AGREE, _only(Status.RESOLVED), None, _FOLLOWER),
    Move(Action.AGREE, _only(Status.CLOSED), None, _FOLLOWER, within_reopen_window),
    Move(Action.RATE, _only(Status.RESOLVED, Status.CLOSED), None, _FOLLOWER),
    Move(Action.MERGE, _OPEN, Status.MERGED, _MANAGERS, can_be_shared),
    Move(Action.SPLIT, _only(Status.MERGED), Status.ASSIGNED, _MANAGERS),
    # the second reader (第一读者审核): once approved, the bot itself sends the answer out
    Move(Action.SUBMIT, _IN_HAND, Status.REVIEWING, _ASSIGNEE | {Party.DESK, Party.SUPERVISOR, Party.UNIT_DESK}),
    Move(Action.SUBMIT, _UNDECIDED, Status.REVIEWING, frozenset({Party.DESK, Party.SUPERVISOR, Party.COMMAND})),
    Move(Action.APPROVE, _only(Status.REVIEWING), None, frozenset({Party.READER})),
    Move(Action.SEND_BACK, _only(Status.REVIEWING), Status.WORKING, frozenset({Party.READER})),
    Move(Action.RESOLVE, _only(Status.REVIEWING), Status.RESOLVED, _SYSTEM),
    # alerts: whoever was told may say so, which the alert itself knows (handlers/alerts.py); the bot writes it down
    Move(Action.RECEIVE, _OPEN | {Status.RESOLVED}, None, _SYSTEM),
    Move(Action.TRANSFER, _IN_HAND | _only(Status.REVIEWING, Status.RESOLVED) | _WISH_ALIVE, None, _SUPERVISOR),
    # after the call-back: whether it is done again, what was done about a bad rating, what counts in the rates
    Move(Action.DISPUTE, _only(Status.RESOLVED), None, _REPORTER, rework_is_not_asked),
    Move(Action.DISPUTE, _only(Status.CLOSED), None, _REPORTER, in_window_and_undecided),
    Move(Action.REDO, _only(Status.RESOLVED, Status.CLOSED), Status.ASSIGNED, _SUPERVISOR | _SYSTEM, rework_is_asked),
    Move(Action.UPHOLD, _only(Status.RESOLVED, Status.CLOSED), Status.CLOSED, _SUPERVISOR, rework_is_asked),
    Move(Action.REVISIT, _only(Status.CLOSED), None, _SUPERVISOR | _SYSTEM, rework_is_not_asked),
    Move(Action.FOLLOW_UP, _OPEN | {Status.RESOLVED, Status.CLOSED}, None, _SUPERVISOR | _SYSTEM),
    Move(
        Action.EXCLUDE, _OPEN | {Status.RESOLVED, Status.CLOSED, Status.WITHDRAWN}, None, _SUPERVISOR, counts_in_rates
    ),
    Move(Action.INCLUDE, _OPEN | {Status.RESOLVED, Status.CLOSED, Status.WITHDRAWN}, None, _SUPERVISOR, is_excluded),
    # thanks and the public board (公示): with the resident's consent only, and taken back whenever they like
    Move(Action.THANK, _only(Status.CLOSED), None, _REPORTER, is_wish),
    Move(Action.CONSENT, _only(Status.CLOSED), None, _REPORTER, open_matter),
    Move(Action.PUBLISH, _only(Status.CLOSED), None, _CHECKERS, open_matter),
    Move(Action.HIDE, _only(Status.CLOSED), None, _REPORTER | _CHECKERS),
    Move(Action.ANNUL, _only(Status.CLOSED), Status.OPEN, _CHECKERS, is_wish),
    # on behalf of somebody without an account (代报): what the resident would do, done by whoever speaks for them
    Move(Action.ANSWER, _only(Status.WAITING), Status.WORKING, _PROXY, is_on_behalf),
    Move(Action.ADD, _OPEN | {Status.RESOLVED}, None, _PROXY, is_on_behalf),
    Move(Action.WITHDRAW, _OPEN, Status.WITHDRAWN, _PROXY, on_behalf_and_not_shared),
    Move(Action.CALL, _only(Status.RESOLVED), None, _PROXY, is_on_behalf),
    Move(Action.CONFIRM, _only(Status.RESOLVED), Status.CLOSED, _PROXY, is_on_behalf),
    Move(Action.REFUTE, _only(Status.RESOLVED), Status.ASSIGNED, _PROXY, is_on_behalf),
    Move(Action.REOPEN, _only(Status.CLOSED), Status.ASSIGNED, _PROXY, on_behalf_in_window),
    Move(Action.RATE, _only(Status.CLOSED), None, _PROXY, is_on_behalf),
    Move(Action.SLIP, _OPEN | {Status.RESOLVED, Status.CLOSED}, None, _PROXY, is_on_behalf),
    Move(Action.LINK, _OPEN | {Status.RESOLVED, Status.CLOSED}, None, _SYSTEM, is_on_behalf),
)
MOVES = {action: tuple(move for move in LIFE if move.action is action) for action in Action}
