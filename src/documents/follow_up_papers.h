// What the papers of follow-up are made from (11): the list of a sample, and the sheet of one call.
#pragma once

#include "documents/order_papers.h"

namespace chengban::documents {

struct SampledOrder {
    std::string hotline_number;
    std::string title;
    std::string unit;
    std::optional<Instant> completed_at;
    std::string state; // of the call
    static constexpr auto fields() {
        using T = SampledOrder;
        return std::tuple{paper_field("hotline_number", &T::hotline_number, "工单编号", "number"),
                          paper_field("title", &T::title, "标题", "title"),
                          paper_field("unit", &T::unit, "承办单位", "unit"),
                          paper_field("completed_at", &T::completed_at, "办结时间", "completed"),
                          paper_field("state", &T::state, "回访情况", "state")};
    }
};

// With all that is needed to draw the same sample again.
struct SamplingSheet {
    std::string plan;
    std::optional<Day> first;
    std::optional<Day> last;
    std::int64_t drawing = 0;
    std::string seed;
    std::int64_t candidates = 0;
    std::optional<Instant> cut;
    std::string sample_digest;
    std::vector<SampledOrder> rows;
    static constexpr auto fields() {
        using T = SamplingSheet;
        return std::tuple{
            paper_field("plan", &T::plan, "方案", "plan"),
            paper_field("first", &T::first, "首日", "first day"),
            paper_field("last", &T::last, "末日", "last day"),
            defaulted("drawing", &T::drawing, "第几次抽取", "drawing", k_paper_count),
            paper_field("seed", &T::seed, "随机种子", "seed"),
            defaulted("candidates", &T::candidates, "可抽件数", "candidates", k_paper_count),
            paper_field("cut", &T::cut, "数据截止", "cut"),
            paper_field("sample_digest", &T::sample_digest, "样本摘要", "digest"),
            paper_field("rows", &T::rows, "样本", "sample")};
    }
};

// A question as it is put, and what can be answered; the one that was answered is ticked.
struct CallQuestion {
    std::string name; // 11.1 先行联系
    std::string say;
    std::vector<std::string> options;
    std::string answer;
    static constexpr auto fields() {
        using T = CallQuestion;
        return std::tuple{paper_field("name", &T::name, "项目", "item"),
                          paper_field("say", &T::say, "问法", "words"),
                          paper_field("options", &T::options, "选项", "options"),
                          paper_field("answer", &T::answer, "回答", "answer")};
    }
};

struct CallRecord {
    OrderFacts order;
    std::string outcome; // of the unit's own report
    std::vector<std::string> attempts;
    std::string greeting;
    std::vector<CallQuestion> questions;
    std::string remark;
    std::string caller;
    std::optional<Instant> at;
    static constexpr auto fields() {
        using T = CallRecord;
        return std::tuple{paper_field("order", &T::order, "工单", "order"),
                          paper_field("outcome", &T::outcome, "处理结果", "outcome"),
                          paper_field("attempts", &T::attempts, "呼叫记录", "attempts"),
                          paper_field("greeting", &T::greeting, "开场", "greeting"),
                          paper_field("questions", &T::questions, "问题", "questions"),
                          paper_field("remark", &T::remark, "市民意见", "remark"),
                          paper_field("caller", &T::caller, "回访员", "caller"),
                          paper_field("at", &T::at, "回访时间", "time")};
    }
};

} // namespace chengban::documents
