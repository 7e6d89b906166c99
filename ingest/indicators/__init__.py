"""The indicators that reports speak of: names, short forms, and what only looks like them.

`terms/*.yaml` hold them, one file a domain; staff add a file of their own in the same form. Text is expected
as `fold` leaves it.
"""

from ingest.indicators.files import Term
from ingest.indicators.terms import TermMention, Terms

__all__ = ["Term", "TermMention", "Terms"]
