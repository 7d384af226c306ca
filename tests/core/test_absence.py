"""What a machine says of itself is heard in each of the languages that absence.py knows."""

from __future__ import annotations

import pytest

from mailbot.core.absence import says_that_nobody_reads


@pytest.mark.parametrize(
    "sentence",
    [
        "This is an automated message.",
        "Please note: this e-mail was sent from an unmonitored address.",
        "This message was sent from a notification address.",
        "This mailbox is not monitored.",
        "This inbox is not read.",
        "Please do not reply directly to this e-mail.",
        "Replies to this address are not read.",
        "Diese Nachricht wurde automatisch erstellt.",
        "Bitte antworten Sie nicht auf diese E-Mail.",
        "Ce message a été envoyé automatiquement.",
        "Este es un mensaje automático.",
        "Este correo ha sido generado automáticamente.",
        "Esta é uma mensagem automática.",
        "Questo è un messaggio automatico.",
        "Dit is een automatisch bericht.",
        "Dette er en automatisk besked.",
        "Tämä on automaattinen viesti.",
        "Ta wiadomość została wygenerowana automatycznie.",
        "Toto je automatická zpráva.",
        "Это письмо создано автоматически.",
        "このメールは自動送信です。",
        "このメールは送信専用です。",
        "此邮件由系统自动发出。",
        "此郵件為系统自動發出。",
    ],
)
def test_a_machine_that_says_so_is_heard(sentence: str) -> None:
    assert says_that_nobody_reads(f"Hello,\n\n{sentence}\n")
    assert not says_that_nobody_reads(f"Hello,\n\nyou wrote to me: {sentence}\n")
