"""What is of another system, or refers to nothing, is told: where, and what to write."""

from __future__ import annotations

import pytest

from yansuan.read.formulas import scan


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("甲\n\n乙 {% highlight python %}\nx = $1\n\ny\n{% endhighlight %}", (3, 3),
         "{% highlight python %} is Jekyll's, and is not known here. Write the code between '```LANGUAGE'"),
        ("{% raw %}$a{% endraw %}", (1, 1), "{% raw %} is Jekyll's"),
        ("{% asset_img a.png %}", (1, 1), "{% asset_img a.png %} is Hexo's"),
        ('甲 {{< figure src="a.png" caption="乙" >}}', (1, 3), "Write '![乙](a.png \"乙\")'."),
        ("{{< youtube x >}}", (1, 1), "{{< youtube x >}} is Hugo's"),
        ("{{ site.url }}", (1, 1), "{{ site.url }} is of a template"),
        ("甲\n\n::: tip 标题\n乙\n:::", (3, 1), "is a box of other systems, and is not known here. Write '!!! tip"),
        ("::: {.note}\n乙\n:::", (1, 1), "Write '!!! note title'"),
        ("见 [[导数|那里]]", (1, 3), "[[导数|那里]] is a wiki's, and is not known here. Write '[那里](导数.md)'."),
        ("![[图 1.png]]", (1, 2), "is Obsidian's, and is not known here. Write '![what it shows](图 1.png)'."),
        ("甲 %%别人不看%% 乙", (1, 3), "Write '<!-- … -->', or leave it out."),
        ("甲 <% asset %>", (1, 3), "<% asset %> is of a template"),
        ("令 $`a^2`$", (1, 3), "Write '$a^2$'."),
        (r"令 \\(w\\)", (1, 3), "Write '$w$'."),
        (r"令 \\[a_b\\]", (1, 3), "Write '$$ … $$', a block of its own."),
        ("甲[^没有]", (1, 2), "there is no footnote [^没有]. Write a line '[^没有]: …'"),
        ("[文字][没有]", (1, 1), "there is no address by the name [没有]"),
        ("甲\n\n- 乙\n\n  ```mermaid\n  a\n  ```", (5, 3), "'```mermaid': no diagram is drawn of it"),
        ("```math\nx\n```", (1, 1), "Write a formula between '$$' and '$$'."),
        ("甲\n\n```python\n$x", (3, 1), "'```' opens code that nothing closes."),
    ],
)  # fmt: skip
def test_each_is_told_once_in_its_place(text: str, place: tuple[int, int], message: str) -> None:
    (problem,) = scan(text).problems
    assert (problem.line, problem.column) == place
    assert message in problem.message
    assert problem.strange


@pytest.mark.parametrize(
    "text",
    [
        "`{% raw %}` 与 ``{{< a >}}``，`[^没有]`，`\\\\(w\\\\)`",
        "```\n{% raw %}\n[^没有]\n```",
        "甲[^1]\n\n[^1]: 乙",
        "[甲][乙] [甲][] A[i][j]\n\n[乙]: a.md\n[甲]: b.md",
        r"$\begin{pmatrix} a \\ (b) \\ (c) \end{pmatrix}$",
        "$A[i][j]$ \\[^甲]",
        "````\n```\n````",
        "[[1]](a.md) [[1, 2], [3, 4]] [[1]] `[[甲]]` `$`a`$` x[[i]]",
        "100%% 与 50%%，%s%%d；a ::: b，::: 与 `::: tip`",
        "$$\na %% 甲 %%\n$$",
        "- [ ] 甲\n- [x] 乙",
        "[![甲](a.png)](b.md)[乙](c.md)",
    ],
)
def test_what_is_known_is_not_told(text: str) -> None:
    assert not scan(text).problems
