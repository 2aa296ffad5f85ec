"""Certificates for the names that are served: one authority, one certificate a host."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import trustme


class Authority:
    """Issues certificates when they are first needed; trustme is not loaded before."""

    def __init__(self, serves: Callable[[str], bool]) -> None:
        self.serves = serves
        """Whether a host is one of ours."""
        self.distrusted: set[str] = set()
        """Hosts whose certificate comes from an authority that nobody trusts."""
        self._contexts: dict[tuple[str, bool], ssl.SSLContext] = {}

    @cached_property
    def _trusted(self) -> trustme.CA:
        import trustme

        return trustme.CA()

    @cached_property
    def _foreign(self) -> trustme.CA:
        import trustme

        return trustme.CA()

    def write(self, path: Path) -> None:
        """Writes the authority's own certificate, for ``SSL_CERT_FILE``."""
        path.write_bytes(self._trusted.cert_pem.bytes())

    def context(self, host: str) -> ssl.SSLContext:
        """Gives the server's TLS context for a host."""
        key = (host, host in self.distrusted)
        if key not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            issuer = self._foreign if host in self.distrusted else self._trusted
            issuer.issue_cert(host).configure_cert(context)
            self._contexts[key] = context
        return self._contexts[key]
