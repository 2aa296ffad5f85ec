"""Writes a source as the YAML that the catalogue reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from sys import maxsize

import yaml

from crawler.sources.check import KEYS
from crawler.sources.source import Politeness, Source

_ADDRESSES = ("feeds", "news_sitemaps", "sitemaps", "sections")
_DEFAULTS = {field.name: field.default for field in fields(Source)}


def write_entry(source: Source, comments: Mapping[str, str] | None = None) -> str:
    """Gives the entry of a source in a catalogue, without what is as by default.

    Args:
        source: what to write.
        comments: by field, or by address of an endpoint; put behind it after a ``#``.
    """
    notes = dict(comments or {})
    lines = []
    for key in KEYS:
        value = getattr(source, key)
        if key in _ADDRESSES:
            lines += [f"{key}:", *(f"  - {_scalar(url)}{_note(notes, url)}" for url in value)] if value else []
        elif value != _DEFAULTS.get(key) and value not in ((), {}):
            lines.append(f"{key}: {_value(value)}{_note(notes, key)}")
    return "".join(f"{'- ' if number == 0 else '  '}{line}\n" for number, line in enumerate(lines))


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_in_flow(part) for part in value)}]"
    if isinstance(value, Politeness):
        value = {key: part for key, part in (("delay", value.delay), ("concurrency", value.concurrency)) if part}
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_in_flow(part)}" for key, part in value.items()) + "}"
    return _scalar(value)


def _scalar(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, width=maxsize).removesuffix("...\n").strip()


def _in_flow(value: object) -> str:
    """Quotes what may stand alone but not between ``[]`` or ``{}``."""
    return yaml.safe_dump([value], allow_unicode=True, width=maxsize, default_flow_style=True).strip()[1:-1]


def _note(notes: Mapping[str, str], key: str) -> str:
    return f"  # {' '.join(notes[key].split())}" if notes.get(key) else ""
