"""Words at the beginning of a block that tell what it is, in the languages of the news.

They only hint: "More" opens invitations and sentences alike. The classifier weighs them with all else. Words are
compared by their first letters, which leaves out endings.
"""

from __future__ import annotations

import re

_INITIAL = 5
_PHRASE_AT = 70
"""Characters of a block's beginning that are looked at."""


def _initials(words: str) -> frozenset[str]:
    return frozenset(word[:_INITIAL] for word in words.split())


_CREDITS = _initials("""
    photo photos foto fotos image images bild bilder picture credit credits crédit copyright imagen imágenes fotografía
    fotografia archiv archive archivo getty reuters afp epa imago dpa shutterstock istock pixabay unsplash alamy rex
    handout screenshot symbolbild symbolfoto courtesy caption quelle source kuva valokuva zdjęcie fot фото видео ảnh
    görsel fotoğraf
""")
_INVITING = _initials("""
    read see watch listen click tap learn find explore check discover lesen lies hören sehen klicken erfahren lire voir
    lisez écouter découvrez regardez lea lee leer vea mira conoce leia veja saiba confira assista leggi guarda scopri
    läs se les læs lue katso lees bekijk luister czytaj przeczytaj zobacz čtěte čítajte olvass olvassa citește čitajte
    pročitajte читайте читать смотрите oku okuyun izle baca xem đọc
""")
_PROMISED = _initials("""
    more also related recommended next full further mehr auch weitere weiter interessant thema themen dazu könnte aussi
    plus même suite más también relacionado relacionadas mais também anche altri approfondire mer mere också även også
    lisää myös aiheesta meer ook verder więcej także również więcej také viac tiež több további mai mult više također
    ещё также еще більше також ayrıca ilgili daha juga thêm cùng اقرأ المزيد أيضا
""")
_SERVICES = _initials("""
    newsletter sign subscribe subscription abonnieren abonnez abonner abonnement suscríbete suscribirse inscrivez
    inscreva iscriviti anmelden registrieren register login log whatsapp telegram facebook twitter instagram linkedin
    youtube tiktok follow folgen folge suivez síguenos siga seguici cookie cookies consent javascript browser reserved
    rights rechte droits derechos advertisement advertising anzeige werbung publicidad publicité pubblicità annonce
    reklam reklama sponsored comment comments kommentar kommentare commentaires share teilen partager compartir
    condividi drucken print email e-mail download app donate spenden spende support unterstützen push notification terms
    privacy datenschutz contact kontakt newsroom podcast epaper e-paper shop lesezeit premium account konto
""")
_SIGNING = _initials("""
    by von par por di door af av reporting reporter editing writer written editor correspondent author autor autorin
    redakteur redakteurin redaktion korrespondent korrespondentin journalist journaliste periodista giornalista redactor
    correspondant corresponsal korespondent автор текст yazar bio updated published aktualisiert veröffentlicht publié
    mis publicado actualizado pubblicato aggiornato stand posted
""")
_LISTS = (_CREDITS, _INVITING, _PROMISED, _SERVICES, _SIGNING)
_OF_SERVICE = 4
_UNSPACED = tuple(
    "关联 相关 推荐 関連 続き あわせて もっと อ่าน 記事 会員 登録 撮影 写真 图片 编辑 記者 관련 기자 무단 구독".split()
)
_WORD = re.compile(r"\w+")
_NOT_WORD = re.compile(r"\W+")
_DATE = re.compile(r"\b\d{1,2}[:h.]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\d年")
_DIGIT = re.compile(r"\d")
_RIGHTS = re.compile(r"[:/|(]\s?(?:ap|afp|dpa|epa|pa|efe|ansa|apa|tt|ntb|belga|reuters)\b")

HINTS = len(_LISTS) + 4
"""How many hints ``hints`` gives."""
INVITATIONS = 3
"""How many ``invitations`` gives."""


def hints(text: str) -> tuple[bool, ...]:
    """Gives what the beginning of a text speaks of, one flag a hint."""
    phrase = text[:_PHRASE_AT].lower()
    initials = {word[:_INITIAL] for word in _WORD.findall(phrase)}
    return (
        _DIGIT.search(phrase) is not None and _DATE.search(phrase) is not None,
        "©" in phrase or _RIGHTS.search(phrase) is not None,
        "@" in phrase or "://" in phrase or "www." in phrase,
        not text.isascii() and any(word in phrase for word in _UNSPACED),
        *(not initials.isdisjoint(words) for words in _LISTS),
    )


def invitations(heading: str) -> tuple[bool, ...]:
    """Gives the hints that tell a heading over other articles or services from one within the text."""
    initials = {word[:_INITIAL] for word in _WORD.findall(heading[:_PHRASE_AT].lower())}
    return tuple(not initials.isdisjoint(words) for words in (_INVITING, _PROMISED, _SERVICES))


def looks_like_service(text: str) -> bool:
    """Whether the beginning of a block seems to speak of pictures, other articles, offers or addresses."""
    _, has_rights, has_address, is_unspaced, *said = hints(text)
    return has_rights or has_address or is_unspaced or sum(said[:_OF_SERVICE]) > 1


def squeeze(text: str) -> str:
    """Gives letters and digits alone, so that mark-up, punctuation and quotation marks don't hinder a comparison."""
    return _NOT_WORD.sub("", text.casefold())
