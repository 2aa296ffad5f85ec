"""Turns fetched pages into articles, in the workers, and ends the rows of those that are none."""

from __future__ import annotations

import logging

from scrapy.http import Response

from crawler.clock import utc_now
from crawler.exceptions import BylineError, UnusablePage, WorkerLost
from crawler.items import Article
from crawler.run import Run
from crawler.spiders.feeder import Fetch
from crawler.spiders.settler import Settler
from crawler.storage.ledger import REFUSED
from crawler.workers.pool import WorkerPool
from crawler.workers.tasks import PageReading, PageTask, read_page

logger = logging.getLogger(__name__)


class PageReader:
    """Reads pages for one run."""

    def __init__(self, run: Run, workers: WorkerPool, settler: Settler) -> None:
        self._run = run
        self._workers = workers
        self._settler = settler

    async def read(self, response: Response, fetch: Fetch) -> Article | None:
        """Gives the article that a response holds; None where it cannot be read, and the row is settled."""
        self._run.count(fetch.source_id, "pages/fetched")
        try:
            reading = await self._workers.run(read_page, self._task(response, fetch))
        except WorkerLost as error:
            await self._settler.quarantine(fetch.row, "worker-lost", str(error))
            return None
        except UnusablePage:
            await self._settler.settle(fetch.row, REFUSED, "unusable-page")
            return None
        except BylineError:
            raise
        except Exception as error:  # a mistake in reading costs one page, and is seen
            logger.exception("Could not read %s", response.url)
            await self._settler.quarantine(fetch.row, f"error-{type(error).__name__}", str(error))
            return None
        return self._article(response, fetch, reading)

    def _task(self, response: Response, fetch: Fetch) -> PageTask:
        source = self._run.sources[fetch.source_id]
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        return PageTask(
            content=response.body,
            url=response.url,
            headers=headers,
            fetched_at=utc_now(),
            entry=fetch.row.entry,
            time_zone=source.time_zone,
            selectors=dict(source.selectors),
        )

    def _article(self, response: Response, fetch: Fetch, reading: PageReading) -> Article:
        rights = reading.extraction.rights
        tdm = response.meta.get("tdm")
        if tdm and rights.tdm_reservation is None:
            rights.tdm_reservation, rights.tdm_policy = tdm["reservation"], tdm["policy"]
        seen = {fetch.row.url, *response.meta.get("redirect_urls", []), *reading.keys}
        return Article(
            url=response.url,
            source_id=fetch.source_id,
            run_id=self._run.id,
            retrieved_at=utc_now(),
            extraction=reading.extraction,
            row_id=fetch.row.id,
            fingerprint=reading.fingerprint,
            signature=reading.signature,
            word_count=reading.word_count,
            id=reading.id,
            canonical_url=reading.canonical_url,
            aliases=sorted(seen - {response.url}),
        )
