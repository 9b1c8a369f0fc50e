// The table of moves: every state × command × role × unit against a golden file, and what must be
// true of the table as a whole. Rewrite the file with CHENGBAN_GOLDEN=write and read the
// difference.
#include "base/source_dir.h"
#include "workorder/order_story.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace chengban::workorder {

namespace {

const std::string k_golden = source_dir() + "/src/workorder/transitions.golden.txt";

template <class... C>
std::vector<std::string_view> names(const std::variant<C...>*) {
    return {C::name...};
}
std::vector<std::string_view> commands() {
    return names(static_cast<const Command*>(nullptr));
}

std::vector<State> states() {
    std::vector<State> list;
    for (const EnumRow<State>& row : EnumTable<State>::rows) {
        list.push_back(row.value);
    }
    return list;
}

bool is_open(State state) {
    WorkOrder order;
    order.state = state;
    return order.open();
}

// An order in a state, with one unit that has it, one that was asked for its opinion, one that
// assists.
WorkOrder order_in(State state) {
    WorkOrder order;
    order.state = state;
    order.unit = k_district;
    order.opinions_asked.insert(k_department);
    order.assisting.emplace(k_bare_district, false);
    return order;
}

bool may(const WorkOrder& order, std::string_view command, Role role, const UnitId& unit) {
    const Actor actor{PersonId("p"), unit, role, {}};
    const bool listed = row_for(order, command, actor) != nullptr;
    EXPECT_EQ(listed, may_give(order, command, actor).empty()) << command;
    return listed;
}

// «handler@own section_head@own», «dispatcher» when the unit does not matter.
std::string who(State state, std::string_view command) {
    const WorkOrder order = order_in(state);
    std::string list;
    for (const EnumRow<Role>& role : EnumTable<Role>::rows) {
        const bool own = may(order, command, role.value, k_district);
        const bool asked = may(order, command, role.value, k_department);
        const bool assists = may(order, command, role.value, k_bare_district);
        const bool other = may(order, command, role.value, k_other_district);
        if (!own && !asked && !assists && !other) {
            continue;
        }
        const std::string_view where = own && asked && other ? ""
                                       : assists             ? "@assisting"
                                       : own && !asked       ? "@own"
                                       : asked && !own       ? "@asked"
                                                             : "@own+asked";
        list += " " + std::string(role.token) + std::string(where);
    }
    return list;
}

std::string written_out() {
    std::ostringstream out;
    out << "# Who may give which command in which state; @own: only in the unit that has the "
           "order,\n"
           "# @asked: only in a unit that was asked for its opinion, @assisting: in one that "
           "assists.\n# Whoever is not listed is refused.\n";
    for (const std::string_view command : commands()) {
        out << "\n" << command << "\n";
        for (const State state : states()) {
            const std::string list = who(state, command);
            if (!list.empty()) {
                out << "  " << token(state) << std::string(18 - token(state).size(), ' ') << list
                    << "\n";
            }
        }
        std::set<std::string_view> leads_to;
        for (const Transition& row : transitions()) {
            if (row.command == command) {
                for (const State state : row.to) {
                    leads_to.insert(token(state));
                }
            }
        }
        if (!leads_to.empty()) {
            out << "  → ";
            for (const std::string_view state : leads_to) {
                out << " " << state;
            }
            out << "\n";
        }
    }
    return out.str();
}

TEST(Transitions, EveryStateCommandRoleAndUnitIsAsWrittenDown) {
    const std::string now = written_out();
    if (const char* mode = std::getenv("CHENGBAN_GOLDEN");
        mode != nullptr && std::string_view(mode) == "write") {
        std::ofstream(k_golden, std::ios::binary) << now;
    }
    std::ifstream file(k_golden, std::ios::binary);
    const std::string golden{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(now, golden) << "run the test with CHENGBAN_GOLDEN=write and read the difference";
}

TEST(Transitions, EveryCommandIsInTheTableAndEveryRowNamesACommand) {
    const auto known = commands();
    std::set<std::string_view> listed;
    for (const Transition& row : transitions()) {
        EXPECT_NE(std::find(known.begin(), known.end(), row.command), known.end()) << row.command;
        EXPECT_FALSE(row.from.empty()) << row.command;
        EXPECT_FALSE(row.roles.empty()) << row.command;
        EXPECT_NE(shipped_book().clause(row.clause), nullptr) << row.command << " " << row.clause;
        listed.insert(row.command);
    }
    EXPECT_EQ(listed, std::set<std::string_view>(known.begin(), known.end()));
}

TEST(Transitions, NoTwoRowsSpeakOfTheSameCommandStateAndRole) {
    std::set<std::tuple<std::string_view, State, Role>> seen;
    for (const Transition& row : transitions()) {
        for (const State state : row.from) {
            for (const Role role : row.roles) {
                EXPECT_TRUE(seen.insert({row.command, state, role}).second)
                    << row.command << " " << token(state) << " " << token(role);
            }
        }
    }
}

// Where an order can go from each state.
std::map<State, std::set<State>> moves() {
    std::map<State, std::set<State>> map;
    for (const Transition& row : transitions()) {
        for (const State from : row.from) {
            for (const State to : row.to) {
                if (from != to) {
                    map[from].insert(to);
                }
            }
        }
    }
    return map;
}

std::set<State> reachable(State from) {
    const auto map = moves();
    std::set<State> seen{from};
    std::vector<State> todo{from};
    while (!todo.empty()) {
        const State state = todo.back();
        todo.pop_back();
        if (const auto found = map.find(state); found != map.end()) {
            for (const State next : found->second) {
                if (seen.insert(next).second) {
                    todo.push_back(next);
                }
            }
        }
    }
    return seen;
}

TEST(Transitions, EveryStateIsReachedAndEveryOpenOneCanEnd) {
    const std::set<State> from_start = reachable(State::absent);
    for (const State state : states()) {
        EXPECT_TRUE(from_start.contains(state)) << token(state);
        if (is_open(state)) {
            const std::set<State> ahead = reachable(state);
            EXPECT_TRUE(ahead.contains(State::completed)) << token(state);
            EXPECT_TRUE(ahead.contains(State::withdrawn)) << token(state);
            EXPECT_FALSE(moves()[state].empty()) << "no exit from " << token(state);
        }
    }
}

TEST(Transitions, WhatHasEndedStaysSoUnlessTheHotlineSendsItBack) {
    EXPECT_FALSE(moves().contains(State::withdrawn));
    EXPECT_EQ(moves()[State::completed], std::set{State::handling});
    for (const Transition& row : transitions()) {
        for (const State state : row.from) {
            EXPECT_NE(state, State::withdrawn) << row.command;
            if (state == State::completed && !row.to.empty()) {
                EXPECT_EQ(row.command, "send_back");
            }
        }
    }
}

TEST(Transitions, AnOpenStateAlwaysHasALiveLimit) {
    const auto live = [](const Story& story) {
        EXPECT_NE(story.order.next_due(), nullptr) << token(story.order.state);
        return story.order.state;
    };
    std::set<State> seen;
    Story story;
    seen.insert(live(story.registered()));
    seen.insert(live(story.by(dispatcher).give(OpenConsultation{words("不属职责")})));
    ConcludeConsultation kept;
    kept.answer = words("继续办理");
    live(story.give(kept));
    seen.insert(live(story.dispatched()));
    seen.insert(live(story.by(handler).give(Acknowledge{}).answered()));
    story.by(machine).give(NoteSupervision{true, {}});
    seen.insert(live(story.by(handler).give(report())));
    for (const State state : states()) {
        EXPECT_EQ(seen.contains(state), is_open(state)) << token(state);
    }
}

TEST(Transitions, ARefusalNamesRoleUnitAndStateAtOnce) {
    const WorkOrder order = order_in(State::completed);
    const auto reasons = may_give(order, "dispatch", handler);
    ASSERT_EQ(reasons.size(), 2U);
    EXPECT_EQ(reasons[0].code, "wrong_role");
    EXPECT_EQ(reasons[0].words.zh, "此操作由派单员进行");
    EXPECT_EQ(reasons[1].code, "wrong_state");
    EXPECT_NE(reasons[1].words.zh.find("已办结"), std::string::npos);
    // The row that speaks of the caller's role is the one that answers.
    EXPECT_EQ(may_give(order, "attach", dispatcher), std::vector<Reason>{});
    const auto stranger = may_give(order, "attach", of_unit(handler, k_other_district));
    ASSERT_EQ(stranger.size(), 1U);
    EXPECT_EQ(stranger[0].code, "wrong_unit");
    EXPECT_EQ(stranger[0].clause, "9");
    EXPECT_THROW(may_give(order, "no_such_command", handler), Bug);
    EXPECT_EQ(find_transition("dispatch", State::completed, Role::dispatcher), nullptr);
    EXPECT_NE(find_transition("dispatch", State::received, Role::dispatcher), nullptr);
}

TEST(Transitions, WhatIsOpenToNobodyIsListedForNobody) {
    // Every listed action names its clause and its words; machines' commands are for machines.
    Story story;
    story.handled();
    for (const EnumRow<Role>& role : EnumTable<Role>::rows) {
        const Actor actor{PersonId("p"), k_district, role.value, {}};
        for (const NextAction& action :
             next_actions(story.order, actor, story.context(Acknowledge{}))) {
            EXPECT_FALSE(action.zh.empty());
            EXPECT_NE(shipped_book().clause(action.clause), nullptr) << action.clause;
            EXPECT_TRUE(may(story.order, action.command, role.value, k_district));
            if (action.command.starts_with("note_") || action.command == "apply_calendar") {
                EXPECT_EQ(role.value, Role::system);
            }
        }
    }
    const Actor auditor{PersonId("p"), k_district, Role::audit_administrator, {}};
    EXPECT_TRUE(next_actions(story.order, auditor, story.context(Acknowledge{})).empty());
}

} // namespace

} // namespace chengban::workorder
