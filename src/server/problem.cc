#include "server/problem.h"

#include "base/invariant.h"
#include "base/json.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>

namespace chengban::server {

namespace {

struct Title {
    int status;
    std::string_view zh;
    std::string_view en;
};
constexpr std::array k_titles{
    Title{400, "请求有误", "Bad request"},
    Title{401, "请先登录", "Please sign in"},
    Title{403, "没有权限", "Not permitted"},
    Title{404, "没有找到", "Not found"},
    Title{405, "不支持该方法", "Method not allowed"},
    Title{406, "无法提供所要求的格式", "Format not available"},
    Title{408, "请求超时", "Request timed out"},
    Title{409, "与当前状态冲突", "Conflict with the present state"},
    Title{412, "内容已被他人更新", "Changed by someone else"},
    Title{413, "内容过大", "Too large"},
    Title{414, "地址过长", "Address too long"},
    Title{415, "不支持该内容类型", "Content type not supported"},
    Title{417, "不支持该期望", "Expectation not supported"},
    Title{421, "主机名不受此服务器管辖", "Not this server's name"},
    Title{422, "内容不符合规定", "Content refused"},
    Title{428, "缺少版本条件", "A version condition is required"},
    Title{429, "请求过于频繁", "Too many requests"},
    Title{431, "请求头过大", "Header too large"},
    Title{500, "服务器内部错误", "Internal error"},
    Title{501, "未实现", "Not implemented"},
    Title{503, "服务器繁忙", "Busy"},
    Title{505, "不支持该协议版本", "Protocol version not supported"},
    Title{507, "存储空间不足", "Out of space"},
};

std::string_view title_of(int status, Language language) {
    for (const Title& title : k_titles) {
        if (title.status == status) {
            return language == Language::en ? title.en : title.zh;
        }
    }
    return reason_phrase(status);
}

std::string detail_of(const Problem& problem, Language language) {
    std::string detail;
    for (const Reason& reason : problem.reasons) {
        if (!detail.empty()) {
            detail += language == Language::en ? "; " : "；";
        }
        detail += in(reason.words, language);
    }
    return detail;
}

json::array clauses_of(const Problem& problem) {
    json::array clauses;
    for (const Reason& reason : problem.reasons) {
        const json::value clause(reason.clause);
        const bool known = std::find(clauses.begin(), clauses.end(), clause) != clauses.end();
        if (!reason.clause.empty() && !known) {
            clauses.push_back(clause);
        }
    }
    return clauses;
}

json::array fields_of(const Problem& problem) {
    json::array fields;
    for (const Reason& reason : problem.reasons) {
        json::object field;
        field["field"] = reason.field;
        field["code"] = reason.code;
        field["clause"] = reason.clause;
        field["zh"] = reason.words.zh;
        field["en"] = reason.words.en;
        fields.push_back(std::move(field));
    }
    return fields;
}

} // namespace

Response problem_response(int status, const Problem& problem, const ProblemContext& context) {
    invariant(status >= 400 && status <= 599, "a problem's status is an error");
    invariant(!problem.reasons.empty(), "a problem has a reason");
    json::object document;
    document["type"] = "urn:chengban:problem:" + problem.reasons.front().code;
    document["title"] = title_of(status, context.language);
    document["status"] = status;
    document["detail"] = detail_of(problem, context.language);
    if (!context.instance.empty()) {
        document["instance"] = context.instance;
    }
    if (!context.incident.empty()) {
        document["incident"] = context.incident;
    }
    document["clauses"] = clauses_of(problem);
    document["fields"] = fields_of(problem);
    Response response = bytes_response(status, "application/problem+json",
                                       canonical_json(json::value(std::move(document))));
    response.set("Content-Language", context.language == Language::en ? "en" : "zh-CN");
    response.set("Vary", "Accept-Language");
    response.incident = context.incident;
    return response;
}

Response problem_response(int status, const Problem& problem, const Request& request) {
    return problem_response(
        status, problem, ProblemContext{.language = request.language(), .instance = request.path});
}

Response incident_response(const Request& request, std::string incident) {
    const Problem problem =
        chengban::problem("internal_error", "", "服务器内部错误，请将事故编号告知管理员",
                          "internal error; please tell the administrator the incident id");
    return problem_response(500, problem,
                            ProblemContext{.language = request.language(),
                                           .instance = request.path,
                                           .incident = incident});
}

Response busy_response(std::string code, Words words, const Request& request, int retry_seconds) {
    const Problem problem =
        chengban::problem(std::move(code), "", std::move(words.zh), std::move(words.en));
    Response response = problem_response(503, problem, request);
    response.set("Retry-After", std::to_string(retry_seconds));
    return response;
}

} // namespace chengban::server
