"""Who is told when something happened to a ticket: reactions that put letters into the outbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.answers import Result
from domain.messages import Arg, Choice, Lane, Media, Text
from domain.people import Role
from domain.ticket import Action, Event, Ticket, Urgency
from handlers import bundles, cards
from handlers.callback import silent
from handlers.dispatch import above, approvers, commanders, decision_for, last_resort, readers, unit_people, with_role
from handlers.presence import is_there
from handlers.scene import Scene, choice
from handlers.wishing import may_be_shown, public_words, slot

Reaction = Callable[[Scene, Ticket, Event], None]


def tell_assignee(scene: Scene, ticket: Ticket, event: Event) -> None:
    """The assignment card: what, where, photos, until when; nothing about who reported it."""
    if not ticket.assignee:
        key = "command-to-decide" if commanders(scene, ticket) else "supervisor-nobody"
        for person in last_resort(scene, ticket):
            tell_staff(scene, person, ticket, key, note=event.note if event.action in WITH_REASON else "")
        return
    assignee = scene.uow.people.get(ticket.assignee)
    if assignee is None or ticket.assignee == event.by:
        return
    if cards.lane(ticket) is not Lane.URGENT and not bundles.may_push(scene, ticket.assignee):
        bundles.in_next_list(scene, ticket.assignee, ticket, "card-assignment")
        return
    scene.tell(
        ticket.assignee,
        "card-assignment",
        cards.buttons(scene, ticket, assignee),
        lane=cards.lane(ticket, Lane.ASSIGNMENT),
        card=cards.card_id(ticket),
        media=ticket.media,
        point=ticket.point,
        ticket=ticket.id,
        args={
            **cards.facts(scene, ticket),
            "mark": cards.mark(ticket),
            "note": event.note
            if event.action in WITH_REASON or (event.data and event.action not in (Action.FILE, Action.TO_PERSON))
            else "",
        },
    )


def tell_danger(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """What a storm brings is told to captain and supervisors at once; danger to life has its table (handlers/alerts.py)."""
    if not ticket.storm or ticket.urgency is Urgency.CRITICAL:
        return
    people = {*with_role(scene, ticket, Role.CAPTAIN), *with_role(scene, ticket, Role.SUPERVISOR)} - {ticket.assignee}
    for person in sorted(people):
        tell_staff(scene, person, ticket, "staff-danger")


def tell_reporter(key: str, *, lane: Lane = Lane.CONFIRMATION) -> Reaction:
    """A reaction that tells the resident, with what they can do next; not of what they did themselves."""

    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        _tell_resident(scene, ticket.reporter, key, ticket, event, lane)

    return tell


def tell_followers(key: str, *, lane: Lane = Lane.CONFIRMATION) -> Reaction:
    """A reaction that tells everybody who joined the ticket, but not of what they did themselves."""

    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        for person in ticket.followers:
            _tell_resident(scene, person, key, ticket, event, lane)

    return tell


def tell_residents(key: str) -> Reaction:
    """A reaction that tells whoever reported it, and everybody who joined."""

    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        tell_reporter(key)(scene, ticket, event)
        tell_followers(key)(scene, ticket, event)

    return tell


def tell_silent(key: str) -> Reaction:
    """A reaction that tells those who have not answered the call-back."""

    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        for person in (ticket.reporter, *silent(scene, ticket)):
            # That a matter is closed is no survey: after a crash rather twice, and marked, than never.
            _tell_resident(scene, person, key, ticket, event, Lane.CONFIRMATION)

    return tell


def _tell_resident(scene: Scene, person: int, key: str, ticket: Ticket, event: Event, lane: Lane) -> None:
    if event.by == person:
        return
    table = REPORTER_CHOICES if person == ticket.reporter else FOLLOWER_CHOICES
    choices = table[key](ticket) if key in table else ()
    args = {"note": event.note, "basis": event.data.get("basis", "")}
    if ticket.rush and event.action is Action.ACCEPT:
        lane = Lane.URGENT  # somebody waits for just this, by night as well
    tell_resident(scene, person, ticket, key, choices, lane=lane, media=event.media, args=args)


def tell_resident(
    scene: Scene,
    person: int,
    ticket: Ticket,
    key: str,
    choices: tuple[Choice, ...] = (),
    *,
    lane: Lane = Lane.CONFIRMATION,
    media: tuple[Media, ...] = (),
    args: Mapping[str, Arg] | None = None,
) -> None:
    """A message about a ticket to whoever brought it. Of 举报 only that there is news: the code opens the rest."""
    if person == ticket.reporter and ticket.proxy:
        _tell_proxy(scene, ticket, key, media, args or {})
        return
    lane = cards.lane(ticket, lane)
    if ticket.confidential and scene.uow.retrievals.issued(ticket.id):
        scene.tell(person, "report-news", lane=lane, ticket=ticket.id, args={"number": ticket.number})
        return
    facts = {**cards.facts(scene, ticket), **(args or {})}
    scene.tell(person, key, choices, lane=lane, media=media, ticket=ticket.id, args=facts)


def _tell_proxy(scene: Scene, ticket: Ticket, key: str, media: tuple[Media, ...], args: Mapping[str, Arg]) -> None:
    """What whoever speaks for a resident must pass on or ask; all else stands behind the retrieval code."""
    if text := PROXY_TEXTS.get(key):
        for person in speakers(scene, ticket):
            tell_staff(scene, person, ticket, text, note=str(args.get("note", "")), media=media)


def speakers(scene: Scene, ticket: Ticket) -> list[int]:
    """Who speaks for somebody without an account: whoever filed it; when they are gone or away, the community desk."""
    return [ticket.proxy] if is_there(scene, ticket.proxy) else with_role(scene, ticket, Role.DESK) or [ticket.proxy]


def tell_worker(key: str) -> Reaction:
    """A reaction that tells whoever has the ticket, unless they did it themselves."""

    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        if ticket.assignee and ticket.assignee != event.by:
            tell_staff(scene, ticket.assignee, ticket, key, note=event.note, media=event.media)

    return tell


def tell_answer(scene: Scene, ticket: Ticket, event: Event) -> None:
    """The answer, worded by what it says became of the matter; what staff found themselves is told to who joined it."""
    key = ANSWERS.get(ticket.result, "resident-resolved")
    if ticket.awaited:
        tell_reporter(key)(scene, ticket, event)
    tell_followers(key)(scene, ticket, event)


def tell_retracted(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """It is not done after all: one line to each resident whom the answer has reached; what still waits is not sent."""
    history = scene.uow.tickets.history(ticket.id)
    answered = next((event for event in reversed(history) if event.action is Action.RESOLVE), None)
    waiting = scene.uow.outbox.take_back(ticket.id, answered.at) if answered else set()
    for person in dict.fromkeys((ticket.reporter, *ticket.followers)):
        reader = ticket.voice if person == ticket.reporter else person
        if not waiting & {(each.channel, each.account) for each in scene.uow.people.accounts(reader)}:
            tell_resident(scene, person, ticket, "resident-retracted")


def tell_readers(scene: Scene, ticket: Ticket, event: Event) -> None:
    """The whole answer to whoever may approve it."""
    for person in readers(scene, ticket, ticket.author):
        reader = scene.uow.people.get(person)
        buttons = cards.buttons(scene, ticket, reader) if reader else ()
        args = review_words(scene, ticket, event)
        lane = cards.lane(ticket, Lane.ASSIGNMENT)
        scene.tell(person, "card-review", buttons, lane=lane, media=event.media, ticket=ticket.id, args=args)


def review_words(scene: Scene, ticket: Ticket, event: Event) -> dict[str, Arg]:
    """The arguments of a card that shows an answer before it goes out."""
    return {
        **cards.facts(scene, ticket),
        "author": cards.who(scene, ticket.author),
        "result": Text(f"result-{event.data['result']}"),
        "note": event.note,
        "basis": event.data["basis"],
    }


def tell_author(key: str) -> Reaction:
    """A reaction that tells whoever wrote the answer."""

    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        if ticket.author != event.by:
            tell_staff(scene, ticket.author, ticket, key, note=event.note)

    return tell


def tell_first(key: str) -> Reaction:
    """A reaction that tells who had it first, while nobody else has accepted it (首接负责)."""

    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        if ticket.first and ticket.first not in (event.by, ticket.assignee):
            tell_staff(scene, ticket.first, ticket, key, note=event.note, media=event.media)

    return tell


def tell_copies(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """抄送: the superiors and units whom the direct-dispatch table names hear of it."""
    for code in decision_for(scene, ticket).copies:
        if code in scene.world.organisation.units:
            people = list(unit_people(scene, code))[:1]
        else:
            posts = scene.uow.people.with_post
            people = posts(Role.COMMAND, (code,)) or posts(Role.SUPERVISOR, (code,))
        for person in people:
            if person != ticket.assignee:
                tell_staff(scene, person, ticket, "staff-copied")


def tell_offer(scene: Scene, ticket: Ticket, event: Event) -> None:
    """A checked volunteer would like to: whoever answers for the wish says yes or no."""
    until = scene.uow.wishes.cleared_until(event.by)
    args = {
        **cards.facts(scene, ticket),
        "volunteer": scene.uow.people.name(event.by) or Text("a-neighbour"),
        "until": scene.moment(until),
    }
    pair = f"{ticket.id}.{event.by}"
    choices = (choice(f"match/{pair}", "do-match"), choice(f"no_match/{pair}", "do-no-match"))
    for person in with_role(scene, ticket, Role.DESK) or last_resort(scene, ticket):
        scene.tell(person, "child-offer", choices, ticket=ticket.id, args=args)


def tell_claimant(key: str) -> Reaction:
    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        if ticket.claimant and ticket.claimant != event.by:
            tell_staff(scene, ticket.claimant, ticket, key, note=event.note, media=event.media)

    return tell


def tell_rework(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Not solved after all: the nearest above and the supervisors (督办) hear it with the resident's words."""
    supervisors = with_role(scene, ticket, Role.SUPERVISOR, ticket.assignee)
    for person in dict.fromkeys([*above(scene, ticket), *supervisors]):
        if person not in (ticket.assignee, event.by):
            tell_staff(scene, person, ticket, "staff-rework", note=event.note)


def tell_escalation(scene: Scene, ticket: Ticket, event: Event) -> None:
    """`data.to` says how far up it goes at least, `data.why` which text tells it. Silence comes to supervisors in lists."""
    key = f"staff-{event.data['why']}"
    hurried = ticket.rush or cards.lane(ticket) is Lane.URGENT
    listed = event.data["to"] == Role.SUPERVISOR and key in bundles.BY_HOLDER and not hurried
    for person in above(scene, ticket, Role(event.data["to"])):
        if listed:
            bundles.in_next_list(scene, person, ticket, key)
        else:
            tell_staff(scene, person, ticket, key, note=event.note)


def tell_deciders(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Supervisors are asked whether it is done again, with the resident's words; not one who has just been asked."""
    for person in with_role(scene, ticket, Role.SUPERVISOR):
        if person != event.by:
            tell_staff(scene, person, ticket, "staff-asked-rework", note=event.note)


def tell_approvers(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Those above are asked to decide what the worker asks for."""
    for person in approvers(scene, ticket):
        tell_staff(scene, person, ticket, f"staff-asked-{ticket.request}", note=event.note, media=event.media)


def tell_desk(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Somebody asked for a person: the community desk takes over the talking."""
    for person in with_role(scene, ticket, Role.DESK) or with_role(scene, ticket, Role.SUPERVISOR):
        tell_staff(scene, person, ticket, "staff-handover", note=event.note)


def tell_checkers(scene: Scene, ticket: Ticket, _event: Event) -> None:
    if ticket.assignee:
        tell_staff(scene, ticket.assignee, ticket, "wish-to-check")


def tell_volunteers(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """A new wish on the wall: need and area, never who."""
    area = scene.world.gazetteer.in_words(ticket.community)
    args = {"words": public_words(scene, ticket), "place": area, "slot": slot(scene, ticket)}
    claim = (choice(f"claim/{ticket.id}", "do-claim"),)
    for person, _scope in scene.uow.people.everybody_with(Role.VOLUNTEER):
        if person != ticket.reporter and may_be_shown(scene, ticket, person):
            scene.tell(person, "wish-on-wall", claim, lane=Lane.DIGEST, ticket=ticket.id, args=args)


def praise_workers(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Praise goes to whom it is due: the people of the resident's grid."""
    if ticket.kind == "praise" and ticket.area:
        for person in with_role(scene, ticket, Role.WORKER):
            scene.tell(person, "worker-praised", lane=Lane.DIGEST, args={"note": event.note})


def tell_low_score(scene: Scene, ticket: Ticket, event: Event) -> None:
    """A dissatisfied resident is the task of the nearest above."""
    for person in above(scene, ticket) if event.data.get("satisfied") == "no" else ():
        tell_staff(scene, person, ticket, "staff-dissatisfied", note=event.note)


def tell_staff(
    scene: Scene, person: int, ticket: Ticket, key: str, *, note: str = "", media: tuple[Media, ...] = ()
) -> None:
    """A message about a ticket to somebody who works on it, with the buttons they may press.

    What is not urgent counts against the pushes of their day; when these are used up it comes in the next list.
    """
    reader = scene.uow.people.get(person)
    if reader is None:
        return
    if cards.lane(ticket) is not Lane.URGENT and not bundles.may_push(scene, person):
        bundles.in_next_list(scene, person, ticket, key)
        return
    scene.tell(
        person,
        key,
        cards.buttons(scene, ticket, reader),
        lane=cards.lane(ticket, Lane.ASSIGNMENT),
        media=media,
        ticket=ticket.id,
        args={**cards.facts(scene, ticket), "note": note},
    )


def solved_choices(ticket: Ticket) -> tuple[Choice, ...]:
    """The question of the call-back: is it solved, has it arrived."""
    if ticket.wish:
        labels = cards.WISH_LABELS
    elif cards.halves(ticket):
        labels = {"solved": "do-solved", "partly": "do-partly", "unsolved": "do-unsolved"}
    else:
        labels = {"solved": "do-clear", "unsolved": "do-disagree"}
    return tuple(choice(f"{verb}/{ticket.id}", label) for verb, label in labels.items())


def agree_choices(ticket: Ticket) -> tuple[Choice, ...]:
    """The same question for somebody who joined: their word is about them, and closes nothing."""
    good, bad = ("do-agree", "do-unsolved") if ticket.result in ("", Result.SOLVED) else ("do-clear", "do-disagree")
    return (choice(f"agree/{ticket.id}", good), choice(f"unsolved/{ticket.id}", bad))


def reopen_choice(ticket: Ticket) -> tuple[Choice, ...]:
    return (choice(f"reopen/{ticket.id}", "do-reopen"),)


def upheld_choices(_ticket: Ticket) -> tuple[Choice, ...]:
    """What is left when it is not done again."""
    return (choice("report/", "do-report"), choice("person/", "do-person"))


def reply_choice(ticket: Ticket) -> tuple[Choice, ...]:
    return (choice(f"reply/{ticket.id}", "do-reply"),)


ANSWERS: dict[str, str] = {
    Result.EXPLAINED: "resident-explained",
    Result.REDIRECTED: "resident-redirected",
    Result.REFUSED: "resident-refused",
    Result.UNFOUNDED: "resident-unfounded",
}
PROXY_TEXTS: dict[str, str] = {
    "resident-asked": "proxy-asked",
    "resident-asked-again": "proxy-asked",
    "resident-not-answered": "proxy-not-answered",
    "resident-more-photos": "resident-more-photos",
    "survey-reminder": "proxy-not-called",
    "survey-reminder-answer": "proxy-not-called",
    "resident-overdue": "proxy-overdue",
    "resident-retracted": "proxy-retracted",
    **dict.fromkeys(("resident-resolved", *ANSWERS.values()), "proxy-answered"),
}
WITH_REASON = frozenset({Action.RETURN, Action.REFUTE, Action.REOPEN, Action.REDO})
REPORTER_CHOICES: dict[str, Callable[[Ticket], tuple[Choice, ...]]] = {
    "resident-resolved": solved_choices,
    **dict.fromkeys(ANSWERS.values(), solved_choices),
    "resident-asked": reply_choice,
    "resident-not-answered": reply_choice,
    "resident-upheld": upheld_choices,
    "resident-closed-silently": reopen_choice,
    "wish-fulfilled": solved_choices,
}
FOLLOWER_CHOICES: dict[str, Callable[[Ticket], tuple[Choice, ...]]] = {
    "resident-resolved": agree_choices,
    **dict.fromkeys(ANSWERS.values(), agree_choices),
    "resident-closed-early": reopen_choice,
    "resident-closed-silently": reopen_choice,
}
