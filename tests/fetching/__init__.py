"""Tests of how pages are fetched: over real sockets, on loopback."""
