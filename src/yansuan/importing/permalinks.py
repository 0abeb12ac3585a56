"""The address that a post had, and the one that it gets: what is made of its date, its name and the settings."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from pymdownx.slugs import slugify

from yansuan.importing.systems import System, mkdocs_blog

_JEKYLL = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_FIELD = re.compile(r":([A-Za-z_]+)")


def split_name(stem: str) -> tuple[date | None, str]:
    """The day in a file's name, where one stands there, and the rest of the name."""
    if match := _DATED.fullmatch(stem):
        try:
            return date(int(match[1]), int(match[2]), int(match[3])), match[4]
        except ValueError:
            pass
    return None, stem


def filled(pattern: str, fields: dict[str, str]) -> str | None:
    """An address of a pattern; None where it wants what is not known."""
    wanted = _FIELD.findall(pattern)
    known = sorted(fields, key=len, reverse=True)
    if any(not any(name.startswith(field) for field in known) for name in wanted):
        return None
    for field in known:
        pattern = re.sub(rf":{field}(?![A-Za-z])", fields[field].replace("\\", r"\\"), pattern)
    return re.sub(r"/{2,}", "/", f"/{pattern}") if not _FIELD.search(pattern) else None


def of_post(
    system: System, name: str, values: dict[str, Any], day: date, categories: list[str], title: str
) -> str | None:
    """The address that a post had below the root of its site; None where that is not known.

    Args:
        system: its site.
        name: of its file, below the folder of the posts.
        values: its front matter.
        day: of it.
        categories: of it.
        title: of it.
    """
    make = {"jekyll": _jekyll, "hexo": _hexo, "hugo": _hugo, "mkdocs": _mkdocs}.get(system.name)
    own = values.get("permalink") or (values.get("url") if system.name == "hugo" else None)
    pattern = str(own) if isinstance(own, str) and own.strip() else ""
    if pattern and ":" not in pattern:
        return "/" + pattern.lstrip("/")
    return make(system, PurePosixPath(name), values, day, categories, title, pattern) if make else None


def _of_day(day: date) -> dict[str, str]:
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    formats = {
        "year": "%Y", "month": "%m", "day": "%d", "short_year": "%y", "hour": "%H", "minute": "%M", "second": "%S",
        "y_day": "%j", "yearday": "%j", "week": "%V", "short_day": "%a",
        "short_month": "%b", "long_month": "%B", "monthname": "%B", "weekdayname": "%A",
    }  # fmt: skip
    fields = {name: moment.strftime(form) for name, form in formats.items()}
    return fields | {"i_month": str(day.month), "i_day": str(day.day)}


def _jekyll(
    system: System, name: PurePosixPath, values: dict[str, Any], day: date, categories: list[str], title: str, own: str
) -> str | None:
    pattern = own or str(system.settings.get("permalink") or "date")
    slug = str(values.get("slug") or split_name(name.stem)[1])
    folders = list(name.parts[:-1]) if not categories else []
    fields = _of_day(day) | {
        "title": slug,
        "slug": slugify(case="lower")(slug, "-"),
        "categories": "/".join(dict.fromkeys(one.lower() for one in [*folders, *categories])),
        "output_ext": ".html",
    }
    return filled(_JEKYLL.get(pattern, pattern), fields)


def _hexo(
    system: System, name: PurePosixPath, values: dict[str, Any], day: date, categories: list[str], title: str, own: str
) -> str | None:
    pattern = own or str(system.settings.get("permalink") or ":year/:month/:day/:title/")
    dated = ":year" in str(system.settings.get("new_post_name") or "")
    stem = split_name(name.stem)[1] if dated else name.stem
    mapped = system.settings.get("category_map") or {}
    default = str(system.settings.get("default_category") or "uncategorized")
    fields = _of_day(day) | {
        "title": (name.parent / stem).as_posix(),
        "name": stem,
        "post_title": slugify()(title, "-"),
        "category": "/".join(str(mapped.get(one, one)) for one in categories) or default,
    }
    fields |= {key: str(values[key]) for key in ("abbrlink", "id", "slug", "lang") if values.get(key) is not None}
    address = filled(pattern, fields)
    return address if address is None or address.endswith(("/", ".html")) else f"{address}/"


def _hugo(
    system: System, name: PurePosixPath, values: dict[str, Any], day: date, categories: list[str], title: str, own: str
) -> str | None:
    stem = name.stem.split(".")[0]
    folders, file = (name.parts[:-2], name.parts[-2]) if stem == "index" else (name.parts[:-1], stem)
    patterns = system.settings.get("permalinks") or {}
    patterns = patterns.get("page", patterns) if isinstance(patterns, dict) else {}
    section = folders[0] if folders else ""
    pattern = own or patterns.get(section) or patterns.get("posts" if section == "post" else section)
    slug = values.get("slug")
    plain = _urlized(str(slug or file))
    fields = _of_day(day) | {
        "section": section,
        "sections": "/".join(folders),
        "title": _urlized(title),
        "slug": _urlized(str(slug or title)),
        "slugorfilename": plain,
        "slugorcontentbasename": plain,
        "filename": _urlized(file),
        "contentbasename": _urlized(file),
    }
    found = filled(str(pattern), fields) if pattern else "/".join(["", *map(_urlized, folders), plain])
    if found is None:
        return None
    return found if found.endswith((".html", "/")) else f"{found}/"


def _mkdocs(
    system: System, name: PurePosixPath, values: dict[str, Any], day: date, categories: list[str], title: str, own: str
) -> str | None:
    blog = mkdocs_blog(system.settings)
    if blog is None:
        parts = name.parts[:-1] if name.stem in ("index", "README") else (*name.parts[:-1], name.stem)
        flat = system.settings.get("use_directory_urls") is False
        return f"/{name.with_suffix('.html')}" if flat else f"/{'/'.join(parts)}/"
    slug = str(values.get("slug") or slugify(case="lower")(title, "-"))
    return in_blog(blog, day, slug, "/".join(slugify(case="lower")(one, "-") for one in categories), name.stem)


def in_blog(blog: dict[str, str], day: date, slug: str, categories: str = "", file: str = "") -> str | None:
    """The address of a post of Material's blog; None where its date has words in it."""
    form = blog["date"]
    if re.search(r"[A-Za-z]", re.sub(r"y{4}|M{1,2}|d{1,2}", "", form)):
        return None
    shown = re.sub(
        r"y{4}|M{1,2}|d{1,2}",
        lambda match: str({"y": day.year, "M": day.month, "d": day.day}[match[0][0]]).zfill(len(match[0])),
        form,
    )
    try:
        path = blog["url"].format(date=shown, slug=slug, categories=categories, file=file)
    except (KeyError, IndexError, ValueError):
        return None
    return re.sub(r"/{2,}", "/", f"/{blog['folder']}/{path}/")


def _urlized(name: str) -> str:
    """As Hugo makes an address of a name."""
    return re.sub(r"-{2,}", "-", re.sub(r"[^\w\-./+]", "", re.sub(r"\s+", "-", name.strip().lower()))).strip("-")
