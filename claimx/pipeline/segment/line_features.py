"""The features of a single line: prose, caption, credit, page furniture, byline, date."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.quotation_marks import CLOSING, CLOSING_DOUBLE, DOUBLE
from claimx.spans import WORD

_CLOSED = re.compile(rf"[.!?…][{CLOSING})\]]*$")
_QUOTED = re.compile(rf"[{DOUBLE}]|``|''")
_FEWEST_PROSE_WORDS, _FEWEST_QUOTING_WORDS = 5, 3
_LONG_LINE_WORDS = 25

_CAPTION_LEAD = re.compile(
    r"^(?:(?:top |main |file |cover )?(?:photo|image|picture|caption)s?(?: credit| caption)?s? ?:"
    r"|file ?[–—-]|(?:photo|image|picture|photograph)s? (?:from|by|courtesy)\b)",
    re.I,
)
_PHOTO_ONLY = re.compile(
    r"^(?:photo|image|picture|photograph|illustration)s?(?: credits?)? ?(?:from|by|courtesy(?: of)?|:) ?[^.,]{0,60}$",
    re.I,
)

# Patterns of English: the formulas of web pages, each the whole line or its start. What could open a sentence too
# (*Home prices fell, he said.*) counts only in a short line that no punctuation closes.
_SHORT = rf"[^.!?…’{CLOSING_DOUBLE}]{{0,50}}$"
_FURNITURE = re.compile(
    "|".join(
        (
            rf"^(?:advertisement|sponsored|promoted)\b{_SHORT}",
            r"^(?:story|article) continues|^keep reading|^continue reading|^connect with us",
            r"^(?:read|see|watch|view|find out|learn|listen|show|hear)(?: also| more| next| now| less| all)*"
            r"(?:$| ?[:|>»]| (?:at|about|in our|on our)\b)",
            r"^(?:also|more|related|recommended|most|latest|popular|trending|don['’]t miss|you may also like|from your)"
            r" (?:read|in|on|from|to read|stories|articles?|news|links|topics|coverage|popular|site|headlines)\b"
            rf"{_SHORT}",
            r"^(?:subscribe|sign[ -]?up|register|log ?in|sign in)(?:$| (?:to|for|now|here|today|with|free)\b)",
            rf"^join (?:us|our|now)\b{_SHORT}|^follow (?:us|@|the|our)\b{_SHORT}",
            rf"^(?:stay (?:informed|connected|up)|newsletters?)\b{_SHORT}",
            r"^(?:share|print|e?mail|tweet|save|copy link|comments?|close|menu|search|home|skip to|back to|return to|"
            rf"jump to|next|previous|load more|click here|tap here)\b{_SHORT}",
            r"^(?:get|receive) (?:our|the|daily|breaking|weekly|all)\b.{0,60}(?:newsletter|inbox|alerts?|updates)",
            r"^(?:©|\(c\)|copyright\b)|^all rights reserved|^terms (?:of|and)\b|^privacy policy",
            r"^(?:cookies?\b.{0,30}$|tags?:|topics?:|category:|filed under|our newsletter)",
        )
    ),
    re.I,
)
# No word boundary follows the formula, because pages run their buttons together (keep readingShow less).
_TRUNCATION = re.compile(
    r"^(?:keep reading|continue reading|read (?:more|the full|on\b)|show (?:more|less)|(?:full|more) story).{0,60}$",
    re.I,
)
_CONTRIBUTED = re.compile(
    r"contributed (?:to (?:this|the)|reporting)|^(?:additional |with )?reporting (?:by|from)\b|^editing by\b|"
    r"all rights reserved|this (?:article|story|piece) (?:was|is|has been|first|originally)\b"
    r".*(?:publish|appear|produc|updat|correct)|"
    r"^(?:the author|the writer|about the author)\b|can be reached at|^(?:_{2,}|\*(?: ?\*){1,}|[-–—]{3,})$",
    re.I,
)
_PLACE_TAIL = r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?"
_AGENCY_TAIL = r" ?\([A-Z][\w ]{1,25}\)"
_DATELINE = re.compile(
    rf"(?:[A-Z][A-Z.'’\- ]{{2,30}}[A-Z.](?:, (?:[A-Z][\w.]+ ?){{1,3}}){{0,2}}{_PLACE_TAIL}(?:{_AGENCY_TAIL})?"
    rf"|[A-Z][\w’'\- ]{{2,25}}{_PLACE_TAIL}{_AGENCY_TAIL}) ?(?:[—–:]|--?) ?(?=\S)"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATE = re.compile(
    rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?P<american>{_MONTH} \d{{1,2}},? \d{{4}})"
    rf"|(?P<british>\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}})"
)
_DATED = re.compile(
    r"^(?:(?:first )?(?:published|posted|updated|last (?:updated|modified)|date)\b"
    rf"|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:{_DATE.pattern}))",
    re.I,
)
_LONGEST_DATE_LINE = 80
_TURN = re.compile(r"[\W\d]*(?P<label>[A-Z][\w.’'\- ]{0,40})(?:, [^:\n]{2,60})?:[*_]*\s")
_ENDS_QUOTED = re.compile(rf"[{CLOSING}]$")
_SIGNED = re.compile(r"(?:[—–~]|--?) ?[A-ZÀ-Þ]")


@cache
def _introduces_words() -> re.Pattern[str]:
    """A reporting verb in a line that a colon closes: such a line is a sentence of the article."""
    verb = alternation(word_list("introducing_verbs"))
    return re.compile(rf"\b{verb}\b[^.!?]*:$")


@cache
def _name() -> str:
    """A pattern for two to five words that may be a name."""
    word, particle = r"[A-Z][\w.'’\-]*", alternation(word_list("name_particles"))
    return rf"{word}(?: (?:{word}|{particle})){{1,4}}"


@cache
def _credit() -> re.Pattern[str]:
    """A credit that closes a caption."""
    agency, name = alternation(word_list("news_agencies")), _name()
    return re.compile(
        "|".join(
            (
                rf"(?:^|\W)(?:{agency}(?: (?:Photo|Images?|Pool|USA))?(?: ?(?:/|via) ?(?:{agency}|{name}).*)\W*$",
                rf"{name}/{agency}\W*$",
                rf"via {agency}(?: Images)?\W*$",
                r"Getty Images\W*$",
                rf"\({agency}\W*$",
                r"\((?:Photo|Image|Picture|File photo|Courtesy)\b[^)]*\)\W*$",
                r"(?:Photo(?:graph)?s?|Pictures?|Images?|Credits?|Source)(?: credit)?s?: ?[A-Z][^.]*$)",
            )
        )
    )


@cache
def _byline() -> re.Pattern[str]:
    return re.compile(
        r"^(?:(?i:by|author:|written by|words by|reported by|posted by|story by)):? +"
        rf"(?P<name>{_name()}|[A-Z][\w’'\-]+)"
        r"(?P<rest>(?: ?(?:,|\||and|&|in|for|–|—|-).{0,60})?)$"
    )


def is_prose(line: str) -> bool:
    """Whether ``line`` reads like a sentence of an article: closed by punctuation, quoting, or long."""
    count = len(WORD.findall(line))
    if _QUOTED.search(line):
        return count >= _FEWEST_QUOTING_WORDS
    if _CLOSED.search(line) or _introduces_words().search(line):
        return count >= _FEWEST_PROSE_WORDS
    return count >= _LONG_LINE_WORDS


def turn_label(line: str) -> str | None:
    """The last word of the name in front of a colon (*REED, KEEPER: Thanks.*) in small letters, None without one."""
    match = _TURN.match(line)
    return match["label"].split()[-1].lower() if match else None


def signs_quotation(line: str, above: str) -> bool:
    """Whether ``line`` is a dash with a name, under a line ``above`` that closes a quotation."""
    return bool(_ENDS_QUOTED.search(above) and _SIGNED.match(line))


def is_caption(line: str) -> bool:
    """Whether ``line`` describes a picture: a credit closes it or a caption's formula opens it."""
    return bool(_CAPTION_LEAD.search(line) or _credit().search(line))


def is_picture_credit(line: str) -> bool:
    """Whether ``line`` is a credit with nothing described."""
    return bool(_PHOTO_ONLY.search(line))


def is_furniture_formula(line: str) -> bool:
    """Whether ``line`` opens with a formula of navigation, sign-up, sharing or copyright."""
    return bool(_FURNITURE.search(line))


def is_truncation(line: str) -> bool:
    """Whether ``line`` says that the text above it goes on elsewhere."""
    return bool(_TRUNCATION.search(line))


def is_article_end(line: str) -> bool:
    """Whether ``line`` is what agencies and sites put under an article: contributors, notes, a rule."""
    return bool(_CONTRIBUTED.search(line))


def byline_name(line: str) -> tuple[int, int] | None:
    """Where in ``line`` the author's name stands, None when it is no byline."""
    match = _byline().search(line)
    return match.span("name") if match else None


def dateline_end(line: str) -> int:
    """How many characters of ``line`` a leading dateline (*SEOUL, June 20 (Reuters) -*) takes; 0 without one."""
    match = _DATELINE.match(line)
    return match.end() if match else 0


def stated_date(line: str) -> str | None:
    """The ISO date that ``line`` states as the article's own, None when the line is no date line."""
    if len(line) > _LONGEST_DATE_LINE or not _DATED.search(line):
        return None
    match = _DATE.search(line)
    parsed = _parse(match) if match else None
    return parsed.isoformat() if parsed else None


def is_date_line(line: str) -> bool:
    """Whether ``line`` only tells when the article appeared."""
    return len(line) <= _LONGEST_DATE_LINE and bool(_DATED.search(line)) and not _is_sentence(line)


def _is_sentence(line: str) -> bool:
    return bool(_CLOSED.search(line)) and len(WORD.findall(line)) > _FEWEST_PROSE_WORDS * 2


def _parse(match: re.Match[str]) -> date | None:
    stated = re.sub(r"(\d)(?:st|nd|rd|th)\b|[.,]", r"\1", match.group())
    # Month names are cut to three letters, since writers abbreviate them in several ways.
    stated = re.sub(r"([A-Za-z]{3})[A-Za-z]+", r"\1", stated)
    for form in ("%Y-%m-%d", "%b %d %Y", "%d %b %Y"):
        try:
            return datetime.strptime(stated, form).date()
        except ValueError:
            continue
    return None
