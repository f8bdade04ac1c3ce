"""Every arrow runs to the right, no two boxes overlap, and every node is a link coloured by its verdict."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree as XML

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lietheory.proof.ledger import ledger
from lietheory.rendering.dependency_layout import layered
from lietheory.rendering.graph import FILL, graph_svg, verdict
from proofs_tests.lietheory.rendering.outcomes import confirmed

pytest.importorskip("grandalf", reason="the graph is laid out where the extra docs is installed")

SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def acyclic(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """What each of up to 14 labels rests on, among the labels before it."""
    count = draw(st.integers(0, 14))
    uses = {}
    for k in range(count):
        earlier = st.lists(st.integers(0, k - 1), max_size=3, unique=True) if k else st.just([])
        uses[f"c{k}"] = tuple(f"c{j}" for j in draw(earlier))
    return uses


@given(acyclic())
@example({})
@example({"a": (), "b": ("a",), "c": ("a", "b")})
def test_every_label_has_one_place_and_every_arrow_runs_to_the_right(uses):
    layout = layered(uses)
    assert sorted([*layout.places, *layout.single]) == sorted(uses)
    assert set(layout.routes) == {(used, label) for label, all_used in uses.items() for used in all_used}
    for (used, label), route in layout.routes.items():
        assert route[0] == layout.places[used] and route[-1] == layout.places[label]
        assert all(b[0] == a[0] + 1 for a, b in pairwise(route))


@given(acyclic())
def test_labels_and_arrows_that_pass_through_a_layer_keep_apart(uses):
    layout = layered(uses)
    points = list(layout.places.values()) + [p for route in layout.routes.values() for p in route[1:-1]]
    assert all(a[0] != b[0] or abs(a[1] - b[1]) > 1 - 1e-9 for a, b in combinations(points, 2))
    assert min((y for _, y in points), default=0) >= -1e-9


def nodes(svg: str) -> dict[str, XML.Element]:
    """The link around each node by its address."""
    return {link.attrib["href"]: link for link in XML.fromstring(svg).iter(f"{SVG}a")}


def test_every_claim_is_a_link_to_its_page_inside_the_picture():
    claims = ledger()
    svg = graph_svg(claims, {c.label: confirmed(c) for c in claims})
    links = nodes(svg)
    assert sorted(links) == sorted(f"{c.label}.html" for c in claims)
    _, _, width, height = map(float, XML.fromstring(svg).attrib["viewBox"].split())
    boxes = []
    for link in links.values():
        x, y, w, h = (float(link.find(f"{SVG}rect").attrib[k]) for k in ("x", "y", "width", "height"))
        assert 0 <= x <= x + w <= width and 0 <= y <= y + h <= height
        boxes.append((x, y, w, h))
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 or y2 + h2 <= y1


def test_the_colour_of_a_node_is_its_verdict_in_this_run():
    claims = ledger()
    outcomes = {c.label: confirmed(c) for c in claims}
    first, second, third, *_ = claims
    outcomes[first.label] = confirmed(first, printed="refuted")
    outcomes[second.label] = replace(confirmed(second), corrected="fails")
    outcomes[third.label] = replace(confirmed(third), printed=None)
    links = nodes(graph_svg(claims, outcomes))
    shown = [links[f"{c.label}.html"].find(f"{SVG}rect").attrib["fill"] for c in (first, second, third)]
    assert shown == [FILL["refuted"], FILL["fails"], FILL["ours"]]
    assert verdict(outcomes[second.label]) == "fails"


def test_the_arrows_are_what_the_claims_rest_on_among_those_shown():
    claims = ledger()
    outcomes = {c.label: confirmed(c) for c in claims}
    arrows = sum(used in outcomes for c in claims for used in c.uses)
    drawn = XML.fromstring(graph_svg(claims, outcomes)).findall(f"{SVG}path")
    assert len(drawn) == arrows > 0
    assert XML.fromstring(graph_svg(claims[-1:], outcomes)).findall(f"{SVG}path") == []
