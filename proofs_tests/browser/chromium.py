"""A headless Chromium, driven over a pipe: what a page asks for, what it complains of, how wide it is, how it looks."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",  # axe-core reads the style sheets, beside pages that are files
    "--no-first-run",
    "--remote-debugging-pipe",
)
_BECOME = """
import os, sys
from fcntl import F_DUPFD, fcntl
pipes = [fcntl(int(number), F_DUPFD, 10) for number in sys.argv[1:3]]  # out of the way of 3 and 4
for pipe, number in zip(pipes, (3, 4)):
    os.dup2(pipe, number)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""The browser reads its commands from descriptor 3 and answers on descriptor 4."""
_WIDTHS = """(() => {
  const room = document.documentElement.clientWidth;
  const seen = e => { for (let p = e.parentElement; p; p = p.parentElement) {
    const o = getComputedStyle(p); if (o.overflowX !== 'visible' || o.position === 'fixed') return false; } return true; };
  const wide = [...document.querySelectorAll('article *')].filter(e => e.getBoundingClientRect().right > room + 1 && seen(e));
  return {page: document.documentElement.scrollWidth, room, wide: wide.slice(0, 5).map(e => e.outerHTML.slice(0, 120))};
})()"""


def installed() -> str | None:
    """The path of a Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass
class Visit:
    """What was seen on one page at one width."""

    url: str
    width: int
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    page_width: int = 0
    too_wide: list[str] = field(default_factory=list)


class Browser:
    """One tab of a running Chromium; commands and events are JSON between zero bytes."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._number, self._rest = 0, b""
        self._events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    _session: str | None = None

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; events that come before it are kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            self._events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            chunk = os.read(self._from, 1 << 16)
            if not chunk:
                raise RuntimeError("the browser has gone")
            self._rest += chunk
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def visit(self, url: str, width: int, height: int = 900) -> Visit:
        """Open a page at a width and wait until it and its fonts are there."""
        self._widen(width, height)
        self._events.clear()
        self.call("Page.navigate", url=url)
        while not any(e.get("method") == "Page.loadEventFired" for e in self._events):
            self._events.append(self._next())
        self.evaluate("document.fonts.ready.then(() => true)")
        return self._seen(url, width)

    def visit_again(self, url: str, width: int, height: int = 900) -> Visit:
        """The open page at another width, without loading it once more."""
        self._events.clear()
        self._widen(width, height)
        self.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))")
        return self._seen(url, width)

    def _widen(self, width: int, height: int) -> None:
        phone = width < 600
        scale = 2 if phone else 1
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=phone)

    def _seen(self, url: str, width: int) -> Visit:
        measured = self.evaluate(_WIDTHS)
        seen = Visit(url, width, page_width=measured["page"], too_wide=measured["wide"])
        for event in self._events:
            _note(event, seen)
        return seen

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def picture(self, path: Path, height: int | None = None) -> Path:
        """The page from its top down to ``height``, or all of it, as a PNG file."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], height or size["height"]), "scale": 1}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(shot["data"]))
        return path


def _note(event: dict[str, Any], seen: Visit) -> None:
    method, told = event.get("method"), event.get("params", {})
    if method == "Network.requestWillBeSent":
        seen.requests.append(told["request"]["url"])
    elif method == "Network.loadingFailed":
        seen.complaints.append(f"a request failed: {told['errorText']}")
    elif method == "Runtime.exceptionThrown":
        seen.complaints.append(told["exceptionDetails"].get("exception", {}).get("description", "an exception"))
    elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
        seen.complaints.append(" ".join(str(a.get("value", a.get("description"))) for a in told["args"]))
    elif method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
        seen.complaints.append(told["entry"]["text"])


@contextmanager
def browser(path: str) -> Iterator[Browser]:
    """A Chromium with a profile of its own, gone with it at the end."""
    to_browser, from_us = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        pipes = (to_browser[0], from_us[1])
        command = [sys.executable, "-c", _BECOME, *map(str, pipes), path, *_FLAGS, f"--user-data-dir={profile}"]
        process = subprocess.Popen(command, pass_fds=pipes, stderr=subprocess.DEVNULL)
        os.close(to_browser[0])
        os.close(from_us[1])
        try:
            yield Browser(to_browser[1], from_us[0])
        finally:
            process.terminate()
            process.wait(10)
            os.close(to_browser[1])
            os.close(from_us[0])
