"""The newsroom: whole news sites under names of their own, behind one proxy on loopback."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import yaml

from tests.newsroom import sites as publishers
from tests.newsroom.article import Article, Listed
from tests.newsroom.authority import Authority
from tests.newsroom.clock import Clock
from tests.newsroom.control import CONTROL_HOST, Control
from tests.newsroom.desk import Desk
from tests.newsroom.faults import Fault
from tests.newsroom.log import Access, AccessLog
from tests.newsroom.messages import Request, Response
from tests.newsroom.server import Server, UnknownHostError
from tests.newsroom.site import Site


@dataclass
class PlannedFault:
    """A fault that takes the place of an address's answer, so many times or always."""

    fault: Fault
    remaining: int | None


class Newsroom:
    """Sites, their truth, their access log, and the hand that changes them; a context manager that starts and stops.

    ``sites`` are ids (see ``tests.newsroom.sites.BUILDERS``), None for all that work, ``["all"]`` for all; further ones
    come by ``add_site``. Everything may be asked and changed while it runs.
    """

    def __init__(
        self,
        sites: Sequence[str] | None = None,
        *,
        seed: str = "byline",
        scale: int = 0,
        now: datetime | None = None,
        log: Path | None = None,
        port: int = 0,
    ) -> None:
        self.clock = Clock(now)
        self.log = AccessLog(log)
        self.authority = Authority(lambda host: host in self._hosts)
        self._hosts: dict[str, Site] = {}
        self._planned: dict[tuple[str, str], PlannedFault] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._server = Server(self._answer, self._record, port=port, authority=self.authority)
        self._control = Control(self)
        for site in publishers.build(Desk(self.clock, seed, scale), sites):
            self.add_site(site)

    # -- running

    def start(self) -> Self:
        """Begins to answer; raises OSError when the port or the log file cannot be had."""
        self.log.open()
        self._server.start()
        return self

    def stop(self) -> None:
        """Ends all connections, closes the log file and removes the files it made."""
        self._server.stop()
        self.log.close()
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def proxy_url(self) -> str:
        """The proxy's address, for ``CRAWL_PROXY``."""
        return f"http://{self._server.address}:{self._server.port}"

    @property
    def certificate(self) -> Path:
        """A file with the certificate of the newsroom's authority, for ``SSL_CERT_FILE``; ``stop`` removes it."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="newsroom-")
            self.authority.write(Path(self._folder.name) / "authority.pem")
        return Path(self._folder.name) / "authority.pem"

    def environment(self, *, https: bool = False) -> dict[str, str]:
        """Gives what a crawl needs in its environment to reach the newsroom and nothing else; https needs trustme."""
        trust = {"SSL_CERT_FILE": str(self.certificate)} if https else {}
        return {"CRAWL_PROXY": self.proxy_url} | trust

    # -- what there is

    def add_site(self, site: Site) -> Site:
        """Serves one more site; raises ValueError for a host that is served already."""
        for host in (site.host, *site.also):
            if host in self._hosts or host == CONTROL_HOST:
                raise ValueError(f"{host} is served already")
            self._hosts[host] = site
        return site

    @property
    def sites(self) -> list[Site]:
        """All sites once, also those that are no source."""
        return list({id(site): site for site in self._hosts.values()}.values())

    @property
    def sources(self) -> list[Site]:
        """The sites that a catalogue can name."""
        return [site for site in self.sites if site.catalogue]

    def site(self, name: str) -> Site:
        """Gives a site by id or host; raises KeyError."""
        for site in self.sites:
            if name in (site.id, site.host, *site.also):
                return site
        raise KeyError(name)

    @property
    def articles(self) -> list[Article]:
        """The truth about every article as it is now."""
        return [article for site in self.sites for article in site.articles]

    @property
    def listed(self) -> list[Listed]:
        """Every entry of every source's lists, with what should become of it."""
        return [entry for site in self.sources for entry in site.listed()]

    def article(self, url: str) -> Article:
        """Gives the truth about the article at an address; raises KeyError."""
        for article in self.articles:
            if url in (article.url, article.listed_at):
                return article
        raise KeyError(url)

    def group(self, name: str) -> list[Article]:
        """Gives the articles that carry the same story, e.g. ``"wire"``, the earliest first."""
        return sorted(
            (article for article in self.articles if article.group == name), key=lambda article: article.published_at
        )

    def catalogue(self) -> list[dict[str, Any]]:
        """Gives a catalogue of its sources."""
        return [site.catalogue_entry() for site in self.sources]

    def write_catalogue(self, path: Path) -> Path:
        """Writes the catalogue as YAML."""
        path.write_text(yaml.safe_dump(self.catalogue(), allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path

    # -- what changes

    def publish(self, site: str, article: Article | None = None, **fields: Any) -> Article:
        """Publishes an article, or writes one with these fields, at the newsroom's present time."""
        house = self.site(site)
        return house.add(article or house.draft(**fields))

    def change(self, article: Article, *, at: datetime | None = None, **fields: Any) -> Article:
        """Shows another version of an article, at once or from a moment on; gives the new truth."""
        house = self.site(article.host)
        changed = replace(article, **({"modified_at": (at or self.clock.now()).replace(microsecond=0)} | fields))
        return house.add(changed, at)

    def withdraw(self, article: Article, status: int = 404) -> None:
        """Takes an article from its site, whose answer is 404 or 410 from now on."""
        house = self.site(article.host)
        house.remove(article)
        if status != 404:
            house.pages[article.path] = lambda _request: Response(status, b"<!doctype html><title>Gone</title>")

    def renew_frame(self, site: str) -> None:
        """Changes what surrounds a site's articles, and nothing of the articles."""
        self.site(site).renew_frame()

    def set_fault(self, host: str, path: str, fault: Fault, times: int | None = None) -> None:
        """Lets an address go wrong: a path (with its query), or ``*`` for the whole host; always or so many times."""
        if times is not None and times < 1:
            raise ValueError("a fault happens at least once")
        self._planned[host, path] = PlannedFault(fault, times)

    def clear_faults(self, host: str | None = None) -> None:
        """Ends the faults that were set, of one host or of all; a site's own faults stay."""
        self._planned = {key: planned for key, planned in self._planned.items() if host is not None and key[0] != host}

    def distrust(self, host: str) -> None:
        """Serves a host from now on with a certificate of an authority that nobody trusts."""
        self.authority.distrusted.add(host)

    # -- answers

    def _answer(self, request: Request) -> tuple[Response, Fault | None]:
        if request.host == CONTROL_HOST:
            return self._control.respond(request), None
        site = self._hosts.get(request.host)
        if site is None:
            raise UnknownHostError(request.host)
        fault = self._fault(request, site)
        response = site.respond(request)
        if fault and fault.change:
            response = fault.change(request, response)
        return response, fault

    def _record(self, access: Access) -> None:
        if access.host != CONTROL_HOST:
            self.log.add(access)

    def _fault(self, request: Request, site: Site) -> Fault | None:
        for path in (request.target, request.path, "*"):
            if planned := self._planned.get((request.host, path)):
                if planned.remaining is not None:
                    planned.remaining -= 1
                    if planned.remaining == 0:
                        del self._planned[request.host, path]
                return planned.fault
        return site.faults.get(request.target) or site.faults.get(request.path)


def as_plain(articles: Iterable[Article]) -> list[dict[str, Any]]:
    """Gives the truth as plain data for JSON: times as ISO strings, paragraphs beside sections."""
    return [_plain(article) for article in articles]


def _plain(article: Article) -> dict[str, Any]:
    convert: dict[type, Callable[[Any], Any]] = {datetime: datetime.isoformat, frozenset: sorted}
    fields = {
        key: convert.get(type(value), lambda same: same)(value) for key, value in dataclasses.asdict(article).items()
    }
    return fields | {"paragraphs": article.paragraphs}
