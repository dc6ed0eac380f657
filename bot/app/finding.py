"""One flow that an author names, and the flows that it is known among.

It is named as `apology`, or by the path of a file or folder of one's own. What stands in the author's own folder (the one that is
given, or the one around the file) is known together with the flows that ship, and takes the place of those that have the same
name. A neighbour that cannot be read is left out, so that one flow can be worked on while another is in pieces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.app.library import read_texts, shipped
from bot.authoring.books import is_books
from bot.authoring.edition import NAMED
from bot.authoring.edition import beside as unreplaced
from bot.authoring.library import load
from bot.authoring.problems import Problem, nearest
from bot.authoring.reader import read_flow
from bot.flow.model import Flow, Flows


@dataclass(frozen=True)
class Found:
    """The flow, those it is known among, and all texts by file. `folder`: the author's own flows; the shipped ones, if none."""

    flow: Flow
    flows: Flows
    texts: Mapping[str, str]
    folder: Path


class NotFound(LookupError):
    """There is no such flow; the message is a sentence for the author."""


class Unreadable(ValueError):
    """The flows cannot be read."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def find(named: str, folder: Path | None = None) -> Found:
    """The flow of a name or path. `folder`: the author's own flows. Raises `NotFound` or `Unreadable`."""
    file, around = _place(named, folder)
    own = {**(read_texts(around) if around is not None else {}), **({str(file): text_of(file)} if file is not None else {})}
    texts = with_shipped(own)
    flows = _loaded(texts, file)
    name = next((f.name for f in flows.latest.values() if file is not None and f.file == str(file)), named)
    if name not in flows.latest:
        raise NotFound(f"{named}: there is no such flow. {_alike(named, flows)}")
    return Found(flows.latest[name], flows, texts, around or (file.parent if file is not None else shipped()))


def around(file: Path) -> Path | None:
    """The folder of flows that a flow or a story of one's own stands in: FOLDER/NAME/flow.yaml, FOLDER/NAME/stories/*.yaml."""
    inside = file.parent.parent if file.parent.name == "stories" else file.parent
    return inside.parent if (inside / "flow.yaml").is_file() else None


def known(folder: Path | None = None) -> Flows:
    """All flows that ship, with those of a folder of one's own. Raises `Unreadable`."""
    return _loaded(with_shipped(read_texts(folder) if folder else {}), None)


def names(folder: Path | None = None) -> set[str]:
    """What flows are called, those that ship and those of a folder of one's own, whether they can be read or not."""
    own = read_texts(folder) if folder is not None else {}
    said = {found[1] for text in with_shipped(own).values() if (found := NAMED.search(text))}
    return said | {Path(file).parent.name for file in own if not is_books(file)}


def with_shipped(own: Mapping[str, str]) -> dict[str, str]:
    """Texts by file, with those of the flows that ship (and `books.yaml`), but for those that they replace."""
    return {**beside(own), **own}


def beside(own: Mapping[str, str]) -> dict[str, str]:
    """What ships and is not replaced by texts of one's own."""
    given = {Path(f).resolve() for f in own}
    return unreplaced({f: t for f, t in read_texts(shipped()).items() if Path(f).resolve() not in given}, own)


def text_of(path: Path) -> str:
    """A file's text; what is no UTF-8 is left to the reader to refuse."""
    return path.read_bytes().decode("utf-8", "replace")


def _place(named: str, folder: Path | None) -> tuple[Path | None, Path | None]:
    """The file that is named, if it is a path, and the folder of the author's own flows."""
    path = Path(named)
    for file in (path, path / "flow.yaml", *([folder / named / "flow.yaml"] if folder is not None else [])):
        if file.is_file():
            return file, folder or around(file)
    return None, folder


def _loaded(texts: Mapping[str, str], file: Path | None) -> Flows:
    """All flows; if some cannot be read, those without them. Raises `Unreadable` with all problems when that is not enough."""
    flows, problems = load(texts)
    if flows is None:
        broken = {f for f, t in texts.items() if f != str(file) and not is_books(f) and read_flow(t, f)[0] is None}
        flows, _ = load({f: t for f, t in texts.items() if f not in broken}) if broken else (None, [])
    if flows is None:
        raise Unreadable(problems)
    return flows


def _alike(named: str, flows: Flows) -> str:
    hint = nearest(named, flows.latest)
    names = [f.name for f in flows.latest.values() if not f.hidden]
    return (
        hint[0].upper() + hint[1:]
        if hint
        else f"Known are {', '.join(sorted(names))}; or name a file of your own, or your folder with --flows."
    )
