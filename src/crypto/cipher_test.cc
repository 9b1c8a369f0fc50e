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

// Test case 16 of «The Galois/Counter Mode of Operation (GCM)», McGrew and Viega.
TEST(Aes256Gcm, MatchesTheExampleOfItsAuthors) {
    const Key key(*from_hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
    GcmNonce nonce{};
    from_hex("cafebabefacedbaddecaf888")->copy(reinterpret_cast<char*>(nonce.data()), 12);
    const std::string bound = *from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    const std::string plain = *from_hex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e244"
        "9a6b525b16aedf5aa0de657ba637b39");
    const std::string sealed = gcm_seal(key, nonce, bound, plain);
    EXPECT_EQ(
        to_hex(sealed),
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056"
        "828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
    EXPECT_EQ(gcm_open(key, nonce, bound, sealed), plain);
    EXPECT_FALSE(gcm_open(key, nonce, bound + "x", sealed));
    EXPECT_FALSE(gcm_open(key, nonce, bound, sealed.substr(1)));
    EXPECT_EQ(gcm_open(key, nonce, {}, gcm_seal(key, nonce, {}, {})), "");
}

class Sealing : public ::testing::TestWithParam<SealAlgorithm> {
protected:
    Sealer sealer(char master = 'k', const char* purpose = "text", const char* owner = "order-1",
                  std::uint32_t key_id = 1) const {
        return {master_of(master), purpose, owner, key_id, GetParam()};
    }
};
INSTANTIATE_TEST_SUITE_P(EverySchemeOfB10, Sealing,
                         ::testing::Values(SealAlgorithm::sm4_ctr_hmac_sm3,
                                           SealAlgorithm::aes_256_gcm),
                         [](const auto& tested) { return std::string(token(tested.param)); });

TEST_P(Sealing, UnsealsWhatItSealed) {
    const Sealer sealer = this->sealer();
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{200}, std::size_t{1 << 20}}) {
        const std::string plain(size, 'x');
        const std::string sealed = sealer.seal(plain, "place", nonce_of(3));
        EXPECT_EQ(sealed.size(), plain.size() + seal_overhead(GetParam()));
        EXPECT_EQ(mark_of(sealed), (SealMark{GetParam(), 1}));
        EXPECT_EQ(sealer.unseal(sealed, "place"), plain);
    }
    EXPECT_EQ(sealer.seal("市民反映", "p", nonce_of(1)).find("市民"), std::string::npos);
}

TEST_P(Sealing, EveryFlippedBitIsRefused) {
    const Sealer sealer = this->sealer();
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

TEST_P(Sealing, AnotherPlaceOwnerKeyOrSchemeIsRefused) {
    const std::string sealed = sealer().seal("text", "place", nonce_of(9));
    EXPECT_TRUE(sealer().unseal(sealed, "place"));
    EXPECT_FALSE(sealer().unseal(sealed, "another place"));
    EXPECT_FALSE(sealer('k', "text", "order-2").unseal(sealed, "place"));
    EXPECT_FALSE(sealer('k', "blob").unseal(sealed, "place"));
    EXPECT_FALSE(sealer('k', "text", "order-1", 2).unseal(sealed, "place"));
    EXPECT_FALSE(sealer('j').unseal(sealed, "place"));
    const SealAlgorithm other = GetParam() == SealAlgorithm::aes_256_gcm
                                    ? SealAlgorithm::sm4_ctr_hmac_sm3
                                    : SealAlgorithm::aes_256_gcm;
    EXPECT_FALSE(Sealer(master_of('k'), "text", "order-1", 1, other).unseal(sealed, "place"));
}

TEST_P(Sealing, TheNonceHidesEqualTexts) {
    EXPECT_NE(sealer().seal("same", "p", nonce_of(1)).substr(21),
              sealer().seal("same", "p", nonce_of(2)).substr(21));
}

} // namespace
} // namespace chengban::crypto
