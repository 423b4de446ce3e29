"""What a person made of a suggestion: the last word counts, each change is a fact. Training reads it."""

from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.commands import JudgeSuggestion
from yaoyaoling.triage.events import SuggestionJudged
from yaoyaoling.triage.handlers.alerts import must_see


async def judge_suggestion(tx: Tx, command: JudgeSuggestion) -> None:
    """Write it down; the same said again is one. Raises: NotFound."""
    await must_see(tx, command.contact_id)
    before = await tx.fetchrow(
        "select chosen, verdict, offered::text as offered from triage.judgement"
        " where contact_id = $1 and kind = $2 for update",
        command.contact_id,
        command.kind,
    )
    if before is not None and (before["chosen"], before["verdict"]) == (command.chosen, command.verdict):
        return
    version = await tx.fetchval(
        "insert into triage.judgement (id, contact_id, kind, offered, chosen, verdict, by_name, at, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, 1) on conflict (contact_id, kind) do update"
        " set offered = excluded.offered, chosen = excluded.chosen, verdict = excluded.verdict,"
        " by_name = excluded.by_name, at = excluded.at, version = judgement.version + 1 returning version",
        new_id(),
        command.contact_id,
        command.kind,
        [one.model_dump(mode="json") for one in command.offered],
        command.chosen,
        command.verdict,
        tx.principal.name,
        tx.now,
    )
    event = SuggestionJudged(by_name=tx.principal.name, **command.model_dump())
    stream = f"judgement:{command.contact_id}:{command.kind}"
    tx.record(event, stream=stream, seq=version, about=command.contact_id, subject=command.contact_id)
