"""The demo as a person meets it: `python -m bot demo` as a process of its own, and its page in a real Chromium.

`demo` is one run of the demo, fresh for each test; `page` is its page in a desktop window, `phone` the same on a phone.
`stage` is a sandbox without a bot, where the test itself says what the bot says; `staged` is its page. `watched` collects
what a page must not do: errors in its console, failed requests, and requests to anywhere but the sandbox itself.
"""

import contextlib
import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP = {"width": 1500, "height": 900}
PHONE = {"width": 360, "height": 740}
PATIENCE = 60_000  # milliseconds; the bot itself may take some seconds to start on a busy machine
expect.set_options(timeout=PATIENCE)
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
class Stage(Demo):
    """A sandbox without a bot: `call` is the Bot API."""

    bot: str = ""

    def call(self, method: str, **params: Any) -> Any:
        """One call of the bot; its result."""
        answer = self.http.post(f"{self.origin}/bot{self.bot}/{method}", json=params).json()
        assert answer["ok"], answer
        return answer["result"]

    def tell(self, name: str, text: str, **more: Any) -> int:
        """The bot writes to someone; the message's id."""
        sent: int = self.call("sendMessage", chat_id=self.id(name), text=text, **more)["message_id"]
        return sent

    def id(self, name: str) -> int:
        """Someone's id, which is their chat's too."""
        found: int = next(person["id"] for person in self.see("people") if person["name"] == name)
        return found


@dataclass
class Watched:
    """What a page did that it must not do."""

    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


@contextlib.contextmanager
def started(*arguments: str) -> Iterator[IO[str]]:
    """`python -m bot …` as a process, and what it prints; it is stopped at the end."""
    command = [sys.executable, "-m", "bot", *arguments, "--port", "0", "--token", TOKEN]
    env = {**os.environ, "NO_BROWSER": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout
        finally:
            process.terminate()
            process.wait(30)


def client() -> httpx.Client:
    """With the control token, and never by way of a proxy."""
    return httpx.Client(headers={"X-Sandbox-Token": TOKEN}, timeout=60, trust_env=False)


@pytest.fixture
def demo() -> Iterator[Demo]:
    with started("demo", "--undo", "0") as printed, client() as http:
        address = printed.readline().strip()
        assert address.startswith("http://127.0.0.1:"), f"the demo printed {address!r} in place of an address"
        yield Demo(address, http)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with started("sandbox") as printed, client() as http:
        lines = dict(printed.readline().strip().split(":", 1) for _ in range(5))
        yield Stage(lines["page"].strip(), http, bot=lines["bot token"].strip())


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
def window(chromium: Browser, watched: Watched) -> Iterator[Callable[..., Page]]:
    """Opens a page in a window of its own: `window(demo, viewport=…, color_scheme=…)`."""
    contexts = []

    def show(demo: Demo, **options: Any) -> Page:
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


@pytest.fixture
def opened(window: Callable[..., Page], demo: Demo) -> Callable[..., Page]:
    """Opens the page of the demo: `opened(viewport=…, color_scheme=…)`."""
    return functools.partial(window, demo)


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
def staged(window: Callable[..., Page], stage: Stage) -> Page:
    return window(stage)


@pytest.fixture
def phone(opened: Callable[..., Page]) -> Page:
    return opened(viewport=PHONE, has_touch=True, is_mobile=True)
