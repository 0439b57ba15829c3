"""Module 8, Psychology, coaching, patients as partners: its exercises, in order."""

from course.exercises.psychology.change import (
    FIVE_DOMAINS,
    SELF_EFFICACY_SOURCES,
    UNMET_NEEDS,
)
from course.exercises.psychology.coaching import (
    ADVISER_OR_COACH,
    COACH_UTTERANCES,
    CONVERSATION_ORDER,
)
from course.exercises.psychology.coaching_log import COACHING_LOG, FIRST_WORDS
from course.exercises.psychology.conversation import TEAM_MEETING
from course.exercises.psychology.patients import (
    PARTICIPATION_LEVEL,
    PATIENT_PREPARATION,
)
from course.exercises.psychology.roles import WHO_DOES_WHAT
from course.exercises.psychology.teams import CLIMATE_ROUNDS, COACHING_STRATEGIES

TASKS = {
    "first-words": FIRST_WORDS,
    "unmet-needs": UNMET_NEEDS,
    "self-efficacy-sources": SELF_EFFICACY_SOURCES,
    "coach-utterances": COACH_UTTERANCES,
    "adviser-or-coach": ADVISER_OR_COACH,
    "conversation-order": CONVERSATION_ORDER,
    "team-meeting": TEAM_MEETING,
    "participation-level": PARTICIPATION_LEVEL,
    "patient-preparation": PATIENT_PREPARATION,
    "five-domains": FIVE_DOMAINS,
    "who-does-what": WHO_DOES_WHAT,
    "coaching-strategies": COACHING_STRATEGIES,
    "climate-rounds": CLIMATE_ROUNDS,
    "coaching-log": COACHING_LOG,
}
