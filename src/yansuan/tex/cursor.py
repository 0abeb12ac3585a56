"""A reader of tokens that knows how TeX groups them: groups, arguments, brackets, environments, parts."""

from __future__ import annotations

from typing import Self

from yansuan.tex.dirac import OPENING
from yansuan.tex.patterns import Grammar, read_head, script
from yansuan.tex.tokens import DEEPEST, DOTTED, Token, Unreadable

_OPENING = frozenset(("{", "(", "[", r"\{", r"\begin", r"\lvert", r"\lVert", r"\lbrace", r"\langle", DOTTED, *OPENING))
_CLOSING = frozenset(("}", ")", "]", r"\}", r"\end", r"\rvert", r"\rVert", r"\rbrace", r"\rangle", *OPENING.values()))


class Moving(str):
    """A letter that an integral or a limit binds: it is a number, so that what stands below it is no entry of it."""

    __slots__ = ()


class Numbers(str):
    """A letter that a sum binds to a list of numbers: what stands below it says which of them."""

    __slots__ = ()


class Argument(str):
    """A letter that a function which is a formula takes: where that is a vector, `x_i` is an entry of it."""

    __slots__ = ()


class Cursor:
    """Reads the tokens from `at` to `end`; `bound` are the letters that sums around it bind."""

    def __init__(
        self, tokens: list[Token], at: int, end: int, grammar: Grammar, bound: tuple[str, ...], depth: int
    ) -> None:
        self.tokens, self.at, self.end = tokens, at, end
        self.grammar, self.bound, self.depth = grammar, bound, depth
        if depth > DEEPEST:
            raise Unreadable("this is nested too deep", tokens[min(at, len(tokens) - 1)].start)

    def peek(self, ahead: int = 0) -> str:
        """The text of the next token; "" at the end."""
        return self.tokens[self.at + ahead].text if self.at + ahead < self.end else ""

    @property
    def texts(self) -> list[str]:
        """The texts of all tokens that are left."""
        return [token.text for token in self.tokens[self.at : self.end]]

    @property
    def offset(self) -> int:
        """Where in the TeX the next token stands."""
        if self.at < len(self.tokens) and self.at < self.end:
            return self.tokens[self.at].start
        return self.tokens[self.at - 1].end if self.at else 0

    @property
    def stopped(self) -> int:
        """Where in the TeX the last token that was read ends."""
        return self.tokens[self.at - 1].end

    @property
    def token(self) -> Token:
        """The next token, where there is one."""
        return self.tokens[self.at]

    def is_known(self, head: str) -> bool:
        """Whether the notation, or an operator around, says what a symbol is."""
        return head in self.grammar.patterns or head in self.grammar.indices or head in self.bound

    def take(self, *texts: str) -> bool:
        """Step over the next token if it is one of these."""
        if self.peek() and self.peek() in texts:
            self.at += 1
            return True
        return False

    def inside(self, start: int, end: int, *bound: str) -> Self:
        """A reader for a part."""
        return type(self)(self.tokens, start, end, self.grammar, self.bound + bound, self.depth + 1)

    def argument(self) -> Self:
        """A reader for the argument that begins here, as TeX takes one."""
        start, end = script(self.tokens, self.at, self.end)
        reader = self.inside(start, end)
        self.at = end + (self.peek() == "{")
        return reader

    def head_end(self) -> int:
        """The index of the token after the symbol that follows."""
        return read_head(self.tokens, self.at, self.end)[1]

    def fail(self, message: str, at: int | None = None) -> Unreadable:
        """What cannot be read, here."""
        return Unreadable(message, self.offset if at is None else at)

    def closing(self, opener: str, closer: str) -> int:
        """The index of the token that closes what the token before `at` has opened."""
        if opener == "{":
            return script(self.tokens, self.at - 1, self.end)[1]
        depth, group = 1, 0
        for index in range(self.at, self.end):
            text = self.tokens[index].text
            group += (text == "{") - (text == "}")
            if group == 0 and text == closer:
                depth -= 1
                if depth == 0:
                    return index
            elif group == 0 and text == opener:
                depth += 1
        raise self.fail(f"{opener!r} is not closed by {closer!r}".replace("\\\\", "\\"), self.tokens[self.at - 1].start)

    def parts(self, *separators: str) -> list[Self]:
        """The stretches between separators that stand outside of brackets, groups and environments."""
        parts, start, depth = list[Self](), self.at, 0
        for index in range(self.at, self.end):
            text = self.tokens[index].text
            if text in _OPENING:
                depth += 1
            elif text in _CLOSING:
                depth -= 1
            elif text in separators and depth == 0:
                parts.append(self.inside(start, index))
                start = index + 1
        return [*parts, self.inside(start, self.end)]

    def environment_name(self) -> str:
        """The name of the environment that begins here."""
        start, end = script(self.tokens, self.at + 1, self.end)
        return "".join(token.text for token in self.tokens[start:end])

    def environment(self) -> tuple[Self, str]:
        """Read over an environment; what is in it, and its name."""
        name, opened = self.environment_name(), self.at
        start = script(self.tokens, self.at + 1, self.end)[1] + 1
        depth = 0
        for index in range(self.at, self.end):
            depth += (self.tokens[index].text == r"\begin") - (self.tokens[index].text == r"\end")
            if depth == 0:
                stop, last = script(self.tokens, index + 1, self.end)
                closed = "".join(token.text for token in self.tokens[stop:last])
                if closed != name:
                    raise self.fail(rf"\begin{{{name}}} is closed by \end{{{closed}}}", self.tokens[index].start)
                self.at = last + 1
                return self.inside(start, index), name
        raise self.fail(rf"\begin{{{name}}} has no \end", self.tokens[opened].start)
