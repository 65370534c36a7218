"""The README says what is so: its figures are those of the report, its commands and files exist."""

import re
from pathlib import Path

from assistant.app import Assistant
from assistant.cli import app
from assistant.render import turn_text

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_figures_are_those_of_the_report() -> None:
    report = (ROOT / "eval/reports/0.1.0/report.md").read_text(encoding="utf-8").splitlines()
    quoted = README.split("<!-- numbers -->")[1].split("<!-- end of numbers -->")[0]
    rows = [line for line in quoted.splitlines() if re.match(r"\| [a-z]+ \|.*\d", line)]
    assert len(rows) >= 8
    assert not [row for row in rows if row not in report]


def test_every_command_is_in_the_readme() -> None:
    names = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    named = set(re.findall(r"`wenju (\w+)", README))
    assert names == named


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in [
        *re.findall(r"^make (\w+)$", README, re.MULTILINE),
        "check",
        "eval",
        "bench",
        "clean",
        "setup",
    ]:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_files_that_documents_link_to_exist() -> None:
    for path in (
        ROOT / "README.md",
        ROOT / "README.zh.md",
        ROOT / "ARCHITECTURE.md",
        ROOT / "CONTRIBUTING.md",
    ):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), target


def test_the_files_that_the_architecture_names_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:corpus|index|assistant|eval)/\w+\.py)`", text):
        assert (ROOT / name).is_file(), name


def test_the_example_of_the_readme_answers_so(assistant: Assistant) -> None:
    example = re.search(r'\$ wenju ask "([^"]+)"\n(.*?)```', README, re.DOTALL)
    assert example
    question, printed = example.groups()
    assert turn_text(assistant.ask(question)) == printed.strip()
