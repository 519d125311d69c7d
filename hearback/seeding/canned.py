"""Which texts does the practice department keep ready?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox import clock
from inbox.canned import approving, values, writing
from inbox.canned.writing import Written
from inbox.models import CannedResponse, Team, User

VALUES = {
    "department.phone": "970-555-0142",
    "department.records_hours": "weekdays 8:00 to 16:00",
    "link.records": "https://mesaverde.example/records",
    "link.crash_reports": "https://mesaverde.example/crash",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A response: its texts by language, those that wait for approval, days until its review."""

    folder: str
    title: str
    shortcut: str
    texts: Mapping[str, str]
    waiting: tuple[str, ...] = ()
    review_in_days: int = 180
    team: str | None = None


RESPONSES = (
    Kept(
        folder="Risk to life",
        title="Emergencies: call 911",
        shortcut="911",
        texts={
            "en": "This page is not watched around the clock. If you need help now, please call "
            "911.",
            "es": "Esta página no se vigila todo el día. Si necesita ayuda ahora, por favor "
            "llame al 911.",
        },
    ),
    Kept(
        folder="Risk to life",
        title="Thank you for the tip",
        shortcut="tip",
        texts={
            "en": "Thank you, {{ contact.first_name }}. We have passed this to our officers. If "
            "anyone is in danger now, please call 911.",
            "es": "Gracias, {{ contact.first_name }}. Lo hemos pasado a nuestros oficiales. Si "
            "alguien está en peligro ahora, por favor llame al 911.",
        },
    ),
    Kept(
        folder="Risk to life",
        title="You are not alone",
        shortcut="help",
        texts={
            "en": "Hi {{ contact.first_name }}, this is {{ officer.first_name }} at the police. I "
            "am here and I am reading. You matter, and I want to help right now. Where are you? "
            "You can also call or text 988 at any time.",
            "es": "Hola {{ contact.first_name }}, soy {{ officer.first_name }}, de la policía. "
            "Estoy aquí y le estoy leyendo. Usted importa, y quiero ayudarle ahora mismo. ¿Dónde "
            "está? También puede llamar o enviar un mensaje al 988 a cualquier hora.",
        },
    ),
    Kept(
        folder="Roads",
        title="Road closure",
        shortcut="road",
        texts={
            "en": "Thank you for asking. We post here as soon as the road is open again. "
            "Please use the signed detour until then.",
            "es": "Gracias por preguntar. Avisaremos aquí en cuanto se abra la calle. "
            "Por favor use el desvío señalado.",
        },
    ),
    Kept(
        folder="Roads",
        title="When the road reopens",
        shortcut="reopens",
        texts={
            "en": "Hi {{ contact.first_name }}. {{ ask.street }} is closed. We expect it to "
            "reopen around {{ ask.reopening_time }}.",
            "es": "Hola {{ contact.first_name }}. {{ ask.street }} está cerrada. Esperamos "
            "reabrirla cerca de las {{ ask.reopening_time }}.",
        },
    ),
    Kept(
        folder="Everyday",
        title="Noise complaint",
        shortcut="noise",
        texts={
            "en": "We are sorry about the noise. Please call our non-emergency line, "
            "{{ department.phone }}, so that an officer can come by while it goes on.",
            "es": "Lamentamos el ruido. Por favor llame a nuestra línea de no emergencia, "
            "{{ department.phone }}, para que un oficial pueda pasar mientras continúa.",
        },
    ),
    Kept(
        folder="Everyday",
        title="Reports and records",
        shortcut="records",
        texts={
            "en": "You can ask for a copy of a report at the records counter, "
            "{{ department.records_hours }}, or here: {{ link.records }}",
        },
        team="Community service",
    ),
    Kept(
        folder="Everyday",
        title="Crash report copy",
        shortcut="crash-report",
        texts={
            "en": "You can order a copy of a crash report here: {{ link.crash_reports }}",
            "es": "Puede pedir una copia del reporte de choque aquí: {{ link.crash_reports }}",
        },
        waiting=("es",),
    ),
    Kept(
        folder="Everyday",
        title="Thank you",
        shortcut="thanks",
        texts={
            "en": "Thank you, {{ contact.first_name }}. This means a lot to us all. "
            "{{ officer.name }}",
            "es": "Gracias, {{ contact.first_name }}. Significa mucho para todos nosotros. "
            "{{ officer.name }}",
        },
    ),
    Kept(
        folder="Everyday",
        title="Please message us",
        shortcut="dm",
        texts={
            "en": "We would like to help. Please send us a private message with the place and "
            "the time.",
            "es": "Queremos ayudarle. Por favor envíenos un mensaje privado con el lugar y la "
            "hora.",
        },
    ),
    Kept(
        folder="Everyday",
        title="About this post",
        shortcut="post",
        texts={"en": "You can find the details in our post: {{ post.link }}"},
    ),
    Kept(
        folder="Everyday",
        title="Fireworks rules",
        shortcut="fireworks",
        texts={"en": "Fireworks that leave the ground are not allowed within the city."},
        review_in_days=-30,
    ),
)


def add(session: Session, *, writer: User, approver: User) -> None:
    """Add the department's values and its responses, most of them approved."""
    for name, value in VALUES.items():
        values.put(session, name, value, by=approver)
    for kept in RESPONSES:
        _add(session, kept, writer, approver)


def _add(session: Session, kept: Kept, writer: User, approver: User) -> None:
    response: CannedResponse | None = None
    for language in kept.texts:
        written = _written(session, kept, language)
        response = (
            writing.create(session, written, by=writer)
            if response is None
            else writing.change(session, response.id, written, version=response.version, by=writer)
        )
        if language not in kept.waiting:
            session.flush()
            approving.approve(session, response.id, language, version=response.version, by=approver)
            session.flush()


def _written(session: Session, kept: Kept, language: str) -> Written:
    team = session.scalar(select(Team.id).where(Team.name == kept.team)) if kept.team else None
    return Written(
        title=kept.title,
        shortcut=kept.shortcut,
        folder=kept.folder,
        language=language,
        text=kept.texts[language],
        review_on=(clock.now(session) + timedelta(days=kept.review_in_days)).date(),
        team_ids=frozenset([team]) if team else frozenset(),
    )
