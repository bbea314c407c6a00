"""Who may do what to a ticket, written down from the design and not from the code: the measure of S1 and S2.

A cell is (verb of a button, what the presser is to the ticket, its status, its kind); the outcome is one of:
UNSEEN (they learn nothing, not even that it exists), REFUSED (they see it, and this is not possible), SHOWN (the card),
DONE (the action happens at once), ASKED (a form about it opens) or TAKEN (another volunteer was first).
"""

from __future__ import annotations

from enum import StrEnum

from domain.ticket import Action, Status


class Outcome(StrEnum):
    """What a press leads to."""

    UNSEEN = "unseen"
    REFUSED = "refused"
    SHOWN = "shown"
    DONE = "done"
    ASKED = "asked"
    TAKEN = "taken"


class Who(StrEnum):
    """What somebody is to the ticket. The strangers hold posts, but not for its area."""

    REPORTER = "reporter"
    FOLLOWER = "somebody who joined it"
    ASSIGNEE = "assignee"
    CAPTAIN = "captain of its grid"
    AREA_LEAD = "片长 of its zone"
    DESK = "desk of its community"
    SUPERVISOR = "supervisor of its district"
    COMMAND = "command centre of its district"
    CLAIMANT = "claimant"
    VOLUNTEER = "another volunteer"
    RESIDENT = "another resident"
    WORKER = "another worker of its grid"
    OTHER_CAPTAIN = "captain of another grid"
    OTHER_AREA_LEAD = "片长 of another zone"
    OTHER_DESK = "desk of another community"
    OTHER_SUPERVISOR = "supervisor of another district"
    OTHER_COMMAND = "command centre of another district"
    UNIT_DESK = "desk of a unit that does not have it"


class Kind(StrEnum):
    """What kind of ticket it is."""

    REQUEST = "complaint"
    SHARED = "help"  # somebody joined it
    ASKING = "enquiry"  # a request whose worker has asked for more time
    CONFIDENTIAL = "report"  # 举报: nobody below the supervisors knows of it
    WISH = "wish"
    BEHALF = "suggestion"  # the community desk filed it for somebody without an account
    ANSWERED = "praise"  # answered at once by the knowledge base (即答), nobody had to


REQUEST_STATUSES = tuple(
    map(
        Status,
        [
            *("pending", "assigned", "working", "waiting", "parked", "reviewing"),
            *("resolved", "closed", "withdrawn", "merged"),
        ],
    )
)
WISH_STATUSES = tuple(map(Status, ["checking", "open", "claimed", "fulfilled", "declined", "closed", "withdrawn"]))
ASKING_STATUSES = tuple(map(Status, ["assigned", "working"]))
ANSWERED_STATUSES = (Status.CLOSED,)
BEHALF_STATUSES = tuple(map(Status, ["working", "waiting", "resolved", "closed"]))
DUE_REQUEST = frozenset(["pending", "assigned", "working", "waiting", "parked"])
OPEN_REQUEST = DUE_REQUEST | {"reviewing"}
ADDED_TO = OPEN_REQUEST | {"resolved", "checking", "open", "claimed", "fulfilled"}
IN_WORK = frozenset(["assigned", "working"])
STRANGERS = {
    Who.RESIDENT,
    Who.WORKER,
    Who.OTHER_CAPTAIN,
    Who.OTHER_AREA_LEAD,
    Who.OTHER_DESK,
    Who.OTHER_SUPERVISOR,
    Who.OTHER_COMMAND,
    Who.UNIT_DESK,
}
ABOVE = {Who.CAPTAIN, Who.AREA_LEAD, Who.DESK, Who.SUPERVISOR}

# verb → who may, in which statuses. A person who is only the claimant, captain, ... of it; nothing follows from another.
MAY: dict[str, list[tuple[set[Who], frozenset[str]]]] = {
    "accept": [({Who.ASSIGNEE}, frozenset({"assigned"}))],
    "progress": [({Who.ASSIGNEE}, frozenset({"assigned", "working", "waiting"}))],
    "ask": [({Who.ASSIGNEE}, frozenset({"assigned", "working"}))],
    "return": [({Who.ASSIGNEE}, frozenset({"assigned", "working", "waiting", "parked"}))],
    "resolve": [
        ({Who.ASSIGNEE}, frozenset({"assigned", "working", "waiting", "parked"})),
        ({Who.DESK, Who.SUPERVISOR}, DUE_REQUEST),
        ({Who.COMMAND}, frozenset({"pending"})),
    ],
    "retract": [({Who.ASSIGNEE}, frozenset({"resolved"}))],
    "agree": [({Who.FOLLOWER}, frozenset({"resolved", "closed"}))],
    "leave": [({Who.FOLLOWER, Who.REPORTER}, OPEN_REQUEST | {"resolved"})],
    "merge": [(ABOVE, OPEN_REQUEST)],
    "split": [(ABOVE, frozenset({"merged"}))],
    "approve": [(ABOVE | {Who.COMMAND}, frozenset({"reviewing"}))],
    "send_back": [(ABOVE | {Who.COMMAND}, frozenset({"reviewing"}))],
    "reply": [({Who.REPORTER}, ADDED_TO), ({Who.FOLLOWER}, ADDED_TO - {"waiting"})],  # a late answer is an addition
    "add": [({Who.REPORTER, Who.FOLLOWER}, ADDED_TO)],
    "withdraw": [({Who.REPORTER}, OPEN_REQUEST | {"checking", "open"})],
    "urge": [({Who.REPORTER, Who.FOLLOWER, Who.COMMAND} | ABOVE, OPEN_REQUEST)],
    "solved": [
        ({Who.REPORTER}, OPEN_REQUEST | {"resolved", "fulfilled"}),
        ({Who.FOLLOWER}, frozenset({"resolved", "closed"})),
        (ABOVE, frozenset({"fulfilled"})),
    ],
    "assign": [(ABOVE, OPEN_REQUEST)],
    "rank": [(ABOVE, IN_WORK | {"pending"})],
    "extend": [({Who.ASSIGNEE}, IN_WORK)],
    "park": [({Who.ASSIGNEE}, IN_WORK)],
    "resume": [({Who.ASSIGNEE} | ABOVE, frozenset({"parked"}))],
    "grant": [],
    "refuse": [],
    "dispatch": [({Who.COMMAND, Who.SUPERVISOR}, DUE_REQUEST)],
    "whistle": [(ABOVE | {Who.COMMAND}, DUE_REQUEST)],
    "joint": [({Who.ASSIGNEE}, IN_WORK)],
    **{verb: [] for verb in ("joint_go", "joint_note", "joint_ok", "joint_other")},  # no visit is planned
    "check": [(ABOVE, frozenset({"checking"}))],
    "decline": [(ABOVE, frozenset({"checking"}))],
    "fulfil": [({Who.CLAIMANT}, frozenset({"claimed"}))],
    "release": [({Who.CLAIMANT} | ABOVE, frozenset({"claimed"}))],
    "redo": [],
    "uphold": [],
    "exclude": [({Who.SUPERVISOR}, OPEN_REQUEST | {"resolved", "closed", "withdrawn"})],
    "include": [],
    "protect": [(ABOVE, frozenset({"checking", "open"}))],
    "guardian": [],  # none of these is for a child
    "thank": [({Who.REPORTER}, frozenset({"closed"}))],
    "publish": [],  # nothing waits for a reader here
    "keep_off": [],
    "hide": [],  # nothing is shown here
    "annul": [(ABOVE, frozenset({"closed"}))],
    "called": [],
    "phone": [],
    "slip": [],
    "claim": [({Who.VOLUNTEER}, frozenset({"open"}))],
    "to_person": [],
}
AT_ONCE: dict[str, list[tuple[set[Who], frozenset[str]]]] = {
    "to_person": [({Who.REPORTER}, frozenset({"closed"}))],
    "exclude": [],  # it is in no rate
}
WHILE_ASKING: dict[str, list[tuple[set[Who], frozenset[str]]]] = {
    "extend": [],
    "park": [],
    "grant": [(ABOVE | {Who.COMMAND}, IN_WORK)],
    "refuse": [(ABOVE | {Who.COMMAND}, IN_WORK)],
}
# what whoever filed it for somebody else does in their place
ON_BEHALF: dict[str, list[tuple[set[Who], frozenset[str]]]] = {
    verb: [*MAY.get(verb, []), ({Who.DESK}, frozenset(statuses))]
    for verb, statuses in {
        "reply": ["working", "waiting", "resolved"],
        "add": ["working", "waiting", "resolved"],
        "withdraw": ["working", "waiting"],
        "called": ["resolved"],
        "slip": ["working", "waiting", "resolved", "closed"],
        "phone": ["working", "waiting", "resolved", "closed"],
        "solved": ["resolved"],
    }.items()
}
HAS_CLAIMANT = frozenset({"claimed", "fulfilled", "closed"})
OPENS_A_FORM = frozenset(
    [
        *("extend", "park", "refuse", "rank"),
        *("progress", "ask", "return", "resolve", "reply", "add", "withdraw", "assign"),
        *("decline", "fulfil", "merge", "send_back"),
        *("dispatch", "whistle", "joint", "exclude"),
        *("thank", "annul", "called"),
    ]
)
EVENT_OF = {
    "accept": Action.ACCEPT,
    "urge": Action.URGE,
    "solved": Action.CONFIRM,
    "unsolved": Action.REFUTE,
    "partly": Action.REFUTE,
    "reopen": Action.REFUTE,
    "grant": Action.GRANT,
    "resume": Action.RESUME,
    "retract": Action.RETRACT,
    "check": Action.CHECK,
    "release": Action.RELEASE,
    "claim": Action.CLAIM,
    "agree": Action.AGREE,
    "to_person": Action.TO_PERSON,
    "leave": Action.LEAVE,
    "split": Action.SPLIT,
    "approve": Action.APPROVE,
    "protect": Action.PROTECT,
    "slip": Action.SLIP,
}


def sees(who: Who, status: str, kind: Kind) -> bool:
    """Whether the ticket exists for this person at all."""
    if who in STRANGERS:
        return False
    if who is Who.VOLUNTEER:
        return kind is Kind.WISH and status == "open"
    if who in (Who.CAPTAIN, Who.AREA_LEAD, Who.DESK, Who.COMMAND):
        return kind is not Kind.CONFIDENTIAL
    if who is Who.FOLLOWER:
        return kind is Kind.SHARED
    if who is Who.ASSIGNEE:
        return kind is not Kind.ANSWERED
    return True


def expected(verb: str, who: Who, status: Status, kind: Kind) -> Outcome:
    """What must come of the press; reopening is within its time here."""
    if verb == "claim" and who is Who.VOLUNTEER and status in HAS_CLAIMANT and kind is Kind.WISH:
        return Outcome.TAKEN
    if not sees(who, status, kind):
        return Outcome.UNSEEN
    if verb in ("open", "more"):
        return Outcome.SHOWN
    if verb in ("unsolved", "partly", "reopen"):
        return _unsolved(who, status, kind)
    may = {**MAY, **{Kind.ASKING: WHILE_ASKING, Kind.BEHALF: ON_BEHALF, Kind.ANSWERED: AT_ONCE}.get(kind, {})}
    allowed = any(who in people and status in statuses for people, statuses in may[verb])
    if not allowed or _against_sharing(verb, kind):
        return Outcome.REFUSED
    return Outcome.SHOWN if verb == "phone" else Outcome.ASKED if verb in OPENS_A_FORM else Outcome.DONE


def _against_sharing(verb: str, kind: Kind) -> bool:
    """What is shared is no longer one person's to end; alone there is nothing to leave; the rest is somebody's own."""
    allowed = {
        "withdraw": set(Kind) - {Kind.SHARED},
        "exclude": set(Kind) - {Kind.WISH},
        "thank": {Kind.WISH},
        "protect": {Kind.WISH},
        "annul": {Kind.WISH},
        "leave": {Kind.SHARED},
        "merge": {Kind.REQUEST, Kind.ASKING, Kind.SHARED, Kind.BEHALF},
        **dict.fromkeys(
            ("dispatch", "whistle", "joint"), set(Kind) - {Kind.CONFIDENTIAL}
        ),  # of wrongdoing nobody may hear
    }
    return kind not in allowed.get(verb, set(Kind))


def _unsolved(who: Who, status: Status, kind: Kind) -> Outcome:
    """没解决: of a wish it is said at once; of a request the reason is asked; from anybody else it changes nothing."""
    if kind is Kind.WISH:
        return Outcome.DONE if who is Who.REPORTER and status == "fulfilled" else Outcome.REFUSED
    if kind is Kind.ANSWERED:
        return Outcome.REFUSED
    if kind is Kind.BEHALF and who is Who.DESK and status in ("resolved", "closed"):
        return Outcome.ASKED
    if who in (Who.REPORTER, Who.FOLLOWER) and status in ("resolved", "closed"):
        return Outcome.ASKED
    return Outcome.REFUSED if status == "closed" else Outcome.SHOWN
