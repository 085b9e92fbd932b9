"""How deep a parser would nest, told in one pass over the tokens: quick, and never too little.

Whatever it cannot settle goes to `stack.measure`, which keeps the rules of HTML's tree construction.
"""

from dataclasses import dataclass

from .tags import script_end

VOID = frozenset("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split())
ROOTS = frozenset("html head body".split())
FOREIGN = frozenset({"svg", "math"})
FOREIGN_ENDS = frozenset({"/svg", "/math", "/SVG", "/MATH"})
TABLE_ENDS = frozenset({"/table", "/TABLE"})
SHAPES = frozenset(
    "path circle rect use polygon polyline line ellipse stop image g animate animateTransform defs symbol title desc mask pattern filter "
    "text tspan clipPath linearGradient radialGradient marker switch style metadata".split()
)
FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# HTML inside <svg> or <math> throws the parser out of it.
BREAKOUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s "
    "small span strong strike sub sup table tt u ul var".split()
)
RARE_VOIDS = VOID - BREAKOUT  # inside <svg> they nest like any element


@dataclass(frozen=True, slots=True)
class Nested:
    """`depth` counts elements open at once, html and body included; `rebuilt` the formatting elements opened again.

    `unsure`: only `stack.measure` can tell. `roots` (html and body tags) are told by `overestimate` alone, what follows by `measure`.
    """

    depth: int
    rebuilt: int
    unsure: bool = False
    roots: int = 0
    options: int = 0
    attributes: int = 0


SKIP, SKIP_ROOT, SKIP_IN_HTML, PUSH_FORMATTING, PUSH_FOREIGN, PUSH_SHAPE, PUSH_TABLE = range(7)
ACTIONS = {
    "table": PUSH_TABLE,
    **dict.fromkeys(SHAPES, PUSH_SHAPE),
    **dict.fromkeys(FORMATTING, PUSH_FORMATTING),
    **dict.fromkeys(FOREIGN, PUSH_FOREIGN),
    **dict.fromkeys(VOID | {"head"}, SKIP),
    **dict.fromkeys(ROOTS - {"head"}, SKIP_ROOT),
    **dict.fromkeys(RARE_VOIDS, SKIP_IN_HTML),
}
ACTIONS |= {name.upper(): action for name, action in ACTIONS.items()}
COUNTED_ENDS = frozenset(f"/{name}" for name, action in ACTIONS.items() if action in (PUSH_FORMATTING, PUSH_FOREIGN, PUSH_TABLE))
HTML_INSIDE = frozenset({"/title", "/desc", "/foreignobject", "/foreignObject"})
# Inside <svg> or <math>: what leaves it, and what holds HTML under another spelling than HTML_INSIDE's.
LEAVES_FOREIGN = BREAKOUT | frozenset("foreignobject title desc mi mo mn ms mtext annotation-xml".split())
# Of the names that just nest, the common ones → their end, so that one look-up settles them.
ENDS = {
    name: f"/{name}"
    for name in (
        "div span p li ul ol h1 h2 h3 h4 h5 h6 section article header footer nav main aside figure figcaption picture button form label "
        "option select dl dt dd tr td th tbody thead time noscript script video blockquote path"
    ).split()
    if name not in ACTIONS
}


NEVER_RAW = frozenset({"/select", "/frameset"})


def _nests_scripts(token: str) -> bool:
    """Whether a script ends later than at its first end tag, before which the token stops."""
    return script_end(f"{token}</script>", 0) != len(token)


def _leaves_foreign(name: str) -> bool:
    """Whether what follows the start tag may be HTML again."""
    return "/" + name not in HTML_INSIDE and name.lower() in LEAVES_FOREIGN


def overestimate(tokens: list[str], *, depth: int) -> Nested:
    """From the tokens of `tags.TOKEN`, read until `depth` is passed.

    Sound because it believes only an end tag that closes the element opened last, and says `unsure` where HTML stands inside <svg>.
    """
    stack: list[str] = []  # the end tags waited for, but the innermost: that is `top`
    push, pop = stack.append, stack.pop
    top = ""
    deepest = formatting = most = foreign = tables = most_tables = roots = 0
    unsure = False
    action_of, end_of = ACTIONS.get, ENDS.get
    for token in tokens:
        if token == top:
            top = pop()
            if token in COUNTED_ENDS:
                if token in FOREIGN_ENDS:
                    foreign -= 1
                elif token in TABLE_ENDS:
                    tables -= 1
                else:
                    formatting -= 1
            continue
        end = end_of(token)
        if end is None or foreign:
            action = action_of(token)
            if action is None:
                first = token[0]
                if first == "/":
                    unsure = unsure or foreign > 0  # it may close the HTML around the <svg>, and with it the <svg>
                    continue
                if first == "?":
                    continue
                if first == "!":
                    unsure = unsure or (foreign > 0 and token.startswith("![CDATA["))
                    continue
                if foreign:
                    if token[-1] == "/" and top not in HTML_INSIDE:
                        continue
                    unsure = unsure or top in HTML_INSIDE or ">" in token or _leaves_foreign(token)
                if ">" in token:  # a raw element with its text; inside these it would be no raw element
                    unsure = unsure or top in NEVER_RAW or not NEVER_RAW.isdisjoint(stack) or ("<!--" in token and _nests_scripts(token))
                    continue
            elif action <= SKIP_ROOT:
                roots += action == SKIP_ROOT
                unsure = unsure or foreign > 0
                continue
            elif action == PUSH_FORMATTING:
                unsure = unsure or foreign > 0
                formatting += 1
                if formatting > most:
                    most = formatting
            elif action == PUSH_TABLE:
                unsure = unsure or foreign > 0
                tables += 1
                if tables > most_tables:
                    most_tables = tables
            elif action == PUSH_FOREIGN:
                foreign += 1
            elif action == PUSH_SHAPE:
                unsure = unsure or top in HTML_INSIDE
            elif not foreign:  # SKIP_IN_HTML
                continue
            end = "/" + token
        push(top)
        top = end
        if len(stack) > deepest:
            deepest = len(stack)
            if deepest > depth:
                break
    return Nested(deepest + 2 * most_tables + 2, most * len(tokens), unsure, roots)
