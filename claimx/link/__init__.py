"""Linking: which records, in the same or in different articles, report the same utterance, and how they differ.

``link_records(records)`` is a pure function from attributions to groups::

    records ─ reports ─► copies ──► duplicates ─► blocking ────► matching ──► clustering ─► Group
              words,     articles   same words    what shares    the same     stretches     differences,
              folded     copied     once          a rare block   utterance?   of words      speakers
"""

from __future__ import annotations

from claimx.link.groups import Group, group_schema
from claimx.link.linking import link_records
from claimx.link.rendering import RENDERINGS

__all__ = ["RENDERINGS", "Group", "group_schema", "link_records"]
