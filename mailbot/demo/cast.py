"""The people of the demo's story: two companies and those who write to them. All of them are made up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Human:
    """Somebody with a mail client. `roles` is empty for people outside the firm."""

    name: str
    address: str
    what: str  # who they are, in words
    roles: tuple[str, ...] = ()
    signature: str = ""

    @property
    def role(self) -> str:
        """What to call them beside their name; "" for people outside the firm."""
        return self.roles[0].replace("hr", "HR") if self.roles else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """`name` is the mailbox's name and the file name of its procedure."""

    name: str
    title: str
    address: str
    what: str
    staff: tuple[Human, ...]


# ------------------------------------------------------------------------------------------------------------ companies

ANNA = Human(
    name="Anna Field",
    address="anna@dsmart.example",
    what="deals with complaints",
    roles=("handler",),
    signature="Anna Field\nCustomer care, Dsmart Electrical",
)
BOB = Human(name="Bob Wright", address="bob@dsmart.example", what="engineer", roles=("engineer",))
RUTH = Human(name="Ruth Hall", address="ruth@dsmart.example", what="director", roles=("director",))
SAM = Human(
    name="Sam Okafor",
    address="sam@tinytracker.example",
    what="deals with complaints",
    roles=("handler",),
    signature="Sam Okafor\nTiny Tracker",
)
GRACE = Human(name="Grace Lim", address="grace@tinytracker.example", what="director", roles=("director",))
HELEN = Human(name="Helen Marsh", address="helen@tinytracker.example", what="HR manager", roles=("hr",))

DSMART = Company(
    name="dsmart",
    title="Dsmart Electrical",
    address="info@dsmart.example",
    what="fits heat pumps and solar panels",
    staff=(ANNA, BOB, RUTH),
)
TINYTRACKER = Company(
    name="tinytracker",
    title="Tiny Tracker",
    address="info@tinytracker.example",
    what="sells software to nurseries and schools",
    staff=(SAM, GRACE, HELEN),
)
COMPANIES = (DSMART, TINYTRACKER)

# ------------------------------------------------------------------------------------------------------------ customers

JO = Human(
    name="Jo Simmons",
    address="jo.simmons@customer.example",
    what="has no heating",
    signature="Jo Simmons, 14 Mill Lane",
)
TOM = Human(
    name="Tom Webb",
    address="tom.webb@oldjob.example",
    what="his solar panels stopped; his mailbox is closed that same day",
)
TOM_AT_HOME = Human(name="Tom Webb", address="tom.webb@home.example", what="the same Tom, at his new address")
RICKY = Human(
    name="Ricky Vane",
    address="ricky.vane@elsewhere.example",
    what="a stranger who got hold of Jo's reference",
)
MARIA = Human(
    name="Maria Lopez",
    address="maria.lopez@littleoaks.example",
    what="was charged twice by Tiny Tracker",
    signature="Maria Lopez\nManager, Little Oaks Nursery",
)
CUSTOMERS = (JO, TOM, MARIA, RICKY)
