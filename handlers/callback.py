"""What the call-back hears: of whoever reported a ticket and of everybody who joined it, each episode once."""

from __future__ import annotations

from itertools import takewhile

from domain.survey import Said
from domain.ticket import Action, Event, Party, Ticket
from domain.values import replace
from handlers.scene import Scene
from storage.followers import Verdict
from storage.tickets import Survey


def begin_survey(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.tickets.ask(Survey(ticket.id, ticket.episode, scene.now))


def unask(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """It was resolved by mistake: nobody is asked about an episode that never ended."""
    scene.uow.tickets.unask(ticket.id, ticket.episode + 1)
    scene.uow.followers.unask(ticket.id, ticket.episode + 1)


def ask_followers(scene: Scene, ticket: Ticket, _event: Event) -> None:
    for person in ticket.followers:
        scene.uow.followers.keep(Verdict(ticket.id, ticket.episode, person, scene.now))


def record_verdict(scene: Scene, ticket: Ticket, event: Event) -> None:
    """What the resident said of this episode: solved or not. Before any resolution there is nothing to rate."""
    if event.data.get("said") == Said.UNSATISFIED:
        return  # it stays solved, however badly
    solved = event.action in (Action.CONFIRM, Action.AGREE)
    if event.party is Party.FOLLOWER:
        verdict = _verdict(scene, ticket, event)
        scene.uow.followers.keep(replace(verdict, answered_at=scene.now, solved=solved))
        return
    survey = scene.uow.tickets.survey(ticket.id, ticket.episode)
    if survey and event.party in (Party.REPORTER, Party.PROXY):
        scene.uow.tickets.answered(replace(survey, answered_at=scene.now, solved=solved))


def record_rating(scene: Scene, ticket: Ticket, event: Event) -> None:
    satisfied = event.data.get("satisfied", "")
    if event.party is Party.FOLLOWER:
        verdict = _verdict(scene, ticket, event)
        scene.uow.followers.keep(replace(verdict, satisfied=satisfied, comment=event.note))
        return
    survey = scene.uow.tickets.survey(ticket.id, ticket.episode)
    if survey:
        at = survey.answered_at or scene.now
        scene.uow.tickets.answered(replace(survey, answered_at=at, satisfied=satisfied, comment=event.note))


def record_comment(scene: Scene, ticket: Ticket, event: Event) -> None:
    """A sentence said instead of an answer to 有没有人联系, where there is none yet."""
    survey = scene.uow.tickets.survey(ticket.id, ticket.episode)
    if survey and event.note and not survey.comment:
        scene.uow.tickets.answered(replace(survey, comment=event.note))


def silent(scene: Scene, ticket: Ticket) -> tuple[int, ...]:
    """Who joined and has not answered the call-back of this episode."""
    verdicts = scene.uow.followers.verdicts(ticket.id, ticket.episode)
    return tuple(p for p in ticket.followers if p not in verdicts or verdicts[p].answered_at is None)


def asked_to_redo(scene: Scene, ticket: Ticket) -> str:
    """The words with which the resident asked for it to be done again, of themselves or when asked (抽查)."""
    history = reversed(scene.uow.tickets.history(ticket.id))
    return next((event.note for event in history if event.action in (Action.DISPUTE, Action.REVISIT)), "")


def decided_already(scene: Scene, ticket: Ticket) -> bool:
    """Whether a supervisor has said of this episode that it is not done again."""
    of_episode = takewhile(lambda e: e.action is not Action.RESOLVE, reversed(scene.uow.tickets.history(ticket.id)))
    return any(event.action is Action.UPHOLD for event in of_episode)


def _verdict(scene: Scene, ticket: Ticket, event: Event) -> Verdict:
    """The verdict as kept, or a new one of whoever joined after everybody else was asked."""
    kept = scene.uow.followers.verdicts(ticket.id, ticket.episode).get(event.by)
    return kept or Verdict(ticket.id, ticket.episode, event.by, scene.now)
