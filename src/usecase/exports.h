// 18: a list taken out of the system. Who, when and why stand in the file and on record; above the
// rulebook's size another person approves it first; it is fetched once, within its days, and holds
// what its owner may see at that moment, masked as on the page.
#pragma once

#include "usecase/audit.h"
#include "usecase/queues.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

enum class ExportState { requested, approved, declined, fetched };
enum class ExportFormat { xlsx, csv, csv_gb18030 };
enum class ExportColumn {
    hotline_number,
    title,
    kind,
    category,
    district,
    unit,
    handler,
    state,
    limit_class,
    received_at,
    dispatched_at,
    completion_due,
    completed_at,
};

} // namespace chengban::usecase

template <>
struct chengban::EnumTable<chengban::usecase::ExportColumn> {
    using E = chengban::usecase::ExportColumn;
    static constexpr std::array rows{
        EnumRow<E>{E::hotline_number, "hotline_number", "热线工单编号", "hotline number"},
        EnumRow<E>{E::title, "title", "标题", "title"},
        EnumRow<E>{E::kind, "kind", "性质", "kind"},
        EnumRow<E>{E::category, "category", "分类", "category"},
        EnumRow<E>{E::district, "district", "区", "district"},
        EnumRow<E>{E::unit, "unit", "承办单位", "unit"},
        EnumRow<E>{E::handler, "handler", "经办人", "handler"},
        EnumRow<E>{E::state, "state", "状态", "state"},
        EnumRow<E>{E::limit_class, "limit_class", "时限类别", "class of limit"},
        EnumRow<E>{E::received_at, "received_at", "收到时间", "received at"},
        EnumRow<E>{E::dispatched_at, "dispatched_at", "派单时间", "dispatched at"},
        EnumRow<E>{E::completion_due, "completion_due", "办结时限", "completion due"},
        EnumRow<E>{E::completed_at, "completed_at", "办结时间", "completed at"}};
};
template <>
struct chengban::EnumTable<chengban::usecase::ExportState> {
    using E = chengban::usecase::ExportState;
    static constexpr std::array rows{EnumRow<E>{E::requested, "requested", "待审批", "requested"},
                                     EnumRow<E>{E::approved, "approved", "可领取", "approved"},
                                     EnumRow<E>{E::declined, "declined", "未批准", "declined"},
                                     EnumRow<E>{E::fetched, "fetched", "已领取", "fetched"}};
};
template <>
struct chengban::EnumTable<chengban::usecase::ExportFormat> {
    using E = chengban::usecase::ExportFormat;
    static constexpr std::array rows{
        EnumRow<E>{E::xlsx, "xlsx", "Excel 表格", "spreadsheet"},
        EnumRow<E>{E::csv, "csv", "CSV（UTF-8）", "CSV (UTF-8)"},
        EnumRow<E>{E::csv_gb18030, "csv_gb18030", "CSV（GB 18030）", "CSV (GB 18030)"}};
};

namespace chengban::usecase {

struct ExportFilter {
    std::string name;
    std::string value;
    static constexpr auto fields() {
        return std::tuple{field("name", &ExportFilter::name, "筛选项", "filter", {1, 40}),
                          field("value", &ExportFilter::value, "取值", "value", {1, 200})};
    }
};

// What a client sends.
struct ExportWish {
    std::string queue;
    std::vector<ExportFilter> filters;
    std::string sort; // of a list; empty: as they were received
    ExportFormat format = ExportFormat::xlsx;
    std::vector<ExportColumn> columns; // empty: all
    Text reason;
    static constexpr auto fields() {
        using T = ExportWish;
        return std::tuple{defaulted("queue", &T::queue, "队列", "queue", {0, 40}),
                          defaulted("filters", &T::filters, "筛选", "filters", {0, 20}),
                          defaulted("sort", &T::sort, "排序", "sort", {0, 20}),
                          defaulted("format", &T::format, "格式", "format"),
                          defaulted("columns", &T::columns, "列", "columns", {0, 20}),
                          field("reason", &T::reason, "用途", "purpose", {4, 500})};
    }
};

struct RequestExport {
    static constexpr std::string_view name = "request";
    std::string queue;
    Text filters; // JSON of the wish's list: a filter may hold a citizen's words
    std::string sort;
    ExportFormat format = ExportFormat::xlsx;
    std::vector<ExportColumn> columns; // empty: all
    Text reason;
    std::int64_t rows = 0;       // counted when it was asked for; it will not grow beyond
    bool needs_approval = false; // by the rulebook of that day
    static constexpr auto fields() {
        using T = RequestExport;
        return std::tuple{
            field("queue", &T::queue, "队列", "queue", {0, 40}),
            field("filters", &T::filters, "筛选", "filters", {0, 10'000}),
            defaulted("sort", &T::sort, "排序", "sort", {0, 20}),
            field("format", &T::format, "格式", "format"),
            defaulted("columns", &T::columns, "列", "columns", {0, 20}),
            field("reason", &T::reason, "用途", "purpose", {1, 500}),
            field("rows", &T::rows, "行数", "rows", {0, 10'000'000}),
            field("needs_approval", &T::needs_approval, "须审批", "needs an approval")};
    }
};

struct DecideExport {
    static constexpr std::string_view name = "decide";
    bool agree = false;
    Text reason;
    static constexpr auto fields() {
        using T = DecideExport;
        return std::tuple{field("agree", &T::agree, "同意", "agree"),
                          field("reason", &T::reason, "意见", "opinion", {1, 500})};
    }
};

struct FetchExport {
    static constexpr std::string_view name = "fetch";
    std::int64_t rows = 0;
    static constexpr auto fields() {
        return std::tuple{field("rows", &FetchExport::rows, "行数", "rows", {0, 10'000'000})};
    }
};

struct Export {
    static constexpr std::string_view kind = "export";
    using Command = std::variant<RequestExport, DecideExport, FetchExport>;
    using Event = Command; // what was done says all
    std::string id;
    std::int64_t version = 0;
    RequestExport request;
    ExportState state = ExportState::requested;
    workorder::Actor owner;
    Instant requested_at;
    std::optional<workorder::Actor> decided_by;
    std::optional<Instant> decided_at; // from here its days count
    std::optional<Text> opinion;
    static constexpr auto fields() {
        using T = Export;
        return std::tuple{field("request", &T::request, "申请", "request"),
                          field("state", &T::state, "状态", "state"),
                          field("owner", &T::owner, "申请人", "owner"),
                          field("requested_at", &T::requested_at, "申请时间", "requested at"),
                          field("decided_by", &T::decided_by, "审批人", "decided by"),
                          field("decided_at", &T::decided_at, "审批时间", "decided at"),
                          field("opinion", &T::opinion, "意见", "opinion")};
    }
};

void evolve_export(Export& one, const Export::Event& event, const Stamp& stamp);
// Pure. `days`: how long an approved export can be fetched.
Result<std::vector<Export::Event>> decide_export(const Export& one, const Export::Command& command,
                                                 const Stamp& stamp, std::int32_t days);

struct ExportFile {
    std::string name;
    std::string content_type;
    std::string bytes;
};

class Exports {
public:
    Exports(Desk& desk, Audit& audit);

    Outcome<StreamAnswer> request(const workorder::Actor& owner, ExportWish wish,
                                  const std::string& idempotency_key);
    Outcome<StreamAnswer> decide(const workorder::Actor& actor, const std::string& id,
                                 DecideExport command, const std::string& idempotency_key);
    // Once; the record is durable before the file is handed out.
    Outcome<ExportFile> fetch(const workorder::Actor& owner, const std::string& id);
    // One's own, and those one may decide on.
    Outcome<json::object> list(const workorder::Actor& reader);

private:
    Outcome<Export> find(const workorder::Actor& reader, const std::string& id);
    Outcome<ExportFile> write_file(const workorder::Actor& owner, const Export& one,
                                   std::int64_t& rows);
    std::int32_t days() const;

    Desk& desk_;
    Audit& audit_;
    StreamDesk<Export> exports_;
};

} // namespace chengban::usecase
