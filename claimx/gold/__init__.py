"""Gold: annotated articles, the words they are compared by, and who goes with whom.

``reading`` reads them (our JSON Lines, brat, PolNeAR) as ``articles``; ``annotated`` reads what people corrected in a
tool, and ``recorded`` makes statements of records. ``words`` numbers the words of a text, the unit of every comparison;
``pairing`` puts predicted statements beside gold ones, one to one. Evaluation, check and training stand on it.
"""
