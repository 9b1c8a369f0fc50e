// Long work with progress and cancel: imports, bulk dispatch, publishing a calendar. A job is one
// command per order, never all or nothing; its result says what became of each.
#pragma once

#include "base/json.h"
#include "usecase/refusal.h"
#include "workorder/actor.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace chengban::usecase {

enum class JobState { waiting, running, done, cancelled, failed };

class JobControl {
public:
    void progress(std::int64_t done, std::int64_t total) {
        done_ = done;
        total_ = total;
        if (listener_) {
            listener_(done, total);
        }
    }
    // For a terminal; set before the work begins.
    void on_progress(std::function<void(std::int64_t, std::int64_t)> listener) {
        listener_ = std::move(listener);
    }
    bool cancelled() const { return cancelled_; }

private:
    friend class Jobs;
    std::atomic<std::int64_t> done_{0};
    std::atomic<std::int64_t> total_{0};
    std::atomic<bool> cancelled_{false};
    std::function<void(std::int64_t, std::int64_t)> listener_;
};

struct JobResult {
    json::object summary;
    std::string content; // what GET …/result serves, e.g. CSV
    std::string content_type;
    std::string file_name;
};

class Jobs {
public:
    using Work = std::function<JobResult(JobControl&)>;

    // What broke a job is for the operator: `log` gets it with the number that its owner is shown.
    using Log = std::function<void(const std::string& incident, const std::string& job,
                                   const std::string& what)>;

    explicit Jobs(Log log = {});
    ~Jobs(); // cancels what waits, lets the running one stop at its next order

    // Jobs of all people run one after another, so that desks stay quick meanwhile.
    Outcome<std::string> start(const workorder::Actor& owner, std::string name, Work work,
                               Instant now);
    // Empty when it is not there or belongs to somebody else.
    std::optional<json::object> status(const workorder::Actor& owner, const std::string& id);
    std::optional<JobResult> result(const workorder::Actor& owner, const std::string& id);
    bool cancel(const workorder::Actor& owner, const std::string& id);
    json::array list(const workorder::Actor& owner);

private:
    struct Job;
    std::shared_ptr<Job> find(const workorder::Actor& owner, const std::string& id);
    void run();

    Log log_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::map<std::string, std::shared_ptr<Job>> jobs_; // bounded, oldest finished go first
    std::deque<std::shared_ptr<Job>> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace chengban::usecase

template <>
struct chengban::EnumTable<chengban::usecase::JobState> {
    using E = chengban::usecase::JobState;
    static constexpr std::array rows{EnumRow<E>{E::waiting, "waiting", "排队中", "waiting"},
                                     EnumRow<E>{E::running, "running", "进行中", "running"},
                                     EnumRow<E>{E::done, "done", "已完成", "done"},
                                     EnumRow<E>{E::cancelled, "cancelled", "已取消", "cancelled"},
                                     EnumRow<E>{E::failed, "failed", "失败", "failed"}};
};
