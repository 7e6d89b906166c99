"""Made-up reports: as many as asked for, the same for the same seed, different from one another."""

from __future__ import annotations

from pathlib import Path

from evals.synth.plain import write_reports

PLACES = ["绍兴市", "温州市"]


def files_in(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    written = [write_reports(tmp_path / name, PLACES, 300) for name in ("one", "two")]
    assert written[0] == written[1] == len(files_in(tmp_path / "one"))
    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")


def test_another_seed_writes_other_files(tmp_path: Path) -> None:
    for seed in (1, 2):
        write_reports(tmp_path / str(seed), PLACES, 300, seed)
    assert files_in(tmp_path / "1") != files_in(tmp_path / "2")


def test_paragraphs_are_as_many_as_asked_for_and_hardly_ever_repeat(tmp_path: Path) -> None:
    write_reports(tmp_path, PLACES, 2000)
    lines = [line for text in files_in(tmp_path).values() for line in text.splitlines()]
    sentences = [line for line in lines if line.endswith("。")]
    assert len(lines) >= 2000
    assert len(set(sentences)) > 0.99 * len(sentences)
