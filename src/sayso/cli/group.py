"""What all commands share: their group, the options that several have, exit statuses, settings and output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

import sayso
from sayso.settings import Settings, load_settings

if TYPE_CHECKING:
    from sayso.store.view import View

OK, FAILURE, USAGE, WITH_FAILURES, STOPPED = 0, 1, 2, 3, 130

Command = TypeVar("Command", bound=Callable[..., int])


class _Group(click.Group):
    """The commands, none of which minds that its reader (`head`, `less`) goes; click itself would call it a failure."""

    def invoke(self, ctx: click.Context) -> int:
        """The exit status of the command."""
        try:
            status: int = super().invoke(ctx)
        except BrokenPipeError:
            # Python must not flush into the closed pipe at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return OK
        return status


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(sayso.__version__, prog_name="sayso")
def cli() -> None:
    """Who did what to whom, where, when, and on whose say-so.

    Start with `sayso run PAGES...`, then `sayso events`, `sayso show ID` and `sayso serve`.
    """


project_option = click.option("--project", metavar="DIR", help="Folder of the project [default: sayso.d].")


def own_options(command: Command) -> Command:
    """Adds the options that name a user's own data."""
    options = [
        click.option("--gazetteer", metavar="FILE", help="Gazetteer of `sayso gazetteer build` [default: bundled]."),
        click.option("--extra", "extra_places", metavar="CSV", help="Your own villages, squares and camps."),
        click.option("--actors", metavar="FILE", help="Your own actors, over the bundled table (YAML)."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def find_settings(**flags: str | int | None) -> Settings:
    """The settings in force, with those flags that were given."""
    return load_settings(flags, os.environ, Path.cwd())[0]


def open_view(project: str | None) -> View:
    """The project's read side, with an index that is up to date."""
    from sayso.store.index import build_index
    from sayso.store.view import View

    folder = Path(find_settings(project=project).project)
    build_index(folder)
    return View.open(folder)


def write_lines(lines: Iterable[bytes]) -> None:
    """Writes lines to standard output as they come."""
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
