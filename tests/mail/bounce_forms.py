"""Notices of failure and delay in prose, as mail servers and services write them, and mails of persons that resemble them. Data only.

Each letter was written to jo@customer.example by info@dsmart.example. Forms that come as RFC 3464 reports are not here.
"""

# ruff: noqa: E501 - one notice after the other, as they are sent

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Form:
    """One notice. `head` are further header lines; `told` is "failed" or "delayed"."""

    sender: str
    subject: str
    body: str
    head: str = ""
    told: str = "failed"


NOTICES = {
    "qmail": Form(
        sender="MAILER-DAEMON@mx.example",
        subject="failure notice",
        body="Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<jo@customer.example>:\n192.0.2.1 does not like recipient.\n"
        "Remote host said: 550 5.1.1 no such user\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <info@dsmart.example>\n",
    ),
    "Exim, delayed": Form(
        sender="Mail Delivery System <Mailer-Daemon@mx.example>",
        subject="Warning: message 1abcDE-0001-AB delayed 24 hours",
        body="This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\n"
        "recipients after more than 24 hours on the queue on mx.example.\n\nThe message identifier is: 1abcDE-0001-AB\nThe subject of the message is: Your complaint\n\n"
        "The address to which the message has not yet been delivered is:\n\n  jo@customer.example\n    Delay reason: connection timed out\n\n"
        "No action is required on your part. Delivery attempts will continue for\nsome time, and this warning may be repeated at intervals.\n",
        told="delayed",
    ),
    "Postfix, old": Form(
        sender="MAILER-DAEMON@mx.example (Mail Delivery System)",
        subject="Undelivered Mail Returned to Sender",
        body="This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n"
        "<jo@customer.example>: host mx.customer.example[192.0.2.9] said: 550 5.1.1\n    <jo@customer.example>: Recipient address rejected (in reply to RCPT TO command)\n",
    ),
    "sendmail, warning": Form(
        sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        subject="Warning: could not send message for past 4 hours",
        body="    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n"
        "    **********************************************\n\n   ----- Transcript of session follows -----\n<jo@customer.example>... Deferred: Connection timed out with mx.customer.example.\n"
        "Warning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n",
        told="delayed",
    ),
    "Courier": Form(
        sender='"Courier mail server at mx.example" <@>',
        subject="NOTICE: mail delivery status.",
        body="This is a delivery status notification from mx.example,\nrunning the Courier mail server.\n\nThe original message was received on Tue, 03 Mar 2026 11:22:00 +0000\n\n"
        "UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<jo@customer.example>:\n    mx.customer.example [192.0.2.9]:\n<<< 550 User unknown\n",
    ),
    "Exchange 2003, no report part": Form(
        sender="System Administrator <postmaster@customer.example>",
        subject="Undeliverable: Your complaint",
        body="Your message did not reach some or all of the intended recipients.\n\n      Subject:  Your complaint\n      Sent:     03/03/2026 11:22\n\n"
        "The following recipient(s) could not be reached:\n\n      jo@customer.example on 03/03/2026 11:22\n            The e-mail account does not exist at the organization this message was sent to.\n            <mx.customer.example #5.1.1>\n",
    ),
    "Exchange Online, German": Form(
        sender="postmaster@outlook.example",
        subject="Unzustellbar: Ihre Beschwerde",
        head="Return-Path: <>\n",
        body="Ihre Nachricht an jo@customer.example konnte nicht zugestellt werden.\n\njo wurde bei customer.example nicht gefunden.\n\n"
        "Gemeldeter Fehler: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient jo@customer.example not found by SMTP address lookup\n",
    ),
    "Exchange Online, French": Form(
        sender="postmaster@outlook.example",
        subject="Non remis : Votre réclamation",
        head="Return-Path: <>\n",
        body="Votre message à jo@customer.example n'a pas pu être remis.\n\njo est introuvable sur customer.example.\n\nErreur signalée : 550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
    ),
    "Exchange Online, Spanish": Form(
        sender="postmaster@outlook.example",
        subject="No se puede entregar: Su reclamación",
        body="El mensaje no se entregó a jo@customer.example.\n\nNo se encontró jo en customer.example.\n\nError notificado: 550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
    ),
    "Exchange Online, Italian": Form(
        sender="postmaster@outlook.example",
        subject="Non recapitabile: Il suo reclamo",
        body="Il messaggio inviato a jo@customer.example non è stato recapitato.\n\nErrore segnalato: 550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
    ),
    "Exchange Online, Dutch": Form(
        sender="postmaster@outlook.example",
        subject="Onbestelbaar: Uw klacht",
        body="Uw bericht aan jo@customer.example kan niet worden bezorgd.\n\nGerapporteerde fout: 550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
    ),
    "Exchange Online, Portuguese": Form(
        sender="postmaster@outlook.example",
        subject="Não é possível entregar: Reclamação",
        body="Sua mensagem para jo@customer.example não pôde ser entregue.\n\nErro relatado: 550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
    ),
    "Exchange Online, Polish": Form(
        sender="postmaster@outlook.example",
        subject="Niedostarczone: Skarga",
        body="Nie można dostarczyć wiadomości do jo@customer.example.\n\nZgłoszony błąd: 550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
    ),
    "Exchange Online, Swedish": Form(
        sender="postmaster@outlook.example",
        subject="Går inte att leverera: Klagomål",
        body="Ditt meddelande till jo@customer.example kunde inte levereras.\n\nFel: 550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
    ),
    "Exchange Online, Japanese": Form(
        sender="postmaster@outlook.example",
        subject="配信不能: 苦情",
        body="jo@customer.example へのメッセージを配信できませんでした。\n\n報告されたエラー: 550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
    ),
    "Gmail, address not found": Form(
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        subject="Delivery Status Notification (Failure)",
        body="** Address not found **\n\nYour message wasn't delivered to jo@customer.example because the address couldn't be found, or is unable to receive mail.\n\n"
        "The response from the remote server was:\n550 5.1.1 The email account that you tried to reach does not exist.\n",
    ),
    "Gmail, delay": Form(
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        subject="Delivery Status Notification (Delay)",
        body="** Delivery incomplete **\n\nThere was a temporary problem delivering your message to jo@customer.example. Gmail will retry for 45 more hours. You'll be notified if the delivery fails permanently.\n",
        told="delayed",
    ),
    "Yahoo": Form(
        sender="MAILER-DAEMON@yahoo.example",
        subject="Failure Notice",
        body="Sorry, we were unable to deliver your message to the following address.\n\n<jo@customer.example>:\n554: delivery error: dd This user doesn't have a yahoo.example account (jo@customer.example) [0]\n",
    ),
    "Mimecast": Form(
        sender="Mail Delivery System <postmaster@mimecast.example>",
        subject="[Postmaster] Email Delivery Failure",
        body="This is a delivery failure notification message which indicates that\nan email you addressed to email address:\n-- jo@customer.example\n\ncould not be delivered. The problem appears to be:\n"
        "-- Recipient email server rejected the message\n\nAdditional information follows:\n-- 5.1.1 User unknown\n",
    ),
    "Barracuda": Form(
        sender="MAILER-DAEMON@barracuda.example",
        subject="**Message you sent blocked by our bulk email filter**",
        body="Your message to: jo@customer.example\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Your complaint\n",
    ),
    "Lotus Domino": Form(
        sender="Mail Router <MAILER-DAEMON@domino.example>",
        subject="DELIVERY FAILURE: User jo (jo@customer.example) not listed in Domino Directory",
        body="Your message\n\n  Subject: Your complaint\n\nwas not delivered to:\n\n  jo@customer.example\n\nbecause:\n\n  User jo (jo@customer.example) not listed in Domino Directory\n",
    ),
    "GroupWise": Form(
        sender="Mail Agent <Postmaster@customer.example>",
        subject="Message status - undeliverable",
        body="The attached file had the following undeliverable recipient(s):\n  jo@customer.example\n\nTranscript of session follows:\nRCPT TO:<jo@customer.example>\n550 Unknown user\n",
    ),
    "MDaemon": Form(
        sender="MDaemon at mx.example <MDaemon@mx.example>",
        subject="Permanent Delivery Failure",
        body="The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue on this server.\n\n"
        "YOUR MESSAGE WAS NOT DELIVERED TO ONE OR MORE RECIPIENTS!\n\nFailed address: jo@customer.example\n\n--- Session Transcript ---\n<-- 550 <jo@customer.example>, Recipient unknown\n",
    ),
    "hMailServer": Form(
        sender="mailer-daemon@mx.example",
        subject="Message undeliverable: Your complaint",
        body="Your message did not reach some or all of the intended recipients.\n\n   Sent: Tue, 3 Mar 2026 11:22:00 +0000\n   Subject: Your complaint\n\n"
        "The following recipient(s) could not be reached:\n\njo@customer.example\n   Error Type: SMTP\n   Remote server (192.0.2.9) issued an error.\n   hMailServer sent: RCPT TO:<jo@customer.example>\n   Remote server replied: 550 5.1.1 unknown user\n",
    ),
    "MailEnable": Form(
        sender="postmaster@mx.example",
        subject="Message Delivery Failure",
        body="MailEnable: Message could not be delivered to some recipients.\nThe following recipient(s) could not be reached:\n\n\tRecipient: [SMTP:jo@customer.example]\n\tReason: 550 no such user here\n",
    ),
    "OpenSMTPD": Form(
        sender="Mailer Daemon <MAILER-DAEMON@mx.example>",
        subject="Delivery status notification: error",
        body="    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n"
        "jo@customer.example: 550 5.1.1 no such user\n\n    Below is a copy of the original message:\n\n",
    ),
    "Apache James": Form(
        sender="postmaster@mx.example",
        subject="Re: Your complaint",
        head="Return-Path: <>\n",
        body="Hi. This is the James mail server at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\njo@customer.example\n",
    ),
    "Haraka": Form(
        sender="MAILER-DAEMON@mx.example",
        subject="failed delivery",
        body="Hi there, I was unable to deliver your message:\n\nIntended Recipients: <jo@customer.example>\nFailure Reason: 550 no such user\n",
    ),
    "Zimbra, quota": Form(
        sender="MAILER-DAEMON@zimbra.example",
        subject="Undelivered Mail Returned to Sender",
        body="<jo@customer.example>: host zimbra.example said: 552 5.2.2 Over quota (in reply to end of DATA command)\n",
    ),
    "Amazon SES": Form(
        sender="MAILER-DAEMON@amazonses.example",
        subject="Delivery Status Notification (Failure)",
        body="An error occurred while trying to deliver the mail to the following recipients:\njo@customer.example\n",
    ),
    "SurgeMail": Form(
        sender="surgemail@mx.example",
        subject="Delivery Failure",
        head="Return-Path: <>\n",
        body="Your message has encountered delivery problems\nto the following recipient(s):\n\njo@customer.example\nDelivery failed\n550 no such user\n",
    ),
    "Axigen": Form(
        sender="Mail Delivery Subsystem <MAILER-DAEMON@axigen.example>",
        subject="Delivery Notification: Your message could not be delivered",
        body="Your message could not be delivered to the following recipients:\n\n  * jo@customer.example\n    Reason: 550 mailbox unavailable\n",
    ),
    "iCloud": Form(
        sender="Mail Delivery System <MAILER-DAEMON@icloud.example>",
        subject="Undelivered Mail Returned to Sender",
        body="<jo@customer.example>: user is over quota\n",
    ),
    "IMail": Form(
        sender="postmaster@mx.example",
        subject="Undeliverable Mail",
        head="Return-Path: <>\n",
        body="Unknown user: jo@customer.example\n\nOriginal message follows.\n\nReceived: from dsmart.example\n",
    ),
    "GMX": Form(
        sender="GMX Mailer Daemon <mailer-daemon@gmx.example>",
        subject="Mail delivery failed: returning message to sender",
        body="This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n"
        "jo@customer.example:\nSMTP error from remote server for RCPT TO command, host: mx.customer.example (192.0.2.9) reason: 550 no such user\n",
    ),
    "T-Online": Form(
        sender="Mail Delivery System <mailerdaemon@t-online.example>",
        subject="Mail delivery failed: returning message to sender",
        body="|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n"
        " <jo@customer.example> ... unknown user\n|------------------------- Message text follows: ------------------------|\n",
    ),
    "Orange": Form(
        sender="mailer-daemon@orange.example",
        subject="Mail Delivery System : message non remis",
        body="Votre message n'a pas pu être remis au destinataire suivant :\n\n<jo@customer.example>: 550 5.1.1 Adresse d au moins un destinataire invalide\n",
    ),
    "Mail.ru": Form(
        sender="Mail Delivery System <mailer-daemon@mail.example>",
        subject="Mail failure.",
        body="Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\n"
        "jo@customer.example\n  user not found\n",
    ),
    "Yandex": Form(
        sender="mailer-daemon@yandex.example",
        subject="Недоставленное сообщение",
        body="Это сообщение отправлено почтовым сервером yandex.example.\n\nК сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может\nбыть отправлено одному или нескольким адресатам.\n\n<jo@customer.example>: 550 5.7.1 No such user!\n",
    ),
    "QQ": Form(
        sender="PostMaster@qq.example",
        subject="系统退信/Systems bounce",
        head="Return-Path: <>\n",
        body="抱歉，您的邮件被退回来了……\n收件人: jo@customer.example\n退信原因: 收件人邮件地址不存在。\nhost mx.customer.example said: 550 Mailbox not found\n",
    ),
    "163.com": Form(
        sender="Postmaster@163.example",
        subject="系统退信",
        body="无法发送到 jo@customer.example\n退信原因: 550 User not found: jo@customer.example\n",
    ),
    "Naver": Form(
        sender="no_reply@naver.example",
        subject="[메일 발송 실패 안내] Your complaint",
        head="Return-Path: <>\n",
        body="메일이 전송되지 못하였습니다.\n받는사람: jo@customer.example\n실패이유: 550 5.1.1 User unknown\n",
    ),
    "docomo": Form(
        sender="MAILER-DAEMON@docomo.example",
        subject="Mail System Error - Returned Mail",
        body="次のあて先へのメッセージはエラーのため送信できませんでした。\n\n<jo@customer.example>: 550 Unknown user\n",
    ),
    "WEB.DE, quota": Form(
        sender="WEB.DE Mailer Daemon <mailer-daemon@web.example>",
        subject="Mail konnte nicht zugestellt werden",
        body="Ihre E-Mail konnte an folgenden Empfänger nicht zugestellt werden:\n\njo@customer.example\n  552 Quota exceeded\n",
    ),
    "Symantec gateway": Form(
        sender="Mail Delivery Service <postmaster@gateway.example>",
        subject="Delivery Status Notification",
        body=" - These recipients of your message have been processed by the mail server:\njo@customer.example; Failed; 5.1.1 (bad destination mailbox address)\n",
    ),
    "Proofpoint": Form(
        sender="Mail Delivery Subsystem <MAILER-DAEMON@pphosted.example>",
        subject="Returned mail: see transcript for details",
        body="   ----- The following addresses had permanent fatal errors -----\n<jo@customer.example>\n    (reason: 550 5.1.1 User Unknown)\n",
    ),
    "a ticket system's relay": Form(
        sender="bounces+123@esp.example",
        subject="Undelivered: Your complaint",
        head="Return-Path: <>\n",
        body="We could not deliver your message to jo@customer.example (mailbox does not exist).\n",
    ),
}  # fmt: skip

PERSONS = {
    "forwards a bounce": Form(
        sender="Pat <pat@customer.example>",
        subject="Fwd: Undelivered Mail Returned to Sender",
        body="I got this back when I wrote to you, so I try again.\n\nNo heating.\n\n---------- Forwarded message ---------\nFrom: MAILER-DAEMON@mx.example\n\n<info@dsmart.example>: 550 5.1.1 unknown user\n",
    ),
    "complains of undelivered mail": Form(
        sender="Pat <pat@customer.example>",
        subject="My mail to you was returned",
        body="I wrote to bob@dsmart.example and it was returned with 550 5.1.1 user unknown. Why does nobody answer?\n",
    ),
    "complains of a parcel": Form(
        sender="Pat <pat@customer.example>",
        subject="Failed delivery",
        body="The inverter was not delivered on Friday. The driver says that the address was unknown. Delivery failed twice.\n",
    ),
    "complains of a delay": Form(
        sender="Pat <pat@customer.example>",
        subject="Delivery delayed again",
        body="Your order confirmation promised Friday. It has not yet been delivered. Contact me at pat@home.example.\n",
    ),
    "answers a bounce": Form(
        sender="Pat <pat@customer.example>",
        subject="Re: Undelivered Mail Returned to Sender",
        body="What does this mean?\n\n> <info@dsmart.example>: 550 5.1.1 unknown user\n",
    ),
    "is called postmaster": Form(
        sender="Postmaster <postmaster@smallfirm.example>",
        subject="Our boiler",
        body="The boiler you delivered has failed. Please ring me; my own address is jo@smallfirm.example.\n",
    ),
    "asks about a status": Form(
        sender="Pat <pat@customer.example>",
        subject="Delivery status of my order",
        body="Could you tell me the delivery status of order 4711? The tracking page shows an error 550.\n",
    ),
    "says returned": Form(
        sender="Pat <pat@customer.example>",
        subject="Returned to sender",
        body="I returned the battery to you; the courier says it was refused and returned to sender. Refund me.\n",
    ),
    "German, parcel": Form(
        sender="Pat <pat@customer.example>",
        subject="Paket unzustellbar",
        body="Das Paket konnte nicht zugestellt werden, sagt DHL. Meine Adresse: pat@home.example\n",
    ),
    "French, late": Form(
        sender="Pat <pat@customer.example>",
        subject="Échec de la livraison",
        body="La chaudière n'a pas pu être livrée. Appelez-moi.\n",
    ),
    "tells of failure notices": Form(
        sender="Pat <pat@customer.example>",
        subject="Failure notice on the inverter",
        body="The inverter shows a permanent error 5.1.1 and a fatal error. The display says: host unknown.\n",
    ),
    "a mail administrator writes": Form(
        sender="Mail Administrator <admin@smallfirm.example>",
        subject="Mail problem",
        body="Dear Sirs, our mails to you are rejected: 554 5.7.1 blocked. Could you please whitelist smallfirm.example? Kind regards, Sam\n",
    ),
    "is away": Form(
        sender="Pat <pat@customer.example>",
        subject="Automatic reply: Your complaint",
        head="Return-Path: <>\nAuto-Submitted: auto-replied\n",
        body="Thank you for your message. My answer may be delayed, for I am travelling. In urgent matters write to jo@customer.example.\n",
    ),
    "is away, in German": Form(
        sender="Pat <pat@customer.example>",
        subject="Abwesenheitsnotiz: Ihre Nachricht",
        head="Return-Path: <>\n",
        body="Ihre Nachricht wird nicht weitergeleitet. Das Postfach ist nicht besetzt. Vertretung: jo@customer.example\n",
    ),
}  # fmt: skip
