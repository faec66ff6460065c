"""English verbs as signs of when something is told to happen: patterns of verb groups, by what they tell.

Irregular past forms are listed, regular ones told by their ending. Every group repeats nothing without a limit.
"""

from __future__ import annotations

_ADVERBS = r"(?:(?:[a-z]{1,12}ly|not|also|now|then|soon|still|once|first|already|never|due) ){0,2}"
_VERB = r"(?:[a-z]{1,8}ly )?(?:be |have |been |being )?[a-z]{1,20}"
_PLACE = r"(?:for|on|in|at|by|between|early|late|next)\b"
#: What officials would not do on the day that is named was not done on it.
_SILENT = r"(?:say|comment|discuss|elaborate|confirm|divulge|give|identify|speculate|provide|release|name)\b"
_MODAL = (
    r"(?:will|shall|[Ww]on['’]t|['’]ll|would|should|may|might|must|(?:could|can)(?!not| not|n['’]t| be (?:located|reached|seen|heard|found|contacted|verified)\b))\b(?! have\b)"
    rf"(?!(?: not|n['’]t) {_SILENT})(?:n['’]t)?(?: not)?(?: (?:also|now|then|soon|only|still))?(?: {_VERB})?"
)
_HAVE_TO = rf"(?:has|have|needs?|got) to {_VERB}"
#: Participles of what is fixed before it happens.
_ARRANGED = r"(?:scheduled|expected|due|slated|planned|supposed|meant|intended|going|poised|likely|invited|ordered|ready|set(?= to\b| for\b))"
_IS_PLANNED = (
    rf"(?:is|are|am|['’](?:s|re|m)|(?:has|have) been) {_ADVERBS}{_ARRANGED}(?: {_PLACE}|(?: again)? to {_VERB}|(?= ?$))"
    rf"|(?:is|are|am|['’](?:s|re|m)) (?:about )?to {_VERB}"
)
_WAS_PLANNED = (
    rf"(?:was|were|been)(?:n['’]t)? {_ADVERBS}(?:{_ARRANGED}(?: to {_VERB})?|about to {_VERB}|to {_VERB})"
    rf"|had {_ADVERBS}(?:planned|hoped|intended|wanted|expected|scheduled)(?: to {_VERB})?"
)
#: Said without "to be": "a meeting set for Friday", "talks due in May".
_FIXED = (
    rf"(?:scheduled|(?<!than[ -])expected|due|slated|planned|planning|tentatively|set(?= for)) {_PLACE}"
    rf"|(?:scheduled|set|expected|slated|poised) to {_VERB}"
    r"|due to (?:begin|start|arrive|meet|visit|expire|leave|open|end|take|hold|be|return|appear|speak|travel|fly|vote)\b"
)
_MEANT = (
    r"(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|hop(?:es|ed|ing)|want(?:s|ed)?|agreed|vow(?:s|ed)|prepar(?:es|ed|ing)|ready|likely|about"
    r"|pledged|promised|wait(?:s|ing)|arranged|invited|ordered|aim(?:s|ed|ing)?|[Dd]ue|going|expect(?:s|ing)|schedul(?:es|ing))"
    rf"(?: (?:of|for|on|as early|again))? to {_VERB}"
)
#: What will be, said in the present or the infinitive.
_COMING = (
    r"(?:looms?|no later than|deadline) (?:for|on|in|at|by|of|between|early|late|next)\b|(?:is|are)(?: closed)? (?:for|on|in|at)(?: the)? ?$"
    r"|(?:looms|intends|prepares|expects|takes effect|goes into effect|takes place|kicks off|(?:goe|head)s?(?: back)? to the polls"
    r"|(?:begin|open|start|end|arrive|leave|meet|travel|depart|resume|expire|reconvene|convene|face|hold|conclude|convene)s)\b"
    r"|(?:scheduled|(?:has|have) (?:called|set)) (?:an?|the|its|his|her|their|for)\b"
    r"|(?<!eemed )(?<!ppeared )(?<!lieved )(?<!hought )(?<!said )(?<!found )(?<!eported )to be [a-z]{1,14}(?:ed|eld|ade|iven|aken|ent)\b"
)
#: An event that is still to come by its name.
_NAMED = (
    r"(?:upcoming|forthcoming)\b"
    r"|(?:an?|the|['’]s|its|his|her|their|our|no) (?:expected|planned|scheduled|proposed|anticipated|long-awaited) (?!(?:to|for|on|in|by|at)\b)[a-z]"
)
#: What is going on and ends ahead; what is so each time.
_GOES_ON = r"(?:is|are) (?:[a-z]{1,10}ly |not |also |now )?(?:fac|visit|travel|travell|head|arriv|leav|meet|host|hold|fly|return|open|start|begin|launch|clos|vot)ing\b"
_IS_SO = r"(?:is|are) (?:[a-z]{1,12}ly |not |also |often |always ){0,2}(?:being )?(?:[a-z]{2,14}ed|made|held|given|taken|seen|told|kept|known|found|sent|paid|brought|chosen)\b"
_PAST = (
    r"(?:(?:was|were|had|did)(?:n['’]t)?|said|told|made|took|came|went|gave|saw|met|held|began|got|left|won|lost|killed|shot|struck|spoke|wrote|"
    r"led|put|sent|fell|rose|hit|cut|fled|flew|found|became|broke|brought|bought|sold|sought|thought|kept|paid|stood|spent|grew|drew|"
    r"threw|chose|ran|read|heard|died|quoted|published|dated|since|ago|taken|given|seen|done|gone|shown|known|written|spoken|chosen|says|saying|adding|telling|announcing|warning|"
    r"(?:could|would)(?: not|n['’]t)|could be|[a-z]{2,16}[a-z]ed)\b"
)
#: Verb groups, the longer ones first. Capital letters and hyphens before make other words of them ("United", "US-hosted").
SIGN = (
    rf"(?<![A-Za-z-])(?:(?P<plan>{_WAS_PLANNED})|(?P<ahead>{_MODAL}|{_HAVE_TO}|{_IS_PLANNED})|(?P<arranged>{_FIXED})|(?P<named>{_NAMED})"
    rf"|(?P<ahead2>{_MEANT}|{_COMING}|{_GOES_ON})|(?P<so>{_IS_SO})|(?P<past>{_PAST}))"
)
#: Not verbs, though they end like one.
NO_VERB = (
    r"(?:need|seed|feed|speed|exceed|proceed|succeed|hundred|indeed|united|allied|embed|so-called|alleged)$"
)
#: What is told of no day, but of every such day.
HABIT = (
    r"(?<![A-Za-z])(?:usually|typically|traditionally|normally|generally|always|often|(?:every|each) year)\b"
)
#: What has happened when it is named by its day ("Monday's ruling will").
DONE = (
    r"(?:['’]s)? (?:[A-Za-z]{1,12} ){0,2}?(?:decisions?|rulings?|announcements?|attacks?|report|statements?|shootings?|verdict|remarks|comments|crash"
    r"|bombings?|blasts?|explosions?|arrests?|killings?|raids?|news|defeat|victory|loss|losses|gains|results|sell-?off|storm|study|studies|polls?|surveys?)\b"
)
