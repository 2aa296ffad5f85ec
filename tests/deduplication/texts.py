"""Texts of our own for the tests of copies: a wire story, its cousins, and pieces from one template."""

from __future__ import annotations


def paragraphs(block: str) -> list[str]:
    """Gives the paragraphs of a block of text, which blank lines part, each on one line."""
    return [" ".join(paragraph.split()) for paragraph in block.strip().split("\n\n")]


WIRE = paragraphs(
    """
    The harbour authority of Norwell closed the northern pier on Thursday after divers found cracks in eleven of
    its forty concrete pillars, the largest of them wide enough to put a hand in.

    “We would rather explain a closed pier than a collapsed one,” said Ingrid Halvorsen, who has led the
    authority since last spring. “The ferries will leave from the old grain terminal until the repairs are
    done.”

    Commuters waited up to ninety minutes in the rain on Friday morning. Three additional buses were running
    between the terminal and the central station by noon.

    Engineers believe that the pillars, cast in 1968, were weakened by a ship that struck the pier two winters
    ago. The insurer of the vessel has so far refused to pay for more than paint.

    The town council will vote on Tuesday on a loan of 14 million crowns. Members of two parties said they would
    agree if the authority published the reports of the last three inspections.

    Fishermen who land their catch at the pier were told to use the neighbouring port of Kelso, an hour to the
    south. Their union called the decision right and the warning late.
    """
)
LEDE = "Our readers in the region are affected too: here is what the closure means for the daily way across the bay."
ADVERT = "Advertisement. Subscribe to our newsletter and never miss a story again."

WIRE_BODY = "\n".join(WIRE)
WIRE_COPY = "\n".join([LEDE, *(text.replace("“", '"').replace("”", '"') for text in WIRE[:2]), ADVERT, *WIRE[3:]])
SHORTENED = "\n".join(WIRE[:3])

SAME_EVENT = "\n".join(
    paragraphs(
        """
        Passengers of the Norwell ferries have to get used to a longer way: since Friday the boats have left from a
        terminal that was built for grain and has neither a roof nor a ticket machine.

        Anna Brekke, a nurse, missed the beginning of her shift twice. “Nobody told us anything,” she said while she
        was waiting for a bus that was already full when it arrived.

        The company that runs the ferries expects a loss of one fifth of its travellers in the coming weeks and has
        asked the county for help. An answer is expected before the holidays begin.
        """
    )
    + WIRE[3:4]
)


def weather(place: str, low: int, high: int, rain: int) -> str:
    """The weather report of one place and day, 80 words."""
    return f"""
The weather in {place} will be changeable today with temperatures between {low} and {high} degrees.
In the afternoon the thermometer in {place} reaches {high} degrees, and the wind blows at {rain + 7} knots.
The chance of rain is {rain} percent during the day and {rain + 5} percent at night.
Tomorrow the sun rises over {place} at 6:{low:02} and sets at 19:{high:02}, with a low of {low - 1} degrees.
The forecast is updated several times a day with data from the national weather service.
"""
