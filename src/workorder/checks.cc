#include "workorder/checks.h"

#include "base/utf8.h"

#include <algorithm>

namespace chengban::workorder {

void Checks::refuse(std::string code, std::string_view clause, std::string field, std::string zh,
                    std::string en) {
    reasons_.push_back(
        {std::move(code), std::string(clause), std::move(field), {std::move(zh), std::move(en)}});
}

void Checks::broken(rulebook::Rule rule, std::string field, const Words& detail) {
    const rulebook::RuleRow& row = rulebook::row_of(rule);
    Words words{std::string(row.zh), std::string(row.en)};
    if (!detail.zh.empty()) {
        words.zh += "：" + detail.zh;
        words.en += ": " + detail.en;
    }
    switch (rulebook_.strength(rule)) {
    case rulebook::Strength::block:
        reasons_.push_back(
            {std::string(row.token), std::string(row.clause), std::move(field), std::move(words)});
        return;
    case rulebook::Strength::flag:
        put_flag(row, words, detail);
        return;
    case rulebook::Strength::advise:
        advice_.push_back(
            {std::string(row.token), std::string(row.clause), std::move(field), std::move(words)});
        return;
    }
}

void Checks::flag(rulebook::Rule rule) {
    const rulebook::RuleRow& row = rulebook::row_of(rule);
    put_flag(row, {std::string(row.zh), std::string(row.en)}, {});
}

// One flag a rule, however often one act breaks it: an event stays small, a report counts acts.
void Checks::put_flag(const rulebook::RuleRow& row, const Words& words, const Words& detail) {
    const auto found = std::find_if(flags_.begin(), flags_.end(),
                                    [&](const FlagFact& flag) { return flag.rule == row.token; });
    if (found == flags_.end()) {
        flags_.push_back({std::string(row.token), std::string(row.clause),
                          std::string(first_code_points(words.zh, k_flag_words_max)),
                          std::string(first_code_points(words.en, k_flag_words_max))});
        return;
    }
    if (!detail.zh.empty()) {
        found->zh = first_code_points(found->zh + "；" + detail.zh, k_flag_words_max);
        found->en = first_code_points(found->en + "; " + detail.en, k_flag_words_max);
    }
}

} // namespace chengban::workorder
