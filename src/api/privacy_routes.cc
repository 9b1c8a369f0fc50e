// What is asked about citizens' identities and about who looked at them (18).
#include "api/api.h"

#include "api/figure_tools.h"
#include "usecase/audit_chain.h"
#include "usecase/audit_query.h"
#include "usecase/identity.h"

#include <charconv>

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

Response unmask(const Request& request, const Services& services) {
    const Result<json::value> body = parse_json(request.body);
    if (!body) {
        return server::problem_response(400, body.error(), request);
    }
    const Result<usecase::IdentityRequest> wanted = read_record<usecase::IdentityRequest>(*body);
    if (!wanted) {
        return refused(RefusalKind::invalid, wanted.error(), request, services);
    }
    const auto identity =
        usecase::read_identity(*services.desk, *services.audit, *services.watch, caller(request),
                               OrderId(std::string(request.param("id"))), *wanted);
    if (!identity) {
        return refused(identity.error(), request, services);
    }
    Response response = server::json_response(200, write(*identity));
    response.set("Cache-Control", "no-store");
    return response;
}

Response list_audit(const Request& request, const Services& services) {
    usecase::AuditFilter filter;
    Problem wrong;
    const auto read_instant = [&](const server::NameValue& pair, std::optional<Instant>& into) {
        const Result<Instant> at = parse_instant(pair.value, pair.name);
        if (at) {
            into = *at;
        } else {
            wrong.reasons.push_back(at.error().reasons.front());
        }
    };
    for (const server::NameValue& pair : request.query) {
        if (pair.name == "person") {
            filter.person = pair.value;
        } else if (pair.name == "what") {
            filter.what = pair.value;
        } else if (pair.name == "subject") {
            filter.subject = pair.value;
        } else if (pair.name == "outcome") {
            filter.outcome = pair.value;
        } else if (pair.name == "from") {
            read_instant(pair, filter.from);
        } else if (pair.name == "to") {
            read_instant(pair, filter.to);
        } else if (pair.name == "cursor") {
            filter.cursor = pair.value;
        } else if (pair.name == "limit") {
            const char* end = pair.value.data() + pair.value.size();
            const auto [at, error] = std::from_chars(pair.value.data(), end, filter.limit);
            filter.limit = error == std::errc() && at == end ? filter.limit : 0;
        }
    }
    if (!wrong.reasons.empty()) {
        return refused(RefusalKind::invalid, std::move(wrong), request, services);
    }
    const auto found = usecase::read_audit(services.desk->store(), services.desk->clock(),
                                           *services.audit, caller(request), filter);
    return found ? server::json_response(200, write(*found))
                 : refused(found.error(), request, services);
}

Response verify(const Request& request, const Services& services) {
    const workorder::Actor actor = caller(request);
    return started(services.jobs->start(
                       actor, "verify",
                       [&services, actor](usecase::JobControl& control) {
                           return usecase::run_verification(*services.desk, *services.sqlite,
                                                            *services.audit, actor, control);
                       },
                       services.desk->clock().now()),
                   request, services);
}

} // namespace

void add_privacy_routes(server::Router& router, Services& services) {
    router.add({.method = Method::post,
                .pattern = "/api/v1/work-orders/{id}/unmask",
                .name = "unmask",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return unmask(request, services); }),
                .body = server::BodyKind::memory,
                .permission = "work_order.unmask"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/audit",
                .name = "list_audit",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return list_audit(request, services); }),
                .query = {"person", "what", "subject", "outcome", "from", "to", "cursor", "limit"},
                .permission = "audit.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/audit/chain",
                .name = "get_audit_chain",
                .handler = server::SyncHandler([&services](const Request&) {
                    return server::json_response(200,
                                                 write(usecase::audit_chain(*services.sqlite)));
                }),
                .permission = "audit.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/audit/verify",
                .name = "verify_audit",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return verify(request, services); }),
                .permission = "audit.read"});
}

} // namespace chengban::api
