"""A mediation moved on: who has it, who is told what of it, when it is asked after. Names stay with those it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.errors import NotAllowed, NotFound
from domain.mediation import BOTH, Mediation, Move, Side, Stage, moves, sides, step
from domain.messages import Arg, Choice, Text
from domain.people import Person, Role, scopes_above, stands_in
from domain.values import replace
from domain.worktime import due as due_after
from handlers.dispatch import widest_supervisors
from handlers.presence import is_there, there
from handlers.scene import Scene, Turn, choice
from storage.timers import Timer

WAITS = frozenset({Stage.ASKED, Stage.ASKING, Stage.CONSENTED, Stage.PROPOSED, Stage.SET, Stage.DRAFTED})
TAKERS = (Role.MEDIATOR, Role.DESK, Role.SUPERVISOR)


# ---- who mediates


def mediator_for(scene: Scene, mediation: Mediation) -> int:
    """The nearest mediator with the least in hand who is none of the sides and has not stepped back; else the desk."""
    words = said(scene, mediation)
    for role in TAKERS:
        for scope in scopes_above(mediation.area):
            if free := _free(scene, mediation, role, scope, words):
                return min(free, key=lambda person: len(scene.uow.mediations.open_of(person)))
    not_them = _not_them(mediation)
    return next((person for person in widest_supervisors(scene) if person not in not_them), 0)


def to_choose_from(scene: Scene, mediation: Mediation, words: str) -> list[int]:
    """The mediators a side may choose (人民调解法 Art. 19), the nearest first; `words` may name whom they know."""
    scopes = scopes_above(mediation.area)
    found = [person for scope in scopes for person in _free(scene, mediation, Role.MEDIATOR, scope, words)]
    return [person for person in dict.fromkeys(found) if person != mediation.mediator]


def said(scene: Scene, mediation: Mediation) -> str:
    """What was written of the other side and the matter, to look for names in."""
    return "".join(scene.uow.mediations.reveal(mediation.id, field) for field in ("other", "matter"))


def _free(scene: Scene, mediation: Mediation, role: Role, scope: str, words: str) -> list[int]:
    """Whoever stands in the words is a side too, or somebody's friend."""
    not_them, people = _not_them(mediation), scene.uow.people
    present = there(scene, people.with_post(role, (scope,)))
    return [each for each in present if each not in not_them and not stands_in(people.name(each), words)]


def _not_them(mediation: Mediation) -> set[int]:
    return {mediation.asker, mediation.other, *mediation.recused}


# ---- doing something


def do(scene: Scene, mediation: Mediation, move: Move, by: Person, **changes: Any) -> Mediation:
    """Make a move, keep it, tell the others and start what follows. Raises NotAllowed."""
    after = replace(step(mediation, move, sides(mediation, by), scene.now), **changes)
    if move is Move.RECUSE:
        after = replace(after, recused=(*after.recused, by.id), mediator=0)
        after = replace(after, mediator=mediator_for(scene, after))
    if move is Move.CHANGE and mediation.mediator:
        after = replace(after, recused=(*after.recused, mediation.mediator))
        if mediation.mediator != by.id:
            scene.tell(mediation.mediator, "mediator-changed", args={"number": after.number})
    scene.uow.mediations.save(after, mediation.version)
    for key, to in TOLD.get(_outcome(move, after), ()):
        for person in to(after):
            if person != by.id:
                tell(scene, after, person, key)
    watch(scene, after)
    return after


def _outcome(move: Move, after: Mediation) -> Move | Stage:
    """What is told of: what both had to say only matters when both said it."""
    return after.stage if move in BOTH and not after.yes else move


def tell(scene: Scene, mediation: Mediation, person: int, key: str) -> None:
    """One message about it, without names and without what it is about."""
    reader = scene.uow.people.get(person)
    if reader:
        scene.tell(person, key, buttons(mediation, reader), args=facts(scene, mediation))


def facts(scene: Scene, mediation: Mediation) -> dict[str, Arg]:
    """The arguments of every text about a mediation: number, where it stands, when and where they meet."""
    court = mediation.court_until
    return {
        "number": mediation.number,
        "stage": Text(f"mediation-stage-{mediation.stage}"),
        "area": scene.world.grid_name(mediation.area) if mediation.area else "—",
        "mediator": scene.uow.people.name(mediation.mediator) if mediation.mediator else Text("nobody-yet"),
        "at": scene.moment(mediation.at) if mediation.at else "",
        "where": scene.uow.mediations.reveal(mediation.id, "place") if mediation.at else "",
        "court": scene.moment(court) if court else "",
    }


def buttons(mediation: Mediation, person: Person) -> tuple[Choice, ...]:
    """What this person can do now; what a mediator does for a side without an account says so."""
    who = sides(mediation, person)
    shown = []
    for move, side in moves(mediation, who):
        instead = side is Side.OTHER and mediation.other != person.id
        label = f"do-mediate-{move}-for" if instead else f"do-mediate-{move}"
        shown.append(choice(f"mediate_{move}/{mediation.id}", label))
    if Side.MEDIATOR in who and mediation.stage is Stage.ASKING and not mediation.other:
        shown.append(choice(f"mediate_invite/{mediation.id}", "do-mediate-invite"))
    return (*shown, choice(f"mediate_look/{mediation.id}", "do-mediate-look"))


def own(turn: Turn, mediation: str) -> Mediation:
    """The mediation, if this person is a side of it or mediates. Raises NotFound otherwise."""
    found = turn.uow.mediations.find(int(mediation)) if mediation.isdecimal() else None
    if found is None or not sides(found, turn.person):
        raise NotFound(f"mediation {mediation}")
    return found


def possible(turn: Turn, mediation: str, move: Move) -> Mediation:
    """The mediation, if this person can make this move now. Raises NotFound or NotAllowed otherwise."""
    found = own(turn, mediation)
    if all(each is not move for each, _ in moves(found, sides(found, turn.person))):
        raise NotAllowed(f"{move} of {found.number} ({found.stage})")
    return found


# ---- what falls due


def watch(scene: Scene, mediation: Mediation) -> None:
    """The timers of where it stands now; those of before find it changed and do nothing."""
    policy, data = scene.world.policy, {"version": str(mediation.version)}
    key = f"{mediation.id}:{mediation.version}"
    if mediation.stage in WAITS:
        since = max(scene.now, mediation.at) if mediation.stage is Stage.SET and mediation.at else scene.now
        due = due_after(since, policy.mediation_within, scene.world.week).at
        scene.uow.timers.start(Timer(f"mediation_silent:{key}", "mediation_silent", mediation.id, due, data))
    if mediation.stage is Stage.SET and mediation.at:
        due = mediation.at - policy.mediation_session_before
        if due > scene.now:
            scene.uow.timers.start(Timer(f"mediation_session:{key}", "mediation_session", mediation.id, due, data))
    if mediation.stage is Stage.AGREED and mediation.agreed_at and mediation.court_until:
        due = mediation.agreed_at + policy.mediation_kept_after
        scene.uow.timers.start(Timer(f"mediation_kept:{key}", "mediation_kept", mediation.id, due, data))
        due = mediation.court_until - policy.mediation_court_before
        scene.uow.timers.start(Timer(f"mediation_court:{key}", "mediation_court", mediation.id, due, data))


def _still(scene: Scene, timer: Timer) -> Mediation | None:
    found = scene.uow.mediations.find(timer.subject)
    return found if found and str(found.version) == timer.data["version"] else None


def silent(scene: Scene, timer: Timer) -> None:
    """Nothing has moved: who has not taken it up, or is gone, loses it to the next; else a reminder. The desk hears."""
    found = _still(scene, timer)
    if found is None:
        return
    before = found.mediator
    after = replace(found, version=found.version + 1)
    if found.stage is Stage.ASKED or not is_there(scene, before):
        after = replace(after, recused=(*found.recused, before) if before else found.recused, mediator=0)
        after = replace(after, mediator=mediator_for(scene, after) or before)
    scene.uow.mediations.save(after, found.version)
    tell(scene, after, after.mediator, "mediator-asked" if after.mediator != before else "mediator-waits")
    for person in _above(scene, after):
        scene.tell(person, "mediation-silent", args={"number": after.number, "area": facts(scene, after)["area"]})
    watch(scene, after)


def _above(scene: Scene, mediation: Mediation) -> list[int]:
    """The desk of the area, else its supervisors; they hear a number and nothing else."""
    scopes = scopes_above(mediation.area)
    found = scene.uow.people.with_post(Role.DESK, scopes) or scene.uow.people.with_post(Role.SUPERVISOR, scopes)
    return [person for person in found[:1] if person not in (mediation.mediator, mediation.asker, mediation.other)]


def session(scene: Scene, timer: Timer) -> None:
    _all(scene, timer, "mediation-session-soon", lambda found: (*_both(found), found.mediator))


def court(scene: Scene, timer: Timer) -> None:
    _all(scene, timer, "mediation-court-soon", _both)


def kept(scene: Scene, timer: Timer) -> None:
    """A month on both are asked whether it is kept."""
    _all(scene, timer, "mediation-ask-kept", _both)


def _all(scene: Scene, timer: Timer, key: str, to: Callable[[Mediation], tuple[int, ...]]) -> None:
    found = _still(scene, timer)
    for person in to(found) if found else ():
        if found and person:
            tell(scene, found, person, key)


def _both(mediation: Mediation) -> tuple[int, ...]:
    return tuple(person for person in (mediation.asker, mediation.other) if person)


def _asker(mediation: Mediation) -> tuple[int, ...]:
    return (mediation.asker,)


def _mediator(mediation: Mediation) -> tuple[int, ...]:
    return (mediation.mediator,)


def _everybody(mediation: Mediation) -> tuple[int, ...]:
    return (*_both(mediation), mediation.mediator)


# what happened → which text goes to whom, besides whoever did it
TOLD: dict[Move | Stage, tuple[tuple[str, Callable[[Mediation], tuple[int, ...]]], ...]] = {
    Move.TAKE: (("mediation-taken", _asker),),
    Move.RECUSE: (("mediator-asked", _mediator),),
    Move.CHANGE: (("mediator-asked", _mediator), ("mediation-changed", _both)),
    Move.CONSENT: (("mediation-consented", _asker), ("mediator-consented", _mediator)),
    Move.REFUSE: (("mediation-refused", _asker), ("mediator-refused", _mediator)),
    Move.PROPOSE: (("mediation-proposed", _both),),
    Stage.SET: (("mediation-set", _everybody),),
    Move.CANNOT: (("mediator-cannot", _mediator), ("mediation-cannot", _both)),
    Move.AGREE: (("mediation-drafted", _both),),
    Move.OBJECT: (("mediator-objected", _mediator),),
    Stage.AGREED: (("mediation-agreed", _everybody),),
    Move.FAIL: (("mediation-failed", _both),),
    Move.WITHDRAW: (("mediation-withdrawn", _everybody),),
    Move.KEPT: (("mediator-kept", _mediator),),
    Move.BROKEN: (("mediator-broken", _mediator),),
}
