"""The tables of the library: reports, their paragraphs, figures and chunks, and what keeps the indexes in step."""

from __future__ import annotations

import sqlalchemy as sa

from ingest.database import metadata


def _report_id(table: str) -> sa.Column[str]:
    return sa.Column(f"{table}_id", sa.ForeignKey(f"{table}s.id", ondelete="CASCADE"), nullable=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


# The columns of reports, paragraphs, figures and chunks stand in the order of their records' fields.
reports_table = sa.Table(
    "reports",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    *_texts("title", "publisher", "region", "region_name", "published", "number", "period", "plan_period"),
    *_texts("source", "fingerprint"),
    sa.Column("text", sa.Text, nullable=False),
)
# The files that hold a report's text, so that a changed file is told from a new one.
sources_table = sa.Table(
    "sources",
    metadata,
    sa.Column("path", sa.String, primary_key=True),  # absolute
    _report_id("report"),
    sa.Index("sources_report", "report_id"),
)
# The groups that a report belongs to; a caller may be limited to some.
report_groups_table = sa.Table(
    "report_groups",
    metadata,
    sa.Column("report_id", sa.ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("name", sa.String, primary_key=True),
)
paragraphs_table = sa.Table(
    "paragraphs",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    _report_id("report"),
    *_numbers("index", "start", "end"),
    sa.Column("text", sa.Text, nullable=False),
    *_texts("kind"),
    sa.Column("section", sa.Text, nullable=False),  # JSON
    *_texts("period"),
    sa.Column("is_plan", sa.Boolean, nullable=False),
    sa.Index("paragraphs_report", "report_id", "index"),
)
figures_table = sa.Table(
    "figures",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    _report_id("report"),
    _report_id("paragraph"),
    *_texts("indicator", "name"),
    sa.Column("joint", sa.Text, nullable=False),  # JSON
    *_texts("subject", "action", "kind"),
    sa.Column("value", sa.String, nullable=False),  # as text, exact
    sa.Column("value_max", sa.String, nullable=True),
    *_texts("unit", "raw", "bound", "comparator", "scope", "region", "region_name", "period", "status"),
    *_numbers("start", "end", "quote_start", "quote_end"),
    sa.Column("context", sa.Text, nullable=False),
    sa.Index("figures_report", "report_id"),
    sa.Index("figures_paragraph", "paragraph_id", "start"),
    sa.Index("figures_region", "region", "period"),
)
# One row for every indicator that a figure answers: its own and those that share its number.
slots_table = sa.Table(
    "slots",
    metadata,
    sa.Column("figure_id", sa.ForeignKey("figures.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("indicator", sa.String, primary_key=True),
    *_texts("region", "period"),
    sa.Index("slots_lookup", "indicator", "region", "period", "figure_id"),
)
chunks_table = sa.Table(
    "chunks",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    _report_id("report"),
    _report_id("paragraph"),
    *_numbers("start", "end"),
    sa.Column("text", sa.Text, nullable=False),
    *_texts("vector_id"),
    sa.Index("chunks_report", "report_id", "vector_id"),
    sa.Index("chunks_paragraph", "paragraph_id"),
    sa.Index("chunks_vector", "vector_id"),
)
meta_table = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
# Reports whose words and vectors may not be in step with SQL; empty except while something is written.
journal_table = sa.Table(
    "journal",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("reports", sa.Text, nullable=False),  # JSON
)
