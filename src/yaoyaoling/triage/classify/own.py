"""A deployment's own confirmed incidents as training data: lines of JSON, checked before anything is learnt."""

from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.triage.classify.features import read
from yaoyaoling.triage.corpus.build import build
from yaoyaoling.triage.corpus.contract import Sample
from yaoyaoling.triage.corpus.families import class_levels

_MOST_BYTES = 512 * 2**20
_FEWEST = 20
_KEPT_BACK_OF = 8


class TrainingFileWrong(Refused):
    """A training file that cannot be learnt from; says where and why."""

    code = "training_file_wrong"
    status = 422
    zh = "训练文件不可用：{zh}"
    en = "The training file cannot be used: {en}"


class OwnData(Value):
    """learnt: to train on. kept_back: every eighth by its check sum, to judge by. held_out: how many lines were
    left out because they stand in a held-out family or test set."""

    learnt: tuple[Sample, ...]
    kept_back: tuple[Sample, ...]
    held_out: int


class _Line(BaseModel):
    """A line as a file may have it; what else it holds is not read."""

    text: str = Field(min_length=1, max_length=20_000)
    class_code: str | None = None
    class_: str | None = Field(default=None, alias="class")
    level: int | None = Field(default=None, ge=1, le=4)
    non_police: bool | None = None
    danger: bool | None = None
    sensitive: bool | None = None


def read_own(path: Path, codes: frozenset[str] | None = None) -> OwnData:
    """The incidents of a file, one JSON object a line: text, class_code (or class), and as far as known level,
    non_police, danger, sensitive. codes: the classes in use; the seed's by default. Raises: TrainingFileWrong."""
    known = codes or frozenset(class_levels())
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TrainingFileWrong(zh="文件超过 512 MB。", en="it is larger than 512 MB.")
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingFileWrong(zh=f"无法按 UTF-8 读取 {path}。", en=f"{path} cannot be read as UTF-8.") from error
    samples = [_sample(number, line, known) for number, line in enumerate(lines, 1) if line.strip()]
    forbidden = {read(one.text) for one in build(is_held=True)}
    allowed = [one for one in samples if read(one.text) not in forbidden]
    if len(allowed) < _FEWEST:
        raise TrainingFileWrong(
            zh=f"只有 {len(allowed)} 条可用，至少需要 {_FEWEST} 条。",
            en=f"only {len(allowed)} lines are usable, {_FEWEST} are needed.",
        )
    return OwnData(
        learnt=tuple(one for one in allowed if not _is_kept_back(one)),
        kept_back=tuple(one for one in allowed if _is_kept_back(one)),
        held_out=len(samples) - len(allowed),
    )


def _sample(number: int, line: str, known: frozenset[str]) -> Sample:
    try:
        one = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "JSON"
        raise TrainingFileWrong(
            zh=f"第 {number} 行的 {where} 不正确。", en=f"line {number}, {where}: {first['msg']}."
        ) from error
    code = one.class_code if one.class_code is not None else one.class_
    if code is None or code not in known or not read(one.text):
        raise TrainingFileWrong(
            zh=f"第 {number} 行：类别 {code} 不存在，或文字为空。",
            en=f"line {number}: there is no class {code}, or the text is empty.",
        )
    return Sample(
        text=one.text,
        class_code=code,
        level=one.level or class_levels().get(code),
        non_police=one.non_police,
        danger=bool(one.danger),
        sensitive=one.sensitive,
    )


def _is_kept_back(one: Sample) -> bool:
    return sha256(read(one.text).encode()).digest()[0] % _KEPT_BACK_OF == 0
