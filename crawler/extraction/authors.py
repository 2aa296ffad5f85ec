"""Who signed: people apart from agencies, desks and houses. Fewer is better than wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from crawler.extraction.document import Document
from crawler.extraction.json_ld import Node
from crawler.extraction.names import is_person, name_key, split_byline
from crawler.extraction.organisations import fold_house, host_labels, is_agency, is_house, is_organisation
from crawler.extraction.overrides import Overrides
from crawler.extraction.structured import Structured, first_text, nodes_in, types_of
from crawler.extraction.surroundings import Surroundings
from crawler.extraction.text import clean
from crawler.extraction.witnesses import Signature
from crawler.items import Author

_AUTHOR_META = (
    "author", "article:author", "article:author_name", "article.author", "articleauthor", "og:article:author",
    "parsely-author", "sailthru.author", "cxenseparse:author", "dc.creator", "dcterms.creator", "dc.author", "byl",
    "byline", "citation_author", "dcsext.author", "og:author", "authors", "creator", "dable:author",
    "lp.article:author", "author_name", "shareaholic:article_author_name",
)  # fmt: skip
_WRITTEN_BY = (
    "written by",
    "verfasst von",
    "geschrieben von",
    "écrit par",
    "escrito por",
    "scritto da",
    "geschreven door",
    "written-by",
    "par",
    "napsáno",
    "автор",
    "написано автором",
    "autor",
    "napisane przez",
    "yazan",
    "skrevet av",
    "skriven av",
    "skrevet af",
)
_ORGANISATIONS = frozenset(
    {"organization", "newsmediaorganization", "corporation", "ngo", "governmentorganization", "brand", "localbusiness"}
)


@dataclass(slots=True)
class Signatures:
    """Who signed a page."""

    people: list[Author] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    """Agencies, desks and houses, as named."""
    byline: str | None = None
    """The byline as printed, or as declared where none is printed."""
    origin: str | None = None


def read_authors(
    document: Document, structured: Structured, overrides: Overrides, surroundings: Surroundings
) -> Signatures:
    """Gives the people who signed, by the first source that names any, and the organisations that signed with them.

    Where nobody signed: the organisations of the first source that names one other than the page's own house, else the
    house. What is printed near the headline is looked at only if nothing declared names a person or an agency.
    """
    houses = _houses(document, structured)
    best = Signatures()
    for signatures in chain([overrides.signatures()], _declared(document, structured)):
        found = _read(signatures, houses)
        if found.people:
            return _without_house(found, houses)
        best = min(best, found, key=lambda each: _rank(each, houses))
    if any(is_agency(name) and not is_house(name, houses) for name in best.organisations):
        return best
    for signature in surroundings.bylines():
        found = _read([signature], houses)
        if found.people:
            return _without_house(found, houses)
        best = min(best, found, key=lambda each: _rank(each, houses))
    return best


def _without_house(found: Signatures, houses: frozenset[str]) -> Signatures:
    found.organisations = [name for name in found.organisations if not is_house(name, houses)]
    return found


def _declared(document: Document, structured: Structured) -> Iterator[list[Signature]]:
    """Yields the signatures of each source that declares them, the most trusted first."""
    yield list(_from_json_ld(document, structured))
    yield list(_from_microdata(document, structured))
    yield list(_from_meta(structured))


def _rank(found: Signatures, houses: frozenset[str]) -> int:
    """Rates what signed in place of people: 0 agencies and desks, 1 the house, 2 nobody."""
    return 2 if not found.organisations else int(all(is_house(name, houses) for name in found.organisations))


def _read(signatures: list[Signature], houses: frozenset[str]) -> Signatures:
    """Sorts the names that one source gives into people and organisations."""
    found = Signatures()
    for signature in signatures:
        names = split_byline(signature.text)
        if names and found.byline is None:
            found.byline = signature.text[:300]
        for index, name in enumerate(names):
            if signature.is_typed_organisation or is_organisation(name) or is_house(name, houses):
                if is_agency(name) or index == 0 or not found.people:
                    _add_organisation(found, name)
            elif is_person(name) or (signature.is_typed_person and len(names) == 1 and _may_be_mononym(name)):
                _add_person(found, Author(name, signature.url if len(names) == 1 else None), signature.origin)
    return found


def _add_organisation(found: Signatures, name: str) -> None:
    if name_key(name) not in {name_key(other) for other in found.organisations}:
        found.organisations.append(name)


def _add_person(found: Signatures, author: Author, origin: str) -> None:
    key = name_key(author.name)
    for known in found.people:
        other = name_key(known.name)
        if key == other or (len(key) > 5 and key in other):
            known.url = known.url or author.url
            return
        if len(other) > 5 and other in key:
            known.name = author.name
            return
    found.people.append(author)
    found.origin = found.origin or origin


def _may_be_mononym(name: str) -> bool:
    """Whether a single word that the page calls a person may be one: some people have one name, as accounts do."""
    return len(name.split()) == 1 and name[0].isupper() and name[1:].islower() and 3 <= len(name) <= 20


def _houses(document: Document, structured: Structured) -> frozenset[str]:
    """Gives the folded names under which the page's publisher may sign: as declared, and its domain's."""
    names = [
        structured.meta.first("og:site_name"),
        structured.meta.first("application-name"),
        structured.meta.first("publisher"),
    ]
    names += [first_text(node.get("name")) for node in nodes_in(structured.article.get("publisher"))]
    labels = host_labels(structured.canonical_url or document.url)
    return frozenset(folded for name in names if name and (folded := fold_house(name))) | labels


def _from_json_ld(document: Document, structured: Structured) -> Iterator[Signature]:
    value = structured.article.get("author") or structured.article.get("creator")
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            node = structured.resolve(item)
            kinds = types_of(node)
            for name in node["name"] if isinstance(node.get("name"), list) else [node.get("name")]:
                if text := clean(name):
                    is_person_node = "person" in kinds
                    yield Signature(
                        text,
                        "json-ld",
                        _page_of(document, node),
                        is_person_node,
                        bool(kinds & _ORGANISATIONS) and not is_person_node,
                    )
        elif text := clean(item):
            yield Signature(text, "json-ld")


def _page_of(document: Document, node: Node) -> str | None:
    """Gives the address of an author's own page, if the node names one."""
    url = node.get("url") or node.get("sameAs")
    address = (
        url
        if isinstance(url, str)
        else next((each for each in url if isinstance(each, str)), None)
        if isinstance(url, list)
        else None
    )
    return document.absolute(address) if address and ("/" in address) else None


def _from_microdata(document: Document, structured: Structured) -> Iterator[Signature]:
    for node in structured.microdata("author", "creator"):
        named = node.css_first('[itemprop~="name"]') or node
        text = clean(named.attributes.get("content") or named.text(deep=True, separator=" "))
        if text and len(text) <= 200:
            link = node if node.tag == "a" else node.css_first("a[href]")
            yield Signature(
                text,
                "microdata",
                document.absolute(link.attributes.get("href")) if link else None,
                is_typed_person=bool(named is not node),
            )


def _from_meta(structured: Structured) -> Iterator[Signature]:
    label = structured.meta.first("twitter:label1")
    if label and label.casefold().strip(" :") in _WRITTEN_BY and (name := structured.meta.first("twitter:data1")):
        yield Signature(name, "meta")
    for key in _AUTHOR_META:
        named = [
            Signature(text, "opengraph" if key.startswith(("article:", "og:")) else "meta")
            for text in structured.meta.contents.get(key, ())
            if "://" not in text
        ]
        yield from named
        if any(is_person(name) for each in named for name in split_byline(each.text)):
            return
