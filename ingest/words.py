"""Full text in Tantivy: words, character pairs and figures of every paragraph, ranked by BM25."""

from __future__ import annotations

import logging
import re
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from ingest.errors import StorageError
from ingest.normalize import fold
from ingest.records import Paragraph
from ingest.segments import for_search

logger = logging.getLogger(__name__)

TOKENS_VERSION = "1"  # of what `tokenize` makes; another one means that the index is built anew
WRITER_BYTES = 30_000_000  # Tantivy asks for at least 15 MB a thread
SECTION_BOOST = 0.3
PHRASE_BOOST = 3.0  # 企业研究 goes before 企业研发…研究, which has the same pairs
PHRASE_MAX_CHARS = 8  # a longer run is a question, which stands in no report as it is

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# 1,234.5 · 138家 · 377.3亿元 · 3.12%, with the two characters behind it that may be its unit
_NUMBER = re.compile(rf"(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)\s?(?P<unit>[%‰]|[{_HAN}]{{1,2}})?")
_HAN_RUN = re.compile(rf"[{_HAN}]{{2,}}|(?<!\d)[{_HAN}]")  # in 138家。the 家 is no word
_LATIN = re.compile(r"[a-z][a-z0-9&+-]*")  # r&d · pct · c2c · 5g stands under numbers


@dataclass(frozen=True)
class Entry:
    """What is indexed of a paragraph."""

    paragraph_id: str
    report_id: str
    kind: str
    text: str
    section: str

    @staticmethod
    def of(paragraph: Paragraph) -> Entry:
        """The entry of a paragraph."""
        section = " ".join(paragraph.section)
        return Entry(paragraph.id, paragraph.report_id, paragraph.kind, paragraph.text, section)

    @property
    def digest(self) -> int:
        """A number that changes with anything indexed (63 bits)."""
        import hashlib

        parts = "\n".join((self.report_id, self.kind, self.text, self.section))
        return int.from_bytes(hashlib.blake2b(parts.encode(), digest_size=8).digest()) >> 1


def tokenize(text: str) -> list[str]:
    """The tokens under which a text is found, repeated as often as they occur, pairs of a run side by side.

    Words of three characters or more as jieba's search mode cuts them (a word of two is a pair already),
    every pair of neighbouring Han characters, Latin words, and numbers alone and with what follows them:

        "达138家" → 达 138 138家
        "高新技术企业" → 高新 新技 技术 术企 企业 高新技术
    """
    folded = fold(text).lower()
    tokens: list[str] = []
    for run in _HAN_RUN.findall(folded):
        tokens += _pairs(run) or [run]
        if len(run) > 2:
            tokens += [word for word in for_search(run) if len(word) > 2]
    for match in _NUMBER.finditer(folded):
        tokens += _number_tokens(match["number"].replace(",", ""), match["unit"] or "")
    tokens += _LATIN.findall(folded)
    return tokens


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _number_tokens(number: str, unit: str) -> list[str]:
    return [number + unit[:length] for length in range(len(unit) + 1)]


class Words:
    """The full-text index. Made from SQL at any time, so a damaged one is thrown away, not mended.

    Safe to search from several threads; one thread at a time may write.
    """

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder, or begin an empty one.

        `is_fresh` tells that it was begun anew and wants to be filled.

        Raises:
            StorageError: the folder cannot be read or written.
        """
        self._folder = folder / f"v{TOKENS_VERSION}"
        self._schema = _schema()
        self._writer: tantivy.IndexWriter | None = None
        self._lock = threading.Lock()
        with _translated(folder):
            _drop_other_versions(folder)
            self.is_fresh = not tantivy.Index.exists(str(self._folder)) if self._folder.exists() else True
            self._index = self._open()

    def close(self) -> None:
        """Let the writer go."""
        with self._lock, _translated(self._folder):
            self._drop_writer()

    def replace(self, report_ids: Sequence[str], entries: Iterable[Entry]) -> None:
        """Take out what belongs to these reports and put in the entries, as one durable step."""
        with self._writing() as writer:
            for report_id in report_ids:
                writer.delete_documents_by_term("report_id", report_id)
            for entry in entries:
                writer.add_document(_document(entry))

    def replace_paragraphs(self, paragraph_ids: Sequence[str], entries: Iterable[Entry]) -> None:
        """Take out these paragraphs and put in the entries, as one durable step."""
        with self._writing() as writer:
            for paragraph_id in paragraph_ids:
                writer.delete_documents_by_term("paragraph_id", paragraph_id)
            for entry in entries:
                writer.add_document(_document(entry))

    def delete(self, report_ids: Sequence[str]) -> None:
        """Take out what belongs to these reports."""
        self.replace(report_ids, [])

    def discard(self) -> None:
        """Begin anew with an empty index, whatever state this one is in."""
        with self._lock, _translated(self._folder):
            self._drop_writer()
            self._index = self._begin()

    def search(
        self, query: str, limit: int, report_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Paragraph ids with their BM25 score (above 0, without an upper end), best first.

        Args:
            query: any text; what it shares with a paragraph counts, and a short phrase counts most
                where all of it stands.
            report_ids: only paragraphs of these reports; None searches all, an empty list nothing.
        """
        wanted = self._query(query)
        if wanted is None or limit < 1 or (report_ids is not None and not report_ids):
            return []
        if report_ids is not None:
            scope = tantivy.Query.term_set_query(self._schema, "report_id", list(report_ids))
            must = tantivy.Occur.Must
            wanted = tantivy.Query.boolean_query(
                [(must, wanted), (must, tantivy.Query.const_score_query(scope, 0.0))]
            )
        with _translated(self._folder):
            searcher = self._index.searcher()
            hits = searcher.search(wanted, limit, count=False).hits
            return [(searcher.doc(address)["paragraph_id"][0], score) for score, address in hits]

    def digests(self) -> dict[str, int]:
        """Paragraph id → `Entry.digest` of everything indexed; -1 when it is there more than once."""
        with _translated(self._folder):
            searcher = self._index.searcher()
            if not searcher.num_docs:
                return {}
            hits = searcher.search(tantivy.Query.all_query(), searcher.num_docs, count=False).hits
            found: dict[str, int] = {}
            for _, address in hits:
                document = searcher.doc(address)
                paragraph_id = document["paragraph_id"][0]
                found[paragraph_id] = -1 if paragraph_id in found else document["digest"][0]
            return found

    def count(self) -> int:
        """The number of paragraphs indexed."""
        return self._index.searcher().num_docs

    def _query(self, query: str) -> tantivy.Query | None:
        tokens = list(dict.fromkeys(tokenize(query)))
        if not tokens:
            return None
        boost = tantivy.Query.boost_query
        parts = [self._term("text", token) for token in tokens]
        parts += [boost(self._term("section", token), SECTION_BOOST) for token in tokens]
        for run in _HAN_RUN.findall(fold(query)):
            if 2 < len(run) <= PHRASE_MAX_CHARS:
                phrase = tantivy.Query.phrase_query(self._schema, "text", [*_pairs(run)])
                parts.append(boost(phrase, PHRASE_BOOST))
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])

    def _term(self, field: str, token: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, token, "freq")

    def _open(self) -> tantivy.Index:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            index = _check(tantivy.Index(self._schema, str(self._folder)))
        except ValueError as error:
            logger.warning("word index in %s is damaged and is built anew: %s", self._folder, error)
            return self._begin()
        index.config_reader("manual")
        return index

    def _begin(self) -> tantivy.Index:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        self.is_fresh = True
        index = tantivy.Index(self._schema, str(self._folder))
        index.config_reader("manual")
        return index

    def _drop_writer(self) -> None:
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.wait_merging_threads()

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        with self._lock, _translated(self._folder):
            if self._writer is None:
                self._writer = self._index.writer(WRITER_BYTES, num_threads=1)
            try:
                yield self._writer
                self._writer.commit()
            except BaseException:
                # after a failed write Tantivy's writer is of no use any more; the next one starts afresh
                self._writer = None
                raise
            self._index.reload()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("paragraph_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("report_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("digest", stored=True)
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("section", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    return tantivy.Document(
        paragraph_id=entry.paragraph_id,
        report_id=entry.report_id,
        kind=entry.kind,
        digest=entry.digest,
        text=" ".join(tokenize(entry.text)),
        section=" ".join(tokenize(entry.section)),
    )


def _check(index: tantivy.Index) -> tantivy.Index:
    """Reads from every segment, so that a damaged file shows at once."""
    searcher = index.searcher()
    for _, address in searcher.search(tantivy.Query.all_query(), 1, count=True).hits:
        searcher.doc(address)
    return index


def _drop_other_versions(folder: Path) -> None:
    for old in folder.glob("v*"):
        if old.name != f"v{TOKENS_VERSION}":
            shutil.rmtree(old)


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Turns Tantivy's errors into ours; it raises ValueError for everything, a full disk included."""
    try:
        yield
    except (ValueError, RuntimeError, OSError) as error:
        raise StorageError(f"全文索引 {folder}：{error}") from error
