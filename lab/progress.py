"""Shows progress: the present step, and at the end the time that each step took."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_TASK = re.compile(r"^(?:TASK|RUNNING HANDLER|PLAY) \[(?P<name>.+?)\] \**$")
_LAST_LINES = 25
_LONGEST_TASKS = 6


class StepFailedError(Exception):
    """A step failed; the message has the reason and the log's path."""


class Progress:
    """Prints steps. On a terminal, the present task is shown on one line that is overwritten."""

    def __init__(self, log_directory: Path) -> None:
        self._log_directory = log_directory
        self._start = time.monotonic()
        self._steps: list[tuple[str, float]] = []
        self._tasks: list[tuple[str, float]] = []
        self._terminal = sys.stdout.isatty()
        log_directory.mkdir(parents=True, exist_ok=True)

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show a step, and its time when it is done."""
        begun = time.monotonic()
        print(f"[{self.elapsed:5.0f} s] {title} …", flush=True)
        yield
        seconds = time.monotonic() - begun
        self._steps.append((title, seconds))
        self._clear()
        print(f"[{self.elapsed:5.0f} s] {title}: xong ({seconds:.0f} s)", flush=True)

    def table(self, before: float = 0) -> str:
        """Return a table of times: every step, and the longest tasks of the playbooks.

        Args:
            before: seconds between the start of the program and the first step.
        """
        steps = [("Chuẩn bị môi trường", before), *self._steps] if before else self._steps
        tasks = sorted(self._tasks, key=lambda task: -task[1])[:_LONGEST_TASKS]
        lines = ["Thời gian (giây):", *(f"{seconds:7.0f}  {title}" for title, seconds in steps)]
        if tasks:
            lines.append("Các việc lâu nhất của playbook:")
            lines += [f"{seconds:7.0f}  {name}" for name, seconds in tasks]
        return "\n".join(lines)

    def run(
        self,
        command: Sequence[str | Path],
        log: str,
        environment: dict[str, str],
        *,
        visible: bool = True,
    ) -> str:
        """Run a command, write its output to a log, and return the output.

        Args:
            command: program and arguments.
            log: name of the log, without folder and extension.
            environment: the command's environment.
            visible: whether its tasks are shown; False where it runs beside another command.

            Raises:
                StepFailedError: the command ended with an error.
        """
        file = self._log_directory / f"{log}.log"
        lines: list[str] = []
        with (
            file.open("w", encoding="utf-8") as stream,
            subprocess.Popen(
                [str(part) for part in command],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                env=environment,
            ) as process,
        ):
            assert process.stdout is not None
            # A task lasts from the last line of the task before to its own last line, since
            # Ansible prints a task's name only with its first result.
            task, begun = "khởi động Ansible", time.monotonic()
            last = begun
            for line in process.stdout:
                stream.write(line)
                lines.append(line)
                if match := _TASK.match(line):
                    self._tasks.append((task, last - begun))
                    task, begun = match["name"], last
                    if visible:
                        self._task(task)
                if line.strip():
                    last = time.monotonic()
            self._tasks.append((task, last - begun))
        if process.returncode:
            self._clear()
            shown = _failure(lines) or "".join(lines[-_LAST_LINES:])
            raise StepFailedError(f"{shown.rstrip()}\nToàn bộ diễn biến: {file}")
        return "".join(lines)

    def _task(self, name: str) -> None:
        if self._terminal:
            self._clear()
            print(f"[{self.elapsed:5.0f} s]   {name}"[:100], end="", flush=True)
        else:
            print(f"[{self.elapsed:5.0f} s]   {name}", flush=True)

    def _clear(self) -> None:
        if self._terminal:
            print("\r\033[K", end="", flush=True)


def _failure(lines: list[str]) -> str:
    """Return Ansible's message about the first failed task."""
    for index, line in enumerate(lines):
        if line.startswith("[ERROR]"):
            end = next(
                (
                    later
                    for later in range(index, len(lines))
                    if lines[later].startswith("PLAY RECAP")
                ),
                len(lines),
            )
            return "".join(lines[index:end][:_LAST_LINES])
    return ""
