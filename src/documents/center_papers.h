// What bulletins, knowledge sheets and the appraisal table are made from (15, 16, 17).
#pragma once

#include "documents/order_papers.h"

namespace chengban::documents {

enum class BulletinKind { daily, weekly, monthly, ad_hoc };

// A table inside a bulletin; numbers are given as text and stand at the right.
struct BulletinTable {
    std::string caption;
    std::vector<std::string> headers;
    std::vector<std::vector<std::string>> rows;
    static constexpr auto fields() {
        using T = BulletinTable;
        return std::tuple{paper_field("caption", &T::caption, "表名", "caption"),
                          paper_field("headers", &T::headers, "栏目", "headers"),
                          paper_field("rows", &T::rows, "数据", "rows")};
    }
};

struct BulletinSection {
    std::string heading;
    std::vector<std::string> paragraphs;
    std::optional<BulletinTable> table;
    static constexpr auto fields() {
        using T = BulletinSection;
        return std::tuple{paper_field("heading", &T::heading, "标题", "heading"),
                          paper_field("paragraphs", &T::paragraphs, "段落", "paragraphs"),
                          paper_field("table", &T::table, "表", "table")};
    }
};

// 16; sections that the regulation asks for and that are missing show as blanks.
struct Bulletin {
    BulletinKind kind = BulletinKind::daily;
    std::optional<std::int64_t> year;
    std::optional<std::int64_t> issue; // 〔2026〕第N期
    std::string issuer;
    std::string title;  // empty: made from kind and period
    std::string period; // 2026年10月, 11月16日—11月22日
    std::vector<BulletinSection> sections;
    std::string report_to; // 报送
    std::string copies_to;
    std::optional<Day> day;
    static constexpr auto fields() {
        using T = Bulletin;
        return std::tuple{paper_field("kind", &T::kind, "种类", "kind"),
                          field("year", &T::year, "年份", "year", {k_year_min, k_year_max}),
                          field("issue", &T::issue, "期号", "issue", k_paper_count),
                          paper_field("issuer", &T::issuer, "编印单位", "issuer"),
                          paper_field("title", &T::title, "标题", "title"),
                          paper_field("period", &T::period, "期间", "period"),
                          paper_field("sections", &T::sections, "内容", "sections"),
                          paper_field("report_to", &T::report_to, "报送", "reported to"),
                          paper_field("copies_to", &T::copies_to, "抄送", "copies to"),
                          paper_field("day", &T::day, "日期", "day")};
    }
};

// 15.2 new policy, 15.4 correction and missing entry
enum class KnowledgeKind { update, correction, missing };

struct KnowledgeSheet {
    KnowledgeKind kind = KnowledgeKind::update;
    std::string number;
    std::string hotline_number; // of what the hotline sent down
    std::string topic;
    std::string question;         // the citizen's, or what is wrong
    std::string current;          // as the entry reads now
    std::string answer;           // as it shall read
    std::string source;           // document and clause
    std::optional<Day> published; // of the policy
    std::string validity;
    std::string unit;
    std::string keeper;
    std::optional<Instant> issued_at; // to the unit
    std::optional<Instant> due;
    std::optional<Instant> submitted_at;
    Opinion approval; // of the department
    Opinion review;   // of the center
    static constexpr auto fields() {
        using T = KnowledgeSheet;
        return std::tuple{
            paper_field("kind", &T::kind, "种类", "kind"),
            paper_field("number", &T::number, "编号", "number"),
            paper_field("hotline_number", &T::hotline_number, "热线编号", "hotline number"),
            paper_field("topic", &T::topic, "主题", "topic"),
            paper_field("question", &T::question, "问题", "question"),
            paper_field("current", &T::current, "现有内容", "current"),
            paper_field("answer", &T::answer, "答复口径", "answer"),
            paper_field("source", &T::source, "依据", "source"),
            paper_field("published", &T::published, "政策公布日期", "published"),
            paper_field("validity", &T::validity, "有效期", "validity"),
            paper_field("unit", &T::unit, "责任部门", "unit"),
            paper_field("keeper", &T::keeper, "知识库维护人", "keeper"),
            paper_field("issued_at", &T::issued_at, "下发时间", "issued at"),
            paper_field("due", &T::due, "完成时限", "due"),
            paper_field("submitted_at", &T::submitted_at, "提交时间", "submitted at"),
            paper_field("approval", &T::approval, "部门审核意见", "approval"),
            paper_field("review", &T::review, "中心审核意见", "review")};
    }
};

// 17: a rate as appraisal made it, with what it is made of. Without data there is no percentage.
struct Rate {
    std::string numerator; // 108.8 where answers are weighed
    std::int64_t denominator = 0;
    std::optional<std::int64_t> percent; // in hundredths: 8500 is 85.00 %
    static constexpr auto fields() {
        using T = Rate;
        return std::tuple{
            paper_field("numerator", &T::numerator, "分子", "numerator"),
            defaulted("denominator", &T::denominator, "分母", "denominator", k_paper_count),
            field("percent", &T::percent, "百分之一百分点", "hundredths of a percent",
                  {0, 10'000'000})};
    }
};

struct AppraisalRow {
    std::string name; // unit, section or handler
    std::int64_t received = 0;
    Rate on_time, first_contact, resolution, satisfaction;
    std::string remark;
    static constexpr auto fields() {
        using T = AppraisalRow;
        return std::tuple{
            paper_field("name", &T::name, "名称", "name"),
            defaulted("received", &T::received, "受理量", "received", k_paper_count),
            paper_field("on_time", &T::on_time, "按时办结率", "on time"),
            paper_field("first_contact", &T::first_contact, "先行联系率", "contact"),
            paper_field("resolution", &T::resolution, "实际解决率", "resolution"),
            paper_field("satisfaction", &T::satisfaction, "市民满意率", "satisfaction"),
            paper_field("remark", &T::remark, "备注", "remark")};
    }
};

struct AppraisalTable {
    std::string number;
    std::string period;
    std::string by; // 承办单位, 科室, 经办人
    std::vector<AppraisalRow> rows;
    std::optional<AppraisalRow> total;
    std::vector<std::string> formulas; // one a line, as the figures were made
    std::string seal;                  // the cut from which every figure recomputes
    std::string issuer;
    std::optional<Day> day;
    static constexpr auto fields() {
        using T = AppraisalTable;
        return std::tuple{paper_field("number", &T::number, "编号", "number"),
                          paper_field("period", &T::period, "考核期", "period"),
                          paper_field("by", &T::by, "考核对象", "by"),
                          paper_field("rows", &T::rows, "数据", "rows"),
                          paper_field("total", &T::total, "合计", "total"),
                          paper_field("formulas", &T::formulas, "计算口径", "formulas"),
                          paper_field("seal", &T::seal, "数据截点", "seal"),
                          paper_field("issuer", &T::issuer, "考核单位", "issuer"),
                          paper_field("day", &T::day, "日期", "day")};
    }
};

} // namespace chengban::documents

template <>
struct chengban::EnumTable<chengban::documents::BulletinKind> {
    using E = chengban::documents::BulletinKind;
    static constexpr std::array rows{EnumRow<E>{E::daily, "daily", "每日动态", "daily brief"},
                                     EnumRow<E>{E::weekly, "weekly", "周报", "weekly"},
                                     EnumRow<E>{E::monthly, "monthly", "月报", "monthly"},
                                     EnumRow<E>{E::ad_hoc, "ad_hoc", "专报", "ad hoc"}};
};

template <>
struct chengban::EnumTable<chengban::documents::KnowledgeKind> {
    using E = chengban::documents::KnowledgeKind;
    static constexpr std::array rows{EnumRow<E>{E::update, "update", "更新", "update"},
                                     EnumRow<E>{E::correction, "correction", "纠错", "correction"},
                                     EnumRow<E>{E::missing, "missing", "查无", "missing entry"}};
};
