"""``scrapy sources``: what it prints, and its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.sources.catalogue import SHIPPED_CATALOGUE, load_catalogue

ROOT = Path(__file__).parents[2]
CATALOGUE = """
- id: courier
  name: "[bold]Courier"
  homepage: https://www.courier.test/
  country: GB
  languages: [en]
  feeds: [https://www.courier.test/rss.xml, https://www.courier.test/sport.xml]
- id: avisen
  name: Avisen
  homepage: https://avisen.test/
  country: NO
  languages: [no]
  sections: [https://avisen.test/]
  enabled: false
  rendering: always
"""


def sources(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs ``scrapy sources`` in the checkout."""
    command = [sys.executable, "-m", "scrapy", "sources", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def catalogue(tmp_path: Path) -> str:
    path = tmp_path / "catalogue.yaml"
    path.write_text(CATALOGUE, encoding="utf-8")
    return str(path)


def test_the_shipped_catalogue_is_listed() -> None:
    result = sources("--json")
    assert result.returncode == 0
    assert {source["id"] for source in json.loads(result.stdout)} == {s.id for s in load_catalogue(SHIPPED_CATALOGUE)}


def test_the_list_has_a_row_for_each_source_and_takes_names_as_they_are(catalogue: str) -> None:
    result = sources("--catalogue", catalogue)
    assert result.returncode == 0
    assert "2 sources" in result.stdout
    assert "[bold]" in result.stdout
    assert "disabled" in result.stdout


def test_the_list_is_narrowed_to_a_country(catalogue: str) -> None:
    assert [
        source["id"] for source in json.loads(sources("--catalogue", catalogue, "--country", "gb", "--json").stdout)
    ] == ["courier"]


def test_an_unknown_country_is_an_error(catalogue: str) -> None:
    result = sources("--catalogue", catalogue, "--country", "FR")
    assert result.returncode == 2
    assert "there are sources of GB, NO" in result.stderr


def test_a_good_catalogue_is_said_to_be_good(catalogue: str) -> None:
    result = sources("check", "--catalogue", catalogue)
    assert result.returncode == 0
    assert "all right. 2 sources (1 disabled) of 2 countries, 3 endpoints." in result.stdout


def test_the_mistakes_of_a_catalogue_are_listed_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(CATALOGUE.replace("country: GB", "country: Britain").replace("feeds", "feed"), encoding="utf-8")
    result = sources("check", "--catalogue", str(path))
    assert result.returncode == 2
    assert "3 mistakes in the catalogue" in result.stderr
    assert f"{path}:5: source 'courier': country: 'Britain' is no country code" in result.stderr
    assert "did you mean 'feeds'?" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_source_is_shown_as_it_stands_in_a_catalogue(catalogue: str, tmp_path: Path) -> None:
    shown = sources("show", "avisen", "--catalogue", catalogue)
    assert shown.returncode == 0
    again = tmp_path / "again.yaml"
    again.write_text(shown.stdout, encoding="utf-8")
    assert load_catalogue(again) == load_catalogue(catalogue)[1:]


def test_an_unknown_source_is_an_error_with_a_suggestion(catalogue: str) -> None:
    result = sources("show", "avis", "--catalogue", catalogue)
    assert result.returncode == 2
    assert "did you mean 'avisen'?" in result.stderr


@pytest.mark.parametrize("arguments", [["mend"], ["show"], ["check", "x"], ["add"]])
def test_other_arguments_are_refused(arguments: list[str]) -> None:
    assert sources(*arguments).returncode == 2
