"""The command line: `group.py` has what all commands share, the other modules one kind of command each.

Only this package prints or exits; every command imports what it needs when it runs. Data goes to standard output,
everything else to standard error. Exit status: 0 ok, 1 failure, 2 usage, 3 finished with failures, 130 stopped.
"""

from __future__ import annotations

import sys

import click

from sayso.cli import books, coding, looking, setting_up
from sayso.cli.group import FAILURE, STOPPED, USAGE, cli
from sayso.errors import InputError, SaysoError, SettingsError

__all__ = ["books", "cli", "coding", "looking", "main", "setting_up"]


def main() -> None:
    """The console script: runs a command and turns errors into messages and exit statuses."""
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("sayso: stopped", err=True)
        status = STOPPED
    except (SettingsError, InputError) as error:
        click.echo(f"sayso: {error}", err=True)
        status = USAGE
    except SaysoError as error:
        click.echo(f"sayso: {error}", err=True)
        status = FAILURE
    sys.exit(status)
