// The fake driver's devices and contexts, and what it says of errors.
#include <cstring>

#include "entry.h"

State state;

thread_local std::vector<Context*> current;

int fault(int status, const std::string& what) {
    state.faults += what + "\n";
    return status;
}

namespace {

std::string left() {
    long blocks = 0;
    for (auto& each : state.blocks) {
        blocks += each.second.alive;
    }
    size_t others = state.streams.size() + state.events.size() + state.modules.size() + state.graphs.size() + state.executables.size();
    return blocks + others == 0 ? "" : std::to_string(blocks) + " pieces of memory, " + std::to_string(state.streams.size()) + " streams, "
        + std::to_string(state.events.size()) + " events, " + std::to_string(state.modules.size()) + " modules and "
        + std::to_string(state.graphs.size() + state.executables.size()) + " graphs were not given back";
}

// What a lost device had goes with its context.
void forget() {
    state.blocks.clear();
    state.used = 0;
    state.streams.clear();
    state.events.clear();
    state.modules.clear();
    state.functions.clear();
    state.graphs.clear();
    state.executables.clear();
    state.capturing = nullptr;
}

}  // namespace

extern "C" {

int cuGetErrorName(int status, const char** text) {
    static const std::map<int, const char*> names = {{1, "CUDA_ERROR_INVALID_VALUE"}, {2, "CUDA_ERROR_OUT_OF_MEMORY"},
        {46, "CUDA_ERROR_DEVICE_UNAVAILABLE"}, {100, "CUDA_ERROR_NO_DEVICE"}, {200, "CUDA_ERROR_INVALID_IMAGE"},
        {400, "CUDA_ERROR_INVALID_HANDLE"}, {700, "CUDA_ERROR_ILLEGAL_ADDRESS"}, {719, "CUDA_ERROR_LAUNCH_FAILED"},
        {900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED"}, {901, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED"}};
    auto found = names.find(status);
    *text = found == names.end() ? nullptr : found->second;
    return found == names.end() ? INVALID_VALUE : SUCCESS;
}

int cuGetErrorString(int status, const char** text) {
    *text = status == 900 ? "operation not permitted when stream is capturing" : nullptr;
    return *text ? SUCCESS : INVALID_VALUE;
}

int cuInit(unsigned int flags) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    state.initialized = flags == 0 && state.devices > 0;
    return flags != 0 ? INVALID_VALUE : state.devices > 0 ? SUCCESS : NO_DEVICE;
}

int cuDriverGetVersion(int* version) {
    *version = state.version;
    return SUCCESS;
}

int cuDeviceGetCount(int* count) {
    BEGIN("cuDeviceGetCount")
    *count = state.devices;
    return SUCCESS;
}

int cuDeviceGet(int* device, int number) {
    BEGIN("cuDeviceGet")
    *device = number;
    return number >= 0 && number < state.devices ? SUCCESS : fault(INVALID_DEVICE, "no such device");
}

int cuDeviceGetName(char* name, int size, int) {
    BEGIN("cuDeviceGetName")
    strncpy(name, "Fake GPU", size);
    return SUCCESS;
}

int cuDeviceGetAttribute(int* value, int attribute, int) {
    BEGIN("cuDeviceGetAttribute")
    *value = attribute == 75 ? state.capability / 10 : attribute == 76 ? state.capability % 10 : 0;
    return attribute == 75 || attribute == 76 ? SUCCESS : fault(INVALID_VALUE, "an attribute that the fake does not know");
}

int cuDevicePrimaryCtxRetain(Context** context, int device) {
    BEGIN("cuDevicePrimaryCtxRetain")
    state.context.device = device;
    state.context.users++;
    *context = &state.context;
    return SUCCESS;
}

int cuDevicePrimaryCtxRelease_v2(int) {
    // Whoever gives a lost device back may.
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    state.counts["cuDevicePrimaryCtxRelease_v2"]++;
    if (state.context.users == 0) {
        return fault(INVALID_CONTEXT, "a context is given back that nobody has");
    }
    if (--state.context.users > 0) {
        return state.lost;
    } else if (state.lost != 0) {
        forget();
        return state.lost;
    }
    std::string more = left();
    return more.empty() ? SUCCESS : fault(INVALID_CONTEXT, more);
}

int cuCtxPushCurrent_v2(Context* context) {
    BEGIN("cuCtxPushCurrent_v2")
    if (context != &state.context || context->users == 0) {
        return fault(INVALID_CONTEXT, "no such context");
    }
    current.push_back(context);
    return SUCCESS;
}

int cuCtxPopCurrent_v2(Context** context) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    state.counts["cuCtxPopCurrent_v2"]++;
    if (current.empty()) {
        return fault(INVALID_CONTEXT, "no context is current");
    }
    *context = current.back();
    current.pop_back();
    return state.lost;
}
}
