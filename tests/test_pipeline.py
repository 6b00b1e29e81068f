"""The pipeline as spaCy's users meet it: saved, pickled, run in processes, put together by hand."""

from __future__ import annotations

import pickle

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import claimx
from claimx.errors import PipelineError
from claimx.pipeline import analyse
from claimx.pipeline.name_recognition import _parts, _whole
from claimx.spans import Span

TEXT = (
    "Mayor Ana Ruiz met the press.\n\n“It holds,” she said. Hartawan’s office said the treaty “will last”.\n\n"
    "“Nobody knows,” said a nurse who refused to be named.\n"
)
ENDLESS = "Ana Ruiz said it was late. " + "a.b" * 400
EXTENSIONS = ("claimx_index", "claimx_attributions", "claimx_resolutions")


def set_on(doc: Doc) -> list[object]:
    index, *sequences = (doc._.get(name) for name in EXTENSIONS)
    return [index, *map(list, sequences)]


@pytest.fixture(scope="module")
def saved(nlp, tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved") / "pipeline"
    nlp.to_disk(folder)
    return spacy.load(folder)


@pytest.fixture(scope="module")
def pickled(nlp):
    return pickle.loads(pickle.dumps(nlp))  # noqa: S301 - our own bytes


@pytest.mark.parametrize("text", [TEXT, ENDLESS, ""], ids=["article", "endless run", "empty"])
@pytest.mark.parametrize("copy", ["saved", "pickled"])
def test_a_pipeline_that_was_saved_or_pickled_finds_the_same(nlp, request, copy, text):
    again = request.getfixturevalue(copy)
    assert analyse(again, text) == analyse(nlp, text)
    assert [token.text for token in again(text)] == [token.text for token in nlp(text)]


def test_a_saved_pipeline_takes_texts_of_any_length(nlp, saved):
    assert saved.max_length == nlp.max_length > 1_000_000


def test_a_pipeline_from_bytes_finds_the_same(nlp):
    assert analyse(claimx.load().from_bytes(nlp.to_bytes()), TEXT) == analyse(nlp, TEXT)


def test_a_doc_keeps_what_was_found_through_bytes_and_a_docbin(nlp):
    doc = nlp(TEXT)
    assert len(doc._.claimx_resolutions) == len(doc._.claimx_attributions) > 2
    assert set_on(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == set_on(doc)
    box = DocBin(store_user_data=True, docs=[doc])
    [again] = DocBin().from_bytes(box.to_bytes()).get_docs(nlp.vocab)
    assert set_on(again) == set_on(doc)


def test_processes_of_pipe_find_the_same_in_order(nlp):
    texts = [TEXT, "Tom Hollis said no.", ""]
    assert [set_on(doc) for doc in nlp.pipe(texts, n_process=2)] == [set_on(nlp(text)) for text in texts]


@pytest.mark.parametrize(
    ("components", "needed"),
    [
        (["claimx_attribute"], "claimx_attribute needs claimx_segment before it"),
        (["claimx_resolve", "claimx_segment"], "claimx_resolve needs claimx_"),
        (["claimx_segment", "claimx_resolve"], "claimx_resolve needs claimx_attribute before it"),
    ],
)
def test_a_component_without_what_it_needs_before_it_says_so(components, needed):
    nlp = spacy.blank("en")
    for component in components:
        nlp.add_pipe(component)
    with pytest.raises(PipelineError, match=needed):
        nlp(TEXT)


@pytest.mark.parametrize(
    ("text", "read", "whole"),
    [
        ("The U.S. Steel plant closed.", "S. Steel", "U.S. Steel"),
        ("A J.P. Morgan banker spoke.", "Morgan", "Morgan"),  # a blank stands between them: the model has to see it
        ("In the U.N.’s view it failed.", "N.", "U.N."),
        ("Marcus King Jr. spoke.", "Marcus King", "Marcus King Jr."),
    ],
)
def test_a_name_has_its_first_and_last_word_whole(text, read, whole):
    start = text.index(read)
    assert _whole(text, Span(start, start + len(read))).of(text) == whole


@pytest.mark.parametrize(
    ("read", "alone", "names"),
    [
        ("Intel and Tarn Devices", {"Intel"}, ["Intel", "Tarn Devices"]),
        ("Celtic and Rangers", {"Rangers"}, ["Celtic", "Rangers"]),
        ("Department of Health and Human Services", {"Health"}, ["Department of Health and Human Services"]),
        ("Royal Academy of Dance (RAD", set(), ["Royal Academy of Dance", "RAD"]),
        ("Civic Party\n\nNew People Party", set(), ["Civic Party", "New People Party"]),
    ],
)
def test_names_that_were_read_as_one_are_parted(read, alone, names):
    assert [part.of(read) for part in _parts(read, Span(0, len(read)), alone)] == names
