"""Makes pictures of the main pages: ``python -m tests.web.pictures OUTDIR``."""

from __future__ import annotations

import sys
import tempfile
import uuid
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from crawler.storage.connection import connect
from crawler.storage.embedded import EmbeddedServer
from crawler.storage.reading.indexes import ensure_indexes
from crawler.storage.schema import ensure_schema
from tests.web.browsing import CHROMIUM_ARGUMENTS, find_chromium
from tests.web.seed import seed
from tests.web.service import TOKEN, running_service

WIDTHS = {"phone": 390, "desktop": 1280}


def main(folder: Path) -> int:
    """Writes a PNG for each page, width and colour scheme; gives an exit status."""
    chromium = find_chromium()
    if chromium is None:
        print("There is no Chromium: install it, or set CHROMIUM to its path.", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        server = EmbeddedServer(Path(data) / "mongodb")
        uri, name = server.ensure_running(), f"pictures_{uuid.uuid4().hex[:8]}"
        try:
            database = connect(uri, name)
            ensure_schema(database)
            ensure_indexes(database)
            first = seed(database)[0]["_id"]
            database.client.close()
            with running_service(uri, name, full_text=True) as address, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
                take(browser, address, first, folder)
                browser.close()
        finally:
            server.stop()
    print(f"{len(list(folder.glob('*.png')))} pictures are in {folder}.")
    return 0


def take(browser: Browser, address: str, article: str, folder: Path) -> None:
    """Takes all pictures."""
    pages = {
        "articles": "/",
        "article": f"/articles/{article}",
        "removal": f"/articles/{article}/removal",
        "operations": "/operations",
        "sources": "/operations/sources",
        "source": "/operations/sources/almarsa",
        "run": "/operations",
        "quarantine": "/operations/quarantine",
        "takedowns": "/operations/takedowns",
        "api": "/api",
    }
    for device, width in WIDTHS.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page = context.new_page()
            page.goto(f"{address}/sign-in")
            page.get_by_label("Token").fill(TOKEN)
            page.get_by_role("main").get_by_role("button", name="Sign in").click()
            for name, path in pages.items():
                page.goto(address + path)
                if name == "run":
                    page.locator("table tbody tr", has_text="unhealthy").get_by_role("link").click()
                for image in page.locator("img").all():
                    image.scroll_into_view_if_needed()
                page.wait_for_load_state("networkidle")
                page.screenshot(path=folder / f"{name}-{device}-{scheme}.png", full_page=True)
            context.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.web.pictures OUTDIR")
    sys.exit(main(Path(sys.argv[1])))
