"""`triage`: training and looking at the small model that suggests classes."""

from pathlib import Path
from typing import Annotated

import typer

from yaoyaoling.apps.cli import panels

group = typer.Typer(help="辅助研判 · triage: train and look at the model that suggests classes.", no_args_is_help=True)

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="FILE", help="本单位已确认的警情（JSON 行）· confirmed incidents, lines of JSON"),
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="写到何处 · where the model is written")]
Seed = Annotated[int, typer.Option("--seed", min=1, help="随机种子 · the same seed gives the same model")]
Date = Annotated[str, typer.Option("--date", help="写入模型卡的日期 · the date on the model's card")]
Tagged = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="FILE", help="标注地址（“字 标签”一行一个）· tagged addresses, a word and its tag a line"
    ),
]
Judged = Annotated[
    Path | None,
    typer.Option(
        "--judge", metavar="FILE", help="另行保留、不参与训练的标注地址 · tagged addresses to judge by, never learnt"
    ),
]
Generated = Annotated[
    int, typer.Option("--generated", min=0, help="自制地址条数 · so many addresses of our own making are learnt")
]
Copies = Annotated[int, typer.Option("--copies", min=1, max=20, help="取平均的模型数 · models that are averaged")]
Diagram = Annotated[bool, typer.Option("--diagram", help="打印可靠性图 · print the reliability diagram")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(group, name="triage", rich_help_panel=panels.WORK)
    group.command()(train)
    group.command()(card)
    group.command()(export)
    group.command("train-address")(train_address)
    group.command()(address)


def train(out: Out, data: Data = None, seed: Seed = 1, date: Date = "", diagram: Diagram = True) -> None:
    """训练 · train on the shipped corpus, and on a deployment's own incidents besides.

    Never on held-out families; every eighth own incident is kept back and judged by.
    """
    from yaoyaoling.triage.classify.measure import reliability, score
    from yaoyaoling.triage.classify.model import classify
    from yaoyaoling.triage.classify.own import read_own
    from yaoyaoling.triage.classify.train import train as learn
    from yaoyaoling.triage.corpus.build import build

    own = read_own(data) if data else None
    samples = [*build(seed), *(own.learnt if own else ())]
    print(f"训练 · training: {len(samples)} 条 · texts", flush=True)
    model = learn(samples, seed, date, lambda step: print(f"  {step}", flush=True))
    judged = list(own.kept_back) if own and own.kept_back else build(seed, per_family=12, is_held=True)
    given = [classify(one.text, model) for one in judged]
    scores = score(judged, given)
    model.card["judged_on"] = "own incidents kept back" if own and own.kept_back else "held-out families"
    model.card["scores"] = scores.model_dump()
    out.write_bytes(model.save())
    if own and own.held_out:
        print(f"未学习（在测试集中）· left out, in a test set: {own.held_out}")
    for name, value in scores.model_dump().items():
        print(f"  {name:<20} {value}")
    if diagram:
        for one in reliability(judged, given):
            print(
                f"  {one.low:.1f}–{one.high:.1f}  {one.confidence:.2f} → {one.right:.2f}  {'█' * round(one.right * 30)}"
            )
    print(f"已写入 · written: {out}")


def card(
    model: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="默认为随附模型 · none: the shipped one")
    ] = None,
) -> None:
    """模型卡 · what a model was trained on, and how well it did."""
    import json

    from yaoyaoling.triage.classify.model import load_model, shipped_model

    held = load_model(model) if model else shipped_model()
    print(json.dumps(held.card, ensure_ascii=False, indent=2))


def export(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="写到何处 · where the lines are written")],
) -> None:
    """导出 · write confirmed incidents with their class and what was suggested, as lines `train --data` reads."""
    from yaoyaoling.apps.cli.run import run
    from yaoyaoling.apps.running import load_running
    from yaoyaoling.apps.triage_export import export_learnt

    count = run(export_learnt(load_running(), to))
    print(f"已导出 {count} 条 · {count} lines in {to}")


def train_address(
    out: Out, data: Tagged = None, judge: Judged = None, generated: Generated = 0, copies: Copies = 1, seed: Seed = 1
) -> None:
    """训练地址解析 · train the address parser on tagged addresses, on generated ones, or on both.

    The model that comes along is made by `--generated 40000` alone: it never saw anybody's addresses.
    """
    from yaoyaoling.triage.where.corpus import make_corpus
    from yaoyaoling.triage.where.train import Way, entity_f1, read_tagged, train

    learnt = [*(read_tagged(data) if data else ()), *make_corpus(generated, seed)]
    if not learnt:
        raise typer.BadParameter("请给出 --data 或 --generated · give --data or --generated", param_hint="--data")
    print(f"训练 · training: {len(learnt)} 条 · addresses", flush=True)
    tagger = train(learnt, Way(copies=copies, seed=seed))
    tagger.save(out)
    if judge:
        held = read_tagged(judge)
        known = {"".join(word for word, _ in one) for one in learnt}
        held = [one for one in held if "".join(word for word, _ in one) not in known]
        told = [tagger.tag([word for word, _ in one]) for one in held]
        scores = entity_f1([[tag for _, tag in one] for one in held], told)
        print(f"评判 · judged on: {len(held)} 条 · addresses that were not learnt")
        for name, value in scores.items():
            print(f"  {name:<12} {value:.4f}")
    print(f"已写入 · written: {out}")


def address(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="一条地址 · an address")],
    model: Annotated[
        Path | None, typer.Option("--model", metavar="FILE", help="默认为随附模型 · none: the shipped one")
    ] = None,
) -> None:
    """解析地址 · take an address apart, by the shipped model or by one of your own."""
    from yaoyaoling.triage.where.crf import Tagger
    from yaoyaoling.triage.where.parse import parse

    for part in parse(text, Tagger.load(model) if model else None):
        print(f"{part.label:<12} {part.text}")
