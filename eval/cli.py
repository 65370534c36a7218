"""`wenju eval`: its commands, and how it ends. No logic of its own."""

import sys
from collections.abc import Sequence

import typer

from assistant.errors import AssistantError
from corpus.errors import CorpusError
from eval.ablate_command import ablate_command
from eval.check_command import check_command
from eval.errors import EvalError
from eval.exchange.command import export_command, import_command
from eval.gate_command import gate_command
from eval.html.command import report_command
from eval.public_command import beir
from eval.reading_command import reading_command
from eval.run_command import compare_command, run_command
from eval.tune_command import tune_command
from index.errors import RetrievalError

app = typer.Typer(
    help="Measure retrieval and answers on gold questions.\n\nExample: wenju eval run --split test",
    add_completion=False,
)
# registered commands
app.command("run", epilog="Example: wenju eval run --split dev --systems hybrid,rank-bm25 --failures")(
    run_command
)
app.command("check", epilog="Example: wenju eval check mine.jsonl --index FOLDER")(check_command)
app.command("import", epilog="Example: wenju eval import xlsx questions.xlsx --out mine.jsonl")(
    import_command
)
app.command("export", epilog="Example: wenju eval export xlsx --template --out questions.xlsx")(
    export_command
)
app.command("compare", epilog="Example: wenju eval compare before after after:bm25")(compare_command)
app.command("report", epilog="Example: wenju eval report eval/reports/mine --out report.html")(report_command)
app.command("reading", epilog="Example: wenju eval reading --texts laws.jsonl.gz --count 20 --mistakes 3")(
    reading_command
)
app.command(epilog="Example: wenju eval beir data/cmrc2018_dev --sample 500")(beir)
app.command("ablate", epilog="Example: wenju eval ablate --parts vectors,coverage")(ablate_command)
app.command("gate", epilog="Example: wenju eval gate --update --why 'better joins of columns'")(gate_command)
app.command("tune", epilog="Example: wenju eval tune --count 60 --beir data/xquad_zh --out tuned")(
    tune_command
)


def main(args: Sequence[str]) -> int:
    """Run `wenju eval ARGS`. Returns the exit code: 0, or 2 with one line on stderr for bad input."""
    try:
        code = typer.main.get_command(app).main(list(args), prog_name="wenju eval", standalone_mode=False)
    except (typer.TyperException, EvalError, AssistantError, RetrievalError, CorpusError, OSError) as error:
        message = error.format_message() if isinstance(error, typer.TyperException) else str(error)
        print("wenju eval:", " ".join(message.split()), file=sys.stderr)
        return 2
    return code if isinstance(code, int) else 0
