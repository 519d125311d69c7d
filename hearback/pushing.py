"""How are Meta and X told where the desk is?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from connectors.consent import Application
from connectors.errors import ConnectorError
from connectors.graph.sign_in import App
from connectors.graph.subscribing import subscribe_application as subscribe_at_meta
from connectors.webhooks import Source
from connectors.x.subscribing import subscribe_application as subscribe_at_x
from inbox import subscribing
from inbox.config import Settings
from inbox.runtime import Runtime

NEEDED: Mapping[Source, tuple[str, ...]] = {
    Source.META: ("meta_app_id", "meta_app_secret", "meta_verify_token"),
    Source.X: ("x_consumer_key", "x_consumer_secret"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it, for a person to read."""

    sentence: str
    is_problem: bool = False


def subscribe(house: Runtime, address: str) -> list[Outcome]:
    """Tell each company whose application is set; an empty list where none is."""
    settings = house.settings
    ready = [one for one in NEEDED if all(getattr(settings, name) for name in NEEDED[one])]
    return [outcome for source in ready for outcome in _told(house, source, address.rstrip("/"))]


def needed() -> str:
    """Name the settings of either company."""
    listed = (", ".join(f"HEARBACK_{name.upper()}" for name in names) for names in NEEDED.values())
    return " or ".join(listed)


def _told(house: Runtime, source: Source, address: str) -> Iterator[Outcome]:
    callback = f"{address}/webhooks/{source}"
    try:
        _TELL[source](house.settings, callback)
    except ConnectorError as problem:
        yield Outcome(f"{source.capitalize()} does not push: {problem}", is_problem=True)
        return
    yield Outcome(f"{source.capitalize()} pushes to {callback}.")
    for refusal in subscribing.ask_again(house, source):
        yield Outcome(refusal, is_problem=True)


def _meta(settings: Settings, callback: str) -> None:
    app = App(
        app_id=settings.meta_app_id,
        app_secret=settings.meta_app_secret,
        address=settings.platform_address,
    )
    subscribe_at_meta(app, callback=callback, verify_token=settings.meta_verify_token)


def _x(settings: Settings, callback: str) -> None:
    application = Application(
        key=settings.x_consumer_key,
        secret=settings.x_consumer_secret,
        address=settings.platform_address,
    )
    subscribe_at_x(application, callback=callback)


_TELL: Mapping[Source, Callable[[Settings, str], None]] = {Source.META: _meta, Source.X: _x}
