"""The edge's journal has so many places and no more, and what lies in a place is always somebody's own."""

import os
from pathlib import Path

import pytest

from tests.telephony.daemons import RunningDaemons, running_daemons
from tests.telephony.node import node_at
from tests.telephony.test_edge import TRUNK, line_to, plan
from tests.world import World
from yaoyaoling.apps.callers.call import Caller, End
from yaoyaoling.apps.callers.line import Line
from yaoyaoling.apps.callers.message import Dialog
from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.platform.supervise.account import Account
from yaoyaoling.telephony.control.journal import Journal
from yaoyaoling.telephony.control.notes import Notes
from yaoyaoling.telephony.daemons import find_standing
from yaoyaoling.telephony.daemons.laid import Laid, laid_in, list_laid, prepare_laid
from yaoyaoling.telephony.daemons.watch import VoiceWatch
from yaoyaoling.telephony.sip.inbound import Invite, read_kept_invite

_PLACES = 4


async def rings(edge: RunningDaemons, line: Line, number: str, headers: tuple[str, ...] = ()) -> Dialog:
    """A trunk brings a call, and hears it ring: no node is there."""
    dialog = Dialog("110", f"sip:110@{edge.at.sip}", line.own, number)
    own = dialog.call_id
    await line.ask(dialog.invite(b"v=0\r\n", headers), lambda one: one.status >= 180 and one.get("call-id") == own)
    return dialog


def lying(edge: RunningDaemons, kinds: str) -> set[str | None]:
    """Whose calls lie there."""
    files = [file for file in edge.at.journal.glob("*.trunk") if file.stem.rpartition("-")[0] == kinds]
    return {read_kept_invite(file.read_bytes(), is_vouched=True).caller for file in files}


async def test_no_more_lie_there_than_places_and_the_oldest_gives_way_also_after_a_restart() -> None:
    async with running_daemons("kamailio", trunks=f"{TRUNK}/32", journal_most=_PLACES) as edge:
        line = await line_to(edge, TRUNK)
        numbers = [f"1390000{number:04}" for number in range(10)]
        for number in numbers:
            await rings(edge, line, number)
        assert lying(edge, "trunk") == set(numbers[-_PLACES:])
        assert (edge.at.journal / "let-go.last").read_text() == "6"
        edge.kill("kamailio")
        await edge.start("kamailio")
        await rings(edge, line, "13911111111")
        assert lying(edge, "trunk") == {*numbers[-3:], "13911111111"}, "the one that lay longest gave way"
        assert (edge.at.journal / "let-go.last").read_text() == "7"
        now = await VoiceWatch(find_standing(edge.settings), edge.at, "110").look()
        assert (now.state, now.waiting, now.let_go) == ("degraded", 0, 7), "all four ring still"
        assert "7" in now.zh and "7" in now.en
        line.close()


async def test_who_rings_over_and_over_drives_out_nobody_else() -> None:
    async with running_daemons("kamailio", trunks=f"{TRUNK}/32", journal_most=8) as edge:
        line = await line_to(edge, TRUNK)
        await rings(edge, line, "13800138000")
        for _ in range(14):
            await rings(edge, line, "13666666666")
        await rings(edge, line, "anonymous")
        assert lying(edge, "trunk") == {"13800138000", "13666666666", None}
        assert lying(edge, "trunk-again") == {"13666666666"}
        count = len([*edge.at.journal.glob("*.trunk")])
        assert count == 1 + 3 + 8 + 1, "three of him among all others, eight of the other eleven in his own places"
        line.close()


async def test_a_disk_that_is_full_or_a_folder_that_is_gone_costs_no_call(tmp_path: Path) -> None:
    async with running_daemons("kamailio", journal_most=_PLACES) as edge, node_at(edge.at.node, edge.at.inside):
        names = [f"open-{place}.open" for place in range(_PLACES)] + ["open.last"]
        for name in names:  # whatever is written there finds no room on the device
            (edge.at.journal / name).unlink(missing_ok=True)
            (edge.at.journal / name).symlink_to("/dev/full")
        told = await Caller((edge.at.sip.host, edge.at.sip.port), plan("13600000001")).ring()
        assert told.end is End.SPOKEN
        assert list_laid(edge.at.journal, wall_now().timestamp()) == []
        edge.at.journal.rename(tmp_path / "gone")
        told = await Caller((edge.at.sip.host, edge.at.sip.port), plan("13600000002")).ring()
        assert told.end is End.SPOKEN
        assert laid_in(edge.at.journal, wall_now().timestamp()) == Laid(0, 0)


@pytest.mark.parametrize("filling", [9_000, 30_000], ids=["9 kB", "30 kB"])
async def test_a_long_call_is_kept_as_far_as_it_goes_with_its_number(filling: int) -> None:
    async with running_daemons("kamailio", trunks=f"{TRUNK}/32") as edge:
        line = await line_to(edge, TRUNK)
        await rings(edge, line, "13722223333", tuple(f"Subject: {'x' * 900}" for _ in range(filling // 900)))
        [file] = edge.at.journal.glob("*.trunk")
        assert 8_192 < file.stat().st_size <= 16_384
        assert read_kept_invite(file.read_bytes(), is_vouched=True).caller == "13722223333"
        line.close()


def laid(folder: Path, name: str, text: str, age_s: float) -> Path:
    """A file of the edge, as old as that."""
    file = folder / name
    file.write_text(text)
    at = wall_now().timestamp() - age_s
    os.utime(file, (at, at))
    return file


def invite_of(call_id: str, number: str) -> str:
    return (
        f"INVITE sip:110@hall SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.9:5060;branch=z9hG4bK{call_id[:3]}\r\n"
        f"Max-Forwards: 70\r\nFrom: <sip:{number}@trunk>;tag=t\r\nTo: <sip:110@hall>\r\nCall-ID: {call_id}\r\n"
        f"CSeq: 1 INVITE\r\nContact: <sip:{number}@127.0.0.9:5060>\r\nContent-Length: 0\r\n\r\n"
    )


def test_a_sign_that_is_older_than_the_call_was_said_of_the_one_before(tmp_path: Path) -> None:
    prepare_laid(tmp_path, Account())
    for place, (signs, over, passed) in enumerate(
        (
            ({}, False, False),
            ({".over": 30}, True, False),
            ({".over": 90}, False, False),
            ({".passed": 30}, False, False),
            ({".passed": 90}, False, False),
        )
    ):
        laid(tmp_path, f"trunk-{place}.trunk", "x", 60)
        for suffix, age_s in signs.items():
            laid(tmp_path, f"trunk-{place}{suffix}", "x", age_s)
        found = {one.file.stem: one for one in list_laid(tmp_path, wall_now().timestamp())}[f"trunk-{place}"]
        assert (found.over_s is not None, found.is_passed) == (over, passed), signs
    laid(tmp_path, "open-1.open", "x", 400)
    laid(tmp_path, "open-2.open", "x", 400)
    laid(tmp_path, "open-2.passed", "x", 390)
    oldest = {one.file.stem: one for one in list_laid(tmp_path, wall_now().timestamp())}
    assert oldest["open-1"].over_s is not None and oldest["open-2"].is_passed
    assert laid_in(tmp_path, wall_now().timestamp()) == Laid(waiting=2, let_go=0)


async def test_what_lies_in_a_place_by_now_is_told_and_what_lay_there_before_is_not_mixed_up(
    world: World, tmp_path: Path
) -> None:
    prepare_laid(tmp_path, Account())
    journal = Journal(tmp_path, Notes(world.stage.db), "T1", "110", world.stage.db.clock.now)
    mine = read_kept_invite(invite_of("mine@trunk", "13800000001").encode(), is_vouched=True)
    mine = Invite(**{**vars(mine), "tags": {"x-yyl-laid": "trunk-7"}})
    journal.take(mine)
    laid(tmp_path, "trunk-7.trunk", invite_of("mine@trunk", "13800000001"), 200)
    assert await journal.look() == 0, "a node has it in hand"
    other = laid(tmp_path, "trunk-7.trunk", invite_of("other@trunk", "13800000002"), 200)
    journal.settle(mine, is_known=True)
    assert other.exists(), "another call lies in its place by now"
    assert await journal.look() == 1
    caller = await world.stage.value("select caller_number from telephony.call where state = 'abandoned'")
    assert caller == "13800000002"
    laid(tmp_path, "trunk-7.trunk", invite_of("mine@trunk", "13800000001"), 1)
    journal.settle(mine, is_known=True)
    assert not [*tmp_path.glob("trunk-7.*")], "the hall has it"


async def test_two_that_cannot_be_read_are_two_calls_though_they_lay_in_one_place(world: World, tmp_path: Path) -> None:
    prepare_laid(tmp_path, Account())
    journal = Journal(tmp_path, Notes(world.stage.db), "T1", "110", world.stage.db.clock.now)
    for age_s in (300, 200):
        laid(tmp_path, "open-3.open", "", age_s)
        assert await journal.look() == 1
        assert await journal.look() == 0
    assert await world.stage.value("select count(*) from telephony.call") == 2
