"""Every address that is not a Streamlit page."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import Route

from cblp.web.application import Application
from cblp.web.routes import downloads, example, health, own_secret, presenting, setup, sign_in, storefront
from cblp.web.storefront_tally import Tally
from cblp.web.visit import handled


def routes(app: Application, *, start_own: Callable[[], None] | None = None) -> list[Route]:
    """The routes, under the base path of the settings (Streamlit does not put it before them).

    ``start_own`` leaves the example for an association of one's own: it prepares the database and restarts the server.
    """
    base = app.settings.base_path
    both, post, get = ["GET", "POST"], ["POST"], ["GET"]
    return [
        Route(f"{base}/masuk", handled(app, sign_in.sign_in), methods=both),
        Route(f"{base}/keluar", handled(app, sign_in.sign_out, csrf=False), methods=post),
        Route(f"{base}/peran", handled(app, sign_in.switch_role, csrf=False), methods=post),
        Route(f"{base}/bahasa", handled(app, sign_in.language, csrf=False), methods=post),
        Route(f"{base}/lewat", handled(app, sign_in.through_oidc), methods=get),
        Route(f"{base}/ganti-sandi", handled(app, own_secret.change), methods=both),
        Route(f"{base}/mulai", handled(app, setup.first_start), methods=both),
        Route(f"{base}/contoh", handled(app, example.personas(start_own is not None)), methods=both),
        Route(f"{base}/asosiasi-sendiri", handled(app, example.own_association(start_own)), methods=post),
        Route(f"{base}/unduh/{{ticket}}", handled(app, downloads.download), methods=get),
        Route(f"{base}/kertas-pin/{{ticket}}", handled(app, downloads.slips), methods=get),
        Route(f"{base}/tayangkan/{{meeting}}", handled(app, presenting.present), methods=get),
        *_storefront(app, f"{base}/etalase/{{slug}}"),
        Route(f"{base}/peta-situs.xml", handled(app, storefront.all_maps), methods=get),
        Route(f"{base}/robots.txt", handled(app, storefront.robots), methods=get),
        Route(f"{base}/healthz", health.endpoint(app), methods=get),
    ]


def _storefront(app: Application, shop: str) -> list[Route]:
    handlers = {
        "": storefront.home, "/cari": storefront.search, "/c/{category}": storefront.category, "/p/{product}": storefront.product,
        "/u/{member}": storefront.member, "/promo/{code}": storefront.promo, "/pergi/{product}/{place}": storefront.leave,
        "/gambar/{name}": storefront.picture, "/peta-situs.xml": storefront.site_map,
    }
    tally = Tally(app)
    return [
        Route(shop + path, handled(app, storefront.stall(handler, tally)), methods=["GET"]) for path, handler in handlers.items()
    ]
