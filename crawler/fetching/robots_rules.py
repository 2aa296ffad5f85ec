"""What a robots.txt says (RFC 9309), read by Protego. Pure."""

from __future__ import annotations

from protego import Protego

LONGEST_DELAY = 120.0
"""Seconds. A Crawl-delay beyond it is taken for this much: at one request in two minutes a source still gets polled."""


class RobotsRules:
    """The rules of one origin for one crawler.

    ``body`` is the file's content, of which a last line cut off in the middle does not count; ``agent`` the product
    token, matched as RFC 9309, section 2.2.1, says. Never raises: what cannot be read says nothing, and allows.
    """

    def __init__(self, body: bytes, agent: str, *, is_cut: bool = False) -> None:
        if is_cut:
            body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
        self._agent = agent
        self._rules = Protego.parse(body.decode("utf-8-sig", errors="ignore"))

    def allows(self, url: str) -> bool:
        """Says whether ``url`` may be fetched."""
        return self._rules.can_fetch(url, self._agent)

    @property
    def delay(self) -> float | None:
        """The Crawl-delay in seconds, at most ``LONGEST_DELAY``; ``None`` where no sensible one is asked for."""
        delay = self._rules.crawl_delay(self._agent)
        return None if delay is None else min(delay, LONGEST_DELAY)

    @property
    def sitemaps(self) -> list[str]:
        """The addresses that the file's ``Sitemap:`` lines name, as written."""
        return list(self._rules.sitemaps)
