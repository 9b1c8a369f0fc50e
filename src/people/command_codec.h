// Commands of this room as JSON: read strictly from clients, written canonically as events. An
// event is the accepted command; the actor and the instants stand beside it.
#pragma once

#include "people/actor.h"

#include <string>
#include <variant>

namespace chengban::people {

template <class Command>
struct Given {
    Command command;
    Actor actor;
    Instant occurred_at;
    Instant recorded_at;

    Day day() const { return day_of(occurred_at); }
};

template <class C>
constexpr std::string_view event_type() {
    if constexpr (requires { C::event; }) {
        return C::event;
    } else {
        return C::name;
    }
}

template <class... C>
std::string_view name_of(const std::variant<C...>& command) {
    return std::visit([](const auto& c) { return std::remove_cvref_t<decltype(c)>::name; },
                      command);
}

template <class... C>
std::string_view event_type_of(const std::variant<C...>& command) {
    return std::visit([](const auto& c) { return event_type<std::remove_cvref_t<decltype(c)>>(); },
                      command);
}

template <class... C>
std::string canonical_command(const std::variant<C...>& command) {
    return std::visit([](const auto& c) { return canonical_json(write_record(c)); }, command);
}

namespace codec {

template <class C, class Command>
void read_if(std::string_view name, const json::value& body,
             std::optional<Result<Command>>& result) {
    if (name != C::name) {
        return;
    }
    Result<C> read = read_record<C>(body);
    if (read) {
        result.emplace(Command(std::move(*read)));
    } else {
        result.emplace(Failure{std::move(read).error()});
    }
}

template <class C, class Command>
void decode_if(std::string_view type, const json::value& body, std::optional<Command>& result) {
    if (type == event_type<C>()) {
        result.emplace(read_stored<C>(body));
    }
}

template <class... C>
Result<std::variant<C...>> read(std::string_view name, const json::value& body,
                                const std::variant<C...>*) {
    std::optional<Result<std::variant<C...>>> result;
    (read_if<C>(name, body, result), ...);
    if (!result) {
        return Failure{
            problem("unknown_command", "command",
                    fmt::format("没有命令「{}」", first_code_points(name, 60)),
                    fmt::format("there is no command \"{}\"", first_code_points(name, 60)))};
    }
    return std::move(*result);
}

template <class... C>
std::variant<C...> decode(std::string_view type, const json::value& body,
                          const std::variant<C...>*) {
    std::optional<std::variant<C...>> result;
    (decode_if<C>(type, body, result), ...);
    if (!result) {
        throw Bug("stored event of an unknown type: " + std::string(type));
    }
    return std::move(*result);
}

} // namespace codec

// Unknown names and fields are refused, all reasons at once.
template <class Command>
Result<Command> read_command(std::string_view name, const json::value& body) {
    return codec::read(name, body, static_cast<const Command*>(nullptr));
}

inline constexpr std::int32_t k_event_version = 1;

// Throws Bug when the bytes are not ours; older versions are upcast here.
template <class Command>
Given<Command> decode(std::string_view type, std::int32_t version, std::string_view actor,
                      std::string_view bytes, Instant occurred_at, Instant recorded_at) {
    if (version != k_event_version) {
        throw Bug("stored event of an unknown version: " + std::string(type));
    }
    const auto parse_own = [](std::string_view text) {
        Result<json::value> parsed = parse_json(text, {.bytes_max = 1 << 26, .depth_max = 8});
        if (!parsed) {
            throw Bug("stored event is not JSON: " + parsed.error().reasons.front().words.en);
        }
        return std::move(*parsed);
    };
    return {codec::decode(type, parse_own(bytes), static_cast<const Command*>(nullptr)),
            read_stored<Actor>(parse_own(actor)), occurred_at, recorded_at};
}

} // namespace chengban::people
