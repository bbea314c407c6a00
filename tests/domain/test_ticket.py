"""The life of a ticket over the whole square status × action × party, against a second table written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from domain.errors import NotAllowed
from domain.people import Person, Post, Role
from domain.ticket import (
    AT_ONCE,
    CHILD_WISH,
    ENDED,
    LIFE,
    Action,
    Party,
    Request,
    ReturnTo,
    Status,
    Ticket,
    apply,
    can,
    move_for,
    objects_in_time,
    parties,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GRID = "460204198023001"
OPEN_WINDOW = NOW + timedelta(days=1)

# F one who joined, R resident, A assignee, C captain, L 片长, D desk, S supervisor, P who of these decides for the assignee,
# E who of these may read an answer first, V volunteer, K claimant, B the bot itself.
# U desk of the unit, M command centre, H who had it first, X who filed it for somebody else.
IN_HAND = (Status.ASSIGNED, Status.WORKING, Status.WAITING, Status.PARKED)
LETTERS = {
    "R": Party.REPORTER,
    "A": Party.ASSIGNEE,
    "C": Party.CAPTAIN,
    "L": Party.AREA_LEAD,
    "D": Party.DESK,
    "S": Party.SUPERVISOR,
    "P": Party.APPROVER,
    "V": Party.VOLUNTEER,
    "K": Party.CLAIMANT,
    "B": Party.SYSTEM,
    "F": Party.FOLLOWER,
    "E": Party.READER,
    "U": Party.UNIT_DESK,
    "M": Party.COMMAND,
    "H": Party.FIRST,
    "X": Party.PROXY,
}
# status: action → who may → status after ("=" stays). What stands nowhere is forbidden.
EXPECTED = """
pending:   progress H = | assign CLDSB assigned | resolve DSM resolved | confirm R closed | urge RFCLDSM = | add RF = | withdraw R withdrawn | escalate B = | handover R = | join FCLDS = | leave RF = | merge CLDS merged | rank CLDS = | recount B = | submit DSM reviewing | dispatch MS assigned | assist B = | whistle CLDSM = | follow_up SB = | exclude S = | receive B = | contact R =
assigned:  joint A = | assign CLDSB assigned | accept A working | ask A waiting | progress A working | return A assigned | resolve ADSU resolved | confirm R closed | urge RFCLDSM = | add RF = | withdraw R withdrawn | escalate B = | handover R = | join FCLDS = | leave RF = | merge CLDS merged | extend A = | park A = | rank CLDS = | recount B = | submit ADSU reviewing | dispatch MS assigned | assist B = | whistle CLDSM = | transfer S = | follow_up SB = | exclude S = | receive B = | contact R =
working:   joint A = | assign CLDSB assigned | ask A waiting | progress A working | return A assigned | resolve ADSU resolved | confirm R closed | urge RFCLDSM = | add RF = | withdraw R withdrawn | escalate B = | handover R = | join FCLDS = | leave RF = | merge CLDS merged | extend A = | park A = | rank CLDS = | recount B = | submit ADSU reviewing | dispatch MS assigned | assist B = | whistle CLDSM = | transfer S = | follow_up SB = | exclude S = | receive B = | contact R =
waiting:   assign CLDSB assigned | answer R working | go_on B working | progress A working | return A assigned | resolve ADSU resolved | confirm R closed | urge RFCLDSM = | add RF = | withdraw R withdrawn | escalate B = | handover R = | join FCLDS = | leave RF = | merge CLDS merged | recount B = | submit ADSU reviewing | dispatch MS assigned | assist B = | whistle CLDSM = | transfer S = | follow_up SB = | exclude S = | receive B = | contact R =
parked:    assign CLDSB assigned | return A assigned | resolve ADSU resolved | confirm R closed | urge RFCLDSM = | add RF = | withdraw R withdrawn | escalate B = | handover R = | join FCLDS = | leave RF = | merge CLDS merged | resume ACLDSB working | recount B = | submit ADSU reviewing | dispatch MS assigned | assist B = | whistle CLDSM = | transfer S = | follow_up SB = | exclude S = | receive B = | contact R =
reviewing: assign CLDSB assigned | resolve B resolved | confirm R closed | urge RFCLDSM = | add RF = | withdraw R withdrawn | escalate B = | handover R = | join FCLDS = | leave RF = | merge CLDS merged | approve E = | send_back E working | recount B = | assist B = | transfer S = | follow_up SB = | exclude S = | receive B = | contact R =
resolved:  retract A working | confirm R closed | refute RF assigned | close B closed | add RF = | handover R = | leave RF = | agree F = | rate F = | assist B = | transfer S = | dispute R = | follow_up SB = | exclude S = | receive B = | contact R =
checking:  check CLDS open | decline CLDS declined | withdraw R withdrawn | add RF = | handover R = | escalate B = | transfer S = | protect CLDS =
open:      claim V claimed | withdraw R withdrawn | add RF = | handover R = | transfer S = | protect CLDS checking
claimed:   release KCLDSB open | fulfil K fulfilled | add RF = | handover R = | transfer S =
fulfilled: confirm RCLDS closed | refute R claimed | close B closed | add RF = | handover R = | transfer S =
closed:    rate RF = | reopen RF assigned | agree F = | dispute R = | follow_up SB = | exclude S = | revisit SB = | consent R = | publish CLDS = | hide RCLDS = | contact R =
merged:    split CLDS assigned
withdrawn: exclude S =
"""


# What is decided while the assignee asks for more time, and while they ask for parking; the bot itself ends what nobody decides.
EXTENDING = """
pending:   refuse B =
assigned:  grant P = | refuse PB =
working:   grant P = | refuse PB =
reviewing: refuse B =
"""
PARKING = """
pending:   refuse B =
assigned:  grant P parked | refuse PB =
working:   grant P parked | refuse PB =
reviewing: refuse B =
"""
# What is decided while the resident asks for it to be done again.
DISPUTED = """
resolved:  redo SB assigned | uphold S closed
closed:    redo SB assigned | uphold S =
"""
# What whoever filed it for somebody without an account does in their place.
ON_BEHALF = """
pending:   add X = | withdraw X withdrawn | slip X = | link B =
assigned:  add X = | withdraw X withdrawn | slip X = | link B =
working:   add X = | withdraw X withdrawn | slip X = | link B =
waiting:   answer X working | add X = | withdraw X withdrawn | slip X = | link B =
parked:    add X = | withdraw X withdrawn | slip X = | link B =
reviewing: add X = | withdraw X withdrawn | slip X = | link B =
resolved:  call X = | confirm X closed | refute X assigned | add X = | slip X = | link B =
closed:    rate X = | reopen X assigned | slip X = | link B =
"""
# What the resident does about an enquiry that the knowledge base answered at once.
ANSWERED_AT_ONCE = """
closed:    to_person R assigned
"""
# What is only done to a wish that is over, and to a wish for a child.
OVER = """
closed:    thank R = | annul CLDS open
"""
FOR_A_CHILD = """
checking:  guard CLDS =
open:      offer V = | match CLDS claimed
claimed:   fulfil CLDS fulfilled | withdraw R withdrawn
fulfilled: withdraw R withdrawn
"""
Table = dict[tuple[Status, Action], tuple[frozenset[Party], Status]]


def expected(text: str) -> Table:
    table = {}
    for line in text.strip().splitlines():
        before, _, cells = line.partition(":")
        for cell in filter(None, map(str.strip, cells.split("|"))):
            action, who, after = cell.split()
            outcome = Status(before) if after == "=" else Status(after)
            table[Status(before), Action(action)] = (frozenset(LETTERS[letter] for letter in who), outcome)
    return table


TABLE = expected(EXPECTED)
DECIDED = {
    Request.EXTEND: expected(EXTENDING),
    Request.PARK: expected(PARKING),
    Request.REWORK: expected(DISPUTED),
}
EXCLUDABLE = [status for status in Status if (status, Action.EXCLUDE) in TABLE]
INCLUDING = {(status, Action.INCLUDE): (frozenset({Party.SUPERVISOR}), status) for status in EXCLUDABLE}
BEHALF = expected(ON_BEHALF)
WISHED = (expected(OVER), {}), (expected(FOR_A_CHILD), {"matter": CHILD_WISH})
AT_ONCE_ONLY = expected(ANSWERED_AT_ONCE)
OTHERS = (*DECIDED.values(), INCLUDING, BEHALF, AT_ONCE_ONLY, *(table for table, _ in WISHED))
ALL = [*TABLE.items(), *(row for table in OTHERS for row in table.items())]
# What two parties may do with different outcomes cannot stand in one cell.
OF_UNITS = {
    (Status.ASSIGNED, Action.PROGRESS, Party.FIRST): None,
    **{(status, Action.ASSIGN, Party.UNIT_DESK): Status.ASSIGNED for status in IN_HAND},
}
WISHES = {Status.CHECKING, Status.OPEN, Status.CLAIMED, Status.FULFILLED, Status.DECLINED}


def ticket(status: Status = Status.ASSIGNED, **fields: object) -> Ticket:
    kind = "wish" if status in WISHES else "help"
    base = Ticket(
        1,
        "261123-0001",
        kind,
        status,
        "城乡建设",
        "路灯照明",
        "路灯坏了",
        reopen_until=OPEN_WINDOW,
        retract_until=OPEN_WINDOW,
    )
    base = replace(base, due_at=NOW + timedelta(days=3), reporter=90)
    return replace(base, **fields)


@pytest.mark.parametrize(("status", "action", "party"), list(product(Status, Action, Party)))
def test_the_table_allows_exactly_what_was_meant(status: Status, action: Action, party: Party) -> None:
    who, after = TABLE.get((status, action), (frozenset(), status))
    shared = (5,) if action is Action.LEAVE else ()
    move = move_for(ticket(status, followers=shared), action, frozenset({party}), NOW)
    if (status, action, party) in OF_UNITS:
        assert move is not None
        assert move.after is OF_UNITS[status, action, party]
    elif party in who:
        assert move is not None
        assert (move.after or status) is after
    else:
        assert move is None


@pytest.mark.parametrize("status", list(Status))
def test_whoever_filed_it_for_somebody_else_does_what_they_would_do(status: Status) -> None:
    filed = ticket(status, proxy=7)
    for action, party in product(Action, (Party.PROXY, Party.SYSTEM)):
        who, after = BEHALF.get((status, action), (frozenset(), status))
        if party in who:
            move = move_for(filed, action, frozenset({party}), NOW)
            assert move is not None
            assert (move.after or status) is after
        elif party is Party.PROXY:
            assert not can(filed, action, frozenset({party}), NOW)


@pytest.mark.parametrize(("table", "fields"), WISHED)
def test_a_wish_that_is_over_and_one_for_a_child_have_rows_of_their_own(table: Table, fields: dict[str, str]) -> None:
    for (status, action), (who, after) in table.items():
        wish = ticket(status, kind="wish", **fields)
        for party in Party:
            move = move_for(wish, action, frozenset({party}), NOW)
            assert (move is not None) is (party in who), (status, action, party)
            assert move is None or (move.after or status) is after


@pytest.mark.parametrize("party", list(Party))
def test_what_was_answered_at_once_goes_to_somebody_when_the_resident_says_so_and_is_taken_out_of_no_rate(
    party: Party,
) -> None:
    answered = ticket(Status.CLOSED, result=AT_ONCE)
    ((_, action), (who, after)) = next(iter(AT_ONCE_ONLY.items()))
    move = move_for(answered, action, frozenset({party}), NOW)
    assert (move is not None) is (party in who)
    assert move is None or move.after is after
    assert move_for(ticket(Status.CLOSED), action, frozenset({party}), NOW) is None
    assert move_for(answered, Action.EXCLUDE, frozenset({party}), NOW) is None


def test_a_question_that_nobody_could_answer_is_not_asked() -> None:
    assert not can(ticket(reporter=0), Action.ASK, frozenset({Party.ASSIGNEE}), NOW)
    assert can(ticket(reporter=0, proxy=7), Action.ASK, frozenset({Party.ASSIGNEE}), NOW)


@pytest.mark.parametrize(("status", "party"), list(product(Status, Party)))
def test_while_a_supervisor_decides_nobody_says_anything_else_of_the_episode(status: Status, party: Party) -> None:
    disputed, table = ticket(status, request=Request.REWORK), DECIDED[Request.REWORK]
    doings = (Action.REDO, Action.UPHOLD, Action.DISPUTE, Action.REFUTE, Action.REOPEN)
    for action in (
        doings if status in (Status.RESOLVED, Status.CLOSED) else (Action.REDO, Action.UPHOLD, Action.DISPUTE)
    ):
        who, after = table.get((status, action), (frozenset(), status))
        move = move_for(disputed, action, frozenset({party}), NOW)
        assert (move is not None) is (party in who)
        assert move is None or (move.after or status) is after
    assert move_for(disputed, Action.CONFIRM, frozenset({Party.REPORTER}), NOW) is None or status in WISHES


@pytest.mark.parametrize("status", EXCLUDABLE)
def test_what_is_excluded_can_be_counted_again_by_a_supervisor_only(status: Status) -> None:
    excluded = ticket(status, excluded="legal")
    for party in Party:
        assert move_for(excluded, Action.EXCLUDE, frozenset({party}), NOW) is None
        assert (move_for(excluded, Action.INCLUDE, frozenset({party}), NOW) is not None) is (party is Party.SUPERVISOR)


@pytest.mark.parametrize(("status", "party"), list(product(Status, Party)))
def test_what_is_asked_of_those_above_is_decided_by_them_and_asked_once(status: Status, party: Party) -> None:
    for request in (Request.EXTEND, Request.PARK):
        table = DECIDED[request]
        asking = ticket(status, request=request)
        for action in (Action.GRANT, Action.REFUSE, Action.EXTEND, Action.PARK):
            who, after = table.get((status, action), (frozenset(), status))
            move = move_for(asking, action, frozenset({party}), NOW)
            assert (move is not None) is (party in who)
            assert move is None or (move.after or status) is after


def test_more_time_is_asked_for_before_the_date() -> None:
    assert can(ticket(), Action.EXTEND, frozenset({Party.ASSIGNEE}), NOW)
    assert not can(ticket(due_at=NOW), Action.EXTEND, frozenset({Party.ASSIGNEE}), NOW)
    assert not can(ticket(due_at=None), Action.EXTEND, frozenset({Party.ASSIGNEE}), NOW)


def test_nobody_grants_himself_what_he_asks() -> None:
    captain = Person(7, (Post(Role.CAPTAIN, GRID),))
    assert Party.APPROVER in parties(ticket(grid=GRID, assignee=8), captain)
    assert Party.APPROVER not in parties(ticket(grid=GRID, assignee=7), captain)


def test_a_ticket_is_never_late_while_its_clock_stands_still() -> None:
    over = {"due_at": NOW - timedelta(hours=1)}
    late = {status for status in Status if ticket(status, **over).late(NOW)}
    assert late == {Status.PENDING, Status.ASSIGNED, Status.WORKING, Status.REVIEWING}


def test_every_status_can_be_reached() -> None:
    reached = {Status.PENDING, Status.ASSIGNED, Status.CHECKING}  # what filing makes
    while more := {after for (before, _), (_, after) in ALL if before in reached} - reached:
        reached |= more
    assert reached == set(Status)


def test_nothing_alive_is_a_dead_end() -> None:
    """From every status that is not an end, an end can be reached; and people, not only the bot, can get on from it."""
    leads = {status: {after for (before, _), (_, after) in ALL if before is status} for status in Status}
    ending = set(ENDED)
    while more := {status for status in Status if leads[status] & ending} - ending:
        ending |= more
    assert ending == set(Status)
    for status in set(Status) - ENDED:
        moving = [who for (before, _), (who, after) in TABLE.items() if before is status and after is not status]
        assert any(who - {Party.SYSTEM} for who in moving), status


def test_every_action_but_filing_can_happen_and_every_row_counts() -> None:
    assert {action for (_, action), _ in ALL} == set(Action) - {Action.FILE}
    assert {move.action for move in LIFE} == set(Action) - {Action.FILE}
    rows = [
        (move.action, status, party, move.guard)
        for move in LIFE
        if move.guard is not objects_in_time  # shown below: a return that goes to the command centre
        for status in move.before
        for party in move.who
    ]
    assert len(rows) == len(set(rows)), "two rows would say different things of the same case"
    refusals = 2 + 4  # of either thing that was asked, but one row each: from above, and by the bot itself
    assert len(rows) == sum(len(who) for _, (who, _) in ALL) + len(OF_UNITS) - refusals


@pytest.mark.parametrize("party", [Party.ASSIGNEE, Party.UNIT_DESK])
@pytest.mark.parametrize("status", IN_HAND)
def test_a_unit_returns_to_the_command_centre_in_time_and_never_once_designated(status: Status, party: Party) -> None:
    with_unit = ticket(status, unit="ty-lamps", return_to=ReturnTo.COMMAND, return_until=OPEN_WINDOW)
    who = frozenset({party})
    move = move_for(with_unit, Action.RETURN, who, OPEN_WINDOW)
    assert move is not None
    assert move.after is Status.PENDING
    assert not can(with_unit, Action.RETURN, who, OPEN_WINDOW + timedelta(seconds=1))
    assert not can(replace(with_unit, return_to=ReturnTo.NOBODY), Action.RETURN, who, NOW)
    assert can(replace(with_unit, return_until=None), Action.RETURN, who, NOW)


def test_of_wrongdoing_nothing_is_dispatched_and_nobody_is_called() -> None:
    secret = ticket(kind="report", unit="ty-lamps")
    for action in (Action.DISPATCH, Action.WHISTLE):
        assert not can(secret, action, frozenset({Party.SUPERVISOR, Party.COMMAND}), NOW)
    assert parties(secret, person((Role.COMMAND, "460204000000"), (Role.UNIT_DESK, "ty-lamps"))) == set()


@pytest.mark.parametrize("late", [False, True])
def test_reopening_ends_with_the_window(late: bool) -> None:
    moment = OPEN_WINDOW + timedelta(seconds=late)
    assert can(ticket(Status.CLOSED), Action.REOPEN, frozenset({Party.REPORTER}), moment) is not late
    assert not can(ticket(Status.CLOSED, reopen_until=None), Action.REOPEN, frozenset({Party.REPORTER}), NOW)


def test_the_second_reader_is_never_the_author() -> None:
    mine = ticket(Status.REVIEWING, grid=GRID, author=9)
    captain = person((Role.CAPTAIN, GRID))
    assert Party.READER not in parties(mine, captain)
    assert Party.READER in parties(replace(mine, author=8), captain)
    assert Party.READER not in parties(replace(mine, author=8, kind="report"), captain)
    assert Party.READER not in parties(replace(mine, author=8), person((Role.WORKER, GRID)))


def test_what_others_joined_is_no_longer_one_persons_to_end() -> None:
    reporter = frozenset({Party.REPORTER})
    for shared in (False, True):
        lamp = ticket(followers=(5,) if shared else ())
        assert can(lamp, Action.WITHDRAW, reporter, NOW) is not shared
        assert can(lamp, Action.LEAVE, reporter, NOW) is shared


@pytest.mark.parametrize("kind", ["report", "wish"])
def test_what_is_confidential_or_ones_own_is_not_shared(kind: str) -> None:
    for action in (Action.JOIN, Action.MERGE):
        assert not can(ticket(kind=kind), action, frozenset(Party), NOW)


def test_an_action_gives_the_ticket_after_and_the_event() -> None:
    worker = Person(7, (Post(Role.WORKER, GRID),))
    before = ticket(assignee=7, grid=GRID)
    after, event = apply(before, Action.PROGRESS, worker, NOW, note="到了")
    assert (after.status, after.version) == (Status.WORKING, before.version + 1)
    assert (event.before, event.after, event.by, event.party, event.note) == (
        Status.ASSIGNED,
        Status.WORKING,
        7,
        Party.ASSIGNEE,
        "到了",
    )
    with pytest.raises(NotAllowed, match="261123-0001"):
        apply(before, Action.ACCEPT, Person(8), NOW)


def test_the_bot_itself_is_nobody() -> None:
    _, event = apply(ticket(Status.RESOLVED), Action.CLOSE, None, NOW)
    assert (event.by, event.party) == (0, Party.SYSTEM)


def person(*posts: tuple[Role, str]) -> Person:
    return Person(9, tuple(Post(role, scope) for role, scope in posts))


@pytest.mark.parametrize(
    ("role", "scope", "party"),
    [
        (Role.CAPTAIN, GRID, Party.CAPTAIN),
        (Role.DESK, "460204198023", Party.DESK),
        (Role.SUPERVISOR, "460204198023", Party.SUPERVISOR),
        (Role.SUPERVISOR, "460204000000", Party.SUPERVISOR),
        (Role.SUPERVISOR, "460200000000", Party.SUPERVISOR),
    ],
)
def test_a_post_counts_where_it_holds(role: Role, scope: str, party: Party) -> None:
    here, elsewhere = ticket(grid=GRID), ticket(grid="460203198001001")
    assert parties(here, person((role, scope))) == {party, Party.APPROVER}
    assert parties(elsewhere, person((role, scope))) <= ({party, Party.APPROVER} if scope == "460200000000" else set())


def test_wrongdoing_is_nothing_to_the_people_below_the_supervisors() -> None:
    """举报 may accuse the very people of the grid or community."""
    secret = ticket(kind="report", grid=GRID)
    everywhere = person((Role.CAPTAIN, GRID), (Role.DESK, "460204198023"), (Role.SUPERVISOR, "460204000000"))
    assert parties(secret, everywhere) == {Party.SUPERVISOR, Party.APPROVER}


def test_a_ticket_without_any_area_belongs_to_every_supervisor() -> None:
    assert parties(ticket(), person((Role.SUPERVISOR, "460204000000"))) == {Party.SUPERVISOR, Party.APPROVER}
    assert parties(ticket(), person((Role.DESK, "460204198023"), (Role.CAPTAIN, GRID))) == set()


def test_ones_own_wish_is_no_volunteers_business() -> None:
    wish = ticket(Status.OPEN, reporter=9)
    assert parties(wish, person((Role.VOLUNTEER, "460204198023"))) == {Party.REPORTER}
