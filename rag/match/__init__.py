"""How well a figure answers a question: slot by slot, with what stands in the way said.

`fit` holds a figure against every slot; each other module answers one question about the two: the same indicator,
whose, what was done, what sort of number, of which whole; `apart`: the list of what tells two things apart;
`told`: how far it tells what is asked in whatever words.
"""

from rag.match.action import claims_level
from rag.match.apart import is_barred
from rag.match.differences import (
    PER_HEAD,
    QUALIFIERS,
    houses_clash,
    keeps_numerals,
    lacks_house,
    lacks_qualifier,
)
from rag.match.fit import Fit, fit_figure, nearly_of, worded_ways
from rag.match.indicator import MIN_NOUN
from rag.match.kind import UNCHANGED, kind_fits
from rag.match.said import MAX_BRIEF
from rag.match.scope import asks_wider, is_held_against
from rag.match.subject import OCCASION, is_subject_asked, without_place
from rag.match.told import Telling, telling
from rag.match.words import MEASURE, is_said, last_word, sentence_of, statement_of, without_terms, words_of

__all__ = [
    "MAX_BRIEF",
    "MEASURE",
    "MIN_NOUN",
    "OCCASION",
    "PER_HEAD",
    "QUALIFIERS",
    "UNCHANGED",
    "Fit",
    "Telling",
    "asks_wider",
    "claims_level",
    "fit_figure",
    "houses_clash",
    "is_barred",
    "is_held_against",
    "is_said",
    "is_subject_asked",
    "keeps_numerals",
    "kind_fits",
    "lacks_house",
    "lacks_qualifier",
    "last_word",
    "nearly_of",
    "sentence_of",
    "statement_of",
    "telling",
    "without_place",
    "without_terms",
    "worded_ways",
    "words_of",
]
