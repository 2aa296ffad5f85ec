"""Waiting in a command until somebody wants it to end."""

from __future__ import annotations

import os
import selectors
import signal
import stat


class Ending:
    """Made early, so that no signal is lost: SIGTERM and SIGINT become a byte on a pipe."""

    def __init__(self) -> None:
        self._reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: None)

    def wait(self) -> None:
        """Returns on a signal, or when the other end of a piped standard input is closed.

        A terminal or ``/dev/null`` as standard input says nothing about the parent, so only signals count there.
        """
        with selectors.DefaultSelector() as selector:
            selector.register(self._reading, selectors.EVENT_READ)
            kind = os.fstat(0).st_mode
            if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind):
                selector.register(0, selectors.EVENT_READ)
            while True:
                for key, _events in selector.select():
                    if key.fd == self._reading or not os.read(0, 4096):
                        return
