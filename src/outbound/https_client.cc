#include "outbound/https_client.h"

#include <curl/curl.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace chengban::outbound {

namespace {

struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// Once for the process, before the first handle.
void start_library() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) {
        throw std::runtime_error("libcurl does not start");
    }
}

// Anything but all of it ends the transfer: the answer is too long.
std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
    auto& body = *static_cast<std::string*>(into);
    if (body.size() + size * count > k_reply_bytes_max) {
        return 0;
    }
    body.append(bytes, size * count);
    return size * count;
}

template <class T>
void set(CURL* handle, CURLoption option, T value) {
    if (const CURLcode code = curl_easy_setopt(handle, option, value); code != CURLE_OK) {
        throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
    }
}

Failure<Problem> no_answer(const std::string& cause) {
    return Failure{problem("no_answer", "", "没有得到答复：" + cause, "no answer: " + cause)};
}

} // namespace

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view k_digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += {'%', k_digits[byte >> 4], k_digits[byte & 0xf]};
    }
    return out;
}

std::string form_encoded(std::span<const FormField> fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        out += (out.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    }
    return out;
}

HttpsClient::HttpsClient(std::string ca_file) : ca_file_(std::move(ca_file)) {
    start_library();
}

Result<Reply> HttpsClient::ask(const Call& call) const {
    const std::unique_ptr<CURL, Free> handle(curl_easy_init());
    const std::unique_ptr<curl_slist, Free> headers(
        curl_slist_append(nullptr, "Accept: application/json"));
    if (!handle || !headers) {
        throw std::runtime_error("libcurl gives no handle");
    }
    CURL* const curl = handle.get();
    Reply reply;
    std::array<char, CURL_ERROR_SIZE> cause{};
    set(curl, CURLOPT_ERRORBUFFER, cause.data());
    set(curl, CURLOPT_URL, call.url.c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "https");
    set(curl, CURLOPT_FOLLOWLOCATION, 0L);
    set(curl, CURLOPT_PROXY, "");
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!ca_file_.empty()) {
        set(curl, CURLOPT_CAINFO, ca_file_.c_str());
        set(curl, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    set(curl, CURLOPT_TIMEOUT, static_cast<long>(call.timeout.count()));
    set(curl, CURLOPT_HTTPHEADER, headers.get());
    set(curl, CURLOPT_WRITEFUNCTION, &take);
    set(curl, CURLOPT_WRITEDATA, &reply.body);
    if (call.form) {
        set(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(call.form->size()));
        set(curl, CURLOPT_POSTFIELDS, call.form->c_str());
    }
    if (!call.user.empty()) {
        set(curl, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        set(curl, CURLOPT_USERNAME, call.user.c_str());
        set(curl, CURLOPT_PASSWORD, call.password.c_str());
    }
    if (const CURLcode code = curl_easy_perform(curl); code != CURLE_OK) {
        return no_answer(cause.front() != '\0' ? cause.data() : curl_easy_strerror(code));
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
    return reply;
}

} // namespace chengban::outbound
