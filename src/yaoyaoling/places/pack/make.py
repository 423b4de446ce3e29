"""Making a pack in one step: it appears whole under its name, or not at all."""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from yaoyaoling.places.pack.contract import PackInfo
from yaoyaoling.places.pack.generate.plan import PLANS as TOWNS
from yaoyaoling.places.pack.generate.province import write_province
from yaoyaoling.places.pack.generate.province_plan import PROVINCES
from yaoyaoling.places.pack.generate.town import write_town

Say = Callable[[str], None]
"""Hears in a sentence what is being done."""

DEFAULT_SEED = 112

PLANS = frozenset({*TOWNS, *PROVINCES})
"""Every town and province that can be generated, by name."""


def make_pack(path: Path, write: Callable[[Path], PackInfo]) -> PackInfo:
    """Let `write` fill a directory beside `path`, then put it in the place of what was there."""
    partial = path.with_name(f".{path.name}.partial")
    earlier = path.with_name(f".{path.name}.earlier")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        info = write(partial)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
    if path.exists():
        path.rename(earlier)
    partial.rename(path)
    shutil.rmtree(earlier, ignore_errors=True)
    return info


def generate_pack(path: Path, say: Say, *, plan: str = "xiaozhen", seed: int = DEFAULT_SEED) -> PackInfo:
    """Generate a pack at `path`; the same plan and seed give the same bytes. Raises: KeyError, no such plan."""
    with _uncollected():
        if plan in PROVINCES:
            return make_pack(path, lambda partial: write_province(partial, PROVINCES[plan], seed, say))
        town = TOWNS[plan]
        return make_pack(path, lambda partial: write_town(partial, town, seed, say))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cycle collector: there are no cycles here, and it would go through millions of shapes again and
    again (a tenth of the time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
