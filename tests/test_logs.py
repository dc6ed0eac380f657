"""Nothing that a person wrote, and no token, reaches a log: whoever logs it, at whatever level, however it fails."""

import asyncio
import io
import json
import logging
import sys
import threading
from collections.abc import Iterator

import aiosqlite
import httpx
import pytest
import sqlalchemy
import telegram

from bot import logs
from bot.logs import Line, Redaction, cleaned, hashed, log, redacted, setup, trace

TOKEN = "7000000001:AAHcanaryCANARYcanaryCANARYcanary_-x"
SANDBOX = "99:SANDBOXcanaryCANARYcanary"
TEXT = "I have not slept since Tuesday canary"
FOREIGN = [
    "telegram.Bot", "telegram.ext.Application", "telegram.request", "httpx", "httpcore.http11", "aiosqlite", "asyncio",
    "sqlalchemy.engine.Engine", "sqlalchemy.pool", "alembic.runtime", "uvicorn.protocols", "py.warnings", "groundworks",
]  # fmt: skip
CANARIES = ("canary", "CANARY", "Tuesday", "7000000001")


@pytest.fixture(autouse=True)
def own_house() -> Iterator[None]:
    root, own = logging.getLogger(), logging.getLogger(logs.OWN)
    kept = (root.handlers[:], root.level, own.level, sys.excepthook, threading.excepthook)
    sql = logging.getLogger("sqlalchemy")
    before = sql.level
    sql.setLevel(logging.DEBUG)
    yield
    sql.setLevel(before)
    root.handlers[:] = kept[0]
    root.setLevel(kept[1])
    own.setLevel(kept[2])
    sys.excepthook, threading.excepthook = kept[3], kept[4]
    logging.captureWarnings(False)


def written(as_json: bool = True, level: str = "DEBUG") -> io.StringIO:
    """Set up as in service, with a page in place of standard error."""
    setup(level, as_json, b"key of this month")
    page = io.StringIO()
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(page)
    return page


def silent(page: io.StringIO) -> None:
    for canary in CANARIES:
        assert canary not in page.getvalue()


def test_an_event_is_one_line_of_json():
    page = written()
    log("outbox.sent", prio=1, took=0.25, visit="k3a")
    (line,) = page.getvalue().splitlines()
    facts = json.loads(line)
    assert facts.pop("time").endswith("+00:00")
    assert facts == {
        "level": "info", "logger": "groundwork", "event": "outbox.sent", "prio": 1, "took": 0.25, "visit": "k3a",
    }  # fmt: skip


def test_an_event_can_be_read_by_people_too():
    page = written(as_json=False)
    log("outbox.sent", prio=1)
    assert page.getvalue().endswith(" info groundwork outbox.sent prio=1\n")


@pytest.mark.parametrize("value", [TEXT, "Ann", "x" * 65, "", float("nan"), ["a"], object()])
def test_a_field_that_is_no_id_becomes_a_question_mark(value: object):
    page = written()
    log("turn.failed", what=value)  # type: ignore[arg-type]
    assert json.loads(page.getvalue())["what"] == "?"


def test_an_event_that_is_a_sentence_is_not_written():
    page = written()
    log(TEXT)
    assert json.loads(page.getvalue())["event"] == "?"


def test_ids_of_people_and_chats_are_hashed_by_the_key_of_the_month():
    page = written()
    log("turn.done", chat=700_123_456, household="abcdefghij")
    facts = json.loads(page.getvalue())
    assert facts["chat"] == hashed(700_123_456)
    assert facts["household"] == hashed("abcdefghij")
    before = hashed(1)
    assert len(before) == 8
    assert before == hashed("1")
    setup(log_key=b"key of the next month")
    assert hashed(1) != before


def test_our_own_loggers_keep_their_message_but_not_a_long_argument():
    page = written()
    logging.getLogger("groundwork.desk").info("batch of %d for %s by %s", 3, "abc", TEXT)
    assert json.loads(page.getvalue())["event"] == "batch of 3 for abc by ?"


def test_an_exception_handed_over_as_the_message_is_withheld():
    page = written()
    logging.getLogger("groundwork.desk").error(ValueError(TEXT))
    logging.getLogger("groundwork.desk").info("%d of them", TEXT)
    logging.getLogger("groundwork.desk").info("hello", extra={"fields": TEXT, "error": TEXT})
    silent(page)
    assert len(page.getvalue().splitlines()) == 3


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(
    "name",
    FOREIGN,
)
def test_a_foreign_record_keeps_who_where_and_which_exception(name: str, as_json: bool):
    page = written(as_json)
    logger = logging.getLogger(name)
    logger.debug("%s said %s", TOKEN, TEXT)
    logger.info(f"POST https://api.telegram.org/bot{TOKEN}/sendMessage {TEXT}", stack_info=True)
    logger.warning("%(text)s", {"text": TEXT})
    try:
        raise ConnectionError(TEXT) from KeyError(TOKEN)
    except ConnectionError:
        logger.exception(TEXT)
    silent(page)
    assert page.getvalue().count("(withheld)") == 4
    assert "ConnectionError" in page.getvalue()
    assert "KeyError" in page.getvalue()
    assert "tests/test_logs.py" in page.getvalue()


def test_below_debug_foreign_loggers_speak_from_warning_on():
    page = written(level="INFO")
    logging.getLogger("httpx").info("a request")
    assert page.getvalue() == ""
    logging.getLogger("httpx").warning("a request")
    assert page.getvalue() != ""


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="LOUD"):
        setup("LOUD")


async def test_httpx_itself_at_debug_tells_nothing():
    page = written()
    answer = httpx.Response(200, json={"ok": True, "result": {"text": TEXT}})
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as client:
        await client.post(f"https://api.telegram.org/bot{TOKEN}/sendMessage", json={"text": TEXT})
    assert "httpx" in page.getvalue()
    silent(page)


class DeadLine(telegram.request.BaseRequest):
    """A network that answers every call with a refusal quoting what was sent."""

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *_: object, **__: object) -> tuple[int, bytes]:
        return 400, json.dumps({"ok": False, "error_code": 400, "description": f"Bad Request: {TEXT}"}).encode()


async def test_the_telegram_library_itself_at_debug_tells_nothing():
    page = written()
    bot = telegram.Bot(TOKEN, request=DeadLine(), get_updates_request=DeadLine())
    with pytest.raises(telegram.error.BadRequest) as refused:
        await bot.send_message(chat_id=1, text=TEXT)
    log("outbox.refused", error=refused.value)
    assert "telegram" in page.getvalue()
    assert "telegram.error.BadRequest" in page.getvalue()
    silent(page)


async def test_the_databases_themselves_at_debug_tell_nothing():
    page = written()
    async with aiosqlite.connect(":memory:") as db:
        await db.execute("select ?", (TEXT,))
        with pytest.raises(aiosqlite.OperationalError) as failed:
            await db.execute(f"select '{TEXT}' from nowhere")
    engine = sqlalchemy.create_engine("sqlite://", echo=False)
    try:
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text("select :said"), {"said": TEXT})
            with pytest.raises(sqlalchemy.exc.OperationalError) as refused:
                connection.execute(sqlalchemy.text("select :said from nowhere"), {"said": TEXT})
    finally:
        engine.dispose()
    log("store.failed", error=failed.value)
    log("store.failed", error=refused.value)
    assert "aiosqlite" in page.getvalue()
    assert "sqlalchemy.engine" in page.getvalue()
    assert "OperationalError" in page.getvalue()
    silent(page)


async def test_a_lost_task_is_told_without_its_words():
    page = written()
    asyncio.get_running_loop().call_exception_handler({"message": TEXT, "exception": ValueError(TEXT)})
    assert "ValueError" in page.getvalue()
    silent(page)


def test_what_nobody_caught_is_told_without_its_words():
    page = written()
    error = RuntimeError(TEXT)
    sys.excepthook(RuntimeError, error, None)
    thread = threading.Thread(target=lambda: (_ for _ in ()).throw(error))
    thread.start()
    thread.join()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert page.getvalue().count('"error": "RuntimeError"') == 2
    silent(page)


def test_a_trace_has_causes_and_groups_and_no_words():
    try:
        try:
            raise KeyError(TEXT)
        except KeyError as cause:
            raise ExceptionGroup(TEXT, [OSError(TEXT), sqlalchemy.exc.ArgumentError(TEXT)]) from cause
    except ExceptionGroup as group:
        lines = trace(group)
    assert [one for one in lines if not one.startswith(" ")] == [
        "ExceptionGroup", "KeyError", "OSError", "sqlalchemy.exc.ArgumentError",
    ]  # fmt: skip
    assert not any(canary in line for canary in CANARIES for line in lines)
    assert trace(None) == []


@pytest.mark.parametrize("token", [TOKEN, f"bot{TOKEN}", SANDBOX, TOKEN.replace(":", "%3A")])
def test_tokens_are_cut_out_of_any_text(token: str):
    assert redacted(f"GET /{token}/getMe") == "GET /(token)/getMe"
    page = written()
    logging.getLogger("groundwork.tg").warning(f"GET /bot{token}/getMe")
    log("tg.token", what=token.lower())
    assert token.lower() not in page.getvalue().lower()


def test_times_and_short_ids_are_left_alone():
    assert redacted("at 20:30, 3:abc") == "at 20:30, 3:abc"


def test_handlers_that_come_later_see_the_clean_record():
    page = written()
    later = cleaned(logging.StreamHandler(other := io.StringIO()))
    logging.getLogger().addHandler(later)
    log("turn.done", chat=5)
    logging.getLogger("httpx").error(TEXT)
    assert page.getvalue() == other.getvalue()


def test_the_filter_and_the_line_can_be_given_to_a_foreign_handler():
    record = logging.LogRecord("telegram.Bot", logging.DEBUG, "x.py", 1, TEXT, (TOKEN,), None)
    assert Redaction().filter(record)
    assert TEXT not in Line(False).format(record)
