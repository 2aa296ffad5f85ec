"""The newsroom's own publishers: a module a site, each with ``build(desk)``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.newsroom.desk import Desk
from tests.newsroom.listings import section
from tests.newsroom.site import Site
from tests.newsroom.sites import (
    almarsa,
    corriere,
    courrier,
    dawn,
    elsewhere,
    faro,
    harbour,
    herald,
    isle,
    minato,
    mixed,
    roundup,
    storm,
    tagblatt,
    vesti,
)

BUILDERS: dict[str, Callable[[Desk], Site]] = {
    "northern-herald": herald.build,
    "tagblatt-nord": tagblatt.build,
    "courrier-skerra": courrier.build,
    "vesti-porta": vesti.build,
    "faro-del-norte": faro.build,
    "minato-news": minato.build,
    "almarsa": almarsa.build,
    "harbour-post": harbour.build,
    "isle-gazette": isle.build,
    "dawn-app": dawn.build,
    "corriere-vernia": corriere.build,
    "mixed-post": mixed.build,
    "roundup": roundup.build,
    "storm-gazette": storm.build,
}
"""Site id to its builder, in the order of the catalogue. The last ones are there to go wrong."""

UNSTEADY = frozenset({"storm-gazette"})


def build(desk: Desk, names: Sequence[str] | None = None) -> list[Site]:
    """Builds sites by id: those named, or all that work (``["all"]`` adds the ones that don't).

    Raises ValueError for an unknown id. The site of everybody else's pages (adverts, share buttons) is always there.
    """
    if names is None or list(names) == ["steady"]:
        names = [name for name in BUILDERS if name not in UNSTEADY]
    elif list(names) == ["all"]:
        names = list(BUILDERS)
    if unknown := [name for name in names if name not in BUILDERS]:
        raise ValueError(f"no site is called {', '.join(unknown)}; there are {', '.join(BUILDERS)}")
    sites = [BUILDERS[name](desk) for name in names] + [elsewhere.build(desk)]
    for site in sites:
        site.listings.setdefault("/", section())
    return sites
