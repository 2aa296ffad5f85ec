"""The newsroom's fixtures, for its own tests."""

from tests.newsroom.fixtures import empty_newsroom, newsroom, newsroom_catalogue

__all__ = ["empty_newsroom", "newsroom", "newsroom_catalogue"]
