"""Vectors, in a real Chroma: embedded, and once as a server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from ingest.errors import SettingsError, StorageError
from ingest.vectors import Vectors


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    opened = Vectors(tmp_path / "vectors")
    yield opened
    opened.close()


def units(count: int, dimension: int = 32, seed: int = 0) -> npt.NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def names(count: int) -> list[str]:
    return [f"v{n}" for n in range(count)]


def test_nearest_gives_cosine_similarity_best_first(vectors: Vectors) -> None:
    made = np.eye(3, dtype=np.float32)
    vectors.add("chunks", ["x", "y", "z"], made)
    question = np.array([0.8, 0.6, 0.0], dtype=np.float32)
    found = vectors.nearest("chunks", question, 2)
    assert [one for one, _ in found] == ["x", "y"]
    assert [score for _, score in found] == pytest.approx([0.8, 0.6], abs=1e-5)


def test_scores_stay_between_0_and_1(vectors: Vectors) -> None:
    one = np.array([[1.0, 0.0]], dtype=np.float32)
    vectors.add("chunks", ["same", "opposite"], np.concatenate([one, -one]))
    assert vectors.nearest("chunks", one[0], 5) == [("same", 1.0), ("opposite", 0.0)]


def test_more_than_one_batch_goes_in_and_comes_out(vectors: Vectors) -> None:
    made = units(2500)
    vectors.add("chunks", names(2500), made)
    assert vectors.count("chunks") == 2500 and vectors.all_ids("chunks") == set(names(2500))
    got = vectors.get("chunks", [*names(2500), "nothing"])
    assert got.keys() == set(names(2500))
    np.testing.assert_allclose(got["v2400"], made[2400], atol=1e-6)
    vectors.delete("chunks", [*names(2400), "nothing"])
    assert vectors.count("chunks") == 100


def test_deleted_vectors_are_not_found_any_more(vectors: Vectors) -> None:
    made = units(300)
    vectors.add("chunks", names(300), made)
    vectors.delete("chunks", names(300)[:299])
    assert [one for one, _ in vectors.nearest("chunks", made[0], 10)] == ["v299"]


def test_an_id_that_is_there_keeps_its_vector(vectors: Vectors) -> None:
    made = units(2)
    vectors.add("chunks", ["a"], made[:1])
    vectors.add("chunks", ["a", "b"], made[::-1])
    np.testing.assert_allclose(vectors.get("chunks", ["a"])["a"], made[0], atol=1e-6)
    assert vectors.count("chunks") == 2


def test_an_empty_collection_finds_nothing(vectors: Vectors) -> None:
    assert vectors.nearest("chunks", units(1)[0], 5) == []
    assert vectors.get("chunks", ["a"]) == {} and vectors.get("chunks", []) == {}
    assert vectors.all_ids("indicators") == set() and vectors.count("chunks") == 0


def test_the_collections_do_not_mix(vectors: Vectors) -> None:
    vectors.add("chunks", ["a"], units(1))
    vectors.add("indicators", ["b"], units(1))
    assert [one for one, _ in vectors.nearest("indicators", units(1)[0], 5)] == ["b"]


@pytest.mark.parametrize("how", ["clear", "discard"])
def test_cleared_vectors_may_get_another_dimension(vectors: Vectors, how: str) -> None:
    vectors.add("chunks", ["a"], units(1, 32))
    getattr(vectors, how)()
    vectors.add("chunks", ["a"], units(1, 16))
    assert vectors.nearest("chunks", units(1, 16)[0], 1)[0][0] == "a"


def test_vectors_are_there_when_opened_again(tmp_path: Path) -> None:
    first = Vectors(tmp_path)
    first.add("chunks", names(50), units(50))
    first.close()
    second = Vectors(tmp_path)
    assert second.count("chunks") == 50
    assert second.nearest("chunks", units(50)[7], 1)[0][0] == "v7"
    second.close()


def test_chroma_is_not_imported_before_it_is_used() -> None:
    code = (
        "import sys; from pathlib import Path; from ingest.vectors import Vectors\n"
        "Vectors(Path('nowhere')).close(); assert 'chromadb' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_wrong_dimension_is_a_storage_error(vectors: Vectors) -> None:
    vectors.add("chunks", ["a"], units(1, 32))
    with pytest.raises(StorageError, match="向量库"):
        vectors.add("chunks", ["b"], units(1, 16))


def test_a_folder_that_cannot_be_used_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match="file"):
        Vectors(tmp_path / "file").open()


def test_a_server_that_does_not_answer_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"127\.0\.0\.1:1"):
        Vectors(tmp_path, "http://127.0.0.1:1").open()


def test_a_malformed_url_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="WENJU_CHROMA_URL"):
        Vectors(tmp_path, "localhost:8000").open()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The URL of a Chroma server of this test's own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).parent / "chroma"
    command = [program, "run", "--path", tmp_path / "server", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def test_a_chroma_server_does_the_same(server: str, tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "unused", server)
    vectors.add("chunks", names(1200), units(1200))
    assert vectors.nearest("chunks", units(1200)[5], 1)[0] == ("v5", pytest.approx(1.0, abs=1e-5))
    vectors.delete("chunks", names(1200)[1:])
    assert vectors.all_ids("chunks") == {"v0"}
    vectors.discard()
    assert vectors.count("chunks") == 0
    vectors.close()
    assert not (tmp_path / "unused").exists()
