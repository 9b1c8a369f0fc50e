#include "knowledge/search.h"

#include <algorithm>

namespace chengban::knowledge {

namespace {

// Where a phrase stands says how near the entry is.
constexpr std::int32_t k_in_title = 4000;
constexpr std::int32_t k_in_keywords = 3000;
constexpr std::int32_t k_in_question = 2000;
constexpr std::int32_t k_in_answer = 1000;

std::int32_t phrase_score(const text::PhraseMatcher& phrase, const Content& content) {
    if (phrase.in(content.title)) {
        return k_in_title;
    }
    for (const std::string& keyword : content.keywords) {
        if (phrase.in(keyword)) {
            return k_in_keywords;
        }
    }
    if (phrase.in(content.question)) {
        return k_in_question;
    }
    return phrase.in(content.answer) || phrase.in(content.source) ? k_in_answer : 0;
}

std::string question_of(const Content& content) {
    std::string text = content.title + "\n" + content.question;
    for (const std::string& keyword : content.keywords) {
        text += "\n" + keyword;
    }
    return text;
}

bool asked_for(const Entry& entry, const SearchRequest& request, Validity validity) {
    const Content& content = entry.published->content;
    const bool unit = request.units.empty() || std::find(request.units.begin(), request.units.end(),
                                                         entry.unit) != request.units.end();
    const bool category = request.category.empty() || content.category == request.category;
    const bool kind = !request.kind || content.kind == *request.kind;
    return unit && category && kind &&
           (request.expired_too || (validity == Validity::valid && !entry.retired));
}

} // namespace

std::vector<Found> search(const std::vector<Entry>& entries, const SearchRequest& request,
                          Day today) {
    std::optional<text::PhraseMatcher> phrase;
    if (!request.phrase.empty()) {
        phrase.emplace(request.phrase);
    }
    const text::GramSet like(request.like);
    std::vector<Found> found;
    for (const Entry& entry : entries) {
        if (!entry.published) {
            continue;
        }
        const Content& content = entry.published->content;
        const Found hit{&entry, 0, validity(content, today)};
        if (!asked_for(entry, request, hit.validity)) {
            continue;
        }
        std::int32_t score = 0;
        if (phrase) {
            score = phrase_score(*phrase, content);
            if (score == 0) {
                continue;
            }
        }
        if (like.size() > 0) {
            const text::GramSet question(question_of(content));
            const auto near = static_cast<std::int32_t>(like.common_with(question) * 1000 /
                                                        std::max<std::size_t>(1, like.size()));
            if (near == 0 && !phrase) {
                continue;
            }
            score += near;
        }
        found.push_back({&entry, score, hit.validity});
    }
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return a.score != b.score ? a.score > b.score
                                  : a.entry->published->at > b.entry->published->at;
    });
    found.resize(std::min(found.size(), request.at_most));
    return found;
}

} // namespace chengban::knowledge
