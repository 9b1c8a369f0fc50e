#include "workorder/order_story.h"

#include <gmock/gmock.h>

#include <memory>

namespace chengban::workorder {

const rulebook::Rulebook& shipped_book() {
    static const rulebook::Rulebook book =
        rulebook::parse_rulebook(rulebook::shipped_text(), "shipped").value();
    return book;
}

const Rules& shipped_rules() {
    static const Rules rules(shipped_book());
    return rules;
}

std::shared_ptr<const Rules> rules_with(const std::function<void(rulebook::Rulebook&)>& change) {
    rulebook::Rulebook book = shipped_book();
    change(book);
    return std::make_shared<const Rules>(std::move(book));
}

void change_strengths(rulebook::Rulebook& book) {
    using rulebook::Strength;
    for (const rulebook::RuleRow& row : rulebook::k_rules) {
        Strength& strength = book.strengths[index_of(row.value)];
        const bool never_blocks = row.token.ends_with("_late"); // the rulebook refuses it
        strength = strength != Strength::flag ? Strength::flag
                   : never_blocks             ? Strength::advise
                                              : Strength::block;
    }
}

void change_limits(rulebook::Limits& limits) {
    for (rulebook::Limit* limit :
         {&limits.urgent_outcome_report, &limits.semi_urgent_step, &limits.first_contact,
          &limits.acknowledge, &limits.dispatch, &limits.consultation, &limits.extension_window,
          &limits.extension_notice, &limits.return_window, &limits.rework_when_past,
          &limits.supervision}) {
        limit->amount = NaturalDays{3};
    }
}

rulebook::Rulebook with_another(Part part, rulebook::Rulebook book) {
    switch (part) {
    case Part::completion:
        for (auto& [limit_class, limit] : book.limits.completion) {
            limit.amount = WorkingDays{2};
        }
        break;
    case Part::limits:
        change_limits(book.limits);
        break;
    case Part::counting:
        book.counting = {calendar::Counting::Mode::same_time, 600};
        break;
    case Part::calendar:
        break;
    case Part::extension:
        book.extension = {{7}, 3};
        break;
    case Part::returns:
        book.returns = {1, false};
        break;
    case Part::filing_scope:
        book.filing_scope.clear();
        break;
    case Part::feedback:
        book.feedback = {{}, {}, 1, 1, false};
        break;
    case Part::repeats:
        book.repeats = {2, 2, {}};
        break;
    case Part::supervision:
        book.supervision = {};
        book.supervision.reported_to = Approval::leader_in_charge;
        break;
    case Part::duty:
        book.duty.substitute_issues_report = !book.duty.substitute_issues_report;
        break;
    case Part::lint:
        book.lint.clear();
        break;
    case Part::profiles:
        for (rulebook::Profile& profile : book.profiles) {
            profile.completion.clear();
            profile.approvals.clear();
            profile.attachments.clear();
            profile.report_every = WorkingDays{1};
        }
        break;
    case Part::strengths:
        change_strengths(book);
        break;
    case Part::others:
        book.matters.link_per_mille = 1;
        book.half_year.first_due = {8, 1};
        book.knowledge.frequent_orders = 1;
        book.follow_up.attempts_min = 1;
        book.appraisal.graded_from = 9;
        book.privacy.orders_per_hour = 1;
        book.bands.red_per_mille = 999;
        book.categories.clear();
        book.kinds.clear();
        book.routes.clear();
        book.catalogue.clear();
        book.clauses.clear();
        book.interpretations.clear();
        break;
    }
    return book;
}

Event read_back(const Event& event) {
    const EncodedEvent encoded = encode(event);
    return decode(encoded.type, encoded.version, encoded.actor, encoded.bytes, event.occurred_at,
                  event.recorded_at);
}

void refer_texts(Command& command, std::int64_t& counter) {
    each_text(command, [&](const std::string&, Text& text) {
        ++counter;
        text.ref = {TextId("text-" + std::to_string(counter)), "c" + std::to_string(counter)};
    });
}

Story::Story(std::shared_ptr<const Rules> rules, calendar::Calendar calendar)
    : rules_(rules ? std::move(rules)
                   : std::shared_ptr<const Rules>(&shipped_rules(), [](const Rules*) {})),
      calendar_(std::move(calendar)), now_(moment("2026-10-08T08:30")) {
    order.id = OrderId("order-1");
    twin_.id = order.id;
}

Story::~Story() {
    settle();
}

void Story::settle() {
    if (unexpected_) {
        std::string list;
        for (const Reason& reason : reasons) {
            list += "\n  " + reason.code + " " + reason.clause + " " + reason.field + " — " +
                    reason.words.en;
        }
        ADD_FAILURE_AT(given_from_.file_name(), static_cast<int>(given_from_.line()))
            << "refused:" << list;
    }
    unexpected_ = false;
}

Story& Story::at(std::string_view time) {
    settle();
    const Instant then = moment(time);
    EXPECT_LE(now_, then) << "a story does not go backwards: " << time;
    now_ = then;
    return *this;
}

Story& Story::by(const Actor& actor) {
    settle();
    actor_ = actor;
    return *this;
}

Story& Story::under(calendar::Calendar calendar) {
    calendar_ = std::move(calendar);
    return *this;
}

Context Story::context(const Command& command) const {
    return {rules_->book, calendar_, rules_->lint, now_, facts_for(command)};
}

void Story::apply(const Event& event) {
    evolve(order, event);
    const Event again = read_back(event);
    EXPECT_EQ(encode(again).bytes, encode(event).bytes) << event.type();
    EXPECT_EQ(encode(again).actor, encode(event).actor) << event.type();
    evolve(twin_, again);
    EXPECT_EQ(dump(order), dump(twin_)) << "after " << event.type();
    events.push_back(event);
}

Story& Story::give(Command command, const std::source_location& from) {
    settle();
    given_from_ = from;
    flags_.clear();
    advice_.clear();
    reasons.clear();
    refer_texts(command, texts_);
    const std::string before = dump(order);
    const Result<Decision> decision = decide(order, command, actor_, context(command));
    EXPECT_EQ(dump(order), before) << "a decision changes nothing";
    if (!decision) {
        reasons = decision.error().reasons;
        unexpected_ = true;
        return *this;
    }
    for (const Event& event : decision->events) {
        apply(event);
        const auto& flags = event.effects().flags;
        flags_.insert(flags_.end(), flags.begin(), flags.end());
    }
    advice_ = decision->advice;
    return *this;
}

Story& Story::refused(const std::vector<std::string>& expected, const std::source_location& from) {
    std::vector<std::string> found;
    for (const Reason& reason : reasons) {
        std::string line = reason.code;
        for (const std::string* part : {&reason.clause, &reason.field}) {
            line += part->empty() ? "" : " " + *part;
        }
        found.push_back(std::move(line));
        EXPECT_FALSE(reason.words.zh.empty());
        EXPECT_FALSE(reason.words.en.empty());
    }
    const testing::ScopedTrace trace(from.file_name(), static_cast<int>(from.line()), "refused");
    EXPECT_THAT(found, testing::UnorderedElementsAreArray(expected));
    unexpected_ = false;
    return *this;
}

Story& Story::flagged(const std::vector<std::string>& expected, const std::source_location& from) {
    settle();
    std::vector<std::string> found;
    for (const FlagFact& flag : flags_) {
        found.push_back(flag.rule + " " + flag.clause);
    }
    const testing::ScopedTrace trace(from.file_name(), static_cast<int>(from.line()), "flagged");
    EXPECT_THAT(found, testing::UnorderedElementsAreArray(expected));
    return *this;
}

Story& Story::advised(const std::vector<std::string>& expected, const std::source_location& from) {
    settle();
    std::vector<std::string> found;
    for (const Advice& advice : advice_) {
        found.push_back(advice.rule);
    }
    const testing::ScopedTrace trace(from.file_name(), static_cast<int>(from.line()), "advised");
    EXPECT_THAT(found, testing::UnorderedElementsAreArray(expected));
    return *this;
}

Story& Story::due(DeadlineKind kind, std::string_view time, const std::source_location& from) {
    settle();
    const testing::ScopedTrace trace(from.file_name(), static_cast<int>(from.line()), token(kind));
    const DeadlineFact* fact = order.live(kind);
    EXPECT_EQ(fact == nullptr ? "" : to_string(fact->due),
              time.empty() ? "" : to_string(moment(time)));
    return *this;
}

Story& Story::ended(DeadlineKind kind, Ending how, const std::source_location& from) {
    settle();
    const testing::ScopedTrace trace(from.file_name(), static_cast<int>(from.line()), token(kind));
    const auto found = order.deadlines.find(kind);
    EXPECT_TRUE(found != order.deadlines.end() && found->second.end);
    if (found != order.deadlines.end() && found->second.end) {
        EXPECT_EQ(token(found->second.end->how), token(how));
    }
    return *this;
}

Story& Story::is(State state, const std::source_location& from) {
    settle();
    const testing::ScopedTrace trace(from.file_name(), static_cast<int>(from.line()), "state");
    EXPECT_EQ(token(order.state), token(state));
    return *this;
}

std::string Story::listed(std::string_view command, const Actor& actor) const {
    const Context none{rules_->book, calendar_, rules_->lint, now_, {}};
    for (const NextAction& action : next_actions(order, actor, none)) {
        if (action.command == command) {
            std::string list;
            for (const Reason& reason : action.closed_because) {
                list += (list.empty() ? "" : ", ") + reason.code;
            }
            return list;
        }
    }
    return "not listed";
}

Story& Story::registered(Register command) {
    return by(dispatcher).give(std::move(command));
}

Story& Story::dispatched(std::optional<LimitClass> limit_class, const UnitId& unit) {
    if (order.state == State::absent) {
        registered();
    }
    return at("2026-10-08T09:00").by(dispatcher).give(Dispatch{unit, limit_class, {}});
}

Story& Story::handled(std::optional<LimitClass> limit_class) {
    return dispatched(limit_class).at("2026-10-08T09:10").by(handler).give(Acknowledge{});
}

Story& Story::contacted() {
    return at("2026-10-08T10:00").by(handler).give(contact("2026-10-08T10:00"));
}

Story& Story::answered() {
    if (!order.first_contact_at) {
        contacted();
    }
    return at("2026-10-08T15:00").by(handler).give(answer("2026-10-08T15:00"));
}

Story& Story::attached(EvidenceKind kind, const Actor& person) {
    const std::string id = "a-" + std::to_string(order.attachments.size() + 1);
    return by(person).give(attachment(id, kind));
}

Story& Story::extended(std::int32_t days) {
    at("2026-10-09T09:00")
        .by(handler)
        .give(SetPlan{words("更换主机，分两步实施"), handler.person, calendar::on("2026-11-10")});
    give(extension_request(days));
    at("2026-10-09T10:00").by(leader).give(agreeing<ConsentExtension>());
    at("2026-10-09T11:00").by(reviewer).give(agreeing<ReviewExtension>());
    at("2026-10-09T14:00").by(hotline).give(agreeing<AnswerExtension>());
    return *this;
}

} // namespace chengban::workorder
