"""The judge notices what is lost, doubled, forbidden, unowned or stopped; and passes what is as it should be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from yaoyaoling.apps.traffic.judge import (
    Case,
    IncidentCase,
    Review,
    Work,
    clocks_run,
    exactly_once,
    judge_case,
    work_kept,
)
from yaoyaoling.apps.traffic.judged import error_lines
from yaoyaoling.apps.traffic.receipts import AnsweredDifferentlyError, Paper, read_paper

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SOON, LATE = NOW + timedelta(seconds=8), NOW - timedelta(seconds=60)
TAKER = frozenset({"call_taker"})
PASSED = Review("feedback", "passed", "account:officer", "account:reviewer")
CLOSED = IncidentCase("closed", frozenset({"reviewer"}), (PASSED,), ())
DONE = Case("J1", "incident_opened", TAKER, incident=CLOSED)


def paper(tmp_path: Path) -> Paper:
    made = Paper(tmp_path / "receipts.jsonl")
    for number in (1, 2):
        made.ask(f"report-{number}", {"text": f"【演示】{number}"})
        made.receive(f"report-{number}", {"number": f"J{number}", "token": "t"})
    return made


FOUND = [("J1", "【演示】1"), ("J2", "【演示】2")]
FACTS = {"J1": 1, "J2": 1}


def test_what_was_acknowledged_once_and_is_there_once_is_fine(tmp_path: Path) -> None:
    assert exactly_once(paper(tmp_path), FOUND, FACTS) == []


def test_a_lost_report_is_found(tmp_path: Path) -> None:
    findings = exactly_once(paper(tmp_path), FOUND[:1], {"J1": 1})
    assert {(one.kind, one.about) for one in findings} == {("lost", "J2")}


def test_a_doubled_report_is_found(tmp_path: Path) -> None:
    twice = exactly_once(paper(tmp_path), [*FOUND, ("J3", "【演示】1")], FACTS)
    assert [(one.kind, one.about) for one in twice] == [("doubled", "J3")]
    in_ledger = exactly_once(paper(tmp_path), FOUND, {"J1": 2, "J2": 1})
    assert [(one.kind, one.about) for one in in_ledger] == [("doubled", "J1")]


def test_a_report_nobody_sent_is_found(tmp_path: Path) -> None:
    findings = exactly_once(paper(tmp_path), [*FOUND, ("J9", "【演示】nobody")], FACTS)
    assert [(one.kind, one.about) for one in findings] == [("doubled", "J9")]


def test_two_citizens_who_say_the_same_have_two_reports(tmp_path: Path) -> None:
    two = Paper(tmp_path / "r")
    for number in (1, 2):
        two.ask(f"report-{number}", {"text": "【演示】喂"})
        two.receive(f"report-{number}", {"number": f"J{number}"})
    assert exactly_once(two, [("J1", "【演示】喂"), ("J2", "【演示】喂")], FACTS) == []
    assert [one.about for one in exactly_once(two, [("J1", "【演示】喂")], FACTS)] == ["J2"]


def test_receipts_are_read_as_they_were_written_and_contradictions_are_noticed(tmp_path: Path) -> None:
    written = paper(tmp_path)
    read = read_paper(written.path)
    assert (read.asked, read.acknowledged) == (written.asked, written.acknowledged)
    with pytest.raises(AnsweredDifferentlyError):
        written.receive("report-1", {"number": "J7", "token": "t"})


def test_acknowledged_work_that_is_gone_is_found(tmp_path: Path) -> None:
    done = Paper(tmp_path / "r")
    done.receive("open-J1", {"incident": "i", "incident_number": "I1"})
    done.receive("accepted-o", {"order": "o", "state": "accepted"})
    done.receive("feedback-f", {"feedback": "f", "order": "o"})
    assert work_kept(done, Work({"i"}, {"o": {"accepted_at"}}, {"f"})) == []
    assert len(work_kept(done, Work(set(), {"o": {"accepted_at"}}, {"f"}))) == 1
    assert len(work_kept(done, Work({"i"}, {"o": set()}, {"f"}))) == 1
    assert len(work_kept(done, Work({"i"}, {}, set()))) == 3


def test_a_reviewed_and_closed_report_is_closed() -> None:
    assert judge_case(DONE, NOW, None) == ("closed", None)
    assert judge_case(Case("J1", "settled", TAKER), NOW, None) == ("settled", None)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(CLOSED, ended_by=frozenset({"officer"})),
        replace(CLOSED, ended_by=frozenset()),
        replace(CLOSED, reviews=()),
        replace(CLOSED, reviews=(replace(PASSED, state="returned"),)),
        replace(CLOSED, reviews=(replace(PASSED, decided_by="account:officer"),)),
        replace(CLOSED, owed=("feedback_review",)),
        IncidentCase("cancelled", frozenset({"officer"}), (), ()),
    ],
)
def test_an_end_by_somebody_who_may_not_is_found(wrong: IncidentCase) -> None:
    ending, finding = judge_case(replace(DONE, incident=wrong), NOW, None)
    assert ending is None and finding is not None and finding.kind == "forbidden"


def test_a_contact_settled_by_nobody_of_the_hall_is_found() -> None:
    _, finding = judge_case(Case("J1", "settled", frozenset({"officer"})), NOW, None)
    assert finding is not None and finding.kind == "forbidden"


@pytest.mark.parametrize(
    "owned",
    [
        Case("J1", "waiting", since=LATE, timer=SOON),
        Case("J1", "offered", owner="林", timer=SOON),
        Case("J1", "taken", owner="林", timer=SOON),
        replace(DONE, incident=IncidentCase("dispatched", frozenset(), (), (), live=("巡1",), timer=SOON)),
        replace(DONE, incident=IncidentCase("dispatched", frozenset(), (), (), desk="9901", timer=SOON)),
        replace(DONE, incident=IncidentCase("on_scene", frozenset(), (), ("response",), live=("巡1",), clock=SOON)),
        replace(DONE, incident=IncidentCase("handled", frozenset(), (), ("feedback_review",), clock=SOON)),
        replace(DONE, incident=IncidentCase("opened", frozenset(), (), (), desk="9901", timer=SOON, clock=SOON)),
        replace(DONE, incident=IncidentCase("opened", frozenset(), (), (), clock=SOON)),
    ],
)
def test_an_owner_with_a_running_clock_is_enough(owned: Case) -> None:
    assert judge_case(owned, NOW, None) == ("owned", None)


@pytest.mark.parametrize(
    "unowned",
    [
        Case("J1", "offered", owner="林", timer=LATE),
        Case("J1", "offered", owner="林", timer=None),
        Case("J1", "taken", owner=None, timer=SOON),
        Case("J1", "taken", owner="林", timer=LATE),
        replace(DONE, incident=IncidentCase("dispatched", frozenset(), (), (), live=("巡1",), timer=LATE)),
        Case("J1", "waiting", since=NOW),
        Case("J1", "waiting", since=NOW, timer=LATE),
        replace(DONE, incident=IncidentCase("opened", frozenset(), (), ())),
        replace(DONE, incident=IncidentCase("opened", frozenset(), (), (), clock=LATE)),
        replace(DONE, incident=IncidentCase("opened", frozenset(), (), (), desk="9901", timer=SOON)),
        replace(DONE, incident=IncidentCase("dispatched", frozenset(), (), (), live=("巡1",), clock=SOON)),
        replace(DONE, incident=IncidentCase("on_scene", frozenset(), (), ("response",), live=("巡1",))),
        replace(DONE, incident=IncidentCase("handled", frozenset(), (), ("feedback_review",))),
        replace(DONE, incident=IncidentCase("on_scene", frozenset(), (), ())),
    ],
)
def test_an_unowned_report_is_found(unowned: Case) -> None:
    ending, finding = judge_case(unowned, NOW, None)
    assert ending is None and finding is not None and finding.kind == "unowned"


def test_a_contact_that_waits_while_a_seat_is_ready_is_forgotten() -> None:
    waiting = Case("J1", "waiting", since=LATE, timer=SOON)
    assert judge_case(waiting, NOW, NOW - timedelta(seconds=2)) == ("owned", None)
    _, finding = judge_case(waiting, NOW, LATE)
    assert finding is not None and finding.kind == "unowned"


def test_an_incident_that_is_gone_is_lost() -> None:
    _, finding = judge_case(replace(DONE, incident=None), NOW, None)
    assert finding is not None and finding.kind == "lost"


def test_timers_nobody_fires_are_found() -> None:
    assert clocks_run([("chain a", SOON), ("chain b", NOW - timedelta(seconds=2))], NOW) == []
    assert [one.about for one in clocks_run([("chain a", SOON), ("chain b", LATE)], NOW)] == ["chain b"]


def test_error_lines_of_our_own_processes_are_found_and_old_ones_are_not(tmp_path: Path) -> None:
    serve, engine = tmp_path / "serve.log", tmp_path / "postgres.log"
    serve.write_text('{"level":"error","event":"old"}\n')
    marks = {serve: serve.stat().st_size}
    with serve.open("a") as file:
        file.write('{"level":"warning","event":"w"}\n{"level":"error","event":"new"}\nTraceback (most recent call)\n')
    engine.write_text("ERROR: duplicate key\n")
    assert [line.split(": ", 1)[1][:30] for line in error_lines(tmp_path, marks)] == [
        '{"level":"error","event":"new"', "Traceback (most recent call)",
    ]  # fmt: skip
