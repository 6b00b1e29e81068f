"""The spaCy component: what spaCy's users expect of any component, in pipelines that are not claimx's."""

from __future__ import annotations

import pickle

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import claimx

TEXTS = (
    "Mayor Ana Ruiz \U0001f309 said the cafe\u0301 “will be safe” by May.",
    "It rained.",
    "“We-need-it,” Tom Hollis said.",
)


@pytest.fixture(scope="module")
def theirs() -> Language:
    """A pipeline of somebody's, with entities of their own, and claimx."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "BRIDGE", "pattern": "safe"}])
    nlp.add_pipe("claimx")
    return nlp


@pytest.mark.parametrize("text", TEXTS)
def test_its_records_are_those_of_extract_and_their_pipeline_stays(theirs, text):
    doc = theirs(text)
    assert doc._.attributions == claimx.extract(text)
    bare = spacy.blank("en")(text)
    assert [token.text for token in doc] == [token.text for token in bare]
    assert {entity.label_ for entity in doc.ents} <= {"BRIDGE"}


def test_every_stretch_is_a_span_for_displacy(theirs):
    doc = theirs(TEXTS[0])
    [record] = doc._.attributions
    contents = [span for span in doc.spans["claimx"] if span.label_ == "Content"]
    assert [span.text for span in contents] == [span.text for span in record.content.spans]
    assert {span.id_ for span in contents} == {record.id}
    assert "Content" in displacy.render(doc, style="span", options={"spans_key": "claimx"}, jupyter=False)


def test_a_stretch_inside_a_token_becomes_the_whole_token():
    nlp = spacy.blank("en")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=text.split(" "))
    nlp.add_pipe("claimx")
    doc = nlp("“Well,” said Ana Ruiz.")
    assert [span.text for span in doc.spans["claimx"] if span.label_ == "Content"] == ["“Well,”"]
    assert [record.content.text for record in doc._.attributions] == ["Well,"]


def test_a_doc_that_it_has_not_seen_has_no_attributions(theirs):
    assert theirs.make_doc(TEXTS[0])._.attributions is None


def test_what_is_saved_comes_back(theirs, tmp_path):
    expected = theirs(TEXTS[0])._.attributions
    theirs.to_disk(tmp_path / "nlp")
    again = (
        spacy.load(tmp_path / "nlp"),
        spacy.blank("en").from_config(theirs.config).from_bytes(theirs.to_bytes()),
        pickle.loads(pickle.dumps(theirs)),  # noqa: S301 - our own
    )
    assert [nlp(TEXTS[0])._.attributions for nlp in again] == [expected] * 3


def test_docs_keep_their_records_in_a_docbin_and_in_a_pickle(theirs):
    docs = list(theirs.pipe(TEXTS))
    packed = DocBin(store_user_data=True, docs=docs).to_bytes()
    kept = list(DocBin(store_user_data=True).from_bytes(packed).get_docs(theirs.vocab))
    pickled = pickle.loads(pickle.dumps(docs))  # noqa: S301 - our own
    for found in (kept, pickled):
        assert [doc._.attributions for doc in found] == [doc._.attributions for doc in docs]
        assert [len(doc.spans["claimx"]) for doc in found] == [len(doc.spans["claimx"]) for doc in docs]


def test_processes_give_the_same(theirs):
    alone = [doc._.attributions for doc in theirs.pipe(TEXTS)]
    assert [doc._.attributions for doc in theirs.pipe(TEXTS, n_process=2, batch_size=2)] == alone


def test_settings_are_those_of_claimx():
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx", config={"ner_model": "no_such_pipeline"})
    with pytest.raises(claimx.ClaimxError, match="no_such_pipeline"):
        nlp(TEXTS[0])
