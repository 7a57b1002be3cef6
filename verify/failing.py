"""What may fail a check, as options name it."""

# `never` is for nothing at all; a conflict also fails where others are named.
FAIL_ON = ("conflict", "conditional", "rounding", "undecided", "untested", "never")
