"""Commands on codebooks and crosswalks: checking, training, suggesting what to label, other schemes' classes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO

import click

from sayso.cli.group import FAILURE, OK, cli, find_settings, open_view, project_option, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sayso.codebook import Codebook
    from sayso.records import Document


@cli.group()
def codebook() -> None:
    """Check and train a codebook of your own (docs/codebooks.md)."""


@codebook.command()
@click.argument("file", metavar="NAME|FILE")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def check(file: str, as_json: bool) -> int:
    """Validate a codebook and say how well it codes its own examples.

    Precision and recall come from cross-validation: heads fitted to the other examples code those that they never saw.
    """
    from sayso.checking import check_codebook, summarise
    from sayso.codebook import load_codebook
    from sayso.encode import Encoder
    from sayso.parse import SpacyParser
    from sayso.tables import json_lines
    from sayso.terminal import check_lines
    from sayso.toolkit import ENCODER

    book = load_codebook(file)
    found = check_codebook(book, SpacyParser.load(), Encoder.load(ENCODER))
    if as_json:
        write_lines(json_lines([summarise(found)]))
    else:
        click.echo("\n".join(check_lines(summarise(found))))
    return OK


@codebook.command()
@click.argument("file", metavar="FILE")
def train(file: str) -> int:
    """Fit the heads of a codebook to its examples and write them beside it, as NAME.heads.json."""
    from sayso.checking import few_examples
    from sayso.codebook import find_codebook, load_codebook
    from sayso.encode import Encoder
    from sayso.heads.fitting import fit_codebook
    from sayso.heads.model import heads_path, write_heads
    from sayso.parse import SpacyParser
    from sayso.terminal import few_lines
    from sayso.toolkit import ENCODER

    book = load_codebook(file)
    if not book.n_examples():
        click.echo(f"sayso: {book.name} has no examples to learn from: write some beside its types", err=True)
        return FAILURE
    if book.learns:
        click.echo(
            f"sayso: {book.name} has `learns: true` and is fitted whenever it is read: no file is written", err=True
        )
        return OK
    heads = fit_codebook(book, SpacyParser.load(), Encoder.load(ENCODER))
    path = heads_path(find_codebook(file))
    digest = write_heads(heads, path)
    click.echo(f"{path}: {len(heads.types)} types, {heads.examples} examples, SHA-256 {digest[:12]}", err=True)
    for line in few_lines(few_examples(book)):
        click.echo(f"sayso: {line}", err=True)
    return OK


@cli.command()
@click.argument("pages", nargs=-1)
@project_option
@click.option("--codebook", metavar="NAME|FILE", help="Codebook to suggest for [default: the setting].")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many sentences.")
@click.option("--table", "as_table", is_flag=True, help="A table to read instead of JSON Lines.")
def suggest(pages: tuple[str, ...], limit: int, as_table: bool, **flags: str | None) -> int:
    """Name the sentences of PAGES, or of the project, that are worth labelling next for a codebook.

    Write a type, or `none`, into `label` of a line and list the file under `labelled` in the codebook.
    """
    from sayso.suggesting import suggest_sentences
    from sayso.tables import json_lines
    from sayso.toolkit import load_tools

    settings = find_settings(**flags)
    tools = load_tools(settings.codebook, settings.own())
    if tools.heads is None:
        click.echo(_untrained(settings.codebook, tools.codebook), err=True)
        return FAILURE
    documents = _documents_of(pages) if pages else _documents_in(settings.project)
    found = suggest_sentences(documents, tools, tools.heads, limit=limit)
    if as_table:
        for each in found:
            click.echo(f"{each.margin:5.3f}  {each.type:<14} {' '.join(each.sentence.split())}")
    else:
        write_lines(json_lines(found))
    return OK


def _untrained(name: str, book: Codebook) -> str:
    """Why a codebook can suggest nothing, and what to do: one that ships is nobody's to train."""
    from sayso.codebook.book import BUILT_IN, find_codebook

    if find_codebook(name).is_relative_to(BUILT_IN):
        return f"sayso: {book.name} ships and codes by its words: name a codebook of your own with --codebook FILE"
    return f"sayso: {name} is not trained: run `sayso codebook train {name}`"


def _documents_of(pages: tuple[str, ...]) -> Iterator[Document]:
    """The documents of pages that can be read and coded; the others are named on standard error."""
    from sayso.errors import PageError
    from sayso.extract import extract_document
    from sayso.ingest.files import read_pages
    from sayso.pipeline import find_drop
    from sayso.records import Drop

    for page in read_pages(pages):
        if isinstance(page, Drop):
            click.echo(f"sayso: {page.message}", err=True)
            continue
        try:
            document = extract_document(page)
        except PageError as error:
            click.echo(f"sayso: {page.location}: {error}", err=True)
            continue
        drop = find_drop(document)
        if drop is None:
            yield document
        else:
            click.echo(f"sayso: {page.location}: {drop.message}", err=True)


def _documents_in(project: str) -> Iterator[Document]:
    from sayso.extract.reading import plain_reading
    from sayso.records import Document

    with open_view(project) as view:
        for row in sorted(view.documents(), key=lambda each: each.id):
            if row.drop_reason is None:
                detail = view.document(row.id)
                yield Document(row.id, detail.text, plain_reading(detail.text), detail.blocks)


# ---------------------------------------------------------------- crosswalks


@cli.group()
def crosswalk() -> None:
    """Say events in the classes of another scheme, such as CAMEO."""


@crosswalk.command("list")
def list_() -> int:
    """List the crosswalks that ship: name, codebook, what comes out."""
    from sayso.crosswalk import crosswalk_names, find_crosswalk

    for name in crosswalk_names():
        found = find_crosswalk(name)
        click.echo(
            f"{name:<18} {found.codebook:<16} {len(found.classes):>3} classes  {' '.join(found.definition.split())}"
        )
    return OK


@crosswalk.command("show")
@click.argument("name", metavar="NAME|FILE")
def show_crosswalk(name: str) -> int:
    """Show a crosswalk as tab-separated lines: type, mode, code, name of the class, or the reason why there is none."""
    from sayso.crosswalk import find_crosswalk

    found = find_crosswalk(name)
    for kind, mode, target in found.rows():
        named = found.classes[target.code] if target.code is not None else target.reason
        click.echo("\t".join((kind, mode or "", target.code or "", named or "")))
    return OK


@crosswalk.command()
@click.argument("name", metavar="NAME|FILE")
@click.argument("events", type=click.File("rb"), default="-")
def apply(name: str, events: BinaryIO) -> int:
    """Add the class of each event to EVENTS: CSV or JSON Lines of `sayso events`, `mentions` or `annotate`.

    `class` is the code and `class_reason` says why there is none; standard input is read where no file is given.
    """
    from sayso.classes import add_classes
    from sayso.crosswalk import find_crosswalk

    for line in add_classes(events, find_crosswalk(name)):
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
    return OK
