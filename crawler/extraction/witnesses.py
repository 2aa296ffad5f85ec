"""What one place of a page says of one field, before it is judged."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Witness:
    """One string that says when, and where it stands."""

    raw: str
    origin: str


@dataclass(frozen=True, slots=True)
class Signature:
    """One name, or line of names, that a place gives."""

    text: str
    origin: str
    url: str | None = None
    """The page of the person who is named."""
    is_typed_person: bool = False
    is_typed_organisation: bool = False
