"""No order of events breaks a call: property-based over the table and over the whole city."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import (
    guests,
    look,
    media,
    observing,
    repository,
    sweeping,
    talk,
    tickets,
    vigils,
)
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.lifecycle import TABLE, Event, State, step
from iga_madoguchi.domain.calls.policy import PRIORITIES
from iga_madoguchi.domain.calls.views import CallView
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import DomainError, WrongOrder
from tests.cast import City, make_city
from tests.domain.conftest import quick_hashes

BRANCHES = ("ayama", "aoyama", "iga")
DESKS = ("kodomo", "hoken")


def test_nothing_leaves_the_end_and_only_the_end_has_a_reason() -> None:
    assert all(row.source is not State.ENDED for row in TABLE)
    assert all((row.target is State.ENDED) == (row.reason is not None) for row in TABLE)
    assert {row.event for row in TABLE} == set(Event)


@pytest.mark.parametrize("event", list(Event))
def test_an_event_out_of_order_is_an_expected_case_with_a_name(event: Event) -> None:
    with pytest.raises(WrongOrder) as refused:
        step(State.ENDED, event)
    assert refused.value.code == "calls.call.ended"


def media_vigils(city: City) -> list[str]:
    """Ids of every vigil that is asked for or on."""
    with city.database.reading() as session:
        return [found.id for found in repository.vigils(session)]


class AnyOrder(RuleBasedStateMachine):
    """Branches, desks, time and presence act in any order; the invariants hold after each step."""

    @initialize()
    def lay_out(self) -> None:
        self.directory = Path(tempfile.mkdtemp())
        self.city: City = make_city(self.directory)
        terminals.serve(self.city.database, "hoken", "hoiku", SYSTEM)
        self.branches: dict[str, Identity] = {name: self.city.branch(name) for name in BRANCHES}
        self.desks: dict[str, Identity] = {name: self.city.desk(name) for name in DESKS}
        self.bureau = self.city.admin()
        self.placed: dict[str, str] = {}
        self.notes: list[tuple[str, str]] = []

    def _try(self, verb: object, *arguments: object) -> None:
        try:
            verb(self.city.database, self.city.presence, *arguments)  # type: ignore[operator]
        except DomainError:
            pass

    @rule(
        branch=st.sampled_from(BRANCHES),
        department=st.sampled_from(("hoiku", "hoiku", "kodomo", "hoken", "kaigo")),
    )
    def place(self, branch: str, department: str) -> None:
        """Who needs hoiku has two other matters too."""
        then = ("hoken", "kodomo") if department == "hoiku" else ()
        try:
            who = self.branches[branch]
            call_id = calls.place(self.city.database, self.city.presence, who, department, then=then)
            self.placed[call_id] = branch
        except DomainError:
            pass

    @rule(
        branch=st.sampled_from(BRANCHES),
        desk=st.sampled_from(DESKS),
        verb=st.sampled_from((calls.answer, calls.pick)),
    )
    def whole_call(self, branch: str, desk: str, verb: object) -> None:
        """Placed and taken: alone, chance would rarely get this far."""
        before = set(self.placed)
        self.place(branch, "hoiku")
        for call_id in set(self.placed) - before:
            self._try(verb, self.desks[desk], call_id)

    @rule(
        desk=st.sampled_from(DESKS),
        verb=st.sampled_from((calls.answer, calls.pick, calls.hang_up)),
        which=st.integers(0, 9),
    )
    def desk_acts(self, desk: str, verb: object, which: int) -> None:
        if self.placed:
            self._try(verb, self.desks[desk], self._one_of_placed(which))

    @rule(desk=st.sampled_from(DESKS), reason=st.sampled_from(("wait3", "away")), which=st.integers(0, 9))
    def decline(self, desk: str, reason: str, which: int) -> None:
        if self.placed:
            self._try(calls.decline, self.desks[desk], self._one_of_placed(which), reason)

    @rule(which=st.integers(0, 9))
    def branch_hangs_up(self, which: int) -> None:
        if self.placed:
            call_id = self._one_of_placed(which)
            self._try(calls.hang_up, self.branches[self.placed[call_id]], call_id)

    def _one_of_placed(self, which: int) -> str:
        newest_first = list(reversed(self.placed))
        return newest_first[which % len(newest_first)]

    @rule(
        desk=st.sampled_from(DESKS),
        verb=st.sampled_from(
            (
                *(talk.hold, talk.resume, talk.go_on),
                *(tickets.recall, tickets.miss, tickets.discard),
                *(guests.join, guests.leave, observing.agree, observing.end),
            )
        ),
        which=st.integers(0, 9),
    )
    def desk_goes_on(self, desk: str, verb: object, which: int) -> None:
        if self.placed:
            self._try(verb, self.desks[desk], self._one_of_placed(which))

    @rule(
        desk=st.sampled_from(DESKS),
        department=st.sampled_from(("hoiku", "kodomo", "hoken", "kaigo")),
        which=st.integers(0, 9),
    )
    def transfer(self, desk: str, department: str, which: int) -> None:
        if not self.placed:
            return
        call_id = self._one_of_placed(which)
        note = f"note {len(self.notes)}"
        try:
            talk.transfer(self.city.database, self.city.presence, self.desks[desk], call_id, department, note)
        except DomainError:
            return
        self.notes.append((call_id, note))

    @rule(
        desk=st.sampled_from(DESKS),
        guest=st.sampled_from(BRANCHES + DESKS),
        kind=st.sampled_from(("desk", "interpreter")),
        which=st.integers(0, 9),
    )
    def ask(self, desk: str, guest: str, kind: str, which: int) -> None:
        if self.placed:
            self._try(guests.ask, self.desks[desk], self._one_of_placed(which), guest, kind)

    @rule(desk=st.sampled_from(DESKS), which=st.integers(0, 9), whom=st.integers(0, 3))
    def hand_over(self, desk: str, which: int, whom: int) -> None:
        if not self.placed:
            return
        call_id = self._one_of_placed(which)
        seats = sorted(media.seated(self.city.database, call_id))
        if seats:
            self._try(talk.hand_over, self.desks[desk], call_id, seats[whom % len(seats)])

    @rule(
        branch=st.sampled_from(BRANCHES),
        verb=st.sampled_from(
            (
                *(tickets.park, tickets.sit_down, tickets.come_back, tickets.miss, guests.join),
                *(guests.leave, observing.agree, observing.end),
            )
        ),
        which=st.integers(0, 9),
    )
    def branch_goes_on(self, branch: str, verb: object, which: int) -> None:
        if self.placed:
            self._try(verb, self.branches[branch], self._one_of_placed(which))

    @rule(who=st.sampled_from(BRANCHES), priority=st.sampled_from(PRIORITIES), which=st.integers(0, 9))
    def prefer(self, who: str, priority: str, which: int) -> None:
        if self.placed:
            self._try(tickets.prefer, self.branches[who], self._one_of_placed(which), priority)

    @rule(verb=st.sampled_from((observing.end, guests.join, guests.leave)), which=st.integers(0, 9))
    def the_bureau_looks_in(self, verb: object, which: int) -> None:
        """Asking alone never lets it in, and no other verb does."""
        if self.placed:
            call_id = self._one_of_placed(which)
            self._try(observing.ask, self.bureau, call_id, "help")
            self._try(verb, self.bureau, call_id)

    @rule(
        desk=st.sampled_from(DESKS),
        other=st.sampled_from(BRANCHES + DESKS),
        verb=st.sampled_from((vigils.accept, vigils.accept, vigils.end)),
    )
    def vigil(self, desk: str, other: str, verb: object) -> None:
        self._try(vigils.ask, self.desks[desk], other)
        for found in media_vigils(self.city):
            self._try(verb, (self.branches | self.desks)[other], found)

    @rule()
    def the_server_restarts(self) -> None:
        """All that is true lies in the database: another connection sees the same city."""
        before = look.open_calls(self.city.database)
        self.city.database.engine.dispose()
        assert look.open_calls(self.city.database) == before

    @rule(desk=st.sampled_from(DESKS), away=st.booleans())
    def leave_or_return(self, desk: str, away: bool) -> None:
        presence.set_away(self.city.database, desk, away, self.desks[desk].actor)

    @rule(terminal=st.sampled_from(BRANCHES + DESKS), seconds=st.sampled_from((0.0, 6.0, 700.0)))
    def cut_or_restore(self, terminal: str, seconds: float) -> None:
        self.city.presence.absent[terminal] = seconds

    @rule(seconds=st.sampled_from((1, 59, 61, 200)))
    def time_passes(self, seconds: int) -> None:
        self.city.clock.advance(seconds=seconds)
        sweeping.sweep(self.city.database, self.city.presence)
        vigils.sweep(self.city.database)

    @invariant()
    def the_city_makes_sense(self) -> None:
        if not hasattr(self, "city"):
            return
        opened = look.open_calls(self.city.database)
        assert len({call.branch_id for call in opened}) == len(opened), "a branch has one call"
        owners = [call.desk_id for call in opened if call.state in ("answered", "held", "recalled")]
        assert all(owners), "what is on has an owner"
        assert len(set(owners)) == len(owners), "a desk has one call"
        talking = [terminal for call in opened for terminal in self._joined(call)]
        assert len(set(talking)) == len(talking), "nobody talks in two calls"
        self._nothing_is_lost(opened)
        for call in opened:
            self._one_makes_sense(call)
        assert set(self.placed) >= {call.id for call in opened}, "no call from nowhere"
        self._the_queue_is_true()
        self._vigils_give_way(opened)

    def _one_makes_sense(self, call: CallView) -> None:
        present = [stop.id for stop in call.plan if stop.state == "now"]
        assert present == ([call.department_id] if call.plan else []), "the plan is what really happens"
        seats = media.seated(self.city.database, call.id)
        if call.state == "placed":
            assert len(seats) == 1
        if call.state == "ringing":
            assert len(seats) >= 2
            assert call.rang_at is not None
        open_now = media.open_participants(self.city.database, call.id)
        joined = {peer.participant for peer in call.peers if peer.joined}
        if call.state == "answered":
            assert len(joined) >= 2, "the branch and the desk that answered, at least"
            assert open_now == joined
        elif call.state == "held":
            assert open_now is not None
            assert len(open_now) == len(joined) - 1, "all but the resident"
        else:
            assert not media.open_participants(self.city.database, call.id), "nothing flows before the answer"

        if call.observer is not None:
            both = call.observer.desk_agreed and call.observer.branch_agreed
            assert call.observer.joined == both, "the bureau is in when both agreed, and only then"
            assert (call.observer.participant in seats) == both

    def _the_queue_is_true(self) -> None:
        """Whoever waits, before the screen or on the bench, has a later place than those before them."""
        with self.city.database.reading() as session:
            line = [call for call in repository.in_line(session) if call.state in ("placed", "parked")]
        seen: dict[str, CallView] = {}
        with look.sharing():
            for branch in {call.branch_id for call in line}:
                who = self.branches[branch]
                own = look.kiosk(self.city.database, self.city.presence, who).call
                bench = look.beside(self.city.database, who).bench
                seen |= {call.id: call for call in (*bench, own) if call is not None}
        waiting = [seen[call.id] for call in line]
        for department in {call.department_id for call in waiting}:
            places = [call.ahead for call in waiting if call.department_id == department]
            assert places == sorted(set(places)), "one place each, in the order of the queue"

    def _vigils_give_way(self, opened: tuple[CallView, ...]) -> None:
        with self.city.database.reading() as session:
            kept = repository.vigils(session)
            needed = {call.branch_id for call in opened} | {
                seat.terminal_id for call in opened for seat in repository.participants(session, call.id)
            }
        ends = [terminal for one in kept for terminal in (one.asker_id, one.asked_id)]
        assert len(set(ends)) == len(ends), "a terminal keeps one vigil"
        for one in kept:
            busy = bool({one.asker_id, one.asked_id} & needed)
            flows = media.open_participants(self.city.database, one.id)
            assert bool(flows) == (one.state == "on" and not busy), (
                "it flows unless a resident needs one side"
            )

    def _joined(self, call: CallView) -> list[str]:
        """Terminals that talk in this call."""
        if call.state not in ("answered", "held"):
            return []
        with self.city.database.reading() as session:
            seats = repository.participants(session, call.id)
        return [seat.terminal_id for seat in seats if seat.state == "joined"]

    def _nothing_is_lost(self, opened: tuple[CallView, ...]) -> None:
        """Every ticket is open, parked, or ended for a reason; every acknowledged note is there."""
        with self.city.database.reading() as session:
            kept = {call.id for call in repository.parked_calls(session)} | {view.id for view in opened}
            for call_id in self.placed:
                call = repository.call(session, call_id)
                assert call is not None
                assert (call_id in kept) != (call.state == "ended")
                assert (call.state == "ended") == bool(call.end_reason)
            for call_id, note in self.notes:
                assert note in {row.text for row in repository.notes(session, call_id)}

    def teardown(self) -> None:
        if hasattr(self, "city"):
            assert audit.verify(self.city.database).faults == ()
            self.city.database.engine.dispose()
            shutil.rmtree(self.directory)


@pytest.mark.usefixtures(quick_hashes.__name__)
def test_no_order_of_events_breaks_a_call() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyOrder,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
