"""Builds what Outlook builds: winmail.dat streams and .msg files, as small as they can be."""

from __future__ import annotations

import struct

UNICODE, BINARY, LONG, OBJECT = 0x1F, 0x102, 0x03, 0x0D
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def mapi(*properties: tuple[int, int, bytes]) -> bytes:
    """A list of (number, type, value) as TNEF writes it (MS-OXTNEF 2.1.3.5)."""
    out = struct.pack("<I", len(properties))
    for number, kind, value in properties:
        out += struct.pack("<HH", kind, number)
        if kind == LONG:
            out += value.ljust(4, b"\0")
        else:
            out += struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return out


def attribute(level: int, name: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def tnef(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def attached(title: bytes, data: bytes, *properties: tuple[int, int, bytes]) -> bytes:
    """The attributes of one file in a winmail.dat."""
    parts = attribute(2, 0x9002, b"\0" * 14) + attribute(2, 0x8010, title + b"\0") + attribute(2, 0x800F, data)
    return parts + (attribute(2, 0x9005, mapi(*properties)) if properties else b"")


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


Storage = dict[str, "bytes | Storage"]


def letter(properties: dict[int, tuple[int, bytes]], *, head: int = 32, **stores: Storage) -> Storage:
    """A storage of a .msg file: long properties as streams, the others in the table of fixed ones."""
    found: Storage = {}
    table = b"\0" * head
    for number, (kind, value) in properties.items():
        if kind in (UNICODE, BINARY):
            found[f"__substg1.0_{number:04X}{kind:04X}"] = value
        else:
            table += struct.pack("<HHI8s", kind, number, 6, value.ljust(8, b"\0"))
    found["__properties_version1.0"] = table
    return found | stores


def msg(root: Storage) -> bytes:
    """An OLE compound file (MS-CFB) of that tree. What is shorter than 4096 bytes is padded with zeros, which end a text:
    a shorter stream would have to stand in a file of its own inside the file."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries: list[bytes] = []

    def store(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[n : n + _SECTOR].ljust(_SECTOR, b"\0") for n in range(0, len(data), _SECTOR)]
        sectors.extend(pieces)
        chain.extend([*range(first + 1, first + len(pieces)), _END] if pieces else [])
        return first if pieces else _END

    def entry(name: str, kind: int, start: int, size: int) -> int:
        raw = wide(name)
        entries.append(
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw) + 2, kind, 1, _FREE, _FREE, _FREE)
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )
        return len(entries) - 1

    def link(number: int, at: int, to: int) -> None:
        entries[number] = entries[number][:at] + struct.pack("<I", to) + entries[number][at + 4 :]

    def fill(parent: int, tree: Storage) -> None:
        before = -1
        for name in sorted(tree, key=lambda n: (len(n), n.upper())):
            content = tree[name]
            if isinstance(content, bytes):
                content = content.ljust(4096, b"\0")
                number = entry(name, 2, store(content), len(content))
            else:
                number = entry(name, 1, 0, 0)
                fill(number, content)
            link(*((parent, 76, number) if before < 0 else (before, 72, number)))
            before = number

    fill(entry("Root Entry", 5, _END, 0), root)
    directory = store(b"".join(entries))
    fat_first, fat_sectors = len(sectors), 1
    while (len(sectors) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    chain += [_FAT] * fat_sectors
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(fat_sectors * _SECTOR, b"\xff")
    difat = [*range(fat_first, fat_first + fat_sectors)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<9I", 0, fat_sectors, directory, 0, 0, _END, 0, _END, 0)
    return head + struct.pack("<109I", *difat, *[_FREE] * (109 - len(difat))) + b"".join(sectors) + fat
