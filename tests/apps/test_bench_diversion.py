"""The diversion bench: its words differ, its file is read with care, and it sees when nobody had an order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from yaoyaoling.apps.bench.diversion import _advised, _read
from yaoyaoling.apps.bench.diversion_played import Days, judged
from yaoyaoling.apps.bench.diversion_words import worded_as_complaints
from yaoyaoling.apps.bench.hall import BenchFaultError
from yaoyaoling.liaison.events import WorkOrderAdvanced, WorkOrderSent
from yaoyaoling.liaison.states import WorkOrderSignal, WorkOrderState

AT = datetime(2026, 11, 30, 8, tzinfo=UTC)


def test_a_thousand_dangers_all_differ_and_are_the_same_each_time() -> None:
    words = worded_as_complaints(1000, 7)
    assert len(set(words)) == 1000
    assert words == worded_as_complaints(1000, 7)
    assert not any("危险" in one for one in words)


def test_a_mix_is_read_and_its_fault_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "mix.jsonl"
    path.write_text(
        '{"text": "有人打架", "truth": "police", "channel": "web"}\n\n{"text": "停水", "truth": "others"}\n'
    )
    with pytest.raises(BenchFaultError, match=r"mix\.jsonl:3"):
        _read(path)
    path.write_text('{"text": "家里停水两天了，自来水公司不管", "truth": "non_police"}\n')
    figures = _advised(_read(path))
    assert (figures["non_police_n"], figures["police_n"], figures["police_diverted_wrongly"]) == (1, 0, None)
    path.write_text("")
    with pytest.raises(BenchFaultError, match="says anything"):
        _read(path)


def fact(event: WorkOrderSent | WorkOrderAdvanced, seconds: float) -> SimpleNamespace:
    return SimpleNamespace(event=event, at=AT + timedelta(seconds=seconds))


def test_an_order_that_nobody_took_in_its_time_is_seen() -> None:
    """The judge reads facts alone: left with a desk beyond its clock, an order was nobody's."""
    order = uuid4()
    names: dict[str, Any] = {"incident_id": None, "contact_id": uuid4(), "desk_code": "9901", "service": "water"}
    sent = WorkOrderSent.model_construct(
        work_order_id=order, state=WorkOrderState.SENT, owner_code="9901", owner_name="one",
        accept_by=AT + timedelta(seconds=60), done_by=AT + timedelta(hours=1), **names,
    )  # fmt: skip
    back = WorkOrderAdvanced.model_construct(
        work_order_id=order, state=WorkOrderState.RETURNED, signal=WorkOrderSignal.NOT_TAKEN, owner_code="9901",
        owner_name="one", accept_by=None, done_by=AT + timedelta(hours=1), **names,
    )  # fmt: skip
    days = Days(SimpleNamespace(people={"a": SimpleNamespace(name="one")}), None, None, 1.0)  # type: ignore[arg-type]
    days.began, days._seats = AT, ["a", "a"]
    in_time = judged([fact(sent, 0), fact(back, 60)], AT + timedelta(seconds=100), days)  # type: ignore[list-item]
    assert (in_time["unowned_s"], in_time["orders_without_owner"], in_time["named_off_duty_s"]) == (0.0, 0, 0.0)
    late = judged([fact(sent, 0), fact(back, 90)], AT + timedelta(seconds=100), days)  # type: ignore[list-item]
    assert (late["unowned_s"], late["orders_without_owner"]) == (30.0, 1)
    days._seats = ["b", "b"]
    days.hall.people["b"] = SimpleNamespace(name="two")  # type: ignore[assignment]
    assert judged([fact(sent, 0)], AT + timedelta(seconds=10), days)["named_off_duty_s"] == 10.0  # type: ignore[list-item]
