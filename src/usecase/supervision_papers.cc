#include "usecase/supervision_papers.h"

#include "documents/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

using documents::Document;
using workorder::DeadlineKind;
using workorder::Event;

namespace {

documents::NamedOrder named(const PaperFacts& from, const OrderHistory& other) {
    const PaperFacts facts(other, other.events.size(), from.context());
    return {other.order.facts.hotline_number, facts.title(), facts.unit_name(other.order.unit),
            day_of(other.order.registered_at), std::string(zh(other.order.state))};
}

// «《…工作规范》（沪房办〔2022〕2号）（十四）第2项», of the rulebook's title and the clause's
// article «（十四）2».
std::string basis_of(const rulebook::Rulebook& book, const rulebook::ClauseText& clause) {
    constexpr std::string_view k_close = "）";
    const std::string& title = book.title.zh;
    const std::size_t issue = std::min(title.rfind("（"), title.size());
    const std::size_t end = clause.article.rfind(k_close);
    const std::size_t item = end == std::string::npos ? 0 : end + k_close.size();
    const std::string number = clause.article.substr(item);
    return fmt::format("《{}》{}{}{}", title.substr(0, issue), title.substr(issue),
                       clause.article.substr(0, item),
                       number.empty() ? number : fmt::format("第{}项", number));
}

// What the notice states, and what was stated of the same ground when it was proposed.
workorder::SupervisionEvidence evidence_of(const PaperFacts& from,
                                           const workorder::OpenSupervision& opened) {
    workorder::SupervisionEvidence evidence = opened.evidence;
    for (std::size_t i = from.subject(); i > 0; --i) {
        const auto* proposed =
            command_in<workorder::ProposeSupervision>(from.history().events[i - 1]);
        if (proposed == nullptr || proposed->trigger != opened.trigger) {
            continue;
        }
        if (!evidence.explanation) {
            evidence.explanation = proposed->evidence.explanation;
        }
        for (const OrderId& order : proposed->evidence.orders) {
            if (std::find(evidence.orders.begin(), evidence.orders.end(), order) ==
                evidence.orders.end()) {
                evidence.orders.push_back(order);
            }
        }
        evidence.count = std::max(evidence.count, proposed->evidence.count);
        break;
    }
    return evidence;
}

// What the order itself says of a ground that nobody explained.
std::vector<std::string> own_evidence(const PaperFacts& from,
                                      const workorder::OpenSupervision& opened) {
    using workorder::SupervisionTrigger;
    if (opened.trigger == SupervisionTrigger::hotline) {
        const std::string day = documents::day_words(from.day());
        return {from.event().actor.role == people::Role::hotline
                    ? "市热线办于" + day + "要求督办。"
                    : "市热线办要求督办，" + day + "列入督办。"};
    }
    if (opened.trigger == SupervisionTrigger::repeats) {
        return from.order().repeats > 1 ? std::vector{repeats_words(from.order())}
                                        : std::vector<std::string>{};
    }
    std::vector<std::string> lines;
    const std::optional<Instant> due = from.facts().due;
    if (due && !(from.event().occurred_at < *due)) {
        lines.push_back(fmt::format("办理时限已于{}届满。", documents::due_words(due)));
    }
    const auto reminders = std::count_if(
        from.history().events.begin(),
        from.history().events.begin() + static_cast<std::ptrdiff_t>(from.subject()),
        [](const Event& one) { return command_in<workorder::Remind>(one) != nullptr; });
    if (reminders > 0) {
        lines.push_back(fmt::format("已催办{}次。", reminders));
    }
    return lines;
}

} // namespace

Document supervision_notice(const PaperFacts& from) {
    const auto& opened = from.about<workorder::OpenSupervision>();
    const rulebook::Rulebook& book = from.context().rulebook;
    const rulebook::ClauseText* clause = book.clause(workorder::clause_of(opened.trigger));
    const workorder::SupervisionEvidence evidence = evidence_of(from, opened);
    documents::SupervisionNotice paper;
    paper.issuer = from.context().organisation.center().name.zh;
    paper.number = from.context().number;
    paper.addressee = from.unit_name(from.dispatch().unit);
    paper.matter = from.title();
    paper.trigger = clause == nullptr ? std::string(zh(opened.trigger)) : clause->words.zh;
    paper.basis = clause == nullptr ? std::string() : basis_of(book, *clause);
    paper.evidence = evidence.explanation ? std::vector{evidence.explanation->plain}
                                          : own_evidence(from, opened);
    paper.orders.push_back(named(from, from.history()));
    for (const OrderId& id : evidence.orders) {
        if (id == from.order().id) {
            continue;
        }
        if (const auto other = from.context().other(id)) {
            paper.orders.push_back(named(from, *other));
        } else {
            ++paper.unlisted;
        }
    }
    if (opened.trigger == workorder::SupervisionTrigger::repeats && evidence.count) {
        paper.unlisted = std::max(paper.unlisted,
                                  *evidence.count - static_cast<std::int64_t>(paper.orders.size()));
    }
    if (opened.demands) {
        paper.demands.push_back(opened.demands->plain);
    }
    paper.due = PaperFacts::due_in(from.event(), DeadlineKind::supervision);
    paper.day = from.day();
    return documents::supervision_notice(paper);
}

// 14.9: dated and signed for by its issue; until then whoever has to sign is named.
Document supervision_report(const PaperFacts& from) {
    const auto& report = from.about<workorder::SubmitSupervisionReport>();
    documents::SupervisionReport paper;
    paper.unit = from.unit_name(from.event().actor.unit);
    paper.number = from.context().number;
    paper.notice_number = from.context().notice_number;
    const Event* issued =
        from.next<workorder::IssueSupervisionReport, workorder::SubmitSupervisionReport>();
    if (issued != nullptr) {
        paper.issued_by = from.person_name(issued->actor);
        paper.day = command_in<workorder::IssueSupervisionReport>(*issued)->date;
    } else if (const people::Person* principal =
                   from.context().organisation.administrative_principal_of(
                       from.event().actor.unit)) {
        paper.issued_by = principal->name;
    }
    paper.addressee = from.context().organisation.center().name.zh;
    paper.matter = from.title();
    paper.problem = report.problem.plain;
    paper.facts_evidence = report.facts_evidence.plain;
    paper.opinion_grounds = report.opinion_grounds.plain;
    paper.answer_to_citizen = report.reply.plain;
    const std::size_t opened = last_of<workorder::OpenSupervision>(from.history());
    for (std::size_t i = opened; i < from.history().events.size(); ++i) { // 14.8
        const Event& event = from.history().events[i];
        if (const auto* changed = command_in<workorder::ChangeResult>(event)) {
            paper.change = fmt::format("{}，办理结果变更为{}：{}",
                                       documents::day_words(day_of(event.occurred_at)),
                                       zh(changed->outcome), changed->result.plain);
        } else if (command_in<workorder::RecordAnswer>(event) != nullptr && !paper.change.empty()) {
            paper.change += fmt::format("已于{}重新回复市民。",
                                        documents::day_words(day_of(event.occurred_at)));
            break;
        }
    }
    paper.attachments = from.evidence();
    return documents::supervision_report(paper);
}

} // namespace chengban::usecase
