"""Where do the platforms push what happens to us?"""

from __future__ import annotations

import click

NEEDED = ("meta_app_id", "meta_app_secret", "meta_verify_token")


@click.group
def webhooks() -> None:
    """Let the platforms push what happens, instead of only being asked."""


@webhooks.command
@click.argument("address")
def subscribe(address: str) -> None:
    """Let Meta push to the desk at ADDRESS, such as https://desk.example.gov.

    The desk must be running: Meta calls it before it agrees. Workers then ask
    for each account, as soon as it is connected.
    """
    from connectors.errors import ConnectorError  # noqa: PLC0415 - see hearback.command_line
    from connectors.graph.sign_in import App  # noqa: PLC0415 - the same
    from connectors.graph.subscribing import subscribe_application  # noqa: PLC0415 - the same
    from inbox.config import Settings  # noqa: PLC0415 - the same

    settings = Settings.from_environment()
    if missing := [f"HEARBACK_{one.upper()}" for one in NEEDED if not getattr(settings, one)]:
        raise click.ClickException(f"Set {', '.join(missing)} first; see docs/settings.md.")
    app = App(
        app_id=settings.meta_app_id,
        app_secret=settings.meta_app_secret,
        address=settings.platform_address,
    )
    callback = f"{address.rstrip('/')}/webhooks/meta"
    try:
        subscribe_application(app, callback=callback, verify_token=settings.meta_verify_token)
    except ConnectorError as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"Meta pushes to {callback}.")
