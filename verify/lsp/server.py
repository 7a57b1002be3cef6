"""The server that an editor speaks to: which message means what.

Nothing here is decided, and nothing here is slow: what takes time runs in the process that checks.
"""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from verify.lsp import claim_files, completion, definitions, draft_fixes, drafts, fixes
from verify.lsp.buffers import path_of
from verify.lsp.claim_files import shown
from verify.lsp.preferences import preferences
from verify.lsp.session import Session
from verify.reports.styled import safe

_TRIGGERS = " :.[{,/\"'@"  # after which names, units or keys begin


class Server(LanguageServer):
    """A language server with its session."""

    def __init__(self) -> None:
        # Whole texts: a change of a part would need lines counted as the editor counts them.
        super().__init__(
            "verify", version("verify"), text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.session = Session(self)
        self.markdown = False  # whether the editor shows Markdown in what it hovers

    def publish(self, uri: str, version: int | None, marks: list[types.Diagnostic]) -> None:
        """Show the diagnostics of a document instead of those before."""
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, diagnostics=marks, version=version)
        )

    def log(self, message: str) -> None:
        """Note what is for someone who looks for it."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, safe(message)))

    def warn(self, message: str) -> None:
        """Tell what stands in the way."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, safe(message)))

    def refresh(self) -> None:
        """Have hints asked for again, where the editor can be told."""
        workspace = self.client_capabilities.workspace
        hints = workspace.inlay_hint if workspace is not None else None
        if hints is not None and hints.refresh_support:
            self.workspace_inlay_hint_refresh(None)


def serve() -> None:
    """Speak to an editor over standard input and output until it says to end."""
    server = made()
    try:
        server.start_io()
    finally:
        server.session.checker.end()


def made() -> Server:
    """Return a server with all that it can do."""
    server = Server()
    _lifecycle(server)
    _documents(server)
    _questions(server)
    return server


def _lifecycle(server: Server) -> None:
    session = server.session

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        document = params.capabilities.text_document
        shown = document.publish_diagnostics if document is not None else None
        session.related = bool(shown and shown.related_information)
        hovered = document.hover if document is not None else None
        formats = hovered.content_format if hovered is not None else None
        server.markdown = types.MarkupKind.Markdown in (formats or ())
        session.preferences = preferences(params.initialization_options)
        encoding = server.workspace.position_encoding
        session.buffers.encoding = encoding or types.PositionEncodingKind.Utf16
        uris = [each.uri for each in params.workspace_folders or ()]
        if not uris and params.root_uri:
            uris = [params.root_uri]
        session.roots = _folders(uris)

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        await session.checker.warm()
        await _watch(server)
        await _configure(server)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: types.DidChangeConfigurationParams) -> None:
        if not await _configure(server) and params.settings:
            session.preferences = preferences(params.settings)
        session.everything()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def moved(_: types.DidChangeWorkspaceFoldersParams) -> None:
        session.roots = _folders([each.uri for each in server.workspace.folders.values()])
        session.everything()

    @server.feature(types.SHUTDOWN)
    def shut_down(_: Any = None) -> None:
        session.end()


def _documents(server: Server) -> None:
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        session.buffers.put(item.uri, item.text, item.version, str(item.language_id))
        session.changed(item.uri, soon=True)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        item = params.text_document
        text = server.workspace.get_text_document(item.uri).source
        session.buffers.put(item.uri, text, item.version)
        session.changed(item.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        session.changed(params.text_document.uri, soon=True)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session.closed(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        session.everything()
        for change in params.changes:
            path = path_of(change.uri)
            if path is not None:
                session.changed_path(path)


def _questions(server: Server) -> None:
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        buffer = session.buffers.open.get(params.text_document.uri)
        if buffer is None:
            return None
        answer = claim_files.hover if buffer.html is None else drafts.hover
        found = await answer(buffer, params.position, session)
        return None if found is None else types.Hover(shown(found[0], server.markdown), found[1])

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> types.Location | None:
        buffer = session.buffers.open.get(params.text_document.uri)
        if buffer is None:
            return None
        answer = definitions.definition if buffer.html is None else drafts.definition
        return await answer(buffer, params.position, session)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        buffer = session.buffers.open.get(params.text_document.uri)
        if buffer is None or buffer.html is not None:
            return []
        return await claim_files.hints(buffer, params.range, session)

    signs = types.CompletionOptions(trigger_characters=list(_TRIGGERS))

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, signs)
    async def completed(params: types.CompletionParams) -> types.CompletionList | None:
        buffer = session.buffers.open.get(params.text_document.uri)
        if buffer is None:
            return None
        answer = completion.completion if buffer.html is None else drafts.completion
        return await answer(buffer, params.position, session)

    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        buffer = session.buffers.open.get(params.text_document.uri)
        only = params.context.only
        if buffer is None or (only and not any(_is_fix(kind) for kind in only)):
            return []
        if buffer.html is None:
            mended = await fixes.fixes(buffer, params.range, session)
            return [_action(each.title, each.code, edit, params) for each, edit in mended]
        changed = await draft_fixes.fixes(buffer, params.range, session)
        return [_action(each.title, each.code, edit, params) for each, edit in changed]


def _is_fix(kind: types.CodeActionKind | str) -> bool:
    return str(getattr(kind, "value", kind)) in ("", types.CodeActionKind.QuickFix.value)


def _action(
    title: str, code: str, edit: types.WorkspaceEdit, params: types.CodeActionParams
) -> types.CodeAction:
    """Return a fix as an editor offers it, beside the diagnostics that it mends."""
    return types.CodeAction(
        title=safe(title),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[each for each in params.context.diagnostics if each.code == code] or None,
        edit=edit,
    )


async def _watch(server: Server) -> None:
    """Ask to be told of files that change on disk, where the editor offers it."""
    workspace = server.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace is not None else None
    if watched is None or not watched.dynamic_registration:
        return
    pattern = types.FileSystemWatcher("**/*.{yaml,yml,json,txt}")
    options = types.DidChangeWatchedFilesRegistrationOptions([pattern])
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    registration = types.Registration("files", method, options)
    await _answered(
        server.client_register_capability_async(types.RegistrationParams([registration]))
    )


async def _configure(server: Server) -> bool:
    """Ask for the editor's settings under `verify`; say whether it has such questions answered."""
    workspace = server.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return False
    items = types.ConfigurationParams([types.ConfigurationItem(section="verify")])
    said = await _answered(server.workspace_configuration_async(items))
    if isinstance(said, (list, tuple)) and said and said[0]:
        server.session.preferences = preferences(said[0])
        server.session.everything()
    return True


async def _answered(question: Any) -> Any:
    """Return the editor's answer, or None where it has none for half a minute."""
    try:
        return await asyncio.wait_for(question, 30)
    except Exception:  # what an editor refuses is not needed
        return None


def _folders(uris: list[str]) -> tuple[Path, ...]:
    found = (path_of(uri) for uri in uris)
    return tuple(path for path in found if path is not None)
