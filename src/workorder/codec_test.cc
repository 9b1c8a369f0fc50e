// Commands from clients are read strictly; events that were ever written stay readable.
#include "base/source_dir.h"
#include "workorder/order_story.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace chengban::workorder {

namespace {

std::vector<std::string> refusals(std::string_view name, std::string_view body) {
    const Result<json::value> parsed = parse_json(body);
    if (!parsed) {
        return {parsed.error().reasons.front().code};
    }
    const Result<Command> command = read_command(name, *parsed);
    std::vector<std::string> list;
    if (!command) {
        for (const Reason& reason : command.error().reasons) {
            list.push_back(reason.code + " " + reason.field);
        }
    }
    return list;
}

using testing::ElementsAre;
using testing::UnorderedElementsAre;

TEST(CommandCodec, UnknownCommandsAreRefused) {
    EXPECT_THAT(refusals("delete_everything", "{}"), ElementsAre("unknown_command command"));
    EXPECT_THAT(refusals("", "{}"), ElementsAre("unknown_command command"));
    EXPECT_THAT(refusals(std::string(10'000, 'x'), "{}"), ElementsAre("unknown_command command"));
    EXPECT_THAT(refusals("Acknowledge", "{}"), ElementsAre("unknown_command command"));
}

TEST(CommandCodec, EveryWrongFieldIsNamedWithItsPath) {
    EXPECT_THAT(refusals("register", R"({"hotline_number":"","title":"停梯","claim":7,"kind":"rant",
        "transferred_at":"2026-10-08T08:20","tags":["a",3],"colour":"red","anonymous":"yes"})"),
                UnorderedElementsAre("empty hotline_number", "wrong_type claim", "not_in_list kind",
                                     "bad_instant transferred_at", "wrong_type tags[1]",
                                     "wrong_type anonymous", "unknown_field colour"));
    EXPECT_THAT(refusals("dispatch", R"({"unit":"区房管局"})"), ElementsAre("bad_id unit"));
    EXPECT_THAT(refusals("dispatch", R"({"unit":null})"), ElementsAre("wrong_type unit"));
    EXPECT_THAT(refusals("acknowledge", R"({"handler":null})"), ElementsAre());
    EXPECT_THAT(refusals("acknowledge", "[]"), ElementsAre("wrong_type "));
    EXPECT_THAT(refusals("apply_extension", R"({"ground":"technical_conditions","days":15.5,
        "why":"电梯主机须由厂家定制，到货周期长"})"),
                ElementsAre("wrong_type days"));
    EXPECT_THAT(refusals("apply_extension", R"({"ground":"technical_conditions","days":366,
        "why":"太忙"})"),
                UnorderedElementsAre("out_of_range days", "wrong_length why"));
    EXPECT_THAT(refusals("set_plan", R"({"steps":"一步","responsible":"p-1","by":"2026-02-30"})"),
                testing::SizeIs(1));
}

TEST(CommandCodec, NestedFieldsHaveTheirPath) {
    EXPECT_THAT(refusals("submit_completion", R"({"problem":"甲","facts_evidence":"乙",
        "process_result":"丙","answer_to_citizen":"丁","reply_summary":"戊",
        "fact_finding":"substantiated","outcome":"resolved",
        "standard":{"law_right":1,"speed":true},
        "lint_exceptions":[{"begin":0,"end":2,"matched":"预计"}]})"),
                UnorderedElementsAre("wrong_type standard.law_right",
                                     "unknown_field standard.speed",
                                     "missing_field lint_exceptions[0].reason"));
}

TEST(CommandCodec, DuplicateFieldsAreRefused) {
    EXPECT_THAT(refusals("acknowledge", R"({"handler":"p-1","handler":"p-2"})"),
                ElementsAre(testing::HasSubstr("duplicate")));
}

TEST(CommandCodec, AClientCannotSendAReference) {
    EXPECT_THAT(refusals("add_note", R"({"note":{"id":"text-1","commitment":"00"}})"),
                ElementsAre("wrong_type note"));
}

template <class... C>
std::vector<std::string_view> names(const std::variant<C...>*) {
    return {C::name...};
}
template <class... C>
std::vector<Command> defaults(const std::variant<C...>*) {
    return {Command(C{})...};
}

TEST(CommandCodec, EveryCommandHasANameWordsAndASchema) {
    const auto infos = command_infos();
    EXPECT_EQ(infos.size(), std::variant_size_v<Command>);
    std::set<std::string_view> seen;
    for (const CommandInfo& info : infos) {
        EXPECT_TRUE(seen.insert(info.name).second) << info.name;
        EXPECT_FALSE(info.zh.empty()) << info.name;
        EXPECT_EQ(info.schema.at("type"), "object") << info.name;
        EXPECT_EQ(info.schema.at("additionalProperties"), false) << info.name;
    }
    for (const Command& command : defaults(static_cast<const Command*>(nullptr))) {
        EXPECT_TRUE(seen.contains(name_of(command)));
    }
}

TEST(CommandCodec, TheLogHoldsReferencesNeverWords) {
    Command command = registration();
    std::int64_t counter = 0;
    refer_texts(command, counter);
    EXPECT_EQ(counter, 5);
    const std::string logged = canonical_command(command);
    EXPECT_EQ(logged.find("张三"), std::string::npos);
    EXPECT_EQ(logged.find("13800005678"), std::string::npos);
    EXPECT_NE(logged.find("text-5"), std::string::npos);
}

TEST(EventCodec, WordsOfPeopleNeverStandInAnEvent) {
    Story story;
    story.handled().answered().give(report());
    for (const Event& event : story.events) {
        const EncodedEvent encoded = encode(event);
        for (const char* secret : {"张", "13800005678", "电梯", "黄浦"}) {
            EXPECT_EQ(encoded.bytes.find(secret), std::string::npos) << encoded.type << secret;
        }
    }
}

TEST(EventCodec, ForeignBytesAreABug) {
    const std::string actor = canonical_json(write_record(handler));
    const Instant now = moment("2026-10-08T09:00");
    EXPECT_THROW(decode("acknowledge", 2, actor, "{}", now, now), Bug);
    EXPECT_THROW(decode("acknowledge", 0, actor, R"({"command":{}})", now, now), Bug);
    EXPECT_THROW(decode("no_such_event", 1, actor, "{}", now, now), Bug);
    EXPECT_THROW(decode("acknowledge", 1, actor, "{", now, now), Bug);
    EXPECT_THROW(decode("acknowledge", 1, actor, "{}", now, now), Bug);
    EXPECT_THROW(decode("acknowledge", 1, "[]", R"({"command":{}})", now, now), Bug);
    EXPECT_THROW(decode("acknowledge", 1, actor, R"({"command":{},"extra":1})", now, now), Bug);
    EXPECT_NO_THROW(decode("acknowledge", 1, actor, R"({"command":{}})", now, now));
}

TEST(EventCodec, EveryTextOfAnEventIsVisitedWithItsPath) {
    Command command = report();
    std::int64_t counter = 0;
    refer_texts(command, counter);
    Event event{Accepted<SubmitCompletion>{std::get<SubmitCompletion>(command), {}}, handler,
                moment("2026-10-08T09:00"), moment("2026-10-08T09:00")};
    std::vector<std::string> paths;
    each_text(event, [&](const std::string& path, Text&) { paths.push_back(path); });
    EXPECT_THAT(paths,
                ElementsAre("command.problem", "command.facts_evidence", "command.process_result",
                            "command.answer_to_citizen", "command.reply_summary"));
}

// ---- The corpus: every type of event as it was once written, read back for ever.

const std::string k_corpus = source_dir() + "/src/workorder/events.corpus.jsonl";

// Fills what a default leaves empty, so that the corpus holds every field.
template <class T>
void fill_in(T& value, int& counter);

template <class T>
void fill_field(T& value, const Bounds& bounds, int& counter) {
    ++counter;
    if constexpr (std::is_same_v<T, Text>) {
        value.ref = {TextId("text-" + std::to_string(counter)), "c" + std::to_string(counter)};
    } else if constexpr (std::is_same_v<T, std::string>) {
        value = "t" + std::to_string(counter);
    } else if constexpr (std::is_same_v<T, bool>) {
        value = true;
    } else if constexpr (std::is_integral_v<T>) {
        value = static_cast<T>(
            std::max<std::int64_t>(bounds.min, std::min<std::int64_t>(counter, bounds.max)));
    } else if constexpr (std::is_same_v<T, Instant>) {
        value = moment("2026-10-08T09:00").plus_milliseconds(counter * 60'000);
    } else if constexpr (std::is_same_v<T, Day>) {
        value = calendar::on("2026-10-09");
    } else if constexpr (requires { value.text(); }) {
        value = T("id-" + std::to_string(counter));
    } else if constexpr (Tabled<T>) {
        value = EnumTable<T>::rows.back().value;
    } else if constexpr (record::IsOptional<T>::value) {
        fill_field(value.emplace(), bounds, counter);
    } else if constexpr (Record<T>) {
        fill_in(value, counter);
    } else {
        value.resize(2);
        for (auto& item : value) {
            fill_field(item, Bounds{}, counter);
        }
    }
}

template <class T>
void fill_in(T& value, int& counter) {
    std::apply(
        [&](const auto&... specs) {
            (fill_field(value.*(specs.member), specs.bounds, counter), ...);
        },
        T::fields());
}

template <class... E>
std::vector<Event> one_of_each(const std::variant<E...>*) {
    std::vector<Event> events;
    int counter = 0;
    const auto add = [&](auto body) {
        fill_in(body, counter);
        events.push_back({std::move(body), substitute(leader, PersonId("p-deputy")),
                          moment("2026-10-08T09:00"), moment("2026-10-08T09:30")});
    };
    (add(E{}), ...);
    return events;
}

std::string line_of(const Event& event) {
    const EncodedEvent encoded = encode(event);
    return canonical_json(json::object{{"type", encoded.type},
                                       {"version", encoded.version},
                                       {"actor", encoded.actor},
                                       {"bytes", encoded.bytes},
                                       {"occurred_at", to_string(event.occurred_at)},
                                       {"recorded_at", to_string(event.recorded_at)}});
}

Event event_of(const json::object& row) {
    const auto text = [&](const char* key) { return std::string(row.at(key).as_string()); };
    return decode(text("type"), static_cast<std::int32_t>(row.at("version").as_int64()),
                  text("actor"), text("bytes"), parse_instant(text("occurred_at"), "").value(),
                  parse_instant(text("recorded_at"), "").value());
}

// Everything of `part` stands in `whole`, which may know more fields.
bool holds(const json::value& whole, const json::value& part) {
    if (!part.is_object()) {
        return whole == part;
    }
    return whole.is_object() &&
           std::all_of(part.get_object().begin(), part.get_object().end(),
                       [&](const json::key_value_pair& pair) {
                           const auto* found = whole.get_object().if_contains(pair.key());
                           return found != nullptr && holds(*found, pair.value());
                       });
}

TEST(EventCorpus, EveryTypeEverWrittenStaysReadable) {
    const std::vector<Event> fresh = one_of_each(static_cast<const EventBody*>(nullptr));
    if (const char* mode = std::getenv("CHENGBAN_GOLDEN");
        mode != nullptr && std::string_view(mode) == "write") {
        // Only adds: what was written once is never rewritten.
        std::set<std::string> known;
        std::ifstream before(k_corpus);
        for (std::string line; std::getline(before, line);) {
            known.insert(std::string(parse_json(line)->as_object().at("type").as_string()));
        }
        std::ofstream file(k_corpus, std::ios::app);
        for (const Event& event : fresh) {
            if (!known.contains(std::string(event.type()))) {
                file << line_of(event) << "\n";
            }
        }
    }
    std::ifstream file(k_corpus);
    std::set<std::string> seen;
    for (std::string line; std::getline(file, line);) {
        const json::object row = parse_json(line)->as_object();
        const Event event = event_of(row);
        seen.insert(std::string(event.type()));
        WorkOrder order;
        EXPECT_NO_THROW(evolve(order, event)) << event.type();
        EXPECT_EQ(order.version, 1);
        EXPECT_NO_THROW(readable(event)) << event.type();
        // Written again it may have grown fields, but nothing of the old is lost.
        const std::string old = std::string(row.at("bytes").as_string());
        EXPECT_TRUE(holds(*parse_json(encode(event).bytes), *parse_json(old))) << old;
    }
    for (const Event& event : fresh) {
        EXPECT_TRUE(seen.contains(std::string(event.type())))
            << event.type()
            << " is not in the corpus; run the test once with CHENGBAN_GOLDEN=write";
    }
}

TEST(EventCorpus, EveryFieldSurvivesWritingAndReading) {
    for (const Event& event : one_of_each(static_cast<const EventBody*>(nullptr))) {
        EXPECT_EQ(encode(read_back(event)).bytes, encode(event).bytes) << event.type();
        EXPECT_EQ(encode(read_back(event)).actor, encode(event).actor) << event.type();
    }
}

} // namespace

} // namespace chengban::workorder
