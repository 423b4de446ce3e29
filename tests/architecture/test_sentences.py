"""Every refusal says what is wrong to the person, in Chinese and in English, with the same details."""

import ast
import importlib
import inspect
import re
import string
from collections.abc import Iterator
from pathlib import Path

import yaoyaoling
from yaoyaoling.apps import rooms
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.http import errors

ROOT = Path(yaoyaoling.__file__).parent
HAN = re.compile(r"[\u4e00-\u9fff]")


def refusals() -> Iterator[type[Refused]]:
    """All classes below Refused, found by reading every file, whoever imports it."""
    names = {"Refused"}
    sources = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}
    found: set[tuple[str, str]] = set()
    while True:
        before = len(found)
        for path, tree in sources.items():
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and any(getattr(one, "id", "") in names for one in node.bases):
                    names.add(node.name)
                    module = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
                    found.add((module, node.name))
        if len(found) == before:
            break
    for module, name in sorted(found):
        yield getattr(importlib.import_module(module), name)


def holes(sentence: str) -> set[str]:
    return {name.partition("!")[0] for _, name, _, _ in string.Formatter().parse(sentence) if name}


def fault_of(refusal: type[Refused]) -> str | None:
    """What is wrong with its sentences, or None."""
    own = {name for base in inspect.getmro(refusal)[:-3] for name in vars(base) if base is not Refused}
    if not {"code", "zh", "en"} <= own:
        return "has no code or sentence of its own"
    if not HAN.search(refusal.zh) or HAN.search(refusal.en) or not re.search(r"[A-Za-z]{3}", refusal.en):
        return "does not speak both languages"
    # A hole may be filled by language: {login_zh} and {login_en}; the tail of a log is said once.
    plain = [{re.sub(r"(^|_)(zh|en)$", "", one) for one in holes(text)} - {"tail"} for text in (refusal.zh, refusal.en)]
    return None if plain[0] == plain[1] else f"tells other details in Chinese than in English: {plain}"


def test_every_refusal_speaks_both_languages() -> None:
    known = list(refusals())
    assert len(known) > 50
    assert not {f"{one.__module__}.{one.__name__}": fault for one in known if (fault := fault_of(one))}


def test_a_refusal_without_a_sentence_is_noticed() -> None:
    class Silent(Refused):
        code = "silent"
        zh = "不行。"

    class Muddled(Refused):
        code = "muddled"
        zh = "不行：{why}。"
        en = "No: {reason}."

    assert fault_of(Silent) and fault_of(Muddled)


def test_what_the_frame_answers_speaks_both_languages() -> None:
    for zh, en in (*errors._HTTP_SENTENCES.values(), *errors._VALIDATION.values()):
        assert HAN.search(zh) or zh.isascii() is False
        assert not HAN.search(en)


def test_whatever_acts_after_a_fact_has_a_name_people_read() -> None:
    words = (ROOT.parents[1] / "console/src/i18n/words/watch.ts").read_text(encoding="utf-8")
    named = set(re.findall(r"'actor\.([a-z_.]+)'", words))
    assert {one.name for one in rooms.AFTER} <= named
