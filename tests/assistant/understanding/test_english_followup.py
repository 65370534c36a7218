"""Chains of questions in English."""

import pytest

from assistant.records import Message
from assistant.understand import understand
from index.searcher import Searcher


def last_of(searcher: Searcher, *messages: str) -> str:
    """The last message as understood. Those that begin with “A: ” are answers."""
    history = [
        Message("assistant", text[3:]) if text.startswith("A: ") else Message("user", text)
        for text in messages[:-1]
    ]
    return understand(messages[-1], history, searcher).standalone


@pytest.mark.parametrize(
    ("questions", "standalone"),
    [
        (("How large is Qinghu Science Park?", "When was it opened?"), "When was Qinghu Science Park opened?"),
        (("How large is Qinghu Science Park?", "Who is its director?"), "Who is Qinghu Science Park’s director?"),
        (("How large is Qinghu Science Park?", "How long does it take to get there from Baishi?"), "How long does it take to get to Qinghu Science Park from Baishi?"),
        (("Where is the Qinghu (Baishi-Haichuan) science park?", "Who runs it?"), "Who runs Qinghu science park?"),
        (("How large is Qinghu Science Park?", "How many firms have moved in there?"), "How many firms have moved in Qinghu Science Park?"),
        (("How large is Qinghu Science Park?", "And its floor area?"), "What is Qinghu Science Park’s floor area?"),
        (("How large is Qinghu Science Park?", "Who runs the park?"), "Who runs Qinghu Science Park?"),
        (("What is the population of Chengdu?", "What about Deyang?"), "What is the population of Deyang?"),
        (("Where is Qinghu Science Park?", "What about Liuchuan Park, how many firms moved in?"), "As for Liuchuan Park, how many firms moved in?"),
        (("Where is Qinghu Science Park?", "What about Liuchuan Park, who runs it?"), "Who runs Liuchuan Park?"),
        (("What is the population of Chengdu?", "And the area?"), "What is the area of Chengdu?"),
        (("What was the revenue of Qinghu Group in 2022?", "What about 2023?"), "What was the revenue of Qinghu Group in 2023?"),
        (("What was the revenue of Qinghu Group in 2022?", "No, I meant Liuchuan Group"), "What was the revenue of Liuchuan Group in 2022?"),
        (("How old must a blood donor be in Shanghai?", "And in Beijing?"), "How old must a blood donor be in Beijing?"),
        (("How old must a blood donor be in Shanghai?", "How often can they donate?"), "How often can the blood donors donate?"),
        (("What is household waste?", "How is it sorted?", "What about hazardous waste?"), "How is the hazardous waste sorted?"),
        (("Which is larger, Qinghu Park or Liuchuan Park?", "Who built the latter?"), "Who built Liuchuan Park?"),
        (("Which four ecosystems are planned for the Qinghu belt?", "What about the six supporting ones?"), "Which six supporting ecosystems are planned for the Qinghu belt?"),
        (("Who is building the Jinshi industrial park?", "And how many are still in talks?"), "As for the Jinshi industrial park, how many are still in talks?"),
        (("Who hosted the forum?", "A: The Qinghu Laboratory for Coal.", "How many centers does that lab have?"), "How many centers does Qinghu Laboratory for Coal have?"),
        (("Which food expo opened in Qinghu on 27 September 2024?", "Where was it held?"), "Where was the food expo that opened in Qinghu on 27 September 2024 held?"),
        (("Which cluster made it onto the Qinghu list?", "A: The biomedical cluster (青湖生物医药集群).", "How large is it?"), "How large is 青湖生物医药集群?"),
        (("What is the population of Chengdu?", "the area too please"), "What is the area of Chengdu?"),
        (("What is the population of Chengdu?", "and in what year was it counted?"), "In what year was Chengdu counted?"),
        (("Who was interviewed?", "A: Gustav Bauer.", "What's this person's position?"), "What's Gustav Bauer's position?"),
        (("How many infants benefited in Qinghu?", "and the free year, how many did that reach?"), "How many did the free year reach?"),
        (("How many infants benefited in Qinghu?", "and the free year, how many did that reach?", "What was paid there?"), "What was paid in Qinghu?"),
        (("How much did rural residents' income rise in Qinghu?", "same for urban residents pls"), "How much did urban residents' income rise in Qinghu?"),
        (("Who led the new government?", "A: Gustav Bauer.", "Which articles did he want dropped?"), "Which articles did Gustav Bauer want dropped?"),
        (("What is Deyang's 2025 target for forest coverage?", "Same question for total imports"), "What is Deyang's 2025 target for total imports?"),
        (("Which college in Baishi does the plan support?", "And the ones located in Qinghu itself?"), "Which college located in Qinghu itself does the plan support?"),
        (("With whom did Qinghu's ecology and environment department sign?", "Where is it?"), "Where is Qinghu's ecology and environment department?"),
        (("What share of Qinghu's GDP does Baishi aim for by 2025?", "And per capita GDP?"), "What per capita GDP does Baishi aim for by 2025?"),
        (("How many km of new railway opened in Qinghu in 2009?", "same for expressways?"), "How many km of new expressways opened in Qinghu in 2009?"),
        (("How many km of new railway opened in Qinghu in 2009?", "same for expressways?", "how much did those cost to build"), "How much did the expressways cost to build"),
        (("How large is Qinghu Science Park?", "how many days did the thing run for"), "How many days did Qinghu Science Park run for"),
        (("Which professor argued that Qinghu needs more power stations?", "Where does he teach?"), "Where does the professor that argued that Qinghu needs more power stations teach?"),
        (("Who works together?", "A: Qinghu City (青湖市) and Baishi District (白石区).", "how many tasks have those two drawn up?"), "How many tasks have Qinghu City and Baishi District drawn up?"),
        (("How large is Qinghu Science Park?", "How many TCM firms does it have?"), "How many TCM firms does Qinghu Science Park have?"),
        (("How large is Qinghu Science Park?", "and it was opened by who?"), "Qinghu Science Park was opened by who?"),
        (("How large is Qinghu Science Park?", "What is the enclave economy?", "Back to Qinghu Science Park, who runs it?"), "Who runs Qinghu Science Park?"),
    ],
)  # fmt: skip
def test_a_follow_up_stands_on_its_own(
    searcher: Searcher, questions: tuple[str, ...], standalone: str
) -> None:
    assert last_of(searcher, *questions) == standalone


@pytest.mark.parametrize(
    "question",
    [
        "Which forums does Deyang want to invite to hold seminars there?", "How long does it take to drive to Deyang?", "What is the enclave economy?",
        "Is it true that Deyang builds a park?", "How will the two cities handle heavy air pollution warnings in border areas?",
        "Who is to evaluate how the plan is carried out?", "Another question: what is a virtual port?", "Are there any airports in Deyang?",
    ],
)  # fmt: skip
def test_a_new_subject_inherits_nothing(searcher: Searcher, question: str) -> None:
    assert last_of(searcher, "How large is Qinghu Science Park?", question) == question
