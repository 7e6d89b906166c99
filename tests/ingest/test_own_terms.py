"""Staff's own terms: added to without losing a comment, and never left broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import TermsRejectedError
from ingest.indicators import Terms
from ingest.own_terms import add_terms, read_own

COMMENTED = """# 本局自己的叫法
domain: 自定义
terms:
  - name: 火星移民   # 2026年起
    aliases: [移民火星]
    units: [人]
  # 下面还有
  - {name: 月球基地数, units: [座]}
spellings:
  - [甲甲, 乙乙]
"""


@pytest.mark.parametrize(
    "before",
    [
        "",
        COMMENTED,
        "domain: 空\n",
        "terms: []\n",
        "terms: [{name: 火星移民, units: [人]}]\n",
        "terms:\n- name: 火星移民\n",
    ],
)
def test_a_term_is_added_whatever_the_file_looks_like(tmp_path: Path, before: str) -> None:
    path = tmp_path / "own.yaml"
    if before:
        path.write_text(before, encoding="utf-8")
    held = [one["name"] for one in read_own(path)]
    add_terms(path, [{"name": "太空旅客", "aliases": ["航天: 游客", "#旅客"], "units": ["人次"]}])
    terms = Terms.load(path)
    assert terms.canonical("航天: 游客") == "太空旅客" and terms.get("太空旅客").units == ("人次",)
    assert [one["name"] for one in read_own(path)] == [*held, "太空旅客"]
    add_terms(path, [{"name": "太空旅客", "aliases": ["太空游客"]}])
    assert Terms.load(path).get("太空旅客").aliases == ("航天: 游客", "#旅客", "太空游客")


def test_comments_and_what_stands_behind_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(COMMENTED, encoding="utf-8")
    add_terms(path, [{"name": "太空旅客"}, {"name": "火星移民", "aliases": ["上火星"]}])
    text = path.read_text(encoding="utf-8")
    assert (
        "# 本局自己的叫法" in text
        and "# 下面还有" in text
        and text.endswith("spellings:\n  - [甲甲, 乙乙]\n")
    )
    assert Terms.load(path).canonical("上火星") == "火星移民" == Terms.load(path).canonical("移民火星")


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "我的企业", "aliases": ["高企"]},  # names another term already
        {"name": "我的企业", "parents": ["没有的上级"]},
        {"name": "我的企业", "kind": "colour"},
        {"name": "企", "aliases": []},
    ],
)
def test_what_does_not_go_with_the_rest_changes_nothing(tmp_path: Path, entry: dict[str, object]) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(COMMENTED, encoding="utf-8")
    with pytest.raises(TermsRejectedError, match=r"own\.yaml 第 \d+ 行"):
        add_terms(path, [{"name": "太空旅客"}, entry])
    assert path.read_text(encoding="utf-8") == COMMENTED
