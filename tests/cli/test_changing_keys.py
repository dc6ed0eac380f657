"""A master key is on the disk before anything is wrapped with it, and a run that was killed keeps no later one from going on."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cli.operators import RUNNER, Desk

from bot.cli import app
from bot.config import Settings
from bot.storage import custody
from bot.storage.keys import Tried
from bot.storage.master import write_master_key
from bot.wiring import first_master_key

ROOT = Path(__file__).parents[2]


class Disk:
    """What would be there after a power cut: what was synced, under names that were synced."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bodies: dict[int, bytes] = {}
        self.names: dict[Path, dict[str, int]] = {}
        monkeypatch.setattr(os, "fsync", self._synced)

    def _synced(self, handle: int) -> None:
        here = Path(f"/proc/self/fd/{handle}")
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            self.names[here.resolve()] = {one.name: one.stat().st_ino for one in here.iterdir()}
        else:
            self.bodies[os.fstat(handle).st_ino] = here.read_bytes()

    def keeps(self, file: Path) -> bool:
        """Whether the file would be there as it is."""
        known = self.names.get(file.parent, {}).get(file.name)
        return known is not None and self.bodies.get(known) == file.read_bytes()


def test_a_new_master_key_outlasts_a_power_cut_and_so_does_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, file = Disk(monkeypatch), tmp_path / "etc" / "secret" / "kek"
    write_master_key(file)
    assert disk.keeps(file)
    assert "secret" in disk.names[tmp_path / "etc"]
    assert "etc" in disk.names[tmp_path]
    assert [one.name for one in file.parent.iterdir()] == ["kek"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o400
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_master_key_that_a_first_start_makes_outlasts_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, file = Disk(monkeypatch), tmp_path / "kek"
    data, keys = (f"sqlite+aiosqlite:///{tmp_path}/{name}.db" for name in ("data", "keys"))
    made = first_master_key(Settings(database_url=data, keys_url=keys, master_key_file=file))
    assert disk.keeps(file)
    assert file.read_text().strip() == made.hex()


@pytest.mark.parametrize("was_there", [False, True], ids=["fresh", "of a run that was killed"])
def test_keys_are_wrapped_only_with_a_key_that_outlasts_a_power_cut(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, was_there: bool
) -> None:
    new = desk.key.with_name("kek.new")
    if was_there:
        write_master_key(new)
    disk, rotate = Disk(monkeypatch), custody.rotate
    kept: list[bool] = []

    async def looked(keys_url: str, current: bytes, old: bytes) -> Tried:
        kept.append(disk.keeps(new) and new.read_text().strip() == current.hex())
        return await rotate(keys_url, current, old)

    monkeypatch.setattr(custody, "rotate", looked)
    desk.does("keys", "rotate")
    assert kept == [True]
    assert {"kek", "kek.old"} == set(disk.names[desk.key.parent])


KILLED = """
import os, signal, sys
from itertools import count
from pathlib import Path
from bot.storage import master

def killed_at(line):
    lines = count(1)
    def local(frame, event, argument):
        if event == "line" and next(lines) == line:
            os.kill(os.getpid(), signal.SIGKILL)
        return local
    return lambda frame, event, argument: local if frame.f_code.co_filename == master.__file__ else None

file = Path(sys.argv[1])
for line in count(1):
    if not (child := os.fork()):
        sys.settrace(killed_at(line))
        master.write_master_key(file)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if file.exists():
        master.read_master_key(file, {}, print)
        file.unlink()
    if not os.WIFSIGNALED(status):
        break
print(line)
"""


def test_writing_a_key_may_be_killed_at_every_line_and_leaves_a_whole_one_or_none(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "kek")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 5


@pytest.mark.parametrize("left", ["", "abc", "\0" * 65], ids=["empty", "short", "blank"])
def test_what_is_no_key_beside_the_present_one_is_written_anew(desk: Desk, left: str) -> None:
    new = desk.key.with_name("kek.new")
    new.write_text(left)
    new.chmod(0o400)
    desk.does("keys", "rotate")
    assert "opens all 1 keys" in desk.does("keys", "check")
    assert not new.exists()


def test_a_damaged_new_key_is_left_as_it_is_once_keys_are_wrapped_with_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("bot.cli.keys._change_places", cut)
        assert RUNNER.invoke(app, ["keys", "rotate", "--config", str(desk.config)]).exit_code == 1
    new = desk.key.with_name("kek.new")
    whole = new.read_text()
    new.chmod(0o600)
    new.write_text(whole[:-3])
    assert "does not open these keys" in desk.does("keys", "rotate", code=2)
    assert new.read_text() == whole[:-3]
    new.write_text(whole)
    desk.does("keys", "rotate")
    assert "opens all 1 keys" in desk.does("keys", "check")
    assert desk.key.read_text() == whole
