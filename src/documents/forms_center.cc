// Papers of the center: 12.4 half-year table, 15 knowledge sheets, 16 bulletins, 17 appraisal
// table.
#include "documents/form_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::documents {

namespace {

Row head_row(const std::vector<std::string>& names) {
    Row row;
    for (const std::string& name : names) {
        row.push_back(text_cell(name, Align::centre));
    }
    return row;
}

Cell count_cell(std::int64_t count) {
    Cell cell;
    cell.value = count;
    return cell;
}

Cell centred_count(std::int64_t count) {
    Cell cell = count_cell(count);
    cell.align = Align::centre;
    return cell;
}

Cell rate_cell(const Rate& rate) {
    Cell cell;
    cell.align = Align::right;
    if (rate.percent) {
        cell.value = tabular::Percent{*rate.percent};
    }
    return cell;
}

// 41/50
Cell fraction_cell(const Rate& rate) {
    return text_cell(
        fmt::format("{}/{}", rate.numerator.empty() ? "0" : rate.numerator, rate.denominator),
        Align::right);
}

struct BulletinWords {
    std::string_view name;                  // of the masthead
    std::string_view title;                 // with the period in it
    std::vector<std::string_view> required; // sections the regulation names
};

BulletinWords words_of(BulletinKind kind) {
    switch (kind) {
    case BulletinKind::daily:
        return {"12345热线每日动态",
                "{}市民服务热线转办工单动态",
                {"一、反映集中的问题", "二、重要倾向性问题", "三、苗头性问题"}};
    case BulletinKind::weekly:
        return {"12345热线工单办理周报",
                "{}市民服务热线工单承办情况",
                {"一、各单位承办情况", "二、存在的问题"}};
    case BulletinKind::monthly:
        return {"12345热线工单办理简报",
                "{}市民服务热线工单办理情况",
                {"一、办理数据", "二、热点问题"}};
    case BulletinKind::ad_hoc:
        return {"12345热线工作专报",
                "{}市民服务热线工单办理工作专报",
                {"一、普遍性问题", "二、具有借鉴意义的做法经验"}};
    }
    unreachable("bulletin without words");
}

Table bulletin_table(const BulletinTable& given) {
    Table table;
    table.caption = given.caption;
    table.shares.assign(std::max<std::size_t>(given.headers.size(), 1), 1.0);
    table.shares.front() = given.headers.size() > 3 ? 1.8 : 1.3;
    table.head = {head_row(given.headers)};
    for (const std::vector<std::string>& values : given.rows) {
        Row row;
        for (std::size_t i = 0; i < std::min(values.size(), table.shares.size()); ++i) {
            row.push_back(text_cell(values[i], i == 0 ? Align::left : Align::right));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace

Document bulletin(const Bulletin& paper) {
    const BulletinWords words = words_of(paper.kind);
    Document document;
    document.head = BulletinHead{
        std::string(words.name),
        fmt::format("{}第{}期", paper.year ? fmt::format("〔{}〕", *paper.year) : std::string(),
                    paper.issue ? std::to_string(*paper.issue) : std::string(k_blank)),
        or_blank(paper.issuer), day_words(paper.day)};
    document.title = paper.title.empty()
                         ? fmt::format(fmt::runtime(words.title), or_blank(paper.period))
                         : paper.title;
    if (paper.sections.empty()) {
        for (const std::string_view heading : words.required) {
            add_heading(document, 1, std::string(heading));
            add_paragraph(document, {});
        }
    }
    for (const BulletinSection& section : paper.sections) {
        if (!section.heading.empty()) {
            add_heading(document, 1, section.heading);
        }
        for (const std::string& paragraph : section.paragraphs) {
            add_paragraph(document, paragraph);
        }
        if (section.table) {
            document.body.emplace_back(bulletin_table(*section.table));
        } else if (section.paragraphs.empty()) {
            add_paragraph(document, {});
        }
    }
    document.imprint = imprint(paper.copies_to, paper.issuer, paper.day);
    document.imprint->reports_to = paper.report_to;
    return document;
}

Document knowledge_sheet(const KnowledgeSheet& paper) {
    Document document;
    document.title = fmt::format("市民服务热线知识库{}单",
                                 paper.kind == KnowledgeKind::update ? "更新" : zh(paper.kind));
    document.reference = number_line(paper.number);
    Table table = form_table();
    table.rows.push_back(wide_row("主题", paper.topic));
    table.rows.push_back(pair_row("责任部门", paper.unit, "知识库\n维护人", paper.keeper));
    if (paper.kind == KnowledgeKind::update) {
        table.rows.push_back(pair_row("政策公布\n日期", day_words(paper.published), "提交时限",
                                      due_words(paper.due)));
    } else {
        table.rows.push_back(wide_row("热线编号", paper.hotline_number));
        table.rows.push_back(
            pair_row("下发时间", time_words(paper.issued_at), "完成时限", due_words(paper.due)));
        table.rows.push_back(wide_row(paper.kind == KnowledgeKind::correction ? "需纠错的\n问题"
                                                                              : "市民咨询\n的问题",
                                      paper.question));
    }
    if (paper.kind != KnowledgeKind::missing) {
        table.rows.push_back(
            wide_row("现有内容", paper.current.empty() && paper.kind == KnowledgeKind::update
                                     ? std::string("无（新增）")
                                     : paper.current));
    }
    table.rows.push_back(wide_row("答复口径", paper.answer));
    table.rows.push_back(wide_row("依据", paper.source));
    table.rows.push_back(
        pair_row("有效期", paper.validity, "提交时间", time_words(paper.submitted_at)));
    table.rows.push_back(opinion_row("责任部门\n审核意见", paper.approval));
    table.rows.push_back(opinion_row("市物业管理\n事务中心\n意见", paper.review));
    document.body.emplace_back(std::move(table));
    return document;
}

Document half_year_table(const HalfYearTable& paper) {
    Document document;
    document.landscape = true;
    document.title = fmt::format("{}重复来电梳理、整改情况表", or_blank(paper.period));
    document.reference =
        fmt::format("承办单位：{}　　{}", or_blank(paper.unit), number_line(paper.number));
    Table table;
    table.shares = {0.7, 1.1, 2.1, 0.7, 2.6, 2.3, 2.2, 2.0, 1.4};
    table.head = {head_row({"序号", "反映人", "反映事项", "次数", "工单编号", "重复来电原因",
                            "整改措施", "完成期限", "整改结果"})};
    for (std::size_t i = 0; i < paper.rows.size(); ++i) {
        const RepeatRow& row = paper.rows[i];
        Cell by = text_cell(std::string(k_blank), Align::centre);
        if (row.by) {
            by.value = *row.by;
        }
        table.rows.push_back(
            {centred_count(static_cast<std::int64_t>(i + 1)),
             text_cell(or_blank(row.citizen), Align::centre), text_cell(or_blank(row.matter)),
             centred_count(row.times), text_cell(lines_of(row.hotline_numbers)),
             text_cell(or_blank(row.cause)), text_cell(or_blank(row.rectification)), std::move(by),
             text_cell(or_blank(row.result))});
    }
    const bool empty = table.rows.empty();
    document.body.emplace_back(std::move(table));
    if (empty) {
        add_paragraph(document, "本期无重复来电。");
    }
    if (!paper.summary.empty()) {
        add_note(document, "整改情况：" + paper.summary);
    }
    add_note(document, fmt::format("填报人：{}　　审核人（主要负责人）：{}　　填报日期：{}",
                                   or_blank(paper.filled_by), or_blank(paper.approved_by),
                                   day_words(paper.day)));
    return document;
}

Document appraisal_table(const AppraisalTable& paper) {
    Document document;
    document.landscape = true;
    document.title = fmt::format("{}市民服务热线工单办理工作考核结果表", or_blank(paper.period));
    document.reference = number_line(paper.number);
    Table table;
    table.shares = {0.75, 2.2, 1.0, 1.6, 1.45, 1.6, 1.45, 1.6, 1.45, 1.6, 1.45, 1.2};
    table.head = {head_row({"序号", paper.by.empty() ? "承办单位" : paper.by, "受理量", "按时办结",
                            "按时办结率", "先行联系", "先行联系率", "实际解决", "实际解决率",
                            "满意评价", "市民满意率", "备注"})};
    const auto row = [](Cell first, const AppraisalRow& a) {
        return Row{std::move(first),           text_cell(or_blank(a.name)),
                   count_cell(a.received),     fraction_cell(a.on_time),
                   rate_cell(a.on_time),       fraction_cell(a.first_contact),
                   rate_cell(a.first_contact), fraction_cell(a.resolution),
                   rate_cell(a.resolution),    fraction_cell(a.satisfaction),
                   rate_cell(a.satisfaction),  text_cell(a.remark)};
    };
    for (std::size_t i = 0; i < paper.rows.size(); ++i) {
        table.rows.push_back(row(centred_count(static_cast<std::int64_t>(i + 1)), paper.rows[i]));
    }
    if (paper.total) {
        table.rows.push_back(row(text_cell(""), *paper.total));
    }
    document.body.emplace_back(std::move(table));
    add_note(document, "计算口径：" + lines_of(paper.formulas));
    add_note(document, fmt::format("数据截点：{}。无数据的以“–”表示。", or_blank(paper.seal)));
    document.signature = signature(paper.issuer, paper.day, true);
    return document;
}

} // namespace chengban::documents
