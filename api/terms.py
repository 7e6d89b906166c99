"""The indicators that wenju knows, as people look them up, check their own and add to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from api.wire import JsonObject, NoTermsFileError
from ingest.errors import TermsError, TermsRejectedError
from ingest.indicators import Term, Terms
from ingest.normalize import fold
from ingest.own_terms import add_terms, read_own
from ingest.store import Store
from ingest.visible import ReadableStore


def list_terms(store: ReadableStore, own: Path | None, q: str, limit: int, offset: int) -> JsonObject:
    """A page of the terms that hold the words in their name or a short form, those with most figures first."""
    terms, figures = store.reader.terms, store.library.indicators()
    names = {one["name"] for one in read_own(own)} if own else set()
    found = _found(terms, q)
    found.sort(key=lambda term: (terms.canonical(q) != term.name, -figures.get(term.name, 0)))
    page = [
        _term_object(one, figures.get(one.name, 0), one.name in names)
        for one in found[offset : offset + limit]
    ]
    return {"terms": page, "total": len(found), "limit": limit, "offset": offset}


def _found(terms: Terms, q: str) -> list[Term]:
    words = fold(q).strip().lower()
    every = [terms.get(name) for name in terms.names]
    if not words:
        return every
    found = [
        one for one in every if any(words in fold(phrase).lower() for phrase in (one.name, *one.aliases))
    ]
    return found or [terms.get(name) for name in terms.near(q)]


def check_terms(text: str, name: str = "词表") -> JsonObject:
    """Whether a text is a file of terms that goes with the built-in ones; if not, the first line that is wrong.

    Args:
        name: of the file that it stands in.
    """
    try:
        terms = Terms.check(text, name)
    except TermsError as error:
        return {"is_valid": False, "line": error.line, "problem": str(error), "terms": 0}
    return {"is_valid": True, "line": None, "problem": None, "terms": len(terms.names)}


def add_own_terms(store: Store, entries: Sequence[dict[str, Any]]) -> JsonObject:
    """Write terms into the staff's file and take them up; what was read before stays until it is read again.

    Raises:
        NoTermsFileError: no file is configured.
        TermsRejectedError: they do not go with the terms that are there.
    """
    path = store.settings.terms
    if path is None:
        raise NoTermsFileError("没有设 WENJU_TERMS")
    add_terms(path, entries)
    try:
        store.load_terms_again()
    except TermsError as error:  # somebody changed the file by hand meanwhile
        raise TermsRejectedError(str(error)) from error
    return {"added": [one["name"] for one in entries]}


def _term_object(term: Term, figures: int, is_own: bool) -> JsonObject:
    return {
        "name": term.name,
        "aliases": list(term.aliases),
        "not_in": list(term.not_in),
        "parents": list(term.parents),
        "units": list(term.units),
        "kind": term.kind,
        "figures": figures,
        "is_own": is_own,
    }
