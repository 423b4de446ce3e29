"""The comparison of road methods on a small province: all are exact, and what is not installed is named."""

import json

import numpy as np
import pytest

from yaoyaoling.apps.bench import roads
from yaoyaoling.apps.bench.country import made_country
from yaoyaoling.apps.bench.road_methods import Hierarchies
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.turns import cut_off_by_turns


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, float]]:
    """The line of JSON."""
    found: dict[str, dict[str, float]] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_every_method_is_exact_before_and_after_closures(capsys: pytest.CaptureFixture[str]) -> None:
    assert roads.main(True, ["--nodes", "1600", "--crews", "80"]) == 0
    figures = told(capsys)["figures"]
    assert figures["forbidden_turns"] > 50 and figures["search_nodes"] > figures["nodes"]
    assert figures["answers_changed_by_closures"] > 0, "the closures were on somebody's way"
    exact = {name: value for name, value in figures.items() if "_exact" in name}
    assert len(exact) >= 4 and set(exact.values()) == {1.0}


def test_what_is_not_installed_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise ImportError("routingkit_cch")

    monkeypatch.setattr(Hierarchies, "__init__", missing)
    assert roads.main(True, ["--nodes", "400", "--crews", "20", "--skip", "scipy_limited"]) == 0
    work = str(told(capsys)["work"])
    assert "routingkit_cch: not installed" in work and "scipy_limited: not wanted" in work


def test_the_forbidden_turns_of_the_bench_shut_nothing_in() -> None:
    made = roads.with_turns(made_country(900), 0.3)
    assert len(made.turns) > 50
    _, _, off = cut_off_by_turns(made)
    plain = cut_off_by_turns(roads.with_turns(made_country(900), 0.0))[2]
    assert np.array_equal(off, plain), "only what was cut off before is"
    assert RoadNetwork(made).node_count == 900
