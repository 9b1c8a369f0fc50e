#include "bulletin/bulletin.h"

#include <fmt/format.h>

namespace chengban::bulletin {

using knowledge::Reasons;

namespace {

constexpr int k_ad_hoc_days = 30;

void need_draft(const Bulletin& bulletin, Reasons& reasons) {
    const bool there = bulletin.version > 0;
    reasons.need(there && bulletin.state == BulletinState::draft,
                 there ? std::string(zh(bulletin.state)) : "未拟稿",
                 there ? std::string(en(bulletin.state)) : "not there", "16");
}

class Decider {
public:
    Decider(const Bulletin& bulletin, const Party& party, const BulletinContext& context)
        : bulletin_(bulletin), context_(context) {
        reasons_.need_center(party, "16");
    }

    Result<std::vector<Bulletin::Event>> operator()(const DraftBulletin& command) {
        reasons_.need(bulletin_.version == 0, "已拟稿", "drafted", "16");
        invariant(context_.draft.has_value(), "a draft is made from the data beforehand");
        if (command.kind != BulletinKind::ad_hoc &&
            context_.draft->figures.period.from > context_.now) {
            reasons_.add("in_the_future", "16", "day", "统计期尚未开始",
                         "the period has not begun yet");
        }
        return done(*context_.draft);
    }
    Result<std::vector<Bulletin::Event>> operator()(const EditBulletin& command) {
        need_draft(bulletin_, reasons_);
        reasons_.need_words(command.title, "title", "16");
        return done(command);
    }
    Result<std::vector<Bulletin::Event>> operator()(const IssueBulletin&) {
        need_draft(bulletin_, reasons_);
        for (const Section& section : bulletin_.sections) {
            if (section.text.empty()) {
                reasons_.add(
                    "required", "16", "sections",
                    fmt::format("「{}」尚未填写，请补充或删除该部分", section.heading),
                    fmt::format("«{}» is empty: fill it in or take it out", section.heading));
            }
        }
        return done(
            BulletinIssued{year_month_day(day_of(context_.now)).year, context_.next_number});
    }
    Result<std::vector<Bulletin::Event>> operator()(const DropBulletin& command) {
        need_draft(bulletin_, reasons_);
        reasons_.need_words(command.reason, "reason", "16");
        return done(command);
    }

private:
    Result<std::vector<Bulletin::Event>> done(Bulletin::Event event) {
        if (reasons_.any()) {
            return Failure{reasons_.problem()};
        }
        return std::vector<Bulletin::Event>{std::move(event)};
    }

    const Bulletin& bulletin_;
    const BulletinContext& context_;
    Reasons reasons_;
};

struct Evolver {
    Bulletin& bulletin;
    const Party& party;
    Instant at;

    void operator()(const BulletinDrafted& event) {
        bulletin.type = event.kind;
        bulletin.figures = event.figures;
        bulletin.title = event.title;
        bulletin.sections = event.sections;
        bulletin.drafted_by = party.person;
        bulletin.created_at = at;
    }
    void operator()(const EditBulletin& event) {
        bulletin.title = event.title;
        bulletin.sections = event.sections;
    }
    void operator()(const BulletinIssued& event) {
        bulletin.state = BulletinState::issued;
        bulletin.year = event.year;
        bulletin.number = event.number;
        bulletin.issued_at = at;
        bulletin.issued_by = party.person;
    }
    void operator()(const DropBulletin&) { bulletin.state = BulletinState::dropped; }
};

Day first_of_month(Day day) {
    const YearMonthDay parts = year_month_day(day);
    return day_of(YearMonthDay{parts.year, parts.month, 1});
}

Day first_of_next_month(Day day) {
    const YearMonthDay parts = year_month_day(day);
    return parts.month == 12 ? day_of(YearMonthDay{parts.year + 1, 1, 1})
                             : day_of(YearMonthDay{parts.year, parts.month + 1, 1});
}

} // namespace

Result<std::vector<Bulletin::Event>> decide(const Bulletin& bulletin,
                                            const Bulletin::Command& command, const Party& party,
                                            const BulletinContext& context) {
    return std::visit(Decider(bulletin, party, context), command);
}

void evolve(Bulletin& bulletin, const Bulletin::Event& event, const Party& party, Instant at) {
    std::visit(Evolver{bulletin, party, at}, event);
}

Period period_of(BulletinKind kind, Day day) {
    switch (kind) {
    case BulletinKind::daily:
        return {start_of(day), start_of(day.plus(1))};
    case BulletinKind::weekly: {
        const Day monday = day.plus(-day.weekday());
        return {start_of(monday), start_of(monday.plus(7))};
    }
    case BulletinKind::monthly:
        return {start_of(first_of_month(day)), start_of(first_of_next_month(day))};
    case BulletinKind::ad_hoc:
        return {start_of(day.plus(1 - k_ad_hoc_days)), start_of(day.plus(1))};
    }
    unreachable("period_of");
}

Day default_day(BulletinKind kind, Instant now) {
    const Day today = day_of(now);
    switch (kind) {
    case BulletinKind::ad_hoc:
        return today;
    case BulletinKind::daily: // a whole day, comparable with the one before
        return today.plus(-1);
    case BulletinKind::weekly:
        return today.plus(-7);
    case BulletinKind::monthly:
        return first_of_month(today).plus(-1);
    }
    unreachable("default_day");
}

} // namespace chengban::bulletin
