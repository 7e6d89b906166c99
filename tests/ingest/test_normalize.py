"""Folding keeps every offset and is done when done once."""

from __future__ import annotations

import pytest

from ingest.normalize import fold, simplify


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("２０２４年", "2024年"),
        ("Ｒ＆Ｄ经费", "R&D经费"),
        ("增长３．１２％", "增长3.12%"),
        ("新增高企７１６家，均居全省第三；", "新增高企716家,均居全省第三;"),
        ("（含待完善8家）：", "(含待完善8家):"),
        ("1—11月", "1-11月"),
        ("10～12家", "10-12家"),
        ("2021–2024年", "2021-2024年"),
        ("－3.2%", "-3.2%"),
        ("−3.2%", "-3.2%"),
        ("紹興市規模以上工業增加值", "绍兴市规模以上工业增加值"),
        ("PM₂.₅浓度", "PM2.5浓度"),
        ("「十四五」期間", "“十四五”期间"),
        ("全市　共计", "全市 共计"),
    ],
)
def test_text_is_read_in_one_width_one_dash_and_simplified(written: str, read: str) -> None:
    assert fold(written) == read


@pytest.mark.parametrize(
    "kept", ["。", "、", "“高企”", "《方案》", "〔2024〕12号", "①", "㎡", "℃", "‰", "〇", "·", "\n"]
)
def test_marks_that_mean_something_else_stay(kept: str) -> None:
    assert fold(kept) == kept


def test_every_character_folds_to_exactly_one_and_folding_again_changes_nothing() -> None:
    everything = "".join(chr(c) for c in range(0x20, 0x2FA20) if not 0xD800 <= c <= 0xDFFF)
    once = fold(everything)
    assert len(once) == len(everything)
    assert fold(once) == once


def test_a_question_is_simplified_by_phrase() -> None:
    assert simplify("溫州新增多少高企？") == "温州新增多少高企？"
    assert simplify("乾隆年間") == "乾隆年间"  # by character alone it would be 干隆
