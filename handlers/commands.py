"""Everything a button or a word can start: tables of verbs (for buttons) and of words people type, by role."""

from __future__ import annotations

from collections.abc import Callable

from domain.messages import Text
from domain.people import Role
from domain.task import Step
from domain.ticket import Action, Party, Ticket, parties
from handlers import cards, groups, receiving, revisits, show, slips
from handlers.forms import Form, begin
from handlers.life import require
from handlers.resident import (
    building_head,
    contacted,
    enquiry,
    home,
    mediate,
    metoo,
    mine,
    own_code,
    refused,
    report,
    share,
    stuck,
    survey,
    talk,
    unsolved,
    volunteer,
    wish,
)
from handlers.resident import joint as joint_answers
from handlers.scene import Turn, choice
from handlers.supervisor import (
    after,
    bulletin,
    children,
    command,
    decide,
    digest,
    hot,
    hotspots,
    joint,
    knowledge,
    late,
    ledgers,
    manage,
    mediations,
    merge,
    page,
    publish,
    review,
    storm,
    transfer,
    whistle,
)
from handlers.supervisor.figures import own_scope
from handlers.worker import (
    absence,
    answer,
    behalf,
    called,
    join,
    mediator,
    patrol,
    requests,
    rushed,
    tasks,
    todo,
    visit,
    work,
)

OnTicket = Callable[[Turn, Ticket], None]
STAFF_ROLES = (
    Role.WORKER,
    Role.CAPTAIN,
    Role.AREA_LEAD,
    Role.DESK,
    Role.SUPERVISOR,
    Role.OFFICER,
    Role.UNIT_DESK,
    Role.COMMAND,
)


def run(turn: Turn, command: str) -> bool:
    """Run `verb/argument`; False when there is no such verb (an old release may have made the button)."""
    verb, _, argument = command.partition("/")
    if verb in ON_TICKET:
        ON_TICKET[verb](turn, show.visible(turn, argument))
    elif verb in ON_OTHERS:
        ON_OTHERS[verb](turn, argument)
    elif verb in PLAIN:
        PLAIN[verb](turn)
    else:
        return False
    return True


def typed(turn: Turn, words: str) -> bool:
    """Run what a word typed on its own stands for, for this person's roles; False when it stands for nothing."""
    staff = (STAFF_WORDS.get(words) or _asked(turn, words)) if is_staff(turn) else None
    return (staff is not None and _run(staff, turn)) or any(
        work is not None and _run(work, turn)
        for role, table in WORDS.items()
        if role is None or turn.person.has(role)
        for work in (table.get(words),)
    )


def _asked(turn: Turn, words: str) -> Callable[[Turn], None] | None:
    """谁还没签收: whoever answers for an area sees that of the area, everybody else what waits on themselves."""
    asked = turn.world.understander.asked_by_staff(words)
    return (ASKED[asked] if own_scope(turn) else todo.show) if asked else None


def _run(work: Callable[[Turn], None], turn: Turn) -> bool:
    work(turn)
    return True


def is_staff(turn: Turn) -> bool:
    return any(turn.person.has(role) for role in STAFF_ROLES)


def menu(turn: Turn) -> None:
    """What this person can do here, as choices."""
    if turn.person.has(Role.COMMAND):
        options: tuple[str, ...] = ("queue", "todo", "patrol", "behalf")
    elif turn.person.has(Role.SUPERVISOR) or turn.person.has(Role.DESK):
        options = (
            "digest",
            "todo",
            "patrol",
            "behalf",
            "box",
            *(("knowledge",) if turn.world.knowledge.entries else ()),
        )
    elif turn.person.has(Role.UNIT_DESK):
        options = ("todo", "rushed", "behalf", "mine")
    elif is_staff(turn):
        options = ("todo", "patrol", "behalf", "mine")
    elif turn.person.has(Role.BUILDING_HEAD):
        options = ("report", "mine", "todo", "home", "head_publish")
    else:
        options = ("report", "wish", "mine", "wall", "home")
        if turn.person.has(Role.VOLUNTEER):
            options = (*options, "points")
        if turn.person.has(Role.MEDIATOR):
            options = (*options, "mediations")
    binds = any(turn.person.has(role) for role in groups.BINDERS)
    group: Text | str = Text("menu-groups") if binds else ""
    words = next((Text(key, {"group": group}) for role, key in MENU_WORDS.items() if turn.person.has(role)), group)
    args = {"group": words}
    choices = tuple(choice(f"{o}/", f"do-{o}") for o in options)
    turn.answer("menu-staff" if is_staff(turn) else "menu", choices, args=args)


def _urge(turn: Turn, ticket: Ticket) -> None:
    (mine.urge if Party.REPORTER in parties(ticket, turn.person) else manage.urge)(turn, ticket)


def _release(turn: Turn, ticket: Ticket) -> None:
    (volunteer.release if Party.CLAIMANT in parties(ticket, turn.person) else manage.release)(turn, ticket)


def _check(turn: Turn, ticket: Ticket) -> None:
    (children.check if ticket.child else manage.check)(turn, ticket)


def _hide(turn: Turn, ticket: Ticket) -> None:
    (share.hide if Party.REPORTER in parties(ticket, turn.person) else publish.hide)(turn, ticket)


def _opens(form: Form, action: Action) -> OnTicket:
    """A button that opens a form about its ticket, if what the form leads to is possible."""

    def run(turn: Turn, ticket: Ticket) -> None:
        require(turn, ticket, action)
        begin(turn, form, {"ticket": ticket.id})

    return run


def _report(turn: Turn) -> None:
    """我有个事想说: nothing is said of it yet."""
    (patrol.start if is_staff(turn) else report.start_by_name)(turn)


def _todo_or_mine(turn: Turn) -> None:
    """怎么样了: for staff what waits on them, for residents their own."""
    (todo.show if is_staff(turn) else mine.show_list)(turn)


def _retract(turn: Turn) -> None:
    """撤回办结: what was just resolved, else their list says what there is."""
    if not answer.retract_last(turn):
        turn.answer("work-none-to-retract", (choice("todo/", "do-todo"),))


def _pressed_wrongly(turn: Turn) -> None:
    """点错了, with nothing open: staff are offered to take back what they have just resolved."""
    ticket = answer.last_resolved(turn) if is_staff(turn) else None
    if ticket is None:
        menu(turn)
        return
    turn.answer("work-ask-retract", answer.retract_choice(turn, ticket), args=cards.facts(turn, ticket))


def _withdraw(turn: Turn) -> None:
    """撤回: staff take back what they have just resolved; else, like everybody, what they filed."""
    if not (is_staff(turn) and answer.retract_last(turn)):
        _own_first(mine.withdraw_latest)(turn)


def _own_first(work: Callable[[Turn], None]) -> Callable[[Turn], None]:
    """撤回, 催一下 in words: staff who reported nothing themselves hear where their work is."""

    def run(turn: Turn) -> None:
        if is_staff(turn) and not any(ticket.alive for ticket in turn.uow.tickets.of_person(turn.person.id)):
            turn.answer("staff-nothing-own", (choice("todo/", "do-todo"),))
        else:
            work(turn)

    return run


def _no_phone(turn: Turn) -> None:
    turn.answer("staff-no-phone", (choice("todo/", "do-todo"),))


def _greet(turn: Turn) -> None:
    if is_staff(turn):
        menu(turn)
        return
    turn.answer("greeting", tuple(choice(f"{verb}/", f"do-{verb}") for verb in ("report", "mine", "wish")))


def _welcome(turn: Turn) -> None:
    turn.answer("you-are-welcome")


ON_TICKET: dict[str, OnTicket] = {
    "open": show.card,
    "more": show.more,
    "accept": work.accept,
    "progress": _opens(work.PROGRESS, Action.PROGRESS),
    "ask": _opens(work.ASK, Action.ASK),
    "return": _opens(work.RETURN, Action.RETURN),
    "extend": requests.start_extend,
    "park": requests.start_park,
    "resume": requests.resume,
    "grant": decide.grant,
    "refuse": _opens(decide.REFUSE, Action.REFUSE),
    "rank": _opens(decide.RANK, Action.RANK),
    "resolve": _opens(answer.RESOLVE, Action.RESOLVE),
    "retract": answer.retract,
    "reply": talk.start_reply,
    "add": _opens(talk.ADD, Action.ADD),
    "withdraw": mine.start_withdraw,
    "urge": _urge,
    "solved": survey.solved,
    "partly": unsolved.partly,
    "unsolved": unsolved.unsolved,
    "reopen": unsolved.unsolved,
    "to_person": enquiry.to_person,
    "assign": _opens(manage.ASSIGN, Action.ASSIGN),
    "dispatch": command.start,
    "whistle": whistle.start,
    "joint": joint.start,
    "joint_go": joint.go,
    "joint_note": joint.start_note,
    "joint_ok": joint_answers.suits,
    "joint_other": joint_answers.start_other,
    "check": _check,
    "protect": children.protect,
    "guardian": _opens(children.GUARDIAN, Action.GUARD),
    "decline": _opens(manage.DECLINE, Action.DECLINE),
    "fulfil": _opens(volunteer.FULFIL, Action.FULFIL),
    "release": _release,
    "agree": survey.agree,
    "leave": metoo.stop_following,
    "merge": _opens(merge.MERGE, Action.MERGE),
    "split": merge.split,
    "approve": review.approve,
    "send_back": _opens(review.SEND_BACK, Action.SEND_BACK),
    "redo": after.redo,
    "uphold": _opens(after.UPHOLD, Action.UPHOLD),
    "exclude": _opens(after.EXCLUDE, Action.EXCLUDE),
    "include": after.include,
    "thank": _opens(share.THANK, Action.THANK),
    "publish": publish.publish,
    "hide": _hide,
    "keep_off": publish.hide,
    "annul": _opens(publish.ANNUL, Action.ANNUL),
    "called": _opens(called.CALLED, Action.CALL),
    "phone": called.show_phone,
    "slip": slips.again,
}

PLAIN: dict[str, Callable[[Turn], None]] = {
    "report": report.start_by_name,
    "wish": wish.start_by_name,
    "wall": volunteer.wall,
    "results": share.results,
    "points": volunteer.my_points,
    "mine": mine.show_list,
    "home": home.start,
    "person": talk.start_person,
    "volunteer": volunteer.join,
    "todo": todo.show,
    "tasks": todo.show_tasks,
    "queue": command.show_queue,
    "queue_page": page.send_link,
    "patrol": patrol.start,
    "behalf": behalf.start,
    "rushed": rushed.show,
    "box": behalf.start_box,
    "visit": visit.start,
    "visits": visit.show_mine,
    "digest": digest.show_now,
    "bulletin": bulletin.show_now,
    "knowledge": knowledge.show,
    "mediate": mediate.start,
    "mediations": mediate.show_mine,
    "menu": menu,
}

# about something else than a ticket: what it is about stands behind the verb
ON_OTHERS: dict[str, Callable[[Turn, str], None]] = {
    "claim": volunteer.claim,
    "offer": volunteer.claim,
    "match": children.match,
    "no_match": children.no_match,
    "clear": children.clear,
    "unclear": children.unclear,
    "task": tasks.show,
    **{f"task_{step}": tasks.say(step) for step in Step},
    "revisit_phone": revisits.show_phone,
    "received": receiving.received,
    "group_bind": groups.bind,
    "group_unbind": groups.unbind,
    "head_note": building_head.start_note,
    "head_take": building_head.take,
    "head_publish": building_head.publish,
    "link": slips.link,
    "bulletin_all": bulletin.show_all,
    "hotspots_all": hotspots.show_all,
    "late": late.show_late,
    "live": late.show_live,
    "hotspots": hotspots.show,
    "storm_end": storm.end_now,
    "enquiry_show": enquiry.show,
    "enquiry_solved": enquiry.solved,
    "enquiry_not": enquiry.unsolved,
    "enquiry_none": enquiry.none,
    **{f"kb_{name}": work for name, work in knowledge.LISTS.items()},
    "kb_edit": knowledge.start_edit,
    "mediate_open": mediate.card,
    "mediate_look": mediate.look,
    "mediate_invite": mediator.invite,
    "mediate_propose": mediator.start_propose,
    "mediate_agree": mediator.start_agree,
    "mediate_change": mediate.start_change,
    **{f"mediate_{move}": mediate.say(move) for move in mediate.AT_ONCE},
}

STAFF_WORDS: dict[str, Callable[[Turn], None]] = {
    "全部签收": work.accept_all,
    **dict.fromkeys(("撤回办结", "撤销办结", "取消办结"), _retract),
    **dict.fromkeys(("请假", "我要请假", "请个假", "今天请假", "明天请假"), absence.start),
    **dict.fromkeys(("居民电话", "居民的电话", "电话多少", "居民电话多少", "怎么联系居民"), _no_phone),
    "销假": absence.back,
    "代报": behalf.start,
    "急件": rushed.show,
    "投递箱": behalf.start_box,
    "诉求投递箱": behalf.start_box,
}
# what staff ask in their own words (nlp/words/kinds.toml, [staff]), for those who answer for an area
ASKED: dict[str, Callable[[Turn], None]] = {
    "unaccepted": late.show_unaccepted,
    "late": late.show_all_late,
    "today": digest.show_now,
    "left": late.show_all_live,
    "month": bulletin.show_now,
    "mine": todo.show,
}
WORDS: dict[Role | None, dict[str, Callable[[Turn], None]]] = {
    Role.SUPERVISOR: {
        "公示": publish.show_waiting,
        "日报": digest.show_now,
        "月报": bulletin.show_now,
        "月通报": bulletin.show_now,
        "今日": digest.show_now,
        "待办": todo.show,
        "超时": late.show_all_late,
        "堵点": hotspots.show_own,
        "应急模式": storm.start,
        "热点": hot.show,
        "知识库": knowledge.show,
        "调解": mediations.show,
        "台账": ledgers.show,
        "专项": ledgers.show_campaigns,
        "待派": command.show_queue,
        "网页待派": page.send_link,
        "交接": transfer.start,
    },
    Role.COMMAND: {
        "待派": command.show_queue,
        "派单": command.show_queue,
        "网页待派": page.send_link,
        "待办": todo.show,
        "报单": patrol.start,
    },
    Role.UNIT_DESK: {"知识库": knowledge.show, "待办": todo.show, "报单": patrol.start},
    Role.OFFICER: {"待办": todo.show, "报单": patrol.start},
    Role.DESK: {
        "公示": publish.show_waiting,
        "日报": digest.show_now,
        "月报": bulletin.show_now,
        "月通报": bulletin.show_now,
        "待办": todo.show,
        "报单": patrol.start,
        "走访": visit.start,
        "我的走访": visit.show_mine,
        "台账": ledgers.show,
        "专项": ledgers.show_campaigns,
        "知识库": knowledge.show,
        "调解": mediations.show,
        "应急模式": storm.start,
    },
    Role.CAPTAIN: {
        "公示": publish.show_waiting,
        "日报": digest.show_now,
        "月报": bulletin.show_now,
        "月通报": bulletin.show_now,
        "待办": todo.show,
        "报单": patrol.start,
        "走访": visit.start,
        "我的走访": visit.show_mine,
        "台账": ledgers.show,
        "专项": ledgers.show_campaigns,
    },
    Role.AREA_LEAD: {
        "日报": digest.show_now,
        "月报": bulletin.show_now,
        "月通报": bulletin.show_now,
        "待办": todo.show,
        "报单": patrol.start,
        "走访": visit.start,
        "我的走访": visit.show_mine,
        "台账": ledgers.show,
        "专项": ledgers.show_campaigns,
    },
    Role.WORKER: {
        "日报": digest.show_now,
        "月报": bulletin.show_now,
        "月通报": bulletin.show_now,
        "待办": todo.show,
        "我的任务": todo.show,
        "报单": patrol.start,
        "走访": visit.start,
        "我的走访": visit.show_mine,
    },
    Role.BUILDING_HEAD: {
        "待办": todo.show,
        "公开我的名字": lambda turn: building_head.publish(turn, "yes"),
        "不公开": lambda turn: building_head.publish(turn, "no"),
    },
    Role.MEDIATOR: {"待办": mediate.show_mine, "调解": mediate.show_mine},
    Role.VOLUNTEER: {
        "我的认领": volunteer.mine_claimed,
        "待办": volunteer.mine_claimed,
        "我的积分": volunteer.my_points,
        "背景核查": volunteer.start_clearance,
    },
    None: {
        "微心愿": wish.start_by_name,
        "许愿": wish.start_by_name,
        "心愿墙": volunteer.wall,
        "圆梦榜": share.results,
        "公示栏": share.board_link,
        "我的工单": mine.show_list,
        "菜单": menu,
        "帮助": menu,
        "报事": report.start_by_name,
        "报一件事": report.start_by_name,
        "办不成事": stuck.start,
        "我的码": own_code.show,
        "我要调解": mediate.start,
        "申请调解": mediate.start,
        "我的调解": mediate.show_mine,
    },
}

# what else this person can say, told under the menu: the first post that fits
MENU_WORDS = {
    Role.SUPERVISOR: "menu-words-supervisor",
    Role.DESK: "menu-words-desk",
    Role.CAPTAIN: "menu-words-captain",
    Role.WORKER: "menu-words-worker",
    Role.COMMAND: "menu-words-command",
    Role.UNIT_DESK: "menu-words-unit",
    Role.OFFICER: "menu-words-unit",
    Role.VOLUNTEER: "menu-words-volunteer",
}
# what anybody may look at in the middle of something: no answer to any question reads like these
LOOKS = frozenset({"我的工单", "心愿墙", "圆梦榜", "公示栏", "我的认领", "我的积分", "我的调解"})

INTENTS: dict[str, Callable[[Turn], None]] = {
    "report": _report,
    "progress": _todo_or_mine,
    "urge": _own_first(mine.urge_latest),
    "withdraw": _withdraw,
    "cancel": _pressed_wrongly,
    "person": mine.person,
    "help": menu,
    "home": home.start,
    "my_worker": home.my_worker,
    "my_data": home.my_data,
    "wish_list": volunteer.wall,
    "stuck": stuck.start,
    "greeting": _greet,
    "thanks": _welcome,
}

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        report.REPORT,
        report.DANGER_PLACE,
        refused.REFUSED,
        stuck.FORM,
        wish.WISH,
        volunteer.FULFIL,
        building_head.HEAD_NOTE,
        volunteer.CLEARANCE,
        children.GUARDIAN,
        children.CHILD_LINE,
        talk.ADD,
        talk.REPLY,
        talk.PERSON,
        mine.WITHDRAW,
        survey.ALL_RIGHT,
        survey.RATE,
        contacted.CONTACT,
        unsolved.REFUTE,
        home.HOME,
        work.PROGRESS,
        work.ASK,
        work.RETURN,
        requests.EXTEND,
        requests.PARK,
        answer.RESOLVE,
        patrol.PATROL,
        behalf.FORM,
        called.CALLED,
        visit.VISIT,
        manage.ASSIGN,
        command.DISPATCH,
        whistle.WHISTLE,
        joint.JOINT,
        joint.JOINT_NOTE,
        joint_answers.JOINT_OTHER,
        tasks.TASK,
        absence.ABSENCE,
        manage.DECLINE,
        merge.MERGE,
        decide.REFUSE,
        decide.RANK,
        storm.STORM,
        review.SEND_BACK,
        transfer.TRANSFER,
        after.UPHOLD,
        after.EXCLUDE,
        share.THANK,
        share.SHARE,
        publish.ANNUL,
        knowledge.EDIT,
        mediate.MEDIATE,
        mediate.CHANGE,
        mediator.PROPOSE,
        mediator.AGREE,
    )
}
DEEP_LINKS: tuple[tuple[str, Callable[[Turn, str], bool]], ...] = (
    (join.PREFIX, join.from_link),
    (mediate.PREFIX, mediate.from_link),
    ("h", home.from_link),
)
