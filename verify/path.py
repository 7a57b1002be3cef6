"""What a conflict rests on, marked in the dependency graph: its members, rules and quantities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verify.derivation import ordered
from verify.facts import Facts, Values
from verify.graph import Edge, Graph, Node, NodeKind, quantity_key
from verify.system import Role
from verify.verdicts import JudgedConflict
from verify.wording import in_words


def marked(graph: Graph, conflict: JudgedConflict, facts: Facts) -> Graph:
    """Mark what a conflict rests on; its rules then lead to what the derivation had from them.

    `follows` of a quantity is what the other members leave of it, in words.
    """
    given, follows = _derived(conflict, facts)
    keys = _keys(graph, conflict, given)
    claims = set(conflict.claims)
    return replace(
        graph,
        nodes=tuple(_mark(n, claims, follows) if n.key in keys else n for n in graph.nodes),
        edges=tuple(_turned(e, given) if {e.tail, e.head} <= keys else e for e in graph.edges),
    )


def path(graph: Graph) -> Graph:
    """Return only what is marked."""
    nodes = [node for node in graph.nodes if node.marked]
    keys = {node.key for node in nodes}
    own = {NodeKind.CLAIMS, NodeKind.READINGS}
    return replace(
        graph,
        nodes=tuple(
            replace(n, entries=tuple(e for e in n.entries if e.marked)) if n.kind in own else n
            for n in nodes
        ),
        edges=tuple(edge for edge in graph.edges if {edge.tail, edge.head} <= keys),
    )


def _derived(conflict: JudgedConflict, facts: Facts) -> tuple[dict[str, str], dict[str, str]]:
    """Return the node that each rule's node leads to, and what is said at each quantity's."""
    demand = next((d for d in conflict.demands if d.member == conflict.measured), None)
    given: dict[str, str] = {}
    follows: dict[str, Values] = {}
    names: dict[str, str] = {}
    for node in ordered(demand.derivations if demand else ()):
        name = conflict.variables[node.variable].partition("@")[0]
        if name in facts.quantity and node.parents:
            key = quantity_key(name)
            given[f"{node.origin.role.value} {node.origin.id}"] = key
            if node.origin.role in (Role.RULE, Role.ASSUMPTION):
                follows[key], names[key] = node.values, name
    shown = {key: f"so {in_words(v, facts.quantity[names[key]])}" for key, v in follows.items()}
    if demand is not None:
        left = in_words(demand.values, demand.quantity)
        shown[quantity_key(demand.quantity.id)] = f"the others leave {left}"
    return given, shown


def _keys(graph: Graph, conflict: JudgedConflict, given: Iterable[str]) -> set[str]:
    """Return the nodes that a conflict rests on, with the quantities that they are about.

    Besides the rules that refute it these are the ones that its steps, as shown, lean on.
    """
    own = {f"rule {id_}" for id_ in conflict.rules}
    own |= {key for key in given if key.startswith("rule ")}
    own |= {f"assumption {id_}" for id_ in conflict.assumptions}
    claims = set(conflict.claims)
    own |= {node.key for node in graph.nodes if any(e.id in claims for e in node.entries)}
    near = {edge.head for edge in graph.edges if edge.tail in own}
    return own | near | {edge.tail for edge in graph.edges if edge.head in own}


def _mark(node: Node, claims: set[str], follows: dict[str, str]) -> Node:
    entries = tuple(replace(each, marked=each.id in claims) for each in node.entries)
    return replace(node, entries=entries, marked=True, follows=follows.get(node.key, ""))


def _turned(edge: Edge, given: dict[str, str]) -> Edge:
    """Mark an edge, and let it lead the way that a derivation went."""
    rule, quantity = edge.tail, edge.head
    if rule.startswith("quantity "):
        rule, quantity = quantity, rule
    if rule not in given:
        return replace(edge, marked=True)
    if given[rule] == quantity:
        return Edge(rule, quantity, directed=True, marked=True)
    return Edge(quantity, rule, marked=True)
