"""Rosters go out to spreadsheets and come back; a bad file changes nothing and says which line is bad."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from yaoyaoling.force.roster.contract import Member, Span
from yaoyaoling.force.roster.exchange import (
    COLUMNS,
    MOST_BYTES,
    FileTooLarge,
    FileUnreadable,
    Format,
    RowsUnreadable,
    read_file,
    write_file,
)
from yaoyaoling.force.roster.refusals import TooManySpans
from yaoyaoling.kernel.refused import Refused

ROSTER = UUID("01a2039c-50b8-74b7-8678-a797350d7c94")
MEMBERS = [Member(id=uuid5(ROSTER, name), name=name, team=1, place_code="G1") for name in ("城北1组", "=2+3")]
START = datetime(2026, 11, 22, 16, tzinfo=UTC)
HEAD = ",".join(COLUMNS) + "\n"


def spans() -> list[Span]:
    return [
        Span(
            id=uuid5(ROSTER, str(number)), member_id=member.id, member_name=member.name, team=1, place_code="G1",
            readiness="standby" if number else "street", starts_at=START + timedelta(hours=8 * number),
            ends_at=START + timedelta(hours=8 * number + 8), people=("李明", "王芳"),
        )
        for number, member in enumerate(MEMBERS)
    ]  # fmt: skip


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_goes_out_comes_back(format: Format) -> None:
    data = write_file(spans(), format)
    back = read_file(data, format, ROSTER, MEMBERS)
    assert [one.model_dump(exclude={"id"}) for one in back] == [one.model_dump(exclude={"id"}) for one in spans()]


def test_no_cell_is_a_formula_for_whoever_opens_it() -> None:
    assert "'=2+3" in write_file(spans(), "csv").decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(write_file(spans(), "xlsx"))) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("城北1组,G1,1,街面,2026-11-23 00:00,2026-11-23 25:00", "25:00"),
        ("城北1组,G1,1,街面,2026-02-30 00:00,2026-11-23 08:00", "2026-02-30"),
        ("城北1组,G1,1,街面,明天,2026-11-23 08:00", "明天"),
        ("城北9组,G1,1,街面,2026-11-23 00:00,2026-11-23 08:00", "城北9组"),
        ("城北1组,G1,1,睡觉,2026-11-23 00:00,2026-11-23 08:00", "街面"),
        ("城北1组,G1,甲,街面,2026-11-23 00:00,2026-11-23 08:00", "班组"),
        ("城北1组", "时间"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, said: str) -> None:
    good = "城北1组,G1,1,街面,2026-11-23 00:00,2026-11-23 24:00\n"
    assert len(read_file((HEAD + good).encode(), "csv", ROSTER, MEMBERS)) == 1
    for encoding in ("utf-8", "gb18030"):
        with pytest.raises(RowsUnreadable) as refused:
            read_file((HEAD + good + line + "\n").encode(encoding), "csv", ROSTER, MEMBERS)
        assert "第 3 行" in refused.value.sentence("zh") and said in refused.value.sentence("zh")
        assert "line 3" in refused.value.sentence("en")


def packed(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", content)
    return held.getvalue()


def workbook_with(entity: bytes) -> bytes:
    """A real workbook whose sheet declares entities."""
    book = io.BytesIO()
    Workbook().save(book)
    held = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for part in source.infolist():
            content = source.read(part)
            is_sheet = part.filename.endswith("sheet1.xml")
            file.writestr(part.filename, entity + content if is_sheet else content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "format", "refusal"),
    [
        (b"", "xlsx", FileUnreadable),
        (b"MZ\x90\x00 not a spreadsheet", "xlsx", FileUnreadable),
        (b"PK\x03\x04broken", "xlsx", FileUnreadable),
        (packed(a=b"<a/>"), "xlsx", FileUnreadable),
        (packed(a=b"0" * 60_000_000), "xlsx", FileTooLarge),
        (workbook_with(b'<!DOCTYPE a [<!ENTITY b "bbbb">]>'), "xlsx", FileUnreadable),
        (b"\0" * 100, "csv", FileUnreadable),
        (b"\xff\xfe\xff", "csv", FileUnreadable),
        (b"x" * (MOST_BYTES + 1), "csv", FileTooLarge),
        (b'"' + b"x" * 200_000, "csv", FileUnreadable),
        (HEAD.encode() + b"a\n" * 5_000, "csv", TooManySpans),
    ],
)
def test_a_hostile_file_is_refused_in_words(data: bytes, format: Format, refusal: type[Refused]) -> None:
    with pytest.raises(refusal) as refused:
        read_file(data, format, ROSTER, MEMBERS)
    assert refused.value.sentence("zh") and refused.value.sentence("en")


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["csv", "xlsx"]))
def test_whatever_comes_is_read_or_refused(data: bytes, format: Format) -> None:
    try:
        read_file(data, format, ROSTER, MEMBERS)
    except Refused as refused:
        assert refused.sentence("zh")
