"""Sites of other systems, taken into one of ours: what comes out, what is told, and that it builds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.site.conftest import BLOG, build_site
from yansuan.__main__ import main

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>'

JEKYLL = {
    "_config.yml": "url: https://me.example.org\nbaseurl: /blog\npermalink: /:year/:month/:title.html\n",
    "_posts/2019-03-01-Hello-World.markdown": """\
---
layout: post
title:  Hello: C# & <b> [1]
date: 2019-03-01 10:00:00 +0900
tags: math python
category: notes
author: me
mathjax: true
image: /assets/cover.svg
redirect_from: /old/hello
---
* TOC
{:toc}

# First

An area of $$x^2$$ and $a\\_i$ and \\\\(y\\\\),
[that]({% post_url 2019-04-01-other %}#end), [again]({{ site.baseurl }}/2019/04/other.html).
It costs $5 or $6, not $HOME/$USER, nor \\\\$7.
<!--more-->
$$
a \\\\\\\\
b
$$
and below

{% highlight python linenos %}
def f():
    return "$x" + "{{ y }}"
{% endhighlight %}

![A picture]({{ site.url }}/assets/a.svg){:.center}
{: .big}

```
{% raw %}{{ in code }}{% endraw %}
```

<img src="{{ "/assets/a.svg" | relative_url }}" alt="b">

{% include mathjax.html %}

> Take care of $x$.
> And of more.
{: .prompt-tip }

```sass
x
```
{: file='a "b".scss' }

\\$$y$$ begins a line. ![](/assets/a.svg){: w="30" h="20"}

$\\begin{equation} y = \\text{if $x$} \\end{equation}$

{% include figure.html src="/assets/a.svg" caption="A caption" %}

Second
======

\\\\[ \\begin{align} a &= b \\\\\\\\ c &= d \\end{align} \\\\]
""",
    "_posts/ml/2019-04-01-other.md": """\
---
title: 学习: 二
tags: [Python, math]
---
See [hello](/blog/2019/03/Hello-World.html) and `{{ "{{" }} x }}`.

## End
""",
    "_posts/2019-05-01-你好.md": "---\ntitle: 你好\npublished: false\n---\n没有别的。\n",
    "_drafts/idea.md": "Not yet.\n",
    "about.md": "---\nlayout: page\n---\n",
    "assets/a.svg": PICTURE,
    "assets/cover.svg": PICTURE,
    "assets/unused.svg": PICTURE,
}
HELLO = """\
---
date: 2019-03-01 10:00:00+09:00
tags: [math, python]
categories: [notes]
cover: ../assets/cover.svg
unchecked: 从 Jekyll 搬来，没有验算
was: [/2019/03/Hello-World.html, /old/hello]
---

# Hello: C# & &lt;b> [1]

## First

An area of $x^2$ and $a_i$ and $y$,
[that](other.md#end), [again](other.md).
It costs \\$5 or \\$6, not \\$HOME/\\$USER, nor \\$7.
<!-- more -->

$$
a \\\\
b
$$

and below

```python
def f():
    return "$x" + "{{ y }}"
```

![A picture](../assets/a.svg){:.center}

```
{{ in code }}
```

<img src="../assets/a.svg" alt="b">


> [!tip]
> Take care of $x$.
> And of more.

```sass title="a 'b'.scss"
x
```

$y$ begins a line. ![](../assets/a.svg){: width="30" height="20"}

$$ y = \\text{if $x$} $$

![A caption](../assets/a.svg "A caption")

## Second

$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$
"""

HEXO = {
    "_config.yml": "url: https://h.example.org\nlanguage: zh-CN\npermalink: :year/:title/\n",
    "source/_posts/pic.md": """\
title: 图与公式
date: 2020-02-03 10:20:30
updated: 2020-03-01 00:00:00
tags:
  - 线性代数
categories: [[数学, 代数], [笔记]]
top: true
---
{% asset_img b.svg 300 200 '"标题" "替代"' %}

![站内](/images/c.svg) ![旁](b.svg)

行内$\\alpha\\_1$，块：
$$
\\begin{bmatrix} 1 \\\\\\\\ 3 \\end{bmatrix} \\\\{ x \\\\} \\label{eq}
$$
其中 $$a$$ 是数。见{% post_link second %}与{% post_link second 第二篇 %}。

{% codeblock lang:js title.js https://x.example.org 原文 %}
alert("$")
{% endcodeblock %}

``` python 标题
print(1)
```

{% blockquote 孔子, 论语 %}
学而时习之，$x$
{% endblockquote %}

{% note warning %}
小心{% raw %}两处{% endraw %}
{% endnote %}
{% note info %}又，见 $\\eqref{eq}${% endnote %}

{% tabs x %}
<!-- tab 甲@icon -->
一页 $a$

二行
<!-- endtab -->
<!-- tab 乙 -->
二页
<!-- endtab -->
{% endtabs %}

{% youtube abc %}

{% strange x %}

[下](#1-小-Section)

### 1. 小 `Section`
""",
    "source/_posts/second.md": """\
"title": "第二",
"date": "2020/02/04",
"abbrlink": 7
;;;
## 一
见[前](/2020/pic/)。
""",
    "source/_posts/pic/b.svg": PICTURE,
    "source/images/c.svg": PICTURE,
}
PIC = """\
---
date: 2020-02-03 10:20:30
updated: 2020-03-01 00:00:00
tags: [线性代数]
categories: [数学, 代数, 笔记]
unchecked: 从 Hexo 搬来，没有验算
was: /2020/pic/
pin: true
---

# 图与公式

![替代](pic/b.svg "标题"){ width="300" }

![站内](../images/c.svg) ![旁](pic/b.svg)

行内$\\alpha_1$，块：

$$
\\begin{bmatrix} 1 \\\\ 3 \\end{bmatrix} \\{ x \\} \\label{eq}
$$

其中 $a$ 是数。见[第二](second.md)与[第二篇](second.md)。

```js title="title.js"
alert("$")
```

```python title="标题"
print(1)
```

> 学而时习之，$x$
>
> — 孔子, 论语

> [!warning]
> 小心两处

> [!info]
> 又，见 \\eqref{eq}

=== "甲"

    一页 $a$

    二行

=== "乙"

    二页


<https://www.youtube.com/watch?v=abc>

{% strange x %}

[下](#1-小-section)

### 1. 小 `Section`
"""

HUGO = {
    "hugo.toml": 'baseURL = "https://g.example.org/"\nlanguageCode = "en-us"\n[permalinks]\nposts = "/:year/:slug/"\n',
    "content/posts/bundle/index.md": """\
+++
title = "A Bundle"
date = 2021-05-06T07:08:09Z
tags = ["Go", "go"]
aliases = ["/old/bundle/"]
series = ["One"]
+++
{{< figure src="x.svg" title="A figure" alt="alt" width="200" >}}

{{< highlight go "linenos=table,hl_lines=1 3-4" >}}
fmt.Println("{{< x >}}")
{{< /highlight >}}

```go {linenos=table,hl_lines=[1,"3-4"]}
x {{</* figure */>}}
```

See [that]({{< ref "second.md" >}}), [this]({{< relref "/posts/second#h" >}}).

{{< notice tip "Title" >}}
inner $x$
{{< /notice >}}

{{< unknown a="b" >}}
<!--more-->
#no heading
""",
    "content/posts/second.md": """\
{
"title": "Second: one",
"date": "2021-05-07"
}
[b](/posts/bundle/)

## H
{{< hl >}}x{{< /hl >}}{{< icon name="a" >}}

{{< spoiler text="A b" >}}
c
{{< /spoiler >}}

{{< mine.inline >}}
{{ if .Page.Params.math }}
<link rel="stylesheet" href="https://cdn.example.org/katex.min.css">
{{ end }}
{{< /mine.inline >}}
\\[ a = b \\]
""",
    "content/about.md": "---\ntitle: About\n---\n",
    "content/posts/bundle/x.svg": PICTURE,
}
BUNDLE = """\
---
date: 2021-05-06 07:08:09+00:00
tags: [Go]
series: One
was: [/2021/a-bundle/, /old/bundle/]
lang: en-us
---

# A Bundle

![alt](bundle/x.svg "A figure"){ width="200" }

```go hl_lines="1 3-4"
fmt.Println("{{< x >}}")
```

```go hl_lines="1 3-4" linenums="1"
x {{< figure >}}
```

See [that](second.md), [this](second.md#h).

> [!tip] Title
> inner $x$

{{< unknown a="b" >}}
<!-- more -->
\\#no heading
"""

MKDOCS = {
    "mkdocs.yml": "site_name: x\nplugins: [blog]\nx: !!python/name:a.b\n",
    "docs/blog/posts/a.md": """\
---
date: {created: 2022-01-02, updated: 2022-02-02}
categories: [Hello]
authors: [me]
---
# Title here

![x](../../img/p.svg) [b](b.md#x)

\\(x\\), so:
\\[y = 1\\]

--8<-- "inc/p.md"
""",
    "inc/p.md": "Included.\n",
    "docs/blog/posts/b.md": "---\ndate: 2022-01-03\nslug: bee\n---\n# Bee\n\n## x\n",
    "docs/img/p.svg": PICTURE,
}
TITLE_HERE = """\
---
date: 2022-01-02
updated: 2022-02-02
categories: [Hello]
unchecked: 从 MkDocs 搬来，没有验算
was: /blog/2022/01/02/title-here/
---

# Title here

![x](../img/p.svg) [b](bee.md#x)

$x$, so:

$$y = 1$$

Included.
"""

OBSIDIAN = {
    ".obsidian/app.json": "{}",
    "矩阵 matrix.md": """\
---
tags: [a/b, 数学]
aliases: [方阵]
created: 2023-01-01
---
#todo 见[[行列式]]、[[行列式 det|那篇]]、[[行列式#定义]]、[[没有的]]、[[#本节]]。

![[Pasted 1.svg|300]] ![替代|200](attach/Pasted%201.svg)

> [!tip]- 折叠
> 内容 $$x$$

## 本节

行列式：$$\\det A = 1$$ 其中 $ n $。%%只给自己%% 一句^[脚注 $x$]。
""",
    "行列式 det.md": "---\ndate: 2023-01-02\naliases: 行列式\n---\n## 定义\n\n见 [[方阵]]。 ^abc\n",
    "attach/Pasted 1.svg": PICTURE,
}
MATRIX = """\
---
date: 2023-01-01
tags: [a/b, 数学]
unchecked: 从 Markdown 搬来，没有验算
---

# 矩阵 matrix

\\#todo 见[行列式](det.md)、[那篇](det.md)、[行列式](det.md#定义)、没有的、[本节](#本节)。

![](attach/Pasted%201.svg){ width="300" } ![替代](attach/Pasted%201.svg){ width="200" }

> [!tip]- 折叠
> 内容
>
> $$x$$

## 本节

行列式：$\\det A = 1$ 其中 $n$。<!--只给自己--> 一句[^here-1]。

[^here-1]: 脚注 $x$
"""


@dataclass(frozen=True)
class Case:
    """A site of a system, the notes that it becomes, the files that go with them, and what is told of what in them."""

    files: dict[str, str]
    notes: dict[str, str]
    copies: set[str]
    told: tuple[str, ...] = ()  # the name of a note, what is in it, and the message


CASES = {
    "jekyll": Case(
        JEKYLL,
        {
            "hello-world": HELLO,
            "other": "---\ndate: 2019-04-01\ntags: [python, math]\ncategories: [ml]\nwas: /2019/04/other.html\n---\n\n"
            "# 学习: 二\n\nSee [hello](hello-world.md) and `{{ x }}`.\n\n## End\n",
            "2019-05-01": "---\ndate: 2019-05-01\ndraft: true\n---\n\n# 你好\n\n没有别的。\n",
        },
        {"assets/a.svg", "assets/cover.svg"},
    ),
    "hexo": Case(
        HEXO,
        {
            "pic": PIC,
            "second": "---\ndate: 2020-02-04\nwas: /2020/second/\n---\n\n# 第二\n\n## 一\n见[前](pic.md)。\n",
        },
        {"posts/pic/b.svg", "images/c.svg"},
        ("pic", "{% strange x", "{% strange x %}: Write in Markdown what it stands for."),
    ),
    "hugo": Case(
        HUGO,
        {
            "bundle": BUNDLE,
            "second": "---\ndate: 2021-05-07\nunchecked: taken from Hugo as it was, not checked\n"
            "was: /2021/second-one/\nlang: en-us\n"
            "---\n\n# Second: one\n\n[b](bundle.md)\n\n## H\n==x==\n\n> [!note]- A b\n> c\n\n\n$$ a = b $$\n",
        },
        {"posts/bundle/x.svg"},
        ("bundle", "{{< unknown", '{{< unknown a="b" >}}: Write in Markdown what it stands for.'),
    ),
    "mkdocs": Case(MKDOCS, {"a": TITLE_HERE}, {"img/p.svg"}),
    "folder": Case(
        OBSIDIAN,
        {"matrix": MATRIX, "det": "---\ndate: 2023-01-02\n---\n\n# 行列式 det\n\n## 定义\n\n见 [方阵](matrix.md)。\n"},
        {"posts/attach/Pasted 1.svg"},
        ("matrix", "没有的", "there is no note 没有的 among what was imported. Write where it is, '[没有的](…)'."),
    ),
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder


def site_in(folder: Path, **blog: object) -> Path:
    settings = {"site_name": "x", "theme": {"name": "material", "language": "zh"}, "plugins": [{"blog": BLOG | blog}]}
    return write(folder, {"mkdocs.yml": yaml.safe_dump(settings), "docs/index.md": "# x\n"})


def as_it_is(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", CASES)
def test_posts_become_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    case, site = CASES[name], site_in(tmp_path / "site")
    other = write(tmp_path / "other", case.files)
    before, empty = as_it_is(other), as_it_is(site)
    monkeypatch.chdir(site)
    assert main(["import", str(other), "--dry-run"]) == (1 if case.told else 0)
    assert as_it_is(site) == empty
    assert (f"\n  {other}/" in capsys.readouterr().out) == bool(case.told)  # where it stands, as there is no note yet
    assert main(["import", "../other", "--report", "report.txt"]) == (1 if case.told else 0)
    assert as_it_is(other) == before
    for note, text in case.notes.items():
        assert (site / f"docs/posts/{note}.md").read_text("utf-8") == text
    assert {path for path in as_it_is(site / "docs") if not path.endswith(".md")} == case.copies
    out = capsys.readouterr().out
    said = (site / "report.txt").read_text("utf-8")
    if case.told:
        note, mark, message = case.told
        before_it, _, _ = case.notes[note].partition(mark)
        place = f"docs/posts/{note}.md:{before_it.count(chr(10)) + 1}:{len(before_it.rpartition(chr(10))[2]) + 1}"
        assert f"\n{message}\n  {place}\n" in out
        assert f"\n{message}\n  {place}\n" in said
    assert out.count("\n  docs/posts/") == bool(case.told)
    assert main(["import", "../other"]) == 2
    assert "there already. Nothing was written" in capsys.readouterr().err


@pytest.mark.site
def test_what_was_taken_builds_and_only_what_was_left_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them in one site: what each calls `second` stands in one of them only."""
    plan = site_in(tmp_path / "plan")
    monkeypatch.chdir(plan)
    for name, case in CASES.items():
        files = {path.replace("second", "next") if name == "hugo" else path: text for path, text in case.files.items()}
        files = {path: text.replace("second", "next") if name == "hugo" else text for path, text in files.items()}
        assert main(["import", str(write(tmp_path / name, files))]) == bool(case.told)
    sources = {path: text.decode("utf-8") for path, text in as_it_is(plan / "docs").items()}
    built = build_site(tmp_path / "built", sources, strict=True, parts=("markdown", "mathjax", "equations", "reading"))
    told = sorted(warning.split(": ")[2][:11] for warning in built.warnings)
    assert told == ["{% strange ", "{{< unknown"]
    assert "</svg>" in built.read("2020/02/pic")
    assert '<a href="hello-world/">' in built.read("2019/03/Hello-World.html")
    assert "从 Jekyll 搬来，没有验算" in built.read("2019/03/hello-world")


def test_tags_are_spelt_as_the_site_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = {"docs/posts/mine.md": "---\ndate: 2021-01-01\ntags: [NumPy]\n---\n# Mine\n"}
    monkeypatch.chdir(write(site_in(tmp_path / "site"), mine))
    posts = {f"{name}.md": f"---\ndate: 2020-01-01\ntags: [numpy, {name}]\n---\n# {name}\n" for name in ("a", "b")}
    assert main(["import", str(write(tmp_path / "other", posts))]) == 0
    assert "tags: [NumPy, a]" in Path("docs/posts/a.md").read_text("utf-8")


def test_what_is_said_often_stands_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site_in(tmp_path / "site"))
    body = "Text, [gone](/gone.html), ![a [b]](//pictures.example.net/a.png)."
    post = f"---\ndate: 2019-01-{{:02}}\nmood: well\nlayout: x\n---\n{body}\n"
    other = write(tmp_path / "other", {f"_posts/2019-01-{day:02}-p{day}.md": post.format(day) for day in range(1, 9)})
    assert main(["import", str(other), "--report", "all.txt"]) == 1
    out, whole = capsys.readouterr().out, Path("all.txt").read_text("utf-8")
    assert "mood: nothing here is called so. Leave it out, or put what it says into the text. (8)\n" in out
    assert "……还有 3 处" in out
    assert "hosts: [pictures.example.net]' under the plugin yansuan. (8)\n" in out
    assert whole.count("\n  docs/posts/p") == 16
    assert whole.count("_posts/2019-01-") == 8
    assert "layout (8)" in out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere"], "there is no folder nowhere"),
        (["empty", "--to", "site"], "there are no posts in empty, as far as Markdown has them"),
        (["other", "--to", "empty"], "there is no mkdocs.yml in"),
        (["other", "--to", "plain"], "has no plugin `blog`"),
        (["site", "--to", "site"], "is this very site"),
        (["other", "--to", "site"], "site/docs/posts/a.md: there already. Nothing was written"),
    ],
)
def test_nothing_is_written_where_it_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(site_in(tmp_path / "site"), {"docs/posts/a.md": "mine"})
    files = {"empty/x.txt": "", "plain/mkdocs.yml": "site_name: x", "other/b.md": "# B", "other/a.md": "# A"}
    before = as_it_is(write(tmp_path, files))
    assert main(["import", *arguments]) == 2
    said = capsys.readouterr()
    assert why in said.err
    assert (said.err.count("\n"), said.out) == (1, "")
    assert as_it_is(tmp_path) == before
