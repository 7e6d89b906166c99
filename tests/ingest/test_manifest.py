"""The manifest says clearly what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import ManifestError
from ingest.manifest import ManifestEntry, read_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text("一")
    return tmp_path


def test_a_folder_without_a_manifest_overrides_nothing(folder: Path) -> None:
    assert read_manifest(folder) == {}


def test_dates_and_numbers_stay_as_written(folder: Path) -> None:
    (folder / "manifest.yaml").write_text(
        "- file: one.txt\n  published: 2025-04-16\n  period: 2024\n  region: 330600\n"
    )
    entry = ManifestEntry(file="one.txt", published="2025-04-16", period="2024", region="330600")
    assert read_manifest(folder) == {folder / "one.txt": entry}


def test_lines_of_json_say_the_same(folder: Path) -> None:
    (folder / "manifest.jsonl").write_text('{"file": "one.txt", "period": "2024"}\n\n')
    assert read_manifest(folder) == {folder / "one.txt": ManifestEntry(file="one.txt", period="2024")}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "manifest.yaml",
            "- file: one.txt\n  titel: x\n",
            r"第 1 条（one\.txt）：titel 不认识这个字段；有 .*publisher",
        ),
        ("manifest.yaml", "- file: one.txt\n  published: 2025年4月\n", r"published “2025年4月”不是日期"),
        ("manifest.yaml", "- file: one.txt\n  digest: abc\n", r"digest 写法不对"),
        ("manifest.yaml", "- title: x\n", r"第 1 条.*file 缺少"),
        ("manifest.yaml", "- file: two.txt\n", r"two\.txt 不存在"),
        (
            "manifest.yaml",
            "- file: one.txt\n- file: one.txt\n",
            r"第 2 条：one\.txt 前面已有一条",
        ),
        ("manifest.yaml", "file: one.txt\n", r"应当是列表"),
        ("manifest.yaml", "- one.txt\n", r"应当是 字段: 值，写的是 'one\.txt'"),
        ("manifest.yaml", "- file: [\n", r"manifest\.yaml：第 \d 行不是 YAML"),
        ("manifest.jsonl", "{\n", r"manifest\.jsonl：第 1 行不是 JSON"),
    ],
)
def test_a_wrong_manifest_is_refused_with_its_place(
    folder: Path, name: str, content: str, expected: str
) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(ManifestError, match=f"(?s){expected}"):
        read_manifest(folder)


def test_two_manifests_are_one_too_many(folder: Path) -> None:
    (folder / "manifest.yaml").write_text("")
    (folder / "manifest.jsonl").write_text("")
    with pytest.raises(ManifestError, match="只能留一个"):
        read_manifest(folder)
