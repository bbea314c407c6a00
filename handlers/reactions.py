"""What follows when something happened to a ticket, as one table: who is told, which timers start or stop.

Reactions write rows only, in the transaction of the event.
"""

from __future__ import annotations

from collections.abc import Callable

from domain.measures import OUTCOME
from domain.task import Step
from domain.ticket import Action, Event, Party, Status, Ticket
from handlers.alerts import cried_again, follow_place, raise_alert, taken_up, wait_again
from handlers.buildings import tell_heads
from handlers.callback import ask_followers, begin_survey, record_comment, record_rating, record_verdict, unask
from handlers.follow_up import give_follow_up
from handlers.points import award, award_thanks, take_back
from handlers.publishing import keep_consent, show, take_down
from handlers.scene import Scene
from handlers.task_cards import close_rest, drop_revisit
from handlers.telling import (
    Reaction,
    praise_workers,
    tell_answer,
    tell_approvers,
    tell_assignee,
    tell_author,
    tell_checkers,
    tell_claimant,
    tell_copies,
    tell_danger,
    tell_deciders,
    tell_desk,
    tell_escalation,
    tell_first,
    tell_followers,
    tell_low_score,
    tell_offer,
    tell_readers,
    tell_reporter,
    tell_residents,
    tell_retracted,
    tell_rework,
    tell_silent,
    tell_volunteers,
    tell_worker,
)
from handlers.topics import alert_hot_topic, tag_campaigns
from handlers.watching import (
    stop_acceptance,
    stop_all,
    stop_deadline,
    stop_request,
    stop_review,
    watch_absence,
    watch_acceptance,
    watch_answer,
    watch_claim,
    watch_deadline,
    watch_dispute,
    watch_fulfilment,
    watch_parking,
    watch_request,
    watch_review,
    watch_survey,
)
from handlers.wishing import keep_terms


def react(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Run everything the table says for this action."""
    for reaction in REACTIONS[event.action]:
        reaction(scene, ticket, event)


# ---- for whom a reaction is


def _if(test: Callable[[Ticket, Event], bool]) -> Callable[..., Reaction]:
    def only(*reactions: Reaction) -> Reaction:
        def run(scene: Scene, ticket: Ticket, event: Event) -> None:
            if test(ticket, event):
                for reaction in reactions:
                    reaction(scene, ticket, event)

        return run

    return only


service = _if(lambda ticket, _event: not ticket.wish)
wish = _if(lambda ticket, _event: ticket.wish)
grown = _if(lambda ticket, _event: ticket.wish and not ticket.child)
child = _if(lambda ticket, _event: ticket.child)
alive = _if(lambda ticket, _event: ticket.alive)
reported = _if(lambda ticket, _event: ticket.awaited)  # what staff found themselves is not surveyed
parked = _if(lambda ticket, _event: ticket.status is Status.PARKED)
running = _if(lambda ticket, _event: ticket.status is not Status.PARKED)
unaccepted = _if(lambda ticket, _event: ticket.status is Status.ASSIGNED)
moved = _if(lambda _ticket, event: bool(event.data.get("moved")))
by_people = _if(lambda _ticket, event: event.by != 0 or "why" in event.data)
by_approver = _if(lambda _ticket, event: event.by != 0)
by_system = _if(lambda _ticket, event: event.by == 0)
by_assignee = _if(lambda _ticket, event: event.party is not Party.FIRST)
with_somebody = _if(lambda ticket, _event: ticket.assignee != 0)
differs = _if(lambda _ticket, event: event.data.get(OUTCOME) == Step.DIFFER)
undecided = _if(lambda ticket, _event: ticket.assignee == 0)
too_early = _if(lambda _ticket, event: event.before is not Status.RESOLVED)  # closed before anybody resolved it

BEGUN = (tell_heads, tell_assignee, tell_danger, raise_alert, tell_copies, watch_deadline, alert_hot_topic)
REACTIONS: dict[Action, tuple[Reaction, ...]] = {
    Action.FILE: (
        tag_campaigns,
        praise_workers,
        alive(service(*BEGUN), wish(keep_terms, tell_checkers), watch_acceptance),
    ),
    Action.TO_PERSON: (*BEGUN, watch_acceptance),
    Action.ASSIGN: (
        tell_assignee,
        by_people(tell_residents("resident-reassigned")),
        follow_place,
        watch_acceptance,
        watch_deadline,
    ),
    Action.ACCEPT: (tell_residents("resident-accepted"), taken_up, stop_acceptance),
    Action.ASK: (tell_reporter("resident-asked"), taken_up, stop_acceptance, stop_deadline, watch_answer),
    Action.ANSWER: (tell_worker("worker-answered"), watch_deadline, watch_absence),
    Action.GO_ON: (
        tell_worker("worker-not-answered"),
        tell_reporter("resident-not-answered"),
        watch_deadline,
        watch_absence,
    ),
    Action.PROGRESS: (tell_residents("resident-progress"), by_assignee(taken_up, stop_acceptance, watch_deadline)),
    Action.RETURN: (
        tell_assignee,
        with_somebody(tell_residents("resident-reassigned")),
        undecided(tell_residents("resident-deciding")),
        watch_acceptance,
        watch_deadline,
    ),
    Action.RESOLVE: (
        stop_all,
        by_people(tell_worker("worker-resolved-above")),
        close_rest,
        ask_followers,
        tell_answer,
        reported(begin_survey, watch_survey),
    ),
    Action.RETRACT: (stop_all, unask, tell_retracted, watch_deadline, wait_again),
    Action.CONFIRM: (
        stop_all,
        service(
            record_verdict,
            tell_worker("worker-confirmed"),
            too_early(tell_followers("resident-closed-early")),
            close_rest,
        ),
        wish(award, tell_claimant("wish-thanked")),
    ),
    Action.REFUTE: (
        stop_all,
        service(
            record_verdict,
            tell_assignee,
            tell_rework,
            tell_residents("resident-reworked"),
            watch_acceptance,
            watch_deadline,
            raise_alert,
            watch_absence,
        ),
        grown(tell_claimant("wish-not-arrived")),
        child(tell_worker("wish-not-arrived")),
        wish(watch_fulfilment),
    ),
    Action.REOPEN: (
        drop_revisit,
        take_down,
        record_verdict,
        tell_assignee,
        tell_rework,
        tell_residents("resident-reworked"),
        watch_acceptance,
        watch_deadline,
        raise_alert,
        watch_absence,
    ),
    Action.RATE: (record_rating, tell_low_score, give_follow_up),
    Action.CONTACT: (record_comment,),
    Action.CLOSE: (stop_all, service(reported(tell_silent("resident-closed-silently")))),
    Action.URGE: (tell_worker("worker-urged"), tell_first("worker-urged")),
    Action.ADD: (
        service(cried_again, tell_worker("worker-added"), tell_first("worker-added")),
        grown(tell_claimant("worker-added")),
        child(tell_worker("worker-added")),
    ),
    Action.WITHDRAW: (stop_all, wish(tell_claimant("wish-withdrawn")), tell_worker("worker-withdrawn"), close_rest),
    Action.ESCALATE: (tell_escalation,),
    Action.HANDOVER: (tell_desk, tell_first("staff-handover")),
    Action.EXTEND: (tell_approvers, watch_request),
    Action.PARK: (tell_approvers, watch_request),
    Action.GRANT: (
        stop_request,
        tell_worker("worker-granted"),
        running(reported(tell_residents("resident-extended")), watch_deadline),
        parked(reported(tell_residents("resident-parked")), stop_acceptance, stop_deadline, watch_parking),
    ),
    Action.REFUSE: (
        stop_request,
        by_approver(tell_worker("worker-refused")),
        by_system(tell_worker("worker-unanswered")),
    ),
    Action.RESUME: (tell_worker("worker-resumed"), reported(tell_residents("resident-resumed")), watch_deadline),
    Action.RANK: (
        tell_worker("worker-ranked"),
        tell_danger,
        raise_alert,
        reported(tell_residents("resident-ranked")),
        unaccepted(watch_acceptance),
        watch_deadline,
    ),
    Action.RECOUNT: (
        moved(tell_worker("worker-recounted"), reported(tell_residents("resident-recounted"))),
        watch_deadline,
    ),
    Action.CHECK: (stop_acceptance, tell_reporter("wish-approved"), tell_volunteers, watch_claim),
    Action.DECLINE: (stop_all, tell_reporter("wish-declined")),
    Action.CLAIM: (tell_reporter("wish-claimed"), watch_fulfilment),
    Action.RELEASE: (stop_all, tell_reporter("wish-released"), tell_volunteers, watch_claim),
    Action.FULFIL: (stop_all, tell_reporter("wish-fulfilled"), watch_survey),
    Action.JOIN: (tell_worker("worker-joined"), alert_hot_topic),
    Action.LEAVE: (),
    Action.AGREE: (record_verdict,),
    Action.MERGE: (stop_all, tell_worker("worker-merged"), tell_residents("resident-merged")),
    Action.SUBMIT: (stop_acceptance, tell_readers, watch_review),
    Action.APPROVE: (stop_review, tell_author("worker-approved")),
    Action.SEND_BACK: (stop_review, tell_worker("worker-sent-back"), watch_deadline),
    Action.RECEIVE: (),  # told by handlers/alerts.py
    Action.TRANSFER: (),  # told as one list, by handlers/supervisor/transfer.py
    Action.SPLIT: (tell_assignee, tell_residents("resident-split"), watch_acceptance, watch_deadline),
    Action.DISPATCH: (tell_assignee, tell_residents("resident-reassigned"), watch_acceptance, watch_deadline),
    Action.ASSIST: (),
    Action.DISPUTE: (drop_revisit, take_down, stop_all, record_verdict, tell_deciders, watch_dispute),
    Action.REDO: (
        stop_all,
        tell_assignee,
        tell_rework,
        tell_reporter("resident-redone"),
        tell_followers("resident-reworked"),
        watch_acceptance,
        watch_deadline,
        raise_alert,
        watch_absence,
    ),
    Action.UPHOLD: (stop_all, tell_reporter("resident-upheld")),
    Action.FOLLOW_UP: (),
    Action.EXCLUDE: (),
    Action.INCLUDE: (),
    Action.REVISIT: (differs(tell_deciders, watch_dispute),),
    Action.CALL: (),
    Action.SLIP: (),
    Action.LINK: (),
    Action.JOINT: (),  # told unit by unit, by handlers/joint_visits.py
    Action.WHISTLE: (tell_worker("worker-whistled"),),
    Action.PROTECT: (stop_all, tell_reporter("wish-protected"), watch_acceptance),
    Action.GUARD: (),
    Action.OFFER: (tell_offer,),
    Action.MATCH: (tell_reporter("wish-claimed"), watch_fulfilment),
    Action.THANK: (award_thanks, tell_claimant("wish-thanks")),
    Action.CONSENT: (keep_consent,),
    Action.PUBLISH: (show,),
    Action.HIDE: (take_down,),
    Action.ANNUL: (take_back, take_down, tell_reporter("wish-annulled"), tell_volunteers, watch_claim),
}
