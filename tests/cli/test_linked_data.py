"""W3C Web Annotations and schema.org ClaimReview: what the two models ask for is there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from command_line import CommandLine

SUITE = """\
quantities: {fee: {unit: USD/month}, power: {unit: MW, varies: month}, seen: {unit: 1}}
sources:
  post: {title: The post, publisher: The paper, date: 2026-05-20, url: "https://example.org/a b"}
  note: {text: a note.txt}
claims:
  - id: fee
    about: fee
    figure: $5 a month
    source: post
    by: a spokesman
    quote:
      - {start: 12, prefix: "costs ", suffix: " in all"}
      - {start: 90}
  - {id: other, about: fee, figure: $9 a month, source: note, quote: {prefix: paid}}
  - {id: power, about: power, figure: 3 MW, as_of: 2026-05}
  - {id: if, about: power, figure: 4 MW, as_of: 2026-05, modality: hypothetical}
  - {id: asked, about: seen, value: "?"}
"""


@pytest.fixture
def suite(line: CommandLine) -> CommandLine:
    line.write("s.claims.yaml", SUITE)
    return line


def test_an_annotation_for_each_place_that_is_quoted(suite: CommandLine) -> None:
    page = suite.json("check", "--format", "annotations")
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    first, second, third = page["items"]
    assert [each["type"] for each in page["items"]] == ["Annotation"] * 3
    assert len({each["id"] for each in page["items"]}) == 3
    assert all(each["id"].startswith("urn:uuid:") for each in page["items"])
    assert first["target"] == {
        "source": "https://example.org/a b",
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": "$5 a month",
                "prefix": "costs ",
                "suffix": " in all",
            },
            {"type": "TextPositionSelector", "start": 12, "end": 22},
        ],
    }
    assert second["target"]["selector"][1]["start"] == 90
    assert third["target"] == {
        "source": "a%20note.txt",
        "selector": [{"type": "TextQuoteSelector", "exact": "$9 a month", "prefix": "paid"}],
    }
    comment, tag = first["body"]
    assert comment["purpose"] == "assessing"
    assert comment["value"].startswith("fee: conflict")
    assert tag == {"type": "TextualBody", "value": "conflict", "purpose": "tagging"}


def test_annotations_are_the_same_bytes_each_time(suite: CommandLine) -> None:
    command = ("check", "--format", "annotations")
    assert suite.run(*command).stdout == suite.run(*command).stdout


def test_a_claim_review_for_each_claim_that_is_judged(suite: CommandLine) -> None:
    data = suite.json("check", "--format", "claimreview")
    assert data["@context"] == "https://schema.org"
    reviews: dict[str, Any] = {each["itemReviewed"]["identifier"]: each for each in data["@graph"]}
    assert sorted(reviews) == ["fee", "other", "power"]
    fee = reviews["fee"]
    assert fee["@type"] == "ClaimReview"
    assert fee["claimReviewed"] == "fee: $5 a month"
    assert fee["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "conflict",
        "ratingExplanation": "Figures that cannot all be true",
    }
    assert fee["reviewBody"].startswith("in a conflict with other")
    assert fee["itemReviewed"] == {
        "@type": "Claim",
        "identifier": "fee",
        "author": {"@type": "Thing", "name": "a spokesman"},
        "appearance": {
            "@type": "CreativeWork",
            "headline": "The post",
            "url": "https://example.org/a b",
            "datePublished": "2026-05-20",
            "publisher": {"@type": "Organization", "name": "The paper"},
        },
    }
    assert reviews["power"]["claimReviewed"] == "power@2026-05: 3 MW"
    assert reviews["power"]["reviewRating"]["alternateName"] == "untested"


def test_the_status_and_the_file_are_those_of_a_check(suite: CommandLine) -> None:
    done = suite.run("check", "--format", "claimreview", "-o", "out.json")
    assert done.exit_code == 1
    assert json.loads((suite.folder / "out.json").read_text("utf-8"))["@graph"]


def test_what_cannot_be_checked_is_said_on_standard_error(line: CommandLine) -> None:
    line.write("s.claims.yaml", "rules: [x == 1]\n")
    done = line.run("check", "--format", "annotations")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["items"] == []
    assert "s.claims.yaml:1:9: error[" in done.stderr


def test_annotations_of_a_draft(suite: CommandLine) -> None:
    text = "It draws [3 MW](claim:power), and costs [$7 a month](claim:fee).\n"
    suite.write("draft.md", text)
    done = suite.run("review", "draft.md", "--against", ".", "--format", "annotations")
    power, _ = json.loads(done.stdout)["items"]
    quote, place = power["target"]["selector"]
    assert quote["exact"] == "3 MW" == text[place["start"] : place["end"]]
    assert text.startswith(quote["prefix"] + quote["exact"] + quote["suffix"][:5])
    assert power["target"]["source"] == "draft.md"
    assert [each["value"] for each in power["body"][1:]] == ["supported", "one-source"]
