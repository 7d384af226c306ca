"""Mails that machines send, as their makers' documentation shows them, and mails of persons that resemble them. Data only.

(name, header lines after To and Subject, subject, text). The sender stands in the header where it matters.
"""

# ruff: noqa: E501 - one mail a line, however long

from __future__ import annotations

Row = tuple[str, str, str, str]

ABSENT: tuple[Row, ...] = (
    ("Exchange", "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: jo@customer.example", "Automatic reply: Your complaint", "I am out of the office until 9 March."),
    ("Exchange, German", "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All", "Automatische Antwort: Ihre Beschwerde", "Ich bin bis 9. März im Urlaub."),
    ("Exchange, French", "Auto-Submitted: auto-generated", "Réponse automatique : Votre réclamation", "Je suis absente jusqu'au 9 mars."),
    ("Gmail", "Precedence: bulk\nX-Autoreply: yes\nAuto-Submitted: auto-replied", "Out of office Re: Your complaint", "Away until Monday."),
    ("Sieve vacation", "Auto-Submitted: auto-replied (vacation)\nPrecedence: bulk", "Auto: Your complaint", "Back on Monday."),
    ("Zimbra", "Auto-Submitted: auto-replied (zimbra; vacation)\nPrecedence: bulk", "Re: Your complaint", "Back on Monday."),
    ("Lotus Notes", "X-Mailer: Lotus Notes Release 9", "Jo Simmons is out of the office (returning 09/03/2026)", "I will be out of the office from 02/03/2026."),
    ("GroupWise", "Auto-Submitted: auto-replied", "Re: Your complaint (out of office)", "See subject."),
    ("iCloud", "Auto-Submitted: auto-replied\nX-Apple-Action: VACATION", "Re: Your complaint", "On holiday."),
    ("no header, Spanish", "", "Fuera de la oficina: Su reclamación", "Vuelvo el lunes."),
    ("no header, Swedish", "", "Frånvaro: Klagomål", "Åter på måndag."),
    ("no header, Polish", "", "Nieobecność: Skarga", "Wracam w poniedziałek."),
    ("no header, Japanese", "", "不在通知: 苦情", "月曜日に戻ります。"),
)  # fmt: skip

MACHINES: tuple[Row, ...] = (
    ("Zendesk", "From: Acme Support <support@acme.example>\nX-Mailer: Zendesk Mailer\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All", "[Acme] Request received: Your complaint", "##- Please type your reply above this line -##\nYour request (4711) has been received."),
    ("Freshdesk", "From: help@acme.example\nX-FC-MachineGenerated: true\nAuto-Submitted: auto-replied", "[#4711] Your complaint", "A ticket has been created."),
    ("osTicket", "From: support@acme.example\nAuto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\nX-Autoreply: <x@acme.example>", "Support Ticket Opened [#4711]", "A request for support has been created."),
    ("RT", "From: General via RT <rt@acme.example>\nPrecedence: bulk\nX-RT-Loop-Prevention: acme.example\nRT-Ticket: acme.example #4711\nManaged-by: RT 5.0", "[acme.example #4711] AutoReply: Your complaint", "This message has been automatically generated."),
    ("OTRS", "From: desk@acme.example\nAuto-Submitted: auto-replied\nPrecedence: bulk\nX-OTRS-Loop: 1", "RE: [Ticket#4711] Your complaint", "Your mail was received."),
    ("Jira", "From: Acme <jira@acme.example>\nPrecedence: bulk\nAuto-Submitted: auto-generated\nX-JIRA-FingerPrint: abc", "[JIRA] (DESK-1) Your complaint", "Created."),
    ("Salesforce case", "From: support@acme.example\nX-SFDC-EmailCategory: networksApexSingleEmail\nAuto-Submitted: auto-generated", "Case 00004711 created", "Thank you."),
    ("HubSpot form notice", "From: HubSpot <noreply@notifications.hubspot.example>\nPrecedence: bulk\nList-Unsubscribe: <https://u.example/1>", "You have a new lead", "..."),
    ("Mailchimp", "From: News <news@shop.example>\nPrecedence: bulk\nList-Unsubscribe: <https://u.example/1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nFeedback-ID: 1:2:3:mc", "Spring sale", "Save now."),
    ("a mailing list", "From: Sam <sam@club.example>\nList-Id: <owners.lists.example>\nX-BeenThere: owners@lists.example", "[owners] Panels", "Anyone?"),
    ("an old list, X-BeenThere only", "From: Sam <sam@club.example>\nX-BeenThere: owners@lists.example", "[owners] Panels", "Anyone?"),
    ("Google Groups", "From: Sam <sam@club.example>\nMailing-list: list owners@groups.example; contact owners+owners@groups.example\nList-ID: <owners.groups.example>", "Panels", "Anyone?"),
    ("cron", "From: root@host.example (Cron Daemon)\nX-Cron-Env: <SHELL=/bin/sh>\nAuto-Submitted: auto-generated", "Cron <root@host> backup", "done"),
    ("GitHub", "From: jo <notifications@github.example>\nList-ID: acme/app <app.acme.github.example>\nX-GitHub-Reason: mention", "Re: [acme/app] Bug (#1)", "See there."),
    ("Asterisk voicemail", "From: PBX <vm@pbx.example>\nX-Asterisk-CallerID: 07700900123\nX-Asterisk-VM-Message-Type: ", "[PBX]: New message 1 in mailbox 100", "You have a new message."),
    ("Exchange voicemail", "From: 07700900123 <um@customer.example>\nX-CallingTelephoneNumber: 07700900123\nX-VoiceMessageDuration: 18\nContent-Class: voice", "Voice Mail (18 seconds)", "Voice message preview."),
    ("a DMARC aggregate report", "From: dmarc@isp.example", "Report Domain: dsmart.example Submitter: isp.example Report-ID: <1@isp.example>", "See attached."),
    ("a calendar's reminder", "From: Calendar <calendar-notification@cal.example>\nAuto-Submitted: auto-generated", "Notification: Visit @ Tue 3 Mar", "Reminder."),
    ("a challenge", "From: jo@customer.example\nX-Delivery-Agent: TMDA/1.1\nAuto-Submitted: auto-replied", "Please confirm your message", "Reply to confirm."),
    ("BoxTrapper", "From: jo@customer.example\nX-Boxtrapper: abc", "Your email requires verification verify#abc", "Please click."),
    ("cPanel autoresponder", "From: info@customer.example\nX-Autorespond: Your complaint\nX-Loop: info@customer.example\nPrecedence: auto_reply", "Thank you for your mail", "We will answer."),
    ("an autoresponder with a field of its own", "From: info@customer.example\nX-Autoreply-Version: 2", "Thank you for your mail", "We will answer."),
    ("a monitoring system", "From: nagios@host.example\nPrecedence: bulk", "** PROBLEM alert **", "Host down"),
    ("a notification (RFC 5436)", "From: jo@customer.example\nAuto-Submitted: auto-notified; owner-email=\"jo@customer.example\"", "New mail", "You have mail."),
    ("Facebook", "From: Facebook <notify@social.example>\nX-Facebook-Notify: page_message", "New message", "See it."),
    ("LinkedIn", "From: LinkedIn <messages@social.example>\nX-LinkedIn-Class: MBR-TO-MBR", "Sam sent you a message", "See it."),
    ("a rule of Exchange", "From: jo@customer.example\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", "Re: Your complaint", "Received."),
    ("no header, Dutch", "From: jo@customer.example", "Automatisch antwoord: Uw klacht", "Dank u."),
    ("no header, Russian", "From: jo@customer.example", "Автоматический ответ: Жалоба", "Спасибо."),
    ("no header, a desk's subject", "From: desk@acme.example", "Automatic acknowledgement: Your complaint", "Thank you."),
)  # fmt: skip

# A machine wrote these too, but what is in them may be a person's: a person reads them, and no machine answers.
READ_BY_A_PERSON: tuple[Row, ...] = (
    ("RT, only its own fields", "From: General via RT <rt@acme.example>\nX-RT-Loop-Prevention: acme.example\nRT-Ticket: acme.example #4711", "[acme.example #4711] Your complaint", "A ticket was opened."),
    ("OTRS, only its loop field", "From: desk@acme.example\nX-OTRS-Loop: yes", "[Ticket#4711] Your complaint", "Your mail was received."),
    ("WordPress contact form", "From: WordPress <wordpress@dsmart-site.example>", "Contact form: complaint", "Name: Jo\nMy heating is off."),
    ("a form through a no-reply address", "From: Site <no-reply@forms.example>", "New submission", "My heating is off."),
    ("a newsletter tool used for one letter", "From: Sam <sam@smallfirm.example>\nList-Unsubscribe: <mailto:u@esp.example>", "Your invoice", "Please see."),
    ("an answer that says it is automatic", "From: Acme <service@acme.example>", "We have received your message", "Dear customer,\n\nThis is an automated message, please do not reply.\n\nYour case is 4711."),
    ("the same in German", "From: Acme <service@acme.example>", "Ihre Anfrage", "Diese E-Mail wurde automatisch erstellt. Bitte antworten Sie nicht."),
    ("the same in French", "From: Acme <service@acme.example>", "Votre demande", "Ceci est un message automatique, merci de ne pas y répondre."),
    ("the same in Spanish", "From: Acme <service@acme.example>", "Su solicitud", "Este es un mensaje automático, por favor no responda."),
    ("the same in Dutch", "From: Acme <service@acme.example>", "Uw aanvraag", "Dit is een automatisch gegenereerd bericht."),
    ("the same in Italian", "From: Acme <service@acme.example>", "La sua richiesta", "Questo è un messaggio automatico, si prega di non rispondere."),
    ("a mailbox that nobody reads", "From: Acme <service@acme.example>", "Your request", "Please note that this mailbox is not monitored."),
)  # fmt: skip

PERSONS: tuple[Row, ...] = (
    ("plain", "", "Complaint", "My heating is off."),
    ("Outlook asks for no absence notices", "X-Auto-Response-Suppress: OOF", "Complaint", "My heating is off."),
    ("Auto-Submitted: no", "Auto-Submitted: no", "Complaint", "My heating is off."),
    ("forwarded by a rule", "Auto-Submitted: auto-forwarded\nX-Forwarded-To: info@dsmart.example", "Complaint", "My heating is off."),
    ("an Exchange mail's usual fields", "X-MS-Has-Attach:\nX-MS-TNEF-Correlator:\nX-Originating-IP: [192.0.2.1]\nX-MS-Exchange-CrossTenant-Network-Message-Id: 1", "Complaint", "My heating is off."),
    ("high priority", "X-Priority: 1\nImportance: high\nPrecedence: special-delivery", "Urgent", "My heating is off."),
    ("asks for a receipt", "Disposition-Notification-To: jo@customer.example\nReturn-Receipt-To: jo@customer.example", "Complaint", "My heating is off."),
    ("a checked Return-Path", "Return-Path: <jo@customer.example>\nX-Spam-Flag: NO\nX-Spam-Status: No, score=0.1", "Complaint", "My heating is off."),
    ("complains of automatic answers", "", "Automated response is all I ever get", "You sent me 'This is an automated message' four times. Please do not reply with another."),
    ("complains of nobody in the office", "", "Out of office hours you are never there", "Who answers on Sunday?"),
    ("is away herself", "", "Complaint, please ring after 9 March", "I am on holiday until 9 March. The heating failed before that."),
    ("answers an absence notice", "In-Reply-To: <ooo@dsmart.example>", "Re: Automatic reply: Complaint", "Who stands in for Bob?"),
    ("French, absence of heating", "", "Absence de chauffage", "Depuis lundi."),
    ("French, absent engineer", "", "Absence du technicien vendredi", "Personne n'est venu."),
    ("French, no answer", "", "Absence de réponse à ma réclamation", "Trois lettres."),
    ("Spanish, no answer", "", "Ausencia de respuesta", "Tres cartas."),
    ("Portuguese, no hot water", "", "Ausência de água quente", "Desde segunda."),
    ("German, holiday", "", "Urlaub ruiniert", "Keine Heizung im Ferienhaus."),
    ("German, car", "", "Auto zerkratzt durch Ihren Monteur", "Bitte um Ersatz."),
    ("Italian, holiday", "", "Ferie rovinate dal vostro impianto", "Nessun riscaldamento."),
    ("Polish, no heating", "", "Nieobecność montera w piątek", "Nikt nie przyszedł."),
    ("vacation", "", "Vacation on hold because of your boiler", "No heat."),
    ("vacation house", "", "Vacation this year ruined by your installation", "No heat."),
    ("automatic isolator", "", "Automatic reply to faults does not work on the inverter", "It keeps tripping."),
    ("a voicemail that nobody answered", "", "Voicemail not answered", "I left three messages."),
    ("a member of a company", "From: Sam <support@smallfirm.example>", "Our panels", "We bought them from you."),
    ("a mail robot's namesake", "From: Bo Mailer <mailer.bo@customer.example>", "Panels", "They fail."),
    ("a calendar's answer with words", "From: Jo <jo@customer.example>", "Accepted: Visit", "Fine, but please call before."),
    ("do not reply by mail", "", "Please ring", "Please do not reply by email, I cannot read it. Ring me."),
)  # fmt: skip

# Subjects that need no header to be an absence notice's.
ABSENT_SUBJECTS = (
    "Out of Office: Your complaint", "Out of the office until 9 March", "OOO: Your complaint", "I am on annual leave until 9 March",
    "On holiday Re: Your complaint", "Away from my desk", "Annual leave", "Abwesend: Ihre Beschwerde", "Abwesenheitsnotiz: Ihre Beschwerde",
    "Ich bin im Urlaub", "Außer Haus: Ihre Beschwerde", "Nicht im Büro bis 9.3.", "Im Urlaub bis 9. März", "Abwesenheit: Ihre Beschwerde",
    "Absence du bureau : Votre réclamation", "Absente jusqu'au 9 mars", "En congés jusqu'au 9 mars", "Message d'absence : Votre réclamation",
    "Notification d’absence", "Absent du bureau", "Fuera de la oficina: Su reclamación", "Estoy de vacaciones", "Ausente de la oficina: Su queja",
    "Mensaje de ausencia", "Fuori ufficio: Il suo reclamo", "In ferie fino al 9 marzo", "Assente dall'ufficio", "Messaggio di assenza",
    "Ausência: Reclamação", "Fora do escritório: Reclamação", "De férias até 9 de março", "Em férias", "Afwezig: Uw klacht", "Afwezigheidsbericht",
    "Niet op kantoor: Uw klacht", "Op vakantie tot 9 maart", "Ik ben met vakantie", "Fraværende: Klage", "Ikke til stede: Klage", "Ferie: Klage",
    "På ferie til 9. marts", "Autosvar: Ferie", "Frånvarande: Klagomål", "Inte på kontoret", "Semester till 9 mars", "På semester",
    "Poissaoloilmoitus: Valitus", "Olen lomalla 9.3. asti", "Poissa toimistosta", "Poza biurem: Skarga", "Nieobecność w pracy", "Jestem na urlopie",
    "Urlop do 9 marca", "Mimo kancelář: Stížnost", "Nepřítomnost", "Dovolená do 9. 3.", "Mimo kanceláriu", "Neprítomnosť v kancelárii",
    "Házon kívül: Panasz", "Szabadságon vagyok", "Távolléti értesítés", "Absent de la birou: Reclamație", "În concediu până pe 9 martie",
    "Вне офиса: Жалоба", "Отсутствую на рабочем месте", "Я в отпуске", "В отпуске до 9 марта", "Поза офісом: Скарга", "У відпустці",
    "Εκτός γραφείου: Παράπονο", "Σε άδεια έως 9/3", "Ofis dışında: Şikayet", "Yıllık izindeyim", "不在のお知らせ: 苦情", "休暇中", "不在办公室: 投诉", "我正在休假",
    "부재중: 불만", "휴가 중입니다", "خارج المكتب: شكوى", "לא במשרד: תלונה", "Vắng mặt: Khiếu nại", "ไม่อยู่ที่สำนักงาน", "Izvan ureda: Pritužba",
    "Odsoten: Pritožba", "Kontorist väljas", "Prombūtnē", "Nesu biure", "Fora de l'oficina: Queixa",
)  # fmt: skip

# What stands in an automatic answer to "Re: Your complaint" of somebody who is away.
ABSENT_TEXTS = (
    "I am out of the office until 9 March.", "Ich bin bis zum 9. März nicht im Büro.", "Je suis absente jusqu'au 9 mars.",
    "Estoy fuera de la oficina hasta el 9 de marzo.", "Sono fuori ufficio fino al 9 marzo.", "Estou de férias até 9 de março.",
    "Ik ben afwezig tot 9 maart.", "Jeg er ikke på kontoret før 9. marts.", "Jag är inte på kontoret förrän 9 mars.", "Olen poissa 9.3. asti.",
    "Jestem nieobecny do 9 marca.", "Jsem mimo kancelář do 9. 3.", "Házon kívül vagyok március 9-ig.", "Я в отпуске до 9 марта.", "3月9日まで不在です。",
    "我外出至3月9日。", "3월 9일까지 부재중입니다.", "Λείπω έως τις 9 Μαρτίου, εκτός γραφείου.", "9 Mart'a kadar izindeyim.", "Sunt în concediu până pe 9 martie.",
    "Я у відпустці до 9 березня.", "أنا خارج المكتب حتى 9 مارس", "אני לא במשרד עד 9 במרץ", "Som na dovolenke do 9. 3.",
    "Na godišnjem odmoru sam do 9. ožujka.", "Estic fora de l'oficina fins al 9 de març.", "Tôi vắng mặt đến ngày 9 tháng 3.",
    "Ich befinde mich in Elternzeit.", "Je suis en congé maternité.", "I am on parental leave.",
)  # fmt: skip

# Subjects of persons who write of holidays and of what is absent.
SUBJECTS_OF_PERSONS = (
    "Holiday let without heating", "Urlaub ohne Heizung", "My annual leave was ruined", "Absent engineer", "Absence of hot water",
    "Out of office hours nobody answers", "Abwesenheit des Monteurs", "Ferie ødelagt", "Ferienwohnung ohne Strom",
    "Vacances gâchées par votre panne", "Vacaciones arruinadas", "Ferie rovinate", "Semesterhuset saknar värme", "Semester förstörd",
    "Urlop zrujnowany", "Dovolená zkažená", "Loma pilalla", "Отпуск испорчен", "Отсутствие отопления", "休暇が台無し", "假期被毁了", "휴가를 망쳤습니다",
    "Tatil mahvoldu", "Szabadság tönkretéve", "Férias estragadas", "Vakantie verpest", "Vakantiehuis zonder verwarming",
    "I will be on holiday from 9 March, please come before", "On holiday in your flat: no water", "Away with your engineers", "Away game ruined",
    "I am away next week, so ring my son", "On leave of absence you said", "En vacances chez vous : pas d'eau",
    "Im Urlaub in Ihrer Ferienwohnung: kein Wasser", "De vacaciones en su piso: sin agua", "In ferie nella vostra casa: niente acqua", "Absence",
    "Ausfall der Heizung", "Auto response of the alarm fails", "Automatische Antwort der Anlage falsch",
    "Réponse automatique reçue, mais rien de plus", "Ausente el técnico", "Nieobecny monter", "Poissa lämpö", "不在通知が届いたが荷物がない",
    "Office closed on my visit", "Leave us alone", "Sick leave because of your boiler", "Maternity leave and no heating",
)  # fmt: skip
