"""A style sheet keeps what a page can use."""

import pytest

from yansuan.theme.styles import Asked, Names, compact, used


@pytest.fixture
def names() -> Names:
    found = Names(Asked.by("[dir=rtl], [data-state=open], [data-mode] {}"))
    found.read_page('<body dir="ltr"><p class="a b" id=top data-state="open">x</p></body>')
    found.read_script('e.classList.add("shown"); e.setAttribute("data-mode", "quiet")')
    return found


@pytest.mark.parametrize(
    "kept",
    [
        ".a{x:y}",
        "p.a>#top:hover{x:y}",
        '.shown::after{content:"a, b"}',
        "[data-mode=quiet] p{x:y}",
        "[data-state=open]{x:y}",
        "[dir=ltr] .a{x:y}",
        "p:not(.absent){x:y}",
        ":is(.absent,.a) p{x:y}",
        "@media print{.a{x:y}}",
        "@supports (a:b){.a{x:y}}",
        ".a{width:calc(1px + 2px)!important}",
        '@font-face{font-family:W;src:local("A  B")}',
        "@keyframes turn{from{x:y}50%{x:z}}.a{animation:turn 1s}",
        ".a{--tone:1;color:var(--tone)}",
        ".a{--twice:1}.b{x:var(--once,var(--twice))}",
    ],
)
def test_what_may_match_is_kept(names: Names, kept: str) -> None:
    assert used(kept, names) == kept == compact(kept)


@pytest.mark.parametrize(
    "lost",
    [
        ".absent{x:y}",
        "p.a.absent{x:y}",
        "#absent p{x:y}",
        "table{x:y}",
        "[dir=rtl] .a{x:y}",
        "[data-state=shut]{x:y}",
        "[data-absent]{x:y}",
        ":is(.absent,table) p{x:y}",
        "@media print{.absent{x:y}}",
        "@keyframes turn{from{x:y}}",
        ".a{--tone:1}",
        ".a{--once:1;--twice:var(--once)}",
        "/* .a{x:y} */",
    ],
)
def test_what_cannot_match_is_lost(names: Names, lost: str) -> None:
    assert used(lost, names) == ""


def test_of_a_list_what_can_match_is_kept(names: Names) -> None:
    assert used(".absent , p  .a,\n table > p { x : y }", names) == "p .a{x:y}"


def test_values_are_known_of_attributes_that_sheets_compare_and_of_no_others(names: Names) -> None:
    """Of another, whose value nobody has noted, a rule stays."""
    assert names.attributes["data-state"] == {"open"}
    assert names.attributes["class"] == set()
    assert used("[class=c]{x:y}", names) == "[class=c]{x:y}"


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("animation: turn 1s", {"turn"}),
        ("animation:turn-2, return, turned", set()),
        ("@keyframes turn{}", set()),
        ("a{--tone:1}", set()),
        ("a{color:var(--tone)} <p style='x:var( --b-c )'>", {"--tone", "--b-c"}),
        ('<a class="md-nav--tone">', set()),
        ("--tone", {"--tone"}),
    ],
)
def test_custom_properties_and_keyframes_are_mentioned_as_whole_words(text: str, mentioned: set[str]) -> None:
    assert Asked.by("@keyframes turn{from{x:y}}").mentioned(text) == mentioned


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (".n :is(p, li)", ".n p,.n li"),
        (":is(.a,.b):hover > :is(p,q)::before", ":is(.a,.b):hover>p::before,:is(.a,.b):hover>q::before"),
        (".n :is(.a, .b).c, p", ".n .a.c,.n .b.c,p"),
        (".n :is(p, .a)", ".n :is(p,.a)"),  # of different weight
        (".n :is(p > q, q > p)", ".n :is(p>q,q>p)"),  # which need not be within .n
        (".n p:is(.a, .b)", ".n p:is(.a,.b)"),  # is looked up by p
        (".n :not(p, q)", ".n :not(p,q)"),
    ],
)
def test_a_choice_at_the_end_is_unpacked(written: str, read: str) -> None:
    assert compact(f"{written} {{ x: y }}") == f"{read}{{x:y}}"


def test_of_a_choice_what_can_match_is_kept(names: Names) -> None:
    assert used(".a :is(p, table) { x: y }", names) == ".a p{x:y}"


def test_elsewhere_may_mention_a_property(names: Names) -> None:
    assert used(".a{--tone:1}", names, ['<p style="color:var(--tone)">']) == ".a{--tone:1}"


def test_what_is_no_css_is_told_with_its_line(names: Names) -> None:
    with pytest.raises(ValueError, match="line 2"):
        used(".a{x:y}\n}", names)
