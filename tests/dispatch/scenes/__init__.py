"""Scenes a ranking of crews must pass: written from the rules, before the policy that passes them."""

from tests.dispatch.scenes import (
    border,
    coverage,
    forces,
    mixed,
    officers,
    position,
    preemption,
    river,
    shift,
    skills_load,
)
from tests.dispatch.scenes.scene import Scene

THEMES: dict[str, tuple[Scene, ...]] = {
    "river": river.SCENES,
    "border": border.SCENES,
    "preemption": preemption.SCENES,
    "shift": shift.SCENES,
    "position": position.SCENES,
    "coverage": coverage.SCENES,
    "officers": officers.SCENES,
    "forces": forces.SCENES,
    "skills_load": skills_load.SCENES,
    "mixed": mixed.SCENES,
}
SCENES = tuple(scene for scenes in THEMES.values() for scene in scenes)
