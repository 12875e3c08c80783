"""The names under which the components hand things on to each other."""

# Set by MessageCleaner: whether the text holds words, and whether in Latin letters.
READABLE = "readable"
# Set by MessageCleaner: the sentences that name a warning sign of an emergency.
ALARMS = "alarms"
# Set by MessageCleaner: the language of a cry for help that is not in English.
CRY_LANGUAGE = "cry_language"
# Set by SpellingReader: the corrections made, as dicts of "typed" and "read".
CORRECTIONS = "corrections"
# Set by ClauseFinder: the clauses of the message.
CLAUSES = "clauses"
# Set by SentenceFeaturizer: what went before the message, as a Context.
CONTEXT = "context"
# Set by SentenceFeaturizer: a vector for each clause and each alarm.
CLAUSE_VECTORS = "clause_vectors"
# Set by SentenceFeaturizer, where something went before: gives the vector of the text
# beside that. A function, since most messages mean the same whatever went before.
VECTOR_IN_CONTEXT = "vector_in_context"
# Set by IntentRanker: the likeliest intents of the text, of each clause and alarm.
RANKINGS = "rankings"
# Set by IntentRanker: for each of these, what it is about, whoever's case it is.
TOPICS = "topics"
# Set by IntentRanker: how like the text is to a question that was learned.
LIKENESS = "likeness"
# Set by ContextRanker, where something went before: gives the likeliest intents of the
# text in the light of that, and how like both are to what was learned.
IN_CONTEXT = "in_context"
# Set by MessageInterpreter: how sure subject, stance and topic are, as a dict.
DECISIONS = "decisions"
# Set by MessageInterpreter: the questions that are to be answered, as dicts.
QUESTIONS = "questions"
# Set by MessageInterpreter: whether an emergency goes on that the message is not about.
IN_EMERGENCY = "in_emergency"
