// Connections that only read, each used by one thread at a time; opened when first needed.
#pragma once

#include "store/sql.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace chengban::store {

class ReaderPool {
public:
    using Connect = std::function<std::unique_ptr<Connection>()>;
    ReaderPool(Connect connect, std::size_t connections_max);

    // A connection while it lives; waits when all are in use.
    class Lease {
    public:
        Lease(ReaderPool& pool, std::unique_ptr<Connection> connection)
            : pool_(pool), connection_(std::move(connection)) {}
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Connection& operator*() const { return *connection_; }
        Connection* operator->() const { return connection_.get(); }

    private:
        ReaderPool& pool_;
        std::unique_ptr<Connection> connection_;
    };
    // Throws SqlError when a new connection cannot be opened.
    Lease lease();

private:
    void give_back(std::unique_ptr<Connection> connection);

    Connect connect_;
    std::size_t connections_max_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_; // guarded by mutex_
    std::size_t opened_ = 0;                        // guarded by mutex_
};

} // namespace chengban::store
