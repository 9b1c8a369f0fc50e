#include "crypto/cipher.h"

#include "base/invariant.h"
#include "crypto/hex.h"

#include <gtest/gtest.h>

namespace chengban::crypto {
namespace {

const std::string k_example_key = *from_hex("0123456789abcdeffedcba9876543210");

KeyDerivation master_of(char filler) {
    return KeyDerivation(Key(std::string(32, filler)));
}

Nonce nonce_of(std::uint8_t filler) {
    Nonce nonce;
    nonce.fill(filler);
    return nonce;
}

TEST(Sm4, MatchesTheExampleOfGbT32907) {
    Nonce nonce;
    k_example_key.copy(reinterpret_cast<char*>(nonce.data()), nonce.size());
    std::string zeros(32, '\0');
    sm4_ctr(Key(k_example_key), nonce, zeros);
    EXPECT_EQ(to_hex(zeros), "681edf34d206965e86b3e94f536e4246be9a2469307a96f9d33ddbed4cf39994");
}

TEST(BlockDigest, IsTheFirstHalfOfOneSm4Block) {
    const BlockDigest digest{Key(k_example_key)};
    const std::array<std::uint64_t, 3> numbers{0x0123456789abcdefULL, 7, 0x0123456789abcdefULL};
    std::array<std::uint64_t, 3> digests{};
    digest.apply(numbers, digests);
    EXPECT_EQ(digests[0], 0xd7d908a5c1ea76c3ULL);
    EXPECT_EQ(digests[2], digests[0]);
    EXPECT_NE(digests[1], digests[0]);
    digest.apply({}, {});
}

TEST(Sealer, UnsealsWhatItSealed) {
    const Sealer sealer(master_of('k'), "text", "order-1", 1);
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{200}, std::size_t{1 << 20}}) {
        const std::string plain(size, 'x');
        const std::string sealed = sealer.seal(plain, "place", nonce_of(3));
        EXPECT_EQ(sealed.size(), plain.size() + k_seal_overhead);
        EXPECT_EQ(key_id_of(sealed), 1U);
        EXPECT_EQ(sealer.unseal(sealed, "place"), plain);
    }
    EXPECT_EQ(sealer.seal("市民反映", "p", nonce_of(1)).find("市民"), std::string::npos);
}

TEST(Sealer, EveryFlippedBitIsRefused) {
    const Sealer sealer(master_of('k'), "text", "order-1", 1);
    const std::string sealed = sealer.seal("夜间施工噪声", "place", nonce_of(9));
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        std::string altered = sealed;
        altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_FALSE(sealer.unseal(altered, "place")) << "bit " << bit;
    }
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        EXPECT_FALSE(sealer.unseal(sealed.substr(0, size), "place")) << "size " << size;
    }
    EXPECT_FALSE(sealer.unseal(sealed + "x", "place"));
}

TEST(Sealer, AnotherPlaceOwnerOrKeyIsRefused) {
    const Sealer sealer(master_of('k'), "text", "order-1", 1);
    const std::string sealed = sealer.seal("text", "place", nonce_of(9));
    EXPECT_FALSE(sealer.unseal(sealed, "another place"));
    EXPECT_FALSE(Sealer(master_of('k'), "text", "order-2", 1).unseal(sealed, "place"));
    EXPECT_FALSE(Sealer(master_of('k'), "blob", "order-1", 1).unseal(sealed, "place"));
    EXPECT_FALSE(Sealer(master_of('k'), "text", "order-1", 2).unseal(sealed, "place"));
    EXPECT_FALSE(Sealer(master_of('j'), "text", "order-1", 1).unseal(sealed, "place"));
}

TEST(Sealer, TheNonceHidesEqualTexts) {
    const Sealer sealer(master_of('k'), "text", "order-1", 1);
    EXPECT_NE(sealer.seal("same", "p", nonce_of(1)).substr(21),
              sealer.seal("same", "p", nonce_of(2)).substr(21));
}

} // namespace
} // namespace chengban::crypto
