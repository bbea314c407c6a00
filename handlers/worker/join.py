"""A member of staff joins with a one-time invitation, made by whoever runs the bot or supervises the area."""

from __future__ import annotations

from domain.messages import Text
from domain.people import Role
from handlers.scene import Turn, choice
from handlers.sharing import same_person

PREFIX = "join-"


def from_link(turn: Turn, payload: str) -> bool:
    """Make this account the invited person's. The code works once, in time, and only in a private chat.

    What the account reported as a resident goes with it.
    """
    code = payload.removeprefix(PREFIX)
    invited = turn.uow.people.redeem(code, turn.now)
    if invited is None:
        turn.answer("join-refused", (choice("menu/", "do-menu"),))
        return True
    there = turn.incoming
    turn.uow.tickets.hand_over(turn.person.id, invited)
    same_person(turn, turn.person.id, invited)
    turn.uow.people.seen(there.channel, there.sender, invited, there.chat, turn.now)
    person = turn.uow.people.get(invited)
    assert person is not None
    turn.person = person
    areas = "、".join(dict.fromkeys(turn.world.grid_name(post.scope) for post in person.posts))
    head = person.has(Role.BUILDING_HEAD)
    mediates = {post.role for post in person.posts} == {Role.MEDIATOR}
    begin_with = (choice("mediations/", "do-mediations") if mediates else choice("todo/", "do-todo"),)
    publish = (choice("head_publish/yes", "do-head-publish"),) if head else ()
    turn.answer(
        "join-welcome",
        (*begin_with, *publish),
        args={
            "name": turn.uow.people.name(invited) or "—",
            "areas": areas or "—",
            "head": Text("head-join") if head else "",
        },
    )
    return True
