"""The judge is judged: the stub keeps Telegram's limits, and shows exactly what a person would see."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession, FormData, web
from stubs.telegram import Fault, TelegramStub

PERSON, OTHER, GROUP = 42, 43, -1001


class Bot:
    """A bare client of the Bot API: method and parameters in, the whole answer out."""

    def __init__(self, stub: TelegramStub, session: ClientSession) -> None:
        self.stub = stub
        self.session = session

    async def __call__(self, method: str, **params: object) -> dict:
        async with self.session.post(f"{self.stub.base_url}{self.stub.token}/{method}", json=params) as answer:
            told = await answer.json()
            assert answer.status == (200 if told["ok"] else told["error_code"])
            return told

    async def says(self, text: str, labels: str = "", chat: int = PERSON, **params: object) -> dict:
        rows = [[{"text": label, "callback_data": f"d:{label}"}] for label in labels.split()]
        return await self("sendMessage", chat_id=chat, text=text, reply_markup={"inline_keyboard": rows}, **params)


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_790_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def stub(clock):
    async with TelegramStub(now=clock) as stub:
        stub.knows(PERSON, OTHER)
        yield stub


@pytest.fixture
async def bot(stub):
    async with ClientSession() as session:
        yield Bot(stub, session)


async def test_a_person_sees_the_messages_of_the_bot_in_order_with_edits_and_buttons(stub, bot, clock):
    first = (await bot.says("一", "确认 修改"))["result"]["message_id"]
    clock.seconds += 1
    await bot.says("二")
    assert (await bot("editMessageText", chat_id=PERSON, message_id=first, text="壹"))["ok"]
    chat = stub.chat(PERSON)
    assert (chat.texts, chat.labels, chat.received[0].edited) == (["壹", "二"], [], True)


async def test_only_a_button_that_is_shown_can_be_pressed(stub, bot):
    await bot.says("请选", "确认")
    with pytest.raises(AssertionError, match="no button '修改'"):
        stub.presses(PERSON, "修改")
    query = stub.presses(PERSON, "确认")
    (update,) = (await bot("getUpdates"))["result"]
    assert update["callback_query"]["data"] == "d:确认"
    assert (await bot("answerCallbackQuery", callback_query_id=query, text="好"))["ok"]
    assert stub.presses_answered == {query: "好"}
    assert (await bot("answerCallbackQuery", callback_query_id=query))["error_code"] == 400


async def test_an_older_card_can_be_pressed_by_its_message(stub, bot, clock):
    old = (await bot.says("一", "确认"))["result"]["message_id"]
    clock.seconds += 1
    await bot.says("二", "确认")
    stub.presses(PERSON, "确认")
    stub.presses(PERSON, "确认", message_id=old)
    pressed = [u["callback_query"]["message"]["message_id"] for u in (await bot("getUpdates"))["result"]]
    assert pressed == [old + 1, old]


async def test_a_forged_press_may_carry_anything(stub, bot):
    stub.forges(PERSON, "steal:1")
    (update,) = (await bot("getUpdates"))["result"]
    assert update["callback_query"]["data"] == "steal:1"
    assert update["callback_query"]["message"]["date"] == 0


async def test_updates_are_repeated_until_confirmed_and_then_gone(stub, bot):
    stub.says(PERSON, "一")
    stub.says(PERSON, "二")
    ids = [u["update_id"] for u in (await bot("getUpdates"))["result"]]
    assert [u["update_id"] for u in (await bot("getUpdates", limit=1))["result"]] == ids[:1]
    assert [u["update_id"] for u in (await bot("getUpdates", offset=ids[1]))["result"]] == ids[1:]
    assert (await bot("getUpdates", offset=ids[1] + 1))["result"] == []
    stub.again()
    assert [u["update_id"] for u in (await bot("getUpdates"))["result"]] == ids[1:]


async def test_updates_nobody_fetched_are_lost_after_a_day(stub, bot, clock):
    stub.says(PERSON, "昨天")
    clock.seconds += 24 * 3600 + 1
    stub.says(PERSON, "今天")
    assert [u["message"]["text"] for u in (await bot("getUpdates"))["result"]] == ["今天"]


async def test_kinds_of_update_nobody_asked_for_do_not_come(stub, bot):
    stub.blocks(PERSON)
    stub.says(OTHER, "您好")
    got = (await bot("getUpdates", allowed_updates=["message"]))["result"]
    assert [list(update) for update in got] == [["update_id", "message"]]


async def test_a_webhook_gets_each_update_with_the_secret_until_it_says_yes(stub, bot):
    statuses = [500, 200, 200]
    heard = []

    async def hook(request: web.Request) -> web.Response:
        heard.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], (await request.json())["message"]["text"]))
        return web.Response(status=statuses.pop(0))

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot("setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret")
    stub.says(PERSON, "一")
    stub.says(PERSON, "二")
    assert (await bot("getUpdates"))["error_code"] == 409
    assert await stub.deliver() == [500, 200]
    assert await stub.deliver() == [200]
    assert await stub.deliver() == []
    assert heard == [("s3cret", "一"), ("s3cret", "二"), ("s3cret", "一")]
    await runner.cleanup()
    stub.says(PERSON, "三")
    assert await stub.deliver() == [0]
    await bot("deleteWebhook")
    assert [u["message"]["text"] for u in (await bot("getUpdates"))["result"]] == ["三"]


async def test_no_more_than_thirty_messages_a_second_go_out(stub, bot, clock):
    stub.knows(*range(100, 140))
    codes = [(await bot.says("您好", chat=chat)).get("error_code", 200) for chat in range(100, 140)]
    assert codes == [200] * 30 + [429] * 10
    clock.seconds += 1
    assert (await bot.says("您好", chat=139))["ok"]


async def test_no_more_than_one_message_a_second_goes_to_one_chat(stub, bot, clock):
    assert (await bot.says("一"))["ok"]
    clock.seconds += 0.9
    told = await bot.says("二")
    assert (told["error_code"], told["parameters"]) == (429, {"retry_after": 1})
    assert (await bot.says("二", chat=OTHER))["ok"]
    clock.seconds += 0.1
    assert (await bot.says("二"))["ok"]


async def test_no_more_than_twenty_messages_a_minute_go_to_a_group(stub, bot, clock):
    stub.says(PERSON, "大家好", chat=GROUP)
    for _ in range(20):
        assert (await bot.says("您好", chat=GROUP))["ok"]
        clock.seconds += 1
    assert (await bot.says("您好", chat=GROUP))["parameters"] == {"retry_after": 40}
    clock.seconds += 40
    assert (await bot.says("您好", chat=GROUP))["ok"]


@pytest.mark.parametrize(
    ("method", "params", "says"),
    [
        ("sendMessage", {"text": " "}, "text is empty"),
        ("sendMessage", {"text": "字" * 4097}, "message is too long"),
        ("sendMessage", {"text": "𠮷" * 2049}, "message is too long"),
        ("sendMessage", {"text": "好", "chat_id": 999}, "chat not found"),
        ("sendMessage", {"text": "好", "chat_id": "x"}, "chat_id is empty"),
        ("sendPhoto", {"photo": "nothing"}, "wrong file identifier"),
        ("sendMediaGroup", {"media": []}, "2-10 media"),
        ("sendLocation", {"latitude": "x"}, "latitude"),
        ("editMessageText", {"message_id": 5, "text": "好"}, "message to edit not found"),
        ("getFile", {"file_id": "nothing"}, "invalid file_id"),
        ("deleteMessage", {"message_id": 5}, "message to delete not found"),
    ],
)
async def test_malformed_calls_are_refused(bot, method, params, says):
    told = await bot(method, **({"chat_id": PERSON} | params))
    assert told["error_code"] == 400
    assert says in told["description"]


@pytest.mark.parametrize(
    ("rows", "good"),
    [
        ([[{"text": "好", "callback_data": "x" * 64}]], True),
        ([[{"text": "好", "callback_data": "字" * 22}]], False),
        ([[{"text": "好", "callback_data": ""}]], False),
        ([[{"text": " ", "callback_data": "x"}]], False),
        ([[{"text": "好", "callback_data": "x"}] * 8] * 12, True),
        ([[{"text": "好", "callback_data": "x"}] * 9], False),
        ([[{"text": "好", "callback_data": "x"}]] * 101, False),
        ("rows", False),
    ],
)
async def test_keyboards_have_limits(bot, rows, good):
    told = await bot("sendMessage", chat_id=PERSON, text="请选", reply_markup={"inline_keyboard": rows})
    assert told["ok"] is good


async def test_an_edit_that_changes_nothing_is_refused(bot):
    number = (await bot.says("一", "确认"))["result"]["message_id"]
    markup = {"inline_keyboard": [[{"text": "确认", "callback_data": "d:确认"}]]}
    same = await bot("editMessageText", chat_id=PERSON, message_id=number, text="一", reply_markup=markup)
    assert "message is not modified" in same["description"]
    assert (await bot("editMessageReplyMarkup", chat_id=PERSON, message_id=number))["ok"]


async def test_words_and_captions_are_edited_by_different_calls(stub, bot, clock):
    file = stub.keep("photo", b"jpeg")
    photo = (await bot("sendPhoto", chat_id=PERSON, photo=file.id, caption="一"))["result"]["message_id"]
    clock.seconds += 1
    words = (await bot.says("二"))["result"]["message_id"]
    wrong = await bot("editMessageText", chat_id=PERSON, message_id=photo, text="壹")
    assert "no text in the message" in wrong["description"]
    wrong = await bot("editMessageCaption", chat_id=PERSON, message_id=words, caption="贰")
    assert "no caption in the message" in wrong["description"]
    assert (await bot("editMessageCaption", chat_id=PERSON, message_id=photo, caption="壹"))["ok"]
    assert stub.chat(PERSON).texts == ["壹", "二"]


async def test_the_message_of_a_person_cannot_be_edited_by_the_bot(stub, bot):
    number = stub.says(PERSON, "您好")
    told = await bot("editMessageText", chat_id=PERSON, message_id=number, text="改")
    assert told["description"] == "Bad Request: message can't be edited"


async def test_an_upload_in_parts_is_kept_and_can_be_fetched(stub, bot):
    form = FormData({"chat_id": str(PERSON), "caption": "看"})
    form.add_field("photo", b"jpeg", filename="a.jpg", content_type="image/jpeg")
    async with bot.session.post(f"{stub.base_url}{stub.token}/sendPhoto", data=form) as answer:
        sizes = (await answer.json())["result"]["photo"]
    path = (await bot("getFile", file_id=sizes[-1]["file_id"]))["result"]["file_path"]
    async with bot.session.get(f"{stub.base_file_url}{stub.token}/{path}") as answer:
        assert await answer.read() == b"jpeg"
    assert stub.chat(PERSON).last.photos == [b"jpeg"]


async def test_one_who_blocked_gets_nothing_until_unblocking(stub, bot):
    stub.blocks(PERSON)
    assert (await bot.says("您好"))["error_code"] == 403
    with pytest.raises(AssertionError, match="blocked"):
        stub.says(PERSON, "您好")
    stub.unblocks(PERSON)
    assert (await bot.says("您好"))["ok"]
    states = [u["my_chat_member"]["new_chat_member"]["status"] for u in (await bot("getUpdates"))["result"]]
    assert states == ["kicked", "member"]


async def test_one_known_only_from_a_group_cannot_be_written_to(stub, bot):
    stub.says(77, "大家好", chat=GROUP)
    assert "can't initiate" in (await bot.says("您好", chat=77))["description"]


async def test_a_group_that_moved_tells_where(stub, bot):
    stub.says(PERSON, "大家好", chat=GROUP)
    stub.moves(GROUP, -1002)
    assert (await bot.says("您好", chat=GROUP))["parameters"] == {"migrate_to_chat_id": -1002}


async def test_a_wrong_token_and_an_unknown_method_are_refused(stub, bot):
    assert (await bot("flyToTheMoon"))["error_code"] == 404
    async with bot.session.get(f"{stub.base_url}wrong/getMe") as answer:
        assert answer.status == 401


async def test_a_planned_fault_strikes_as_often_as_planned_and_only_where_planned(stub, bot, clock):
    stub.fails(Fault.FLOOD, times=2, chat=PERSON, retry_after=9)
    assert (await bot.says("您好", chat=OTHER))["ok"]
    assert [(await bot.says("您好"))["parameters"] for _ in range(2)] == [{"retry_after": 9}] * 2
    assert (await bot.says("您好"))["ok"]
    assert stub.sent == [(clock.seconds, OTHER), (clock.seconds, PERSON)]


async def test_it_comes_back_on_the_same_port_and_remembers(stub, bot):
    stub.says(PERSON, "您好")
    await stub.stop()
    await stub.start()
    assert len((await bot("getUpdates"))["result"]) == 1
