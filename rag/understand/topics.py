"""A question that begins with what whole reports are of: 公积金缴存额, asked of a report on 住房公积金."""

from __future__ import annotations

import re
from collections.abc import Collection

from ingest.regions import RegionMention
from ingest.topics import names_of

MIN_LEFT = 2  # characters of what is asked of it


def asked_within(text: str, places: Collection[RegionMention], topic: str) -> str:
    """The question without the topic that it begins with, behind the place and time: …缴存额多少; "" where it does not."""
    ends = {0, *(place.end for place in places)}
    for end in sorted(ends, reverse=True):
        led = re.match(r"[市县区州]?的?(?:20\d\d年度?|[今去前上]年)?(?:的|全年)?", text[end:])
        start = end + (led.end() if led else 0)
        for name in names_of(topic):
            rest = text[start + len(name) :].removeprefix("的")
            if text.startswith(name, start) and re.match(rf"(?:20\d\d年度?)?[一-鿿]{{{MIN_LEFT}}}", rest):
                return text[:start] + rest
    return ""
