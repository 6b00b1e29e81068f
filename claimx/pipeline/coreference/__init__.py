"""Coreference: who and what an article mentions, and which mentions mean one and the same.

``named_entities`` finds where names stand, by their ``name_shapes`` and the ``roles`` beside them; ``clustering``
joins them to ``entities``, people by ``person_clustering``. ``mentions`` are all places that mention a person or a
body, by a name, a pronoun or a description; ``noun_phrases`` reads the phrase of a source. The ``resolver`` reads the
mentions in order: those whom ``candidates`` allows and ``profiles`` tell of are scored by the ``ranker``;
``descriptions`` and ``documents`` say whom or what one tells of by its own words.
"""
