"""Statistics: how many records and words, in how many articles, by what records say of themselves and over time.

``counting`` counts, ``rendering`` shows the counts as CSV and JSON; the table for people is drawn by the command.
"""

from __future__ import annotations

from claimx.stats.counting import DIMENSIONS, Count, by_dimension, by_time
from claimx.stats.rendering import to_csv, to_json

__all__ = ["DIMENSIONS", "Count", "by_dimension", "by_time", "to_csv", "to_json"]
