// Finding the entry that answers (15.1: easy to query, easy to use).
#pragma once

#include "knowledge/entry.h"
#include "text/similarity.h"

namespace chengban::knowledge {

struct SearchRequest {
    std::string phrase; // of two or more characters; empty = all
    std::string like;   // a citizen's words: the entries most like them first
    std::vector<UnitId> units;
    std::string category;
    std::optional<EntryKind> kind;
    bool expired_too = false; // else only what is published and valid today
    std::size_t at_most = 50;
};

struct Found {
    const Entry* entry = nullptr;
    std::int32_t score = 0; // higher is nearer
    Validity validity = Validity::valid;
};

// Published entries, nearest first; ties by the newest edition.
std::vector<Found> search(const std::vector<Entry>& entries, const SearchRequest& request,
                          Day today);

} // namespace chengban::knowledge
