"""What the site modules share while they are built: the clock, the seed, how much to write, and the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from tests.newsroom.clock import Clock
from tests.newsroom.text import Section, Writer


@dataclass
class Desk:
    """Handed to each site's ``build``."""

    clock: Clock = field(default_factory=Clock)
    seed: str = "byline"
    scale: int = 0
    """Articles a site beyond its usual ones."""
    wire_urls: list[str] = field(default_factory=list)
    """Where the wire story was printed so far."""

    def count(self, usual: int) -> int:
        """Gives how many plain articles a site should write."""
        return usual + self.scale

    @cached_property
    def wire(self) -> Wire:
        """The story that an agency sent to several of the newsroom's publishers."""
        return Wire.write(self.seed)


@dataclass(frozen=True, slots=True)
class Wire:
    """A story as the agency sends it."""

    agency: str
    headline: str
    description: str
    sections: tuple[Section, ...]
    group: str = "wire"

    @classmethod
    def write(cls, seed: str) -> Wire:
        """Writes the story; its first paragraph opens with the agency's dateline."""
        writer = Writer("en", f"{seed}/wire")
        paragraphs = [writer.paragraph() for _ in range(6)]
        text = (Section(None, (f"NORTHPORT (AP) — {paragraphs[0]}", *paragraphs[1:])),)
        return cls("AP", writer.headline(), writer.sentence(), text)

    def edited(self, lede: str) -> tuple[Section, ...]:
        """Gives the story as an editor cuts it: a paragraph of the house first, other quote marks, the end left out."""
        kept = self.sections[0].paragraphs[:-1]
        return (Section(None, (lede, *(paragraph.translate(STRAIGHT_QUOTES) for paragraph in kept))),)


STRAIGHT_QUOTES = str.maketrans({"“": '"', "”": '"', "’": "'"})
