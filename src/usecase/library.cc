#include "usecase/library.h"

#include "usecase/desk.h"
#include "workorder/state.h"

#include <fmt/format.h>

namespace chengban::usecase {

namespace {

constexpr const char* k_kinds[] = {"rulebook", "calendar"};
constexpr std::int32_t k_page = 500;

text::ClassifyRules classify_rules(const rulebook::Rulebook& book) {
    text::ClassifyRules rules;
    for (const rulebook::CategoryWords& category : book.categories) {
        text::KeywordRule rule{category.token, {}};
        for (const std::string& word : category.keywords) {
            rule.words.push_back({word, 10});
        }
        rules.categories.push_back(std::move(rule));
    }
    for (const rulebook::KindWords& kind : book.kinds) {
        text::KeywordRule rule{std::string(token(kind.kind)), {}};
        for (const std::string& word : kind.keywords) {
            rule.words.push_back({word, 10});
        }
        rules.kinds.push_back(std::move(rule));
    }
    return rules;
}

text::Classifier make_classifier(const rulebook::Rulebook& book) {
    Result<text::Classifier> made = text::Classifier::make(classify_rules(book));
    invariant(made.has_value(), "the rulebook's word lists were checked when it was loaded");
    return std::move(*made);
}

} // namespace

RuleEntry::RuleEntry(rulebook::Rulebook parsed)
    : book(std::move(parsed)), lint(book), classifier(make_classifier(book)) {}

Library::Library(store::Store& store) : store_(store) {
    refresh();
}

void Library::refresh() {
    for (const char* kind : k_kinds) {
        load(kind);
    }
    refresh_organisation();
    std::vector<std::string> units;
    do {
        units = store_.stream_ids(k_duty_stream, units.empty() ? "" : units.back(), k_page);
        for (const std::string& unit : units) {
            refresh_duty(UnitId(unit));
        }
    } while (!units.empty());
}

void Library::keep_time(Clock& clock) {
    const std::lock_guard lock(mutex_);
    clock_ = &clock;
}

void Library::refresh_organisation() {
    const std::lock_guard loading(loading_);
    const HistoryPtr before = history_or_empty();
    auto history = std::make_shared<people::OrganisationHistory>(*before);
    std::optional<Day> day;
    for (const store::StoredEvent& stored :
         store_.load({k_organisation_stream, k_organisation_stream}, history->version)) {
        const people::OrganisationEvent event = people::decode<people::OrganisationCommand>(
            stored.event.type, stored.event.version, stored.event.actor, stored.event.bytes,
            stored.event.occurred_at, stored.event.recorded_at);
        people::evolve(*history, event);
        day = event.day();
    }
    if (day) {
        const std::lock_guard lock(mutex_);
        history_ = std::move(history);
        published_on_ = *day;
        today_.reset();
    }
}

void Library::refresh_duty(const UnitId& unit) {
    const std::lock_guard loading(loading_);
    auto duties = std::make_shared<people::DutyByUnit>(*duty());
    people::UnitDuty& duty = (*duties)[unit];
    duty.unit = unit;
    const std::int64_t before = duty.version;
    for (const store::StoredEvent& stored :
         store_.load({k_duty_stream, unit.text()}, duty.version)) {
        people::evolve(duty,
                       people::decode<people::DutyCommand>(
                           stored.event.type, stored.event.version, stored.event.actor,
                           stored.event.bytes, stored.event.occurred_at, stored.event.recorded_at));
    }
    if (duty.version != before) {
        const std::lock_guard lock(mutex_);
        duty_ = std::move(duties);
    }
}

void Library::load(const std::string& kind) {
    std::int64_t after = 0;
    {
        const std::lock_guard lock(mutex_);
        after = seen_[kind];
    }
    for (const store::StoredEvent& stored : store_.load({kind, kind}, after)) {
        const Result<json::value> body =
            parse_json(stored.event.bytes, {.bytes_max = 1 << 26, .depth_max = 4});
        invariant(body.has_value(), "a published text is JSON");
        const json::object& object = body->as_object();
        const std::string text(object.at("text").as_string());
        const std::string file(object.at("file").as_string());
        const std::int64_t version = object.at("version").as_int64();
        const std::lock_guard lock(mutex_);
        if (kind == "rulebook") {
            Result<rulebook::Rulebook> parsed = rulebook::parse_rulebook(text, file);
            invariant(parsed.has_value(), "a published rulebook loads");
            rulebooks_[version] = std::make_shared<const RuleEntry>(std::move(*parsed));
        } else {
            Result<std::vector<calendar::CalendarRow>> rows =
                calendar::parse_calendar_csv(text, file);
            invariant(rows.has_value(), "a published calendar loads");
            Result<calendar::Calendar> made = calendar::Calendar::make(version, std::move(*rows));
            invariant(made.has_value(), "a published calendar is valid");
            calendars_[version] = std::make_shared<const calendar::Calendar>(std::move(*made));
        }
        seen_[kind] = stored.seq;
    }
}

bool Library::complete() const {
    const std::lock_guard lock(mutex_);
    return !rulebooks_.empty() && !calendars_.empty() && history_ != nullptr;
}

Result<Done> Library::append(const std::string& kind, std::string bytes,
                             const workorder::Actor& actor, Instant now) {
    store::CommitUnit unit;
    store::Append append;
    append.stream = {kind, kind};
    const store::StreamHead head = store_.head(append.stream).value_or(store::StreamHead{});
    append.expected_seq = head.seq;
    append.expected_head = head.hash;
    store::NewEvent event;
    event.type = kind + "_published";
    event.actor = canonical_json(write_record(actor));
    event.bytes = std::move(bytes);
    event.occurred_at = now;
    event.recorded_at = now;
    append.events.push_back(std::move(event));
    unit.appends.push_back(std::move(append));
    const store::CommitOutcome outcome = store_.commit(std::move(unit));
    if (outcome.verdict != store::Verdict::ok) {
        return Failure{problem("not_published", kind, "未能发布，请重试：" + outcome.detail,
                               "it could not be published, try again: " + outcome.detail)};
    }
    if (kind == k_organisation_stream) {
        refresh_organisation();
    } else {
        load(kind);
    }
    return Done{};
}

Result<Done> Library::publish_rulebook(const Publication& publication,
                                       const workorder::Actor& actor, Instant now) {
    const Result<rulebook::Rulebook> parsed =
        rulebook::parse_rulebook(publication.text, publication.file_name);
    if (!parsed) {
        return Failure{parsed.error()};
    }
    std::int64_t last = 0;
    {
        const std::lock_guard lock(mutex_);
        last = rulebooks_.empty() ? 0 : rulebooks_.rbegin()->first;
    }
    if (parsed->version <= last) {
        return Failure{problem(
            "version_not_new", publication.file_name + ": version",
            fmt::format("版本号 {} 应大于已发布的 {}", parsed->version, last),
            fmt::format("version {} must be greater than the published {}", parsed->version, last),
            "3.1")};
    }
    json::object body{
        {"file", publication.file_name}, {"text", publication.text}, {"version", parsed->version}};
    return append("rulebook", canonical_json(body), actor, now);
}

Result<Done> Library::publish_calendar(const Publication& publication,
                                       const workorder::Actor& actor, Instant now) {
    Result<std::vector<calendar::CalendarRow>> rows =
        calendar::parse_calendar_csv(publication.text, publication.file_name);
    if (!rows) {
        return Failure{rows.error()};
    }
    std::int64_t version = 1;
    {
        const std::lock_guard lock(mutex_);
        version = calendars_.empty() ? 1 : calendars_.rbegin()->first + 1;
    }
    if (const auto made = calendar::Calendar::make(version, std::move(*rows)); !made) {
        return Failure{made.error()};
    }
    json::object body{
        {"file", publication.file_name}, {"text", publication.text}, {"version", version}};
    return append("calendar", canonical_json(body), actor, now);
}

Result<Done> Library::publish_organisation(const Publication& publication,
                                           const workorder::Actor& actor, Instant now) {
    const people::PublishOrganisation command{publication.file_name, publication.text, 1};
    const people::OpenOrders open = open_orders(store_);
    refresh_organisation();
    const auto decided = people::decide(*history_or_empty(), command, actor, {now, open});
    if (!decided) {
        return Failure{decided.error()};
    }
    return append(k_organisation_stream, canonical_json(write_record(command)), actor, now);
}

Rules Library::rulebook_in_force(Day day) const {
    const std::lock_guard lock(mutex_);
    invariant(!rulebooks_.empty(), "no rulebook is published");
    Rules best;
    for (const auto& [version, entry] : rulebooks_) {
        if (entry->book.effective_from <= day) {
            best = entry;
        }
    }
    return best ? best : rulebooks_.begin()->second;
}

Rules Library::rulebook(std::int64_t version) const {
    const std::lock_guard lock(mutex_);
    const auto found = rulebooks_.find(version);
    invariant(found != rulebooks_.end(), "an order pins a rulebook that is not published");
    return found->second;
}

CalendarPtr Library::latest_calendar() const {
    const std::lock_guard lock(mutex_);
    invariant(!calendars_.empty(), "no calendar is published");
    return calendars_.rbegin()->second;
}

CalendarPtr Library::calendar(std::int64_t version) const {
    const std::lock_guard lock(mutex_);
    const auto found = calendars_.find(version);
    return found == calendars_.end() ? nullptr : found->second;
}

OrganisationPtr Library::organisation() const {
    const std::lock_guard lock(mutex_);
    invariant(history_ != nullptr, "no organisation is published");
    const Day today = clock_ != nullptr ? day_of(clock_->now()) : published_on_;
    if (!today_ || today_day_ != today) {
        today_ =
            std::make_shared<const people::Organisation>(people::organisation_on(*history_, today));
        today_day_ = today;
    }
    return today_;
}

OrganisationPtr Library::organisation(Day day) const {
    return std::make_shared<const people::Organisation>(
        people::organisation_on(*organisation_history(), day));
}

HistoryPtr Library::organisation_history() const {
    const std::lock_guard lock(mutex_);
    invariant(history_ != nullptr, "no organisation is published");
    return history_;
}

HistoryPtr Library::history_or_empty() const {
    const std::lock_guard lock(mutex_);
    return history_ ? history_ : std::make_shared<const people::OrganisationHistory>();
}

DutyPtr Library::duty() const {
    const std::lock_guard lock(mutex_);
    return duty_;
}

people::OpenOrders open_orders(store::Store& store) {
    store::Visibility all;
    all.everything = true;
    all.confidential_all = true;
    people::OpenOrders open;
    for (const store::CountBucket& bucket : store.counts(all)) {
        // What is with no unit yet is at the center.
        if (!bucket.unit.empty() && bucket.state != token(workorder::State::completed) &&
            bucket.state != token(workorder::State::withdrawn)) {
            open[{bucket.unit, bucket.handler}] += bucket.count;
        }
    }
    return open;
}

std::vector<Rules> Library::rulebooks() const {
    const std::lock_guard lock(mutex_);
    std::vector<Rules> list;
    for (const auto& [version, entry] : rulebooks_) {
        list.push_back(entry);
    }
    return list;
}

} // namespace chengban::usecase
