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
    continue country day different end fact feel find first former full give good government great group guy
    hand happen hard help high hope idea important include issue keep kind know large last late lead leader leave
    life little live long look lot man matter mean meet member month move need new next nice number official old
    open part pay people person place plan point policy possible problem put question ready real reason right run say
    see seem set show side small start state step stop strong sure take talk tell thing think thought time today
    tomorrow try turn use view want way week whole woman work world wrong year yesterday
    """.split()
)

# Words that news puts for one another; those of a line count as one.
SYNONYMS = tuple(
    frozenset(line.split())
    for line in """
    aid assistance
    agreement accord deal pact treaty
    arms munitions weaponry weapons
    begin start
    bill legislation
    blast explosion
    blame fault
    boss chief head
    build construct
    business company firm
    buy purchase
    children kids
    cause trigger
    choose pick select
    concern worry
    court tribunal
    cut reduce slash
    damage harm
    danger peril risk threat
    dead killed
    decline decrease drop fall
    decision ruling verdict
    defend protect
    deliver provide send supply
    despite notwithstanding
    doctor physician
    end finish
    error mistake
    evidence proof
    fast quick rapid swift
    fight battle
    film movie
    forbid ban outlaw prohibit
    gather collect
    goal aim target
    help aid
    hurt injure wound
    improve better
    increase raise rise
    inquiry investigation probe
    job post
    jump leap soar surge
    lawyer attorney
    leak spill
    new fresh
    pay salary wage
    police cops
    plan scheme
    price cost
    produce make manufacture
    probable likely
    quit resign
    reconsider reexamine review
    refuse reject
    result outcome
    road street
    seek want
    side team
    steal theft
    storm hurricane
    strike walkout
    talks negotiations
    tax levy
    vote ballot poll
    war conflict
    """.strip().splitlines()
)

# Forms that no rule of endings leads back to the word, which stands first.
IRREGULAR_FORMS = tuple(
    line.split()
    for line in """
    bear bore borne
    begin began begun
    bite bit bitten
    blow blew blown
    break broke broken
    bring brought
    build built
    burn burnt
    buy bought
    catch caught
    child children
    choose chose chosen
    come came
    deal dealt
    die death dying
    draw drew drawn
    drink drank drunk
    drive drove driven
    eat ate eaten
    fall fell fallen
    feel felt
    fight fought
    find found
    fly flew flown
    forget forgot forgotten
    freeze froze frozen
    give gave
    good better best
    grow grew grown growth
    hang hung
    hear heard
    hide hid hidden
    hold held
    keep kept
    know knew known
    lay laid
    lead led
    leave left
    lend lent
    lie lain lying
    lose lost loss
    man men
    mean meant
    meet met
    pay paid
    person people
    ride rode ridden
    ring rang rung
    rise rose risen
    run ran
    say said
    see saw seen
    seek sought
    sell sold sale
    send sent
    shake shook shaken
    shoot shot
    show shown
    shrink shrank shrunk
    sing sang sung
    sink sank sunk
    sit sat
    sleep slept
    speak spoke spoken speech
    spend spent
    spread
    stand stood
    steal stole stolen
    stick stuck
    strike struck stricken
    swear swore sworn
    sweep swept
    swim swam swum
    take took taken
    teach taught
    tear tore torn
    tell told
    think thought
    throw threw thrown
    understand understood
    wake woke woken
    wear wore worn
    weep wept
    win won
    woman women
    write wrote written
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
