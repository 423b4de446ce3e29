"""Python's own look for cyclic garbage, kept from stopping a process that many wait for."""

import gc

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 50
"""New objects until the youngest are looked through, a few milliseconds; such looks until the next generation is.

With Python's 700, 10, 10, whatever reads fifty thousand crews set off looks through everything in memory, 100 to 300 ms
each, that found nothing: what is read is let go by counting references. So many as here set one off in hours.
"""


def settle_memory() -> None:
    """To be called when a process has read what it keeps for good: that is not looked through again."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    gc.collect()
    gc.freeze()
