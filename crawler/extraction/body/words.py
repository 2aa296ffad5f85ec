"""What class, id, role and itemprop words say about an element, in the languages of the news.

Front-end developers name things by role all over the world, mostly in English, else in their own language:
``article-body``, ``Bildunterschrift``, ``chapo``. A name is split into words (``articleBody_x1`` -> article, body) and
each word is looked up in groups; an element carries the union of its words' groups as a bit mask.
"""

from __future__ import annotations

import re
from functools import lru_cache

GROUPS = {
    "body": """
        body corpo corps cuerpo brodtext brotext broed fulltext tresc matn metin
    """,
    "article": """
        article articles artikel articolo articulo artigo artykul story post entry news noticia nachricht haber nota
        hentry clanok clanek statya makale
    """,
    "content": """
        content contents contenu contenido conteudo contenuto inhalt innehall indhold innhold inhoud main page
        column col primary center
    """,
    "text": """
        text texte texto testo tekst teks texts paragraph paragraphs absatz parrafo prose rich rte wysiwyg copy
        markdown typography component
    """,
    "summary": """
        lead leads lede standfirst summary intro introduction chapo chapeau subtitle subheadline subheading
        subtitulo deck dek abstract excerpt ingress manchet vorspann entradilla bajada sommario sottotitolo
        occhiello resumen resumo resume spot perex zajawka preamble description desc annotation anons copete
    """,
    "headline": """
        headline headlines title titel titre titulo titolo heading header kicker overline dachzeile antetitulo tytul
        baslik hl
    """,
    "caption": """
        caption captions legend legende bildunterschrift epigrafe didascalia bildtext billedtekst wpcaption
        credit credits bu cutline pie attribution kuvateksti fotocredit
    """,
    "media": """
        image images img photo photos foto fotos picture figure media bild bilder video videos audio player podcast
        gallery galerie galeria slideshow slide slides slider carousel swiper lightbox thumbnail thumbnails thumb
        jwplayer aufmacher
    """,
    "related": """
        correlati correlate
        related recommended recommendation recommendations recommends recommend recirculation recirc readmore more
        mehr weitere weiterlesen similar suggested suggestion suggestions outbrain taboola also further liee liees
        relacionada relacionadas relacionado relacionados verwandt verwandte themen lire leia leer plista opinary
        reco relaterad relatert benzer ilgili associated onward seealso
    """,
    "teaser": """
        teaser teasers card cards tile tiles promo promos promotion snippet carte vignette miniature
    """,
    "popular": """
        popular trending mostread latest newest meistgelesen ranking viewed top hot breaking recent neueste ultimas
        dernieres most
    """,
    "share": """
        share sharing shares sharer social socials facebook fb twitter whatsapp teilen partage partager compartir
        compartilhar condividi follow linkedin telegram pinterest reddit email mail copylink bookmark addthis
        sharethis sharedaddy like likes jp paylas
    """,
    "newsletter": """
        abonnement abonnieren abonnez abonner abonnes suscripcion suscribete suscriptor prenumerera prenumeration
        newsletter newsletters signup subscribe subscription subscriptions subscriber subscribers abo mailing
        inscription optin donate donation spenden appeal cta form notification notifications push app download
        bulten assine iscriviti tilaa
    """,
    "paywall": """
        paywall premium piano regwall register registration login signin metered offer barrier gate gated locked
        plus tinypass poool leaky fade truncate truncated
    """,
    "ad": """
        advert adverts advertisement advertisements advertorial advertise
        ad ads anzeige anzeigen werbung publicidad publicite pubblicita reklama reklam sponsored sponsors sponsor
        banner dfp gpt commercial mpu oop adslot advertising affiliate annonce billboard leaderboard sticky
        skyscraper inread teads partner partners deal deals shop commerce product products
    """,
    "comment": """
        kommentar kommentare kommentarer kommentarbereich komentar komentarai
        comment comments commentaire commentaires comentario comentarios commenti disqus discussion reply replies
        respond reaction reactions forum yorumlar yorum talk coral livefyre hyvor viafoura
    """,
    "author": """
        autor autora autori autore
        author authors byline bylines autoren auteur auteurs autore writer writers bio biography contributor
        contributors journalist journalists vcard profile signature reporter redacteur forfatter avatar person yazar
        verfasser
    """,
    "meta": """
        meta metadata date dates time times datum fecha timestamp publishe published publish dateline info infos
        datetime update updated modified location readingtime duration source sources quelle fuente tarih posted
    """,
    "tags": """
        tag tags keyword keywords topic topics category categories label labels schlagworte schlagwort etiqueta
        etiquetas taxonomy badge badges term terms rubrik flag section etiket
    """,
    "nav": """
        nav navigation menu menus breadcrumb breadcrumbs pagination pager toolbar toolbars tools tab tabs skip
        submenu burger navbar dropdown search masthead topbar links linklist link button buttons btn
    """,
    "footer": """
        footer footers foot copyright legal disclaimer impressum imprint bottom colophon subfooter rights terms
        policy fusszeile after below end
    """,
    "side": """
        sidebar sidebars side aside asides widget widgets rail right complementary secondary sidecol tertiary
        marginal barre
    """,
    "box": """
        box boxes infobox factbox faktabox fakta fact facts callout note notes module modules panel container inset
        accordion kasten encadre recuadro highlight highlights keypoint keypoints bullet bullets takeaway takeaways
        toc details
    """,
    "quote": """
        quote quotes pullquote blockquote zitat citation cita citat pull
    """,
    "live": """
        live liveblog ticker timeline update updates scoreboard score stat stats match weather wetter stock quiz
        poll vote survey calculator chart crossword game games
    """,
    "embed": """
        embed embeds embedded tweet instagram oembed iframe tiktok youtube twitter infogram datawrapper flourish
        interactive plugin
    """,
    "cookie": """
        cookie cookies consent gdpr privacy modal popup overlay dialog cmp onetrust toast tooltip alert notice
        notification banner interstitial drawer flyout
    """,
    "hidden": """
        hidden hide hideme sronly sr visuallyhidden visually offscreen screen invisible noprint dontprint print
        mobile desktop tablet noscript off none collapse collapsed closed
    """,
    "list": """
        list lists listing liste feed grid stream river archive index item items collection posts stories articles
        blocks row rows group section sections bundle
    """,
    "question": """
        faq question answer interview qa accordion
    """,
    "inarticle": """
        inline inarticle internal backlink lire readon crosslink interlink onsite
    """,
    "lang": """
        lang language translate translation translated original
    """,
}
"""Group -> the words that belong to it. ``inarticle`` marks boxes set between paragraphs, ``list`` what holds many of a
kind.
"""

_STEMS = {
    "body": """
        articlebody storybody postbody bodytext artikeltext bodycopy fulltext storytext articletext posttext newstext
        textbody
    """,
    "article": "article artikel story articulo noticia news",
    "content": "content",
    "caption": "caption bildunterschrift",
    "summary": "standfirst subheadline subtitle teasertext leadtext",
    "headline": "headline",
    "related": "related readmore readalso seealso recommend relacionad",
    "share": "share social",
    "newsletter": "newsletter subscri abonn suscri",
    "paywall": "paywall",
    "ad": "advert adbox adslot adcontainer adunit sponsor",
    "comment": "comment kommentar",
    "author": "author byline",
    "nav": "breadcrumb navigation",
    "footer": "footer",
    "side": "sidebar",
    "media": "gallery slideshow video photo",
    "popular": "mostread mostpopular trending mostviewed",
    "teaser": "teaser",
}
"""Group -> what a longer word that is in no group may hold to belong to it."""

BIT = {name: 1 << position for position, name in enumerate(GROUPS)}
_MASKS: dict[str, int] = {}
for _name, _words in GROUPS.items():
    for _word in _words.split():
        _MASKS[_word] = _MASKS.get(_word, 0) | BIT[_name]
_STEM_MASKS = [(stem, BIT[name]) for name, stems in _STEMS.items() for stem in stems.split()]
_STEM_FROM = 7
"""Letters from which on a word is searched for stems."""
_WORD = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")
_LOOKED_AT = 300
"""Characters of a name that are read; utility classes can go on for thousands."""


@lru_cache(maxsize=8192)
def word_groups(word: str) -> int:
    """Gives the groups of one lower-case word as a mask."""
    mask = _MASKS.get(word, 0)
    if not mask and len(word) >= _STEM_FROM:
        for stem, bit in _STEM_MASKS:
            if stem in word:
                mask |= bit
    return mask


@lru_cache(maxsize=8192)
def name_groups(names: str) -> int:
    """Gives the groups of all the words in a class, id or role value."""
    mask = 0
    for word in _WORD.findall(names[:_LOOKED_AT]):
        mask |= word_groups(word.lower())
    return mask
