// The two languages of the product.
#pragma once

#include "base/problem.h"

namespace chengban {

enum class Language { zh, en };

inline const std::string& in(const Words& words, Language language) {
    return language == Language::zh ? words.zh : words.en;
}

} // namespace chengban
