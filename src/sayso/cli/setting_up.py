"""Commands on what pages are coded with: places, settings, the installation."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sayso.cli.group import FAILURE, OK, cli, find_settings, project_option
from sayso.settings import load_settings


@cli.group()
def gazetteer() -> None:
    """Build the list of places that pages are coded with."""


@gazetteer.command()
@click.argument("dump", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("places.bin"), help="File [default: places.bin].")
@click.option("--admin1", type=click.Path(path_type=Path), help="admin1CodesASCII.txt of GeoNames.")
@click.option("--alternates", type=click.Path(path_type=Path), help="alternateNamesV2.zip of GeoNames.")
def build(dump: Path, out: Path, admin1: Path | None, alternates: Path | None) -> int:
    """Build a gazetteer from DUMP, a file of GeoNames such as allCountries.zip or IQ.zip (CC BY 4.0).

    Code with it by `--gazetteer FILE` or the setting of that name.
    """
    from sayso.gazetteer.geonames import Dump, build_from_dump

    report = build_from_dump(Dump(dump, admin1, alternates), out)
    foreign = f"; {report.n_foreign} in no known country left out" if report.n_foreign else ""
    click.echo(f"{out}: {report.n_places} places, {report.n_bytes / 1e6:.1f} MB{foreign}", err=True)
    return OK


@cli.command()
@click.option("--origin", is_flag=True, help="Say where each value comes from.")
def config(origin: bool) -> int:
    """Print the settings in force."""
    origins = load_settings({}, os.environ, Path.cwd())[1]
    for each in origins:
        click.echo(f"{each.name} = {each.value!r}" + (f"    # {each.origin}" if origin else ""))
    return OK


@cli.command()
@project_option
def doctor(project: str | None) -> int:
    """Print versions, paths, models with their hashes, disk space and locks: what a bug report needs."""
    from sayso.doctor import examine

    problems = 0
    for finding in examine(find_settings(project=project)):
        problems += not finding.ok
        click.echo(f"{'ok ' if finding.ok else 'BAD'}  {finding.name:<22} {finding.value}")
    return FAILURE if problems else OK
