"""MkDocs' door to what is about many pages: notes in order with their cards, plain text, feed, redirects.

Front matters and search have doors of their own beside this one.

Templates get `notes`, `cards`, `archives`, `feed_url`, `tags_of_site`, `beside`, `ways` and `home_title` everywhere; on
each page `note`, `cover`, `last_one`, `next_one`, `series`, `linked` and `archive_url`; see cards.py for what a card
has.  `ways` has the addresses of about.md, archive.md and tags.md, of those that there are; `feed_url` is none where
there is no feed, and `home_title` where the site's `nav` has no title for its front page.
"""

import logging
import posixpath
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from yansuan import known
from yansuan.cache import Cache, Recent
from yansuan.page import Html, read_page
from yansuan.page import Page as Read
from yansuan.project import Project
from yansuan.read import front, places
from yansuan.read.bibliography import FILE
from yansuan.read.bibliography import read as read_bibliography
from yansuan.read.hosts import Hosts
from yansuan.read.pictures import size
from yansuan.read.source import front_matter_lines, shown_path
from yansuan.report import Report
from yansuan.site import feed, plain, redirects
from yansuan.site.addresses import Checks, anchors_of_nothing, with_boxes
from yansuan.site.beside import Beside, beside
from yansuan.site.cards import Card, Cover, Note, Series, Tag, make_card, neighbours, order, series_of
from yansuan.site.extension import ReadingExtension
from yansuan.site.front_matter_door import FrontMatters
from yansuan.site.outside import MANIFEST, ROBOTS, Outside, manifest, robots
from yansuan.site.search_door import Search
from yansuan.theme import material
from yansuan.theme.face import Face
from yansuan.theme.material import BLOG, TAGS, posts
from yansuan.theme.zone import zone_of
from yansuan.words import OTHERS, Words, of

report = Report("reading", follows=True)

_LISTS = ("index.md", "archive.md", "tags.md")  # pages that change with the notes
_WAYS = ("about", "archive", "tags")  # pages that templates lead to where a site has them, by the names of their files


@dataclass
class _Build:
    """What one build knows; a rebuild begins anew."""

    cards: list[Card] = field(default_factory=list)
    archives: list[dict[str, Any]] = field(default_factory=list)
    ways: dict[str, str] = field(default_factory=dict)
    covers: dict[str, Cover | None] = field(default_factory=dict)  # of notes, drafts among them
    old: dict[str, tuple[Page, File]] = field(default_factory=dict)
    tells_anchors: bool = False


class Reading:
    """What a site's pages have of each other, and what is read of them elsewhere."""

    fronts: FrontMatters
    search: Search

    def __init__(
        self,
        project: Project,
        cache: Cache,
        face: Callable[[], Face],
        hosts: Sequence[str] = (),
        *,
        serving: bool,
    ) -> None:
        self.fronts = FrontMatters(project, serving=serving)
        self.search = Search(cache, self._read, serving=serving)
        self._hosts = hosts
        self._cache = cache
        self._face = face
        self._serving = serving
        self._build = _Build()
        self._language, self._words = OTHERS, of(OTHERS)  # of the site
        self._kept_feeds = dict[str, str]()
        self._given: Mapping[str, Any] = {}  # to all templates, by whoever gives them anything
        self._cards = Recent[Card]()
        self._pages = Recent[Read]()
        self._beside: tuple[list[Card], dict[str, Any], dict[str, Beside]] = [], {}, {}  # of the last build

    def begin(self, config: MkDocsConfig) -> None:
        """Forget the last build; footnotes and tables in every Markdown instance of this one."""
        self._build = _Build()
        self._cards.turn()
        self._pages.turn()
        self.search.begin(config)
        self._language = material.language(config)
        self._words = of(self._language)
        self.fronts.begin(config)
        for key in material.chinese_dates(config):
            place = places.shown_setting(Path(config.config_file_path or "mkdocs.yml"), "plugins", BLOG, key)
            report(f"{place}: {key}: dates are written in Chinese, and the site is not. Take it out.")
        bibliography = read_bibliography(Path(config.docs_dir, FILE))
        for fault in bibliography.faults:
            report(fault)
        hosts = Hosts((*self._hosts, *filter(None, [urlsplit(config.site_url or "").hostname])))
        checks = Checks(self.fronts.hidden, self.fronts.draft, hosts, report)
        untitled = self.fronts.is_untitled
        extension = ReadingExtension(self._language, report, lambda: bibliography, None, checks, untitled)
        config.markdown_extensions.append(extension)  # type: ignore[arg-type]
        if self._tells_anchors(config):
            config.validation.links.anchors = logging.DEBUG  # MkDocs is not to tell of them as well

    def _tells_anchors(self, config: MkDocsConfig) -> bool:
        """Whether it is told that a place is on no page: unless mkdocs.yml makes less of it than a warning."""
        given: Mapping[str, Any] = {}
        for one in known.said(config):
            given = one.get("validation") or given
        self._build.tells_anchors = {**given, **(given.get("links") or {})}.get("anchors", "warn") == "warn"
        return self._build.tells_anchors

    # Files

    def finish_files(self, files: Files, config: MkDocsConfig) -> None:
        """Now that the blog plugin has read the notes: redirects to them."""
        if BLOG in config.plugins and not config.site_url:
            file = Path(config.config_file_path or "mkdocs.yml")
            where = places.shown_setting(file, "site_url")
            report(f"{where}: there is no feed without a site_url: it needs whole addresses. Add one.")
        for page in _published(config):
            self._add_redirects(files, page, config)

    def _add_redirects(self, files: Files, page: Page, config: MkDocsConfig) -> None:
        """A file at each old address of a note.

        Pages are written after files: where capitals do not count in file names, and the old address differs from
        another page's by these only, the page stands and nothing needs a redirect.
        """
        checked = self.fronts.notes[page.file.src_uri]
        for address in front.old_addresses(checked):
            uri = redirects.destination(address)
            if any(file.dest_uri == uri for file in files):
                where = places.shown(checked.path, checked.places["was"])
                report(f"{where}: was: there is a page at {address}. Take it out.")
            elif address not in self._build.old:
                file = File.generated(config, uri, content="", inclusion=InclusionLevel.INCLUDED)
                files.append(file)
                self._build.old[address] = page, file

    # Pages

    def name_in_plain_text(self, html: str, page: Page) -> str:
        """Titles and the table of contents in plain text; faults of a note's front matter where its author reads."""
        if (title := page.meta.get("title")) and "<h1" not in html:
            html = f"<h1>{escape(str(title))}</h1>\n{html}"
            page.toc = _under(str(title), page.toc)
        read = self._read(html)
        if (first := next(iter(page.toc), None)) and first.level == 1 and first.id in read.headings:
            page.title = escape(read.headings[first.id], quote=False)  # which is HTML, as MkDocs has it
        _rename(list(page.toc), read.headings)
        words = self._words.within(page.meta.get("lang"))
        told = self.fronts.faults.get(page.file.src_uri, [])
        faults = [words("fault.front", message=escape(one)) for one in told]
        titled = any(item.level == 1 for item in page.toc.items[:1])
        if page.file.src_uri in self.fronts.notes and not told and not titled:
            faults.append(words("fault.program", message=escape(self._untitled(page))))
        notices = [f'<div class="author-error">{fault}</div>' for fault in faults]
        return "\n".join([*notices, html])

    def _untitled(self, page: Page) -> str:
        """Tell, once, that a note has no title; the same words are for its page."""
        line = 1 + front_matter_lines(page.file.content_string)
        place = f"{shown_path(Path(str(page.file.abs_src_path)))}:{line}:1"
        message = f"{place}: the note has no title, so lists call it by its file. Begin it with a line '# Title'."
        report(message)
        return message

    def make_cards(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Cards for all templates; the feed and the redirects, now that the notes are rendered."""
        published = _published(config)
        contents = {page.file.src_uri: page.content or "" for page in published}
        self._build.covers = {post.file.src_uri: _cover(post, files) for post in posts(config)}
        with_feeds = bool(config.site_url) and self._face().shows("feeds")
        covers = self._build.covers
        zone = self._face().zone or zone_of(self._words)
        moments = {uri: one.values.get("date") for uri, one in self.fronts.notes.items()}
        notes = order(
            _note(page, config, covers[page.file.src_uri], moments.get(page.file.src_uri), zone, with_feeds=with_feeds)
            for page in published
        )
        _shorten(config)
        day = material.days(config) or self._words.date
        self._build.cards = [self._card(note, contents[note.src_uri], day) for note in notes]
        cards = {card.src_uri: card for card in self._build.cards}
        for page in published:
            card = cards[page.file.src_uri]
            page.meta["description"] = card.description  # its first words, where its author wrote none
        _date(files, cards, {file.src_uri for file in map(files.get_file_from_path, _LISTS) if file})
        self._build.archives = _archives(config, cards)
        self._build.ways = {name: file.url for name in _WAYS if (file := files.get_file_from_path(f"{name}.md"))}
        links = {card.src_uri: self._read(contents[card.src_uri]).links for card in self._build.cards}
        tags = {tag.name: tag for card in self._build.cards for tag in card.tags}
        env.globals |= {
            "notes": self._build.cards, "cards": cards, "archives": self._build.archives,
            "feed_url": feed.RSS if config.site_url and BLOG in config.plugins else None, "ways": self._build.ways,
            "home_title": material.title_of_home(config), "beside": self._found_beside(links),
            "tags_of_site": tags, "touch_icon": _add_manifest(files, config),
        }  # fmt: skip
        self._given = env.globals
        if config.site_url:
            # Whoever writes waits for the page, not for the feeds: they stay those of the first build.
            self._kept_feeds = (self._serving and self._kept_feeds) or self._feeds(
                config, contents, list(tags.values())
            )
            if not files.get_file_from_path(ROBOTS):
                self._kept_feeds.setdefault(ROBOTS, robots(str(config.site_url)))
            for address, content in self._kept_feeds.items():
                files.append(File.generated(config, address, content=content, inclusion=InclusionLevel.INCLUDED))
        for address, (page, old) in self._build.old.items():
            card = cards[page.file.src_uri]
            tag = card.language or self._language
            old.content_string = redirects.page(address, page.url, card.title_text, page.canonical_url, tag)

    def _found_beside(self, links: dict[str, Any]) -> dict[str, Beside]:
        """What stands beside each note, which takes long to find, and follows from the cards and these links."""
        if self._beside[:2] != (self._build.cards, links):
            self._beside = self._build.cards, links, beside(self._build.cards, links)
        return self._beside[2]

    def check_anchors(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Links to places that are on no page, now that all pages are there: told, and on the page with the link."""
        if not self._build.tells_anchors:
            return
        for page in [file.page for file in files.documentation_pages() if file.page]:
            missing, words = anchors_of_nothing(page), self._words.within(page.meta.get("lang"))
            for one in missing:
                report(one.message)
            if missing:
                told = partial(_of_program, words)
                page.content = with_boxes(page.content or "", page.file.url, missing, told)

    def _feeds(self, config: MkDocsConfig, contents: Mapping[str, str], tags: Sequence[Tag]) -> dict[str, str]:
        if BLOG not in config.plugins:
            return {}
        site_url = str(config.site_url)

        def content(card: Card) -> str:
            return self._portable(contents[card.src_uri], urljoin(site_url, card.url), card.language)

        return self._outside(config).feeds(self._build.cards, tags, content)

    def _outside(self, config: MkDocsConfig) -> Outside:
        return Outside(
            name=config.site_name,
            url=str(config.site_url),
            author=config.site_author or config.site_name,
            description=config.site_description or "",
            copyright=config.copyright or "",
            language=self._language,
            face=self._face(),
            words=self._words,
        )

    def _portable(self, content: str, address: str, language: str) -> str:
        words = self._words.within(language)
        make = partial(plain.portable, content, address, words)
        return self._cache.kept("portable", make, content, address, words.language)

    def _card(self, note: Note, content: str, day: Callable[[date], str]) -> Card:
        return self._cards.get((note, content), partial(make_card, note, self._read(content), day))

    def _read(self, html: str) -> Read:
        """A page as Markdown made it, read now or before."""
        return self._pages.get(html, partial(self._cache.kept, "read", partial(read_page, html), html))

    def finish_context(self, context: Any, page: Page, config: MkDocsConfig) -> None:
        """What the template of a page is told of it."""
        uri, cards = page.file.src_uri, self._build.cards
        context["note"] = next((card for card in cards if card.src_uri == uri), None)
        context["last_one"], context["next_one"] = neighbours(cards, uri)
        context["series"] = series_of(cards, uri)
        context["cover"] = self._build.covers.get(uri)  # a draft has no card
        context["numbered"] = self._read(page.content or "").numbered if context["note"] else ()
        context["linked"] = self._linked(page, context["note"], context["series"], config)
        context["archive_url"] = self._archive_url(context["note"])

    def _linked(self, page: Page, card: Card | None, series: Series | None, config: MkDocsConfig) -> Html | None:
        """What the page is, for search engines; nothing where it has no address, or is neither a note nor the front."""
        if not config.site_url or not (card or page.is_homepage):
            return None
        drawn = (self._given.get("share_cards") or {}).get(card.src_uri) if card else None
        return self._outside(config).linked(card, series, drawn)

    def _archive_url(self, card: Card | None) -> str:
        """The page of all years where there is one, else the note's year, else the newest."""
        if "archive" in self._build.ways:
            return self._build.ways["archive"]
        archives = self._build.archives
        years = [a for a in archives if card is None or a["year"] == card.year] or archives
        return str(years[0]["url"]) if years else "."


def _under(title: str, toc: Any) -> TableOfContents:
    """The contents of a page whose title is not in its text."""
    head = AnchorLink(escape(title, quote=False), "", 1)
    head.children = list(toc)
    return TableOfContents([head])


def _rename(items: list[AnchorLink], texts: Mapping[str, str]) -> None:
    for item in items:
        if item.id in texts:
            item.title = escape(texts[item.id], quote=False)
        _rename(item.children, texts)


def _shorten(config: MkDocsConfig) -> None:
    """Leave the blog plugin the first lines of each note: it sets the whole of it again for every list it is in."""
    for post in posts(config):
        post.markdown = (post.markdown or "").partition(_blog(config).config.post_excerpt_separator)[0]


# The blog and tags plugins


def _blog(config: MkDocsConfig) -> Any:
    return config.plugins.get(BLOG)


def _date(files: Files, cards: Mapping[str, Card], lists: Collection[str]) -> None:
    """Say when pages last changed, which the sitemap tells: nothing of those of which it is not known.

    MkDocs takes the day of the build for all of them, and search engines believe none.
    """
    days = {uri: (card.updated or card.date).isoformat() for uri, card in cards.items()}
    if not days:
        return  # MkDocs dates the packed sitemap by the latest of all pages, and wants one
    for file in files.documentation_pages():
        if file.page:
            last = max(days.values()) if file.src_uri in lists else ""
            file.page.update_date = days.get(file.src_uri, last)


def _published(config: MkDocsConfig) -> list[Any]:
    """The notes that are no drafts; `serve` has drafts among its pages."""
    return [post for post in posts(config) if not post.config.draft]


def _note(
    page: Any, config: MkDocsConfig, cover: Cover | None, written: date | None, zone: tzinfo, *, with_feeds: bool
) -> Note:
    """A note, as its page says it.

    Args:
        page: its page.
        config: the settings.
        cover: its picture.
        written: its date as its author wrote it; the blog plugin takes a time without a zone for one of UTC.
        zone: of such a time.
        with_feeds: whether tags have feeds.
    """
    meta, created = page.meta, page.config.date.created
    updated = meta.get("updated")
    return Note(
        src_uri=page.file.src_uri,
        url=page.url,
        slug=str(meta["slug"]) if meta.get("slug") else Path(page.file.src_uri).stem,
        date=_day(created),
        time=created.time(),
        zone=getattr(written, "tzinfo", None) or zone,
        updated=_day(updated) if updated else None,
        series=str(meta.get("series") or ""),
        is_pinned=meta.get("pin") is True,
        cover=cover,
        description=str(meta.get("description") or ""),
        tags=tuple(_tags(page, config, with_feeds=with_feeds)),
        language=material.own_language(meta.get("lang"), material.language(config)),
    )


def _add_manifest(files: Files, config: MkDocsConfig) -> str | None:
    """The address of the icon of a phone's home screen, a PNG beside the SVG of a tab's; None where there is none."""
    drawn = str(config.theme.get("favicon") or "")
    icon = files.get_file_from_path(f"{drawn.removesuffix('.svg')}.png") if drawn.endswith(".svg") else None
    if icon is None:
        return None
    if not files.get_file_from_path(MANIFEST):
        files.append(File.generated(config, MANIFEST, content=manifest(config.site_name, icon.url)))
    return icon.url


def _cover(page: Any, files: Files) -> Cover | None:
    """The cover of a note; the blog plugin has moved it to where the notes are."""
    said = page.meta.get("cover")
    if isinstance(said, str):  # what is sound is read as it is written
        said = {"src": said}
    if not isinstance(said, dict) or not said.get("src"):
        return None
    known = size(Path(page.file.abs_src_path).parent, said["src"])
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), said["src"]))
    file = files.get_file_from_path(uri)
    return Cover(posixpath.normpath(file.url), str(said.get("alt") or ""), *known) if known and file else None


def _day(created: Any) -> date:
    return date(created.year, created.month, created.day)


def _tags(page: Page, config: MkDocsConfig, *, with_feeds: bool) -> list[Tag]:
    """The tags of a note in the author's order, with the addresses of their list and feed."""
    names = page.meta.get("tags") or []
    plugin: Any = config.plugins.get(TAGS)
    mapping = plugin.mappings.get(page) if plugin and plugin.mappings else None
    references = (plugin.listings & mapping) if mapping else []
    urls = {str(reference): reference.links[0].url for reference in references if reference.links}
    slug = material.slug_of_tag(config) if with_feeds else None
    return [Tag(str(one), urls.get(str(one)), feed.address_of(slug(str(one))) if slug else None) for one in names]


def _archives(config: MkDocsConfig, cards: dict[str, Card]) -> list[dict[str, Any]]:
    views = _blog(config).blog.views if _blog(config) else []
    found = []
    for view in views:
        if type(view).__name__ == "Archive":
            there = {post.file.src_uri for post in view.posts}  # of which those that are pinned come first
            notes = [card for uri, card in cards.items() if uri in there]
            found += [{"year": notes[0].year, "url": view.url, "notes": notes}] if notes else []
    return sorted(found, key=lambda archive: -int(archive["year"]))


def _of_program(words: Words, message: str) -> str:
    return str(words("fault.program", message=message))
