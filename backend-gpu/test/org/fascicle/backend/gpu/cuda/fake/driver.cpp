// A fake of NVIDIA's driver: the functions of libcuda.so.1 that Fascicle calls, on the processor. See state.h for when work runs.
#include <dlfcn.h>

#include <cstring>

#include "state.h"
#include "threads.h"

State state;

int fault(int status, const std::string& what) {
    state.faults += what + "\n";
    return status;
}

namespace {

thread_local std::vector<Context*> current;

// The beginning of each function: it is counted, it may be the one at which the device is lost, and it may be left out.
class Entry {
public:
    explicit Entry(const char* name) : lock(state.mutex) {
        state.counts[name]++;
        if (state.calls_to_loss >= 0 && state.calls_to_loss-- == 0) {
            state.lost = state.loss;
        }
        status = state.lost != 0 ? state.lost : state.initialized ? SUCCESS : NOT_INITIALIZED;
        left_out = state.ignored.count(name) > 0;
    }

    void need_context() {
        if (status == SUCCESS && (current.empty() || current.back()->users == 0)) {
            status = fault(INVALID_CONTEXT, "no context is current");
        }
    }

    // What would spoil a capture, or wait for what only is to be.
    void need_no_capture(const char* name) {
        if (status == SUCCESS && state.capturing != nullptr) {
            state.capturing->invalidated = true;
            status = fault(CAPTURE_UNSUPPORTED, std::string(name) + " while a graph is captured");
        }
    }

    std::unique_lock<std::recursive_mutex> lock;
    int status;
    bool left_out;
};

#define BEGIN(name)                             \
    Entry entry(name);                          \
    if (entry.status != SUCCESS || entry.left_out) { \
        return entry.status;                    \
    }

#define BEGIN_IN_CONTEXT(name) \
    BEGIN(name)                \
    entry.need_context();      \
    if (entry.status != SUCCESS) { \
        return entry.status;   \
    }

#define BEGIN_OUTSIDE_CAPTURE(name) \
    BEGIN_IN_CONTEXT(name)          \
    entry.need_no_capture(name);    \
    if (entry.status != SUCCESS) {  \
        return entry.status;        \
    }

#define NEED(set, handle)                                             \
    if (!(set).count(handle)) {                                       \
        return fault(INVALID_HANDLE, "a handle that is not in " #set); \
    }

int lose(const std::string& problem, int status) {
    state.lost = status;
    return fault(status, problem);
}

int run_until(const std::shared_ptr<Record>& record);

// Runs the first thing in a stream.
int run_one(Stream* stream) {
    Task task = std::move(stream->tasks.front());
    stream->tasks.pop_front();
    int status = task.before ? run_until(task.before) : SUCCESS;
    std::string problem = status == SUCCESS ? task.run() : "";
    return problem.empty() ? status : lose(problem, ILLEGAL_ADDRESS);
}

// Runs what can run in the streams that hurry.
void hurry() {
    for (Stream* stream : state.streams) {
        while (stream->hurries && state.lost == 0 && !stream->tasks.empty()
            && (!stream->tasks.front().before || stream->tasks.front().before->done)) {
            run_one(stream);
        }
    }
}

int run_all(Stream* stream) {
    int status = SUCCESS;
    while (status == SUCCESS && !stream->tasks.empty()) {
        status = run_one(stream);
    }
    return status;
}

int run_until(const std::shared_ptr<Record>& record) {
    int status = SUCCESS;
    while (status == SUCCESS && !record->done) {
        status = run_one(record->stream);
    }
    return status;
}

void put(Stream* stream, std::function<std::string()> run, std::shared_ptr<Record> before = nullptr) {
    if (stream->captured != nullptr) {
        stream->captured->tasks.push_back({std::move(run), before});
    } else {
        stream->tasks.push_back({std::move(run), before});
        hurry();
    }
}

// A copy, whose places must be there when it is asked for and when it runs.
int copy(Stream* stream, char* to, bool to_host, const char* from, bool from_host, size_t size) {
    NEED(state.streams, stream)
    auto check = [=] {
        std::string problem = beyond(to, size, to_host);
        return problem.empty() ? beyond(from, size, from_host) : problem;
    };
    std::string problem = check();
    if (!problem.empty()) {
        return fault(INVALID_VALUE, "a copy: " + problem);
    } else if (to_host == from_host && to < from + size && from < to + size) {
        return fault(INVALID_VALUE, "a copy within one piece of memory whose places overlap");
    }
    put(stream, [=] {
        std::string wrong = check();
        if (wrong.empty()) {
            memcpy(to, from, size);
        }
        return wrong.empty() ? wrong : "a copy: " + wrong;
    });
    return SUCCESS;
}

char* pointer(const std::vector<char>& value) {
    char* address;
    memcpy(&address, value.data(), sizeof address);
    return address;
}

template<class T> int made(std::set<T*>& set, T* one, T** into) {
    set.insert(one);
    *into = one;
    return SUCCESS;
}

template<class T> int gone(std::set<T*>& set, T* one) {
    set.erase(one);
    delete one;
    return SUCCESS;
}

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

int cuMemGetInfo_v2(size_t* free, size_t* total) {
    BEGIN_IN_CONTEXT("cuMemGetInfo_v2")
    *free = state.memory - state.used;
    *total = state.memory;
    return SUCCESS;
}

int cuMemAlloc_v2(char** memory, size_t size) {
    BEGIN_OUTSIDE_CAPTURE("cuMemAlloc_v2")
    if (size == 0) {
        return fault(INVALID_VALUE, "a piece of memory of 0 bytes");
    }
    *memory = state.allocations_to_failure-- == 0 ? nullptr : take(size, false);
    return *memory ? SUCCESS : OUT_OF_MEMORY;
}

int cuMemFree_v2(char* memory) {
    BEGIN_OUTSIDE_CAPTURE("cuMemFree_v2")
    return give(memory, false);
}

int cuMemHostAlloc(char** memory, size_t size, unsigned int) {
    BEGIN_OUTSIDE_CAPTURE("cuMemHostAlloc")
    *memory = state.allocations_to_failure-- == 0 ? nullptr : take(size, true);
    return *memory ? SUCCESS : OUT_OF_MEMORY;
}

int cuMemFreeHost(char* memory) {
    BEGIN_OUTSIDE_CAPTURE("cuMemFreeHost")
    return give(memory, true);
}

int cuMemsetD8Async(char* to, unsigned char value, size_t size, Stream* stream) {
    BEGIN_IN_CONTEXT("cuMemsetD8Async")
    NEED(state.streams, stream)
    std::string problem = beyond(to, size, false);
    if (!problem.empty()) {
        return fault(INVALID_VALUE, "a fill: " + problem);
    }
    put(stream, [=] {
        std::string wrong = beyond(to, size, false);
        if (wrong.empty()) {
            memset(to, value, size);
        }
        return wrong.empty() ? wrong : "a fill: " + wrong;
    });
    return SUCCESS;
}

int cuMemcpyHtoDAsync_v2(char* to, const char* from, size_t size, Stream* stream) {
    BEGIN_IN_CONTEXT("cuMemcpyHtoDAsync_v2")
    return copy(stream, to, false, from, true, size);
}

int cuMemcpyDtoHAsync_v2(char* to, const char* from, size_t size, Stream* stream) {
    BEGIN_IN_CONTEXT("cuMemcpyDtoHAsync_v2")
    return copy(stream, to, true, from, false, size);
}

int cuMemcpyDtoDAsync_v2(char* to, const char* from, size_t size, Stream* stream) {
    BEGIN_IN_CONTEXT("cuMemcpyDtoDAsync_v2")
    return copy(stream, to, false, from, false, size);
}

int cuStreamCreate(Stream** stream, unsigned int flags) {
    BEGIN_OUTSIDE_CAPTURE("cuStreamCreate")
    if (flags != 1) {
        return fault(INVALID_VALUE, "a stream that waits for the one of all");
    }
    return made(state.streams, new Stream{state.hurries && !state.streams.empty()}, stream);
}

int cuStreamDestroy_v2(Stream* stream) {
    BEGIN_IN_CONTEXT("cuStreamDestroy_v2")
    NEED(state.streams, stream)
    int status = run_all(stream);
    gone(state.streams, stream);
    return status;
}

int cuStreamSynchronize(Stream* stream) {
    BEGIN_OUTSIDE_CAPTURE("cuStreamSynchronize")
    NEED(state.streams, stream)
    return run_all(stream);
}

int cuStreamWaitEvent(Stream* stream, Event* event, unsigned int) {
    BEGIN_IN_CONTEXT("cuStreamWaitEvent")
    NEED(state.streams, stream)
    NEED(state.events, event)
    if (stream->captured != nullptr) {
        stream->invalidated = true;
        return fault(CAPTURE_ISOLATION, "a captured stream waits for an event of another");
    }
    std::shared_ptr<Record> record = event->last;
    if (record) {
        put(stream, [] { return ""; }, record);
    }
    return SUCCESS;
}

int cuEventCreate(Event** event, unsigned int) {
    BEGIN_IN_CONTEXT("cuEventCreate")
    return made(state.events, new Event(), event);
}

int cuEventRecord(Event* event, Stream* stream) {
    BEGIN_IN_CONTEXT("cuEventRecord")
    NEED(state.streams, stream)
    NEED(state.events, event)
    std::shared_ptr<Record> record = std::make_shared<Record>(Record{stream});
    event->last = record;
    put(stream, [record] {
        record->done = true;
        hurry();
        return "";
    });
    return SUCCESS;
}

int cuEventSynchronize(Event* event) {
    BEGIN_OUTSIDE_CAPTURE("cuEventSynchronize")
    NEED(state.events, event)
    return event->last ? run_until(event->last) : SUCCESS;
}

int cuEventElapsedTime(float* millis, Event* first, Event* last) {
    BEGIN_IN_CONTEXT("cuEventElapsedTime")
    NEED(state.events, first)
    NEED(state.events, last)
    if (!first->last || !last->last || !first->last->done || !last->last->done) {
        return NOT_READY;
    }
    // No time passes here.
    *millis = 0.001f;
    return SUCCESS;
}

int cuEventDestroy_v2(Event* event) {
    BEGIN_IN_CONTEXT("cuEventDestroy_v2")
    NEED(state.events, event)
    return gone(state.events, event);
}

int cuModuleLoadData(Module** module, const char* image) {
    BEGIN_OUTSIDE_CAPTURE("cuModuleLoadData")
    static const std::string HEAD = "fake machine code\n";
    if (state.refuses_modules || std::string(image).rfind(HEAD, 0) != 0) {
        return INVALID_IMAGE;
    }
    void* library = dlopen(image + HEAD.size(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        return fault(INVALID_IMAGE, dlerror());
    }
    return made(state.modules, new Module{library, (fake_thread**) dlsym(library, "fake_current")}, module);
}

int cuModuleUnload(Module* module) {
    BEGIN_IN_CONTEXT("cuModuleUnload")
    NEED(state.modules, module)
    // What still is to run is asked by its address whether it is there, so neither the address nor the library comes to other use.
    for (auto each = state.functions.begin(); each != state.functions.end();) {
        each = (*each)->module == module ? state.functions.erase(each) : std::next(each);
    }
    state.modules.erase(module);
    return SUCCESS;
}

int cuModuleGetFunction(Function** function, Module* module, const char* name) {
    BEGIN_IN_CONTEXT("cuModuleGetFunction")
    NEED(state.modules, module)
    auto kernel = (const fake_kernel*) dlsym(module->library, (std::string("fake_kernel_") + name).c_str());
    return kernel ? made(state.functions, new Function{module, name, kernel}, function) : fault(NOT_FOUND, std::string("no kernel ") + name);
}

int cuLaunchKernel(Function* function, unsigned int gx, unsigned int gy, unsigned int gz, unsigned int bx, unsigned int by, unsigned int bz,
        unsigned int shared, Stream* stream, void** arguments, void** extra) {
    BEGIN_IN_CONTEXT("cuLaunchKernel")
    NEED(state.functions, function)
    NEED(state.streams, stream)
    unsigned long threads = (unsigned long) bx * by * bz;
    if (threads == 0 || threads > 1024 || gx == 0 || gy == 0 || gz == 0 || gy > 65535 || gz > 65535 || shared != 0 || extra != nullptr) {
        return fault(INVALID_VALUE, "the kernel " + function->name + " is launched with a shape that no device has");
    }
    const fake_kernel* kernel = function->kernel;
    auto values = std::make_shared<std::vector<std::vector<char>>>();
    for (int i = 0; i < kernel->count; i++) {
        values->emplace_back((char*) arguments[i], (char*) arguments[i] + kernel->sizes[i]);
    }
    std::string name = function->name;
    auto check = [=] {
        for (int i = 0; i < kernel->count; i++) {
            std::string problem = kernel->pointers[i] ? beyond(pointer((*values)[i]), 1, false) : "";
            if (!problem.empty()) {
                return "the kernel " + name + ": its argument " + std::to_string(i) + ": " + problem;
            }
        }
        return std::string();
    };
    std::string problem = check();
    if (!problem.empty()) {
        return fault(INVALID_VALUE, problem);
    }
    put(stream, [=] {
        std::string wrong = state.functions.count(function) ? check() : "the kernel " + name + " runs after its module was unloaded";
        if (wrong.empty()) {
            state.counts["kernels"]++;
            std::vector<void*> places;
            for (auto& value : *values) {
                places.push_back(value.data());
            }
            wrong = run_kernel(*kernel, function->module->current, places.data(), {gx, gy, gz}, {bx, by, bz});
            for (int i = 0; i < kernel->count && wrong.empty(); i++) {
                wrong = kernel->pointers[i] ? overrun(pointer((*values)[i])) : "";
            }
            wrong = wrong.empty() ? wrong : "the kernel " + name + ": " + wrong;
        }
        return wrong;
    });
    return SUCCESS;
}

int cuStreamBeginCapture_v2(Stream* stream, int mode) {
    BEGIN_IN_CONTEXT("cuStreamBeginCapture_v2")
    NEED(state.streams, stream)
    if (state.capturing != nullptr || mode != 1) {
        return fault(CAPTURE_UNSUPPORTED, "a capture in a capture");
    }
    stream->captured = new Graph();
    stream->invalidated = false;
    state.capturing = stream;
    return SUCCESS;
}

int cuStreamEndCapture(Stream* stream, Graph** graph) {
    BEGIN_IN_CONTEXT("cuStreamEndCapture")
    NEED(state.streams, stream)
    if (stream->captured == nullptr) {
        return fault(CAPTURE_UNMATCHED, "no capture ends");
    }
    Graph* captured = stream->captured;
    stream->captured = nullptr;
    state.capturing = nullptr;
    *graph = nullptr;
    if (stream->invalidated) {
        delete captured;
        return CAPTURE_INVALIDATED;
    }
    return made(state.graphs, captured, graph);
}

int cuGraphInstantiateWithFlags(Graph** executable, Graph* graph, unsigned long long) {
    BEGIN_OUTSIDE_CAPTURE("cuGraphInstantiateWithFlags")
    NEED(state.graphs, graph)
    return made(state.executables, new Graph(*graph), executable);
}

int cuGraphDestroy(Graph* graph) {
    BEGIN_IN_CONTEXT("cuGraphDestroy")
    NEED(state.graphs, graph)
    return gone(state.graphs, graph);
}

int cuGraphLaunch(Graph* executable, Stream* stream) {
    BEGIN_IN_CONTEXT("cuGraphLaunch")
    NEED(state.executables, executable)
    NEED(state.streams, stream)
    for (const Task& task : executable->tasks) {
        put(stream, task.run, task.before);
    }
    return SUCCESS;
}

int cuGraphExecDestroy(Graph* executable) {
    BEGIN_IN_CONTEXT("cuGraphExecDestroy")
    NEED(state.executables, executable)
    return gone(state.executables, executable);
}

// What a test asks for.

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
