"""A roster with what is wrong with it, as the person sees it who can mend it."""

from datetime import datetime, timedelta
from uuid import UUID

from yaoyaoling.force.roster import store
from yaoyaoling.force.roster.checks import Checked, check
from yaoyaoling.force.roster.contract import Finding, Member, RosterKind, Rules, Span, Window
from yaoyaoling.force.settings import DutySettings
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx


class RosterView(Value):
    """A roster: its draft, what is wrong with it, and what was published of it. is_changed: the draft is another."""

    id: UUID
    kind: RosterKind
    org_code: str
    rules: Rules
    window: Window
    members: tuple[Member, ...]
    spans: tuple[Span, ...]
    findings: tuple[Finding, ...]
    edition: int
    published_at: datetime | None
    published_by_name: str | None
    is_changed: bool
    version: int


async def findings_of(tx: Tx, roster: store.Roster) -> list[Finding]:
    """What is wrong with a draft, with what is planned around it, and how far it reaches."""
    found = check(
        roster.spans,
        rules=roster.rules,
        window=roster.window,
        members=roster.members,
        mender=roster.mender,
        before=await store.list_turns_before(tx, roster),
        dense=await store.list_dense_hours(tx, roster.window),
    )
    ends = max(roster.window.ends_at, await store.find_published_until(tx, roster.id) or roster.window.ends_at)
    if ends - tx.now > timedelta(hours=DutySettings().roster_ahead_h):
        return found
    late = Checked(roster.mender)
    late.add("runs_out", "notice", ends, ends)
    return [*found, *late.found]


async def view_of(tx: Tx, roster: store.Roster) -> RosterView:
    """The roster as it is shown."""
    return RosterView(
        id=roster.id, kind=roster.kind, org_code=roster.org_code, rules=roster.rules, window=roster.window,
        members=roster.members, spans=roster.spans, findings=tuple(await findings_of(tx, roster)),
        edition=roster.edition, published_at=roster.published_at, published_by_name=roster.published_by_name,
        is_changed=roster.is_changed, version=roster.version,
    )  # fmt: skip
