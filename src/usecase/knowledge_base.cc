#include "usecase/knowledge_base.h"

#include "calendar/deadline.h"
#include "crypto/digest.h"
#include "crypto/hex.h"

namespace chengban::usecase {

using knowledge::Entry;
using knowledge::Task;
using people::Role;

namespace {

constexpr std::int32_t k_page = 500;
constexpr std::size_t k_consultations_max = 2'000;

// The center and the bureau see every draft and task, a unit its own; what is published, everybody.
store::Visibility seen_by(const workorder::Actor& reader) {
    store::Visibility visibility;
    visibility.everything = knowledge::is_center(reader.role) ||
                            reader.role == Role::office_clerk ||
                            reader.role == Role::bureau_leader || reader.role == Role::hotline;
    if (!visibility.everything) {
        visibility.units.push_back(reader.unit);
    }
    return visibility;
}

knowledge::Party party_of(const workorder::Actor& actor) {
    return {actor.person, actor.unit, actor.role};
}

RowFacts facts_of_entry(const Entry& entry) {
    RowFacts facts;
    facts.state = token(entry.state());
    facts.unit = entry.unit;
    facts.key = token(entry.stage);
    facts.shared = entry.published.has_value();
    if (entry.published && !entry.retired) {
        facts.due = start_of(entry.published->content.review_on.plus(1));
    }
    facts.created_at = entry.created_at;
    return facts;
}

RowFacts facts_of_task(const Task& task) {
    RowFacts facts;
    facts.state = token(task.state);
    facts.unit = task.task.unit;
    facts.key = token(task.task.kind);
    if (task.state == knowledge::TaskState::issued) {
        facts.due = task.due;
    }
    facts.created_at = task.issued_at;
    return facts;
}

Refusal no_such_thing() {
    return {
        RefusalKind::not_found,
        problem("not_found", "id", "没有这一条，或您无权知悉", "there is no such thing for you"),
        std::nullopt};
}

// What the hotline sent down is one task, however often it is sent (2).
std::string task_id(const knowledge::IssueTask& command) {
    constexpr std::size_t k_digits = 32;
    return command.event_id
               ? "hotline-" + crypto::to_hex(crypto::bytes_of(crypto::sm3(*command.event_id)))
                                  .substr(0, k_digits)
               : std::string();
}

} // namespace

KnowledgeBase::KnowledgeBase(Desk& desk)
    : desk_(desk), entries_(
                       desk.store(), desk.clock(),
                       [](Entry& entry, const Entry::Event& event, const Stamp& stamp) {
                           knowledge::evolve(entry, event, party_of(stamp.actor), stamp.at);
                       },
                       facts_of_entry),
      tasks_(
          desk.store(), desk.clock(),
          [](Task& task, const Task::Event& event, const Stamp& stamp) {
              knowledge::evolve(task, event, party_of(stamp.actor), stamp.at);
          },
          facts_of_task) {}

bool KnowledgeBase::keeps_entries(const UnitId& unit) {
    const people::Unit* found = desk_.library().organisation()->unit(unit);
    return found != nullptr &&
           (found->kind == UnitKind::department || found->kind == UnitKind::institution);
}

Outcome<StreamAnswer> KnowledgeBase::give(StreamRequest request, Entry::Command command) {
    const bool keeps = std::visit(
        [&](const auto& one) {
            if constexpr (requires { one.unit; }) {
                return keeps_entries(one.unit);
            } else {
                return true;
            }
        },
        command);
    Outcome<StreamAnswer> answer =
        entries_.give(std::move(request), std::move(command),
                      [&](const Entry& entry, const Entry::Command& given, const Stamp& stamp) {
                          const Rules rules = desk_.library().rulebook_in_force(day_of(stamp.at));
                          const CalendarPtr calendar = desk_.library().latest_calendar();
                          return knowledge::decide(entry, given, party_of(stamp.actor),
                                                   {rules->book, *calendar, stamp.at, keeps});
                      });
    const std::lock_guard lock(mutex_);
    cached_.reset();
    return answer;
}

Outcome<StreamAnswer> KnowledgeBase::give(StreamRequest request, Task::Command command) {
    const auto* issue = std::get_if<knowledge::IssueTask>(&command);
    if (issue != nullptr) {
        request.id = task_id(*issue);
    }
    const auto unit = std::visit(
        [](const auto& one) -> std::optional<UnitId> {
            if constexpr (requires { one.unit; }) {
                return one.unit;
            } else {
                return std::nullopt;
            }
        },
        command);
    const auto entry = std::visit(
        [](const auto& one) -> std::optional<std::string> {
            if constexpr (requires { one.entry; }) {
                return one.entry;
            } else {
                return std::nullopt;
            }
        },
        command);
    if (entry && !entries_.load(*entry)) {
        return refusal(RefusalKind::invalid, problem("no_such_entry", "entry", "没有这个知识条目",
                                                     "there is no such entry", "15.4"));
    }
    const bool confirms = std::holds_alternative<knowledge::ConfirmTask>(command);
    return tasks_.give(
        std::move(request), std::move(command),
        [&](const Task& task, const Task::Command& given, const Stamp& stamp) {
            const Rules rules = desk_.library().rulebook_in_force(day_of(stamp.at));
            const CalendarPtr calendar = desk_.library().latest_calendar();
            return knowledge::decide(
                task, given, party_of(stamp.actor),
                {rules->book, *calendar, stamp.at, !unit || keeps_entries(*unit)});
        },
        [&](const Task& task, store::CommitUnit& unit_of_work) {
            if (!confirms) {
                return;
            }
            store::OutboxRow row;
            row.id = "knowledge_task/" + task.id + "/" + std::to_string(task.version);
            row.topic = "hotline.knowledge_done";
            row.stream = StreamDesk<Task>::stream_of(task.id);
            row.payload = canonical_json(json::object{{"task", task.id}});
            row.not_before = desk_.clock().now();
            unit_of_work.outbox.push_back(std::move(row));
        });
}

KnowledgeBase::Entries KnowledgeBase::entries() {
    const std::lock_guard lock(mutex_);
    if (cached_) {
        return cached_;
    }
    auto all = std::make_shared<std::vector<Entry>>();
    store::StreamFilter filter;
    filter.kind = Entry::kind;
    store::StreamPageRequest page;
    page.limit = k_page;
    const store::Visibility everything{PersonId(), true, {}, false};
    do {
        const Result<store::StreamPage> found = desk_.store().stream_rows(filter, page, everything);
        invariant(found.has_value(), "a listing of ours is well formed");
        for (const store::StreamRow& row : found->rows) {
            const Result<json::value> body = parse_json(row.body);
            invariant(body.has_value(), "a row's body is JSON");
            all->push_back(read_stored<Entry>(*body));
            all->back().id = row.stream.id;
            all->back().version = row.version;
        }
        page.cursor = found->next_cursor;
    } while (!page.cursor.empty());
    cached_ = std::move(all);
    return cached_;
}

json::object KnowledgeBase::entry_json(const Entry& entry) {
    const Day today = day_of(desk_.clock().now());
    json::object object = write_record(entry).as_object();
    object["id"] = entry.id;
    object["version"] = entry.version;
    object["state"] = token(entry.state());
    object["state_zh"] = zh(entry.state());
    object["review_due"] = knowledge::review_is_due(entry, today);
    if (entry.published) {
        const knowledge::Validity validity = knowledge::validity(entry.published->content, today);
        object["validity"] = token(validity);
        object["validity_zh"] = zh(validity);
    }
    return object;
}

json::object KnowledgeBase::task_json(const Task& task) {
    const Instant now = desk_.clock().now();
    json::object object = write_record(task).as_object();
    object["id"] = task.id;
    object["version"] = task.version;
    object["state_zh"] = zh(task.state);
    object["kind_zh"] = zh(task.task.kind);
    if (task.state == knowledge::TaskState::issued) {
        const CalendarPtr calendar = desk_.library().latest_calendar();
        object["overdue"] = now >= task.due;
        object["remaining_zh"] = calendar::remaining_words(*calendar, now, task.due, Language::zh);
        object["remaining_en"] = calendar::remaining_words(*calendar, now, task.due, Language::en);
    }
    return object;
}

json::object KnowledgeBase::search(const knowledge::SearchRequest& request) {
    const Entries all = entries();
    json::array items;
    for (const knowledge::Found& found :
         knowledge::search(*all, request, day_of(desk_.clock().now()))) {
        json::object item = entry_json(*found.entry);
        item.erase("draft"); // what is being written is for its unit
        item["score"] = found.score;
        items.push_back(std::move(item));
    }
    return {{"items", std::move(items)}};
}

Outcome<Entry> KnowledgeBase::find_entry(const workorder::Actor& reader, const std::string& id) {
    const store::Visibility sees = seen_by(reader);
    if (!desk_.store().stream_row(StreamDesk<Entry>::stream_of(id), sees)) {
        return Failure{no_such_thing()};
    }
    Entry entry = *entries_.load(id);
    if (!sees.everything && entry.unit != reader.unit) {
        entry.draft.reset();
    }
    return entry;
}

Outcome<Task> KnowledgeBase::find_task(const workorder::Actor& reader, const std::string& id) {
    if (!desk_.store().stream_row(StreamDesk<Task>::stream_of(id), seen_by(reader))) {
        return Failure{no_such_thing()};
    }
    return *tasks_.load(id);
}

Outcome<json::object> KnowledgeBase::entry(const workorder::Actor& reader, const std::string& id) {
    const Outcome<Entry> entry = find_entry(reader, id);
    return entry ? Outcome<json::object>(entry_json(*entry)) : Failure{entry.error()};
}

Outcome<json::object> KnowledgeBase::task(const workorder::Actor& reader, const std::string& id) {
    const Outcome<Task> task = find_task(reader, id);
    return task ? Outcome<json::object>(task_json(*task)) : Failure{task.error()};
}

Outcome<json::object> KnowledgeBase::list(const workorder::Actor& reader,
                                          const store::StreamFilter& filter,
                                          const store::StreamPageRequest& page) {
    const Result<store::StreamPage> found =
        desk_.store().stream_rows(filter, page, seen_by(reader));
    if (!found) {
        return Failure{refusal_of(found.error())};
    }
    json::array items;
    for (const store::StreamRow& row : found->rows) {
        const Result<json::value> body = parse_json(row.body);
        invariant(body.has_value(), "a row's body is JSON");
        if (filter.kind == Task::kind) {
            Task task = read_stored<Task>(*body);
            task.id = row.stream.id;
            task.version = row.version;
            items.push_back(task_json(task));
        } else {
            Entry entry = read_stored<Entry>(*body);
            entry.id = row.stream.id;
            entry.version = row.version;
            json::object item = entry_json(entry);
            if (!seen_by(reader).everything && entry.unit != reader.unit) {
                item.erase("draft");
            }
            items.push_back(std::move(item));
        }
    }
    json::object page_json{{"items", std::move(items)}};
    if (!found->next_cursor.empty()) {
        page_json["next_cursor"] = found->next_cursor;
    }
    return page_json;
}

json::object KnowledgeBase::frequent(const workorder::Actor& reader) {
    const Instant now = desk_.clock().now();
    const Rules rules = desk_.library().rulebook_in_force(day_of(now));
    const auto* days = std::get_if<NaturalDays>(&rules->book.knowledge.frequent);
    invariant(days != nullptr, "knowledge.frequent is in natural days");
    store::OrderFilter filter;
    filter.kinds = {std::string(token(OrderKind::consultation))};
    filter.received_from = start_of(day_of(now).plus(-days->count));
    store::PageRequest page;
    page.sort = store::SortKey::received_at;
    page.descending = true;
    page.limit = k_page;
    std::vector<knowledge::Consultation> consultations;
    do {
        const Result<store::OrderPage> found =
            desk_.store().list(filter, page, visibility_of(reader));
        invariant(found.has_value(), "a listing of ours is well formed");
        for (const store::OrderRow& row : found->rows) {
            consultations.push_back({row.id, row.category, row.title, row.received_at});
        }
        page.cursor = found->next_cursor;
    } while (!page.cursor.empty() && consultations.size() < k_consultations_max);
    json::array items;
    for (const knowledge::FrequentMatter& matter : knowledge::frequent_matters(
             consultations, *entries(), rules->book.knowledge.frequent_orders, day_of(now))) {
        json::array orders;
        for (const OrderId& order : matter.orders) {
            orders.emplace_back(order.text());
        }
        json::object item{{"category", matter.category},
                          {"title", matter.title},
                          {"count", static_cast<std::int64_t>(matter.orders.size())},
                          {"orders", std::move(orders)}};
        if (matter.answered_by) {
            item["answered_by"] = *matter.answered_by;
        }
        items.push_back(std::move(item));
    }
    return {{"items", std::move(items)},
            {"looked_at", static_cast<std::int64_t>(consultations.size())},
            {"complete", page.cursor.empty()}};
}

json::object KnowledgeBase::keepers() {
    const OrganisationPtr organisation = desk_.library().organisation();
    json::array items;
    for (const people::Unit& unit : organisation->units) {
        if (!keeps_entries(unit.id)) {
            continue;
        }
        json::array names;
        for (const people::Person* person :
             organisation->people_of(unit.id, people::Role::knowledge_keeper)) {
            names.push_back({{"person", person->id.text()}, {"name", person->name}});
        }
        const bool lacks = names.empty() && unit.kind == UnitKind::department;
        items.push_back({{"unit", unit.id.text()},
                         {"unit_zh", unit.name.zh},
                         {"unit_en", unit.name.en},
                         {"keepers", std::move(names)},
                         {"lacks_keeper", lacks}});
    }
    return {{"items", std::move(items)}};
}

} // namespace chengban::usecase
