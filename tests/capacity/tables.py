"""The tables that the documents make of what ``python -m tests.capacity --keep`` measured, and of prices."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEASURED = Path(__file__).with_name("measured.json")
SPREADING = {"local": "`--jobs 2`", "dask": "Dask", "ray": "Ray", "spark": "Spark"}

# Articles are reckoned as of so many words.
WORDS = 1_000
# US dollars for an hour of one core: an m7i.xlarge of Amazon EC2 has four for 0.2016 (us-east-1, on demand, 2026), by
# https://c3x.dev/blog/m5-vs-m6i-vs-m7i-cost-performance.
CORE_HOUR = 0.2016 / 4
CORES = (1, 2, 8, 32, 128)

# What a model is sent and sends back for an article, in tokens: OpenAI reckons three quarters of a word a token; the
# instructions and the answer are what we take for the least that does: words, speaker and cue of each record.
TOKENS_A_WORD, INSTRUCTIONS, TOKENS_A_RECORD = 4 / 3, 500, 65


@dataclass(frozen=True, slots=True)
class Service:
    """A language model and its price: US dollars for a million tokens in and out, and where that stands.

    ``tokens`` is how many it makes of a text for each that others make.
    """

    model: str
    into: float
    out: float
    tokens: float
    source: str

    def price(self, sent: float, answered: float) -> float:
        """US dollars for so many tokens each way, as others count them."""
        return self.tokens * (self.into * sent + self.out * answered) / 1e6


_ANTHROPIC = "[Anthropic](https://platform.claude.com/docs/en/models/haiku-5-5/overview), October 2026"
SERVICES = (
    Service(
        "GPT-6 Luna",
        0.10,
        0.50,
        1.0,
        "[OpenAI](https://developers.openai.com/api/docs/models/gpt-6-luna), September 2026",
    ),
    # Anthropic says of its newer tokenizer that it makes about 30 % more tokens.
    Service("Claude Haiku 5.5", 0.10, 0.50, 1.3, _ANTHROPIC),
    Service("Claude Sonnet 5.5", 2.00, 10.00, 1.3, _ANTHROPIC),
)


def ways() -> str:
    """The same articles by each way, side by side."""
    measured = _measured()
    first = measured["local"]
    runs = {way: measured[way] for way in SPREADING if measured.get(way, {}).get("sha256") == first["sha256"]}
    rows = (
        (
            SPREADING[way],
            f"{run['seconds']:,.0f}",
            f"{run['cores of others']:.1f}",
            f"{run['core seconds']:,.0f}",
            f"{run['articles'] / run['core seconds']:.0f}",
            f"{run['peak MiB']:,} MiB",
        )
        for way, run in runs.items()
    )
    said = f"""\
{first["articles"]:,} articles, {first["words"]:,} words, {first["jobs"]} workers ({first["on"]}; {first["date"]}).
All wrote the same {first["records"]:,} records, byte for byte once they are sorted by article."""
    heads = (
        "",
        "seconds",
        "cores of other programs",
        "seconds of a core",
        "articles a second and core",
        "memory",
    )
    return f"{said}\n\n{_table(heads, rows)}"


def core() -> str:
    """What one core does, and what a million articles cost."""
    alone = _measured()["alone"]
    heads = (f"articles of {WORDS:,} words", "")
    rows = (
        ("a second and core", f"{_a_second():.1f}"),
        ("memory of a process", f"{alone['peak MiB']:,} MiB"),
        (
            f"a million, at ${CORE_HOUR:.2f} an hour of a core",
            f"{1e6 / _a_second() / 3600:.0f} hours of a core, ${_cost(1e6):.2f} (an extrapolation)",
        ),
    )
    return _table(heads, rows)


def cores() -> str:
    """How many articles a day so many cores would do: an extrapolation."""
    rows = (
        (f"{number:,}", f"{_round(number * _a_second() * 86_400):,}", f"${number * 24 * CORE_HOUR:,.2f}")
        for number in CORES
    )
    return _table(("cores", f"articles of {WORDS:,} words a day", "cost of the day"), rows)


def services() -> str:
    """What language models ask for a thousand articles, and what they cost here."""
    alone = _measured()["alone"]
    answer = WORDS * alone["records"] / alone["words"] * TOKENS_A_RECORD
    rows = [
        (
            service.model,
            f"${service.into:.2f}, ${service.out:.2f}",
            f"${service.price(WORDS * TOKENS_A_WORD + INSTRUCTIONS, answer) * 1000:.2f}",
            service.source,
        )
        for service in SERVICES
    ]
    rows.append(("claimx", "", f"${_cost(1000):.4f}", "above"))
    return _table(("model", "a million tokens in, out", f"1,000 articles of {WORDS:,} words", "price"), rows)


def _measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(MEASURED.read_text("utf-8"))
    return found


def _a_second() -> float:
    """How many articles of ``WORDS`` words one core does in a second, reckoned by words."""
    alone = _measured()["alone"]
    return float(alone["words"] / alone["core seconds"] / WORDS)


def _cost(articles: float) -> float:
    """US dollars for so many articles."""
    return articles / _a_second() / 3600 * CORE_HOUR


def _round(number: float) -> int:
    """To two digits: no more is known."""
    return int(float(f"{number:.1e}"))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(heads), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"|{'|'.join(line)}|" if line[0] == "---" else f"| {' | '.join(line)} |" for line in lines)
