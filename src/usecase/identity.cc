#include "usecase/identity.h"

#include "lint/mask.h"

#include <fmt/format.h>

namespace chengban::usecase {

namespace {

// I 38: the handler of an open order sees the number without giving a reason, recorded.
bool needs_reason(const store::OrderRow& row, const workorder::Actor& reader) {
    return !(row.open && row.handler == reader.person && row.unit == reader.unit);
}

const Text* text_of(const workorder::Register& facts, IdentityField field) {
    const auto given = [](const std::optional<Text>& text) { return text ? &*text : nullptr; };
    switch (field) {
    case IdentityField::citizen_name:
        return given(facts.citizen_name);
    case IdentityField::citizen_phone:
        return given(facts.citizen_phone);
    case IdentityField::address:
        return given(facts.address);
    case IdentityField::title:
        return &facts.title;
    case IdentityField::claim:
        return &facts.claim;
    }
    unreachable("text_of identity field");
}

} // namespace

Problem wrong_reason(const std::string& reason, bool needed, std::int32_t length_min,
                     std::string_view citizen_name) {
    Problem wrong;
    const auto length = static_cast<std::int64_t>(code_points(trim(reason)));
    if (needed && length < length_min) {
        wrong.reasons.push_back(
            {"reason_missing",
             "18",
             "reason",
             {fmt::format("请说明查看理由（至少 {} 字）；在办工单的经办人除外", length_min),
              fmt::format("give a reason of at least {} characters; only the handler of an open "
                          "order need not",
                          length_min)}});
    }
    if (lint::has_personal_data(reason, citizen_name)) {
        wrong.reasons.push_back({"reason_names_a_person",
                                 "18",
                                 "reason",
                                 {"理由中不得写入姓名、电话等个人信息",
                                  "a reason may not hold names, phones or other personal data"}});
    }
    return wrong;
}

ReadLimit identity_limit(const rulebook::Rulebook& rulebook) {
    return {k_identities, rulebook.privacy.identities_alarm, rulebook.privacy.identities_per_hour};
}
ReadLimit order_limit(const rulebook::Rulebook& rulebook) {
    return {"orders", rulebook.privacy.orders_alarm, rulebook.privacy.orders_per_hour};
}

Outcome<json::object> read_identity(Desk& desk, Audit& audit, ReadWatch& watch,
                                    const workorder::Actor& reader, const OrderId& id,
                                    const IdentityRequest& request) {
    const Outcome<store::OrderRow> row =
        authorize_order(desk.store(), "work_order.unmask", reader, id);
    if (!row) {
        return Failure{row.error()};
    }
    const Instant now = desk.clock().now();
    const Rules rules = desk.library().rulebook_in_force(day_of(now));
    const KnownOrder loaded = desk.load(id);
    invariant(loaded != nullptr, "an order with a row has events");
    const workorder::Register& facts = loaded->order.facts;
    std::vector<TextId> ids;
    for (const auto& field : EnumTable<IdentityField>::rows) {
        if (const Text* text = text_of(facts, field.value)) {
            ids.push_back(text->ref.id);
        }
    }
    const std::map<TextId, std::string> texts = desk.store().texts(id.text(), ids);
    const auto plain = [&](IdentityField field) -> std::optional<std::string> {
        const Text* text = text_of(facts, field);
        const auto found = text == nullptr ? texts.end() : texts.find(text->ref.id);
        return found == texts.end() ? std::nullopt : std::optional(found->second);
    };
    const bool needed = needs_reason(*row, reader);
    Problem wrong = wrong_reason(request.reason, needed, rules->book.privacy.reason_length_min,
                                 plain(IdentityField::citizen_name).value_or(""));
    if (!wrong.reasons.empty()) {
        return refusal(RefusalKind::invalid, std::move(wrong));
    }
    if (Outcome<Done> counted = watch.count(reader, identity_limit(rules->book)); !counted) {
        return Failure{counted.error()};
    }
    AuditEvent event;
    event.at = now;
    event.what = "identity_read";
    event.actor = canonical_json(write_record(reader));
    event.subject = "order/" + id.text();
    event.outcome = "done";
    event.clauses = {"18"};
    json::object answer;
    json::array read;
    for (const IdentityField field : request.wanted) {
        const std::optional<std::string> value = plain(field);
        answer[token(field)] = value ? json::value(*value) : json::value(nullptr);
        read.push_back(json::value(token(field)));
    }
    event.details = {{"fields", std::move(read)},
                     {"as", needed ? "with_reason" : "handler_of_open_order"}};
    if (!request.reason.empty()) {
        event.details["reason"] = request.reason;
    }
    if (!audit.record_durably(std::move(event))) {
        return refusal(RefusalKind::unavailable,
                       problem("audit_unavailable", "", "审计暂不可写，身份信息不予显示",
                               "the audit cannot be written now, so no identity is shown", "18"));
    }
    return answer;
}

} // namespace chengban::usecase
