"""The two keys under which a site is known: its host for politeness, its origin for robots.txt. Pure functions."""

from __future__ import annotations

from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """Gives the host name of ``url``: lower case, ASCII, without port and without a final dot.

    One machine answers for a name on all its ports, so the port is no part of what is leased, paced and rested.
    Raises ``ValueError`` where the URL names no host.
    """
    host = urlsplit(url).hostname
    if not host:
        raise ValueError(f"no host in {url!r}")
    host = host.rstrip(".")
    return host if host.isascii() else host.encode("idna").decode("ascii")


def origin_of(url: str) -> str:
    """Gives scheme, host and port of ``url``, the port only where it is not the scheme's own (RFC 6454, section 6.2).

    robots.txt speaks for one origin (RFC 9309, section 2.3). Raises ``ValueError`` where the URL names no host.
    """
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), host_of(url)
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    return f"{scheme}://{host}" if port in (None, DEFAULT_PORTS.get(scheme)) else f"{scheme}://{host}:{port}"
