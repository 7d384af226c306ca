"""What a message's outcome and a change to a case mean, for people who did not write the program. Tables only."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Content = Mapping[str, object]

OUTCOMES: Mapping[str, str] = {
    "new_complaint": "it opened the case, as a complaint",
    "new_enquiry": "it opened the case, as an enquiry, for a person to decide whether it is a complaint",
    "follow_up": "it was added to the case",
    "stage_two": "it was taken as the request for a review, and stage two began",
    "closed_case": "it was added to the case, which was closed; the handler was asked what to do",
    "unconfirmed": "it was kept as from somebody who is not known to be on the case; only the handler was told",
    "duplicate": "the same message had been recorded before; it was kept once more and changed nothing",
    "seen_before": "the same bytes had been dealt with under another number of the server; nothing was done twice",
    "stale": "it was old already when mailbot first saw it; it was recorded and listed for a person",
    "spam": "it reads as advertising; it was kept and nobody was troubled",
    "own": "it is a letter of our own that came back; nothing was done",
    "outside_body": "it is from an outside body; the handler was shown it",
    "out_of_office": "it is an absence notice; it was kept, starts nothing and stops nothing",
    "staff_away": "it is a colleague's absence notice; it was kept, and the directors hear that they are away",
    "staff_away_told": "it is a colleague's absence notice; it was kept, and a director was told at once that they are away",
    "through_a_program": "a program sent it, and somebody may have written it; the handler was shown it, and it moved no clock",
    "auto_reply": "it is an automatic reply; it was kept, starts nothing and stops nothing",
    "list": "it is mail to a list; it was kept, starts nothing and stops nothing",
    "generated": "a machine wrote it; it was kept, starts nothing and stops nothing",
    "read_receipt": "it is a read receipt; it was kept, starts nothing and stops nothing",
    "automatic": "a machine wrote it; it was kept, starts nothing and stops nothing",
    "bounce": "it says that a letter of ours came back; the letter counts as not given",
    "bounce_again": "it says once more that a letter of ours came back",
    "delivery_delayed": "it says that a letter of ours is delayed; it was kept",
    "delivery_report": "it says that a letter of ours was delivered; it was kept",
    "report_unmatched": "it is a delivery report about a letter that is not known; it was kept",
    "review_recorded": "it is the directors' record of the periodic review",
    "staff_note": "it was filed as an internal note; nothing went out",
    "staff_refused": "it asked for something that was refused; its author was told why",
    "staff_command": "its commands were obeyed",
    "opened_by_staff": "a colleague opened the case with it",
    "relayed": "a colleague's words, which went to the customer",
    "held": "a colleague's words, which are held until somebody confirms them",
    "calendar_answer": "it answers an invitation to a visit; it was kept, and stops no clock",
    "calendar_answer_refused": "it answers an invitation that did not go to its sender; it was kept apart, and a person was told",
    "sent_by_hand": "a colleague sent it from the shared mailbox; it is a contact, and a person says which letter it was, if any",
    "sent_perhaps": "a colleague sent it from the shared mailbox to this customer; a person says whether it is about this case",
    "sent_about_case": "a colleague passed it on from the shared mailbox; it was filed as an internal note",
    "sent_elsewhere": "a colleague sent it from the shared mailbox, about no case; its words were not kept",
    "sent_before": "it was sent before mailbot first looked at sent mail; it was not read",
    "parked": "it could not be handled and is parked",
}

UNANSWERED: Mapping[str, str] = {
    "new_enquiry": "it does not read as a complaint, so a person answers it",
    "follow_up": "the customer had been answered within the time that the procedure leaves between two such letters, "
    "or it may not be answered by machine, or the case is an enquiry",
    "closed_case": "the case was closed, and a person decides whether to take it up again",
    "unconfirmed": "its sender is not known to be on the case, and a stranger is told nothing",
    "duplicate": "the first copy was dealt with",
    "seen_before": "the first copy was dealt with",
    "stale": "it was too old for an automatic letter when it was first seen",
    "spam": "it reads as advertising",
    "own": "it is our own",
    "outside_body": "a person answers an outside body",
    "relayed": "it is from a colleague",
    "held": "it is from a colleague",
    "staff_note": "it is from a colleague",
    "staff_refused": "it is from a colleague",
    "staff_command": "it is from a colleague",
    "opened_by_staff": "it is from a colleague",
    "review_recorded": "it is from a colleague",
    "calendar_answer": "answers to invitations get no answer",
    "calendar_answer_refused": "answers to invitations get no answer",
    "sent_by_hand": "it is from a colleague",
    "sent_perhaps": "it is from a colleague",
    "sent_about_case": "it is from a colleague",
}


def change_told(type_: str, content: Content) -> str:
    """What an event changed, in a sentence; "" for events that messages, letters and clocks tell of already."""
    tell = _CHANGES.get(type_)
    return tell(content) if tell is not None else ""


def _changed(event: Content) -> str:
    by = f" with {event['visitor']}" if event.get("visitor") else ""
    return f"{str(event.get('field', '')).replace('.', ', ')} is now '{event.get('value', '')}'{by}"


def _contact(event: Content) -> str:
    """Contacts that did not come by mail; mail stands among the messages and letters."""
    if event.get("channel") == "email":
        return ""
    tried = "tried to reach the customer" if event.get("attempted") else "recorded"
    return f"{tried}: {event.get('channel')}, by {event.get('from')}"


_CHANGES: Mapping[str, Callable[[Content], str]] = {
    "case.opened": lambda e: f"the case was opened ({e.get('kind')}) for {e.get('customer')}",
    "case.kind": lambda e: f"{e.get('by')} decided what it is: {e.get('kind')}",
    "case.stage": lambda e: f"stage {e.get('stage')}: {e.get('why')}",
    "case.changed": _changed,
    "case.closed": lambda e: f"the case was closed: {e.get('why')}",
    "case.reopened": lambda e: f"the case was taken up again: {e.get('why')}",
    "clock.changed": lambda e: f"the clock '{e.get('clock')}' now runs until {e.get('due')}: {e.get('why')}",
    "clock.breached": lambda e: f"the clock '{e.get('clock')}' ran out",
    "contact.recorded": _contact,
    "flag.cleared": lambda e: f"{e.get('flag')} was cleared by {e.get('by')}: {e.get('reason')}",
    "letter.bounced": lambda e: f"the letter '{e.get('letter')}' to {e.get('to')} came back ({e.get('status')})",
    "letter.released": lambda e: f"the letter '{e.get('letter')}' was released by {e.get('by')}",
}
