"""The words that news sites name their folders and files by, in the larger languages of the press."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ANYWHERE: dict[str, frozenset[str]] = {
    "advert": _words("""
        advertorial advertorials anzeige anzeigen sponsored sponsored-content sponsored-post sponsor-content
        sponsoredcontent partner-content partnercontent paid-content paidcontent paid-post paidpost brandvoice
        brand-voice brand-studio brandstudio brandpost brandposts branded-content brandedcontent
        native-advertising promoted publi-reportage publireportage publirreportaje werbung publicidad
        pubblicita patrocinado contenido-patrocinado annonsorinnhold annons annonce reklam reklama advertisement
        advertisements adclick aclk verlagsangebot sonderveroeffentlichung
        sonderveroeffentlichungen
    """),
    "gallery": _words("""
        gallery galleries galerie galerien galeria galerias galleria photo-gallery photogallery picture-gallery
        image-gallery bildergalerie bildergalerien bilderstrecke bilderstrecken bilder fotostrecke fotostrecken
        fotogalerie fotogalerien fotogaleria fotogalerias fotogaleri fotogallery foto-galeri slideshow
        slideshows diaporama diaporamas in-pictures photos fotos image images
    """),
    "video": _words("""
        video videos videogallery video-galeri mediathek livestream live-stream live-tv livetv videoteca webtv
        watch tv-programm av
    """),
    "search": _words("""
        search suche buscar buscador recherche ricerca sok zoeken arama szukaj
    """),
}
"""Reason of refusal to the words that call for it, as a folder or as the page itself."""

LISTING_FOLDERS: dict[str, frozenset[str]] = {
    "tag-page": _words("""
        tag tags topic topics thema themen tema temas theme sujet keyword keywords schlagwort schlagworte
        stichwort etiqueta etiquetas label labels emne etiket argomenti category categories categoria categorias
        kategorie kategorien rubrik rubriken rubrique section sections dossier dossiers collection collections
        series serie
    """),
    "author-page": _words("""
        author authors autor autoren autores auteur auteurs autore autori profile profiles profil user users by
        people staff team contributor contributors columnist columnists reporter journalist journalists byline
    """),
}
"""Folders that list articles: ``/tag/elections``. With more behind it, the folder may hold an article."""

SERVICE = _words("""
    login logout log-in anmelden anmeldung signin sign-in signup sign-up register registration registrieren
    registro account konto mein-konto my-account abo abos abonnement abonnements abonnieren subscribe
    subscription subscriptions suscripcion suscripciones abonnes abbonamenti newsletter newsletters boletines
    impressum imprint datenschutz datenschutzerklaerung privacy privacy-policy privacidad cookies cookie-policy
    agb nutzungsbedingungen terms terms-of-use terms-of-service terms-and-conditions legal legal-notice
    aviso-legal mentions-legales kontakt contact contact-us contacto contatti about about-us ueber-uns
    quienes-somos jobs karriere careers stellenmarkt shop store rss rss-feeds feeds sitemap faq help hilfe
    mediadaten advertise advertise-with-us werben e-paper epaper archiv archive archives app apps wetter weather
    horoskop horoscope horoscopes tv-programm lotto lottozahlen spiele games crossword crosswords sudoku podcast
    podcasts events gutscheine coupons comments kommentare print share feedback bookmarks merkliste
    accessibility barrierefreiheit cdn-cgi wp-admin wp-login.php wp-json xmlrpc.php corrections masthead staff
    radio live liveticker e-mail email alerts
""")
"""Pages that a site has besides its articles. As a first folder they count only where nothing looks like an article."""

ARTICLE_FOLDERS = _words("""
    article articles artikel artikler articolo articoli articulo articulos artigo story stories news doc post
    posts nota notas noticia noticias nachrichten naujienos nyheter actualite articleshow archives archive view
    read haber cnt a i s id frettir izindaba beitrag
""")
"""Folders that sites keep their articles in."""

MEDIA_FILES = _words("""
    jpg jpeg png gif webp avif svg ico bmp tiff mp3 m4a aac ogg wav flac mp4 m4v mov avi webm mkv flv m3u8 pdf
    doc docx xls xlsx ppt pptx odt zip rar gz tar 7z exe apk dmg epub css js json woff woff2 ttf csv ics vcf
""")
"""Extensions of files that are no pages."""
