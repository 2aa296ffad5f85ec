"""Whether a page shows only the beginning of its article."""

from __future__ import annotations

from crawler.extraction.body import Body
from crawler.extraction.document import Document
from crawler.extraction.phrases import any_of
from crawler.extraction.structured import Structured
from crawler.extraction.text import count_words
from crawler.items import Extraction

SHORT = 220
"""Words of a body under which a request to subscribe counts as the end of it, if the page says that it is not free."""
VERY_SHORT = 80
"""The same where the page says nothing: short news carry such requests too, unseen."""

_LEVELS = 3
"""Elements out of the text's own in which a wall stands."""
_HEAD = 40
"""Characters by which the last paragraph is found in the page's text."""
_REACH = 2500
"""Characters from there on in which a wall begins."""

_REMAINDER = any_of(
    r"""
    il vous reste\s.{0,20}%.{0,20}(?:à lire|article)|残り\s?[\d,０-９]+\s?文字|残り[:：]?\s?\d+字
    noch\s\d+\s?%\s(?:des|vom)\s(?:artikel|text)|te queda\s.{0,10}%|(?:этот|полный) текст доступен только
    (?:더|남은)\s?내용은|this is the end of (?:your|the) free preview
    you(?:'|’)?ve reached the end of (?:your|the) free
    (?:der|den) (?:ganzen?|vollständigen?|kompletten?|weitere[n]?) (?:artikel|text|beitrag)\w* (?:lesen|nur|finden|ist)
    """
)
_WALL = any_of(
    r"""
    to (?:continue|keep) reading|(?:continue|keep) reading (?:with|by|for|your article)
    subscribe (?:now |today )?(?:to|and) (?:continue|read|keep|unlock|get)
    log ?in (?:or subscribe )?to (?:continue|read)
    (?:article|content|story) is (?:only |exclusively )?for (?:our )?(?:paid )?(?:subscribers|members)
    (?:article|content|story) is (?:only )?available (?:only )?to (?:our )?(?:paid )?(?:subscribers|members)
    already a subscriber|register (?:for free )?to (?:continue|read)|weiterlesen mit
    jetzt (?:abonnieren|registrieren|anmelden) und weiterlesen|(?:um|bitte).{0,40}weiterzulesen
    nur für abonnent|exklusiv für abonnent|sie haben bereits ein abo|mit .{0,30}(?:plus|\+) (?:weiter)?lesen
    (?:cet article|ce contenu|la suite) est réservée? aux abonnés
    (?:pour|afin de) (?:lire la suite|continuer (?:la|votre) lecture)|déjà abonné
    (?:contenido|artículo) (?:exclusivo|solo|sólo) para (?:suscriptores|socios)
    para (?:seguir|continuar) leyendo|suscríbete para|ya eres suscriptor
    (?:contenuto|articolo) (?:è )?(?:riservato|esclusivo)|per continuare a leggere|già abbonato
    (?:conteúdo|matéria|artigo) exclusiv[oa] para assinantes|para continuar (?:lendo|a ler)|já é assinante
    (?:verder|door)lezen\?|dit artikel is (?:alleen )?voor abonnees|alleen voor abonnees
    (?:denne|dette) (?:artikel|artikkelen|innholdet) (?:er|kræver).{0,30}(?:abonn|medlem)|for abonnenter
    för att (?:läsa|fortsätta)|tilaajille|dla (?:zalogowanych|subskrybentów|prenumeratorów)|czytaj dalej z
    pro předplatitele|только для подписчиков|для передплатників
    会員限定|有料会員|続きを読む(?:には|に)|ログインして|구독자 전용|仅限订阅
    付费阅读|للمشتركين فقط|abone ol
    """
)


def is_cut(document: Document, structured: Structured, extraction: Extraction, body: Body) -> bool:
    """Whether the text stops at a wall.

    The page says beside the text how much is left; or it asks there for a subscription or a login and the text is
    short; or it declares more than twice the words that it shows and that they are not free. A paywall's markup alone
    says nothing: complete pages carry it too.
    """
    is_free = extraction.is_accessible_for_free
    words = count_words(extraction.body)
    if is_free is True:
        return False
    declared = structured.article.get("wordCount")
    if is_free is False and str(declared).isdigit() and int(str(declared)) > 2 * words > 0:
        return True
    limit = SHORT if is_free is False else VERY_SHORT
    is_short = words < limit
    text = _below(document, extraction, body)
    return bool(_REMAINDER.search(text)) or (is_short and bool(_WALL.search(text)))


def _below(document: Document, extraction: Extraction, body: Body) -> str:
    """Gives the last paragraph and what follows it, up to three elements out; of a page without body its beginning."""
    node = body.node or document.tree.body
    for _ in range(_LEVELS):
        if node is None or node.tag in ("main", "body") or node.parent is None:
            break
        node = node.parent
    text = " ".join(node.text(deep=True, separator=" ").split()) if node is not None else ""
    end = text.rfind(extraction.body.rpartition("\n")[2][:_HEAD]) if extraction.body else 0
    return text[max(end, 0) : max(end, 0) + _REACH]
