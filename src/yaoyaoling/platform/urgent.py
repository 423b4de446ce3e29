"""Threads that go first: what a caller waits for is not kept back by work in bulk on the same processors.

Niceness does not do it: each process of the hall is in a session of its own, and Linux shares the processor out between
sessions first. The round-robin class goes before all ordinary threads, and the kernel leaves these a share in any case
(`sched_rt_runtime_us`).
"""

import os

from yaoyaoling.platform.logs import logger

log = logger("platform")


def go_first() -> bool:
    """Run the calling thread as soon as there is something for it to do; whether the system allows it.

    Only this thread: those it begins, and its child processes, are ordinary ones. Needs root, CAP_SYS_NICE or a limit
    of real-time priorities (`LimitRTPRIO=1` in systemd); without it the thread takes its turn as before.
    """
    try:
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    except (AttributeError, OSError) as error:  # another system, or not allowed
        log.info("takes_its_turn", reason=str(error), remedy="LimitRTPRIO=1 or CAP_SYS_NICE")
        return False
    return True
