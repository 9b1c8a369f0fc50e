#include "store/case_tamper.h"

#include "crypto/digest.h"
#include "crypto/hex.h"
#include "store/case_file.h"
#include "store/sample_units.h"
#include "store/sqlite_test_store.h"

#include <fmt/format.h>

#include <vector>

namespace chengban::store {

namespace {

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::string text_of(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    return text;
}

} // namespace

CaseTamper::CaseTamper(std::uint64_t seed) : random_(seed) {
    TestDirectory directory;
    const StoreOptions options{.directory = directory.path("store")};
    const auto store = make_test_store(options);
    SampleUnits samples(seed, "case");
    std::vector<SampleOrder> orders(5);
    for (int turn = 0; turn < 6; ++turn) {
        for (SampleOrder& order : orders) {
            const CommitOutcome outcome =
                store->commit(turn == 0 ? samples.create(order) : samples.advance(order));
            invariant(outcome.verdict == Verdict::ok, "a sample is committed");
        }
        if (turn % 2 == 1) {
            store->seal_heads(samples.now());
        }
    }
    CaseFile file;
    file.bureau = store->bureau();
    file.stream = orders[2].stream();
    file.exported = {{"by", "p-1"}, {"at", "2026-09-30T10:00:00+08:00"}, {"reason", "行政复议"}};
    file.events = store->load(file.stream);
    file.seals = store->seal_proofs(file.stream);
    file.attachments.push_back({samples.uuid(), "image/png", 1234, std::string(64, 'a'), true});
    const crypto::SigningKey key = store->signing_key();
    original_ = case_file_text(file, key);
    public_key_ = crypto::to_hex(key.public_key());
    for (const SealProof& proof : file.seals) {
        anchor_ += anchor_line(proof.seal);
    }
}

// Whoever forges knows how links are made: every line's is made anew. Only the signature cannot be.
std::string CaseTamper::mended() {
    std::vector<std::string> lines = lines_of(original_);
    const std::size_t line = random_() % (lines.size() - 2); // who took it out, an event, a seal …
    std::string& words = lines[line];
    const char* const number = words.find("\"row\":\"case\"") != words.npos    ? "\"by\":\"p"
                               : words.find("\"row\":\"event\"") != words.npos ? "\"recorded_at\":1"
                               : words.find("\"row\":\"seal\"") != words.npos  ? "\"at\":1"
                                                                               : "record\":t";
    const std::size_t at = words.find(number);
    invariant(at != words.npos, "a line has what is to be forged");
    if (std::string_view(number).back() == 't') {
        words.replace(words.find("true"), 4, "false");
    } else {
        words[at + std::string_view(number).size() - 1] = '2';
    }
    std::string link;
    for (std::string& one : lines) {
        const std::string rest = one.substr(65);
        link = crypto::to_hex(crypto::bytes_of(
            crypto::sm3(crypto::Framed().text("chengban-case-2").text(link).text(rest).bytes())));
        one = link + " " + rest;
    }
    return text_of(lines);
}

std::string CaseTamper::altered() {
    std::string text = original_;
    std::vector<std::string> lines = lines_of(original_);
    const std::size_t at = random_() % text.size();
    const std::size_t line = random_() % lines.size();
    const auto place = [&](std::size_t one) {
        return lines.begin() + static_cast<std::ptrdiff_t>(one);
    };
    switch (random_() % 8) {
    case 0:
        text[at] = static_cast<char>(text[at] ^ static_cast<char>(1 + random_() % 255));
        return text;
    case 1:
        return text.substr(0, at);
    case 2:
        return text.insert(at, 1, static_cast<char>(random_() % 256));
    case 3:
        return text.erase(at, 1 + random_() % 40);
    case 4:
        lines.erase(place(line));
        return text_of(lines);
    case 5:
        lines.insert(place(line), lines[random_() % lines.size()]);
        return text_of(lines);
    case 6:
        std::swap(lines[line], lines[random_() % lines.size()]);
        return text_of(lines);
    default:
        return mended();
    }
}

std::string CaseTamper::alter() {
    std::string text = original_;
    while (text == original_) {
        text = altered();
    }
    return verify_case_file(text, {parse_anchor(anchor_), public_key_}).faults.empty()
               ? text
               : std::string();
}

} // namespace chengban::store
