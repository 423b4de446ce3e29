"""What a person chose becomes a line to train by: with the class the incident has in the end."""

import orjson

from tests.world import World
from yaoyaoling.apps import rooms
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import system
from yaoyaoling.triage.commands import JudgeSuggestion
from yaoyaoling.triage.events import Offered
from yaoyaoling.triage.handlers.judge import judge_suggestion
from yaoyaoling.triage.learnt import learnt_lines


async def lines(world: World) -> list[dict[str, object]]:
    """All lines as they are now."""
    async with world.stage.db.transaction(system("export")) as tx:
        return [orjson.loads(line) async for line in learnt_lines(tx)]


async def test_a_judged_class_is_exported_and_forgotten_with_its_reporter(world: World) -> None:
    contact = await world.report()
    await world.take("taker1", contact)
    await world.open("taker1", contact, class_code="0202", narrative="有人打架")
    offered = (Offered(value="0201", confidence=0.6),)
    judged = JudgeSuggestion(contact_id=contact, kind="class", offered=offered, chosen="0202", verdict="corrected")
    await world.do("taker1", judge_suggestion, judged)
    [line] = await lines(world)
    assert (line["text"], line["class_code"], line["verdict"]) == ("有人打架", "0202", "corrected")
    assert line["offered"] == [{"value": "0201", "confidence": 0.6}]
    await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=contact, reason="asked"))
    assert await lines(world) == []
