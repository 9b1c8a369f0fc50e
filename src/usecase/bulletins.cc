#include "usecase/bulletins.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

using bulletin::Bulletin;
using bulletin::BulletinKind;
using bulletin::BulletinState;

namespace {

constexpr std::int32_t k_page = 500;

// The numbers of bulletins: nothing of an order is asked here.
const store::Visibility k_not_confidential{PersonId(), true, {}, false};

std::string year_key(BulletinKind kind, std::int32_t year) {
    return fmt::format("{}/{}", token(kind), year);
}

RowFacts facts_of(const Bulletin& one) {
    RowFacts facts;
    facts.state = token(one.state);
    facts.person = one.drafted_by;
    facts.key = one.state == BulletinState::issued ? year_key(one.type, one.year)
                                                   : std::string(token(one.type));
    facts.shared = one.state == BulletinState::issued;
    facts.created_at = one.created_at;
    return facts;
}

bulletin::OrderFact fact_of(const store::OrderRow& row) {
    return {row.id,          row.kind,           row.category,     row.district, row.unit,
            row.received_at, row.completion_due, row.completed_at, row.open,     row.confidential};
}

} // namespace

bulletin::Names bulletin_names(OrganisationPtr organisation, Rules rules) {
    return {[](std::string_view kind) {
                const auto found = from_token<OrderKind>(kind);
                return std::string(found ? zh(*found) : kind);
            },
            [rules](std::string_view category) {
                for (const rulebook::CategoryWords& one : rules->book.categories) {
                    if (one.token == category) {
                        return one.words.zh;
                    }
                }
                return std::string(category.empty() ? "未分类" : category);
            },
            [organisation](std::string_view code) {
                const people::Unit* unit = organisation->district(code);
                return unit == nullptr ? std::string(code.empty() ? "区域不明" : code)
                                       : unit->name.zh;
            },
            [organisation](const UnitId& id) {
                const people::Unit* unit = organisation->unit(id);
                return unit == nullptr ? id.text() : unit->name.zh;
            }};
}

Bulletins::Bulletins(Desk& desk)
    : desk_(desk),
      bulletins_(
          desk.store(), desk.clock(),
          [](Bulletin& one, const Bulletin::Event& event, const Stamp& stamp) {
              bulletin::evolve(one, event, {stamp.actor.person, stamp.actor.unit, stamp.actor.role},
                               stamp.at);
          },
          facts_of) {}

bulletin::Figures Bulletins::figures(BulletinKind kind, Day day) {
    const bulletin::Period period = bulletin::period_of(kind, day);
    std::map<OrderId, bulletin::OrderFact> facts;
    const auto gather = [&](const store::OrderFilter& filter, store::SortKey sort) {
        store::PageRequest page;
        page.sort = sort;
        page.limit = k_page;
        page.titles = false;
        do {
            const Result<store::OrderPage> found =
                desk_.store().list(filter, page, visibility_of(system_actor()));
            invariant(found.has_value(), "a listing of ours is well formed");
            for (const store::OrderRow& row : found->rows) {
                facts.emplace(row.id, fact_of(row));
            }
            page.cursor = found->next_cursor;
        } while (!page.cursor.empty());
    };
    store::OrderFilter received;
    received.received_from = bulletin::history_begins(period);
    received.received_to = period.to;
    gather(received, store::SortKey::received_at);
    store::OrderFilter completed;
    completed.completed_from = period.from;
    completed.completed_to = period.to;
    gather(completed, store::SortKey::completed_at);
    store::OrderFilter open; // older ones may be overdue
    open.open = true;
    open.received_to = bulletin::history_begins(period);
    gather(open, store::SortKey::received_at);
    std::vector<bulletin::OrderFact> all;
    all.reserve(facts.size());
    for (auto& [id, fact] : facts) {
        all.push_back(std::move(fact));
    }
    return bulletin::count(all, period, data_begins());
}

Instant Bulletins::data_begins() {
    store::PageRequest page;
    page.sort = store::SortKey::received_at;
    page.limit = 1;
    page.titles = false;
    const Result<store::OrderPage> first =
        desk_.store().list({}, page, visibility_of(system_actor()));
    invariant(first.has_value(), "a listing of ours is well formed");
    return first->rows.empty() ? desk_.clock().now() : first->rows.front().received_at;
}

bulletin::BulletinDrafted Bulletins::made(const bulletin::DraftBulletin& command) {
    const Instant now = desk_.clock().now();
    const bulletin::Names names = bulletin_names(desk_.library().organisation(),
                                                 desk_.library().rulebook_in_force(day_of(now)));
    return bulletin::draft(
        command.kind,
        figures(command.kind, command.day.value_or(bulletin::default_day(command.kind, now))),
        names);
}

std::int32_t Bulletins::next_number(BulletinKind kind, std::int32_t year) {
    store::StreamFilter filter;
    filter.kind = Bulletin::kind;
    filter.keys = {year_key(kind, year)};
    store::StreamPageRequest page;
    page.limit = k_page;
    std::int32_t issued = 0;
    do {
        const Result<store::StreamPage> found =
            desk_.store().stream_rows(filter, page, k_not_confidential);
        invariant(found.has_value(), "a listing of ours is well formed");
        issued += static_cast<std::int32_t>(found->rows.size());
        page.cursor = found->next_cursor;
    } while (!page.cursor.empty());
    return issued + 1;
}

Outcome<StreamAnswer> Bulletins::give(StreamRequest request, Bulletin::Command command) {
    std::optional<bulletin::BulletinDrafted> draft;
    if (const auto* wanted = std::get_if<bulletin::DraftBulletin>(&command)) {
        draft = made(*wanted);
    }
    const bool issues = std::holds_alternative<bulletin::IssueBulletin>(command);
    return bulletins_.give(
        std::move(request), std::move(command),
        [&](const Bulletin& one, const Bulletin::Command& given, const Stamp& stamp) {
            bulletin::BulletinContext context{stamp.at, draft, 1};
            if (issues) {
                context.next_number = next_number(one.type, year_month_day(day_of(stamp.at)).year);
            }
            return bulletin::decide(
                one, given, {stamp.actor.person, stamp.actor.unit, stamp.actor.role}, context);
        },
        [&](const Bulletin& one, store::CommitUnit& unit) {
            if (issues) { // two issued at once: the second takes the next number
                unit.claims.push_back(
                    {"bulletin_number",
                     fmt::format("{}/{}", year_key(one.type, one.year), one.number), one.id});
            }
        });
}

json::object Bulletins::json_of(const Bulletin& one) {
    json::object object = write_record(one).as_object();
    object["id"] = one.id;
    object["version"] = one.version;
    object["type_zh"] = zh(one.type);
    object["state_zh"] = zh(one.state);
    return object;
}

Outcome<Bulletin> Bulletins::find(const workorder::Actor& reader, const std::string& id) {
    if (!desk_.store().stream_row(StreamDesk<Bulletin>::stream_of(id), visibility_of(reader))) {
        return refusal(RefusalKind::not_found,
                       problem("not_found", "id", "没有这份通报，或您无权知悉",
                               "there is no such bulletin for you"));
    }
    return *bulletins_.load(id);
}

Outcome<json::object> Bulletins::bulletin(const workorder::Actor& reader, const std::string& id) {
    const Outcome<Bulletin> found = find(reader, id);
    return found ? Outcome<json::object>(json_of(*found)) : Failure{found.error()};
}

Outcome<json::object> Bulletins::list(const workorder::Actor& reader,
                                      const store::StreamFilter& filter,
                                      const store::StreamPageRequest& page) {
    const Result<store::StreamPage> found =
        desk_.store().stream_rows(filter, page, visibility_of(reader));
    if (!found) {
        return Failure{refusal_of(found.error())};
    }
    json::array items;
    for (const store::StreamRow& row : found->rows) {
        const Result<json::value> body = parse_json(row.body);
        invariant(body.has_value(), "a row's body is JSON");
        Bulletin one = read_stored<Bulletin>(*body);
        one.id = row.stream.id;
        one.version = row.version;
        json::object item = json_of(one);
        item.erase("figures"); // of the single one
        items.push_back(std::move(item));
    }
    json::object answer{{"items", std::move(items)}};
    if (!found->next_cursor.empty()) {
        answer["next_cursor"] = found->next_cursor;
    }
    return answer;
}

} // namespace chengban::usecase
