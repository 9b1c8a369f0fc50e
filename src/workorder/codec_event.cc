#include "workorder/codec.h"

namespace chengban::workorder {

namespace {

template <class E>
bool try_read(std::string_view type, const json::value& body, std::optional<EventBody>& result) {
    if (type != E::name) {
        return false;
    }
    result.emplace(read_stored<E>(body));
    return true;
}

template <class... E>
std::optional<EventBody> read_any(std::string_view type, const json::value& body,
                                  const std::variant<E...>*) {
    std::optional<EventBody> result;
    (try_read<E>(type, body, result) || ...);
    return result;
}

json::value parse_own(std::string_view bytes) {
    Result<json::value> parsed = parse_json(bytes, {.bytes_max = 1 << 26, .depth_max = 32});
    if (!parsed) {
        throw Bug("stored event is not JSON: " + parsed.error().reasons.front().words.en);
    }
    return std::move(*parsed);
}

} // namespace

EncodedEvent encode(const Event& event) {
    return {std::string(event.type()), k_event_version, canonical_json(write_record(event.actor)),
            std::visit([](const auto& body) { return canonical_json(write_record(body)); },
                       event.body)};
}

Event decode(std::string_view type, std::int32_t version, std::string_view actor,
             std::string_view bytes, Instant occurred_at, Instant recorded_at) {
    if (version != k_event_version) {
        throw Bug("stored event of an unknown version: " + std::string(type));
    }
    std::optional<EventBody> body =
        read_any(type, parse_own(bytes), static_cast<const EventBody*>(nullptr));
    if (!body) {
        throw Bug("stored event of an unknown type: " + std::string(type));
    }
    return {std::move(*body), read_stored<Actor>(parse_own(actor)), occurred_at, recorded_at};
}

EventData readable(const Event& event) {
    record::ShowTexts show_texts;
    return std::visit(
        [](const auto& body) -> EventData {
            using Body = std::remove_cvref_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, Dispatched>) {
                return {"派单至承办单位", write_record(body).as_object()};
            } else if constexpr (std::is_same_v<Body, Completed>) {
                return {"办结", write_record(body).as_object()};
            } else {
                json::object object = write_record(body.command).as_object();
                object["effects"] = write_record(body.effects);
                return {decltype(body.command)::zh, std::move(object)};
            }
        },
        event.body);
}

void each_text(Event& event, const std::function<void(const std::string&, Text&)>& visit) {
    std::visit([&](auto& body) { record::each_text(body, std::string(), visit); }, event.body);
}

} // namespace chengban::workorder
