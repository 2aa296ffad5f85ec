"""A small HTTP/1.1 server in a thread of its own, for the proxy and for sites with a port of their own."""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable

from tests.newsroom.authority import Authority
from tests.newsroom.faults import Fault
from tests.newsroom.log import Access
from tests.newsroom.messages import BadRequestError, Request, Response, read_request

logger = logging.getLogger(__name__)

MAX_HEAD = 1 << 18


class UnknownHostError(Exception):
    """Raised by an answerer for a host that it does not serve."""


Answerer = Callable[[Request], tuple[Response, Fault | None]]
Recorder = Callable[[Access], None]


class Server:
    """Listens on a loopback address and answers each request by a function; sends nothing anywhere else.

    With an authority it takes CONNECT and then speaks TLS in the name that was asked for.
    """

    def __init__(
        self,
        answer: Answerer,
        record: Recorder,
        *,
        address: str = "127.0.0.1",
        port: int = 0,
        authority: Authority | None = None,
    ) -> None:
        self._answer = answer
        self._record = record
        self._authority = authority
        self.address = address
        self.port = port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="newsroom", daemon=True)
        self._started = threading.Event()
        self._failure: OSError | None = None

    def start(self) -> None:
        """Begins to listen; ``port`` is the real one afterwards. Raises OSError when the address cannot be had."""
        self._thread.start()
        self._started.wait()
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        """Ends all connections and the thread; does nothing where it is not running."""
        if self._loop and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _run(self) -> None:
        self._loop = loop = asyncio.new_event_loop()
        try:
            server = loop.run_until_complete(self._listen())
            self.port = server.sockets[0].getsockname()[1]
            self._started.set()
            loop.run_forever()
            loop.run_until_complete(self._end(server))
        except OSError as error:
            self._failure = error
        finally:
            loop.close()
            self._started.set()

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._connected, self.address, self.port, limit=MAX_HEAD, backlog=512)

    async def _end(self, server: asyncio.Server) -> None:
        server.close()
        await asyncio.sleep(0.01)  # lets connections that were just accepted get their tasks
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, TimeoutError) as error:
            logger.debug("a client went away: %s", error)
        except asyncio.CancelledError:
            logger.debug("stopped in the middle of a connection")
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        scheme, host = "http", None
        while True:
            try:
                request = await read_request(reader, scheme, host)
            except BadRequestError as error:
                writer.write(Response(400, str(error).encode()).encode())
                await writer.drain()
                return
            if request is None:
                return
            if request.method == "CONNECT":
                if not await self._tunnel(request, writer):
                    return
                scheme, host = "https", request.host
            elif not await self._reply(request, writer):
                return

    async def _tunnel(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answers CONNECT and begins TLS as the host that was asked for; false if there is no such host."""
        if self._authority is None or not self._authority.serves(request.host):
            self._note(request, 502, None)
            writer.write(Response(502, f"{request.host} is not served here".encode()).encode())
            await writer.drain()
            return False
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.drain()
        await writer.start_tls(self._authority.context(request.host), ssl_handshake_timeout=10)
        return True

    async def _reply(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Writes the answer; true if the connection stays open."""
        try:
            response, fault = self._answer(request)
        except UnknownHostError:
            response, fault = Response(502, f"{request.host} is not served here".encode()), None
        except Exception:  # a mistake in a site must be seen, and not look like a network that failed
            logger.exception("the newsroom cannot answer %s%s", request.host, request.target)
            response, fault = Response(500, b"the newsroom itself failed; see its log"), None
        self._note(request, 0 if fault and fault.silent else response.status, fault)
        if fault and fault.deliver:
            await fault.deliver(response, writer)
            if not writer.is_closing():
                await writer.drain()
            return False
        writer.write(response.encode(body=request.method != "HEAD"))
        await writer.drain()
        return request.headers.get("connection", "").lower() != "close"

    def _note(self, request: Request, status: int, fault: Fault | None) -> None:
        self._record(
            Access(
                request.arrived,
                request.arrived_at,
                request.method,
                request.scheme,
                request.host,
                request.target,
                status,
                fault.name if fault else None,
                request.user_agent,
            )
        )
