"""The demo as a person meets it: `python -m bot demo` as a process of its own, and its page in a real Chromium.

`demo` is one run of the demo, fresh for each test; `page` is its page in a desktop window, `phone` the same on a phone. `watched`
collects what a page must not do: errors in its console, failed requests, and requests to anywhere but the demo itself.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP = {"width": 1500, "height": 900}
PHONE = {"width": 360, "height": 740}
PATIENCE = 20_000
TOKEN = "browser-tests"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests in this folder need Chromium; without one they are skipped and say so."""
    missing = not Path(CHROMIUM).exists()
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (looked for `chromium` and /usr/bin/chromium)."))


@dataclass
class Demo:
    """A running demo. `address` is the page with its token; `do` and `see` are the control API."""

    address: str
    http: httpx.Client

    @property
    def origin(self) -> str:
        """Where everything comes from."""
        return self.address.split("/?")[0]

    def do(self, path: str, **body: Any) -> Any:
        """POST /sandbox/PATH; waits until the bot is quiet."""
        answer = self.http.post(f"{self.origin}/sandbox/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def see(self, path: str) -> Any:
        """GET /sandbox/PATH."""
        answer = self.http.get(f"{self.origin}/sandbox/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()


@dataclass
class Watched:
    """What a page did that it must not do."""

    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


@pytest.fixture
def demo() -> Iterator[Demo]:
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--token", TOKEN, "--undo", "0"]
    env = {**os.environ, "NO_BROWSER": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), f"the demo printed {address!r} in place of an address"
            with httpx.Client(headers={"X-Sandbox-Token": TOKEN}, timeout=60, trust_env=False) as http:
                yield Demo(address, http)
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    browser = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def opened(chromium: Browser, demo: Demo, watched: Watched) -> Iterator[Callable[..., Page]]:
    """Opens the page of the demo in a window of its own: `opened(viewport=…, color_scheme=…)`."""
    contexts = []

    def show(**options: Any) -> Page:
        context = chromium.new_context(
            **{"viewport": DESKTOP, "timezone_id": "Europe/Berlin", "reduced_motion": "reduce"} | options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watch(page, demo, watched)
        page.goto(demo.address)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield show
    for context in contexts:
        context.close()


def watch(page: Page, demo: Demo, watched: Watched) -> None:
    """Note errors, failed requests and requests to elsewhere."""
    page.on("console", lambda line: watched.complaints.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("response", lambda answer: watched.complaints.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)

    def asked(url: str) -> None:
        if not url.startswith((demo.origin, "data:", "blob:")):
            watched.elsewhere.append(url)

    page.on("request", lambda request: asked(request.url))


@pytest.fixture
def page(opened: Callable[..., Page]) -> Page:
    return opened()


@pytest.fixture
def phone(opened: Callable[..., Page]) -> Page:
    return opened(viewport=PHONE, has_touch=True, is_mobile=True)
