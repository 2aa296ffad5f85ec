"""A real browser, started when the first page needs it and not before.

The browser is never asked to fetch a page: it gets the document that Scrapy has fetched, under all of Scrapy's limits,
and loads what the document's scripts want, through ``BrowserProxy``. So the page's host is asked for a page once,
whichever way it is read, and redirects, robots.txt, sizes and delays are handled in one place.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.exceptions import BylineError
from crawler.fetching.rendering_signs import ENOUGH, LINE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext, Page, Route

    from crawler.fetching.browser_proxy import BrowserProxy

logger = logging.getLogger(__name__)

PAGES_AT_ONCE = 4
"""Beyond it the two cores of a small machine only get slower, and every page takes about 100 MB."""
SETTLE_SECONDS = 8
"""How long a page may take to show an article, counted from its document; what is there then is taken."""
PAGE_SECONDS = 25
"""How long a page may take altogether."""
CLOSE_SECONDS = 5
MAX_SUBREQUESTS = 300
MAX_CHARACTERS = 10 * 1024 * 1024

NOT_LOADED = frozenset({"image", "media", "font", "texttrack", "manifest", "ping"})
EXECUTABLES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

NOWHERE = "http://nowhere.invalid:80"
HOW_TO_INSTALL = (
    "Pages that need a browser stay pending until there is one: `apt install chromium`, or "
    "`.venv/bin/playwright install chromium`, or name yours in BROWSER_EXECUTABLE."
)

ARTICLE_IS_THERE = f"""() => {{
    let length = 0;
    for (const p of document.querySelectorAll("p, article div, main div")) {{
        if (p.tagName !== "P" && p.children.length) continue;
        const text = p.textContent.trim();
        if (text.length >= {LINE}) length += text.length;
    }}
    return length >= {ENOUGH};
}}"""


class NoBrowserError(BylineError):
    """Raised where no browser is installed or the one that is cannot be started."""


class RenderingError(BylineError):
    """Raised where a page could not be rendered: it crashed, hung, or grew beyond all bounds."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page as it was fetched: what the browser is given."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page after its scripts have run."""

    url: str
    """Where its scripts have led to, on the same host."""
    html: str


class Browser:
    """Renders documents. ``user_agent`` is what sub-requests name; ``executable`` overrules the search for one.

    ``may_load`` says of a sub-request's URL whether it may be made (robots.txt). Raises ``NoBrowserError`` where there
    is no browser and ``RenderingError`` for a page that fails; a browser that died is started again.
    """

    def __init__(
        self, proxy: BrowserProxy, user_agent: str, executable: str | None, may_load: Callable[[str], bool]
    ) -> None:
        self._proxy = proxy
        self._user_agent = user_agent
        self._executable = executable
        self._may_load = may_load
        self._chromium: Chromium | None = None
        self._starting = asyncio.Lock()
        self._pages = asyncio.Semaphore(PAGES_AT_ONCE)
        self._resources = AsyncExitStack()

    async def render(self, document: Document, *, verify_certificates: bool = True) -> Rendered:
        """Runs the scripts of ``document`` until it shows an article, and gives what it has become."""
        from playwright.async_api import Error  # noqa: PLC0415 - not loaded where nothing is rendered

        async with self._pages:
            chromium = await self._start()
            try:
                # A context of its own for every page: no cookie of one is seen by another.
                context = await chromium.new_context(
                    proxy={"server": self._proxy.url},
                    user_agent=self._user_agent,
                    accept_downloads=False,
                    service_workers="block",
                    ignore_https_errors=not verify_certificates,
                )
                try:
                    async with asyncio.timeout(PAGE_SECONDS):
                        return await _run(context, document, self._may_load)
                finally:
                    async with asyncio.timeout(CLOSE_SECONDS):
                        await context.close()
            except (Error, TimeoutError) as error:
                raise RenderingError(f"{type(error).__name__}: {error}".split("\n", 1)[0]) from error

    async def close(self) -> None:
        """Ends the browser, its driver and the proxy."""
        await self._resources.aclose()
        self._chromium = None

    async def _start(self) -> Chromium:
        async with self._starting:
            if self._chromium is None or not self._chromium.is_connected():
                await self.close()
                self._chromium = await self._launch()
            return self._chromium

    async def _launch(self) -> Chromium:
        executable = self._executable or find_installed()
        if self._executable and shutil.which(self._executable) is None:
            raise NoBrowserError(f"BROWSER_EXECUTABLE names {self._executable}, which is no program. {HOW_TO_INSTALL}")
        try:
            return await self._launch_under_proxy(executable)
        except NoBrowserError:
            await self.close()
            raise

    async def _launch_under_proxy(self, executable: str | None) -> Chromium:
        from playwright.async_api import Error, async_playwright  # noqa: PLC0415

        await self._resources.enter_async_context(self._proxy)
        playwright = await self._resources.enter_async_context(async_playwright())
        own = playwright.chromium.executable_path
        if executable is None and not os.access(own, os.X_OK):
            raise NoBrowserError(f"No browser is installed. {HOW_TO_INSTALL}")
        try:
            chromium = await playwright.chromium.launch(
                executable_path=executable or own,
                # Chromium's sandbox needs a user that is not root.
                chromium_sandbox=os.geteuid() != 0,
                # For what the browser itself wants to send home. Only pages have a way out, by a proxy of their own.
                proxy={"server": NOWHERE},
                args=[
                    "--disable-quic",
                    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
                    # The browser finds no names, its own maker's included; pages' names are found by their proxy.
                    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                ],
            )
        except Error as error:
            raise NoBrowserError(f"{executable or own} cannot be started ({error}). {HOW_TO_INSTALL}") from error
        self._resources.push_async_callback(chromium.close)
        logger.info("Started %s %s for pages that need a browser", executable or own, chromium.version)
        return chromium


def find_installed() -> str | None:
    """Gives the system's browser, or ``None``."""
    return next(filter(None, map(shutil.which, EXECUTABLES)), None)


class _Gate:
    """Answers the requests of one page: the document as it was fetched, the rest only if it is needed and allowed."""

    def __init__(self, document: Document, may_load: Callable[[str], bool]) -> None:
        self._document = document
        self._may_load = may_load
        self._was_given = False
        self._subrequests = 0

    async def handle(self, route: Route) -> None:
        """Decides one request of the page."""
        from playwright.async_api import Error  # noqa: PLC0415

        # The page may be read and closed before the last of its requests is decided.
        with contextlib.suppress(Error):
            await self._decide(route)

    async def _decide(self, route: Route) -> None:
        request = route.request
        if not self._was_given and request.is_navigation_request():
            self._was_given = True
            document = self._document
            await route.fulfill(status=document.status, headers=document.headers, body=document.body)
            return
        self._subrequests += 1
        # Scripts that send the page elsewhere, frames, pictures: none of them makes an article of this page.
        unwanted = request.is_navigation_request() or request.resource_type in NOT_LOADED
        if unwanted or self._subrequests > MAX_SUBREQUESTS or not self._may_load(request.url):
            await route.abort()
        else:
            await route.continue_()


async def _run(context: BrowserContext, document: Document, may_load: Callable[[str], bool]) -> Rendered:
    from playwright.async_api import TimeoutError as PlaywrightTimeoutError  # noqa: PLC0415

    page = await context.new_page()
    await page.route("**/*", _Gate(document, may_load).handle)
    await page.goto(document.url, wait_until="commit", timeout=SETTLE_SECONDS * 1000)
    try:
        await page.wait_for_function(ARTICLE_IS_THERE, timeout=SETTLE_SECONDS * 1000)
    except PlaywrightTimeoutError:
        logger.debug("No article after %d s: %s", SETTLE_SECONDS, document.url)
    return Rendered(page.url, await _content(page))


async def _content(page: Page) -> str:
    """Gives the page's HTML. Raises ``RenderingError`` for one that scripts have blown up."""
    length = await page.evaluate("document.documentElement.outerHTML.length")
    if length > MAX_CHARACTERS:
        raise RenderingError(f"{length} characters")
    return await page.content()
