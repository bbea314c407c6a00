"""热点 typed by hand: the hot topics of the last days in the areas somebody supervises."""

from __future__ import annotations

from domain.messages import Text
from domain.people import Role
from handlers.scene import Turn, choice


def show(turn: Turn) -> None:
    span = turn.world.policy.hot_topics_listed_for
    days = max(1, span.days)
    topics = [t for t in turn.uow.topics.since(turn.now - span) if turn.person.has(Role.SUPERVISOR, t.area)]
    if not topics:
        turn.answer("hot-none", (choice("menu/", "do-menu"),), args={"days": days})
        return
    lines = "\n".join(
        turn.world.say(
            Text(
                "hot-topic-line",
                {
                    "area": turn.world.grid_name(topic.area),
                    "matter": topic.matter,
                    "people": topic.people,
                    "at": turn.moment(topic.told_at),
                },
            ),
            turn.person.language,
        )
        for topic in topics
    )
    turn.answer("hot-list", (choice("menu/", "do-menu"),), args={"lines": lines, "days": days})
