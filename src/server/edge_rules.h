// Who may talk to us: host names (DNS rebinding), origins (cross-site requests), proxies. Pure.
#pragma once

#include "base/result.h"
#include "server/http_types.h"
#include "server/router.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::server {

// A custom header that a page of another site cannot send without asking us first (preflight), and
// we answer no preflight. Needed on every changing request whose body is not JSON.
inline constexpr std::string_view k_intent_header = "X-Chengban-Request";

// IPv4 and IPv6 in one form; IPv4-mapped IPv6 is IPv4.
struct Address {
    std::array<std::uint8_t, 16> bytes{};

    static std::optional<Address> parse(std::string_view text);
    std::string text() const;
    bool is_loopback() const;
    bool operator==(const Address&) const = default;
};

// 10.1.0.0/16, fd00::/8 or a single address.
struct Network {
    Address address;
    unsigned prefix_bits = 128;

    static Result<Network> parse(std::string_view text);
    bool contains(const Address& other) const;
};

struct Peer {
    std::string address;
    bool is_loopback = false;
    bool is_secure = false;
};

// X-Forwarded-For and -Proto count only from a trusted proxy. When such headers come from anybody
// else they are ignored, but nobody passes for loopback who came with them or through a trusted
// proxy.
Peer effective_peer(const Address& socket_peer, const RequestHeaders& headers,
                    const std::vector<Network>& trusted_proxies);

// localhost and loopback addresses, the address the connection came in on, and the configured
// names.
bool host_allowed(std::string_view host, const Address& local_address,
                  const std::vector<std::string>& host_names);

// Refuses what another site's page made the browser send. Reads: only navigations may come from
// elsewhere. Changes: fetch metadata and Origin must be ours, and the body must be JSON or the
// intent header be there.
std::optional<Reason> cross_site_refusal(const Request& request, const Route& route);

// Whether If-None-Match names the tag (weak comparison).
bool none_match(std::string_view if_none_match, std::string_view etag);

// The version in If-Match: "7". None when the header is absent. Refusal bad_if_match for anything
// else than one strong tag with a number.
Result<std::optional<std::uint64_t>> if_match_version(const Request& request);
std::string version_etag(std::uint64_t version);

} // namespace chengban::server
