"""Paces the polls of an endpoint by how much it brings, and when in the day.

For a given number of polls the stories of many feeds are found soonest, on the whole, if each is polled in proportion
to the square root of its rate of new stories: a feed with a hundred times the stories deserves ten times the polls.
(Minimise the sum of rate x interval under a fixed sum of 1 / interval; compare Sia, Cho and Cho, "Efficient Monitoring
Algorithm for Fast News Alerts", IEEE TKDE 19(7), 2007.) The same holds between the hours of a day, so each endpoint
keeps a rate for each.

Only what is new to us counts. A feed whose entries always come from another feed first has a rate of nothing and slows
down by itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

MIN_INTERVAL = timedelta(minutes=5)
MAX_INTERVAL = timedelta(hours=24)
FIRST_INTERVAL = timedelta(hours=1)
"""Before anything is known of an endpoint, and it gives no hint."""
FIRST_DAY_H = 24.0
FIRST_DAY_INTERVAL = timedelta(hours=2)
"""The longest interval until every hour of the day has been watched once."""
MAX_HINT = timedelta(hours=1)
"""How long a hint (``<ttl>``, ``sy:updatePeriod``) may put a poll off: WordPress says "hourly" of every feed, and
"daily" is said of feeds that change all day."""
POLLS_PER_ROOT = 0.37
"""Polls an hour for a rate of one new story an hour; by benchmarks/freshness.py."""
BUSY = 10.0
"""Stories an hour from which polls grow by the fourth root only: what is found within half an hour is fresh."""
MEMORY_H = 5.0
"""Hours of watching one hour of the day after which its rate is two thirds (1 - 1/e) of what was seen: five days. A new
endpoint learns faster."""
LEVELS = (0.5, 4.0)
"""How far the present (a weekend, an election night) may be below and above the usual rates."""
CALMING_H = 3.0
"""Hours in which a rise above the usual rates dies down; it is believed at once."""
SAFE_SHARE = 0.5
"""Share of a list that may be new at the next poll, as far as can be foreseen, so that none has dropped out of it."""
GROWTH = 1.5
"""A list without times whose every entry is new has lost some: its rate is taken to be this much higher, at least."""
FIRST_BACKOFF = timedelta(minutes=10)
PATIENCE = timedelta(days=7)
"""How long a failing endpoint is asked every day at least, as one that works."""
MAX_BACKOFF = timedelta(days=30)
"""How often an endpoint that has failed for long is tried: it is never forgotten."""

_HOUR = 3600.0
_MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d{1,9})\"?\Z")
_NEIGHBOURS = ((-2, 1), (-1, 2), (0, 3), (1, 2), (2, 1))
"""Weights that smooth the rates of the hours: stories come at ten to nine one day, at ten past the next."""
_SHARE_OF_MEAN = 0.1
"""What every hour gets of the day's mean, so that no hour is blind."""


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What one poll brought."""

    new: int = 0
    """Entries that were not in the ledger."""
    known: int = 0
    unchanged: bool = False
    """304, or the same body as before."""
    failed: bool = False
    entries_published_at: Sequence[datetime] = ()
    """Of all entries of the list that give a time, in any order."""
    hint: timedelta | None = None
    """How often the list says it changes, or may be asked (``Listing.interval_hint``, ``Cache-Control``)."""


@dataclass(frozen=True, slots=True)
class PollState:
    """What the pace of an endpoint rests on; plain numbers, for the database."""

    interval_s: float = FIRST_INTERVAL.total_seconds()
    """Seconds from the last poll to the next."""
    rates: tuple[float, ...] = ()
    """New stories an hour for each hour of the day, UTC; empty before anything is known."""
    level: float = 1.0
    """How the last hours were against the rates."""
    watched_h: float = 0.0
    """Hours that the rates rest on."""
    size: int = 0
    """Entries of the list when it was last read."""
    answered_at: float | None = None
    """When it last answered; seconds since 1970."""
    failing_since: float | None = None
    failures: int = 0
    """In a row."""

    @property
    def interval(self) -> timedelta:
        """From the last poll to the next."""
        return timedelta(seconds=self.interval_s)

    def as_document(self) -> dict[str, Any]:
        """Gives the state as JSON types."""
        return asdict(self) | {"rates": [round(rate, 4) for rate in self.rates]}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> PollState:
        """Reads what ``as_document`` gave; an empty or partial one gives the defaults of a new endpoint."""
        known = {name: document[name] for name in cls.__slots__ if name in document}
        return cls(**{**known, "rates": tuple(known.get("rates", ()))})


def cache_hint(cache_control: str | None) -> timedelta | None:
    """Gives how long a ``Cache-Control`` header says that an answer stays fresh (RFC 9111): a hint like ``<ttl>``.

    None without ``max-age``, and for answers that are not to be kept (``no-store``, ``no-cache``, ``max-age=0``).
    """
    directives = {part.strip().lower() for part in (cache_control or "").split(",")}
    if directives & {"no-store", "no-cache"}:
        return None
    ages = (_MAX_AGE.match(directive) for directive in directives)
    seconds = max((int(found[1]) for found in ages if found), default=0)
    return timedelta(seconds=seconds) if seconds else None


def after_poll(state: PollState, outcome: PollOutcome, now: datetime) -> PollState:
    """Gives the state after a poll that ended at ``now`` (UTC), with the interval to the next one.

    The interval is between ``MIN_INTERVAL`` and ``MAX_INTERVAL``; of an endpoint that has failed for longer than
    ``PATIENCE``, up to ``MAX_BACKOFF``.
    """
    moment = now.timestamp()
    if outcome.failed:
        return _after_failure(state, moment)
    learned = _learn(state, outcome, moment)
    size = state.size if outcome.unchanged else outcome.new + outcome.known
    interval = outcome.hint or FIRST_INTERVAL
    if learned.rates:
        interval = max(_pace(learned.rates, learned.level, size, moment), _hinted(outcome, size))
    longest = MAX_INTERVAL if learned.watched_h >= FIRST_DAY_H else FIRST_DAY_INTERVAL
    interval = min(max(interval, MIN_INTERVAL), longest)
    return replace(
        learned, interval_s=interval.total_seconds(), size=size, answered_at=moment, failing_since=None, failures=0
    )


def _after_failure(state: PollState, moment: float) -> PollState:
    """Doubles the interval from failure to failure: up to a day at first, up to a month after ``PATIENCE``."""
    since = moment if state.failing_since is None else state.failing_since
    is_old = moment - since > PATIENCE.total_seconds()
    limit = MAX_BACKOFF if is_old else MAX_INTERVAL
    backoff = FIRST_BACKOFF.total_seconds() if not state.failures else 2 * state.interval_s
    interval = min(max(backoff, MIN_INTERVAL.total_seconds()), limit.total_seconds())
    return replace(state, interval_s=interval, failing_since=since, failures=state.failures + 1)


def _learn(state: PollState, outcome: PollOutcome, moment: float) -> PollState:
    """Gives the state with what was seen since the last answer."""
    times = sorted((min(time.timestamp(), moment) for time in outcome.entries_published_at), reverse=True)
    if state.answered_at is None:
        return replace(state, rates=_first_rates(outcome, times, moment))
    begin = max(state.answered_at, moment - 24 * _HOUR)
    new = 0 if outcome.unchanged else outcome.new
    is_full = bool(new) and not outcome.known  # what has dropped out before we came is not seen
    fresh = [time for time in times[:new] if time > begin]
    if is_full and len(fresh) == new > 1:
        begin = max(begin, fresh[-1])
    untimed = max(0, new - len(times)) * (GROWTH if is_full else 1.0)
    parts = _hours(begin, moment)
    hours = max(sum(share for _, share in parts), 1e-3)
    rates = list(state.rates or (0.0,) * 24)
    expected = sum(rates[hour] * share for hour, share in parts)
    memory = min(MEMORY_H, max(state.watched_h / 24, 0.2))
    for hour, share in parts:
        seen = sum(1 for time in fresh if _hour(time) == hour) + untimed * share / hours
        rates[hour] += (1 - math.exp(-share / memory)) * (seen / share - rates[hour])
    level = _level(state.level, len(fresh) + untimed, expected, hours)
    return replace(state, rates=tuple(rates), level=level, watched_h=min(state.watched_h + hours, 24 * MEMORY_H))


def _first_rates(outcome: PollOutcome, times: list[float], moment: float) -> tuple[float, ...]:
    """Takes a first list's own times for the pace of its site; a list that brings nothing new copies another."""
    total = outcome.new + outcome.known
    if outcome.unchanged or len(times) < 3 or not total:
        return ()
    hours = max((moment - times[-1]) / _HOUR, 1 / 12)
    return (len(times) / hours * outcome.new / total,) * 24


def _level(level: float, seen: float, expected: float, hours: float) -> float:
    """Gives the new level: 1 as long as chance (a Poisson count's deviation) explains what was seen."""
    least, most = (seen - math.sqrt(seen) + 1) / (expected + 1), (seen + math.sqrt(seen) + 1) / (expected + 1)
    now = min(max(min(max(1.0, least), most), LEVELS[0]), LEVELS[1])
    return now if now > level else level + (1 - math.exp(-hours / CALMING_H)) * (now - level)


def _hours(begin: float, end: float) -> list[tuple[int, float]]:
    """Splits a time into the hours of the day it touches, each with its length in hours."""
    parts = []
    while begin < end:
        border = min(end, (math.floor(begin / _HOUR) + 1) * _HOUR)
        parts.append((_hour(begin), (border - begin) / _HOUR))
        begin = border
    return parts


def _hour(moment: float) -> int:
    return int(moment // _HOUR) % 24


def _smooth(rates: Sequence[float]) -> list[float]:
    mean = sum(rates) / 24
    total = sum(weight for _, weight in _NEIGHBOURS)
    near = [sum(rates[(hour + step) % 24] * weight for step, weight in _NEIGHBOURS) / total for hour in range(24)]
    return [(1 - _SHARE_OF_MEAN) * rate + _SHARE_OF_MEAN * mean for rate in near]


def _pace(rates: Sequence[float], level: float, size: int, moment: float) -> timedelta:
    """Gives how long until the rates to come are worth a poll, or fill the safe share of the list."""
    smooth = _smooth(rates)
    worth = stories = hours = 0.0
    for hour, share in _hours(moment, moment + MAX_INTERVAL.total_seconds()):
        rate = smooth[hour] * level
        density = POLLS_PER_ROOT * math.sqrt(rate / math.sqrt(1 + rate / BUSY))
        part = share
        if density > 0:
            part = min(part, (1 - worth) / density)
        if size and rate > 0:
            part = min(part, (SAFE_SHARE * size - stories) / rate)
        hours += part
        if part < share:
            break
        worth += density * share
        stories += rate * share
    return timedelta(hours=hours)


def _hinted(outcome: PollOutcome, size: int) -> timedelta:
    """Gives how long a hint puts a poll off: not at all where entries might be lost over it."""
    is_risky = outcome.new > SAFE_SHARE * size
    return timedelta(0) if outcome.hint is None or is_risky else min(outcome.hint, MAX_HINT)
