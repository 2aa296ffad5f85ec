"""Redirects followed on one host, handed back where they leave it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from scrapy.downloadermiddlewares import redirect
from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware
from scrapy.http import HtmlResponse
from scrapy.utils.response import get_meta_refresh
from w3lib.url import safe_url_string

from crawler.fetching.guard import Network, parse_networks
from crawler.fetching.guard_middleware import refuse_url
from crawler.fetching.refusals import Moved, Refused
from crawler.hosts import request_host

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
REFRESH = re.compile(rb"refresh", re.IGNORECASE)
LOOKED_AT = 16 * 1024
"""Bytes at the beginning of a page; Scrapy reads 4,096 characters of it."""
META_REFRESH = "meta refresh"
"""What Scrapy puts into ``redirect_reasons`` for one."""


class _Redirects(BaseRedirectMiddleware):
    """What redirects by status and by meta refresh have in common.

    A hop on the same host goes back to the scheduler and through all middlewares, guard, robots.txt and slot included.
    Another host may be held by another process: ``Moved`` gives the target back, unless the request's meta says
    ``follow_across_hosts``. Raises ``Refused`` for more than ``REDIRECT_MAX_TIMES`` hops (``redirect-limit``), for one
    that was there before (``redirect-loop``) and for targets that the guard refuses by their looks; counts
    ``redirects/<reason>``, ``redirects/moved`` and ``redirects/followed``. Scrapy's ``redirect_urls`` and
    ``redirect_reasons`` in the meta keep the chain.
    """

    @cached_property
    def allowed_networks(self) -> tuple[Network, ...]:
        """The private networks that may be fetched all the same (``ALLOWED_PRIVATE_NETWORKS``)."""
        return parse_networks(self.crawler.settings.getlist("ALLOWED_PRIVATE_NETWORKS"))

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Does without the RefererMiddleware that Scrapy's class looks for: no request of Byline carries a Referer."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        seen = [*request.meta.get("redirect_urls", []), request.url]
        if redirected.url in seen:
            raise self._refuse("redirect-loop", redirected.url)
        if len(seen) > self.max_redirect_times:
            raise self._refuse("redirect-limit", f"{len(seen)} redirects")
        try:
            refuse_url(redirected.url, self.allowed_networks)
        except Refused as refused:
            self._count(refused.reason)
            raise
        if request_host(redirected.url) != request_host(request.url) and not request.meta.get("follow_across_hosts"):
            reasons = [*request.meta.get("redirect_reasons", []), reason]
            self._count("moved")
            raise Moved(
                redirected.url,
                200 if reason == META_REFRESH else int(reason),
                is_permanent=all(hop in PERMANENT for hop in reasons),
            )
        followed = super()._redirect(redirected, request, reason)
        # The filter of duplicates would drop it silently, and the URL would never come to an end in the ledger.
        followed.dont_filter = True
        self._count("followed")
        return followed

    def _refuse(self, reason: str, detail: str) -> Refused:
        self._count(reason)
        return Refused(reason, detail)

    def _count(self, what: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"redirects/{what}")


class RedirectMiddleware(_Redirects, redirect.RedirectMiddleware):
    """Follows redirects by status. Raises ``Refused`` (``scheme``, ``bad-address``) for what is no web address."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            result = super().process_response(request, response)
        except ValueError as error:
            raise self._refuse("bad-address", str(error)) from error
        if result is response and response.status in REDIRECTS and not request.meta.get("dont_redirect"):
            location = response.headers.get("Location")
            scheme = urlsplit(safe_url_string(location)).scheme if location else ""
            if scheme not in ("", "http", "https"):
                raise self._refuse("scheme", scheme)
        return result


class MetaRefreshMiddleware(_Redirects, redirect.MetaRefreshMiddleware):
    """Follows meta refreshes that come soon (``METAREFRESH_MAXDELAY``) and lead elsewhere.

    A page that only reloads itself, as front pages do, is a page; so is one whose refresh cannot be followed.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        # Most pages have none, and need not be decoded to be sure.
        if not isinstance(response, HtmlResponse) or not REFRESH.search(response.body, 0, LOOKED_AT):
            return response
        try:
            target = get_meta_refresh(response, ignore_tags=self._ignore_tags)[1]
            if target is None or urldefrag(target).url == urldefrag(response.url).url:
                return response
            return super().process_response(request, response)
        except ValueError:
            self._count("bad-refresh")
            return response
