"""Editable data of this room in versions: whole, kept for ever; seeded from the files, changed by administrators."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, TypeVar, cast

import orjson

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.advice.lists import Acceptance, load_acceptance
from yaoyaoling.triage.cards.guide import Guide, load_guide
from yaoyaoling.triage.mappings import Mappings, load_mappings
from yaoyaoling.triage.sensitive.lexicon import Lexicon, load_lexicon
from yaoyaoling.triage.sensitive.rules import Rules, rules_of

SheetKind = Literal["cards", "sensitive", "acceptance", "mappings"]
S = TypeVar("S", bound=Value)
_SHIPPED: Mapping[str, Any] = {
    "cards": load_guide,
    "sensitive": load_lexicon,
    "acceptance": load_acceptance,
    "mappings": load_mappings,
}
MODELS: Mapping[str, type[Value]] = {
    "cards": Guide,
    "sensitive": Lexicon,
    "acceptance": Acceptance,
    "mappings": Mappings,
}
"""What the body of each kind is."""


class SheetVersion(Value):
    """One version, without its body."""

    kind: SheetKind
    version: int
    made_at: datetime
    made_by_name: str
    note: str


class Sheets(Value):
    """All of it as it is in use."""

    cards: Guide
    sensitive: Lexicon
    acceptance: Acceptance
    mappings: Mappings
    versions: dict[str, int]


def shipped() -> Sheets:
    """As the files of this room have it."""
    return Sheets(
        cards=load_guide(),
        sensitive=load_lexicon(),
        acceptance=load_acceptance(),
        mappings=load_mappings(),
        versions=dict.fromkeys(MODELS, 0),
    )


async def present_version(tx: Tx, kind: SheetKind) -> int:
    """The version in use; 0 as long as nobody changed the files'."""
    sql = "select coalesce(max(version), 0) from triage.sheet_version where kind = $1"
    version: int = await tx.fetchval(sql, kind)
    return version


async def get_sheet(tx: Tx, kind: SheetKind, version: int) -> Value:
    """A version's body. Raises: NotFound."""
    if version == 0:
        return cast(Value, _SHIPPED[kind]())
    held = await tx.fetchval(
        "select body::text from triage.sheet_version where kind = $1 and version = $2", kind, version
    )
    if held is None:
        raise NotFound
    return _parsed(kind, held)


@lru_cache(maxsize=16)
def _parsed(kind: str, body: str) -> Value:
    return MODELS[kind].model_validate(orjson.loads(body))


async def present_sheets(tx: Tx) -> Sheets:
    """All kinds as they are in use now: one query, parsed once a version."""
    rows = await tx.fetch(
        "select distinct on (kind) kind, version, body::text as body from triage.sheet_version"
        " order by kind, version desc"
    )
    held = {row["kind"]: (row["version"], _parsed(row["kind"], row["body"])) for row in rows}
    base = shipped()
    return base.model_copy(
        update={
            **{kind: body for kind, (_, body) in held.items()},
            "versions": {**base.versions, **{kind: version for kind, (version, _) in held.items()}},
        }
    )


async def present_guide(tx: Tx) -> Guide:
    """The question cards in use."""
    return (await present_sheets(tx)).cards


async def present_rules(tx: Tx) -> Rules:
    """The rules of sensitive words in use."""
    return rules_of((await present_sheets(tx)).sensitive)


async def list_sheet_versions(tx: Tx, kind: SheetKind) -> list[SheetVersion]:
    """All versions that were made, newest first; version 0 is what the files have."""
    rows = await tx.fetch(
        "select kind, version, made_at, made_by_name, note from triage.sheet_version where kind = $1"
        " order by version desc",
        kind,
    )
    return [SheetVersion(**dict(row)) for row in rows]


async def save_sheet(tx: Tx, kind: SheetKind, version: int, body: Value, note: str) -> None:
    """Write a version; two writers of one version exclude each other."""
    await tx.execute(
        "insert into triage.sheet_version (kind, version, made_at, made_by_name, note, body)"
        " values ($1, $2, $3, $4, $5, $6)",
        kind,
        version,
        tx.now,
        tx.principal.name,
        note,
        body.model_dump(mode="json"),
    )
