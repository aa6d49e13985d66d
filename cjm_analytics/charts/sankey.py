"""The routes through the phases, unrolled by visit so that nothing flows backwards."""

from typing import Any

import plotly.graph_objects as go

from cjm_analytics.charts.flows import ENDS, OTHER, Flows, Node
from cjm_analytics.charts.frame import MUTED, layout, note, plain, ramp
from cjm_analytics.language import Voice

LABELLED = 0.015  # nodes below this share of the journeys carry no label; hovering names them


def sankey_figure(flows: Flows, voice: Voice) -> go.Figure:
    """Folded flows as a Sankey diagram: a column a visit, in it an exit for each kind of end."""
    phases = list(voice.phases)
    index = {node: i for i, node in enumerate(flows.nodes)}
    through = {node: flows.through(node) for node in flows.nodes}
    share = {node: voice.numbers.share(_part(through[node], flows), through[node], flows.n_counted)
             for node in flows.nodes}  # fmt: skip
    figure = go.Figure()
    figure.add_sankey(
        arrangement="fixed",
        node={
            "label": [
                f"{_name(node, voice)} {share[node]}"
                if _part(through[node], flows) >= LABELLED
                else ""
                for node in flows.nodes
            ],
            "color": [_node_colour(node, phases) for node in flows.nodes],
            "line": {"width": 0},
            "pad": 18,
            "thickness": 14,
            "align": "left",
            "sort": "input",
            "customdata": [
                f"<b>{_name(node, voice)}</b><br>{_count(through[node], voice)} · {share[node]}"
                for node in flows.nodes
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        link={
            "source": [index[source] for source, _, _ in flows.links],
            "target": [index[target] for _, target, _ in flows.links],
            "value": [n for _, _, n in flows.links],
            "color": [_link_colour(source, target, phases) for source, target, _ in flows.links],
            "hovercolor": [
                _link_colour(source, target, phases, "-strong") for source, target, _ in flows.links
            ],
            "sort": "input",
            "customdata": [
                f"<b>{_name(source, voice)} → {_name(target, voice)}</b><br>{_count(n, voice)}"
                for source, target, n in flows.links
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        textfont={"size": 13},
    )
    figure.layout = layout(
        voice,
        height=560,
        margin={"l": 4, "r": 4, "t": 30, "b": 12},
        annotations=_step_names(flows, voice),
    )
    return figure


def _step_names(flows: Flows, voice: Voice) -> list[dict[str, Any]]:
    first, last = (flows.nodes[0][0], flows.nodes[-1][0]) if flows.nodes else (1, 1)
    # in the column after the last visit there are ends only
    visits = sorted({source[0] for source, _, _ in flows.links})
    return [
        note(
            voice.say("flows.step", n=visit),
            x=(visit - first) / max(1, last - first),
            xref="paper",
            xanchor="left",
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=6,
            font={"size": 12, "color": MUTED},
        )
        for visit in visits
    ]


def _part(n: int, flows: Flows) -> float:
    return n / flows.n_counted if flows.n_counted else 0.0


def _name(node: Node, voice: Voice) -> str:
    return plain(voice.phase(node[1]), 28)


def _count(n: int, voice: Voice) -> str:
    return voice.say("journeys", n=voice.numbers.people(n))


def _node_colour(node: Node, phases: list[str]) -> str:
    if node[1] in ENDS:
        return f"var(--{node[1][1:-1] if node[1] != '(lost)' else 'loss'})"
    return ramp(phases.index(node[1]), len(phases)) if node[1] in phases else "var(--other)"


def _link_colour(source: Node, target: Node, phases: list[str], strength: str = "") -> str:
    if target[1] in ENDS:
        kind = target[1][1:-1]
    elif OTHER in (source[1], target[1]) or source[1] not in phases or target[1] not in phases:
        kind = "other"
    else:
        kind = "back" if phases.index(target[1]) < phases.index(source[1]) else "on"
    return f"var(--flow-{kind}{strength})"
