"""Checks a catalogue: reads its files into sources and notes every mistake on the way.

Every mistake in every file is found before anything is refused, so that one look at the error is enough to mend
them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from crawler.sources import fields
from crawler.sources.fields import FieldError, Reader
from crawler.sources.source import Source

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C loader is ten times as fast as the Python one: a second for some five thousand sources."""
_MAX_DEPTH = 8
"""A catalogue is four deep: list, source, field, entry."""

_A_LIST = "a list of sources, each beginning with '- id: ...'"
_REQUIRED: dict[str, Reader] = {
    "id": fields.slug,
    "name": fields.text,
    "homepage": fields.url,
    "country": fields.country,
}
_ENDPOINTS: dict[str, Reader] = dict.fromkeys(("feeds", "news_sitemaps", "sitemaps", "sections"), fields.url)
_LISTS: dict[str, Reader] = {"languages": fields.language, **_ENDPOINTS, "domains": fields.domain}
_OPTIONAL: dict[str, Reader] = {
    "time_zone": fields.time_zone,
    "enabled": fields.boolean,
    "rendering": fields.rendering,
    "politeness": fields.politeness,
    "verify_certificates": fields.boolean,
    "selectors": fields.selectors,
    "licence": fields.text,
    "contact": fields.text,
}
KEYS = (*_REQUIRED, *_LISTS, *_OPTIONAL)
_MISSING_HINTS = {"country": " (null for an international source)", "languages": " (such as [en])"}
_SYNONYMS = {"url": "homepage", "rss": "feeds", "atom": "feeds", "license": "licence", "timezone": "time_zone"}


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where it is and what would be right."""

    file: str
    line: int
    source: str
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.source, self.field, self.message) if part)


@dataclass
class CatalogueCheck:
    """One pass over a catalogue: the sources that are right and the problems of the others."""

    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    """Where each id was first seen."""

    def read(self, file: Path) -> None:
        """Reads one file."""
        try:
            content = file.read_bytes()
            refusal = _refuse(content)
            root = None if refusal else yaml.compose(content, Loader=_Loader)
        except OSError as error:
            self._problem(file, 0, f"cannot be read: {error.strerror}")
            return
        except yaml.YAMLError as error:
            self._problem(file, *_explain(error))
            return
        if refusal:
            self._problem(file, *refusal)
        elif root is None or fields.is_null(root):
            self._problem(file, 0, f"is empty; a catalogue is {_A_LIST}")
        elif not isinstance(root, yaml.SequenceNode):
            self._problem(file, 1, f"must be {_A_LIST}, not {fields.describe(root)}")
        elif not root.value:
            self._problem(file, 1, "is an empty list; a catalogue needs at least one source")
        else:
            for position, node in enumerate(root.value, 1):
                _SourceCheck(self, file, position, node).run()

    def _problem(self, file: Path, line: int, message: str) -> None:
        self.problems.append(Problem(str(file), line, "", "", message))


class _SourceCheck:
    """Checks one entry of a catalogue, field by field."""

    def __init__(self, check: CatalogueCheck, file: Path, position: int, node: yaml.Node) -> None:
        self.check, self.file, self.node = check, file, node
        self.label = _label(node, position)
        self.values: dict[str, Any] = {}
        self.endpoints: dict[str, yaml.Node] = {}
        self.failed = False

    def run(self) -> None:
        """Adds the source to the pass, or its problems."""
        if not isinstance(self.node, yaml.MappingNode):
            found = fields.describe(self.node)
            self.problem(self.node, "", f"must be a mapping with {', '.join(KEYS[:5])}, ..., not {found}")
            return
        written = self._keys(self.node)
        for key, value in written.items():
            self._read_field(key, value)
        for key in (*_REQUIRED, "languages"):
            if key not in written:
                self.problem(self.node, key, f"is missing{_MISSING_HINTS.get(key, '')}")
        if not any(written[key].value and not fields.is_null(written[key]) for key in _ENDPOINTS if key in written):
            self.problem(self.node, "", f"has nothing to poll: give at least one of {', '.join(_ENDPOINTS)}")
        if not self.failed:
            self.check.sources.append(Source(**self.values))

    def problem(self, node: yaml.Node | int, key: str, message: str) -> None:
        """Notes a mistake."""
        line = node if isinstance(node, int) else node.start_mark.line + 1
        self.failed = True
        self.check.problems.append(Problem(str(self.file), line, self.label, key, message))

    def _keys(self, node: yaml.MappingNode) -> dict[str, yaml.Node]:
        written: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else fields.describe(key_node)
            if key not in KEYS:
                hint = f"; did you mean '{_SYNONYMS[key]}'?" if key in _SYNONYMS else fields.did_you_mean(key, KEYS)
                hint = hint or f"; known are {', '.join(KEYS)}"
                self.problem(key_node, fields.shorten(key), f"is no key of a source{hint}")
            elif key in written:
                self.problem(key_node, key, "is given twice")
            else:
                written[key] = value
        return written

    def _read_field(self, key: str, node: yaml.Node) -> None:
        try:
            if key in _LISTS:
                self._read_list(key, node)
            elif not fields.is_null(node) or key in _REQUIRED:
                self.values[key] = (_REQUIRED | _OPTIONAL)[key](node)
        except FieldError as error:
            self.problem(error.line, ".".join(filter(None, (key, error.key))), str(error))
            return
        if key == "id":
            place = f"{self.file}:{node.start_mark.line + 1}"
            earlier = self.check.places.setdefault(self.values["id"], place)
            if earlier != place:
                self.problem(node, "id", f"is already taken by the source at {earlier}")

    def _read_list(self, key: str, node: yaml.Node) -> None:
        read = _LISTS[key]
        entries: list[Any] = []
        nodes = fields.items(node)
        if key == "languages" and not nodes:
            raise FieldError("must name at least one", node)
        for entry in nodes:
            try:
                value = read(entry)
            except FieldError as error:
                self.problem(error.line, key, str(error))
                continue
            if key in _ENDPOINTS and (earlier := self.endpoints.setdefault(_same(str(value)), entry)) is not entry:
                self.problem(entry, key, f"{value} is already polled: line {earlier.start_mark.line + 1}")
            elif value in entries:
                self.problem(entry, key, f"'{value}' is given twice")
            else:
                entries.append(value)
        self.values[key] = tuple(entries)


def _label(node: yaml.Node, position: int) -> str:
    """Names a source by its id, readable or not, else by its position in the file, from 1."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "id" and isinstance(value, yaml.ScalarNode) and value.value:
                return f"source '{fields.shorten(str(value.value))}'"
    return f"source {position}"


def _explain(error: yaml.YAMLError) -> tuple[int, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    hint = "; quote a text that holds ': ' or begins with a special character" if "mapping values" in str(what) else ""
    return (mark.line + 1 if mark else 0), f"is no YAML: {what}{hint}"


def _refuse(content: bytes) -> tuple[int, str] | None:
    """Looks for what must not reach the composer: deep nesting crashes libyaml's, and an alias may hold itself."""
    depth = 0
    for event in yaml.parse(content, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            return _line(event), "is no catalogue: lists and mappings are nested too deep"
        if isinstance(event, yaml.AliasEvent):
            return _line(event), "anchors and aliases (&, *) are not supported; write the value out"
    return None


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _same(url: str) -> str:
    """Gives what two spellings of one endpoint share: without fragment, scheme and the host's case."""
    host, _, path = url.partition("#")[0].partition("://")[2].partition("/")
    return f"{host.lower()}/{path}"
