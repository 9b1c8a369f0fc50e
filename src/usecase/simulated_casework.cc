#include "usecase/simulated_casework.h"

#include "usecase/attachments.h"
#include "usecase/escalations.h"
#include "usecase/half_years.h"
#include "usecase/projection.h"

#include <fmt/format.h>

namespace chengban::usecase {

using workorder::Actor;
using workorder::Role;

namespace {

constexpr std::int32_t k_a_day = 20;      // orders of each sort that somebody finds time for
constexpr std::int32_t k_looked_at = 200; // to find them

// A4 with nothing on it: the simulated seal is nobody's.
constexpr std::string_view k_empty_page =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    "trailer<</Root 1 0 R>>\n%%EOF\n";

Text words(std::string_view text) {
    return Text{std::string(text), {}};
}

store::OrderFilter marked(std::string mark) {
    store::OrderFilter filter;
    filter.tags = {std::move(mark)};
    return filter;
}
store::OrderFilter at_stage(workorder::SupervisionStage stage) {
    return marked(k_supervision_mark + std::string(token(stage)));
}

} // namespace

SimulatedCasework::SimulatedCasework(Desk& desk, store::BlobStore& blobs)
    : desk_(desk), blobs_(blobs), organisation_(desk.library().organisation()) {}

void SimulatedCasework::live(Day today) {
    if (lived_ && !(*lived_ < today)) {
        return;
    }
    lived_ = today;
    hotline();
    proposals();
    supervisions();
    reports();
    causes();
    reminders();
    reassignments();
    half_years();
    admonitions();
}

std::vector<store::OrderRow> SimulatedCasework::rows(store::OrderFilter filter,
                                                     std::int32_t limit) {
    store::PageRequest page;
    page.sort = store::SortKey::updated_at;
    page.limit = limit;
    page.titles = false;
    auto found = desk_.store().list(filter, page, visibility_of(system_actor()));
    invariant(found.has_value(), "a listing of the system is well formed");
    return std::move(found->rows);
}

Actor SimulatedCasework::person(const UnitId& unit, Role role) const {
    const auto holders = organisation_->people_of(unit, role);
    invariant(!holders.empty(), "a unit of the demonstration lacks a post");
    return {holders.front()->id, unit, role, std::nullopt};
}

Actor SimulatedCasework::bureau(Role role) const {
    const bool of_office = role == Role::office_clerk;
    return person(of_office ? organisation_->office().id : organisation_->center().id, role);
}

std::optional<AttachmentId> SimulatedCasework::sealed_report(const store::OrderRow& row) {
    const KnownOrder known = desk_.known(row.id);
    for (const workorder::AttachmentFact& fact : known->order.attachments) {
        if (fact.kind == EvidenceKind::sealed_document) {
            return fact.id;
        }
    }
    Upload upload;
    upload.actor = person(row.unit, Role::section_head);
    upload.order = row.id;
    upload.kind = EvidenceKind::sealed_document;
    upload.file_name = "督办报告（盖章）.pdf";
    upload.content = content_of(std::string(k_empty_page));
    upload.bytes_max = static_cast<std::int64_t>(k_empty_page.size());
    upload.simulated = true;
    const auto attached = attach_file(desk_, blobs_, std::move(upload));
    return attached ? std::optional(attached->attachment) : std::nullopt;
}

bool SimulatedCasework::give(const Actor& actor, const OrderId& order, workorder::Command command) {
    CommandRequest request;
    request.actor = actor;
    request.order = order;
    request.command = std::move(command);
    return desk_.give_now(std::move(request)).has_value();
}

bool SimulatedCasework::chosen(std::string_view name, std::string_view what, std::uint64_t one_in) {
    std::uint64_t hash = 1469598103934665603ULL; // FNV-1a
    for (const char c : std::string(name) + std::string(what)) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    return hash % one_in == 0;
}

// 14(1): now and then the hotline itself puts an order under supervision.
void SimulatedCasework::hotline() {
    store::OrderFilter filter;
    filter.states = {"handling"};
    for (const store::OrderRow& row : rows(filter, k_a_day)) {
        if (chosen(row.hotline_number, "hotline", 100)) {
            workorder::OpenSupervision command;
            command.trigger = workorder::SupervisionTrigger::hotline;
            command.demands = words("市热线督办，请限期办结并报告");
            command.event_id = "simulated/" + row.hotline_number;
            give({PersonId(std::string(people::k_hotline_person)), UnitId("hotline"), Role::hotline,
                  std::nullopt},
                 row.id, command);
        }
    }
}

void SimulatedCasework::proposals() {
    for (const store::OrderRow& row :
         rows(at_stage(workorder::SupervisionStage::proposed), k_a_day)) {
        const auto loaded = desk_.load(row.id);
        if (!loaded || loaded->order.supervision.grounds.empty()) {
            continue;
        }
        if (chosen(row.hotline_number, "open", 2)) {
            workorder::OpenSupervision command;
            command.trigger = loaded->order.supervision.grounds.back().trigger;
            command.demands = words("请查清事实，限期办结并书面报告");
            give(bureau(Role::supervisor), row.id, command);
        } else {
            give(bureau(Role::supervisor), row.id,
                 workorder::DeclineSupervision{words("承办单位已在积极处置，继续关注")});
        }
    }
}

void SimulatedCasework::supervisions() {
    for (const store::OrderRow& row :
         rows(at_stage(workorder::SupervisionStage::opened), k_looked_at)) {
        if (row.unit.empty()) {
            continue;
        }
        const auto loaded = desk_.load(row.id);
        if (loaded && !loaded->order.supervision.signed_by_leader) {
            give(person(row.unit, Role::principal), row.id,
                 workorder::SignSupervision{words("请责任科室按督办要求办理")});
            continue;
        }
        if (row.open) {
            continue; // the report follows the result
        }
        if (!sealed_report(row)) {
            continue;
        }
        workorder::SubmitSupervisionReport report;
        report.problem = words("市民多次反映同一问题。");
        report.facts_evidence = words("经会同物业服务企业现场核实，情况与反映一致。");
        report.opinion_grounds = words("依据住宅物业管理规定，责令物业服务企业整改并复查。");
        report.reply = words("已电话答复市民整改情况。");
        give(person(row.unit, Role::section_head), row.id, report);
    }
}

void SimulatedCasework::reports() {
    for (const store::OrderRow& row :
         rows(at_stage(workorder::SupervisionStage::reported), k_a_day)) {
        const people::Person* issuer = organisation_->administrative_principal_of(row.unit);
        invariant(issuer != nullptr, "a unit of the demonstration has its principal");
        const Role role = issuer->holds(row.unit, Role::administrative_principal)
                              ? Role::administrative_principal
                              : Role::principal;
        workorder::IssueSupervisionReport issue;
        issue.date = day_of(desk_.clock().now());
        const auto sealed = sealed_report(row);
        if (!sealed) {
            continue;
        }
        issue.sealed_report = *sealed;
        give({issuer->id, row.unit, role, std::nullopt}, row.id, issue);
    }
    for (const store::OrderRow& row :
         rows(at_stage(workorder::SupervisionStage::issued), k_a_day)) {
        if (chosen(row.hotline_number, "close", 2)) {
            give(bureau(Role::supervisor), row.id,
                 workorder::CloseSupervision{words("整改到位，督办办结")});
        }
    }
}

void SimulatedCasework::causes() {
    store::OrderFilter filter = marked(k_attention_mark);
    filter.states = {"handling"};
    for (const store::OrderRow& row : rows(filter, k_a_day)) {
        const auto loaded = desk_.load(row.id);
        if (!loaded || loaded->order.attention.cause) {
            continue;
        }
        workorder::RecordCause command;
        command.cause = chosen(row.hotline_number, "fault", 3) ? workorder::RepeatCause::own_fault
                                                               : workorder::RepeatCause::objective;
        command.explanation = words("已逐件核查历次办理情况");
        command.rectified_by = day_of(desk_.clock().now()).plus(10);
        command.grounds = words("维修资金使用须经业主大会表决，已向反映人说明并留存会议记录");
        give(person(row.unit, Role::section_head), row.id, command);
    }
}

void SimulatedCasework::reminders() {
    store::OrderFilter overdue;
    overdue.states = {"handling"};
    overdue.due_to = desk_.clock().now();
    for (const store::OrderRow& row : rows(overdue, k_a_day)) {
        if (chosen(row.hotline_number, to_string(*lived_), 2)) {
            give(bureau(Role::dispatcher), row.id,
                 workorder::Remind{words("已超过办理时限，请抓紧办结并反馈"), {}});
        }
    }
}

void SimulatedCasework::reassignments() {
    store::OrderFilter filter = marked(k_attention_mark);
    filter.states = {"completed"};
    for (const store::OrderRow& row : rows(filter, k_a_day)) {
        const auto loaded = desk_.load(row.id);
        if (!loaded || !loaded->order.review_orders.empty() ||
            !chosen(row.hotline_number, "review", 8)) {
            continue;
        }
        give(bureau(Role::supervisor), row.id,
             workorder::CheckReview{workorder::ReviewVerdict::reassign,
                                    words("抽查回访，市民反映问题仍存在")});
        CommandRequest request;
        request.actor = bureau(Role::supervisor);
        request.order = row.id;
        request.command = workorder::Reassign{{}, words("抽查回访未实际解决，重新交办")};
        const auto answer = desk_.give_now(std::move(request));
        if (answer && answer->review_order) {
            give(bureau(Role::dispatcher), *answer->review_order,
                 workorder::Dispatch{row.unit, {}, {}});
        }
    }
}

// Issued when a half year has ended; most units answer within the month.
void SimulatedCasework::half_years() {
    const YearMonthDay today = year_month_day(*lived_);
    if ((today.month != 1 && today.month != 7) || today.day > 28) {
        return;
    }
    if (today.day <= 3) {
        issue_half_years(desk_);
    }
    const casework::HalfYear half = casework::before(casework::half_year_of(*lived_));
    for (const people::Unit& unit : organisation_->units) {
        const std::string id = unit.id.text() + "." + half.token();
        if (today.day < 10 || !chosen(id, to_string(*lived_), 10)) {
            continue;
        }
        const auto review = half_year_desk(desk_).load(id);
        if (!review || review->state != casework::HalfYearState::issued) {
            continue;
        }
        StreamRequest request;
        request.actor = person(unit.id, Role::section_head);
        request.id = id;
        static_cast<void>(
            give_half_year(desk_, std::move(request),
                           casework::SubmitHalfYear{words("物业维保不及时、解释不到位"),
                                                    words("已约谈物业服务企业，逐件回访整改")}));
    }
}

void SimulatedCasework::admonitions() {
    store::StreamFilter filter;
    filter.kind = casework::Admonition::kind;
    filter.states = {"proposed"};
    const auto found = desk_.store().stream_rows(filter, {}, visibility_of(system_actor()));
    invariant(found.has_value(), "a listing of the system is well formed");
    for (const store::StreamRow& row : found->rows) {
        StreamRequest request;
        request.actor = bureau(Role::office_clerk);
        request.id = row.stream.id;
        if (chosen(row.unit.text() + row.key, to_string(*lived_), 6)) {
            casework::RecordAdmonition command;
            command.at = desk_.clock().now();
            command.subject = words("督办件超期未报，约谈提醒");
            command.attendees = words("承办单位分管领导、责任科室负责人");
            static_cast<void>(give_admonition(desk_, std::move(request), std::move(command)));
        }
    }
}

} // namespace chengban::usecase
