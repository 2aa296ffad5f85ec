"""The pace of polls: by rate, hour, hint and failure."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from crawler.discovery.schedule import (
    FIRST_BACKOFF,
    FIRST_DAY_INTERVAL,
    FIRST_INTERVAL,
    MAX_BACKOFF,
    MAX_INTERVAL,
    MIN_INTERVAL,
    PollOutcome,
    PollState,
    after_poll,
    cache_hint,
)

START = datetime(2024, 3, 4, 0, 0, tzinfo=UTC)
SIZE = 40


def watch(
    rate: Callable[[datetime], float], days: int = 10, *, has_times: bool = True, new_share: float = 1.0
) -> list[tuple[datetime, PollState]]:
    """Replays a feed whose stories come evenly at ``rate`` an hour; gives each poll with the state after it."""
    stories: list[datetime] = []
    moment, end = START - timedelta(days=2), START + timedelta(days=days)
    while moment < end:
        per_hour = rate(moment)
        stories.extend(moment + timedelta(hours=part / per_hour) for part in range(round(per_hour)) if per_hour >= 1)
        if 0 < per_hour < 1 and moment.hour == 12:
            stories.append(moment)
        moment += timedelta(hours=1)
    state, polls, moment, before = PollState(), [], START, START - timedelta(days=2)
    while moment < end:
        shown = [story for story in stories if story <= moment][-SIZE:]
        fresh = [story for story in shown if story > before]
        new = round(len(fresh) * new_share)
        times = shown if has_times else []
        state = after_poll(state, PollOutcome(new, len(shown) - new, not fresh, entries_published_at=times), moment)
        polls.append((moment, state))
        before, moment = moment, moment + state.interval
    return polls


def polls_of_a_day(polls: list[tuple[datetime, PollState]], days: int = 10) -> float:
    late = [moment for moment, _ in polls if moment >= START + timedelta(days=days // 2)]
    return len(late) / (days - days // 2)


def test_an_endpoint_of_which_nothing_is_known_is_polled_again_in_an_hour() -> None:
    assert after_poll(PollState(), PollOutcome(known=3), START).interval == FIRST_INTERVAL


def test_a_hint_sets_the_first_interval() -> None:
    assert after_poll(PollState(), PollOutcome(hint=timedelta(minutes=20)), START).interval == timedelta(minutes=20)


@pytest.mark.parametrize("hint", [timedelta(seconds=1), timedelta(minutes=1)])
def test_no_hint_makes_an_interval_shorter_than_the_least(hint: timedelta) -> None:
    assert after_poll(PollState(), PollOutcome(hint=hint), START).interval == MIN_INTERVAL


@pytest.mark.parametrize("has_times", [True, False])
def test_a_feed_with_a_hundred_times_the_stories_gets_some_ten_times_the_polls(has_times: bool) -> None:
    many = polls_of_a_day(watch(lambda moment: 4.0, has_times=has_times))
    few = polls_of_a_day(watch(lambda moment: 0.04, has_times=has_times))
    assert 6 <= many / few <= 16


def test_a_feed_is_polled_by_day_and_left_alone_at_night() -> None:
    polls = watch(lambda moment: 12.0 if 6 <= moment.hour < 20 else 0.0)
    late = [moment for moment, _ in polls if moment > START + timedelta(days=5)]
    by_day = sum(8 <= moment.hour < 18 for moment in late) / 10
    at_night = sum(moment.hour >= 22 or moment.hour < 4 for moment in late) / 6
    assert by_day > 2.5 * at_night


def test_nothing_drops_out_of_a_short_list() -> None:
    polls = watch(lambda moment: 100.0)
    late = [state.interval for moment, state in polls if moment > START + timedelta(days=1)]
    assert max(late) < timedelta(hours=SIZE / 100)
    assert min(late) >= MIN_INTERVAL


def test_a_list_that_is_all_new_is_polled_sooner() -> None:
    state = after_poll(PollState(), PollOutcome(new=20), START)
    later = START + state.interval
    some = after_poll(state, PollOutcome(new=10, known=10), later)
    everything = after_poll(state, PollOutcome(new=20, known=0), later)
    assert everything.interval < some.interval


def test_a_feed_whose_entries_come_from_another_feed_slows_down() -> None:
    copied = polls_of_a_day(watch(lambda moment: 12.0, new_share=0.0))
    assert copied <= 1.5


def test_a_feed_that_falls_silent_ends_at_the_longest_interval() -> None:
    polls = watch(lambda moment: 10.0 if moment < START + timedelta(days=3) else 0.0, days=40)
    assert polls[-1][1].interval == MAX_INTERVAL


def test_a_feed_is_watched_closely_on_its_first_day() -> None:
    polls = watch(lambda moment: 0.0, days=1)
    assert max(state.interval for _, state in polls[:-1]) <= FIRST_DAY_INTERVAL


def test_a_burst_is_believed_at_once() -> None:
    polls = watch(lambda moment: 1.0)
    moment, calm = polls[-1]
    later = moment + calm.interval
    times = [later - timedelta(minutes=minute) for minute in range(30)]
    burst = after_poll(calm, PollOutcome(30, 10, entries_published_at=times), later)
    usual = after_poll(calm, PollOutcome(1, 39, entries_published_at=times[:1]), later)
    assert burst.interval < usual.interval / 1.5


def test_a_hint_puts_a_poll_off_but_not_for_long() -> None:
    moment, state = watch(lambda moment: 30.0)[-1]
    later = moment + state.interval
    hinted = after_poll(state, PollOutcome(1, 39, hint=timedelta(days=1)), later)
    assert hinted.interval == timedelta(hours=1)
    assert after_poll(state, PollOutcome(1, 39, hint=timedelta(minutes=1)), later).interval < hinted.interval


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=300", 300),
        ("Public, Max-Age = 60, s-maxage=900", 60),
        ('max-age="120"', 120),
        ("no-cache, max-age=300", None),
        ("no-store", None),
        ("max-age=0, must-revalidate", None),
        ("max-age=soon", None),
        ("max-age=-5", None),
        ("max-age=" + "9" * 40, None),
        ("", None),
        (None, None),
    ],
)
def test_a_cache_control_header_is_a_hint(header: str | None, seconds: int | None) -> None:
    assert cache_hint(header) == (None if seconds is None else timedelta(seconds=seconds))


def test_no_hint_counts_where_entries_might_be_lost() -> None:
    moment, state = watch(lambda moment: 60.0)[-1]
    later = moment + state.interval
    assert after_poll(state, PollOutcome(30, 10, hint=timedelta(days=1)), later).interval < timedelta(minutes=40)


def fail(state: PollState, moment: datetime, times: int) -> tuple[PollState, datetime]:
    for _ in range(times):
        state = after_poll(state, PollOutcome(failed=True), moment)
        moment += state.interval
    return state, moment


def test_failures_double_the_interval_up_to_a_day() -> None:
    state, _ = fail(PollState(), START, 1)
    assert state.interval == FIRST_BACKOFF
    assert fail(PollState(), START, 3)[0].interval == 4 * FIRST_BACKOFF
    assert fail(PollState(), START, 12)[0].interval == MAX_INTERVAL


def test_what_has_failed_for_long_is_tried_at_least_every_thirty_days() -> None:
    state, moment = fail(PollState(), START, 60)
    assert state.interval == MAX_BACKOFF == timedelta(days=30)
    assert moment - START > timedelta(days=365)


def test_an_answer_ends_the_backoff_and_the_rates_are_remembered() -> None:
    moment, state = watch(lambda moment: 4.0)[-1]
    failing, later = fail(state, moment + state.interval, 5)
    assert failing.rates == state.rates
    back = after_poll(failing, PollOutcome(unchanged=True), later)
    assert (back.failures, back.failing_since) == (0, None)
    assert back.interval < timedelta(hours=3)


def test_a_state_survives_the_database() -> None:
    _, state = watch(lambda moment: 4.0)[-1]
    again = PollState.from_document(json.loads(json.dumps(state.as_document())))
    assert again.interval == state.interval
    assert again.rates == pytest.approx(state.rates, abs=1e-3)


@pytest.mark.parametrize("document", [{}, {"interval_s": 60}, {"unknown": 1}])
def test_a_partial_document_gives_a_usable_state(document: dict[str, float]) -> None:
    assert after_poll(PollState.from_document(document), PollOutcome(new=1), START).interval >= MIN_INTERVAL


@pytest.mark.parametrize(
    "outcome",
    [
        PollOutcome(),
        PollOutcome(new=10**6),
        PollOutcome(new=5, entries_published_at=[START + timedelta(days=400)] * 5),
        PollOutcome(new=5, entries_published_at=[datetime(1990, 1, 1, tzinfo=UTC)] * 5),
        PollOutcome(hint=timedelta(days=10_000)),
        PollOutcome(hint=timedelta(0)),
    ],
)
def test_no_answer_leads_out_of_the_bounds(outcome: PollOutcome) -> None:
    state, moment = PollState(), START
    for _ in range(10):
        state = after_poll(state, outcome, moment)
        assert MIN_INTERVAL <= state.interval <= MAX_INTERVAL
        moment += state.interval


def test_a_clock_that_goes_back_does_no_harm() -> None:
    state = after_poll(PollState(), PollOutcome(new=5), START)
    assert after_poll(state, PollOutcome(new=5), START - timedelta(hours=1)).interval >= MIN_INTERVAL
