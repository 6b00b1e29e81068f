"""Evaluation: predicted attributions against gold ones, by the figures that rules 21 to 24 of the codebook define.

``articles`` is what is compared, ``gold`` and ``predicted`` read it, ``matching`` pairs one to one and counts an
article, ``figures`` sums counts to precision, recall and intervals, ``running`` puts them
together, ``rendering`` shows them.
"""
