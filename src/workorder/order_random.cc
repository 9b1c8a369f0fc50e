#include "workorder/order_random.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chengban::workorder {

namespace {

constexpr std::string_view k_secret = "张三丰"; // stands in every text; never in an event

const std::array k_units{k_district,   k_other_district, k_bare_district,
                         k_department, k_office,         UnitId("nowhere")};

// Calendars as they might be published one after the other.
std::vector<calendar::Calendar> published_calendars() {
    std::vector<calendar::CalendarRow> rows(calendar::china().rows().begin(),
                                            calendar::china().rows().end());
    std::vector<calendar::Calendar> list{calendar::china()};
    std::int64_t version = 1;
    for (const auto& [day, kind] : {std::pair{"2026-10-09", calendar::DayKind::holiday},
                                    std::pair{"2026-10-18", calendar::DayKind::makeup_workday},
                                    std::pair{"2026-10-30", calendar::DayKind::holiday}}) {
        rows.push_back({calendar::on(day), kind, "通知"});
        list.push_back(calendar::Calendar::make(++version, rows).value());
    }
    return list;
}

// The shipped strengths, or everything flagged, advised or blocked, or any mixture.
std::shared_ptr<const Rules> any_rules(calendar::oracle::Dice& dice) {
    const int choice = dice.roll(8);
    if (choice < 5) {
        return {&shipped_rules(), [](const Rules*) {}};
    }
    using rulebook::Strength;
    return rules_with([&](rulebook::Rulebook& book) {
        for (const rulebook::RuleRow& row : rulebook::k_rules) {
            const auto any = static_cast<Strength>(dice.roll(3));
            Strength strength = choice == 5 ? Strength::flag : choice == 6 ? Strength::block : any;
            if (row.token.ends_with("_late") && strength == Strength::block) {
                strength = Strength::flag; // the rulebook refuses it
            }
            book.strengths[index_of(row.value)] = strength;
        }
    });
}

template <class... C>
constexpr auto names(const std::variant<C...>*) {
    return std::array{C::name...};
}
constexpr auto k_commands = names(static_cast<const Command*>(nullptr));

template <class... C>
Command empty_command(std::string_view name, const std::variant<C...>*) {
    std::optional<Command> made;
    ((C::name == name ? (made.emplace(C{}), true) : false) || ...);
    return std::move(*made);
}

bool matters(std::string_view command) {
    constexpr std::array k_list{"register",
                                "dispatch",
                                "acknowledge",
                                "record_contact",
                                "record_answer",
                                "submit_completion",
                                "approve_completion",
                                "decide_return",
                                "apply_return",
                                "apply_extension",
                                "consent_extension",
                                "review_extension",
                                "answer_extension",
                                "apply_filing",
                                "sign_filing",
                                "review_filing",
                                "record_filing",
                                "send_back",
                                "spot_check_filing",
                                "void_filing",
                                "explain_no_contact",
                                "conclude_consultation",
                                "submit_supervision_report",
                                "issue_supervision_report",
                                "close_supervision",
                                "sign_supervision",
                                "change_result"};
    return std::find(k_list.begin(), k_list.end(), command) != k_list.end();
}

// The verdict and the limits: what a replay compares.
std::string seen_by_replay(const Result<Decision>& result) {
    if (!result) {
        return "refused";
    }
    std::string seen;
    for (const Event& event : result->events) {
        for (const DeadlineEnd& end : event.effects().ended) {
            seen += fmt::format("-{}", token(end.kind));
        }
        for (const DeadlineFact& fact : event.effects().set) {
            seen += fmt::format("+{} {}", token(fact.kind), to_string(fact.due));
        }
    }
    return seen;
}

} // namespace

RandomLife::RandomLife(std::uint64_t seed, Tally& tally)
    : dice_(seed), tally_(tally), rules_(any_rules(dice_)), laws_(rules_->book),
      calendars_(published_calendars()), now_(moment("2026-10-08T08:00")) {
    order_.id = OrderId("order-1");
    twin_.id = order_.id;
}

Text RandomLife::any_words() {
    static const std::array k_phrases{
        "",
        "经现场核实，维修责任属于业主共有部分，已依法办理",
        "预计月底完成，将尽快处理",
        "诉求过高，暂时不能解决",
        "联系人电话13912345678，身份证110101199003077774",
        "不属实",
        "　　　",
        "短",
        "情况属实，同意",
        "经调取监控并走访居民，查明情况如下，已逐项落实整改并书面告知"};
    const auto& phrase = k_phrases[static_cast<std::size_t>(dice_.roll(k_phrases.size()))];
    return words(phrase[0] == '\0' || phrase == std::string_view("　　　")
                     ? std::string(phrase)
                     : std::string(k_secret) + phrase);
}

// A value of any kind, near enough to the order that it sometimes fits.
template <class T>
void RandomLife::any_value(T& value, const Bounds& bounds, std::string_view name) {
    if constexpr (std::is_same_v<T, Text>) {
        do {
            value = any_words();
        } while (value.plain.empty()); // the reader refuses empty texts
    } else if constexpr (std::is_same_v<T, std::string>) {
        value =
            name == "matter" && dice_.roll(4) > 0 ? "judged" : fmt::format("t{}", dice_.roll(9));
    } else if constexpr (std::is_same_v<T, bool>) {
        value = dice_.roll(3) > 0;
    } else if constexpr (std::is_integral_v<T>) {
        value = static_cast<T>(bounds.min +
                               dice_.roll(static_cast<int>(std::min<std::int64_t>(bounds.max, 9))));
    } else if constexpr (std::is_same_v<T, Instant>) {
        const std::int64_t past = std::int64_t{dice_.roll(1 << 20)} * 200;
        value = now_.plus_milliseconds(dice_.roll(8) == 0 ? past : -past / (1 + dice_.roll(50)));
    } else if constexpr (std::is_same_v<T, Day>) {
        value = day_of(now_).plus(dice_.roll(7) - 4);
    } else if constexpr (std::is_same_v<T, UnitId>) {
        value = k_units[static_cast<std::size_t>(dice_.roll(k_units.size()))];
    } else if constexpr (std::is_same_v<T, AttachmentId>) {
        const auto& list = order_.attachments;
        value = list.empty() || dice_.roll(5) == 0
                    ? AttachmentId(fmt::format("a-{}", dice_.roll(1'000'000)))
                    : list[static_cast<std::size_t>(dice_.roll(static_cast<int>(list.size())))].id;
    } else if constexpr (requires { value.text(); }) {
        value = T(fmt::format("p-{}", dice_.roll(9)));
    } else if constexpr (Tabled<T>) {
        const auto& rows = EnumTable<T>::rows;
        value = rows[static_cast<std::size_t>(dice_.roll(static_cast<int>(rows.size())))].value;
    } else if constexpr (record::IsOptional<T>::value) {
        value.reset();
        if (dice_.roll(2) == 0) {
            any_value(value.emplace(), bounds, name);
        }
    } else if constexpr (Record<T>) {
        fill_any(value);
    } else {
        // No reader lets a shorter list pass.
        value.resize(static_cast<std::size_t>(bounds.min + dice_.roll(3)));
        for (auto& item : value) {
            any_value(item, Bounds{}, name);
            if constexpr (std::is_same_v<typename T::value_type, std::string>) {
                static const std::array k_profile_tags{"state_council", "campaign",
                                                       "special_period", "special_demand", "other"};
                item = k_profile_tags[static_cast<std::size_t>(dice_.roll(k_profile_tags.size()))];
            }
        }
    }
}

template <class C>
void RandomLife::fill_any(C& command) {
    std::apply(
        [&](const auto&... specs) {
            (any_value(command.*(specs.member), specs.bounds, specs.name), ...);
        },
        C::fields());
}

Command RandomLife::any_of(std::string_view name) {
    Command command = empty_command(name, static_cast<const Command*>(nullptr));
    std::visit([&](auto& c) { fill_any(c); }, command);
    return command;
}

namespace {

// What a person who knows the rules would write.
struct Hand {
    calendar::oracle::Dice& dice;
    const WorkOrder& order;
    Instant now;

    bool one_in(int chances) { return dice.roll(chances) == 0; }
    UnitId handling_unit() { return k_units[static_cast<std::size_t>(dice.roll(4))]; }
};

template <class C>
void improve(C&, Hand) {}

void improve(Register& c, Hand hand) {
    const auto tags = hand.one_in(3) ? c.tags : std::vector<std::string>{};
    const auto limit_class = c.limit_class;
    c = registration(c.kind);
    c.tags = tags;
    c.limit_class = limit_class;
    c.transferred_at.reset();
    c.major_or_complicated = hand.one_in(5);
    c.designated_by_hotline = hand.one_in(5);
    c.citizen_phone = words("13800005678张三丰");
    if (hand.one_in(2)) {
        c.city_due = hand.now.plus_milliseconds(k_milliseconds_per_day * (1 + hand.dice.roll(9)));
    }
}

void improve(Dispatch& c, Hand hand) {
    c.unit = hand.handling_unit();
    c.limit_class = hand.order.limit_class
                        ? hand.order.limit_class
                        : std::optional(static_cast<LimitClass>(hand.dice.roll(5)));
}

void improve(RecordContact& c, Hand hand) {
    c = contact("2026-10-08T10:00", !hand.one_in(3));
    c.at = hand.now;
    c.told_extension = c.reached && hand.order.extension.granted > 0;
}

void improve(RecordAnswer& c, Hand hand) {
    c = answer("2026-10-08T10:00");
    c.at = hand.now;
}

void improve(ApplyExtension& c, Hand hand) {
    c = extension_request(15 << hand.dice.roll(3));
}

void improve(AnswerExtension& c, Hand) {
    c.days.reset();
}

void improve(ApplyReturn& c, Hand hand) {
    c = return_request();
    c.special_circumstances = words("情况特殊，张三丰核实");
    if (!hand.order.attachments.empty()) {
        c.sealed_application = hand.order.attachments.back().id;
    }
}

void improve(DecideReturn& c, Hand hand) {
    c = c.agree ? agreeing<DecideReturn>() : declining<DecideReturn>();
    if (c.agree && hand.one_in(2)) {
        c.next_unit = hand.handling_unit();
    } else if (c.agree) {
        c.to_hotline = c.hotline_agreed = hand.one_in(2);
    }
}

void improve(Attach& c, Hand hand) {
    c.attachment = AttachmentId(fmt::format("a-{}", hand.order.version));
}

void improve(ApplyFiling& c, Hand hand) {
    if (!hand.order.attachments.empty()) {
        c = filing_request(hand.order.attachments.front().id);
    }
}

void improve(NoteDeadlinePassed& c, Hand hand) {
    c.kind = static_cast<DeadlineKind>(hand.dice.roll(13));
    const DeadlineFact* live = hand.order.live(c.kind);
    c.generation = live == nullptr ? 1 : live->generation;
}

void improve(RecordFollowUp& c, Hand hand) {
    c = follow_up("2026-10-08T10:00");
    c.at = hand.now;
    if (hand.one_in(4)) {
        c.reached = false;
        c.answers = {};
    }
}

void improve(RecordSurvey& c, Hand hand) {
    c.at = hand.now;
    c.reached = true;
    c.declined = false;
    c.answers.overall = static_cast<Satisfaction>(hand.dice.roll(4));
}

void improve(DisputeSurvey& c, Hand hand) {
    c.event_id = hand.order.surveys.empty() ? c.event_id : hand.order.surveys.back().event_id;
}

void improve(DecideSurveyDispute& c, Hand hand) {
    c.event_id = hand.order.surveys.empty() ? c.event_id : hand.order.surveys.back().event_id;
}

void improve(RecordCause& c, Hand hand) {
    c.rectified_by = day_of(hand.now).plus(hand.dice.roll(9));
    c.grounds = words("维修资金使用须业主大会表决，张三丰已知悉");
}

void improve(AddAssistingUnit& c, Hand hand) {
    c.unit = hand.handling_unit();
}

void improve(ReleaseAssistingUnit& c, Hand hand) {
    if (!hand.order.assisting.empty()) {
        c.unit = hand.order.assisting.begin()->first;
    }
}

void improve(RecordMeeting& c, Hand hand) {
    c.at = hand.now;
}

void improve(ProposeSupervision& c, Hand hand) {
    c.evidence.count = 1 + hand.dice.roll(9);
}

void improve(OpenSupervision& c, Hand hand) {
    c.trigger = hand.one_in(2) ? SupervisionTrigger::hotline : c.trigger;
    c.evidence.count = 1 + hand.dice.roll(9);
    c.due.reset();
}

void improve(SetSupervisionDue& c, Hand hand) {
    c.due = hand.now.plus_milliseconds(k_milliseconds_per_day * (1 + hand.dice.roll(9)));
}

void improve(IssueSupervisionReport& c, Hand hand) {
    c.date = day_of(hand.now);
    for (const AttachmentFact& fact : hand.order.attachments) {
        if (fact.kind == EvidenceKind::sealed_document) {
            c.sealed_report = fact.id;
        }
    }
}

FactFinding likely_finding(OrderKind kind, Hand hand) {
    return kind == OrderKind::suggestion     ? FactFinding::adopted
           : kind == OrderKind::consultation ? FactFinding::policy_found
                                             : static_cast<FactFinding>(hand.dice.roll(3));
}

void improve(SubmitCompletion& c, Hand hand) {
    c = report(hand.one_in(2) ? Outcome::resolved : static_cast<Outcome>(hand.dice.roll(5)));
    c.fact_finding = likely_finding(hand.order.facts.kind, hand);
    c.claim_assessment = static_cast<ClaimAssessment>(hand.one_in(5) ? hand.dice.roll(4) : 0);
    c.fact_reason = c.claim_reason = c.outcome_reason = c.site_visit_reason =
        words("经现场核实并查阅合同，维修责任属于业主共有部分，张三丰已知悉");
    c.investigation =
        words("会同物业、维保单位现场调查，调取维保记录与监控，依据规定认定，张三丰在场");
    c.site_visit = static_cast<SiteVisit>(hand.dice.roll(3));
    c.site_visit_day = day_of(hand.now);
    c.site_visit_people = words("李工、张三丰");
}

} // namespace

Command RandomLife::sensible(std::string_view name) {
    Command command = any_of(name);
    std::visit([&](auto& c) { improve(c, Hand{dice_, order_, now_}); }, command);
    if (dice_.roll(10) > 0) { // reasons and opinions that say something
        each_text(command, [&](const std::string&, Text& text) {
            if (trim(text.plain).empty()) {
                text = words("情况属实，同意办理，张三丰");
            }
        });
    }
    return command;
}

Actor RandomLife::any_actor() {
    static const std::array k_bureau{dispatcher,   reviewer, supervisor, caller,
                                     office_clerk, hotline,  machine};
    static const std::array k_in_unit{handler, section_head, leader, principal};
    if (dice_.roll(5) < 2) {
        return k_bureau[static_cast<std::size_t>(dice_.roll(k_bureau.size()))];
    }
    Actor actor = k_in_unit[static_cast<std::size_t>(dice_.roll(k_in_unit.size()))];
    const UnitId unit = order_.unit.empty() || dice_.roll(10) == 0
                            ? k_units[static_cast<std::size_t>(dice_.roll(4))]
                            : order_.unit;
    actor = unit == k_district ? actor : of_unit(actor, unit);
    if (dice_.roll(12) == 0) {
        actor = substitute(actor, PersonId("p-deputy"));
    }
    if (dice_.roll(20) == 0) {
        actor.person = PersonId("p-many-posts");
    }
    if (dice_.roll(60) == 0) {
        actor.role = static_cast<Role>(dice_.roll(17));
    }
    return actor;
}

std::string_view RandomLife::likely_command(const Actor& actor) {
    const Context context{rules_->book, calendars_[calendar_], rules_->lint, now_, {}};
    std::vector<std::string_view> open;
    for (const NextAction& action : next_actions(order_, actor, context)) {
        const bool spread = !matters(action.command);
        for (int i = 0; i < (spread ? 1 : 8) && action.closed_because.empty(); ++i) {
            open.push_back(action.command);
        }
    }
    if (open.empty()) {
        return {};
    }
    return open[static_cast<std::size_t>(dice_.roll(static_cast<int>(open.size())))];
}

void RandomLife::pass_time() {
    constexpr std::int64_t k_minute = 60'000;
    const int choice = dice_.roll(20);
    const std::int64_t passed = choice < 9    ? 0
                                : choice < 15 ? dice_.roll(120) * k_minute
                                : choice < 19 ? dice_.roll(30) * 60 * k_minute
                                              : dice_.roll(20) * 24 * 60 * k_minute;
    now_ = now_.plus_milliseconds(passed);
    if (dice_.roll(40) == 0 && calendar_ + 1 < calendars_.size()) {
        ++calendar_;
    }
}

std::optional<std::string> RandomLife::accepted(const Command& command, const Actor& actor,
                                                const Result<Decision>& result,
                                                const WorkOrder& before) {
    for (const Event& event : result->events) {
        ++tally_.events[std::string(event.type())];
        if (const auto* done = std::get_if<Completed>(&event.body)) {
            ++tally_.completed;
            tally_.completed_with_approvals += done->approvals.empty() ? 0 : 1;
        }
        const EncodedEvent written = encode(event);
        if (written.bytes.find(k_secret) != std::string::npos) {
            return "words of people in the event " + written.type;
        }
        const Event again = read_back(event);
        if (encode(again).bytes != written.bytes || encode(again).actor != written.actor) {
            return "not the same after reading back: " + written.type;
        }
        evolve(order_, event);
        evolve(twin_, again);
    }
    if (dump(order_) != dump(twin_)) {
        return "the order folded from stored events is another";
    }
    return laws_.observe({command, actor, now_, result, before, order_});
}

// B7: of what a command does not look at, anything may be said.
std::optional<std::string> RandomLife::overlooks(const Command& command, const Actor& actor,
                                                 const Context& context,
                                                 const Result<Decision>& result) {
    const auto part = static_cast<Part>(static_cast<std::size_t>(tally_.commands) % k_parts);
    if (looked_at(name_of(command)).test(static_cast<std::size_t>(part))) {
        return std::nullopt;
    }
    std::shared_ptr<const Rules>& rules = rules_without_[part];
    if (!rules) {
        rules = std::make_shared<const Rules>(with_another(part, rules_->book));
    }
    const calendar::Calendar& calendar = part == Part::calendar
                                             ? calendars_[(calendar_ + 1) % calendars_.size()]
                                             : calendars_[calendar_];
    const Context changed{rules->book,         calendar,        rules->lint, now_,
                          context.target_unit, context.own_unit};
    Command other = command;
    if (part == Part::lint && result) {
        each_text(other, [](const std::string&, Text& text) { text.plain.clear(); });
    }
    if (seen_by_replay(result) == seen_by_replay(decide(order_, other, actor, changed))) {
        return std::nullopt;
    }
    return fmt::format("{} looks at part {} of the rules", name_of(command),
                       static_cast<std::size_t>(part));
}

std::optional<std::string> RandomLife::give(Command command, const Actor& actor) {
    ++tally_.commands;
    refer_texts(command, texts_);
    const Context context{rules_->book, calendars_[calendar_], rules_->lint, now_,
                          facts_for(command)};
    bool listed_open = false;
    for (const NextAction& action : next_actions(order_, actor, context)) {
        listed_open |= action.command == name_of(command) && action.closed_because.empty();
    }
    const Result<Decision> result = decide(order_, command, actor, context);
    history_ += fmt::format("\n  {} {}@{} {}: {}", to_string(now_), token(actor.role),
                            actor.unit.text(), name_of(command), result ? "accepted" : "refused");
    if (auto law = overlooks(command, actor, context, result)) {
        return law;
    }
    if (!result) {
        for (const Reason& reason : result.error().reasons) {
            ++tally_.refusals[reason.code];
            history_ += " " + reason.code;
        }
        return laws_.observe({command, actor, now_, result, order_, order_});
    }
    if (!listed_open) {
        return "accepted though the desk lists it as closed";
    }
    const WorkOrder before = order_;
    return accepted(command, actor, result, before);
}

std::optional<std::string> RandomLife::step() {
    pass_time();
    // As the use case does: what lags behind the calendar applies it first.
    if (order_.open() && order_.calendar_version < calendars_[calendar_].version()) {
        if (auto law = give(ApplyCalendar{calendars_[calendar_].version()}, machine)) {
            return law;
        }
    }
    Actor actor = any_actor();
    if (dice_.roll(6) > 0) {
        std::string_view name = likely_command(actor);
        for (int i = 0; i < 4 && !matters(name) && dice_.roll(5) > 0; ++i) {
            actor = any_actor();
            name = likely_command(actor);
        }
        return name.empty() || name == "apply_calendar"
                   ? std::nullopt
                   : give(dice_.roll(8) == 0 ? any_of(name) : sensible(name), actor);
    }
    Command command = any_of(k_commands[static_cast<std::size_t>(dice_.roll(k_commands.size()))]);
    if (std::holds_alternative<ApplyCalendar>(command)) {
        command = ApplyCalendar{calendars_[calendar_].version()};
    }
    if (dice_.roll(2) == 0) {
        std::visit([&](auto& c) { improve(c, Hand{dice_, order_, now_}); }, command);
    }
    return give(std::move(command), actor);
}

std::optional<std::string> RandomLife::live(int steps) {
    try {
        for (int i = 0; i < steps; ++i) {
            if (const auto law = step()) {
                return *law + history_;
            }
        }
    } catch (const std::exception& error) {
        return std::string("thrown: ") + error.what() + history_;
    }
    return std::nullopt;
}

} // namespace chengban::workorder
