"""Everything that coding needs besides the page: models, codebook, lexicons and gazetteer, loaded once a process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import sayso
from sayso.actors import ActorTable, load_actors, read_actors
from sayso.attribution import SayingLexicon, load_saying
from sayso.codebook import Codebook, load_codebook
from sayso.countries import Countries, load_countries
from sayso.datafiles import DATA
from sayso.encode import Encoder
from sayso.factuality import CertaintyLexicon, load_certainty
from sayso.gazetteer import FILE_NAME, Gazetteer
from sayso.gazetteer.own import read_own_places
from sayso.parse import Parser, SpacyParser
from sayso.places.words import PlaceWords, load_place_words
from sayso.quantities.words import QuantityLexicon, load_quantities
from sayso.settings import BUNDLED, Own
from sayso.times import TimeLexicon, load_times

ENGLISH = DATA / "lexicons" / "en"
GAZETTEER = DATA / "gazetteer"
ENCODER = DATA / "models" / "encoder"


@dataclass(frozen=True, slots=True)
class Tools:
    """What `code_page` works with; read-only, so that any number of pages can share it."""

    parser: Parser
    encoder: Encoder
    codebook: Codebook
    saying: SayingLexicon
    certainty: CertaintyLexicon
    times: TimeLexicon
    quantities: QuantityLexicon
    gazetteer: Gazetteer
    place_words: PlaceWords
    actors: ActorTable


def load_tools(codebook: str, own: Own = BUNDLED) -> Tools:
    """Loads all tools, with the codebook of that name or path; takes about two seconds.

    Raises:
        DataFileError: the codebook or a data file does not load.
        ModelError: a model is missing or is not the one expected.
    """
    place_words = load_place_words(ENGLISH)
    return Tools(
        parser=SpacyParser.load(),
        encoder=Encoder.load(ENCODER),
        codebook=load_codebook(codebook),
        saying=load_saying(ENGLISH / "saying.yml"),
        certainty=load_certainty(ENGLISH / "certainty.yml"),
        times=load_times(ENGLISH / "times.yml"),
        quantities=load_quantities(ENGLISH / "quantities.yml"),
        gazetteer=load_gazetteer(own, place_words.countries),
        place_words=place_words,
        actors=load_actors(DATA, _own_actors(own)),
    )


def _own_actors(own: Own) -> Path | None:
    return None if own.actors == "none" else Path(own.actors)


def load_gazetteer(own: Own, countries: Countries) -> Gazetteer:
    """The bundled gazetteer or the user's, with the user's own places.

    Raises:
        DataFileError: a file is missing or is not what it should be.
    """
    path = GAZETTEER if own.gazetteer == "bundled" else Path(own.gazetteer)
    extra = () if own.extra_places == "none" else read_own_places(Path(own.extra_places), countries)
    return Gazetteer.load(path, extra)


def find_fingerprint(codebook: str, own: Own = BUNDLED) -> str:
    """A hash of all that decides the output besides the pages: the code, the codebook, the data files, the user's own.

    A project coded under another fingerprint is coded again.

    Raises:
        DataFileError: the codebook or one of the user's files does not load.
    """
    digest = hashlib.sha256(sayso.__version__.encode())
    digest.update(load_codebook(codebook).version.encode())
    package = DATA.parent
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        if path.is_file() and path.suffix not in _DERIVED and not _SHOWING & {*parts, path.stem}:
            digest.update("/".join(parts).encode() + b"\0" + hash_file(path))
    if own.files():
        load_gazetteer(own, load_countries(ENGLISH / "countries.yml"))  # complains before any page is read
    if (actors := _own_actors(own)) is not None:
        read_actors(actors, DATA)
    for path in own.files():
        digest.update(b"own\0" + hash_file(path / FILE_NAME if path.is_dir() else path))
    return digest.hexdigest()[:20]


# What is made from other files of the package.
_DERIVED = frozenset({".pyc", ".msgpack"})
# What shows results and has no part in them.
_SHOWING = frozenset({"web", "demo", "cli", "terminal", "tables", "doctor", "__pycache__"})


def hash_file(path: Path) -> bytes:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
