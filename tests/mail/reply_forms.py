"""Whole replies as programs send them, as text and as HTML, with what their writer wrote now. Data only.

client_forms.py has the single lines that programs write; here they stand in mails.
"""

# ruff: noqa: E501 - one reply a line, however long

from __future__ import annotations

WHO = "Dsmart Electrical <info@dsmart.example>"
A = "It is still broken."

# by program: the text, and what its writer wrote now
REPLIES = {
    # Outlook desktop
    "Outlook en desktop": (f"{A}\n\nKind regards\nJo\n\nFrom: Dsmart Electrical <info@dsmart.example>\nSent: 02 March 2026 09:15\nTo: 'Jo Simmons' <jo@customer.example>\nCc: 'Pat' <pat@customer.example>; 'Sam' <sam@customer.example>\nSubject: RE: Your complaint [DS-2026-0047-Q]\nImportance: High\n\nDear Jo\n\nWe got it.", f"{A}\n\nKind regards\nJo"),
    "Outlook en desktop, 12h": (f"{A}\n\nFrom: Dsmart Electrical\nSent: Monday, March 2, 2026 9:15 AM\nTo: Jo Simmons\nSubject: RE: Your complaint\n\nDear Jo", A),
    "Outlook de desktop": ("Die Anlage steht immer noch.\n\nMit freundlichen Grüßen\nJo\n\nVon: Dsmart Electrical [mailto:info@dsmart.example] \nGesendet: Montag, 2. März 2026 09:15\nAn: Jo Simmons\nCc: 'Pat'\nBetreff: AW: Ihre Beschwerde\n\nGuten Tag", "Die Anlage steht immer noch.\n\nMit freundlichen Grüßen\nJo"),
    "Outlook de, Im Auftrag": (f"{A}\n\nVon: Dsmart [mailto:info@dsmart.example] Im Auftrag von Anna Field\nGesendet: Montag, 2. März 2026 09:15\nAn: Jo\nBetreff: AW: Ihre Beschwerde\nPriorität: Hoch\n\nGuten Tag", A),
    "Outlook fr desktop": ("Toujours en panne.\n\nDe : Dsmart Electrical <info@dsmart.example> \nEnvoyé : lundi 2 mars 2026 09:15\nÀ : Jo Simmons <jo@customer.example>\nCc : Pat <pat@customer.example>\nObjet : RE: Votre réclamation\n\nBonjour", "Toujours en panne."),
    "Outlook es": ("Sigue roto.\n\nDe: Dsmart Electrical <info@dsmart.example> \nEnviado el: lunes, 2 de marzo de 2026 9:15\nPara: Jo Simmons <jo@customer.example>\nCC: Pat <pat@customer.example>\nAsunto: RE: Su reclamación\n\nBuenos días", "Sigue roto."),
    "Outlook it": ("È ancora rotto.\n\nDa: Dsmart Electrical <info@dsmart.example> \nInviato: lunedì 2 marzo 2026 09:15\nA: Jo Simmons <jo@customer.example>\nOggetto: R: Il suo reclamo\n\nBuongiorno", "È ancora rotto."),
    "Outlook nl": ("Nog steeds stuk.\n\nVan: Dsmart Electrical <info@dsmart.example> \nVerzonden: maandag 2 maart 2026 09:15\nAan: Jo Simmons <jo@customer.example>\nOnderwerp: RE: Uw klacht\n\nGoedendag", "Nog steeds stuk."),
    "Outlook pl": ("Nadal nie działa.\n\nFrom: Dsmart Electrical <info@dsmart.example> \nSent: poniedziałek, 2 marca 2026 09:15\nTo: Jo Simmons <jo@customer.example>\nSubject: RE: Skarga\n\nDzień dobry", "Nadal nie działa."),
    "Outlook sv": ("Det fungerar inte.\n\nFrån: Dsmart Electrical <info@dsmart.example> \nSkickat: den 2 mars 2026 09:15\nTill: Jo Simmons <jo@customer.example>\nÄmne: SV: Klagomål\n\nHej", "Det fungerar inte."),
    "Outlook da": ("Det virker ikke.\n\nFra: Dsmart Electrical <info@dsmart.example> \nSendt: 2. marts 2026 09:15\nTil: Jo Simmons <jo@customer.example>\nEmne: SV: Klage\n\nHej", "Det virker ikke."),
    "Outlook cs": ("Pořád nefunguje.\n\nFrom: Dsmart Electrical <info@dsmart.example> \nSent: Monday, March 2, 2026 9:15 AM\nTo: Jo Simmons <jo@customer.example>\nSubject: RE: Stížnost\n\nDobrý den", "Pořád nefunguje."),
    "Outlook hu": ("Még mindig rossz.\n\nFrom: Dsmart Electrical [mailto:info@dsmart.example] \nSent: Monday, March 02, 2026 9:15 AM\nTo: Jo Simmons\nSubject: RE: Panasz\n\nTisztelt Jo", "Még mindig rossz."),
    "Outlook tr": ("Hâlâ bozuk.\n\nGönderen: Dsmart Electrical <info@dsmart.example>\nGönderildi: 2 Mart 2026 Pazartesi 09:15\nKime: Jo Simmons <jo@customer.example>\nKonu: RE: Şikayet\n\nMerhaba", "Hâlâ bozuk."),
    "Outlook ru": ("Всё ещё не работает.\n\nFrom: Dsmart Electrical <info@dsmart.example>\nSent: Monday, March 2, 2026 9:15 AM\nTo: Jo Simmons\nSubject: RE: Жалоба\n\nЗдравствуйте", "Всё ещё не работает."),
    "Outlook web en": (f"{A}\n________________________________\nFrom: Dsmart Electrical <info@dsmart.example>\nSent: 02 March 2026 09:15\nTo: Jo Simmons <jo@customer.example>\nSubject: Re: Your complaint\n\nDear Jo", A),
    "Outlook web de": (f"{A}\n________________________________________\nVon: Dsmart Electrical <info@dsmart.example>\nGesendet: Montag, 2. März 2026 09:15:00\nAn: Jo Simmons\nBetreff: Re: Ihre Beschwerde\n\nGuten Tag", A),
    "Outlook iOS": (f"{A}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Dsmart Electrical <info@dsmart.example>\nSent: Monday, March 2, 2026 9:15:00 AM\nTo: Jo Simmons <jo@customer.example>\nSubject: Re: Your complaint\n\nDear Jo", A),
    "Outlook Android de": (f"{A}\n\nOutlook für Android<https://aka.ms/AAb9ysg> herunterladen\n\n________________________________\nVon: Dsmart <info@dsmart.example>\nGesendet: Montag, März 2, 2026 9:15:00 AM\nAn: Jo <jo@customer.example>\nBetreff: Re: Ihre Beschwerde\n\nGuten Tag", A),
    "Outlook Mac": (f"{A}\n\nFrom: Dsmart Electrical <info@dsmart.example>\nDate: Monday, 2 March 2026 at 09:15\nTo: Jo Simmons <jo@customer.example>\nSubject: Re: Your complaint\nDear Jo", A),
    "Outlook Mac de": (f"{A}\n\nVon: Dsmart Electrical <info@dsmart.example>\nDatum: Montag, 2. März 2026 um 09:15\nAn: Jo Simmons <jo@customer.example>\nBetreff: Re: Ihre Beschwerde\nGuten Tag", A),
    "Outlook bold heads": (f"{A}\n\n*From:* Dsmart Electrical <info@dsmart.example>\n*Sent:* 02 March 2026 09:15\n*To:* Jo Simmons\n*Subject:* RE: Your complaint\n\n \n\nDear Jo", A),
    "Outlook caution banner": (f"{A}\n\nFrom: Dsmart Electrical <info@dsmart.example>\nSent: 02 March 2026 09:15\nTo: Jo\nSubject: RE: Your complaint\n\nCAUTION: This email originated from outside of the organization.\n\nDear Jo", A),
    "Outlook marked lines": (f"{A}\n\n> -----Original Message-----\n> From: Dsmart Electrical [mailto:info@dsmart.example]\n> Sent: 02 March 2026 09:15\n> To: Jo\n> Subject: Your complaint\n>\n> Dear Jo\n", A),
    # Gmail
    "Gmail en": (f"{A}\n\nOn Mon, Mar 2, 2026 at 9:15\u202fAM Dsmart Electrical <info@dsmart.example>\nwrote:\n\n> Dear Jo\n>\n> We got it.\n", A),
    "Gmail en-GB": (f"{A}\n\nOn Mon, 2 Mar 2026, 09:15 Dsmart Electrical, <info@dsmart.example> wrote:\n\n> Dear Jo\n", A),
    "Gmail nested": (f"{A}\n\nOn Mon, 2 Mar 2026 at 09:15, {WHO} wrote:\n\n> Dear Jo\n>\n> On Sun, 1 Mar 2026 at 10:00, Jo <jo@customer.example> wrote:\n>\n>> No heating\n", A),
    "Gmail pl wrapped": ("Nadal nie działa.\n\npon., 2 mar 2026 o 09:15 Dsmart Electrical Complaints Department <\ninfo@dsmart.example> napisał(a):\n\n> Dzień dobry\n", "Nadal nie działa."),
    "Gmail bottom": (f"On Mon, 2 Mar 2026 at 09:15, {WHO} wrote:\n\n> Dear Jo\n>\n> When may we come?\n>\n\nOn Friday after ten.\n\nJo", "On Friday after ten.\n\nJo"),
    "Gmail confidential footer": (f"{A}\n\n-- \nJo Simmons\n07700 900123\n\nOn Mon, 2 Mar 2026 at 09:15, {WHO} wrote:\n\n> Dear Jo\n", A),
    # Apple Mail
    "Apple en": (f"{A}\n\nJo\n\n> On 2 Mar 2026, at 09:15, {WHO} wrote:\n> \n> Dear Jo\n> \n> We got it.\n", f"{A}\n\nJo"),
    "Apple iPhone": (f"{A}\n\nSent from my iPhone\n\n> On 2 Mar 2026, at 09:15, {WHO} wrote:\n> \n> \ufeffDear Jo\n", A),
    "Apple iPhone de": ("Immer noch kaputt.\n\nVon meinem iPhone gesendet\n\n> Am 02.03.2026 um 09:15 schrieb Dsmart Electrical <info@dsmart.example>:\n> \n> \ufeffGuten Tag\n", "Immer noch kaputt."),
    "Apple interleaved": (f"> On 2 Mar 2026, at 09:15, {WHO} wrote:\n> \n> When may we come?\n\nFriday.\n\n> Is somebody at home?\n\nMy mother.\n\nSent from my iPad", "Friday.\n\nMy mother."),
    # Thunderbird
    "Thunderbird bottom de": ("Am 02.03.26 um 09:15 schrieb Dsmart Electrical:\n> Guten Tag,\n> wann dürfen wir kommen?\n\nAm Freitag.\n\nGruß\nJo", "Am Freitag.\n\nGruß\nJo"),
    "Thunderbird interleaved fr": ("Le 02/03/2026 à 09:15, Dsmart Electrical a écrit :\n> Bonjour,\n> Quand pouvons-nous venir ?\nVendredi.\n> Y a-t-il quelqu'un ?\nMa mère.\n", "Vendredi.\nMa mère."),
    "Thunderbird cite prefix": (f"{A}\n\n-------- Original Message --------\nSubject: \tYour complaint\nDate: \tMon, 2 Mar 2026 09:15:00 +0000\nFrom: \tDsmart Electrical <info@dsmart.example>\nTo: \tjo@customer.example\n\nDear Jo", A),
    # Yahoo
    "Yahoo mobile": (f"{A}\n\nSent from Yahoo Mail on Android \n \n  On Mon, 2 Mar 2026 at 9:15, Dsmart Electrical<info@dsmart.example> wrote:   Dear Jo\nWe got it.  \n", A),
    "Yahoo web": (f" {A}\n    On Monday, 2 March 2026 at 09:15:00 GMT, Dsmart Electrical <info@dsmart.example> wrote:  \n \n Dear Jo\nWe got it.  ", A),
    "Yahoo iPhone": (f"{A}\n\nSent from Yahoo Mail for iPhone\n\n\nOn Monday, March 2, 2026, 9:15 AM, Dsmart Electrical <info@dsmart.example> wrote:\n\nDear Jo\n", A),
    # GMX, Web.de
    "GMX web": ("Immer noch kaputt.\n \n\nGesendet: Montag, 02. März 2026 um 09:15\nVon: \"Dsmart Electrical\" <info@dsmart.example>\nAn: jo@customer.example\nBetreff: Re: Ihre Beschwerde\n\nGuten Tag", "Immer noch kaputt."),
    "Web.de app": ("Immer noch kaputt.\n\n-- \nDiese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.\nAm 02.03.26, 09:15, Dsmart Electrical <info@dsmart.example> schrieb:\n> Guten Tag\n", "Immer noch kaputt."),
    "GMX app": ("Immer noch kaputt.\n--\nDiese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.\n\nAm 02.03.26, 09:15 schrieb Dsmart Electrical <info@dsmart.example>:\n\nGuten Tag", "Immer noch kaputt."),
    # Samsung
    "Samsung en": (f"{A}\n\n\nSent from my Galaxy\n\n\n-------- Original message --------\nFrom: Dsmart Electrical <info@dsmart.example> \nDate: 02/03/2026  09:15  (GMT+00:00) \nTo: jo@customer.example \nSubject: Your complaint \n\nDear Jo", A),
    "Samsung es": ("Sigue roto.\n\nEnviado desde mi Galaxy\n\n-------- Mensaje original --------\nDe: Dsmart Electrical <info@dsmart.example> \nFecha: 2/3/26  9:15  (GMT+01:00) \nPara: jo@customer.example \nAsunto: Su reclamación \n\nHola", "Sigue roto."),
    "Samsung nl": ("Nog stuk.\n\nVerzonden vanaf mijn Galaxy\n\n-------- Oorspronkelijk bericht --------\nVan: Dsmart <info@dsmart.example>\nDatum: 02-03-2026 09:15 (GMT+01:00)\nAan: jo@customer.example\nOnderwerp: Uw klacht\n\nHallo", "Nog stuk."),
    # K-9, FairEmail, Proton, Roundcube, Zimbra
    "K-9 top": (f"{A}\n-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.\n\nOn 2 March 2026 09:15:00 GMT, Dsmart <info@dsmart.example> wrote:\n>Dear Jo\n>\n>We got it.", A),
    "K-9 de": ("Kaputt.\n\nAm 2. März 2026 09:15:00 MEZ schrieb Dsmart <info@dsmart.example>:\n>Guten Tag\n\n-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.", "Kaputt."),
    "FairEmail": (f"{A}\n\nOn 2 March 2026 09:15:00 \"Dsmart Electrical\" <info@dsmart.example> wrote:\n\n> Dear Jo\n", A),
    "Proton": (f"{A}\n\nSent with Proton Mail secure email.\n\nOn Monday, 2 March 2026 at 09:15, Dsmart Electrical <info@dsmart.example> wrote:\n\n> Dear Jo\n> We got it.\n", A),
    "Proton mobile": (f"{A}\n\nSent from Proton Mail for iOS.\n\n\n-------- Original Message --------\nOn Monday, 03/02/26 at 09:15 Dsmart Electrical <info@dsmart.example> wrote:\nDear Jo", A),
    "Proton de": ("Kaputt.\n\nGesendet mit Proton Mail sicherer E-Mail.\n\nDsmart Electrical <info@dsmart.example> schrieb am Montag, 2. März 2026 um 09:15:\n\n> Guten Tag\n", "Kaputt."),
    "Roundcube it": ("Rotto.\n\nIl 2026-03-02 09:15 Dsmart Electrical ha scritto:\n> Buongiorno\n", "Rotto."),
    "Roundcube bottom": ("On 2026-03-02 09:15, Dsmart Electrical wrote:\n> Dear Jo\n> When may we come?\n\nOn Friday.", "On Friday."),
    "Zimbra": (f"{A}\n\nFrom: \"Dsmart Electrical\" <info@dsmart.example>\nTo: \"Jo\" <jo@customer.example>\nSent: Monday, 2 March, 2026 09:15:00\nSubject: Your complaint\n\nDear Jo", A),
    "Zimbra fr": ("En panne.\n\n\nDe: \"Dsmart\" <info@dsmart.example>\nÀ: \"Jo\" <jo@customer.example>\nEnvoyé: Lundi 2 Mars 2026 09:15:00\nObjet: Votre réclamation\n\nBonjour", "En panne."),
    "Zimbra dashes": (f"{A}\n\n----- Original Message -----\nFrom: \"Dsmart\" <info@dsmart.example>\nTo: \"Jo\" <jo@customer.example>\nSent: Monday, 2 March, 2026 09:15:00\nSubject: Your complaint\n\nDear Jo", A),
    "Zimbra fr dashes": ("En panne.\n\n----- Mail original -----\nDe: \"Dsmart\" <info@dsmart.example>\nÀ: \"Jo\" <jo@customer.example>\nEnvoyé: Lundi 2 Mars 2026 09:15:00\nObjet: Votre réclamation\n\nBonjour", "En panne."),
    "Orange webmail": ("En panne.\n\n\n> Message du 02/03/26 09:15\n> De : \"Dsmart\" <info@dsmart.example>\n> A : jo@customer.example\n> Copie à : \n> Objet : Votre réclamation\n> \n> Bonjour\n", "En panne."),
    "Free webmail": ("En panne.\n\n----- Mail Original -----\nDe: \"Dsmart\" <info@dsmart.example>\nÀ: jo@customer.example\nEnvoyé: Lundi 2 Mars 2026 09:15:00\nObjet: Votre réclamation\n\nBonjour", "En panne."),
    # Notes
    "Notes": (f"{A}\n\n\n\nFrom:\tDsmart Electrical <info@dsmart.example>\nTo:\tjo@customer.example\nDate:\t02/03/2026 09:15\nSubject:\tYour complaint\n\n\n\nDear Jo", A),
    "Notes de": ("Kaputt.\n\n\nVon:    Dsmart Electrical <info@dsmart.example>\nAn:     jo@customer.example\nKopie:  \nDatum:  02.03.2026 09:15\nBetreff:        Ihre Beschwerde\n\n\nGuten Tag", "Kaputt."),
    "Domino ---": (f"{A}\n\n-----\"Dsmart\" <info@dsmart.example> wrote: -----\nTo: jo@customer.example\nFrom: \"Dsmart\" <info@dsmart.example>\nDate: 02/03/2026 09:15\nSubject: Your complaint\n\nDear Jo", A),
    "GroupWise": (f"{A}\n\n>>> Dsmart Electrical <info@dsmart.example> 02/03/2026 09:15 >>>\nDear Jo\nWe got it.", A),
    "GroupWise 2": (f"{A}\n\n>>> On 02/03/2026 at 09:15, in message <4711@dsmart.example>, Dsmart\n<info@dsmart.example> wrote:\n> Dear Jo\n", A),
    "iCloud web": (f"{A}\n\n> On Mar 2, 2026, at 9:15 AM, Dsmart <info@dsmart.example> wrote:\n> \n> \n> Dear Jo\n", A),
    "Mailspring": (f"{A}\n\nSent from Mailspring, the best free email app for work\nOn Mar 2 2026, at 9:15 am, Dsmart <info@dsmart.example> wrote:\n> Dear Jo\n", A),
    "Evolution de": ("Kaputt.\n\nAm Montag, dem 02.03.2026 um 09:15 +0000 schrieb Dsmart:\n> Guten Tag\n", "Kaputt."),
    "Gnus": ("Dsmart <info@dsmart.example> writes:\n\n> Dear Jo\n> When?\n\nFriday.\n", "Friday."),
    "Zoho": (f"{A}\n\n\n\n---- On Mon, 02 Mar 2026 09:15:00 +0000 Dsmart <info@dsmart.example> wrote ----\n\nDear Jo", A),
    "Zendesk reply": (f"{A}\n\nOn Mon, 2 Mar 2026 at 09:15, {WHO} wrote:\n\n> ##- Please type your reply above this line -##\n>\n> Dear Jo\n", A),
    "Hotmail old": (f"{A}\n\n> Date: Mon, 2 Mar 2026 09:15:00 +0000\n> From: info@dsmart.example\n> To: jo@customer.example\n> Subject: Your complaint\n>\n> Dear Jo\n", A),
    "Hotmail unmarked": (f"{A}\n\nDate: Mon, 2 Mar 2026 09:15:00 +0000\nFrom: info@dsmart.example\nTo: jo@customer.example\nSubject: Your complaint\n\nDear Jo\n", A),
    "Outlook ja": ("まだ壊れています。\n\n差出人: Dsmart <info@dsmart.example> \n送信日時: 2026年3月2日月曜日 9:15\n宛先: Jo <jo@customer.example>\n件名: RE: 苦情\n\nこんにちは", "まだ壊れています。"),
    "Outlook zh": ("还是坏的。\n\n发件人: Dsmart <info@dsmart.example> \n发送时间: 2026年3月2日 9:15\n收件人: Jo <jo@customer.example>\n主题: 答复: 投诉\n\n您好", "还是坏的。"),
    "Outlook ko": ("아직 고장입니다.\n\n보낸 사람: Dsmart <info@dsmart.example>\n보낸 날짜: 2026년 3월 2일 월요일 오전 9:15\n받는 사람: Jo\n제목: RE: 불만\n\n안녕하세요", "아직 고장입니다."),
    "Outlook el": ("Ακόμα χαλασμένο.\n\nΑπό: Dsmart <info@dsmart.example>\nΑποστολή: Δευτέρα, 2 Μαρτίου 2026 9:15 πμ\nΠρος: Jo <jo@customer.example>\nΘέμα: RE: Παράπονο\n\nΓεια σας", "Ακόμα χαλασμένο."),
    "Outlook ro": ("Tot stricat.\n\nDe la: Dsmart <info@dsmart.example>\nTrimis: luni, 2 martie 2026 09:15\nCătre: Jo <jo@customer.example>\nSubiect: RE: Reclamație\n\nBună ziua", "Tot stricat."),
    "Outlook pt": ("Continua avariado.\n\nDe: Dsmart <info@dsmart.example> \nEnviada: 2 de março de 2026 09:15\nPara: Jo <jo@customer.example>\nAssunto: RE: Reclamação\n\nBom dia", "Continua avariado."),
    "Outlook fi": ("Yhä rikki.\n\nLähettäjä: Dsmart <info@dsmart.example> \nLähetetty: maanantai 2. maaliskuuta 2026 9.15\nVastaanottaja: Jo <jo@customer.example>\nAihe: VS: Valitus\n\nHei", "Yhä rikki."),
    "Outlook no": ("Fortsatt ødelagt.\n\nFra: Dsmart <info@dsmart.example> \nSendt: mandag 2. mars 2026 09:15\nTil: Jo <jo@customer.example>\nEmne: SV: Klage\n\nHei", "Fortsatt ødelagt."),
    # disclaimers
    "disclaimer then quote": (f"{A}\n\nThis message is intended only for the addressee and may contain confidential information.\n\nFrom: Dsmart <info@dsmart.example>\nSent: 02 March 2026 09:15\nTo: Jo\nSubject: x\n\nDear Jo", A),
    # our letter: reply above this line
    "below the line": (f"On Mon, 2 Mar 2026 at 09:15, {WHO} wrote:\n> Please reply above this line.\n>\n> Dear Jo\n> When may we come?\n\nOn Friday, and bring a ladder.", "On Friday, and bring a ladder."),
    "below an unmarked": (f"{A}\n\nOn Mon, 2 Mar 2026 at 09:15, {WHO} wrote:\n\nPlease reply above this line\n\nDear Jo\n", A),
}  # fmt: skip

WHO_IN_HTML = 'Dsmart Electrical &lt;<a href="mailto:info@dsmart.example">info@dsmart.example</a>&gt;'

# the same in HTML
PAGES = {
    "gmail": (f'<div dir="ltr">{A}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Mar 2, 2026 at 9:15\u202fAM {WHO_IN_HTML} wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div>Dear Jo</div><div>We got it.</div></blockquote></div>', A),
    "gmail interleaved": (f'<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Mar 2, 2026 at 9:15 AM {WHO_IN_HTML} wrote:<br></div><blockquote class="gmail_quote"><div>When may we come?</div></blockquote><div>Friday.</div><blockquote class="gmail_quote"><div>Is somebody in?</div></blockquote><div>My mother.</div></div></div>', "Friday.\n\nMy mother."),
    "outlook desktop": (f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=EN-GB><div class=WordSection1><p class=MsoNormal>{A}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal><b><span lang=EN-US>From:</span></b><span lang=EN-US> Dsmart Electrical &lt;info@dsmart.example&gt; <br><b>Sent:</b> 02 March 2026 09:15<br><b>To:</b> Jo Simmons<br><b>Subject:</b> RE: Your complaint<o:p></o:p></span></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Dear Jo</p></div></body></html>', A),
    "outlook web": (f'<html><body><div dir="ltr"><div class="elementToProof">{A}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Dsmart &lt;info@dsmart.example&gt;<br><b>Sent:</b> 02 March 2026 09:15<br><b>To:</b> Jo<br><b>Subject:</b> Re: x</font><div>&nbsp;</div></div><div>Dear Jo</div></div></body></html>', A),
    "apple": (f'<html><body>{A}<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>On 2 Mar 2026, at 09:15, Dsmart &lt;info@dsmart.example&gt; wrote:</div><br class="Apple-interchange-newline"><div><div>Dear Jo</div></div></blockquote></div></body></html>', A),
    "iphone": (f'<html><body dir="auto"><div dir="ltr">{A}</div><div dir="ltr"><br>Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">On 2 Mar 2026, at 09:15, Dsmart &lt;info@dsmart.example&gt; wrote:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">Dear Jo</div></blockquote></body></html>', A),
    "thunderbird": (f'<html><body><p>{A}<br></p><div class="moz-cite-prefix">On 02/03/2026 09:15, Dsmart Electrical wrote:<br></div><blockquote type="cite" cite="mid:x@dsmart.example"><p>Dear Jo</p></blockquote></body></html>', A),
    "thunderbird bottom": (f'<html><body><div class="moz-cite-prefix">On 02/03/2026 09:15, Dsmart Electrical wrote:<br></div><blockquote type="cite"><p>When?</p></blockquote><p>{A}</p></body></html>', A),
    "yahoo": (f'<html><body><div class="ydp1yahoo-style-wrap"><div dir="ltr">{A}</div><div><br></div></div><div id="ydp2yahoo_quoted_1" class="ydp2yahoo_quoted"><div><div>On Monday 2 March 2026 at 09:15:00 GMT, Dsmart &lt;info@dsmart.example&gt; wrote:</div><div><br></div><div>Dear Jo</div></div></div></body></html>', A),
    "proton": (f'<div style="font-family: Arial">{A}</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with <a target="_blank" href="https://proton.me/">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">On Monday, 2 March 2026 at 09:15, Dsmart &lt;info@dsmart.example&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">Dear Jo</blockquote></div>', A),
    "zimbra": (f'<html><body><div>{A}</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote style="border-left:2px solid #1010FF;margin-left:5px"><b>From: </b>"Dsmart" &lt;info@dsmart.example&gt;<br><b>To: </b>"Jo" &lt;jo@customer.example&gt;<br><b>Sent: </b>Monday, 2 March, 2026 09:15:00<br><b>Subject: </b>x<br></blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote style="border-left:2px solid"><div>Dear Jo</div></blockquote></div></body></html>', A),
    "gmx": (f'<html><body><div style="font-family: Verdana">{A}<div>&nbsp;</div><div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px 0;"><b>Gesendet:</b>&nbsp;Montag, 02. März 2026 um 09:15 Uhr<br/><b>Von:</b>&nbsp;Dsmart &lt;info@dsmart.example&gt;<br/><b>An:</b>&nbsp;jo@customer.example<br/><b>Betreff:</b>&nbsp;x</div><div name="quoted-content">Guten Tag</div></div></div></body></html>', A),
    "samsung": (f'<html><body><div dir="auto">{A}</div><div><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757" dir="auto">Sent from my Galaxy</div></div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- Original message --------</div><div>From: Dsmart &lt;info@dsmart.example&gt; </div><div>Date: 02/03/2026  09:15  (GMT+00:00) </div><div>To: jo@customer.example </div><div>Subject: x </div><div><br></div></div>Dear Jo</body></html>', A),
    "outlook express": (f'<BODY bgColor=#ffffff><DIV><FONT face=Arial size=2>{A}</FONT></DIV><BLOCKQUOTE style="PADDING-RIGHT: 0px; PADDING-LEFT: 5px; MARGIN-LEFT: 5px; BORDER-LEFT: #000000 2px solid"><DIV style="FONT: 10pt arial">----- Original Message ----- </DIV><DIV style="BACKGROUND: #e4e4e4"><B>From:</B> <A title=info@dsmart.example href="mailto:info@dsmart.example">Dsmart</A> </DIV><DIV><B>To:</B> <A href="mailto:jo@customer.example">Jo</A> </DIV><DIV><B>Sent:</B> Monday, March 02, 2026 9:15 AM</DIV><DIV><B>Subject:</B> x</DIV><DIV><BR></DIV>Dear Jo</BLOCKQUOTE></BODY>', A),
    "tutanota": (f'<div>{A}</div><div><br></div><div>2 Mar 2026, 09:15 by info@dsmart.example:<br></div><blockquote class="tutanota_quote" style="border-left: 1px solid #93A3B8; padding-left: 10px; margin-left: 5px;"><div>Dear Jo</div></blockquote>', A),
    "own blockquote": (f'<p>Your brochure says</p><blockquote><p>ten years guarantee</p></blockquote><p>and {A}</p>', f"Your brochure says\n\nten years guarantee\n\nand {A}"),
    "indent": ('<div>My points</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>no heat</div></blockquote><div>Jo</div>', "My points\nno heat\nJo"),
    "table": ('<table border=1><tr><th>Date</th><th>Reading</th></tr><tr><td>2 March 2026 09:15</td><td>12</td></tr></table><p>Jo</p>', "Date | Reading\n2 March 2026 09:15 | 12\n\nJo"),
}  # fmt: skip
