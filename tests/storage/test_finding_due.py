"""Finding what is due costs the same whether a thousand schedules wait or a million: the same plan, the same pages.

And what may be sent is found by probes into the indexes of what is unsent, in their order.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.dialects import sqlite

from bot.storage.outbox import HEADS
from bot.storage.tables import metadata, outbox, schedules

LIMIT, BODY = 256, b"x" * 300
QUERY = select(schedules).where(schedules.c.bot == 7, schedules.c.due <= 1000).order_by(schedules.c.due).limit(LIMIT)


def filled(file: Path, count: int) -> Path:
    """A database with so many schedules, of which 256 are due; their moments are strewn."""
    engine = create_engine(f"sqlite:///{file}")
    metadata.create_all(engine, tables=[schedules])
    engine.dispose()
    with sqlite3.connect(file) as base:
        due = (2000 + (n * 7919) % (count * 50) if n >= LIMIT else n for n in range(count))
        rows = ((f"s{n:08}", 7, f"h{n // 3:08}", at, 0, BODY) for n, at in enumerate(due))
        base.executemany("INSERT INTO schedules (id, bot, household, due, attempts, body) VALUES (?, ?, ?, ?, ?, ?)", rows)
    base.close()
    return file


def looked(file: Path) -> tuple[list[str], int]:
    """The plan, and how many calls of read a fresh connection makes: one a page."""
    sql = str(QUERY.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    base = sqlite3.connect(file)
    base.execute("PRAGMA mmap_size = 0")
    plan = [row[3] for row in base.execute("EXPLAIN QUERY PLAN " + sql)]
    base.close()
    base = sqlite3.connect(file)
    before = reads()
    assert len(base.execute(sql).fetchall()) == LIMIT
    pages = reads() - before
    base.close()
    return plan, pages


def reads() -> int:
    """Calls of read that this process made (Linux)."""
    return int(Path("/proc/self/io").read_text().split("syscr: ")[1].split()[0])


def compare(folder: Path, few: int, many: int) -> str:
    small, large = looked(filled(folder / "few.db", few)), looked(filled(folder / "many.db", many))
    assert small[0] == large[0]
    assert "schedules_due" in small[0][0]
    assert large[1] <= small[1] * 1.2
    return f"{few}: {small[1]} pages, {many}: {large[1]} pages ({large[1] / small[1]:.2f} times), {small[0][0]}"


def test_a_thousand_and_thirty_thousand(tmp_path: Path) -> None:
    print(compare(tmp_path, 1000, 30_000))


def test_finding_what_may_be_sent_sorts_and_scans_nothing() -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine, tables=[outbox])
    with engine.connect() as base:
        for query in HEADS:
            sql = str(query.limit(LIMIT).params(mine=7, at=1000).compile(engine, compile_kwargs={"literal_binds": True}))
            plan = [row[3] for row in base.exec_driver_sql("EXPLAIN QUERY PLAN " + sql)]
            steps = [step for step in plan if "SUBQUERY" not in step]
            assert steps == [
                "SEARCH outbox USING INDEX outbox_heads (bot=? AND priority=?)",
                *["SEARCH earlier USING INDEX outbox_chats (bot=? AND chat=? AND id<?)"] * 2,
            ]


@pytest.mark.long
def test_a_thousand_and_a_million(tmp_path: Path) -> None:
    print("\n" + compare(tmp_path, 1000, 1_000_000))
