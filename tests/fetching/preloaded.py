"""All that a crawl imports, so that processes forked from one that has imported it start at once."""

from __future__ import annotations

import scrapy.core.engine
import scrapy.extensions.logstats
import scrapy.spidermiddlewares.depth  # noqa: F401

import crawler.fetching.handler
import crawler.fetching.limits
import crawler.fetching.politeness
import crawler.fetching.redirects
import crawler.fetching.rendering
import crawler.fetching.tdm  # noqa: F401
import tests.fetching.crawl_process  # noqa: F401
