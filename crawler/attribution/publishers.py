"""Who published a page: named by the catalogue, else by the page itself, else by its domain."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Protocol
from urllib.parse import urlsplit

from crawler.attribution.agencies import agency_of
from crawler.hosts import domain_of, host_of, registered_domain
from crawler.items import Evidence, Publisher
from crawler.normalisation.names import site_name

KnownPublisher = Callable[[str], Publisher | None]
"""Gives the catalogue's publisher of an address, ``None`` where the catalogue has none."""

MAX_NAME_LENGTH = 80
"""Characters; a longer "name" is a slogan or a title."""


class PublishingSource(Protocol):
    """What attribution wants to know of a source: ``crawler.sources.Source`` has it."""

    @property
    def name(self) -> str: ...
    @property
    def homepage(self) -> str: ...
    @property
    def domains(self) -> Collection[str]: ...
    @property
    def licence(self) -> str | None: ...


class PublisherIndex:
    """The publishers of a catalogue, found by address."""

    def __init__(self, sources: Iterable[PublishingSource]) -> None:
        """Where two sources share a domain, the host of each is its own and the domain belongs to the first."""
        self._by_host: dict[str, Publisher] = {}
        known = [(source, _publisher(source)) for source in sources]
        hosts = [
            (host, publisher) for source, publisher in known for host in (host_of(source.homepage), *source.domains)
        ]
        for host, publisher in [*hosts, *((publisher.domain, publisher) for _, publisher in known)]:
            self._by_host.setdefault((host or "").lower().removeprefix("www."), publisher)

    def publisher_of(self, url: str) -> Publisher | None:
        """Gives the publisher on whose host an address is, or on whose domain; ``None`` if the catalogue has none."""
        labels = (host_of(url) or "").removeprefix("www.").split(".")
        parents = (".".join(labels[start:]) for start in range(len(labels)))
        return next((found for host in parents if (found := self._by_host.get(host)) is not None), None)


def publisher_of(url: str, source: PublishingSource, evidence: Evidence, known_publisher: KnownPublisher) -> Publisher:
    """Gives the publisher of the page at an address, which need not be the source that listed it.

    A page on the source's own site is the source's, whatever it calls itself there: one publisher, one name.
    """
    if owns(source, url):
        return _publisher(source)
    return publisher_at(url, known_publisher, name=evidence.publisher_name)


def publisher_at(url: str, known_publisher: KnownPublisher, name: str | None = None) -> Publisher:
    """Gives the publisher of any address: by the catalogue, else an agency's, else by ``name``, else by its domain."""
    known = known_publisher(url)
    if known is not None:
        return known
    domain, agency = domain_of(url) or url, agency_of(url)
    if agency is not None:
        return Publisher(agency.name, domain, agency.homepage)
    own_name = site_name(name)
    if own_name is None or len(own_name) > MAX_NAME_LENGTH:
        own_name = domain
    split = urlsplit(url)
    return Publisher(own_name, domain, f"{split.scheme}://{split.netloc.rpartition('@')[2]}/")


def owns(source: PublishingSource, url: str) -> bool:
    """Says whether an address is the source's own: on its homepage's registered domain or on one of its ``domains``."""
    host = host_of(url)
    if host is None:
        return False
    if registered_domain(host) == domain_of(source.homepage):
        return True
    return any(f".{host}".endswith(f".{domain.lower().removeprefix('www.')}") for domain in source.domains)


def own_domains(source: PublishingSource) -> set[str]:
    """Gives the registered domains on which a source publishes."""
    return {registered_domain(host) for host in (host_of(source.homepage), *source.domains) if host}


def _publisher(source: PublishingSource) -> Publisher:
    return Publisher(source.name, domain_of(source.homepage) or source.homepage, source.homepage)
