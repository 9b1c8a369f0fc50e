#include "usecase/jobs.h"

#include "base/uuid.h"
#include "crypto/hex.h"
#include "crypto/random.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

namespace {
constexpr std::size_t k_jobs_max = 200;
constexpr std::size_t k_waiting_max = 20;
} // namespace

struct Jobs::Job {
    std::string id;
    std::string name;
    workorder::Actor owner;
    Work work;
    JobControl control;
    std::atomic<JobState> state{JobState::waiting};
    JobResult result;     // written before the state becomes done
    std::string incident; // of a failed one, written before the state
    Instant started_at;
};

Jobs::Jobs(Log log) : log_(std::move(log)), thread_([this] { run(); }) {}

Jobs::~Jobs() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const auto& [id, job] : jobs_) {
            job->control.cancelled_ = true;
        }
    }
    wake_.notify_all();
    thread_.join();
}

Outcome<std::string> Jobs::start(const workorder::Actor& owner, std::string name, Work work,
                                 Instant now) {
    RandomBytes10 random{};
    crypto::fill_random(random);
    auto job = std::make_shared<Job>();
    job->id = make_uuid_v7(now, random);
    job->name = std::move(name);
    job->owner = owner;
    job->work = std::move(work);
    job->started_at = now;
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= k_waiting_max) {
        return refusal(RefusalKind::unavailable,
                       problem("too_many_jobs", "", "后台任务过多，请稍后再试",
                               "too many jobs are waiting, try again later"));
    }
    for (auto it = jobs_.begin(); jobs_.size() >= k_jobs_max && it != jobs_.end();) {
        const JobState state = it->second->state;
        it = state == JobState::waiting || state == JobState::running ? std::next(it)
                                                                      : jobs_.erase(it);
    }
    jobs_[job->id] = job;
    waiting_.push_back(job);
    wake_.notify_one();
    return job->id;
}

std::shared_ptr<Jobs::Job> Jobs::find(const workorder::Actor& owner, const std::string& id) {
    const std::lock_guard lock(mutex_);
    const auto found = jobs_.find(id);
    // The post as well: what one office may see, another office of the same person may not.
    return found == jobs_.end() || found->second->owner != owner ? nullptr : found->second;
}

std::optional<json::object> Jobs::status(const workorder::Actor& owner, const std::string& id) {
    const std::shared_ptr<Job> job = find(owner, id);
    if (!job) {
        return std::nullopt;
    }
    const JobState state = job->state;
    json::object object{{"id", job->id},
                        {"name", job->name},
                        {"state", token(state)},
                        {"zh", zh(state)},
                        {"done", job->control.done_.load()},
                        {"total", job->control.total_.load()},
                        {"started_at", to_string(job->started_at)}};
    if (state == JobState::done || state == JobState::cancelled) {
        object["summary"] = job->result.summary;
        object["has_result"] = !job->result.content.empty();
    }
    if (state == JobState::failed) {
        object["failure"] = {
            {"zh", fmt::format("任务未能完成，请将编号 {} 告知系统管理员", job->incident)},
            {"en",
             fmt::format("The job did not finish: tell the system administrator the number {}",
                         job->incident)}};
        object["incident"] = job->incident;
    }
    return object;
}

std::optional<JobResult> Jobs::result(const workorder::Actor& owner, const std::string& id) {
    const std::shared_ptr<Job> job = find(owner, id);
    if (!job || (job->state != JobState::done && job->state != JobState::cancelled)) {
        return std::nullopt;
    }
    return job->result;
}

bool Jobs::cancel(const workorder::Actor& owner, const std::string& id) {
    const std::shared_ptr<Job> job = find(owner, id);
    if (!job) {
        return false;
    }
    job->control.cancelled_ = true;
    return true;
}

json::array Jobs::list(const workorder::Actor& owner) {
    std::vector<std::string> ids;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, job] : jobs_) {
            ids.push_back(id);
        }
    }
    json::array list;
    for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
        if (auto one = status(owner, *id)) {
            list.push_back(std::move(*one));
        }
    }
    return list;
}

void Jobs::run() {
    for (;;) {
        std::shared_ptr<Job> job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
            if (stopping_) {
                return;
            }
            job = waiting_.front();
            waiting_.pop_front();
        }
        if (job->control.cancelled()) {
            job->state = JobState::cancelled;
            continue;
        }
        job->state = JobState::running;
        try {
            job->result = job->work(job->control);
            job->state = job->control.cancelled() ? JobState::cancelled : JobState::done;
        } catch (const std::exception& e) {
            // A bug or a broken machine ends this job, not the server.
            job->incident = crypto::to_hex(crypto::random_bytes(8));
            if (log_) {
                log_(job->incident, job->name, e.what());
            }
            job->state = JobState::failed;
        }
        job->work = nullptr;
    }
}

} // namespace chengban::usecase
