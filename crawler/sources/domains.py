"""Which site an address belongs to: the registered domain by the Public Suffix List (publicsuffix.org).

The list is the snapshot that tldextract ships; nothing is fetched and nothing is written to disk.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import idna
import tldextract

_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def host_of(url: str) -> str | None:
    """Gives the host of an absolute address: lower case, punycode, no trailing dot; ``None`` if there is none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return ascii_host(host) if host else None


def ascii_host(host: str) -> str:
    """Gives a host name as it is looked up: lower case, punycode, no trailing dot; an impossible one stays as it is."""
    host = host.lower().rstrip(".")
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host


@lru_cache(maxsize=65_536)
def registered_domain(host: str) -> str:
    """Gives the part of a host name that was registered: ``bbc.co.uk`` for ``news.bbc.co.uk``.

    Blog hosts count as public suffixes (``a.blogspot.com`` and ``b.blogspot.com`` are two sites). A name under an
    unknown top level (``paper.test``) keeps two labels; an IP address, a single label and a public suffix itself are
    given back whole.
    """
    host = ascii_host(host)
    found = _extract(host)
    if found.top_domain_under_public_suffix:
        return found.top_domain_under_public_suffix
    if found.suffix or found.ipv4 or found.ipv6:
        return host
    return ".".join(host.split(".")[-2:])


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
