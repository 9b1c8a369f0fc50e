// One order's record as evidence: a file of lines that anyone can check without the database. Every
// line begins with a digest over the line before's and its own words, so that the first altered one
// is known; the events carry their own chain, and each seal the way from the chain's head to its
// root, which also stands in the anchor outside the database. The last line is the installation's
// signature over all of them: with its public key a reader knows whose file it is. Pure.
#pragma once

#include "base/json.h"
#include "crypto/signature.h"
#include "store/port.h"
#include "store/seals.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::store {

struct CaseAttachment {
    std::string id;
    std::string media_type;
    std::int64_t bytes = 0;
    std::string sm3;             // of the content, hexadecimal
    bool matches_record = false; // at the time of export
};

struct CaseFile {
    BureauId bureau;
    StreamName stream;
    json::object exported; // who, when, why, the copy's number
    std::vector<StoredEvent> events;
    std::vector<SealProof> seals;
    std::vector<CaseAttachment> attachments;
};

std::string case_file_text(const CaseFile& file, const crypto::SigningKey& key);

struct CaseReport {
    std::string stream;
    json::object exported;
    std::int64_t events = 0;
    std::int64_t sealed_events = 0; // the first so many stand under a seal
    std::vector<Seal> seals;        // to be compared with the office's own anchor
    std::int64_t anchored_seals = 0;
    std::int64_t attachments = 0;
    std::string signed_by;     // the public key in hexadecimal; empty: of before files were signed
    std::vector<Fault> faults; // the first altered row; empty = all is as it was exported
};

struct CaseTrust {
    std::optional<std::vector<AnchorLine>> anchor = {}; // of a seals.log kept outside
    std::optional<std::string> public_key = {}; // hexadecimal, given by the office another way
};
// What `trust` does not hold is not compared: the file then agrees with itself alone.
CaseReport verify_case_file(std::string_view text, const CaseTrust& trust);

} // namespace chengban::store
