"""How well articles are linked, from their texts on: floors below what ``tests.link_measure`` prints."""

from __future__ import annotations

import pytest

from claimx.link import link_records
from tests.link_measure import Gold, Measured


@pytest.fixture(scope="module")
def gold():
    return Gold.read()


@pytest.fixture(scope="module")
def measured(gold):
    return Measured.of(link_records(gold.records()), gold)


def test_the_seeds_are_grouped_as_annotated(gold, measured):
    seeds = measured.within(frozenset(name for name in gold.texts if name[0].isdigit()))
    assert seeds.f1 >= 0.8, str(seeds)
    assert seeds.precision >= 0.95, str(seeds)


def test_reports_of_ten_events_are_grouped_as_annotated(gold, measured):
    events = measured.within(frozenset(name for name in gold.texts if not name[0].isdigit()))
    assert events.f1 >= 0.8, str(events)
    assert events.precision >= 0.95, str(events)
