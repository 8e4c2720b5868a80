// Philox4x32-10 for sixteen counters at a time. Each of their words lies in a lane of 64 bits, as its lower half; what is above is
// anything.

typedef unsigned long L __attribute__((vector_size(64)));
typedef L AnyL __attribute__((aligned(4), may_alias));

static const long CALL = 4;
static const long ELEMENTS = 16 * CALL;

INLINE L words(unsigned long x) {
    return x - L{};
}

// Eight counters. In their order words need but change places with their neighbours.
struct Counters {
    L c0, c1, c2, c3;

    Counters(const long *a, long first) {
        L order = {0, 4, 1, 5, 2, 6, 3, 7};
        c0 = order + (unsigned long) first;
        c1 = words(a[4]);
        c2 = words(a[5]);
        c3 = words(a[6]);
    }

    INLINED void round(unsigned long k0, unsigned long k1) {
        L p0 = (c0 & 0xffffffff) * 0xD2511F53;
        L p1 = (c2 & 0xffffffff) * 0xCD9E8D57;
        c0 = (p1 >> 32) ^ c1 ^ k0;
        c2 = (p0 >> 32) ^ c3 ^ k1;
        c1 = p1;
        c3 = p0;
    }

    // Two words in a lane, the first in its lower half.
    INLINED void store(int *to, int shift) {
        unsigned long word = 0xffffffffUL >> shift, kept = word | word << 32;
        L first = (((c0 & 0xffffffff) | c1 << 32) >> shift) & kept;
        L second = (((c2 & 0xffffffff) | c3 << 32) >> shift) & kept;
        *(AnyL *) to = __builtin_shufflevector(first, second, 0, 8, 2, 10, 4, 12, 6, 14);
        *(AnyL *) (to + LANES) = __builtin_shufflevector(first, second, 1, 9, 3, 11, 5, 13, 7, 15);
    }
};

INLINE void sixteen(const long *a, long counter, int *to) {
    // Two by two, so that the processor works on one while it waits for the other's products.
    Counters some(a, counter), others(a, counter + 8);
    unsigned long k0 = a[3], k1 = (unsigned long) a[3] >> 32;
    for (int round = 0; round < 10; round++) {
        some.round(k0, k1);
        others.round(k0, k1);
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    some.store(to, (int) a[7]);
    others.store(to + 2 * LANES, (int) a[7]);
}

// Random words. 0 to, 1 how many, 2 the number of the first call of the generator, which makes four, 3 seed, 4 step, 5 the path's hash,
// 6 which draw of it, 7 by how many bits they are shifted to the right
extern "C" void draw(const long *a) {
    int *to = (int *) a[0];
    long i = 0;
    for (; i + ELEMENTS <= a[1]; i += ELEMENTS) {
        sixteen(a, a[2] + i / CALL, to + i);
    }
    if (i < a[1]) {
        int last[ELEMENTS];
        sixteen(a, a[2] + i / CALL, last);
        for (long j = 0; i + j < a[1]; j++) {
            to[i + j] = last[j];
        }
    }
}
