#include "knowledge/frequent.h"

#include "knowledge/search.h"

#include <algorithm>

namespace chengban::knowledge {

namespace {

// Titles that share so much speak of the same matter.
constexpr std::int32_t k_alike_per_mille = 300;
// An entry that holds so much of the title answers it.
constexpr std::int32_t k_answers_per_mille = 500;

struct Group {
    text::GramSet lead;
    std::vector<const Consultation*> members;
};

} // namespace

std::vector<FrequentMatter> frequent_matters(const std::vector<Consultation>& consultations,
                                             const std::vector<Entry>& entries,
                                             std::int32_t at_least, Day today) {
    std::vector<Group> groups;
    for (const Consultation& one : consultations) {
        const text::GramSet grams(one.title);
        Group* nearest = nullptr;
        std::int32_t best = k_alike_per_mille - 1;
        for (Group& group : groups) {
            const std::int32_t alike = text::similarity_per_mille(group.lead, grams);
            if (group.members.front()->category == one.category && alike > best) {
                nearest = &group;
                best = alike;
            }
        }
        if (nearest == nullptr) {
            groups.push_back({grams, {&one}});
        } else {
            nearest->members.push_back(&one);
        }
    }
    std::erase_if(groups, [&](const Group& group) {
        return static_cast<std::int32_t>(group.members.size()) < at_least;
    });
    std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        return a.members.size() > b.members.size();
    });
    std::vector<FrequentMatter> matters;
    for (Group& group : groups) {
        std::stable_sort(group.members.begin(), group.members.end(),
                         [](const Consultation* a, const Consultation* b) {
                             return a->received_at > b->received_at;
                         });
        FrequentMatter matter;
        matter.category = group.members.front()->category;
        matter.title = group.members.front()->title;
        for (const Consultation* member : group.members) {
            matter.orders.push_back(member->order);
        }
        SearchRequest request;
        request.like = matter.title;
        request.at_most = 1;
        const std::vector<Found> found = search(entries, request, today);
        if (!found.empty() && found.front().score >= k_answers_per_mille) {
            matter.answered_by = found.front().entry->id;
        }
        matters.push_back(std::move(matter));
    }
    return matters;
}

} // namespace chengban::knowledge
