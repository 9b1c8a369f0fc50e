#include "casework/explained.h"

#include "rulebook/vocabulary.h"
#include "workorder/state.h"

#include <utility>
#include <vector>

namespace chengban::casework {

namespace {

using Part = std::pair<std::string, std::string>;

template <class E>
void add_words(std::vector<Part>& parts) {
    for (const auto& row : EnumTable<E>::rows) {
        parts.emplace_back("「" + std::string(row.zh) + "」", " «" + std::string(row.en) + "»");
    }
}

// A part stands before those that are found within it.
std::vector<Part> all_parts() {
    std::vector<Part> parts{
        {"超过办理时限 ", "past its limit by "},
        {" 天仍未办结", " days and not completed"},
        {"已催办 ", "reminded "},
        {" 次，超过办理时限仍未办结", " times, past its limit and not completed"},
        {"同一市民同一事项当年度第 ", "call "},
        {" 次反映", " of one citizen on one matter in the year"},
        {" 名市民集中反映同一地点同类问题", " citizens complain of the same at one place"},
        {"局办公室指定办理", "named by the office"},
        {"退单未获同意", "its return was not agreed to"},
        {"，仍申请退单（", ", yet a return was applied for ("},
        {"），已延误且市民不满意", "); late, and the citizen is dissatisfied"},
        {"办结时处理结果为「未解决」", "completed as «not resolved»"},
        {"延期工单未实际解决", "extended, and not really resolved"},
        {"超过延长时限仍未办结", "past its extended limit and not completed"},
        {"存电抽查发现应解决未解决", "a check of the filing found that it could be solved"},
        {"事实认定：", "finding of fact: "},
        {"诉求认定：", "assessment of the claim: "},
        {"处理结果：", "outcome: "}};
    add_words<FactFinding>(parts);
    add_words<ClaimAssessment>(parts);
    add_words<Outcome>(parts);
    for (const auto& row : EnumTable<workorder::Stage>::rows) {
        parts.emplace_back("(" + std::string(row.zh) + ")", "(" + std::string(row.en) + ")");
    }
    parts.insert(parts.end(), {{"；", "; "}, {"，", ", "}, {"：", ": "}});
    return parts;
}

} // namespace

std::string explained_in_english(std::string_view explanation) {
    static const std::vector<Part> parts = all_parts();
    std::string text(explanation);
    for (const auto& [zh, en] : parts) {
        for (std::size_t at = text.find(zh); at != std::string::npos;
             at = text.find(zh, at + en.size())) {
            text.replace(at, zh.size(), en);
        }
    }
    return text;
}

} // namespace chengban::casework
