"""The process that reads files for another: sources come in on standard input, documents go out."""

import ctypes
import faulthandler
import os
import pickle
import signal
import sys
from contextlib import suppress

from corpus.document import Document
from corpus.errors import CorpusError
from corpus.files import Skipped
from corpus.load import read_or_skip

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def main() -> None:
    """Read sources until there are no more, for the process whose id is the argument.

    What readers print is not mixed with the answers.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is for the process that asked
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)  # also while a reader hangs
        if os.getppid() != int(sys.argv[1]):  # it died before
            return
        with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
            file.write("500")  # where memory runs out, this process is to go, not the one that asked
    with suppress(EOFError, BrokenPipeError):
        settings, encoder = pickle.load(sys.stdin.buffer), pickle.load(sys.stdin.buffer)
        while True:
            source = pickle.load(sys.stdin.buffer)
            faulthandler.dump_traceback_later(settings.max_seconds, exit=True)
            result: Document | Skipped | CorpusError
            try:
                result = read_or_skip(source, settings, encoder)
            except CorpusError as error:
                result = error
            faulthandler.cancel_dump_traceback_later()
            pickle.dump(result, answers, protocol=pickle.HIGHEST_PROTOCOL)
            answers.flush()
