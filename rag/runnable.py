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
        reports = {report.id: report for report in service.store.library.reports()}
        found = service.search(query, Filters())[: self.limit]
        return [
            Document(
                id=paragraph.id,
                page_content=paragraph.text,
                metadata={
                    "document_id": paragraph.report_id,
                    "title": reports[paragraph.report_id].title,
                    "region": reports[paragraph.report_id].region_name,
                    "section": list(paragraph.section),
                    "score": score,
                },
            )
            for paragraph, score in found
        ]


def ask_runnable(service: Service) -> Runnable[str, Answer]:
    """`ask()` as a runnable: a question in, a checked and cited answer out; traced and called back like any other."""
    return RunnableLambda(service.ask, name="wenju")
