#include "outbound/virus_scanner.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace chengban::outbound {

namespace {

constexpr std::string_view k_unix = "unix:";
constexpr std::string_view k_loopback = "127.0.0.1:";
constexpr std::size_t k_reply_max = 4096;
constexpr std::size_t k_finding_max = 200;

Failure<Problem> silent(std::string_view why) {
    return Failure{problem("scanner_silent", "content",
                           fmt::format("病毒扫描服务没有答复（{}）", why),
                           fmt::format("the virus scanner does not answer ({})", why))};
}

class Socket {
public:
    explicit Socket(int family) : descriptor_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    ~Socket() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    bool open(const sockaddr* address, socklen_t size, std::chrono::seconds time) {
        const timeval wait{.tv_sec = time.count(), .tv_usec = 0};
        return descriptor_ >= 0 &&
               ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) == 0 &&
               ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) == 0 &&
               ::connect(descriptor_, address, size) == 0;
    }
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    // Up to the zero byte that ends an answer; what came before the end or the time was over.
    std::string receive() {
        std::string reply;
        std::array<char, 512> piece{};
        while (reply.size() < k_reply_max && reply.find('\0') == std::string::npos) {
            const ssize_t got = ::recv(descriptor_, piece.data(), piece.size(), 0);
            if (got <= 0) {
                break;
            }
            reply.append(piece.data(), static_cast<std::size_t>(got));
        }
        return reply.substr(0, reply.find('\0'));
    }

private:
    int descriptor_;
};

// Connects and hands the socket to `talk`; what it returns is the scanner's answer.
template <class Talk>
Result<std::string> asked(const std::string& path, int port, std::chrono::seconds time,
                          const Talk& talk) {
    Socket socket(path.empty() ? AF_INET : AF_UNIX);
    bool open = false;
    // The sockets' own interface: an address of one family stands for that of any.
    if (path.empty()) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        open = socket.open(reinterpret_cast<const sockaddr*>(&address), sizeof address, time);
    } else {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::copy(path.begin(), path.end(), static_cast<char*>(address.sun_path));
        open = socket.open(reinterpret_cast<const sockaddr*>(&address), sizeof address, time);
    }
    if (!open) {
        return silent(std::strerror(errno));
    }
    if (Result<Done> sent = talk(socket); !sent) {
        return Failure{std::move(sent).error()};
    }
    std::string reply = socket.receive();
    return reply.empty() ? Result<std::string>(silent("no answer")) : std::move(reply);
}

std::string length_of(std::size_t size) {
    std::string four;
    for (const int shift : {24, 16, 8, 0}) {
        four += static_cast<char>((size >> shift) & 0xffU);
    }
    return four;
}

} // namespace

Result<VirusScanner> VirusScanner::at(std::string_view address, std::chrono::seconds time) {
    if (address.starts_with(k_unix)) {
        const std::string path(address.substr(k_unix.size()));
        if (path.starts_with('/') && path.size() < sizeof(sockaddr_un::sun_path)) {
            return VirusScanner(path, 0, time);
        }
    } else if (address.starts_with(k_loopback)) {
        const std::string_view text = address.substr(k_loopback.size());
        int port = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
        if (error == std::errc() && end == text.data() + text.size() && port > 0 && port < 65536) {
            return VirusScanner({}, port, time);
        }
    }
    return Failure{problem("bad_scanner", "virus-scanner",
                           "病毒扫描服务应为 unix:/绝对路径 或 127.0.0.1:端口",
                           "a virus scanner is unix:/absolute/path or 127.0.0.1:port")};
}

Result<std::string> VirusScanner::scan(const Source& source) const {
    const auto talk = [&](Socket& socket) -> Result<Done> {
        using namespace std::string_view_literals;
        bool sending = socket.send("zINSTREAM\0"sv);
        std::string piece;
        do {
            piece.clear();
            if (Result<Done> read = source(piece); !read) {
                return Failure{std::move(read).error()};
            }
            // An empty piece is the end, as in its protocol. A scanner that has heard enough says
            // so.
            sending = sending && socket.send(length_of(piece.size())) && socket.send(piece);
        } while (sending && !piece.empty());
        return Done{};
    };
    Result<std::string> reply = asked(path_, port_, time_, talk);
    if (!reply) {
        return reply;
    }
    constexpr std::string_view k_stream = "stream: ";
    constexpr std::string_view k_found = " FOUND";
    if (*reply == "stream: OK") {
        return std::string();
    }
    if (reply->starts_with(k_stream) && reply->ends_with(k_found) &&
        reply->size() > k_stream.size() + k_found.size()) {
        std::string finding = reply->substr(k_stream.size());
        finding.resize(std::min(finding.size() - k_found.size(), k_finding_max));
        // The name goes into words for people and onto the record.
        std::replace_if(
            finding.begin(), finding.end(), [](char c) { return c < '!' || c > '~'; }, '_');
        return finding;
    }
    return silent(reply->find("size limit") == std::string::npos ? "error" : "size limit");
}

Result<Done> VirusScanner::ping() const {
    using namespace std::string_view_literals;
    const Result<std::string> reply =
        asked(path_, port_, time_, [](Socket& socket) -> Result<Done> {
            return socket.send("zPING\0"sv) ? Result<Done>(Done{}) : Result<Done>(silent("send"));
        });
    if (!reply) {
        return Failure{reply.error()};
    }
    return *reply == "PONG" ? Result<Done>(Done{}) : Result<Done>(silent("error"));
}

} // namespace chengban::outbound
