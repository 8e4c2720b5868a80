#include "threads.h"

#include <setjmp.h>
#include <ucontext.h>

#include <memory>
#include <vector>

namespace {

const size_t STACK = 1 << 16;
const int MOST = 1024;

// A stack that runs one thread after another, group by group. Its first change of place is a context's, and each further one a jump,
// which asks the system for nothing.
struct Fiber {
    std::unique_ptr<char[]> stack;
    jmp_buf place;
    fake_thread thread;
    bool begun = false;
    bool ended;
};

jmp_buf scheduler;
std::vector<Fiber> fibers(MOST);
Fiber* running;
const fake_kernel* started;
void** given;

void leave() {
    if (_setjmp(running->place) == 0) {
        _longjmp(scheduler, 1);
    }
}

void enter() {
    for (;;) {
        started->run(given);
        running->ended = true;
        leave();
    }
}

void begin(Fiber& fiber) {
    ucontext_t context;
    getcontext(&context);
    fiber.stack.reset(new char[STACK]);
    fiber.begun = true;
    context.uc_stack.ss_sp = fiber.stack.get();
    context.uc_stack.ss_size = STACK;
    context.uc_link = nullptr;
    makecontext(&context, enter, 0);
    setcontext(&context);
}

void go_on(Fiber& fiber) {
    running = &fiber;
    if (_setjmp(scheduler) == 0) {
        if (fiber.begun) {
            _longjmp(fiber.place, 1);
        }
        begin(fiber);
    }
}

// All threads reach a barrier, or all end.
std::string run_group(fake_thread** current, int count) {
    for (int i = 0; i < count; i++) {
        fibers[i].ended = false;
    }
    int ended = 0;
    while (ended == 0) {
        for (int i = 0; i < count; i++) {
            *current = &fibers[i].thread;
            go_on(fibers[i]);
            ended += fibers[i].ended;
        }
    }
    if (ended == count) {
        return "";
    }
    for (int i = 0; i < count; i++) {
        // Whoever waits, waits for ever; the next one begins anew.
        fibers[i].begun = fibers[i].begun && fibers[i].ended;
    }
    return "a barrier that " + std::to_string(ended) + " of " + std::to_string(count) + " threads do not reach";
}

}  // namespace

std::string run_kernel(const fake_kernel& kernel, fake_thread** current, void** arguments, fake_point grid, fake_point block) {
    started = &kernel;
    given = arguments;
    int count = block.x * block.y * block.z;
    for (unsigned int group = 0; group < grid.x * grid.y * grid.z; group++) {
        fake_point at{group % grid.x, group / grid.x % grid.y, group / (grid.x * grid.y)};
        for (int i = 0; i < count; i++) {
            unsigned int n = i;
            fibers[i].thread = {{n % block.x, n / block.x % block.y, n / (block.x * block.y)}, at, block, grid, leave};
        }
        if (kernel.has_barriers) {
            std::string problem = run_group(current, count);
            if (!problem.empty()) {
                return problem;
            }
        } else {
            for (int i = 0; i < count; i++) {
                *current = &fibers[i].thread;
                kernel.run(arguments);
            }
        }
    }
    return "";
}
