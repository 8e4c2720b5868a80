#include <cstdint>
#include <cstring>

#include "state.h"

namespace {

const size_t MARGIN = 256;
const char MARK = (char) 0xA5, FRESH = (char) 0xCD, FREED = (char) 0xDD;
const size_t KEPT = size_t(1) << 28;

std::deque<char*> given_back;
size_t kept = 0;

bool is_marked(const char* from) {
    for (size_t i = 0; i < MARGIN; i++) {
        if (from[i] != MARK) {
            return false;
        }
    }
    return true;
}

std::map<char*, Block>::iterator around(const char* address) {
    auto after = state.blocks.upper_bound((char*) address);
    return after == state.blocks.begin() ? state.blocks.end() : --after;
}

std::string hex(const char* address) {
    char text[32];
    snprintf(text, sizeof text, "%p", (const void*) address);
    return text;
}

}  // namespace

char* take(size_t size, bool of_host) {
    if (size > state.memory || state.used > state.memory - size) {
        return nullptr;
    }
    state.used += size;
    Block block{size, of_host, true, std::unique_ptr<char[]>(new char[size + 3 * MARGIN])};
    char* address = (char*) (((uintptr_t) block.bytes.get() + 2 * MARGIN - 1) / MARGIN * MARGIN);
    memset(address - MARGIN, MARK, MARGIN);
    memset(address, FRESH, size);
    memset(address + size, MARK, MARGIN);
    state.blocks[address] = std::move(block);
    return address;
}

int give(char* address, bool of_host) {
    auto found = state.blocks.find(address);
    if (found == state.blocks.end() || found->second.of_host != of_host) {
        return fault(INVALID_VALUE, hex(address) + " is no memory");
    } else if (!found->second.alive) {
        return fault(INVALID_VALUE, hex(address) + " was given back before");
    }
    std::string problem = overrun(address);
    Block& block = found->second;
    block.alive = false;
    state.used -= block.size;
    memset(address, FREED, block.size);
    given_back.push_back(address);
    kept += block.size;
    while (kept > KEPT && !given_back.empty()) {
        // With a lost device, it has gone before.
        auto oldest = state.blocks.find(given_back.front());
        if (oldest != state.blocks.end() && !oldest->second.alive) {
            kept -= oldest->second.size;
            state.blocks.erase(oldest);
        }
        given_back.pop_front();
    }
    return problem.empty() ? SUCCESS : fault(ILLEGAL_ADDRESS, problem);
}

std::string beyond(const char* address, size_t size, bool of_host) {
    auto found = around(address);
    std::string what = of_host ? "memory of the host" : "memory of the device";
    if (found == state.blocks.end() || address >= found->first + found->second.size || found->second.of_host != of_host) {
        return hex(address) + " is not in " + what;
    } else if (!found->second.alive) {
        return hex(address) + " is in " + what + " that was given back";
    } else if (address + size > found->first + found->second.size) {
        return std::to_string(size) + " bytes from " + hex(address) + " on go beyond " + what;
    }
    return "";
}

std::string overrun(const char* address) {
    auto found = around(address);
    if (found == state.blocks.end() || (is_marked(found->first - MARGIN) && is_marked(found->first + found->second.size))) {
        return "";
    }
    return "something was written beside " + std::to_string(found->second.size) + " bytes at " + hex(found->first);
}
