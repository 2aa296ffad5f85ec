"""The newsroom's own time: real time and what a test has added to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Runs with the wall clock; ``advance`` lets planned changes happen without waiting."""

    def __init__(self, now: datetime | None = None) -> None:
        self._offset = (now - datetime.now(UTC)) if now else timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def advance(self, **parts: float) -> datetime:
        """Moves on, e.g. by ``hours=2``; gives the new time."""
        self._offset += timedelta(**parts)
        return self.now()
