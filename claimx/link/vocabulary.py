"""Kinds of word that matter when two reports are compared. Lower case, straight apostrophes.

Source: written for claimx.
"""

from __future__ import annotations

# Words any two sentences may share: they say nothing about what is talked of.
FUNCTION_WORDS = frozenset(
    """
    a about above across after again against all along also although always am among amid an and another any
    anyone anything are around as at away be became because become been before being below between both but by
    can cannot could despite did do does doing done down during each either else even ever every everyone
    everything few for from further get gets getting given go goes going gone got had has have having he her here
    hers herself him himself his how however i if in including into is it its itself just let like likely made
    make makes making many may me might more most much must my myself neither never no nobody none nor not nothing
    now of off on once one only onto or other others our ours ourselves out over own per perhaps please quite
    rather really same shall she should since so some somebody someone something still such than that the their
    theirs them themselves then there therefore these they this those though through thus to together too toward
    towards under unless until up upon us very via was we well went were what whatever when where whether which
    while who whom whose why will with within without would yes yet you your yours yourself ain d ll m re s
    t ve
    """.split()
)

# Words with a meaning so wide that sharing one proves half as much.
WIDE_WORDS = frozenset(
    """
    act action actual add ask back bad become believe best better big bring call case certain clear come comment
    continue country day different do end fact feel find first former full give good government great group guy
    hand happen hard help high hope idea important include issue keep kind know large last late lead leader leave
    life little live long look lot man matter mean meet member month move need new next nice number official old
    open part pay people person place plan point possible problem put question ready real reason right run say see
    seem set show side small start state step stop strong sure take talk tell thing think thought time today
    tomorrow try turn use view want way week whole woman work world wrong year yesterday
    """.split()
)

# Words that news puts for one another; those of a line count as one.
SYNONYMS = tuple(
    frozenset(line.split())
    for line in """
    arms weapons weaponry munitions
    supply provide send deliver
    reconsider review reexamine re-examine
    treaty pact accord agreement deal
    assistance aid
    talks negotiations
    mistake error
    increase rise
    decrease decline
    purchase buy
    begin start
    resign quit
    children kids
    film movie
    """.strip().splitlines()
)

NEGATORS = frozenset(
    "cannot neither never no nobody none nor not nothing nowhere hardly fails failed refuse refuses refused".split()
)

# What makes a claim less than certain.
HEDGES = frozenset(
    """
    allegedly almost apparently appear appeared appears approximately arguably conceivably could likely may maybe
    might nearly partly perhaps possible possibly potential potentially presumably probable probably purportedly
    reportedly roughly seem seemed seemingly seems suggest suggested suggesting suggests supposedly unlikely
    """.split()
)

# What a claim may be made to depend on. The word starts the condition.
CONDITIONS = frozenset("if unless provided providing assuming until till when whenever once lest".split())

NUMBER_WORDS = frozenset(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion
    trillion dozen half third quarter double twice
    """.split()
)
