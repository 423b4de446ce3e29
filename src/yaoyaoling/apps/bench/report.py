"""What every bench prints at its end."""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson

Figure = float | int | None


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which so large a share of the measurements lies (nearest rank). Raises: ValueError for none."""
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def spread_ms(name: str, seconds: Sequence[float]) -> dict[str, Figure]:
    """p50, p90 and p99 of durations, in milliseconds, under `<name>_pNN_ms`."""
    return {f"{name}_p{int(share * 100)}_ms": round(percentile(seconds, share) * 1000, 2) for share in (0.5, 0.9, 0.99)}


@dataclass
class Report:
    """One bench's result. against: the baseline or peer taken in the same run."""

    bench: str
    work: str
    figures: dict[str, Figure] = field(default_factory=dict)
    against: dict[str, Figure] = field(default_factory=dict)
    shared_with: str = ""

    def line(self) -> str:
        """The one line of JSON."""
        whole = {
            "bench": self.bench,
            "work": self.work,
            "figures": self.figures,
            "against": self.against,
            "machine": machine() | {"shared_with": self.shared_with},
        }
        return orjson.dumps(whole).decode()

    def show(self, as_json: bool) -> int:
        """Print it, for people as well unless JSON alone is wanted; gives the exit code of a bench that ran."""
        if not as_json:
            print(self.table())  # noqa: T201 - the result is what the command is for
        print(self.line())  # noqa: T201
        return 0

    def table(self) -> str:
        """The same for people."""
        rows = [f"{self.bench}: {self.work}"]
        rows += [f"  {name:<34} {_shown(value)}" for name, value in self.figures.items()]
        rows += [f"  against {name:<26} {_shown(value)}" for name, value in self.against.items()]
        return "\n".join(rows)


def machine() -> dict[str, object]:
    """What it ran on."""
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory_gib, 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "load_before": round(os.getloadavg()[0], 2),
    }


def _shown(value: Figure) -> str:
    return "—" if value is None else f"{value:,}"


def merge(*parts: Mapping[str, Figure]) -> dict[str, Figure]:
    """Figures of several measurements in one."""
    return {name: value for part in parts for name, value in part.items()}
