"""The catalogue: what is read, and what each mistake says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.exceptions import CatalogueError
from crawler.sources.catalogue import SHIPPED_CATALOGUE, load_catalogue, select
from crawler.sources.source import Endpoint, Politeness, Source

GOOD = {
    "id": "courier",
    "name": "The Courier",
    "homepage": "https://www.courier.test/",
    "country": "GB",
    "languages": ["en"],
    "feeds": ["https://www.courier.test/rss.xml"],
}


def write(tmp_path: Path, *entries: object, name: str = "sources.yaml") -> Path:
    """Writes entries as JSON, which is YAML too."""
    path = tmp_path / name
    path.write_text(json.dumps(entries, indent=1), encoding="utf-8")
    return path


def mistakes(path: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(path)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def one_mistake(tmp_path: Path, **changes: object) -> str:
    """Gives the message for a source with one field changed (left out where the value is ``...``)."""
    entry = {key: value for key, value in {**GOOD, **changes}.items() if value is not ...}
    found = mistakes(write(tmp_path, entry))
    assert len(found) == 1, found
    assert found[0].startswith(f"{tmp_path / 'sources.yaml'}:")
    return found[0]


def test_a_source_with_its_required_keys_is_read(tmp_path: Path) -> None:
    [source] = load_catalogue(write(tmp_path, GOOD))
    assert source == Source(
        id="courier",
        name="The Courier",
        homepage="https://www.courier.test/",
        country="GB",
        languages=("en",),
        feeds=("https://www.courier.test/rss.xml",),
    )


def test_every_optional_key_is_read(tmp_path: Path) -> None:
    path = tmp_path / "all.yaml"
    path.write_text(
        """
- id: all
  name: All
  homepage: https://all.test
  country: de
  languages: [DE, en]
  sections: [https://all.test/politics]
  news_sitemaps: [https://all.test/news.xml]
  sitemaps: [https://all.test/sitemap.xml]
  domains: [all-news.test]
  time_zone: Europe/Berlin
  enabled: no
  rendering: always
  politeness: {delay: 2.5, concurrency: 1}
  verify_certificates: off
  selectors: {headline: h1.title, remove: ".ad, aside"}
  licence: https://creativecommons.org/licenses/by/4.0/
  contact: desk@all.test
""",
        encoding="utf-8",
    )
    [source] = load_catalogue(path)
    assert source.country == "DE"
    assert source.languages == ("de", "en")
    assert source.domains == ("all-news.test",)
    assert source.time_zone == "Europe/Berlin"
    assert source.enabled is False
    assert source.rendering == "always"
    assert source.politeness == Politeness(delay=2.5, concurrency=1)
    assert source.verify_certificates is False
    assert source.selectors == {"headline": "h1.title", "remove": ".ad, aside"}
    assert source.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert source.contact == "desk@all.test"
    assert source.endpoints() == [
        Endpoint("https://all.test/news.xml", "news-sitemap"),
        Endpoint("https://all.test/sitemap.xml", "sitemap"),
        Endpoint("https://all.test/politics", "section"),
    ]


def test_norway_and_norwegian_are_no_booleans_and_a_number_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "no.yaml"
    path.write_text(
        "- {id: 2024, name: 1e3, homepage: 'https://a.test', country: NO, languages: [no], feeds: ['https://a.test/f']}",
        encoding="utf-8",
    )
    [source] = load_catalogue(path)
    assert (source.id, source.name, source.country, source.languages) == ("2024", "1e3", "NO", ("no",))


def test_a_null_country_is_an_international_source(tmp_path: Path) -> None:
    assert load_catalogue(write(tmp_path, {**GOOD, "country": None}))[0].country is None


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    write(tmp_path, GOOD, name="b.yaml")
    write(tmp_path, {**GOOD, "id": "other", "feeds": ["https://other.test/rss"]}, name="a.yml")
    (tmp_path / "notes.txt").write_text("not a catalogue", encoding="utf-8")
    (tmp_path / ".hidden.yaml").write_text("[", encoding="utf-8")
    assert [source.id for source in load_catalogue(tmp_path)] == ["other", "courier"]


def test_an_id_that_two_files_use_names_both(tmp_path: Path) -> None:
    write(tmp_path, GOOD, name="a.yaml")
    write(tmp_path, {**GOOD, "feeds": ["https://x.test/rss"]}, name="b.yaml")
    [mistake] = mistakes(tmp_path)
    assert "source 'courier': id: is already taken" in mistake
    assert mistake.startswith(str(tmp_path / "b.yaml"))
    assert str(tmp_path / "a.yaml") in mistake


def test_all_mistakes_of_all_files_are_reported_together(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "country": "Germany", "languages": ["xx"]}, name="a.yaml")
    write(tmp_path, {**GOOD, "id": "No Slug", "feeds": ["https://b.test/f"]}, 7, name="b.yaml")
    (tmp_path / "c.yaml").write_text("- id: [", encoding="utf-8")
    assert len(mistakes(tmp_path)) == 5


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": ...}, "source 1: id: is missing"),
        ({"name": ...}, "source 'courier': name: is missing"),
        ({"name": ""}, "source 'courier': name: must not be empty"),
        ({"name": ["x"]}, "source 'courier': name: must be a text, not a list"),
        ({"homepage": ...}, "homepage: is missing"),
        ({"country": ...}, "country: is missing (null for an international source)"),
        ({"languages": ...}, "languages: is missing"),
        ({"languages": []}, "languages: must name at least one"),
        ({"languages": "en"}, "languages: must be a list, not 'en'"),
        ({"languages": ["German"]}, "languages: 'German' is no language code (ISO 639); use 'de'"),
        ({"languages": ["pt-BR"]}, "languages: 'pt-BR' is no language code (ISO 639); use 'pt'"),
        ({"languages": ["en", "en"]}, "languages: 'en' is given twice"),
        ({"country": "Germany"}, "country: 'Germany' is no country code (ISO 3166 alpha-2); use 'DE'"),
        ({"country": "ZZ"}, "country: 'ZZ' is no country code"),
        ({"id": "The Courier"}, "id: 'The Courier' is no id: lower-case letters, digits and hyphens, at most 64, "),
        ({"homepage": "www.courier.test"}, "homepage: 'www.courier.test' cannot be fetched: it must begin with https"),
        ({"homepage": "ftp://courier.test"}, "homepage: 'ftp://courier.test' cannot be fetched"),
        ({"homepage": "https://"}, "homepage: 'https://' is no address"),
        ({"homepage": "https://cou rier.test/"}, "homepage: 'https://cou rier.test/' is no address"),
        ({"homepage": "https://courier.test:99999/"}, "homepage: 'https://courier.test:99999/' is no address"),
        ({"homepage": "https://[::1/"}, "homepage: 'https://[::1/' is no address"),
        ({"homepage": "https://me:secret@courier.test/"}, "homepage: must not hold a user name or password"),
        ({"feeds": ["javascript:alert(1)"]}, "feeds: 'javascript:alert(1)' cannot be fetched"),
        ({"feeds": [None]}, "feeds: must be a text, not nothing"),
        ({"feeds": "https://courier.test/rss"}, "feeds: must be a list, not 'https://courier.test/rss'"),
        ({"feeds": ["https://a.test/f", "http://A.test/f#x"]}, "feeds: http://A.test/f#x is already polled:"),
        ({"feeds": []}, "source 'courier': has nothing to poll: give at least one of feeds, news_sitemaps, sitemaps,"),
        ({"feeds": ...}, "has nothing to poll"),
        ({"sitemaps": ["https://www.courier.test/rss.xml"]}, "sitemaps: https://www.courier.test/rss.xml is already"),
        ({"feed": ["https://a.test/f"]}, "feed: is no key of a source; did you mean 'feeds'?"),
        ({"license": "CC"}, "license: is no key of a source; did you mean 'licence'?"),
        ({"qqq": 1}, "qqq: is no key of a source; known are id, name, homepage, country, languages, feeds,"),
        ({"time_zone": "Europe/Berln"}, "time_zone: 'Europe/Berln' is no time zone"),
        ({"time_zone": "../../etc/passwd"}, "is no time zone of the IANA database"),
        ({"rendering": "sometimes"}, "rendering: must be never, auto or always, not 'sometimes'"),
        ({"enabled": "perhaps"}, "enabled: must be true or false, not 'perhaps'"),
        ({"domains": ["https://other.test/"]}, "domains: 'https://other.test/' is no domain: write the bare name"),
        ({"politeness": 3}, "politeness: must be a mapping of delay, concurrency, not '3'"),
        ({"politeness": {"delay": -1}}, "politeness: must be a number from 0 to 120, not '-1'"),
        ({"politeness": {"delay": "nan"}}, "politeness: must be a number from 0 to 120, not 'nan'"),
        ({"politeness": {"concurrency": 1.5}}, "politeness: must be a whole number from 1 to 16, not '1.5'"),
        ({"politeness": {"dely": 1}}, "politeness.dely: unknown key; did you mean 'delay'?"),
        ({"selectors": {"headline": "h1["}}, "selectors.headline: 'h1[' is no CSS selector"),
        ({"selectors": {"headlin": "h1"}}, "selectors.headlin: unknown key; did you mean 'headline'?"),
    ],
)
def test_a_mistake_names_file_source_and_field(tmp_path: Path, changes: dict[str, object], expected: str) -> None:
    assert expected in one_mistake(tmp_path, **changes)


def test_a_line_break_around_a_text_is_no_mistake(tmp_path: Path) -> None:
    assert load_catalogue(write(tmp_path, {**GOOD, "id": "courier\n"}))[0].id == "courier"


def test_a_mistake_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "lines.yaml"
    path.write_text(
        "- id: a\n  name: A\n  homepage: https://a.test\n  country: XX\n  languages: [en]\n  feeds: [https://a.test/f]\n",
        encoding="utf-8",
    )
    assert mistakes(path)[0].startswith(f"{path}:4: source 'a': country: ")


def test_a_key_given_twice_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "twice.yaml"
    path.write_text(json.dumps([GOOD])[:-2] + ', "name": "Again"}]', encoding="utf-8")
    assert "source 'courier': name: is given twice" in mistakes(path)[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty; a catalogue is a list of sources"),
        (b"# only a comment\n", "is empty"),
        (b"null\n", "is empty"),
        (b"[]\n", "is an empty list"),
        (b"id: bbc\nname: BBC\n", "must be a list of sources, each beginning with '- id: ...', not a mapping"),
        (b"just text\n", "must be a list of sources"),
        (b"- just text\n", "source 1: must be a mapping with id, name, homepage, country, languages, ..., not 'just"),
        (b"- id: a\n  name: b: c\n", ":2: is no YAML: mapping values are not allowed in this context; quote a text"),
        (b"- id: a\n\tname: b\n", ":2: is no YAML: "),
        (b"- [\n", "is no YAML: "),
        (b"- a\n---\n- b\n", "is no YAML: but found another document"),
        (b"\x00\x01\x02\x89PNG", "is no YAML: "),
        (b"- name: \xff\xfe\n", "is no YAML: "),
        (b"- &a {name: x}\n- *a\n", "anchors and aliases (&, *) are not supported"),
        (b"&a [*a]\n", "anchors and aliases (&, *) are not supported"),
        (b"[" * 50_000, "lists and mappings are nested too deep"),
        (b"- !!python/object/apply:os.system [ls]\n", "source 1: must be a mapping"),
    ],
)
def test_a_file_that_is_no_catalogue_says_why(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    assert expected in mistakes(path)[0]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"there is no catalogue at .*nowhere\.yaml"):
        load_catalogue(tmp_path / "nowhere.yaml")


def test_a_folder_without_yaml_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"is a folder without any \.yaml file"):
        load_catalogue(tmp_path)


SOURCES = [
    Source("a", "A", "https://a.test", "DE", ("de",), feeds=("https://a.test/f",)),
    Source("b", "B", "https://b.test", None, ("en",), feeds=("https://b.test/f",)),
    Source("c", "C", "https://c.test", "DE", ("de",), feeds=("https://c.test/f",), enabled=False),
]


def test_without_a_choice_every_enabled_source_is_selected() -> None:
    assert [source.id for source in select(SOURCES)] == ["a", "b"]


def test_a_disabled_source_is_selected_by_its_id_alone() -> None:
    assert [source.id for source in select(SOURCES, ["c"])] == ["c"]


def test_a_country_selects_its_sources_in_either_case() -> None:
    assert [source.id for source in select(SOURCES, country="de")] == ["a"]


@pytest.mark.parametrize(
    ("ids", "country", "expected"),
    [
        (["a", "bb"], None, "no source 'bb'; did you mean 'b'?"),
        (["zzz"], None, "no source 'zzz'"),
        (None, "FR", "no source of country 'FR'; there are sources of DE"),
        (["b"], "DE", "no source of country 'DE'"),
    ],
)
def test_a_choice_that_leaves_nothing_says_why(ids: list[str] | None, country: str | None, expected: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        select(SOURCES, ids, country)
    assert expected in str(caught.value)


def test_a_catalogue_of_disabled_sources_has_nothing_to_select() -> None:
    with pytest.raises(CatalogueError, match="no source is enabled"):
        select(SOURCES[2:])


def test_the_shipped_catalogue_holds_180_sources_under_unique_ids() -> None:
    sources = load_catalogue(SHIPPED_CATALOGUE)
    assert len(sources) == 180
    assert len({source.id for source in sources}) == 180
    assert {"bbc", "taz", "derstandard", "lemonde", "apnews"} <= {source.id for source in sources}


def test_each_file_of_the_shipped_catalogue_holds_one_country() -> None:
    for file in SHIPPED_CATALOGUE.glob("*.yaml"):
        assert len({source.country for source in load_catalogue(file)}) == 1, file


@pytest.mark.parametrize(("written", "meant"), [("gb", "GB"), ("UK", "GB"), ("IND", "IN"), ("isl", "IS")])
def test_a_country_may_be_written_in_any_iso_3166_form(tmp_path: Path, written: str, meant: str) -> None:
    (source,) = load_catalogue(write(tmp_path, {**GOOD, "country": written}))
    assert source.country == meant
