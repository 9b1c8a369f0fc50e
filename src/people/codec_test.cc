// Commands are read strictly; events that were ever written stay readable and still mean the same.
#include "people/duty.h"
#include "people/test_organisation.h"

#include <cstdlib>
#include <set>

namespace chengban::people {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

template <class Command>
std::vector<std::string> wrong(std::string_view name, std::string_view body) {
    std::vector<std::string> list;
    const Result<Command> command = read_command<Command>(name, *parse_json(body));
    if (!command) {
        for (const Reason& reason : command.error().reasons) {
            list.push_back(reason.code + " " + reason.field);
        }
    }
    return list;
}

TEST(PeopleCodec, EveryWrongFieldIsNamedWithItsPath) {
    EXPECT_THAT(wrong<OrganisationCommand>("dissolve", "{}"),
                UnorderedElementsAre("unknown_command command"));
    EXPECT_THAT(wrong<OrganisationCommand>("add_unit", "{}"),
                UnorderedElementsAre("missing_field unit", "missing_field kind",
                                     "missing_field name_zh", "missing_field name_en",
                                     "missing_field from"));
    EXPECT_THAT(wrong<OrganisationCommand>(
                    "appoint", R"({"person":"张三","unit":"u","role":"king","from":"tomorrow",
                                   "salary":1})"),
                UnorderedElementsAre("bad_id person", "not_in_list role", "bad_date from",
                                     "unknown_field salary"));
    EXPECT_THAT(
        wrong<DutyCommand>("record_absence",
                           R"({"person":"p","kind":"leave","from":"2026-03-02T08:00:00",
                                       "substitutes":[{"role":"principal"}]})"),
        UnorderedElementsAre("time_without_zone from", "missing_field substitutes[0].substitute"));
    EXPECT_THAT(wrong<DutyCommand>("end_absence", R"({"absence":0})"),
                UnorderedElementsAre("out_of_range absence"));
}

const Actor k_substitute{PersonId("p-deputy"), UnitId("office"), Role::office_clerk,
                         PersonId("p-clerk")};

// One of each command with every field filled.
std::vector<OrganisationCommand> organisation_samples() {
    const UnitId unit("district-310101");
    const PersonId person("p-1");
    const Day from = day("2026-03-02");
    std::ifstream file(source_dir() + "/src/people/small_organisation.toml");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    return {
        PublishOrganisation{"small.toml", text, 1},
        AddUnit{unit, UnitKind::district, "黄浦区房管局", "Huangpu", "310101", {"黄浦区"}, from},
        RenameUnit{unit, "黄浦区房屋管理局", "Huangpu Housing", from},
        SetSection{unit, "property", "物业科", "property section", from},
        SetPerson{person, "程立新", from},
        Appoint{person, unit, Role::handler, "property", from, day("2027-01-01"),
                PersonId("office-clerk-1")},
        NameLeader{unit, person, from},
        NameResponsibleSection{unit, "property", from},
        EndPost{person, unit, Role::handler, "property", day("2026-12-01")},
        RecordLeaver{person, day("2026-12-31")},
        CloseSection{unit, "property", day("2026-12-31")},
        CloseUnit{unit, day("2026-12-31")}};
}

std::vector<DutyCommand> duty_samples() {
    const PersonId person("p-1");
    const PersonId other("p-2");
    const Instant from = at("2026-03-02T17:30");
    return {RecordAbsence{person,
                          AbsenceKind::business_trip,
                          from,
                          at("2026-03-09T08:00"),
                          {{Role::section_head, "property", other}}},
            NameSubstitute{1, Role::section_head, "property", other}, EndAbsence{1},
            SetRoster{day("2026-03-02"),
                      day("2026-03-03"),
                      {{DutyKind::leader, person, from, at("2026-03-03T09:00"), "021-12345678"}}},
            ChangeDuty{DutyKind::leader, from, other, "021-87654321"}};
}

template <class Command>
std::string line_of(const Command& command) {
    return canonical_json(json::object{{"type", event_type_of(command)},
                                       {"version", k_event_version},
                                       {"actor", canonical_json(write_record(k_substitute))},
                                       {"occurred_at", to_string(at("2026-03-02T09:00"))},
                                       {"recorded_at", to_string(at("2026-03-02T09:30"))},
                                       {"bytes", canonical_command(command)}});
}

template <class Command>
std::vector<Given<Command>> corpus(const char* name, const std::vector<Command>& samples) {
    const std::string path = source_dir() + "/src/people/" + name;
    std::set<std::string> known;
    std::vector<Given<Command>> events;
    const auto read = [&] {
        known.clear();
        events.clear();
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) {
            const json::object row = parse_json(line, {.depth_max = 8})->as_object();
            const auto text = [&](const char* key) { return std::string(row.at(key).as_string()); };
            known.insert(text("type"));
            events.push_back(decode<Command>(
                text("type"), static_cast<std::int32_t>(row.at("version").as_int64()),
                text("actor"), text("bytes"), *parse_instant(text("occurred_at"), "t"),
                *parse_instant(text("recorded_at"), "t")));
            EXPECT_EQ(canonical_command(events.back().command), text("bytes"));
            EXPECT_EQ(canonical_json(write_record(events.back().actor)), text("actor"));
        }
    };
    read();
    const char* mode = std::getenv("CHENGBAN_GOLDEN");
    if (mode != nullptr && std::string_view(mode) == "write") {
        std::ofstream file(path, std::ios::app); // only adds: what was written is never rewritten
        for (const Command& command : samples) {
            if (!known.contains(std::string(event_type_of(command)))) {
                file << line_of(command) << "\n";
            }
        }
        file.close();
        read();
    }
    for (const Command& command : samples) {
        EXPECT_TRUE(known.contains(std::string(event_type_of(command))))
            << event_type_of(command) << ": run the test once with CHENGBAN_GOLDEN=write";
    }
    EXPECT_EQ(known.size(), std::variant_size_v<Command>);
    return events;
}

TEST(PeopleCorpus, OrganisationEventsStayReadableAndFold) {
    OrganisationHistory history;
    for (const OrganisationEvent& event :
         corpus<OrganisationCommand>("organisation.corpus.jsonl", organisation_samples())) {
        evolve(history, event);
    }
    const UnitId unit("district-310101");
    const Organisation summer = organisation_on(history, day("2026-07-01"));
    EXPECT_EQ(summer.unit(unit)->name.zh, "黄浦区房屋管理局");
    EXPECT_TRUE(summer.person(PersonId("p-1"))->holds(unit, Role::handler));
    const Organisation after = organisation_on(history, day("2026-12-31"));
    EXPECT_TRUE(after.unit(unit)->closed);
    EXPECT_TRUE(after.person(PersonId("p-1"))->left);
}

TEST(PeopleCorpus, DutyEventsStayReadableAndFold) {
    UnitDuty duty;
    duty.unit = UnitId("district-310101");
    for (const DutyEvent& event : corpus<DutyCommand>("duty.corpus.jsonl", duty_samples())) {
        evolve(duty, event);
    }
    ASSERT_EQ(duty.absences.size(), 1U);
    EXPECT_EQ(duty.absences[0].until, at("2026-03-02T17:30")) << "ended before it began";
    ASSERT_EQ(duty.roster.size(), 1U);
    EXPECT_EQ(duty.roster[0].person.text(), "p-2");
}

TEST(PeopleCorpus, ForeignBytesAreABug) {
    const std::string actor = canonical_json(write_record(k_substitute));
    const Instant now = at("2026-03-02T09:00");
    EXPECT_THROW(decode<DutyCommand>("end_absence", 2, actor, R"({"absence":1})", now, now), Bug);
    EXPECT_THROW(decode<DutyCommand>("end_world", 1, actor, "{}", now, now), Bug);
    EXPECT_THROW(decode<DutyCommand>("end_absence", 1, actor, "{", now, now), Bug);
    EXPECT_THROW(decode<DutyCommand>("end_absence", 1, "[]", R"({"absence":1})", now, now), Bug);
    EXPECT_NO_THROW(decode<DutyCommand>("end_absence", 1, actor, R"({"absence":1})", now, now));
}

} // namespace
} // namespace chengban::people
