"""Every request through one HTTP proxy, where the operator names one."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy: its host (IPv6 without brackets), port, and what it wants as ``Proxy-Authorization``."""

    host: str
    port: int
    authorization: bytes | None = None

    @property
    def url(self) -> str:
        """The proxy's address without the password."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


def parse_proxy(address: str | None) -> Proxy | None:
    """Reads ``http://[user:password@]host:port``; ``None`` for nothing. Raises ``ValueError`` for anything else."""
    if not address or not address.strip():
        return None
    text = address.strip()
    parts = urlsplit(text if "://" in text else f"http://{text}")
    if parts.scheme != "http" or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(f"CRAWL_PROXY must read http://host:port, not {parts.scheme}://{parts.hostname}")
    authorization = None
    if parts.username:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = b"Basic " + b64encode(pair.encode())
    return Proxy(parts.hostname, parts.port or 80, authorization)


def proxy_host(address: str | None) -> str | None:
    """Gives the host of the proxy that ``CRAWL_PROXY`` names, or ``None``. Errors as in ``parse_proxy``."""
    proxy = parse_proxy(address)
    return proxy.host if proxy else None


class ProxyMiddleware:
    """Sends every request through ``CRAWL_PROXY`` (https by CONNECT), or every request directly.

    Stands in for Scrapy's own middleware, which also takes proxies from the environment: where requests go is a
    setting of Byline, not of the shell that started it. What a spider or a redirect put into ``proxy`` does not count.
    """

    def __init__(self, proxy: Proxy | None) -> None:
        self.proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(parse_proxy(crawler.settings.get("CRAWL_PROXY")))

    def process_request(self, request: Request) -> None:
        request.headers.pop("Proxy-Authorization", None)
        if self.proxy is None:
            request.meta.pop("proxy", None)
            return
        request.meta["proxy"] = self.proxy.url
        if self.proxy.authorization:
            request.headers["Proxy-Authorization"] = self.proxy.authorization
