#include "cli/demo_scripts.h"
#include "demo/generator.h"
#include "demo/handling.h"

#include <algorithm>

namespace chengban::cli {

namespace {

Source channel_of(const std::string& token_text) {
    return from_token<Source>(token_text == "mail" ? "email" : token_text).value_or(Source::phone);
}

workorder::Register registration_of(const demo::DemoOrder& order) {
    workorder::Register command;
    command.source = channel_of(order.channel);
    command.hotline_number = order.hotline_number;
    command.kind = from_token<OrderKind>(order.kind).value_or(OrderKind::other);
    command.limit_class = from_token<LimitClass>(order.limit_class);
    command.title.plain = order.title;
    command.claim.plain = order.claim;
    if (!order.is_anonymous && !order.citizen_name.empty()) {
        command.citizen_name = Text{order.citizen_name, {}};
    }
    if (!order.phone.empty()) {
        command.citizen_phone = Text{order.phone, {}};
    }
    command.address = Text{order.address, {}};
    command.anonymous = order.is_anonymous;
    command.district = order.district;
    command.category = order.category;
    command.field_token = order.field;
    if (order.is_confidential) {
        command.confidentiality = workorder::Confidentiality::citizen_wish;
    }
    return command;
}

workorder::SubmitCompletion report_of(const demo::DemoOrder& order,
                                      const demo::DemoHandling& handling, Day day) {
    const demo::ReportText text = handling.completion_report(order, day);
    workorder::SubmitCompletion report;
    report.problem.plain = text.problem;
    report.facts_evidence.plain = text.facts;
    report.process_result.plain = text.process;
    report.answer_to_citizen.plain = text.answer;
    report.reply_summary.plain = handling.reply_summary(order, day, handling.fault(order));
    report.standard = {true, true, true, true, true, true};
    report.outcome =
        handling.ending(order) == demo::Ending::resolved ? Outcome::resolved : Outcome::explained;
    const bool visited =
        order.kind == "complaint" || order.kind == "help" || order.kind == "report";
    report.site_visit = visited ? SiteVisit::visited : SiteVisit::no_site;
    if (visited) {
        report.site_visit_people = Text{"房管所工作人员（模拟）", {}};
    }
    if (order.kind == "consultation") {
        report.fact_finding = FactFinding::policy_found;
    } else if (order.kind == "suggestion") {
        report.fact_finding = FactFinding::adopted;
    } else if (handling.is_unfounded(order)) {
        report.fact_finding = FactFinding::unsubstantiated;
        report.outcome = Outcome::explained;
        report.claim_assessment = ClaimAssessment::reasonable;
        report.fact_reason = Text{"经现场查看并走访居民，所述情形在核查期间未发现", {}};
        report.investigation =
            Text{"工作人员两次到场查看，调阅值班记录和监控，走访同楼居民，均未发现所述情形", {}};
    } else {
        report.fact_finding = FactFinding::substantiated;
        report.claim_assessment = ClaimAssessment::reasonable;
    }
    return report;
}

} // namespace

namespace {

usecase::ScriptFile photo(std::uint64_t seed) {
    return {EvidenceKind::photo, std::string(demo::k_photo_name),
            [seed] { return demo::simulated_photo(seed); }};
}
usecase::ScriptFile note(EvidenceKind kind, std::string_view name, const std::string& body) {
    return {kind, std::string(name), [body] { return demo::simulated_note(body); }};
}

} // namespace

std::vector<usecase::ScriptFile> evidence_for(const workorder::SubmitCompletion& report,
                                              std::uint64_t seed) {
    const bool untrue = report.fact_finding == FactFinding::unsubstantiated;
    std::vector<usecase::ScriptFile> files;
    if (untrue || report.site_visit == SiteVisit::visited) {
        files.push_back(photo(seed));
    }
    if (untrue) {
        files.push_back(
            note(EvidenceKind::written_proof, demo::k_note_name, report.facts_evidence.plain));
    }
    return files;
}

struct GeneratedSource::Parts {
    demo::DemoHandling handling;
    std::deque<demo::DemoOrder> orders; // arrivals spread over the run, in order
};

GeneratedSource::GeneratedSource(std::uint64_t seed, std::int64_t orders, Instant start,
                                 Instant end)
    : parts_(std::make_unique<Parts>(Parts{demo::DemoHandling(seed), {}})) {
    const std::int64_t days =
        std::max<std::int64_t>(1, day_of(end).number() - day_of(start).number());
    const auto per_day = std::clamp<std::int64_t>((orders + days - 1) / days, 1, 100'000);
    demo::DemoGenerator generator(
        seed, {.first_day = day_of(start), .orders_per_day = static_cast<std::int32_t>(per_day)});
    for (std::int64_t i = 0; i < orders; ++i) {
        parts_->orders.push_back(generator.next());
    }
    // The generator keeps its own pace; the last order arrives shortly before the end.
    const std::int64_t made =
        parts_->orders.back().received_at.milliseconds() - start.milliseconds();
    const std::int64_t room = end.milliseconds() - start.milliseconds();
    for (demo::DemoOrder& order : parts_->orders) {
        const std::int64_t at = order.received_at.milliseconds() - start.milliseconds();
        order.received_at =
            start.plus_milliseconds(made > room ? at * (room / 1000) / (made / 1000 + 1) : at);
    }
}

GeneratedSource::~GeneratedSource() = default;

std::optional<usecase::Script> GeneratedSource::next() {
    if (parts_->orders.empty()) {
        return std::nullopt;
    }
    const demo::DemoOrder order = std::move(parts_->orders.front());
    parts_->orders.pop_front();
    usecase::Script script;
    script.registration = registration_of(order);
    script.arrives = order.received_at;
    script.contact_note = parts_->handling.contact_note(order);
    const Day answered = day_of(order.received_at).plus(2);
    script.report = report_of(order, parts_->handling, answered);
    script.answer = script.report.reply_summary.plain;
    script.corrected = parts_->handling.reply_summary(order, answered, demo::ReplyFault::none);
    script.evidence = evidence_for(script.report, static_cast<std::uint64_t>(order.index));
    if (order.limit_class == "complex") { // 10.1
        script.evidence.push_back(note(EvidenceKind::investigation_report,
                                       demo::k_investigation_name,
                                       script.report.process_result.plain));
        if (std::none_of(script.evidence.begin(), script.evidence.end(),
                         [](const auto& file) { return file.kind == EvidenceKind::photo; })) {
            script.evidence.push_back(photo(static_cast<std::uint64_t>(order.index)));
        }
    }
    // Detours by the order's own number, so that a seed gives the same store everywhere.
    script.extend = order.index % 29 == 7 && order.limit_class == "complex";
    script.return_it = order.index % 41 == 11;
    script.late_contact = order.index % 37 == 5;
    return script;
}

} // namespace chengban::cli
