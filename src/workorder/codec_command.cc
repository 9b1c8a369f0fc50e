#include "workorder/codec.h"

#include <fmt/format.h>

namespace chengban::workorder {

namespace {

template <class C>
bool try_read(std::string_view name, const json::value& body,
              std::optional<Result<Command>>& result) {
    if (name != C::name) {
        return false;
    }
    Result<C> read = read_record<C>(body);
    if (read) {
        result.emplace(Command(std::move(*read)));
    } else {
        result.emplace(Failure{std::move(read).error()});
    }
    return true;
}

template <class... C>
std::optional<Result<Command>> read_any(std::string_view name, const json::value& body,
                                        const std::variant<C...>*) {
    std::optional<Result<Command>> result;
    (try_read<C>(name, body, result) || ...);
    return result;
}

template <class... C>
std::vector<CommandInfo> infos(const std::variant<C...>*) {
    return {CommandInfo{C::name, C::zh, schema_of<C>()}...};
}

template <class C>
bool try_read_logged(std::string_view name, const json::value& body,
                     std::optional<Command>& result) {
    if (name != C::name) {
        return false;
    }
    result.emplace(read_stored<C>(body));
    return true;
}

template <class... C>
std::optional<Command> read_any_logged(std::string_view name, const json::value& body,
                                       const std::variant<C...>*) {
    std::optional<Command> result;
    (try_read_logged<C>(name, body, result) || ...);
    return result;
}

} // namespace

std::optional<Command> read_logged_command(std::string_view name, const json::value& body) {
    return read_any_logged(name, body, static_cast<const Command*>(nullptr));
}

Result<Command> read_command(std::string_view name, const json::value& body) {
    std::optional<Result<Command>> result =
        read_any(name, body, static_cast<const Command*>(nullptr));
    if (!result) {
        return Failure{
            problem("unknown_command", "command",
                    fmt::format("没有命令「{}」", first_code_points(name, 60)),
                    fmt::format("there is no command \"{}\"", first_code_points(name, 60)))};
    }
    return std::move(*result);
}

std::string_view name_of(const Command& command) {
    return std::visit([](const auto& c) { return std::remove_cvref_t<decltype(c)>::name; },
                      command);
}

std::string canonical_command(const Command& command) {
    return std::visit([](const auto& c) { return canonical_json(write_record(c)); }, command);
}

void each_text(Command& command, const std::function<void(const std::string&, Text&)>& visit) {
    std::visit([&](auto& c) { record::each_text(c, std::string(), visit); }, command);
}

std::vector<CommandInfo> command_infos() {
    return infos(static_cast<const Command*>(nullptr));
}

} // namespace chengban::workorder
