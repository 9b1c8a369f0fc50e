#include "store/reader_pool.h"

namespace chengban::store {

ReaderPool::ReaderPool(Connect connect, std::size_t connections_max)
    : connect_(std::move(connect)), connections_max_(connections_max) {}

ReaderPool::Lease ReaderPool::lease() {
    {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [this] { return !idle_.empty() || opened_ < connections_max_; });
        if (!idle_.empty()) {
            std::unique_ptr<Connection> connection = std::move(idle_.back());
            idle_.pop_back();
            return {*this, std::move(connection)};
        }
        ++opened_;
    }
    try {
        return {*this, connect_()};
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

ReaderPool::Lease::~Lease() {
    pool_.give_back(std::move(connection_));
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
    if (connection != nullptr && connection->in_transaction()) {
        connection.reset(); // a read that was broken off; the next one gets a new connection
    }
    {
        const std::lock_guard lock(mutex_);
        if (connection != nullptr) {
            connection->trim();
            idle_.push_back(std::move(connection));
        } else {
            --opened_;
        }
    }
    returned_.notify_one();
}

} // namespace chengban::store
