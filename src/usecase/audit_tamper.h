// For tests and proofs alone: a hand with the database but without the key alters the stored audit;
// does verify() notice?
#pragma once

#include "store/sqlite_store.h"

#include <cstdint>
#include <random>
#include <string>

namespace chengban::usecase {

class AuditTamper {
public:
    // A store with a few boots' audit, sealed, in a temporary directory.
    explicit AuditTamper(std::uint64_t seed);
    ~AuditTamper();
    AuditTamper(const AuditTamper&) = delete;
    AuditTamper& operator=(const AuditTamper&) = delete;

    // Alters one stored audit event of a fresh copy: a column, its place, its being there. Empty
    // when it was noticed, else the statement that went unnoticed.
    std::string alter();

private:
    std::string statement();

    std::mt19937_64 random_;
    store::StoreOptions options_;
    std::string original_; // bytes of the database
    std::int64_t events_ = 0;
};

} // namespace chengban::usecase
