"""Entrypoints of booking, a line each: the shape of what is asked, the use case, the view of what it gives."""

from services.booking import use_cases
from services.booking.adapters.calendars import CalendarWriter
from services.booking.adapters.checkpoint import Checkpoints
from services.booking.adapters.files import FileStorage
from services.booking.adapters.pictures import PictureWorkshop
from services.booking.adapters.providers import PaymentProviders
from services.booking.adapters.scheduling_client import SchedulingClient, claim_told
from services.booking.adapters.storage import BookingStorage
from services.booking.schemas import (
    board,
    courses,
    figures,
    home,
    own,
    proposals,
    queue,
    quotes,
    records,
    series,
    views,
    waitlist,
)
from services.booking.schemas import requests as ask
from shared.bus import Clock, CurrentCall, IdempotencyKeys, Inbox, answer, sweep, take


class BookingService:
    name = "booking"
    storage = BookingStorage()
    scheduling = SchedulingClient()
    checkpoint = Checkpoints()
    providers = PaymentProviders()
    files = FileStorage()
    pictures = PictureWorkshop()
    calendars = CalendarWriter()
    call = CurrentCall()
    clock = Clock()
    inbox = Inbox()
    idempotency = IdempotencyKeys()

    quote_appointment = answer(quotes.QuoteAppointment, use_cases.quote_appointment, quotes.quote_view)
    book_appointment = answer(ask.BookAppointment, use_cases.book_appointment, views.as_kept)
    get_appointment = answer(ask.AppointmentNamed, use_cases.get_appointment, views.appointment_view)
    find_appointments = answer(ask.FindAppointments, use_cases.find_appointments, views.page_view)
    get_history = answer(ask.AppointmentNamed, use_cases.get_history, views.history_view)
    reschedule_appointment = answer(ask.RescheduleAppointment, use_cases.change_appointment, views.as_kept)
    extend_appointment = answer(ask.ExtendAppointment, use_cases.extend_appointment, views.as_kept)
    cancel_appointment = answer(ask.CancelAppointment, use_cases.cancel_appointment, views.appointment_view, once=True)
    act_on_appointment = answer(ask.ActOnAppointment, use_cases.act_on_appointment, views.appointment_view, once=True)
    propose_time = answer(proposals.ProposeTime, use_cases.propose_time, proposals.proposal_view)
    find_proposals = answer(ask.AppointmentNamed, use_cases.find_proposals, proposals.proposals_view)
    agree_to_proposal = answer(proposals.AgreeToProposal, use_cases.agree_to_proposal, views.as_kept)
    refuse_proposal = answer(proposals.AnswerProposal, use_cases.refuse_proposal, proposals.proposal_view, once=True)
    withdraw_proposal = answer(
        proposals.AnswerProposal, use_cases.withdraw_proposal, proposals.proposal_view, once=True
    )
    buy_course = answer(courses.BuyCourse, use_cases.buy_course, courses.course_view, once=True)
    get_course = answer(courses.CourseNamed, use_cases.get_course, courses.course_view)
    find_courses = answer(courses.FindCourses, use_cases.find_courses, courses.courses_view)
    book_series = answer(series.BookSeries, use_cases.book_series, views.as_kept)
    get_series = answer(series.SeriesNamed, use_cases.get_series, views.as_kept)
    cancel_series = answer(series.CancelSeries, use_cases.cancel_series, views.as_kept, once=True)
    pay_appointment = answer(ask.PayAppointment, use_cases.pay_appointment, views.as_kept)
    assign_technician = answer(ask.AssignTechnician, use_cases.assign_technician, views.as_kept)
    get_home_offers = answer(ask.AppointmentNamed, use_cases.get_home_offers, home.offers_view)
    arrive_at_home = answer(ask.ArriveAtHome, use_cases.arrive_at_home, views.as_kept)
    report_running_late = answer(ask.ReportRunningLate, use_cases.report_running_late, views.as_kept)
    raise_sos = answer(ask.RaiseSos, use_cases.raise_sos, views.appointment_view, once=True)
    find_sos_alerts = answer(ask.FindSosAlerts, use_cases.find_sos_alerts, home.alerts_view)
    acknowledge_sos = answer(ask.AcknowledgeSos, use_cases.acknowledge_sos, home.alert_view, once=True)
    join_waitlist = answer(waitlist.JoinWaitlist, use_cases.join_waitlist, views.as_kept)
    get_wish = answer(waitlist.WishNamed, use_cases.get_wish, waitlist.wish_view)
    find_wishes = answer(waitlist.FindWishes, use_cases.find_wishes, waitlist.wishes_view)
    accept_offer = answer(waitlist.WishNamed, use_cases.accept_offer, views.as_kept)
    decline_offer = answer(waitlist.WishNamed, use_cases.decline_offer, waitlist.wish_view, once=True)
    take_ticket = answer(queue.TakeTicket, use_cases.take_ticket, views.as_kept)
    get_ticket = answer(queue.TicketNamed, use_cases.get_ticket, queue.ticket_view)
    find_tickets = answer(queue.FindTickets, use_cases.find_tickets, queue.tickets_view)
    call_ticket = answer(queue.TicketNamed, use_cases.call_ticket, queue.ticket_view, once=True)
    leave_queue = answer(queue.TicketNamed, use_cases.leave_queue, queue.ticket_view, once=True)
    serve_ticket = answer(queue.ServeTicket, use_cases.serve_ticket, views.as_kept)
    get_board = answer(board.GetBoard, use_cases.get_board, board.board_view)
    find_booking_figures = answer(
        figures.FindBookingFigures, use_cases.find_booking_figures, figures.booking_figures_view
    )
    find_technician_figures = answer(
        figures.FindTechnicianFigures, use_cases.find_technician_figures, figures.technician_figures_view
    )
    withdraw_wish = answer(waitlist.WishNamed, use_cases.withdraw_wish, views.nothing, once=True)
    answer_for_claim = answer(ask.ClaimNamed, use_cases.answer_for_claim, views.needed_view)

    get_service_record = answer(ask.AppointmentNamed, use_cases.get_service_record, records.record_view)
    put_service_record = answer(records.PutServiceRecord, use_cases.put_service_record, records.record_view, once=True)
    get_record_history = answer(ask.AppointmentNamed, use_cases.get_record_history, records.record_history_view)
    add_photo = answer(records.AddPhoto, use_cases.add_photo, records.file_view)
    get_photo = answer(records.PhotoNamed, use_cases.get_photo, records.content_view)
    delete_photo = answer(records.PhotoNamed, use_cases.delete_photo, views.nothing, once=True)
    put_signature = answer(records.PutSignature, use_cases.put_signature, records.file_view)
    get_signature = answer(ask.AppointmentNamed, use_cases.get_signature, records.content_view)

    open_calendar_feed = answer(own.NothingAsked, use_cases.open_calendar_feed, own.token_view, once=True)
    close_calendar_feed = answer(own.NothingAsked, use_cases.close_calendar_feed, views.nothing)
    read_calendar_feed = answer(own.ReadFeed, use_cases.read_calendar_feed, own.calendar_view)
    get_appointment_calendar = answer(ask.AppointmentNamed, use_cases.get_appointment_calendar, own.calendar_view)

    export_customer = answer(own.NothingAsked, use_cases.export_customer, own.export_view)

    on_account_changed = take("identity", "account_changed", use_cases.follow_account)
    on_account_erased = take("identity", "account_erased", use_cases.forget_customer)
    on_claim_moved = take("scheduling", "claim_moved", use_cases.apply_claim, told=claim_told)
    on_time_freed = take("scheduling", "time_freed", use_cases.note_freed_time, told=waitlist.freed_told)
    on_store_changed = take("catalog", "store_changed", use_cases.remember)
    on_treatment_changed = take("catalog", "treatment_changed", use_cases.remember)
    on_technician_changed = take("catalog", "technician_changed", use_cases.remember)
    on_booking_rules_changed = take("catalog", "booking_rules_changed", use_cases.remember)

    sweep_open_changes = sweep(5, use_cases.settle_changes)
    sweep_overdue_appointments = sweep(5, use_cases.expire_appointments, use_cases.expire_proposals)
    sweep_missed_appointments = sweep(20, use_cases.miss_appointments)
    sweep_payments = sweep(1, use_cases.settle_payments)
    sweep_home_searches = sweep(1, use_cases.look_for_technicians)
    sweep_waitlist = sweep(1, use_cases.tend_waiting)
    look_at_every_waitlist = sweep(300, use_cases.look_everywhere)
    sweep_open_attempts = sweep(60, use_cases.give_up_series, use_cases.abandon_attempts, use_cases.forget_old_keys)
    sweep_erased_customers = sweep(3600, use_cases.forget_what_ended)
    sweep_files = sweep(60, use_cases.sweep_files)

    @property
    def desk(self) -> use_cases.Desk:
        """What the use cases that reach into scheduling need, in one hand."""
        shown = (views.appointment_view, waitlist.wish_view, queue.ticket_view)
        return use_cases.Desk(self.storage, self.scheduling, self.checkpoint, self.call, self.clock.now(), *shown)
