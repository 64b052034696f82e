"""Whatever crashes, stalls, is repeated, asked in between or told late: in the end visits and claims are one to one."""

from hypothesis import settings

from tests.support.booking_machine import Booking

TestBooking = Booking.TestCase
TestBooking.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
