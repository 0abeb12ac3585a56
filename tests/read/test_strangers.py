"""What is of another system, or refers to nothing, is told: where, and what to write."""

from __future__ import annotations

from tests.together import together
from yansuan.read.formulas import scan


@together(
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
        ("```js title=\"a\" {1,3-5}\nx\n```", (1, 1), "Write '```js title=\"a\" hl_lines=\"1 3-5\"'."),
        ("```sh 命令\nx\n```", (1, 1), "Write '```sh title=\"命令\"'."),
        ("```{r, echo=FALSE}\nx\n```", (1, 1), "says more of the code than is read here. Write '```r'."),
        ("```{note}\nx\n```", (1, 1), "is MyST's, and is not known here. Write '!!! note title'"),
        ("H~2~O", (1, 2), "~2~ is Pandoc's, and is not known here. Write '<sub>2</sub>', or a formula."),
        ("(x+y)~ij~", (1, 6), "Write '<sub>ij</sub>'"),
        ("x^2^ 与 y", (1, 2), "Write '<sup>2</sup>', or a formula."),
        ("Mg^2+^", (1, 3), "Write '<sup>2+</sup>'"),
        ("甲 ++ins++", (1, 3), "Write '^^ins^^'."),
        ("按 ++ctrl+c++", (1, 3), "Write '<kbd>ctrl</kbd>+<kbd>c</kbd>'."),
        ("甲^[乙]", (1, 2), "Write '[^1]' here, and '[^1]: …' on a line of its own."),
        ("段落 ^abc12", (1, 4), "^abc12 is Obsidian's"),
        ("[[_TOC_]]", (1, 1), "Take it out: the contents stand beside the text"),
        ("* TOC\n{:toc}", (2, 1), "{:toc} is Kramdown's"),
        ("@[toc](目录)", (1, 1), "@[toc](目录) is CSDN's"),
        ("见 @eq:x", (1, 3), "Write '\\eqref{x}'."),
        ("![甲](a.png =100x)", (1, 1), "Write '![甲](a.png){ width=100 }'."),
        ("[甲]{.red}", (1, 1), "Write '<span class=\"red\">甲</span>'."),
        ("{++甲++}", (1, 1), "{++甲++} is CriticMarkup's, and is not known here. Write '^^甲^^'."),
        ("{~~甲~>乙~~}", (1, 1), "Write '~~甲~~ ^^乙^^'."),
        ("{!a.md!}", (1, 1), "Write '--8<-- \"a.md\"' on a line of its own."),
        ("{{#include a.md}}", (1, 1), "is mdBook's"),
        ("{{ '/a' | relative_url }}", (1, 1), "is a template's"),
        (":doc:`a`", (1, 1), "is reStructuredText's"),
        ("{eq}`a`", (1, 1), "is MyST's"),
        (".. note::", (1, 1), "Write '!!! note'"),
        (":material-account:", (1, 1), "is Material's"),
        ("甲\n{ .annotate }", (2, 1), "Write a footnote"),
        ("#+BEGIN_SRC", (1, 1), "is Org's"),
        ("#数学 #物理", (1, 1), "Write them in the front matter: 'tags: […]'."),
        ("import A from 'a'", (1, 1), "is MDX's"),
        ("\\newpage", (1, 1), "\\newpage is LaTeX's, and is not known here. Take it out."),
        ("List<T> 甲", (1, 5), "HTML has no element <T>, and readers see nothing of it. Put it in `code`, or write"),
        ("<Tabs>\n甲\n</Tabs>", (1, 1), "HTML has no element <Tabs>"),
        ("甲\n\n```python\n$x", (3, 1), "'```' opens code that nothing closes."),
    ],
)  # fmt: skip
def test_each_is_told_once_in_its_place(text: str, place: tuple[int, int], message: str) -> None:
    (problem,) = scan(text).problems
    assert (problem.line, problem.column) == place
    assert message in problem.message
    assert problem.strange


@together(
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
        "3~5 度，8~10 度；气温3~5度，8~10度；~~甲~~ a~z",
        "a^2+b^2，好开心^^，哈哈^^，^^甲^^ 2^10，x^2 ^",
        "C++ 与 C++，++i 与 j++，++count 到 count++，a++b",
        "`H~2~O`、`x^2^`、`++甲++`、`List<T>`",
        "a < b 且 c > d，<br> <my-box>甲</my-box> <https://a.b> <svg><linearGradient/></svg> </T>",
        "[甲]{.red}\n\n[甲]: a.md",
        "# 甲 { #a }\n\n{: .a }\n\n:tea: 12:30:00 #include",
        '```python title="a.py" hl_lines="1 3"\n```\n\n```{ .py #x }\n```\n\n``` c++\n```\n\n```f#\n```',
        "见@甲，me@eq.org；important from 'a'",
    ],
)
def test_what_is_known_is_not_told(text: str) -> None:
    assert not scan(text).problems
