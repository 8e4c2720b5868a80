// What rendered kernels call. Edges are those of Fascicle's table of primitives.

#define THREADS 256
#define LANES 32
#define LINES 8

__device__ __forceinline__ float sign(float x) {
    return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x;
}

// NaN if one is; max(-0, 0) = 0, min(-0, 0) = -0.
__device__ __forceinline__ float maximum(float a, float b) {
    return a != a ? a : b != b ? b : a == b ? __int_as_float(__float_as_int(a) & __float_as_int(b)) : a > b ? a : b;
}

__device__ __forceinline__ float minimum(float a, float b) {
    return a != a ? a : b != b ? b : a == b ? __int_as_float(__float_as_int(a) | __float_as_int(b)) : a < b ? a : b;
}

// As Java has it: 1 to the power of NaN or of an infinity is NaN, and so is -1 to the power of an infinity.
__device__ __forceinline__ float power(float a, float b) {
    return b == 0.0f ? 1.0f : b != b || fabsf(a) == 1.0f && isinf(b) ? __int_as_float(0x7fc00000) : powf(a, b);
}

__device__ __forceinline__ int quotient(int a, int b) {
    return b == 0 ? 0 : b == -1 ? (int) (0u - (unsigned) a) : a / b;
}

// Rounded to the nearest number of bfloat16, ties to even.
__device__ __forceinline__ float bfloat16(float x) {
    const unsigned bits = (unsigned) __float_as_int(x);
    const unsigned rounded = x != x ? bits | 0x400000u : bits + 0x7fffu + (bits >> 16 & 1u);
    return __int_as_float((int) (rounded & 0xffff0000u));
}

// Philox 4x32-10: the word of one element. run holds seed low, seed high, step.
__device__ __forceinline__ unsigned random_bits(const unsigned* run, unsigned element, unsigned path, unsigned draw,
        unsigned shift) {
    unsigned c0 = element / 4u, c1 = run[2], c2 = path, c3 = draw, k0 = run[0], k1 = run[1];
    for (int round = 0; round < 10; round++) {
        const unsigned long long p0 = 0xD2511F53ull * c0, p1 = 0xCD9E8D57ull * c2;
        const unsigned n0 = (unsigned) (p1 >> 32) ^ c1 ^ k0, n2 = (unsigned) (p0 >> 32) ^ c3 ^ k1;
        c1 = (unsigned) p1;
        c3 = (unsigned) p0;
        c0 = n0;
        c2 = n2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    const unsigned word = element % 4u;
    return (word == 0u ? c0 : word == 1u ? c1 : word == 2u ? c2 : c3) >> shift;
}
