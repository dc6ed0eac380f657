"""Somebody who runs the bot, at the command line."""

from __future__ import annotations

from pathlib import Path

import yaml
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app

RUNNER = CliRunner()


class Desk:
    """An operator with a config file."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.config, self.key = folder, folder / "config.yaml", folder / "secret" / "kek"
        self.data, self.keys = folder / "data" / "groundwork.db", folder / "data" / "keys.db"
        settings = {
            "token": "1:SANDBOX-x",
            "database_url": f"sqlite+aiosqlite:///{self.data}",
            "keys_url": f"sqlite+aiosqlite:///{self.keys}",
            "master_key_file": str(self.key),
        }
        self.config.write_text(yaml.safe_dump(settings))

    def does(self, *words: str, code: int = 0) -> str:
        result: Result = RUNNER.invoke(app, [*words, "--config", str(self.config)])
        assert result.exit_code == code, result.output
        for file in self.key.parent.glob("kek*"):
            assert file.read_text().strip() not in result.output
        return result.output
