"""A newsroom's review service: a suite goes in as JSON, its report comes out as JSON.

    flask --app service run
    curl --data-binary @deal.claims.json http://localhost:5000/review

The body is a claim file, or `{"suite": …, "seconds": 2}` around one.
"""

from __future__ import annotations

import json
import math
from threading import BoundedSemaphore
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, HTTPException, ServiceUnavailable

import verify


def create_app(
    *, body_bytes: int = 200_000, seconds: float = 5, megabytes: int = 500, at_once: int = 2
) -> Flask:
    """Return the service, with its limits for one review and on how many may run at once."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = body_bytes
    free = BoundedSemaphore(at_once)

    @app.post("/review")
    def review() -> Response:
        suite, patience = _asked(request.get_data())
        if not free.acquire(blocking=False):
            raise ServiceUnavailable("all reviewers are busy", retry_after=math.ceil(seconds))
        try:
            report = verify.check(
                verify.loads(suite, path="review.json"),
                seconds=min(patience, seconds),
                megabytes=megabytes,
            )
        finally:
            free.release()
        return app.response_class(report.to_json(), mimetype="application/json")

    @app.errorhandler(verify.VerifyError)
    def cannot_be_checked(error: verify.VerifyError) -> tuple[dict[str, Any], int]:
        status = 422 if isinstance(error, verify.SuiteError) else 503  # no process to be had
        return {"diagnostics": [_finding(each) for each in error.diagnostics]}, status

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        headers = [each for each in error.get_headers() if each[0] != "Content-Type"]
        body = json.dumps({"error": error.description})
        return app.response_class(body, error.code, headers, mimetype="application/json")

    return app


def _asked(body: bytes) -> tuple[str, float]:
    """Return a suite's text and for how many seconds to check it; raise BadRequest."""
    try:
        text = body.decode()
        # Numbers stay text: as doubles they would lose the digits that were printed.
        asked = json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=_each_once)
        if not isinstance(asked, dict) or "suite" not in asked:
            return text, math.inf
        seconds = float(asked.get("seconds", "inf"))
    except (ValueError, TypeError, RecursionError) as error:
        raise BadRequest(f"the body cannot be read: {error}") from error
    if not seconds > 0:
        raise BadRequest("`seconds` is not above 0")
    return json.dumps(asked["suite"]), seconds


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name occurs twice in one object")
    return found


def _finding(each: Any) -> dict[str, Any]:
    """Return a diagnostic under the names that a report has for it."""
    where = {"path": each.span.path, "line": each.span.line, "column": each.span.column}
    said = {"code": each.code, "severity": each.severity, "message": each.message}
    return {**said, **where, "details": each.details, "help": each.help or None}
