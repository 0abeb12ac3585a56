"""How a declaration says the distribution of a random variable: `随机变量 ~ N(μ, σ²)`, `random variable ~ Exp(λ)`.

Without a distribution, a random variable has three or four values, drawn like real numbers, with arbitrary
probabilities.  Where textbooks differ in what the parameters of a distribution are, each is called what it is:
`Gamma(shape 2, rate 3)`; or it is said where it begins to count: `几何分布(0.3), 从 1 起`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from yansuan.check.bounds import Bound, BoundError, bound, tidy
from yansuan.distributions import FAMILIES, Family

NAMES = ("随机变量", "独立同分布随机变量", "样本", "random variable", "independent random variables", "sample")


@dataclass(frozen=True)
class SaidLaw:
    """A family, and its parameters in the letters of the declaration."""

    family: Family
    parameters: tuple[Bound, ...]


@dataclass(frozen=True)
class _Form:
    """A way to say a distribution.

    Args:
        family: its name.
        names: what it is called besides, in Chinese and English.
        labels: what each parameter is called, in Chinese and English, where it must be.
        start: where it begins to count, where that must be said.
        size: how many parameters are written; None for as many as the family has.
        made: the parameters of the family, from those that are written.
    """

    family: str
    names: tuple[str, ...]
    labels: tuple[tuple[str, str], ...] = ()
    start: str = ""
    size: int | None = None
    made: Callable[..., tuple[Bound, ...]] = lambda *given: given

    @property
    def row(self) -> Family:
        return next(row for row in FAMILIES if row.name == self.family)

    @property
    def written(self) -> int:
        """How many parameters are written."""
        return len(self.row.parameters) if self.size is None else self.size

    def shown(self, *, chinese: bool) -> str:
        """How an author may write it."""
        row = self.row
        if not self.labels and not self.start and self.size is None and row.spellings:
            return f"{_plainly(row.spellings[0])}({', '.join(row.parameters)})"
        name = next(one for one in self.names if one.isascii() != chinese)
        given = row.parameters[len(row.parameters) - self.written :]
        if self.labels:
            given = tuple(f"{label[not chinese]} {one}" for label, one in zip(self.labels, given, strict=True))
        start = (f", 从 {self.start} 起" if chinese else f" from {self.start}") if self.start else ""
        return f"{name}{'分布' if chinese else ''}" + (f"({', '.join(given)})" if given else "") + start


def _one_over(one: Bound) -> Bound:
    return Bound(f"1/({one.text})", one.letters, lambda lookup: 1 / one.value(lookup))


_SHAPE, _RATE, _SCALE = ("形状", "shape"), ("率", "rate"), ("尺度", "scale")
_GAMMA, _GEOMETRIC = ("伽马", "Gamma", "γ", "Γ"), ("几何", "Geometric", "Geom", "Geo")
_FORMS = (
    _Form("Bernoulli", ("伯努利", "两点")),
    _Form("binomial", ("二项",)),
    _Form("Poisson", ("泊松",)),
    _Form("normal", ("正态", "高斯", "Gaussian")),
    _Form("normal", ("标准正态", "standard normal"), size=0, made=lambda: (bound("0"), bound("1"))),
    _Form("exponential", ("指数",)),
    _Form("uniform", ("均匀",)),
    _Form("chi-squared", ("卡方", "χ²", "χ^2", "chi-square", "chi squared")),
    _Form("beta", ("贝塔", "Beta", "β")),
    _Form("Student's t", ("学生 t", "Student t", "Student")),
    _Form("F", ("F",)),
    _Form("Cauchy", ("柯西",)),
    _Form("Cauchy", ("标准柯西", "standard Cauchy"), size=0, made=lambda: (bound("0"), bound("1"))),
    _Form("Laplace", ("拉普拉斯",)),
    _Form("logistic", ("逻辑斯谛", "逻辑斯蒂")),
    _Form("log-normal", ("对数正态", "log normal")),
    _Form("Rayleigh", ("瑞利",)),
    _Form("discrete uniform", ("离散均匀", "Discrete uniform")),
    _Form("gamma", _GAMMA, (_SHAPE, _RATE)),
    _Form("gamma", _GAMMA, (_SHAPE, _SCALE), made=lambda shape, scale: (shape, _one_over(scale))),
    _Form("geometric", _GEOMETRIC, start="1"),
    _Form("negative binomial", _GEOMETRIC, start="0", size=1, made=lambda p: (bound("1"), p)),
    _Form("negative binomial", ("负二项", "Negative binomial", "NB", "NegBin"), start="0"),
    _Form(
        "hypergeometric", ("超几何", "Hypergeometric"),
        (("总数", "population"), ("其中", "marked"), ("抽取", "drawn")),
    ),
    _Form("Weibull", ("韦布尔", "威布尔", "Weibull"), (_SHAPE, _SCALE)),
    _Form("Pareto", ("帕累托", "Pareto"), (_SHAPE, _SCALE)),
)  # fmt: skip

_TAIL = r"(?:[,，;；]?\s*(?:从\s*(?P<zh>[01])\s*起|from\s+(?P<en>[01])))?\s*$"
_LAW = rf"(?P<name>[^()（）~∼]+?)\s*(?:[(（](?P<given>.*)[)）])?{_TAIL}"
_AFTER = re.compile(rf"(?:~|∼|服从|\\sim\b)\s*{_LAW}")
_ALONE = re.compile(_LAW)
_PLAIN = re.compile(r"\\(?:operatorname|mathcal|mathrm)\s*\{(\w+)\}|\\mathcal\s+(\w)")
_LABELS = {name: label for form in _FORMS for label in form.labels for name in label}
_LABELLED = re.compile(rf"\s*(?P<label>{'|'.join(map(re.escape, _LABELS))})(?![A-Za-z])\s*[=:]?\s*(?P<value>.+)")


def split_law(text: str, letters: Sequence[str] = ()) -> tuple[str, SaidLaw | None]:
    """What is said before a distribution, and the distribution; None where there is none.

    Args:
        text: what a declaration says.
        letters: those that it declares, which may stand before the distribution: `X ~ N(0, 1)`.

    Raises:
        BoundError: it is none that is known, or its parameters are not.
    """
    told = f"'{text}' says no distribution, such as '随机变量 ~ N(μ, σ²)'"
    match = _AFTER.search(text)
    if match is None:
        if re.search(r"~|∼", text):
            raise BoundError(told)
        match = _ALONE.fullmatch(text)
        if match is None or not _is_named(match):
            return text, None
    chinese = not text.isascii()
    forms = _BY_NAME.get(_told(match["name"]), [])
    if not forms:
        if match["given"] is None:
            raise BoundError(told)
        known = ", ".join(form.shown(chinese=chinese) for form in _FORMS)
        raise BoundError(f"the distribution '{match['name']}' is not known here. Known are {known}")
    return _without(text[: match.start()], letters), _law(forms, match, chinese=chinese)


def says_law(text: str) -> bool:
    """Whether a declaration says a distribution; `1 ~ n` says a range."""
    after, alone = _AFTER.search(text), _ALONE.fullmatch(text)
    if after and any(after["given"] is not None or form.size == 0 for form in _BY_NAME.get(_told(after["name"]), [])):
        return True
    return after is None and alone is not None and _is_named(alone)


def _law(forms: list[_Form], match: re.Match[str], *, chinese: bool) -> SaidLaw:
    """Which of the forms it is that a distribution's name has."""
    written = re.split("[,，;；]", match["given"]) if (match["given"] or "").strip() else []
    labelled = [_LABELLED.fullmatch(one) for one in written]
    given = {_LABELS[one["label"]]: one["value"] for one in labelled if one}
    start = match["zh"] or match["en"] or ""
    shown = " or ".join(f"'{form.shown(chinese=chinese)}'" for form in forms)
    for form in forms:
        if form.start != start or set(form.labels) != set(given):
            continue
        values = [given[label] for label in form.labels] if form.labels else written
        if len(values) != form.written or len(values) != len(written):
            what = f"{shown.strip(chr(39))} has {form.written} parameters, and {len(written)} are said"
            raise BoundError(what)
        return SaidLaw(form.row, form.made(*(bound(one) for one in values)))
    if forms[0].labels or forms[0].start:
        doubt = "in its parameters" if forms[0].labels else "in what it counts"
        raise BoundError(
            f"the distribution '{match['name']}' means two things: textbooks differ {doubt}. Write {shown}"
        )
    raise BoundError(f"'{match[0].strip()}' says more of the distribution than there is to say. Write {shown}")


def _is_named(match: re.Match[str]) -> bool:
    """Whether words without ~ are a distribution, and no kind of letters with a range."""
    forms = _BY_NAME.get(_told(match["name"]), [])
    if match["given"] is None:
        return any(form.size == 0 for form in forms)
    name = match["name"].strip()
    return bool(forms) and (name.endswith(("分布", "distribution")) or (name.isascii() and len(name) > 1))


def _without(before: str, letters: Sequence[str]) -> str:
    """What is said before a distribution, without the letters that are declared."""
    if not letters:
        return before
    own = r"\s*[,，]\s*".join(re.escape(one) for one in letters)
    return re.sub(rf"(?:^|(?<=[\s\u4e00-\u9fff]))\s*\$?{own}\s*\$?\s*$", "", tidy(before))


def _plainly(spelling: str) -> str:
    return _PLAIN.sub(lambda one: one[1] or one[2], spelling).replace(r"\chi^2", "χ²")


def _told(name: str) -> str:
    return re.sub(r"[\s\\{}]|distribution$|分布$", "", _plainly(name)).lower()


def _names(form: _Form) -> Iterator[str]:
    yield from form.names
    if form.size is None and not form.start:
        yield form.family
        yield from form.row.spellings


def _by_name() -> dict[str, list[_Form]]:
    found = dict[str, list[_Form]]()
    for form in _FORMS:
        for name in dict.fromkeys(map(_told, _names(form))):
            found.setdefault(name, []).append(form)
    return found


_BY_NAME = _by_name()
