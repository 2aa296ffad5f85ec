# ruff: noqa: N802 - the names are Twisted's
"""Scrapy's HTTP/1.1 client with what it lacks: a limit on headers, and an eye for connections that were cut.

Both are questions of the protocol that Scrapy has no setting for, so this is the one place that leans on private names
of Scrapy 2.19 and Twisted; they are pinned together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.internet.error import ConnectionDone
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.http import _DataLoss, _IdentityTransferDecoder

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import Request as TxRequest
    from twisted.web.iweb import IResponse

MAX_HEAD_BYTES = 128 * 1024
"""Status line and headers of a response, interim responses (1xx) included. Servers' own limits are 8 to 64 KiB."""


class HeadersTooLargeError(Exception):
    """Raised inside the client when a response's headers do not end within ``MAX_HEAD_BYTES``."""


class BoundedClientProtocol(_LenientHTTP11ClientProtocol):
    """One connection to a server; gives up on a head without end, and notices a body without one.

    Twisted reads headers into memory for as long as they come: 8.5 GB in 40 s on loopback. And a body whose length was
    not declared ends with the connection, however it ended; here only a clean close counts as its end (RFC 9112,
    section 8).
    """

    _head_bytes = 0

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        self._head_bytes = 0
        return super().request(request)

    def dataReceived(self, bytes: bytes) -> None:  # noqa: A002
        in_head = self._is_in_head()
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]
        if not in_head or not self._is_in_head():
            return
        self._head_bytes += len(bytes)
        if self._head_bytes > MAX_HEAD_BYTES:
            self._fail(HeadersTooLargeError(f"no end of headers after {self._head_bytes} bytes"))

    def connectionLost(self, reason: Any = connectionDone) -> None:
        parser = self._parser
        if parser is not None and not reason.check(ConnectionDone):
            decoder: Any = parser.bodyDecoder
            if isinstance(decoder, _IdentityTransferDecoder) and decoder.contentLength is None:
                parser.bodyDecoder = _CutDecoder()  # type: ignore[assignment]
        super().connectionLost(reason)  # type: ignore[no-untyped-call]

    def _is_in_head(self) -> bool:
        return self._parser is not None and self._parser.state in (STATUS, HEADER)

    def _fail(self, error: Exception) -> None:
        """Ends the request with ``error`` and the connection at once, without waiting for the other side to agree."""
        transport: Any = self.transport
        self._giveUp(Failure(error))  # type: ignore[no-untyped-call]
        transport.abortConnection()


class _CutDecoder:
    """Stands in for the decoder of a body whose connection was cut: what came is not all."""

    def noMoreData(self) -> NoReturn:
        raise _DataLoss("the connection was cut, and with it a body of undeclared length")


class BoundedClientFactory(_LenientHTTP11ClientFactory):
    """Makes ``BoundedClientProtocol``; set as the factory of a connection pool."""

    def buildProtocol(self, addr: IAddress | None) -> BoundedClientProtocol:  # noqa: ARG002
        return BoundedClientProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
