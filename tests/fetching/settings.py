"""The project's own fetching settings with loopback allowed and no pause: what the tests' crawls run with."""

from __future__ import annotations

from typing import Any

from crawler import settings

_FETCHING = (
    "TWISTED_DNS_RESOLVER",
    "DOWNLOAD_HANDLERS",
    "DOWNLOADER_MIDDLEWARES",
    "ROBOTSTXT_OBEY",
    "ROBOTSTXT_USER_AGENT",
    "DOWNLOAD_DELAY_JITTER",
    "DOWNLOAD_TIMEOUT",
    "DNS_TIMEOUT",
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_WARNSIZE",
    "DOWNLOAD_VERIFY_CERTIFICATES",
    "REDIRECT_MAX_TIMES",
    "METAREFRESH_MAXDELAY",
    "RENDERING_BUDGET",
    "TELNETCONSOLE_ENABLED",
    "REMOTE_CONTROL_ENABLED",
)

FETCHING: dict[str, Any] = {name: getattr(settings, name) for name in _FETCHING} | {
    "USER_AGENT": "Byline/0.1 (+mailto:operator@example.org)",
    "ALLOWED_PRIVATE_NETWORKS": ["127.0.0.1/32"],
    "CRAWL_PROXY": None,
    "DOWNLOAD_DELAY": 0,
    # The tests' spiders look at every status themselves.
    "HTTPERROR_ALLOW_ALL": True,
    "LOG_LEVEL": "INFO",
}
