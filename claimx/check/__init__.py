"""Checking articles, records and expectations: rules give findings, and findings are rendered for people and CI.

``judged_article`` and ``records`` hold what is checked, a file a family of rules judges it (``sources``, ``marks``,
``spellings``, ``proof``, ``attributions``), ``rules`` says what each rule is for, ``choosing`` and ``baseline``
which findings are wanted, ``rendering`` how they are shown.
"""
