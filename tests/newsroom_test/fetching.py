"""A plain client for the newsroom's own tests: the standard library through the proxy."""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import Message

from tests.newsroom import Newsroom


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes
    url: str

    @property
    def text(self) -> str:
        return self.body.decode()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Hands redirects back as they are."""

    def redirect_request(self, *_arguments: object, **_named: object) -> None:
        return None


def fetch(newsroom: Newsroom, url: str, *, follow: bool = True, data: bytes | None = None, **headers: str) -> Answer:
    """Fetches an address through the newsroom's proxy; https is verified against the newsroom's authority."""
    proxies = dict.fromkeys(("http", "https"), newsroom.proxy_url)
    context = ssl.create_default_context(cafile=str(newsroom.certificate))
    handlers = [urllib.request.ProxyHandler(proxies), urllib.request.HTTPSHandler(context=context)]
    opener = urllib.request.build_opener(*handlers, *([] if follow else [NoRedirect]))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with opener.open(urllib.request.Request(url, data=data, headers=named), timeout=10) as response:
            return Answer(response.status, response.headers, response.read(), response.url)
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read(), url)


@contextmanager
def connection(newsroom: Newsroom, timeout: float = 10.0) -> Iterator[http.client.HTTPConnection]:
    """Gives a connection to the proxy that stays open."""
    host, _, port = newsroom.proxy_url.removeprefix("http://").partition(":")
    with closing(http.client.HTTPConnection(host, int(port), timeout=timeout)) as client:
        yield client


@contextmanager
def got(newsroom: Newsroom, url: str) -> Iterator[http.client.HTTPResponse]:
    """Gives the answer to a GET before its body is read; closes it afterwards."""
    with connection(newsroom) as client:
        client.request("GET", url)
        with client.getresponse() as response:
            yield response
