"""Verify: a type checker for published numbers.

    claim file → tree → document → facts → system → judgement → report

Layers, low to high (imports go down only):

    ground         source diagnostics config conflicts
    quantities     units interval arithmetic quantity
    syntax         expression figure document formats packs
    meaning        typed dimension facts elaborate anchors
    mathematics    system derivation formulate compile
    judgement      contract propagate decide diagnose verdicts judge
    wording        wording explain reports
    drivers        settings pipeline cli
"""
