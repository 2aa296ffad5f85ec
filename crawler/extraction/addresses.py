"""Addresses as pages write them, which may be anything."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit

_NOTHING = SplitResult("", "", "", "", "")


def split_address(address: str) -> SplitResult:
    """Gives the parts of an address, all empty where it is broken."""
    try:
        parts = urlsplit(address.strip())
        parts.port  # noqa: B018 (raises for a port that is no number)
    except ValueError:
        return _NOTHING
    return parts


def absolute_address(address: object, base: str) -> str | None:
    """Gives an absolute http or https address; ``None`` for all else (``data:``, ``javascript:``, broken, no text)."""
    if not isinstance(address, str) or not address.strip():
        return None
    try:
        joined = urljoin(base, address.strip())
    except ValueError:
        return None
    parts = split_address(joined)
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return joined if is_web and joined.isprintable() and " " not in joined else None
