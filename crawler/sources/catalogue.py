"""Loads a catalogue of sources: one YAML file, or a folder of them, each a list of mappings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from crawler.exceptions import CatalogueError
from crawler.sources.check import CatalogueCheck
from crawler.sources.fields import did_you_mean
from crawler.sources.source import Source

SHIPPED_CATALOGUE = Path(__file__).parent / "catalogue"


def load_catalogue(path: Path | str) -> list[Source]:
    """Reads and checks a catalogue.

    Args:
        path: a YAML file, or a folder whose ``*.yaml`` and ``*.yml`` files are read in the order of their names.

    Raises:
        CatalogueError: there is nothing to read, or there are mistakes; its text has a line for each, with file, line,
            source and field.
    """
    check = CatalogueCheck()
    for file in _files(Path(path)):
        check.read(file)
    if check.problems:
        number = len(check.problems)
        title = f"{number} mistake{'s' if number > 1 else ''} in the catalogue {path}:"
        raise CatalogueError("\n  ".join([title, *(str(problem) for problem in sorted(check.problems))]))
    return check.sources


def select(sources: Iterable[Source], ids: Sequence[str] | None = None, country: str | None = None) -> list[Source]:
    """Chooses sources by id and by country, in the catalogue's order.

    A disabled source is chosen only by its id. A source without a country belongs to none.

    Raises:
        CatalogueError: an id or country that no source has, or nothing left.
    """
    known = list(sources)
    names = {source.id: source for source in known}
    unknown = [name for name in ids or () if name not in names]
    if unknown:
        wrong = ", ".join(f"'{name}'{did_you_mean(name, list(names))}" for name in unknown)
        raise CatalogueError(f"no source {wrong} (`scrapy sources` lists them all)")
    chosen = [source for source in known if (source.id in ids if ids else source.enabled)]
    if country is not None:
        chosen = [source for source in chosen if source.country == country.upper()]
        if not chosen:
            countries = ", ".join(sorted({source.country for source in known if source.country}))
            raise CatalogueError(f"no source of country '{country}'; there are sources of {countries or 'no country'}")
    if not chosen:
        raise CatalogueError("no source is enabled in this catalogue")
    return chosen


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(file for file in path.glob("[!.]*") if file.suffix in (".yaml", ".yml"))
        if not files:
            raise CatalogueError(f"the catalogue {path} is a folder without any .yaml file")
        return files
    if not path.exists():
        raise CatalogueError(f"there is no catalogue at {path}: give a YAML file or a folder of them")
    return [path]
