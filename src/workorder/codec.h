// Commands and events as JSON. Commands are read strictly from clients; events are canonical bytes
// that we wrote ourselves.
#pragma once

#include "workorder/order.h"

#include <functional>

namespace chengban::workorder {

// Unknown names and fields are refused, all reasons at once.
Result<Command> read_command(std::string_view name, const json::value& body);
// From the command log, texts by reference; empty when the name is not known any more.
std::optional<Command> read_logged_command(std::string_view name, const json::value& body);
std::string_view name_of(const Command& command);
// With texts by reference: for the command log.
std::string canonical_command(const Command& command);
// Visits every text with its path, so that a reference can be given to each.
void each_text(Command& command, const std::function<void(const std::string&, Text&)>& visit);

struct CommandInfo {
    std::string_view name;
    std::string_view zh;
    json::object schema;
};
std::vector<CommandInfo> command_infos();

inline constexpr std::int32_t k_event_version = 1;

struct EncodedEvent {
    std::string type;
    std::int32_t version = k_event_version;
    std::string actor; // canonical JSON
    std::string bytes; // canonical JSON
};
EncodedEvent encode(const Event& event);

// Throws Bug when the bytes are not ours; older versions are upcast here.
Event decode(std::string_view type, std::int32_t version, std::string_view actor,
             std::string_view bytes, Instant occurred_at, Instant recorded_at);
// Every text of an event with its path; the reader fills `plain` from the sealed texts.
void each_text(Event& event, const std::function<void(const std::string&, Text&)>& visit);

// For people: the label of the event and its content with texts in plain (fill them first).
struct EventData {
    std::string_view zh;
    json::object body;
};
EventData readable(const Event& event);

} // namespace chengban::workorder
