"""Every story beside a flow goes as it says."""

from pathlib import Path

import pytest
from world import SHIPPED, shipped

from bot.authoring.stories import read_story, run

FILES = sorted(SHIPPED.glob("*/stories/*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=[f"{f.parts[-3]}/{f.stem}" for f in FILES])
def test_the_story_goes_as_it_says(file: Path) -> None:
    story, problems = read_story(file.read_text("utf-8"), str(file.relative_to(SHIPPED.parent)))
    assert story is not None, "\n".join(str(p) for p in problems)
    result = run(story, shipped())
    assert result.ok, f"{story.file}\n{result.difference}"
