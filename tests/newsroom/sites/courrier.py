"""Le Courrier de Skerra: RSS 1.0 (RDF), pages in Latin-1 whose only structured data is microdata."""

from __future__ import annotations

from datetime import timedelta, timezone

from tests.newsroom import listings
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import microdata
from tests.newsroom.site import Site


def build(desk: Desk) -> Site:
    """Builds the site."""
    site = Site(
        "courrier-skerra",
        "Le Courrier de Skerra",
        "courrier-skerra.test",
        "FR",
        "fr",
        microdata.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/{rubric}/article/{number}/{slug}",
        zone=timezone(timedelta(hours=1)),
        encoding="iso-8859-1",
        content_type="text/html; charset=iso-8859-1",
        listings={"/backend.rdf": listings.rdf},
        catalogue={"feeds": ["/backend.rdf"], "time_zone": "Europe/Paris"},
    )
    site.write(desk.count(8))
    return site
