"""What simulated people are called and what they say; must not know when they say it."""

NAMES = (
    "Amina", "Bas", "Chidi", "Dewi", "Elif", "Femke", "Goran", "Hanna", "Imran", "Joost", "Kofi", "Lotte", "Mehmet",
    "Nadia", "Omar", "Pieter", "Quinn", "Rosa", "Samir", "Tess", "Umar", "Vera", "Wouter", "Xenia", "Yusuf", "Zoe",
)  # fmt: skip
SENTENCES = (
    "A clear person to call when something breaks",
    "More time: meetings are during working hours",
    "Small budgets that residents can decide about",
    "See that earlier promises were kept",
    "Less paperwork for small groups",
    "Invite the people who use the park every day, not only the usual ones",
    "Ask at the school gate and at the market instead of in the town hall",
    "Young people are missing, meet where they already are",
    "A shared plan for upkeep, with who does what and when",
    "Businesses would join if the benefit for the street were visible",
    "Childcare and an interpreter at meetings",
    "Start with one bench and one bin, then grow",
    "We lost trust when the playground was closed without a word",
    "Volunteers need tools and a place to keep them",
    "One page a month about what happened with our ideas",
)
QUESTIONS = (
    "Who pays for the upkeep after the first year?",
    "How will you hear from people who never come to meetings?",
    "What happened to the ideas of last year?",
    "Can small groups get money without a long form?",
    "Why was the playground closed without a word?",
    "When do we see the first result in the street?",
)
