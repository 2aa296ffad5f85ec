"""Invented news text in eight languages, the same for the same seed.

Each language is a file of phrases in ``vocabulary/`` that fit together in any combination, so that every article says
something of its own: two texts share words and phrases, hardly ever a run of five words.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

VOCABULARY = Path(__file__).parent / "vocabulary"
SENTENCES_A_PARAGRAPH = (2, 4)


@cache
def vocabulary(language: str) -> dict[str, Any]:
    """Gives the phrases of a language by role; raises FileNotFoundError for one that has no file."""
    with (VOCABULARY / f"{language}.yaml").open(encoding="utf-8") as file:
        phrases: dict[str, Any] = yaml.safe_load(file)
    return phrases


@dataclass(frozen=True, slots=True)
class Section:
    """A run of paragraphs under one heading; the first one of an article has none."""

    heading: str | None
    paragraphs: tuple[str, ...]


class Writer:
    """Writes headlines, paragraphs and names of one language, determined by its seed and the order of calls."""

    def __init__(self, language: str, seed: str) -> None:
        self.language = language
        self.random = random.Random(f"{language}/{seed}")
        self._phrases = vocabulary(language)

    def pick(self, role: str) -> str:
        """Gives one phrase of a role, e.g. ``"headings"``."""
        return str(self.random.choice(self._phrases[role]))

    def name(self) -> str:
        """Gives a person's name as it is printed in a byline."""
        order = ("family", "given") if self.language == "ja" else ("given", "family")
        return (" " if self.language != "ja" else "").join(self.pick(part) for part in order)

    def names(self, count: int) -> tuple[str, ...]:
        """Gives different people's names."""
        names: dict[str, None] = {}
        while len(names) < count:
            names[self.name()] = None
        return tuple(names)

    def headline(self) -> str:
        """Gives a headline without a full stop."""
        return self._fill(self.pick("headlines"))

    def sentence(self) -> str:
        """Gives one sentence."""
        return self._fill(self.pick("sentences"))

    def paragraph(self) -> str:
        """Gives two to four sentences, about 30 to 70 words."""
        joiner = str(self._phrases["joiner"])
        return joiner.join(self.sentence() for _ in range(self.random.randint(*SENTENCES_A_PARAGRAPH)))

    def sections(self, paragraphs: int, headings: int) -> tuple[Section, ...]:
        """Gives the text of an article: its paragraphs, in order, cut by so many headings."""
        texts = [self.paragraph() for _ in range(paragraphs)]
        titles = self.random.sample(self._phrases["headings"], headings)
        cuts = sorted(self.random.sample(range(1, paragraphs), headings))
        parts = [texts[start:end] for start, end in zip([0, *cuts], [*cuts, paragraphs], strict=True)]
        return tuple(Section(heading, tuple(part)) for heading, part in zip([None, *titles], parts, strict=True))

    def _fill(self, pattern: str) -> str:
        slots = {slot: self._slot(slot) for _, slot, _, _ in Formatter().parse(pattern) if slot}
        text = pattern.format(**slots)
        return text[0].upper() + text[1:]

    def _slot(self, slot: str) -> str:
        match slot:
            case "who" | "what":
                return self._described(slot)
            case "name":
                return self.name()
            case "number":
                return str(self.random.randint(110, 2900))
            case "small":
                return str(self.random.randint(2, 97))
            case "digit":
                return str(self.random.randint(1, 9))
        return self.pick(f"{slot}s")

    def _described(self, slot: str) -> str:
        noun, adjective = self.pick(slot), self.pick(f"adjectives_{slot}")
        order = [noun, adjective] if self._phrases.get("who_after") else [adjective, noun]
        return str(self._phrases["joiner"]).join(order)
