"""The road process's answer about many places at once."""

import numpy as np

from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.matrix import MatrixAsk, Seconds, unpack_matrix_ask
from yaoyaoling.platform.logs import logger

log = logger("places")


def answer_matrix(engine: RoadEngine, body: bytes) -> bytes:
    """float32[targets, origins], row by row; infinite beyond the limit and off the roads. Empty: not to be answered."""
    try:
        ask = unpack_matrix_ask(body)
    except ValueError as error:
        log.error("roads_fault", service="matrix", fault=str(error))
        return b""
    return matrix(engine, ask).tobytes()


def matrix(engine: RoadEngine, ask: MatrixAsk) -> Seconds:
    """float32[targets, origins]: seconds by road, infinite beyond the limit."""
    found = np.full((len(ask.targets), len(ask.origins)), np.inf, np.float32)
    if not found.size:
        return found
    snapped, _ = engine.network.snap(ask.origins[:, 0].copy(), ask.origins[:, 1].copy())
    for row, (lon, lat) in zip(found, ask.targets, strict=True):
        goal, _ = engine.network.snap(np.array([lon]), np.array([lat]))
        engine.seconds_to(goal, snapped, ask.limit_s, row)
    return found
