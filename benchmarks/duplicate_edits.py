"""What houses do to a wire text before they print it, as edits of a list of paragraphs; and pairs that only look alike.

The parameters stand here, were chosen before anything was tuned, and are not options.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from crawler.deduplication.words import count_words

Paragraphs = list[str]
Edit = Callable[[Paragraphs, random.Random], Paragraphs]

LEDE_PARAGRAPHS = (1, 3)
LEDE_WORDS = (20, 45)
CUT_SHARE = (0.2, 0.4)
SHORTENED_SHARE = (0.3, 0.5)
ADVERT_EVERY = (2, 4)
ADVERT_WORDS = (5, 15)
BACKGROUND_SHARE = 0.2
MIN_WORDS_LEFT = 60


def list_of(names: str) -> list[str]:
    return names.split()


QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": "»", "«": "“", "»": "”", "‘": "'", "’": "'", "'": "’", '"': "„", "–": "-", "…": "."}
)
HOUSE_WORDS = list_of(
    "readers region newsroom council report morning partners service mayor residents correspondent district latest "
    "coverage market station harbour members questions answer plan season local explains background figures overview"
)
ADVERT_WORDS_USED = list_of(
    "advertisement subscribe now read also our newsletter follow us app free trial weekly offer click here more "
    "stories sponsored content best deals sign up today"
)


def word_count(paragraphs: Paragraphs) -> int:
    return sum(count_words(paragraph) for paragraph in paragraphs)


def sentence(vocabulary: list[str], length: tuple[int, int], chance: random.Random) -> str:
    chosen = [chance.choice(vocabulary) for _ in range(chance.randint(*length))]
    return f"{' '.join(chosen).capitalize()}."


def house_lede(paragraphs: Paragraphs, chance: random.Random) -> Paragraphs:
    """One to three paragraphs of the house's own in front."""
    return [sentence(HOUSE_WORDS, LEDE_WORDS, chance) for _ in range(chance.randint(*LEDE_PARAGRAPHS))] + paragraphs


def cut_paragraphs(paragraphs: Paragraphs, chance: random.Random) -> Paragraphs:
    """20 to 40% of the paragraphs are missing, anywhere."""
    dropped = chance.uniform(*CUT_SHARE)
    kept = sorted(chance.sample(range(len(paragraphs)), round(len(paragraphs) * (1 - dropped))))
    return enough([paragraphs[place] for place in kept], paragraphs)


def shortened(paragraphs: Paragraphs, chance: random.Random) -> Paragraphs:
    """Only the first 30 to 50% of the paragraphs."""
    return enough(paragraphs[: round(len(paragraphs) * chance.uniform(*SHORTENED_SHARE))], paragraphs)


def enough(kept: Paragraphs, all_of_them: Paragraphs) -> Paragraphs:
    """Takes the paragraphs that follow until 60 words are left: shorter texts are not looked up at all."""
    rest = [paragraph for paragraph in all_of_them if paragraph not in kept]
    while word_count(kept) < MIN_WORDS_LEFT and rest:
        kept = [*kept, rest.pop(0)]
    return kept


def other_quotes(paragraphs: Paragraphs, _: random.Random) -> Paragraphs:
    """Another style of quotation marks, dashes and spaces."""
    return [re.sub(r" ?- ", " — ", paragraph.translate(QUOTES)).replace(" ", "\u00a0", 1) for paragraph in paragraphs]


def adverts(paragraphs: Paragraphs, chance: random.Random) -> Paragraphs:
    """A line of advertisement after every two to four paragraphs."""
    result: Paragraphs = []
    until_next = chance.randint(*ADVERT_EVERY)
    for paragraph in paragraphs:
        result.append(paragraph)
        until_next -= 1
        if not until_next:
            result.append(sentence(ADVERT_WORDS_USED, ADVERT_WORDS, chance))
            until_next = chance.randint(*ADVERT_EVERY)
    return result


def wire_copy(paragraphs: Paragraphs, chance: random.Random) -> Paragraphs:
    """All of it at once: lede, cuts, quotes, adverts."""
    return adverts(house_lede(other_quotes(cut_paragraphs(paragraphs, chance), chance), chance), chance)


def shortened_wire_copy(paragraphs: Paragraphs, chance: random.Random) -> Paragraphs:
    """A shortened copy in another style of quotation marks with adverts."""
    return adverts(other_quotes(shortened(paragraphs, chance), chance), chance)


def unchanged(paragraphs: Paragraphs, _: random.Random) -> Paragraphs:
    """The same text under another headline."""
    return list(paragraphs)


EDITS: dict[str, Edit] = {
    "another headline": unchanged,
    "house lede": house_lede,
    "cut paragraphs": cut_paragraphs,
    "other quotation marks": other_quotes,
    "inserted adverts": adverts,
    "shortened": shortened,
    "wire copy (lede, cuts, quotes, adverts)": wire_copy,
    "shortened wire copy (quotes, adverts)": shortened_wire_copy,
}


def another_headline(headline: str, chance: random.Random) -> str:
    """Keeps half of a headline's words, in another order, among the house's own."""
    kept = headline.split()
    chance.shuffle(kept)
    return " ".join([*kept[: len(kept) // 2], *chance.sample(HOUSE_WORDS, 4)])


def two_stories(paragraphs: Paragraphs) -> tuple[Paragraphs, Paragraphs] | None:
    """Makes two stories of one event: half of the words each, and at most the last fifth, as background, in both.

    ``None`` where paragraphs are too long for that: the halves differ by more than a tenth, or there is no background.
    """
    total = word_count(paragraphs)
    background: Paragraphs = []
    while word_count([paragraphs[-len(background) - 1], *background]) <= BACKGROUND_SHARE * total:
        background.insert(0, paragraphs[-len(background) - 1])
    own = paragraphs[: len(paragraphs) - len(background)]
    halves = min(((own[:place], own[place:]) for place in range(len(own) + 1)), key=imbalance)
    if not background or imbalance(halves) > 0.1 * total:
        return None
    return halves[0] + background, halves[1] + background


def imbalance(halves: tuple[Paragraphs, Paragraphs]) -> int:
    return abs(word_count(halves[0]) - word_count(halves[1]))
