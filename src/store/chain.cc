#include "store/chain.h"

#include "crypto/digest.h"
#include "crypto/hex.h"
#include "crypto/merkle.h"

namespace chengban::store {

namespace {

void collect_refs(const json::value& value, std::vector<TextRef>& refs) {
    if (value.is_array()) {
        for (const json::value& item : value.get_array()) {
            collect_refs(item, refs);
        }
    }
    if (!value.is_object()) {
        return;
    }
    const json::object& object = value.get_object();
    const json::value* id = object.if_contains("id");
    const json::value* digest = object.if_contains("commitment");
    if (object.size() == 2 && id != nullptr && digest != nullptr && id->is_string() &&
        digest->is_string()) {
        refs.push_back(
            TextRef{TextId(std::string(id->get_string())), std::string(digest->get_string())});
        return;
    }
    for (const json::key_value_pair& pair : object) {
        collect_refs(pair.value(), refs);
    }
}

} // namespace

Digest event_hash(const BureauId& bureau, const StreamName& stream, std::int64_t seq,
                  const Digest& previous, const NewEvent& event) {
    crypto::Framed framed;
    framed.text("chengban event").number(k_chain_algorithm);
    framed.text(crypto::bytes_of(previous)).text(bureau.text()).text(stream.kind).text(stream.id);
    framed.number(seq).text(event.type).number(event.version).text(event.actor);
    framed.number(event.occurred_at.milliseconds()).number(event.recorded_at.milliseconds());
    framed.number(event.effective_at ? 1 : 0);
    framed.number(event.effective_at ? event.effective_at->milliseconds() : 0);
    framed.text(event.bytes);
    return crypto::sm3(framed.bytes());
}

std::vector<Digest> event_hashes(const BureauId& bureau, const Append& append) {
    std::vector<Digest> hashes;
    hashes.reserve(append.events.size());
    Digest previous = append.expected_head;
    std::int64_t seq = append.expected_seq;
    for (const NewEvent& event : append.events) {
        previous = event_hash(bureau, append.stream, ++seq, previous, event);
        hashes.push_back(previous);
    }
    return hashes;
}

std::string commitment(std::string_view salt, std::string_view text) {
    const crypto::Digest32 digest = crypto::sm3(crypto::Framed().text(salt).text(text).bytes());
    return "01" + crypto::to_hex(crypto::bytes_of(digest));
}

Digest seal_leaf(const StreamName& stream, std::int64_t seq, const Digest& hash) {
    crypto::Framed framed;
    framed.text(stream.kind).text(stream.id).number(seq).text(crypto::bytes_of(hash));
    return crypto::merkle_leaf(framed.bytes());
}

Digest seal_first_leaf(const Digest& previous_root, std::int64_t number, Instant at) {
    crypto::Framed first;
    first.text("chengban seal").number(k_chain_algorithm).text(crypto::bytes_of(previous_root));
    first.number(number).number(at.milliseconds());
    return crypto::merkle_leaf(first.bytes());
}

Digest seal_root(const Digest& previous_root, std::int64_t number, Instant at,
                 std::span<const Digest> leaves) {
    std::vector<Digest> all{seal_first_leaf(previous_root, number, at)};
    all.insert(all.end(), leaves.begin(), leaves.end());
    return crypto::merkle_root(all);
}

std::vector<TextRef> text_refs(std::string_view bytes) {
    std::vector<TextRef> refs;
    if (bytes.find("\"commitment\"") == std::string_view::npos) {
        return refs;
    }
    const Result<json::value> value =
        parse_json(bytes, {.bytes_max = bytes.size(), .depth_max = 64});
    if (value) {
        collect_refs(value.value(), refs);
    }
    return refs;
}

} // namespace chengban::store
