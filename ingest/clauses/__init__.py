"""The words before a number, taken apart: whose, what was done, which noun, which way it moved."""

from ingest.clauses.lead import Lead, Span, replace, trim
from ingest.clauses.parse import handed_over, has_action, parse_lead
from ingest.clauses.verbs import PER_HEAD

__all__ = ["PER_HEAD", "Lead", "Span", "handed_over", "has_action", "parse_lead", "replace", "trim"]
