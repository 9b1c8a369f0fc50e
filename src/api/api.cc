#include "api/caller.h"
#include "api/permission_guard.h"

#include "base/utf8.h"
#include "usecase/order_view.h"

#include <boost/json/serialize.hpp>

#include <charconv>

namespace chengban::api {

using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

int status_of(RefusalKind kind) {
    switch (kind) {
    case RefusalKind::invalid:
        return 422;
    case RefusalKind::forbidden:
        return 403;
    case RefusalKind::not_found:
        return 404;
    case RefusalKind::conflict:
        return 409;
    case RefusalKind::precondition_failed:
        return 412;
    case RefusalKind::too_many:
        return 429;
    case RefusalKind::key_reused:
        return 422;
    case RefusalKind::full:
        return 507;
    case RefusalKind::not_signed_in:
        return 401;
    case RefusalKind::throttled:
        return 429;
    case RefusalKind::unavailable:
        return 503;
    }
    unreachable("status_of");
}

constexpr std::size_t k_key_min = 8;
constexpr std::size_t k_key_max = 128;

} // namespace

std::string write(const json::value& value) {
    return json::serialize(value);
}

const workorder::Actor& caller(const Request& request) {
    const Caller* caller = caller_of(request);
    invariant(caller != nullptr, "a route with sign-in runs behind the guard");
    return caller->actor;
}

Response refused(const usecase::Refusal& refusal, const Request& request,
                 const Services& services) {
    record_refusal(refusal, request, services);
    Response response = server::problem_response(status_of(refusal.kind), refusal.problem, request);
    if (refusal.retry_seconds) {
        response.set("Retry-After", std::to_string(*refusal.retry_seconds));
    }
    if (refusal.current_version) {
        response.set("ETag", "\"" + std::to_string(*refusal.current_version) + "\"");
    }
    return response;
}

Response refused(RefusalKind kind, Problem problem, const Request& request,
                 const Services& services) {
    return refused(usecase::Refusal{kind, std::move(problem), std::nullopt}, request, services);
}

Result<std::string> idempotency_key(const Request& request) {
    const auto key = request.header("Idempotency-Key");
    if (!key || key->size() < k_key_min || key->size() > k_key_max || has_control(*key)) {
        return Failure{problem("idempotency_key_missing", "Idempotency-Key",
                               "请求须带 8–128 个字符的 Idempotency-Key",
                               "an Idempotency-Key of 8 to 128 characters is needed")};
    }
    return std::string(*key);
}

std::optional<std::int64_t> etag_version(std::string_view text) {
    if (text.size() < 3 || text.front() != '"' || text.back() != '"') {
        return std::nullopt;
    }
    text = text.substr(1, text.size() - 2);
    std::int64_t version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(version)
                                                                    : std::nullopt;
}

json::object answer_json(const usecase::CommandAnswer& answer, const Services& services) {
    const auto rules =
        services.desk->library().rulebook_in_force(day_of(services.desk->clock().now()));
    json::object object{{"order", answer.order.text()},
                        {"version", answer.version},
                        {"already_there", answer.already_there}};
    json::array advice;
    for (const workorder::Advice& one : answer.advice) {
        advice.push_back({{"rule", one.rule},
                          {"field", one.field},
                          {"zh", one.words.zh},
                          {"en", one.words.en},
                          {"citation", usecase::citation(rules->book, one.clause)}});
    }
    object["advice"] = std::move(advice);
    json::array flags;
    for (const workorder::FlagFact& flag : answer.flags) {
        flags.push_back({{"rule", flag.rule},
                         {"zh", flag.zh},
                         {"en", flag.en},
                         {"citation", usecase::citation(rules->book, flag.clause)}});
    }
    object["flags"] = std::move(flags);
    json::array approvals;
    for (const workorder::ApprovalNeed& need : answer.approvals) {
        approvals.push_back({{"approval", token(need.approval)},
                             {"zh", need.words.zh},
                             {"en", need.words.en},
                             {"citation", usecase::citation(rules->book, need.clause)}});
    }
    object["approvals"] = std::move(approvals);
    if (answer.on_duty) {
        object["on_duty"] = *answer.on_duty;
    }
    if (answer.review_order) {
        object["review_order"] = answer.review_order->text();
    }
    return object;
}

void add_routes(server::Router& router, Services& services) {
    router.close_prefix("/api");
    router.set_guard([&services](Request& request) -> std::optional<Response> {
        if (request.route->sign_in == server::SignIn::none) {
            return std::nullopt;
        }
        if (std::optional<Response> no = find_caller(request, services)) {
            return no;
        }
        return refuse_unpermitted(request, services);
    });
    add_session_routes(router, services);
    add_sign_in_routes(router, services);
    add_single_sign_on_routes(router, services);
    add_account_routes(router, services);
    add_order_routes(router, services);
    add_attachment_routes(router, services);
    add_document_routes(router, services);
    add_job_routes(router, services);
    add_privacy_routes(router, services);
    add_export_routes(router, services);
    add_queue_view_routes(router, services);
    add_keeping_routes(router, services);
    add_people_routes(router, services);
    add_follow_up_routes(router, services);
    add_appraisal_routes(router, services);
    add_reference_routes(router, services);
    add_lint_routes(router, services);
    add_vocabulary_routes(router, services);
    add_knowledge_routes(router, services);
    add_bulletin_routes(router, services);
    add_casework_routes(router, services);
    check_permissions(router);
}

} // namespace chengban::api
