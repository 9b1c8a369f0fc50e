// Counters, side tables and the search index against the rows and texts they follow from.
#include "store/order_columns.h"
#include "store/search_index.h"
#include "store/verify.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>

namespace chengban::store {

namespace {

// FTS5's own numbers: seven bits a byte, the highest bit says that more follow.
std::vector<std::uint64_t> read_varints(std::string_view bytes) {
    std::vector<std::uint64_t> numbers;
    std::uint64_t value = 0;
    int length = 0;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        ++length;
        if (length == 9) {
            value = value << 8 | byte;
        } else {
            value = value << 7 | (byte & 0x7f);
        }
        if (length == 9 || (byte & 0x80) == 0) {
            numbers.push_back(value);
            value = 0;
            length = 0;
        }
    }
    return numbers;
}

std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

} // namespace

void TokenSum::add(std::string_view token, std::int64_t order) {
    std::uint64_t value = 0;
    for (const char c : token) {
        value = mixed(value ^ static_cast<unsigned char>(c)) + 0x9e3779b97f4a7c15ULL;
    }
    const std::uint64_t first = mixed(value ^ mixed(static_cast<std::uint64_t>(order)));
    ++entries;
    low += first;
    high += mixed(first ^ value);
}

void Verifier::check_counts() {
    std::map<BucketKey, std::int64_t> expected;
    {
        Query query =
            connection_.query("SELECT bureau_id, " CHENGBAN_ORDER_COLUMNS " FROM order_row");
        while (query.step()) {
            ++expected[bucket_of(read_order(query, 1))];
        }
    }
    std::map<BucketKey, std::int64_t> stored;
    Query query = connection_.query(
        "SELECT unit, handler, state, due_day, confidential, count, bureau_id FROM count_bucket");
    while (query.step()) {
        stored[{query.string(0), query.string(1), query.string(2), query.integer(3),
                query.integer(4) != 0}] = query.integer(5);
        if (query.text(6) != bureau_.text()) {
            fault("count_bucket", "计数属于别的机构", "a count belongs to another bureau");
        }
    }
    if (stored != expected) {
        fault("count_bucket", "计数与工单不符", "the counts are not those of the orders");
    }
}

void Verifier::check_lists(const char* what, const char* expected_sql, const char* stored_sql) {
    for (const auto& [first, second] :
         {std::pair(expected_sql, stored_sql), std::pair(stored_sql, expected_sql)}) {
        const std::string sql = fmt::format("SELECT count(*) FROM ({} EXCEPT {})", first, second);
        if (connection_.integer_of(sql) != 0) {
            fault(what, "附表与工单不符", "the side table is not that of the orders");
            return;
        }
    }
}

void Verifier::check_sides() {
    check_lists("order_tag",
                "SELECT r.bureau_id, j.value, r.number FROM order_row r, json_each(r.tags) j",
                "SELECT bureau_id, tag, order_number FROM order_tag");
    check_lists("order_awaiting",
                "SELECT r.bureau_id, j.value, r.number FROM order_row r, json_each(r.awaiting) j",
                "SELECT bureau_id, awaiting, order_number FROM order_awaiting");
    check_lists("order_person",
                "SELECT r.bureau_id, j.value, r.confidential, r.number "
                "FROM order_row r, json_each(r.chain) j",
                "SELECT bureau_id, person, confidential, order_number FROM order_person");
    // Former units are in the ledger; here, the present one, and the flag.
    check_lists("order_unit", "SELECT bureau_id, unit, number FROM order_row WHERE unit <> ''",
                "SELECT bureau_id, unit, order_number FROM order_unit WHERE former = 0");
}

// Reads the whole index, and looks terms up beside it as a search would: all of the first ones,
// then so many that none of the index's pages is passed over.
TokenSum Verifier::scan_index() {
    constexpr std::int64_t k_looked_up_all = 100'000;
    constexpr std::int64_t k_looked_up_every = 32;
    TokenSum found;
    TokenSum of_term;
    std::string term;
    std::int64_t terms = 0;
    const auto finish_term = [&] {
        ++terms;
        if (terms > k_looked_up_all && terms % k_looked_up_every != 0) {
            return;
        }
        TokenSum looked_up;
        const std::string expression = "\"" + term + "\"";
        Query query = connection_.query("SELECT rowid FROM search WHERE search MATCH ?");
        query.bind(expression);
        while (query.step()) {
            looked_up.add(term, query.integer(0));
        }
        if (looked_up != of_term) {
            fault("search", "检索索引查不到它所含的内容", "the index does not find what it holds");
        }
    };
    connection_.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms "
                        "USING fts5vocab('main', 'search', 'instance')");
    Query entries = connection_.query("SELECT term, doc FROM temp.search_terms");
    while (entries.step()) {
        if (entries.text(0) != term) {
            if (!term.empty()) {
                finish_term();
            }
            term = entries.string(0);
            of_term = TokenSum{};
        }
        of_term.add(term, entries.integer(1));
        found.add(term, entries.integer(1));
    }
    if (!term.empty()) {
        finish_term();
    }
    return found;
}

void Verifier::check_search() {
    TokenSum expected;
    std::uint64_t texts = 0;
    {
        Query query = connection_.query("SELECT t.number, r.id, t.sealed, t.bureau_id "
                                        "FROM search_text t "
                                        "LEFT JOIN order_row r ON r.number = t.number");
        while (query.step()) {
            advance(1);
            ++texts;
            const std::optional<std::string> text =
                keys_.unseal(Purpose::search, query.text(1), "search", query.blob(2));
            if (!text) {
                fault(fmt::format("search_text {}", query.integer(0)), "检索文本无法解封",
                      "the search text does not open");
                continue;
            }
            const std::string tokens = search_tokens(keys_, *text);
            for (std::size_t at = 0; at < tokens.size(); at += k_token_bytes) {
                expected.add(std::string_view(tokens).substr(at, k_token_bytes), query.integer(0));
            }
        }
    }
    const TokenSum found = scan_index();
    Query averages = connection_.query("SELECT block FROM search_data WHERE id = 1");
    const std::vector<std::uint64_t> totals =
        averages.step() ? read_varints(averages.blob(0)) : std::vector<std::uint64_t>();
    const std::vector<std::uint64_t> expected_totals{texts, 0,
                                                     static_cast<std::uint64_t>(expected.entries)};
    if (found != expected || (!totals.empty() && totals != expected_totals)) {
        fault("search", "检索索引与检索文本不符", "the search index is not that of the texts");
    }
}

} // namespace chengban::store
