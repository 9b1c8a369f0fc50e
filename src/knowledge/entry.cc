#include "knowledge/entry.h"

#include "calendar/deadline.h"

#include <fmt/format.h>

namespace chengban::knowledge {

namespace {

void check_content(const Content& content, Day today, Reasons& reasons) {
    const std::string at = "content.";
    reasons.need_words(content.title, at + "title", "15.1");
    reasons.need_words(content.answer, at + "answer", "15.1");
    reasons.need_words(content.source, at + "source", "15.1");
    if (content.valid_to && *content.valid_to < content.valid_from) {
        reasons.add("ends_before_start", "15.1", at + "valid_to", "失效日早于生效日",
                    "it would end before it begins");
    }
    if (content.published_on && *content.published_on > today) {
        reasons.add("in_the_future", "15.2", at + "published_on", "政策公布日在将来",
                    "the policy's publication lies in the future");
    }
    if (content.review_on <= today) {
        reasons.add("review_day_past", "15.1", at + "review_on", "复核日须在今天之后",
                    "the review day must lie after today");
    }
}

void check_unit(const EntryContext& context, Reasons& reasons) {
    if (!context.unit_keeps_entries) {
        reasons.add("not_a_department", "3.3", "unit", "知识库由职能处室、事业单位维护",
                    "departments and institutions keep the knowledge base");
    }
}

void need_state(const Entry& entry, bool holds, std::string_view clause, Reasons& reasons) {
    if (entry.version == 0) {
        reasons.need(holds, "未建立", "not there", std::string(clause));
    } else {
        reasons.need(holds, std::string(zh(entry.state())), std::string(en(entry.state())),
                     std::string(clause));
    }
}

// 15.2, I 15: the day of publication does not count; natural days roll to a working day.
Result<EntrySubmitted> submission(const Entry& entry, const EntryContext& context) {
    EntrySubmitted fact;
    if (!entry.draft->published_on) {
        return fact;
    }
    const Result<calendar::Due> due =
        calendar::due(context.calendar, start_of(*entry.draft->published_on),
                      context.rulebook.knowledge.new_policy.amount, context.rulebook.counting);
    if (!due) {
        return Failure{due.error()};
    }
    fact.due = due->at;
    fact.provisional = due->provisional;
    fact.late = context.now >= due->at;
    return fact;
}

class Decider {
public:
    Decider(const Entry& entry, const Party& party, const EntryContext& context)
        : entry_(entry), party_(party), context_(context) {}

    Result<std::vector<Entry::Event>> operator()(const DraftEntry& command) {
        reasons_.need_keeper(party_, command.unit, "15.1");
        check_unit(context_, reasons_);
        need_state(entry_, entry_.version == 0, "15.1", reasons_);
        check_content(command.content, today(), reasons_);
        return done(command);
    }
    Result<std::vector<Entry::Event>> operator()(const ProposeEntry& command) {
        reasons_.need_center(party_, "15.3");
        check_unit(context_, reasons_);
        need_state(entry_, entry_.version == 0, "15.3", reasons_);
        reasons_.need_words(command.reason, "reason", "15.3");
        check_content(command.content, today(), reasons_);
        return done(command);
    }
    Result<std::vector<Entry::Event>> operator()(const ReviseEntry& command) {
        reasons_.need_keeper(party_, entry_.unit, "15.1");
        need_state(entry_,
                   entry_.version > 0 && !entry_.retired && entry_.stage != Stage::submitted,
                   "15.1", reasons_);
        check_content(command.content, today(), reasons_);
        return done(command);
    }
    Result<std::vector<Entry::Event>> operator()(const SubmitEntry&) {
        reasons_.need_keeper(party_, entry_.unit, "15.1");
        const bool ready =
            !entry_.retired && (entry_.stage == Stage::draft || entry_.stage == Stage::proposed);
        need_state(entry_, ready, "15.1", reasons_);
        if (reasons_.any()) {
            return Failure{reasons_.problem()};
        }
        check_content(*entry_.draft, today(), reasons_);
        Result<EntrySubmitted> fact = submission(entry_, context_);
        if (!fact) {
            return Failure{std::move(fact).error()};
        }
        return done(*fact);
    }
    Result<std::vector<Entry::Event>> operator()(const AcceptEntry& command) {
        reasons_.need_center(party_, "15.1");
        need_state(entry_, entry_.stage == Stage::submitted, "15.1", reasons_);
        if (party_.person == entry_.drafted_by) {
            reasons_.add("own_application", "15.1", "actor.person", "不能审核自己拟的条目",
                         "nobody accepts what they drafted themselves");
        }
        return done(command);
    }
    Result<std::vector<Entry::Event>> operator()(const SendBackEntry& command) {
        reasons_.need_center(party_, "15.1");
        need_state(entry_, entry_.stage == Stage::submitted, "15.1", reasons_);
        reasons_.need_words(command.reason, "reason", "15.1");
        return done(command);
    }
    Result<std::vector<Entry::Event>> operator()(const ConfirmEntry& command) {
        reasons_.need_keeper(party_, entry_.unit, "15.1");
        need_state(entry_, entry_.published && !entry_.retired, "15.1", reasons_);
        if (command.review_on <= today()) {
            reasons_.add("review_day_past", "15.1", "review_on", "复核日须在今天之后",
                         "the review day must lie after today");
        }
        if (entry_.published && validity(entry_.published->content, today()) == Validity::expired) {
            reasons_.add("expired", "15.1", "valid_to", "条目已失效，请修订或停用",
                         "the entry has expired: revise or retire it");
        }
        return done(command);
    }
    Result<std::vector<Entry::Event>> operator()(const RetireEntry& command) {
        if (!is_center(party_.role)) {
            reasons_.need_keeper(party_, entry_.unit, "15.1");
        }
        need_state(entry_, entry_.version > 0 && !entry_.retired, "15.1", reasons_);
        reasons_.need_words(command.reason, "reason", "15.1");
        return done(command);
    }

private:
    Day today() const { return day_of(context_.now); }
    Result<std::vector<Entry::Event>> done(Entry::Event event) {
        if (reasons_.any()) {
            return Failure{reasons_.problem()};
        }
        return std::vector<Entry::Event>{std::move(event)};
    }

    const Entry& entry_;
    const Party& party_;
    const EntryContext& context_;
    Reasons reasons_;
};

struct Evolver {
    Entry& entry;
    const Party& party;
    Instant at;

    void operator()(const DraftEntry& event) {
        begin(event.unit, event.content, Stage::draft);
        entry.drafted_by = party.person;
    }
    void operator()(const ProposeEntry& event) {
        begin(event.unit, event.content, Stage::proposed);
        entry.drafted_by = party.person;
        entry.proposal_reason = event.reason;
        entry.orders = event.orders;
    }
    void operator()(const ReviseEntry& event) {
        entry.draft = event.content;
        entry.stage = Stage::draft;
        entry.drafted_by = party.person;
    }
    void operator()(const EntrySubmitted& event) {
        entry.stage = Stage::submitted;
        entry.submission = event;
        entry.was_late = entry.was_late || event.late;
        entry.send_back_reason.clear();
    }
    void operator()(const AcceptEntry&) {
        const std::int64_t number = entry.published ? entry.published->number + 1 : 1;
        entry.published = Edition{number, std::move(*entry.draft), at, party.person};
        entry.draft.reset();
        entry.stage = Stage::none;
    }
    void operator()(const SendBackEntry& event) {
        entry.stage = Stage::draft;
        entry.send_back_reason = event.reason;
    }
    void operator()(const ConfirmEntry& event) {
        entry.published->content.review_on = event.review_on;
    }
    void operator()(const RetireEntry& event) {
        entry.retired = true;
        entry.retire_reason = event.reason;
        entry.stage = Stage::none;
        entry.draft.reset();
    }

private:
    void begin(const UnitId& unit, const Content& content, Stage stage) {
        entry.unit = unit;
        entry.draft = content;
        entry.stage = stage;
        entry.created_at = at;
    }
};

} // namespace

EntryState Entry::state() const {
    if (retired) {
        return EntryState::retired;
    }
    if (published) {
        return EntryState::published;
    }
    switch (stage) {
    case Stage::proposed:
        return EntryState::proposed;
    case Stage::submitted:
        return EntryState::submitted;
    case Stage::none:
    case Stage::draft:
        return EntryState::draft;
    }
    unreachable("Entry::state");
}

Result<std::vector<Entry::Event>> decide(const Entry& entry, const Entry::Command& command,
                                         const Party& party, const EntryContext& context) {
    return std::visit(Decider(entry, party, context), command);
}

void evolve(Entry& entry, const Entry::Event& event, const Party& party, Instant at) {
    std::visit(Evolver{entry, party, at}, event);
    entry.updated_at = at;
}

Validity validity(const Content& content, Day day) {
    if (day < content.valid_from) {
        return Validity::not_yet;
    }
    return content.valid_to && day > *content.valid_to ? Validity::expired : Validity::valid;
}

bool review_is_due(const Entry& entry, Day today) {
    return entry.published && !entry.retired && entry.published->content.review_on <= today;
}

} // namespace chengban::knowledge
