"""The daemons of voice: which may run here, where each is, its generated configuration, and how to start it.

`layout` says where everything is, `prepare` writes the configurations, `programs` is what a supervisor keeps running.
"""

from yaoyaoling.telephony.daemons.layout import Address, Daemons, JanusAt, TurnAt, layout
from yaoyaoling.telephony.daemons.level import Level, Standing, find_standing, unplanned
from yaoyaoling.telephony.daemons.programs import PORT_NAMES, prepare, programs

__all__ = [
    "PORT_NAMES", "Address", "Daemons", "JanusAt", "Level", "Standing", "TurnAt", "find_standing", "layout",
    "prepare", "programs", "unplanned",
]  # fmt: skip
