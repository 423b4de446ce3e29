"""Chance, kept apart: a stream for each replication and each purpose, so that policies see the same calls."""

from zlib import crc32

import numpy as np


def stream(seed: int, replication: int, purpose: str) -> np.random.Generator:
    """The stream of one purpose ("arrivals", "places" …); drawing more from it changes no other one."""
    # crc32 of the name and not its place in a list: a new purpose leaves the others as they were.
    return np.random.default_rng(np.random.SeedSequence((seed, replication, crc32(purpose.encode()))))


def poisson_moments(
    rng: np.random.Generator, per_s: float, until_s: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Moments of a Poisson process up to a time, ascending. per_s: events a second."""
    if per_s <= 0 or until_s <= 0:
        return np.zeros(0)
    found = np.zeros(0)
    while not len(found) or found[-1] < until_s:
        more = rng.exponential(1.0 / per_s, int(per_s * until_s * 1.1) + 16)
        found = np.concatenate([found, (found[-1] if len(found) else 0.0) + np.cumsum(more)])
    return np.asarray(found[found < until_s], np.float64)
