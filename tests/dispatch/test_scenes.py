"""Two hundred scenes: who must go, who must not, why, and which single fact decides it."""

from collections import Counter

import pytest

from tests.dispatch.scenes import SCENES, THEMES
from tests.dispatch.scenes.scene import Change, Scene
from yaoyaoling.dispatch.force_types import load_force_types
from yaoyaoling.dispatch.policy import rank
from yaoyaoling.dispatch.policy.facts import Basis, Ranked, Ranking

every_scene = pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])


def basis_of(scene: Scene, change: Change | None = None) -> Basis:
    """What the ranking is told in a scene, or in the scene with a change."""
    change = change or Change()
    unknown = set(change.crews) - {crew.call_sign for crew in scene.crews}
    assert not unknown, f"the change names crews that are not there: {unknown}"
    crews = tuple(type(crew)(**{**dict(crew), **change.crews.get(crew.call_sign, {})}) for crew in scene.crews)
    return Basis(
        need=type(scene.need)(**{**dict(scene.need), **change.need}),
        rules=type(scene.rules)(**{**dict(scene.rules), **change.rules}),
        candidates=crews,
        forces=load_force_types(),
    )


def first_of(ranking: Ranking) -> str | None:
    """The call sign of who is to go first."""
    return ranking.ranked[0].call_sign if ranking.ranked else None


def story(ranking: Ranking) -> str:
    """The answer in lines, for a person who reads why a scene failed."""
    lines = [
        f"{one.call_sign}: {one.cost_s:.0f} s ({one.eta_s:.0f} s) {', '.join(one.reasons)}" for one in ranking.ranked
    ]
    return "\n".join(["", *lines, *(f"{one.call_sign}: not, {one.reason}" for one in ranking.excluded)])


@every_scene
def test_who_must_go_goes_and_who_must_not_does_not(scene: Scene) -> None:
    ranking = rank(basis_of(scene))
    told = story(ranking)
    ranked = {one.call_sign: one.reasons for one in ranking.ranked}
    excluded = {one.call_sign: one.reason for one in ranking.excluded}
    assert first_of(ranking) == scene.first, told
    assert not [sign for sign in scene.never if sign in ranked], told
    assert not [sign for sign in scene.not_first if sign == first_of(ranking)], told
    assert not [(sign, reason) for sign, reason in scene.reasons if reason not in ranked.get(sign, ())], told
    assert not [(sign, reason) for sign, reason in scene.without if sign not in ranked or reason in ranked[sign]], told
    assert not [(sign, why) for sign, why in scene.excluded if excluded.get(sign) != why], told
    if scene.containing is not None:
        assert tuple(one.call_sign for one in ranking.containing) == scene.containing, told


@every_scene
def test_the_deciding_fact_alone_decides(scene: Scene) -> None:
    assert scene.then_first != scene.first, "a fact that changes nothing decides nothing"
    ranking = rank(basis_of(scene, scene.because))
    assert first_of(ranking) == scene.then_first, story(ranking)


@every_scene
def test_the_kept_facts_give_the_answer_again(scene: Scene) -> None:
    ranking = rank(basis_of(scene))
    assert ranking.basis is not None
    assert rank(ranking.basis) == ranking
    kept = Ranking.model_validate_json(ranking.model_dump_json())
    assert kept == ranking
    assert kept.basis is not None
    assert rank(kept.basis) == ranking


@every_scene
def test_every_crew_is_answered_for_once_and_in_order(scene: Scene) -> None:
    """Whatever a scene is about: nobody is forgotten, the order follows the cost, and a crew taken away says whence."""
    ranking = rank(basis_of(scene))
    answered = [one.crew_id for one in ranking.ranked] + [one.crew_id for one in ranking.excluded]
    assert Counter(answered) == Counter(one.crew_id for one in scene.crews)
    assert list(ranking.ranked) == sorted(ranking.ranked, key=lambda one: (one.cost_s, one.call_sign))
    jobs = {one.crew_id: one.job for one in scene.crews}
    for one in ranking.ranked:
        job = jobs[one.crew_id]
        assert one.preempts == (job.incident_id if job else None)
        assert ("preempts" in one.reasons) == (job is not None)
    if ranking.ranked:
        least_s = min(one.eta_s for one in ranking.ranked)
        assert {one.eta_s for one in ranking.ranked if "nearest" in one.reasons} == {least_s}
    no_crew = {one.crew_id for one in ranking.excluded if one.reason == "contains_only"}
    assert {one.crew_id for one in ranking.containing} <= no_crew
    assert list(ranking.containing) == sorted(ranking.containing, key=_soonest)


def _soonest(one: Ranked) -> float:
    return one.eta_s


def test_the_order_of_the_question_does_not_matter() -> None:
    for scene in SCENES:
        basis = basis_of(scene)
        turned = basis.model_copy(update={"candidates": basis.candidates[::-1]})
        assert rank(turned).ranked == rank(basis).ranked, scene.name


def test_there_are_two_hundred_scenes_each_of_its_own() -> None:
    assert len(SCENES) >= 200
    assert not {theme: len(scenes) for theme, scenes in THEMES.items() if len(scenes) < 15}
    assert not [name for name, count in Counter(scene.name for scene in SCENES).items() if count > 1]
    for scene in SCENES:
        signs = [crew.call_sign for crew in scene.crews]
        assert len(signs) == len(set(signs)), scene.name


@pytest.mark.parametrize("scene", [scene for scene in SCENES if scene.crow_m], ids=lambda scene: scene.name)
def test_the_straight_line_says_otherwise(scene: Scene) -> None:
    """Scenes of the river hold only if the crew that is nearest on the map is who the scene says."""
    assert min(scene.crow_m, key=scene.crow_m.__getitem__) == scene.crow_nearest
