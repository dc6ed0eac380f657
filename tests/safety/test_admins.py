"""Who runs the bot sees numbers and never content, and every look is written down."""

import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from stored import Office, office, paired, welcomed

import bot
from bot.picture import painter

pytestmark = pytest.mark.carries("T19")

ADMIN = 700


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Office]:
    made = await office(tmp_path, datetime(2026, 1, 5, 19, 0, tzinfo=UTC))
    setting = replace(made.desk.setting(), admins=frozenset({ADMIN}))
    made.desk.setting = lambda: setting
    yield made
    await made.store.close()


async def audit(house: Office) -> list[tuple[int, str]]:
    rows = await house.store._database.read(lambda c: c.execute(text("select actor, act from audit order by id")).all())
    return [(int(actor), str(act)) for actor, act in rows]


async def test_an_administrator_sees_numbers_and_it_is_written_down(house: Office) -> None:
    await paired(house, (101, "Ann"), (102, "Ben"))
    await welcomed(house, ADMIN, "Op")
    await house.says(ADMIN, "/status", "Op")
    said = house.texts(ADMIN)[-1]
    assert "People: 3" in said
    assert "Couples: 1" in said
    for name in ("Ann", "Ben"):
        assert name not in said
    assert await audit(house) == [(ADMIN, "status")]


async def test_for_everybody_else_there_is_no_such_word(house: Office) -> None:
    await welcomed(house, 101, "Ann")
    await house.says(101, "/status")
    assert "I do not know that word" in house.texts(101)[-1]
    assert await audit(house) == []


def test_nothing_in_the_code_changes_or_removes_a_line_of_the_audit_but_age() -> None:
    code = {p.name: p.read_text("utf-8") for p in (Path(bot.__file__).parent / "storage").glob("*.py")}
    assert not any("update(audit)" in text for text in code.values())
    assert [name for name, text in code.items() if "delete(audit)" in text] in ([], ["retention.py"])


def test_nobody_can_run_anything_or_write_to_everybody() -> None:
    rooms = [Path(bot.__file__).parent / room for room in ("talk", "app", "tg")]
    code = "".join(p.read_text("utf-8") for room in rooms for p in room.rglob("*.py"))
    for way in ('"broadcast"', "eval(", "exec(", "subprocess", "os.system"):
        assert way not in code, way


def test_the_one_process_that_is_begun_is_the_bots_own_painter_and_is_told_nothing() -> None:
    assert (sys.executable, "-m", "bot.picture") == painter.COMMAND
    assert not any("TOKEN" in name or "KEY" in name for name in painter.PASSED_ON)
