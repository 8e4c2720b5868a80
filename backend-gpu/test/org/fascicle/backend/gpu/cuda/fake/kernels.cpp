// The fake driver's modules, kernels and graphs.
#include <dlfcn.h>

#include <cstring>

#include "entry.h"
#include "threads.h"
#include "work.h"

namespace {

char* pointer(const std::vector<char>& value) {
    char* address;
    memcpy(&address, value.data(), sizeof address);
    return address;
}

}  // namespace

extern "C" {

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
}
