"""Quotation marks: which ones belong together, paragraph by paragraph.

``orientation`` says what each mark is by itself (which way it leans, apostrophe or not), ``paragraph_pairs`` pairs the
marks of one paragraph, ``pairing`` joins paragraphs. What comes out is ``claimx.article.Marks``.
"""

from claimx.pipeline.marks.pairing import pair_marks

__all__ = ["pair_marks"]
