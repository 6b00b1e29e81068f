"""Coreference: who and what an article mentions, and which mentions mean one and the same.

``named_entities`` finds where names stand, by their ``name_shapes`` and the ``roles`` beside them; ``name_clustering``
joins them to ``entities``, people by ``person_clustering``. ``mentions`` are all places that mention a person or a
body: names, pronouns and descriptions, whose ``noun_phrases`` are read once. The ``resolver`` reads the mentions in
order: of those whom the ``candidates`` rules allow the ``ranker`` chooses by their ``features``, and the ``decision``
keeps who else it might have been. ``descriptions`` says whom or what a phrase tells of by its words.
"""
