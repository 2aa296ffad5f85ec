"""Whether a page shows only the beginning of its article."""

from __future__ import annotations

import re

from crawler.extraction.document import Document
from crawler.extraction.phrases import any_of
from crawler.extraction.structured import Structured
from crawler.items import Extraction

SHORT = 220
"""Words of a body under which a request to subscribe counts as the end of it."""

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
    (?:this|the) (?:article|content|story) is (?:only |exclusively )?(?:for|available (?:only )?to) (?:our )?(?:paid )?(?:subscribers|members)
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
    pro předplatitele|только для подписчиков|для передплатників|会員限定|有料会員|続きを読む(?:には|に)|ログインして|구독자 전용|仅限订阅
    付费阅读|للمشتركين فقط|abone ol
    """
)
_TAGS = re.compile(r"<[^<>]*>")


def is_cut(document: Document, structured: Structured, extraction: Extraction) -> bool:
    """Whether the text stops at a wall.

    The page says how much is left; or it asks for a subscription or a login and the text is short; or it declares more
    than twice the words that it shows and that they are not free. A paywall's markup alone says nothing: complete pages
    carry it too.
    """
    is_free = extraction.is_accessible_for_free
    words, letters = len(extraction.body.split()), len(extraction.body)
    if is_free is True:
        return False
    declared = structured.article.get("wordCount")
    if is_free is False and str(declared).isdigit() and int(str(declared)) > 2 * words > 0:
        return True
    is_short = words < SHORT and letters < 8 * SHORT
    if not is_short and is_free is None:
        return False
    text = " ".join(_TAGS.sub(" ", document.markup).split())
    return bool(_REMAINDER.search(text)) or (is_short and bool(_WALL.search(text)))
