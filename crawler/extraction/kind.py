"""What kind of page it is: an article of some sort, or one of the pages that answer in an article's place.

An article's own markup (a JSON-LD node with a time, a body of some length) outweighs words: real articles write about
captchas, cookies and pages that were not found.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from crawler.extraction.addresses import split_address
from crawler.extraction.document import Document
from crawler.extraction.phrases import any_of
from crawler.extraction.structured import ARTICLE_TYPES, Structured, types_of
from crawler.extraction.text import count_words
from crawler.items import Extraction

FEW_WORDS = 60
"""Words under which a body is no article's without other proof."""
_BARE_TITLE = 30
"""Characters of a headline that has no room for more than the error."""


_CAPTCHA = any_of(
    r"""
    just a moment|attention required|access (?:to this page has been )?denied|are you a (?:robot|human)
    (?:verify|confirm) (?:that )?you(?:'re| are) (?:a )?(?:not a robot|human)|not a robot
    checking (?:if the site connection is secure|your browser)|pardon our interruption
    unusual (?:traffic|activity)|security check|bot verification|human verification|ddos protection
    request unsuccessful|you have been blocked|sicherheitsüberprüfung|kein roboter|vérification de sécurité
    no eres un robot|não é um robô|не робот|робот ли вы|enable javascript and cookies to continue
    please (?:enable|turn on) (?:js|javascript|cookies)|人机验证|安全验证|로봇이 아닙니다
    """
)
_CAPTCHA_MARKUP = (
    ".g-recaptcha, .h-captcha, .cf-turnstile, #cf-challenge-running, #challenge-form, #challenge-running, #px-captcha, "
    '[id*=captcha-container], form[action*="captcha" i], script[src*="captcha-delivery.com"], '
    'script[src*="/cdn-cgi/challenge-platform/"], script[src*="_Incapsula_Resource"]'
)
_CONSENT = any_of(
    r"""
    before you continue|bevor (?:sie|du) (?:fortfahren|weiter)|avant de (?:continuer|poursuivre)
    antes de continuar|prima di continuare|voordat je (?:verder|doorgaat)
    (?:we|our).{0,40}(?:value|respect|care about).{0,30}privacy|wir.{0,40}schätzen.{0,30}privatsphäre
    nous.{0,40}respectons.{0,30}vie privée
    (?:accept|agree to|manage|reject) (?:all )?cookies
    cookies? (?:akzeptieren|zustimmen|ablehnen|einstellungen)|mit werbung weiterlesen
    werbefrei (?:lesen|weiterlesen)|einwilligung|zustimmung|datenschutzeinstellungen|accepter et continuer
    continuer sans accepter|gestion des cookies|nos partenaires|aceptar (?:y continuar|cookies|todo)
    gestionar cookies|nuestros socios|accetta (?:e continua|tutti|i cookie)|i nostri partner|akkoord
    cookies accepteren|onze partners|our (?:\d+ )?partners|unsere (?:\d+ )?partner|legitimate interest
    berechtigtes interesse|privacy (?:policy|settings|choices)
    (?:store|access).{0,20} information on (?:a|your) device|personali[sz]ed (?:ads|advertising|content)
    precise geolocation|withdraw (?:your |my )?consent|informationen auf einem gerät
    personalisierte (?:werbung|anzeigen|inhalte)|des informations sur un (?:appareil|terminal)
    publicités? personnalisées?|información en un dispositivo|(?:anuncios|publicidad) personalizad[oa]s?
    informazioni su(?: un)? dispositivo|(?:annunci|pubblicità) personalizzat[ia]
    """
)
_CONSENT_HOST = re.compile(r"^(?:consent|cmp|privacy|cookie-?consent)\.", re.IGNORECASE)
_CONSENT_PATH = re.compile(
    r"/(?:consent|cookie-?wall|privacy-?gate|collectconsent|cookiewall)(?:/|$|\?)", re.IGNORECASE
)
_NOT_FOUND = any_of(
    r"""
    \b(?:error\s?)?404\b
    (?:page|article|story|post) (?:was |is |could |can)?\s?(?:not|no longer|n['’]t) (?:be )?(?:found|exist|available)
    (?:page|article) (?:doesn['’]t|does not) exist|we can(?:'|’|no)t find|nothing (?:was )?found
    page introuvable|page (?:non|pas) trouvée|n['’]existe (?:pas|plus)
    (?:seite|artikel|beitrag|inhalt).{0,30}(?:nicht|leider nicht) (?:gefunden|verfügbar|vorhanden|existiert)
    (?:seite|artikel) existiert nicht|página (?:no|não) (?:encontrada|existe|disponible)
    no (?:se ha )?encontrad[oa]|página no encontrada|pagina non trovata|pagina niet gevonden
    (?:siden|sidan).{0,20}(?:ikke|inte|hittades)|(?:страница|сторінк\w).{0,20}не (?:найдена|знайден)
    nie znaleziono|strona nie istnieje|stránka (?:nebyla|neexistuje|nenalezena)|sayfa bulunamadı|ページが見つかりません
    お探しのページ|페이지를 찾을 수 없|页面不存在|找不到(?:页面|网页)|الصفحة غير موجودة
    """
)
_OPINION = any_of(
    r"""
    opinions?|opinion-[\w-]+|comment(?:ary|isfree)?|editorials?|columnists?|columns?|op-eds?|meinung(?:en)?
    kommentare?|kolumnen?|leitartikel|debatten?|tribunes?|chroniques?|idees|debats|opinioni|editoriali
    commenti|rubriche|opiniao|colunas?|colunistas|opinie|columns|meninger|debatt|ledare|kronik(?:er)?|debat
    mielipide|nazory|opinie|felietony|publicystyka|kolumny|mnenia|mneniya|dumky|nuomones|yazarlar
    kose-yazilari|arvamus|viedokli
    """,
    before=r"/",
    after=r"(?:/|$)",
)
_OPINION_SECTION = any_of(
    r"""
    opinions?|comment(?:ary)?|editorials?|meinung|kommentar|kolumne|leitartikel|tribune|opinión|opinione
    opinioni|opinião|opinie|debatt|ledare|мнения|думки|社説|오피니언
    """,
    before=r"^",
    after=r"$",
)
_PRESS_HOST = any_of(
    r"""
    presseportal\.(?:de|ch)|prnewswire\.\w+(?:\.\w+)?|businesswire\.com|globenewswire\.com|openpr\.\w+
    pressebox\.de|ots\.at|prweb\.com|accesswire\.com|einpresswire\.com|newswire\.ca|pr-inside\.com
    """,
    before=r"(?:^|\.)",
    after=r"$",
    flags=re.NOFLAG,
)
_PRESS_PATH = any_of(
    r"""
    press-?releases?|pressemitteilung(?:en)?|pressemeldung(?:en)?|communiques?(?:-de-presse)?
    comunicati(?:-stampa)?|comunicados?(?:-de-prensa)?|persberichten?|pressmeddelanden?|pressemeddelelser?
    """,
    before=r"/",
    after=r"(?:/|$)",
)
_GALLERY_PATH = any_of(
    r"""
    galler(?:y|ies|ia|ie)|galerie[ns]?|galeria|fotos?|photos?|fotostrecken?|bilderstrecken?|bildergalerien?
    bilder|fotogalerias?|fotogallery|diaporamas?|slideshows?|pictures|foto-?galeri
    """,
    before=r"/",
    after=r"(?:/|-|$)",
)
_VIDEO_PATH = re.compile(r"/(?:videos?|watch|mediathek|tv|webtv|player)(?:/|$)", re.IGNORECASE)
_LISTING_TYPES = frozenset(
    {"collectionpage", "searchresultspage", "itemlist", "profilepage", "contactpage", "aboutpage"}
)
_LISTING_PATH = any_of(
    r"""
    ^/(?:index\.\w+|home|startseite|accueil|inicio|start)?$|^/(?:[a-z]{2}(?:-[a-z]{2})?)/?$
    /(?:tags?|topics?|themen?|categor(?:y|ies)|kategorie|rubrik|autor(?:en)?|authors?|search|suche|page/\d+)(?:/[\w%-]*){0,2}/?$
    """
)
_LIVE = any_of(
    r"""
    \blive[- ]?(?:blog|ticker|updates?)?\b|newsblog|en direct|en vivo|diretta|ao vivo|прямая трансляция
    онлайн-трансляция|canlı|as it happened|minute by minute|minuto a minuto
    """
)


def judge_kind(document: Document, structured: Structured, extraction: Extraction) -> str:
    """Gives the kind of a page whose other fields are known (`Extraction.kind` lists them)."""
    words = count_words(extraction.body)
    if words < 3 * FEW_WORDS and not _is_declared_article(structured, words):
        answer = _stand_in(document, extraction, words)
        if answer:
            return answer
    if _is_listing(document, structured, extraction, words):
        return "front-page"
    if words < 2 * FEW_WORDS and extraction.is_truncated:
        return "paywall-stub"
    if words < FEW_WORDS:
        short = _short_form(document, structured, extraction)
        if short:
            return short
        if words < FEW_WORDS / 4 or not extraction.headline:
            return "other"
    return _sort_of_article(document, structured, extraction)


def _is_declared_article(structured: Structured, words: int) -> bool:
    return (
        words >= FEW_WORDS / 2
        and bool(types_of(structured.article) & ARTICLE_TYPES)
        and "datePublished" in structured.article
    )


def _stand_in(document: Document, extraction: Extraction, words: int) -> str | None:
    """Gives what stands in an article's place: a captcha, a consent wall, a page that was not found."""
    titles = f"{extraction.headline or ''} | {_title(document)}"
    parts = split_address(document.url)
    if words < FEW_WORDS and (_CAPTCHA.search(titles) or _has_challenge(document)):
        return "captcha"
    if (
        _CONSENT_HOST.match(parts.netloc)
        or _CONSENT_PATH.search(parts.path)
        or _is_consent_text(extraction, titles, words)
    ):
        return "consent-wall"
    if words < FEW_WORDS and _NOT_FOUND.search(f"{titles} {extraction.body[:600]}"):
        return "soft-404"
    if _NOT_FOUND.search(titles) and len(extraction.headline or "") <= _BARE_TITLE:
        return "soft-404"
    return None


def _has_challenge(document: Document) -> bool:
    """Whether a nearly empty page holds a challenge; comment forms of real pages hold captchas too."""
    text = document.tree.body.text(deep=True, separator=" ") if document.tree.body else ""
    is_empty = len(text.split()) < 3 * FEW_WORDS
    return is_empty and (document.tree.css_first(_CAPTCHA_MARKUP) is not None or bool(_CAPTCHA.search(text)))


def _is_consent_text(extraction: Extraction, titles: str, words: int) -> bool:
    """Whether what was read is about cookies and partners: several of their phrases, or few in hardly any text."""
    hits = len({found.casefold() for found in _CONSENT.findall(extraction.body)})
    is_titled = bool(_CONSENT.search(titles))
    return hits >= 3 or (words < FEW_WORDS and (hits >= 1 or is_titled)) or (hits >= 2 and is_titled)


def _title(document: Document) -> str:
    node = document.tree.css_first("title")
    return node.text(deep=True) if node else ""


def _is_listing(document: Document, structured: Structured, extraction: Extraction, words: int) -> bool:
    """Whether a page leads to articles and is none: by its address or its declared type, and no proof of an article."""
    if types_of(structured.article) & ARTICLE_TYPES and extraction.published_at and words >= FEW_WORDS:
        return False
    types = {name for node in document.json_ld for name in types_of(node)}
    parts = split_address(document.url)
    at_root = bool(parts.netloc and _LISTING_PATH.search(unquote(parts.path) or "/")) and not parts.query
    is_article = structured.meta.first("og:type") == "article" or "article:published_time" in structured.meta.contents
    if at_root and not is_article:
        return words < 4 * FEW_WORDS or extraction.body_confidence < 0.7
    return not is_article and bool(types & _LISTING_TYPES) and not types & ARTICLE_TYPES and words < 2 * FEW_WORDS


def _short_form(document: Document, structured: Structured, extraction: Extraction) -> str | None:
    """Gives what a page with hardly any text shows instead."""
    types = {name for node in document.json_ld for name in types_of(node)}
    og_type = structured.meta.first("og:type") or ""
    path = unquote(split_address(document.url).path)
    if (
        types & {"videoobject", "newsvideo", "movie", "tvepisode"}
        or og_type.startswith("video")
        or _VIDEO_PATH.search(path)
    ):
        return "video"
    if types & {"imagegallery", "mediagallery"} or _GALLERY_PATH.search(path) or len(extraction.images) >= 8:
        return "gallery"
    return None


def _sort_of_article(document: Document, structured: Structured, extraction: Extraction) -> str:
    types = types_of(structured.article)
    parts = split_address(document.url)
    if "liveblogposting" in types or (
        _LIVE.search(extraction.headline or "") and len(document.tree.css("article time, main time")) >= 8
    ):
        return "live-blog"
    if (
        types & {"opinionnewsarticle"}
        or _OPINION.search(parts.path)
        or _OPINION_SECTION.match(extraction.section or "")
    ):
        return "opinion"
    if "pressrelease" in types or _PRESS_HOST.search(parts.netloc) or _PRESS_PATH.search(parts.path):
        return "press-release"
    return "article"
