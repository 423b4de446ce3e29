"""Publish a draft: it decides from then on who is on duty."""

from dataclasses import replace

from yaoyaoling.force.events import RosterPublished, Turn
from yaoyaoling.force.handlers.keep_roster import ROSTER_TIMER
from yaoyaoling.force.roster import store
from yaoyaoling.force.roster.checks import is_publishable
from yaoyaoling.force.roster.refusals import RosterHasErrors, RosterIsOver, WarningsUnseen
from yaoyaoling.force.roster.requests import PublishRoster
from yaoyaoling.force.roster.review import RosterView, findings_of, view_of
from yaoyaoling.force.roster.rights import require_planner
from yaoyaoling.platform.db.tx import Tx


async def publish_roster(tx: Tx, command: PublishRoster) -> RosterView:
    """Let the draft hold; the turns that were to come give way to its own, those that run are ended by it.

    Raises: NotFound, Conflict, NotAllowed, NotYourRoster, RosterHasErrors, WarningsUnseen, RosterIsOver.
    """
    roster = await store.lock_roster(tx, command.roster_id, command.expected_version)
    require_planner(tx, roster.kind, roster.org_code, roster.org_path)
    if roster.window.ends_at <= tx.now:
        raise RosterIsOver
    findings = await findings_of(tx, roster)
    wrong = [one for one in findings if one.severity == "error"]
    warnings = [one for one in findings if one.severity == "warning"]
    if wrong:
        raise RosterHasErrors(errors=len(wrong), first_zh=wrong[0].zh, first_en=wrong[0].en)
    if not is_publishable(findings, warnings_seen=command.warnings_seen):
        raise WarningsUnseen(warnings=len(warnings), first_zh=warnings[0].zh, first_en=warnings[0].en)
    published = replace(
        roster, edition=roster.edition + 1, version=roster.version + 1, is_changed=False,
        published_at=tx.now, published_by_name=tx.principal.name,
    )  # fmt: skip
    await store.replace_turns(tx, published)
    await store.save_edition(tx, published, roster.window.ends_at)
    event = RosterPublished(
        roster_id=roster.id, edition=published.edition, starts_at=roster.window.starts_at,
        ends_at=roster.window.ends_at, warnings=len(warnings),
        turns=tuple(Turn(**span.model_dump(exclude={"people"})) for span in roster.spans),
    )  # fmt: skip
    tx.record(event, stream=f"roster:{roster.id}", seq=published.version, about=roster.id)
    # Which crews are on an order is known above this room: the timer is told, and fires at once.
    await tx.set_timer(ROSTER_TIMER, str(roster.id), tx.now, {"roster_id": roster.id}, about=roster.id)
    return await view_of(tx, published)
