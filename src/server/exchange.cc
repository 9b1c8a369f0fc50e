#include "server/exchange.h"

#include <utility>

namespace chengban::server {

void Exchange::complete(Response response) {
    std::function<void()> wake;
    {
        const std::lock_guard lock(mutex_);
        if (state_ != State::waiting) {
            return;
        }
        state_ = State::answered;
        response_ = std::move(response);
        wake = std::move(wake_);
    }
    if (wake) {
        wake();
    }
}

void Exchange::abandoned() {
    {
        const std::lock_guard lock(mutex_);
        if (state_ != State::waiting) {
            return;
        }
    }
    complete(fallback_ ? fallback_(request) : empty_response(500));
}

std::optional<Response> Exchange::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(response_, std::nullopt);
}

bool Exchange::give_up() {
    const std::lock_guard lock(mutex_);
    if (state_ == State::answered) {
        return false;
    }
    state_ = State::given_up;
    return true;
}

} // namespace chengban::server
