"""The formulas of texts in other dialects, each at its place."""

from __future__ import annotations

import json

from yansuan.lint.documents import passages, read
from yansuan.lint.documents.passage import Document

MARKDOWN = r"""---
title: x
symbols:
  x, y: 实数
---
# A

It costs $5 and $6. Let $A$ be `$no$` <!-- $no$ --> \$no\$ {math}`2^2=5`, $`3^3=28`$, {eq}`no`.
Then $$a=b$$ holds. %% $no$ %%

> Quote
> $$
> 2^{10} % $no$
> = 1023 % yansuan: ignore: because
> $$

1.  item

    $$x
    &lt; 1$$ {#eq-x}

<!-- yansuan: A: symmetric matrix; x: 整数 -->

## Sub

Thus
\begin{align}
a &= b \label{q} \\
c &= d \nonumber
\end{align}

```math
1+1=3
```

```{math}
:label: no
1+1=4
```

```python
no = "$a$"
```

    $no$

$\newcommand{\R}[1]{\mathbb{R}^{#1}}$ and \(\R{n}=2\) and \\[ \R4 \\]

# B

<!-- yansuan: ignore: $no$ --> Now $x$ of https://a.org/$no$ and $HOME, ${HOME}/a$, \[a word\].

$$
y

z
$$

:::{math}
u
:::

$$p\_1 &= \text{a\_b} \\\\ q$$

Not closed: $$ here.

And $w$.
"""

LATEX = r"""\documentclass{article} % $no$
\newcommand{\R}{\mathbb{R}} \newcommand*{\ip}[2][x]{\langle #1, #2\rangle}
\DeclareMathOperator*{\tr}{tr} \DeclarePairedDelimiter{\norm}{\lVert}{\rVert}
\def\abs#1{\lvert #1\rvert} \let\old\phi \renewcommand{\phi}{\old} \def\cut#1.{no}
\newcommand{\endless}{a\endless}
\begin{document}
\section{One} % yansuan: A: 对称矩阵
Let $A\in\R$ 50\% \verb|$no$| $\phi$
\begin{eqnarray}
\ip{y} &=& \tr A \label{e}\\
 & & \abs 3 + \norm*{x} % comment
\end{eqnarray}
\begin{lstlisting}
$no$
\end{lstlisting}
\begin{equation*}
2^{10} = 1023. % yansuan: ignore
\end{equation*}
$\endless$ $1+\endless$ \iffalse $no$ \fi
\begin{multline}a\\=b\end{multline}
% yansuan: what
\newcommand{\bea}{\begin{eqnarray}} % physicists
\newcommand\eea{%
  \end{eqnarray}}
\url{https://a.org/%20}
\bea \ensuremath{p} &=& q \eea
\begin{tikzpicture} \node at ($(a)$) {$no$}; \end{tikzpicture}
\[ 1=2 % refute
\]
\subsection{Sub}
$$2=3 \text{ if $x$}$$
\section{Two}
\(a\) \[b\] \begin{alignat}{2}a&=b\end{alignat}
\end{document}
$no$
"""

RST = r"""Title
=====

Hello :math:`a=b` there, ``:math:`no```.

.. yansuan: A: symmetric matrix

.. math::
   :label: no

   2^{10} = 1023

   a
   = b

.. math:: x=y

Code::

   :math:`no`

.. note::

   In :math:`n`.

Other
=====

:math:`m`
"""


def listed(document: Document) -> list[tuple[str, str]]:
    """The formulas, each behind line and column."""
    return [(str(document.place(one.start)), " ".join(one.tex.split())) for one in document.passages]


def test_markdown() -> None:
    found = read("a.md", MARKDOWN)
    assert listed(found) == [
        ("8:25", "A"),
        ("8:60", "2^2=5"),
        ("8:75", "3^3=28"),
        ("9:6", "a=b"),
        ("12:3", "2^{10} = 1023"),
        ("19:5", "x < 1"),
        ("27:1", r"\begin{align} a &= b \\ c &= d \end{align}"),
        ("32:1", "1+1=3"),
        ("36:1", "1+1=4"),
        ("47:43", r"\mathbb{R}^{n}=2"),
        ("47:59", r"\mathbb{R}^{4}"),
        ("51:36", "x"),
        ("53:1", "y z"),
        ("59:1", "u"),
        ("63:1", r"p_1 &= \text{a\_b} \\ q"),
        ("67:5", "w"),
    ]
    by_place = {str(found.place(one.start)): one for one in found.passages}
    assert [one.display for one in found.passages] == [False] * 3 + [True] * 6 + [
        False,
        True,
        False,
        True,
        True,
        True,
        False,
    ]
    assert by_place["8:25"].before == "It costs $5 and $6. Let"
    assert by_place["12:3"].before == "Quote"
    assert by_place["27:1"].before == "Thus"
    assert by_place["9:6"].declared == {"x, y": "实数"}
    assert by_place["27:1"].declared == {"y": "实数", "A": "symmetric matrix", "x": "整数"}
    assert by_place["51:36"].declared == {"x, y": "实数"}  # the section has ended
    assert [found.ignores[one.ignore].reason for one in found.passages if one.ignore is not None] == ["because", "$no$"]
    assert found.told == []


def test_places_in_the_file() -> None:
    """Each character of a formula stands where it says, through marks of quotations, macros and JSON."""
    for text in (MARKDOWN, MARKDOWN.replace("\n", "\r\n")):
        for one in passages("a.md", text):
            for at in (at for at, sign in enumerate(one.tex) if sign == "="):
                assert text[slice(*one.span(at, at + 1))] == "="
    quoted = next(one for one in passages("a.md", MARKDOWN) if "1023" in one.tex)
    assert MARKDOWN[slice(*quoted.span(0, len(quoted.tex)))].startswith("2^{10} % $no$\n> = 1023")
    document = read("a.md", MARKDOWN)
    macro = next(one for one in document.passages if one.tex.endswith("^{n}=2"))
    n = macro.tex.index("n")
    assert MARKDOWN[slice(*macro.span(n, n + 1))] == "n"
    assert MARKDOWN[slice(*macro.span(0, 3))] == r"\R{n}"
    at = macro.tex.index("=2")
    assert document.edit(macro, at, at + 2, "=3") == (*macro.span(at, at + 2), "=3")
    assert document.edit(macro, 0, 3, "x") is None
    assert macro.span(len(macro.tex), len(macro.tex))[0] == macro.span(0, len(macro.tex))[1]


def test_latex() -> None:
    found = read("a.tex", LATEX)
    assert listed(found) == [
        ("8:5", r"A\in\mathbb{R}"),
        ("8:31", r"\phi"),
        (
            "9:1",
            r"\begin{align} \langle x, y\rangle &= \operatorname*{tr} A \\ & \lvert 3\rvert"
            r" + \left\lVert x \right\rVert \end{align}",
        ),
        ("16:1", "2^{10} = 1023."),
        ("20:1", "a =b"),
        ("26:1", r"\begin{align} p &= q \end{align}"),
        ("31:1", r"2=3 \text{ if $x$}"),
        ("33:1", "a"),
        ("33:7", "b"),
        ("33:13", r"\begin{align}a&=b\end{align}"),
    ]
    assert [bool(one.declared) for one in found.passages] == [True] * 7 + [False] * 3
    assert found.passages[0].before == "Let"
    assert [(str(found.place(told.at)), told.message.split(".")[0]) for told in found.told] == [
        ("19:1", r"\endless stands for itself, so it has no end"),
        ("21:12", "'what' says of no letter what it is"),
    ]
    assert [one.reason for one in found.ignores] == [""]


def test_rst() -> None:
    found = read("a.rst", RST)
    assert listed(found) == [
        ("4:7", "a=b"),
        ("11:4", "2^{10} = 1023"),
        ("13:4", "a = b"),
        ("16:11", "x=y"),
        ("24:7", "n"),
        ("29:1", "m"),
    ]
    assert [bool(one.declared) for one in found.passages] == [False, True, True, True, True, False]


def test_notebooks() -> None:
    lines = ["# T\n", 'Hi "$\\alpha=\\beta$" 中\t\n', "$$2^{10}\n", "=1023$$"]
    code, cell = {"cell_type": "code", "source": "$no$"}, {"cell_type": "markdown", "source": lines}
    text = json.dumps({"cells": [code, cell, cell | {"source": "$x$"}], "nbformat": 4}, indent=1)
    found = read("a.ipynb", text)
    assert listed(found) == [
        ("cell 2:2:5", r"\alpha=\beta"),
        ("cell 2:3:1", "2^{10} =1023"),
        ("cell 3:1:1", "x"),
    ]
    power = found.passages[1]
    at = power.tex.index("1023")
    assert text[slice(*power.span(at, at + 4))] == "1023"
    assert found.edit(found.passages[0], 0, 6, r"\beta") == (*found.passages[0].span(0, 6), r"\\beta")
    assert found.place(power.span(at, at + 4)[0]).line == 1 + text[: text.index("1023")].count("\n")
    for wrong in ("{", "[]", "{}", "[" * 100_000):
        (told,) = read("a.ipynb", wrong).told
        assert "notebook" in told.message


def test_records() -> None:
    """JSON lines: the formula under "tex", each character at its place; a line that is none is told."""
    text = '{"source": "a", "tex": "\\\\frac12 = 1"}\n\n{"tex": 1}\nnone\n'
    document = read("a.jsonl", text)
    (one,) = document.passages
    assert one.tex == r"\frac12 = 1"
    start, end = one.span(5, 7)
    assert text[start:end] == "12"
    assert [(document.text[: told.at].count("\n") + 1, "no JSON" in told.message) for told in document.told] == [
        (4, True)
    ]
