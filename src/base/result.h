// A value or the reason why there is none. C++20 has no std::expected; this is the small part of
// it that we use.
#pragma once

#include "base/invariant.h"
#include "base/problem.h"

#include <utility>
#include <variant>

namespace chengban {

template <class E>
struct Failure {
    E error;
};

template <class E>
Failure(E) -> Failure<E>;

template <class T, class E = Problem>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Failure<E> failure) : state_(std::in_place_index<1>, std::move(failure.error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    bool has_value() const { return state_.index() == 0; }

    T& value() & {
        invariant(has_value(), "Result::value of a failure");
        return std::get<0>(state_);
    }
    const T& value() const& {
        invariant(has_value(), "Result::value of a failure");
        return std::get<0>(state_);
    }
    T&& value() && {
        invariant(has_value(), "Result::value of a failure");
        return std::get<0>(std::move(state_));
    }
    const E& error() const& {
        invariant(!has_value(), "Result::error of a success");
        return std::get<1>(state_);
    }
    E&& error() && {
        invariant(!has_value(), "Result::error of a success");
        return std::get<1>(std::move(state_));
    }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

private:
    std::variant<T, E> state_;
};

struct Done {
    bool operator==(const Done&) const = default;
};

} // namespace chengban
