"""`sandbox`: the local Telegram alone, for a bot that is started beside it."""

from __future__ import annotations

import asyncio
import secrets
import signal
from collections.abc import Callable
from typing import Annotated, Any

import typer

from bot.app.library import read_folder, shipped
from bot.authoring.drawing import graph
from bot.sandbox.server import build, open_world, serve


def sandbox(
    port: Annotated[int, typer.Option(help="The port; 0 takes a free one.")] = 8081,
    token: Annotated[str | None, typer.Option(help="The token of the control API; a random one if none.")] = None,
) -> None:
    """Runs the sandbox without a bot."""
    try:
        asyncio.run(_run(port, token or secrets.token_urlsafe(12)))
    except OSError as error:
        typer.echo(f"--port: {port} cannot be used ({error.strerror}); choose another, or 0.", err=True)
        raise typer.Exit(2) from None


async def _run(port: int, token: str) -> None:
    world = open_world()
    running = await serve(build(world, token, drawing=drawings()), port)
    typer.echo(f"page:          {running.page}")
    typer.echo(f"base_url:      {running.address}/bot")
    typer.echo(f"sandbox:       {running.address}")
    typer.echo(f"bot token:     {world.token}")
    typer.echo(f"control token: {token}")
    await signalled()
    await running.stop()


async def signalled() -> None:
    """Until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()


def drawings() -> Callable[[str], dict[str, Any] | None]:
    """Flows as graphs for the page."""
    flows, _ = read_folder(shipped())

    def drawing(name: str) -> dict[str, Any] | None:
        flow = flows.latest.get(name) if flows is not None else None
        return graph(flow) if flow is not None else None

    return drawing
