// Closed lists: the English token is stored and sent, the Chinese word is shown. One table per
// list.
//
//   template <> struct chengban::EnumTable<Kind> {
//       static constexpr std::array rows{EnumRow<Kind>{Kind::praise, "praise", "表扬", "praise"}};
//   };
#pragma once

#include "base/invariant.h"

#include <array>
#include <optional>
#include <string_view>

namespace chengban {

template <class E>
struct EnumRow {
    E value;
    std::string_view token; // stable: database, API, rulebook
    std::string_view zh;
    std::string_view en;
};

template <class E>
struct EnumTable; // specialise with a constexpr std::array `rows`

template <class E>
concept Tabled = requires {
    EnumTable<E>::rows;
};

template <Tabled E>
constexpr const EnumRow<E>& row_of(E value) {
    for (const EnumRow<E>& row : EnumTable<E>::rows) {
        if (row.value == value) {
            return row;
        }
    }
    unreachable("an enumerator without a row in its EnumTable");
}

template <Tabled E>
constexpr std::string_view token(E value) {
    return row_of(value).token;
}
template <Tabled E>
constexpr std::string_view zh(E value) {
    return row_of(value).zh;
}
template <Tabled E>
constexpr std::string_view en(E value) {
    return row_of(value).en;
}

template <Tabled E>
constexpr std::optional<E> from_token(std::string_view text) {
    for (const EnumRow<E>& row : EnumTable<E>::rows) {
        if (row.token == text) {
            return row.value;
        }
    }
    return std::nullopt;
}

} // namespace chengban
