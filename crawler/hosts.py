"""Hosts, origins and sites of addresses: the keys that leases, politeness, identity and attribution go by.

Registered domains are those of the Public Suffix List (publicsuffix.org) in the snapshot that tldextract ships; its
private part counts, so that two blogs on one platform are two sites. Nothing is fetched, nothing is written to disk.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from urllib.parse import urlsplit

import idna
from tldextract import TLDExtract
from tldextract.tldextract import ExtractResult

DEFAULT_PORTS = {"http": 80, "https": 443}

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


def host_of(url: str) -> str | None:
    """Gives the host of an absolute address: lower case, punycode, no port, no final dot; ``None`` if there is none.

    One machine answers for a name on all its ports, so the port is no part of what is leased, paced and rested.
    """
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return (ascii_host(host) or None) if host else None


def ascii_host(host: str) -> str:
    """Gives a host name as it is looked up: lower case, punycode, no final dot; an impossible one stays as it is."""
    host = host.lower().rstrip(".")
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host


def request_host(url: str) -> str:
    """Gives the host of an address that is to be asked for; raises ``ValueError`` where it names none."""
    host = host_of(url)
    if host is None:
        raise ValueError(f"no host in {url!r}")
    return host


def origin_of(url: str) -> str:
    """Gives scheme, host and port of an address, the port where it is not the scheme's own (RFC 6454, section 6.2).

    robots.txt speaks for one origin (RFC 9309, section 2.3). Raises ``ValueError`` where the address names no host.
    """
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), request_host(url)
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    return f"{scheme}://{host}" if port in (None, DEFAULT_PORTS.get(scheme)) else f"{scheme}://{host}:{port}"


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


@lru_cache(maxsize=65_536)
def registered_domain(host: str) -> str:
    """Gives the domain that somebody registered, e.g. ``bbc.co.uk`` for ``news.bbc.co.uk``.

    A host without one (an IP address, ``localhost``, a bare public suffix) is its own.
    """
    host = ascii_host(host)
    parts = split_host(host)
    return f"{parts.domain}.{parts.suffix}" if parts.domain and parts.suffix else host


def domain_of(url: str) -> str | None:
    """Gives the registered domain of an address, ``None`` where it has no host."""
    host = host_of(url)
    return registered_domain(host) if host else None


def site_of(url: str) -> str | None:
    """Gives the site of an address: its registered domain; host and port where hosts have no names (IP, localhost)."""
    host = host_of(url)
    if host is None:
        return None
    site = registered_domain(host)
    if "." in site and not site.replace(".", "").isdigit() and ":" not in site:
        return site
    try:
        port = urlsplit(url).port
    except ValueError:
        return None
    return site if port is None else f"{site}:{port}"


def same_site(first: str, second: str) -> bool:
    """Says whether two addresses lie under one registered domain; scheme and subdomain don't matter."""
    domain = domain_of(first)
    return domain is not None and domain == domain_of(second)


@cache
def _suffix_list() -> TLDExtract:
    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True, extra_suffixes=PLATFORMS)
