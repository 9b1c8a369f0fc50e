#include "server/http_head.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chengban::server {

namespace {

using HeadResult = Result<Done, HeadRefusal>;

Failure<HeadRefusal> refuse(int status, std::string code, std::string field, std::string zh,
                            std::string en) {
    return Failure{HeadRefusal{status, Reason{std::move(code), "", std::move(field),
                                              Words{std::move(zh), std::move(en)}}}};
}

Failure<HeadRefusal> bad_request(std::string field, std::string zh, std::string en) {
    return refuse(400, "bad_request", std::move(field), std::move(zh), std::move(en));
}

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_printable(char c) {
    return c > ' ' && c < '\x7F';
}

// Browsers send some of these in a query without encoding them; in a path nothing of ours has them.
bool is_target_char(char c, bool in_query) {
    constexpr std::string_view k_never = "\"<>#";
    constexpr std::string_view k_not_in_path = "\\^`{|}[]";
    return is_printable(c) && k_never.find(c) == std::string_view::npos &&
           (in_query || k_not_in_path.find(c) == std::string_view::npos);
}

// Fields that would change the meaning of a request if a second one were heard instead.
constexpr std::array k_single_fields{
    std::string_view("Host"),           std::string_view("Content-Length"),
    std::string_view("Content-Type"),   std::string_view("Transfer-Encoding"),
    std::string_view("Authorization"),  std::string_view("Cookie"),
    std::string_view("Origin"),         std::string_view("Referer"),
    std::string_view("Expect"),         std::string_view("Content-Encoding"),
    std::string_view("Last-Event-ID"),  std::string_view("Idempotency-Key"),
    std::string_view("Sec-Fetch-Site"), std::string_view("Sec-Fetch-Mode"),
    std::string_view("If-Match"),       std::string_view("X-Forwarded-Proto"),
};

HeadResult parse_segments(std::string_view raw, RequestHead& head) {
    std::size_t segments = 0;
    std::size_t at = 1;
    head.path = "/";
    while (at <= raw.size()) {
        const std::size_t slash = std::min(raw.find('/', at), raw.size());
        const std::string_view raw_segment = raw.substr(at, slash - at);
        const bool last = slash == raw.size();
        if (raw_segment.empty() && !last) {
            return bad_request("path", "路径中有空段", "the path has an empty segment");
        }
        const std::optional<std::string> segment = decode_percent(raw_segment);
        const bool harmless = segment && *segment != "." && *segment != ".." &&
                              segment->find_first_of("/\\") == std::string::npos;
        if (!harmless) {
            return bad_request("path", "路径含不允许的字符或编码",
                               "the path has a forbidden character or encoding");
        }
        if (++segments > k_path_segments_max) {
            return bad_request("path", "路径层级过多", "the path has too many segments");
        }
        head.path += *segment;
        if (!last) {
            head.path += '/';
        }
        at = slash + 1;
    }
    return Done{};
}

std::optional<std::string> decode_form(std::string_view text) {
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return decode_percent(spaced);
}

HeadResult parse_query(std::string_view raw, RequestHead& head) {
    while (!raw.empty()) {
        const std::size_t end = raw.find('&');
        const std::string_view pair = raw.substr(0, end);
        raw = end == std::string_view::npos ? std::string_view() : raw.substr(end + 1);
        if (pair.empty()) {
            continue;
        }
        const std::size_t equals = pair.find('=');
        const std::optional<std::string> name = decode_form(pair.substr(0, equals));
        const std::optional<std::string> value = decode_form(
            equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
        if (!name || !value || name->empty()) {
            return bad_request("query", "查询参数编码有误", "the query is not encoded properly");
        }
        for (const NameValue& other : head.query) {
            if (other.name == *name) {
                return refuse(400, "duplicate_query", "query", "查询参数重复",
                              "a query name is there twice");
            }
        }
        if (head.query.size() == k_query_pairs_max) {
            return bad_request("query", "查询参数过多", "the query has too many names");
        }
        head.query.push_back({*name, *value});
    }
    return Done{};
}

// Leaves origin-form in `target`; the authority of an absolute-form target in `authority`.
bool strip_absolute_form(std::string_view& target, std::string_view& authority) {
    for (const std::string_view scheme :
         {std::string_view("http://"), std::string_view("https://")}) {
        if (target.size() > scheme.size() &&
            equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
            const std::size_t end =
                std::min(target.find_first_of("/?", scheme.size()), target.size());
            authority = target.substr(scheme.size(), end - scheme.size());
            target = target.substr(end);
            return target.starts_with('/') && !authority.empty();
        }
    }
    return target.starts_with('/');
}

HeadResult parse_target(std::string_view target, RequestHead& head, std::string_view& authority) {
    if (target.size() > k_target_bytes_max) {
        return refuse(414, "target_too_long", "path", "请求地址过长", "the address is too long");
    }
    if (!strip_absolute_form(target, authority)) {
        return bad_request("path", "请求地址的形式不受支持",
                           "this form of address is not supported");
    }
    const std::size_t mark = target.find('?');
    const std::string_view path = target.substr(0, mark);
    const std::string_view query =
        mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    const auto in_path = [](char c) { return is_target_char(c, false); };
    const auto in_query = [](char c) { return is_target_char(c, true); };
    if (!std::all_of(path.begin(), path.end(), in_path) ||
        !std::all_of(query.begin(), query.end(), in_query)) {
        return bad_request("path", "请求地址含不允许的字符",
                           "the address has a forbidden character");
    }
    if (HeadResult parsed = parse_segments(path, head); !parsed) {
        return parsed;
    }
    return parse_query(query, head);
}

HeadResult parse_request_line(std::string_view line, RequestHead& head,
                              std::string_view& authority) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last ||
        line.substr(first + 1, last - first - 1).find(' ') != std::string_view::npos) {
        return bad_request("request line", "请求行格式有误", "the request line is malformed");
    }
    const std::string_view version = line.substr(last + 1);
    const bool versioned = version.size() == 8 && version.starts_with("HTTP/") &&
                           is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
    if (!versioned) {
        return bad_request("request line", "请求行格式有误", "the request line is malformed");
    }
    if (version != "HTTP/1.1") {
        return refuse(505, "http_version", "request line", "只支持 HTTP/1.1",
                      "only HTTP/1.1 is supported");
    }
    const std::string_view method = line.substr(0, first);
    if (!is_token(method)) {
        return bad_request("request line", "请求方法格式有误", "the method is malformed");
    }
    const std::optional<Method> known = method_from(method);
    if (!known) {
        return refuse(501, "method_unknown", "request line", "不支持该请求方法",
                      "this method is not supported");
    }
    head.method = *known;
    return parse_target(line.substr(first + 1, last - first - 1), head, authority);
}

HeadResult parse_field(std::string_view line, RequestHead& head) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        // a line that starts with a blank (obs-fold) and a blank before the colon end here as well
        return bad_request("headers", "请求头格式有误", "a header line is malformed");
    }
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trim_blanks(line.substr(colon + 1));
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && byte != '\t') || byte == 0x7F) {
            return bad_request("headers", "请求头含控制字符", "a header has a control character");
        }
    }
    if (head.headers.count() == k_headers_max) {
        return refuse(431, "headers_too_many", "headers", "请求头过多", "too many headers");
    }
    for (const std::string_view single : k_single_fields) {
        if (equal_ignoring_case(name, single) && head.headers.find(name)) {
            return bad_request(std::string(single), "请求头重复", "a header is there twice");
        }
    }
    head.headers.add(name, value);
    return Done{};
}

HeadResult read_host(RequestHead& head, std::string_view absolute_authority) {
    const std::optional<std::string_view> host = head.headers.find("Host");
    if (!host || host->empty()) {
        return bad_request("Host", "缺少 Host 请求头", "the Host header is missing");
    }
    std::optional<HostPort> parsed = parse_host_port(*host);
    if (!parsed) {
        return bad_request("Host", "Host 请求头格式有误", "the Host header is malformed");
    }
    if (!absolute_authority.empty() && !equal_ignoring_case(absolute_authority, *host)) {
        return bad_request("Host", "请求地址与 Host 不一致", "the address and Host disagree");
    }
    head.host = std::move(parsed->host);
    head.authority = to_lower(*host);
    return Done{};
}

HeadResult read_framing(RequestHead& head) {
    const std::optional<std::string_view> length = head.headers.find("Content-Length");
    const std::optional<std::string_view> coding = head.headers.find("Transfer-Encoding");
    if (length && coding) {
        return bad_request("Transfer-Encoding", "Content-Length 与 Transfer-Encoding 不可并存",
                           "Content-Length and Transfer-Encoding exclude each other");
    }
    if (coding) {
        if (!equal_ignoring_case(*coding, "chunked")) {
            return refuse(501, "transfer_encoding", "Transfer-Encoding", "不支持该传输编码",
                          "only chunked is supported");
        }
        head.framing = Framing::chunked;
    } else if (length) {
        const bool digits = !length->empty() && length->size() <= 18 &&
                            std::all_of(length->begin(), length->end(), is_digit);
        if (!digits) {
            return bad_request("Content-Length", "Content-Length 有误", "not a length");
        }
        for (const char c : *length) {
            head.content_length = head.content_length * 10 + static_cast<std::uint64_t>(c - '0');
        }
        head.framing = Framing::length;
    }
    return Done{};
}

HeadResult read_connection(RequestHead& head) {
    bool tokens = true;
    for_each_item(head.headers.joined("Connection"), [&](std::string_view item) {
        tokens = tokens && is_token(item);
        if (equal_ignoring_case(item, "close")) {
            head.keep_alive = false;
        }
    });
    if (!tokens) {
        return bad_request("Connection", "Connection 请求头有误",
                           "the Connection header is malformed");
    }
    if (const std::optional<std::string_view> expect = head.headers.find("Expect")) {
        if (!equal_ignoring_case(*expect, "100-continue")) {
            return refuse(417, "expectation", "Expect", "不支持该 Expect", "unknown expectation");
        }
        head.expects_continue = true;
    }
    return Done{};
}

bool is_host_name(std::string_view name) {
    return !name.empty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), [](char c) {
        return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
               c == '_';
    });
}

bool is_ipv6_text(std::string_view text) {
    return text.size() >= 2 && text.size() <= 45 &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; });
}

} // namespace

HeadScanner::State HeadScanner::scan(std::string_view buffered) {
    if (!buffered.empty() && !is_upper(buffered[0])) {
        return State::broken;
    }
    for (;;) {
        const std::size_t feed = buffered.find('\n', scanned_);
        if (feed == std::string_view::npos) {
            scanned_ = buffered.size();
            return State::need_more;
        }
        if (feed == 0 || buffered[feed - 1] != '\r') {
            return State::broken;
        }
        scanned_ = feed + 1;
        if (feed - 1 == line_start_) {
            size_ = feed + 1;
            return State::complete;
        }
        has_request_line_ = true;
        line_start_ = feed + 1;
    }
}

Result<RequestHead, HeadRefusal> parse_head(std::string_view bytes) {
    RequestHead head;
    std::string_view authority;
    bool first = true;
    while (bytes.size() > 2) {
        const std::size_t end = bytes.find("\r\n");
        if (end == std::string_view::npos) {
            return bad_request("headers", "请求头未结束", "the head does not end");
        }
        const std::string_view line = bytes.substr(0, end);
        HeadResult parsed =
            first ? parse_request_line(line, head, authority) : parse_field(line, head);
        if (!parsed) {
            return Failure{std::move(parsed).error()};
        }
        first = false;
        bytes.remove_prefix(end + 2);
    }
    if (first || bytes != "\r\n") {
        return bad_request("headers", "请求头未结束", "the head does not end");
    }
    if (HeadResult host = read_host(head, authority); !host) {
        return Failure{std::move(host).error()};
    }
    if (HeadResult framing = read_framing(head); !framing) {
        return Failure{std::move(framing).error()};
    }
    if (HeadResult connection = read_connection(head); !connection) {
        return Failure{std::move(connection).error()};
    }
    return head;
}

std::optional<std::string> decode_percent(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i];
            continue;
        }
        if (i + 2 >= text.size()) {
            return std::nullopt;
        }
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        result += static_cast<char>(high * 16 + low);
        i += 2;
    }
    const bool control = std::any_of(result.begin(), result.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '\x7F';
    });
    if (control || !is_utf8(result)) {
        return std::nullopt;
    }
    return result;
}

std::optional<HostPort> parse_host_port(std::string_view text) {
    HostPort result;
    std::string_view rest;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos || !is_ipv6_text(text.substr(1, end - 1))) {
            return std::nullopt;
        }
        result.host = to_lower(text.substr(1, end - 1));
        rest = text.substr(end + 1);
    } else {
        const std::size_t colon = std::min(text.find(':'), text.size());
        std::string_view name = text.substr(0, colon);
        if (!is_host_name(name)) {
            return std::nullopt;
        }
        if (name.ends_with('.')) {
            name.remove_suffix(1);
        }
        if (name.empty()) {
            return std::nullopt;
        }
        result.host = to_lower(name);
        rest = text.substr(colon);
    }
    if (rest.empty()) {
        return result;
    }
    const std::string_view digits = rest.substr(1);
    if (rest[0] != ':' || digits.empty() || digits.size() > 5 ||
        !std::all_of(digits.begin(), digits.end(), is_digit)) {
        return std::nullopt;
    }
    std::uint32_t port = 0;
    for (const char c : digits) {
        port = port * 10 + static_cast<std::uint32_t>(c - '0');
    }
    if (port == 0 || port > 65535) {
        return std::nullopt;
    }
    result.port = static_cast<std::uint16_t>(port);
    return result;
}

std::string parse_media_type(std::string_view value) {
    const std::size_t semicolon = value.find(';');
    const std::string_view essence = trim_blanks(value.substr(0, semicolon));
    const std::size_t slash = essence.find('/');
    if (slash == std::string_view::npos || !is_token(essence.substr(0, slash)) ||
        !is_token(essence.substr(slash + 1))) {
        return {};
    }
    std::string_view rest =
        semicolon == std::string_view::npos ? std::string_view() : value.substr(semicolon + 1);
    while (!rest.empty()) {
        const std::size_t end = rest.find(';');
        const std::string_view parameter = trim_blanks(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        const std::size_t equals = parameter.find('=');
        if (equals == std::string_view::npos ||
            !equal_ignoring_case(parameter.substr(0, equals), "charset")) {
            continue;
        }
        const std::string_view charset = parameter.substr(equals + 1);
        if (!equal_ignoring_case(charset, "utf-8") && !equal_ignoring_case(charset, "\"utf-8\"")) {
            return {};
        }
    }
    return to_lower(essence);
}

bool accepts(std::string_view accept, std::string_view media_type) {
    if (trim_blanks(accept).empty()) {
        return true;
    }
    const std::string_view type = media_type.substr(0, media_type.find('/'));
    int exact = -1;
    int family = -1;
    int any = -1;
    for_each_item(accept, [&](std::string_view item) {
        const std::string_view range = trim_blanks(item.substr(0, item.find(';')));
        if (equal_ignoring_case(range, media_type)) {
            exact = quality(item);
        } else if (range == "*/*") {
            any = quality(item);
        } else if (range.size() == type.size() + 2 && range.ends_with("/*") &&
                   equal_ignoring_case(range.substr(0, type.size()), type)) {
            family = quality(item);
        }
    });
    if (exact >= 0) {
        return exact > 0;
    }
    return family >= 0 ? family > 0 : any > 0;
}

int encoding_weight(std::string_view accept_encoding, std::string_view coding) {
    int named = -1;
    int any = 0;
    for_each_item(accept_encoding, [&](std::string_view item) {
        const std::string_view name = trim_blanks(item.substr(0, item.find(';')));
        if (equal_ignoring_case(name, coding)) {
            named = quality(item);
        } else if (name == "*") {
            any = quality(item);
        }
    });
    return named >= 0 ? named : any;
}

} // namespace chengban::server
