// How each function of the fake driver begins.
#ifndef FAKE_ENTRY_H
#define FAKE_ENTRY_H

#include "state.h"

// The contexts of a thread; the last one is current.
extern thread_local std::vector<Context*> current;

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

#endif
