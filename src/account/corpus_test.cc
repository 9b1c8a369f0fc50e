// Every fact ever written can be read for ever, and is written back byte for byte. The corpus only
// grows.
#include "account/account.h"
#include "account/api_key.h"
#include "account/subject.h"
#include "base/source_dir.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace chengban::account {
namespace {

template <class E>
void write_again(std::string_view type, const json::value& body, std::string& out,
                 std::set<std::string_view>& left) {
    if (type == E::name) {
        out = canonical_json(write_record(read_stored<E>(body)));
        left.erase(E::name);
    }
}

template <class... E>
void write_any(std::string_view type, const json::value& body, std::string& out,
               std::set<std::string_view>& left, const std::variant<E...>*) {
    (write_again<E>(type, body, out, left), ...);
}

template <class... E>
void add_names(std::set<std::string_view>& names, const std::variant<E...>*) {
    (names.insert(E::name), ...);
}

TEST(Corpus, every_stored_fact_reads_and_writes_the_same_bytes) {
    std::set<std::string_view> left;
    add_names(left, static_cast<const Account::Event*>(nullptr));
    add_names(left, static_cast<const ApiKey::Event*>(nullptr));
    add_names(left, static_cast<const Subject::Event*>(nullptr));
    std::ifstream file(source_dir() + "/src/account/facts.corpus.jsonl");
    std::string line;
    while (std::getline(file, line)) {
        const Result<json::value> parsed = parse_json(line);
        ASSERT_TRUE(parsed) << line;
        const std::string type(parsed->at("type").as_string());
        const json::value& body = parsed->at("body");
        std::string written;
        write_any(type, body, written, left, static_cast<const Account::Event*>(nullptr));
        write_any(type, body, written, left, static_cast<const ApiKey::Event*>(nullptr));
        write_any(type, body, written, left, static_cast<const Subject::Event*>(nullptr));
        EXPECT_EQ(written, canonical_json(body)) << type;
    }
    EXPECT_TRUE(left.empty()) << "a fact without a sample: " << *left.begin();
}

} // namespace
} // namespace chengban::account
