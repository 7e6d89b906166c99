"""wenju for LangChain users: a retriever of paragraphs and a runnable over ask()."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict

from rag.records import Answer, Filters
from rag.service import Service


class ParagraphRetriever(BaseRetriever):
    """Paragraphs for a question, best first, found as `ask()` finds them; for use in any LangChain chain."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    service: Any  # a Service; pydantic would try to rebuild a plain class
    limit: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        service: Service = self.service
        return [
            Document(
                id=hit.paragraph.id,
                page_content=hit.paragraph.text,
                metadata={
                    "document_id": hit.report.id,
                    "title": hit.report.title,
                    "region": hit.report.region_name,
                    "section": list(hit.paragraph.section),
                    "score": hit.fusion.score,
                },
            )
            for hit in service.search(query, Filters(), self.limit).page
        ]


def ask_runnable(service: Service) -> Runnable[str, Answer]:
    """`ask()` as a runnable: a question in, a checked and cited answer out; traced and called back like any other."""
    return RunnableLambda(service.ask, name="wenju")
