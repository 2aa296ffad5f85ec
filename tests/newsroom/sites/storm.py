"""The Storm Gazette: every entry of its feed but a few goes wrong in a way of its own."""

from __future__ import annotations

from datetime import timedelta

from tests.newsroom import faults, listings
from tests.newsroom.article import FAILED, REFUSED, STORED
from tests.newsroom.desk import Desk
from tests.newsroom.faults import Fault
from tests.newsroom.layouts import structured
from tests.newsroom.site import Site

LATER = frozenset({"pending", "failed"})
"""Worth another try, in this run or a later one."""
UNREADABLE = frozenset({"failed", "quarantined"})
INCOMPLETE = LATER | UNREADABLE

WEATHER: dict[str, tuple[Fault, frozenset[str]]] = {
    "missing": (faults.status(404), FAILED),
    "gone": (faults.status(410), FAILED),
    "forbidden": (faults.status(403), LATER),
    "too-many": (faults.status(429, retry_after=3), LATER),
    "internal": (faults.status(500), LATER),
    "unavailable": (faults.status(503, retry_after=5), LATER),
    "hanging": (faults.hang(), LATER),
    "reset": (faults.reset(), LATER),
    "closed": (faults.close(), LATER),
    "truncated-gzip": (faults.truncated_gzip(), INCOMPLETE),
    "no-trailer": (faults.gzip_without_trailer(), INCOMPLETE),
    "short": (faults.short(), INCOMPLETE),
    "cut-chunk": (faults.cut_chunk(), INCOMPLETE),
    "no-last-chunk": (faults.missing_last_chunk(), INCOMPLETE),
    "dripping": (faults.drip(), LATER),
    "endless": (faults.endless_body(), UNREADABLE),
    "empty": (faults.empty(), UNREADABLE | REFUSED),
    "binary": (faults.replaced(bytes(range(256)) * 40, "text/html"), UNREADABLE | REFUSED),
    "loop": (faults.redirect_loop(), FAILED | REFUSED),
    "to-loopback": (faults.redirect("http://127.0.0.1:9/secret"), REFUSED | FAILED),
    "to-file": (faults.redirect("file:///etc/hostname"), REFUSED | FAILED),
    "wrong-charset": (faults.wrong_charset("iso-2022-jp"), STORED),
    "slow": (faults.slow(1.5), STORED),
}
"""Name to what happens and where its URL should end."""

BOMBS = ("gzip", "br", "zstd", "gzip, gzip")


def build(desk: Desk) -> Site:
    """Builds the site: a few articles as they should be, one for each fault."""
    site = Site(
        "storm-gazette",
        "The Storm Gazette",
        "storm-gazette.test",
        "NZ",
        "en",
        structured.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/news/{number}/{slug}",
        listings={"/feed/": listings.rss},
        catalogue={"feeds": ["/feed/"]},
    )
    site.write(desk.count(3))
    storms = WEATHER | {
        f"bomb-{encoding.replace(', ', '-')}": (faults.bomb(encoding), UNREADABLE) for encoding in BOMBS
    }
    for index, (name, (fault, expected)) in enumerate(storms.items()):
        moment = desk.clock.now() - timedelta(hours=1, minutes=index)
        article = site.add(site.draft(moment, path=f"/news/{name}", expected=expected, why=f"fault: {fault.name}"))
        site.faults[article.path] = fault
    return site
