"""Notices as providers, gateways and Exchange Online in its languages write them. Data only."""

# ruff: noqa: E501 - one notice a line, as it is sent

from __future__ import annotations

from tests.mail.bounce_forms import GOOGLE, JO, NULL, OUTLOOK, Form

SERVICES = {
    "Gmail, address not found": Form(sender=GOOGLE, subject="Delivery Status Notification (Failure)", body=f"** Address not found **\n\nYour message wasn't delivered to {JO} because the address couldn't be found, or is unable to receive mail.\n\nThe response from the remote server was:\n550 5.1.1 The email account that you tried to reach does not exist.\n"),
    "Gmail, delay": Form(sender=GOOGLE, subject="Delivery Status Notification (Delay)", body=f"** Delivery incomplete **\n\nThere was a temporary problem delivering your message to {JO}. Gmail will retry for 45 more hours. You'll be notified if the delivery fails permanently.\n", told="delayed"),
    "Yahoo": Form(sender="MAILER-DAEMON@yahoo.example", subject="Failure Notice", body=f"Sorry, we were unable to deliver your message to the following address.\n\n<{JO}>:\n554: delivery error: dd This user doesn't have a yahoo.example account ({JO}) [0]\n"),
    "Mimecast": Form(sender="Mail Delivery System <postmaster@mimecast.example>", subject="[Postmaster] Email Delivery Failure", body=f"This is a delivery failure notification message which indicates that\nan email you addressed to email address:\n-- {JO}\n\ncould not be delivered. The problem appears to be:\n-- Recipient email server rejected the message\n\nAdditional information follows:\n-- 5.1.1 User unknown\n"),
    "Barracuda": Form(sender="MAILER-DAEMON@barracuda.example", subject="**Message you sent blocked by our bulk email filter**", body=f"Your message to: {JO}\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Your complaint\n"),
    "Amazon SES": Form(sender="MAILER-DAEMON@amazonses.example", subject="Delivery Status Notification (Failure)", body=f"An error occurred while trying to deliver the mail to the following recipients:\n{JO}\n"),
    "iCloud": Form(sender="Mail Delivery System <MAILER-DAEMON@icloud.example>", subject="Undelivered Mail Returned to Sender", body=f"<{JO}>: user is over quota\n"),
    "GMX": Form(sender="GMX Mailer Daemon <mailer-daemon@gmx.example>", subject="Mail delivery failed: returning message to sender", body=f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n{JO}:\nSMTP error from remote server for RCPT TO command, host: mx.customer.example (192.0.2.9) reason: 550 no such user\n"),
    "T-Online": Form(sender="Mail Delivery System <mailerdaemon@t-online.example>", subject="Mail delivery failed: returning message to sender", body=f"|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <{JO}> ... unknown user\n|------------------------- Message text follows: ------------------------|\n"),
    "Orange": Form(sender="mailer-daemon@orange.example", subject="Mail Delivery System : message non remis", body=f"Votre message n'a pas pu être remis au destinataire suivant :\n\n<{JO}>: 550 5.1.1 Adresse d au moins un destinataire invalide\n"),
    "Mail.ru": Form(sender="Mail Delivery System <mailer-daemon@mail.example>", subject="Mail failure.", body=f"Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\n{JO}\n  user not found\n"),
    "Yandex": Form(sender="mailer-daemon@yandex.example", subject="Недоставленное сообщение", body=f"Это сообщение отправлено почтовым сервером yandex.example.\n\nК сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может\nбыть отправлено одному или нескольким адресатам.\n\n<{JO}>: 550 5.7.1 No such user!\n"),
    "QQ": Form(sender="PostMaster@qq.example", subject="系统退信/Systems bounce", body=f"抱歉，您的邮件被退回来了……\n收件人: {JO}\n退信原因: 收件人邮件地址不存在。\nhost mx.customer.example said: 550 Mailbox not found\n", head=NULL),
    "163.com": Form(sender="Postmaster@163.example", subject="系统退信", body=f"无法发送到 {JO}\n退信原因: 550 User not found: {JO}\n"),
    "Naver": Form(sender="no_reply@naver.example", subject="[메일 발송 실패 안내] Your complaint", body=f"메일이 전송되지 못하였습니다.\n받는사람: {JO}\n실패이유: 550 5.1.1 User unknown\n", head=NULL),
    "docomo": Form(sender="MAILER-DAEMON@docomo.example", subject="Mail System Error - Returned Mail", body=f"次のあて先へのメッセージはエラーのため送信できませんでした。\n\n<{JO}>: 550 Unknown user\n"),
    "WEB.DE, quota": Form(sender="WEB.DE Mailer Daemon <mailer-daemon@web.example>", subject="Mail konnte nicht zugestellt werden", body=f"Ihre E-Mail konnte an folgenden Empfänger nicht zugestellt werden:\n\n{JO}\n  552 Quota exceeded\n"),
    "Symantec gateway": Form(sender="Mail Delivery Service <postmaster@gateway.example>", subject="Delivery Status Notification", body=f" - These recipients of your message have been processed by the mail server:\n{JO}; Failed; 5.1.1 (bad destination mailbox address)\n"),
    "Proofpoint": Form(sender="Mail Delivery Subsystem <MAILER-DAEMON@pphosted.example>", subject="Returned mail: see transcript for details", body=f"   ----- The following addresses had permanent fatal errors -----\n<{JO}>\n    (reason: 550 5.1.1 User Unknown)\n"),
    "a ticket system's relay": Form(sender="bounces+123@esp.example", subject="Undelivered: Your complaint", body=f"We could not deliver your message to {JO} (mailbox does not exist).\n", head=NULL),
    "Google, German": Form(sender=GOOGLE, subject="Delivery Status Notification (Failure)", body=f"** Adresse nicht gefunden **\n\nIhre Nachricht wurde nicht an {JO} zugestellt, weil die Adresse nicht gefunden wurde oder keine E-Mails empfangen kann.\n\nDie Antwort war:\n550 5.1.1 The email account that you tried to reach does not exist.\n"),
    "Google, French": Form(sender=GOOGLE, subject="Delivery Status Notification (Failure)", body=f"** Adresse introuvable **\n\nVotre message n'est pas parvenu à {JO}, car l'adresse est introuvable ou ne peut pas recevoir de messages.\n\n550 5.1.1 no such user\n"),
    "Google, blocked": Form(sender=GOOGLE, subject="Delivery Status Notification (Failure)", body=f"** Message blocked **\n\nYour message to {JO} has been blocked. See technical details below for more information.\n\nThe response was:\n550 5.7.1 Our system has detected that this message is likely spam.\n"),
    "Google, full": Form(sender=GOOGLE, subject="Delivery Status Notification (Failure)", body=f"** Recipient inbox full **\n\nYour message couldn't be delivered to {JO}. Their inbox is full, or it's getting too much mail right now.\n\n452 4.2.2 The email account that you tried to reach is over quota.\n"),
    "Yahoo, 30 days": Form(sender="MAILER-DAEMON@yahoo.example", subject="Failure Notice", body=f"Sorry, we were unable to deliver your message to the following address.\n\n<{JO}>:\n554: 30: Sorry, your message to {JO} cannot be delivered. This mailbox is disabled (554.30).\n\n--- Below this line is a copy of the message.\n"),
    "GMX, German": Form(sender="GMX Mailer Daemon <mailer-daemon@gmx.example>", subject="Mail konnte nicht zugestellt werden", body=f"Diese Nachricht wurde automatisch erstellt.\n\nEine von Ihnen versandte E-Mail konnte an folgende Empfänger nicht zugestellt werden:\n\n{JO}:\nSMTP error from remote server for RCPT TO command, host: mx.customer.example (192.0.2.9) reason: 550 5.1.1 unbekannt\n"),
    "1&1 IONOS": Form(sender="Mail Delivery System <mailer-daemon@kundenserver.example>", subject="Mail delivery failed: returning message to sender", body=f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n{JO}:\nSMTP error from remote server for RCPT TO command, host: mx.customer.example (192.0.2.9) reason: 550 Requested action not taken: mailbox unavailable\n\n--- The header of the original message is following. ---\n\nReceived: from x\n"),
    "Barracuda, rejected": Form(sender="postmaster@barracuda.example", subject="**Message you sent blocked by our bulk email filter**", body=f"Your message to: {JO}\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Your complaint\n", head=NULL),
    "Mimecast, held back": Form(sender="postmaster@mimecast.example", subject="[Postmaster] Email Delivery Failure", body=f"This is a delivery failure notification message which indicates that\nan email you addressed to email address:\n-- {JO}\n\ncould not be delivered. The problem appears to be:\n-- Recipient email address is possibly incorrect\n\nAdditional information follows:\n-- 550 Invalid Recipient\n", head=NULL),
    "Sophos": Form(sender="postmaster@sophos.example", subject="Undeliverable: Your complaint", body=f"Your message to <{JO}> was rejected by the recipient's mail server.\nReason: 550 5.1.1 User unknown\n", head=NULL),
    "Zoho": Form(sender="mailer-daemon@mail.zoho.example", subject="Undelivered Mail Returned to Sender", body=f"This message was created automatically by mail delivery software.\n A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.\n\n{JO}, ERROR CODE :550 - 5.1.1 User unknown\n"),
    "Outlook.com, old": Form(sender="postmaster@hotmail.example", subject="Delivery Status Notification (Failure)", body=f"This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       {JO}\n", head=NULL),
    "OVH": Form(sender="MAILER-DAEMON@ovh.example", subject="Undelivered Mail Returned to Sender", body=f"Votre message n'a pas pu être délivré.\n\n<{JO}>: host mx.customer.example said: 550 5.1.1 unknown\n"),
    "Free": Form(sender="Mail Delivery System <MAILER-DAEMON@free.example>", subject="Message non délivré / Undelivered Mail", body=f"Désolé, votre message n'a pas pu être distribué à :\n\n<{JO}>: 550 5.2.1 boîte inactive\n"),
    "Aruba, Italian": Form(sender="Mail Delivery System <MAILER-DAEMON@aruba.example>", subject="Mancato recapito del messaggio", body=f"Il messaggio non è stato consegnato a:\n\n<{JO}>: 550 5.1.1 utente sconosciuto\n"),
    "Movistar, Spanish": Form(sender="Mail Delivery System <MAILER-DAEMON@movistar.example>", subject="Correo devuelto", body=f"No se ha podido entregar el mensaje a los siguientes destinatarios:\n\n<{JO}>: 550 usuario desconocido\n"),
    "UOL, Portuguese": Form(sender="MAILER-DAEMON@uol.example", subject="Mensagem não entregue", body=f"Não foi possível entregar sua mensagem ao destinatário:\n\n<{JO}>: 550 5.1.1 usuário desconhecido\n"),
    "Onet, Polish": Form(sender="Mail Delivery System <MAILER-DAEMON@onet.example>", subject="Wiadomość zwrócona do nadawcy", body=f"Nie udało się dostarczyć wiadomości do:\n\n<{JO}>: 550 5.1.1 nieznany użytkownik\n"),
    "Seznam, Czech": Form(sender="MAILER-DAEMON@seznam.example", subject="Nedoručená zpráva", body=f"Vaši zprávu nebylo možné doručit:\n\n<{JO}>: 550 5.1.1 neznámý uživatel\n"),
    "KPN, Dutch": Form(sender="Mail Delivery System <MAILER-DAEMON@kpn.example>", subject="Bericht niet bezorgd", body=f"Uw bericht kon niet worden bezorgd aan:\n\n<{JO}>: 550 5.1.1 onbekende gebruiker\n"),
    "Telia, Swedish": Form(sender="MAILER-DAEMON@telia.example", subject="Meddelandet kunde inte levereras", body=f"Ditt meddelande kunde inte levereras till:\n\n<{JO}>: 550 5.1.1 okänd\n"),
    "Elisa, Finnish": Form(sender="MAILER-DAEMON@elisa.example", subject="Viestiä ei voitu toimittaa", body=f"Viestiäsi ei voitu toimittaa:\n\n<{JO}>: 550 5.1.1\n"),
    "TDC, Danish": Form(sender="MAILER-DAEMON@tdc.example", subject="Mail ikke afleveret", body=f"Din mail kunne ikke afleveres til:\n\n<{JO}>: 550 5.1.1\n"),
    "au, Japanese": Form(sender="Mail Administrator<Postmaster@ezweb.example>", subject="Mail System Error - Returned Mail", body=f"次のあて先へのメッセージはエラーのため送信できませんでした。\n送信先メールアドレスが見つからないか、送信先メールサーバの事由により送信できませんでした。\n\n<{JO}>\n"),
    "KDDI, address has changed": Form(sender="MAILER-DAEMON@kddi.example", subject="User unknown", body=f"<{JO}>:\nUser unknown\n"),
    "Sina": Form(sender="MAILER-DAEMON@sina.example", subject="系统退信", body=f"很抱歉，您发送的邮件被退回。\n\n收件人地址: {JO}\n退信原因: 550 5.1.1 用户不存在\n"),
    "T-Mobile gateway": Form(sender="postmaster@tmo.example", subject="Undeliverable message", body=f"Undeliverable:\n{JO}\nThe mailbox is full.\n", head=NULL),
    "Cisco IronPort": Form(sender="MAILER-DAEMON@esa.example", subject="Delivery Status Notification (Failure)", body=f"The following message to <{JO}> was undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown address error 550-'no such user'\n"),
    "Symantec cloud": Form(sender="Symantec.cloud <mailer-daemon@messagelabs.example>", subject="Undeliverable mail", body=f"This is the Symantec.cloud mail delivery service.\n\n<{JO}>: 550 5.1.1 unknown\n"),
    "Trend Micro": Form(sender="MAILER-DAEMON@trend.example", subject="Undelivered Mail Returned to Sender", body=f"Your message was not delivered to:\n   {JO}\nfor the following reason:\n   Address unknown (550 5.1.1)\n"),
    "Fortinet": Form(sender="postmaster@fml.example", subject="Returned mail: Mailbox unavailable", body=f"   ----- The following addresses had permanent fatal errors -----\n<{JO}>\n   ----- Transcript of session follows -----\n550 5.1.1 <{JO}>... User unknown\n", head=NULL),
    "WorkMail": Form(sender="postmaster@amazonses.example", subject="Delivery Status Notification (Failure)", body=f"Technical report:\n\nSmtp; 550 5.1.1 user unknown\n\nRecipient: {JO}\n", head=NULL),
    "a group that takes no mail": Form(sender=OUTLOOK, subject="Undeliverable: Your complaint", body=f"Your message wasn't delivered to {JO} because the group only accepts messages from people in its organization or on its allowed senders list, and your email address isn't on the list.\n", head=NULL),
    "not accepting mail from us": Form(sender="Mail Delivery Subsystem <MAILER-DAEMON@isp.example>", subject="Mail Delivery Problem", body=f"Your mail to the following recipients could not be delivered because they are not accepting mail from info@dsmart.example:\n\t{JO}\n"),
    "not accepting mail from another of us": Form(sender="Mail Delivery Subsystem <MAILER-DAEMON@isp.example>", subject="Mail Delivery Problem", body=f"Your mail to the following recipients could not be delivered because they are not accepting mail from letters@dsmart.example:\n\t{JO}\n"),
}  # fmt: skip

# by language: the subject and the sentence; what follows is the same in all of them
_ONLINE = {
    "German": ("Unzustellbar: Ihre Beschwerde", f"Ihre Nachricht an {JO} konnte nicht zugestellt werden."),
    "French": ("Non remis : Votre réclamation", f"Votre message à {JO} n'a pas pu être remis."),
    "Spanish": ("No se puede entregar: Su reclamación", f"El mensaje no se entregó a {JO}."),
    "Italian": ("Non recapitabile: Il suo reclamo", f"Il messaggio inviato a {JO} non è stato recapitato."),
    "Dutch": ("Onbestelbaar: Uw klacht", f"Uw bericht aan {JO} kan niet worden bezorgd."),
    "Portuguese": ("Não é possível entregar: Reclamação", f"Sua mensagem para {JO} não pôde ser entregue."),
    "Polish": ("Niedostarczone: Skarga", f"Nie można dostarczyć wiadomości do {JO}."),
    "Swedish": ("Går inte att leverera: Klagomål", f"Ditt meddelande till {JO} kunde inte levereras."),
    "Japanese": ("配信不能: 苦情", f"{JO} へのメッセージを配信できませんでした。"),
    "Danish": ("Kan ikke leveres: Klage", f"Din meddelelse til {JO} kunne ikke leveres."),
    "Norwegian": ("Kan ikke leveres: Klage", f"Meldingen din til {JO} kunne ikke leveres."),
    "Finnish": ("Ei voi toimittaa: Valitus", f"Viestiä vastaanottajalle {JO} ei voitu toimittaa."),
    "Czech": ("Nedoručitelné: Stížnost", f"Vaši zprávu pro {JO} se nepodařilo doručit."),
    "Hungarian": ("Kézbesíthetetlen: Panasz", f"Az Ön üzenetét nem sikerült kézbesíteni a következőnek: {JO}."),
    "Turkish": ("Teslim Edilemedi: Şikayet", f"{JO} adresine gönderdiğiniz ileti teslim edilemedi."),
    "Greek": ("Δεν είναι δυνατή η παράδοση: Παράπονο", f"Δεν ήταν δυνατή η παράδοση του μηνύματός σας στο {JO}."),
    "Chinese": ("未送达: 投诉", f"无法将你的邮件传递给 {JO}。"),
    "Korean": ("배달되지 않음: 불만", f"{JO}에게 메시지를 배달할 수 없습니다."),
    "Romanian": ("Nelivrabil: Reclamație", f"Mesajul dvs. către {JO} nu a putut fi livrat."),
    "Hebrew": ("לא ניתן למסירה: תלונה", f"לא ניתן היה למסור את ההודעה שלך אל {JO}."),
}  # fmt: skip
# ... in languages that are known by the server's code and the empty return path alone
_ONLINE_BY_CODE = {
    "Russian": ("Не удается доставить: Жалоба", f"Не удалось доставить ваше сообщение получателю {JO}."),
    "Ukrainian": ("Не вдалося доставити: Скарга", f"Не вдалося доставити повідомлення для {JO}."),
    "Slovak": ("Nedoručiteľné: Sťažnosť", f"Vašu správu pre {JO} sa nepodarilo doručiť."),
    "Bulgarian": ("Не може да се достави: Жалба", f"Вашето съобщение до {JO} не можа да бъде доставено."),
    "Croatian": ("Nije isporučeno: Pritužba", f"Vaša poruka za {JO} nije isporučena."),
    "Catalan": ("No es pot lliurar: Queixa", f"El vostre missatge a {JO} no s'ha pogut lliurar."),
    "Vietnamese": ("Không gửi được: Khiếu nại", f"Không thể gửi thư của bạn tới {JO}."),
}  # fmt: skip
EXCHANGE_ONLINE = {
    f"Exchange Online, {language}": Form(
        sender=OUTLOOK,
        subject=subject,
        body=f"{sentence}\n\n550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
        head=NULL if language in _ONLINE_BY_CODE else "",
    )
    for language, (subject, sentence) in (_ONLINE | _ONLINE_BY_CODE).items()
}
