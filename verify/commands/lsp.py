"""`verify lsp`: the language server."""

from __future__ import annotations

import gc
import sys

import click


@click.command()
def command() -> None:
    """Speak the Language Server Protocol over standard input and output, for editors.

    It needs the extra `lsp`: pip install 'verify[lsp]'.
    """
    try:
        from verify.lsp.server import serve
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        click.echo("the language server needs pygls: pip install 'verify[lsp]'", err=True)
        sys.exit(2)
    gc.enable()  # this process lives long
    serve()
