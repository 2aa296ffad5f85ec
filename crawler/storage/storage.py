"""All collections of one database, as one crawl process uses them."""

from __future__ import annotations

from typing import Any

from crawler.storage.articles import Articles
from crawler.storage.connection import connect_async
from crawler.storage.endpoints import Endpoints
from crawler.storage.hosts import Hosts
from crawler.storage.ledger import Ledger
from crawler.storage.owner import Owner
from crawler.storage.quarantine import Quarantine
from crawler.storage.runs import Runs
from crawler.storage.sources import SourceStates

Document = dict[str, Any]


class Storage:
    """The collections, for one run of one process. Does no I/O until a method is awaited."""

    def __init__(self, uri: str, name: str, run_id: str) -> None:
        self._database = connect_async(uri, name)
        owner = Owner.this_process()
        self.run_id = run_id
        self.ledger = Ledger(self._database, owner.id, run_id)
        self.hosts = Hosts(self._database, owner)
        self.endpoints = Endpoints(self._database, owner.id)
        self.sources = SourceStates(self._database)
        self.articles = Articles(self._database, self.ledger)
        self.quarantine = Quarantine(self._database, run_id)
        self.runs = Runs(self._database, run_id)

    async def close(self) -> None:
        """Closes the connections."""
        await self._database.client.close()
