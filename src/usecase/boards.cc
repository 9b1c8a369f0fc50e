#include "usecase/boards.h"

#include "calendar/deadline.h"
#include "usecase/order_view.h"
#include "usecase/projection.h"

namespace chengban::usecase {

namespace {

constexpr std::int64_t k_count_max = 9'999;

json::object rules_json(const rulebook::Profile& profile) {
    json::object limits;
    for (const auto& [limit_class, amount] : profile.completion) {
        limits[token(limit_class)] = {{"zh", calendar::amount_words(amount, Language::zh)},
                                      {"en", calendar::amount_words(amount, Language::en)}};
    }
    json::array approvals;
    for (const Approval approval : profile.approvals) {
        approvals.push_back({{"value", token(approval)}, {"zh", zh(approval)}});
    }
    json::array attachments;
    for (const EvidenceKind kind : profile.attachments) {
        attachments.push_back({{"value", token(kind)}, {"zh", zh(kind)}});
    }
    json::array sources;
    for (const Source source : profile.sources) {
        sources.emplace_back(token(source));
    }
    json::object rules{{"tags", json::array(profile.tags.begin(), profile.tags.end())},
                       {"sources", std::move(sources)},
                       {"completion", std::move(limits)},
                       {"approvals", std::move(approvals)},
                       {"attachments", std::move(attachments)}};
    if (profile.report_every) {
        rules["report_every"] = {
            {"zh", calendar::amount_words(*profile.report_every, Language::zh)},
            {"en", calendar::amount_words(*profile.report_every, Language::en)}};
    }
    if (profile.from) {
        rules["from"] = to_string(*profile.from);
    }
    if (profile.to) {
        rules["to"] = to_string(*profile.to);
    }
    return rules;
}

} // namespace

json::array key_order_boards(Desk& desk, const workorder::Actor& reader) {
    const Instant now = desk.clock().now();
    const Rules rules = desk.library().rulebook_in_force(day_of(now));
    const store::Visibility sees = visibility_of(reader);
    json::array boards;
    for (const rulebook::Profile& profile : rules->book.profiles) {
        const std::string mark = k_profile_mark + profile.token;
        const auto count = [&](auto change) {
            store::OrderFilter filter;
            filter.tags = {mark};
            change(filter);
            return desk.store().count(filter, k_count_max, sees).count;
        };
        boards.push_back(
            {{"profile", profile.token},
             {"zh", profile.words.zh},
             {"en", profile.words.en},
             {"citation", citation(rules->book, profile.clause)},
             {"rules", rules_json(profile)},
             {"filter", {{"tag", mark}}},
             {"open", count([](store::OrderFilter& filter) { filter.open = true; })},
             {"overdue", count([&](store::OrderFilter& filter) {
                  filter.open = true;
                  filter.due_to = now.plus_milliseconds(1);
              })},
             {"due_today", count([&](store::OrderFilter& filter) {
                  filter.open = true;
                  filter.due_from = now.plus_milliseconds(1);
                  filter.due_to = start_of(day_of(now).plus(1)).plus_milliseconds(1);
              })},
             {"awaiting_approval",
              count([](store::OrderFilter& filter) { filter.states = {"awaiting_approval"}; })},
             {"completed",
              count([](store::OrderFilter& filter) { filter.states = {"completed"}; })}});
    }
    return boards;
}

} // namespace chengban::usecase
