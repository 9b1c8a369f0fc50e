#include "usecase/disclosures.h"

#include <algorithm>

namespace chengban::usecase {

using workorder::Actor;

namespace {

RowFacts facts_of(const Disclosure& one) {
    RowFacts facts;
    facts.state = "passed";
    facts.unit = one.by.unit;
    facts.person = one.by.person;
    facts.key = one.passing.order.text();
    facts.created_at = one.at;
    return facts;
}

bool has(const std::vector<IdentityField>& fields, IdentityField field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

} // namespace

void evolve_disclosure(Disclosure& one, const Disclosure::Event& event, const Stamp& stamp) {
    one.passing = std::get<PassToThirdParty>(event);
    one.by = stamp.actor;
    one.at = stamp.at;
}

Result<std::vector<Disclosure::Event>>
decide_disclosure(const Disclosure& one, const Disclosure::Command& command, bool confidential) {
    invariant(one.version == 0, "a passing is recorded once");
    const auto& pass = std::get<PassToThirdParty>(command);
    Problem why;
    const auto refuse = [&](const char* code, const char* field, const char* zh, const char* en) {
        why.reasons.push_back({code, "18", field, {zh, en}});
    };
    if (confidential) {
        refuse("confidential_order", "order", "保密工单的内容不得提供给第三方",
               "nothing of an order marked confidential goes to a third party");
    }
    const bool identity = has(pass.passed, IdentityField::citizen_name) ||
                          has(pass.passed, IdentityField::citizen_phone);
    if (identity && !pass.citizen_agreed) {
        refuse("identity_without_consent", "citizen_agreed",
               "提供姓名或电话须先征得反映人同意；只提供处理事项所需的最少内容",
               "name or number go on only with the citizen's word; pass the least that is needed");
    }
    for (const auto& row : EnumTable<IdentityField>::rows) {
        if (std::count(pass.passed.begin(), pass.passed.end(), row.value) > 1) {
            refuse("duplicate_value", "passed", "同一项目重复", "an item is named twice");
        }
    }
    if (!why.reasons.empty()) {
        return Failure{std::move(why)};
    }
    return std::vector<Disclosure::Event>{command};
}

Disclosures::Disclosures(Desk& desk, Audit& audit)
    : desk_(desk), audit_(audit),
      disclosures_(desk.store(), desk.clock(), evolve_disclosure, facts_of) {}

Outcome<StreamAnswer> Disclosures::pass(const Actor& actor, const OrderId& order, PassWish wish,
                                        const std::string& idempotency_key) {
    const Outcome<store::OrderRow> row =
        authorize_order(desk_.store(), "work_order.pass_on", actor, order);
    if (!row) {
        return Failure{row.error()};
    }
    PassToThirdParty command{order,
                             wish.party,
                             std::move(wish.recipient),
                             wish.passed,
                             std::move(wish.purpose),
                             wish.citizen_agreed};
    StreamRequest request;
    request.actor = actor;
    request.idempotency_key = idempotency_key;
    const bool confidential = row->confidential;
    Outcome<StreamAnswer> answer = disclosures_.give(
        std::move(request), Disclosure::Command(std::move(command)),
        [confidential](const Disclosure& one, const Disclosure::Command& what, const Stamp&) {
            return decide_disclosure(one, what, confidential);
        });
    if (answer && !answer->already_there) {
        json::array passed;
        for (const IdentityField field : wish.passed) {
            passed.push_back(json::value(token(field)));
        }
        AuditEvent event;
        event.at = desk_.clock().now();
        event.what = "passed_to_third_party";
        event.actor = canonical_json(write_record(actor));
        event.subject = "order/" + order.text();
        event.outcome = "done";
        event.clauses = {"18"};
        event.details = {{"disclosure", answer->id},
                         {"party", token(wish.party)},
                         {"fields", std::move(passed)}};
        audit_.record(std::move(event));
    }
    return answer;
}

Outcome<json::object> Disclosures::list(const Actor& reader, const OrderId& order) {
    if (const auto row = authorize_order(desk_.store(), "work_order.read", reader, order); !row) {
        return Failure{row.error()};
    }
    store::StreamFilter filter;
    filter.kind = Disclosure::kind;
    filter.keys = {order.text()};
    store::StreamPageRequest page;
    page.descending = true;
    page.limit = 200;
    store::Visibility all;
    all.everything = true; // whoever sees the order sees what went out of it
    const Result<store::StreamPage> found = desk_.store().stream_rows(filter, page, all);
    invariant(found.has_value(), "a listing of passings is well formed");
    json::array items;
    for (const store::StreamRow& row : found->rows) {
        const std::optional<Disclosure> stored = disclosures_.load(row.stream.id);
        if (!stored) {
            continue;
        }
        const Disclosure one = disclosures_.with_texts(*stored);
        json::array passed;
        for (const IdentityField field : one.passing.passed) {
            passed.push_back({{"value", token(field)}, {"zh", zh(field)}});
        }
        items.push_back(
            {{"id", one.id},
             {"at", to_string(one.at)},
             {"person", one.by.person.text()},
             {"unit", one.by.unit.text()},
             {"party", {{"value", token(one.passing.party)}, {"zh", zh(one.passing.party)}}},
             {"recipient", one.passing.recipient.plain},
             {"passed", std::move(passed)},
             {"purpose", one.passing.purpose.plain},
             {"citizen_agreed", one.passing.citizen_agreed}});
    }
    return json::object{{"items", std::move(items)}};
}

} // namespace chengban::usecase
