"""`play` on the command line: driven by a pipe and at a terminal, it loses nothing however it ends."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import signal
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.app.finding import find
from bot.authoring.stories.arranging import arranged
from bot.authoring.stories.playing import Play
from bot.authoring.stories.reading import FORMS
from bot.cli import app
from bot.cli.window import Window

OWN = """flow: one-good-thing
version: 1
title: One good thing
summary: You write down one good thing of today. It stays yours.
parties: [me]
place: apart
initial: ask
states:
  ask:
    say: What was one good thing today?
    ask: me
    next: done
    after: {1h: done}
  done:
    say: Thank you. Have a quiet evening.
    final: finished
"""
TERMINAL_SECONDS = 60


def play(*words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["play", *words], input=typed)
    return result.exit_code, result.output


def story(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["story", *words])
    return result.exit_code, result.output


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "flows" / "one-good-thing" / "flow.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(OWN, "utf-8")
    return file


WHERE = ("(waits until 07:00: quiet hours) ", "(behind the note) ")

# -- through a pipe ---------------------------------------------------------------------------------------------


def test_lines_come_through_a_pipe_and_both_chats_are_shown() -> None:
    code, told = play("evening-check-in", typed="Ann opens\nAnn taps: Heavy\nBen sees: nothing\nquit\nAnn: not heard any more\n")
    assert code == 0
    lines = told.splitlines()
    assert lines[0] == "Evening check-in"
    assert "  Ann  A note for you." in lines
    assert "  Ben  A note for you." in lines
    assert "Mon 2026-11-23 20:00 > Ann opens" in lines
    assert "  Ann can tap: 1 That is all" in lines
    assert "  (nobody sees anything)" in lines
    assert "not heard any more" not in told


def test_what_was_played_is_a_story_that_holds(tmp_path: Path) -> None:
    file = tmp_path / "stories" / "ann-answers.yaml"
    code, told = play("i-statement", "--record", str(file), typed="Ann taps: Now\nAnn taps: 1\ngroup: nothing\n2 hours pass\n")
    assert code == 0
    assert told.splitlines()[-1] == f"Recorded in {file}. It goes the same way again: python -m bot story {file}"
    assert story(str(file)) == (0, "1 story, 0 failed\n")
    text = file.read_text("utf-8")
    assert text.startswith("story: Ann answers\ngiven: {flow: i-statement, couple: Ann & Ben, ")
    assert "  - Ann taps: Yes, I have time\n" in text
    assert text.endswith("  - group: nothing\n  - 2 hours pass\n")


def test_a_flow_of_ones_own_is_played_and_its_story_knows_it(own: Path) -> None:
    file = own.parent / "stories" / "tea.yaml"
    code, told = play(str(own.parent), "--given", "person: Ann", "--record", str(file), typed="Ann: tea\n")
    assert (code, "Thank you. Have a quiet evening." in told) == (0, True)
    assert story(str(file)) == (0, "1 story, 0 failed\n")
    assert story("--flows", str(own.parents[1])) == (0, "1 story, 0 failed\n")
    assert play("one-good-thing", "--flows", str(own.parents[1]))[0] == 0


def test_how_to_tell_a_story_again_is_said_so_that_it_works(own: Path, tmp_path: Path) -> None:
    elsewhere, folder = tmp_path / "elsewhere" / "tea.yaml", own.parents[1]
    _, told = play(
        "one-good-thing", "--flows", str(folder), "--given", "person: Ann", "--record", str(elsewhere), typed="Ann: tea\n"
    )
    assert told.splitlines()[-1].endswith(f"python -m bot story {elsewhere} --flows {folder}")
    assert story(str(elsewhere), "--flows", str(folder)) == (0, "1 story, 0 failed\n")
    beside = own.parent / "stories" / "tea.yaml"
    _, told = play("one-good-thing", "--flows", str(folder), "--given", "person: Ann", "--record", str(beside), typed="Ann: tea\n")
    assert told.splitlines()[-1].endswith(f"python -m bot story {beside}")
    loose = own.rename(tmp_path / "loose.yaml")
    _, told = play(str(loose), "--given", "person: Ann", "--record", str(tmp_path / "b.yaml"), typed="Ann: tea\n")
    assert told.splitlines()[-1].endswith("once the flow stands in FOLDER/one-good-thing/flow.yaml.")


def test_wrong_lines_get_a_kind_answer_and_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    wrong = "An: hello\nAnn taps: Nothing like this\nBen opens\nfly away\n\x00\xff\n\n:\nnext\nundo\nundo\nundo\n"
    code, told = play("i-statement", "--record", str(file), typed=f"Ann taps: This evening\nundo\n{wrong}Ann taps: Now\n")
    assert code == 0, told
    assert "`An` is not in this story. Did you mean `Ann`?" in told
    assert "Ann could tap: [Now] [This evening] [Tomorrow evening] [Not at all]" in told
    assert "There is no note for Ben to open" in told or "there is no note for Ben to open" in told
    assert "Nothing has happened; `help` shows what can be said." in told
    assert "There is nothing to take back." in told
    assert [line for line in file.read_text("utf-8").splitlines() if "taps" in line] == ["  - Ann taps: Now"]
    assert story(str(file))[0] == 0


def test_what_waits_for_the_end_of_quiet_hours_is_shown_as_such(tmp_path: Path) -> None:
    file, night = tmp_path / "night.yaml", 'clock: "2026-11-23 21:00 Europe/Berlin"'
    typed = "Ann: You fixed the door\nAnn taps: 1\nuntil 2026-11-23 23:00\nuntil 2026-11-24 07:00\nAnn opens\n"
    code, told = play("appreciation", "--given", night, "--record", str(file), typed=typed)
    assert code == 0, told
    lines = told.splitlines()
    waits, rings = (lines.index(f"  Ann  {where}That was one small thing. It can stand as it is.") for where in WHERE)
    assert lines[waits - 2] == "  Ann  (waits until 07:00: quiet hours) A note for you."
    assert lines[rings - 2 : rings] == ["  Ann  A note for you.", "       [Open]"]
    recorded = file.read_text("utf-8").splitlines()
    morning = recorded.index("  - until 2026-11-24 07:00")
    assert recorded[morning - 1] == "  - until 2026-11-23 23:00"
    assert "  - bot to Ann: note" in recorded[morning:]
    assert story(str(file))[0] == 0


def test_an_answer_that_opened_a_note_says_so() -> None:
    _, told = play("evening-check-in", typed="Ann taps: 1\nBen taps: Heavy\n")
    assert "1 was the button [Open]: Ann opened the note." in told.splitlines()
    assert "Ben opened the note first." in told.splitlines()
    _, told = play("evening-check-in", typed="Ann opens\nAnn taps: Heavy\n")
    assert "opened the note" not in told


def test_help_names_the_lines_and_nothing_is_nothing() -> None:
    code, told = play("i-statement", typed="help\n?\n")
    assert code == 0
    assert told.count("Ann taps: …") == 2
    assert all(form in told for form in FORMS)
    assert play("i-statement", typed="")[0] == 0


def test_time_goes_to_what_happens_next() -> None:
    _, told = play("evening-check-in", typed="next\nnext\n")
    assert "until 2026-11-24 16:00" in told
    assert "Tue 2026-11-24 16:00 · nothing runs any more" in told
    assert "Nothing happens by itself from here." in told


def test_a_group_can_be_given() -> None:
    _, told = play("i-statement", "--given", "group: true", typed="Ann taps 1\nAnn taps 1\nBen opens\nBen taps 1\n")
    assert "  group  A question for Ann waits in the private chat with me." in told.splitlines()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nothing-here"], "nothing-here: there is no such flow."),
        (["apology", "--given", "weather: fine"], "--given: `weather` is not known in `given`."),
        (["apology", "--given", "role: ["], "--given: this cannot be read"),
        (["apology", "--record", "{tmp}"], "--record: {tmp} is there already"),
        (["apology", "--flows", "nowhere"], "--flows: nowhere is no folder"),
        (["apology", "--record", "{tmp}/file/story.yaml"], "{tmp}/file/story.yaml: it cannot be written"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_one_sentence(words: list[str], sentence: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    code, told = play(*(word.format(tmp=tmp_path) for word in words))
    assert code == 2
    assert told.splitlines()[-1].startswith(sentence.format(tmp=tmp_path))


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text("mine", "utf-8")
    assert play("apology", "--record", str(file), typed="Ann: x\n")[0] == 2
    assert file.read_text("utf-8") == "mine"


def test_a_talk_that_breaks_as_it_begins_is_told(tmp_path: Path) -> None:
    file = tmp_path / "round.yaml"
    round_and_round = OWN.replace("    ask: me\n    next: done\n    after: {1h: done}\n", "    next: ask\n").replace(
        "one-good-thing", "round"
    )
    file.write_text(round_and_round, "utf-8")
    code, told = play(str(file))
    assert code == 1
    assert "The bot broke here: Stuck" in told


# -- at a terminal ------------------------------------------------------------------------------------------------


class Terminal:
    """The command in a terminal of its own; `says` types a line once its prompt has come."""

    def __init__(self, *words: str) -> None:
        self.master, slave = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "PYTHONPATH": str(Path(__file__).parents[2])}
        command = [sys.executable, "-m", "bot", "play", *words]
        # Whatever runs the tests may ignore Ctrl-C, and would pass that on.
        heeds = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True, preexec_fn=heeds
        )
        os.close(slave)
        self.told, self.seen, self.interrupted = "", 0, False
        self.until(" > ")

    def until(self, text: str) -> None:
        """Reads on until a text comes, behind the one that was waited for before."""
        while text not in self.told[self.seen :]:
            ready, _, _ = select.select([self.master], [], [], TERMINAL_SECONDS)
            assert ready, self.told
            self.told += os.read(self.master, 65536).decode("utf-8", "replace")
        self.seen = self.told.index(text, self.seen) + len(text)

    def interrupts(self) -> None:
        """Ctrl-C; a person who sees nothing happen presses it again."""
        self.interrupted = True
        self.process.send_signal(signal.SIGINT)

    def types(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def ends(self) -> int:
        """The exit code. What is written is read until the command is gone: a terminal may hiccup as its mode changes."""
        for tenth in range(1, 10 * TERMINAL_SECONDS):
            if self.process.poll() is not None:
                break
            self.drains(0.1)
            if self.interrupted and tenth % 50 == 0:  # one that came just before the line was waited for is not noticed
                self.interrupts()
        self.drains(0)
        os.close(self.master)
        return self.process.wait(TERMINAL_SECONDS)

    def drains(self, seconds: float) -> None:
        with suppress(OSError):  # the other end of a terminal is gone
            while select.select([self.master], [], [], seconds)[0] and (read := os.read(self.master, 65536)):
                self.told += read.decode("utf-8", "replace")


@pytest.mark.parametrize("end", ["ctrl-d", "ctrl-c", "quit"])
def test_at_a_terminal_it_ends_well_and_what_there_is_is_recorded(end: str, tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    terminal = Terminal("i-statement", "--record", str(file))
    terminal.types(b"Ann taps: Now\n")
    terminal.until("Only something light today")
    terminal.until(" > ")
    if end == "ctrl-c":
        terminal.interrupts()
    else:
        terminal.types(b"\x04" if end == "ctrl-d" else b"quit\n")
    assert terminal.ends() == 0, terminal.told
    plain = re.sub(r"\x1b\[[0-9;]*m", "", terminal.told)  # a long path breaks the line, and colours begin anew behind it
    assert "It goes the same way again" in " ".join(plain.split())
    assert "Traceback" not in terminal.told
    assert story(str(file))[0] == 0


@pytest.mark.parametrize("width", [130, 60, 40])
def test_chats_stand_side_by_side_where_there_is_room(width: int) -> None:
    known = find("i-statement")
    words, given, _ = arranged(known.flow, "group: true")
    assert given is not None
    console = Console(width=width, force_terminal=True, record=True, highlight=False, markup=False, emoji=False, file=io.StringIO())
    window = Window(Play(known.flows, given, words, "Wide"), known.flow, console)
    window.opens()
    for line in ("Ann taps: Now", "Ann taps: 1", "Ben opens", "Ben taps: 1"):
        window.hears(line)
    shown = console.export_text().splitlines()
    assert max(len(line) for line in shown) <= width
    side_by_side = any("Ann ─" in line and "group ─" in line and "Ben ─" in line for line in shown)
    assert side_by_side == (width >= 96)


def test_what_people_write_is_shown_as_it_is() -> None:
    _, told = play("appreciation", typed="Ann taps 1\nAnn: [bold]hi[/bold] :smile: [link]\n")
    assert "[bold]hi[/bold] :smile: [link]" in told
