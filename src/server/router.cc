#include "server/router.h"

#include "base/invariant.h"

#include <algorithm>
#include <map>
#include <utility>

namespace chengban::server {

namespace {

constexpr std::size_t k_method_count = 7;

std::size_t index_of(Method method) {
    return static_cast<std::size_t>(method);
}

// "/a/b" → {a, b}; "/" → {""}
std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> segments;
    std::size_t at = 1;
    for (;;) {
        const std::size_t slash = path.find('/', at);
        if (slash == std::string_view::npos) {
            segments.push_back(path.substr(std::min(at, path.size())));
            return segments;
        }
        segments.push_back(path.substr(at, slash - at));
        at = slash + 1;
    }
}

bool is_variable(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}
bool is_rest(std::string_view segment) {
    return is_variable(segment) && segment.ends_with("...}");
}
std::string variable_name(std::string_view segment) {
    const std::size_t tail = is_rest(segment) ? 5 : 2;
    return std::string(segment.substr(1, segment.size() - tail));
}

bool is_literal(std::string_view segment) {
    return std::all_of(segment.begin(), segment.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    });
}

} // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> variable;
    std::unique_ptr<Node> rest;
    std::array<const Route*, k_method_count> by_method{};
    std::array<std::vector<std::string>, k_method_count> names;

    bool has_route() const {
        return std::any_of(by_method.begin(), by_method.end(),
                           [](const Route* route) { return route != nullptr; });
    }
    Node& child(std::string_view segment) {
        std::unique_ptr<Node>* slot = nullptr;
        if (is_rest(segment)) {
            slot = &rest;
        } else if (is_variable(segment)) {
            slot = &variable;
        } else {
            slot = &literals[std::string(segment)];
        }
        if (!*slot) {
            *slot = std::make_unique<Node>();
        }
        return **slot;
    }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route) {
    invariant(route.pattern.starts_with('/'), "a route's pattern starts with a slash");
    invariant(is_token(route.name), "a route has a name");
    for (const std::unique_ptr<Route>& other : routes_) {
        invariant(other->name != route.name, "route names are unique");
    }
    const bool reads = route.method == Method::get || route.method == Method::head;
    invariant(!reads || route.body == BodyKind::none, "GET and HEAD have no body");
    invariant(!reads || !route.is_mutating_route(), "GET and HEAD change nothing");
    invariant(route.method != Method::head, "HEAD is served by GET");
    const bool inline_and_plain = route.run_on == RunOn::worker ||
                                  (route.sign_in == SignIn::none && route.body == BodyKind::none);
    invariant(inline_and_plain, "what runs on an I/O thread neither signs in nor reads a body");
    invariant(route.run_on == RunOn::worker || std::holds_alternative<SyncHandler>(route.handler),
              "what runs on an I/O thread answers at once");
    const bool has_handler =
        std::visit([](const auto& handler) { return handler != nullptr; }, route.handler);
    invariant(has_handler, "a route has a handler");

    Node* node = root_.get();
    std::vector<std::string> names;
    const std::vector<std::string_view> segments = split_path(route.pattern);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::string_view segment = segments[i];
        if (is_variable(segment)) {
            names.push_back(variable_name(segment));
            invariant(is_token(names.back()), "a variable of a pattern has a name");
            invariant(!is_rest(segment) || i + 1 == segments.size(), "«...» stands last");
        } else {
            invariant(is_literal(segment), "a pattern's segment is literal or one variable");
        }
        node = &node->child(segment);
    }
    const std::size_t method = index_of(route.method);
    invariant(node->by_method[method] == nullptr, "two routes of one method and pattern");
    routes_.push_back(std::make_unique<Route>(std::move(route)));
    node->by_method[method] = routes_.back().get();
    node->names[method] = std::move(names);
}

void Router::close_prefix(std::string prefix) {
    closed_prefixes_.push_back(std::move(prefix));
}

void Router::check() const {
    for (const std::unique_ptr<Route>& route : routes_) {
        invariant(route->sign_in == SignIn::none || guard_ != nullptr,
                  "a route that needs a sign-in has a guard");
    }
}

std::vector<const Route*> Router::routes() const {
    std::vector<const Route*> result;
    for (const std::unique_ptr<Route>& route : routes_) {
        result.push_back(route.get());
    }
    return result;
}

// Literal before variable before rest, at every segment.
bool Router::find(const Node& node, const std::vector<std::string_view>& segments, std::size_t at,
                  Found& found) const {
    if (at == segments.size()) {
        found.node = node.has_route() ? &node : nullptr;
        return found.node != nullptr;
    }
    if (const auto child = node.literals.find(segments[at]); child != node.literals.end()) {
        if (find(*child->second, segments, at + 1, found)) {
            return true;
        }
    }
    if (node.variable && !segments[at].empty()) {
        found.values.push_back(segments[at]);
        if (find(*node.variable, segments, at + 1, found)) {
            return true;
        }
        found.values.pop_back();
    }
    if (node.rest) {
        const char* const first = segments[at].data();
        const char* const last = segments.back().data() + segments.back().size();
        found.values.emplace_back(first, static_cast<std::size_t>(last - first));
        found.node = node.rest.get();
        return true;
    }
    return false;
}

bool Router::is_closed(std::string_view path) const {
    return std::any_of(
        closed_prefixes_.begin(), closed_prefixes_.end(), [path](const std::string& prefix) {
            return path == prefix || (path.starts_with(prefix) && path[prefix.size()] == '/');
        });
}

Router::Match Router::match(Method method, std::string_view path) const {
    Match match;
    Found found;
    const std::vector<std::string_view> segments = split_path(path);
    if (!find(*root_, segments, 0, found)) {
        return match;
    }
    if (found.node == root_->rest.get() && is_closed(path)) {
        return match;
    }
    const Method wanted = method == Method::head ? Method::get : method;
    const std::size_t index = index_of(wanted);
    match.route = found.node->by_method[index];
    if (match.route != nullptr) {
        for (std::size_t i = 0; i < found.values.size(); ++i) {
            match.params.push_back({found.node->names[index][i], std::string(found.values[i])});
        }
        return match;
    }
    for (const Route* route : found.node->by_method) {
        if (route != nullptr) {
            match.allow += match.allow.empty() ? "" : ", ";
            match.allow += method_name(route->method);
            match.allow += route->method == Method::get ? ", HEAD" : "";
        }
    }
    return match;
}

} // namespace chengban::server
