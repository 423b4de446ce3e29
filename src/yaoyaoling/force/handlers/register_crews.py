"""Make the crews of a city pack."""

from yaoyaoling.force import store
from yaoyaoling.force.commands import Fix, RegisterCrews
from yaoyaoling.force.events import CrewRegistered
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


async def register_crews(tx: Tx, command: RegisterCrews) -> int:
    """Write crews that do not exist yet, at their posts; gives how many."""
    made = 0
    for seed in command.crews:
        crew_id = new_id()
        if not await store.insert_crew(tx, crew_id, seed):
            continue
        made += 1
        for scope in (f"t/{seed.org_path}", f"h/{command.hall_code}", f"c/{crew_id}"):
            await audience.grant(tx, crew_id, scope, "crew", initial=True)
        event = CrewRegistered(crew_id=crew_id, **seed.model_dump(exclude={"org_path", "post"}))
        tx.record(event, stream=f"crew:{crew_id}", seq=1, about=crew_id)
        await store.save_fixes(tx, [Fix(crew_id=crew_id, point=seed.post, at=tx.now)])
    return made
