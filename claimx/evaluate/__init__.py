"""Evaluation: predicted attributions against gold ones, as annotation-rules.md 17 to 20 define every figure.

``articles`` is what is compared, ``gold`` and ``predicted`` read it, ``matching`` pairs one to one and counts an
article, ``figures`` sums counts to precision, recall and intervals, ``running`` puts them
together, ``rendering`` shows them.
"""
