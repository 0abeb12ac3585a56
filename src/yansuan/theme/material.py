"""All that is known of Material for MkDocs: the version, its settings, and its files as they are to be.

Its templates as changed stand in `templates/`.  Both hold for one version: see `CHECKED`.

Material's bundle fetches a polyfill for old browsers and a diagram library from a public mirror, and the stars of a
repository from where it is kept.  No page here needs any of them, and none may ask another host; an old browser does
without.  Source maps (a megabyte each) are for those who work on Material, and go too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from mkdocs.structure.files import Files
from mkdocs.structure.toc import TableOfContents

from yansuan.words import OTHERS, knows, of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

CHECKED = "9.8"
"""The version that is known: its templates, the names of its classes and files, the words of its scripts."""

TEMPLATES = Path(__file__).with_name("templates")
"""Material's templates, where ours differ; our style sheets and scripts, which MkDocs copies as it does Material's."""

UNSAID: dict[str, Any] = {"features": [], "font": {"text": "Roboto", "code": "Roboto Mono"}}
"""What its settings are where a site says nothing; a palette it has none."""

# What Material calls its plugins, files and templates.
SEARCH, BLOG, TAGS = "material/search", "material/blog", "material/tags"
SEARCH_WORKER = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
SEARCH_REST = re.compile(r"assets/javascripts/(lunr/.*|workers/search\..*\.map)")

NOTE = "blog-post.html"
"""The template of a note."""

OURS = {None, NOTE, "archive.html", "blog.html"}
"""Templates of which it is known what they draw upon; None is that of a page which names none."""

OF_ALL_PAGES = re.compile(rb"\b(?:formulas|build_date_utc)\b|\bin pages\b")
"""What a template of a site's own may show of all pages, and ours for a note do not."""

OF_ANY_NOTE = re.compile(rb"\b(?:notes|cards|beside|archives|tags_of_site|posts|links)\b")
"""What it may show of any note; ours for a note show those of `yansuan.site.beside.shown`."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_SCHEMES = (
    ("(prefers-color-scheme)", "default", "material/theme-light-dark", "system"),
    ("(prefers-color-scheme: light)", "default", "material/white-balance-sunny", "light"),
    ("(prefers-color-scheme: dark)", "slate", "material/weather-night", "dark"),
)

# An address in quotes, on a host that serves packages: what the bundle hands to its loader of scripts.
_MIRROR = re.compile(r'"https://(?:unpkg\.com|cdn\.[\w.-]+|[\w-]+\.jsdelivr\.net)/[^"]*"')
# The same for what it asks of repositories, in template literals.
_REPOSITORY = re.compile(r"`https://(?=api\.github\.com/|\$\{\w+\}/api/)")
_SOURCE_MAP = re.compile(r"\n?(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")
# What the bundle fetches with every page is empty; the worker (yansuan/site/search.js) fetches the index when asked.
_INDEX = '"search/search_index.json"'
_NO_INDEX = "search/nothing.json"  # a file, as a strict Content-Security-Policy lets no script read a data: address
_ABSENT = '"data:text/javascript,"'  # loads, and defines nothing
# Where it seeks the site in other languages, by a sitemap beside each; feeds are alternates, too, and have none.
_OTHER_LANGUAGES = '"link[rel=alternate]"', '"link[rel=alternate][hreflang]"'
# How the diagrams of that library would be coloured: a string of 5 KB in a bundle of 110.
_DIAGRAMS = re.compile(r'"\.node circle,[^"]*"')
# What the bundle hands to that library: nothing where a page has none (a heading Mermaid is window.mermaid, too), nor
# what the library has drawn of its own accord before the bundle came.
_GRAPHS = '"pre.mermaid"', 'window.mermaid?.render?"pre.mermaid:not([data-processed])":":not(*)"'

# How a page fetches the bundle.
_BUNDLE = re.compile(r'<script src="([^"]*assets/javascripts/)(bundle\.\w+\.min\.js)"></script>')

# The theme lets colours fade, and stops that while light and dark are exchanged by a rule for everything, under which
# Chromium shares no computed style between elements, and which the bundle turns on and off when it starts.  That took
# half of a phone's time.  Without the rule the ground changes at once, and for a quarter of a second links, code and
# tags stand on it in the colours of the other scheme.  So neither: no colour fades.
_SWITCHING = re.compile(r"(?<=})[^{}]*\[data-md-color-switching\][^{}]*\{[^{}]*\}")
_TRANSITION = re.compile(r"(?<=[{;])transition:([^;}]*)")
_LIST = re.compile(r"(?:[^,(]|\([^)]*\))+")
# It asks for kerning and ligatures by their names, which are on anyhow: so asked, Firefox sets Chinese punctuation half
# as wide, in the middle of a line, too.
_FEATURES = re.compile(r"font-feature-settings:[^;}]*;?")
_COLOURS = {"color", "background", "background-color", "border", "border-color", "box-shadow", "fill", "stroke"}

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_SCROLLS = r'<div class="md-typeset__scrollwrap" tabindex="0"><div class="md-typeset__table">\g<0></div></div>'
_TABLES = '"table:not([class])"'  # which the bundle would put into the same once more

# How signs are said that tell one tag from another: C, C++ and C#, F# and F*, .NET, R&D.
_SIGNS = {
    "+": "plus", "#": "sharp", "*": "star", ".": "dot", "&": "and", "/": "slash", "!": "bang", "@": "at", "=": "equals",
    "%": "percent", "$": "dollar", "<": "less", ">": "greater", "?": "what", "^": "hat", "~": "tilde", "|": "bar",
}  # fmt: skip

# Words of the theme's scripts that name what only other settings than this site's bring about: code annotations, lists
# of versions, tabs, diagrams, the card of a repository, questions about cookies, marks of new pages, tips, buttons at
# code, banners, icons of tags, titles in the header; and admonitions and grids, which no script makes.  Rules for them
# are not kept where no page has them.
_OFF = re.compile(
    r"(?:md-)?(?:annotation|version|tabbed|mermaid|source|consent|feedback)|md-(?:status|tooltip|code__|select|banner)"
    r"|md-(?:header__topic|tag-icon)|admonition|(?:tip|success|question|warning|failure|example|grid|facts)$"
)


def fault_of_version(installed: str) -> str | None:
    """What is wrong with the version of Material that is installed, and what to do; None where it is the known one."""
    if ".".join(installed.split(".")[:2]) == CHECKED:
        return None
    return (
        f"Material for MkDocs {installed} is installed, and yansuan knows {CHECKED}: templates and scripts may differ. "
        f"Install mkdocs-material=={CHECKED}.*, or a yansuan that knows {installed}."
    )


def settings(language: str) -> dict[str, Any]:
    """What the templates and style sheets want of Material; a site may say otherwise.

    Light and dark have colours of our own, and no face is fetched from another host.  Sticky tabs are how instant
    navigation renews the places in the header.
    """
    words = of(language)
    palette = [
        {
            "media": media,
            "scheme": scheme,
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": icon, "name": words(f"palette.{key}")},
        }
        for media, scheme, icon, key in _SCHEMES
    ]
    features = "instant instant.progress tabs.sticky top"
    return {
        "font": False,
        "palette": palette,
        "features": [*(f"navigation.{name}" for name in features.split()), "toc.follow"],
    }


def unheeded(theme: Mapping[str, Any], hosts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Which of its settings a site says that do nothing here, or would have fonts fetched; and what to say instead."""
    palette = theme.get("palette")
    schemes = [one for one in (palette if isinstance(palette, list) else [palette]) if isinstance(one, Mapping)]
    for key in ("primary", "accent"):
        if value := next((one[key] for one in schemes if one.get(key) not in (None, "custom")), None):
            instead = "Take it out; colours are 'pigments' under the plugin yansuan, as {paper: {indigo: \"#2b4c7e\"}}"
            yield "palette", f"{key}: {value} colours nothing here. {instead}."
    font = theme.get("font")
    if font and font != UNSAID["font"] and "fonts.googleapis.com" not in hosts:
        instead = "Take it out; fonts of readers' machines are 'fonts' under the plugin yansuan"
        yield "font", f"it would be fetched from fonts.googleapis.com. {instead}."


def language(config: MkDocsConfig) -> str:
    """The language of the site; other themes call it otherwise."""
    return str(config.theme.get("language") or config.theme.get("locale") or OTHERS).replace("_", "-")


def own_language(named: object, site: str) -> str:
    """The language that a page names, "" where it names none, or the site's."""
    return str(named) if knows(named) and of(str(named)) != of(site) else ""


def nearest(tag: str) -> str:
    """The language of Material that is nearest to one that it does not have, such as `en-GB`."""
    return {"zh": "zh-CN"}.get(of(tag).language, of(tag).language)


def posts(config: MkDocsConfig) -> list[Any]:
    """The notes that the blog plugin has found, drafts under `serve` among them."""
    blog: Any = config.plugins.get(BLOG)
    return list(blog.blog.posts) if blog else []


def days(config: MkDocsConfig) -> Callable[[Any], str] | None:
    """How the blog plugin writes a day, where the site says how; None where it does not."""
    blog: Any = config.plugins.get(BLOG)
    if blog is None or blog.config.post_date_format == type(blog.config)().post_date_format:
        return None
    return lambda day: str(blog._format_date(day, blog.config.post_date_format, config))


def chinese_dates(config: MkDocsConfig) -> list[str]:
    """The settings of the blog plugin by which dates are written in Chinese, where the site's language has no 年."""
    blog: Any = config.plugins.get(BLOG)
    if blog is None or language(config).partition("-")[0] in ("zh", "ja"):
        return []
    return [key for key in ("post_date_format", "archive_date_format") if re.search("[年月日]", blog.config[key])]


def tell_tags_apart(config: MkDocsConfig, apart: Mapping[str, str]) -> None:
    """Give each tag a place of its own in lists, unless the site says how: Material's leaves out the signs of C++.

    Args:
        config: where the plugin is, if there is one.
        apart: the places of tags that would share one; see `shared_places`.
    """
    tags: Any = config.plugins.get(TAGS)
    if tags is not None and tags.config.tags_slugify == type(tags.config)().tags_slugify:
        tags.config.tags_slugify = partial(_place_of_tag, tags.config.tags_slugify, apart)


def shared_places(names: Iterable[str], place: Callable[[str], str]) -> dict[str, str]:
    """Of tags that share a place, as `a b` and `a-b` do, all but the first get a number.

    Args:
        names: the tags of the site, each as often as it is used.
        place: what the place of a tag is called.
    """
    apart = dict[str, str]()
    by_name = sorted(set(names))
    owners = {place(name): name for name in reversed(by_name)}
    for name in by_name:
        own = place(name)
        if owners[own] != name:
            number = next(number for number in count(2) if f"{own}-{number}" not in owners)
            apart[name] = f"{own}-{number}"
            owners[apart[name]] = name
    return apart


def slug_of_tag(config: MkDocsConfig) -> Callable[[str], str] | None:
    """What the place of a tag is called in addresses; None where the site lists no tags."""
    tags: Any = config.plugins.get(TAGS)
    if tags is None:
        return None
    return lambda name: str(tags.config.tags_slugify(name, tags.config.tags_slugify_separator))


def _place_of_tag(plain: Callable[[str, str], str], apart: Mapping[str, str], name: str, separator: str) -> str:
    if name in apart:
        return apart[name]
    said = "".join(f" {_SIGNS[sign]} " if sign in _SIGNS else sign for sign in name)
    # A tag of other signs alone is told by their names.
    return plain(" ".join(said.split()), separator) or plain(
        " ".join(unicodedata.name(sign, "") for sign in name), separator
    )


def title_of_home(config: MkDocsConfig) -> str | None:
    """What the site's `nav` calls its front page; None where it does not."""
    named = (one for item in config.nav or () if isinstance(item, dict) for one in item.items())
    return next((str(title) for title, uri in named if uri in ("index.md", "README.md")), None)


def lists_are_plain(config: MkDocsConfig) -> bool:
    """Whether lists of notes show of each what our template does: its card, else its title and address."""
    blog: Any = config.plugins.get(BLOG)
    if config.theme.name != "material" or blog is None or f"{BLOG} #2" in config.plugins:
        return False
    contents = [name for name in blog.config if name.endswith("toc") and blog.config[name]]
    found = [Path(folder) for folder in config.theme.dirs if (Path(folder) / "blog.html").is_file()]
    return not contents and found[:1] == [TEMPLATES]


def quicken_blog(config: MkDocsConfig, known: dict[tuple[Any, ...], str]) -> None:
    """Let the blog plugin write a date in words once, for which it reads the language's files each time.

    And read front matter by the YAML library's own parser in C, where it has one: the same, eight times as fast.

    Args:
        config: where the plugin is, if there is one.
        known: what it has written.
    """
    blog: Any = config.plugins.get(BLOG)
    if blog is None:
        return
    vars(import_module(f"{type(blog).__module__.removesuffix('.plugin')}.structure"))["SafeLoader"] = _LOADER
    write = type(blog)._format_date

    def remembered(date: Any, pattern: str, config: MkDocsConfig) -> str:
        key = date, pattern, config.theme["language"]
        if key not in known:
            known[key] = write(blog, date, pattern, config)
        return known[key]

    blog._format_date = remembered


def quicken_posts(config: MkDocsConfig) -> None:
    """Let the blog plugin know its notes by their files: of every page it asks whether it is one, by all their titles.

    Args:
        config: where the plugin is, if there is one; it has read the notes.
    """
    blog: Any = config.plugins.get(BLOG)
    if blog is not None:
        blog.blog.posts = _Posts(blog.blog.posts)


class _Posts(list[Any]):
    """The notes of a blog, in their order."""

    def __init__(self, posts: Iterable[Any]) -> None:
        super().__init__(posts)
        self._files = {post.file.src_uri for post in self}

    def __contains__(self, page: Any) -> bool:
        return page.file.src_uri in self._files


def shown_by(page: Any, cards: Container[str]) -> str:
    """What our templates show on a page that lists notes, besides the cards of those that have one."""
    posts = [getattr(entry, "post", entry) for entry in getattr(page, "posts", ())]
    told = [
        (uri, post.title, post.url, post.meta.get("scheduled"), post.config.date.created) if uri not in cards else uri
        for post in posts
        for uri in [post.file.src_uri]
    ]
    return repr((told, [one.url for one in getattr(page, "pages", ())]))


class Entry:
    """What a list shows of a note, in the place of Material's excerpt, for which it would set the text once more."""

    def __init__(self, post: Any) -> None:
        self.post, self.file, self.config, self.meta = post, post.file, post.config, post.meta
        self.authors, self.categories = list[Any](), list[Any]()
        self.content, self.more, self.toc = "", None, TableOfContents([])

    @property
    def url(self) -> str:
        """The note's address."""
        return str(self.post.url)

    @property
    def title(self) -> str:
        """The note's title."""
        return str(self.post.title)

    def render(self, page: Any, separator: str) -> None:
        """There is nothing to set."""


def list_entries(config: MkDocsConfig, *, plain: bool) -> None:
    """Let the blog plugin make an `Entry` of each note, if its lists are plain, and no excerpt.

    For that it makes a Markdown instance a note, which sets the beginning of the note anew in each list.
    """
    blog: Any = config.plugins.get(BLOG)
    if blog is None:
        return
    blog._lists_entries = plain
    names = vars(import_module(type(blog).__module__))
    if not isinstance(names["Excerpt"], _Excerpts):
        names["Excerpt"] = _Excerpts(names["Excerpt"])


class _Excerpts:
    """In the place of the plugin's class of excerpts; sites that are built by one process differ."""

    def __init__(self, made_by: Callable[..., Any]) -> None:
        self._made_by = made_by

    def __call__(self, post: Any, config: MkDocsConfig, files: Files) -> Any:
        plain = getattr(config.plugins.get(BLOG), "_lists_entries", False)
        return Entry(post) if plain else self._made_by(post, config, files)


def ask_less(config: MkDocsConfig, is_kept: Callable[[Any], bool], is_finished: Callable[[Any], bool]) -> None:
    """Ask Material's plugins nothing about notes that are as they were.

    Args:
        config: whose lists of notes are plain, see `list_entries`.
        is_kept: whether a page is as it was before it is put into its template.
        is_finished: whether it is as it was after that.
    """
    for post in posts(config):
        post.excerpt = Entry(post)
    whom = {"page_markdown": ([BLOG], is_kept), "page_content": ([BLOG], is_kept)}
    for event, (names, is_same) in (whom | {"page_context": ([SEARCH, TAGS, BLOG], is_finished)}).items():
        asked = [plugin for name in names if (plugin := config.plugins.get(name)) is not None]
        handlers = config.plugins.events[event]
        handlers[:] = [
            _unless(is_same, one) if any(getattr(one, "__self__", None) is plugin for plugin in asked) else one
            for one in handlers
        ]


def _unless(is_same: Callable[[Any], bool], handler: Callable[..., Any]) -> Callable[..., Any]:
    def ask(item: Any, *, page: Any, **more: Any) -> Any:
        return None if is_same(page) else handler(item, page=page, **more)

    return ask


def without_other_hosts(script: str) -> str:
    """A script that asks no mirror of packages and no keeper of repositories, nor for the index before it is needed."""
    script = script.replace(_INDEX, f'"{_NO_INDEX}"').replace(*_OTHER_LANGUAGES).replace(*_GRAPHS)
    script = _REPOSITORY.sub("`about:blank#", _MIRROR.sub(_ABSENT, script))
    return _SOURCE_MAP.sub("\n", _DIAGRAMS.sub('""', script))


def without_tables(script: str) -> str:
    """A script that leaves tables as `theme_later` has made them."""
    return script.replace(_TABLES, '":not(*)"')


def without_features(css: str) -> str:
    """A style sheet that leaves to the browser what a font can do."""
    return _FEATURES.sub("", css)


def without_fading(css: str) -> str:
    """A style sheet in which colours change at once, and that restyles nothing for that."""
    return _TRANSITION.sub(_of_shapes, _SWITCHING.sub("", css))


def _of_shapes(transition: re.Match[str]) -> str:
    """A transition of what is left of its properties without the colours."""
    left = [one for one in _LIST.findall(transition[1]) if one.split()[0] not in _COLOURS]
    return f"transition:{','.join(left) or 'none'}"


_AS_WRITTEN = re.compile(r"(<(?:pre|textarea|script|style)\b.*?</(?:pre|textarea|script|style)>)", re.DOTALL)
_AS_INK = re.compile(r'<span class="(?:nf|vm)">([^<>]*)</span>')  # functions and __name__ are as dark as all code
_BLANK = re.compile(r">[ \t]*\n\s*<")


def theme_later(html: str) -> str:
    """A page that fetches the theme's script only when its reader moves (theme.js, of `templates/assets`).

    What that script would have seen to stands in the page: wide code scrolls by keyboard, and wide tables scroll.  Nor
    does it carry the blanks between tags by which templates are indented, which a browser takes for one.
    """
    html = html.replace("<pre><span></span><code>", '<pre><code tabindex="0">')
    html = _AS_INK.sub(r"\1", html)
    html = _TABLE.sub(_SCROLLS, html)
    html = "".join(part if n % 2 else _BLANK.sub(">\n<", part) for n, part in enumerate(_AS_WRITTEN.split(html)))
    return _BUNDLE.sub(r'<script src="\1theme.js" data-theme="\1\2"></script>', html)


def take_offline(site: Path) -> None:
    """Rewrite the theme's scripts and style sheets in a built site, and drop their source maps."""
    assets = site / "assets"
    if (site / "search").is_dir():
        (site / _NO_INDEX).write_text('{"docs":[]}', "utf-8")
    for path in assets.rglob("*.map"):
        path.unlink()
    for path in [*assets.rglob("*.js"), *assets.rglob("*.css")]:
        text = path.read_text("utf-8")
        if (changed := _offline(text, path.suffix)) != text:
            path.write_text(changed, "utf-8")


@lru_cache(64)  # more than the theme has: the same at each save
def _offline(text: str, suffix: str) -> str:
    changed = without_other_hosts(text)
    return without_features(without_fading(changed)) if suffix == ".css" else without_tables(changed)


def may_be_set(word: str) -> bool:
    """Whether the theme's scripts, as this site sets them up, may set a class or an attribute of this name."""
    return not _OFF.match(word)
