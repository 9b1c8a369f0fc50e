#include "store/key_command.h"

#include "store/files.h"

#include <fmt/format.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace chengban::store {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t k_output_bytes_max = 4096;

Failure<Problem> bad(const std::filesystem::path& file, const char* zh, const char* en) {
    return Failure{problem("key_command_bad", file.string(),
                           fmt::format("{}：{}", zh, file.string()),
                           fmt::format("{}: {}", en, file.string()))};
}

Result<std::vector<std::string>> arguments_in(const std::filesystem::path& file) {
    Result<std::string> text = read_file(file, k_output_bytes_max);
    if (!text) {
        return Failure{std::move(text).error()};
    }
    std::vector<std::string> arguments;
    std::string_view rest = *text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        arguments.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (arguments.empty() || !arguments.front().starts_with('/')) {
        return bad(file, "第一行应为取密钥命令的绝对路径",
                   "the first line must be the absolute path of the command");
    }
    return arguments;
}

// A child in a process group of its own, so that what it starts ends with it.
class Child {
public:
    Child(const std::vector<std::string>& arguments, int output) {
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes, &none);
        std::vector<char*> pointers;
        for (const std::string& argument : arguments) {
            pointers.push_back(const_cast<char*>(argument.c_str()));
        }
        pointers.push_back(nullptr);
        started_ = posix_spawn(&process_, pointers.front(), &files, &attributes, pointers.data(),
                               environ) == 0;
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&files);
    }
    ~Child() {
        if (started_) {
            ::kill(-process_, SIGKILL);
            wait();
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    bool started() const { return started_; }
    // Its exit status; -1 when a signal ended it.
    int wait() {
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
        }
        started_ = false;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t process_ = 0;
    bool started_ = false;
};

enum class Ended { whole, too_long, too_slow };

Ended read_all(int descriptor, Clock::time_point until, std::string& output) {
    std::array<char, k_output_bytes_max> buffer{};
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        pollfd ready{descriptor, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) == 0) {
            return Ended::too_slow;
        }
        const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return Ended::whole;
        }
        output.append(buffer.data(), static_cast<std::size_t>(got));
        if (output.size() > k_output_bytes_max) {
            return Ended::too_long;
        }
    }
}

} // namespace

Result<crypto::Key> run_key_command(const std::filesystem::path& file,
                                    std::chrono::milliseconds time) {
    const Result<std::vector<std::string>> arguments = arguments_in(file);
    if (!arguments) {
        return Failure{arguments.error()};
    }
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        return Failure{file_problem("key_command_failed", file, "无法运行取密钥命令",
                                    "the key's command cannot be run")};
    }
    const FileHandle ours(pipe[0]);
    FileHandle theirs(pipe[1]);
    Child child(*arguments, theirs.descriptor());
    theirs.close();
    if (!child.started()) {
        return bad(file, "取密钥命令无法启动", "the key's command cannot be started");
    }
    std::string output;
    output.reserve(2 * k_output_bytes_max + 1); // never moved, so that nothing stays behind
    const Ended ended = read_all(ours.descriptor(), Clock::now() + time, output);
    crypto::Key key(std::move(output));
    if (ended == Ended::too_slow) {
        return Failure{
            problem("key_command_slow", file.string(),
                    fmt::format("取密钥命令在 {} 毫秒内没有结束：{}", time.count(), file.string()),
                    fmt::format("the key's command did not end within {} milliseconds: {}",
                                time.count(), file.string()))};
    }
    if (ended == Ended::too_long) {
        return Failure{problem(
            "key_command_too_long", file.string(),
            fmt::format("取密钥命令的输出超过 {} 字节：{}", k_output_bytes_max, file.string()),
            fmt::format("the key's command printed more than {} bytes: {}", k_output_bytes_max,
                        file.string()))};
    }
    if (const int status = child.wait(); status != 0) {
        return Failure{problem(
            "key_command_failed", file.string(),
            fmt::format("取密钥命令失败（退出码 {}）：{}", status, file.string()),
            fmt::format("the key's command failed (exit status {}): {}", status, file.string()))};
    }
    return key;
}

Result<std::string> key_command_text(const std::vector<std::string>& arguments) {
    std::string text;
    for (const std::string& argument : arguments) {
        if (argument.find_first_of(std::string_view("\n\0", 2)) != std::string::npos) {
            return bad("--command", "参数中不能有换行", "an argument may not hold a line break");
        }
        text += argument + "\n";
    }
    if (!text.starts_with('/')) {
        return bad("--command", "取密钥命令应为绝对路径",
                   "the key's command must be an absolute path");
    }
    return text;
}

} // namespace chengban::store
