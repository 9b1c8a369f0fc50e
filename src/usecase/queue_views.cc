#include "usecase/queue_views.h"

namespace chengban::usecase {

using workorder::Actor;

namespace {

Failure<Refusal> view_not_found() {
    return refusal(RefusalKind::not_found, problem("not_found", "id", "没有这个视图，或您无权知悉",
                                                   "there is no such view for you"));
}

// The store shows a row to its person, and to its unit: the unit is there only when it is shared.
RowFacts facts_of(const QueueView& one) {
    RowFacts facts;
    facts.state = token(one.state);
    facts.person = one.owner;
    if (one.view.shared) {
        facts.unit = one.unit;
    }
    facts.created_at = one.kept_at;
    return facts;
}

} // namespace

void evolve_queue_view(QueueView& one, const QueueView::Event& event, const Stamp& stamp) {
    if (const auto* kept = std::get_if<KeepQueueView>(&event)) {
        if (one.owner.empty()) {
            one.owner = stamp.actor.person;
            one.kept_at = stamp.at;
        }
        one.view = *kept;
        one.unit = stamp.actor.unit;
        one.state = ViewState::kept;
    } else {
        one.state = ViewState::removed;
    }
}

Result<std::vector<QueueView::Event>> decide_queue_view(const QueueView& one,
                                                        const QueueView::Command& command,
                                                        const Stamp& stamp, std::int64_t owned) {
    if (one.version == 0) {
        if (owned >= k_views_each) {
            return Failure{problem("too_many", "", "视图已达上限，请先删除不用的",
                                   "you keep too many views, remove some first")};
        }
        return std::vector<QueueView::Event>{command};
    }
    if (one.owner != stamp.actor.person) {
        return Failure{problem("wrong_role", "actor", "视图由保存人本人修改",
                               "whoever keeps a view changes it")};
    }
    if (one.state == ViewState::removed) {
        return Failure{problem("wrong_state", "state", "该视图已删除", "this view was removed")};
    }
    return std::vector<QueueView::Event>{command};
}

QueueViews::QueueViews(Desk& desk)
    : desk_(desk), views_(desk.store(), desk.clock(), evolve_queue_view, facts_of) {}

bool QueueViews::may_know(const Actor& reader, const QueueView& one) const {
    if (one.owner == reader.person) {
        return true;
    }
    const people::Person* owner = desk_.library().organisation()->person(one.owner);
    return one.view.shared && one.unit == reader.unit && owner != nullptr &&
           owner->belongs_to(one.unit);
}

std::vector<QueueView> QueueViews::seen_by(const Actor& reader) {
    store::StreamFilter filter;
    filter.kind = QueueView::kind;
    filter.states = {std::string(token(ViewState::kept))};
    store::StreamPageRequest page;
    page.limit = 500;
    store::Visibility visibility;
    visibility.person = reader.person;
    visibility.units = {reader.unit};
    const Result<store::StreamPage> found = desk_.store().stream_rows(filter, page, visibility);
    invariant(found.has_value(), "a listing of views is well formed");
    std::vector<QueueView> seen;
    for (const store::StreamRow& row : found->rows) {
        std::optional<QueueView> one = views_.load(row.stream.id);
        if (one && one->state == ViewState::kept && may_know(reader, *one)) {
            seen.push_back(views_.with_texts(std::move(*one)));
        }
    }
    return seen;
}

Outcome<StreamAnswer> QueueViews::give(StreamRequest request, QueueView::Command command) {
    const Actor actor = request.actor;
    if (!request.id.empty()) {
        const std::optional<QueueView> one = views_.load(request.id);
        if (!one || !may_know(actor, *one)) {
            return view_not_found();
        }
    }
    std::int64_t owned = 0;
    for (const QueueView& one : seen_by(actor)) {
        owned += one.owner == actor.person ? 1 : 0;
    }
    const bool removed = std::holds_alternative<RemoveQueueView>(command);
    return views_.give(
        std::move(request), std::move(command),
        [owned](const QueueView& one, const QueueView::Command& what, const Stamp& stamp) {
            return decide_queue_view(one, what, stamp, owned);
        },
        [removed](const QueueView& after, store::CommitUnit& unit) {
            if (!removed) {
                return;
            }
            const std::string owner = std::string(QueueView::kind) + "/" + after.id;
            for (const Text* text : {&after.view.title, &after.view.filters}) {
                unit.erasures.push_back({owner, text->ref.id});
            }
        });
}

Outcome<StreamAnswer> QueueViews::keep(StreamRequest request, QueueViewWish wish) {
    ListRequest shown;
    shown.queue = wish.queue;
    shown.sort = wish.sort;
    shown.limit = 1;
    for (const ExportFilter& filter : wish.filters) {
        if (filter.name == "phone") {
            return refusal(RefusalKind::invalid,
                           problem("view_by_phone", "filters", "不能把电话号码存为视图",
                                   "a phone number is not kept in a view", "18"));
        }
        shown.filters.emplace_back(filter.name, filter.value);
    }
    if (const auto tried = list_orders(desk_, request.actor, shown); !tried) {
        return Failure{tried.error()};
    }
    KeepQueueView command;
    command.filters.plain = canonical_json(write_record(wish).at("filters"));
    command.title = std::move(wish.title);
    command.queue = std::move(wish.queue);
    command.sort = std::move(wish.sort);
    command.layout = wish.layout;
    command.shared = wish.shared;
    return give(std::move(request), QueueView::Command(std::move(command)));
}

Outcome<StreamAnswer> QueueViews::remove(StreamRequest request) {
    return give(std::move(request), QueueView::Command(RemoveQueueView{}));
}

json::object QueueViews::list(const Actor& reader) {
    const OrganisationPtr organisation = desk_.library().organisation();
    json::array items;
    for (const QueueView& one : seen_by(reader)) {
        const people::Person* owner = organisation->person(one.owner);
        items.push_back({{"id", one.id},
                         {"version", one.version},
                         {"title", one.view.title.plain},
                         {"queue", one.view.queue},
                         {"filters", parse_json(one.view.filters.plain).value()},
                         {"sort", one.view.sort},
                         {"layout", token(one.view.layout)},
                         {"shared", one.view.shared},
                         {"own", one.owner == reader.person},
                         {"owner_name", owner == nullptr ? one.owner.text() : owner->name},
                         {"kept_at", to_string(one.kept_at)}});
    }
    return {{"items", std::move(items)}};
}

} // namespace chengban::usecase
