"""A table of figures becomes a table of verdicts: a notebook in cells."""

# %%
from __future__ import annotations

import pandas as pd

import verify

# %% What is printed, and where
figures = pd.DataFrame(
    [
        ("distance", "512 km", "timetable"),
        ("duration", "3.2 hours", "timetable"),
        ("speed", "161 km/h", "operator"),
        ("speed", "more than 180 km/h", "weblog"),
    ],
    columns=["quantity", "figure", "source"],
)
figures.index = figures["source"] + "." + figures["quantity"]

# %% How the quantities hang together
suite = (
    verify.Suite(title="A train")
    .quantity("distance", "km")
    .quantity("duration", "hour")
    .quantity("speed", "km/hour")
    .rule("distance == speed * duration")
)
for publisher in figures["source"].unique():
    suite = suite.source(publisher)
for id, row in figures.iterrows():
    suite = suite.claim(row["quantity"], figure=row["figure"], source=row["source"], id=id)

# %% Which of them can all be true
report = verify.check(suite)
figures["verdict"] = [report.claim(id).verdict for id in figures.index]
figures["implied"] = [str(report.implied(id)) for id in figures.index]
print(figures)

# %% What is left of each quantity once the suspect is withdrawn
left = pd.Series({name: str(report[name]) for name in report}, name="left")
print(left)

# %% And if the weblog had copied the operator?
mended = report.what_if("weblog.speed = 161 km/h")
print(mended)
