"""A mailbox over its quota, on a server that can only copy: what is done is done, and stands in the inbox until there is room."""

from __future__ import annotations

from pathlib import Path

import pytest
from imapclient import IMAPClient

from mailbot.intake import take_in
from tests.pipeline.test_reconcile import digest
from tests.pipeline.world import NOW, Firm, mail
from tests.servers.dovecot import Dovecot
from tests.servers.imap import USER, Mailboxes

pytestmark = pytest.mark.server


def test_a_mailbox_over_its_quota_is_read_and_answered_and_the_directors_hear_of_it(
    tmp_path: Path, mailboxes: Mailboxes
) -> None:
    content = mail()
    with (
        Dovecot(old=True, behind_postfix=True) as server,
        IMAPClient(server.host, server.port, ssl=False) as colleague,
    ):
        server.add_user(USER, quota_bytes=len(content) * 5 // 2)
        colleague.login(USER, server.password)
        colleague.create_folder("INBOX.Old mail")
        colleague.append("INBOX.Old mail", content, msg_time=NOW)
        colleague.append("INBOX", content, msg_time=NOW)
        firm = Firm(tmp_path, name="company")
        inbox = mailboxes.opened(server, done_folder="Processed")
        take_in(firm.desk, "company", inbox, NOW)
        firm.send()
        assert "sam@customer.example" in [to for to, _ in firm.wire.taken]
        assert firm.value("SELECT last_read_at FROM mailbox") is not None
        assert server.count(USER, "INBOX") == 1
        assert "1 message is dealt with and still in the inbox" in digest(firm)

        colleague.delete_folder("INBOX.Old mail")
        take_in(firm.desk, "company", mailboxes.opened(server, done_folder="Processed"), NOW)
        assert server.count(USER, "INBOX") == 0
        assert firm.value("SELECT count(*) FROM case_file") == 1
        firm.close()
