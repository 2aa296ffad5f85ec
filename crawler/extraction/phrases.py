"""Patterns made of many phrases, kept readable: one alternative a line."""

from __future__ import annotations

import re


def any_of(lines: str, before: str = "", after: str = "", flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Gives a pattern that matches any line of ``lines``, a regular expression each, between two others."""
    alternatives = "|".join(line for part in lines.splitlines() if (line := part.strip()))
    return re.compile(f"{before}(?:{alternatives}){after}", flags)
