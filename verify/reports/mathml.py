"""Rules as MathML: fractions stand upright, powers are raised, names are words."""

from __future__ import annotations

from html import escape

from verify.facts import Rule
from verify.typed import Measure, Typed, walk
from verify.wording import approximately, day

_RELATIONS = {"==": "=", "!=": "≠", "<=": "≤", "<": "<", "same": "=", "unlike": "≠"}
_SUMS = {"add": "+", "subtract": "−"}
_LOOSE = {"add", "subtract", "negate", "or", "and", "if"}


def mathml(rule: Rule) -> str:
    """Return a rule's relation as one `math` element, empty where its units cannot be written."""
    for node in walk(rule.relation):
        if node.operator in ("constant", "date") and _constant(node) is None:
            return ""
    return f'<math display="block">{_node(rule.relation)}</math>'


def _node(node: Typed) -> str:
    parts = node.operands
    match node.operator:
        case "quantity":
            return _name(node.name)
        case "constant" | "date":
            return f"<mn>{escape(_constant(node) or '')}</mn>"
        case "==" | "!=" | "<=" | "<" | "same" | "unlike":
            sign = _RELATIONS[node.operator]
            return f"<mrow>{_node(parts[0])}<mo>{escape(sign)}</mo>{_node(parts[1])}</mrow>"
        case "add" | "subtract":
            sign = _SUMS[node.operator]
            return f"<mrow>{_node(parts[0])}<mo>{sign}</mo>{_held(parts[1])}</mrow>"
        case "multiply":
            return f"<mrow>{_held(parts[0])}<mo>·</mo>{_held(parts[1])}</mrow>"
        case "divide":
            return f"<mfrac>{_node(parts[0])}{_node(parts[1])}</mfrac>"
        case "negate":
            return f"<mrow><mo>−</mo>{_held(parts[0])}</mrow>"
        case "power":
            return f"<msup>{_held(parts[0])}<mn>{escape(str(node.value))}</mn></msup>"
        case "abs":
            return f"<mrow><mo>|</mo>{_node(parts[0])}<mo>|</mo></mrow>"
        case "and" | "or":
            joint = f"<mtext>&nbsp;{node.operator}&nbsp;</mtext>"
            return f"<mrow>{joint.join(_node(part) for part in parts)}</mrow>"
        case "not":
            return f"<mrow><mtext>not&nbsp;</mtext>{_held(parts[0])}</mrow>"
        case "if":
            words = ("<mtext>if&nbsp;</mtext>", "<mtext>&nbsp;then&nbsp;</mtext>")
            tail = f"<mtext>&nbsp;else&nbsp;</mtext>{_node(parts[2])}" if len(parts) > 2 else ""
            return f"<mrow>{words[0]}{_node(parts[0])}{words[1]}{_node(parts[1])}{tail}</mrow>"
        case "among":
            names = ", ".join(node.names)
            return f"<mrow>{_node(parts[0])}<mo>∈</mo><mtext>{{{escape(names)}}}</mtext></mrow>"
        case "calendar" | "elapsed":
            return _node(parts[0])
    shown = "<mo>,</mo>".join(_node(part) for part in parts)
    return f"<mrow><mtext>{escape(node.operator)}</mtext><mo>(</mo>{shown}<mo>)</mo></mrow>"


def _constant(node: Typed) -> str | None:
    """Return a literal as it would be written, None for units that are put together."""
    if node.operator == "date":
        shown = day(node.value)
        return None if shown is None else shown.isoformat()
    exponents = node.type.exponents if isinstance(node.type, Measure) else ()
    if not exponents:
        return approximately(node.value)
    if exponents == (("second", 1),):
        return f"{approximately(node.value / 86_400)} day"
    ((base, power), *others) = exponents
    plain = power == 1 and not others and base not in ("gram", "metre", "bit", "kelvin", "ampere")
    return f"{approximately(node.value)} {base}" if plain else None


def _held(node: Typed) -> str:
    """Return a part in brackets where it would otherwise be read another way."""
    if node.operator in _LOOSE:
        return f"<mrow><mo>(</mo>{_node(node)}<mo>)</mo></mrow>"
    return _node(node)


def _name(name: str) -> str:
    return f"<mtext>{escape(name.replace('_', ' '))}</mtext>"
