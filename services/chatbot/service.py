"""The entrypoints of the chat."""

from typing import Any

from services.chatbot import use_cases
from services.chatbot.adapters.providers import CatalogueReplicas, ChatDesk
from services.chatbot.schemas import (
    ChatAnswer,
    ConfirmedAnswer,
    ConversationView,
    OfConversation,
    OfProposal,
    SendMessage,
    channels,
    faq,
    inbox,
    insight,
    pages,
)
from shared.bus import Clock, CurrentCall, answer, event_handler, rpc, sweep, take
from shared.events import Event

Json = dict[str, Any]


class ChatbotService:
    name = "chatbot"
    desk = ChatDesk()
    replicas = CatalogueReplicas()
    call = CurrentCall()
    clock = Clock()

    @rpc
    def send_message(self, request: Json) -> Json:
        asked = SendMessage().load(request)
        answer = use_cases.send_message(self.desk, call=self.call, now=self.clock.now(), **asked)
        shape = ConfirmedAnswer() if answer["appointment"] else ChatAnswer()
        return dict(shape.dump(answer))

    @rpc
    def confirm_proposal(self, request: Json) -> Json:
        asked = OfProposal().load(request)
        answer = use_cases.confirm_proposal(self.desk, call=self.call, now=self.clock.now(), **asked)
        return dict(ConfirmedAnswer().dump(answer))

    @rpc
    def decline_proposal(self, request: Json) -> Json:
        asked = OfProposal().load(request)
        answer = use_cases.decline_proposal(self.desk, call=self.call, now=self.clock.now(), **asked)
        return dict(ChatAnswer().dump(answer))

    @rpc
    def get_conversation(self, request: Json) -> Json:
        asked = OfConversation().load(request)
        seen = use_cases.get_conversation(self.desk, actor=self.call.actor, now=self.clock.now(), **asked)
        return dict(ConversationView().dump(seen))

    @rpc
    def delete_conversation(self, request: Json) -> None:
        asked = OfConversation().load(request)
        use_cases.delete_conversation(self.desk, actor=self.call.actor, **asked)

    find_conversations = answer(pages.FindConversations, use_cases.find_conversations, pages.conversations_view)
    find_places = answer(pages.FindPlaces, use_cases.find_places, pages.places_view)
    find_inbox = answer(inbox.FindInbox, use_cases.find_inbox, inbox.inbox_view)
    reply_to_customer = answer(inbox.ReplyToCustomer, use_cases.reply_to_customer, inbox.turn_view)
    attend_conversation = answer(inbox.Attend, use_cases.attend, inbox.conversation_view)
    release_conversation = answer(OfConversation, use_cases.release, inbox.conversation_view)

    find_faq_rows = answer(faq.FindFaqRows, use_cases.find_faq_rows, faq.rows_view)
    search_faq = answer(faq.SearchFaq, use_cases.search_faq, faq.found_view)
    get_faq_row = answer(faq.OfRow, use_cases.get_faq_row, faq.row_view)
    create_faq_row = answer(faq.CreateFaqRow, use_cases.create_faq_row, faq.row_view)
    update_faq_row = answer(faq.UpdateFaqRow, use_cases.update_faq_row, faq.row_view)
    delete_faq_row = answer(faq.DeleteFaqRow, use_cases.delete_faq_row, faq.nothing)

    receive_message = answer(channels.ReceiveMessage, use_cases.receive_message, channels.nothing)
    on_chat_message_added = take("chatbot", "chat_message_added", use_cases.deliver_turn)
    find_chat_figures = answer(insight.FindChatFigures, use_cases.find_chat_figures, insight.figures_view)
    find_reviews = answer(insight.FindReviews, use_cases.find_reviews, insight.reviews_view)
    answer_review = answer(insight.AnswerReview, use_cases.answer_review, insight.review_view)
    learn_from_review = answer(insight.LearnFromReview, use_cases.learn_from_review, insight.review_view)
    dismiss_review = answer(insight.OfReview, use_cases.dismiss_review, insight.review_view)
    count_figures = sweep(20, use_cases.count_figures)

    export_conversations = answer(insight.NothingAsked, use_cases.export_conversations, insight.export_view)

    # Forgetting twice changes nothing either.
    on_account_erased = take("identity", "account_erased", use_cases.forget_account)

    # The copy is kept by revision, so these handlers need no inbox: the same event twice changes nothing.
    @event_handler("catalog", "store_changed")
    def on_store_changed(self, event: Event) -> None:
        use_cases.remember_store(self.replicas, event.data)

    @event_handler("catalog", "treatment_changed")
    def on_treatment_changed(self, event: Event) -> None:
        use_cases.remember_treatment(self.replicas, event.data)

    @event_handler("catalog", "technician_changed")
    def on_technician_changed(self, event: Event) -> None:
        use_cases.remember_technician(self.replicas, event.data)

    @event_handler("catalog", "booking_rules_changed")
    def on_booking_rules_changed(self, event: Event) -> None:
        use_cases.remember_rules(self.replicas, event.data)
