"""One bot and one sandbox for all modules; every test has people of its own, or a couple with nothing left open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from acceptance.driver import Group, Person, Scene, Time, pair, undiscreet
from acceptance.town import Town
from acceptance.wordless import assert_wordless


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the logs of all bots of this run are kept."""
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="session")
def shared_town(tmp_path_factory: pytest.TempPathFactory, logs: Path) -> Iterator[Town]:
    """The bot of all modules that have none of their own, without an undo time."""
    opened = Town(tmp_path_factory.mktemp("town"), logs)
    try:
        yield opened
    finally:
        opened.close()
    assert_wordless(opened.log)


@pytest.fixture(scope="module")
def town(shared_town: Town) -> Town:
    """The bot, and nobody in it whom the module before knew."""
    shared_town.known.clear()
    return shared_town


@pytest.fixture
def scene(town: Town, request: pytest.FixtureRequest) -> Scene:
    """New people, whom the bot has never met; where a couple is wanted, the one of the test before on another day.

    A module may say `COUPLE = "new"` (for every test) or `"same"` (on the same day: nothing is begun that counts by the day).
    """
    wanted = getattr(request.module, "COUPLE", "another day") if "couple" in request.fixturenames else "new"
    if wanted == "new" or not ((wanted == "same" and town.same_day()) or town.another_day()):
        town.fresh()
    return Scene(town)


@pytest.fixture
def ann(scene: Scene) -> Person:
    return scene.person("Ann")


@pytest.fixture
def ben(scene: Scene) -> Person:
    return scene.person("Ben")


@pytest.fixture
def cleo(scene: Scene) -> Person:
    return scene.person("Cleo")


@pytest.fixture
def eve(scene: Scene) -> Person:
    return scene.person("Eve")


@pytest.fixture
def group(scene: Scene) -> Group:
    """The group of Ann and Ben."""
    return Group(scene)


@pytest.fixture
def time(scene: Scene) -> Time:
    return Time(scene)


@pytest.fixture
def couple(ann: Person, ben: Person) -> tuple[Person, Person]:
    """Ann and Ben, paired, who want to read everything at once."""
    if "paired" not in ann.scene.town.known:
        pair(ann, ben)
        undiscreet(ann, ben)
        ann.scene.town.known.add("paired")
    return ann, ben
