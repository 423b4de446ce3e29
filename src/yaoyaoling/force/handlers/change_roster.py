"""Change a draft: one turn, two that are swapped, or all of them by a file."""

from dataclasses import replace
from uuid import UUID

from yaoyaoling.force.events import RosterChange, RosterChanged
from yaoyaoling.force.roster import store
from yaoyaoling.force.roster.contract import Span
from yaoyaoling.force.roster.refusals import NoSuchSpan, TooManySpans
from yaoyaoling.force.roster.requests import MOST_SPANS, ChangeSpan, ReplaceSpans, SwapSpans
from yaoyaoling.force.roster.review import RosterView, view_of
from yaoyaoling.force.roster.rights import require_planner
from yaoyaoling.platform.db.tx import Tx


async def change_span(tx: Tx, command: ChangeSpan) -> RosterView:
    """Write, add or take out one turn; whatever is wrong with it then is among the findings.

    Raises: NotFound, Conflict, NotAllowed, NotYourRoster, NoSuchSpan, TooManySpans.
    """
    roster = await _own(tx, command.roster_id, command.expected_version)
    there = any(span.id == command.span.id for span in roster.spans)
    if command.is_removed and not there:
        raise NoSuchSpan
    others = [span for span in roster.spans if span.id != command.span.id]
    spans = others if command.is_removed else [*others, command.span]
    change: RosterChange = "removed" if command.is_removed else "changed" if there else "added"
    return await _save(tx, roster, spans, change, (command.span.id,))


async def swap_spans(tx: Tx, command: SwapSpans) -> RosterView:
    """The two turns keep their times and places, and exchange their crews or people.

    Raises: NotFound, Conflict, NotAllowed, NotYourRoster, NoSuchSpan.
    """
    roster = await _own(tx, command.roster_id, command.expected_version)
    by_id = {span.id: span for span in roster.spans}
    if command.first not in by_id or command.second not in by_id:
        raise NoSuchSpan
    first, second = by_id[command.first], by_id[command.second]
    by_id[first.id] = _as(first, second)
    by_id[second.id] = _as(second, first)
    return await _save(tx, roster, list(by_id.values()), "swapped", (first.id, second.id))


async def replace_spans(tx: Tx, command: ReplaceSpans) -> RosterView:
    """All turns of the draft are those of a file. Raises: NotFound, Conflict, NotAllowed, NotYourRoster."""
    roster = await _own(tx, command.roster_id, command.expected_version)
    return await _save(tx, roster, command.spans, "imported", ())


def _as(span: Span, other: Span) -> Span:
    return span.model_copy(
        update={
            "member_id": other.member_id,
            "member_name": other.member_name,
            "team": other.team,
            "people": other.people,
        }
    )


async def _own(tx: Tx, roster_id: UUID, expected_version: int) -> store.Roster:
    roster = await store.lock_roster(tx, roster_id, expected_version)
    require_planner(tx, roster.kind, roster.org_code, roster.org_path)
    return roster


async def _save(
    tx: Tx, roster: store.Roster, spans: list[Span] | tuple[Span, ...], change: RosterChange, ids: tuple[UUID, ...]
) -> RosterView:
    if len(spans) > MOST_SPANS:
        raise TooManySpans(there=len(spans), most=MOST_SPANS)
    ordered = tuple(sorted(spans, key=lambda one: (one.starts_at, one.place_code, one.member_name, one.id)))
    saved = replace(roster, spans=ordered, version=roster.version + 1, is_changed=True)
    await store.save_draft(tx, saved)
    event = RosterChanged(roster_id=roster.id, change=change, span_ids=ids, turns=len(ordered))
    tx.record(event, stream=f"roster:{roster.id}", seq=saved.version, about=roster.id)
    return await view_of(tx, saved)
