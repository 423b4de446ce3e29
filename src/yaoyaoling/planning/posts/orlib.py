"""p-median instances of the OR-Library (J. E. Beasley, 1990): an undirected graph; every node is client and site."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import shortest_path

from yaoyaoling.kernel.refused import Refused

Array = NDArray[Any]


class NotAnInstance(Refused):
    """The file does not follow the format."""

    code = "not_a_pmedian_instance"
    status = 422
    zh = "{file} 第 {line} 行：{why_zh}。"
    en = "{file}, line {line}: {why_en}."


@dataclass(frozen=True)
class Instance:
    """cost: float64[n, n], shortest ways between all nodes. p: how many sites are wanted."""

    cost: Array
    p: int


def read_orlib(path: Path) -> Instance:
    """Read `n m p`, then m lines `from to length` (nodes from 1; of one edge twice the last counts).

    Raises: NotAnInstance with the line and what is wrong with it.
    """

    def wrong(line: int, why_zh: str, why_en: str) -> NotAnInstance:
        return NotAnInstance(file=path.name, line=line, why_zh=why_zh, why_en=why_en)

    rows = [(number, text.split()) for number, text in enumerate(_lines(path, wrong), 1) if text.strip()]
    if not rows:
        raise wrong(1, "文件是空的", "the file is empty")

    def numbers(row: tuple[int, list[str]]) -> tuple[int, int, int]:
        line, cells = row
        if len(cells) != 3 or not all(cell.isascii() and cell.isdigit() for cell in cells):
            raise wrong(line, "应为三个非负整数", "three whole numbers are expected")
        return int(cells[0]), int(cells[1]), int(cells[2])

    n, m, p = numbers(rows[0])
    if not 1 <= n <= 20_000 or not 1 <= p <= n:
        raise wrong(rows[0][0], f"应有 1 至 20000 个点，选点数不超过点数（现为 {n} 与 {p}）",
                    f"1 to 20000 nodes and no more medians than nodes are expected, not {n} and {p}")  # fmt: skip
    if len(rows) - 1 != m:
        raise wrong(rows[-1][0], f"应有 {m} 条边，实为 {len(rows) - 1} 条",
                    f"{m} edges are announced, {len(rows) - 1} follow")  # fmt: skip
    edges: dict[tuple[int, int], int] = {}
    for row in rows[1:]:
        a, b, length = numbers(row)
        if not (1 <= a <= n and 1 <= b <= n):
            raise wrong(row[0], f"点号应在 1 至 {n} 之间", f"nodes are numbered from 1 to {n}")
        edges[min(a, b) - 1, max(a, b) - 1] = length
    ways = _ways(edges, n)
    if not np.isfinite(ways).all():
        lost = int(np.argmax(~np.isfinite(ways[0]))) + 1
        raise wrong(rows[-1][0], f"点 {lost} 与点 1 不连通", f"node {lost} cannot be reached from node 1")
    return Instance(cost=ways, p=p)


def _lines(path: Path, wrong: Any) -> list[str]:
    try:
        return path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError as error:
        raise wrong(0, "文件不存在", "there is no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(0, f"无法读取：{error}", f"it cannot be read: {error}") from error


def _ways(edges: dict[tuple[int, int], int], n: int) -> Array:
    if not edges:
        return np.where(np.eye(n, dtype=bool), 0.0, np.inf)
    pairs = np.array(list(edges), np.int64)
    # A sparse matrix has no edge of length 0: it gets the least that can be told apart, and is rounded away.
    lengths = np.maximum(np.array(list(edges.values()), np.float64), 1e-9)
    graph = csr_matrix((lengths, (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    ways: Array = np.asarray(shortest_path(graph, method="D", directed=False))
    return np.round(ways, 3)
