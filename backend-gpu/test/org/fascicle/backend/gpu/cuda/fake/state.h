// What the fake driver knows. It runs work at synchronizations only: a stream's when somebody waits for it, and that of other streams as
// far as events ask for it. So whoever forgets to wait reads old numbers, each time. A test may have it the other way: the streams behind
// the first one run whatever they can at once, so that whoever forgets to make them wait finds things overwritten.
#ifndef FAKE_STATE_H
#define FAKE_STATE_H

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "kernel.h"

enum {
    SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100, INVALID_DEVICE = 101, NOT_READY = 600, INVALID_IMAGE = 200,
    INVALID_CONTEXT = 201, INVALID_HANDLE = 400, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700, LAUNCH_FAILED = 719, CAPTURE_UNSUPPORTED = 900,
    CAPTURE_INVALIDATED = 901, CAPTURE_UNMATCHED = 903, CAPTURE_ISOLATION = 905
};

// A piece of memory, of the device or of the host, with marks on both sides that show who writes beside it.
struct Block {
    size_t size;
    bool of_host;
    bool alive;
    std::unique_ptr<char[]> bytes;
};

struct Stream;

// One recording of an event.
struct Record {
    Stream* stream;
    bool done = false;
};

struct Event {
    std::shared_ptr<Record> last;
};

// Something to do; it gives what was wrong, or nothing.
struct Task {
    std::function<std::string()> run;
    // What has to be done before, on another stream.
    std::shared_ptr<Record> before;
};

struct Graph {
    std::vector<Task> tasks;
};

struct Stream {
    bool hurries;
    std::deque<Task> tasks;
    Graph* captured = nullptr;
    bool invalidated = false;
};

struct Module {
    void* library;
    fake_thread** current;
};

struct Function {
    Module* module;
    std::string name;
    const fake_kernel* kernel;
};

struct Context {
    int device;
    int users = 0;
};

// All things that have handles, by kind; what is not here is no handle.
struct State {
    std::recursive_mutex mutex;
    std::map<std::string, long> counts;
    std::set<std::string> ignored;
    std::string faults;
    int devices = 1;
    bool initialized = false;
    int capability = 90;
    int version = 13000;
    size_t memory = size_t(1) << 32;
    size_t used = 0;
    int lost = 0;
    int loss = 0;
    long calls_to_loss = -1;
    long allocations_to_failure = -1;
    bool refuses_modules = false;
    bool hurries = false;
    std::map<char*, Block> blocks;
    Context context{0};
    std::set<Stream*> streams;
    std::set<Event*> events;
    std::set<Module*> modules;
    std::set<Function*> functions;
    std::set<Graph*> graphs;
    std::set<Graph*> executables;
    Stream* capturing = nullptr;
};

extern State state;

// Notes what the host did wrong, and gives the status.
int fault(int status, const std::string& what);

// Takes memory; its address, or null if there is not so much. "of_host": the host's, which the device reaches by itself.
char* take(size_t size, bool of_host);

// Gives it back. Its address is never used again while this library is there, so that whoever uses it is seen.
int give(char* address, bool of_host);

// What is wrong with some bytes of memory; nothing if they are in one piece that is there.
std::string beyond(const char* address, size_t size, bool of_host);

// Who has written beside the piece of memory in which an address is; nothing if nobody has.
std::string overrun(const char* address);

#endif
