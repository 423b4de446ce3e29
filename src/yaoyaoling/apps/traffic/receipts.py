"""Receipts in a file of the client's own: what was asked, and what was acknowledged. The judge reads nothing else."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class AnsweredDifferentlyError(AssertionError):
    """The same request was answered differently."""


@dataclass
class Paper:
    """By key: what was asked under it, and the first answer."""

    path: Path
    asked: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)

    def ask(self, key: str, what: dict[str, Any]) -> None:
        """Note before sending."""
        self.asked[key] = what
        self._write({"asked": key, **what})

    def receive(self, key: str, reply: dict[str, Any]) -> None:
        """Note the first answer; every later one must be the same. Raises: AnsweredDifferentlyError."""
        first = self.acknowledged.setdefault(key, reply)
        if first != reply:
            raise AnsweredDifferentlyError(f"the same key was answered differently: {first} and {reply}")
        self._write({"acknowledged": key, **reply})

    def _write(self, line: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, default=str, ensure_ascii=False) + "\n")


def read_paper(path: Path) -> Paper:
    """The receipts of a file, by whoever was not there when they were written."""
    paper = Paper(path)
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        note: dict[str, Any] = json.loads(line)
        if "asked" in note:
            paper.asked[note.pop("asked")] = note
        else:
            paper.acknowledged.setdefault(note.pop("acknowledged"), note)
    return paper
