"""Verify: a type checker for published numbers.

    claim file → tree → document → facts → system → judgement → report

Layers, low to high (imports go down only):

    ground         source diagnostics config recheck conflicts
    quantities     units interval arithmetic quantity
    syntax         expression figure document formats packs
    meaning        typed dimension facts elaborate anchors
    mathematics    system derivation proof lemma formulate compile
    judgement      contract propagate sweep witness combine question decide
                   replay diagnose verdicts blame slips certificate judge
    wording        wording gap_words explain reports
    drivers        settings pipeline cli
"""
