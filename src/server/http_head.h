// Reads the head of an HTTP/1.1 request, strictly: what two programs could understand in two ways
// is refused (RFC 9112 §3, §5, §6, §11.2), so that nothing in front of us can be made to disagree
// with us about where a request ends. Pure; no socket.
#pragma once

#include "base/result.h"
#include "server/http_types.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::server {

inline constexpr std::size_t k_head_bytes_max = 16 * 1024;
inline constexpr std::size_t k_target_bytes_max = 8 * 1024;
inline constexpr std::size_t k_headers_max = 100;
inline constexpr std::size_t k_query_pairs_max = 64;
inline constexpr std::size_t k_path_segments_max = 16;

enum class Framing { none, length, chunked };

struct RequestHead {
    Method method = Method::get;
    std::string path; // decoded
    std::vector<NameValue> query;
    RequestHeaders headers;
    std::string host;      // lower case, without port and brackets, no trailing dot
    std::string authority; // host[:port] as sent, lower case
    Framing framing = Framing::none;
    std::uint64_t content_length = 0; // with Framing::length
    bool keep_alive = true;
    bool expects_continue = false;
};

struct HeadRefusal {
    int status; // 400, 414, 417, 431, 501, 505
    Reason reason;
};

// Finds the end of the head in a growing buffer and stops early at what can never become one
// (another protocol, a lone line feed), so that no time limit has to.
class HeadScanner {
public:
    enum class State { need_more, complete, broken };

    State scan(std::string_view buffered);
    std::size_t size() const { return size_; } // of the head with its empty line, when complete
    bool has_request_line() const { return has_request_line_; }

private:
    std::size_t scanned_ = 0;
    std::size_t line_start_ = 0;
    std::size_t size_ = 0;
    bool has_request_line_ = false;
};

// `bytes` is a whole head, through its empty line.
Result<RequestHead, HeadRefusal> parse_head(std::string_view bytes);

// Percent-decoding with the checks that make a name or path safe: valid UTF-8, no control
// character.
// '+' stays as it is. Empty when broken.
std::optional<std::string> decode_percent(std::string_view text);

// host[:port] with names, IPv4 and [IPv6]; the host in lower case without brackets and final dot.
struct HostPort {
    std::string host;
    std::uint16_t port = 0; // 0 when not given
};
std::optional<HostPort> parse_host_port(std::string_view text);

// type/subtype in lower case without parameters; empty when broken. Another charset than UTF-8 is
// broken too.
std::string parse_media_type(std::string_view value);
// Whether an Accept header (may be empty: everything) takes the media type.
bool accepts(std::string_view accept, std::string_view media_type);
// The weight of a coding in Accept-Encoding, 0–1000; 0 when absent.
int encoding_weight(std::string_view accept_encoding, std::string_view coding);

} // namespace chengban::server
