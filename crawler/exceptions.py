"""Byline's own exceptions: one root, and for each who raises it and when."""

from __future__ import annotations


class BylineError(Exception):
    """Root of all that Byline raises on purpose; its text is written for the operator."""


class CatalogueError(BylineError):
    """Raised by ``crawler.sources`` when a catalogue cannot be used; names file, source and field."""


class UnusableListing(BylineError):
    """Raised by ``crawler.discovery`` when a response holds no feed, sitemap or list of links at all."""


class UnusablePage(BylineError):
    """Raised by ``crawler.extraction`` when bytes cannot be read as a page (empty, binary)."""


class WorkerLost(BylineError):
    """Raised by ``crawler.workers`` when a worker died, ran out of memory or out of time over one task."""


class DatabaseUnavailable(BylineError):
    """Raised by ``crawler.storage`` when no MongoDB can be reached, started or trusted with the data."""


class RefusedDocument(BylineError):
    """Raised by ``crawler.storage`` for a document that MongoDB cannot hold; goes to quarantine."""


class UnusableURL(BylineError, ValueError):
    """Raised by ``crawler.normalisation`` for what is no http(s) address with a host; names both."""


class UnusableArgument(BylineError):
    """Raised by the spiders and commands for an argument that cannot be used."""
