"""Who may import whom: import-linter contracts, generated from the layers, one for each room besides."""

import subprocess
import sys
from pathlib import Path

import yaoyaoling
from yaoyaoling.apps.layers import LAYERS

ROOT = Path(yaoyaoling.__file__).parent
ROOMS = [room for layer in LAYERS for room in layer if room not in ("platform", "kernel")]
DOORS = ("public", "events")


def contracts() -> str:
    """The configuration for import-linter."""
    layers = ["apps", *(" | ".join(layer) for layer in LAYERS)]
    lines = [
        "[importlinter]",
        "root_package = yaoyaoling",
        "",
        "[importlinter:contract:layers]",
        "name = Upper rooms may import lower ones; rooms of one line are independent",
        "type = layers",
        "containers = yaoyaoling",
        "layers =",
        *(f"    {layer}" for layer in layers),
    ]
    for room in ROOMS:
        inner = sorted(
            path.stem
            for path in (ROOT / room).iterdir()
            if (path.suffix == ".py" or (path / "__init__.py").exists())
            and path.stem not in (*DOORS, "__init__", "packs")
        )
        others = [other for other in ROOMS if other != room]
        lines += [
            "",
            f"[importlinter:contract:{room}]",
            f"name = Other rooms see only the doors of {room}",
            "type = forbidden",
            "allow_indirect_imports = True",
            "source_modules =",
            *(f"    yaoyaoling.{other}" for other in others),
            "forbidden_modules =",
            *(f"    yaoyaoling.{room}.{module}" for module in inner),
        ]
    return "\n".join(lines) + "\n"


def test_contracts_hold(tmp_path: Path) -> None:
    config = tmp_path / "importlinter.ini"
    config.write_text(contracts())
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", str(config), "--no-cache"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT.parents[1], check=False)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]


def test_the_judge_sees_a_breach(tmp_path: Path) -> None:
    """The same contracts with the order of two layers exchanged must fail: else they would hold anything."""
    broken = (
        contracts()
        .replace("    incidents\n", "    PLACEHOLDER\n")
        .replace("    dispatch | intake\n", "    incidents\n")
    )
    config = tmp_path / "importlinter.ini"
    config.write_text(broken.replace("    PLACEHOLDER\n", "    dispatch | intake\n"))
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", str(config), "--no-cache"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT.parents[1], check=False)
    assert run.returncode == 1
