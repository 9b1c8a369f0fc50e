// Papers of follow-up (11): the sampling sheet and the record of one call.
#include "documents/form_parts.h"

#include <fmt/format.h>

namespace chengban::documents {

namespace {

Cell head_cell(std::string text) {
    return text_cell(std::move(text), Align::centre);
}

std::string question_text(const CallQuestion& question) {
    std::string text = question.say;
    text += text.empty() ? "" : "\n";
    for (const std::string& option : question.options) {
        text += fmt::format("{}{}　　", option == question.answer ? "■" : "□", option);
    }
    return text;
}

} // namespace

Document sampling_sheet(const SamplingSheet& paper) {
    Document document;
    document.title = "市民服务热线工单回访抽样清单";
    document.reference = fmt::format("{}（第{}次抽取）", or_blank(paper.plan), paper.drawing);
    Table table;
    table.shares = {0.9, 3.5, 2.6, 2.0, 2.5, 1.5};
    table.head = {{head_cell("序号"), head_cell("工单编号"), head_cell("标题"),
                   head_cell("承办单位"), head_cell("办结时间"), head_cell("回访情况")}};
    for (std::size_t i = 0; i < paper.rows.size(); ++i) {
        const SampledOrder& row = paper.rows[i];
        Cell number;
        number.value = static_cast<std::int64_t>(i + 1);
        number.align = Align::centre;
        Cell completed = text_cell(std::string(k_blank), Align::centre);
        if (row.completed_at) {
            completed.value = day_of(*row.completed_at);
        }
        table.rows.push_back({std::move(number), text_cell(or_blank(row.hotline_number)),
                              text_cell(or_blank(row.title)), text_cell(or_blank(row.unit)),
                              std::move(completed), text_cell(or_blank(row.state), Align::centre)});
    }
    document.body.emplace_back(std::move(table));
    add_note(document,
             fmt::format("办结日期：{}至{}；可抽{}件，抽取{}件；随机种子：{}；数据截止：{}。",
                         day_words(paper.first), day_words(paper.last), paper.candidates,
                         paper.rows.size(), or_blank(paper.seed), time_words(paper.cut)));
    add_note(document, fmt::format("样本摘要（SM3）：{}。按同一方案、种子和数据截止可重抽核对。",
                                   or_blank(paper.sample_digest)));
    return document;
}

Document call_record(const CallRecord& paper) {
    Document document;
    document.title = "市民服务热线工单回访记录表";
    Table table = form_table();
    add_order_rows(table, paper.order, true);
    table.rows.push_back(wide_row("处理结果", paper.outcome));
    if (!paper.attempts.empty()) {
        table.rows.push_back(wide_row("呼叫记录", lines_of(paper.attempts)));
    }
    table.rows.push_back(wide_row("开场", paper.greeting));
    for (const CallQuestion& question : paper.questions) {
        table.rows.push_back(wide_row(question.name, question_text(question)));
    }
    table.rows.push_back(wide_row("市民意见", paper.remark));
    table.rows.push_back(pair_row("回访员", paper.caller, "回访时间", time_words(paper.at)));
    document.body.emplace_back(std::move(table));
    return document;
}

} // namespace chengban::documents
