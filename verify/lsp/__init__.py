"""The language server: what an editor shows of suites and drafts while they are written.

The subpackage is the only door to pygls and lsprotocol. It decides nothing: a check, a review and
each fix are made by the pipeline that `verify check` uses, in a process beside the server.
"""
