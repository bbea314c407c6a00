"""The micro-wish bank as residents see it: make a wish, look at the wall, claim one, fulfil it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from domain.messages import Choice, Incoming, Media, Text
from domain.people import Role
from domain.ticket import Action, Status, Ticket
from handlers import cards
from handlers.dispatch import first_for
from handlers.forms import Absorbed, Answers, Ask, Form, Question, Unclear, begin
from handlers.life import act, file
from handlers.resident.draft import pack_media, place_is_clear, placed, said, ticket_from, with_message
from handlers.scene import Scene, Turn, choice, named
from nlp.understanding import Understanding

MONEY = re.compile(r"现金|借钱|转账|打钱|给.{0,4}钱|还债|还贷")
ON_WALL = 8


def start(turn: Turn, incoming: Incoming, understanding: Understanding | None = None) -> None:
    """A new wish. One open wish at a time, so that the wall has room for everybody."""
    open_ones = [t for t in turn.uow.tickets.of_reporter(turn.person.id, 50) if t.wish and t.alive]
    if len(open_ones) >= turn.world.policy.wishes_at_once:
        turn.answer(
            "wish-one-at-a-time", (cards.open_button(turn, open_ones[0]),), args=cards.facts(turn, open_ones[0])
        )
        return
    answers: dict[str, Any] = with_message(turn, {}, incoming) if understanding else {}
    if understanding and understanding.place:
        answers = placed(turn, answers, understanding.place)
    begin(turn, WISH, answers)


def finish(turn: Turn, answers: Answers) -> None:
    if answers["confirm"] == "drop":
        turn.answer("wish-dropped")
        return
    off_wall = answers["confirm"] == "no-wall"
    ticket = (register_quietly if off_wall else register_wish)(turn, turn.person.id, answers)
    turn.ticket = ticket.id
    turn.answer(
        "report-filed" if off_wall else "wish-filed",
        (choice(f"open/{ticket.id}", "do-open"),),
        args=cards.facts(turn, ticket),
    )


def register_wish(scene: Scene, person: int, answers: Answers) -> Ticket:
    """File a wish: the community checks it before anybody else sees it."""
    ticket = ticket_from(scene, person, {**answers, "kind": "wish", "category": "民政", "matter": "微心愿"})
    checker = first_for(scene, ticket)
    return file(scene, replace(ticket, status=Status.CHECKING, assignee=checker, ledger="困难群众"), person)


def register_quietly(scene: Scene, person: int, answers: Answers) -> Ticket:
    """Who does not want it on the wall is helped all the same: the community sees it, nobody else."""
    return file(scene, ticket_from(scene, person, {**answers, "kind": "help", "category": "民政"}), person)


def ask_what(_turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("wish-ask-what"))


def read_what(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not incoming.text.strip():
        raise Unclear("wish-unclear-what")
    return with_message(turn, answers, incoming)


def ask_goods(_turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("wish-no-money"), (choice("drop", "wish-drop"),))


def read_goods(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Money is never given: the wish must be for a thing or a service."""
    if MONEY.search(incoming.text) or not incoming.text.strip():
        raise Unclear("wish-unclear-what")
    return {**with_message(turn, {**answers, "parts": []}, incoming), "goods": "said"}


def pick_goods(_turn: Turn, answers: Answers, picked: str) -> Answers:
    return {**answers, "goods": picked, "confirm": picked, "where": picked}


def ask_where(turn: Turn, _answers: Answers) -> Ask:
    home: tuple[Choice, ...] = ()
    if turn.person.home:
        words = turn.person.home_words or turn.world.gazetteer.in_words(turn.person.home)
        home = (choice("home", "where-home", place=words),)
    return Ask(Text("wish-ask-where"), home)


def pick_where(turn: Turn, answers: Answers, picked: str) -> Answers:
    spot = turn.world.gazetteer.find("我们楼下", home=turn.person.home, home_words=turn.person.home_words)
    return {**placed(turn, answers, spot), "where": picked}


def read_where(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """The community is enough; what is not understood is kept as said, for the community to sort out."""
    if incoming.point:
        found = with_message(turn, answers, incoming)
        return {**found, "where": "point"}
    spot = turn.world.gazetteer.find(incoming.text, home=turn.person.home)
    if spot and place_is_clear(found := placed(turn, answers, spot)):
        return {**found, "where": "said"}
    if "asked_where" in answers and incoming.text.strip():
        return {**answers, "where": "words", "place_words": incoming.text[:60]}
    raise Unclear("unclear-where", {"asked_where": True})


def ask_confirm(turn: Turn, answers: Answers) -> Ask:
    place = answers.get("place_words") or turn.world.gazetteer.in_words(turn.person.home) or "—"
    args = {"words": said(answers), "place": place, "photos": len(answers.get("media", [])) or ""}
    options = ("yes", "no-wall", "edit", "drop")
    return Ask(Text("wish-confirm", args), tuple(choice(option, f"wish-{option}") for option in options))


def pick_confirm(_turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == "edit":
        return {name: value for name, value in answers.items() if name not in ("parts", "goods", "confirm")}
    return {**answers, "confirm": picked}


def absorb(turn: Turn, answers: Answers, incoming: Incoming, question: str) -> Absorbed | None:
    """Photos belong to the wish; one more sentence at the end too."""
    if incoming.media:
        media = [*answers.get("media", []), *map(pack_media, incoming.media)]
        same_album = bool(incoming.album) and incoming.album == turn.conversation.album
        grown = {**answers, "media": media}
        if incoming.text:
            grown = {**grown, "parts": with_message(turn, answers, incoming)["parts"]}
        return Absorbed(grown, Text("got-media", {"count": len(media)}), silent=same_album)
    if question == "confirm" and incoming.text.strip():
        return Absorbed(with_message(turn, answers, incoming), Text("got-words"))
    return None


WISH = Form(
    "wish",
    (
        Question("what", ask_what, read_what, lambda a: not said(a)),
        Question("goods", ask_goods, read_goods, lambda a: bool(MONEY.search(said(a))), pick_goods),
        Question("where", ask_where, read_where, lambda a: not place_is_clear(a), pick_where),
        Question("confirm", ask_confirm, pick=pick_confirm),
    ),
    finish,
    absorb,
)


# ---- volunteers


def wall(turn: Turn) -> None:
    """The wishes nobody has claimed: need and area, never who."""
    wishes = turn.uow.tickets.wishes(Status.OPEN, limit=ON_WALL)
    lines = "\n".join(
        f"{number}. {cards.shortened(wish.words, 40)}（{turn.world.gazetteer.in_words(wish.community)}）"
        for number, wish in enumerate(wishes, start=1)
    )
    if not wishes:
        turn.answer("wish-wall-empty", (choice("wish/new", "do-wish"),))
    elif turn.person.has(Role.VOLUNTEER):
        turn.answer(
            "wish-wall", tuple(named(f"claim/{w.id}", cards.shortened(w.words)) for w in wishes), args={"lines": lines}
        )
    else:
        turn.answer("wish-wall-read", (choice("volunteer/join", "do-volunteer"),), args={"lines": lines})


def mine_claimed(turn: Turn) -> None:
    """What this volunteer has promised."""
    claimed = turn.uow.tickets.of_claimant(turn.person.id)
    if not claimed:
        wall(turn)
        return
    turn.answer(
        "wish-claimed-list", tuple(cards.open_button(turn, wish) for wish in claimed), args={"count": len(claimed)}
    )


def claim(turn: Turn, ticket: Ticket) -> None:
    """One volunteer, one wish: the life table lets only the first succeed. Only now the wisher's name is shown."""
    after = act(turn, ticket, Action.CLAIM, turn.person, claimant=turn.person.id)
    name = turn.uow.people.view(after.reporter, "name", turn.person.id, f"claimed wish {after.number}", turn.now)
    buttons = cards.buttons(turn, after, turn.person)
    turn.answer(
        "wish-you-claimed",
        buttons,
        card=cards.card_id(after),
        args={**cards.facts(turn, after), "wisher": name or Text("a-neighbour")},
    )


def release(turn: Turn, ticket: Ticket) -> None:
    after = act(turn, ticket, Action.RELEASE, turn.person, claimant=0)
    turn.answer("wish-you-released", args=cards.facts(turn, after))


def start_fulfil(turn: Turn, ticket: Ticket) -> None:
    begin(turn, FULFIL, {"ticket": ticket.id})


def finish_fulfil(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    media = tuple(Media(turn.incoming.media[0].kind, m.ref, m.caption) for m in turn.incoming.media)
    after = act(
        turn,
        ticket,
        Action.FULFIL,
        turn.person,
        note=answers["note"],
        media=media,
        episode=ticket.episode + 1,
        resolved_at=turn.now,
    )
    turn.answer("wish-you-fulfilled", args=cards.facts(turn, after))


def read_note(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not (incoming.text.strip() or incoming.media):
        raise Unclear("unclear-note")
    return {**answers, "note": incoming.text}


FULFIL = Form("fulfil", (Question("note", lambda _t, _a: Ask(Text("wish-ask-fulfil")), read_note),), finish_fulfil)


def join(turn: Turn) -> None:
    """Anybody may offer to help; nobody is assigned (志愿服务条例 Art. 25: no forced assignment)."""
    from domain.people import Post

    scope = turn.person.home[:12] or "all"
    turn.uow.people.hold(turn.person.id, Post(Role.VOLUNTEER, scope))
    refreshed = turn.uow.people.get(turn.person.id)
    assert refreshed is not None
    turn.person = refreshed
    turn.answer("volunteer-joined", (choice("wish/wall", "do-wall"),))
