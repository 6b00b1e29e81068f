"""Gold: annotated articles, the words they are compared by, and who goes with whom.

``file_format`` says what stands in a line of gold. ``readers`` reads articles of gold (our JSON Lines, brat, PolNeAR)
as ``statements``, ``expectations`` reads what an article should have, in words, for a text that may have changed since;
``annotated`` reads what people corrected in a tool, and ``recorded`` makes statements of records. ``words`` numbers
the words of a text, the unit of every comparison; ``assignment`` puts predicted statements beside gold ones, one to
one. Evaluation, check and training stand on it.
"""
