"""Which region each paragraph of a page belongs to.

The main article is the section with the most prose. Sections part where several scraps (lines that are no
prose) with a credit or web formula among them stand together, or where a line says that a text goes on
elsewhere. In doubt a paragraph is main: calling an article's words furniture would lose them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from claimx.article import Layout, Paragraph
from claimx.front_matter import front_matter
from claimx.labels import PageRegion
from claimx.pipeline.segment import line_features
from claimx.pipeline.segment.paragraphs import find_paragraphs
from claimx.spans import Span, words

# Fewer scraps than this together are subheads or a picture inside an article, not the end of one.
_SCRAPS_THAT_PART = 3
_MOST_TEASER_SHARE = 0.5
_MOST_TEASER_WORDS = 300
_FEWEST_TITLE_WORDS = 3
_MOST_TITLE_WORDS = 30
# A headline shares at least this much with the story; a line of navigation hardly anything.
_FAIR_SHARE = 0.3
# What follows an article's closing line is furniture as long as it is at most this share of the prose.
_MOST_TAIL_SHARE = 0.1


@dataclass(slots=True)
class _Line:
    """A paragraph with the features of its line."""

    span: Span
    text: str
    count: int
    prose: bool
    caption: bool
    formula: bool
    region: PageRegion = "main"

    @property
    def scrap(self) -> bool:
        return not self.prose or self.caption or self.formula


@dataclass(slots=True)
class _Section:
    """Neighbouring lines from the first prose to the last, with the scraps that stand before them."""

    lead: list[_Line]
    lines: list[_Line]
    truncated: bool = False

    @property
    def prose_words(self) -> int:
        return sum(line.count for line in self.lines if not line.scrap)


def lay_out(text: str) -> Layout:
    """Paragraphs, regions, headline, byline and published date of ``text``."""
    _, start = front_matter(text)
    layout = _lay_out(_with_speakers([_look_at(text, span) for span in find_paragraphs(text, start)]))
    front = Span(0, start).stripped(text)
    return replace(layout, paragraphs=(Paragraph(front, "furniture"), *layout.paragraphs)) if front else layout


def _lay_out(lines: Sequence[_Line]) -> Layout:
    sections, trailing = _part(lines)
    if not sections:
        return _layout_without_prose(lines)
    main = max(sections, key=lambda section: section.prose_words)
    most_teaser_words = min(_MOST_TEASER_SHARE * main.prose_words, _MOST_TEASER_WORDS)
    after = False
    for section in sections:
        small = section is not main and section.prose_words <= most_teaser_words
        _settle_section(section, is_main=section is main, small=small, after=after)
        after = after or section is main
    headline, byline, published = _settle_head(main)
    for line in trailing:
        line.region = "caption" if line.caption else "furniture"
    _settle_tail(main, byline)
    return Layout(
        paragraphs=tuple(_paragraph(line) for line in lines),
        headline=headline,
        byline=byline,
        published=published,
    )


def _look_at(text: str, span: Span) -> _Line:
    content = span.of(text)
    return _Line(
        span=span,
        text=content,
        count=len(words(content)),
        prose=line_features.is_prose(content),
        caption=line_features.is_caption(content),
        formula=line_features.is_furniture_formula(content) or line_features.is_picture_credit(content),
    )


def _with_speakers(lines: Sequence[_Line]) -> Sequence[_Line]:
    """``lines``, where short ones that give a speaker count as prose: turns of a dialogue, and names under quotations.

    A turn has a label that opens prose too, and stands beside one with another such label.
    """
    labels = [line_features.turn_label(line.text) for line in lines]
    speaking = {label for label, line in zip(labels, lines, strict=True) if label is not None and line.prose}
    for place, (line, label) in enumerate(zip(lines, labels, strict=True)):
        beside = {*labels[max(0, place - 1) : place], *labels[place + 1 : place + 2]}
        takes_turn = label in speaking and not speaking.isdisjoint(beside - {label})
        signs = place > 0 and line_features.signs_quotation(line.text, lines[place - 1].text)
        line.prose = line.prose or takes_turn or signs
    return lines


def _part(lines: Sequence[_Line]) -> tuple[list[_Section], list[_Line]]:
    """Sections in order, and the scraps after the last of them."""
    sections: list[_Section] = []
    scraps: list[_Line] = []
    for line in lines:
        if line.scrap:
            scraps.append(line)
            continue
        truncated = any(line_features.is_truncation(scrap.text) for scrap in scraps)
        if sections and not truncated and not _is_break(scraps):
            sections[-1].lines += scraps
        else:
            if sections:
                sections[-1].truncated = truncated
            sections.append(_Section(lead=scraps, lines=[]))
        sections[-1].lines.append(line)
        scraps = []
    if sections:
        sections[-1].truncated = any(line_features.is_truncation(scrap.text) for scrap in scraps)
    return sections, scraps


def _is_break(scraps: Sequence[_Line]) -> bool:
    return len(scraps) >= _SCRAPS_THAT_PART and any(line.caption or line.formula for line in scraps)


def _settle_section(section: _Section, *, is_main: bool, small: bool, after: bool) -> None:
    """Regions of a section's lines, and of the scraps in front of it unless it is the main one.

    ``small`` says that it may be a teaser beside the main one, ``after`` that it stands behind that.
    """
    titles = [line for line in section.lead if _may_be_title(line)]
    teaser = small and (section.truncated or not after or bool(titles))
    for line in section.lines:
        # A short line inside an article is a subhead of it; inside a teaser it is the page's label.
        label = teaser and not line.prose and not line.caption
        line.region = "furniture" if label else _inner_region(line, "teaser" if teaser else "main")
    if is_main:
        return
    for line in section.lead:
        line.region = "caption" if line.caption else "furniture"
    if titles:
        titles[-1].region = "teaser" if teaser else "main"


def _inner_region(line: _Line, prose: PageRegion) -> PageRegion:
    if line.caption:
        return "caption"
    return "furniture" if line.formula or not line.count else prose


def _may_be_title(line: _Line) -> bool:
    return not line.caption and not line.formula and _FEWEST_TITLE_WORDS < line.count <= _MOST_TITLE_WORDS


def _settle_head(main: _Section) -> tuple[Span | None, Span | None, str | None]:
    """Headline, byline and date among the lines in front of the main section's first prose."""
    head = _with_closed_headline(main)
    byline: Span | None = None
    published: str | None = None
    for line in head:
        line.region = "caption" if line.caption else "furniture"
        name = line_features.byline_name(line.text)
        if name and byline is None:
            byline = Span(line.span.start + name[0], line.span.start + name[1])
        published = published or line_features.stated_date(line.text)
    titles = [line for line in head if line.region == "furniture" and _is_head_title(line)]
    if not titles:
        return None, byline, published
    body = {word.lower() for line in main.lines for word in _long_words(line.text)}
    copies = Counter(line.text for line in titles)
    place, best = max(enumerate(titles), key=lambda at: _title_score(at[0], at[1], body, copies))
    if not _long_words(best.text) & body and len(titles) > 1:
        return None, byline, published
    best.region = "headline"
    for line in titles[place + 1 :]:
        # A copy of the headline says nothing new; a standfirst does.
        if line.text != best.text and line.count > _FEWEST_TITLE_WORDS and _long_words(line.text) & body:
            line.region = "headline"
    return best.span, byline, published


def _with_closed_headline(main: _Section) -> list[_Line]:
    """The lines in front of the prose, with a first line that is a headline closed by a full stop."""
    first = main.lines[0]
    if not main.lead and len(main.lines) > 1 and _is_title_case(first):
        main.lines = main.lines[1:]
        return [first]
    return main.lead


def _is_title_case(line: _Line) -> bool:
    long = [word for word in line.text.split() if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long)
    return 4 <= line.count <= _MOST_TITLE_WORDS and capitals >= 0.8 * len(long) and len(long) >= 3


def _is_head_title(line: _Line) -> bool:
    return (
        _may_be_title(line)
        and line_features.byline_name(line.text) is None
        and not line_features.is_date_line(line.text)
    )


def _long_words(text: str) -> set[str]:
    return {text[a:b].lower() for a, b in words(text) if b - a > 3}


def _title_score(place: int, line: _Line, body: Set[str], copies: Mapping[str, int]) -> tuple[int, float]:
    """Repetition first, then whether the body takes up a fair share of its words; the first of equals wins."""
    long = _long_words(line.text)
    share = len(long & body) / max(1, len(long))
    return copies[line.text], min(share, _FAIR_SHARE) - 0.01 * place


def _settle_tail(main: _Section, byline: Span | None) -> None:
    """Set the region of lines under the article's end: contributors, the author's note and all lines below them."""
    author = byline and next((line.text for line in main.lead if line.span.contains(byline)), None)
    name = author and line_features.byline_name(author)
    surname = author[name[0] : name[1]] if author and name else None
    total, seen, ended = main.prose_words, 0, False
    for line in main.lines:
        left = total - seen
        seen += 0 if line.scrap else line.count
        is_note = surname is not None and line.text.startswith((f"{surname} is ", f"{surname} was "))
        ended = ended or (
            (is_note or line_features.is_article_end(line.text)) and left <= max(_MOST_TAIL_SHARE * total, 80)
        )
        if ended and not line.caption:
            line.region = "furniture"


def _layout_without_prose(lines: Sequence[_Line]) -> Layout:
    """The layout of a page without prose: every line that is no formula may still hold an attribution."""
    for line in lines:
        line.region = _inner_region(line, "main")
    return Layout(tuple(_paragraph(line) for line in lines), None, None, None)


def _paragraph(line: _Line) -> Paragraph:
    taken = line_features.dateline_end(line.text) if line.region in ("main", "teaser") else 0
    dateline = Span(line.span.start, line.span.start + taken) if taken else None
    return Paragraph(line.span, line.region, dateline)
