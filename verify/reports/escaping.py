"""Foreign text made safe for where it goes: one function for each destination."""

from __future__ import annotations

import html
import re

from verify.reports.styled import safe


def for_markdown(text: str) -> str:
    r"""Return text that Markdown shows as it is, on one line, and that calls nobody by @name.

    >>> for_markdown("a *b* <i> @c")
    'a \\*b\\* \\<i\\> @&#8288;c'
    """
    shown = re.sub(r"([\\`*_{}\[\]<>#|!~$&])", r"\\\1", safe(" ".join(text.split())))
    return re.sub(r"(?<!\w)@(?=\w)", "@&#8288;", shown)  # a word joiner


def for_html(text: str) -> str:
    """Return text that HTML shows as it is, in an element or an attribute in quotes.

    >>> for_html('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(safe(" ".join(text.split())), quote=True)
