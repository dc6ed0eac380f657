"""JSON Schema (draft 2020-12) of flows and of stories, so that an editor completes and underlines while an author writes.

Made from the kinds of state and their fields, with the sentences of the manual as descriptions: a new kind appears by itself. A
schema cannot know which names a flow has; what it lets pass, `check` finds.
"""

import json
from typing import Any

from bot.authoring.schema.flow import flow_schema
from bot.authoring.schema.story import story_schema

FLOW_FILE, STORY_FILE = "flow.schema.json", "story.schema.json"
SCHEMAS = {FLOW_FILE: flow_schema, STORY_FILE: story_schema}


def written(schema: dict[str, Any]) -> str:
    """A schema as a file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


__all__ = ["FLOW_FILE", "SCHEMAS", "STORY_FILE", "flow_schema", "story_schema", "written"]
