// The table of routes: what can be asked, how large it may be, who runs it. The same table serves
// the server, the check against openapi.yaml and the authorisation matrix; see routes().
#pragma once

#include "server/http_types.h"
#include "server/responder.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chengban::server {

// Runs on a worker and may block. An exception that leaves it becomes a 500 with an incident id.
using SyncHandler = std::function<Response(const Request&)>;
// Starts on a worker, must not block for long, and answers through the responder, from anywhere.
using AsyncHandler = std::function<void(const Request&, Responder)>;
using Handler = std::variant<SyncHandler, AsyncHandler>;

enum class BodyKind {
    none,   // a body is refused
    memory, // Request::body
    file,   // streamed into Request::file; the guard runs before the body is read
};
enum class RunOn {
    worker,
    io_thread, // only for answers out of memory that never block (static files, health)
};
enum class SignIn { required, none };

inline constexpr std::uint64_t k_body_bytes_default = 1 << 20;

struct Route {
    Method method = Method::get;
    std::string pattern; // "/api/v1/work-orders/{id}/{command}"; a last "{path...}" takes the rest
    std::string name;    // unique, the operationId of openapi.yaml; the only name in the access log
    Handler handler;
    BodyKind body = BodyKind::none;
    std::uint64_t body_bytes_max = k_body_bytes_default;
    std::vector<std::string> consumes = {"application/json"};
    std::vector<std::string> produces = {"application/json"}; // empty: whatever Accept says
    std::vector<std::string> query = {};                      // allowed names; others are refused
    std::vector<std::string> schemas = {}; // of the body, by their names in the contract
    SignIn sign_in = SignIn::required;
    std::string permission = {};            // what the guard and the authorisation matrix ask for
    std::optional<bool> changes_state = {}; // by method when not given
    bool fresh = false; // a sensitive act: asks for the password again when that was long ago
    RunOn run_on = RunOn::worker;

    bool is_mutating_route() const { return changes_state.value_or(is_mutating(method)); }
};

class Router {
public:
    // Runs before the handler of every route, on a worker: finds the session, checks the permission
    // of `request.route`, leaves the caller in `request.session`. An answer ends the request.
    using Guard = std::function<std::optional<Response>(Request& request)>;

    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    // Bugs of the table (two routes alike, a bad pattern, a GET with a body) throw at once.
    void add(Route route);
    void set_guard(Guard guard) { guard_ = std::move(guard); }
    const Guard& guard() const { return guard_; }
    // A prefix ("/api") under which a "/{path...}" route does not match.
    void close_prefix(std::string prefix);
    // Throws when a route needs a sign-in and there is no guard.
    void check() const;

    std::vector<const Route*> routes() const; // in the order they were added

    struct Match {
        const Route* route = nullptr;
        std::vector<NameValue> params;
        std::string allow; // the methods of that path when only the method is wrong
    };
    // HEAD is served by GET. Neither route nor allow: there is nothing at that path.
    Match match(Method method, std::string_view path) const;

private:
    struct Node;
    struct Found {
        const Node* node = nullptr;
        std::vector<std::string_view> values;
    };
    bool find(const Node& node, const std::vector<std::string_view>& segments, std::size_t at,
              Found& found) const;
    bool is_closed(std::string_view path) const;

    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
    std::vector<std::string> closed_prefixes_;
    Guard guard_;
};

} // namespace chengban::server
