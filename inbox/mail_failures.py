"""Why did an e-mail not get out, and is it worth trying again?"""

from __future__ import annotations

import smtplib

from connectors.phrases import Phrase
from inbox.errors import Invalid

REFUSED_FOR_GOOD = 500


def of_notice(problem: Exception) -> str:
    """Say it to whom the e-mail was for."""
    return Phrase("The last e-mail to you was not sent: {problem}", problem=_reason(problem))


def of_report(problem: Exception) -> str:
    """Say it to whoever has a report sent to others."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return Phrase("The mail server does not take this address.")
    if isinstance(problem, smtplib.SMTPResponseException):
        return Phrase("The mail server refused it with {code}.", code=problem.smtp_code)
    if isinstance(problem, Invalid):
        return Phrase("The report cannot be made: {problem}", problem=str(problem))
    if isinstance(problem, ValueError):
        return Phrase("This address cannot be used.")
    return Phrase("The mail server does not answer.")


def is_for_good(problem: Exception) -> bool:
    """Tell whether another try would end the same."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
        return all(code >= REFUSED_FOR_GOOD for code in codes)
    return isinstance(problem, ValueError | Invalid)


def _reason(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return "the mail server does not take your address."
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"the mail server refused it ({problem.smtp_code})."
    if isinstance(problem, ValueError):
        return "your address cannot be used."
    return "the mail server does not answer."
