// Asking a server of the operator's choice, and nobody else: https alone, certificates checked,
// no redirects, no proxy of the environment, answers of bounded size within a bounded time. Blocks:
// never call it where requests wait.
//
// Room outbound (may use: base): the only place that opens a connection to another machine.
#pragma once

#include "base/result.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace chengban::outbound {

inline constexpr std::size_t k_reply_bytes_max = 256 * 1024;

// application/x-www-form-urlencoded, in the order given.
using FormField = std::pair<std::string_view, std::string_view>;
std::string form_encoded(std::span<const FormField> fields);
std::string percent_encoded(std::string_view text);

struct Call {
    std::string url;
    std::optional<std::string> form; // posted; none: GET
    std::string user;                // with `password`, Basic; empty: none
    std::string password;
    std::chrono::seconds timeout{5};
};

struct Reply {
    int status = 0;
    std::string body;
};

class HttpsClient {
public:
    // `ca_file`: whom to trust besides nobody; empty: the system's authorities.
    explicit HttpsClient(std::string ca_file);

    // The refusal («no_answer») carries the cause in words for the operator.
    Result<Reply> ask(const Call& call) const;

private:
    std::string ca_file_;
};

} // namespace chengban::outbound
