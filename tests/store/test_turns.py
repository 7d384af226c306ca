"""Threads that want the database at once: one at a time, in the order of coming, the urgent first."""

from __future__ import annotations

import threading
import time

from mailbot.store.turns import Turns


def queued(turns: Turns, order: list[str], *names: str) -> list[threading.Thread]:
    """A thread a name, each in the line before the next one comes; names in capitals are urgent."""
    threads = []

    def come(name: str) -> None:
        with turns.taken(urgent=name.isupper()):
            order.append(name)

    for name in names:
        thread = threading.Thread(target=come, args=(name,))
        before = turns.waiting
        thread.start()
        while turns.waiting == before:
            time.sleep(0.001)
        threads.append(thread)
    return threads


def test_they_go_in_the_order_of_coming_and_the_urgent_first() -> None:
    turns, order = Turns(), list[str]()
    with turns.taken():
        threads = queued(turns, order, "a", "b", "X", "c", "Y")
    for thread in threads:
        thread.join()
    assert order == ["X", "Y", "a", "b", "c"]
    assert turns.waiting == 0


def test_who_has_the_turn_may_take_it_again_and_keeps_it() -> None:
    turns, order = Turns(), list[str]()
    with turns.taken():
        threads = queued(turns, order, "a")
        with turns.taken():
            pass
        assert order == []
    threads[0].join()
    assert order == ["a"]


def test_no_two_have_it_at_once() -> None:
    turns, inside, most = Turns(), 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(300):
            with turns.taken():
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, inside, turns.waiting) == (1, 0, 0)


def test_an_error_inside_hands_the_turn_on() -> None:
    turns, order = Turns(), list[str]()
    try:
        with turns.taken():
            threads = queued(turns, order, "a")
            raise LookupError
    except LookupError:
        threads[0].join()
    assert order == ["a"]
