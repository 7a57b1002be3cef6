"""Where the boxes and edges of a graph go: layers from top to bottom, few crossings, no overlap.

After K. Sugiyama, S. Tagawa and M. Toda, "Methods for Visual Understanding of Hierarchical System
Structures" (IEEE Trans. SMC 11, 1981): cycles are broken, nodes are put on layers by their longest
path, long edges are cut into pieces with a point on each layer, and the layers are ordered by
barycentres. Places within a layer are then the least squares that keep the boxes apart, by pooling
adjacent violators (R. Barlow et al., 1972). Places are doubles: they are for the eye alone.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_APART = 22.0  # between two boxes of a layer
_POINT = 10.0  # width that an edge takes where it passes through a layer
_GAP = 38.0  # between two layers
_COLUMN = 20.0  # to which components are set side by side
_SWEEPS = 12  # over the layers; large graphs get fewer
_LARGE = 1500  # nodes and points


@dataclass(frozen=True, slots=True)
class Layout:
    """Left upper corners of the boxes, and the points of each edge from its tail to its head.

    Between two points on one layer an edge is straight and upright; between layers it bends.
    """

    corners: tuple[tuple[float, float], ...]
    routes: tuple[tuple[tuple[float, float], ...], ...]
    width: float
    height: float


@dataclass(slots=True)
class _Layers:
    """Nodes, then points of long edges, on layers; `above` and `below` are neighbours."""

    layer: list[int]
    rows: list[list[int]]
    widths: list[float]
    above: list[list[int]]
    below: list[list[int]]
    chains: list[list[int]]  # of each edge, from the upper end to the lower
    place: list[int] = field(default_factory=list)

    def number(self) -> None:
        """Note for each node where it stands in its row."""
        self.place = [0] * len(self.layer)
        for row in self.rows:
            for place, node in enumerate(row):
                self.place[node] = place


def layered(sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]]) -> Layout:
    """Lay out boxes of some sizes (width, height) with edges between them, by their numbers.

    No box overlaps another, and no edge passes through one.
    """
    downward = _acyclic(len(sizes), edges)
    layers = _layers(sizes, downward)
    _order(layers)
    middle = _places(layers)
    return _drawn(layers, sizes, edges, downward, middle)


def _acyclic(count: int, edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Turn round the edges that close a cycle, found depth first."""
    heads: list[list[int]] = [[] for _ in range(count)]
    entered = [False] * count
    for tail, head in edges:
        heads[tail].append(head)
        entered[head] = True
    state = [0] * count  # 1 while on the way, 2 when done
    back: set[tuple[int, int]] = set()
    for root in sorted(range(count), key=lambda node: entered[node]):
        stack = [(root, iter(heads[root]))] if not state[root] else []
        while stack:
            node, rest = stack[-1]
            state[node] = 1
            below = next(rest, None)
            if below is None:
                state[node] = 2
                stack.pop()
            elif state[below] == 1:
                back.add((node, below))
            elif not state[below]:
                stack.append((below, iter(heads[below])))
    return [(head, tail) if (tail, head) in back else (tail, head) for tail, head in edges]


def _layers(sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]]) -> _Layers:
    """Put nodes on layers, and a point on each layer that an edge passes."""
    layer = _depths(len(sizes), edges)
    widths = [width for width, _ in sizes]
    chains = []
    for tail, head in edges:
        points = range(len(layer), len(layer) + max(0, layer[head] - layer[tail] - 1))
        chains.append([tail, *points, head])
        layer += range(layer[tail] + 1, layer[head])
        widths += [_POINT] * len(points)
    above: list[list[int]] = [[] for _ in layer]
    below: list[list[int]] = [[] for _ in layer]
    for chain in chains:
        for upper, lower in pairwise(chain):
            below[upper].append(lower)
            above[lower].append(upper)
    rows: list[list[int]] = [[] for _ in range(max(layer, default=-1) + 1)]
    for node in _depth_first(len(layer), above, below):
        rows[layer[node]].append(node)
    return _Layers(layer, rows, widths, above, below, chains)


def _depths(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """Return each node's layer: its longest path from above, then as near below as it may be."""
    heads: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for tail, head in edges:
        heads[tail].append(head)
        waiting[head] += 1
    depth = [0] * count
    order = [node for node in range(count) if not waiting[node]]
    for node in order:
        for head in heads[node]:
            depth[head] = max(depth[head], depth[node] + 1)
            waiting[head] -= 1
            if not waiting[head]:
                order.append(head)
    entered = {head for _, head in edges}
    for node in reversed(order):
        if heads[node] and node not in entered:
            depth[node] = min(depth[head] for head in heads[node]) - 1
    return depth


def _depth_first(
    count: int, above: Sequence[Sequence[int]], below: Sequence[Sequence[int]]
) -> list[int]:
    """Return the nodes so that those joined stand near one another."""
    found: list[int] = []
    seen = [False] * count
    for root in range(count):
        stack = [root]
        while stack:
            node = stack.pop()
            if not seen[node]:
                seen[node] = True
                found.append(node)
                stack += [near for near in (*above[node], *below[node]) if not seen[near]]
    return found


def _order(layers: _Layers) -> None:
    """Order each layer by the barycentres of its neighbours, and keep the best order found."""
    layers.number()
    best, least = [list(row) for row in layers.rows], _crossings(layers)
    for sweep in range(_SWEEPS if len(layers.layer) < _LARGE else 2):
        down = sweep % 2 == 0
        near = layers.above if down else layers.below
        for row in layers.rows if down else reversed(layers.rows):
            means = {
                node: sum(layers.place[n] for n in near[node]) / len(near[node])
                for node in row
                if near[node]
            }
            keys = {node: means.get(node, float(place)) for place, node in enumerate(row)}
            row.sort(key=lambda node: keys[node])
            for place, node in enumerate(row):
                layers.place[node] = place
        count = _crossings(layers)
        if count < least:
            best, least = [list(row) for row in layers.rows], count
    layers.rows = best
    layers.number()


def _crossings(layers: _Layers) -> int:
    """Count the crossings of edges between neighbouring layers."""
    found = 0
    for row in layers.rows:
        seen: list[int] = []
        for node in row:
            ends = sorted(layers.place[lower] for lower in layers.below[node])
            found += sum(len(seen) - bisect_left(seen, end + 1) for end in ends)
            for end in ends:
                insort(seen, end)
    return found


def _places(layers: _Layers) -> list[float]:
    """Return the middle of each node and point, as near to its neighbours' as the boxes allow."""
    middle = [0.0] * len(layers.layer)
    for row in layers.rows:
        at = 0.0
        for node in row:
            middle[node] = at + layers.widths[node] / 2
            at += layers.widths[node] + _APART
    both = [[*one, *other] for one, other in zip(layers.above, layers.below, strict=True)]
    rounds = [(layers.above, False), (layers.below, True)] * 3 + [(both, False), (both, True)] * 3
    for near, upward in rounds if len(layers.layer) < _LARGE else rounds[:2]:
        for row in reversed(layers.rows) if upward else layers.rows:
            _settle(row, near, layers.widths, middle)
    return middle


def _settle(
    row: Sequence[int],
    near: Sequence[Sequence[int]],
    widths: Sequence[float],
    middle: list[float],
) -> None:
    """Move a layer's nodes to the mean of their neighbours, least squares in all, none nearer."""
    offsets = [0.0]
    for left, right in pairwise(row):
        offsets.append(offsets[-1] + (widths[left] + widths[right]) / 2 + _APART)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for node, offset in zip(row, offsets, strict=True):
        others = near[node]
        wanted = sum(middle[n] for n in others) / len(others) if others else middle[node]
        weight = 4.0 if widths[node] == _POINT else 1.0 if others else 0.1
        mean, count = wanted - offset, 1
        while pools and pools[-1][0] > mean:
            before, heavy, many = pools.pop()
            mean = (before * heavy + mean * weight) / (heavy + weight)
            weight, count = heavy + weight, many + count
        pools.append((mean, weight, count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    for node, mean, offset in zip(row, means, offsets, strict=True):
        middle[node] = mean + offset


def _drawn(
    layers: _Layers,
    sizes: Sequence[tuple[float, float]],
    edges: Sequence[tuple[int, int]],
    downward: Sequence[tuple[int, int]],
    middle: Sequence[float],
) -> Layout:
    left = min((middle[n] - layers.widths[n] / 2 for n in range(len(middle))), default=0.0)
    middle = [x - left for x in middle]
    tops, bottoms = _rows(layers, sizes)
    corners = [
        (middle[n] - width / 2, (tops[layers.layer[n]] + bottoms[layers.layer[n]] - height) / 2)
        for n, (width, height) in enumerate(sizes)
    ]
    ports = _ports(layers, middle)
    routes = []
    for number, chain in enumerate(layers.chains):
        points: list[tuple[float, float]] = []
        for place, node in enumerate(chain):
            top, bottom = tops[layers.layer[node]], bottoms[layers.layer[node]]
            x = middle[node]
            if place == 0:
                x = ports[number, "tail"]
                points.append((x, corners[node][1] + sizes[node][1]))
            else:
                x = ports[number, "head"] if place == len(chain) - 1 else x
                points.append((x, top))
            if place == len(chain) - 1:
                points.append((x, corners[node][1]))
            else:
                points.append((x, bottom))
        turned = edges[number] != downward[number]
        routes.append(tuple(reversed(points) if turned else points))
    width = max((middle[n] + layers.widths[n] / 2 for n in range(len(middle))), default=0.0)
    return Layout(tuple(corners), tuple(routes), width, bottoms[-1] if bottoms else 0.0)


def _rows(layers: _Layers, sizes: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Return the upper and the lower end of each layer."""
    tops: list[float] = []
    bottoms: list[float] = []
    at = 0.0
    for row in layers.rows:
        tall = max((sizes[node][1] for node in row if node < len(sizes)), default=0.0)
        tops.append(at)
        bottoms.append(at + tall)
        at += tall + _GAP
    return tops, bottoms


def _ports(layers: _Layers, middle: Sequence[float]) -> dict[tuple[int, str], float]:
    """Spread the ends of edges over the side of the box where they meet, so that none cross."""
    ends: dict[tuple[int, str], list[tuple[float, int]]] = {}
    for number, chain in enumerate(layers.chains):
        ends.setdefault((chain[0], "tail"), []).append((middle[chain[1]], number))
        ends.setdefault((chain[-1], "head"), []).append((middle[chain[-2]], number))
    found = {}
    for (node, side), meeting in ends.items():
        step = min(16.0, (layers.widths[node] - 24.0) / len(meeting))
        for place, (_, number) in enumerate(sorted(meeting)):
            found[number, side] = middle[node] + (place - (len(meeting) - 1) / 2) * step
    return found


def packed(
    sizes: Iterable[tuple[float, float]], width: float, apart: float
) -> tuple[list[tuple[float, float]], float, float]:
    """Set boxes side by side, each as far up as there is room, then as far to the left.

    Returns their corners, and the width and height of it all.
    """
    boxes = list(sizes)
    count = int((max([width, *(w for w, _ in boxes)]) + apart) / _COLUMN) + 1
    filled = [0.0] * count
    corners = []
    for wide, tall in boxes:
        span = min(count, -int(-(wide + apart) // _COLUMN))
        starts = range(count - span + 1)
        start = min(starts, key=lambda s: (max(filled[s : s + span]), s))
        top = max(filled[start : start + span])
        corners.append((start * _COLUMN, top))
        filled[start : start + span] = [top + tall + apart] * span
    right = max((x + w for (x, _), (w, _) in zip(corners, boxes, strict=True)), default=0.0)
    return corners, right, max([0.0, *filled]) - apart if boxes else 0.0
