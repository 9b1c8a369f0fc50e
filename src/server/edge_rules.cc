#include "server/edge_rules.h"

#include "server/http_head.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace chengban::server {

namespace {

constexpr std::array<std::uint8_t, 12> k_mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool is_v4(const Address& address) {
    return std::equal(k_mapped_prefix.begin(), k_mapped_prefix.end(), address.bytes.begin());
}

std::optional<unsigned> parse_number(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

bool was_forwarded(const RequestHeaders& headers) {
    for (const char* name : {"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
                             "X-Real-IP", "Forwarded", "Via"}) {
        if (headers.find(name)) {
            return true;
        }
    }
    return false;
}

Reason cross_site(std::string field) {
    return Reason{"cross_site",
                  "",
                  std::move(field),
                  {"不接受来自其他网站的请求", "requests from other sites are not accepted"}};
}

// scheme://authority of this very request, however a proxy ended the TLS in front of us.
bool is_own_origin(std::string_view origin, const Request& request) {
    const std::string lower = to_lower(origin);
    const std::string_view scheme = request.is_secure ? "https://" : "http://";
    return lower.starts_with(scheme) &&
           std::string_view(lower).substr(scheme.size()) == request.authority;
}

} // namespace

std::optional<Address> Address::parse(std::string_view text) {
    const std::string copy(text);
    Address address;
    in_addr v4{};
    if (inet_pton(AF_INET, copy.c_str(), &v4) == 1) {
        std::copy(k_mapped_prefix.begin(), k_mapped_prefix.end(), address.bytes.begin());
        std::memcpy(address.bytes.data() + k_mapped_prefix.size(), &v4, sizeof v4);
        return address;
    }
    if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) {
        return address;
    }
    return std::nullopt;
}

std::string Address::text() const {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (is_v4(*this)) {
        inet_ntop(AF_INET, bytes.data() + k_mapped_prefix.size(), buffer.data(), buffer.size());
    } else {
        inet_ntop(AF_INET6, bytes.data(), buffer.data(), buffer.size());
    }
    return buffer.data();
}

bool Address::is_loopback() const {
    static const Address k_v6_loopback = *Address::parse("::1");
    return is_v4(*this) ? bytes[12] == 127 : *this == k_v6_loopback;
}

Result<Network> Network::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::optional<Address> address = Address::parse(text.substr(0, slash));
    Network network;
    bool good = address.has_value();
    if (good) {
        network.address = *address;
        if (slash != std::string_view::npos) {
            const unsigned width = is_v4(*address) ? 32 : 128;
            const std::optional<unsigned> bits = parse_number(text.substr(slash + 1));
            good = bits && *bits <= width;
            network.prefix_bits = good ? 128 - width + *bits : 0;
        }
    }
    if (!good) {
        return Failure{problem("bad_network", std::string(text),
                               fmt::format("不是有效的地址或网段：{}", text),
                               fmt::format("not an address or network: {}", text))};
    }
    return network;
}

bool Network::contains(const Address& other) const {
    for (unsigned bit = 0; bit < prefix_bits; bit += 8) {
        const unsigned left = prefix_bits - bit;
        const unsigned mask = left >= 8 ? 0xFFU : (0xFFU << (8 - left)) & 0xFFU;
        const unsigned difference =
            static_cast<unsigned>(address.bytes[bit / 8]) ^ other.bytes[bit / 8];
        if ((difference & mask) != 0) {
            return false;
        }
    }
    return true;
}

Peer effective_peer(const Address& socket_peer, const RequestHeaders& headers,
                    const std::vector<Network>& trusted_proxies) {
    const auto trusted = [&trusted_proxies](const Address& address) {
        return std::any_of(trusted_proxies.begin(), trusted_proxies.end(),
                           [&](const Network& network) { return network.contains(address); });
    };
    if (!trusted(socket_peer)) {
        return {socket_peer.text(), socket_peer.is_loopback() && !was_forwarded(headers), false};
    }
    std::vector<std::string> chain;
    for_each_item(headers.joined("X-Forwarded-For"),
                  [&chain](std::string_view item) { chain.emplace_back(item); });
    // From the right: the first address that no trusted proxy vouched for having only passed on.
    Address client = socket_peer;
    for (auto item = chain.rbegin(); item != chain.rend() && trusted(client); ++item) {
        const std::optional<Address> next = Address::parse(*item);
        if (!next) {
            break;
        }
        client = *next;
    }
    const bool secure =
        equal_ignoring_case(headers.find("X-Forwarded-Proto").value_or("http"), "https");
    return {client.text(), false, secure};
}

bool host_allowed(std::string_view host, const Address& local_address,
                  const std::vector<std::string>& host_names) {
    if (host == "localhost") {
        return true;
    }
    if (const std::optional<Address> address = Address::parse(host)) {
        // A literal address cannot be rebound; it must still be the one that was reached.
        if (address->is_loopback() ? local_address.is_loopback() : *address == local_address) {
            return true;
        }
    }
    return std::any_of(host_names.begin(), host_names.end(),
                       [host](const std::string& name) { return equal_ignoring_case(name, host); });
}

std::optional<Reason> cross_site_refusal(const Request& request, const Route& route) {
    const std::string_view site = request.header("Sec-Fetch-Site").value_or("same-origin");
    const bool own_site = site == "same-origin" || site == "none";
    if (!route.is_mutating_route()) {
        const bool navigation = request.header("Sec-Fetch-Mode").value_or("") == "navigate";
        if (site == "cross-site" && !navigation && route.sign_in == SignIn::required) {
            return cross_site("Sec-Fetch-Site");
        }
        return std::nullopt;
    }
    if (!own_site) {
        return cross_site("Sec-Fetch-Site");
    }
    const std::optional<std::string_view> origin = request.header("Origin");
    if (origin && !is_own_origin(*origin, request)) {
        return cross_site("Origin");
    }
    const bool json =
        parse_media_type(request.header("Content-Type").value_or("")) == "application/json";
    if (!json && !request.header(k_intent_header)) {
        return Reason{"intent_header_missing",
                      "",
                      std::string(k_intent_header),
                      {fmt::format("请求须为 JSON，或带有 {} 请求头", k_intent_header),
                       fmt::format("send JSON, or the header {}", k_intent_header)}};
    }
    return std::nullopt;
}

bool none_match(std::string_view if_none_match, std::string_view etag) {
    const auto opaque = [](std::string_view tag) {
        return tag.starts_with("W/") ? tag.substr(2) : tag;
    };
    bool found = false;
    for_each_item(if_none_match, [&](std::string_view item) {
        found = found || item == "*" || opaque(item) == opaque(etag);
    });
    return found;
}

Result<std::optional<std::uint64_t>> if_match_version(const Request& request) {
    const std::optional<std::string_view> header = request.header("If-Match");
    if (!header) {
        return std::optional<std::uint64_t>();
    }
    const std::string_view tag = trim_blanks(*header);
    std::uint64_t version = 0;
    const bool quoted = tag.size() > 2 && tag.front() == '"' && tag.back() == '"';
    if (quoted) {
        const char* const last = tag.data() + tag.size() - 1;
        const auto [end, error] = std::from_chars(tag.data() + 1, last, version);
        if (error == std::errc() && end == last) {
            return std::optional<std::uint64_t>(version);
        }
    }
    return Failure{problem("bad_if_match", "If-Match", "If-Match 须为带引号的版本号，如 \"7\"",
                           "If-Match must be one quoted version, such as \"7\"")};
}

std::string version_etag(std::uint64_t version) {
    return fmt::format("\"{}\"", version);
}

} // namespace chengban::server
