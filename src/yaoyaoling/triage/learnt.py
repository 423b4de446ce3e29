"""What training reads: the words of confirmed incidents, their class, and what had been suggested."""

from collections.abc import AsyncIterator
from typing import Any

import orjson

from yaoyaoling.incidents.public import list_incidents
from yaoyaoling.platform.db.tx import Tx

_PAGE = 500


async def learnt_lines(tx: Tx) -> AsyncIterator[bytes]:
    """JSON lines {text, class_code, level, verdict, offered}, in the order they were judged.

    One a contact whose class a person judged and whose incident still has its words; names, numbers and places are in
    it only where the text has them.
    """
    rows = await tx.fetch(
        "select j.verdict, j.offered::text as offered, e.incident from triage.judgement j"
        " join lateral (select incident from ledger.event where subject = j.contact_id"
        " and name = 'incidents.incident.opened' order by stream_seq limit 1) e on true"
        " where j.kind = 'class' order by j.at, j.id"
    )
    for begin in range(0, len(rows), _PAGE):
        page = rows[begin : begin + _PAGE]
        known = {one.id: one for one in await list_incidents(tx, [row["incident"] for row in page])}
        for row in page:
            incident = known.get(row["incident"])
            if incident is not None and incident.narrative and incident.merged_into is None:
                yield orjson.dumps(_line(row, incident)) + b"\n"


def _line(row: Any, incident: Any) -> dict[str, Any]:
    return {
        "text": incident.narrative,
        "class_code": incident.class_code,
        "level": incident.level,
        "verdict": row["verdict"],
        "offered": orjson.loads(row["offered"]),
    }
