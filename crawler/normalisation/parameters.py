"""Which parameters of a query say what is shown, and which only how the reader got there.

The lists are kept by others: courlan's trackers (from AdGuard, ClearURLs and Firefox), courlan's parameters that
identify, and Zyte's duplicate-url-discarder-rules for articles, per domain. Ours is only what feeds of real news sites
carry and those lists lack. A parameter nobody knows stays: a missed twin costs one more fetch, a false one an article.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import unquote

from courlan.clean import TRACKERS_RE
from courlan.settings import ALLOWED_PARAMS


class Role(StrEnum):
    """What a parameter is for."""

    IDENTIFIES = "identifies"
    UNKNOWN = "unknown"
    TRACKS = "tracks"
    TRACKS_BESIDE_AN_ARTICLE = "tracks beside an article"
    """A tracker's name that other sites use for the article itself: dropped only where the path names an article."""
    SESSION = "session"
    LAYOUT = "layout"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TRACKERS = _names(
    """
    __twitter_impression _hsenc _hsmi _openstat at_bbc_team at_campaign at_custom1 at_custom2 at_custom3 at_custom4
    at_format at_link_id at_link_origin at_link_type at_medium at_ptr_name chash cmp cmpid dicbo echobox edtcode
    edtsign erid fb_action_ids fb_action_types fb_ref fb_source ftag guccounter guce_referrer guce_referrer_sig
    hootpostid hss_channel icid ico igshid intcid intcmp intlink iref ito maca mbid mibextid mkt_tok ncid no_cache
    ns_campaign ns_fee ns_linkname ns_mchannel ns_source obclid oborigurl ocid s_cid sc_cid scm share share_id
    sharetoken smid smtyp smtype soc_src soc_trk spm sr_share srsltid ssm taid tblci tpcc trk trk_contact trkid ueid
    usqp ved wprov wt.mc_id wt_mc wt_zmc wtmc wtrid xtmc xtnp xtor xtref yptr
    """
)
"""Lower case; carried by the feeds and share links of many news sites and on no kept list for all of them.
``chash`` and ``no_cache`` are TYPO3's checksum of the other parameters and its cache switch."""

TRACKERS_BY_DOMAIN = {
    "boston.com": _names("p1"),
    "bund.de": _names("nn"),
    "naver.com": _names("cds type"),
    "sohu.com": _names("_f ace code"),
    "telebasel.ch": _names("channel"),
}
"""Parameters that mean something else elsewhere and nothing on these domains; their canonical links leave them out."""

SESSIONS = re.compile(
    r"(?:php|j|asp\.net_)?session_?id|phpsessid|aspsessionid[a-z]{8}|jsessionid|cfid|cftoken|zenid|oscsid|xtc?sid",
    re.IGNORECASE,
)
"""Names of session ids, as the Heritrix crawler's canonicalisation rules strip them."""

SESSIONS_BY_VALUE = frozenset({"sid", "s", "ticket"})
"""Names that mean a session where the value is a long token, and something else where it is not."""

LAYOUT_SWITCHES = _names(
    """
    _amp amp amp_gsa amp_js_v amp_lite is_amp isamp noamp print printable printview singlepage
    """
)
LAYOUT_NAMES = _names(
    """
    _format alt display format layout mode output outputtype page pagewanted seite service template tpl type version
    view
    """
)
LAYOUT_VALUES = _names(
    """
    all amp amp-type amphtml full komplettansicht print printable single valid_amp
    """
)
"""The same article for a phone, the printer or on one page, as ``outputType=amp``, ``view=print``, ``seite=all``."""

AMBIGUOUS = _names(
    """
    cid clid eid from fr keyword kwd mod origin partnerid rss session src uid via
    """
)
"""Trackers' names (on courlan's list, or on the kept list of several domains) that elsewhere are the article's own id
or the script's task (``/news.php?cid=512``, ``?mod=view``)."""

_WORD_TRACKER = re.compile(rf"(?:{TRACKERS_RE.pattern})(?:(?<=_)|(?![a-z]))")
_LONG_TOKEN = re.compile(r"[0-9a-z]{20,}|ST-[\w-]{12,}", re.IGNORECASE)


@cache
def _rules_by_domain() -> dict[str, frozenset[str]]:
    """Domain to the parameters that duplicate-url-discarder-rules and we remove there; ``""`` is every domain."""
    folder = files("duplicate_url_discarder_rules") / "queryRemoval"
    rules: dict[str, frozenset[str]] = dict(TRACKERS_BY_DOMAIN)
    for name in ("article.json", "utm.json"):
        for rule in json.loads((folder / name).read_text(encoding="utf-8")):
            for domain in rule["urlPattern"]["include"]:
                rules[domain] = rules.get(domain, frozenset()) | frozenset(rule["args"])
    return rules


@lru_cache(maxsize=16_384)
def _removed_at(host: str) -> frozenset[str]:
    rules = _rules_by_domain()
    labels = host.split(".")
    parents = [".".join(labels[start:]) for start in range(len(labels))]
    return frozenset().union(*(rules.get(domain, frozenset()) for domain in [*parents, ""]))


@lru_cache(maxsize=65_536)
def role_of_name(host: str, name: str) -> Role:
    """Gives the role that a parameter's name shows on this host; ``UNKNOWN`` if the value decides or nobody knows."""
    plain = unquote(name) if "%" in name else name
    lower = plain.lower()
    if lower in LAYOUT_SWITCHES:
        return Role.LAYOUT
    if lower in ALLOWED_PARAMS:
        return Role.IDENTIFIES
    if SESSIONS.fullmatch(lower):
        return Role.SESSION
    if plain in _removed_at(host):
        return Role.TRACKS
    if lower in AMBIGUOUS:
        return Role.TRACKS_BESIDE_AN_ARTICLE
    if lower in TRACKERS or _WORD_TRACKER.search(lower):
        return Role.TRACKS
    return Role.UNKNOWN


def role_of(host: str, name: str, value: str) -> Role:
    """Gives the role of one parameter of a URL on this host. Names and values may be percent-encoded."""
    lower = name.lower()
    if lower in LAYOUT_NAMES and value.lower() in LAYOUT_VALUES:
        return Role.LAYOUT
    if lower == "m" and value in ("0", "1"):  # Blogger's switch to and from its mobile layout
        return Role.LAYOUT
    if lower in SESSIONS_BY_VALUE and _LONG_TOKEN.fullmatch(value):
        return Role.SESSION
    return role_of_name(host, name)
