"""The pipeline that LangChain's tutorials teach, as the thing to be faster and better than.

Splitter, embeddings, vector store and search with their usual settings, on the same model and files as ours:

    python -m evals.tutorial MODEL_FOLDER FILES_FOLDER QUESTIONS.json

It runs in a process of its own, so that its memory is its own. Prints one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

CHUNK_SIZE = 500
CHUNK_OVERLAP = 50
NEAREST = 5


def measure(model_folder: Path, files_folder: Path, questions: list[str]) -> dict[str, Any]:
    """Ingest the files and put every question once.

    Returns:
        ingest_chars_per_s, query_ms (one a question), found (per question the file names found, best first),
        peak_mb (resident memory).
    """
    started = time.perf_counter()
    store = _store(model_folder)
    load_s = time.perf_counter() - started
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(files_folder.glob("*.txt"))}
    started = time.perf_counter()
    _ingest(store, texts)
    ingest_s = time.perf_counter() - started
    query_ms, found = [], []
    for question in questions:
        started = time.perf_counter()
        hits = store.similarity_search(question, k=NEAREST)
        query_ms.append((time.perf_counter() - started) * 1000)
        found.append([hit.metadata["source"] for hit in hits])
    return {
        "load_s": load_s,
        "ingest_chars_per_s": sum(map(len, texts.values())) / ingest_s,
        "query_ms": query_ms,
        "found": found,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _store(model_folder: Path) -> Any:
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings

    embeddings = HuggingFaceEmbeddings(
        model_name=str(model_folder),
        encode_kwargs={"normalize_embeddings": True, "prompt": "passage: "},
        query_encode_kwargs={"normalize_embeddings": True, "prompt": "query: "},
    )
    return Chroma("tutorial", embeddings, collection_metadata={"hnsw:space": "cosine"})


def _ingest(store: Any, texts: dict[str, str]) -> None:
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
    documents = [Document(text, metadata={"source": name}) for name, text in texts.items()]
    chunks = splitter.split_documents(documents)
    for start in range(0, len(chunks), 1000):
        store.add_documents(chunks[start : start + 1000])


if __name__ == "__main__":
    model, files, questions_file = map(Path, sys.argv[1:4])
    print(json.dumps(measure(model, files, json.loads(questions_file.read_text(encoding="utf-8")))))
