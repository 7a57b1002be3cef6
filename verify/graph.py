"""The dependency graph of a suite as data: quantities, rules, who says what, what is assumed.

It is that of the quantities as they are declared: what varies is one node, whatever the period.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from verify.explain import about, printed
from verify.facts import Assumption, Claim, Facts, Rule
from verify.quantity import Domain, Quantity
from verify.typed import Typed, walk
from verify.verdicts import JudgedClaim, Judgement, Verdict

_COMPARISONS = {"==", "!=", "<=", "<", "same", "unlike", "among"}


class NodeKind(StrEnum):
    """What a node stands for."""

    QUANTITY = "quantity"
    RULE = "rule"
    ASSUMPTION = "assumption"
    CLAIMS = "claims"  # of one source about one quantity
    READINGS = "readings"  # a claim that may be about several quantities


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim in a node: its figure as printed, its verdict, and its period or readings."""

    id: str
    figure: str
    verdict: Verdict
    note: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A node; `key` is its own, `marked` says that the conflict shown rests on it.

    `title` is a quantity's id, a rule's or an assumption's text, the publisher of claims; `note` is
    a unit, or the id of what has a text. `follows` is what a conflict's derivation gives a
    quantity. `soft` marks an assumption that is a judgement.
    """

    key: str
    kind: NodeKind
    title: str
    note: str = ""
    entries: tuple[Entry, ...] = ()
    marked: bool = False
    follows: str = ""
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge between two nodes; `directed` if the head is what the tail gives."""

    tail: str
    head: str
    directed: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges in the order of the suite; `silent` quantities that are left out.

    Every edge's ends are among the nodes, and edges from claims to their quantity included.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    silent: int = 0


def quantity_key(id_: str) -> str:
    """Return the key of a quantity's node; a period in its name does not count."""
    return f"quantity {id_.partition('@')[0]}"


def whole(judgement: Judgement) -> Graph:
    """Return the graph of all that a suite declares.

    A rule leads to the quantity that stands alone in its relation, if one does.
    """
    facts = _facts(judgement)
    nodes = [_quantity(each) for each in facts.quantities]
    edges: list[Edge] = []
    for rule in facts.rules:
        note = "" if rule.id == rule.text else rule.id
        nodes.append(Node(f"rule {rule.id}", NodeKind.RULE, rule.text, note))
        edges += _relation(nodes[-1].key, rule)
    for assumption in facts.assumptions:
        nodes.append(_assumption(assumption))
        edges += _leads(nodes[-1].key, assumption)
    for node, heads in _told(judgement):
        nodes.append(node)
        edges += [Edge(node.key, quantity_key(head), directed=True) for head in heads]
        edges += [
            Edge(quantity_key(name), node.key) for name in _conditions(facts.claim, node, heads)
        ]
    return Graph(judgement.title or judgement.path, tuple(nodes), tuple(edges))


def spoken_of(graph: Graph) -> Graph:
    """Leave out the components in which nobody claims anything; `silent` counts quantities."""
    kept: list[Graph] = []
    silent = 0
    for part in components(graph):
        if any(node.kind in (NodeKind.CLAIMS, NodeKind.READINGS) for node in part.nodes):
            kept.append(part)
        else:
            silent += sum(node.kind is NodeKind.QUANTITY for node in part.nodes)
    nodes = tuple(node for part in kept for node in part.nodes)
    edges = tuple(edge for part in kept for edge in part.edges)
    return Graph(graph.title, nodes, edges, silent)


def components(graph: Graph) -> list[Graph]:
    """Return each connected component, in the order of their first nodes."""
    near: dict[str, list[str]] = {node.key: [] for node in graph.nodes}
    for edge in graph.edges:
        near[edge.tail].append(edge.head)
        near[edge.head].append(edge.tail)
    place: dict[str, int] = {}
    count = 0
    for node in graph.nodes:
        if node.key not in place:
            place[node.key], stack = count, [node.key]
            while stack:
                fresh = [key for key in near[stack.pop()] if key not in place]
                place.update(dict.fromkeys(fresh, count))
                stack += fresh
            count += 1
    nodes: list[list[Node]] = [[] for _ in range(count)]
    edges: list[list[Edge]] = [[] for _ in range(count)]
    for node in graph.nodes:
        nodes[place[node.key]].append(node)
    for edge in graph.edges:
        edges[place[edge.tail]].append(edge)
    return [Graph(graph.title, tuple(n), tuple(e)) for n, e in zip(nodes, edges, strict=True)]


def component_of(graph: Graph, key: str) -> Graph:
    """Return the component that a node is in."""
    return next(p for p in components(graph) if any(node.key == key for node in p.nodes))


def _facts(judgement: Judgement) -> Facts:
    assert judgement.facts is not None
    return judgement.facts


def _quantity(quantity: Quantity) -> Node:
    unit = quantity.unit.text
    if quantity.domain is Domain.DATE:
        unit = "a date"
    elif quantity.domain is Domain.CHOICE:
        unit = f"one of {', '.join(quantity.names)}"
    if quantity.varies is not None:
        unit += f", each {quantity.varies.value}"
    return Node(quantity_key(quantity.id), NodeKind.QUANTITY, quantity.id, unit)


def _assumption(assumption: Assumption) -> Node:
    return Node(
        f"assumption {assumption.id}",
        NodeKind.ASSUMPTION,
        assumption.text,
        assumption.id,
        soft=assumption.soft,
    )


def _leads(key: str, assumption: Assumption) -> Iterator[Edge]:
    if assumption.rule is not None:
        yield from _relation(key, assumption.rule)
    elif assumption.reading is not None:
        yield Edge(key, quantity_key(assumption.reading.about), directed=True)


def _relation(key: str, rule: Rule) -> Iterator[Edge]:
    """Join a rule to its quantities: to what it gives, from all others."""
    bound = dict(rule.names)
    head = bound.get(given_by(rule.relation), "")
    for name in dict.fromkeys(bound.values()):
        if name == head:
            yield Edge(key, quantity_key(name), directed=True)
        else:
            yield Edge(quantity_key(name), key)


def given_by(relation: Typed) -> str:
    """Return the name that stands alone in every comparison of a relation; empty if none does.

    `total == fee * term` gives total, `a <= b` neither of the two.
    """
    while relation.operator == "if":
        relation = relation.operands[1]
    parts = [relation]
    while any(part.operator == "and" for part in parts):
        parts = [p for part in parts for p in (part.operands if part.operator == "and" else [part])]
    if any(part.operator not in _COMPARISONS or len(part.operands) != 2 for part in parts):
        return ""
    alone = [[_name(operand) for operand in part.operands] for part in parts]
    named = [node.name for part in parts for node in walk(part) if node.operator == "quantity"]
    common = [
        name
        for name in alone[0]
        if name and all(name in each for each in alone) and named.count(name) == len(parts)
    ]
    equal = parts[0].operator in ("==", "same")
    return common[0] if len(common) == 1 or (common and equal) else ""


def _name(node: Typed) -> str:
    while node.operator in ("calendar", "elapsed"):
        node = node.operands[0]
    return node.name if node.operator == "quantity" else ""


def _told(judgement: Judgement) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Return the nodes of claims, each with the quantities that it is about."""
    facts = _facts(judgement)
    groups: dict[tuple[str, str], list[JudgedClaim]] = {}
    for judged in judgement.claims:
        heads = tuple(dict.fromkeys(reading.about for reading in judged.claim.readings))
        if len(heads) > 1 or any(reading.when_names for reading in judged.claim.readings):
            key = f"claim {judged.claim.id}"
            who = _publisher(judged.claim.source, facts)
            yield Node(key, NodeKind.READINGS, who, entries=(_read(judged),)), heads
        else:
            groups.setdefault((heads[0], judged.claim.source), []).append(judged)
    for (head, source), told in groups.items():
        entries = tuple(_entry(judged) for judged in told)
        key = f"claims {head} {source}"
        yield Node(key, NodeKind.CLAIMS, _publisher(source, facts), entries=entries), (head,)


def _publisher(id_: str, facts: Facts) -> str:
    known = facts.source.get(id_)
    return (known.publisher or known.title or known.id) if known else id_


def _entry(judged: JudgedClaim) -> Entry:
    period = about(judged).partition("@")[2]
    return Entry(judged.claim.id, _figure(judged.claim), judged.verdict, period)


def _read(judged: JudgedClaim) -> Entry:
    """Return the entry of a claim with readings: what each of them is about."""
    shown = "; ".join(f"{r.name}: {r.about}" for r in judged.claim.readings)
    return Entry(judged.claim.id, _figure(judged.claim), judged.verdict, shown)


def _figure(claim: Claim) -> str:
    return "?" if claim.hole else printed(claim)


def _conditions(claims: Mapping[str, Claim], node: Node, heads: Sequence[str]) -> list[str]:
    """Return the quantities on which the readings of a claim depend."""
    if node.kind is not NodeKind.READINGS:
        return []
    readings = claims[node.entries[0].id].readings
    names = dict.fromkeys(id_ for reading in readings for _, id_ in reading.when_names)
    return [name for name in names if name not in heads]
