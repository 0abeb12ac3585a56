"""No formula changes another: not by what it defines, sets or numbers, and not by way of what is kept."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.check.kept import kept_plain
from yansuan.files import digest
from yansuan.set import typesetter as setting
from yansuan.set.typesetter import TeXError, Typesetter, ensure_mathjax

# All that says how a formula is set: our code, and MathJax's lock file.
SETTING = "\0".join(digest(file) for file in sorted(Path(setting.__file__).parent.glob("*.*")))

# What a formula writes, what to do instead, and another formula that it would have changed.
REACHING = [
    (r"\DeclareMathOperator{\div}{div}\div F = 0", r"Write \operatorname{div} where it stands.", r"6 \div 2 = 3"),
    (r"\DeclareMathOperator*\max{m\,x}\max_x f", r"Write \operatorname*{m\,x} where it stands.", r"\max_x f"),
    (r"\DeclarePairedDelimiter{\norm}{\|}{\|}\norm{x}", "Write the brackets themselves", r"\norm{x}"),
    (r"\DeclarePairedDelimiterX\set[1]{\{}{\}}{#1}\set{x}", "Write the brackets themselves", r"\set{x}"),
    (r"\MakeAboxedCommand\alpha\boxed", "Write out what it stands for.", r"\alpha"),
    (r"\newtagform{roman}{[}{]}\usetagform{roman} a", "Write out what it stands for.", "a"),
    (r"\mathtoolsset{centercolon=false} a := b", "Take it out.", "a := b"),
    (r"\mathtoolsset{legacycolonsymbols=true} a \coloneq b", "Take it out.", r"a \coloneq b"),
    (r"\newcommand{\R}{\mathbb{R}} x \in \R", "Write out what it stands for.", r"x \in \R"),
    (r"\renewcommand\phi{\varphi} \phi", "Write out what it stands for.", r"\phi"),
    (r"\def\e{\mathrm{e}} \e^x", "Write out what it stands for.", r"\e^x"),
    (r"\let\epsilon\varepsilon \epsilon", "Write out what it stands for.", r"\epsilon"),
    (r"\newenvironment{m}{(}{)} \begin{m}a\end{m}", "Write out what it stands for.", r"\begin{m}a\end{m}"),
    (r"a \\\definecolor{r}{rgb}{1,0,0}", "Write out what it stands for.", "a"),
    (r"\require{physics} \dv{x}", "Take it out.", r"\dv{x}"),
]

PACKAGES = ("base", "ams", "boldsymbol", "mathtools", "cancel", "html", "newcommand")


def outcome(setter: Typesetter, tex: str, *, display: bool = True) -> str:
    """What becomes of a formula: its drawing and MathML, or what is wrong with it."""
    try:
        made = setter.typeset(tex, display=display)
    except TeXError as error:
        return str(error)
    return made.body + made.mathml


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typesetter]:
    """One that never sees what reaches beyond itself."""
    setter = Typesetter(tmp_path_factory.mktemp("alone"))
    yield setter
    setter.close()


@pytest.mark.parametrize(("tex", "advice", "other"), REACHING)
def test_what_would_reach_others_is_refused_with_its_place(
    typesetter: Typesetter, alone: Typesetter, tex: str, advice: str, other: str
) -> None:
    with pytest.raises(TeXError, match="no formula changes another") as refused:
        typesetter.typeset(tex, display=True)
    macro = str(refused.value).split(" ")[0]
    assert tex[refused.value.index :].startswith(macro)
    assert refused.value.advice.startswith(advice)
    assert outcome(typesetter, other) == outcome(alone, other)


def test_mathjax_itself_keeps_nothing(tmp_path: Path, alone: Typesetter) -> None:
    """Also what nobody thought of refusing: in the way of Node's answer stands no list of names."""
    others = [other for _, _, other in REACHING] + [r"\begin{align}a&=b\\c&=d\end{align}", "\\left(x\\right) := |y|"]
    expected = [outcome(alone, other) for other in others]
    setter = Typesetter(tmp_path / "all")
    for number, (tex, *_) in enumerate(REACHING):
        setter._ask(f"{number:064}", tex, True)
        # What has been set is kept: another that asks the same Node sets it again.
        again = Typesetter(tmp_path / str(number))
        again._worker = setter._worker
        assert [outcome(again, other) for other in others] == expected, tex
    setter.close()


def test_no_macro_that_mathjax_knows_reaches_others() -> None:
    """Each of them once; what is found is kept, as `kept.py` says, as long as the typesetter stays the same."""
    packages = ensure_mathjax(print) / "node_modules" / "@mathjax" / "src" / "ts" / "input" / "tex"
    mappings = [file.read_text("utf-8") for name in PACKAGES for file in (packages / name).glob("*Mappings.ts")]
    names = sorted({name for text in mappings for name in re.findall(r"^\s*'?([A-Za-z]+)'?:", text, re.MULTILINE)})
    assert len(names) > 800
    others = [other for _, _, other in REACHING]
    assert kept_plain(lambda: reached(names, others), SETTING) == []


def reached(names: list[str], others: list[str]) -> list[str]:
    """Which formulas look otherwise once each macro has been set, with what would define something if it did."""
    with tempfile.TemporaryDirectory() as folder:
        setter, alone = (Typesetter(Path(folder, name)) for name in ("all", "alone"))
        for name in names:
            for tex in (rf"\{name}{{\div}}{{div}}{{x}}{{y}}", rf"\{name}\alpha\beta{{x}}"):
                assert len(list(setter._worker.answers([{"tex": tex, "display": True}]))) == 1
        found = [other for other in others if outcome(setter, other) != outcome(alone, other)]
        setter.close()
        alone.close()
    return found


def test_labels_and_numbers_of_one_formula_are_not_another_s(typesetter: Typesetter) -> None:
    tex = r"\begin{equation}\label{a{b}}x\end{equation}"
    one, other = typesetter._worker.answers([{"tex": tex, "display": True}] * 2)
    assert "error" not in one
    assert other == one


def test_the_order_in_which_formulas_are_set_says_nothing(tmp_path: Path) -> None:
    texs = [
        r"\mathbb{R}",
        r"\sqrt[3]{\frac{a}{b}}",
        r"a \\ b",
        r"\text{若}",
        r"\foo",
        r"\xrightarrow{x}",
        r"a^b^c",
        "☃",
    ]
    forth, back = Typesetter(tmp_path / "forth"), Typesetter(tmp_path / "back")
    one = {tex: outcome(forth, tex, display=False) for tex in texs}
    other = {tex: outcome(back, tex, display=False) for tex in reversed(texs)}
    forth.close()
    back.close()
    assert one == other


def test_what_is_drawn_has_no_ids(typesetter: Typesetter) -> None:
    made = typesetter.typeset(r"\cssId{main}{x} + \cssId{eq-1}{y}", display=False)
    assert not re.search(r"\sid=", made.body + made.mathml)


def test_a_formula_of_nothing_draws_nothing(typesetter: Typesetter) -> None:
    assert "undefined" not in typesetter.typeset("{}", display=True).body
