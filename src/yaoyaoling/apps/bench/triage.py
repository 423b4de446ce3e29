"""`yyl bench triage`: how good and how fast the suggestions are, on stated data, with a naive baseline beside each."""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from yaoyaoling.apps.bench.report import Figure, Report, spread_ms
from yaoyaoling.apps.checkout import ROOT
from yaoyaoling.incidents.public import shipped_classes
from yaoyaoling.places.packs import generate_pack
from yaoyaoling.triage.classify.clean import clean
from yaoyaoling.triage.classify.labels import head_of
from yaoyaoling.triage.classify.measure import Scores, reliability, score
from yaoyaoling.triage.classify.model import Classified, Guess, classify
from yaoyaoling.triage.classify.train import train
from yaoyaoling.triage.corpus.build import build
from yaoyaoling.triage.corpus.contract import Sample
from yaoyaoling.triage.sensitive.rules import alerts

_HAND = ROOT / "tests" / "triage" / "data" / "hand_written.jsonl"
_OTHER_PARTS = ("where", "same", "whole")
_IN_A_HALL = "alert"
"""Runs when it is asked for alone: it starts a whole hall."""
_UNTOUCHED = "hand_later"
"""The hand-written parts whose turns of phrase no family took up: what the headline figures are of."""
_PER_FAMILY = 12
_TIMED = 1000
_SHUFFLED_PER_FAMILY = 4
_PACKS = ("xiaozhen", "shifan")


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench triage")
    parser.add_argument("--data", type=Path, help="reports no generator made, lines of JSON (text, class_code, …)")
    parser.add_argument("--diagram", action="store_true", help="print the reliability diagram")
    parser.add_argument("--only", choices=("classify", *_OTHER_PARTS, _IN_A_HALL), help="one part alone")
    options = parser.parse_args(args)
    report = Report("triage", "", shared_with="nothing of ours")
    works: list[str] = []
    if options.only == _IN_A_HALL:
        report.shared_with = "PostgreSQL, NATS and all processes of a hall on the same cores as the bench"
    if options.only in (None, "classify"):
        works.append(_classification(report, options.data or _HAND, options.diagram and not as_json))
    with tempfile.TemporaryDirectory(prefix="yyl-bench-triage-") as folder:
        packs = [Path(folder) / name for name in _PACKS]
        if options.only in (None, "where", "whole"):
            for pack in packs:
                generate_pack(pack, lambda _: None, plan=pack.name)
        chosen = (
            _OTHER_PARTS
            if options.only is None
            else [one for one in (*_OTHER_PARTS, _IN_A_HALL) if one == options.only]
        )
        works += [_other(report, name, packs) for name in chosen]
    report.figures = headline(report.figures, _HEADLINE) | report.figures
    report.against = headline(report.against, _HEADLINE_AGAINST) | report.against
    report.work = "; ".join(works)
    return report.show(as_json)


def _classification(report: Report, path: Path, shows_diagram: bool) -> str:
    held = build(per_family=_PER_FAMILY, is_held=True)
    sets = {"held_families": held}
    if path.exists():
        sets |= _by_part(path)
    for name, samples in sets.items():
        given = [classify(one.text) for one in samples]
        report.figures.update(_named(name, score(samples, given)))
        report.figures.update(_sensitive(name, samples, lambda text: bool(alerts(clean(text)))))
        report.against.update(_baselines(name, samples))
        if shows_diagram:
            _print_diagram(name, samples, given)
    report.figures.update(_speed([one.text for one in held]))
    report.against.update(_shuffled(sets.get(_UNTOUCHED, held)))
    texts = ", ".join(f"{name} {len(samples)}" for name, samples in sets.items())
    return (
        f"shipped model on texts it was not trained on ({texts}; held_families: whole families of the generator;"
        f" the others no generator made: {path.name}, see docs/triage.md; class_… and the other first figures are of"
        f" {_UNTOUCHED}, all of those but the first part, by two-digit heads); an unknown counts as wrong;"
        " stages in processor time of one thread;"
        " texts_per_s: cleaned, classified and asked for sensitive words on one core;"
        " beside each: the class table's names, the commonest head, nine bare words;"
        f" shuffled_labels: a model trained on {_SHUFFLED_PER_FAMILY} texts a family whose labels were shuffled"
    )


def _shuffled(samples: Sequence[Sample]) -> dict[str, Figure]:
    """Were the labels not what is learnt, a run on shuffled ones would not fall to chance."""
    learnt = build(per_family=_SHUFFLED_PER_FAMILY)
    labels = [one.class_code for one in learnt]
    random.Random(1).shuffle(labels)  # noqa: S311 - a bench
    model = train([one.model_copy(update={"class_code": code}) for one, code in zip(learnt, labels, strict=True)])
    scores = score(samples, [classify(one.text, model) for one in samples])
    return {"shuffled_labels_head_top1": scores.head_top1, "shuffled_labels_class_macro_f1": scores.class_macro_f1}


def _by_part(path: Path) -> dict[str, list[Sample]]:
    parts: dict[str, list[Sample]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        known = {name: row[name] for name in Sample.model_fields if name in row}
        part = row.get("part", "all")
        parts.setdefault(f"hand_{part}", []).append(Sample(**known))
        if part != "first":
            parts.setdefault(_UNTOUCHED, []).append(Sample(**known))
    return parts


def _named(name: str, scores: Scores) -> dict[str, Figure]:
    return {f"{name}_{key}": value for key, value in scores.model_dump().items() if key != "texts"}


def _sensitive(name: str, samples: Sequence[Sample], says: Callable[[str], bool]) -> dict[str, Figure]:
    rows = [(bool(one.sensitive), says(one.text)) for one in samples if one.sensitive is not None]
    right = sum(there and said for there, said in rows)
    there, said = sum(one for one, _ in rows), sum(one for _, one in rows)
    return {
        f"{name}_sensitive_recall": round(right / there, 4) if there else None,
        f"{name}_sensitive_precision": round(right / said, 4) if said else None,
    }


def _baselines(name: str, samples: Sequence[Sample]) -> dict[str, Figure]:
    """By the names of the classes, and always the commonest head of these samples."""
    given = [_by_names(one.text) for one in samples]
    scores = score(samples, given)
    heads = [head_of(one.class_code) for one in samples if one.class_code]
    return {
        f"{name}_names_head_top1": scores.head_top1,
        f"{name}_names_head_top3": scores.head_top3,
        f"{name}_names_head_macro_f1": scores.head_macro_f1,
        f"{name}_names_calibration_error": scores.calibration_error,
        f"{name}_names_class_top1": scores.class_top1,
        f"{name}_names_class_macro_f1": scores.class_macro_f1,
        f"{name}_names_non_police_f1": scores.non_police_f1,
        f"{name}_commonest_head_top1": round(max(heads.count(one) for one in heads) / len(heads), 4),
        **{
            key.replace(name, f"{name}_bare_words"): value
            for key, value in _sensitive(name, samples, lambda text: any(word in text for word in _BARE)).items()
        },
    }


_BARE = ("杀", "抢", "绑", "炸", "枪", "刀", "人质", "孩子", "死")


def _by_names(text: str) -> Classified:
    """The classes whose names of the class table share most pairs of characters with the text."""
    pairs = set(map("".join, pairwise(text)))
    hits = sorted(((len(pairs & own), code) for code, own in _names()), key=lambda hit: -hit[0])
    best = [code for count, code in hits[:3] if count]
    guesses = tuple(Guess(code=code, confidence=1.0, words=()) for code in best)
    return Classified(
        guesses=guesses, level=None, is_unknown=not guesses, danger=0.0,
        non_police=float(bool(best) and best[0].startswith(("11", "12"))),
    )  # fmt: skip


@cache
def _names() -> list[tuple[str, set[str]]]:
    return [(one.code, set(map("".join, pairwise(one.name_zh)))) for one in shipped_classes() if one.parent]


def _speed(texts: list[str]) -> dict[str, Figure]:
    chance = random.Random(3)  # noqa: S311 - a bench
    taken = [chance.choice(texts) for _ in range(_TIMED)]
    classify(taken[0])
    stages: dict[str, list[float]] = {"clean": [], "classify": [], "sensitive": []}
    for text in taken:
        for stage, done in (("clean", clean), ("classify", classify), ("sensitive", alerts)):
            began = time.thread_time()
            done(text)
            stages[stage].append(time.thread_time() - began)
    whole = sum(map(sum, stages.values()))
    figures: dict[str, Figure] = {}
    for stage, spent in stages.items():
        figures |= spread_ms(f"stage_{stage}", spent)
    return {**figures, "texts_per_s": round(_TIMED / whole, 1)}


def _print_diagram(name: str, samples: Sequence[Sample], given: Sequence[Classified]) -> None:
    print(name)  # noqa: T201
    for one in reliability(samples, given):
        bar = "█" * round(one.right * 30)
        print(f"  {one.low:.1f}–{one.high:.1f} {one.texts:>5}  {one.confidence:.2f} → {one.right:.2f} {bar}")  # noqa: T201


_HEADLINE = {
    "class_top1": f"{_UNTOUCHED}_head_top1",
    "class_top3": f"{_UNTOUCHED}_head_top3",
    "class_macro_f1": f"{_UNTOUCHED}_head_macro_f1",
    "calibration_error": f"{_UNTOUCHED}_calibration_error",
    "sensitive_recall": f"{_UNTOUCHED}_sensitive_recall",
    "sensitive_precision": f"{_UNTOUCHED}_sensitive_precision",
    "non_police_f1": f"{_UNTOUCHED}_non_police_f1",
    "address_f1": "where_parsing_trained_in_place_f1",
    "address_f1_shipped": "where_parsing_shipped_f1",
    "geocode_hit1": "where_finding_xiaozhen_hit_at_1",
    "geocode_hit5": "where_finding_xiaozhen_hit_at_5",
    **{f"geocode_hit{n}_{pack}": f"where_finding_{pack}_hit_at_{n}" for pack in _PACKS for n in (1, 5)},
    "same_event_precision": "same_same_event_precision",
    "same_event_recall": "same_same_event_recall",
    "suggest_p50_ms": "whole_suggest_p50_ms",
    "suggest_p99_ms": "whole_suggest_p99_ms",
    "suggestions_per_s": "whole_suggestions_per_s",
    "alert_commander_p99_ms": "alert_asked_commander_p99_ms",
    "alert_county_p99_ms": "alert_asked_county_p99_ms",
    **{
        f"stage_{stage}_{at}_ms": f"{held}_{at}_ms"
        for at in ("p50", "p99")
        for stage, held in (
            ("address", "where_parsing"), ("place", "where_finding_shifan"), ("same_event", "same_took"),
        )
    },
}  # fmt: skip
"""What a figure is called by those who read the bench, and where it was taken."""

_HEADLINE_AGAINST = {
    "class_top1": f"{_UNTOUCHED}_names_head_top1",
    "class_top3": f"{_UNTOUCHED}_names_head_top3",
    "class_macro_f1": f"{_UNTOUCHED}_names_head_macro_f1",
    "calibration_error": f"{_UNTOUCHED}_names_calibration_error",
    "sensitive_recall": f"{_UNTOUCHED}_bare_words_sensitive_recall",
    "sensitive_precision": f"{_UNTOUCHED}_bare_words_sensitive_precision",
    "non_police_f1": f"{_UNTOUCHED}_names_non_police_f1",
    "address_f1": "where_parsing_baseline_f1",
    "address_f1_published": "where_parsing_against_published_test_f1",
    **{
        f"geocode_hit{n}{end}": f"where_finding_{pack}_baseline_hit_at_{n}"
        for end, pack in (("", _PACKS[0]), *((f"_{pack}", pack) for pack in _PACKS))
        for n in (1, 5)
    },
    "same_event_precision": "same_baseline_300m_30min_precision",
    "same_event_recall": "same_baseline_300m_30min_recall",
}
"""The baseline beside each, under the same name."""


def headline(figures: Mapping[str, Figure], names: Mapping[str, str]) -> dict[str, Figure]:
    """Figures by the names that the design sets limits to, as far as they were taken; of which texts: `work`."""
    return {name: figures[key] for name, key in names.items() if key in figures}


def _other(report: Report, name: str, packs: Sequence[Path]) -> str:
    """Another part's figures, nested names joined; what has "against" or "baseline" in its name is one."""
    part = import_module(f"yaoyaoling.apps.bench.triage_{name}")
    if name == "where":
        data = ROOT.parent / "shared" / "data" / "address_parsing"
        found: dict[str, object] = part.figures(packs, data if data.exists() else None)
    elif name == "whole":
        found = part.figures(packs[-1], [one.text for one in build(per_family=_PER_FAMILY, is_held=True)])
    else:
        found = part.figures()
    for key, value in _flat(name, found):
        held = report.against if "against" in key or "baseline" in key else report.figures
        held[key] = value
    return f"{name}: {found.get('work', (part.__doc__ or name).splitlines()[0])}"


def _flat(name: str, value: object) -> Iterator[tuple[str, Figure]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}_{key}", inner)
    elif value is None or isinstance(value, int | float):
        yield name, value
