"""The service on a port of this machine, for browsers and for clients that speak HTTP."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import uvicorn

from crawler.storage.reading.reading import Reading
from crawler.web.application import create_app
from crawler.web.settings import WebSettings

TOKEN = "a token for tests only"


@contextlib.contextmanager
def running_service(uri: str, database: str, *, full_text: bool = False) -> Iterator[str]:
    """Serves a database; gives the address."""
    app = create_app(WebSettings(token=TOKEN, full_text=full_text), Reading(uri, database))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started:
            if time.monotonic() > deadline or not thread.is_alive():
                raise RuntimeError("the service did not start")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
