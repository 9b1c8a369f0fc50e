#include "usecase/exports.h"

#include <algorithm>

namespace chengban::usecase {

using people::Scope;
using workorder::Actor;

namespace {

constexpr std::int64_t k_rows_max = 1'000'000;

Refusal export_not_found() {
    return {RefusalKind::not_found,
            problem("not_found", "id", "没有这份导出申请，或您无权知悉",
                    "there is no such export for you"),
            std::nullopt};
}

Failure<Problem> refuse(std::string code, std::string field, std::string zh, std::string en) {
    return Failure{problem(std::move(code), std::move(field), std::move(zh), std::move(en), "18")};
}

RowFacts facts_of(const Export& one) {
    RowFacts facts;
    facts.state = token(one.state);
    facts.unit = one.owner.unit;
    facts.person = one.owner.person;
    facts.created_at = one.requested_at;
    return facts;
}

// Leaders decide for their own unit, the office and the bureau's leaders for everyone.
bool may_know(const Actor& reader, const Export& one) {
    if (one.owner == reader) {
        return true;
    }
    return people::scope_of("export.decide", reader.role) != Scope::never &&
           (people::scope_of("work_order.read", reader.role) == Scope::bureau ||
            reader.unit == one.owner.unit);
}

std::string filters_text(const std::vector<ExportFilter>& filters) {
    json::array list;
    for (const ExportFilter& filter : filters) {
        list.push_back(write_record(filter));
    }
    return canonical_json(list);
}

Outcome<ListRequest> list_request(const std::string& queue, const std::string& filters) {
    ListRequest request;
    request.queue = queue;
    const Result<json::value> list = parse_json(filters);
    invariant(list.has_value(), "filters are kept as JSON");
    for (const json::value& one : list->as_array()) {
        const Result<ExportFilter> filter = read_record<ExportFilter>(one);
        invariant(filter.has_value(), "filters are kept as records");
        if (filter->name == "phone") {
            return refusal(RefusalKind::invalid,
                           problem("export_by_phone", "filters", "不能按电话号码导出",
                                   "no export by phone number", "18"));
        }
        request.filters.emplace_back(filter->name, filter->value);
    }
    return request;
}

std::string name_of(const people::Organisation& organisation, const PersonId& id) {
    const people::Person* person = organisation.person(id);
    return person == nullptr ? id.text() : person->name;
}

// What its owner and whoever decides on it see of an export.
json::object export_json(const Export& one, const people::Organisation& organisation) {
    json::object item{
        {"id", one.id},
        {"version", one.version},
        {"state", {{"value", token(one.state)}, {"zh", zh(one.state)}, {"en", en(one.state)}}},
        {"person", one.owner.person.text()},
        {"name", name_of(organisation, one.owner.person)},
        {"unit", one.owner.unit.text()},
        {"queue", one.request.queue},
        {"filters", parse_json(one.request.filters.plain).value()},
        {"format", token(one.request.format)},
        {"rows", one.request.rows},
        {"reason", one.request.reason.plain},
        {"requested_at", to_string(one.requested_at)}};
    if (one.decided_by) {
        item["decided_by"] = name_of(organisation, one.decided_by->person);
        item["decided_at"] = to_string(*one.decided_at);
        item["opinion"] = one.opinion->plain;
    }
    return item;
}

} // namespace

void evolve_export(Export& one, const Export::Event& event, const Stamp& stamp) {
    if (const auto* request = std::get_if<RequestExport>(&event)) {
        one.request = *request;
        one.owner = stamp.actor;
        one.requested_at = stamp.at;
        one.state = request->needs_approval ? ExportState::requested : ExportState::approved;
        if (!request->needs_approval) {
            one.decided_at = stamp.at;
        }
    } else if (const auto* decision = std::get_if<DecideExport>(&event)) {
        one.state = decision->agree ? ExportState::approved : ExportState::declined;
        one.decided_by = stamp.actor;
        one.decided_at = stamp.at;
        one.opinion = decision->reason;
    } else {
        one.state = ExportState::fetched;
    }
}

Result<std::vector<Export::Event>> decide_export(const Export& one, const Export::Command& command,
                                                 const Stamp& stamp, std::int32_t days) {
    if (std::holds_alternative<DecideExport>(command)) {
        if (one.owner.person == stamp.actor.person ||
            stamp.actor.substitute_for == one.owner.person) {
            return refuse("own_application", "actor", "不能审批本人的导出申请",
                          "nobody decides on their own export");
        }
        if (one.state != ExportState::requested) {
            return refuse("wrong_state", "state", "此申请不在待审批状态",
                          "it waits for no decision");
        }
    } else if (std::holds_alternative<FetchExport>(command)) {
        if (one.owner != stamp.actor) {
            return refuse("wrong_role", "actor", "由申请人本人领取", "its owner alone fetches it");
        }
        if (one.state != ExportState::approved) {
            return refuse("wrong_state", "state", "此导出未获批准，或已领取过一次",
                          "it is not approved, or was fetched before");
        }
        if (stamp.at >= one.decided_at->plus_milliseconds(days * k_milliseconds_per_day)) {
            return refuse("wrong_state", "state", "此导出已过领取期限，请重新申请",
                          "its days are over, ask again");
        }
    }
    return std::vector<Export::Event>{command};
}

Exports::Exports(Desk& desk, Audit& audit)
    : desk_(desk), audit_(audit), exports_(desk.store(), desk.clock(), evolve_export, facts_of) {}

std::int32_t Exports::days() const {
    return desk_.library().rulebook_in_force(day_of(desk_.clock().now()))->book.privacy.export_days;
}

Outcome<StreamAnswer> Exports::request(const Actor& owner, ExportWish wish,
                                       const std::string& idempotency_key) {
    const Outcome<Scope> scope = authorize("work_order.export", owner);
    if (!scope) {
        return Failure{scope.error()};
    }
    const Rules rules = desk_.library().rulebook_in_force(day_of(desk_.clock().now()));
    RequestExport command;
    command.queue = wish.queue;
    command.filters.plain = filters_text(wish.filters);
    command.sort = std::move(wish.sort);
    command.format = wish.format;
    command.columns = std::move(wish.columns);
    for (const auto& row : EnumTable<ExportColumn>::rows) {
        if (std::count(command.columns.begin(), command.columns.end(), row.value) > 1) {
            return refusal(RefusalKind::invalid, problem("duplicate_value", "columns", "同一列重复",
                                                         "a column is named twice", "18"));
        }
    }
    if (!sorted_page(command.sort)) {
        return refusal(RefusalKind::invalid,
                       problem("bad_sort", "sort", "没有这种排序", "there is no such order"));
    }
    command.reason = std::move(wish.reason);
    const Outcome<ListRequest> wanted = list_request(command.queue, command.filters.plain);
    if (!wanted) {
        return Failure{wanted.error()};
    }
    const Outcome<store::OrderFilter> filter = order_filter(desk_, owner, *wanted);
    if (!filter) {
        return Failure{filter.error()};
    }
    command.rows = desk_.store().count(*filter, k_rows_max, visibility_of(*scope, owner)).count;
    command.needs_approval = command.rows > rules->book.privacy.export_approval_rows;
    StreamRequest request;
    request.actor = owner;
    request.idempotency_key = idempotency_key;
    return exports_.give(
        std::move(request), Export::Command(std::move(command)),
        [this](const Export& one, const Export::Command& what, const Stamp& stamp) {
            return decide_export(one, what, stamp, days());
        });
}

Outcome<Export> Exports::find(const Actor& reader, const std::string& id) {
    std::optional<Export> one = exports_.load(id);
    if (!one || !may_know(reader, *one)) {
        return Failure{export_not_found()};
    }
    return std::move(*one);
}

Outcome<StreamAnswer> Exports::decide(const Actor& actor, const std::string& id,
                                      DecideExport command, const std::string& idempotency_key) {
    if (const auto scope = authorize("export.decide", actor); !scope) {
        return Failure{scope.error()};
    }
    const Outcome<Export> found = find(actor, id);
    if (!found) {
        return Failure{found.error()};
    }
    StreamRequest request;
    request.actor = actor;
    request.id = id;
    request.idempotency_key = idempotency_key;
    return exports_.give(
        std::move(request), Export::Command(std::move(command)),
        [this](const Export& one, const Export::Command& what, const Stamp& stamp) {
            return decide_export(one, what, stamp, days());
        });
}

Outcome<ExportFile> Exports::fetch(const Actor& owner, const std::string& id) {
    const Outcome<Export> found = find(owner, id);
    if (!found) {
        return Failure{found.error()};
    }
    FetchExport command;
    const auto decide = [this](const Export& one, const Export::Command& what, const Stamp& stamp) {
        return decide_export(one, what, stamp, days());
    };
    const Stamp now{owner, desk_.clock().now()};
    if (const auto allowed = decide(*found, Export::Command(command), now); !allowed) {
        return Failure{refusal_of(allowed.error())};
    }
    Outcome<ExportFile> file = write_file(owner, *found, command.rows);
    if (!file) {
        return file;
    }
    StreamRequest request;
    request.actor = owner;
    request.id = id;
    const Outcome<StreamAnswer> fetched =
        exports_.give(std::move(request), Export::Command(command), decide);
    if (!fetched) {
        return Failure{fetched.error()};
    }
    AuditEvent event;
    event.at = now.at;
    event.what = "export";
    event.actor = canonical_json(write_record(owner));
    event.subject = "export/" + id;
    event.outcome = "done";
    event.clauses = {"18"};
    json::array columns;
    for (const ExportColumn column : found->request.columns) {
        columns.push_back(json::value(token(column)));
    }
    event.details = {{"rows", command.rows},
                     {"format", token(found->request.format)},
                     {"columns", std::move(columns)}}; // none: all
    if (!audit_.record_durably(std::move(event))) {
        return refusal(RefusalKind::unavailable,
                       problem("audit_unavailable", "", "审计暂不可写，导出不予发放",
                               "the audit cannot be written now, so nothing is exported", "18"));
    }
    return file;
}

Outcome<json::object> Exports::list(const Actor& reader) {
    json::array items;
    const OrganisationPtr organisation = desk_.library().organisation();
    const bool decides = people::scope_of("export.decide", reader.role) != Scope::never;
    for (const bool own : {true, false}) {
        if (!own && !decides) {
            continue;
        }
        store::StreamFilter filter;
        filter.kind = Export::kind;
        if (own) {
            filter.persons.push_back(reader.person);
        } else {
            filter.states.emplace_back(token(ExportState::requested));
        }
        store::StreamPageRequest page;
        page.descending = true;
        page.limit = 200;
        store::Visibility all;
        all.everything = true; // narrowed by may_know below
        const Result<store::StreamPage> found = desk_.store().stream_rows(filter, page, all);
        invariant(found.has_value(), "a listing of exports is well formed");
        for (const store::StreamRow& row : found->rows) {
            std::optional<Export> one = exports_.load(row.stream.id);
            if (!one || !may_know(reader, *one) || own != (one->owner == reader)) {
                continue;
            }
            const Export plain = exports_.with_texts(std::move(*one));
            json::object item = export_json(plain, *organisation);
            item["own"] = own;
            item["may_decide"] = decides && plain.state == ExportState::requested &&
                                 plain.owner.person != reader.person &&
                                 reader.substitute_for != plain.owner.person;
            if (plain.state == ExportState::approved) {
                item["until"] =
                    to_string(plain.decided_at->plus_milliseconds(days() * k_milliseconds_per_day));
            }
            items.push_back(std::move(item));
        }
    }
    return json::object{{"items", std::move(items)}};
}

} // namespace chengban::usecase
