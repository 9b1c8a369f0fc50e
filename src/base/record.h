// A record lists its fields once; reading from JSON with all errors, writing canonical JSON and the
// OpenAPI schema all follow from that list.
//
//   struct Contact {
//       Instant at; std::string whom;
//       static constexpr auto fields() {
//           return std::tuple{field("at", &Contact::at, "联系时间", "time of contact"),
//                             field("whom", &Contact::whom, "联系对象", "whom", {.max = 60})};
//       }
//   };
#pragma once

#include "base/enums.h"
#include "base/ids.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/utf8.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <fmt/format.h>

#include <limits>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

namespace chengban {

// Strings: code points; integers: value; lists: items.
struct Bounds {
    std::int64_t min = 0;
    std::int64_t max = 200;
};

enum class Presence { required, defaulted };

template <class Owner, class Value>
struct Field {
    std::string_view name;
    Value Owner::*member;
    std::string_view zh;
    std::string_view en;
    Bounds bounds;
    Presence presence;
};

template <class Owner, class Value>
constexpr Field<Owner, Value> field(std::string_view name, Value Owner::*member,
                                    std::string_view zh, std::string_view en, Bounds bounds = {}) {
    return {name, member, zh, en, bounds, Presence::required};
}
// May be left out; then it keeps the value the struct is made with.
template <class Owner, class Value>
constexpr Field<Owner, Value> defaulted(std::string_view name, Value Owner::*member,
                                        std::string_view zh, std::string_view en,
                                        Bounds bounds = {}) {
    return {name, member, zh, en, bounds, Presence::defaulted};
}

template <class T>
concept Record = requires {
    T::fields();
};

// Citizens' free text and identity never stand in an event: a Text holds the words while a command
// is decided, and only its reference with a salted commitment when it is written.
struct TextRef {
    TextId id;
    std::string commitment; // hexadecimal digest of salt and text

    bool operator==(const TextRef&) const = default;
    static constexpr auto fields() {
        return std::tuple{
            field("id", &TextRef::id, "文本编号", "text id"),
            field("commitment", &TextRef::commitment, "摘要", "commitment", {.max = 128})};
    }
};

struct Text {
    std::string plain; // empty when read back from an event
    TextRef ref;       // filled by the use case before anything is decided

    bool operator==(const Text&) const = default;
};

namespace record {

// Where the reader is, and what it has found wrong so far.
struct Reader {
    std::vector<Reason> reasons;
    bool stored =
        false; // reading our own events: texts are references. Clients may never send one.

    void refuse(std::string code, const std::string& path, std::string zh, std::string en) {
        reasons.push_back(Reason{std::move(code), {}, path, {std::move(zh), std::move(en)}});
    }
};

struct Place {
    std::string path;
    std::string_view zh;
    std::string_view en;
    Bounds bounds;
};

inline void refuse_type(Reader& reader, const Place& place, std::string_view zh,
                        std::string_view en) {
    reader.refuse("wrong_type", place.path, fmt::format("「{}」应为{}", place.zh, zh),
                  fmt::format("\"{}\" must be {}", place.en, en));
}

inline bool read_text(const json::value& value, std::string& out, const Place& place,
                      Reader& reader) {
    if (!value.is_string()) {
        refuse_type(reader, place, "文字", "a string");
        return false;
    }
    out.assign(value.get_string().data(), value.get_string().size());
    const auto length = static_cast<std::int64_t>(code_points(out));
    if (length < place.bounds.min || length > place.bounds.max) {
        reader.refuse(length == 0 ? "empty" : "wrong_length", place.path,
                      length == 0 ? fmt::format("「{}」不能为空", place.zh)
                                  : fmt::format("「{}」共 {} 字，应在 {}–{} 字之间", place.zh,
                                                length, place.bounds.min, place.bounds.max),
                      length == 0
                          ? fmt::format("\"{}\" must not be empty", place.en)
                          : fmt::format("\"{}\" has {} characters, allowed are {}–{}", place.en,
                                        length, place.bounds.min, place.bounds.max));
        return false;
    }
    return true;
}

template <class T>
struct Codec;

template <>
struct Codec<std::string> {
    static void read(const json::value& value, std::string& out, const Place& place,
                     Reader& reader) {
        read_text(value, out, place, reader);
    }
    static json::value write(const std::string& value) { return json::value(value); }
    static json::object schema(const Bounds& bounds) {
        return {{"type", "string"}, {"minLength", bounds.min}, {"maxLength", bounds.max}};
    }
};

template <>
struct Codec<bool> {
    static void read(const json::value& value, bool& out, const Place& place, Reader& reader) {
        if (!value.is_bool()) {
            refuse_type(reader, place, " true 或 false", "true or false");
            return;
        }
        out = value.get_bool();
    }
    static json::value write(bool value) { return json::value(value); }
    static json::object schema(const Bounds&) { return {{"type", "boolean"}}; }
};

template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) struct Codec<T> {
    static void read(const json::value& value, T& out, const Place& place, Reader& reader) {
        if (!value.is_int64()) {
            refuse_type(reader, place, "整数", "an integer");
            return;
        }
        const std::int64_t number = value.get_int64();
        if (number < place.bounds.min || number > place.bounds.max) {
            reader.refuse("out_of_range", place.path,
                          fmt::format("「{}」为 {}，应在 {}–{} 之间", place.zh, number,
                                      place.bounds.min, place.bounds.max),
                          fmt::format("\"{}\" is {}, allowed are {}–{}", place.en, number,
                                      place.bounds.min, place.bounds.max));
            return;
        }
        out = static_cast<T>(number);
    }
    static json::value write(T value) { return json::value(static_cast<std::int64_t>(value)); }
    static json::object schema(const Bounds& bounds) {
        return {{"type", "integer"}, {"minimum", bounds.min}, {"maximum", bounds.max}};
    }
};

template <>
struct Codec<Instant> {
    static void read(const json::value& value, Instant& out, const Place& place, Reader& reader) {
        if (!value.is_string()) {
            refuse_type(reader, place, "带时区的时间", "a time with zone");
            return;
        }
        const json::string& text = value.get_string();
        Result<Instant> parsed = parse_instant({text.data(), text.size()}, place.path);
        if (!parsed) {
            reader.reasons.push_back(parsed.error().reasons.front());
            return;
        }
        out = *parsed;
    }
    static json::value write(Instant value) { return json::value(to_string(value)); }
    static json::object schema(const Bounds&) {
        return {{"type", "string"}, {"format", "date-time"}};
    }
};

template <>
struct Codec<Day> {
    static void read(const json::value& value, Day& out, const Place& place, Reader& reader) {
        if (!value.is_string()) {
            refuse_type(reader, place, "日期", "a day");
            return;
        }
        const json::string& text = value.get_string();
        Result<Day> parsed = parse_day({text.data(), text.size()}, place.path);
        if (!parsed) {
            reader.reasons.push_back(parsed.error().reasons.front());
            return;
        }
        out = *parsed;
    }
    static json::value write(Day value) { return json::value(to_string(value)); }
    static json::object schema(const Bounds&) { return {{"type", "string"}, {"format", "date"}}; }
};

template <class Tag>
struct Codec<Id<Tag>> {
    static void read(const json::value& value, Id<Tag>& out, const Place& place, Reader& reader) {
        std::string text;
        if (!read_text(value, text, {place.path, place.zh, place.en, {1, 64}}, reader)) {
            return;
        }
        for (const char c : text) {
            const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
            if (!allowed) {
                reader.refuse("bad_id", place.path, fmt::format("「{}」不是有效编号", place.zh),
                              fmt::format("\"{}\" is not a valid id", place.en));
                return;
            }
        }
        out = Id<Tag>(std::move(text));
    }
    static json::value write(const Id<Tag>& value) { return json::value(value.text()); }
    static json::object schema(const Bounds&) {
        return {{"type", "string"}, {"pattern", "^[A-Za-z0-9._-]{1,64}$"}};
    }
};

template <Tabled E>
struct Codec<E> {
    static void read(const json::value& value, E& out, const Place& place, Reader& reader) {
        std::string choices;
        for (const EnumRow<E>& row : EnumTable<E>::rows) {
            choices += (choices.empty() ? "" : ", ") + std::string(row.token);
        }
        if (value.is_string()) {
            const json::string& text = value.get_string();
            if (const std::optional<E> found = from_token<E>({text.data(), text.size()})) {
                out = *found;
                return;
            }
        }
        reader.refuse("not_in_list", place.path,
                      fmt::format("「{}」应为下列之一：{}", place.zh, choices),
                      fmt::format("\"{}\" must be one of: {}", place.en, choices));
    }
    static json::value write(E value) { return json::value(token(value)); }
    static json::object schema(const Bounds&) {
        json::array tokens;
        for (const EnumRow<E>& row : EnumTable<E>::rows) {
            tokens.emplace_back(row.token);
        }
        return {{"type", "string"}, {"enum", std::move(tokens)}};
    }
};

template <class T>
struct Codec<std::optional<T>> {
    static void read(const json::value& value, std::optional<T>& out, const Place& place,
                     Reader& reader) {
        if (value.is_null()) {
            out.reset();
            return;
        }
        Codec<T>::read(value, out.emplace(), place, reader);
    }
    static json::value write(const std::optional<T>& value) { return Codec<T>::write(*value); }
    static json::object schema(const Bounds& bounds) { return Codec<T>::schema(bounds); }
};

// For lists, the bounds are those of the list; its strings may have up to 2,000 characters.
inline constexpr Bounds k_item_bounds{0, 2000};

template <class T>
struct Codec<std::vector<T>> {
    static void read(const json::value& value, std::vector<T>& out, const Place& place,
                     Reader& reader) {
        if (!value.is_array()) {
            refuse_type(reader, place, "列表", "a list");
            return;
        }
        const json::array& items = value.get_array();
        const auto count = static_cast<std::int64_t>(items.size());
        if (count < place.bounds.min || count > place.bounds.max) {
            reader.refuse("wrong_count", place.path,
                          fmt::format("「{}」有 {} 项，应在 {}–{} 项之间", place.zh, count,
                                      place.bounds.min, place.bounds.max),
                          fmt::format("\"{}\" has {} items, allowed are {}–{}", place.en, count,
                                      place.bounds.min, place.bounds.max));
            return;
        }
        out.clear();
        for (std::size_t i = 0; i < items.size(); ++i) {
            Codec<T>::read(
                items[i], out.emplace_back(),
                {fmt::format("{}[{}]", place.path, i), place.zh, place.en, k_item_bounds}, reader);
        }
    }
    static json::value write(const std::vector<T>& value) {
        json::array items;
        for (const T& item : value) {
            items.push_back(Codec<T>::write(item));
        }
        return items;
    }
    static json::object schema(const Bounds& bounds) {
        return {{"type", "array"},
                {"minItems", bounds.min},
                {"maxItems", bounds.max},
                {"items", Codec<T>::schema(k_item_bounds)}};
    }
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <Record T>
struct Codec<T> {
    static void read(const json::value& value, T& out, const Place& place, Reader& reader) {
        if (!value.is_object()) {
            refuse_type(reader, place, "对象", "an object");
            return;
        }
        const json::object& object = value.get_object();
        const std::string prefix = place.path.empty() ? "" : place.path + ".";
        std::set<std::string_view> known;
        const auto read_field = [&](const auto& spec) {
            using Value = std::remove_cvref_t<decltype(out.*(spec.member))>;
            known.insert(spec.name);
            const json::value* found = object.if_contains(spec.name);
            if (found == nullptr) {
                if (spec.presence == Presence::required && !IsOptional<Value>::value) {
                    reader.refuse("missing_field", prefix + std::string(spec.name),
                                  fmt::format("缺少「{}」", spec.zh),
                                  fmt::format("\"{}\" is missing", spec.en));
                }
                return;
            }
            Codec<Value>::read(*found, out.*(spec.member),
                               {prefix + std::string(spec.name), spec.zh, spec.en, spec.bounds},
                               reader);
        };
        std::apply([&](const auto&... specs) { (read_field(specs), ...); }, T::fields());
        for (const json::key_value_pair& pair : object) {
            const std::string_view key(pair.key().data(), pair.key().size());
            if (!known.contains(key)) {
                const std::string shown(first_code_points(key, 60));
                reader.refuse("unknown_field", prefix + shown,
                              fmt::format("不认识的字段「{}」", shown),
                              fmt::format("unknown field \"{}\"", shown));
            }
        }
    }
    static json::value write(const T& value) {
        json::object object;
        const auto write_field = [&](const auto& spec) {
            using Value = std::remove_cvref_t<decltype(value.*(spec.member))>;
            if constexpr (IsOptional<Value>::value) {
                if (!(value.*(spec.member)).has_value()) {
                    return;
                }
            }
            object.emplace(spec.name, Codec<Value>::write(value.*(spec.member)));
        };
        std::apply([&](const auto&... specs) { (write_field(specs), ...); }, T::fields());
        return object;
    }
    static json::object schema(const Bounds&) {
        json::object properties;
        json::array required;
        const auto describe = [&](const auto& spec) {
            using Value = std::remove_cvref_t<decltype(std::declval<T>().*(spec.member))>;
            json::object described = Codec<Value>::schema(spec.bounds);
            described["title"] = spec.zh;
            described["description"] = spec.en;
            properties[spec.name] = std::move(described);
            if (spec.presence == Presence::required && !IsOptional<Value>::value) {
                required.emplace_back(spec.name);
            }
        };
        std::apply([&](const auto&... specs) { (describe(specs), ...); }, T::fields());
        json::object object{{"type", "object"},
                            {"additionalProperties", false},
                            {"properties", std::move(properties)}};
        if (!required.empty()) {
            object["required"] = std::move(required);
        }
        return object;
    }
};

// While one is alive on this thread, texts are written in plain instead of by reference: for people
// who may read them, never for what is stored.
class ShowTexts {
public:
    ShowTexts() { ++depth(); }
    ~ShowTexts() { --depth(); }
    ShowTexts(const ShowTexts&) = delete;
    ShowTexts& operator=(const ShowTexts&) = delete;
    static int& depth() {
        thread_local int value = 0;
        return value;
    }
};

template <>
struct Codec<Text> {
    static void read(const json::value& value, Text& out, const Place& place, Reader& reader) {
        if (reader.stored) {
            Codec<TextRef>::read(value, out.ref, place, reader);
        } else {
            read_text(value, out.plain, place, reader);
        }
    }
    static json::value write(const Text& value) {
        return ShowTexts::depth() > 0 ? json::value(value.plain) : Codec<TextRef>::write(value.ref);
    }
    static json::object schema(const Bounds& bounds) { return Codec<std::string>::schema(bounds); }
};

// Calls `visit(const std::string& path, Text&)` for every text of a record, at any depth.
template <class T, class Visit>
void each_text(T& value, const std::string& path, const Visit& visit);

template <class Value, class Visit>
void visit_texts(Value& value, const std::string& path, const Visit& visit) {
    if constexpr (std::is_same_v<std::remove_const_t<Value>, Text>) {
        visit(path, value);
    } else if constexpr (IsOptional<std::remove_const_t<Value>>::value) {
        if (value.has_value()) {
            visit_texts(*value, path, visit);
        }
    } else if constexpr (Record<std::remove_const_t<Value>>) {
        each_text(value, path, visit);
    } else if constexpr (requires {
                             value.begin();
                             typename Value::value_type;
                         } &&
                         !std::is_same_v<std::remove_const_t<Value>, std::string>) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            visit_texts(value[i], fmt::format("{}[{}]", path, i), visit);
        }
    }
}

template <class T, class Visit>
void each_text(T& value, const std::string& path, const Visit& visit) {
    const std::string prefix = path.empty() ? "" : path + ".";
    std::apply(
        [&](const auto&... specs) {
            (visit_texts(value.*(specs.member), prefix + std::string(specs.name), visit), ...);
        },
        std::remove_const_t<T>::fields());
}

} // namespace record

// Every reason at once; unknown fields are refused.
template <Record T>
Result<T> read_record(const json::value& value) {
    T out{};
    record::Reader reader;
    record::Codec<T>::read(value, out, {{}, "内容", "content", {}}, reader);
    if (!reader.reasons.empty()) {
        return Failure{Problem{std::move(reader.reasons)}};
    }
    return out;
}

// Our own bytes back: what we wrote we can read, or it is a bug (or a broken disk).
template <Record T>
T read_stored(const json::value& value) {
    T out{};
    record::Reader reader;
    reader.stored = true;
    record::Codec<T>::read(value, out, {{}, "内容", "content", {}}, reader);
    if (!reader.reasons.empty()) {
        throw Bug("stored record cannot be read: " + reader.reasons.front().field + " " +
                  reader.reasons.front().words.en);
    }
    return out;
}

template <Record T>
json::value write_record(const T& value) {
    return record::Codec<T>::write(value);
}

template <Record T>
json::object schema_of() {
    return record::Codec<T>::schema({});
}

} // namespace chengban
