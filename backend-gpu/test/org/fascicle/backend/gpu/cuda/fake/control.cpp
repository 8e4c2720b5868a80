// What a test asks of the fake driver.
#include "driver.h"
#include "entry.h"
#include "work.h"

extern "C" {

// What other libraries ask of this one.
const Driver* fakeDriver() {
    static const Driver driver = {&state, fault, beyond, overrun, put, [] { return !current.empty() && current.back()->users > 0; }};
    return &driver;
}

// How often a function was called; "kernels": how many have run.
long fakeCount(const char* name) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    return state.counts[name];
}

// What the host did wrong, a line each.
const char* fakeFaults() { return state.faults.c_str(); }

// Forgets what was counted and wrong, and finds a lost device again.
int fakeReset() {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    state.counts.clear();
    state.ignored.clear();
    state.faults.clear();
    state.lost = 0;
    state.calls_to_loss = -1;
    state.allocations_to_failure = -1;
    state.memory = size_t(1) << 32;
    state.devices = 1;
    state.capability = 90;
    state.version = 13000;
    state.refuses_modules = false;
    state.hurries = false;
    return SUCCESS;
}

// Loses the device after some more calls, with a status.
int fakeLose(long calls, int status) {
    state.calls_to_loss = calls;
    state.loss = status;
    return SUCCESS;
}

// Has so many bytes left.
int fakeLeave(size_t bytes) {
    state.memory = state.used + bytes;
    return SUCCESS;
}

// How many have the context.
int fakeContexts() { return state.context.users; }

int fakeIsLost() { return state.lost != 0; }

// Does nothing where a function is called, and says that it has: what a host does that forgets to call it.
int fakeIgnore(const char* name) {
    state.ignored.insert(name);
    return SUCCESS;
}

// Has no memory for the allocation behind some more.
int fakeFail(long allocations) {
    state.allocations_to_failure = allocations;
    return SUCCESS;
}

// The streams behind the first one run what they can at once.
int fakeHurry() {
    state.hurries = true;
    return SUCCESS;
}

int fakeRefuseModules() {
    state.refuses_modules = true;
    return SUCCESS;
}

int fakeVersion(int version) {
    state.version = version;
    return SUCCESS;
}

int fakeDevices(int count) {
    state.devices = count;
    return SUCCESS;
}

int fakeCapability(int capability) {
    state.capability = capability;
    return SUCCESS;
}
}
