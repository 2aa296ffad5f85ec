"""A source written as YAML is read as the same source."""

from __future__ import annotations

from pathlib import Path

from crawler.sources.catalogue import SHIPPED_CATALOGUE, load_catalogue
from crawler.sources.entry import write_entry
from crawler.sources.source import Politeness, Source


def test_the_whole_shipped_catalogue_survives_writing_and_reading(tmp_path: Path) -> None:
    sources = load_catalogue(SHIPPED_CATALOGUE)
    path = tmp_path / "all.yaml"
    path.write_text("\n".join(write_entry(source) for source in sources), encoding="utf-8")
    assert load_catalogue(path) == sources


def test_every_field_survives_writing_and_reading(tmp_path: Path) -> None:
    source = Source(
        id="no",
        name='Nei: "Avisen" #1, [æøå]',
        homepage="https://avisen.test/",
        country=None,
        languages=("no", "nn"),
        feeds=("https://avisen.test/f?a=1&b=2#x",),
        sections=("https://avisen.test/",),
        domains=("avisen.no",),
        time_zone="Europe/Oslo",
        enabled=False,
        rendering="never",
        politeness=Politeness(2.5, 1),
        verify_certificates=False,
        selectors={"headline": "h1 > a[href='x']", "remove": ".ad, aside"},
        licence="CC BY 4.0",
        contact="red@avisen.test",
    )
    path = tmp_path / "one.yaml"
    path.write_text(
        write_entry(source, {source.feeds[0]: "12 entries\nnewest today", "country": "guessed"}), encoding="utf-8"
    )
    assert load_catalogue(path) == [source]
    assert "# 12 entries newest today" in path.read_text(encoding="utf-8")
