from __future__ import annotations

import pytest

from crawler.normalisation.shape import path_names_article


@pytest.mark.parametrize(
    "path",
    [
        "/2024/05/03/minister-resigns-after-vote",
        "/story/3000000218734",
        "/politik/a-60a0111a-c2d2-46c8",
        "/news/uk-12345678/amp",
        "/%D1%82%D1%80%D0%B0%D0%BC%D0%BF-%D0%B8-%D0%BF%D1%83%D1%82%D0%B8%D0%BD-%D0%B2%D1%81%D1%82%D1%80%D0%B5%D1%87%D0%B0",
        "/articles/AST1F4445T1FUTIL02SM.html",
    ],
)
def test_ids_and_slugs_name_an_article(path: str) -> None:
    assert path_names_article(path)


@pytest.mark.parametrize(
    "path", ["/", "/politics", "/arts-and-culture", "/index.php", "/2024/05/03", "/2024-05-03", "/news/uk"]
)
def test_sections_and_dates_do_not(path: str) -> None:
    assert not path_names_article(path)
