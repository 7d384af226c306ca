"""What is delivered in a soak: new complaints, customers' further words on them, and messages that a mail server delivers twice."""

from __future__ import annotations

import email.policy
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from random import Random

from tests.e2e.test_daemon import complaint

FURTHER = 0.1
AGAIN = 0.05


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One message to one mailbox. `customer` is the number of whoever wrote it."""

    address: str
    customer: int
    message_id: str
    content: bytes = field(repr=False)
    new: bool = False  # the customer's first
    again: bool = False  # the bytes of one before


@dataclass(frozen=True, kw_only=True)
class Post:
    """Everything that is delivered, in order."""

    deliveries: Sequence[Delivery]

    @classmethod
    def drawn(cls, random: Random, messages: int, addresses: Sequence[str]) -> Post:
        made: list[Delivery] = []
        first: dict[str, list[Delivery]] = {address: [] for address in addresses}
        for number in range(messages):
            address = addresses[number % len(addresses)]
            there, chance = first[address], random.random()
            if there and chance < FURTHER:
                made.append(_further(number, random.choice(there)))
            elif there and chance < FURTHER + AGAIN:
                before = random.choice(there)
                made.append(Delivery(**{**vars(before), "new": False, "again": True}))
            else:
                made.append(_complaint(number, address))
                there.append(made[-1])
        return cls(deliveries=made)

    def __len__(self) -> int:
        return len(self.deliveries)

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self.deliveries)

    @property
    def new(self) -> dict[str, Delivery]:
        """The complaints, each by its sender's address."""
        return {customer(d.customer): d for d in self.deliveries if d.new}

    @property
    def words(self) -> Counter[str]:
        """How many different messages came from each address."""
        return Counter(customer(d.customer) for d in self.deliveries if not d.again)

    @property
    def held(self) -> Counter[tuple[str, str]]:
        """How often each Message-ID was delivered to each mailbox."""
        return Counter((d.address, d.message_id) for d in self.deliveries)


def customer(number: int) -> str:
    return f"customer{number}@customer.example"


def _complaint(number: int, address: str) -> Delivery:
    content = complaint(number, address)
    return Delivery(
        address=address, customer=number, message_id=f"<complaint-{number}@customer.example>", content=content, new=True
    )


def _further(number: int, before: Delivery) -> Delivery:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = f"Customer {before.customer} <{customer(before.customer)}>"
    message["To"] = before.address
    message["Subject"] = f"Re: Complaint {before.customer}: roof tile broken"
    message["Message-ID"] = f"<further-{number}@customer.example>"
    message["In-Reply-To"] = before.message_id
    message["Date"] = "Tue, 03 Mar 2026 12:20:00 +0000"
    message.set_content(f"And now it rains in, said for the {number}th time. Please call me.\n")
    return Delivery(
        address=before.address,
        customer=before.customer,
        message_id=f"<further-{number}@customer.example>",
        content=message.as_bytes(),
    )
