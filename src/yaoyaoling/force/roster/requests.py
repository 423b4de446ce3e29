"""Requests about rosters. One command is one transaction; `expected_version` is what the asker looked at."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.force.roster.contract import Member, RosterKind, Rules, Span, Window
from yaoyaoling.kernel.contract import Command

MOST_SPANS = 4_000
"""A roster of more turns is drafted for a shorter time."""


class DraftRoster(Command):
    """Plan an organisation's turns anew, by a pattern; what was published holds until the draft is.

    members: of a hall's seats, or of crews that are to be in another team than their own; empty: all crews there are.
    """

    kind: RosterKind = "crews"
    org_code: str = Field(pattern=r"^\d{12}$")
    rules: Rules
    window: Window
    members: tuple[Member, ...] = Field(default=(), max_length=2_000)


class ChangeSpan(Command):
    """Write one turn of a draft: a new one, one that was there in a new form, or none any more (is_removed)."""

    roster_id: UUID
    expected_version: int
    span: Span
    is_removed: bool = False


class SwapSpans(Command):
    """Two turns exchange whom they are for."""

    roster_id: UUID
    expected_version: int
    first: UUID
    second: UUID


class ReplaceSpans(Command):
    """All turns of a draft, as a file brought them."""

    roster_id: UUID
    expected_version: int
    source: Literal["csv", "xlsx"]
    spans: tuple[Span, ...] = Field(max_length=MOST_SPANS)


class PublishRoster(Command):
    """Make the draft hold. warnings_seen: whoever publishes has seen what is wrong and wants it nevertheless."""

    roster_id: UUID
    expected_version: int
    warnings_seen: bool = False
