"""Training the attribution model; the only place that knows torch, and nothing that runs imports it.

``recipe`` is everything that can be tuned and ``run`` one run of it in its folder; ``corpus`` reads annotated
articles, ``augmentation`` changes their looks, ``examples`` makes padded batches of them with the run time's own pieces
and windows. ``network`` and ``losses`` are the model, ``fitting`` and ``checkpoint`` the loop and how it goes on
after a stop, ``export`` makes what the run time loads, ``scoring`` measures it with the run time's own decoding.
"""
