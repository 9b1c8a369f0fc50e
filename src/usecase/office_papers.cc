#include "usecase/office_papers.h"

#include "documents/wording.h"
#include "usecase/order_paper_facts.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

using bulletin::BulletinKind;
using documents::BulletinTable;

namespace {

constexpr std::size_t k_table_rows = 20; // of a table in a bulletin

std::string unit_name(const people::Organisation& organisation, const UnitId& id) {
    const people::Unit* unit = organisation.unit(id);
    return unit == nullptr ? id.text() : unit->name.zh;
}

std::string person_name(const people::Organisation& organisation, const PersonId& id) {
    const people::Person* person = organisation.person(id);
    return person == nullptr ? id.text() : person->name;
}

std::vector<std::string> lines_in(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at <= text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at) {
            lines.push_back(text.substr(at, end - at));
        }
        at = end + 1;
    }
    return lines;
}

// On the screen a space stands between a number and its word; on an official paper none does.
std::string without_screen_spaces(const std::string& text) {
    const auto wide = [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool between = text[i] == ' ' && i > 0 && i + 1 < text.size() &&
                             (wide(text[i - 1]) || wide(text[i + 1]));
        if (!between) {
            out.push_back(text[i]);
        }
    }
    return out;
}

// Did somebody write «一、» already?
bool is_counted(std::string_view heading) {
    const std::string_view number = heading.substr(0, heading.find("、"));
    if (number.size() == heading.size()) {
        return false;
    }
    for (std::size_t i = 0; i < number.size(); i += 3) {
        if (std::string_view("一二三四五六七八九十").find(number.substr(i, 3)) ==
            std::string_view::npos) {
            return false;
        }
    }
    return !number.empty();
}

BulletinTable unit_table(const bulletin::Figures& figures, const bulletin::Names& names) {
    BulletinTable table{"各单位承办情况", {"单位", "受理", "办结", "逾期办结", "超期未结"}, {}};
    for (const bulletin::UnitFigures& one : figures.units) {
        table.rows.push_back({names.unit(one.unit), std::to_string(one.received),
                              std::to_string(one.completed), std::to_string(one.late),
                              std::to_string(one.overdue)});
    }
    return table;
}

template <class Name>
BulletinTable share_table(std::string caption, std::string item,
                          const std::vector<bulletin::Share>& shares, const Name& name) {
    BulletinTable table{std::move(caption), {std::move(item), "本期", "上期", "增减"}, {}};
    for (const bulletin::Share& share : shares) {
        if (table.rows.size() < k_table_rows) {
            const auto change = share.now - share.before;
            table.rows.push_back({name(share.token), std::to_string(share.now),
                                  std::to_string(share.before),
                                  change == 0 ? "0" : fmt::format("{:+}", change)});
        }
    }
    return table;
}

BulletinTable concentration_table(const bulletin::Figures& figures, const bulletin::Names& names) {
    BulletinTable table{"反映集中的区域和事项", {"区域", "事项", "件数"}, {}};
    for (const bulletin::Cell& cell : figures.concentrated) {
        table.rows.push_back({names.district(cell.district), names.category(cell.category),
                              std::to_string(cell.count)});
    }
    return table;
}

// 16: to whom each goes.
std::string readers_of(BulletinKind kind) {
    return kind == BulletinKind::daily
               ? "局领导，业务主管部门"
               : "局领导，各区住房保障和房屋管理局，局机关有关处室，局属有关事业单位";
}

std::vector<BulletinTable> tables_of(const bulletin::Bulletin& one, const bulletin::Names& names) {
    const bulletin::Figures& figures = one.figures;
    std::vector<BulletinTable> tables;
    switch (one.type) {
    case BulletinKind::daily:
        tables = {concentration_table(figures, names)};
        break;
    case BulletinKind::weekly:
        tables = {unit_table(figures, names)};
        break;
    case BulletinKind::monthly:
    case BulletinKind::ad_hoc:
        tables = {share_table("各类事项", "事项", figures.categories, names.category),
                  share_table("各区域", "区域", figures.districts, names.district),
                  unit_table(figures, names)};
        break;
    }
    std::erase_if(tables, [](const BulletinTable& table) { return table.rows.empty(); });
    return tables;
}

} // namespace

documents::Bulletin bulletin_paper(const bulletin::Bulletin& one, const bulletin::Names& names,
                                   const people::Organisation& organisation) {
    documents::Bulletin paper;
    switch (one.type) {
    case BulletinKind::daily:
        paper.kind = documents::BulletinKind::daily;
        break;
    case BulletinKind::weekly:
        paper.kind = documents::BulletinKind::weekly;
        break;
    case BulletinKind::monthly:
        paper.kind = documents::BulletinKind::monthly;
        break;
    case BulletinKind::ad_hoc:
        paper.kind = documents::BulletinKind::ad_hoc;
        break;
    }
    if (one.number > 0) {
        paper.year = one.year;
        paper.issue = one.number;
    }
    paper.issuer = organisation.center().name.zh;
    paper.title = one.title;
    for (std::size_t i = 0; i < one.sections.size(); ++i) {
        const bulletin::Section& given = one.sections[i];
        documents::BulletinSection section;
        section.heading =
            is_counted(given.heading)
                ? given.heading
                : documents::chinese_number(static_cast<int>(i + 1)) + "、" + given.heading;
        section.paragraphs = lines_in(without_screen_spaces(given.text));
        paper.sections.push_back(std::move(section));
    }
    for (BulletinTable& table : tables_of(one, names)) {
        documents::BulletinSection section;
        section.table = std::move(table);
        paper.sections.push_back(std::move(section));
    }
    paper.report_to = readers_of(one.type);
    if (one.issued_at) {
        paper.day = day_of(*one.issued_at);
    }
    return paper;
}

namespace {

// The newest cause on record in the matter (12.1).
const workorder::RecordCause* cause_of(const RepeatHistory& matter) {
    for (auto order = matter.orders.rbegin(); order != matter.orders.rend(); ++order) {
        if (const std::size_t at = last_of<workorder::RecordCause>(*order)) {
            return command_in<workorder::RecordCause>(order->events[at - 1]);
        }
    }
    return nullptr;
}

std::string result_of(const workorder::WorkOrder& order) {
    return order.completion.report && order.completed_at
               ? std::string(zh(order.completion.report->outcome))
               : std::string(zh(order.state));
}

documents::RepeatRow repeat_row(const RepeatHistory& matter, std::int64_t count,
                                bool causes_below) {
    documents::RepeatRow row;
    row.times = count;
    if (matter.orders.empty()) { // 18: counted, and not named
        row.matter = "（保密工单，您无权知悉）";
        return row;
    }
    for (const OrderHistory& order : matter.orders) {
        row.hotline_numbers.push_back(order.order.facts.hotline_number);
    }
    if (matter.hidden > 0) {
        row.hotline_numbers.push_back(fmt::format("另有{}件保密", matter.hidden));
    }
    for (const workorder::Event& event : matter.orders.back().events) {
        if (const auto* made = command_in<workorder::Register>(event)) {
            row.matter = made->title.plain;
            row.citizen = made->anonymous ? "匿名" : plain(made->citizen_name);
        }
    }
    if (const workorder::RecordCause* cause = cause_of(matter)) {
        row.cause = fmt::format("{}：{}", zh(cause->cause), cause->explanation.plain);
        if (cause->grounds) {
            row.cause += "\n事实依据：" + cause->grounds->plain;
        }
        row.by = cause->rectified_by;
    } else if (causes_below) {
        row.cause = "见表后";
    }
    row.rectification = causes_below ? "见表后" : "";
    row.result = result_of(matter.orders.back().order);
    return row;
}

std::string half_year_words(const std::string& period) { // «2026-h1»
    return fmt::format("{}年{}半年", period.substr(0, 4), period.ends_with("h1") ? "上" : "下");
}

} // namespace

documents::HalfYearTable half_year_paper(const HalfYearFacts& facts,
                                         const people::Organisation& organisation) {
    const casework::HalfYearReview& review = facts.review;
    documents::HalfYearTable paper;
    paper.unit = unit_name(organisation, review.unit);
    paper.number = facts.number;
    paper.period = half_year_words(review.period);
    const bool written = !review.causes.plain.empty();
    for (std::size_t i = 0; i < facts.matters.size(); ++i) {
        paper.rows.push_back(repeat_row(facts.matters[i], review.matters[i].count, written));
    }
    if (written) {
        paper.summary =
            fmt::format("{}\n重复来电原因：{}", review.rectification.plain, review.causes.plain);
    }
    if (facts.submitted) {
        const workorder::Actor& by = facts.submitted->actor;
        paper.filled_by = person_name(organisation, by.person);
        if (by.role == people::Role::principal) {
            paper.approved_by = paper.filled_by;
        }
        paper.day = day_of(facts.submitted->at);
    }
    return paper;
}

namespace {

std::vector<std::string> found(const casework::Admonition& one,
                               const std::vector<std::string>& hotline_numbers) {
    std::string evidence = without_screen_spaces(one.proposal.evidence.plain);
    if (!evidence.empty() && !evidence.ends_with("。")) {
        evidence += "。";
    }
    std::vector<std::string> facts{std::move(evidence)};
    if (!hotline_numbers.empty()) {
        facts.push_back(fmt::format("涉及工单：{}。", fmt::join(hotline_numbers, "、")));
    }
    return facts;
}

std::string subject_words(const casework::Admonition& one) {
    const bool given = one.proposal.ground != casework::AdmonitionGround::other;
    return !one.subject.plain.empty() ? one.subject.plain
           : given                    ? std::string(zh(one.proposal.ground))
                                      : std::string();
}

// What every paper on an admonition begins with.
template <class Paper>
Paper begun(const casework::Admonition& one, const std::vector<std::string>& hotline_numbers,
            const std::string& number, const people::Organisation& organisation) {
    Paper paper;
    paper.issuer = organisation.office().name.zh;
    paper.number = number;
    paper.addressee = unit_name(organisation, one.proposal.unit);
    paper.subject = subject_words(one);
    paper.facts = found(one, hotline_numbers);
    if (one.held_at) {
        paper.day = day_of(*one.held_at);
    }
    paper.copies_to = organisation.center().name.zh;
    return paper;
}

} // namespace

documents::Admonition admonition_paper(const casework::Admonition& one,
                                       const std::vector<std::string>& hotline_numbers,
                                       const std::string& number,
                                       const people::Organisation& organisation) {
    auto paper = begun<documents::Admonition>(one, hotline_numbers, number, organisation);
    paper.at = one.held_at;
    paper.attendees = one.attendees.plain;
    if (!one.result.plain.empty()) {
        paper.demands.push_back(one.result.plain);
    }
    return paper;
}

documents::Reprimand reprimand_paper(const casework::Admonition& one,
                                     const std::vector<std::string>& hotline_numbers,
                                     const std::string& number,
                                     const people::Organisation& organisation) {
    auto paper = begun<documents::Reprimand>(one, hotline_numbers, number, organisation);
    paper.decision = one.result.plain;
    return paper;
}

namespace {

std::string validity_words(const knowledge::Content& content) {
    return documents::day_words(content.valid_from) + "起" +
           (content.valid_to ? "，至" + documents::day_words(*content.valid_to) : std::string());
}

documents::KnowledgeSheet sheet_of(const SheetFacts& facts, const UnitId& unit,
                                   const people::Organisation& organisation) {
    documents::KnowledgeSheet paper;
    paper.number = facts.number;
    paper.hotline_number = facts.hotline_number;
    paper.unit = unit_name(organisation, unit);
    if (facts.written) {
        paper.topic = facts.written->title;
        paper.answer = facts.written->answer;
        paper.source = facts.written->source;
        paper.published = facts.written->published_on;
        paper.validity = validity_words(*facts.written);
    }
    if (facts.current) {
        paper.current = facts.current->answer;
    }
    if (facts.submitted) {
        paper.keeper = person_name(organisation, facts.submitted->actor.person);
        paper.submitted_at = facts.submitted->at;
    }
    if (facts.accepted) {
        paper.review = {"审核人", "同意。", person_name(organisation, facts.accepted->actor.person),
                        facts.accepted->at};
    }
    return paper;
}

} // namespace

documents::KnowledgeSheet entry_sheet(const knowledge::Entry& entry, const SheetFacts& facts,
                                      const people::Organisation& organisation) {
    documents::KnowledgeSheet paper = sheet_of(facts, entry.unit, organisation);
    paper.kind = documents::KnowledgeKind::update;
    if (paper.keeper.empty()) {
        paper.keeper = person_name(organisation, entry.drafted_by);
    }
    if (entry.submission) {
        paper.due = entry.submission->due;
    }
    return paper;
}

documents::KnowledgeSheet task_sheet(const knowledge::Task& task, const SheetFacts& facts,
                                     const people::Organisation& organisation) {
    documents::KnowledgeSheet paper = sheet_of(facts, task.task.unit, organisation);
    paper.kind = task.task.kind == knowledge::TaskKind::correction
                     ? documents::KnowledgeKind::correction
                     : documents::KnowledgeKind::missing;
    paper.question = task.task.words;
    if (paper.keeper.empty()) {
        const auto keepers = organisation.people_of(task.task.unit, people::Role::knowledge_keeper);
        paper.keeper = keepers.empty() ? std::string() : keepers.front()->name;
    }
    if (paper.topic.empty() && facts.current) {
        paper.topic = facts.current->title;
    }
    if (task.result) {
        paper.answer =
            paper.answer.empty() ? task.result->words : task.result->words + "\n" + paper.answer;
    }
    paper.issued_at = task.unit_issued_at;
    paper.due = task.due;
    return paper;
}

} // namespace chengban::usecase
