"""Quotations that leave out what limits or denies their words: behind them, in front of them, or in a gap."""

from __future__ import annotations

import re

from claimx.lexicon.word_lists import word_list
from claimx.spans import Span
from claimx.verify.folding import words
from claimx.verify.transcripts import Collection

# Patterns of English grammar.
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
_LEADING_IN = {"but": "words_before_but", "if": "words_before_if"}
_LONGEST_PHRASE = 5
# Phrases that deny nothing although they hold a word that denies.
_NOT_DENYING = re.compile(
    r"(?:not (?:only|just|merely|simply|solely|least|even|to mention)|no (?:doubt|question|wonder|matter|longer than)"
    r"|nothing (?:but|less)|or not|why not)\b"
)
_CLAUSE_END = re.compile(r"[,;:()—–]")
_LONGEST_CLAUSE = 8
_SENTENCE_BREAK = re.compile(r"(?<![.…])[.!?](?!\.)|\n[ \t\r]*\n")
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
    if not _limits(collection, position):
        return None
    shown = range(position + 1, min(last, position + _MOST_SHOWN))
    return Span(position, next((at for at in shown if _parted(collection, at)), shown.stop))


def denial(collection: Collection, position: int) -> Span | None:
    """The words from the one that denies what begins at ``position`` up to there, in one clause; None without any."""
    transcript = collection.transcript_at(position)
    first = max(transcript.positions.start, position - _LONGEST_CLAUSE)
    for at in range(position - 1, first - 1, -1):
        if _parted(collection, at + 1) or _CLAUSE_END.search(_between(collection, at, at + 1)):
            return None
        if _denies(collection, at):
            return Span(at, position)
    return None


def left_out(collection: Collection, gap: Span) -> Span | None:
    """What limits or denies the words around a gap ``[start, end)``, of what is left out there; None if nothing does.

    Of whole sentences only what belongs to the sentences that are quoted counts.
    """
    ends = [at for at in range(gap.start, gap.end + 1) if _parted(collection, at)]
    if ends:
        behind = limitation(collection, gap.start) if gap.start < ends[0] else None
        before = denial(collection, gap.end) if ends[-1] < gap.end else None
        return behind or (before if before and before.start >= ends[-1] else None)
    if _is_parenthesis(collection, gap):
        return None
    denied = any(_denies(collection, at) for at in range(*gap))
    return gap if denied or any(_limits(collection, at) for at in range(*gap)) else None


def denies(text: str) -> bool:
    """Whether a word of ``text`` denies something."""
    return any(map(_is_denying, (word.key for word in words(text))))


def sentences_in(collection: Collection, gap: Span) -> int:
    """How many sentences end between the words around a gap."""
    return sum(_parted(collection, at) for at in range(gap.start, gap.end + 1))


def _denies(collection: Collection, position: int) -> bool:
    if not _is_denying(collection.keys[position]):
        return False
    following = " ".join(collection.keys[position : position + 3])
    before = " ".join(collection.keys[max(0, position - 1) : position + 1])
    return not _NOT_DENYING.match(following) and not _NOT_DENYING.fullmatch(before)


def _is_denying(key: str) -> bool:
    return key in word_list("denying_words") or key.endswith("n't")


def _limits(collection: Collection, position: int) -> bool:
    found = _LIMITING.match(" ".join(collection.keys[position : position + _LONGEST_PHRASE]))
    if found is None:
        return False
    before, limiting = collection.keys[position - 1], found[0]
    if limiting == "not":
        return before != "or"
    return limiting not in _LEADING_IN or before not in word_list(_LEADING_IN[limiting])


def _is_parenthesis(collection: Collection, gap: Span) -> bool:
    """Whether a gap is a relative clause between commas: *the bridge, which was never safe, will be rebuilt*."""
    ends = (_between(collection, gap.start - 1, gap.start), _between(collection, gap.end - 1, gap.end))
    return collection.keys[gap.start] in word_list("relative_words") and all(_CLAUSE_END.search(end) for end in ends)


def _between(collection: Collection, one: int, other: int) -> str:
    transcript = collection.transcript_at(one)
    return transcript.source.text[transcript.span(one).end : transcript.span(other).start]


def _parted(collection: Collection, position: int) -> bool:
    """Whether a sentence ends between the word at ``position`` and the word before it."""
    transcript = collection.transcript_at(position)
    before, after = transcript.span(position - 1), transcript.span(position)
    text = transcript.source.text
    end = _SENTENCE_BREAK.search(text, before.end, after.start)
    # A sentence that continues in lower case has not ended: "in the U.S. but".
    return end is not None and ("\n" in end[0] or not text[after.start].islower())
