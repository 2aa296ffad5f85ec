"""Whose site an address belongs to: registered domains by the Public Suffix List that ships with tldextract.

The list's private part counts too, so that two blogs on one platform are two sites. Nothing is downloaded.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from urllib.parse import urlsplit

from tldextract import TLDExtract
from tldextract.tldextract import ExtractResult

PLATFORMS = (
    "beehiiv.com",
    "blogg.se",
    "blogspot.de",
    "canalblog.com",
    "ghost.io",
    "hypotheses.org",
    "jimdofree.com",
    "livejournal.com",
    "medium.com",
    "over-blog.com",
    "squarespace.com",
    "substack.com",
    "tistory.com",
    "tumblr.com",
    "twoday.net",
    "typepad.com",
    "weebly.com",
    "wordpress.com",
)
"""Hosts of other people's blogs and newsletters that have not asked for a place on the list's private part."""


@cache
def _suffix_list() -> TLDExtract:
    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True, extra_suffixes=PLATFORMS)


@lru_cache(maxsize=16_384)
def split_host(host: str) -> ExtractResult:
    """Divides a host name (no port) into subdomain, domain and public suffix.

    A top-level name that the list lacks (``.test``, a company's own) is a suffix: the list's prevailing rule is ``*``.
    """
    parts = _suffix_list().extract_str(host)
    if parts.suffix or "." not in host or parts.ipv4 or parts.ipv6:
        return parts
    *subdomain, domain, suffix = host.split(".")
    return replace(parts, subdomain=".".join(subdomain), domain=domain, suffix=suffix)


@lru_cache(maxsize=16_384)
def registered_domain(host: str) -> str:
    """Gives the domain that somebody registered, e.g. ``bbc.co.uk`` for ``news.bbc.co.uk``.

    A host without one (an IP address, ``localhost``, a bare public suffix) is its own.
    """
    parts = split_host(host.lower().rstrip("."))
    return f"{parts.domain}.{parts.suffix}" if parts.domain and parts.suffix else host.lower().rstrip(".")


def host_of(url: str) -> str | None:
    """Gives the host of a URL in lower case without port, ``None`` where there is none or it cannot be read."""
    try:
        return urlsplit(url).hostname or None
    except ValueError:
        return None


def domain_of(url: str) -> str | None:
    """Gives the registered domain of a URL, ``None`` where it has no host."""
    host = host_of(url)
    return registered_domain(host) if host else None


def same_site(first: str, second: str) -> bool:
    """Says whether two URLs lie under one registered domain; scheme and subdomain don't matter."""
    domain = domain_of(first)
    return domain is not None and domain == domain_of(second)
