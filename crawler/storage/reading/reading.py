"""All readings of one database, as the web service uses them."""

from __future__ import annotations

from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from crawler.storage.connection import connect_async
from crawler.storage.reading.articles import ArticleReading
from crawler.storage.reading.deadline import Deadline, answering
from crawler.storage.reading.figures import FigureReading
from crawler.storage.reading.quarantine import QuarantineReading
from crawler.storage.reading.runs import RunReading
from crawler.storage.reading.sources import SourceReading
from crawler.storage.reading.stories import StoryReading
from crawler.storage.reading.takedowns import Takedowns

Document = dict[str, Any]


class Reading:
    """The readings. Does no I/O until a method is awaited."""

    def __init__(self, uri: str, name: str) -> None:
        self._database: AsyncDatabase[Document] = connect_async(uri, name)
        self.articles = ArticleReading(self._database)
        self.stories = StoryReading(self._database)
        self.sources = SourceReading(self._database)
        self.runs = RunReading(self._database)
        self.quarantine = QuarantineReading(self._database)
        self.takedowns = Takedowns(self._database)
        self.figures = FigureReading(self._database)

    async def check(self) -> None:
        """Raises DatabaseUnavailable where the database does not answer."""
        with answering():
            await self._database.command("ping", maxTimeMS=Deadline().ms)

    async def close(self) -> None:
        """Closes the connections."""
        await self._database.client.close()
