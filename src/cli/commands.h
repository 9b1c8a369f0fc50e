// What each command of the program does; main.cc only reads the command line.
#pragma once

#include "cli/console.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chengban::cli {

struct RuleFiles {
    std::string rulebook; // empty: the one inside the program
    std::string calendar;
    std::string organisation;
};

struct DeadlineOptions {
    RuleFiles files;
    std::string limit_class;
    std::string start;
    std::optional<std::int64_t> working_days;
    std::optional<std::int64_t> natural_days;
    std::optional<std::int64_t> hours;
    bool json = false;
    bool batch = false;
};
int run_deadline(const DeadlineOptions& options, Language language);

int run_rulebook_check(const std::string& file, Language language);
int run_rulebook_explain(const std::string& file, Language language);
int run_rulebook_diff(const std::string& before, const std::string& after, Language language);
int run_calendar_check(const std::string& file, Language language);

struct StorePaths {
    std::string directory = "chengban-data";
    std::string keys;   // empty: inside the directory
    std::string anchor; // empty: inside the directory
};
int run_calendar_preview(const StorePaths& store, const std::string& file, Language language);

struct CreateOptions {
    StorePaths store;
    RuleFiles files;
    std::string bureau = "shanghai-housing";
    std::string password_algorithm = "argon2id"; // or "pbkdf2_hmac_sm3"
    std::string sealing = "sm4_ctr_hmac_sm3";    // or "aes_256_gcm"
};
int run_create(const CreateOptions& options, Language language);

enum class Published { rulebook, calendar, organisation };
int run_publish(const StorePaths& store, Published what, const std::string& file,
                Language language);

struct ServeOptions {
    StorePaths store;
    std::string address = "127.0.0.1";
    std::uint16_t port = 8345;
    std::vector<std::string> host_names;
    std::vector<std::string> trusted_proxies;
    std::size_t workers = 0;
    bool access_log = false;
    bool allow_plain_http = false;     // sign in from other machines without https
    std::string single_sign_on_secret; // file with the client secret; empty: a public client
    std::string single_sign_on_ca;     // file of the authorities to trust; empty: the system's
    std::string virus_scanner;         // unix:/path or 127.0.0.1:port; empty: files are not scanned
};
int run_serve(const ServeOptions& options, Language language);

struct ImportOptions {
    StorePaths store;
    std::string file;
    std::vector<std::string> map; // name=column
    std::string result;           // file for the result per row; empty: <file>.result.csv
    std::string sheet;
};
int run_import(const ImportOptions& options, Language language);

struct DemoOptions {
    StorePaths store;
    RuleFiles files;
    std::int64_t orders = 2000;
    std::uint64_t seed = 20221220;
    std::vector<std::string> messages; // real message files instead of generated orders
    std::string start;                 // of the simulated clock; empty: 60 days ago
    std::string report;                // JSON report file
    std::optional<ServeOptions> serve; // and then serve
};
int run_demo(const DemoOptions& options, Language language);

int run_verify(const StorePaths& store, Language language);
// A case file, on any machine: no store is opened. `anchor` empty: nothing to compare seals with;
// `public_key` empty: whoever signed it may have.
int run_verify_case(const std::string& file, const std::string& anchor,
                    const std::string& public_key, Language language);

// Master keys (B10). Adding one needs no store and may be done while the server runs.
enum class KeysAct { list, add, reseal };
struct KeysOptions {
    StorePaths store;
    std::string algorithm = "sm4_ctr_hmac_sm3";
    std::vector<std::string> command; // whose output is the key; empty: random bytes in a file
};
int run_keys(KeysAct act, const KeysOptions& options, Language language);

// 18: erases identities whose time is over; without `run_orders` it only says which.
struct RetentionOptions {
    StorePaths store;
    std::optional<std::int64_t> run_orders; // as many as the dry run showed
    std::string report;                     // file for the table
};
int run_retention(const RetentionOptions& options, Language language);

int run_backup(const StorePaths& store, const std::string& target, bool with_keys,
               Language language);
int run_restore(const std::string& backup, const StorePaths& store, Language language);

struct ReplayOptions {
    StorePaths store;
    std::string rulebook;
    std::string calendar;
    std::string person; // orders that this person may not see are counted, not shown
    bool json = false;
};
int run_replay(const ReplayOptions& options, Language language);

// The code that makes the first accounts, while the server of a new store waits for it.
int run_setup_code(const StorePaths& store, Language language);

// For the operator at the machine, with the server stopped; recorded as the operator's.
enum class AccountAct { list, create, reset, remove_second_factor, disable, enable };
struct AccountOptions {
    StorePaths store;
    std::string name;
    std::string person; // of a new account
    std::string reason; // of disabling
};
int run_account(AccountAct act, const AccountOptions& options, Language language);

struct DocumentOptions {
    StorePaths store;
    std::string form;
    std::string order;  // id or hotline number
    std::string of;     // what is no order: «half_year_review=district-310101.2026-h2»
    std::string person; // who takes the copy, in the first of their posts
    std::string data;   // JSON file of the form's fields, instead of an order
    std::string out;    // .pdf, .docx, .xlsx
};
int run_document(const DocumentOptions& options, Language language);

int run_openapi();

} // namespace chengban::cli
