"""Pieces that newsrooms make from templates: alike in every sentence, and never copies of each other.

Each function writes the piece of one day (or one sign, one company): two calls with other numbers give two articles.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from duplicate_edits import list_of

Template = Callable[[random.Random, list[str]], str]

PLACES = list_of(
    "Arlen Bexford Calder Dunmore Elstow Farnley Garside Holmby Ivering Kelso Larkhill Marston Norwell Otley"
)
TEAMS = list_of(
    "Rovers United Athletic Wanderers City Albion Rangers County Town Harriers Victoria Olympic Borough Villa"
)
COMPANIES = list_of("Alnor Bravex Corvia Dentra Elvaro Fintas Gravos Heltic Invora Jantar Kelvix Lumora Mantis Norvia")
DAYS = list_of("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
MONTHS = list_of("January February March April May June July August September October November December")
SKIES = ("clear", "cloudy", "mostly sunny", "overcast", "changeable", "hazy")
MOODS = (
    "patience",
    "courage",
    "calm",
    "energy",
    "doubt",
    "luck",
    "a surprise",
    "good news",
    "a quarrel",
    "an old friend",
)
SIGNS = list_of("Aries Taurus Gemini Cancer Leo Virgo Libra Scorpio Sagittarius Capricorn Aquarius Pisces")


def weather(chance: random.Random, _: list[str]) -> str:
    day, place = chance.choice(DAYS), chance.choice(PLACES)
    low, high = chance.randint(-5, 12), chance.randint(13, 33)
    wind = f"from the {chance.choice(('north', 'south', 'east', 'west'))} at {chance.randint(5, 60)} kilometres an hour"
    sun = (
        f"{chance.randint(4, 8)}:{chance.randint(10, 59)} and sets at {chance.randint(16, 21)}:{chance.randint(10, 59)}"
    )
    return f"""
The weather in {place} on {day} will be {chance.choice(SKIES)} with temperatures between {low} and {high} degrees.
In the morning the sky over {place} is {chance.choice(SKIES)} and the thermometer shows {low + 2} degrees.
In the afternoon expect {chance.choice(SKIES)} skies, a high of {high} degrees and wind {wind}.
The chance of rain is {chance.randint(0, 100)} percent. At night it cools down to {low} degrees.
The sun rises at {sun}. The ultraviolet index reaches {chance.randint(0, 10)}.
This forecast is updated several times a day with data from the national weather service.
"""


def stock_report(chance: random.Random, _: list[str]) -> str:
    company, day, way = chance.choice(COMPANIES), chance.choice(DAYS), chance.choice(("up", "down"))
    price, volume = chance.randint(300, 90_000) / 100, chance.randint(10, 9_000)
    traded, average = (f"{volume + more},{chance.randint(100, 999)}" for more in (0, -5))
    ratio, beta = chance.randint(500, 6_000) / 100, chance.randint(101, 199) / 100
    announced = f"{day}, {chance.choice(MONTHS)} {chance.randint(1, 28)}"
    earned, expected = chance.randint(1, 400) / 100, chance.randint(1, 400) / 100
    return f"""
Shares of {company} traded {way} {chance.randint(1, 900) / 100}% on {day}, reaching {price} at the close of the session.
About {traded} shares changed hands, {chance.randint(1, 80)}% more than the average of {average} shares.
The company has a market capitalisation of {chance.randint(1, 900)} million, a ratio of {ratio} and a beta of {beta}.
The fifty-day moving average of {company} is {price * 0.97:.2f} and its 200-day moving average is {price * 0.91:.2f}.
{company} last announced its results on {announced}, with earnings of {earned} a share, against the expected {expected}.
Institutional investors and hedge funds own a large part of the stock. This report was made automatically from market
data and does not constitute advice to buy or sell.
"""


def fixtures(chance: random.Random, _: list[str]) -> str:
    date = f"{chance.choice(DAYS)}, {chance.choice(MONTHS)} {chance.randint(1, 28)}"
    lines = [f"Here are the fixtures and kick-off times of the league for {date}."]
    for _match in range(8):
        home, away = (f"{place} {chance.choice(TEAMS)}" for place in chance.sample(PLACES, 2))
        time = f"{chance.randint(12, 20)}:{chance.choice(('00', '15', '30', '45'))}"
        lines.append(f"{home} against {away}, {time}, referee {chance.choice('ABCDEFGH')}. {chance.choice(COMPANIES)}.")
    lines.append(
        "All times are local. Fixtures may change at short notice; tickets are sold at the grounds and online."
    )
    return "\n".join(lines)


def horoscope(chance: random.Random, _: list[str]) -> str:
    date = f"{chance.choice(DAYS)}, {chance.choice(MONTHS)} {chance.randint(1, 28)}"
    lines = [f"Your horoscope for {date}: what the stars have in store for you."]
    for sign in SIGNS:
        love, work = chance.choice(MOODS), chance.choice(MOODS)
        lines.append(
            f"{sign}: Today brings you {love} in love and {work} at work. Lucky number: {chance.randint(1, 49)}."
        )
    lines.append("The daily horoscope is written by our astrologer and is meant for entertainment only.")
    return "\n".join(lines)


def live_blog_day(chance: random.Random, posts: list[str]) -> str:
    day = chance.randint(2, 900)
    header = (
        f"This is day {day} of our live coverage. Welcome to the live blog, in which reporters collect the news, "
        "explain the background and answer your questions from early in the morning until late at night. You can send "
        "us your questions at any time, and you find the posts of the former days in the archive below this page. "
        f"So far {chance.randint(1_000, 90_000)} people have been brought to safety."
    )
    times = sorted(f"{chance.randint(6, 22):02}:{chance.randint(0, 59):02}" for _post in range(5))
    chosen = zip(times, chance.sample(posts, 5), strict=True)
    return "\n".join([header, *(f"{time} {post}" for time, post in chosen)])


TEMPLATES: dict[str, Template] = {
    "weather": weather,
    "stock report": stock_report,
    "fixtures": fixtures,
    "horoscope": horoscope,
    "live-blog day": live_blog_day,
}
