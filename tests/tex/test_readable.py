"""FORMULAS.md says what can be read: the functions of the table, and formulas of `natural/`; --update renews it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from yansuan.functions import FUNCTIONS, Interval

FILE = ROOT / "FORMULAS.md"
FOLDER = Path(__file__).parent / "natural"
SHOWN, REFUSED = 14, 5
THEMES = {
    "numbers-powers-and-brackets": "数、幂、括号",
    "products": "乘与除",
    "functions": "函数",
    "binomials": "二项式系数与排列",
    "sums": "求和与连乘",
    "endless": "无穷的和与极限",
    "derivatives": "导数",
    "dots": "点与撇",
    "rates": "全导数与变化率",
    "nabla": "∇ 与微分算子",
    "integrals": "积分",
    "matrices": "矩阵与向量",
    "adjoints": "转置与共轭",
    "stars": "星号",
    "bars": "绝对值、范数、行列式",
    "bars-above": "上划线",
    "discrete": "整除、同余、取整",
    "sets": "集合",
    "logic": "逻辑",
    "lists": "单子与省略号",
    "extrema": "最大、最小、上下确界",
    "conditions": "条件与分段",
    "orders": "阶：O、o、~",
    "families-and-names": "带指标的字母与名字",
    "names": "多个字母的名字",
    "places": "位置与指标",
    "decoration": "只管样子的命令",
    "layout": "多行与对齐",
}
HEAD = """\
# 读得懂的公式

验算先要读懂。这里列出读得懂什么、不读什么和为什么。函数出自 `src/yansuan/functions.py`，
其余是 `tests/tex/natural/` 里各题开头的几条；`pytest tests/tex/test_readable.py --update` 重写它。
字母是什么，由程序的记号或笔记的 `symbols` 说；一条公式被读成了什么，
`python -m yansuan.equations --explain docs/posts/note.md:41` 逐层印出。
宁可不读，也不猜：有两种意思的写法，会说出是哪两种。

"""


def _interval(domain: Interval | None) -> str:
    if domain is None:
        return "处处"
    low = "(-∞" if domain.low is None else f"{'[' if domain.closed else '('}{domain.low}"
    high = "∞)" if domain.high is None else f"{domain.high}{']' if domain.closed else ')'}"
    return f"{low}, {high}"


def _functions() -> Iterator[str]:
    yield "## 有名字的函数\n\n| 写法 | 实数的范围 | 可以写 f′ | 可以取矩阵 |\n| --- | --- | --- | --- |\n"
    for row in FUNCTIONS.values():
        if row.spellings and not row.doubt:
            short = [name for name in row.spellings if not name.startswith("\\operatorname")] or row.spellings
            names = " ".join(f"`{name}`" for name in short)
            where = _interval(FUNCTIONS["log"].domain if row.base else row.domain)
            where = where if row.of_numbers or row.base else "—"
            whole = "是" if row.of_matrix or row.entrywise else ""
            yield f"| {names} | {where} | {'是' if row.slope else ''} | {whole} |\n"
    yield "\n每个名字也可以写作 `\\operatorname{…}`。不读的：\n\n"
    for row in FUNCTIONS.values():
        if row.doubt:
            yield f"- `{row.spellings[0]}`：{row.doubt}\n"
    yield "\n"


def _theme(name: str) -> Iterator[str]:
    read, refused = list[str](), list[tuple[str, str]]()
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    for tex, below in zip(lines, [*lines[1:], ""], strict=True):
        if not tex or tex.startswith(" "):
            continue
        if below.startswith("    column "):
            refused.append((tex, below.partition(": ")[2]))
        else:
            read.append(tex)
    yield f"## {THEMES[name]}\n\n"
    if read:
        yield "```tex\n" + "".join(f"{tex}\n" for tex in read[:SHOWN]) + "```\n\n"
    if refused:
        yield "不读的：\n\n"
        yield from (f"- `{tex}`：{why}\n" for tex, why in refused[:REFUSED])
        yield "\n"


def test_what_can_be_read_is_listed(pytestconfig: pytest.Config) -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(THEMES)
    text = (HEAD + "".join(_functions()) + "".join(part for name in THEMES for part in _theme(name))).rstrip() + "\n"
    if pytestconfig.getoption("--update"):
        FILE.write_text(text, "utf-8")
    assert FILE.read_text("utf-8") == text, "run pytest tests/tex/test_readable.py --update"
