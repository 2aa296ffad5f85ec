"""Every setting: why it is so, and who reads it. Those marked (environment) can be set by a variable of that name."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def _number(name: str, default: float) -> float:
    """Reads a number from the environment; a mistake in it ends the command before anything starts."""
    value = os.environ.get(name) or str(default)
    try:
        return float(value)
    except ValueError:
        print(f"{name}={value}: expected a number", file=sys.stderr)
        raise SystemExit(2) from None


BOT_NAME = "byline"
VERSION = "0.1.0"

SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# --- What an operator sets -----------------------------------------------------------------------------------------

# The database (crawler.storage). Without an address the embedded server is started, in DATA_DIR. (environment)
MONGODB_URI = os.environ.get("MONGODB_URI") or None
MONGODB_DATABASE = os.environ.get("MONGODB_DATABASE") or "byline"
DATA_DIR = str(Path(__file__).resolve().parent.parent / "data")

# Whom a site's owner can write to; part of the user agent (environment). The default names nobody: set your own.
CONTACT = os.environ.get("CONTACT") or "set CONTACT to your address"

# Sends every request through this HTTP proxy; other proxy variables are ignored (crawler.fetching). (environment)
CRAWL_PROXY = os.environ.get("CRAWL_PROXY") or None

# Private networks that may be fetched all the same, as CIDRs (crawler.fetching.guard). (environment, comma separated)
ALLOWED_PRIVATE_NETWORKS = [
    network.strip() for network in os.environ.get("ALLOWED_PRIVATE_NETWORKS", "").split(",") if network.strip()
]

# Seconds between two requests to one host (the feeder, Scrapy's downloader). (environment)
DOWNLOAD_DELAY = _number("DOWNLOAD_DELAY", 1)

# How many entries are taken when a source is seen for the first time (the lister). (environment)
FIRST_SIGHT_ENTRIES = int(_number("FIRST_SIGHT_ENTRIES", 20))

# Seconds after which a run takes nothing new; 0: never (the feeder). (environment)
RUN_TIME_LIMIT = _number("RUN_TIME_LIMIT", 600)

# What a publisher's signals mean for us: whole, headline (with description and hyperlink) or refuse
# (the normalise pipeline). Only a reservation of text and data mining has force of law (EU 2019/790, article 4).
RIGHTS_POLICY = {
    "tdm-reservation": "headline",
    "noindex": "whole",
    "noarchive": "whole",
    "nosnippet": "whole",
    "max-snippet": "whole",
}

# --- How pages are read --------------------------------------------------------------------------------------------

# Worker processes for all CPU work (crawler.workers): the crawl itself takes about half a core.
WORKERS = int(_number("WORKERS", max(2, os.cpu_count() or 2)))
WORKER_SECONDS = 10.0  # then a page is hostile or hopeless
WORKER_MEMORY = 500 * 1024 * 1024  # bytes of data

# --- How articles are stored (the store pipeline) ------------------------------------------------------------------

# Small batches: every waiting article holds its response in memory (SCRAPER_SLOT_MAX_ACTIVE_SIZE).
STORE_BATCH = 30
STORE_LINGER = 0.06  # seconds
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 20_000_000  # bytes; 5 MB, the default, holds too few responses to fill a batch
CONCURRENT_ITEMS = 4  # a response has one item; Scrapy starts so many tasks for each

ITEM_PIPELINES = {
    "crawler.pipelines.normalise.NormalisePipeline": 100,
    "crawler.pipelines.deduplicate.DeduplicatePipeline": 200,
    "crawler.pipelines.attribute.AttributePipeline": 300,
    "crawler.pipelines.store.StorePipeline": 400,
}

# --- Politeness ----------------------------------------------------------------------------------------------------

USER_AGENT = f"Byline/{VERSION} (news aggregator; {CONTACT})"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Byline"
DOWNLOAD_DELAY_JITTER = 0  # a promised second is a second
CONCURRENT_REQUESTS_PER_DOMAIN = 2  # also the feeder's window

# Hosts held at once are more than requests at once, so that one slow host holds up nobody.
CONCURRENT_REQUESTS = 64
HOSTS_AT_ONCE = 96

# --- Fetching ------------------------------------------------------------------------------------------------------

DOWNLOADER_MIDDLEWARES = {
    # Ours stand in for Scrapy's, because ...
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # lets through what waits for robots.txt
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # would follow to hosts we don't hold
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # takes truncated bodies as whole
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # obeys the environment
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # the ledger tries again
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # discovery judges links
    "crawler.fetching.guard_middleware.GuardMiddleware": 90,
    "crawler.fetching.robots.RobotsMiddleware": 100,
    "crawler.fetching.tdm.TdmMiddleware": 110,
    "crawler.fetching.rendering.RenderingMiddleware": 570,
    "crawler.fetching.redirects.MetaRefreshMiddleware": 580,
    "crawler.fetching.limits.TruncationMiddleware": 585,
    "crawler.fetching.limits.CompressionMiddleware": 590,
    "crawler.fetching.redirects.RedirectMiddleware": 600,
    "crawler.fetching.politeness.PolitenessMiddleware": 610,
    "crawler.fetching.proxy.ProxyMiddleware": 750,
    "crawler.fetching.archive_middleware.ArchiveMiddleware": 900,
}
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetching.handler.DownloadHandler",
    "https": "crawler.fetching.handler.DownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.fetching.resolver.GuardedResolver"  # the address guard
DNS_TIMEOUT = 10
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 8
METAREFRESH_MAXDELAY = 10
RENDERING_BUDGET = 50  # pages a run that a browser may read; the others wait for the next one
BROWSER_EXECUTABLE = os.environ.get("BROWSER_EXECUTABLE") or None  # else the system's Chromium (environment)
REFERRER_POLICY = "no-referrer"

# Where every fetched page is written as WARC (environment); none: no archive. Bytes a file, then the next one begins.
WARC_DIR = os.environ.get("WARC_DIR") or None
WARC_MAX_SIZE = 1024**3

# --- Scrapy itself -------------------------------------------------------------------------------------------------

ASYNCIO_EVENT_LOOP = "uvloop.Loop"
TELNETCONSOLE_ENABLED = False  # both would run code sent to a port
REMOTE_CONTROL_ENABLED = False
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.DownloaderAwarePriorityQueue"
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []  # the run record has ours
STATS_DUMP = False  # the run record has them: scrapy runs show ID
LOGSTATS_INTERVAL = 0  # crawler.extensions.progress says more
LOG_FORMATTER = "crawler.extensions.log_format.QuietLogFormatter"

PROGRESS_INTERVAL = 10  # seconds between two log lines where there is no terminal
METRICS_FILE = os.environ.get("METRICS_FILE") or None  # for the node exporter's textfile collector (environment)

EXTENSIONS = {
    "crawler.extensions.run_recorder.RunRecorder": 100,
    "crawler.extensions.host_state.HostStateSharing": 200,
    "crawler.extensions.progress.Progress": 300,
    "crawler.extensions.metrics.MetricsFile": 400,
}
