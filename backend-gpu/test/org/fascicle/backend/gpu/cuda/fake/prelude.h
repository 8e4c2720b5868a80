// CUDA C++ as C++: what the fake compiler puts before kernels, so that they run on the processor.
#include "kernel.h"

extern "C" {
fake_thread* fake_current;
float expf(float), expm1f(float), logf(float), log1pf(float), sqrtf(float), tanhf(float), erff(float), erfcf(float), floorf(float), sinf(float),
    cosf(float), fabsf(float), powf(float, float), fmaf(float, float, float);
}

#define threadIdx (fake_current->thread)
#define blockIdx (fake_current->block)
#define blockDim (fake_current->block_size)
#define gridDim (fake_current->grid)
#define __device__ static
#define __forceinline__ inline
#define __shared__ static

static inline void __syncthreads() { fake_current->barrier(); }
static inline int __float_as_int(float x) { return __builtin_bit_cast(int, x); }
static inline float __int_as_float(int x) { return __builtin_bit_cast(float, x); }
static inline unsigned int min(unsigned int a, unsigned int b) { return a < b ? a : b; }
static inline unsigned int __umulhi(unsigned int a, unsigned int b) { return (unsigned int) ((unsigned long long) a * b >> 32); }

template<int...> struct fake_numbers {};
template<class T> struct fake_is_pointer { static constexpr bool value = false; };
template<class T> struct fake_is_pointer<T*> { static constexpr bool value = true; };
template<auto> struct fake_kernel_of;
template<class... A, void (*F)(A...)> struct fake_kernel_of<F> {
    static constexpr int count = sizeof...(A);
    static constexpr int sizes[] = {(int) sizeof(A)...};
    static constexpr bool pointers[] = {fake_is_pointer<A>::value...};
    template<int... I> static void call(void** arguments, fake_numbers<I...>) { F(*(A*) arguments[I]...); }
    static void run(void** arguments) { call(arguments, fake_numbers<__integer_pack(count)...>()); }
};
