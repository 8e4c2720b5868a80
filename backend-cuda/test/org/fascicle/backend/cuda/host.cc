// What CUDA C++ has and C++ has not, so that rendered kernels run on the host: a block's threads are threads, blocks come
// one by one.
#include <barrier>
#include <math.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#define __global__
#define __device__
#define __forceinline__ inline
#define __shared__ static

struct place { unsigned x = 0, y = 0; };
static thread_local place threadIdx;
static place blockIdx, blockDim, gridDim;
static std::barrier<>* gate;

static void __syncthreads() { gate->arrive_and_wait(); }
static float __int_as_float(int i) { float f; memcpy(&f, &i, 4); return f; }
static int __float_as_int(float f) { int i; memcpy(&i, &f, 4); return i; }
static int __float2int_rz(float x) {
    return x != x ? 0 : x >= 2147483648.0f ? 2147483647 : x <= -2147483648.0f ? -2147483647 - 1 : (int) x;
}
static unsigned __float2uint_rz(float x) { return x > 0 ? x >= 4294967296.0f ? ~0u : (unsigned) x : 0u; }

// By bisection: slow and exact.
static float erfinvf(float x) {
    if (x != x || fabsf(x) > 1) return NAN;
    if (fabsf(x) == 1) return x * INFINITY;
    double low = 0, high = 7;
    for (int i = 0; i < 90; i++) {
        const double middle = (low + high) / 2;
        (erf(middle) < fabs((double) x) ? low : high) = middle;
    }
    return copysignf((float) low, x);
}

template <class P, class... A, size_t... I>
static void call(void (*kernel)(P, A...), const P& p, void* const* pointers, std::index_sequence<I...>) {
    kernel(p, (A) pointers[I]...);
}

template <class P, class... A>
static void launch(void (*kernel)(P, A...), const std::vector<unsigned>& words, unsigned blocks, unsigned x, unsigned y,
        const std::vector<void*>& pointers) {
    P p;
    if (sizeof p != words.size() * 4 || sizeof...(A) != pointers.size()) {
        fprintf(stderr, "arguments of %zu bytes for %zu, %zu pointers for %zu\n", words.size() * 4, sizeof p, pointers.size(),
            sizeof...(A));
        exit(1);
    }
    memcpy(&p, words.data(), sizeof p);
    std::barrier<> all(x * y);
    gate = &all;
    gridDim = {blocks, 1};
    blockDim = {x, y};
    for (unsigned block = 0; block < blocks; block++) {
        blockIdx = {block, 0};
        std::vector<std::thread> threads;
        for (unsigned t = 0; t < x * y; t++) {
            threads.emplace_back([&, t] {
                threadIdx = {t % x, t / x};
                call(kernel, p, pointers.data(), std::index_sequence_for<A...>{});
            });
        }
        for (auto& thread : threads) thread.join();
    }
}

template <class T> static void print(const char* name, const void* memory, size_t count) {
    printf("%s", name);
    for (size_t i = 0; i < count; i++) {
        unsigned word = 0;
        memcpy(&word, (const T*) memory + i, sizeof(T));
        printf(" %x", word);
    }
    printf("\n");
}
