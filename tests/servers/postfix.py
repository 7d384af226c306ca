"""A real Postfix in a temporary folder, in front of a Dovecot that keeps the mail and knows the passwords. It never leaves the machine."""

from __future__ import annotations

import os
import shutil
import smtplib
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.ports import last_lines, program, wait_for_port

HERE = ("company.test", "customer.test")
REMOTE = "remote.test"

# delay_warning_time and queue_run_delay: so that what takes hours in the world takes seconds here.
_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = {sbin}
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = mx.company.test
mydomain = company.test
myorigin = $mydomain
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
local_recipient_maps =
alias_maps =
alias_database =
virtual_mailbox_domains = {domains}
virtual_mailbox_maps =
virtual_transport = lmtp:inet:127.0.0.1:{lmtp_port}
transport_maps = inline:{{ {{{remote} = smtp:[127.0.0.1]:{remote_port}}} }}
default_transport = error:5.1.2 no route from here
relay_transport = error:5.1.2 no route from here
disable_dns_lookups = yes
smtp_dns_support_level = disabled
recipient_delimiter = +
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = {policy}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl_port}
smtpd_sasl_security_options =
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
minimal_backoff_time = 2s
maximal_backoff_time = 2s
queue_run_delay = 1s
delay_warning_time = 1s
bounce_queue_lifetime = 1h
maximal_queue_lifetime = 1h
enable_long_queue_ids = yes
"""

_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """Takes mail for company.test and customer.test from anybody and gives it to `mailboxes`; for remote.test it takes mail from
    whoever logs in and passes it on to `remote_port`; it refuses every other domain.

    `policy_port`: a policy service that is asked about every recipient. `mailboxes` must run before this starts.
    """

    def __init__(self, mailboxes: Dovecot, *, remote_port: int = 9, policy_port: int = 0) -> None:
        self._program = program("postfix", "postfix")
        if os.geteuid() != 0:
            pytest.skip("Postfix starts as root only")
        self._mailboxes, self._remote_port, self._policy_port = mailboxes, remote_port, policy_port
        self.host, self.port, self.password = "127.0.0.1", mailboxes.submission_port, PASSWORD
        self.folder = Path(tempfile.mkdtemp(prefix="postfix-"))
        self.folder.chmod(0o755)
        self._etc = self.folder / "etc"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        for made in ("etc", "queue", "data"):
            (self.folder / made).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        (self._etc / "main.cf").write_text(self._written_main())
        (self._etc / "master.cf").write_text(_MASTER.format(port=self.port))
        self._process = subprocess.Popen(
            [self._program, "-c", str(self._etc), "start-fg"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_for_port(self.port, timeout_seconds=20)
        except TimeoutError as exc:
            log = last_lines(self.folder / "mail.log")
            self.stop()
            raise RuntimeError(f"Postfix did not start:\n{log}") from exc

    def stop(self) -> None:
        """Ends the process that `start` began, and removes the folder."""
        if self._process is not None:
            subprocess.run([self._program, "-c", str(self._etc), "stop"], capture_output=True)
            self._process.wait(timeout=20)
            self._process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def submit(self, sender: str, recipient: str, content: bytes) -> None:
        """As a mail client does, logged in as the sender."""
        with smtplib.SMTP(self.host, self.port, timeout=20) as smtp:
            smtp.login(sender, self.password)
            smtp.sendmail(sender, [recipient], content)

    def _written_main(self) -> str:
        return _MAIN.format(
            folder=self.folder,
            sbin=Path(self._program).parent,
            domains=", ".join(HERE),
            lmtp_port=self._mailboxes.lmtp_port,
            sasl_port=self._mailboxes.sasl_port,
            remote=REMOTE,
            remote_port=self._remote_port,
            policy=f"check_policy_service inet:127.0.0.1:{self._policy_port}" if self._policy_port else "",
        )
