"""What is meant as mathematics where dollars or a backslash leave that open, and what is a price or a path."""

from __future__ import annotations

import re
from difflib import get_close_matches

# Commands of TeX that stand in formulas; with another name what looks like one is a word after a backslash.
COMMANDS = frozenset(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho
    sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    frac dfrac tfrac cfrac sqrt binom dbinom tbinom sum prod coprod int iint iiint oint lim limsup liminf max min sup
    inf arg sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln lg exp det dim ker deg gcd hom Pr
    infty partial nabla forall exists nexists neg lnot emptyset varnothing aleph hbar ell Re Im wp imath jmath prime
    leq geq le ge neq ne approx equiv sim simeq cong propto ll gg prec succ preceq succeq mid nmid parallel perp
    subset supset subseteq supseteq subsetneq sqsubseteq in ni notin cup cap setminus land lor wedge vee oplus ominus
    otimes odot times div cdot ast star circ bullet pm mp dagger ddagger amalg bigcup bigcap bigoplus bigotimes
    bigwedge bigvee to gets mapsto rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow iff implies
    impliedby longrightarrow longleftarrow longmapsto Longrightarrow uparrow downarrow hookrightarrow xrightarrow
    hat widehat tilde widetilde bar overline underline vec dot ddot acute grave check breve overbrace underbrace
    overrightarrow overset underset stackrel mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathscr mathtt bm
    boldsymbol operatorname DeclareMathOperator text textbf textit textrm mbox left right middle big Big bigg Bigg
    bigl bigr Bigl Bigr lVert rVert lvert rvert lfloor rfloor lceil rceil langle rangle lbrace rbrace lbrack rbrack
    vert Vert ldots cdots vdots ddots dots quad qquad tag label eqref ref notag nonumber begin end displaystyle
    textstyle limits nolimits substack boxed cancel color textcolor phantom not pmod bmod mod therefore because
    triangleq coloneqq vdash models top bot angle triangle square checkmark newcommand renewcommand def
    """.split()
)

_NEAR = 0.75  # how alike a command is to one that it may be meant to be
_LONG = 3  # letters of a command with which a longer one may begin


def likely(command: str) -> str | None:
    r"""What a command that TeX does not know may be meant to be; None where nothing is near.

    A misspelt one, as `\sinn`, or one with what follows it, as `\sinx`.
    """
    name = command.removeprefix("\\")
    if name in COMMANDS:
        return None
    near = [f"\\{one}" for one in get_close_matches(name, COMMANDS, 1, _NEAR)]
    begins = max((one for one in COMMANDS if name.startswith(one) and len(one) >= _LONG), key=len, default="")
    run = [f"\\{begins} {name.removeprefix(begins)}"] if begins else []
    return " or ".join(near + run) or None


# Environments that are displayed without dollars around them, as in LaTeX.
_DISPLAYED = (
    "equation|align|gather|multline|eqnarray|flalign|alignat|aligned|alignedat|gathered|split|cases|array"
    "|[pbBvV]?matrix|smallmatrix|displaymath|math"
)
ENVIRONMENT = re.compile(rf"\\begin\{{((?:{_DISPLAYED})\*?)\}}")
"""One that is displayed."""

OTHER_ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)
"""One that is not: a theorem, a table of LaTeX."""

COMMAND = re.compile(r"\\([A-Za-z]{2,})(\s*\{)?")
"""What looks like a command."""

_PART = r"[^\s\\/:*?\"<>|，。；、（）“”`$]+"
_PATH = re.compile(rf"(?:\\{{1,2}}{_PART})+\\?")
_DRIVE = re.compile(r"(?<![A-Za-z])[A-Za-z]:$|(?<![^\s(“\"'（])\.{1,2}$")
_SHARE = re.compile(rf"\\\\[A-Za-z][\w.-]*\\{_PART}")

_SIGNS = re.compile(r"[\\^_{}=<>+]")
_WORD = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
_SAID = re.compile(r"[\u3400-\u9fff]|\s[A-Za-z]{2,}")
_SUM = re.compile(r"\d[\d,.]*(?![\d,.]*[\\^_{}])(?!\d*[a-z]\s*[=+<>^_-])")
_FULL = r"[\u3000-\u303f\uff00-\uffef…—–]"  # punctuation as wide as a character
_LISTED = re.compile(rf"\d[\d,.]*{_FULL}(?:[^$]*(?:[A-Za-z]{{2,}}|{_FULL}))?$")
_NAMED = re.compile(rf"(?:[A-Za-z_]\w+|\{{\w+\}}){_FULL}$")
_CLOSED = re.compile(r"\d[\d,.]*[）】》」』。；]")
_BEHIND = re.compile(_FULL)
_NAME = re.compile(r"[\w{]", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z_]\w+(?![\w^{\\(])")
_TEX_BEFORE = re.compile(r"[\\^_{}][^\s$]*$")
# What only a formula has, before the first character of Chinese.
_TEX = re.compile(r"[^\u3000-\u9fff\uff00-\uffef]{0,40}?(?:\\[A-Za-z]{2}|(?<![A-Za-z\d])[A-Za-z][\^_]|[)}][\^_]|=)")
_RUN = re.compile(
    r"(?:\\(?:text|mathrm|operatorname|label|tag)\s*\{[^{}\n]*\}|(?!\\(?:eq)?ref\b)\\(?:[A-Za-z]+|[^\n])"
    r"|[^\\A-Za-z$`<\n\u3000-\u9fff\uff00-\uffef]|(?<![A-Za-z])[A-Za-z](?![A-Za-z]))*"
)
_NOTHING = re.compile(r"$|[\s.,;:!?)\]\"'’”，。；：！？）」、|/]")


def path_end(text: str, at: int, end: int) -> int | None:
    """Where a path of Windows ends whose first backslash stands at `at`; None where none does."""
    if _DRIVE.search(text, max(0, at - 3), at) or _SHARE.match(text, at, end):
        path = _PATH.match(text, at, end)
        return path.end() if path else None
    return None


def is_command(match: re.Match[str]) -> bool:
    """Whether what looks like a command is meant as one: TeX knows it, or it takes something in braces."""
    return match[1] in COMMANDS or bool(match[2])


def run_end(text: str, at: int) -> int:
    """Where what looks like TeX ends that goes on at `at`: before words, Chinese, a formula, a reference, a new line.

    Whoever forgets to say that it is a formula has made one mistake, however many commands are in it.
    """
    run = _RUN.match(text, at)
    return run.end() if run else at


def is_dollar(text: str, at: int, closing: int | None, end: int) -> bool:
    """Whether the `$` at `at` is a sign of its own: of a price, of a variable of a shell.

    Args:
        text: that it stands in.
        at: where.
        closing: the next `$` with which it could enclose something; None where there is none.
        end: of its paragraph.
    """
    is_price = _SUM.match(text, at + 1, end)
    if text[max(0, at - 1) : at].isdigit() and _BEHIND.match(text, at + 1, end):  # 5$，
        return True
    if closing is not None:
        if is_price and text[closing + 1 : closing + 2].isdigit():
            return True
        inner = text[at + 1 : closing]
        if _CLOSED.match(inner):
            return True
        if is_price and (_SAID.search(inner) or _LISTED.match(inner)) and not _SIGNS.search(inner):
            return True
        if _NAMED.match(inner) and _NAME.match(text, closing + 1, end):  # $HOME、$PATH
            return True
        if inner == inner.strip() or is_meant(inner):
            return False
    if _NOTHING.match(text, at + 1, end):
        return not _TEX_BEFORE.search(text, max(0, at - 40), at)
    return bool(is_price or _VARIABLE.match(text, at + 1, end))


def is_meant(tex: str) -> bool:
    r"""Whether what stands in `\( … \)`, or in dollars with blanks, is mathematics, and no words."""
    return bool(tex.strip()) and bool(_SIGNS.search(tex) or not _WORD.search(tex)) and not tex.strip().isdigit()


def is_opened(text: str, at: int, end: int) -> bool:
    r"""Whether a `\(` or `\[` that nothing closes is meant to open a formula, and is no bracket.

    Args:
        text: that it stands in.
        at: where.
        end: of its paragraph.
    """
    bracket = text[at + 1]
    rest = text[at + 2 : end]
    if bracket == "[" and (rest.startswith("^") or "]" in rest):
        return False
    if rest.count(")") > rest.count("("):
        return False
    return bool(_TEX.match(rest))


def unescaped(text: str, mark: str, at: int, end: int) -> int | None:
    """Where a mark without a backslash before it begins, from `at` to `end`; None where none does."""
    signs = re.compile(re.escape(mark) + r"|\\.", re.DOTALL).finditer(text, at, end + len(mark) - 1)
    return next((sign.start() for sign in signs if sign[0] == mark), None)


def closing_dollar(text: str, at: int, end: int) -> int | None:
    """The `$` that closes an inline formula opened just before `at`; one inside braces belongs to a `\\text{}`."""
    depth, shallow = 0, unescaped(text, "$", at, end)
    while at < end:
        if text[at] == "$" and depth == 0:
            return at
        depth += (text[at] == "{") - (text[at] == "}")
        at += 2 if text[at] == "\\" else 1
    return shallow
