"""``/api/takedowns``: files requests for removal; the operator's program may, nothing is executed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from crawler.normalisation.text import clean_lines, clean_text
from crawler.storage.reading.takedowns import RemovalRequest
from crawler.web.access import require_operator
from crawler.web.api.models import Problem, RemovalReceipt
from crawler.web.services import UseReading

router = APIRouter(responses={400: {"model": Problem}, 503: {"model": Problem}})

# A visible character and then anything: what is blank says nothing.
Said = Annotated[str, Field(pattern=r"[!-~]", max_length=4000)]


class Removal(BaseModel):
    """What is to be removed, who asks and why."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[
        str, Field(pattern=r"^https?://[!-~]{1,2000}$", description="The article, or the copy that is meant")
    ]
    by: Annotated[Said, Field(description="Who asks")]
    contact: Annotated[Said, Field(description="Where the answer goes")]
    reason: Annotated[Said, Field(description="Why, and by what right")]
    copies: Annotated[bool, Field(strict=True, description="Every publisher's copy: the text is the requester's")] = (
        False
    )


@router.post(
    "/takedowns",
    status_code=201,
    dependencies=[Depends(require_operator)],
    responses={401: {"model": Problem}, 404: {"model": Problem}},
)
async def file_request(asked: Removal, reading: UseReading) -> RemovalReceipt:
    """Writes a request down; needs the token. The command `scrapy takedown` lists and executes them."""
    article = await reading.articles.find_by_url(asked.url)
    if article is None:
        raise HTTPException(404, "no article has this address")
    request = RemovalRequest(
        article=article["_id"],
        url=asked.url,
        by=clean_text(asked.by) or "",
        contact=clean_text(asked.contact) or "",
        reason=clean_lines(asked.reason) or "",
        copies=asked.copies,
        via="api",
    )
    return RemovalReceipt(number=await reading.takedowns.file(request))
