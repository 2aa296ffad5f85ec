"""Signatures that are no person's: news agencies, desks, and houses."""

from __future__ import annotations

import re

from crawler.extraction.addresses import split_address
from crawler.extraction.phrases import any_of

AGENCIES = frozenset({
    "reuters", "thomson reuters", "afp", "agence france presse", "agence france-presse", "ap", "associated press",
    "the associated press", "dpa", "deutsche presse-agentur", "deutsche presse agentur", "dpa-afx", "dpa-infocom",
    "epd", "kna", "sid", "apa", "austria presse agentur", "sda", "keystone-sda", "ats", "keystone-ats", "awp",
    "ansa", "adnkronos", "agi", "askanews", "lapresse", "italpress", "efe", "agencia efe", "europa press",
    "colpisa", "servimedia", "lusa", "agência lusa", "belga", "anp", "tt", "tt nyhetsbyrån", "ntb", "ritzau",
    "stt", "lehtikuva", "pap", "čtk", "ctk", "tasr", "sita", "mti", "tanjug", "beta", "fonet", "hina", "sta",
    "bta", "agerpres", "mediafax", "tass", "тасс", "ria novosti", "риа новости", "interfax", "интерфакс",
    "интерфакс-украина", "ukrinform", "укринформ", "укрінформ", "unian", "уніан", "унн", "xinhua", "新华社", "新華社",
    "kyodo", "kyodo news", "共同通信", "共同", "jiji", "jiji press", "時事通信", "時事", "yonhap",
    "연합뉴스", "뉴시스", "뉴스1", "cna",
    "中央社", "pti", "press trust of india", "ani", "ians", "uni", "antara", "bernama", "vna", "ttxvn", "aa",
    "anadolu", "anadolu agency", "anadolu ajansı", "dha", "iha", "i̇ha", "demirören haber ajansı",
    "ihlas haber ajansı", "upi", "united press international", "bloomberg", "bloomberg news", "aap",
    "australian associated press", "the canadian press", "canadian press", "la presse canadienne", "pa",
    "pa media", "press association", "middle east news agency", "wam", "وام", "spa", "واس", "petra", "irna",
    "ایرنا", "isna", "ایسنا", "fars", "tasnim", "sana", "mena", "map", "notimex", "télam", "telam",
    "agência brasil", "agencia brasil", "estadão conteúdo", "folhapress", "agencia reforma", "ptI", "dow jones",
    "dow jones newswires", "marketwatch", "zenit", "asianews", "ips", "inter press service", "panapress",
    "apanews", "nan", "news agency of nigeria", "elta", "bns", "leta", "delfi", "belta", "belapan", "kazinform",
    "azertac", "trend", "armenpress", "interpressnews", "sapa", "news24wire", "kna-video", "spot on news",
    "teleschau", "bang showbiz", "cover media", "relaxnews", "cnn newsource", "cnn wire", "nyt news service",
    "tribune news service", "the conversation", "pr newswire", "business wire", "globe newswire", "globenewswire",
    "ots", "presseportal", "prnewswire",
})  # fmt: skip
"""News agencies and wire services by the names they are printed under, lower case."""

_DESK = any_of(
    r"""
    redak[ct]|r[eé]daction|redac(?:ci[oó]n|tie|tor)|redazione|reda[cç][aã]o|редакц|редакці|uredni|szerkeszt
    toimitus|redaksi|newsroom|news\s?desk|desk\b|\bstaff\b|\bteam\b|\beditors?\b|editorial|bureau\b
    agenc(?:y|ies|ia|ias|es?)\b|agentur|ag[eê]nci[ae]|ajans|newswire|\bwire\b|\bservice\b|correspondents?\b
    reporters?\b|\bonline\b|\bdigital\b|\bnews\b|nachrichten|zeitung|\btimes\b|\bpost\b|\bjournal\b
    magazine?\b|\bmedia\b|\bpresse?\b|\bradio\b|\btv\b|\bpublishing\b|\bgmbh\b|\bltd\b|\binc\b|\bllc\b
    \be\.\s?v\b|\bcorp\b|\bverlag\b|\bgroup\b|\badmin(?:istrator)?\b|webmaster|\bguest\b|contributors?\b
    anonym|\bunknown\b|\bnull\b|\bundefined\b|\bcollaborat|\bcolaborador|\bsponsor|\badvert|\banzeige\b
    \bpartner\b|\bcontent\b|\bstudio\b|\bfoundation\b|\binstitut|\buniversit|\bministeri|\bministry\b
    \bcompany\b|\bvarious\b|\bnetwork\b|\bcollective\b|\bkollektiv\b|新聞|通信社?|編集部|取材班|日报|日報|网|記者団|编辑部|뉴스|신문
    일보|편집|हिन्दी|न्यूज|डेस्क|تحرير|وكال|مكتب|تحریریه
    \.(?:com|net|org|de|at|ch|fr|es|it|co|lt|pl|tv|info|news|uk|ru|ua|tr)\b
    """
)


def is_agency(name: str) -> bool:
    """Whether a signature names news agencies, alone or joined (``dpa/afp``, ``Reuters/AP``)."""
    parts = [
        part.strip(" .()*").casefold()
        for part in re.split(r"[/+,;&]|\s[-–]\s|\s(?:and|und|et|y|e|con|mit|with)\s", name)
    ]
    return (
        bool(parts)
        and all(not part or part in AGENCIES or part.removesuffix(".com") in AGENCIES for part in parts)
        and any(parts)
    )


def is_organisation(name: str) -> bool:
    """Whether a signature is an agency's, a desk's or a company's by its words."""
    return is_agency(name) or bool(_DESK.search(name))


def is_house(name: str, houses: frozenset[str]) -> bool:
    """Whether a signature is the page's own publisher, by one of the names in ``houses`` or by the initials of one."""
    folded = fold_house(name)
    initials = "".join(word[0] for word in name.casefold().split() if word[0].isalpha())
    return folded in houses or (len(initials) > 1 and initials in houses)


def fold_house(name: str) -> str:
    """Gives a publisher's name for comparing: lower case, letters and digits only, without article and top level."""
    folded = re.sub(
        r"^(?:the|der|die|das|le|la|les|el|il|lo|de|het|o|a)\s+|\.(?:com?|net|org|[a-z]{2})\b",
        "",
        name.casefold().strip(),
    )
    return re.sub(r"[\W_]+", "", folded)


def host_labels(url: str) -> frozenset[str]:
    """Gives the names that an address carries: the labels of its host without ``www`` and top level, folded."""
    labels = [
        label
        for label in (split_address(url).hostname or "").split(".")[:-1]
        if label not in ("www", "co", "com", "m", "amp")
    ]
    return frozenset(re.sub(r"[\W_]+", "", label) for label in labels if len(label) > 1)
