"""A file becomes a report, in all its parts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import ManifestError
from ingest.loaders.plain import read_plain
from ingest.manifest import ManifestEntry, check_digest, read_manifest
from ingest.reader import FOLDER, Reader, fingerprint, read_report, reading_code
from ingest.records import Block, LoadedFile

CORPUS = Path(__file__).parents[2] / "corpus"
TEXT = (
    "湖州市商务局2023年工作总结\n一、主要成效\n全年新增外贸企业312家，增长5.2%。\n"
    "| 指标 | 2023年 |\n| 出口 | 310亿元 |\n"
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(None)


def loaded(text: str = TEXT) -> LoadedFile:
    return LoadedFile(text, tuple(read_plain(text)))


def entry(**fields: str) -> ManifestEntry:
    return ManifestEntry(file="report.txt", **fields)


def test_all_parts_of_a_report_hang_together(reader: Reader) -> None:
    read = read_report(loaded(), "in/report.txt", None, reader)
    report = read.report
    assert (report.region, report.region_name, report.period, report.source) == (
        "330500",
        "湖州市",
        "2023",
        "in/report.txt",
    )
    paragraphs = {paragraph.id: paragraph for paragraph in read.paragraphs}
    assert [(p.id[-4:], p.kind) for p in read.paragraphs] == [
        ("p000", "heading"),
        ("p001", "heading"),
        ("p002", "body"),
        ("p003", "table"),
    ]
    assert all(report.text[p.start : p.end] == p.text and p.report_id == report.id for p in read.paragraphs)
    for figure in read.figures:
        assert paragraphs[figure.paragraph_id].text[figure.start : figure.end] == figure.raw
    assert [(chunk.id, chunk.paragraph_id) for chunk in read.chunks] == [
        (f"{report.id}-p002-c0", f"{report.id}-p002"),
        (f"{report.id}-p003-c0", f"{report.id}-p003"),
    ]
    assert any(figure.raw == "312家" for figure in read.figures)


SPEECH = """在全市商务工作会议上的讲话
湖州市商务局局长　沈建国
（2025年2月18日）

第一，去年的工作要肯定
去年全市新增外贸企业286家，比前年多了41家。
第二，今年怎么干，讲几条
今年新增外贸企业300家以上。
"""


def test_last_year_of_a_speech_on_the_plans_of_this_year_is_the_year_reported_on(reader: Reader) -> None:
    periods = {f.raw: f.period for f in read_report(loaded(SPEECH), "a.txt", None, reader).figures}
    assert periods["286家"] == "2024" and periods["300家"] == "2025"


def test_last_year_of_a_summary_is_the_year_before_it(reader: Reader) -> None:
    text = (
        "湖州市商务局2024年工作总结\n2025年1月6日\n一、今年工作完成情况\n全年新增外贸企业312家，去年新增286家。\n"
        "二、2025年工作打算\n新增外贸企业300家以上。\n"
    )
    periods = {f.raw: f.period for f in read_report(loaded(text), "a.txt", None, reader).figures}
    assert (periods["312家"], periods["286家"], periods["300家"]) == ("2024", "2023", "2025")


def test_reading_twice_gives_the_same(reader: Reader) -> None:
    assert read_report(loaded(), "a.txt", None, reader) == read_report(loaded(), "a.txt", None, reader)


def test_a_manifest_goes_before_the_file(reader: Reader) -> None:
    overrides = entry(
        title="商务总结", publisher="市商务局", region="绍兴市", published="2024-01-31", period="2022"
    )
    report = read_report(loaded(), "a.txt", overrides, reader).report
    assert (report.title, report.publisher, report.region, report.region_name) == (
        "商务总结",
        "市商务局",
        "330600",
        "绍兴市",
    )
    assert (report.published, report.period, report.plan_period) == ("2024-01-31", "2022", "")


@pytest.mark.parametrize("region", ["330603", "柯桥区", "绍兴柯桥", "紹興市柯橋區"])
def test_a_manifest_gives_a_region_by_name_or_code(reader: Reader, region: str) -> None:
    assert read_report(loaded(), "a.txt", entry(region=region), reader).report.region == "330603"


@pytest.mark.parametrize(
    ("region", "code"),
    [
        ("绍兴高新区", "330600/绍兴高新区"),
        ("柯桥区柯岩街道", "330603/柯岩街道"),
        ("丽川市", "/丽川市"),
        ("/丽川市", "/丽川市"),
    ],
)
def test_a_manifest_may_give_a_place_in_no_table(reader: Reader, region: str, code: str) -> None:
    assert read_report(loaded(), "a.txt", entry(region=region), reader).report.region == code


@pytest.mark.parametrize("region", ["亚特兰蒂斯", "999999", "鼓楼区"])
def test_a_region_that_no_table_decides_is_a_fault_of_the_manifest(reader: Reader, region: str) -> None:
    with pytest.raises(ManifestError, match=rf"report\.txt：region .*“{region}”"):
        read_report(loaded(), "a.txt", entry(region=region), reader)


def test_a_report_without_a_title_is_named_after_its_file(reader: Reader) -> None:
    assert read_report(loaded("新增企业30家。"), "in/三季度.txt", None, reader).report.title == "三季度"


def test_the_fingerprint_needs_no_reading_and_follows_all_that_reading_leans_on(reader: Reader) -> None:
    first = fingerprint(loaded(), None, reader)
    assert first == read_report(loaded(), "a.txt", None, reader).report.fingerprint
    assert first == fingerprint(loaded(), entry(address="http://a.example"), reader)
    as_one_block = LoadedFile(TEXT, (Block(0, len(TEXT)),))
    others = {
        fingerprint(loaded(TEXT + "。"), None, reader),
        fingerprint(as_one_block, None, reader),
        fingerprint(loaded(), entry(period="2022"), reader),
        fingerprint(loaded(), None, replace(reader, digest="other terms")),
    }
    assert len(others | {first}) == 5


def test_the_digest_holds_the_code_that_reads_and_not_the_stores(reader: Reader) -> None:
    assert reader.digest == Reader.load(None).digest
    names = {path.relative_to(FOLDER).parts[0].removesuffix(".py") for path in reading_code()}
    assert names >= {"figures", "structure", "metadata", "numerals", "indicators", "chunks", "reader"}
    assert set((FOLDER / "figures").glob("*.py")) <= set(reading_code())
    assert not names & {"library", "words", "vectors", "embed", "pipeline", "settings"}


def test_the_corpus_is_what_its_manifest_says() -> None:
    manifest = read_manifest(CORPUS)
    assert set(manifest) == set(CORPUS.glob("*.txt"))
    for path, listed in manifest.items():
        check_digest(path, listed)
        assert listed.digest
