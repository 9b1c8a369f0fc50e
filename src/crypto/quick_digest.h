// SHA-256 for the keys of caches alone, where every request asks: processors have it built in, SM3
// they do not. What is stored or chained uses digest.h.
#pragma once

#include <string>
#include <string_view>

namespace chengban::crypto {

// 32 raw bytes.
std::string quick_digest(std::string_view bytes);

} // namespace chengban::crypto
