"""`verify new`: a claim file from an article, and again when the article has changed."""

from __future__ import annotations

import hashlib

from command_line import CommandLine

SUITE = """\
quantities:
  fee: {unit: USD/month}
  term: {unit: month}
  notice: {unit: day}
  power: {unit: MW}
"""
ARTICLE = """\
The fee is about $1.25 billion per month. Either side may leave with 90 days' notice.
The term is 36 months, if all goes well, and 300 megawatts are enough for Colossus 2.
It cost ¥500 to print, in 12 copies.
"""


def test_every_figure_is_quoted_in_order(line: CommandLine) -> None:
    line.write("suite.yaml", SUITE)
    line.write("The Post.txt", ARTICLE)
    done = line.run("new", "The Post.txt", "--suite", ".")
    assert done.exit_code == 0
    assert done.stdout == "the-post.claims.yaml: 6 figures, 6 added, 4 with a quantity\n"
    written = (line.folder / "the-post.claims.yaml").read_text("utf-8").splitlines()
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert written[:2] == [
        "sources:",
        f'  the-post: {{text: "The Post.txt", sha256: {digest}}}',
    ]
    assert written[2:] == [
        "source: the-post",
        "claims:",
        '  - {about: fee, figure: "about $1.25 billion per month", quote: {start: 11}}',
        '  - {about: notice, figure: "90 days", quote: {start: 69}}',
        '  - {about: term, figure: "36 months", quote: {start: 98}}',
        '  - {about: power, figure: "300 megawatts", quote: {start: 131}, modality: hypothetical}',
        '  # - {about: …, figure: "¥500", quote: {start: 180}}'
        "  # '¥' can mean more than one thing",
        '  # - {about: …, figure: "12", quote: {start: 198}}  # no quantity has such a unit',
    ]
    assert line.run("check", ".").exit_code == 0


def test_what_a_person_wrote_is_kept(line: CommandLine) -> None:
    line.write("suite.yaml", SUITE)
    line.write("post.txt", ARTICLE)
    line.run("new", "post.txt", "--suite", ".")
    path = line.folder / "post.claims.yaml"
    mine = path.read_text("utf-8").replace("{about: fee,", "{id: mine, about: fee, doc: by hand,")
    mine += "waive:\n  - {figure: '12', start: 198, reason: a print run}\n"
    path.write_text(mine, "utf-8")
    assert "0 added" in line.run("new", "post.txt", "--suite", ".").stdout
    assert path.read_text("utf-8") == mine
    line.write("post.txt", ARTICLE + "And 40 MW more.\n")
    assert "1 added, 1 with a quantity" in line.run("new", "post.txt", "--suite", ".").stdout
    new = f'  - {{about: power, figure: "40 MW", quote: {{start: {len(ARTICLE) + 4}}}}}\n'
    assert path.read_text("utf-8") == mine.replace("waive:", f"{new}waive:")


def test_several_quantities_of_one_unit_are_left_to_a_person(line: CommandLine) -> None:
    line.write("suite.yaml", "quantities: {price: {unit: USD}, cost: {unit: USD}}\n")
    line.write("a.txt", "The price was $5. It paid $6.\n")
    line.run("new", "a.txt", "--suite", ".")
    written = (line.folder / "a.claims.yaml").read_text("utf-8").splitlines()[4:]
    assert written == [
        '  - {about: price, figure: "$5", quote: {start: 14}}',
        '  # - {about: …, figure: "$6", quote: {start: 26}}  # about one of cost, price?',
    ]


def test_what_cannot_be(line: CommandLine) -> None:
    line.write("suite.yaml", SUITE)
    assert line.run("new", "none.txt", "--suite", ".").exit_code == 2
    line.write("a.txt", "5 MW")
    assert line.run("new", "a.txt", "--suite", "nowhere").exit_code == 2
    assert not (line.folder / "a.claims.yaml").exists()


def test_an_article_cannot_break_the_file(line: CommandLine) -> None:
    line.write("suite.yaml", SUITE)
    text = "It uses 5\u00a0MW, 7 \x9bMW, $5 \u202eand <b>5</b>\nMW for \u00a53 \U000e0041."
    line.write("a.html", text)
    assert line.run("new", "a.html", "--suite", ".").exit_code == 0
    assert line.run("check", ".").exit_code == 0
    assert line.run("sources", ".").exit_code == 0
    once = (line.folder / "a.claims.yaml").read_text("utf-8")
    line.run("new", "a.html", "--suite", ".")
    assert (line.folder / "a.claims.yaml").read_text("utf-8") == once


def test_files_of_every_layout_are_extended(line: CommandLine) -> None:
    line.write("suite.yaml", SUITE)
    line.write("a.txt", "It uses 5 MW.")
    own = b"sources: {a: {text: a.txt}, b: {}}\r\nsource: b\r\n"
    own += b"claims:\r\n- {about: fee, value: 3 USD/month}\r\n"
    path = line.folder / "mine.claims.yaml"
    path.write_bytes(own)
    assert line.run("new", "a.txt", "--suite", ".", "-o", "mine.claims.yaml").exit_code == 0
    added = b'- {about: power, figure: "5 MW", quote: {start: 8}, source: a}\r\n'
    assert path.read_bytes() == own + added
    assert line.run("check", ".").exit_code == 0
    for text in ("claims: []\n", "claims: [{about: fee, value: 3 USD/month}]\n"):
        path.write_text("sources: {a: {text: a.txt}}\n" + text)
        assert line.run("new", "a.txt", "--suite", ".", "-o", "mine.claims.yaml").exit_code == 2
    assert line.run("new", "a.txt", "--suite", ".", "-o", "x.claims.json").exit_code == 2


def test_a_rate_in_a_quantitys_own_time_is_about_it(line: CommandLine) -> None:
    line.write("suite.yaml", "quantities: {fee: {unit: USD/month}, revenue: {unit: USD/year}}\n")
    line.write("post.txt", "It pays $5 a month and earns $70 million a year; 3 and 4 MW.\n")
    line.run("new", "post.txt", "--suite", ".")
    written = (line.folder / "post.claims.yaml").read_text("utf-8")
    assert '  - {about: fee, figure: "$5 a month", ' in written
    assert '  - {about: revenue, figure: "$70 million a year", ' in written


def test_a_figure_whose_unit_is_only_in_its_sentence_is_left_to_a_person(line: CommandLine) -> None:
    line.write("suite.yaml", "quantities: {power: {unit: MW}}\n")
    line.write("post.txt", "They draw 3 and 4 MW.\n")
    line.run("new", "post.txt", "--suite", ".")
    written = (line.folder / "post.claims.yaml").read_text("utf-8")
    assert '  # - {about: …, figure: "3", quote: {start: 10}}  # about one of power?' in written
    assert '  - {about: power, figure: "4 MW", ' in written
    assert line.run("check", ".").exit_code == 0
