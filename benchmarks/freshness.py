"""Replays 30 simulated days of feeds: how soon are stories found, by a fixed hour and by the adaptive pace?

A third of the feeds have 200 stories a day and more, a third about 20, a third at most one. Stories come by a Poisson
process with the rhythm of a newsroom: a day in the feed's own time zone with a morning and an evening peak, quiet
nights, quieter weekends. A feed shows its newest entries only; what drops out between two polls is missed. A quarter
of the feeds give no times. The first days, in which the pace is still being learned, count as all others.

    python benchmarks/freshness.py [--feeds 300] [--days 30] [--seed 1]

Prints a table per third and for all feeds, and exits 1 unless the adaptive pace takes at most half the polls of the
fixed hour, misses no larger share, and finds the median story no later.
"""

from __future__ import annotations

import argparse
import random
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean, median

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler.discovery.schedule import PollOutcome, PollState, after_poll

START = datetime(2024, 3, 4, tzinfo=UTC)
RHYTHM = (3, 2, 1, 1, 2, 6, 14, 22, 26, 26, 25, 24, 24, 23, 22, 22, 23, 24, 22, 19, 15, 11, 8, 5)
"""Weight of each local hour of the day."""
WEEKEND = 0.6
THIRDS = {"200 and more a day": (200, 500), "about 20 a day": (14, 28), "at most one a day": (0.2, 1)}
SIZES = {"200 and more a day": (30, 100), "about 20 a day": (15, 40), "at most one a day": (10, 20)}


@dataclass
class Feed:
    """One feed: when its stories came out (seconds from the start), how many it shows, whether it says when."""

    third: str
    stories: list[float]
    size: int
    has_times: bool


@dataclass
class Figures:
    """What a way of polling achieved."""

    polls: int = 0
    dropped: int = 0
    """Stories that were out of the list before it was read."""
    delays: list[float] = field(default_factory=list)
    """Seconds from the publication of each story to the poll that found it."""

    @property
    def missed(self) -> float:
        """Share of the stories that were never seen."""
        return self.dropped / (self.dropped + len(self.delays))


def make_feed(third: str, days: int, rng: random.Random) -> Feed:
    """Draws a feed; its stories begin three days before the start, so that the first poll finds a full list."""
    per_day = rng.uniform(*THIRDS[third])
    zone = rng.randrange(24)
    stories = []
    for day in range(-3, days):
        share = WEEKEND if (START + timedelta(days=day)).weekday() >= 5 else 1.0
        for hour in range(24):
            expected = per_day * share * RHYTHM[(hour + zone) % 24] / sum(RHYTHM)
            begin = (day * 24 + hour) * 3600
            stories.extend(begin + rng.random() * 3600 for _ in range(poisson(expected, rng)))
    return Feed(third, sorted(stories), rng.randint(*SIZES[third]), rng.random() < 0.75)


def poisson(expected: float, rng: random.Random) -> int:
    """Draws how many events happen in a time in which ``expected`` do on average."""
    count, passed = 0, rng.expovariate(1.0)
    while passed < expected:
        count += 1
        passed += rng.expovariate(1.0)
    return count


def fixed_hour(first: float, end: float) -> Iterator[float]:
    """Gives the times of polls once an hour."""
    while first < end:
        yield first
        first += 3600


def replay_fixed(feed: Feed, first: float, end: float, figures: Figures) -> None:
    """Polls a feed every hour."""
    seen = 0
    for moment in fixed_hour(first, end):
        seen = poll(feed, moment, seen, figures)[0]


def replay_adaptive(feed: Feed, first: float, end: float, figures: Figures) -> None:
    """Polls a feed at the pace that ``after_poll`` sets."""
    state, seen, moment = PollState(), 0, first
    while moment < end:
        seen_now, listed = poll(feed, moment, seen, figures)
        new = min(seen_now - seen, len(listed))
        times = [START + timedelta(seconds=second) for second in listed] if feed.has_times else []
        outcome = PollOutcome(new, len(listed) - new, unchanged=new == 0 and seen > 0, entries_published_at=times)
        state = after_poll(PollState.from_document(state.as_document()), outcome, START + timedelta(seconds=moment))
        seen = seen_now
        moment += state.interval_s


def poll(feed: Feed, moment: float, seen: int, figures: Figures) -> tuple[int, list[float]]:
    """Reads a feed at a moment; gives how many stories there have been until then, and the times of those it shows."""
    published = bisect_right(feed.stories, moment)
    shown = feed.stories[max(0, published - feed.size) : published]
    figures.polls += 1
    new = feed.stories[max(seen, published - feed.size) : published]
    figures.delays.extend(moment - story for story in new if story >= 0)
    figures.dropped += sum(1 for story in feed.stories[seen : max(seen, published - feed.size)] if story >= 0)
    return published, shown


def replay(feeds: list[Feed], days: int, rng: random.Random) -> dict[str, tuple[Figures, Figures]]:
    """Replays all feeds in both ways; gives the figures per third, fixed and adaptive."""
    figures = {third: (Figures(), Figures()) for third in THIRDS}
    end = days * 86400.0
    for feed in feeds:
        first = rng.random() * 3600
        for way, result in zip((replay_fixed, replay_adaptive), figures[feed.third], strict=True):
            way(feed, first, end, result)
    return figures


def add_up(parts: list[Figures]) -> Figures:
    """Adds figures."""
    return Figures(
        sum(part.polls for part in parts),
        sum(part.dropped for part in parts),
        [delay for part in parts for delay in part.delays],
    )


def show(rows: dict[str, tuple[Figures, Figures]], days: int, feeds: int) -> None:
    """Prints the table."""
    table = Table(title=f"{feeds} feeds, {days} days: fixed hour / adaptive", title_justify="left")
    for heading in ("feeds with", "stories", "polls a feed and day", "fewer", "missed", "median delay", "mean delay"):
        table.add_column(heading, justify="left" if heading == "feeds with" else "right")
    for name, (fixed, adaptive) in rows.items():
        number = feeds if name == "all" else feeds // 3
        table.add_row(
            name,
            f"{fixed.dropped + len(fixed.delays):,}",
            " / ".join(f"{figures.polls / days / number:.1f}" for figures in (fixed, adaptive)),
            f"{1 - adaptive.polls / fixed.polls:.0%}",
            " / ".join(f"{figures.missed:.2%}" for figures in (fixed, adaptive)),
            " / ".join(f"{median(figures.delays) / 60:.0f} min" for figures in (fixed, adaptive)),
            " / ".join(f"{mean(figures.delays) / 60:.0f} min" for figures in (fixed, adaptive)),
        )
    Console(width=130).print(table)


def main() -> int:
    """Runs the benchmark; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    feeds = [make_feed(third, options.days, rng) for third in THIRDS for _ in range(options.feeds // 3)]
    rows = replay(feeds, options.days, rng)
    total = (add_up([fixed for fixed, _ in rows.values()]), add_up([adaptive for _, adaptive in rows.values()]))
    show({**rows, "all": total}, options.days, options.feeds // 3 * 3)
    fixed, adaptive = total
    is_good = (
        adaptive.polls <= fixed.polls / 2
        and adaptive.missed <= fixed.missed
        and median(adaptive.delays) <= median(fixed.delays)
    )
    print(
        "as good as wanted" if is_good else "NOT as good as wanted", "(half the polls, no more missed, median no later)"
    )
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
