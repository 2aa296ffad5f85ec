"""What ``/.well-known/tdmrep.json`` reserves: the TDM Reservation Protocol of the W3C community group. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

MAX_RULES = 1000


@dataclass(frozen=True, slots=True)
class Reservation:
    """Whether the rights for text and data mining of a page are reserved, in the publisher's own words."""

    reservation: str
    """``"1"`` reserves, ``"0"`` does not."""
    policy: str | None = None
    """The address of the publisher's policy."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the file: a pattern of paths, and what holds there."""

    location: str
    reservation: Reservation


def parse_tdmrep(body: bytes) -> list[Rule]:
    """Reads the rules of a tdmrep.json; entries that are none are left out, and a file that is no JSON has none."""
    try:
        entries = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return []
    if isinstance(entries, dict):
        entries = [entries]
    if not isinstance(entries, list):
        return []
    return [rule for rule in map(_rule, entries[:MAX_RULES]) if rule is not None]


def reservation_for(rules: list[Rule], url: str) -> Reservation | None:
    """Gives what the rules say of ``url``, or ``None`` where none speaks of it.

    Patterns are those of robots.txt (``*``, and ``$`` at the end; RFC 9309, section 2.2.3), and as there the longest
    that fits decides; of two as long, the one that reserves.
    """
    path = _path(url)
    fitting = [rule for rule in rules if _fits(rule.location, path)]
    if not fitting:
        return None
    return max(fitting, key=lambda rule: (len(rule.location), rule.reservation.reservation)).reservation


def _rule(entry: object) -> Rule | None:
    if not isinstance(entry, dict):
        return None
    location, reserved = entry.get("location"), str(entry.get("tdm-reservation")).strip()
    if not isinstance(location, str) or not location or reserved not in ("0", "1"):
        return None
    policy = entry.get("tdm-policy")
    return Rule(location, Reservation(reserved, policy if isinstance(policy, str) and policy else None))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _fits(location: str, path: str) -> bool:
    pattern, ends = (location[:-1], True) if location.endswith("$") else (location, False)
    # The parts between stars are looked for one after the other: no pattern can make this take long, as it could with
    # a regular expression.
    first, *rest = re.sub(r"\*+", "*", unquote(pattern)).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for index, part in enumerate(rest):
        if ends and index == len(rest) - 1:
            return path.endswith(part) and len(path) - len(part) >= at
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return at == len(path) if ends else True
