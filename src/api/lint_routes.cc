// The reply lint while typing (5.3, 9.3, 10.2): what was found, where, at which strength and by
// which clause. Nothing is written; the command itself is checked again when it is given.
#include "api/api.h"

#include "usecase/order_view.h"

namespace chengban::api {

using server::Request;
using server::Response;

namespace {

struct LintBody {
    std::string text;
    static constexpr auto fields() {
        return std::tuple{field("text", &LintBody::text, "文字", "text", {0, 10'000})};
    }
};

std::string_view strength_token(rulebook::Strength strength) {
    switch (strength) {
    case rulebook::Strength::block:
        return "block";
    case rulebook::Strength::flag:
        return "flag";
    case rulebook::Strength::advise:
        return "advise";
    }
    unreachable("strength_token");
}

Response lint(const Request& request, const Services& services) {
    const Result<json::value> body = parse_json(request.body);
    if (!body) {
        return refused(usecase::RefusalKind::invalid, body.error(), request, services);
    }
    const Result<LintBody> wanted = read_record<LintBody>(*body);
    if (!wanted) {
        return refused(usecase::RefusalKind::invalid, wanted.error(), request, services);
    }
    const auto rules =
        services.desk->library().rulebook_in_force(day_of(services.desk->clock().now()));
    json::array findings;
    for (const lint::LintFinding& finding : rules->lint.check(wanted->text)) {
        findings.push_back(
            {{"rule", rulebook::row_of(finding.rule).token},
             {"strength", strength_token(rules->book.strength(finding.rule))},
             {"begin", finding.begin},
             {"end", finding.end},
             {"matched", finding.matched},
             {"zh", finding.words.zh},
             {"en", finding.words.en},
             {"exception_allowed", finding.exception_allowed},
             {"citation", usecase::citation(rules->book, rulebook::row_of(finding.rule).clause)}});
    }
    return server::json_response(200, write(json::object{{"findings", std::move(findings)}}));
}

} // namespace

void add_lint_routes(server::Router& router, Services& services) {
    router.add({.method = server::Method::post,
                .pattern = "/api/v1/lint",
                .name = "lint_reply",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return lint(request, services); }),
                .body = server::BodyKind::memory,
                .permission = "reference.read",
                .changes_state = false});
}

} // namespace chengban::api
