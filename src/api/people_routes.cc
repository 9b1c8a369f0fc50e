// The organisation, absences and substitutes, the duty roster, handover.
#include "api/stream_api.h"
#include "server/spool.h"
#include "usecase/duty_view.h"
#include "usecase/handover.h"
#include "usecase/import_roster.h"
#include "usecase/people_desk.h"

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

constexpr std::uint64_t k_roster_bytes_max = 5ULL << 20;

std::string etag(std::int64_t version) {
    return "\"" + std::to_string(version) + "\"";
}

// Absent: today. A bad date is refused.
Result<Day> day_asked(const Request& request, const Services& services, const char* name) {
    const auto text = request.query_value(name);
    return text ? parse_day(*text, name) : Result<Day>(day_of(services.desk->clock().now()));
}

json::object unit_json(const people::Organisation& organisation, const people::Unit& unit) {
    json::array sections;
    for (const people::Section& section : unit.sections) {
        sections.push_back(
            {{"section", section.token}, {"zh", section.name.zh}, {"en", section.name.en}});
    }
    json::object object{{"id", unit.id.text()},
                        {"kind", token(unit.kind)},
                        {"zh", unit.name.zh},
                        {"en", unit.name.en},
                        {"district_code", unit.district_code},
                        {"closed", unit.closed},
                        {"takes_orders", organisation.can_take_orders(unit.id)},
                        {"places", json::array(unit.places.begin(), unit.places.end())},
                        {"sections", std::move(sections)}};
    if (unit.leader_in_charge) {
        object["leader_in_charge"] = unit.leader_in_charge->text();
        object["leader_name"] = organisation.person(*unit.leader_in_charge)->name;
    }
    if (unit.responsible_section) {
        object["responsible_section"] = *unit.responsible_section;
    }
    return object;
}

json::array findings_json(Services& services) {
    const auto rules =
        services.desk->library().rulebook_in_force(day_of(services.desk->clock().now()));
    json::array findings;
    for (const usecase::PeopleFinding& finding : usecase::people_findings(*services.desk)) {
        json::object object{{"unit", finding.unit.text()},
                            {"rule", finding.code},
                            {"zh", finding.words.zh},
                            {"en", finding.words.en},
                            {"citation", usecase::citation(rules->book, finding.clause)}};
        if (!finding.person.empty()) {
            object["person"] = finding.person.text();
        }
        findings.push_back(std::move(object));
    }
    return findings;
}

Response get_organisation(const Request& request, Services& services) {
    const Result<Day> day = day_asked(request, services, "date");
    if (!day) {
        return refused(RefusalKind::invalid, day.error(), request, services);
    }
    const auto organisation = services.desk->library().organisation(*day);
    json::array units;
    for (const people::Unit& unit : organisation->units) {
        units.push_back(unit_json(*organisation, unit));
    }
    const std::int64_t version = services.desk->library().organisation_history()->version;
    Response response =
        server::json_response(200, write(json::object{{"version", version},
                                                      {"date", to_string(*day)},
                                                      {"zh", organisation->title.zh},
                                                      {"en", organisation->title.en},
                                                      {"units", std::move(units)},
                                                      {"findings", findings_json(services)}}));
    response.set("ETag", etag(version));
    return response;
}

// Who held which post on a day.
Response list_posts(const Request& request, const Services& services) {
    const Result<Day> day = day_asked(request, services, "date");
    if (!day) {
        return refused(RefusalKind::invalid, day.error(), request, services);
    }
    const auto unit = request.query_value("unit");
    const auto person = request.query_value("person");
    json::array items;
    for (const people::Holder& holder :
         people::holders_on(*services.desk->library().organisation_history(), *day)) {
        const people::Post& post = holder.held.post;
        if ((unit && post.unit.text() != *unit) || (person && holder.person.text() != *person)) {
            continue;
        }
        json::object item{
            {"person", holder.person.text()},     {"name", holder.name}, {"unit", post.unit.text()},
            {"role", token(post.role)},           {"zh", zh(post.role)}, {"en", en(post.role)},
            {"from", to_string(holder.held.from)}};
        if (post.section) {
            item["section"] = *post.section;
        }
        if (holder.held.until) {
            item["until"] = to_string(*holder.held.until);
        }
        items.push_back(std::move(item));
    }
    return server::json_response(
        200, write(json::object{{"date", to_string(*day)}, {"items", std::move(items)}}));
}

Response give_organisation_command(const Request& request, Services& services) {
    // A file is published on the machine itself, where it lies.
    const std::string_view name = request.param("command");
    return give_command(
        request, services, {}, {.if_match = IfMatch::required},
        [&](const json::value& body) {
            return people::read_command<people::OrganisationCommand>(
                name == people::PublishOrganisation::name ? std::string_view() : name, body);
        },
        [&](usecase::StreamRequest wanted, people::OrganisationCommand command) {
            return services.people->give(std::move(wanted), std::move(command));
        });
}

json::object absence_json(const people::Organisation& organisation, const people::Absence& absence,
                          Instant now) {
    const auto name = [&](const PersonId& id) {
        const people::Person* person = organisation.person(id);
        return person == nullptr ? id.text() : person->name;
    };
    json::array substitutions;
    for (const people::Substitution& one : absence.substitutions) {
        json::object item{{"role", token(one.post.role)},
                          {"zh", zh(one.post.role)},
                          {"substitute", one.post.substitute.text()},
                          {"name", name(one.post.substitute)},
                          {"from", to_string(one.from)}};
        if (one.post.section) {
            item["section"] = *one.post.section;
        }
        if (one.until) {
            item["until"] = to_string(*one.until);
        }
        substitutions.push_back(std::move(item));
    }
    json::object object{{"absence", absence.id},
                        {"person", absence.person.text()},
                        {"name", name(absence.person)},
                        {"kind", token(absence.kind)},
                        {"zh", zh(absence.kind)},
                        {"en", en(absence.kind)},
                        {"from", to_string(absence.from)},
                        {"away_now", absence.at(now)},
                        {"recorded_by", absence.recorded_by.person.text()},
                        {"substitutions", std::move(substitutions)}};
    if (absence.until) {
        object["until"] = to_string(*absence.until);
    }
    return object;
}

// Of people who work together: the own unit's, and the bureau's office and center, which see all.
bool may_read_duty(const workorder::Actor& actor, const UnitId& unit) {
    return actor.unit == unit || usecase::visibility_of(actor).everything;
}

Response unknown_unit(const Request& request, const Services& services) {
    return refused(RefusalKind::not_found,
                   problem("unit_not_there", "unit", "没有这个单位", "there is no such unit"),
                   request, services);
}

Response get_unit_duty(const Request& request, const Services& services) {
    const UnitId unit(std::string(request.param("unit")));
    const auto organisation = services.desk->library().organisation();
    if (organisation->unit(unit) == nullptr || !may_read_duty(caller(request), unit)) {
        return unknown_unit(request, services);
    }
    const Instant now = services.desk->clock().now();
    const auto from = day_asked(request, services, "from");
    const auto until = request.query_value("until")
                           ? day_asked(request, services, "until")
                           : Result<Day>(from ? from->plus(31) : day_of(now));
    for (const Result<Day>* one : {&from, &until}) {
        if (!*one) {
            return refused(RefusalKind::invalid, one->error(), request, services);
        }
    }
    people::UnitDuty duty;
    const auto duties = services.desk->library().duty();
    if (const auto found = duties->find(unit); found != duties->end()) {
        duty = found->second;
    }
    json::array absences;
    for (auto one = duty.absences.rbegin(); one != duty.absences.rend(); ++one) {
        if (!one->until || start_of(*from) < *one->until) {
            absences.push_back(absence_json(*organisation, *one, now));
        }
    }
    json::array roster;
    for (const people::DutyTurn& turn : duty.roster) {
        if (start_of(*from) < turn.until && day_of(turn.from) <= *until) {
            roster.push_back(usecase::turn_json(*organisation, turn));
        }
    }
    Response response =
        server::json_response(200, write(json::object{{"unit", unit.text()},
                                                      {"version", duty.version},
                                                      {"absences", std::move(absences)},
                                                      {"roster", std::move(roster)}}));
    response.set("ETag", etag(duty.version));
    return response;
}

Response give_duty_command(const Request& request, Services& services) {
    const std::string_view name = request.param("command");
    const UnitId unit(std::string(request.param("unit")));
    if (!may_read_duty(caller(request), unit)) {
        return unknown_unit(request, services);
    }
    // An absence is added to the others; everything else changes what somebody has read.
    const bool additive = name == people::RecordAbsence::name;
    return give_command(
        request, services, unit.text(),
        {.if_match = additive ? IfMatch::optional : IfMatch::required},
        [&](const json::value& body) {
            return people::read_command<people::DutyCommand>(name, body);
        },
        [&](usecase::StreamRequest wanted, people::DutyCommand command) {
            return services.people->give(std::move(wanted), std::move(command));
        });
}

Response import_roster(const Request& request, Services& services) {
    const UnitId unit(std::string(request.param("unit")));
    Parsed<usecase::StreamRequest> wanted = stream_request(request, unit.text());
    if (!wanted) {
        return std::move(wanted).error();
    }
    if (!may_read_duty(wanted->actor, unit)) {
        return unknown_unit(request, services);
    }
    auto source = tabular::open_table_file(request.file->path().string());
    if (!source) {
        return refused(RefusalKind::invalid, source.error(), request, services);
    }
    const auto rules =
        services.desk->library().rulebook_in_force(day_of(services.desk->clock().now()));
    auto roster = usecase::read_roster(std::move(*source), unit,
                                       *services.desk->library().organisation(), rules->book.duty);
    if (!roster) {
        return refused(RefusalKind::invalid, roster.error(), request, services);
    }
    return stream_answer(services.people->give(std::move(*wanted), std::move(*roster)), request,
                         services);
}

// Every unit that takes orders, and who is on duty there; whoever sends an urgent order at night
// reads it.
Response list_on_duty(const Request& request, Services& services) {
    Instant at = services.desk->clock().now();
    if (const auto asked = request.query_value("at")) {
        const Result<Instant> parsed = parse_instant(*asked, "at");
        if (!parsed) {
            return refused(RefusalKind::invalid, parsed.error(), request, services);
        }
        at = *parsed;
    }
    const usecase::Library& library = services.desk->library();
    const auto organisation = library.organisation(day_of(at));
    const auto duties = library.duty();
    const auto rules = library.rulebook_in_force(day_of(at));
    const workorder::Actor& reader = caller(request);
    json::array items;
    for (const people::Unit& unit : organisation->units) {
        if (!unit.takes_orders() || !may_read_duty(reader, unit.id)) {
            continue;
        }
        json::array turns;
        if (const auto found = duties->find(unit.id); found != duties->end()) {
            for (const people::DutyTurn& turn :
                 usecase::manned(found->second, *organisation).on_duty(at)) {
                turns.push_back(usecase::turn_json(*organisation, turn));
            }
        }
        items.push_back({{"unit", unit.id.text()},
                         {"zh", unit.name.zh},
                         {"en", unit.name.en},
                         {"turns", std::move(turns)}});
    }
    const bool outside =
        people::outside_office_hours(rules->book.duty, *library.latest_calendar(), at);
    return server::json_response(200, write(json::object{{"at", to_string(at)},
                                                         {"outside_office_hours", outside},
                                                         {"items", std::move(items)}}));
}

Response start_handover(const Request& request, Services& services) {
    Parsed<json::value> body = json_body(request);
    if (!body) {
        return std::move(body).error();
    }
    const auto wanted = read_record<usecase::Handover>(*body);
    if (!wanted) {
        return refused(RefusalKind::invalid, wanted.error(), request, services);
    }
    usecase::Desk& desk = *services.desk;
    const workorder::Actor actor = caller(request);
    if (const auto checked =
            usecase::check_handover(*desk.library().organisation(), actor, *wanted);
        !checked) {
        return refused(usecase::refusal_of(Problem(checked.error())), request, services);
    }
    const auto job = services.jobs->start(
        actor, "handover",
        [&desk, actor, handover = *wanted](usecase::JobControl& control) {
            return usecase::hand_over(desk, actor, handover, control);
        },
        desk.clock().now());
    if (!job) {
        return refused(job.error(), request, services);
    }
    Response response = server::json_response(202, write(json::object{{"job", *job}}));
    response.set("Location", "/api/v1/jobs/" + *job);
    return response;
}

} // namespace

void add_people_routes(server::Router& router, Services& services) {
    const auto read = [&](const char* pattern, const char* name,
                          Response (*handler)(const Request&, Services&),
                          std::vector<std::string> query, const char* permission) {
        router.add({.method = Method::get,
                    .pattern = pattern,
                    .name = name,
                    .handler = server::SyncHandler([&services, handler](const Request& request) {
                        return handler(request, services);
                    }),
                    .query = std::move(query),
                    .permission = permission});
    };
    const auto post = [&](const char* pattern, const char* name,
                          Response (*handler)(const Request&, Services&),
                          std::vector<std::string> query, const char* permission) {
        router.add({.method = Method::post,
                    .pattern = pattern,
                    .name = name,
                    .handler = server::SyncHandler([&services, handler](const Request& request) {
                        return handler(request, services);
                    }),
                    .body = server::BodyKind::memory,
                    .query = std::move(query),
                    .permission = permission});
    };
    read("/api/v1/organisation", "get_organisation", get_organisation, {"date"},
         "organisation.read");
    read(
        "/api/v1/organisation/posts", "list_posts",
        [](const Request& request, Services& s) { return list_posts(request, s); },
        {"date", "unit", "person"}, "organisation.read");
    post("/api/v1/organisation/{command}", "give_organisation_command", give_organisation_command,
         {"dry_run"}, "organisation.change");
    read("/api/v1/duty", "list_on_duty", list_on_duty, {"at"}, "duty.read");
    read(
        "/api/v1/units/{unit}/duty", "get_unit_duty",
        [](const Request& request, Services& s) { return get_unit_duty(request, s); },
        {"from", "until"}, "duty.read");
    post("/api/v1/units/{unit}/duty/{command}", "give_duty_command", give_duty_command, {"dry_run"},
         "duty.change");
    router.add({.method = Method::post,
                .pattern = "/api/v1/units/{unit}/roster-imports",
                .name = "import_roster",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return import_roster(request, services);
                }),
                .body = server::BodyKind::file,
                .body_bytes_max = k_roster_bytes_max,
                .consumes = {"text/csv", "application/octet-stream",
                             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
                .query = {"dry_run"},
                .permission = "duty.change"});
    post("/api/v1/handovers", "start_handover", start_handover, {}, "handover.start");
}

} // namespace chengban::api
