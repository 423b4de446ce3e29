"""How much voice there is: for the console's bar, and for whoever wants to know which number to ring."""

from fastapi import APIRouter

from yaoyaoling.platform.http.deps import HallDep, PrincipalDep
from yaoyaoling.telephony.daemons.level import unplanned
from yaoyaoling.telephony.daemons.watch import VoiceNow, VoiceWatch

router = APIRouter(tags=["telephony"])


@router.get("/api/telephony/level")
async def get_level(hall: HallDep, _: PrincipalDep) -> VoiceNow:
    """The level chosen at the start, and what does not answer now."""
    watch = hall.find(VoiceWatch) or VoiceWatch(unplanned(), None, "110")
    return await watch.look()
