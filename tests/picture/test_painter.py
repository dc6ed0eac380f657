"""A picture is drawn by a process of its own: what it gets, what it may cost, and that nothing of it stays."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import msgspec
import pytest

from bot.picture.painter import PNG, Drawing
from bot.words.message import Panel, Picture

LEVELS = ("Heavy", "Rather heavy", "In between", "Rather light", "Light")
MARKS = ((0, 0), (1, 3), (6, 4))


def picture(title: str = "Your evenings", levels: tuple[str, ...] = LEVELS, names: tuple[str, ...] = ("",)) -> Picture:
    return Picture(title, 7, levels, ((0, "5 Jan"),), tuple(Panel(name, MARKS) for name in names))


def script(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def size(png: bytes | None) -> tuple[int, int]:
    assert png is not None
    assert png.startswith(PNG)
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


async def test_one_panel_fits_a_phone_and_two_stand_below_each_other() -> None:
    drawing = Drawing(seconds=60)
    one, two = size(await drawing.paint(picture())), size(await drawing.paint(picture(names=("Ann", "Ben"))))
    assert one == (1200, 800)
    assert two[0] == 1200
    assert two[1] > 1.7 * one[1]


@pytest.mark.parametrize("title", ["Ваши вечера", "Le tue serate", "הערבים שלך", "مساؤك", "$a$ {b} \\frac", "x" * 300, ""])
async def test_titles_of_any_kind_are_drawn_as_they_are(title: str) -> None:
    assert size(await Drawing(seconds=60).paint(picture(title)))[0] == 1200


async def test_a_name_without_letters_that_can_be_drawn_costs_nobody_the_picture() -> None:
    assert size(await Drawing(seconds=60).paint(picture(names=("Ann \U0001f98a", "\U0001f98a"))))[0] == 1200


async def test_where_letters_are_missing_there_are_only_words() -> None:
    """Boxes in the place of letters say nothing. (A private-use letter stands for a script that no font here has.)"""
    assert await Drawing(seconds=60).paint(picture(levels=("\ue123", *LEVELS[1:]))) is None


BROKEN = {
    "it ends badly": "import sys; sys.stdin.read(); sys.exit(3)",
    "it says something else": "import sys; sys.stdin.read(); print('hello')",
    "it does not read": "pass",
    "it says nothing": "import sys; sys.stdin.read()",
    "it ends badly after a picture": f"import sys; sys.stdin.read(); sys.stdout.buffer.write({PNG!r}); sys.stdout.flush(); sys.exit(1)",
}


@pytest.mark.parametrize("how", BROKEN)
async def test_whatever_breaks_there_the_words_go_alone(how: str) -> None:
    drawing = Drawing(script(BROKEN[how]))
    assert await drawing.paint(picture()) is None
    assert not drawing.busy


async def test_a_program_that_is_not_there_is_no_picture() -> None:
    assert await Drawing(("/nowhere/at/all",)).paint(picture()) is None


async def test_one_that_hangs_is_ended(tmp_path) -> None:
    pid = tmp_path / "pid"
    hang = f"import os, signal; open({str(pid)!r}, 'w').write(str(os.getpid())); signal.pause()"
    drawing = Drawing(script(hang), seconds=1.5)
    assert await drawing.paint(picture()) is None
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


async def _looks(drawing: Drawing) -> bool:
    return drawing.busy


async def test_while_one_is_drawn_it_is_busy() -> None:
    drawing = Drawing(script("import sys; sys.stdin.read()"))
    first = asyncio.ensure_future(drawing.paint(picture()))
    busy = asyncio.ensure_future(_looks(drawing))
    assert await busy
    await first
    assert not drawing.busy


async def test_it_gets_the_numbers_and_none_of_the_bots_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it was given comes back in place of a picture, behind a PNG's first bytes."""
    monkeypatch.setenv("GROUNDWORK_TOKEN", "1:secret")
    tell = f"import json, os, sys; sys.stdout.buffer.write({PNG!r} + json.dumps([sys.stdin.read(), sys.argv, dict(os.environ)]).encode())"
    told = await Drawing(script(tell)).paint(picture())
    assert told is not None
    given, arguments, environment = msgspec.json.decode(told.removeprefix(PNG))
    assert msgspec.json.decode(given, type=Picture) == picture()
    assert not any("evenings" in text for text in (*arguments, *environment.values()))
    assert "GROUNDWORK_TOKEN" not in environment


def test_the_bot_never_loads_what_draws() -> None:
    heavy = ("matplotlib", "numpy", "PIL", "bot.picture.__main__")
    code = f"import sys, bot.wiring, bot.cli; print([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
