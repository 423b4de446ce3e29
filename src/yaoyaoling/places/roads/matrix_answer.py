"""The road process's answer about many places at once."""

import numpy as np
from pydantic import ValidationError

from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.matrix import MOST_CELLS, MatrixAsk, Seconds


def answer_matrix(engine: RoadEngine, body: bytes) -> bytes:
    """float32[targets, origins], row by row; infinite beyond the limit and off the roads. Empty: not to be answered."""
    try:
        ask = MatrixAsk.model_validate_json(body)
    except ValidationError:
        return b""
    if len(ask.targets) * len(ask.origins) > MOST_CELLS:
        return b""
    return matrix(engine, ask).tobytes()


def matrix(engine: RoadEngine, ask: MatrixAsk) -> Seconds:
    """float32[targets, origins]: seconds by road, infinite beyond the limit."""
    found = np.full((len(ask.targets), len(ask.origins)), np.inf, np.float32)
    if not ask.origins:
        return found
    places = np.array(ask.origins, np.float64)
    snapped, _ = engine.network.snap(places[:, 0].copy(), places[:, 1].copy())
    for row, (lon, lat) in zip(found, ask.targets, strict=True):
        goal, _ = engine.network.snap(np.array([lon]), np.array([lat]))
        for one in engine.nearest_on_road(goal, snapped, len(ask.origins), ask.limit_s) or ():
            row[one.index] = one.eta_s
    return found
