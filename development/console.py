"""How the development commands talk to the person at the terminal."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StepFailed(Exception):
    """A step could not be done. The message says why, the advice says what to do."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


def say(text: str) -> None:
    """Announce a step."""
    print(f"==> {text}", flush=True)


def detail(text: str) -> None:
    """Add a line to the step announced last."""
    print(f"    {text}", flush=True)


def complain(failure: StepFailed) -> None:
    """Print a failure and its advice on the error stream."""
    sys.stdout.flush()
    print(f"\nFailed: {failure}", file=sys.stderr)
    if failure.advice:
        print(f"What to do: {failure.advice}", file=sys.stderr)
    sys.stderr.flush()


def run_command(command: Callable[[], int]) -> None:
    """Run a command's main function and leave with its exit status. Asked to stop, it tidies up first."""
    for number in STOP_SIGNALS:
        signal.signal(number, _leave)
    try:
        status = command()
    except StepFailed as failure:
        complain(failure)
        status = 1
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End by unwinding, once: a second Ctrl-C must not interrupt the tidying up."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
