#include "people/decide_organisation.h"

#include "people/organisation_laws.h"

#include <set>

namespace chengban::people {

namespace {

constexpr std::array k_office{Role::office_clerk, Role::system};
constexpr std::array k_security{Role::security_administrator, Role::system};
constexpr std::array k_both{Role::office_clerk, Role::security_administrator, Role::system};
constexpr std::array k_machine{Role::system};

template <class C>
std::span<const Role> roles_of() {
    if constexpr (std::is_same_v<C, PublishOrganisation>) {
        return k_machine; // from the command line of the machine
    } else if constexpr (std::is_same_v<C, Appoint> || std::is_same_v<C, EndPost>) {
        return k_security;
    } else if constexpr (std::is_same_v<C, SetPerson> || std::is_same_v<C, RecordLeaver>) {
        return k_both;
    } else {
        return k_office;
    }
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

class Decider {
public:
    Decider(const OrganisationHistory& history, const Actor& actor,
            const OrganisationContext& context, Reasons& reasons)
        : history_(history), actor_(actor), context_(context), today_(day_of(context.now)),
          reasons_(reasons) {}

    Day guard(const AddUnit& c) {
        if (history_.unit(c.unit) != nullptr) {
            reasons_.refuse("duplicate", "3", "unit",
                            fmt::format("单位「{}」已存在", c.unit.text()),
                            fmt::format("there is a unit \"{}\" already", c.unit.text()));
        }
        if (!handles_orders(c.kind)) {
            reasons_.refuse("not_exactly_one", "3", "kind",
                            fmt::format("应有且只有一个{}", zh(c.kind)),
                            fmt::format("there is exactly one {}", en(c.kind)));
        }
        guard_district(c);
        return c.from;
    }

    Day guard(const RenameUnit& c) {
        open_unit(c.unit, c.from);
        return c.from;
    }

    Day guard(const CloseUnit& c) {
        const UnitHistory* unit = open_unit(c.unit, c.on);
        if (unit != nullptr && !handles_orders(unit->kind)) {
            reasons_.refuse(
                "not_exactly_one", "3", "unit",
                fmt::format("应有且只有一个{}，不可撤销", zh(unit->kind)),
                fmt::format("there is exactly one {}, it cannot be closed", en(unit->kind)));
        }
        not_ahead(c.on);
        std::int64_t open = 0;
        for (const auto& [key, count] : context_.open_orders) {
            open += key.first == c.unit ? count : 0;
        }
        if (open > 0) {
            refuse_open(open, "unit", "该单位", "the unit");
        }
        return c.on;
    }

    Day guard(const SetSection& c) {
        open_unit(c.unit, c.from);
        if (!is_token(c.section)) {
            reasons_.refuse("bad_token", "", "section", "科室编号只用小写字母、数字和连字符",
                            "a section's token has small letters, digits and hyphens");
        }
        return c.from;
    }

    Day guard(const CloseSection& c) {
        open_section(open_unit(c.unit, c.on), c.section, c.on);
        return c.on;
    }

    Day guard(const NameLeader& c) {
        const UnitHistory* unit = open_unit(c.unit, c.from);
        if (c.person && known_person(*c.person, "person") && unit != nullptr &&
            !organisation_on(history_, c.from)
                 .person(*c.person)
                 ->holds(c.unit, Role::leader_in_charge)) {
            reasons_.refuse("leader_without_post", "3.4", "person",
                            "此人在该日没有该单位的分管领导岗位",
                            "this person does not hold that post in the unit on that day");
        }
        return c.from;
    }

    Day guard(const NameResponsibleSection& c) {
        const UnitHistory* unit = open_unit(c.unit, c.from);
        if (c.section) {
            open_section(unit, *c.section, c.from);
        }
        return c.from;
    }

    Day guard(const SetPerson& c) {
        if (c.person.text() == k_hotline_person || c.person.text() == k_system_person) {
            reasons_.refuse("reserved", "", "person",
                            fmt::format("「{}」为系统保留", c.person.text()),
                            fmt::format("\"{}\" belongs to the machine", c.person.text()));
        }
        return c.from;
    }

    Day guard(const Appoint& c) {
        not_oneself(c.person);
        const bool known = known_person(c.person, "person");
        open_unit(c.unit, c.from);
        if (c.role == Role::section_head && !c.section) {
            reasons_.refuse("no_section", "3.4", "section", "科室负责人须注明科室",
                            "a section head needs a section");
        }
        if (c.until && *c.until <= c.from) {
            reasons_.refuse("until_before_from", "", "until", "止日应晚于起始日",
                            "the end must lie after the beginning");
        }
        const Post post{c.unit, c.section, c.role};
        if (known && overlaps(*history_.person(c.person), post, c.from, c.until)) {
            reasons_.refuse("duplicate", "", "role", "此人在该期间已任该岗位",
                            "this person holds that post in that time already");
        }
        if (c.replaces && known_person(*c.replaces, "replaces") &&
            find_held(*c.replaces, post, c.from) == nullptr) {
            reasons_.refuse("no_such_post", "", "replaces", "被接替的人没有这个岗位",
                            "the one to be replaced does not hold this post");
        }
        return c.from;
    }

    Day guard(const EndPost& c) {
        const Post post{c.unit, c.section, c.role};
        if (known_person(c.person, "person") && find_held(c.person, post, c.on) == nullptr) {
            reasons_.refuse("no_such_post", "", "role", "此人在该日没有这个岗位",
                            "this person does not hold this post on that day");
        }
        if (c.role == Role::handler && c.on <= today_) {
            const auto found = context_.open_orders.find({c.unit, c.person});
            if (found != context_.open_orders.end() && found->second > 0 &&
                !handles_elsewhere_in(c)) {
                refuse_open(found->second, "person", "此人", "this person");
            }
        }
        return c.on;
    }

    Day guard(const RecordLeaver& c) {
        not_oneself(c.person);
        if (known_person(c.person, "person") && value_on(history_.person(c.person)->left, c.on)) {
            reasons_.refuse("left_already", "B9", "person", "此人已登记离岗",
                            "this person has left already");
        }
        not_ahead(c.on);
        none_open(c.person);
        return c.on;
    }

    Day guard(const PublishOrganisation& c) {
        Result<Organisation> parsed = parse_organisation(c.text, c.file);
        if (!parsed) {
            for (Reason& reason : std::move(parsed).error().reasons) {
                reasons_.refuse(std::move(reason.code), reason.clause, std::move(reason.field),
                                std::move(reason.words.zh), std::move(reason.words.en));
            }
            return today_;
        }
        for (const auto& [key, count] : context_.open_orders) {
            const auto& [unit, person] = key;
            if (count > 0 && parsed->unit(unit) == nullptr) {
                refuse_open(count, "units", fmt::format("单位「{}」", unit.text()),
                            fmt::format("the unit \"{}\"", unit.text()));
            }
            if (count > 0 && !person.empty() && parsed->person(person) == nullptr) {
                refuse_open(count, "people", fmt::format("「{}」", person.text()),
                            fmt::format("\"{}\"", person.text()));
            }
        }
        return today_;
    }

private:
    void guard_district(const AddUnit& c) {
        const bool is_district = c.kind == UnitKind::district;
        if (is_district != c.district_code.has_value()) {
            reasons_.refuse(is_district ? "missing_field" : "no_district", "3.4", "district_code",
                            is_district ? "区房管部门须有区划代码" : "只有区房管部门有区划代码",
                            is_district ? "a district authority needs its district code"
                                        : "only a district authority has a district code");
            return;
        }
        if (c.district_code && !std::all_of(c.district_code->begin(), c.district_code->end(),
                                            [](char d) { return d >= '0' && d <= '9'; })) {
            reasons_.refuse("bad_district_code", "3.4", "district_code", "区划代码应为六位数字",
                            "a district code has six digits");
        }
        for (const UnitHistory& unit : history_.units) {
            if (value_on(unit.closed, c.from)) {
                continue;
            }
            if (c.district_code && unit.district_code == *c.district_code) {
                reasons_.refuse("duplicate", "3.4", "district_code", "该区划代码已有单位",
                                "another unit has this district code");
            }
            for (const std::string& place : c.places) {
                if (std::find(unit.places.begin(), unit.places.end(), place) != unit.places.end()) {
                    reasons_.refuse("duplicate", "3.4", "places",
                                    fmt::format("地名「{}」已属其他单位", place),
                                    fmt::format("the place \"{}\" is another unit's", place));
                }
            }
        }
    }

    const UnitHistory* open_unit(const UnitId& id, Day day) {
        const UnitHistory* unit = history_.unit(id);
        if (unit == nullptr || day < unit->from() || value_on(unit->closed, day)) {
            reasons_.refuse(
                "unit_not_there", "3", "unit",
                fmt::format("{} 没有单位「{}」", to_string(day), id.text()),
                fmt::format("on {} there is no unit \"{}\"", to_string(day), id.text()));
            return nullptr;
        }
        return unit;
    }

    void open_section(const UnitHistory* unit, const std::string& token, Day day) {
        if (unit == nullptr) {
            return;
        }
        const SectionHistory* section = unit->section(token);
        if (section == nullptr || day < section->closed.front().from ||
            value_on(section->closed, day)) {
            reasons_.refuse(
                "unknown_section", "3.4", "section",
                fmt::format("该单位没有科室「{}」", first_code_points(token, 60)),
                fmt::format("the unit has no section \"{}\"", first_code_points(token, 60)));
        }
    }

    bool known_person(const PersonId& id, const char* field) {
        if (history_.person(id) != nullptr) {
            return true;
        }
        reasons_.refuse("unknown_person", "", field, fmt::format("没有人员「{}」", id.text()),
                        fmt::format("there is no person \"{}\"", id.text()));
        return false;
    }

    void not_oneself(const PersonId& person) {
        if (person == actor_.person) {
            reasons_.refuse("own_post", "B10", "person", "不得办理本人的任职、离岗",
                            "nobody decides on their own posts");
        }
    }

    void not_ahead(Day on) {
        if (today_ < on) {
            reasons_.refuse("not_yet", "B9", "on", "到日方可登记，不得提前",
                            "this is recorded when it has happened, not before");
        }
    }

    void refuse_open(std::int64_t count, const char* field, std::string_view zh,
                     std::string_view en) {
        reasons_.refuse(
            "open_orders", "B9", field, fmt::format("{}还有 {} 件未办结工单，请先移交", zh, count),
            fmt::format("{} still has {} open orders; hand them over first", en, count));
    }

    void none_open(const PersonId& person) {
        std::int64_t open = 0;
        for (const auto& [key, count] : context_.open_orders) {
            open += key.second == person ? count : 0;
        }
        if (open > 0) {
            refuse_open(open, "person", "此人", "this person");
        }
    }

    // A post can be ended on the very day on which it would begin: then it was never held.
    const PostHeld* find_held(const PersonId& id, const Post& post, Day day) const {
        for (const PostHeld& held : history_.person(id)->posts) {
            if (held.post == post && held.on(day)) {
                return &held;
            }
        }
        return nullptr;
    }

    static bool overlaps(const PersonHistory& person, const Post& post, Day from,
                         const std::optional<Day>& until) {
        return std::any_of(person.posts.begin(), person.posts.end(), [&](const PostHeld& held) {
            const bool empty = held.until && *held.until <= held.from;
            return held.post == post && !empty && (!held.until || from < *held.until) &&
                   (!until || held.from < *until);
        });
    }

    bool handles_elsewhere_in(const EndPost& c) const {
        const Organisation organisation = organisation_on(history_, c.on);
        const auto& posts = organisation.person(c.person)->posts;
        return std::any_of(posts.begin(), posts.end(), [&](const Post& post) {
            return post.unit == c.unit && post.role == Role::handler && post.section != c.section;
        });
    }

    const OrganisationHistory& history_;
    const Actor& actor_;
    const OrganisationContext& context_;
    Day today_;
    Reasons& reasons_;
};

} // namespace

std::span<const Role> roles_for(const OrganisationCommand& command) {
    return std::visit([](const auto& c) { return roles_of<std::remove_cvref_t<decltype(c)>>(); },
                      command);
}

Result<OrganisationEvent> decide(const OrganisationHistory& history,
                                 const OrganisationCommand& command, const Actor& actor,
                                 const OrganisationContext& context) {
    Reasons reasons;
    const bool posts =
        std::holds_alternative<Appoint>(command) || std::holds_alternative<EndPost>(command);
    reasons.need_role(roles_for(command), actor, posts ? "B10" : "3.1");
    Decider decider(history, actor, context, reasons);
    const Day from = std::visit([&](const auto& c) { return decider.guard(c); }, command);
    OrganisationEvent event{command, actor, context.now, context.now};
    if (reasons.empty() && !std::holds_alternative<PublishOrganisation>(command)) {
        OrganisationHistory after = history;
        evolve(after, event);
        check_laws(history, after, from, reasons);
    }
    if (!reasons.empty()) {
        return Failure{reasons.take()};
    }
    return event;
}

} // namespace chengban::people
