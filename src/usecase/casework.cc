#include "usecase/casework.h"

#include "casework/feedback.h"
#include "casework/triggers.h"
#include "usecase/escalations.h"
#include "usecase/matters.h"
#include "usecase/precedents.h"
#include "usecase/projection.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace chengban::usecase {

using casework::Matter;
using workorder::SupervisionEvidence;
using workorder::SupervisionTrigger;
using workorder::WorkOrder;

namespace {

constexpr std::int32_t k_same_phone_looked_at = 100;
constexpr std::int32_t k_cluster_looked_at = 300;
constexpr std::size_t k_evidence_orders_max = 200;

bool contains(const std::vector<std::string>& list, std::string_view clause) {
    return std::find(list.begin(), list.end(), clause) != list.end();
}

class Attendance {
public:
    Attendance(Desk& desk, History self, std::string matter)
        : desk_(desk), self_(std::move(self)), hint_(std::move(matter)), now_(desk.clock().now()),
          rules_(desk.library().rulebook_in_force(day_of(now_))),
          calendar_(desk.library().latest_calendar()) {}

    Attended attend() {
        if (self_.order.state == workorder::State::withdrawn && !self_.order.matter) {
            return result_;
        }
        find_matter();
        if (matter_) {
            members_ = histories(*matter_);
            count();
            link_filing();
            repeats();
        } else {
            members_ = {self_};
        }
        contradiction();
        if (self_.order.state != workorder::State::withdrawn) {
            dissatisfied();
            own_triggers();
            cluster();
        }
        tell_reviewed();
        escalate(desk_, self_);
        remember_decisions(desk_, self_);
        result_.again = casework::long_unresolved_from(self_.order, rules_->book, *calendar_);
        if (result_.again && !(now_ < *result_.again)) {
            result_.again.reset();
        }
        return result_;
    }

private:
    bool give(const WorkOrder& order, workorder::Command command, std::string_view what = {}) {
        CommandRequest request;
        request.actor = system_actor();
        request.order = order.id;
        request.idempotency_key = fmt::format("{}/{}/{}/{}", workorder::name_of(command), what,
                                              order.id.text(), order.version);
        request.command = std::move(command);
        const auto answer = desk_.give_now(std::move(request));
        result_.commands += answer && !answer->already_there ? 1 : 0;
        return answer.has_value();
    }

    // ---- B1

    bool link(const std::string& matter, const OrderId& order, const std::string& reason) {
        StreamRequest request;
        request.actor = system_actor();
        request.id = matter;
        return matter_desk(desk_)
            .give(std::move(request), casework::LinkOrder{order, Text{reason, {}}},
                  [](const Matter& stored, const Matter::Command& command, const Stamp& stamp) {
                      return casework::decide(stored, command, stamp.actor);
                  })
            .has_value();
    }

    void find_matter() {
        auto matters = matter_desk(desk_);
        const std::string own = self_.order.matter ? self_.order.matter->text() : std::string();
        for (const std::string& id : {hint_, own}) {
            std::optional<Matter> stored = id.empty() ? std::nullopt : matters.load(id);
            if (stored && stored->link(self_.order.id) != nullptr) {
                matter_ = std::move(stored);
                return;
            }
            if (id == own) {
                left_ = std::move(stored);
            }
        }
        join_the_likest();
        if (!matter_ && self_.order.matter) {
            give(self_.order, workorder::NoteRepeats{1, {}});
        }
        if (left_ && !left_->links.empty()) {
            recount(*left_);
        }
    }

    // Of this citizen's other orders that are alike enough, one that has a matter already comes
    // first, so that orders which arrive together do not found a second one; then the most alike. A
    // link that a person undid is not made again.
    void join_the_likest() {
        if (self_.phone_digest.empty() || self_.order.state == workorder::State::withdrawn) {
            return;
        }
        const workorder::Register& facts = self_.order.facts;
        const std::string about = fmt::format("{} {} {} {}", self_.phone_digest, facts.district,
                                              facts.category, rules_->book.version);
        if (desk_.casework_memory().stands_alone(self_.order.id, about)) {
            return;
        }
        store::OrderFilter same_phone;
        same_phone.phone_digest = self_.phone_digest;
        const std::vector<store::OrderRow> rows = list(same_phone, k_same_phone_looked_at);
        if (rows.size() < 2) {
            desk_.casework_memory().put_alone(self_.order.id, about);
            return;
        }
        const casework::Likable mine = likable(desk_, self_);
        std::vector<std::pair<casework::Likeness, History>> found;
        for (const store::OrderRow& row : rows) {
            if (row.id == self_.order.id) {
                continue;
            }
            if (auto other = history_of(desk_, row.id)) {
                casework::Likeness likeness = casework::likeness(mine, likable(desk_, *other));
                if (likeness.links(rules_->book.matters)) {
                    found.emplace_back(std::move(likeness), std::move(*other));
                }
            }
        }
        const auto rank = [](const std::pair<casework::Likeness, History>& one) {
            const auto& matter = one.second.order.matter;
            return std::tuple(!matter, -one.first.per_mille, matter ? matter->text() : "");
        };
        std::stable_sort(found.begin(), found.end(),
                         [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
        auto matters = matter_desk(desk_);
        for (const auto& [likeness, other] : found) {
            const std::string id =
                other.order.matter ? other.order.matter->text() : other.order.id.text();
            const std::optional<Matter> stored = matters.load(id);
            const bool other_linked = stored && stored->link(other.order.id) != nullptr;
            const bool mine_linked = stored && stored->link(self_.order.id) != nullptr;
            if ((other_linked || link(id, other.order.id, "本事项的首张工单")) &&
                (mine_linked || link(id, self_.order.id, casework::explain(likeness)))) {
                matter_ = matters.load(id);
                return;
            }
        }
        desk_.casework_memory().put_alone(self_.order.id, about);
    }

    std::vector<store::OrderRow> list(const store::OrderFilter& filter, std::int32_t limit) {
        store::PageRequest page;
        page.sort = store::SortKey::received_at;
        page.descending = true;
        page.limit = limit;
        page.titles = false;
        auto found = desk_.store().list(filter, page, visibility_of(system_actor()));
        invariant(found.has_value(), "a listing of the system is well formed");
        return std::move(found->rows);
    }

    // ---- 12.1

    void load_members() { members_ = histories(*matter_); }
    std::vector<History> histories(const Matter& matter) {
        std::vector<History> list;
        for (const casework::Link& link : matter.links) {
            if (link.order == self_.order.id) {
                list.push_back(self_);
            } else if (auto history = history_of(desk_, link.order)) {
                list.push_back(std::move(*history));
            }
        }
        return list;
    }

    static casework::Counted counted(const History& history) {
        const WorkOrder& order = history.order;
        return {order.id, history.phone_digest, order.registered_at, order.facts.kind,
                order.state == workorder::State::withdrawn || order.is_review()};
    }
    std::map<OrderId, std::int32_t> counts_of(const std::vector<History>& members) const {
        std::vector<casework::Counted> list;
        for (const History& history : members) {
            list.push_back(counted(history));
        }
        return casework::repeats(list, rules_->book.repeats);
    }

    void note_counts(const std::string& matter, std::vector<History>& members,
                     const std::map<OrderId, std::int32_t>& counts) {
        for (History& member : members) {
            WorkOrder& order = member.order;
            const std::int32_t count = counts.at(order.id);
            const workorder::MatterId id(matter);
            if (order.state == workorder::State::withdrawn ||
                (order.repeats == count && order.matter == id)) {
                continue;
            }
            if (give(order, workorder::NoteRepeats{count, id})) {
                order.repeats = count;
                order.matter = id;
            }
        }
    }
    void count() {
        counts_ = counts_of(members_);
        note_counts(matter_->id, members_, counts_);
    }
    void recount(const Matter& matter) {
        std::vector<History> members = histories(matter);
        note_counts(matter.id, members, counts_of(members));
    }

    // The orders of this citizen and calendar year that count.
    std::vector<const History*> own_repeats() const {
        std::vector<const History*> list;
        const auto year = year_month_day(day_of(self_.order.registered_at)).year;
        const auto& not_counted = rules_->book.repeats.not_counted;
        for (const History& member : members_) {
            const casework::Counted one = counted(member);
            if (one.citizen == self_.phone_digest && !one.left_out &&
                year_month_day(day_of(one.received_at)).year == year &&
                std::find(not_counted.begin(), not_counted.end(), one.kind) == not_counted.end()) {
                list.push_back(&member);
            }
        }
        std::stable_sort(list.begin(), list.end(), [](const History* a, const History* b) {
            return a->order.registered_at < b->order.registered_at;
        });
        return list;
    }

    void repeats() {
        const std::vector<const History*> own = own_repeats();
        const auto count = static_cast<std::int32_t>(own.size());
        if (count >= rules_->book.repeats.attention) {
            for (const History* member : own) {
                attention(member->order, workorder::AttentionReason::repeats);
            }
        }
        if (count >= rules_->book.supervision.repeats) {
            supervise_repeats(own, count);
        }
    }

    void attention(const WorkOrder& order, workorder::AttentionReason reason) {
        if (!order.attention.reasons.contains(reason)) {
            give(order, workorder::NoteAttention{reason}, token(reason));
        }
    }

    // 14(2): one supervision of a matter at a time; its other open orders are supervised with it,
    // and the repeats stand on its record as well.
    void supervise_repeats(const std::vector<const History*>& own, std::int32_t count) {
        const auto live = std::find_if(own.begin(), own.end(), [](const History* member) {
            return member->order.supervision.live();
        });
        SupervisionEvidence evidence;
        evidence.count = count;
        for (const History* member : own) {
            evidence.orders.push_back(member->order.id);
        }
        evidence.explanation = Text{fmt::format("同一市民同一事项当年度第 {} 次反映", count), {}};
        raise(live == own.end() ? own.back()->order : (*live)->order, SupervisionTrigger::repeats,
              std::move(evidence));
        if (live == own.end()) {
            return;
        }
        for (const History* member : own) {
            if (member->order.open() && !member->order.supervised) {
                give(member->order, workorder::NoteSupervision{
                                        true, Text{fmt::format("同一事项的工单 {} 已列入督办",
                                                               (*live)->order.facts.hotline_number),
                                                   {}}});
            }
        }
    }

    // 12.2: the hotline may send a review order too.
    void tell_reviewed() {
        const auto& reviews = self_.order.facts.reviews;
        const auto source = reviews ? desk_.known(*reviews) : nullptr;
        if (!source) {
            return;
        }
        const auto& known = source->order.review_orders;
        if (std::find(known.begin(), known.end(), self_.order.id) == known.end()) {
            give(source->order,
                 workorder::Reassign{self_.order.id, Text{"热线下达回访复核单", {}}});
        }
    }

    // 8.4: what is recorded before an order comes holds for it.
    void link_filing() {
        if (self_.order.linked_filing) {
            return;
        }
        for (const History& member : members_) {
            if (member.order.id == self_.order.id ||
                member.order.filing.stage != workorder::FilingStage::recorded ||
                member.phone_digest != self_.phone_digest) {
                continue;
            }
            for (const workorder::Event& event : events_of(desk_, member.order.id)) {
                const auto* recorded =
                    std::get_if<workorder::Accepted<workorder::RecordFiling>>(&event.body);
                if (recorded != nullptr && recorded->command.agree &&
                    !(self_.order.registered_at < event.recorded_at) &&
                    give(self_.order, workorder::LinkFiling{member.order.id})) {
                    self_.order.linked_filing = member.order.id;
                    for (History& one : members_) {
                        if (one.order.id == self_.order.id) {
                            one.order.linked_filing = member.order.id;
                        }
                    }
                    return;
                }
            }
        }
    }

    // ---- 14

    // Opens or proposes, as the rulebook says of the trigger and I 27 of filed matters.
    void raise(const WorkOrder& order, SupervisionTrigger trigger, SupervisionEvidence evidence) {
        const std::string_view clause = workorder::clause_of(trigger);
        const rulebook::SupervisionRules& rules = rules_->book.supervision;
        const bool opens = contains(rules.opens_by_itself, clause);
        if (!opens && !contains(rules.proposes, clause)) {
            return;
        }
        // Once while it waits for the center or runs; after that when it has grown, by as many
        // reminders again as it takes (14(6)).
        const auto known = order.supervision.known(trigger);
        const bool pending = order.supervision.live() ||
                             order.supervision.stage == workorder::SupervisionStage::proposed;
        const std::int32_t step = trigger == SupervisionTrigger::reminded ? rules.reminders : 1;
        if (known && (pending || evidence.count.value_or(0) < *known + step)) {
            return;
        }
        if (evidence.orders.size() > k_evidence_orders_max) {
            evidence.orders.resize(k_evidence_orders_max);
        }
        const bool filed = trigger == SupervisionTrigger::repeats && order.linked_filing;
        if (opens && !filed && !order.supervision.live()) {
            workorder::OpenSupervision command;
            command.trigger = trigger;
            command.evidence = std::move(evidence);
            give(order, std::move(command), token(trigger));
            return;
        }
        give(order, workorder::ProposeSupervision{trigger, std::move(evidence)}, token(trigger));
    }

    void own_triggers() {
        for (casework::Found& found : casework::triggers(self_.order, is_dissatisfied(self_.order),
                                                         rules_->book, *calendar_, now_)) {
            raise(self_.order, found.trigger,
                  {{self_.order.id}, found.count, Text{std::move(found.explanation), {}}});
        }
    }

    // 12.1 speaks of the hotline's own survey; 14(5) of any dissatisfaction.
    static bool is_dissatisfied(const WorkOrder& order) {
        const auto& call = order.follow_up;
        return order.survey_dissatisfied() ||
               (call && call->round == order.round && call->answers.dissatisfied());
    }
    void dissatisfied() {
        if (self_.order.survey_dissatisfied()) {
            attention(self_.order, workorder::AttentionReason::dissatisfied);
        }
    }

    // 14(3): of every order of the matter, since an earlier order may be linked after a later one.
    void contradiction() {
        if (members_.size() < 2 && !self_.order.rework) {
            return; // it was told of once at most
        }
        std::vector<casework::Feedback> feedback;
        for (const History& member : members_) {
            const auto own =
                casework::feedback_of(member.order.id, events_of(desk_, member.order.id));
            feedback.insert(feedback.end(), own.begin(), own.end());
        }
        std::map<OrderId, std::vector<casework::Contradiction>> by_later;
        for (const casework::Contradiction& one : casework::contradictions(std::move(feedback))) {
            by_later[one.later.order].push_back(one);
        }
        for (const History& member : members_) {
            if (const auto found = by_later.find(member.order.id); found != by_later.end()) {
                contradicted(member.order, found->second);
            }
        }
    }
    void contradicted(const WorkOrder& later, const std::vector<casework::Contradiction>& found) {
        SupervisionEvidence evidence;
        evidence.count = static_cast<std::int32_t>(found.size());
        std::string words;
        for (const casework::Contradiction& one : found) {
            evidence.orders.push_back(one.earlier.order);
            words += (words.empty() ? "" : "；") + casework::explain(one);
        }
        evidence.orders.push_back(later.id);
        evidence.explanation = Text{std::move(words), {}};
        raise(later, SupervisionTrigger::contradicting_feedback, std::move(evidence));
    }

    // 14(4): so many citizens of one place and field within so many days, this order the latest.
    void cluster() {
        const workorder::Register& facts = self_.order.facts;
        const auto& not_counted = rules_->book.repeats.not_counted;
        const rulebook::SupervisionRules& rules = rules_->book.supervision;
        if (self_.order.registered_at < cluster_from(now_) || facts.district.empty() ||
            self_.place_digest.empty() ||
            std::find(not_counted.begin(), not_counted.end(), facts.kind) != not_counted.end()) {
            return;
        }
        const std::string about =
            fmt::format("{} {} {} {} {}", facts.district, facts.category, facts.field_token,
                        token(facts.kind), rules_->book.version);
        if (desk_.casework_memory().looked_around(self_.order.id, about)) {
            return;
        }
        store::OrderFilter nearby;
        nearby.place_digest = self_.place_digest;
        nearby.districts = {facts.district};
        nearby.categories = categories_of_field();
        nearby.received_from = cluster_from(self_.order.registered_at);
        nearby.received_to = self_.order.registered_at.plus_milliseconds(1);
        const std::vector<store::OrderRow> rows = list(nearby, k_cluster_looked_at);
        if (static_cast<std::int32_t>(rows.size()) < rules.cluster_citizens) {
            return;
        }
        std::set<std::string> citizens;
        std::vector<KnownOrder> together;
        const casework::Likable mine = likable(desk_, self_);
        for (const store::OrderRow& row : rows) {
            const KnownOrder other = desk_.known(row.id);
            if (other &&
                casework::likeness(mine, likable(desk_, {other->order, row.phone_digest, {}}))
                    .clusters(rules_->book.matters)) {
                citizens.insert(row.phone_digest.empty() ? row.id.text() : row.phone_digest);
                together.push_back(other);
            }
        }
        if (static_cast<std::int32_t>(citizens.size()) < rules.cluster_citizens) {
            return;
        }
        SupervisionEvidence evidence;
        evidence.count = static_cast<std::int32_t>(citizens.size());
        const WorkOrder* subject = &self_.order; // or the order that was proposed for this cluster
        for (const KnownOrder& one : together) {
            evidence.orders.push_back(one->order.id);
            if (one->order.supervision.known(SupervisionTrigger::complaint_cluster)) {
                subject = &one->order;
            }
        }
        evidence.explanation = Text{fmt::format("{}：{} 名市民集中反映同一地点同类问题",
                                                casework::place_of(mine.address), citizens.size()),
                                    {}};
        raise(*subject, SupervisionTrigger::complaint_cluster, std::move(evidence));
    }

    std::vector<std::string> categories_of_field() const {
        const workorder::Register& facts = self_.order.facts;
        std::string field = facts.field_token;
        for (const rulebook::CategoryWords& category : rules_->book.categories) {
            field = field.empty() && category.token == facts.category ? category.field : field;
        }
        std::vector<std::string> list;
        for (const rulebook::CategoryWords& category : rules_->book.categories) {
            if (!field.empty() && category.field == field) {
                list.push_back(category.token);
            }
        }
        return list.empty() ? std::vector{facts.category} : list;
    }

    // So many days back, the day itself included.
    Instant cluster_from(Instant at) const {
        const calendar::Amount& amount = rules_->book.supervision.cluster;
        const Day today = day_of(at);
        if (const auto* natural = std::get_if<NaturalDays>(&amount)) {
            return start_of(today.plus(1 - natural->count));
        }
        Day day = today;
        std::int32_t left = std::get<WorkingDays>(amount).count - 1;
        while (left > 0) {
            day = day.plus(-1);
            left -= calendar_->is_working_day(day) ? 1 : 0;
        }
        return start_of(day);
    }

    Desk& desk_;
    History self_;
    std::string hint_;
    Instant now_;
    Rules rules_;
    CalendarPtr calendar_;
    std::optional<Matter> matter_;
    std::optional<Matter> left_; // that a person took this order out of
    std::vector<History> members_;
    std::map<OrderId, std::int32_t> counts_;
    Attended result_;
};

} // namespace

Attended attend(Desk& desk, const OrderId& order, const std::string& matter) {
    auto history = history_of(desk, order);
    return history ? Attendance(desk, std::move(*history), matter).attend() : Attended{};
}

std::vector<store::TimerRow> fire_casework(Desk& desk, const store::TimerRow& timer) {
    Attended attended;
    if (timer.stream.kind == Matter::kind) {
        const auto matter = matter_desk(desk).load(timer.stream.id);
        if (matter && !matter->links.empty()) {
            attend(desk, matter->links.front().order, matter->id); // counts all of its orders
        }
    } else {
        attended = attend(desk, OrderId(timer.stream.id));
    }
    std::vector<store::TimerRow> changes{{timer.stream, timer.kind, timer.generation, {}}};
    if (attended.again) {
        changes.push_back(
            {timer.stream, k_long_unresolved_timer, timer.generation, attended.again});
    }
    return changes;
}

store::TimerRow wake_timer(Desk& desk, const OrderId& order) {
    const auto head = desk.store().head(stream_of(order));
    return {stream_of(order), k_wake_timer, head ? head->seq : 0, desk.clock().now()};
}

} // namespace chengban::usecase
