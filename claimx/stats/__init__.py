"""Statistics: the numbers of records, words and articles by the fields of records and over time.

``counting`` counts, ``rendering`` gives the counts as CSV and JSON; the command draws the table for people.
"""

from __future__ import annotations

from claimx.stats.counting import DIMENSIONS, Count, by_dimension, by_time
from claimx.stats.rendering import to_csv, to_json

__all__ = ["DIMENSIONS", "Count", "by_dimension", "by_time", "to_csv", "to_json"]
