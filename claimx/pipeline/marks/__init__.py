"""Quotation marks: which ones belong together, paragraph by paragraph.

``evidence`` says what each mark is by itself (which way it leans, apostrophe or not), ``pairing`` joins them,
``quotations`` holds what comes out.
"""

from claimx.pipeline.marks.pairing import pair_marks
from claimx.pipeline.marks.quotations import Diagnostic, Marks, Quotation

__all__ = ["Diagnostic", "Marks", "Quotation", "pair_marks"]
