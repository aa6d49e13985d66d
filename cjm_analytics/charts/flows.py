"""Transitions folded to what one picture can carry and may show."""

from collections import Counter
from dataclasses import dataclass

from cjm_analytics.charts.frame import Row
from cjm_analytics.language import is_small

OTHER = "(other)"
ENDS = ("(done)", "(open)", "(lost)")
MOST_NODES, MOST_LINKS = 40, 120

Node = tuple[int, str]  # the visit's number, and a phase, an end or (other)
Links = Counter[tuple[Node, Node]]


@dataclass(frozen=True)
class Flows:
    """What is drawn of the transitions.

    nodes: (visit number, phase or end) in the order of drawing; links: (source, target, journeys).
    n_total: all transitions; n_folded: those that end or begin in "(other)"; n_hidden: those too
    few to draw even together. Drawn and hidden links add up to n_total.
    """

    nodes: tuple[Node, ...]
    links: tuple[tuple[Node, Node, int], ...]
    n_counted: int
    n_total: int
    n_folded: int
    n_hidden: int

    def through(self, node: Node) -> int:
        """Journeys that pass a node: the greater of what enters and what leaves it."""
        entering = sum(n for _, target, n in self.links if target == node)
        leaving = sum(n for source, _, n in self.links if source == node)
        return max(entering, leaving)


def fold_flows(rows: list[Row], phases: list[str]) -> Flows:
    """Rows of report.flows, folded to at most 40 nodes and 120 links of 10 journeys or more.

    The smallest phases of a visit go into its "(other)" first, with all that enters and leaves
    them; then links of under 10 journeys, whose target becomes "(other)". What is under 10 even so
    is hidden and counted.
    """
    links: Links = Counter()
    for row in rows:
        if row["step"] >= 1 and row["n"]:
            source, target = (row["step"], row["source"]), (row["step"] + 1, row["target"])
            links[source, target] += row["n"]
    total = sum(links.values())
    links = _fold_links(_fold_nodes(links))
    hidden = sum(n for n in links.values() if is_small(n))
    drawn = {pair: n for pair, n in links.items() if not is_small(n)}
    folded = sum(n for (a, b), n in drawn.items() if OTHER in (a[1], b[1]))
    place = {name: i for i, name in enumerate([*phases, OTHER, *ENDS])}

    def order(node: Node) -> tuple[int, int, str]:
        return node[0], place.get(node[1], len(phases)), node[1]

    nodes = sorted({node for pair in drawn for node in pair}, key=order)
    ordered = sorted(drawn.items(), key=lambda link: (order(link[0][0]), order(link[0][1])))
    return Flows(
        nodes=tuple(nodes),
        links=tuple((source, target, n) for (source, target), n in ordered),
        n_counted=rows[0]["n_counted"] if rows else 0,
        n_total=total,
        n_folded=folded,
        n_hidden=hidden,
    )


def _fold_nodes(links: Links) -> Links:
    while True:
        sizes: Counter[Node] = Counter()
        for (source, target), n in links.items():
            sizes[source] += n
            sizes[target] += n
        if len(sizes) <= MOST_NODES:
            return links
        phases = [node for node in sizes if not node[1].startswith("(")]
        ends = [node for node in sizes if node[1] in ENDS]
        smallest = min(phases or ends, key=lambda node: (sizes[node], node))
        links = _rename(links, smallest, (smallest[0], OTHER))


def _rename(links: Links, old: Node, new: Node) -> Links:
    renamed: Links = Counter()
    for (source, target), n in links.items():
        renamed[new if source == old else source, new if target == old else target] += n
    return renamed


def _fold_links(links: Links) -> Links:
    folded = Counter(links)
    for (source, target), n in sorted(links.items(), key=lambda link: (link[1], link[0])):
        if not is_small(n) and len(folded) <= MOST_LINKS:
            break
        if target[1] != OTHER:
            del folded[source, target]
            folded[source, (target[0], OTHER)] += n
    return folded
