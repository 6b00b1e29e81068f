"""Attribution: from text to pieces and windows, from scores to spans, from spans to what the rules want."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from claimx import Settings, extract
from claimx.labels import LAYERS, NAME_TYPES
from claimx.pipeline.attribution.classification import cue_labels
from claimx.pipeline.attribution.phrases import clean_cue, clean_source, whole_words
from claimx.pipeline.model import session
from claimx.pipeline.model.session import AttributionModel, Reading, Scores
from claimx.pipeline.model.tag_decoding import Cue, Link, read_links, read_names
from claimx.pipeline.model.tagging import NAME_TAGS, TAGS, best_paths, tag_words, transition_scores
from claimx.pipeline.model.windows import LONGEST, Window, cut_windows
from claimx.pipeline.model.word_pieces import SEP, Pieces, cut_pieces
from claimx.spans import Span

FORBIDDEN = {
    (before, inside) for before, inside in product(range(len(TAGS)), (2, 4, 6)) if before not in (inside - 1, inside)
}


@pytest.fixture(scope="module")
def tokenizer():
    return AttributionModel.load().tokenizer


def cut(text: str, tokenizer) -> Pieces:
    paragraphs = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    return cut_pieces(text, paragraphs, bytearray(len(text)), tokenizer)


def test_no_sum_is_fused_with_the_normalization_behind_it(tmp_path, monkeypatch):
    # As one step they take a fifth of the encoder's time; the runtime fuses them by itself where it is let.
    options = session._one_thread()
    options.optimized_model_filepath = str(tmp_path / "optimized.onnx")
    monkeypatch.setattr(session, "_one_thread", lambda: options)
    AttributionModel.load()
    graph = (tmp_path / "optimized.onnx").read_bytes()
    assert b"LayerNormalization" in graph
    assert b"SkipLayerNormalization" not in graph


# Pieces and windows

SENTENCE = "The river rose again on Monday and the old bridge at Skarvik was closed to lorries. "
LONG_TEXTS = {
    "one paragraph": SENTENCE * 650,
    "many paragraphs": (SENTENCE * 5 + "\n\n") * 130,
    "no sentence end": "river bridge " * 5000,
    "one word": "riverbridge" * 2000,
}


@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_no_word_of_a_long_article_is_left_out(text, tokenizer):
    pieces = cut(text, tokenizer)
    covered = np.zeros(len(text), bool)
    for start, end in zip(pieces.starts, pieces.ends, strict=True):
        covered[start:end] = True
    assert "".join(letter for letter, held in zip(text, covered, strict=True) if held) == "".join(text.split())


@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_cores_hold_every_piece_once_and_windows_fit_the_model(text, tokenizer):
    pieces = cut(text, tokenizer)
    windows = cut_windows(text, pieces)
    assert [windows[0].core, *(window.end for window in windows)] == [
        *(window.core for window in windows),
        len(pieces),
    ]
    assert all(window.start <= window.core < window.end for window in windows)
    # One place is taken by the token in front.
    assert all(window.end - window.start < LONGEST for window in windows)


def test_cores_end_at_paragraphs_or_sentences_where_they_can(tokenizer):
    for name in ("one paragraph", "many paragraphs"):
        text = LONG_TEXTS[name]
        pieces = cut(text, tokenizer)
        ends = [window.end for window in cut_windows(text, pieces)[:-1]]
        assert ends
        assert all(
            pieces.ids[end - 1] == SEP or text[pieces.starts[end - 1]] == "." or end in pieces.paragraphs
            for end in ends
        )


def test_a_core_never_ends_inside_a_word(tokenizer):
    text = "Skarvikerinnerung " * 2000
    pieces = cut(text, tokenizer)
    cores = [window.core for window in cut_windows(text, pieces)]
    assert len(cores) > 1
    assert all(pieces.firsts[cores])


def test_pieces_tell_case_quotation_and_words(tokenizer):
    text = "NATO said Skarvik is “safe”."
    depth = bytearray(len(text))
    depth[22:26] = b"\1" * 4
    pieces = cut_pieces(text, [Span(0, len(text))], depth, tokenizer)
    features = {text[a:b]: int(f) for a, b, f in zip(pieces.starts, pieces.ends, pieces.features, strict=True)}
    assert features["said"] == 0
    assert features["safe"] == 3
    first = pieces.features[0]
    assert first == 2
    assert [text[start] for start in pieces.starts[pieces.firsts]] == list("NsSi“s”.")


def test_offsets_of_pieces_are_code_points(tokenizer):
    text = "🙂🙂 𝒜na said cafe\u0301."
    pieces = cut(text, tokenizer)
    [at] = [int(a) for a, b in zip(pieces.starts, pieces.ends, strict=True) if text[a:b] == "said"]
    assert at == 7


def test_the_end_of_a_long_article_is_read(read):
    filler = "\n\n".join([SENTENCE * 6] * 110)
    last = "Mayor Maria Conti said the clock on the tower had stopped at noon."
    assert len(filler.split()) > 9900
    [record] = read(f"{filler}\n\n{last}\n")
    assert record["content"]["text"] == "the clock on the tower had stopped at noon"
    assert record["speaker"]["name"] == "Maria Conti"


# Decoding

SCORES = arrays(np.float64, st.tuples(st.integers(1, 12), st.just(len(TAGS))), elements=st.floats(-30, 30))
LEARNED = arrays(np.float64, (len(TAGS), len(TAGS)), elements=st.floats(-10, 10))


def best_path(scores, transitions, before):
    [path] = best_paths(scores[:, None], transitions[None], [before])
    return path


@given(SCORES, LEARNED, st.integers(0, len(TAGS) - 1))
def test_the_best_path_takes_no_forbidden_step(scores, learned, before):
    path = best_path(scores, transition_scores(TAGS, learned), before)
    assert len(path) == len(scores)
    assert not FORBIDDEN & set(zip([before, *path], path, strict=False))


@given(arrays(np.float64, (3, len(TAGS)), elements=st.floats(-30, 30)), LEARNED)
def test_the_best_path_is_the_best_of_all(scores, learned):
    transitions = transition_scores(TAGS, learned)

    def worth(path) -> float:
        steps = zip([0, *path], path, strict=False)
        return sum(scores[at, tag] for at, tag in enumerate(path)) + sum(transitions[step] for step in steps)

    best = max(worth(path) for path in product(range(len(TAGS)), repeat=3))
    assert worth(best_path(scores, transitions, 0)) == pytest.approx(best)


class Script:
    """A model that gives every piece the tag written for it, and no preference among cues."""

    def __init__(self, tags: list[str], names: list[str] | None = None) -> None:
        self.tags = [TAGS.index(tag) for tag in tags]
        self.names = [NAME_TAGS.index(tag) for tag in names or ["O"] * len(tags)]
        self.meta = {"transitions": {**dict.fromkeys(LAYERS), "names": None}}

    def read(self, pieces: Pieces, windows: list[Window]) -> list[Reading]:
        return [self._read(window) for window in windows]

    def _read(self, window: Window) -> Reading:
        scores = np.zeros((window.end - window.start, len(TAGS)), np.float32)
        scores[np.arange(len(scores)), self.tags[window.start : window.end]] = 20
        nothing, nobody = np.zeros((len(scores), 64), np.float32), np.zeros(64, np.float32)
        layer = Scores(scores, nothing, nothing, nobody, nothing, nothing, nobody)
        return Reading(
            window,
            dict.fromkeys(LAYERS, layer),
            20 * np.eye(len(NAME_TAGS), dtype=np.float32)[self.names[window.start : window.end]],
        )


def links_of(model: Script, pieces: Pieces, windows: list[Window]) -> tuple[list[Link], list[Cue]]:
    return read_links(pieces, tag_words(model, pieces, model.read(pieces, windows)), "outer")


def plain_pieces(count: int, separators: tuple[int, ...] = ()) -> Pieces:
    places = np.arange(count)
    ids = np.where(np.isin(places, separators), SEP, 1000)
    return Pieces(ids, places * 2, places * 2 + 1, places * 0, ids != SEP, (0, *(at + 1 for at in separators)))


def contents(link: Link) -> list[tuple[int, int]]:
    return [(content.start, content.end) for content in link.contents]


TAGGED = ["O", "B-cue", "B-content", *["I-content"] * 4, "O", "B-content", "I-content"]


@pytest.mark.parametrize("edge", range(2, 9))
def test_a_stretch_that_a_window_cuts_is_joined(edge):
    windows = [Window(0, 0, edge), Window(max(0, edge - 3), edge, 10)]
    links, cues = links_of(Script(TAGGED), plain_pieces(10), windows)
    found = sorted(place for link in links for place in contents(link))
    assert found == [(2, 7), (8, 10)]
    assert [(cue.start, cue.end) for cue in cues] == [(1, 2)]


def test_a_stretch_ends_at_the_end_of_its_paragraph():
    links, _ = links_of(Script(TAGGED), plain_pieces(10, separators=(4,)), [Window(0, 0, 10)])
    assert sorted(place for link in links for place in contents(link))[0] == (2, 4)


def test_contents_that_point_at_one_cue_are_one_link():
    [link], _ = links_of(Script(TAGGED), plain_pieces(10), [Window(0, 0, 10)])
    assert contents(link) == [(2, 7), (8, 10)]


def test_a_content_without_any_cue_stands_alone():
    [link], cues = links_of(Script(["O", "B-content", "I-content"]), plain_pieces(3), [Window(0, 0, 3)])
    assert (link.cue, cues) == (None, [])


NAMED = ["O", "B-person", "I-person", "I-person", "B-person", "B-organization", "O", "B-work"]


@pytest.mark.parametrize("edge", range(2, 8))
def test_a_name_that_a_window_cuts_is_joined(edge):
    model, pieces = Script(["O"] * 8, NAMED), plain_pieces(8)
    readings = model.read(pieces, [Window(0, 0, edge), Window(max(0, edge - 3), edge, 8)])
    names = read_names(tag_words(model, pieces, readings))
    found = [(NAME_TYPES[int(name.odds.argmax())], name.start, name.end) for name in names]
    assert found == [("person", 1, 4), ("person", 4, 5), ("organization", 5, 6), ("work", 7, 8)]


# Phrases


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("the bridge is safe", "ridge i", "bridge is"),
        ("a cafe\u0301 here", "cafe", "cafe\u0301"),
        ("so 👩\u200d👧 it", "👩", "👩\u200d"),
        ("it’s safe", "it", "it"),
    ],
)
def test_spans_are_widened_to_whole_words(text, part, expected):
    start = text.index(part)
    assert whole_words(text, Span(start, start + len(part))).of(text) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Mayor Ana Ruiz,", "Mayor Ana Ruiz"),
        ("Mayor Ana Ruiz, who had left", "Mayor Ana Ruiz"),
        ("Ana Ruiz, mayor of Tarn", "Ana Ruiz, mayor of Tarn"),
        ("“Ana Ruiz”", "Ana Ruiz"),
        ("of the", None),
        ("— ,", None),
        ("they", "they"),
    ],
)
def test_a_source_is_a_noun_phrase(phrase, expected):
    span = clean_source(phrase, Span(0, len(phrase)))
    assert (span and span.of(phrase)) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("said,", "said"), ("had warned that", "had warned"), ("According to", "According to"), ("that", None)],
)
def test_a_cue_is_the_reporting_words(phrase, expected):
    span = clean_cue(phrase, Span(0, len(phrase)))
    assert (span and span.of(phrase)) == expected


# The whole way

STORY = (
    "The ferry to Skarvik will run again from Thursday after a strike of ten days by its crew.",
    "“Our passengers have waited long enough,” Harbour Master Ingrid Solheim said on Tuesday evening.",
    "Transport Minister Carla Benetti said the boats were “a small wonder” after so many winters.",
    "Union Secretary Gareth Pugh denied that the crew had broken the contract with the harbour.",
    "According to Professor Ines Caldeira, the strike cost the islands nine million crowns.",
)


def without_places(record, shift: int = 0):
    """A record but for what moves when text is put in front of it; spans are taken back by ``shift``."""

    def moved(value):
        if isinstance(value, dict):
            offsets = {key: value[key] - shift for key in ("start", "end") if key in value}
            return {key: moved(item) for key, item in value.items() if key not in ("line", "column")} | offsets
        return [moved(item) for item in value] if isinstance(value, list) else value

    kept = moved({key: record[key] for key in record if key not in ("id", "doc", "confidence", "nested_in")})
    # How sure a name is depends on who else the article names.
    return kept | {"speaker": {key: value for key, value in kept["speaker"].items() if key != "confidence"}}


@pytest.mark.parametrize(
    "front",
    [
        "The harbour was quiet on Wednesday morning, and snow lay on the decks of all seven boats.\n\n",
        "Pilot Karen Whitlock said the fog would stay over the sound until the end of the week.\n\n" * 3,
        f"{SENTENCE * 12}\n\n",
        "\n\n \n",
    ],
    ids=["plain", "attributed", "long", "blank"],
)
def test_a_paragraph_in_front_leaves_the_records_behind_it_the_same(read, front):
    story = "\n\n".join(STORY)
    before = [without_places(record) for record in read(story)]
    behind = [record for record in read(front + story) if record["content"]["spans"][0]["start"] >= len(front)]
    assert [without_places(record, len(front)) for record in behind] == before
    assert len(before) == 4


def test_nothing_said_is_nothing_found(read):
    assert read(SENTENCE * 3) == []


@pytest.mark.parametrize(
    ("text", "kind", "class_", "polarity", "content"),
    [
        ("“We won,” Mayor Maria Conti said.", "direct", "statement", "affirmed", "We won,"),
        ("Mayor Maria Conti said that the town won.", "indirect", "statement", "affirmed", "the town won"),
        ("Mayor Maria Conti said it was “a win”.", "mixed", "statement", "affirmed", "it was … a win"),
        ("Mayor Maria Conti believes the town won.", "indirect", "belief", "affirmed", "the town won"),
        ("Mayor Maria Conti denied that the town won.", "indirect", "statement", "denied", "the town won"),
        ("Mayor Maria Conti did not say why the town won.", "indirect", "statement", "negated", "why the town won"),
        ("“We won,” Mayor Maria Conti said. “We won.”", "direct", "statement", "affirmed", "We won, … We won."),
    ],
)
def test_labels_and_content_follow_the_rules(read, text, kind, class_, polarity, content):
    [record] = read(text)
    found = (record["kind"], record["class"], record["polarity"], record["content"]["text"])
    assert found == (kind, class_, polarity, content)


# As PolNeAR marks them


def test_polnear_conventions_leave_phrases_whole_and_nothing_out():
    text = (
        "Ana Ruiz said in a statement that the bridge is safe. “It will hold,” she said. “We checked it. It is fine.” "
        "She wants the council to close the old mill."
    )
    found = extract(text, settings=Settings(conventions="polnear"))
    assert [record.class_ for record in found] == ["statement", "statement", "intent"]
    assert [record.content.text for record in found[1:]] == [
        "It will hold, … We checked it. It is fine.",
        "the council to close the old mill",
    ]
    assert found[0].cue.text == "said in a statement"
    for record in found:
        for span in record.content.spans:
            assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("quotation", "words"),
    [
        ('" We will rebuild the old bridge by June,"', "We will rebuild the old bridge by June,"),
        ('""We will rebuild the old bridge by June,"', "We will rebuild the old bridge by June,"),
        ("“ Nobody in the town will lose a home, ”", "Nobody in the town will lose a home,"),
    ],
)
def test_blanks_and_doubled_marks_leave_a_quotation_one(read, quotation, words):
    [record] = read(f"Mayor Ana Ruiz met the press.\n\n{quotation} Ruiz said.\n")
    assert record["kind"] == "direct"
    assert [(span["text"], span["quoted"]) for span in record["content"]["spans"]] == [(words, True)]


@pytest.mark.parametrize(
    ("cue", "type_"),
    [(":", "punctuation"), ("—", "punctuation"), ("…", "punctuation"), ("boastfully", "adverb"), ("blurbed", "verb")],
)
def test_a_cue_that_no_list_has_is_typed_by_its_shape(cue, type_):
    assert cue_labels(cue, Span(0, len(cue))) == (None, type_, "statement", "affirmed")


@pytest.mark.parametrize(
    "answer",
    [
        "(Laughs.) We have built a bridge here.",
        "We have built a bridge here. (Laughs.)",
        "[Smiles] We have built a bridge here.",
    ],
)
def test_what_a_speaker_does_beside_a_turn_is_none_of_the_words(nlp, answer):
    text = f"Q: What is new?\n\nA: {answer}\n\nQ: Who paid for it?\n\nA: The city has paid all of it."
    first = nlp(text)._.claimx_attributions[0]
    assert [span.of(text) for span, _ in first.content] == ["We have built a bridge here"]
