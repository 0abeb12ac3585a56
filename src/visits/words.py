"""What readers are told of visits, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_MONTHS = (  # not by `strftime`, which follows the machine's language
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_CHINESE = {
    "since": "本站自 {since}已访问 {count}",
    "times": "{count} 次",
    "read": "阅读 {count}",
    "as-of": "截至 {day}",
    "before": "其中 {day}以前的 {count} 次不是这里数的。",
    "daily": "每天",
    "drawn": "每天的访问与浏览",
    "told": "{span}，访问 {visits} 次，浏览 {views} 次",
    "fullest": "；最多的一天是 {day}，访问 {visits} 次。",
    "end": "。",
    "span": "{first}至 {last}",
    "visits": "访问 {count} 次",
    "views": "浏览 {count} 次",
    "visitors": "访客 {count} 人（逐日相加）",
    "days": "九十天，到 {day}止；日子按世界时，北京时间早八点换日。",
    "table": "用数字看",
    "left-out": "没有列出的日子，什么也没有数到。",
    "none": "截至 {day}，这里还没有数到访问。",
    "most-read": "读得最多的笔记",
    "refuse": "不计我的访问",
    "refused": "：已记下",
}
_ENGLISH = {
    "since": "Visits since {since}: {count}",
    "times": "{count}",
    "read": "Visits: {count}",
    "as-of": "as of {day}",
    "before": "Those until {day}, {count}, were not counted here. ",
    "daily": "Day by day",
    "drawn": "Visits and views by day",
    "told": "{span}. Visits: {visits}; views: {views}",
    "fullest": ". Most visits in a day: {visits}, on {day}.",
    "end": ".",
    "span": "{first} to {last}",
    "visits": "Visits: {count}",
    "views": "Views: {count}",
    "visitors": "Visitors: {count} (each day’s, added up)",
    "days": "Ninety days, to {day}; a day begins at midnight UTC.",
    "table": "In numbers",
    "left-out": "On days that are not listed, nothing was counted.",
    "none": "As of {day}, no visits have been counted here yet.",
    "most-read": "Most read notes",
    "refuse": "Do not count my visits",
    "refused": ": noted",
}


@dataclass(frozen=True)
class Words:
    """The words of a language.

    Args:
        is_chinese: else they are English.
        columns: heads of the table: day, visits, views, visitors, programs.
        units: what long numbers beside the axis are counted in, the largest first.
    """

    is_chinese: bool
    sentences: Mapping[str, str]
    columns: tuple[str, str, str, str, str]
    units: tuple[tuple[int, str], ...]

    def __call__(self, key: str, **names: object) -> str:
        """What is said, with what stands in its braces."""
        return self.sentences[key].format(**names)

    def day(self, day: date) -> str:
        """A date."""
        return f"{day.year} 年 {self.short(day)}" if self.is_chinese else f"{self.short(day)} {day.year}"

    def short(self, day: date) -> str:
        """A date without its year."""
        return f"{day.month} 月 {day.day} 日" if self.is_chinese else f"{day.day} {_MONTHS[day.month - 1]}"

    def month(self, month: date) -> str:
        """A month and its year."""
        return f"{month.year} 年 {month.month} 月" if self.is_chinese else f"{_MONTHS[month.month - 1]} {month.year}"

    def number(self, value: int) -> str:
        """A number beside the axis, short: 1.5 万, 2 亿; 15k, 200m."""
        unit, word = next(((unit, word) for unit, word in self.units if value >= max(unit, 10_000)), (1, ""))
        return f"{value / unit:g}{word}"


CHINESE = Words(True, _CHINESE, ("日期", "访问", "浏览", "访客", "程序"), ((10**8, " 亿"), (10**4, " 万")))
ENGLISH = Words(
    False, _ENGLISH, ("Day", "Visits", "Views", "Visitors", "Programs"), ((10**9, "bn"), (10**6, "m"), (10**3, "k"))
)
