"""The web server of a project: plain pages, read-only, for this computer alone.

    make_app(KeptView(project), hosts={"127.0.0.1:8750"})

Page text is hostile. It is stored as plain text, cut on the server, and escaped by the templates; no page of a project
is ever rendered as HTML, and the browser is told to run and load nothing that does not come from here.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import jinja2
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sayso.errors import NotFound, ProjectError, SettingsError
from sayso.store.view import View, index_stamp
from sayso.web import wording
from sayso.web.forms import read_form
from sayso.web.guard import SECURITY_HEADERS, Guard
from sayso.web.highlight import make_visible
from sayso.web.pages import (
    build_document_page,
    build_documents_page,
    build_event_page,
    build_events_page,
    build_failures_page,
)

ViewFactory = Callable[[], AbstractContextManager[View]]

LOOPBACK = "127.0.0.1"

_HERE = Path(__file__).parent


def make_app(view_factory: ViewFactory, *, hosts: Collection[str]) -> Starlette:
    """The application over a project.

    Args:
        view_factory: gives a view for the length of one request, so that a page shows the index as it is now;
            `lambda: View.open(project)` or a `KeptView`.
        hosts: exact values of the `Host` header to answer to, such as `127.0.0.1:8750`.
    """
    site = _Site(view_factory, make_templates())
    routes = [
        Route("/", site.home),
        Route("/events", site.events),
        Route("/event/{id}", site.event),
        Route("/report/{id}", site.report),
        Route("/mention/{id}", site.mention),
        Route("/documents", site.documents),
        Route("/document/{id}", site.document),
        Route("/failures", site.failures),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={
            HTTPException: site.refused,
            NotFound: site.not_found,
            ProjectError: site.unusable,
            Exception: site.crashed,
        },
    )


def serve(project: Path, port: int) -> None:
    """Serves a project on the loopback address until it is stopped with Ctrl-C.

    Raises:
        SettingsError: the port is taken or may not be used.
        ProjectError: the project has no index.
    """
    with _listen(port) as listening:
        kept = KeptView(project)
        with kept():
            pass  # complains now, not at the first request
        app = make_app(kept, hosts={f"{LOOPBACK}:{port}", f"localhost:{port}"})
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
        with suppress(KeyboardInterrupt):  # the ordinary way to stop it
            server.run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    """A socket bound to the loopback address only: no other machine can reach it."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        message = f"port {port} cannot be used: {error.strerror}; choose another one with --port"
        raise SettingsError(message, name="port", origin="serve") from error
    return listening


def make_templates() -> jinja2.Environment:
    """The templates: everything printed is escaped, and what cannot be seen is made visible first."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_show,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(
        roles=wording.ROLES,
        told_words=wording.told_words,
        kind_words=wording.kind_words,
        link_words=wording.link_words,
        basis_words=wording.basis_words,
        published_words=wording.published_words,
        format_day=wording.format_day,
        format_days=wording.format_days,
        format_figure=wording.format_figure,
        count_of=wording.count_of,
        name_parties=wording.name_parties,
        name_place=wording.name_place,
        safe_url=wording.safe_url,
    )
    return templates


def _show(value: object) -> object:
    """What a template prints: plain text with unseen characters named; markup of the templates' own macros as it is."""
    return make_visible(value) if type(value) is str else value


class KeptView:
    """A view that stays open between requests, and is another one as soon as the index on disk is.

    Requests run at the same time over one view: each of its queries has a cursor of its own. A view that was replaced
    is closed when the last request that holds it lets go.
    """

    def __init__(self, project: Path) -> None:
        self._project = project
        self._lock = threading.Lock()
        self._view: View | None = None

    @contextmanager
    def __call__(self) -> Iterator[View]:
        """The present view.

        Raises:
            ProjectError: the project has no index.
        """
        with self._lock:
            if self._view is None or self._view.stamp != index_stamp(self._project):
                self._view = View.open(self._project)
            view = self._view
        yield view


class _Site:
    """The pages, with what they are made from."""

    def __init__(self, view_factory: ViewFactory, templates: jinja2.Environment) -> None:
        self._open = view_factory
        self._templates = templates

    def home(self, _request: Request) -> Response:
        return RedirectResponse("/events", status_code=303)

    def events(self, request: Request) -> Response:
        with self._open() as view:
            return self._render("events.html", page=build_events_page(view, read_form(request.query_params)))

    def event(self, request: Request) -> Response:
        with self._open() as view:
            return self._render("event.html", page=build_event_page(view, _id(request)))

    def report(self, request: Request) -> Response:
        with self._open() as view:
            report = view.report(_id(request)).report
        return RedirectResponse(f"/event/{quote(report.event_id)}#r-{quote(report.id)}", status_code=303)

    def mention(self, request: Request) -> Response:
        with self._open() as view:
            telling = view.mention(_id(request))
        address = f"/event/{quote(telling.event_id)}#m-{quote(telling.mention.id)}"
        return RedirectResponse(address, status_code=303)

    def documents(self, request: Request) -> Response:
        with self._open() as view:
            return self._render("documents.html", page=build_documents_page(view, read_form(request.query_params).page))

    def document(self, request: Request) -> Response:
        with self._open() as view:
            return self._render("document.html", page=build_document_page(view, _id(request)))

    def failures(self, request: Request) -> Response:
        with self._open() as view:
            return self._render("failures.html", page=build_failures_page(view, read_form(request.query_params).page))

    def refused(self, _request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        if status == 404:
            return self._say(404, "There is no such page", "The address may be incomplete.")
        return self._say(status, "This cannot be done", "This server only shows pages.")

    def not_found(self, _request: Request, error: Exception) -> Response:
        return self._say(404, "The project does not hold this", f"{error}.")

    def unusable(self, _request: Request, error: Exception) -> Response:
        return self._say(503, "The project cannot be read", f"{error}.")

    def crashed(self, _request: Request, _error: Exception) -> Response:
        answer = self._say(500, "Something went wrong here", "The terminal that runs `sayso serve` says what.")
        answer.headers.update(SECURITY_HEADERS)  # this answer is made outside the guard
        return answer

    def _say(self, status: int, heading: str, message: str) -> Response:
        return self._render("message.html", status=status, heading=heading, message=message)

    def _render(self, template: str, *, status: int = 200, **context: object) -> Response:
        body = self._templates.get_template(template).render(context)
        return HTMLResponse(body, status_code=status, headers={"Cache-Control": "no-store"})


def _id(request: Request) -> str:
    return str(request.path_params["id"])
