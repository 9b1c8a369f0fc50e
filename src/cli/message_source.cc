#include "base/utf8.h"
#include "cli/demo_scripts.h"
#include "tabular/sheet_time.h"
#include "usecase/import_orders.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace chengban::cli {

namespace {

constexpr std::int64_t k_minute_ms = 60'000;
constexpr std::size_t k_grounds_max = 1'000;
constexpr std::array<const char*, 16> k_districts{
    "310101", "310104", "310105", "310106", "310107", "310109", "310110", "310112",
    "310113", "310114", "310115", "310116", "310117", "310118", "310120", "310151"};

std::vector<tabular::ColumnSpec> message_columns() {
    std::vector<tabular::ColumnSpec> specs(usecase::import_columns().begin(),
                                           usecase::import_columns().end());
    specs.push_back({"reply", {"答复意见", "reply"}, false, {"答复内容", "回复", "答复要点"}});
    specs.push_back({"replied_at", {"答复时间", "time of the reply"}, false, {"回复时间"}});
    return specs;
}

// «A3区», «A7县» … stand for the district of their number.
std::string district_of(std::string_view text) {
    for (std::size_t at = text.find('A'); at != std::string_view::npos;
         at = text.find('A', at + 1)) {
        std::size_t end = at + 1;
        std::size_t number = 0;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9' && end < at + 3) {
            number = number * 10 + static_cast<std::size_t>(text[end] - '0');
            ++end;
        }
        const std::string_view rest = text.substr(end);
        if (number > 0 &&
            (rest.starts_with("区") || rest.starts_with("县") || rest.starts_with("市"))) {
            return k_districts[(number - 1) % k_districts.size()];
        }
    }
    return {};
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
        if (text.find(word) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

// What the official reply itself says, with what it rests on in its own words. A reply tells of a
// visit but not who made it, and has no photos: those are simulated, and the report says so.
workorder::SubmitCompletion report_of(const workorder::Register& order, const std::string& reply) {
    workorder::SubmitCompletion report;
    report.problem.plain = order.claim.plain;
    report.facts_evidence.plain = "以官方答复为准：" + reply;
    report.process_result.plain = reply;
    report.answer_to_citizen.plain = "已按官方答复内容答复市民（模拟）。";
    report.reply_summary.plain = reply;
    const bool solved = holds_any(reply, {"已整改", "已处理", "已修复", "已完成", "已解决",
                                          "整改到位", "已经解决", "已落实", "处理完毕"});
    const bool visited = holds_any(
        reply, {"现场核实", "现场查看", "实地", "到现场", "现场调查", "现场勘查", "现场踏勘"});
    switch (order.kind) {
    case OrderKind::consultation:
        report.fact_finding = FactFinding::policy_found;
        break;
    case OrderKind::suggestion:
        report.fact_finding = FactFinding::kept_for_reference;
        report.fact_reason = Text{"官方答复已对建议逐项说明，供后续工作参考", {}};
        break;
    case OrderKind::complaint:
    case OrderKind::report:
    case OrderKind::help:
    case OrderKind::praise:
    case OrderKind::other:
        report.fact_finding = holds_any(reply, {"不属实", "情况不实", "反映不实"})
                                  ? FactFinding::unsubstantiated
                                  : FactFinding::substantiated;
        if (report.fact_finding == FactFinding::unsubstantiated) {
            report.fact_reason = Text{std::string(first_code_points(reply, k_grounds_max)), {}};
            report.investigation = Text{"官方答复载明：" + reply, {}};
        }
        report.claim_assessment = ClaimAssessment::reasonable;
        break;
    }
    report.outcome = solved ? Outcome::resolved : Outcome::explained;
    report.site_visit = visited ? SiteVisit::visited : SiteVisit::no_site;
    if (visited) {
        report.site_visit_people = Text{"承办单位工作人员（模拟，官方答复未列姓名）", {}};
        report.facts_evidence.plain += "（查看日期、人员和所附证据为模拟补录。）";
    }
    report.standard = {true, true, true, true, true, true};
    return report;
}

} // namespace

Result<Done> MessageSource::read_file(usecase::Desk& desk, const std::string& path) {
    auto source = tabular::open_table_file(path);
    if (!source) {
        return Failure{source.error()};
    }
    const std::vector<tabular::ColumnSpec> specs = message_columns();
    Result<tabular::HeadedTable> opened = tabular::HeadedTable::open(std::move(*source), specs, {});
    if (!opened) {
        return Failure{opened.error()};
    }
    usecase::ImportOptions options;
    for (;;) {
        Result<std::optional<tabular::Row>> row = opened->next();
        if (!row) {
            return Failure{row.error()};
        }
        if (!row->has_value()) {
            return Done{};
        }
        ++rows_;
        Result<workorder::Register> order = usecase::read_order_row(*opened, **row, desk, options);
        if (!order) {
            ++refused_;
            for (const Reason& reason : order.error().reasons) {
                ++reasons_[reason.code];
            }
            continue;
        }
        if (order->called_at) {
            own_first_ = own_first_ ? std::min(*own_first_, *order->called_at) : *order->called_at;
            own_last_ = own_last_ ? std::max(*own_last_, *order->called_at) : *order->called_at;
        }
        const std::string place = district_of(order->title.plain + order->claim.plain);
        if (!place.empty()) {
            order->district = place;
        }
        usecase::Script script;
        const std::string reply(trim(opened->cell(**row, "reply").text));
        script.complete = !reply.empty();
        script.contact_note = "核实诉求：" + order->title.plain;
        script.answer = reply;
        if (script.complete) {
            script.report = report_of(*order, reply);
            script.evidence = evidence_for(script.report, static_cast<std::uint64_t>(rows_));
        }
        arrival_ = arrival_.plus_milliseconds(4 * k_minute_ms);
        script.arrives = arrival_;
        script.registration = std::move(*order);
        scripts_.push_back(std::move(script));
    }
}

Result<MessageSource> MessageSource::open(usecase::Desk& desk,
                                          const std::vector<std::string>& files, Instant start) {
    MessageSource source(start);
    for (const std::string& file : files) {
        if (const Result<Done> read = source.read_file(desk, file); !read) {
            return Failure{read.error()};
        }
    }
    return source;
}

std::optional<usecase::Script> MessageSource::next() {
    if (scripts_.empty()) {
        return std::nullopt;
    }
    usecase::Script script = std::move(scripts_.front());
    scripts_.pop_front();
    return script;
}

json::object MessageSource::refused_reasons() const {
    json::object object;
    for (const auto& [code, count] : reasons_) {
        object[code] = count;
    }
    return object;
}

json::object MessageSource::own_times() const {
    if (!own_first_) {
        return {};
    }
    return {{"first", to_string(*own_first_)}, {"last", to_string(*own_last_)}};
}

} // namespace chengban::cli
