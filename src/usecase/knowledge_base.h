// The knowledge base (15): commands on entries and on what the hotline sends down, search, and what
// frequent consultations suggest. Published entries are kept in memory between changes.
#pragma once

#include "knowledge/frequent.h"
#include "knowledge/search.h"
#include "knowledge/task.h"
#include "usecase/desk.h"
#include "usecase/stream_desk.h"

#include <mutex>

namespace chengban::usecase {

class KnowledgeBase {
public:
    explicit KnowledgeBase(Desk& desk);

    Outcome<StreamAnswer> give(StreamRequest request, knowledge::Entry::Command command);
    Outcome<StreamAnswer> give(StreamRequest request, knowledge::Task::Command command);

    // {"items":[…]}, nearest first.
    json::object search(const knowledge::SearchRequest& request);
    // Published ones for everybody; drafts for their unit and the center.
    Outcome<json::object> entry(const workorder::Actor& reader, const std::string& id);
    Outcome<json::object> task(const workorder::Actor& reader, const std::string& id);
    // The same as they are stored, for papers; of a stranger's entry without what is being written.
    Outcome<knowledge::Entry> find_entry(const workorder::Actor& reader, const std::string& id);
    Outcome<knowledge::Task> find_task(const workorder::Actor& reader, const std::string& id);
    // Rows of entries or tasks, one page: {"items":[…],"next_cursor":…}.
    Outcome<json::object> list(const workorder::Actor& reader, const store::StreamFilter& filter,
                               const store::StreamPageRequest& page);
    // 15.3, of the orders the reader may see.
    json::object frequent(const workorder::Actor& reader);
    // 15.1: who keeps each department's entries; a department without a keeper is a finding.
    json::object keepers();

private:
    using Entries = std::shared_ptr<const std::vector<knowledge::Entry>>;
    Entries entries();
    bool keeps_entries(const UnitId& unit);
    json::object entry_json(const knowledge::Entry& entry);
    json::object task_json(const knowledge::Task& task);

    Desk& desk_;
    StreamDesk<knowledge::Entry> entries_;
    StreamDesk<knowledge::Task> tasks_;
    std::mutex mutex_;
    Entries cached_; // empty after a change
};

} // namespace chengban::usecase
