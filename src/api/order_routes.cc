// Orders: register, command, read, list, count, live updates.
#include "api/api.h"
#include "api/caller.h"
#include "api/presence.h"
#include "api/route_tools.h"

#include "text/normalise.h"
#include "usecase/identity.h"
#include "usecase/order_view.h"
#include "usecase/queues.h"
#include "usecase/suggest.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace chengban::api {

using server::Method;
using server::Request;
using server::Responder;
using server::Response;
using usecase::RefusalKind;

namespace {

// Facts that add to an order and overwrite nothing: they need no If-Match.
constexpr std::array<std::string_view, 8> k_additive{
    "record_contact", "add_note",   "acknowledge",    "give_opinion",
    "remind",         "contribute", "record_meeting", "give_instruction"};
// Commands that have a route of their own: an order's path cannot make another order, and a file is
// put on the record only by those who send it.
constexpr std::array<std::string_view, 2> k_own_route{workorder::Register::name,
                                                      workorder::Attach::name};
constexpr std::string_view k_phone = "phone"; // a filter of the search alone

std::string reader_key(const workorder::Actor& actor) {
    return actor.person.text() + "/" + actor.unit.text() + "/" + std::string(token(actor.role)) +
           (actor.substitute_for ? "/" + actor.substitute_for->text() : std::string());
}

// The state after the command as the caller may see it, with what may be done next.
usecase::Outcome<CachedView> view(const OrderId& order, const workorder::Actor& reader,
                                  Services& services) {
    const Instant now = services.desk->clock().now();
    const std::string key = reader_key(reader);
    if (auto cached = services.views->find(order, key, now)) {
        return std::move(*cached);
    }
    // Counted when it is rendered anew: who looks at one order again and again reads no more of
    // them.
    const usecase::Rules rules = services.desk->library().rulebook_in_force(day_of(now));
    if (auto counted = services.watch->count(reader, usecase::order_limit(rules->book)); !counted) {
        return Failure{counted.error()};
    }
    const std::uint64_t epoch = services.views->epoch(order);
    usecase::Outcome<usecase::OrderView> made = usecase::order_view(*services.desk, order, reader);
    if (!made) {
        return Failure{std::move(made).error()};
    }
    CachedView cached{std::make_shared<const std::string>(std::move(made->body)), made->version,
                      made->valid_until};
    services.views->put(order, key, cached, epoch);
    return cached;
}

void give(const Request& request, Responder responder, Services& services, OrderId order,
          std::string_view name) {
    const auto refuse = [&](RefusalKind kind, Problem why) {
        responder.send(refused(kind, std::move(why), request, services));
    };
    Result<std::string> key = idempotency_key(request);
    if (!key) {
        responder.send(server::problem_response(400, key.error(), request));
        return;
    }
    const Result<json::value> body = parse_json(request.body.empty() ? "{}" : request.body);
    if (!body) {
        responder.send(server::problem_response(400, body.error(), request));
        return;
    }
    const bool own_route =
        std::find(k_own_route.begin(), k_own_route.end(), name) != k_own_route.end();
    Result<workorder::Command> command =
        workorder::read_command(!order.empty() && own_route ? std::string_view() : name, *body);
    if (!command) {
        const bool unknown = command.error().reasons.front().code == "unknown_command";
        refuse(unknown ? RefusalKind::not_found : RefusalKind::invalid, command.error());
        return;
    }
    usecase::CommandRequest wanted;
    wanted.actor = caller(request);
    wanted.order = std::move(order);
    wanted.idempotency_key = std::move(*key);
    wanted.command = std::move(*command);
    wanted.dry_run = request.query_value("dry_run") == "true";
    const auto if_match = request.header("If-Match");
    const bool additive = std::find(k_additive.begin(), k_additive.end(), name) != k_additive.end();
    if (if_match) {
        wanted.expected_version = etag_version(*if_match);
        if (!wanted.expected_version) {
            responder.send(server::problem_response(
                400,
                problem("bad_etag", "If-Match", "If-Match 应为工单版本，例如 \"7\"",
                        "If-Match must be the order's version, e.g. \"7\""),
                request));
            return;
        }
    } else if (name != "register" && !additive) {
        responder.send(server::problem_response(428,
                                                problem("if_match_missing", "If-Match",
                                                        "请带上读取时的工单版本 If-Match",
                                                        "send the version you read as If-Match"),
                                                request));
        return;
    }
    services.desk->give(std::move(wanted), [&services, &request, responder](
                                               usecase::Outcome<usecase::CommandAnswer> outcome) {
        if (!outcome) {
            responder.send(refused(outcome.error(), request, services));
            return;
        }
        json::object answer = answer_json(*outcome, services);
        const bool fresh = !outcome->already_there &&
                           request.route->name == std::string_view("register_work_order") &&
                           request.query_value("dry_run") != "true";
        Response response = server::json_response(fresh ? 201 : 200, write(answer));
        response.set("ETag", "\"" + std::to_string(outcome->version) + "\"");
        if (fresh) {
            response.set("Location", "/api/v1/work-orders/" + outcome->order.text());
        }
        responder.send(std::move(response));
    });
}

void read_search_field(std::string_view name, const json::value& value,
                       usecase::ListRequest& wanted, Problem& wrong) {
    const auto names = usecase::filter_names();
    if (name == "limit" && value.is_int64()) {
        wanted.limit =
            static_cast<std::int32_t>(std::clamp<std::int64_t>(value.get_int64(), 0, 501));
    } else if (!value.is_string()) {
        wrong.reasons.push_back(
            {"wrong_type", "", std::string(name), {"应为文字", "must be a string"}});
    } else if (const std::string text(value.get_string()); name == "queue") {
        wanted.queue = text;
    } else if (name == "sort") {
        wanted.sort = text;
    } else if (name == "cursor") {
        wanted.cursor = text;
    } else if (std::find(names.begin(), names.end(), name) != names.end()) {
        wanted.filters.emplace_back(name, text);
    } else {
        const std::string shown(first_code_points(name, 60));
        wrong.reasons.push_back({"unknown_field",
                                 "",
                                 shown,
                                 {"不认识的字段「" + shown + "」", "unknown field " + shown}});
    }
}

void record_phone_search(const usecase::ListRequest& wanted, const Request& request,
                         const Services& services) {
    for (const auto& [name, value] : wanted.filters) {
        if (name != k_phone) {
            continue;
        }
        usecase::AuditEvent event;
        event.at = services.desk->clock().now();
        event.what = "phone_search";
        event.actor = canonical_json(write_record(caller(request)));
        // The keyed digest: who searched for one number can be found, the number cannot.
        event.subject =
            "phone/" +
            services.desk->store().keyed_digest(text::normalise_phone(value)).substr(0, 16);
        event.outcome = "done";
        event.clauses = {"18"};
        services.audit->record(std::move(event));
    }
}

Response list(const Request& request, const Services& services) {
    usecase::ListRequest wanted;
    Problem wrong;
    for (const server::NameValue& pair : request.query) {
        if (pair.name == "queue") {
            wanted.queue = pair.value;
        } else if (pair.name == "sort") {
            wanted.sort = pair.value;
        } else if (pair.name == "cursor") {
            wanted.cursor = pair.value;
        } else if (pair.name == "limit") {
            const char* end = pair.value.data() + pair.value.size();
            const auto [at, error] = std::from_chars(pair.value.data(), end, wanted.limit);
            if (error != std::errc() || at != end) {
                wanted.limit = 0; // refused with the other parameters
            }
        } else {
            wanted.filters.emplace_back(pair.name, pair.value);
        }
    }
    auto found = usecase::list_orders(*services.desk, caller(request), wanted);
    if (!found) {
        return refused(found.error(), request, services);
    }
    return server::json_response(200, write(*found));
}

// Everything but a citizen's number, which stands in no address: proxies and histories keep those.
std::vector<std::string> list_parameters() {
    std::vector<std::string> names{"queue", "sort", "cursor", "limit"};
    for (const std::string_view name : usecase::filter_names()) {
        if (name != k_phone) {
            names.emplace_back(name);
        }
    }
    return names;
}

// The same list with its filters in the body, where no proxy logs them, and by phone.
Response search(const Request& request, const Services& services) {
    const Result<json::value> body = parse_json(request.body);
    if (!body) {
        return server::problem_response(400, body.error(), request);
    }
    Problem wrong;
    usecase::ListRequest wanted;
    if (!body->is_object()) {
        wrong.reasons.push_back({"wrong_type", "", "", {"应为对象", "must be an object"}});
    } else {
        for (const json::key_value_pair& pair : body->get_object()) {
            read_search_field(pair.key(), pair.value(), wanted, wrong);
        }
    }
    if (!wrong.reasons.empty()) {
        return refused(RefusalKind::invalid, std::move(wrong), request, services);
    }
    record_phone_search(wanted, request, services);
    auto found = usecase::list_orders(*services.desk, caller(request), wanted);
    return found ? server::json_response(200, write(*found))
                 : refused(found.error(), request, services);
}

// A machine looks at nobody.
Response meet(const Request& request, const Services& services, Presence& presence) {
    const OrderId id(std::string(request.param("id")));
    const workorder::Actor& reader = caller(request);
    const auto row =
        usecase::authorize_order(services.desk->store(), "work_order.read", reader, id);
    if (!row) {
        return refused(row.error(), request, services);
    }
    json::array items;
    if (!caller_of(request)->machine) {
        for (const workorder::Actor& other :
             presence.meet(id, reader, services.desk->clock().now())) {
            items.push_back(actor_json(other, services));
        }
    }
    return server::json_response(200, write(json::object{{"items", std::move(items)}}));
}

} // namespace

void add_order_routes(server::Router& router, Services& services) {
    router.add({.method = Method::post,
                .pattern = "/api/v1/work-orders",
                .name = "register_work_order",
                .handler = server::AsyncHandler([&services](const Request& request, Responder r) {
                    give(request, std::move(r), services, OrderId(), "register");
                }),
                .body = server::BodyKind::memory,
                .query = {"dry_run"},
                .permission = "work_order.register"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/work-orders",
                .name = "list_work_orders",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return list(request, services); }),
                .query = list_parameters(),
                .permission = "work_order.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/work-orders/search",
                .name = "search_work_orders",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return search(request, services); }),
                .body = server::BodyKind::memory,
                .permission = "work_order.read",
                .changes_state = false});
    router.add({.method = Method::get,
                .pattern = "/api/v1/work-orders/{id}",
                .name = "get_work_order",
                .handler = server::SyncHandler([&services](const Request& request) -> Response {
                    const auto found =
                        view(OrderId(std::string(request.param("id"))), caller(request), services);
                    if (!found) {
                        return refused(found.error(), request, services);
                    }
                    Response response;
                    response.set("Content-Type", "application/json");
                    response.set("ETag", "\"" + std::to_string(found->version) + "\"");
                    response.body = found->body;
                    return response;
                }),
                .permission = "work_order.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/work-orders/{id}/suggestion",
                .name = "suggest_dispatch",
                .handler = server::SyncHandler([&services](const Request& request) -> Response {
                    const auto found = usecase::suggest_for(
                        *services.desk, OrderId(std::string(request.param("id"))), caller(request));
                    return found ? server::json_response(200, write(*found))
                                 : refused(found.error(), request, services);
                }),
                .permission = "work_order.suggest"});
    const auto presence = std::make_shared<Presence>();
    router.add({.method = Method::get,
                .pattern = "/api/v1/work-orders/{id}/presence",
                .name = "meet_at_work_order",
                .handler = server::SyncHandler([&services, presence](const Request& request) {
                    return meet(request, services, *presence);
                }),
                .permission = "work_order.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/work-orders/{id}/{command}",
                .name = "give_command",
                .handler = server::AsyncHandler([&services](const Request& request, Responder r) {
                    give(request, std::move(r), services, OrderId(std::string(request.param("id"))),
                         request.param("command"));
                }),
                .body = server::BodyKind::memory,
                .query = {"dry_run"},
                .permission = "work_order.command"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/queues",
                .name = "list_queues",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return server::json_response(
                        200, write(json::object{{"items", usecase::queue_counts(
                                                              *services.desk, caller(request))}}));
                }),
                .permission = "work_order.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/counts",
                .name = "list_counts",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return server::json_response(
                        200, write(json::object{{"items", usecase::bucket_counts(
                                                              *services.desk, caller(request))}}));
                }),
                .permission = "work_order.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/events",
                .name = "stream_events",
                .handler = server::SyncHandler([&services](const Request& request) -> Response {
                    const workorder::Actor& actor = caller(request);
                    const store::Visibility sees = usecase::visibility_of(actor);
                    // Hints about confidential orders go to the people along their chain alone.
                    server::EventHub::Request wanted;
                    wanted.owner = reader_key(actor);
                    wanted.last_event_id =
                        std::string(request.header("Last-Event-ID").value_or(""));
                    wanted.topics.push_back("person/" + sees.person.text());
                    if (sees.everything) {
                        wanted.topics.push_back("bureau");
                    }
                    for (const UnitId& unit : sees.units) {
                        wanted.topics.push_back("unit/" + unit.text());
                    }
                    auto subscription = services.hub->subscribe(wanted);
                    return subscription
                               ? server::event_response(std::move(*subscription))
                               : server::problem_response(429, subscription.error(), request);
                }),
                .produces = {"text/event-stream"},
                .permission = "work_order.read"});
}

} // namespace chengban::api
