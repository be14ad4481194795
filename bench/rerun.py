"""B11: one click on the overview as the websocket sees it, from the request to the end of the script, beside a blank page."""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import Any, NamedTuple

from bench import site
from bench.harness import Row, Rows, WrongAnswer
from bench.site import Site


class Answer(NamedTuple):
    """What a rerun brought: how long it took, how many elements came, and the page that they are of."""

    seconds: float
    elements: int
    page: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--data", type=Path, help="data folder of an example that is there already; else one is built, once")


def run(given: argparse.Namespace) -> Rows:
    """Both sockets stay open; their reruns take turns."""
    data = site.ready(given.data)
    with site.blank(data) as empty, site.product(data) as served:
        ways = {
            "blank": (empty, ""), "overview": (served.as_persona("coordinator"), "beranda"),
            "my shop": (served.as_persona("member"), "toko-saya"),
        }
        sockets = {name: _connect(place) for name, (place, _path) in ways.items()}
        last = {name: _rerun(sockets[name], path, "") for name, (_place, path) in ways.items()}
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(given.rounds + 3):
            for name, (_place, path) in ways.items():
                answer = _rerun(sockets[name], path, last[name].page)
                if turn >= 3:  # the first ones fill the caches
                    seconds[name].append(answer.seconds)
                    if answer.elements != last[name].elements:
                        raise WrongAnswer(f"{name}: {answer.elements} elements after {last[name].elements}")
                last[name] = answer
        for one in sockets.values():
            one.close()
    took = {name: statistics.median(found) for name, found in seconds.items()}
    for name, number in (("overview", "B11"), ("my shop", "")):
        what = f"rerun of {name}, {last[name].elements} elements"
        yield Row(number, what, "of a blank page", took["blank"], took[name], 2)


def _connect(place: Site) -> Any:
    from websockets.sync.client import connect
    from websockets.typing import Origin, Subprotocol

    return connect(
        f"ws://{place.host}/_stcore/stream", origin=Origin(f"http://{place.host}"), subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in place.cookies.items())}, max_size=None,
    )


def _rerun(socket: Any, path: str, page: str) -> Answer:
    """Ask for the page again, as a click in the browser does, and take everything that comes."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    asked = BackMsg()
    asked.rerun_script.page_script_hash = page
    asked.rerun_script.page_name = "" if page else path
    elements = 0
    start = time.perf_counter()
    socket.send(asked.SerializeToString())
    while True:
        told = ForwardMsg.FromString(socket.recv(timeout=60))
        kind = told.WhichOneof("type")
        if kind == "delta" or kind == "ref_hash":
            elements += 1
            if told.delta.new_element.WhichOneof("type") == "exception":
                raise WrongAnswer(f"/{path} shows an error")
        elif kind == "navigation":
            page = told.navigation.page_script_hash
        elif kind == "new_session" and not page:
            page = told.new_session.page_script_hash
        elif kind == "script_finished":
            return Answer(time.perf_counter() - start, elements, page)
