"""The names of elements that browsers know, those that are out of use among them; a name with `-` is anybody's own."""

_HTML = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br
    button canvas caption center cite code col colgroup command content data datalist dd del details dfn dialog
    dir div dl dt element em embed fencedframe fieldset figcaption figure font footer form frame frameset h1 h2
    h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link
    listing main map mark marquee menu menuitem meta meter nav nobr noembed noframes noscript object ol optgroup
    option output p param picture plaintext portal pre progress q rb rp rt rtc ruby s samp script search section
    select shadow slot small source spacer span strike strong style sub summary sup table tbody td template
    textarea tfoot th thead time title tr track tt u ul var video wbr xmp
"""
_SVG = """
    animate animatemotion animatetransform circle clippath cursor defs desc ellipse feblend fecolormatrix
    fecomponenttransfer fecomposite feconvolvematrix fediffuselighting fedisplacementmap fedistantlight
    fedropshadow feflood fefunca fefuncb fefuncg fefuncr fegaussianblur feimage femerge femergenode femorphology
    feoffset fepointlight fespecularlighting fespotlight fetile feturbulence filter foreignobject g hatch
    hatchpath line lineargradient marker mask metadata mpath path pattern polygon polyline radialgradient rect
    set stop svg switch symbol text textpath tref tspan use view vkern
"""
_MATHML = """
    annotation maction math menclose merror mfenced mfrac mglyph mi mmultiscripts mn mo mover mpadded mphantom
    mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr mlabeledtr munder
    munderover none semantics
"""
ELEMENTS = frozenset((_HTML + _SVG + _MATHML).split())
"""In small letters."""
