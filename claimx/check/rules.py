"""The rules: what each is for, with an example and what to do about a finding."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.labels import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: ``summary`` completes "this finding shows …"; ``needs_text`` says that records alone do not do.

    The first digit of ``code`` tells the kind: 1 speakers, 2 marks, 3 between articles, 4 spellings, 5 records, 6 gold,
    7 records made again, 9 doubt.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    example: str
    fix: str
    needs_text: bool = False


_RULES = (
    Rule(
        "CX101",
        "quotation-without-speaker",
        "warning",
        "quoted words that nobody is said to have spoken",
        "A reader, and a court, asks whose words these are. They often lose their speaker when a paragraph is cut or "
        "moved. Titles, nicknames, and terms of up to four words in marks are left alone.",
        "The council met on Monday.\n\n“Nobody told us anything about the closing of the road.”",
        "Name the speaker in the same sentence, or in the one before or after.",
        needs_text=True,
    ),
    Rule(
        "CX102",
        "speaker-never-named",
        "warning",
        "a speaker who is only a pronoun or a role, and is named nowhere in the article",
        "*She said* and *the mayor said* promise that the reader knows who is meant. The name was often in a sentence "
        "that was cut.",
        "The mayor met the press on Monday. She said the bridge “will be safe” by May.",
        "Give the name where the speaker first appears. If the name is held back on purpose, say so: *an official who "
        "asked not to be named*.",
    ),
    Rule(
        "CX103",
        "anonymous-source",
        "note",
        "a source that is described but not named",
        "Most house styles want a reason for an unnamed source, and an editor who knows the name. One finding for each "
        "way an article describes such a source.",
        "A Western official said Ukraine had used U.S. weapons to strike in Russia.",
        "Name the source, or say why the name is held back. Where such sources are common, leave the rule out for "
        "those files with `per_file_ignores`.",
    ),
    Rule(
        "CX201",
        "odd-quotation-mark",
        "warning",
        "a quotation mark without a partner, or a pair of two kinds",
        "With one mark missing or turned round, a reader cannot tell where the quotation ends and the writer goes on. "
        "claimx then guesses.",
        "He said the road was “closed until further notice. It was not.",
        "Put in the missing mark, or make both marks of the pair alike.",
        needs_text=True,
    ),
    Rule(
        "CX202",
        "quotation-left-open",
        "warning",
        "a quotation that is open at the end of its paragraph and not carried on, or carried on and never closed",
        "A quotation of several paragraphs has an opening mark at the start of each and a closing mark at the end of "
        "the last. Without them the words that follow look like the writer's own.",
        "“We worked all night, the mayor said.\n\nThe bridge opened on Friday.",
        "Close the quotation, or open it again at the start of the next paragraph.",
        needs_text=True,
    ),
    Rule(
        "CX301",
        "speakers-at-odds",
        "warning",
        "an utterance that another article gives to somebody else",
        "Two articles cannot both be right about who said the same words. Groups are those of `claimx link`; a "
        "republished copy is not held against its original.",
        "a.txt: “We will reconsider the issue,” South Korea said.\nb.txt: “We will reconsider the issue,” Chang said.",
        "Look up who spoke, and correct the article that is wrong. Spellings of one name are joined by --speakers.",
    ),
    Rule(
        "CX302",
        "utterance-reworded",
        "note",
        "an utterance that another article reports in other words",
        "Translations and memory drift; a condition or a hedge that only one article has changes what was promised. "
        "The words that differ are shown.",
        "a.txt: she said Seoul had “nothing to worry about”.\nb.txt: she said Seoul “should not worry”.",
        "Compare both with the source (`claimx verify`), and keep the words that were spoken.",
    ),
    Rule(
        "CX401",
        "name-in-two-spellings",
        "warning",
        "the name of a speaker in two spellings in one article",
        "One of the two is wrong, or the article was put together from two sources.",
        "Chang Ho-jin said Seoul would wait. Later Chang Ho Jin said it would not.",
        "Use one spelling. If these are two people, ignore the finding or put it in the baseline.",
    ),
    Rule(
        "CX501",
        "not-a-record",
        "error",
        "a line that is not a record of claimx/1",
        "A record was cut, edited by hand, or written by another version. What does not fit the schema cannot be "
        "trusted further on.",
        '{"schema":"claimx/1","record":"attribution","id":"9f2c"}',
        "Write the records anew with `claimx extract`.",
    ),
    Rule(
        "CX502",
        "id-does-not-fit",
        "error",
        "a record whose id is not that of its hash and spans",
        "The id is made from the text's hash and the offsets of content and cue. When it does not fit, one of them was "
        "changed.",
        "An offset of the content was changed by hand, and the id was not.",
        "Write the records anew with `claimx extract`.",
    ),
    Rule(
        "CX503",
        "text-differs",
        "error",
        "records of an article whose text is now another",
        "The article was edited after its records were made: no offset can be trusted. One finding for each article.",
        "“will be safe” was changed to “may be safe” in ruiz.txt after records.jsonl was written.",
        "Write the records anew, or give the folder that holds the old texts with `--texts`.",
        needs_text=True,
    ),
    Rule(
        "CX504",
        "words-not-at-offset",
        "error",
        "a record whose words or place are not those of the text at its offsets",
        "A record proves itself by its offsets. One that is shifted shows other words than the source's.",
        '{"start":41,"end":51,"text":"the bridge"} where the text has “he bridge ” at 41-51',
        "Write the records anew with `claimx extract`. If another program wrote them: offsets count Unicode code "
        "points of the decoded text from 0.",
        needs_text=True,
    ),
    Rule(
        "CX505",
        "record-doubled",
        "error",
        "a record that stands twice in its article, or a speaker who speaks together with themselves",
        "Whoever counts what was said counts it twice. Records of two articles with the same text share their ids, and "
        "differ in `doc.id`.",
        "A line of records.jsonl was copied.",
        "Take one of the two out, or write the records anew with `claimx extract`.",
    ),
    Rule(
        "CX506",
        "nesting-broken",
        "error",
        "a record that is nested in itself, in a circle, where it does not stand, or in none where it stands in one",
        "`nested_in` says inside whose words somebody is reported to speak. Where it is wrong, words go to the wrong "
        "account. That the outer record is not there is no finding: a filter may have left it out.",
        '"nested_in" is the id of the record itself.',
        "Write the records anew with `claimx extract`.",
    ),
    Rule(
        "CX507",
        "marks-denied",
        "error",
        "a record whose `kind` or `quoted` is not as the quotation marks have it",
        "What is called a quotation must have been quoted: all words of a direct record, and none of an indirect one.",
        "`quoted` is true for words that stand outside the marks in the text.",
        "Write the records anew with `claimx extract`.",
    ),
    Rule(
        "CX508",
        "speaker-contradicted",
        "error",
        "a name, role, organization or description that stands nowhere in the text, or contradicts mention or evidence",
        "What a speaker is called is taken from the article. Other words there, or none, mean that it was changed. "
        "Names with an id are from a file of speakers, and are not judged.",
        "speaker.name is Tom Hollis, and its evidence is “Ana Ruiz”.",
        "Write the records anew with `claimx extract`.",
    ),
    Rule(
        "CX509",
        "speaker-unproved",
        "error",
        "a name or organization without the mention or evidence that it needs, or evidence or certainty of no name",
        "Without the place a name was taken from nobody can look it up.",
        "speaker.evidence was set to null.",
        "Write the records anew with `claimx extract`.",
    ),
    Rule(
        "CX510",
        "words-cut",
        "error",
        "content, cue, mention or evidence cut inside a word or without one, or content that is parted or holds a cue",
        "No phrase ends inside a word, and no stretch of content begins where another one of its kind ends. One that "
        "does was moved or cut.",
        "The content ends with “will be sa”.",
        "Write the records anew with `claimx extract`.",
        needs_text=True,
    ),
    Rule(
        "CX511",
        "article-gone",
        "warning",
        "records of an article that is not where they say, among others that are",
        "What cannot be held to its text is not proved. Where none of the texts is there, a line says so instead.",
        "doc.path is ruiz.text, and the file is ruiz.txt.",
        "Put the article back, or give the folder that holds the texts with `--texts`.",
        needs_text=True,
    ),
    Rule(
        "CX512",
        "keys-out-of-order",
        "warning",
        "a record whose keys are not in the order of the schema",
        "claimx writes every key in a fixed order, so that the same records are the same bytes. Another order is the "
        "mark of another program.",
        "Keys sorted by `jq -S`.",
        "Write the records anew with `claimx extract`, or ignore the rule where programs of yours write records.",
    ),
    Rule(
        "CX513",
        "parts-far-apart",
        "error",
        "a cue that stands neither beside the content nor in the paragraph above, or a mention beside neither of them",
        "Who speaks is told beside what is said. The same word elsewhere in the text is as good a slice of it, and "
        "proves nothing.",
        "The offsets of the cue were moved to another “said” of the article.",
        "Write the records anew with `claimx extract`.",
        needs_text=True,
    ),
    Rule(
        "CX514",
        "article-told-in-two-ways",
        "error",
        "records of one article that differ in what they say of it",
        "Title, author, date, path and so on are those of the article, and the same in each of its records.",
        "doc.title of one record was changed.",
        "Write the records anew with `claimx extract`.",
    ),
    Rule(
        "CX601",
        "attribution-missing",
        "error",
        "an expected attribution that was not found (with --gold)",
        "Something in the article or in the tool changed so that these words are given to nobody.",
        "Expected: Ana Ruiz on “will be safe”. The sentence now reads: The bridge “will be safe”.",
        "Put the attribution back into the article, or take it out of the expectations.",
        needs_text=True,
    ),
    Rule(
        "CX602",
        "attribution-to-another",
        "error",
        "expected words that were found with another speaker (with --gold)",
        "Words in the wrong mouth are the worst fault an article can have.",
        "Expected: Ana Ruiz on “will be safe”. The article now says: Tom Hollis said it “will be safe”.",
        "Put the article right, or the expectation if the article is right.",
        needs_text=True,
    ),
    Rule(
        "CX603",
        "attribution-unexpected",
        "note",
        "an attribution that the expectations do not have (with --gold)",
        "The expectations may be incomplete; or a sentence now reads as if somebody had said it.",
        "The article says: Police said the road was closed. The expectations do not have it.",
        'Add it to the expectations, with `"optional": true` if it need not be there, or ignore CX603.',
        needs_text=True,
    ),
    Rule(
        "CX604",
        "expected-words-changed",
        "error",
        "expected words that stand in the text in another form (with --gold)",
        "A quotation must be given as it was spoken; one changed word can turn its meaning.",
        "Expected: “will be safe”. The article has “may be safe”.",
        "Put the words back as they were spoken, or change the expectation if it was wrong.",
        needs_text=True,
    ),
    Rule(
        "CX605",
        "article-unaccounted",
        "error",
        "an article that something is expected of and that has no record (with --gold and saved records)",
        "A file of records that lost its records would otherwise pass.",
        "records.jsonl is empty, and attributions of ruiz.txt are expected.",
        "Write the records anew with `claimx extract`, or take the article out of the expectations.",
    ),
    Rule(
        "CX606",
        "attribution-otherwise",
        "error",
        "an expected attribution of another kind, class or polarity, with other cospeakers, or cut (with --gold)",
        "Not to have said something is not to have said it; half a quotation is another one.",
        "Expected: Ana Ruiz, negated, on “will be safe”. The record says affirmed.",
        'Look up the article; put the record right, or the expectation. An expectation of a part has `"part": true`.',
        needs_text=True,
    ),
    Rule(
        "CX701",
        "record-unknown",
        "error",
        "a record that this claimx does not write for the text (with --rerun)",
        "It was added or changed by hand, or another version wrote it.",
        "A record with another cue than the text has.",
        "Write the records anew with `claimx extract`.",
        needs_text=True,
    ),
    Rule(
        "CX702",
        "record-missing",
        "error",
        "a record that this claimx writes for the text and that is not there (with --rerun)",
        "It was taken out, or another version did not find it. Filters (--kind, --speaker) leave records out too.",
        "A line of records.jsonl was deleted.",
        "Write the records anew with `claimx extract`.",
        needs_text=True,
    ),
    Rule(
        "CX703",
        "record-differs",
        "error",
        "a record that this claimx writes with other labels (with --rerun)",
        "Speaker, polarity, class, confidence: what no text proves is proved by making it again.",
        "speaker.name is 'Tom Hollis', not 'Ana Ruiz'.",
        "Write the records anew with `claimx extract`.",
        needs_text=True,
    ),
    Rule(
        "CX901",
        "low-confidence",
        "note",
        "an attribution that claimx is not sure of (below --min-confidence)",
        "Every record says how sure claimx is of it: of those below the default limit of 0.25 at most one in four "
        "should be right.",
        "A record with a confidence of 0.12.",
        "Look whether speaker and words are right. A clearer sentence often helps a reader too.",
    ),
)
RULES = {rule.code: rule for rule in _RULES}


def describe(rule: Rule) -> str:
    """A rule in full, as text."""
    example = "\n".join(f"    {line}".rstrip() for line in rule.example.split("\n"))
    return (
        f"{rule.code} {rule.name} ({rule.severity})\n\nFinds {rule.summary}.\n\n{rule.why}\n\n"
        f"Example:\n\n{example}\n\nWhat to do: {rule.fix}\n"
    )


def rules_table() -> str:
    """All rules as a table in Markdown."""
    rows = (f"| `{rule.code}` | {rule.severity} | {rule.summary} |" for rule in RULES.values())
    return "\n".join(["| rule | severity | finds |", "|---|---|---|", *rows])
