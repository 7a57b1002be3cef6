"""A newsroom's review service: a suite goes in as JSON, its report comes out as JSON.

    flask --app service run
    curl --data-binary @deal.claims.json "http://localhost:5000/review?seconds=2"

The body is a claim file. A suite that cannot be checked has a report as well, with its findings.
"""

from __future__ import annotations

import json
import math
from threading import BoundedSemaphore

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
        patience = request.args.get("seconds", math.inf, type=float)
        if not patience > 0:
            raise BadRequest("`seconds` is not above 0")
        if not free.acquire(blocking=False):
            raise ServiceUnavailable("all reviewers are busy", retry_after=math.ceil(seconds))
        try:
            text = request.get_data().decode(errors="replace")
            suite = verify.loads(text, path="review.json")
            report = verify.check(suite, seconds=min(patience, seconds), megabytes=megabytes)
        finally:
            free.release()
        return app.response_class(report.to_json(), mimetype="application/json")

    @app.errorhandler(verify.VerifyError)
    def cannot_be_checked(error: verify.VerifyError) -> Response:
        status = 422 if isinstance(error, verify.SuiteError) else 503  # no process to be had
        return app.response_class(error.to_json(), status, mimetype="application/json")

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        headers = [each for each in error.get_headers() if each[0] != "Content-Type"]
        body = json.dumps({"error": error.description})
        return app.response_class(body, error.code, headers, mimetype="application/json")

    return app
