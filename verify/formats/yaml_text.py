"""Reads YAML into a tree as texts only: no anchor, alias, merge key, tag or second document.

The events of the YAML parser are turned into the tree by hand, not composed: what is refused is
seen before anything is built on it, the depth is known at every step, and no scalar is ever
anything but text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Final

import yaml

from verify.config import Limits
from verify.diagnostics import Diagnostic
from verify.formats.mending import FIGURES, LINE_LENGTH, Unquoted, mended, quoted, unquoted
from verify.formats.mistakes import Places, goes_on, missing_quotes, needs_quotes, syntax_error
from verify.source import Span, Text
from verify.tree import Mapping, Node, Nothing, Sequence, mapping, shortened, too_many_values

# Keys of mappings whose own keys are free names, which may be those of figures.
NAMED: Final = frozenset(
    {"kinds", "policy", "quantities", "readings", "roles", "sources", "subjects", "units"}
)
# Keys whose value may have a comma and a space.
PROSE: Final = FIGURES | {
    "by",
    "doc",
    "exact",
    "prefix",
    "publisher",
    "reason",
    "relation",
    "source",
    "suffix",
    "title",
    "when",
}
# A file whose values lack quotes is read again with them, to find all else that is wrong.
ROUNDS: Final = 20
LARGEST_READ_AGAIN: Final = 200_000  # code points
# Controls but tab and line ends, and halves of surrogate pairs, in a text that was unescaped.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def parse(text: str, shown: str, limits: Limits) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read one YAML document; None where no tree can be made of it without guessing."""
    places = Places(shown, {})
    found: list[Diagnostic] = []
    lines = text.replace("\r\n", "\n").split("\n")
    for attempt in range(ROUNDS + 1):
        reader = _Reader("\n".join(lines), lines, limits, places)
        try:
            node = reader.read()
        except yaml.MarkedYAMLError as error:
            node = None
            missing = missing_quotes(error, lines, places)
            if missing is None:
                reader.problems.append(syntax_error(error, lines, places))
            else:
                line, value, problem = missing
                found.append(problem)
                places.quote(line, value)
                lines[line] = value.mended
                if attempt < ROUNDS and len(text) <= LARGEST_READ_AGAIN:
                    continue
        except yaml.YAMLError as error:
            node = None
            message = f"this is not YAML: {shortened(str(error))}"
            reader.problems.append(Diagnostic("bad-yaml", message, Span(shown)))
        return node, tuple(sorted((*found, *reader.problems), key=lambda each: each.span))
    return None, tuple(found)


def written(data: Any) -> str:
    """Write plain data as YAML that reads back the same: texts alone, in the order given."""
    return yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=None,
    )


class _Dumper(yaml.SafeDumper):
    """No aliases, which are refused when read."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    event: Any
    holder: str  # the key it stands under, empty in a list and at the top
    is_figure: bool  # it stands where a figure should
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Text, Node]] = field(default_factory=list)
    key: Text | None = None


class _RefusedError(Exception):
    """The rest of the file is not looked at; the reason is among the problems."""


class _Reader:
    """The events of one document on their way into a tree, with the problems so far."""

    def __init__(self, text: str, lines: list[str], limits: Limits, places: Places) -> None:
        self.text = text
        self.lines = lines
        self.limits = limits
        self.places = places
        self.problems: list[Diagnostic] = []
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.values = 0
        self.is_whole = True  # nothing was left out of the tree that could be missed in it

    def read(self) -> Node | None:
        """Return the tree of the first document; libyaml's parser where it is installed."""
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self.text)
        documents = 0
        try:
            while loader.check_event():
                event = loader.get_event()
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        message = "a second document begins here; a file holds one"
                        self.report("second-document", message, event)
                        break
                else:
                    self.take(event)
        except _RefusedError:
            return None
        finally:
            loader.dispose()
        if self.root is None:
            return Nothing(Span(self.places.shown, 1, 1, 1, 1))
        return self.root if self.is_whole else None

    def take(self, event: Any) -> None:
        """Put one event into the tree."""
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self.values += 1
            if self.values > self.limits.values:
                self.report("file-too-large", too_many_values(self.limits), event)
                raise _RefusedError
            self.refuse_marks(event)
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.add(self.end(event))
        elif isinstance(event, yaml.AliasEvent):
            message = f"`*{shortened(str(event.anchor))}` is an alias, which is not read here"
            self.report("yaml-alias", message, event, self.help_to_quote(event))
            self.is_whole = False
            self.add(Nothing(self.span(event.start_mark, event.end_mark)))

    def refuse_marks(self, event: Any) -> None:
        """Report an anchor or a tag before a node."""
        if event.anchor is not None:
            message = f"`&{shortened(event.anchor)}` is an anchor, which is not read here"
            self.report("yaml-anchor", message, event, self.help_to_quote(event))
        if event.tag is not None:
            tag = shortened(event.tag.replace("tag:yaml.org,2002:", "!!"))
            message = f"`{tag}` is a tag, which is not read here"
            self.report("yaml-tag", message, event, self.help_to_quote(event))

    def help_to_quote(self, event: Any) -> str:
        """Return the line mended, for a text that only looks like an alias, anchor or tag."""
        mark = event.start_mark
        value = unquoted(self.lines[mark.line], goes_on(self.lines, mark.line))
        if value is None or value.start != mark.column:
            return "write the value out in full"
        return f"if it belongs to the text, write `{value.mended.strip()}`"

    def scalar(self, event: Any) -> None:
        """Add a text, exactly as it is written."""
        start, end = event.start_mark, event.end_mark
        span = self.span(start, end)
        if event.style in (">", "|"):
            span = self.block_span(start, end)
        if not event.style and not event.value:
            self.add(Nothing(span))
            return
        value: str = event.value
        if len(value) > self.limits.text_length:
            message = f"a text of more than {self.limits.text_length} characters"
            self.report("text-too-long", message, event)
        found = _FORBIDDEN.search(value)
        if found:
            message = f"the invisible character U+{ord(found[0]):04X} is not allowed here"
            self.report("control-character", message, event, "remove it")
        quotes = 1 if event.style in ("'", '"') else 0
        verbatim = self.text[start.index + quotes : end.index - quotes] == value
        if not verbatim or start.line != end.line:
            text = Text(value, span)
        elif quotes:
            place = self.places.span(start.line, start.column + 1, end.line, end.column - 1)
            text = Text(value, place, verbatim=True)
        else:
            text = Text(value, span, verbatim=True)
        if event.style in (">", "|") and self.stands_for_figure():
            self.refuse_block(event)
        if not quotes and value == "<<" and self.awaits_key():
            self.report("merge-key", "`<<` merges mappings, which is not read here", event)
            self.is_whole = False
        self.add(text)

    def block_span(self, start: Any, end: Any) -> Span:
        """Return the span of a text of several lines, whose mark is at the next thing written."""
        last = end.line if end.column else end.line - 1
        while last > start.line and not self.lines[last].strip():
            last -= 1
        return self.places.span(start.line, start.column, last, len(self.lines[last]))

    def refuse_block(self, event: Any) -> None:
        """Report `value: >` with the figure on the next line: a folded text, not a bound."""
        mark = event.start_mark
        written = " ".join(event.value.split())
        written = f"> {written}" if event.style == ">" else written
        help_ = f"write `{self.lines[mark.line][: mark.column].strip()} {quoted(written)}`"
        message = f"this figure needs quotes: `{event.style}` begins a text of several lines"
        self.report("needs-quotes", message, event, help_)

    def begin(self, event: Any) -> None:
        """Open a list or mapping."""
        if len(self.open) >= self.limits.depth:
            message = f"the file is nested more than {self.limits.depth} deep"
            self.report("nested-too-deep", message, event)
            raise _RefusedError
        if self.awaits_key():
            self.report("key-not-text", "a key must be a text, not a list or mapping", event)
            raise _RefusedError
        top = self.open[-1] if self.open else None
        holder = top.key.value if top is not None and top.key is not None else ""
        self.open.append(_Open(event, holder, self.stands_for_figure()))

    def end(self, event: Any) -> Node:
        """Close the innermost list or mapping, and return it."""
        done = self.open.pop()
        start, end = done.event.start_mark, event.end_mark
        if done.is_figure and done.event.flow_style and start.line == end.line:
            return self.figure_in_brackets(start, end)
        span = self.span(start, end if done.event.flow_style else start)
        if not done.event.flow_style:
            nodes = done.items or [node for _, node in done.entries]
            last = nodes[-1].span if nodes else span
            span = Span(span.path, span.line, span.column, last.end_line, last.end_column)
        if isinstance(event, yaml.SequenceEndEvent):
            return Sequence(tuple(done.items), span)
        node, problems = mapping(done.entries, span)
        self.problems.extend(problems)
        return node

    def figure_in_brackets(self, start: Any, end: Any) -> Text:
        """Return `[1.1, 1.6]` or `{…}` in the place of a figure as the text it should have been."""
        value = self.text[start.index : end.index]
        line = self.lines[start.line]
        why = f"it begins with `{value[0]}`, a sign that YAML keeps for itself"
        fixed = mended(line, start.column, end.column)
        place = Unquoted(start.column, end.column, line, fixed, why)
        problem = needs_quotes(start.line, place, self.places)
        self.problems.append(problem)
        return Text(value, problem.span, verbatim=True)

    def add(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if isinstance(top.event, yaml.SequenceStartEvent):
            if isinstance(node, Mapping) and top.holder and not top.event.flow_style:
                node = replace(node, alone=self.has_its_lines(node.span))
            top.items.append(node)
        elif top.key is not None:
            if isinstance(node, Nothing):
                node = Nothing(top.key.span)
            if not self.is_torn_text(top, top.key, node):
                top.entries.append((top.key, node))
            top.key = None
        elif isinstance(node, Text):
            top.key = node
        else:
            message = "a key is missing before the `:`"
            self.problems.append(Diagnostic("key-not-text", message, node.span))
            self.is_whole = False
            top.key = Text("", node.span)

    def has_its_lines(self, span: Span) -> bool:
        """Return whether an entry's dash is on its first line, and its last line has an end."""
        before = self.lines[span.line - 1][: span.column - 1]
        return before.strip() == "-" and span.end_line < len(self.lines)

    def is_torn_text(self, top: _Open, key: Text, node: Node) -> bool:
        """Join `{figure: 100,000 GPUs}` again, which YAML tears at the comma.

        The second half arrives as a key without a value, right behind the comma; after a space
        it is taken for one only where the first half is prose or a formula.
        """
        if not (isinstance(node, Nothing) and top.entries and key.verbatim):
            return False
        name, before = top.entries[-1]
        if not (isinstance(before, Text) and before.verbatim and before.span.line == key.span.line):
            return False
        line = self.lines[key.span.line - 1]
        if len(line) > LINE_LENGTH or key.span.line - 1 in self.places.added:
            return False
        comma = before.span.end_column - 1
        start, end = before.span.column - 1, key.span.end_column - 1
        if line[end:].lstrip(" ").startswith(":"):
            return False
        between = line[comma : key.span.column - 1]
        if between != "," and (between.rstrip(" ") != "," or name.value not in PROSE):
            return False
        span = Span(key.span.path, key.span.line, start + 1, key.span.line, end + 1)
        top.entries[-1] = (name, Text(line[start:end], span, verbatim=True))
        why = "it has a comma, which YAML takes for the end of the value inside `{` and `}`"
        value = Unquoted(start, end, line, mended(line, start, end), why)
        if self.problems and self.problems[-1].span.line == span.line == before.span.line:
            last = self.problems[-1].span
            if (last.line, last.column) == (span.line, span.column):
                self.problems.pop()  # a figure with two commas is torn twice
        self.problems.append(needs_quotes(key.span.line - 1, value, self.places))
        return True

    def awaits_key(self) -> bool:
        """Return whether the next node is a key."""
        top = self.open[-1] if self.open else None
        return top is not None and top.key is None and isinstance(top.event, yaml.MappingStartEvent)

    def stands_for_figure(self) -> bool:
        """Return whether the next node is the value of a key such as `figure`."""
        top = self.open[-1] if self.open else None
        if top is None or top.key is None or top.holder in NAMED:
            return False
        return top.key.value in FIGURES

    def span(self, start: Any, end: Any) -> Span:
        """Return the span between two marks of the parser."""
        return self.places.span(start.line, start.column, end.line, end.column)

    def report(self, code: str, message: str, event: Any, help_: str = "") -> None:
        """Note a problem with the node of an event."""
        span = self.span(event.start_mark, event.end_mark)
        self.problems.append(Diagnostic(code, message, span, help=help_))
        if len(self.problems) > self.limits.problems:
            raise _RefusedError  # none of what follows would be shown
