#include "usecase/sealing.h"

#include "base/uuid.h"
#include "crypto/random.h"
#include "store/chain.h"

namespace chengban::usecase {

std::string new_id(Instant now) {
    RandomBytes10 random{};
    crypto::fill_random(random);
    return make_uuid_v7(now, random);
}

store::NewText sealed_text(Text& text, std::string owner, std::string field, Instant now) {
    constexpr std::size_t k_salt_bytes = 16;
    store::NewText sealed;
    sealed.id = TextId(new_id(now));
    sealed.owner = std::move(owner);
    sealed.field = std::move(field);
    sealed.salt = crypto::random_bytes(k_salt_bytes);
    sealed.text = text.plain;
    text.ref = {sealed.id, store::commitment(sealed.salt, sealed.text)};
    return sealed;
}

} // namespace chengban::usecase
