// A fake of NVIDIA's driver: the functions of libcuda.so.1 that Fascicle calls, on the processor. See state.h for when work runs. Here:
// memory, streams and events.
#include <cstring>

#include "entry.h"
#include "work.h"

namespace {

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

}  // namespace

extern "C" {

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
}
