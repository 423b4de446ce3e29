"""Generated documents say what the code does."""

from pathlib import Path

from yaoyaoling.apps.state_diagrams import state_diagrams

DOCS = Path(__file__).parents[2] / "docs"


def test_state_diagrams_are_current() -> None:
    assert (DOCS / "states.md").read_text(encoding="utf-8") == state_diagrams()
