"""`schema`: what an editor needs to complete and underline flows and stories. Exit 0, or 2 when a file cannot be written."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.authoring.schema import SCHEMAS, flow_schema, story_schema, written
from bot.cli.naming import FlowsOption, folder_of, write


def schema(
    flows: FlowsOption = None,
    stories: Annotated[bool, typer.Option("--stories", help="The schema of stories, not that of flows.")] = False,
) -> None:
    """Prints the JSON Schema of flows, for editors such as VS Code with its YAML extension.

    With --flows it is written into that folder, as flow.schema.json, and that of stories as story.schema.json. A flow names it in
    its first line: # yaml-language-server: $schema=../flow.schema.json
    """
    if flows is None:
        return typer.echo(written((story_schema if stories else flow_schema)()), nl=False)
    folder_of(flows)
    for name, made in SCHEMAS.items():
        write(written(made()), flows / name)
        typer.echo(str(flows / name))
