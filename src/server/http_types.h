// A request as a handler sees it and the response it gives back: plain values, no socket, no Asio.
// Everything here was bounded, decoded and checked before a handler runs.
#pragma once

#include "base/language.h"

#include <any>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace chengban::server {

using chengban::Language;

enum class Method { get, head, post, put, patch, del, options };

std::string_view method_name(Method method); // "GET"; «del» is "DELETE"
std::optional<Method> method_from(std::string_view name);
bool is_mutating(Method method); // POST, PUT, PATCH, DELETE

struct NameValue {
    std::string name;
    std::string value;

    bool operator==(const NameValue&) const = default;
};

// Header fields in the order received. Names compare without case. Fields that may stand only once
// (Host, Content-Type, Cookie, Origin, …) were refused if repeated, see http_head.h.
class RequestHeaders {
public:
    void add(std::string_view name, std::string_view value);
    std::size_t count() const { return entries_.size(); }
    std::string_view name(std::size_t index) const;
    std::string_view value(std::size_t index) const;

    // The first field of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    // All fields of that name joined with ", " (list headers); empty when there is none.
    std::string joined(std::string_view name) const;
    std::size_t occurrences(std::string_view name) const;

private:
    struct Entry {
        std::uint32_t name_at;
        std::uint32_t name_size;
        std::uint32_t value_at;
        std::uint32_t value_size;
    };
    std::string bytes_;
    std::vector<Entry> entries_;
};

class SpoolFile; // spool.h: an upload in a temporary file
struct Route;    // router.h

struct Request {
    Method method = Method::get;
    std::string path;             // decoded; never "//", ".", "..", controls or broken UTF-8
    std::vector<NameValue> query; // decoded, every name once
    RequestHeaders headers;
    std::vector<NameValue> params;   // from the route's pattern, decoded
    std::string body;                // routes with BodyKind::memory
    std::shared_ptr<SpoolFile> file; // routes with BodyKind::file
    std::string host;                // lower case, without port, checked against the allow-list
    std::string authority;           // host[:port] as sent, lower case
    std::string peer;                // address of the client, through trusted proxies only
    bool is_loopback = false;        // the client itself sits on this machine, no proxy between
    bool is_secure = false;          // https, as a trusted proxy said
    const Route* route = nullptr;    // set before the guard runs
    std::any session;                // what the guard found out about the caller

    std::optional<std::string_view> header(std::string_view name) const {
        return headers.find(name);
    }
    std::optional<std::string_view> query_value(std::string_view name) const;
    // A name of the route's pattern; anything else is a Bug.
    std::string_view param(std::string_view name) const;
    // None as well when the name is there twice: whoever tosses a second cookie gains nothing.
    std::optional<std::string_view> cookie(std::string_view name) const;
    // Of the product's two languages the one the client likes better; Chinese when it does not say.
    Language language() const;
};

// Bytes of a long answer, pulled piece by piece on a worker thread. Throwing ends the connection
// without a proper end, so that the client notices.
class BodySource {
public:
    virtual ~BodySource() = default;
    // Bytes in all; none when not known beforehand (sent chunked).
    virtual std::optional<std::uint64_t> size() const = 0;
    // Fills up to `room` bytes; 0 is the end.
    virtual std::size_t read(char* into, std::size_t room) = 0;
};

class EventSubscription; // event_stream.h

struct Response {
    // Shared text is for bytes served many times without a copy.
    using Body = std::variant<std::string, std::shared_ptr<const std::string>,
                              std::shared_ptr<BodySource>, std::shared_ptr<EventSubscription>>;

    int status = 200;
    std::vector<NameValue> headers; // security headers, length and date are added at the edge
    Body body;
    bool close = false;   // end the connection after this answer
    std::string incident; // set on 5xx: the id that the log carries too

    // Replaces a field of that name. Control characters in name or value are a Bug, and so are
    // Content-Length, Transfer-Encoding, Connection and Date.
    Response& set(std::string_view name, std::string_view value);
    // Adds another field (Set-Cookie).
    Response& add(std::string_view name, std::string_view value);
    const std::string* find(std::string_view name) const;
    // The text of a string or shared body; empty for sources and streams.
    std::string_view text() const;
};

Response bytes_response(int status, std::string_view content_type, std::string bytes);
Response json_response(int status, std::string json);              // `json` is serialised already
Response empty_response(int status);                               // 204, 304 …
Response redirect_response(int status, std::string_view location); // same-origin paths only
Response stream_response(std::string_view content_type, std::shared_ptr<BodySource> source);
Response event_response(std::shared_ptr<EventSubscription> subscription);

// "attachment; filename=…; filename*=UTF-8''…" with the name made harmless (RFC 6266).
std::string attachment_disposition(std::string_view file_name);

bool equal_ignoring_case(std::string_view a, std::string_view b); // ASCII
std::string to_lower(std::string_view text);                      // ASCII
std::string_view trim_blanks(std::string_view text);              // spaces and tabs
bool is_token(std::string_view text);                             // RFC 9110 token, not empty
int hex_value(char c);                                            // -1 when not a hexadecimal digit
// The weight q of an item of an Accept… list in thousandths; 1000 when not given, 0 when broken.
int quality(std::string_view item);
std::string_view reason_phrase(int status);

// Calls f(item) for each non-empty item of a comma-separated header list, blanks trimmed.
template <class F>
void for_each_item(std::string_view list, F f) {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        const std::string_view item = trim_blanks(list.substr(0, comma));
        if (!item.empty()) {
            f(item);
        }
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
}

} // namespace chengban::server
