"""A real Dovecot in a temporary folder: any number of accounts with one password, IMAP and LMTP on free ports."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import smtplib
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers.certificates import Certificate
from tests.servers.ports import free_port, last_lines, missing, program, wait_for_port

PASSWORD = "test"
# Mail belongs to a number that nobody on the machine has; Dovecot needs no entry in the password file for it.
_MAIL_OWNER = 52143

_CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = mailbot-test-{imap_port}
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login{mechanisms}
mail_location = maildir:{folder}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
mailbox_list_index = yes
mail_fsync = never
auth_failure_delay = 0
recipient_delimiter = +
{accounts}
{tls}{oauth}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN {folder}/users/%u
}}
userdb {{
  driver = passwd-file
  args = {folder}/users/%u
  default_fields = uid={uid} gid={gid} home={folder}/mail/%u/home
}}
namespace inbox {{
  inbox = yes
{folders}
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
service anvil {{
  {chroot}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  {chroot}
}}
{postfix}
"""

_FOR_POSTFIX = """\
submission_host = 127.0.0.1:{submission_port}
postmaster_address = postmaster@company.test
protocol lmtp {{
  mail_plugins = sieve quota
}}
protocol imap {{
  mail_plugins = quota
}}
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_vacation_min_period = 0
  sieve_extensions = +editheader
  quota = maildir:User quota
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {sasl_port}
  }}
}}
"""

_MODERN = """\
  mailbox "Sent Mail" {
    auto = subscribe
    special_use = \\Sent
  }
"""

_OAUTH = """\
introspection_mode = post
introspection_url = {url}
active_attribute = active
active_value = true
username_attribute = username
username_format = %u
timeout_msecs = 3000
"""

_OLD = """\
  prefix = INBOX.
  separator = .
"""


class Dovecot:
    """`old=True`: no IDLE, MOVE or SPECIAL-USE, and folders live under "INBOX."; `uidplus=False`: no UIDPLUS either.

    `behind_postfix`: what it takes to stand behind one: it is asked for passwords at `sasl_port`, keeps to quotas, runs what
    people wrote in Sieve (Pigeonhole) and submits the answers at `submission_port`.

    With a certificate STARTTLS is offered and `imaps_port` is open. `introspection_url`: logins by access token are taken too,
    and whose they are is asked there.
    """

    def __init__(
        self,
        *users: str,
        old: bool = False,
        uidplus: bool = True,
        certificate: Certificate | None = None,
        introspection_url: str = "",
        behind_postfix: bool = False,
    ) -> None:
        self._introspection_url = introspection_url
        self._program = program("dovecot", "dovecot-imapd dovecot-lmtpd")
        self._doveadm = program("doveadm", "dovecot-core")
        self.host = "127.0.0.1"
        self.password = PASSWORD
        self.port, self.imaps_port, self.lmtp_port = free_port(), free_port() if certificate else 0, free_port()
        self.sasl_port, self.submission_port = (free_port(), free_port()) if behind_postfix else (0, 0)
        self._old, self._uidplus, self._certificate = old, uidplus, certificate
        # Not pytest's folder: Dovecot's own users must be able to walk into it, and a socket's path is short.
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.folder.chmod(0o755)
        self._config = self.folder / "dovecot.conf"
        self._process: subprocess.Popen[bytes] | None = None
        for made in ("run", "state", "mail", "users"):
            (self.folder / made).mkdir()
        uid, gid = _owner()
        os.chown(self.folder / "mail", uid, gid)
        for user in users:
            self.add_user(user)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def add_user(self, address: str, *, quota_bytes: int = 0) -> None:
        """An account more, before or after the start. A file each: Dovecot reads a changed one only a second later."""
        quota = f"userdb_quota_rule=*:bytes={quota_bytes}" if quota_bytes else ""
        (self.folder / "users" / address).write_text(f"{address}:{PASSWORD}::::::{quota}\n")

    def goes_away(self, address: str, words: str) -> None:
        """The account answers by itself, as RFC 5230 (vacation) says, also to mail that asks for no such answer, as many servers do."""
        home = self.folder / "mail" / address / "home"
        home.mkdir(parents=True)
        script = (
            'require ["vacation", "editheader"];\n'
            'deleteheader "X-Auto-Response-Suppress";\n'
            f'vacation :days 7 :subject "Out of office" :addresses ["{address}"] "{words}";\n'
        )
        (home / ".dovecot.sieve").write_text(script)
        for made in (home.parent, home, home / ".dovecot.sieve"):
            os.chown(made, *_owner())

    def start(self) -> None:
        self._config.write_text(self._written_config())
        self._process = subprocess.Popen(
            [self._program, "-F", "-c", str(self._config)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        try:
            wait_for_port(self.port)
        except TimeoutError as exc:
            log = last_lines(self.folder / "dovecot.log")
            self.stop()
            raise RuntimeError(f"Dovecot did not start:\n{log}") from exc

    def stop(self) -> None:
        """Ends the process that `start` began, and removes the folder."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=20)
            self._process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def deliver(self, user: str, content: bytes, reverse_path: str = "someone@elsewhere.test") -> None:
        """Delivers as a mail server does, by LMTP; the message has arrived when this returns."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as lmtp:
            lmtp.sendmail(reverse_path, [user], content)

    def doveadm(self, *args: str) -> str:
        """What doveadm printed. Raises CalledProcessError."""
        done = subprocess.run([self._doveadm, "-c", self._config, *args], check=True, capture_output=True, text=True)
        return done.stdout

    def try_doveadm(self, *args: str) -> bool:
        """Did it work? A folder may not be there at the moment."""
        return subprocess.run([self._doveadm, "-c", self._config, *args], capture_output=True).returncode == 0

    def change_uidvalidity(self, user: str, uidvalidity: int, folder: str = "INBOX") -> None:
        self.doveadm("mailbox", "update", "-u", user, "--uid-validity", str(uidvalidity), folder)

    def folders(self, user: str) -> list[str]:
        return self.doveadm("mailbox", "list", "-u", user).split("\n")[:-1]

    def count(self, user: str, folder: str) -> int:
        return int(self.doveadm("mailbox", "status", "-u", user, "messages", folder).rpartition("messages=")[2])

    def message_ids(self, user: str) -> list[tuple[str, str]]:
        """(folder, Message-ID) of every message that the account holds."""
        found = self.doveadm("-f", "tab", "fetch", "-u", user, "mailbox hdr.message-id", "all").splitlines()[1:]
        return [(folder, message_id) for folder, _, message_id in (line.partition("\t") for line in found)]

    def flags(self, user: str, folder: str = "INBOX") -> list[str]:
        """The flags of each message, as doveadm prints them."""
        return [line.partition("flags: ")[2] for line in self.doveadm(
            "fetch", "-u", user, "flags", "mailbox", folder).splitlines() if line.startswith("flags:")]  # fmt: skip

    def _written_config(self) -> str:
        uid, gid = _owner()
        capability = "IMAP4rev1 LITERAL+ CHILDREN NAMESPACE" + (" UIDPLUS" if self._uidplus else "")
        return _CONFIG.format(
            folder=self.folder,
            uid=uid,
            gid=gid,
            imap_port=self.port,
            imaps_port=self.imaps_port,
            lmtp_port=self.lmtp_port,
            chroot="" if os.geteuid() == 0 else "chroot =",
            accounts="" if os.geteuid() == 0 else _own_accounts(),
            tls=self._tls() + (f"protocol imap {{\n  imap_capability = {capability}\n}}\n" if self._old else ""),
            mechanisms=" xoauth2 oauthbearer" if self._introspection_url else "",
            oauth=self._written_oauth(),
            folders=_OLD if self._old else _MODERN,
            postfix=self._written_for_postfix(),
        )

    def _written_for_postfix(self) -> str:
        if not self.sasl_port:
            return ""
        if not Path("/usr/lib/dovecot/modules/lib90_sieve_plugin.so").exists():
            missing("Pigeonhole", "dovecot-sieve")
        return _FOR_POSTFIX.format(sasl_port=self.sasl_port, submission_port=self.submission_port)

    def _written_oauth(self) -> str:
        if not self._introspection_url:
            return ""
        file = self.folder / "oauth2.conf.ext"
        file.write_text(_OAUTH.format(url=self._introspection_url))
        return f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {file}\n}}\n"

    def _tls(self) -> str:
        if self._certificate is None:
            return "ssl = no\n"
        return f"ssl = yes\nssl_cert = <{self._certificate.cert}\nssl_key = <{self._certificate.key}\n"


def _owner() -> tuple[int, int]:
    return (_MAIL_OWNER, _MAIL_OWNER) if os.geteuid() == 0 else (os.geteuid(), os.getegid())


def _own_accounts() -> str:
    """Without root every process of Dovecot runs as whoever runs the tests."""
    user, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
    return f"default_internal_user = {user}\ndefault_internal_group = {group}\ndefault_login_user = {user}\n"
