// What native code is written with: vectors of 16 lanes, whatever the processor has, so that each gives the same bits. Put before other
// text; includes nothing. A vector may be read from each element of a tensor on, its last one included: there are 64 bytes behind it.
// Written are only the lanes that have a place.

typedef float F __attribute__((vector_size(64)));
// Integers; and truth values, which are 0 or -1.
typedef int I __attribute__((vector_size(64)));
typedef unsigned U __attribute__((vector_size(64)));
// The halves of these, and so on.
typedef float F8 __attribute__((vector_size(32)));
typedef float F4 __attribute__((vector_size(16)));
typedef int I8 __attribute__((vector_size(32)));
typedef int I4 __attribute__((vector_size(16)));
typedef int I2 __attribute__((vector_size(8)));

// The same in memory, at any element.
typedef F AnyF __attribute__((aligned(4), may_alias));
typedef I AnyI __attribute__((aligned(4), may_alias));
typedef I8 AnyI8 __attribute__((aligned(4), may_alias));
typedef I4 AnyI4 __attribute__((aligned(4), may_alias));
typedef I2 AnyI2 __attribute__((aligned(4), may_alias));
typedef float Real __attribute__((may_alias));
typedef int Int __attribute__((may_alias));

#define INLINE static inline __attribute__((always_inline))
#define INLINED __attribute__((always_inline))

static const long LANES = 16;
static const I LANE = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// A number in all lanes; to take a zero away changes no number, not even -0.
INLINE F reals(float x) {
    return x - F{};
}

INLINE I ints(int x) {
    return x - I{};
}

INLINE F load(const float *from) {
    return *(const AnyF *) from;
}

INLINE I load(const int *from) {
    return *(const AnyI *) from;
}

INLINE F8 low(F x) {
    return __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7);
}

INLINE F8 high(F x) {
    return __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15);
}

INLINE F4 low(F8 x) {
    return __builtin_shufflevector(x, x, 0, 1, 2, 3);
}

INLINE F4 high(F8 x) {
    return __builtin_shufflevector(x, x, 4, 5, 6, 7);
}

INLINE I8 low(I x) {
    return __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7);
}

INLINE I8 high(I x) {
    return __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15);
}

INLINE I4 low(I8 x) {
    return __builtin_shufflevector(x, x, 0, 1, 2, 3);
}

INLINE I4 high(I8 x) {
    return __builtin_shufflevector(x, x, 4, 5, 6, 7);
}

INLINE I2 low(I4 x) {
    return __builtin_shufflevector(x, x, 0, 1);
}

INLINE I2 high(I4 x) {
    return __builtin_shufflevector(x, x, 2, 3);
}

// The sum of 16 partial sums, in a fixed order: halves, halves of these, and so on.
INLINE float sum(F x) {
    F8 a = low(x) + high(x);
    F4 b = low(a) + high(a);
    return (b[0] + b[2]) + (b[1] + b[3]);
}

// Java's Math.max and Math.min: NaN if one is, and 0 is greater than -0.
template <typename T> INLINE T maximum(T a, T b) {
    return __builtin_elementwise_maximum(a, b);
}

template <typename T> INLINE T minimum(T a, T b) {
    return __builtin_elementwise_minimum(a, b);
}

// Ints in the order of the numbers, -0 before 0 and NaN behind all others: the greatest of them takes one instruction.
INLINE I ranked(F x) {
    I bits = x == x ? (I) x : ints(0x7fc00000);
    return bits ^ (I) ((U) (bits >> 31) >> 1);
}

// The number of such an int.
INLINE F number(I rank) {
    return (F) (rank ^ (I) ((U) (rank >> 31) >> 1));
}

// The number of the greatest of 16 of them.
INLINE float greatest(I ranks) {
    I8 a = __builtin_elementwise_max(low(ranks), high(ranks));
    I4 b = __builtin_elementwise_max(low(a), high(a));
    I2 c = __builtin_elementwise_max(low(b), high(b));
    int rank = __builtin_elementwise_max(c[0], c[1]);
    return __builtin_bit_cast(float, rank ^ (int) ((unsigned) (rank >> 31) >> 1));
}

// The first lanes of a vector, or all: those that are written and summed up.
#ifdef __AVX512F__

struct Lanes {
    unsigned short mask;

    INLINED void store(float *to, F x) const {
        __builtin_ia32_storeups512_mask(to, x, mask);
    }

    INLINED void store(int *to, I x) const {
        __builtin_ia32_storedqusi512_mask(to, x, mask);
    }

    INLINED F select(F yes, F no) const {
        return __builtin_ia32_selectps_512(mask, yes, no);
    }

    INLINED I select(I yes, I no) const {
        return __builtin_ia32_selectd_512(mask, yes, no);
    }
};

static const Lanes ALL = {0xffff};

// From 0 to 15 of them.
INLINE Lanes first_lanes(long count) {
    return {(unsigned short) ((1u << count) - 1)};
}

#else

struct Lanes {
    int count;

    INLINED void store(float *to, F x) const {
        store((int *) to, (I) x);
    }

    // All, or eight, four, two and one of them, as the number's bits say.
    INLINED void store(int *to, I x) const {
        if (count == LANES) {
            *(AnyI *) to = x;
            return;
        }
        I8 eight = low(x);
        if (count & 8) {
            *(AnyI8 *) to = eight;
            eight = high(x);
            to += 8;
        }
        I4 four = low(eight);
        if (count & 4) {
            *(AnyI4 *) to = four;
            four = high(eight);
            to += 4;
        }
        I2 two = low(four);
        if (count & 2) {
            *(AnyI2 *) to = two;
            two = high(four);
            to += 2;
        }
        if (count & 1) {
            *(Int *) to = two[0];
        }
    }

    INLINED F select(F yes, F no) const {
        return LANE < ints(count) ? yes : no;
    }

    INLINED I select(I yes, I no) const {
        return LANE < ints(count) ? yes : no;
    }
};

static const Lanes ALL = {LANES};

// From 0 to 15 of them.
INLINE Lanes first_lanes(long count) {
    return {(int) count};
}

#endif

// Where the next 16 elements begin in a row that is read again and again, which lies before its own first 16 elements. Without a branch,
// because no processor would foresee it.
INLINE long next_place(long at, long ahead, long period) {
    long next = at + ahead;
    return next + (next >> 63 & period);
}

// Towards zero; the nearest int if it is too large; NaN gives 0.
INLINE I truncated(F x) {
    I inside = __builtin_elementwise_abs(x) < 0x1p31f;
    I rounded = __builtin_convertvector(inside ? x : F{}, I);
    I outside = x > 0.0f ? ints(0x7fffffff) : x < 0.0f ? ints(-0x7fffffff - 1) : I{};
    return inside ? rounded : outside;
}

// The same to ints without sign.
INLINE I to_unsigned(F x) {
    I inside = (x > 0.0f) & (x < 0x1p32f);
    U rounded = __builtin_convertvector(inside ? x : F{}, U);
    return inside ? (I) rounded : x >= 0x1p32f;
}

// 0 where b is 0; the least int by -1 is itself.
INLINE I quotient(I a, I b) {
    I none = b == 0;
    I wraps = b == -1;
    I result = a / (none | wraps ? ints(1) : b);
    return none ? I{} : wraps ? (I) -(U) a : result;
}

// The C library's, for which no header is asked.
extern "C" __attribute__((const)) double sin(double);
extern "C" __attribute__((const)) double cos(double);
extern "C" __attribute__((const)) double pow(double, double);

INLINE F sin(F x) {
    F result;
    for (int lane = 0; lane < LANES; lane++) {
        result[lane] = (float) sin((double) x[lane]);
    }
    return result;
}

INLINE F cos(F x) {
    F result;
    for (int lane = 0; lane < LANES; lane++) {
        result[lane] = (float) cos((double) x[lane]);
    }
    return result;
}

// As Java has it: what is not a number, or 1 or -1 to an infinite power, gives NaN.
INLINE F pow(F x, F y) {
    F result;
    for (int lane = 0; lane < LANES; lane++) {
        result[lane] = (float) pow((double) x[lane], (double) y[lane]);
    }
    I isNone = (y != y) | ((__builtin_elementwise_abs(x) == 1.0f) & (__builtin_elementwise_abs(y) == __builtin_inff()));
    return isNone ? reals(__builtin_nanf("")) : result;
}
