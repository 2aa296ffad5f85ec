"""What a publisher's signals about use mean for us; the policy is a setting, the signals are stored as found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from crawler.attribution.attribute import reserves_mining
from crawler.exceptions import UnusableArgument
from crawler.items import Rights


class Treatment(Enum):
    """What is kept of an article, from most to least."""

    WHOLE = "whole"
    HEADLINE = "headline"
    """Headline, description and hyperlink."""
    REFUSE = "refuse"


_STRICTNESS = {Treatment.WHOLE: 0, Treatment.HEADLINE: 1, Treatment.REFUSE: 2}

SIGNALS = ("tdm-reservation", "noindex", "noarchive", "nosnippet", "max-snippet")
"""The signals that a policy may name."""


def check_policy(policy: Mapping[str, str]) -> None:
    """Raises UnusableArgument for a policy that names a signal or a treatment there is not."""
    known = {one.value for one in Treatment}
    for signal, asked in policy.items():
        if signal not in SIGNALS:
            raise UnusableArgument(f"RIGHTS_POLICY: no signal is called {signal!r}; there are {', '.join(SIGNALS)}")
        if asked not in known:
            raise UnusableArgument(f"RIGHTS_POLICY: {signal}: {asked!r} is none of {', '.join(sorted(known))}")


def treatment(rights: Rights, policy: Mapping[str, str]) -> Treatment:
    """Gives the strictest treatment that the policy asks for any signal of the page.

    ``policy`` maps a signal (``SIGNALS``) to ``whole``, ``headline`` or ``refuse``; a signal that
    it doesn't name means whole.
    """
    asked = (Treatment(policy[signal]) for signal in signals(rights) if signal in policy)
    return max(asked, key=_STRICTNESS.__getitem__, default=Treatment.WHOLE)


def signals(rights: Rights) -> Iterator[str]:
    """Gives the names of the signals that a page gives."""
    if reserves_mining(rights):
        yield "tdm-reservation"
    names = {name for text in (rights.robots_meta, rights.x_robots_tag) for name in _directives(text or "")}
    if "none" in names:
        names.add("noindex")
    yield from (signal for signal in SIGNALS[1:] if signal in names)


def _directives(text: str) -> Iterator[str]:
    """Gives the names of robots directives; one addressed to another crawler (``bot: noindex``) is no signal."""
    for part in text.lower().split(","):
        yield part.partition(":")[0].strip()
