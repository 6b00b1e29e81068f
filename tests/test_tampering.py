"""Tampering is told, with its place: a table of inputs that were changed, and one of clean ones.

Each case begins from an article, the records of it, what was said, and the same records kept as gold, and changes one
thing. The commands named in the case must end with 1 and name the place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from claimx.records import Attribution, Content, Cue, Doc, Phrase, Speaker, record_id, text_digest
from claimx.spans import Span
from claimx.write.jsonl import to_line
from tests.proof import prove

ARTICLE = """\
Mayor Ana Ruiz met the press on Monday.

“We will rebuild the old bridge by June,” Ruiz said. She did not say “who will pay for the work”.

“Nobody will lose a home,” said Tom Hollis, a baker. “The town has saved three million dollars … for it.”

Ruiz and Tom Hollis said the road [to the mill] would be “closed for 40 days”. Ruiz said Hollis had promised bread.
"""
TALK = """\
RUIZ: Thank you all. We will rebuild the old bridge by June. I do not know who will pay for the work.
HOLLIS: Nobody will lose a home. The town has saved $3m over the years for it.
RUIZ: The road will be closed for forty days.
"""
Json = dict[str, Any]


# Making what is tampered with


def attribution(text: str, contents: list[str], cue: str, mention: str, name: str | None, **fields: Any) -> Attribution:
    """A record whose ``contents`` stand one after the other in ``text``; those between marks are quoted."""
    spans: list[tuple[Span, bool]] = []
    at = fields.pop("begin", 0)
    for content in contents:
        start = text.index(content, at)
        at = start + len(content)
        spans.append((Span(start, at), text[start - 1] == "“"))
    kinds = {quoted for _, quoted in spans}
    said = _near(text, cue, spans[0][0].start)
    who = _near(text, mention, said.start)
    evidence = fields.pop("evidence", "Ana Ruiz" if name == "Ana Ruiz" else name)
    speaker = Speaker(
        name=name,
        id=None,
        type="person",
        role=None,
        resolved=fields.pop("resolved", "alias"),
        mention=Phrase.at(text, [who]),
        evidence=Phrase.at(text, [_near(text, evidence, 0)]) if evidence is not None else None,
    )
    digest = text_digest(text)
    values: Json = {
        "id": record_id(digest, [span for span, _ in spans], [said]),
        "doc": Doc(
            id="a.txt", path="a.txt", sha256=digest, title=None, author=None, published=None, url=None, extra={}
        ),
        "kind": "mixed" if len(kinds) > 1 else "direct" if kinds == {True} else "indirect",
        "class_": "statement",
        "polarity": "affirmed",
        "region": "main",
        "content": Content.at(text, spans),
        "cue": Cue.at(text, [said], "say", "verb"),
        "speaker": speaker,
        "cospeakers": (),
        "nested_in": None,
        "confidence": 0.9,
        "by": "claimx test",
    }
    return Attribution(**values | fields)


def _near(text: str, words: str, place: int) -> Span:
    starts = [match.start() for match in re.finditer(rf"\b{re.escape(words)}\b", text)]
    start = min(starts, key=lambda start: abs(start - place))
    return Span(start, start + len(words))


def records_of(text: str) -> list[Attribution]:
    """The five records of the article."""
    hollis = Speaker(
        name="Tom Hollis",
        id=None,
        type="person",
        role=None,
        resolved="name",
        mention=Phrase.at(text, [_near(text, "Tom Hollis", len(text))]),
        evidence=Phrase.at(text, [_near(text, "Tom Hollis", 0)]),
    )
    outer = attribution(
        text,
        ["Hollis had promised bread"],
        "said",
        "Ruiz",
        "Ana Ruiz",
        begin=text.index("days”") if "days”" in text else 0,
    )
    return [
        attribution(text, ["We will rebuild the old bridge by June,"], "said", "Ruiz", "Ana Ruiz"),
        attribution(
            text,
            ["who will pay for the work"],
            "did not say",
            "She",
            "Ana Ruiz",
            resolved="pronoun",
            polarity="negated",
        ),
        attribution(
            text,
            ["Nobody will lose a home,", "The town has saved three million dollars … for it."],
            "said",
            "Tom Hollis",
            "Tom Hollis",
            resolved="name",
        ),
        attribution(
            text,
            ["the road [to the mill] would be", "closed for 40 days"],
            "said",
            "Ruiz",
            "Ana Ruiz",
            cospeakers=(hollis,),
        ),
        outer,
        attribution(
            text,
            ["bread"],
            "had promised",
            "Hollis",
            "Tom Hollis",
            nested_in=outer.id,
            begin=outer.content.spans[0].start,
        ),
    ]


@dataclass
class Files:
    """The files of a case, and the records as JSON; ``write`` puts them into the folder."""

    folder: Path
    article: str = ARTICLE
    talk: str = TALK
    records: list[Json] = field(default_factory=lambda: [json.loads(to_line(r)) for r in records_of(ARTICLE)])
    lines: list[str] | None = None
    gold: list[Json] = field(default_factory=lambda: [json.loads(to_line(r)) for r in records_of(ARTICLE)])

    def write(self) -> None:
        (self.folder / "a.txt").write_bytes(self.article.encode("utf-8"))
        (self.folder / "talk.txt").write_bytes(self.talk.encode("utf-8"))
        lines = self.lines if self.lines is not None else [json.dumps(r, ensure_ascii=False) for r in self.records]
        (self.folder / "r.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        gold = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in self.gold)
        (self.folder / "gold.jsonl").write_text(gold, "utf-8")

    def rewritten(self, old: str, new: str) -> None:
        """Change the article, and make its records anew: what is told is not that they do not fit."""
        assert old in self.article
        self.article = self.article.replace(old, new)
        self.records = [json.loads(to_line(record)) for record in _records_like(self.article)]


def _records_like(text: str) -> list[Attribution]:
    """The records of an article in which some words are others: every quotation, by whoever is said to have said it."""
    found = []
    for match in re.finditer(r"“([^”]*)”", text):
        sentence_start = text.rfind("\n", 0, match.start()) + 1
        line = text[sentence_start : text.index("\n", match.end())]
        name = "Tom Hollis" if "Tom Hollis" in line and "Ruiz" not in line else "Ana Ruiz"
        mention = "Tom Hollis" if name == "Tom Hollis" else "Ruiz"
        found.append(attribution(text, [match[1]], "said", mention, name, begin=match.start()))
    return found


COMMANDS = {
    "verify": ("verify", "r.jsonl", "--against", "talk.txt"),
    "check": ("check", "r.jsonl", "--select=CX5", "--format=concise"),
    "gold": ("check", "r.jsonl", "--gold=gold.jsonl", "--select=CX6", "--format=concise", "--fail-on=note"),
}
Tamper = Callable[[Files], object]


@dataclass(frozen=True)
class Case:
    """What is changed, who must tell, and what must stand in what is told."""

    name: str
    commands: str
    told: str
    tamper: Tamper


def at(path: str, value: Any, number: int = 0) -> Tamper:
    """Set a field of a record: ``content.spans.0.start``."""

    def tamper(files: Files) -> None:
        holder: Any = files.records[number]
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        for part in way:
            holder = holder[part]
        holder[last] = value(holder[last]) if callable(value) else value

    return tamper


def replaced(old: str, new: str, number: int = 0) -> Tamper:
    """Other words of the same length, everywhere in a record."""

    def tamper(files: Files) -> None:
        text = json.dumps(files.records[number], ensure_ascii=False)
        assert old in text
        files.records[number] = json.loads(text.replace(old, new))

    return tamper


def article(old: str, new: str) -> Tamper:
    return lambda files: files.rewritten(old, new)


def talk(old: str, new: str) -> Tamper:
    def tamper(files: Files) -> None:
        assert old in files.talk
        files.talk = files.talk.replace(old, new)

    return tamper


def record_list(change: Callable[[list[Json]], object]) -> Tamper:
    return lambda files: change(files.records)


def raw(number: int, change: Callable[[str], str]) -> Tamper:
    """Change the bytes of a line."""

    def tamper(files: Files) -> None:
        files.lines = [json.dumps(record, ensure_ascii=False) for record in files.records]
        files.lines[number] = change(files.lines[number])

    return tamper


def circle(records: list[Json]) -> None:
    records[4]["nested_in"], records[5]["nested_in"] = records[5]["id"], records[4]["id"]


def sentence_cut_out(files: Files) -> None:
    files.rewritten("by June,”", "by June. I do not know who will pay for the work,”")
    talk("by June. I do", "by June. Thank you for all that you gave. I do")(files)


def cut_inside_a_word(files: Files) -> None:
    span = files.records[0]["content"]["spans"][0]
    span["end"], span["text"] = span["end"] - 2, span["text"][:-2]
    _mend(files.records[0])


def cue_as_content(files: Files) -> None:
    record = files.records[0]
    cue = record["cue"]["spans"][0]
    record["content"]["spans"] = [{**cue, "quoted": False}]
    record["kind"] = "indirect"
    before = ARTICLE[: cue["start"]].split("\n")
    record["content"]["line"], record["content"]["column"] = len(before), len(before[-1]) + 1
    _mend(record)


def shortened(files: Files) -> None:
    """Half of a quotation, with everything that belongs to it put right."""
    span = files.records[0]["content"]["spans"][0]
    span["text"] = "We will rebuild the old"
    span["end"] = span["start"] + len(span["text"])
    _mend(files.records[0])


def _mend(record: Json) -> None:
    """Make text and id of a record fit its spans again, as whoever tampers with care would."""
    content, cue = record["content"], record["cue"]
    content["text"] = " … ".join(span["text"] for span in content["spans"])
    spans = [[Span(s["start"], s["end"]) for s in part["spans"]] for part in (content, cue)]
    record["id"] = record_id(record["doc"]["sha256"], *spans)


def moved(part: str, words: str, place: Callable[[str, str], int]) -> Tamper:
    """Move a cue, mention or evidence of the first record to other words of the text, and mend what is made of it."""

    def tamper(files: Files) -> None:
        record = files.records[0]
        holder = record if part == "cue" else record["speaker"]
        start = place(ARTICLE, words)
        holder[part] = (holder[part] or {}) | {"text": words}
        holder[part]["spans"] = [{"start": start, "end": start + len(words), "text": words}]
        _mend(record)

    return tamper


def parted(files: Files) -> None:
    """The content of the first record in two stretches, as if something stood between them."""
    [span] = files.records[0]["content"]["spans"]
    middle = span["start"] + len("We will ")
    cuts = (Span(span["start"], middle), Span(middle, span["end"]))
    files.records[0]["content"]["spans"] = [
        {"start": cut.start, "end": cut.end, "text": cut.of(ARTICLE), "quoted": True} for cut in cuts
    ]
    _mend(files.records[0])


def content_of(start: int, end: int, *, quoted: bool) -> Tamper:
    """Other words of the article for the content of the first record, and all that is made of it."""

    def tamper(files: Files) -> None:
        content = files.records[0]["content"]
        content["spans"] = [{"start": start, "end": end, "text": ARTICLE[start:end], "quoted": quoted}]
        before = ARTICLE[:start].split("\n")
        content["line"], content["column"] = len(before), len(before[-1]) + 1
        files.records[0]["kind"] = "direct" if quoted else "indirect"
        _mend(files.records[0])

    return tamper


def exchanged(*keys: str) -> Tamper:
    """Exchange parts of the first and the third record, and make their ids anew."""

    def tamper(files: Files) -> None:
        one, other = files.records[0], files.records[2]
        for key in keys:
            one[key], other[key] = other[key], one[key]
        _mend(one)
        _mend(other)

    return tamper


def between_two_articles(files: Files) -> None:
    """The first record said to be of an article in which it stands as well, but for a word."""
    (files.folder / "b.txt").write_text(ARTICLE.replace("Monday", "Friday"), "utf-8")
    files.records[0]["doc"] |= {"path": "b.txt", "id": "b.txt"}


def words_and_article(files: Files) -> None:
    """One word changed in the article and its records, with all that is made of them."""
    files.article = files.article.replace("old bridge", "new bridge")
    records = [json.loads(to_line(record)) for record in records_of(ARTICLE)]
    for record in records:
        record["doc"]["sha256"] = text_digest(files.article)
        _mend(record)
    records[5]["nested_in"] = records[4]["id"]
    files.records = json.loads(json.dumps(records).replace("old bridge", "new bridge"))


def organization(name: str | None, evidence: str | None) -> Tamper:
    def tamper(files: Files) -> None:
        phrase = Phrase.at(ARTICLE, [_at(evidence)]).model_dump() if evidence else None
        files.records[0]["speaker"] |= {"organization": name, "organization_evidence": phrase}

    return tamper


def _at(words: str) -> Span:
    return Span(ARTICLE.index(words), ARTICLE.index(words) + len(words))


def alone(files: Files) -> None:
    at("speaker.description", "a notorious liar")(files)
    files.records[0]["speaker"] |= {"name": None, "evidence": None, "resolved": "none"}


def cospeaker(of: int) -> Tamper:
    return lambda files: files.records[0]["cospeakers"].append(files.records[of]["speaker"])


def swap_speakers(records: list[Json]) -> None:
    records[0]["speaker"], records[2]["speaker"] = records[2]["speaker"], records[0]["speaker"]


TAMPERED = [
    # words, against what was said
    Case("a word at the start", "verify", "a.txt:3:2: drift", article("We will rebuild", "They will rebuild")),
    Case("a word in the middle", "verify", "a.txt:3:2: drift", article("the old bridge", "the new bridge")),
    Case("a word at the end", "verify", "a.txt:3:2: drift", article("by June,”", "by July,”")),
    Case("a word put in", "verify", "a.txt:3:2: drift", article("We will rebuild", "We will surely rebuild")),
    Case("a word left out", "verify", "a.txt:3:2: drift", article("the old bridge", "the bridge")),
    Case("a verb's tense", "verify", "drift", article("Nobody will lose", "Nobody would lose")),
    Case("a number in words", "verify", "drift", article("three million dollars", "five million dollars")),
    Case("a number's scale", "verify", "drift", article("three million dollars", "three billion dollars")),
    Case("a currency", "verify", "drift", article("three million dollars", "three million euros")),
    Case("a number in figures", "verify", "drift", article("closed for 40 days", "closed for 14 days")),
    Case("a negation put in", "verify", "a.txt:3:2: drift", article("We will rebuild", "We will not rebuild")),
    Case("a negation taken out", "verify", "drift", article("Nobody will lose", "Somebody will lose")),
    Case("a negation in front left out", "verify", "cut", article("“Nobody will lose a home,”", "“will lose a home,”")),
    Case("a negation in a gap", "verify", "cut", talk("has saved $3m over", "has saved $3m but not")),
    Case("a negation said in front", "verify", "cut", talk("We will rebuild", "I never said that we will rebuild")),
    Case("a limit behind", "verify", "cut", talk("by June. I", "by June, but only with help. I")),
    Case("a long gap", "verify", "gap", talk("over the years", "over the years. So it is. We know. It rained. All")),
    Case("a sentence nobody spoke", "verify", "absent", article("closed for 40 days", "as safe as a house of stone")),
    Case("a sentence cut out", "verify", "drift", sentence_cut_out),
    Case("a quotation of another", "verify", "other_speaker", talk("HOLLIS: Nobody", "RUIZ: Nobody")),
    Case("a label", "verify", "other_speaker", talk("RUIZ: Thank", "BELL: Thank")),
    Case("the last label", "verify", "other_speaker", talk("RUIZ: The road", "BELL: The road")),
    # records, against their text
    Case("other words of one length", "verify check", "", replaced("old bridge", "new bridge")),
    Case("other words of one length in the cue", "verify check", "", replaced('"said"', '"told"')),
    Case("other words of one length in the evidence", "verify check", "", replaced("Ana Ruiz", "Eva Ruiz", 1)),
    Case("an offset of the content", "check", "r.jsonl:1", at("content.spans.0.start", lambda n: n + 1)),
    Case("an offset of the cue", "check", "r.jsonl:1", at("cue.spans.0.end", lambda n: n + 1)),
    Case("an offset of the mention", "check", "r.jsonl:1", at("speaker.mention.spans.0.start", 0)),
    Case("an offset of the evidence", "check", "r.jsonl:1", at("speaker.evidence.spans.0.start", 0)),
    Case("an offset with a point", "check", "r.jsonl:1", at("content.spans.0.start", float)),
    Case("an offset in marks", "check", "r.jsonl:1", at("content.spans.0.start", str)),
    Case("an offset with a point, and other words", "check", "r.jsonl:1", lambda files: (
        replaced("old bridge", "new bridge")(files), at("content.spans.0.start", float)(files))),
    Case("a negative offset", "check", "r.jsonl:1", at("content.spans.0.start", -1)),
    Case("the hash", "check", "r.jsonl:1", at("doc.sha256", "0" * 64)),
    Case("the id", "check", "r.jsonl:1", at("id", "0" * 16)),
    Case("the line", "verify check", "", at("content.line", 4)),
    Case("the column", "verify check", "", at("content.column", 9)),
    Case("the joined text", "check", "r.jsonl:1", at("content.text", "We will rebuild")),
    Case("the kind", "check", "a.txt:3:2: error CX507", at("kind", "indirect")),
    Case("the quoted flag taken out", "check", "a.txt:3:2: error CX507", at("content.spans.0.quoted", False)),
    Case("the quoted flag put in", "check", "a.txt:7:26: error CX507", at("content.spans.0.quoted", True, 3)),
    Case("a flag in marks", "check", "r.jsonl:1", at("content.spans.0.quoted", "true")),
    Case("a confidence in marks", "check", "r.jsonl:1", at("confidence", "0.9")),
    Case("a name that stands nowhere", "check", "CX508", at("speaker.name", "Eva Bell")),
    Case("a name that is another's", "check", "CX508", at("speaker.name", "Tom Hollis")),
    Case("a cospeaker's name", "check", "CX508", at("cospeakers.0.name", "Eva Bell", 3)),
    Case("the mention dropped", "check", "CX509", at("speaker.mention", None)),
    Case("the evidence dropped", "check", "CX509", at("speaker.evidence", None)),
    Case("the name dropped", "check", "CX509", at("speaker.name", None)),
    Case("nested in itself", "check", "CX506", lambda files: at("nested_in", files.records[0]["id"])(files)),
    Case("nested in a circle", "check", "CX506", record_list(circle)),
    Case("nested elsewhere", "check", "CX506", lambda files: at("nested_in", files.records[0]["id"], 5)(files)),
    Case("a record doubled", "check", "CX505", record_list(lambda records: records.append(records[0]))),
    Case("content that ends inside a word", "check", "CX510", cut_inside_a_word),
    Case("content that is its cue", "check", "CX510", cue_as_content),
    Case("a key more", "check", "r.jsonl:1", at("mood", "good")),
    Case("a key less", "check", "r.jsonl:1", record_list(lambda records: records[0].pop("region"))),
    Case("the order of keys", "check", "r.jsonl:1", record_list(
        lambda records: records.insert(0, dict(sorted(records.pop(0).items()))))),
    Case("a line broken off", "check", "r.jsonl:1", raw(0, lambda line: line[:200])),
    Case("a line that is no JSON", "check", "r.jsonl:2", raw(1, lambda line: line.replace(":", "="))),
    Case("another schema", "check", "r.jsonl:1", at("schema", "claimx/9")),
    Case("a key twice", "check", "r.jsonl:1", raw(0, lambda line: line.replace('"kind"', '"kind": "mixed", "kind"'))),
    Case("a key twice further in", "check", "r.jsonl:1:1: error CX501 the key 'text'", raw(0, lambda line: line.replace(
        '"text": "said"', '"text": "denied", "text": "said"'))),
    Case("a key twice in what the input brought", "check", "r.jsonl:1", raw(0, lambda line: line.replace(
        '"extra": {}', '"extra": {"a": 1, "a": 2}'))),
    Case("a letter that looks alike", "verify check", "", replaced("old bridge", "\u043eld bridge")),
    Case("a letter of the name that looks alike", "check", "CX508", at("speaker.name", "\u0410na Ruiz")),
    Case("a letter of the name that is not seen", "check", "CX508", at("speaker.name", "Ana\u200b Ruiz")),
    Case("the name in small letters", "check", "CX508", at("speaker.name", "ana ruiz")),
    Case("the name the other way round", "check", "CX508", at("speaker.name", "Ruiz Ana")),
    Case("half of the name", "check", "CX508", at("speaker.name", "Ruiz")),
    Case("a word more in the name", "check", "CX508", at("speaker.name", "Ana Ruiz met")),
    Case("a name of two people's words", "check", "CX508", at("speaker.name", "Tom Ruiz")),
    Case("a name that is no pronoun", "check", "a.txt:3:43: error CX508", at("speaker.resolved", "pronoun")),
    Case("a role that nobody gives", "check", "CX508", at("speaker.role", "King of Spain")),
    Case("a role in two parts of the text", "check", "CX508", at("speaker.role", "Mayor of bread")),
    Case("a role with what is not seen", "check", "CX508", at("speaker.role", "\u202eroyaM")),
    Case("an organization that nobody gives", "check", "CX508", organization("NASA", "baker")),
    Case("an organization without its place", "check", "CX509", organization("baker", None)),
    Case("the place of no organization", "check", "CX509", organization(None, "baker")),
    Case("an organization that is cut", "check", "CX510", organization("bak", "bak")),
    Case("a description of the named", "check", "CX508", at("speaker.description", "a baker")),
    Case("a description that nobody gives", "check", "CX508", alone),
    Case("certainty of no name", "check", "CX509", lambda files: files.records[0]["speaker"].update(
        name=None, evidence=None, resolved="none", confidence=0.9)),
    Case("the cue moved to an equal word", "check", "CX513", moved("cue", "said", str.rindex)),
    Case("the mention moved", "check", "CX513", moved("mention", "Ruiz", str.index)),
    Case("the evidence moved to another name", "check", "CX508", moved("evidence", "Tom Hollis", str.index)),
    Case("two cues exchanged", "check", "CX513", exchanged("cue")),
    Case("two contents exchanged", "verify check", "", exchanged("content", "kind")),
    Case("two contents and cues exchanged", "verify check", "", exchanged("content", "kind", "cue")),
    Case("content in two where it is one", "check", "CX510", parted),
    Case("content of no word", "check", "CX510", content_of(40, 42, quoted=False)),
    Case("content of the whole article", "check", "CX507", content_of(0, len(ARTICLE), quoted=False)),
    Case("content over its mark", "check", "CX507", content_of(42, 92, quoted=True)),
    Case("nested in none", "check", "CX506", at("nested_in", None, 5)),
    Case("a speaker together with himself", "check", "CX505", cospeaker(of=0)),
    Case("the title of one record", "check", "a.txt:3:71: error CX514", at("doc.title", "Other")),
    Case("the path of one record dropped", "check", "CX514", at("doc.path", None)),
    Case("a key of the input in one record", "check", "CX514", at("doc.extra", {"a": 1})),
    Case("a record said to be of another article", "verify check", "", between_two_articles),
    Case("the article edited", "verify check", "", lambda files: setattr(
        files, "article", files.article.replace("Monday", "Friday"))),
    # records, against gold
    Case("a record dropped", "gold", "a.txt:3:2: error CX601", record_list(lambda records: records.pop(0))),
    Case("all records dropped", "gold", "CX605", record_list(list.clear)),
    Case("a record added", "gold", "CX603", lambda files: files.gold.pop(0)),
    Case("the polarity", "gold", "a.txt:3:2: error CX606", at("polarity", "denied")),
    Case("the class", "gold", "a.txt:3:2: error CX606", at("class", "belief")),
    Case("a cospeaker dropped", "gold", "CX606", at("cospeakers", [], 3)),
    Case("two speakers exchanged", "gold", "CX602", record_list(swap_speakers)),
    Case("a quotation cut with care", "gold", "a.txt:3:2: error CX606", shortened),
    Case("a cospeaker added", "gold", "a.txt:3:2: error CX606", cospeaker(of=2)),
    Case("two contents exchanged with care", "gold", "CX602", exchanged("content", "kind", "cue")),
    Case("article and records changed together", "verify gold", "", words_and_article),
    Case("the name of a file of speakers", "gold", "a.txt:3:2: error CX602", lambda files: files.records[0][
        "speaker"].update(name="Tom Hollis", id="Q1")),
]  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_the_records_that_are_tampered_with_are_true():
    for record in records_of(ARTICLE):
        prove(json.loads(to_line(record)), ARTICLE)


@pytest.mark.parametrize(
    ("case", "command"),
    [(case, c) for case in TAMPERED for c in case.commands.split()],
    ids=lambda x: getattr(x, "name", x),
)
def test_what_was_tampered_with_is_told_with_its_place(main, files, case, command):
    case.tamper(files)
    files.write()
    run = main(*COMMANDS[command])
    told = run.stdout.decode()
    assert run.code == 1, told + run.stderr
    assert case.told in told
    assert re.search(r"^(a\.txt|r\.jsonl)(:\d+:\d+)?: ", told, re.MULTILINE)


def test_the_table_has_a_hundred_cases():
    assert len(TAMPERED) >= 100


# Clean


CLEAN_QUOTATIONS = [
    ("We will rebuild the bridge", "We will rebuild the bridge."),
    ("[W]e will rebuild the bridge", "Well, we will rebuild the bridge."),
    ("we will rebuild the bridge", "We will rebuild the bridge."),
    ("WE WILL REBUILD THE BRIDGE", "We will rebuild the bridge."),
    ("We will rebuild [the bridge] by June", "We will rebuild it by June."),
    ("We [in Lindow] will rebuild the bridge", "We will rebuild the bridge."),
    ("We will rebuilt [sic] the bridge", "We will rebuilt the bridge."),
    ("We will … rebuild the bridge", "We will, as I said, rebuild the bridge."),
    ("We will ... rebuild the bridge", "We will, as I said, rebuild the bridge."),
    ("We will [...] rebuild the bridge", "We will. So I said. I mean it. It is so. We rebuild the bridge."),
    ("We will stay. … We will rebuild", "We will stay. It rained. It snowed. It thawed. We will rebuild."),
    ("We will stay … We will rebuild", "We will stay. It is not easy. We will rebuild."),
    ("… we will rebuild the bridge …", "And we will rebuild the bridge in June."),
    ("We will rebuild the bridge,", "We will rebuild the bridge."),
    ("We will rebuild – the old one", "We will rebuild. The old one."),
    ("It cost three million dollars to build", "It cost $3m to build."),
    ("It cost $3 million to build", "It cost three million dollars to build."),
    ("Eight percent of the forty houses", "8% of the 40 houses."),
    ("the 2nd of four bridges", "the second of 4 bridges."),
    ("It cost 1,200 euros to build", "It cost twelve hundred... I mean it cost 1200 euros to build."),
    ("We don’t build without money", "We don't build without money."),
    ("We will rebuild the café bridge", "We will rebuild the cafe\u0301 bridge."),
    ("We need a cease-fire at the bridge", "We need a ceasefire at the bridge."),
    ("We will rebuild the bridge", "We will re-\nbuild the bridge."),
    ("We will rebuild the bridge", "We will re\u00adbuild the bridge."),
    ("We will rebuild the bridge", "We will [00:01:02] rebuild the bridge."),
    ("We will rebuild the bridge", "We will\n\nTOWN HALL\nPage 2\n\nrebuild the bridge.\n\nTOWN HALL\nPage 3\n"),
    ("We will rebuild the bridge", "We will (applause) rebuild the bridge."),
    ("We will rebuild the bridge", "HOLLIS: No.\nRUIZ: We will rebuild the bridge."),
    ("We will rebuild the bridge", "MAYOR RUIZ (smiling): We will rebuild the bridge."),
    ("We will rebuild the bridge", "Subject: Bridge\n\nWe will rebuild the bridge."),
    ("no choice", "We have no choice but to go."),
    ("we will rebuild the bridge", "There is no doubt that we will rebuild the bridge."),
    ("we will rebuild the bridge", "No, we will rebuild the bridge."),
]


@pytest.mark.parametrize(("quotation", "said"), CLEAN_QUOTATIONS)
def test_a_clean_quotation_is_exit_code_0(main, files, quotation, said):
    files.article = f"Mayor Ana Ruiz met the press on Monday. “{quotation}” Ruiz said.\n"
    files.records = [json.loads(to_line(record)) for record in _records_like(files.article)]
    files.talk = said
    files.write()
    run = main(*COMMANDS["verify"])
    assert run.code == 0, run.stdout.decode()


CLEAN_RECORDS: dict[str, Tamper] = {
    "as they are": lambda files: None,
    "in another order": record_list(list.reverse),
    "with an error line": lambda files: files.records.append(
        {"schema": "claimx/1", "record": "error", "doc": {"path": "b.txt"},
         "error": {"code": "unreadable", "message": "no such file", "line": None, "column": None}}),
    "with an outer record filtered out": record_list(lambda records: records.pop(4)),
    "with a speaker from a file": lambda files: (
        at("speaker.name", "Anna Maria Ruiz")(files), at("speaker.id", "Q1")(files)),
    "with keys of the input": lambda files: [
        at("doc.extra", {"b": 1, "a": {"schema": "x"}}, number)(files) for number in range(6)],
    "of whole confidence": at("confidence", 1),
    "without the article": lambda files: [at("doc.path", None, number)(files) for number in range(6)],
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAN_RECORDS)
def test_clean_records_are_exit_code_0(main, files, name):
    CLEAN_RECORDS[name](files)
    files.write()
    run = main(*COMMANDS["check"])
    assert run.code == 0, run.stdout.decode()


@pytest.mark.parametrize("command", ["verify", "gold"])
def test_what_is_not_tampered_with_passes(main, files, command):
    files.write()
    run = main(*COMMANDS[command])
    assert run.code == 0, run.stdout.decode()


def test_the_table_has_forty_clean_cases():
    assert len(CLEAN_QUOTATIONS) + len(CLEAN_RECORDS) >= 40
