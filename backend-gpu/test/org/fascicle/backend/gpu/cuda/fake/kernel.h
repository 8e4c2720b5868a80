// What a kernel of the fake compiler is, for the fake driver, which runs it. No header is included: kernels compile faster without.
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

struct fake_point {
    unsigned int x, y, z;
};

// What the thread that runs at the moment sees.
struct fake_thread {
    fake_point thread, block, block_size, grid;
    void (*barrier)();
};

struct fake_kernel {
    void (*run)(void** arguments);
    int count;
    const int* sizes;
    const bool* pointers;
    // Whether threads wait for each other; if not, they can run one after the other.
    bool has_barriers;
};

#endif
