// A queue with its filters under a name: a person's own, or shared with the unit of the post in
// which it was kept. It holds no order: whoever opens it sees what they may see at that moment. Its
// name and filters may hold a citizen's words, so they are sealed, and erased with the view.
#pragma once

#include "usecase/exports.h"

namespace chengban::usecase {

enum class ViewState { kept, removed };
enum class ViewLayout { list, table };

} // namespace chengban::usecase

template <>
struct chengban::EnumTable<chengban::usecase::ViewState> {
    using E = chengban::usecase::ViewState;
    static constexpr std::array rows{EnumRow<E>{E::kept, "kept", "在用", "kept"},
                                     EnumRow<E>{E::removed, "removed", "已删除", "removed"}};
};
template <>
struct chengban::EnumTable<chengban::usecase::ViewLayout> {
    using E = chengban::usecase::ViewLayout;
    static constexpr std::array rows{EnumRow<E>{E::list, "list", "列表", "list"},
                                     EnumRow<E>{E::table, "table", "表格", "table"}};
};

namespace chengban::usecase {

inline constexpr std::int64_t k_views_each = 50; // of one person

// What a client sends: the whole view, also to change one.
struct QueueViewWish {
    Text title;
    std::string queue;
    std::vector<ExportFilter> filters;
    std::string sort;
    ViewLayout layout = ViewLayout::list;
    bool shared = false;
    static constexpr auto fields() {
        using T = QueueViewWish;
        return std::tuple{field("title", &T::title, "名称", "name", {1, 30}),
                          field("queue", &T::queue, "队列", "queue", {1, 40}),
                          defaulted("filters", &T::filters, "筛选", "filters", {0, 20}),
                          defaulted("sort", &T::sort, "排序", "sort", {0, 20}),
                          defaulted("layout", &T::layout, "版式", "layout"),
                          defaulted("shared", &T::shared, "与本单位共享", "shared with the unit")};
    }
};

struct KeepQueueView {
    static constexpr std::string_view name = "keep";
    Text title;
    std::string queue;
    Text filters; // JSON of the wish's list
    std::string sort;
    ViewLayout layout = ViewLayout::list;
    bool shared = false;
    static constexpr auto fields() {
        using T = KeepQueueView;
        return std::tuple{field("title", &T::title, "名称", "name", {1, 30}),
                          field("queue", &T::queue, "队列", "queue", {1, 40}),
                          field("filters", &T::filters, "筛选", "filters", {0, 10'000}),
                          field("sort", &T::sort, "排序", "sort", {0, 20}),
                          field("layout", &T::layout, "版式", "layout"),
                          field("shared", &T::shared, "与本单位共享", "shared with the unit")};
    }
};

struct RemoveQueueView {
    static constexpr std::string_view name = "remove";
    static constexpr auto fields() { return std::tuple{}; }
};

struct QueueView {
    static constexpr std::string_view kind = "queue_view";
    using Command = std::variant<KeepQueueView, RemoveQueueView>;
    using Event = Command; // what was done says all
    std::string id;
    std::int64_t version = 0;
    KeepQueueView view;
    ViewState state = ViewState::kept;
    PersonId owner;
    UnitId unit; // of the post in which it was kept
    Instant kept_at;
    static constexpr auto fields() {
        using T = QueueView;
        return std::tuple{
            field("view", &T::view, "视图", "view"), field("state", &T::state, "状态", "state"),
            field("owner", &T::owner, "保存人", "owner"), field("unit", &T::unit, "单位", "unit"),
            field("kept_at", &T::kept_at, "保存时间", "kept at")};
    }
};

void evolve_queue_view(QueueView& one, const QueueView::Event& event, const Stamp& stamp);
// Pure. `owned`: how many views the actor keeps.
Result<std::vector<QueueView::Event>> decide_queue_view(const QueueView& one,
                                                        const QueueView::Command& command,
                                                        const Stamp& stamp, std::int64_t owned);

class QueueViews {
public:
    explicit QueueViews(Desk& desk);

    // An empty id: a new one. Queue, filters and sort are tried first, so that each view can be
    // shown.
    Outcome<StreamAnswer> keep(StreamRequest request, QueueViewWish wish);
    Outcome<StreamAnswer> remove(StreamRequest request);
    // One's own, and those shared with the unit by people who still belong to it; oldest first.
    json::object list(const workorder::Actor& reader);

private:
    Outcome<StreamAnswer> give(StreamRequest request, QueueView::Command command);
    std::vector<QueueView> seen_by(const workorder::Actor& reader);
    bool may_know(const workorder::Actor& reader, const QueueView& one) const;

    Desk& desk_;
    StreamDesk<QueueView> views_;
};

} // namespace chengban::usecase
