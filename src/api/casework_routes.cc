// Clauses 12 to 14, B1, B2: matters, half-year reviews, admonitions, boards of key orders.
#include "api/stream_api.h"

#include "usecase/boards.h"
#include "usecase/escalations.h"
#include "usecase/half_years.h"
#include "usecase/matters.h"
#include "usecase/review_sample.h"

#include <charconv>

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;
using usecase::StreamRequest;

namespace {

// B1: two orders of one matter, whether or not either has one yet.
struct JoinOrders {
    OrderId order;
    OrderId with;
    Text reason;
    static constexpr auto fields() {
        using T = JoinOrders;
        return std::tuple{field("order", &T::order, "工单", "order"),
                          field("with", &T::with, "关联工单", "with"),
                          field("reason", &T::reason, "理由", "reason", {1, 2'000})};
    }
};

// One command by its name in the path. What makes a thing has a route of its own, or is the
// machine's.
template <class Thing, class Give>
Response command(const Request& request, const Services& services, std::string_view creates,
                 const Give& give) {
    const std::string_view name = request.param("command");
    return give_stream_command<Thing>(request, services, std::string(request.param("id")),
                                      name == creates ? std::string_view() : name,
                                      [&](StreamRequest wanted, typename Thing::Command command) {
                                          return give(*services.desk, std::move(wanted),
                                                      std::move(command));
                                      },
                                      {.if_match = IfMatch::required});
}

// A page of things of one kind, as the reader may see them.
template <class Thing, class Desk, class Show>
Response page(const Request& request, const Services& services, Desk desk, const Show& show) {
    Result<StreamListQuery> query = stream_list_query(request, Thing::kind);
    if (!query) {
        return refused(RefusalKind::invalid, query.error(), request, services);
    }
    const auto found = services.desk->store().stream_rows(query->filter, query->page,
                                                          usecase::visibility_of(caller(request)));
    if (!found) {
        return refused(RefusalKind::invalid, found.error(), request, services);
    }
    json::array items;
    for (const store::StreamRow& row : found->rows) {
        if (const auto thing = desk.load(row.stream.id)) {
            items.push_back(show(*services.desk, *thing));
        }
    }
    json::object body{{"items", std::move(items)}};
    body["next_cursor"] =
        found->next_cursor.empty() ? json::value(nullptr) : json::value(found->next_cursor);
    return server::json_response(200, write(body));
}

template <class Thing, class Desk, class Show>
Response one(const Request& request, const Services& services, Desk desk, const Show& show) {
    const std::string id(request.param("id"));
    const auto row = services.desk->store().stream_row({std::string(Thing::kind), id},
                                                       usecase::visibility_of(caller(request)));
    const auto thing = row ? desk.load(id) : std::optional<Thing>();
    if (!thing) {
        return refused(
            RefusalKind::not_found,
            problem("not_found", "id", "没有此项，或您无权知悉", "there is none for you"), request,
            services);
    }
    Response response = server::json_response(200, write(show(*services.desk, *thing)));
    response.set("ETag", "\"" + std::to_string(thing->version) + "\"");
    return response;
}

Response join(const Request& request, const Services& services) {
    return give_command(request, services, {}, {.status = 201}, read_record<JoinOrders>,
                        [&](StreamRequest wanted, const JoinOrders& joined) {
                            return usecase::join_orders(*services.desk, std::move(wanted),
                                                        joined.order, joined.with, joined.reason);
                        });
}

Response propose_admonition(const Request& request, const Services& services) {
    return give_command(
        request, services, {}, {.status = 201}, read_record<casework::ProposeAdmonition>,
        [&](StreamRequest wanted, casework::ProposeAdmonition proposal) {
            return usecase::give_admonition(*services.desk, std::move(wanted), std::move(proposal));
        });
}

using Handle = Response (*)(const Request&, const Services&);

Response read_half_year(const Request& request, const Services& services) {
    return one<casework::HalfYearReview>(request, services, usecase::half_year_desk(*services.desk),
                                         usecase::half_year_json);
}
Response list_half_years(const Request& request, const Services& services) {
    return page<casework::HalfYearReview>(
        request, services, usecase::half_year_desk(*services.desk), usecase::half_year_json);
}
Response half_year_command(const Request& request, const Services& services) {
    return command<casework::HalfYearReview>(request, services, casework::IssueHalfYear::name,
                                             usecase::give_half_year);
}
Response read_admonition(const Request& request, const Services& services) {
    return one<casework::Admonition>(request, services, usecase::admonition_desk(*services.desk),
                                     usecase::admonition_json);
}
Response list_admonitions(const Request& request, const Services& services) {
    return page<casework::Admonition>(request, services, usecase::admonition_desk(*services.desk),
                                      usecase::admonition_json);
}
Response admonition_command(const Request& request, const Services& services) {
    return command<casework::Admonition>(request, services, casework::ProposeAdmonition::name,
                                         usecase::give_admonition);
}
Response matter_command(const Request& request, const Services& services) {
    return command<casework::Matter>(request, services, {}, usecase::give_matter);
}
Response read_matter(const Request& request, const Services& services) {
    const auto found = usecase::matter_view(
        *services.desk, OrderId(std::string(request.param("id"))), caller(request));
    return found ? server::json_response(200, write(*found))
                 : refused(found.error(), request, services);
}
// completed=2026-11-01..2026-11-30, per_mille, seed
Response sample_reviews(const Request& request, const Services& services) {
    usecase::ReviewSampleRequest wanted;
    bool wrong = false;
    const auto number = [&](std::string_view name, auto& value) {
        const std::string text(request.query_value(name).value_or("0"));
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        wrong = wrong || error != std::errc() || end != text.data() + text.size();
    };
    const std::string range(request.query_value("completed").value_or(""));
    const std::size_t dots = range.find("..");
    const auto first = parse_day(range.substr(0, dots), "completed");
    const auto last =
        dots == std::string::npos ? first : parse_day(range.substr(dots + 2), "completed");
    if (request.query_value("per_mille")) {
        number("per_mille", wanted.per_mille);
    }
    number("seed", wanted.seed);
    if (!first || !last || wrong || wanted.per_mille < 1 || wanted.per_mille > 1000) {
        return refused(
            RefusalKind::invalid,
            problem("bad_filter", "completed",
                    "completed 应为 2026-11-01..2026-11-30，per_mille 为 1–1000，seed 为整数",
                    "completed is a range of days, per_mille 1 to 1000, seed an integer"),
            request, services);
    }
    wanted.first = *first;
    wanted.last = *last;
    const auto found = usecase::review_sample(*services.desk, caller(request), wanted);
    return found ? server::json_response(200, write(*found))
                 : refused(found.error(), request, services);
}
Response key_orders(const Request& request, const Services& services) {
    return server::json_response(
        200,
        write(json::object{{"items", usecase::key_order_boards(*services.desk, caller(request))}}));
}

} // namespace

void add_casework_schemas(json::object& schemas) {
    schemas["join_orders"] = schema_of<JoinOrders>();
    usecase::StreamDesk<casework::Matter>::add_schemas(schemas);
    usecase::StreamDesk<casework::HalfYearReview>::add_schemas(schemas);
    usecase::StreamDesk<casework::Admonition>::add_schemas(schemas);
}

void add_casework_routes(server::Router& router, Services& services) {
    const auto read = [&](const char* pattern, const char* name, const char* permission,
                          Handle handle, std::vector<std::string> query = {}) {
        router.add({.method = Method::get,
                    .pattern = pattern,
                    .name = name,
                    .handler = server::SyncHandler([&services, handle](const Request& request) {
                        return handle(request, services);
                    }),
                    .query = std::move(query),
                    .permission = permission});
    };
    const auto change = [&](const char* pattern, const char* name, const char* permission,
                            std::vector<std::string> schemas, Handle handle) {
        router.add({.method = Method::post,
                    .pattern = pattern,
                    .name = name,
                    .handler = server::SyncHandler([&services, handle](const Request& request) {
                        return handle(request, services);
                    }),
                    .body = server::BodyKind::memory,
                    .query = {"dry_run"},
                    .schemas = std::move(schemas),
                    .permission = permission});
    };
    read("/api/v1/work-orders/{id}/matter", "get_matter", "work_order.read", read_matter);
    change("/api/v1/matters", "join_orders", "matter.arrange", {"join_orders"}, join);
    change("/api/v1/matters/{id}/{command}", "give_matter_command", "matter.arrange",
           {"link_order", "unlink_order", "merge_orders", "separate_order"}, matter_command);
    read("/api/v1/key-orders", "list_key_orders", "work_order.read", key_orders);
    read("/api/v1/review-sample", "sample_reviews", "work_order.read", sample_reviews,
         {"completed", "per_mille", "seed"});
    read("/api/v1/half-year-reviews", "list_half_year_reviews", "half_year.read", list_half_years,
         k_stream_list_query);
    read("/api/v1/half-year-reviews/{id}", "get_half_year_review", "half_year.read",
         read_half_year);
    change("/api/v1/half-year-reviews/{id}/{command}", "give_half_year_command",
           "half_year.command", {"submit_half_year", "review_half_year"}, half_year_command);
    read("/api/v1/admonitions", "list_admonitions", "admonition.read", list_admonitions,
         k_stream_list_query);
    read("/api/v1/admonitions/{id}", "get_admonition", "admonition.read", read_admonition);
    change("/api/v1/admonitions", "propose_admonition", "admonition.command",
           {"propose_admonition"}, propose_admonition);
    change("/api/v1/admonitions/{id}/{command}", "give_admonition_command", "admonition.command",
           {"decline_admonition", "record_admonition", "conclude_admonition"}, admonition_command);
}

} // namespace chengban::api
