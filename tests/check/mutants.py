"""Proof that the checks can fail: every slip that can be made in a formula that holds is caught.

    python -m tests.check.mutants [FILE.md …] [--only NAME] [--list]

Takes the notes' formulas that hold, makes all their mutants (`mutations.py`) and checks each as the build would: it
must not hold.  A mutant that says the same in another way, or something else that is true, is listed by
hand in `equal_mutants.toml` with its reason.  A survivor that is not listed is a hole in the checks, a listed one that
is caught or no longer made is a stale entry: both are errors.

The reverse as well: what means the same in another spelling (`rewritings.py`) must hold; and of a refuted formula, it
must stay refuted.

Exit code 0 where all mutants are caught or listed and no rewriting gives a false alarm, else 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.check.mutations import KINDS, mutants
from tests.check.rewritings import rewritings
from yansuan.check.checker import check
from yansuan.check.letters import Declared, declared, in_force
from yansuan.check.meanings import instances
from yansuan.check.notation import Instance
from yansuan.check.note import Asked, read_note
from yansuan.check.samples import PLAIN
from yansuan.check.verdict import Verdict
from yansuan.tex.edited import normal
from yansuan.tex.patterns import NotationError

Judge = Callable[[str, Sequence[Instance]], Verdict]

ROOT = Path(__file__).parents[2]
LISTED = Path(__file__).parent / "equal_mutants.toml"
_SOME = (0, 1, PLAIN, PLAIN + 1)  # instances that a rewriting is to hold on: two plain ones, two at ends of ranges


@dataclass(frozen=True)
class Task:
    """A formula of a note to be changed; `line` is that of the file."""

    note: str
    line: int
    snippet: Path | None
    declared: Declared
    asked: Asked


@dataclass(frozen=True)
class Outcome:
    """What became of one changed formula; `kind` is how it was changed, `verdict` the checker's word."""

    kind: str
    tex: str
    verdict: str
    reason: str | None = None

    @property
    def caught(self) -> bool:
        """Whether the check told it from the formula it was made of."""
        return self.verdict != "holds"


@dataclass(frozen=True)
class Account:
    """A formula with all that was made of it."""

    note: str
    name: str
    line: int
    tex: str
    expected: str
    verdict: str
    mutants: tuple[Outcome, ...] = ()
    rewritings: tuple[Outcome, ...] = ()

    @property
    def survivors(self) -> list[Outcome]:
        """Mutants that hold."""
        return [mutant for mutant in self.mutants if not mutant.caught]

    @property
    def false_alarms(self) -> list[Outcome]:
        """Rewritings of what holds that do not, and of what is refuted that are not."""
        return [one for one in self.rewritings if one.verdict != self.verdict]


@dataclass(frozen=True)
class Entry:
    """A mutant that is listed as equal, or as true for another reason."""

    note: str
    formula: str
    mutant: str
    reason: str


@dataclass
class Report:
    """All accounts, beside the list."""

    accounts: list[Account]
    entries: list[Entry]
    holes: list[tuple[Account, Outcome]] = field(default_factory=list)
    stale: list[Entry] = field(default_factory=list)
    equal: Counter[tuple[str, str]] = field(default_factory=Counter)  # by note and kind

    def __post_init__(self) -> None:
        used = set[Entry]()
        by_place = {(entry.note, entry.formula, entry.mutant): entry for entry in self.entries}
        for account in self.accounts:
            for mutant in account.survivors:
                entry = by_place.get((account.note, normal(account.tex), normal(mutant.tex)))
                if entry:
                    used.add(entry)
                    self.equal[account.note, mutant.kind] += 1
                else:
                    self.holes.append((account, mutant))
        self.stale = [entry for entry in self.entries if entry not in used]

    @property
    def false_alarms(self) -> list[tuple[Account, Outcome]]:
        """Rewritings that the check does not take for the same."""
        return [(account, one) for account in self.accounts for one in account.false_alarms]

    @property
    def unfit(self) -> list[Account]:
        """Formulas whose verdict is not what it should be to begin with."""
        return [account for account in self.accounts if account.verdict != account.expected]

    @property
    def barren(self) -> list[str]:
        """Notes of which nothing was made: they prove nothing."""
        notes = {account.note for account in self.accounts}
        return sorted(notes - {account.note for account in self.accounts if account.mutants})

    @property
    def clean(self) -> bool:
        """Whether all is as it should be."""
        return bool(self.accounts) and not any((self.holes, self.stale, self.false_alarms, self.unfit, self.barren))


def account_of(task: Task) -> Account:
    """Make and check all mutants and rewritings of one formula.

    Raises:
        RuntimeError: the reader or the checker broke on one of them; it says at which formula.
    """
    try:
        return _account(task)
    except Exception as error:  # processes pass on no exception whose constructor takes more than a message
        raise RuntimeError(f"{task.note}:{task.line}: {type(error).__name__}: {error}") from error


def _account(task: Task) -> Account:
    asked, tex = task.asked, task.asked.formula.body
    try:
        found = instances(task.snippet, asked.notation if task.snippet else None, task.declared)
    except NotationError:
        return Account(task.note, asked.name, task.line, " ".join(tex.split()), asked.expected, "unreadable")
    verdict = _rewritten("as it stands", (tex,), found, check)
    account = Account(task.note, asked.name, task.line, " ".join(tex.split()), asked.expected, verdict.verdict)
    if account.verdict != account.expected:
        return account
    changed = mutants(tex, found[0]) if account.verdict == "holds" else []
    return replace(
        account,
        mutants=tuple(_outcome(mutant.kind, mutant.tex, found) for mutant in changed),
        rewritings=tuple(_rewritten(one.kind, one.texs, found, _on_some) for one in rewritings(tex, found[0])),
    )


def _outcome(kind: str, tex: str, found: list[Instance]) -> Outcome:
    verdict = check(tex, found)
    return Outcome(kind, " ".join(tex.split()), verdict.kind, verdict.reason)


def _rewritten(kind: str, texs: Sequence[str], found: list[Instance], judge: Judge) -> Outcome:
    """The verdict on a rewriting: all its parts must hold, or one of them be refuted by numbers."""
    shown = "  and  ".join(" ".join(tex.split()) for tex in texs)
    verdicts = [judge(tex, found) for tex in texs]
    wrong = next((verdict for verdict in verdicts if verdict.kind != "holds"), None)
    if wrong is None:
        return Outcome(kind, shown, "holds")
    refuted = wrong.kind in ("fails", "undefined") and wrong.counterexample is not None
    return Outcome(kind, shown, "refuted" if refuted else wrong.kind, wrong.reason)


def _on_some(tex: str, found: Sequence[Instance]) -> Verdict:
    """The verdict on some instances, where it holds on those: what is said in another way is no other formula."""
    verdict = check(tex, [found[n] for n in _SOME])
    return verdict if verdict.kind == "holds" else check(tex, found)


def tasks_of(file: Path, snippets: Path, only: str | None = None) -> list[Task]:
    """The formulas of a note, those that stand in it twice once."""
    note = read_note(file.read_text("utf-8"))
    seen, tasks = set[tuple[str, str | None, str]](), list[Task]()
    for asked in note.asked:
        line = note.first_line + asked.formula.line - 1
        place = (normal(asked.formula.body), asked.notation, asked.expected)
        wanted = only is None or only in (asked.formula.label, asked.formula.number, str(line))
        if place not in seen and wanted and asked.expected != "unchecked":
            seen.add(place)
            said = declared(in_force(note.blocks_of(asked)).values())
            path = snippets / f"{note.snippet}.py" if note.snippet else None
            tasks.append(Task(file.stem, line, path, said, asked))
    return tasks


def read_list(path: Path, notes: Iterable[str]) -> list[Entry]:
    """The list of equal mutants, as far as it is about these notes."""
    formulas = tomllib.loads(path.read_text("utf-8")).get("formula", [])
    return [
        Entry(formula["note"], normal(formula["tex"]), normal(mutant), equal["reason"])
        for formula in formulas
        if formula["note"] in notes
        for equal in formula["equal"]
        for mutant in equal["mutants"]
    ]


def run(tasks: Sequence[Task], jobs: int) -> Iterator[Account]:
    """All accounts, in the order of the tasks."""
    if jobs == 1:
        yield from map(account_of, tasks)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(account_of, tasks)


# ---- What is printed


def table(report: Report) -> Iterator[str]:
    """By note and kind: mutants made, caught, of these unreadable, equal, survivors."""
    for note in dict.fromkeys(account.note for account in report.accounts):
        of_note = [account for account in report.accounts if account.note == note]
        yield f"{note}: {sum(bool(account.mutants) for account in of_note)} formulas"
        yield f"  {'':26}{'made':>7}{'caught':>8}{'unread.':>9}{'equal':>7}{'survive':>9}"
        kinds = [kind for kind in KINDS if any(one.kind == kind for account in of_note for one in account.mutants)]
        for kind in kinds:
            yield _row(report, note, (kind,), f"{kind:26}")
        yield _row(report, note, kinds, f"{'all':26}")


def _row(report: Report, note: str, kinds: Sequence[str], name: str) -> str:
    own = [one for a in report.accounts if a.note == note for one in a.mutants if one.kind in kinds]
    holes = sum(account.note == note and one.kind in kinds for account, one in report.holes)
    equal = sum(report.equal[note, kind] for kind in kinds)
    caught = sum(one.caught for one in own)
    unreadable = sum(one.verdict == "unreadable" for one in own)
    return f"  {name}{len(own):7}{caught:8}{unreadable:9}{equal:7}{holes:9}"


def complaints(report: Report) -> Iterator[str]:
    """All that is not as it should be, a line or two each."""
    for account in report.unfit:
        yield f"{_place(account)}: is to be {account.expected} and is {account.verdict}: nothing was made of it"
    for note in report.barren:
        yield f"{note}: no mutants were made: it proves nothing"
    for account, one in report.holes:
        yield f"{_place(account)}: survivor ({one.kind}): {one.verdict}\n    {account.tex}\n    {one.tex}"
    for account, one in report.false_alarms:
        reason = f": {one.reason}" if one.reason else ""
        yield f"{_place(account)}: false alarm ({one.kind}): {one.verdict}{reason}\n    {account.tex}\n    {one.tex}"
    for entry in report.stale:
        yield f"{entry.note}: stale entry in {LISTED.name}: caught, or no longer made\n    {entry.mutant}"


def summary(report: Report) -> str:
    """The kill rate and the false alarms."""
    made = [one for account in report.accounts for one in account.mutants]
    equal = sum(report.equal.values())
    caught = sum(one.caught for one in made)
    rate = 100 * caught / (len(made) - equal) if len(made) > equal else 0.0
    same = [one for account in report.accounts for one in account.rewritings]
    return (
        f"{len(made)} mutants: {caught} caught, {equal} equal by hand, {len(report.holes)} survive;"
        f" kill rate {rate:.1f}%\n{len(same)} rewritings: {len(report.false_alarms)} false alarms"
    )


def _place(account: Account) -> str:
    return f"{account.note}:{account.line}"


def _listing(accounts: Iterable[Account]) -> Iterator[str]:
    for account in accounts:
        yield f"{_place(account)}: {account.verdict}: {account.tex}"
        for one in (*account.mutants, *account.rewritings):
            yield f"    {one.verdict:10} {one.kind:26} {one.tex}"


def _watched(accounts: Iterator[Account], count: int) -> Iterator[Account]:
    """The same, counted on a terminal as they come."""
    for n, account in enumerate(accounts, 1):
        if sys.stderr.isatty():
            print(f"\r{n}/{count} formulas ", end="\r" if n == count else "", file=sys.stderr, flush=True)
        yield account


def _has_program(file: Path) -> bool:
    """Whether a note has a snippet: the others hold textbook formulas, of which many mutants are true as well."""
    return read_note(file.read_text("utf-8")).snippet is not None


def main(arguments: Sequence[str] | None = None) -> int:
    """Make and check all mutants and rewritings, print what is found."""
    parser = argparse.ArgumentParser("python -m tests.check.mutants", description="Prove that the checks can fail.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.md", help="notes; all with a program by default")
    parser.add_argument("--only", metavar="NAME", help="one formula: its label, its number, or the line it begins on")
    parser.add_argument("--list", action="store_true", help="print each mutant and each rewriting with its verdict")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 8), help="processes (one for each core)")
    parser.add_argument("--snippets", type=Path, default=ROOT / "snippets", help="the folder of the snippets")
    parser.add_argument("--equal", type=Path, default=LISTED, help="the list of mutants that are true")
    options = parser.parse_args(arguments)
    files = options.files or [file for file in sorted((ROOT / "docs" / "posts").glob("*.md")) if _has_program(file)]
    tasks = [task for file in files for task in tasks_of(file, options.snippets, options.only)]
    accounts = list(_watched(run(tasks, options.jobs), len(tasks)))
    entries = read_list(options.equal, {file.stem for file in files})
    if options.only:
        formulas = {(account.note, normal(account.tex)) for account in accounts}
        entries = [entry for entry in entries if (entry.note, entry.formula) in formulas]
    report = Report(accounts, entries)
    for line in (*(_listing(accounts) if options.list else ()), *table(report), *complaints(report), summary(report)):
        print(line)
    return 0 if report.clean else 1


if __name__ == "__main__":
    sys.exit(main())
