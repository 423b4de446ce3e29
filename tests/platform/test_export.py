"""An exported ledger is checked by a stranger, with the standard library and the exported files only."""

import json
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dispatch.test_chain import incident_of
from tests.world import World
from yaoyaoling.platform.ledger.export import export_ledger
from yaoyaoling.platform.ledger.merkle import Prover, RightEdge, is_consistent, leaf_hash, root_from_inclusion


async def exported(world: World, folder: Path) -> Path:
    """A world with a story, signed twice, exported."""
    first = await incident_of(world)
    world.stage.clock.advance(2)
    await world.stage.settle()
    await world.send("taker1", first, "N1", "N2")
    await world.advance(40)
    await export_ledger(world.stage.db.worker_pool, folder, world.stage.signer.verifier_key, "sha256")
    return folder


def judged(folder: Path, *args: str) -> tuple[int, dict[str, object]]:
    """What the exported verifier says, run in a bare Python."""
    command = [sys.executable, "-I", "-S", "verify.py", ".", *args]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.returncode, json.loads(run.stdout)


async def test_an_untouched_export_is_found_right(world: World, tmp_path: Path) -> None:
    folder = await exported(world, tmp_path / "export")
    code, report = judged(folder, "--key", world.stage.signer.verifier_key)
    assert (code, report["ok"]) == (0, True)
    assert report["events"] == await world.stage.value("select count(*) from ledger.event")
    assert int(str(report["checkpoints"])) >= 2
    text = (folder / "events.jsonl").read_text()
    assert "13800001234" not in text and "有人打架" not in text  # sealed


@pytest.mark.parametrize("crime", ["change", "remove", "swap", "cut", "insert", "forge"])
async def test_a_touched_export_is_found_out(world: World, tmp_path: Path, crime: str) -> None:
    folder = await exported(world, tmp_path / "export")
    path = folder / "events.jsonl"
    lines = path.read_bytes().splitlines()
    if crime == "change":
        lines[20] = lines[20].replace(b'"version":1', b'"version":2')
    elif crime == "remove":
        del lines[20]
    elif crime == "swap":
        lines[20], lines[21] = lines[21], lines[20]
    elif crime == "cut":
        del lines[-30:]
    elif crime == "insert":
        lines.insert(20, lines[3])
    else:
        notes = (folder / "checkpoints.jsonl").read_text().splitlines()
        note = json.loads(notes[-1])
        note["note"] = note["note"].replace(note["note"].splitlines()[1], "17", 1)
        (folder / "checkpoints.jsonl").write_text("\n".join([*notes[:-1], json.dumps(note)]) + "\n")
    path.write_bytes(b"\n".join(lines) + b"\n")
    code, report = judged(folder)
    assert (code, report["ok"]) == (1, False), report


async def test_a_kept_checkpoint_binds_a_rewritten_history(world: World, tmp_path: Path) -> None:
    """Whoever owns the key may sign another history; a checkpoint somebody kept gives it away."""
    folder = await exported(world, tmp_path / "export")
    kept = json.loads((folder / "checkpoints.jsonl").read_text().splitlines()[0])
    (tmp_path / "kept.txt").write_text(kept["note"])
    assert judged(folder, "--checkpoint", str(tmp_path / "kept.txt"))[0] == 0
    lines = (folder / "events.jsonl").read_bytes().splitlines()
    lines[5] = lines[5].replace(b'"version":1', b'"version":3')
    edge = RightEdge()
    edge.append(leaf_hash(line) for line in lines)
    note = world.stage.signer.sign(edge.size, edge.root(), "sha256")
    (folder / "events.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    (folder / "checkpoints.jsonl").write_bytes(orjson.dumps({"note": note}) + b"\n")
    assert judged(folder)[0] == 0
    code, report = judged(folder, "--checkpoint", str(tmp_path / "kept.txt"))
    assert code == 1 and "signed" in str(report["error"])


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 1500), st.data())
async def test_proofs_of_any_tree(size: int, data: st.DataObject) -> None:
    """Inclusion and consistency hold for every size, also across tiles of 256."""
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    edge, tiles = RightEdge(), {}
    at = 0
    while at < size:
        step = data.draw(st.integers(1, 400))
        tiles.update({key: list(tile) for key, tile in edge.append(leaves[at : at + step]).items()})
        at += step

    async def read(level: int, index: int) -> list[bytes]:
        return tiles[(level, index)]

    prover = Prover(size, read)
    index = data.draw(st.integers(0, size - 1))
    assert root_from_inclusion(leaves[index], index, size, await prover.inclusion(index)) == edge.root()
    old_size = data.draw(st.integers(1, size))
    old = RightEdge()
    old.append(leaves[:old_size])
    proof = await prover.consistency(old_size)
    assert is_consistent(old_size, old.root(), size, edge.root(), proof)
    if proof:
        assert not is_consistent(old_size, old.root(), size, edge.root(), [*proof[:-1], b"\x00" * 32])
