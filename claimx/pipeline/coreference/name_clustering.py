"""Clustering of names: the full names, last names, spelling variants and acronyms of one entity are joined."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, pairwise

from claimx.labels import Gender
from claimx.lexicon import gendered_pronoun
from claimx.names import NameKey, beginnings, name_key, with_initials
from claimx.pipeline.coreference.entities import Cast, Entity, Name
from claimx.pipeline.coreference.person_clustering import PersonClusters
from claimx.pipeline.coreference.roles import HONORIFIC, LONGEST_HONORIFIC, further_roles

# A pronoun within so many code points behind a name tells its gender, unless another person is named between.
_PRONOUN_REACH = 160


def cast_of(text: str, names: Sequence[Name]) -> Cast:
    """The entities that ``names`` (text order) stand for, each with the places where it is named."""
    ids = count()
    people = _join_people([name for name in names if name.type == "person"], ids)
    others = _join_others(text, [name for name in names if name.type != "person"], ids)
    entities = sorted([*people, *others], key=lambda entity: entity.names[0].span)
    starts = sorted(name.span.start for entity in people for name in entity.names)
    for entity in people:
        _settle_person(text, entity, starts)
    for entity in entities:
        entity.told_gender = next((name.gender for name in entity.names if name.gender != "-"), entity.kin)
    return Cast(entities, ids)


def _join_people(names: Sequence[Name], ids: Iterator[int]) -> list[Entity]:
    people = PersonClusters(ids)
    # Full names first, so that every short form finds whom it may stand for; the fullest founds the entity.
    for name in sorted(names, key=lambda n: (-min(len(name_key(n.text)), 2), n.span)):
        people.add(name)
    for entity in people.entities:
        entity.names.sort(key=lambda n: n.span)
        fullest = max(entity.names, key=_fullness)
        entity.name, entity.evidence = fullest.text, fullest.span
    return people.entities


def _fullness(name: Name) -> tuple[bool, int, int, int]:
    """The sort key of places by how fully they show a name: running text before others, then the longest, the first."""
    size = len(name_key(name.text))
    return (size > 1 and not name.aside, size, len(name.text), -name.span.start)


def _join_others(text: str, names: Sequence[Name], ids: Iterator[int]) -> list[Entity]:
    entities: list[Entity] = []
    by_key: dict[NameKey, Entity] = {}
    fuller = {**_shortened(names), **_cut_short(names), **_with_initials(names), **_in_brackets(text, names)}
    for name in names:
        key = name_key(name.text)
        key = fuller.get(key, key)
        entity = by_key.get(key)
        if entity is None:
            entity = by_key[key] = Entity(next(ids), name.text, name.type, name.span)
            entities.append(entity)
        elif len(name.text) > len(entity.name):
            entity.name, entity.evidence = name.text, name.span
        entity.names.append(name)
    return entities


def _in_brackets(text: str, names: Sequence[Name]) -> dict[NameKey, NameKey]:
    """The keys of short names in brackets, each with the key of the name of a body right before the brackets.

    Its letters need not fit, as bodies are shortened in their own languages: *Netherlands Organisation for Applied
    Scientific Research (TNO)*.
    """
    pairs = [
        (full, short)
        for full, short in pairwise(names)
        if full.type == "organization"
        if text[full.span.end : short.span.start] == " ("
    ]
    return {name_key(short.text): name_key(full.text) for full, short in pairs}


def _shortened(names: Sequence[Name]) -> dict[NameKey, NameKey]:
    """The keys of names of bodies, each with that of the one longer name that begins with it: *Halden Foods*."""
    keys = {name_key(name.text) for name in names if name.type in ("organization", "media", "unknown")}
    longer: dict[NameKey, list[NameKey]] = defaultdict(list)
    for key in keys:
        for size in range(1, len(key)):
            if key[:size] in keys:
                longer[key[:size]].append(key)
    return {key: fuller[0] for key, fuller in longer.items() if len(fuller) == 1}


def _cut_short(names: Sequence[Name]) -> dict[NameKey, NameKey]:
    """The keys of names that cut words short, each with that of the full name: *Lib Dems*, *Liberal Democrats*."""
    alike: dict[NameKey, set[str]] = defaultdict(set)
    for text in {name.text for name in names if " " in name.text}:
        alike[beginnings(text)].add(text)
    longest = {key: max(texts, key=len) for key, texts in alike.items() if len(texts) > 1}
    shorter = ((text, longest[key]) for key in longest for text in alike[key])
    return {name_key(text): name_key(full) for text, full in shorter}


def _with_initials(names: Sequence[Name]) -> dict[NameKey, NameKey]:
    """The keys of names that have initials for some words, each with that of the full name: *ADB*."""
    texts = dict.fromkeys(name.text for name in names)
    by_letter: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        if " " in text:
            by_letter[text[:1]].append(text)
    full_keys: dict[NameKey, NameKey] = {}
    for text in texts:
        if _WORD_OF_INITIALS.search(text) is not None:
            full = max((name for name in by_letter[text[:1]] if with_initials(text, name)), key=len, default=None)
            if full is not None:
                full_keys[name_key(text)] = name_key(full)
    return full_keys


_WORD_OF_INITIALS = re.compile(r"\b[A-Z](?:[.&]?[A-Z])+\b")


def _settle_person(text: str, entity: Entity, starts: Sequence[int]) -> None:
    """Set the roles and the gender of a person from all places where they are named.

    ``starts`` are the offsets, ascending, where any person is named.
    """
    entity.roles = [name.role.of(text) for name in entity.names if name.role is not None]
    entity.role = entity.roles[0] if entity.roles else None
    for name in entity.names:
        front = min(name.span.start, name.role.start) if name.role is not None else name.span.start
        addressed = HONORIFIC.search(text, max(0, front - LONGEST_HONORIFIC), front)
        entity.roles += further_roles(text, addressed.start() if addressed else front, name.span.end)
    told = Counter(name.gender for name in entity.names if name.gender != "-")
    by_pronouns = (_gender_behind(text, name, starts) for name in entity.names)
    genders = told or Counter(gender for gender in by_pronouns if gender != "-")
    entity.gender = genders.most_common(1)[0][0] if genders else "-"


def _gender_behind(text: str, name: Name, starts: Sequence[int]) -> Gender:
    """The gender of the first pronoun behind a name, unless another person is named before the pronoun."""
    end = min(len(text), name.span.end + _PRONOUN_REACH)
    pronoun = gendered_pronoun().search(text, name.span.end, end)
    if pronoun is None or "\n" in text[name.span.end : pronoun.start()]:
        return "-"
    if bisect_left(starts, name.span.end) < bisect_left(starts, pronoun.start()):
        return "-"
    return "m" if pronoun["m"] else "f"
