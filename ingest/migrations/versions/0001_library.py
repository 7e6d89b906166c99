"""Reports, their paragraphs, figures and chunks, and what keeps the indexes in step."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("publisher", sa.String, nullable=False),
        sa.Column("region", sa.String, nullable=False),
        sa.Column("region_name", sa.String, nullable=False),
        sa.Column("published", sa.String, nullable=False),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("period", sa.String, nullable=False),
        sa.Column("plan_period", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("report_id", sa.String, sa.ForeignKey("reports.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("sources_report", "sources", ["report_id"])
    op.create_table(
        "paragraphs",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("report_id", sa.String, sa.ForeignKey("reports.id", ondelete="CASCADE"), nullable=False),
        sa.Column("index", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("period", sa.String, nullable=False),
        sa.Column("is_plan", sa.Boolean, nullable=False),
    )
    op.create_index("paragraphs_report", "paragraphs", ["report_id", "index"])
    op.create_table(
        "figures",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("report_id", sa.String, sa.ForeignKey("reports.id", ondelete="CASCADE"), nullable=False),
        sa.Column(
            "paragraph_id", sa.String, sa.ForeignKey("paragraphs.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("indicator", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("joint", sa.Text, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("value_max", sa.String, nullable=True),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("raw", sa.String, nullable=False),
        sa.Column("bound", sa.String, nullable=False),
        sa.Column("comparator", sa.String, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("region", sa.String, nullable=False),
        sa.Column("region_name", sa.String, nullable=False),
        sa.Column("period", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote_start", sa.Integer, nullable=False),
        sa.Column("quote_end", sa.Integer, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
    )
    op.create_index("figures_report", "figures", ["report_id"])
    op.create_index("figures_paragraph", "figures", ["paragraph_id", "start"])
    op.create_index("figures_region", "figures", ["region", "period"])
    op.create_table(
        "slots",
        sa.Column("figure_id", sa.String, sa.ForeignKey("figures.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("indicator", sa.String, primary_key=True),
        sa.Column("region", sa.String, nullable=False),
        sa.Column("period", sa.String, nullable=False),
    )
    op.create_index("slots_lookup", "slots", ["indicator", "region", "period", "figure_id"])
    op.create_table(
        "chunks",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("report_id", sa.String, sa.ForeignKey("reports.id", ondelete="CASCADE"), nullable=False),
        sa.Column(
            "paragraph_id", sa.String, sa.ForeignKey("paragraphs.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("vector_id", sa.String, nullable=False),
    )
    op.create_index("chunks_report", "chunks", ["report_id", "vector_id"])
    op.create_index("chunks_paragraph", "chunks", ["paragraph_id"])
    op.create_index("chunks_vector", "chunks", ["vector_id"])
    op.create_table(
        "meta", sa.Column("key", sa.String, primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("reports", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in ("journal", "meta", "chunks", "slots", "figures", "paragraphs", "sources", "reports"):
        op.drop_table(table)
