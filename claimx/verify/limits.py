"""Quotations cut short: what was said goes on at once, in the same sentence, and limits what was quoted."""

from __future__ import annotations

import re

from claimx.spans import Span
from claimx.verify.transcripts import Collection

# What takes back or limits what stands before it. Additions are left out (not only … but also), and the verb
# "provided" (by, to, with).
_LIMITING = re.compile(
    r"""
    (?:and\ |or\ )?
    (?: but (?!\ (?:also|even)\b)
      | unless | except | excepting | excluding | barring
      | not (?!\ (?:only|just|merely|simply|solely|least|even|to\ mention)\b)
      | only\ (?:if|when|where|after|once|with|under|for|in|on|as\ long|to\ the\ extent)
      | if (?!\ (?:anything|only|you\ (?:will|like))\b)
      | provided (?!\ (?:by|to|for|with|in|from|at|under|through|on|as)\b)
      | providing\ (?:that|the|they|we|he|she|it|you|there)
      | (?:as|so)\ long\ as | (?:in)?sofar\ as | to\ the\ extent
      | on\ (?:the\ |one\ |strict\ )?condition | on\ the\ understanding | subject\ to | assuming
      | with\ (?:the|one|some|few|an|certain)?\ ?exceptions? | other\ than | apart\ from | aside\ from | save\ for
      | although | though | albeit
    )\b
    """,
    re.VERBOSE,
)
# After these the limiting word is part of what it follows: "no choice but", "I wonder if", "as if", "whether or not".
_LEADING_IN = {
    "but": frozenset("choice choices option options alternative alternatives anything cannot help".split()),
    "if": frozenset("ask asked asking know knew wonder wondered wondering see doubt matter care as even what".split()),
    "not": frozenset(["or"]),
}
_LONGEST_PHRASE = 5
_SENTENCE_END = re.compile(r"(?<![.…])[.!?](?!\.)|\n[ \t\r]*\n")
# A limiting clause longer than this is shown in part, in words.
_MOST_SHOWN = 15


def limitation(collection: Collection, position: int) -> Span | None:
    """The limiting clause, in positions, that begins with the word at ``position``, behind what was quoted.

    None where the sentence ends in front of it, or goes on without limiting anything.
    """
    transcript = collection.transcript_at(position - 1)
    last = transcript.positions.end
    if position >= last or _parted(collection, position):
        return None
    end = min(last, position + _LONGEST_PHRASE)
    found = _LIMITING.match(" ".join(collection.keys[position:end]))
    if not found or collection.keys[position - 1] in _LEADING_IN.get(found[0], ()):
        return None
    shown = range(position + 1, min(last, position + _MOST_SHOWN))
    return Span(position, next((at for at in shown if _parted(collection, at)), shown.stop))


def _parted(collection: Collection, position: int) -> bool:
    """Whether a sentence ends between the word at ``position`` and the one before it."""
    transcript = collection.transcript_at(position)
    before, after = transcript.span(position - 1), transcript.span(position)
    text = transcript.source.text
    end = _SENTENCE_END.search(text, before.end, after.start)
    # What goes on in lower case has not ended: "in the U.S. but".
    return end is not None and ("\n" in end[0] or not text[after.start].islower())
