#include "store/case_file.h"

#include "crypto/hex.h"
#include "store/chain.h"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <cstring>
#include <utility>

namespace chengban::store {

namespace {

constexpr std::string_view k_unsigned = "chengban-case-1"; // read for ever, written no more
constexpr std::string_view k_format = "chengban-case-2";
constexpr std::size_t k_link_digits = 2 * sizeof(Digest);
constexpr std::size_t k_line_bytes_max = std::size_t{64} << 20;

std::string hex_of(const Digest& digest) {
    return crypto::to_hex(crypto::bytes_of(digest));
}

std::string link_after(std::string_view format, std::string_view link, std::string_view words) {
    return hex_of(crypto::sm3(crypto::Framed().text(format).text(link).text(words).bytes()));
}
// What is signed: the link of the last line before, which stands for all of them.
std::string signed_words(std::string_view link) {
    return crypto::Framed().text(k_format).text("signature").text(link).bytes();
}

json::object event_row(const StoredEvent& stored) {
    const NewEvent& event = stored.event;
    return {{"row", "event"},
            {"seq", stored.seq},
            {"type", event.type},
            {"version", event.version},
            {"actor", event.actor},
            {"bytes", event.bytes},
            {"occurred_at", event.occurred_at.milliseconds()},
            {"recorded_at", event.recorded_at.milliseconds()},
            {"effective_at", event.effective_at ? json::value(event.effective_at->milliseconds())
                                                : json::value(nullptr)},
            {"hash", hex_of(stored.hash)}};
}

json::object seal_row(const SealProof& proof) {
    json::array path;
    for (const crypto::MerkleStep& step : proof.path) {
        path.push_back(json::array{step.sibling_is_left ? "left" : "right", hex_of(step.sibling)});
    }
    return {{"row", "seal"},
            {"number", proof.seal.number},
            {"at", proof.seal.at.milliseconds()},
            {"heads", proof.seal.heads},
            {"root", hex_of(proof.seal.root)},
            {"seq", proof.seq},
            {"path", std::move(path)}};
}

// Reads what it writes: a member that is not there, or of another kind, throws.
struct BadRow {};

const json::value& member(const json::object& row, std::string_view name) {
    const json::value* value = row.if_contains(name);
    if (value == nullptr) {
        throw BadRow();
    }
    return *value;
}
std::int64_t number_in(const json::object& row, std::string_view name) {
    const json::value& value = member(row, name);
    if (!value.is_int64()) {
        throw BadRow();
    }
    return value.get_int64();
}
std::string text_in(const json::object& row, std::string_view name) {
    const json::value& value = member(row, name);
    if (!value.is_string()) {
        throw BadRow();
    }
    return std::string(value.get_string());
}
Digest digest_of(std::string_view digits) {
    const std::optional<std::string> bytes = crypto::from_hex(digits);
    Digest digest{};
    if (!bytes || bytes->size() != digest.size()) {
        throw BadRow();
    }
    std::memcpy(digest.data(), bytes->data(), digest.size());
    return digest;
}

StoredEvent read_event(const json::object& row) {
    StoredEvent stored;
    stored.seq = number_in(row, "seq");
    stored.event.type = text_in(row, "type");
    stored.event.version = static_cast<std::int32_t>(number_in(row, "version"));
    stored.event.actor = text_in(row, "actor");
    stored.event.bytes = text_in(row, "bytes");
    stored.event.occurred_at = Instant(number_in(row, "occurred_at"));
    stored.event.recorded_at = Instant(number_in(row, "recorded_at"));
    if (!member(row, "effective_at").is_null()) {
        stored.event.effective_at = Instant(number_in(row, "effective_at"));
    }
    stored.hash = digest_of(text_in(row, "hash"));
    return stored;
}

SealProof read_seal(const json::object& row) {
    SealProof proof;
    proof.seal = {number_in(row, "number"), Instant(number_in(row, "at")), number_in(row, "heads"),
                  digest_of(text_in(row, "root"))};
    proof.seq = number_in(row, "seq");
    const json::value& path = member(row, "path");
    if (!path.is_array()) {
        throw BadRow();
    }
    for (const json::value& step : path.get_array()) {
        const json::array* pair = step.if_array();
        if (pair == nullptr || pair->size() != 2 || !pair->at(0).is_string() ||
            !pair->at(1).is_string()) {
            throw BadRow();
        }
        proof.path.push_back(
            {pair->at(0).get_string() == "left", digest_of(pair->at(1).get_string())});
    }
    return proof;
}

class CaseReader {
public:
    explicit CaseReader(const CaseTrust& trust) : trust_(trust) {}

    CaseReport read(std::string_view text) {
        while (!text.empty() && report_.faults.empty()) {
            const std::size_t end = text.find('\n');
            if (end == text.npos) {
                fault("该行不完整", "the line is cut off");
                break;
            }
            line(text.substr(0, end));
            text.remove_prefix(end + 1);
        }
        if (report_.faults.empty() && !ended_) {
            ++rows_;
            fault("文件不完整，缺少末行", "the file is cut off, its last line is missing");
        }
        if (report_.faults.empty() && trust_.public_key && report_.signed_by.empty()) {
            fault("案卷没有签名", "the file is not signed");
        }
        return std::move(report_);
    }

private:
    void fault(std::string zh, std::string en) {
        report_.faults.push_back({place_, {std::move(zh), std::move(en)}});
    }
    void line(std::string_view line) {
        ++rows_;
        place_ = fmt::format("line {}", rows_);
        if (ended_) {
            return fault("末行之后还有内容", "something follows the last line");
        }
        const std::string_view link = line.substr(0, k_link_digits);
        const std::string_view words =
            line.size() > k_link_digits ? line.substr(k_link_digits + 1) : std::string_view();
        if (rows_ == 1 && words.find(fmt::format("\"format\":\"{}\"", k_unsigned)) != words.npos) {
            format_ = k_unsigned;
        }
        if (words.empty() || line[k_link_digits] != ' ' ||
            link_after(format_, link_, words) != link) {
            return fault("该行被改动，或其前有行被删除、增加",
                         "the line was altered, or lines before it were taken away or added");
        }
        before_ = std::exchange(link_, std::string(link));
        const Result<json::value> value =
            parse_json(words, {.bytes_max = k_line_bytes_max, .depth_max = 64});
        if (!value || !value->is_object()) {
            return fault("无法读懂的一行", "the line cannot be read");
        }
        try {
            row(value->get_object());
        } catch (const BadRow&) {
            fault("无法读懂的一行", "the line cannot be read");
        }
    }
    void row(const json::object& row) {
        const std::string kind = text_in(row, "row");
        if (rows_ == 1) {
            if (kind != "case" || text_in(row, "format") != format_) {
                return fault("这不是案卷文件", "this is not a case file");
            }
            bureau_ = BureauId(text_in(row, "bureau"));
            stream_ = {text_in(row, "kind"), text_in(row, "id")};
            report_.stream = stream_.kind + "/" + stream_.id;
            if (!member(row, "exported").is_object()) {
                throw BadRow();
            }
            report_.exported = member(row, "exported").get_object();
        } else if (kind == "event") {
            event(read_event(row));
        } else if (kind == "seal") {
            seal(read_seal(row));
        } else if (kind == "attachment") {
            ++report_.attachments;
            place_ += " (attachment " + text_in(row, "id") + ")";
            if (!member(row, "matches_record").is_bool() ||
                !member(row, "matches_record").get_bool()) {
                fault("导出时附件已与记录不符",
                      "the attachment was not the one on record when it was exported");
            }
        } else if (counted_) {
            signature(row);
        } else if (kind == "end") {
            counted_ = true;
            ended_ = format_ == k_unsigned;
            if (number_in(row, "events") != report_.events ||
                number_in(row, "seals") != static_cast<std::int64_t>(report_.seals.size()) ||
                number_in(row, "attachments") != report_.attachments) {
                fault("行数与末行所记不符", "the lines are not as many as the last one says");
            }
        } else {
            fault("无法读懂的一行", "the line cannot be read");
        }
    }
    void signature(const json::object& row) {
        if (text_in(row, "row") != "signature" || text_in(row, "algorithm") != "Ed25519") {
            return fault("末行应为签名", "the last line should be a signature");
        }
        ended_ = true;
        report_.signed_by = text_in(row, "key");
        const auto key = crypto::from_hex(report_.signed_by);
        const auto value = crypto::from_hex(text_in(row, "signature"));
        if (!key || !value || !crypto::is_signed(*key, signed_words(before_), *value)) {
            return fault("签名无效", "the signature is not that of these lines");
        }
        if (trust_.public_key && *trust_.public_key != report_.signed_by) {
            fault("不是该办公室的签名", "another key signed it, not the office's");
        }
    }
    void event(const StoredEvent& stored) {
        place_ += fmt::format(" (event {})", stored.seq);
        const Digest previous = hashes_.empty() ? Digest{} : hashes_.back();
        if (stored.seq != report_.events + 1 ||
            event_hash(bureau_, stream_, stored.seq, previous, stored.event) != stored.hash) {
            return fault("事件被改动，或其前面的事件被改动",
                         "the event, or what it follows, was altered");
        }
        ++report_.events;
        hashes_.push_back(stored.hash);
    }
    void seal(const SealProof& proof) {
        place_ += fmt::format(" (seal {})", proof.seal.number);
        if (proof.seq < 1 || proof.seq > report_.events) {
            return fault("封印所含的事件不在案卷中", "the seal covers an event that is not here");
        }
        const Digest leaf =
            seal_leaf(stream_, proof.seq, hashes_[static_cast<std::size_t>(proof.seq) - 1]);
        if (crypto::merkle_climb(leaf, proof.path) != proof.seal.root) {
            return fault("封印与案卷中的事件不符", "the seal is not that of the events here");
        }
        report_.seals.push_back(proof.seal);
        report_.sealed_events = std::max(report_.sealed_events, proof.seq);
        if (trust_.anchor) {
            compare_with_anchor(proof.seal);
        }
    }
    void compare_with_anchor(const Seal& seal) {
        for (const AnchorLine& line : *trust_.anchor) {
            if (line.readable && line.seal.number == seal.number) {
                if (line.seal.root != seal.root || line.seal.at != seal.at) {
                    return fault("封印与库外封存文件不符",
                                 "the seal is not the one in the outside anchor");
                }
                ++report_.anchored_seals;
                return;
            }
        }
        fault("库外封存文件中没有该封印", "the outside anchor has no such seal");
    }

    const CaseTrust& trust_;
    std::string_view format_ = k_format;
    CaseReport report_;
    BureauId bureau_;
    StreamName stream_;
    std::vector<Digest> hashes_;
    std::string link_;
    std::string before_; // the link of the line before this one
    std::string place_ = "line 1";
    std::int64_t rows_ = 0;
    bool counted_ = false; // the line that counts the others was there
    bool ended_ = false;
};

} // namespace

std::string case_file_text(const CaseFile& file, const crypto::SigningKey& key) {
    std::string text;
    std::string link;
    const auto add = [&](const json::object& row) {
        const std::string words = canonical_json(row);
        link = link_after(k_format, link, words);
        text += link + " " + words + "\n";
    };
    add({{"row", "case"},
         {"format", k_format},
         {"algorithm", "SM3"},
         {"bureau", file.bureau.text()},
         {"kind", file.stream.kind},
         {"id", file.stream.id},
         {"exported", file.exported}});
    for (const StoredEvent& event : file.events) {
        add(event_row(event));
    }
    for (const SealProof& proof : file.seals) {
        add(seal_row(proof));
    }
    for (const CaseAttachment& attachment : file.attachments) {
        add({{"row", "attachment"},
             {"id", attachment.id},
             {"media_type", attachment.media_type},
             {"bytes", attachment.bytes},
             {"sm3", attachment.sm3},
             {"matches_record", attachment.matches_record}});
    }
    add({{"row", "end"},
         {"events", static_cast<std::int64_t>(file.events.size())},
         {"seals", static_cast<std::int64_t>(file.seals.size())},
         {"attachments", static_cast<std::int64_t>(file.attachments.size())}});
    add({{"row", "signature"},
         {"algorithm", "Ed25519"},
         {"key", crypto::to_hex(key.public_key())},
         {"signature", crypto::to_hex(key.sign(signed_words(link)))}});
    return text;
}

CaseReport verify_case_file(std::string_view text, const CaseTrust& trust) {
    return CaseReader(trust).read(text);
}

} // namespace chengban::store
