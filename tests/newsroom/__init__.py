"""A test newsroom: whole news sites on loopback, under names of their own, with the truth about every article.

``Newsroom`` is a proxy that answers itself for sites under ``*.test`` (and for replayed ones, see ``replay``) and lets
nothing out: other names get a 502. ``DirectSite`` is a server with a port of its own. ``python -m tests.newsroom`` runs
it as a command.
"""

from tests.newsroom.article import Article, Listed
from tests.newsroom.direct import DirectSite
from tests.newsroom.faults import Fault
from tests.newsroom.log import Access, AccessLog
from tests.newsroom.messages import Request, Response
from tests.newsroom.newsroom import Newsroom
from tests.newsroom.site import Site
from tests.newsroom.text import Section, Writer

__all__ = [
    "Access",
    "AccessLog",
    "Article",
    "DirectSite",
    "Fault",
    "Listed",
    "Newsroom",
    "Request",
    "Response",
    "Section",
    "Site",
    "Writer",
]
