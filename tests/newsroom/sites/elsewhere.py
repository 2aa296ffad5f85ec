"""Everybody else: the adverts and the social network that the publishers link to. No source of its own."""

from __future__ import annotations

from tests.newsroom.desk import Desk
from tests.newsroom.layouts import wordpress
from tests.newsroom.messages import Request, Response
from tests.newsroom.site import Site


class Elsewhere(Site):
    """Answers every address with a page that sells something."""

    def respond(self, request: Request) -> Response:
        return self.html(
            f"<!doctype html><title>Buy now</title><h1>Buy now</h1><p>{request.host} has offers for you.</p>"
        )


def build(desk: Desk) -> Site:
    """Builds the hosts of adverts and share buttons."""
    return Elsewhere(
        "elsewhere",
        "Elsewhere",
        "ads.test",
        "US",
        "en",
        wordpress.page,
        desk.clock,
        seed=desk.seed,
        also=("social.test",),
    )
