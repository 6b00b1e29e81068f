"""Evaluation: predicted attributions against gold ones, by the figures that rules 21 to 24 of the codebook define.

``scoring`` counts how the statements of an article fit gold, ``figures`` sums counts to precision, recall and
intervals, ``disagreements`` shows where two annotations part, ``running`` puts them together, ``rendering`` shows them.
Gold itself, and who goes with whom, is in ``claimx.gold``.
"""
