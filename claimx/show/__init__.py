"""An article in the terminal: what was said in colour, who said it in the margin."""

from __future__ import annotations

from claimx.show.drawing import legend, rendered

__all__ = ["legend", "rendered"]
