#include "workorder/parts.h"

#include <initializer_list>

namespace chengban::workorder {

namespace {

using enum Part;

struct Row {
    std::string_view command;
    std::initializer_list<Part> parts;
};

// The frequent ones; what is not named here may look at everything.
const Row k_rows[] = {
    {"register", {limits, counting, calendar}},
    {"classify", {}},
    {"dispatch", {completion, limits, counting, calendar, profiles, strengths}},
    {"acknowledge", {strengths}},
    {"assign_handler", {}},
    {"record_contact", {strengths}},
    {"explain_no_contact", {}},
    {"report_outcome", {profiles, counting, calendar, strengths}},
    {"report_progress", {profiles, counting, calendar, strengths}},
    {"report_interim", {profiles, counting, calendar, strengths}},
    {"set_plan", {}},
    {"attach", {}},
    {"add_note", {}},
    {"record_answer", {lint, strengths}},
    {"submit_completion", {feedback, repeats, lint, profiles, strengths}},
    {"approve_completion", {feedback, repeats, profiles, strengths}},
    {"record_follow_up", {}},
    {"record_survey", {}},
    {"note_attention", {}},
    {"note_repeats", {}},
    {"note_supervision", {}},
    {"note_deadline_passed", {strengths}},
    {"remind", {}},
};

} // namespace

Parts looked_at(std::string_view command) {
    for (const Row& row : k_rows) {
        if (row.command == command) {
            Parts parts;
            for (const Part part : row.parts) {
                parts.set(static_cast<std::size_t>(part));
            }
            return parts;
        }
    }
    return Parts().set();
}

bool reads_words(std::string_view command) {
    return looked_at(command).test(static_cast<std::size_t>(lint));
}

Parts differing(const rulebook::Rulebook& one, const rulebook::Rulebook& other) {
    Parts parts;
    rulebook::Rulebook rest = one; // takes over part by part until the others alone can differ
    const auto look = [&](Part part, auto member) {
        if (!(rest.*member == other.*member)) {
            parts.set(static_cast<std::size_t>(part));
            rest.*member = other.*member;
        }
    };
    if (one.limits.completion != other.limits.completion) {
        parts.set(static_cast<std::size_t>(completion));
        rest.limits.completion = other.limits.completion;
    }
    look(limits, &rulebook::Rulebook::limits);
    look(counting, &rulebook::Rulebook::counting);
    look(extension, &rulebook::Rulebook::extension);
    look(returns, &rulebook::Rulebook::returns);
    look(filing_scope, &rulebook::Rulebook::filing_scope);
    look(feedback, &rulebook::Rulebook::feedback);
    look(repeats, &rulebook::Rulebook::repeats);
    look(supervision, &rulebook::Rulebook::supervision);
    look(duty, &rulebook::Rulebook::duty);
    look(lint, &rulebook::Rulebook::lint);
    look(profiles, &rulebook::Rulebook::profiles);
    look(strengths, &rulebook::Rulebook::strengths);
    rest.name = other.name;
    rest.version = other.version;
    rest.effective_from = other.effective_from;
    rest.title = other.title;
    if (!(rest == other)) {
        parts.set(static_cast<std::size_t>(others));
    }
    return parts;
}

} // namespace chengban::workorder
