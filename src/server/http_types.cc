#include "server/http_types.h"

#include "base/invariant.h"
#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace chengban::server {

namespace {

struct MethodRow {
    Method method;
    std::string_view name;
};
constexpr std::array k_methods{
    MethodRow{Method::get, "GET"},         MethodRow{Method::head, "HEAD"},
    MethodRow{Method::post, "POST"},       MethodRow{Method::put, "PUT"},
    MethodRow{Method::patch, "PATCH"},     MethodRow{Method::del, "DELETE"},
    MethodRow{Method::options, "OPTIONS"},
};

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_token_char(char c) {
    constexpr std::string_view k_marks = "!#$%&'*+-.^_`|~";
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && k_marks.find(c) != std::string_view::npos);
}

bool is_header_value(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
    });
}

// These say where an answer ends; only the edge may write them.
constexpr std::array k_framing_headers{std::string_view("Content-Length"),
                                       std::string_view("Transfer-Encoding"),
                                       std::string_view("Connection"), std::string_view("Date")};

void check_header(std::string_view name, std::string_view value) {
    const bool framing =
        std::any_of(k_framing_headers.begin(), k_framing_headers.end(),
                    [name](std::string_view own) { return equal_ignoring_case(own, name); });
    invariant(!framing, "length, connection and date belong to the edge");
    invariant(is_token(name), "a response header's name is a token");
    invariant(is_header_value(value), "a response header's value has no control characters");
}

} // namespace

std::string_view method_name(Method method) {
    return k_methods[static_cast<std::size_t>(method)].name;
}

std::optional<Method> method_from(std::string_view name) {
    for (const MethodRow& row : k_methods) {
        if (row.name == name) {
            return row.method;
        }
    }
    return std::nullopt;
}

bool is_mutating(Method method) {
    switch (method) {
    case Method::get:
    case Method::head:
    case Method::options:
        return false;
    case Method::post:
    case Method::put:
    case Method::patch:
    case Method::del:
        return true;
    }
    unreachable("is_mutating");
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return lower(x) == lower(y); });
}

std::string to_lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string_view trim_blanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

int quality(std::string_view item) {
    std::size_t at = item.find(';');
    while (at != std::string_view::npos) {
        const std::size_t end = item.find(';', at + 1);
        const std::string_view parameter = trim_blanks(item.substr(at + 1, end - at - 1));
        at = end;
        if (parameter.size() < 3 || lower(parameter[0]) != 'q' || parameter[1] != '=') {
            continue;
        }
        const std::string_view text = parameter.substr(2);
        if ((text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.')) {
            return 0;
        }
        int weight = (text[0] - '0') * 1000;
        int unit = 100;
        for (std::size_t i = 2; i < text.size() && i < 5; ++i) {
            if (text[i] < '0' || text[i] > '9') {
                return 0;
            }
            weight += (text[i] - '0') * unit;
            unit /= 10;
        }
        return std::min(weight, 1000);
    }
    return 1000;
}

void RequestHeaders::add(std::string_view name, std::string_view value) {
    Entry entry{};
    entry.name_at = static_cast<std::uint32_t>(bytes_.size());
    entry.name_size = static_cast<std::uint32_t>(name.size());
    bytes_.append(name);
    entry.value_at = static_cast<std::uint32_t>(bytes_.size());
    entry.value_size = static_cast<std::uint32_t>(value.size());
    bytes_.append(value);
    entries_.push_back(entry);
}

std::string_view RequestHeaders::name(std::size_t index) const {
    const Entry& entry = entries_[index];
    return std::string_view(bytes_).substr(entry.name_at, entry.name_size);
}

std::string_view RequestHeaders::value(std::size_t index) const {
    const Entry& entry = entries_[index];
    return std::string_view(bytes_).substr(entry.value_at, entry.value_size);
}

std::optional<std::string_view> RequestHeaders::find(std::string_view wanted) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (equal_ignoring_case(name(i), wanted)) {
            return value(i);
        }
    }
    return std::nullopt;
}

std::string RequestHeaders::joined(std::string_view wanted) const {
    std::string result;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (equal_ignoring_case(name(i), wanted)) {
            if (!result.empty()) {
                result += ", ";
            }
            result += value(i);
        }
    }
    return result;
}

std::size_t RequestHeaders::occurrences(std::string_view wanted) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        count += equal_ignoring_case(name(i), wanted) ? 1U : 0U;
    }
    return count;
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    for (const NameValue& pair : query) {
        if (pair.name == name) {
            return pair.value;
        }
    }
    return std::nullopt;
}

std::string_view Request::param(std::string_view name) const {
    for (const NameValue& pair : params) {
        if (pair.name == name) {
            return pair.value;
        }
    }
    unreachable("Request::param of a name that the route's pattern does not have");
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    std::string_view rest = headers.find("Cookie").value_or(std::string_view());
    std::optional<std::string_view> found;
    while (!rest.empty()) {
        const std::size_t end = rest.find(';');
        const std::string_view pair = trim_blanks(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) {
            continue;
        }
        if (found) {
            return std::nullopt;
        }
        found = pair.substr(equals + 1);
    }
    return found;
}

Language Request::language() const {
    int zh = 0;
    int en = 0;
    for_each_item(headers.joined("Accept-Language"), [&](std::string_view item) {
        const std::string_view tag = trim_blanks(item.substr(0, item.find(';')));
        const int weight = quality(item);
        const std::string_view primary = tag.substr(0, tag.find('-'));
        if (equal_ignoring_case(primary, "zh")) {
            zh = std::max(zh, weight);
        } else if (equal_ignoring_case(primary, "en")) {
            en = std::max(en, weight);
        }
    });
    return en > zh ? Language::en : Language::zh;
}

Response& Response::set(std::string_view name, std::string_view value) {
    check_header(name, value);
    for (NameValue& header : headers) {
        if (equal_ignoring_case(header.name, name)) {
            header.value = value;
            return *this;
        }
    }
    headers.push_back({std::string(name), std::string(value)});
    return *this;
}

Response& Response::add(std::string_view name, std::string_view value) {
    check_header(name, value);
    headers.push_back({std::string(name), std::string(value)});
    return *this;
}

const std::string* Response::find(std::string_view name) const {
    for (const NameValue& header : headers) {
        if (equal_ignoring_case(header.name, name)) {
            return &header.value;
        }
    }
    return nullptr;
}

std::string_view Response::text() const {
    if (const auto* own = std::get_if<std::string>(&body)) {
        return *own;
    }
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body)) {
        return **shared;
    }
    return {};
}

Response bytes_response(int status, std::string_view content_type, std::string bytes) {
    Response response;
    response.status = status;
    response.set("Content-Type", content_type);
    response.body = std::move(bytes);
    return response;
}

Response json_response(int status, std::string json) {
    return bytes_response(status, "application/json", std::move(json));
}

Response empty_response(int status) {
    Response response;
    response.status = status;
    return response;
}

Response redirect_response(int status, std::string_view location) {
    const bool own_path = location.starts_with('/') && !location.starts_with("//") &&
                          location.find('\\') == std::string_view::npos;
    invariant(own_path, "redirects stay on this origin");
    Response response = empty_response(status);
    response.set("Location", location);
    return response;
}

Response stream_response(std::string_view content_type, std::shared_ptr<BodySource> source) {
    invariant(source != nullptr, "a streamed answer has a source");
    Response response;
    response.set("Content-Type", content_type);
    response.body = std::move(source);
    return response;
}

Response event_response(std::shared_ptr<EventSubscription> subscription) {
    invariant(subscription != nullptr, "an event stream has a subscription");
    Response response;
    response.set("Content-Type", "text/event-stream");
    response.set("Cache-Control", "no-store");
    response.set("X-Accel-Buffering", "no"); // nginx in front must not hold events back
    response.body = std::move(subscription);
    response.close = true;
    return response;
}

std::string attachment_disposition(std::string_view file_name) {
    std::string plain;
    std::string encoded;
    for (const char c : is_utf8(file_name) ? file_name : std::string_view("download")) {
        const auto byte = static_cast<unsigned char>(c);
        const bool separator = c == '/' || c == '\\' || c == '"';
        const bool control = byte < 0x20 || byte == 0x7F;
        const char safe = separator || control ? '_' : c;
        plain += byte < 0x80 ? safe : '_';
        const bool simple = (safe >= '0' && safe <= '9') || (safe >= 'A' && safe <= 'Z') ||
                            (safe >= 'a' && safe <= 'z') || safe == '.' || safe == '-' ||
                            safe == '_';
        if (simple) {
            encoded += safe;
        } else {
            fmt::format_to(std::back_inserter(encoded), "%{:02X}",
                           static_cast<unsigned>(static_cast<unsigned char>(safe)));
        }
    }
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, encoded);
}

std::string_view reason_phrase(int status) {
    struct Row {
        int status;
        std::string_view phrase;
    };
    static constexpr std::array k_rows{
        Row{200, "OK"},
        Row{201, "Created"},
        Row{202, "Accepted"},
        Row{204, "No Content"},
        Row{303, "See Other"},
        Row{304, "Not Modified"},
        Row{307, "Temporary Redirect"},
        Row{308, "Permanent Redirect"},
        Row{400, "Bad Request"},
        Row{401, "Unauthorized"},
        Row{403, "Forbidden"},
        Row{404, "Not Found"},
        Row{405, "Method Not Allowed"},
        Row{406, "Not Acceptable"},
        Row{408, "Request Timeout"},
        Row{409, "Conflict"},
        Row{410, "Gone"},
        Row{412, "Precondition Failed"},
        Row{413, "Content Too Large"},
        Row{414, "URI Too Long"},
        Row{415, "Unsupported Media Type"},
        Row{417, "Expectation Failed"},
        Row{421, "Misdirected Request"},
        Row{422, "Unprocessable Content"},
        Row{428, "Precondition Required"},
        Row{429, "Too Many Requests"},
        Row{431, "Request Header Fields Too Large"},
        Row{500, "Internal Server Error"},
        Row{501, "Not Implemented"},
        Row{503, "Service Unavailable"},
        Row{504, "Gateway Timeout"},
        Row{505, "HTTP Version Not Supported"},
        Row{507, "Insufficient Storage"},
    };
    for (const Row& row : k_rows) {
        if (row.status == status) {
            return row.phrase;
        }
    }
    return "Unknown";
}

} // namespace chengban::server
