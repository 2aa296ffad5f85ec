"""What the operator decides about the web service."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.sources.source import Source

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """One service's settings."""

    token: str
    """Who knows it is the operator: may read full text and removal requests, and may write."""
    full_text: bool = False
    """Whether everybody may read the full text (as far as the publishers' rights allow)."""
    hosts: tuple[str, ...] = LOCAL_HOSTS
    """Names the service answers to; ``*`` for any. A page of another name that points here reads nothing."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """The catalogue by source id: names and countries."""


def answered_hosts(host: str, more: str = "") -> tuple[str, ...]:
    """Gives the names that a service bound to ``host`` answers to, with ``more`` (comma separated) besides.

    Bound to an address of its own or to all of them, it answers to any name unless ``more`` says which: it is then
    meant to be reached by others, whose name for it nobody knows here.
    """
    named = tuple(name.strip() for name in more.split(",") if name.strip())
    if named or is_local(host):
        return (*LOCAL_HOSTS, *named)
    return ("*",)


def is_local(host: str) -> bool:
    """Whether only this machine can reach a service that is bound to ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
