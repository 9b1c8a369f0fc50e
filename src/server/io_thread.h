// One event loop on one thread: accepts, reads requests, waits for their answers, writes them. The
// only part that knows Asio, in io_thread.cc and connection.cc.
#pragma once

#include "server/edge.h"

#include <future>
#include <memory>
#include <vector>

namespace chengban::server {

struct Loop; // loop_asio.h

class IoThread {
public:
    // Takes over the listening descriptors.
    IoThread(std::shared_ptr<Edge> edge, const std::vector<int>& listeners);
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;
    ~IoThread(); // finish()

    void start();
    // No new connections; idle ones and streams end. Ready when the door is shut.
    std::future<void> begin_drain();
    void close_all(); // whatever is still there
    void finish();    // joins; repeatable

private:
    std::shared_ptr<Loop> loop_;
};

} // namespace chengban::server
