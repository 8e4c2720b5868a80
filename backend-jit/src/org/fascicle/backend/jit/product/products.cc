// Products of matrices, matrices transposed, and reals rounded to bfloat16. Each function gets the address of its words; each word is a
// number or an address. Elements have 4 bytes; 64 bytes behind a matrix may be read, none written. Includes nothing.
//
// An element of a product is summed up by rising inner index, with one fused operation for each, beginning at 0 or at what is there. So
// tiles, pieces of the inner extent, blocks, threads and processors make no difference.

#pragma clang diagnostic ignored "-Wpsabi"

namespace products {

typedef float F __attribute__((vector_size(64)));
typedef int I __attribute__((vector_size(64)));
typedef unsigned U __attribute__((vector_size(64)));
typedef short H __attribute__((vector_size(32)));
typedef F AnyF __attribute__((aligned(4), may_alias));
typedef I AnyI __attribute__((aligned(4), may_alias));
typedef H AnyH __attribute__((aligned(2), may_alias));

#define FUNCTION extern "C" __attribute__((visibility("default"))) void
#define INLINED static inline __attribute__((always_inline))

// The lanes of a vector.
constexpr long L = 16;
// The rows and vectors of the tile of C that stays in registers: 24 of 32 long ones, or 12 of 16 that are half as long; and the vectors
// of a tile of one row.
#ifdef __AVX512F__
constexpr int TALL = 8, WIDE = 3, ALONE = 8;
#else
constexpr int TALL = 6, WIDE = 1, ALONE = 4;
#endif
// The longest piece of the inner extent: of so much, a packed strip of B and the lines of A that a tile reads stay in the caches.
constexpr long DEPTH = 512;
// The floats of the scratch, as the class NativeGemm has it: a strip of B, or A transposed if that is not larger.
constexpr long SCRATCH = 1 << 16;
// From so many rows on a strip of B is packed, from fewer where its rows share few sets of the first cache.
constexpr long PACKS = 96, PACKS_CROWDED = 48;
// The most and the fewest rows of a product with a transposed B that is computed transposed.
constexpr long FEW = 64, FEWEST = 12;

INLINED F load(const float *from) {
    return *(const AnyF *) from;
}

INLINED void store(float *to, F x) {
    *(AnyF *) to = x;
}

// The first lanes, 1 to 16 of them.
INLINED void store(float *to, F x, long count) {
#ifdef __AVX512F__
    __builtin_ia32_storeups512_mask(to, x, (unsigned short) ((1u << count) - 1));
#else
    if (count == L) {
        store(to, x);
        return;
    }
#pragma clang loop vectorize(disable) unroll(disable)
    for (long i = 0; i < count; i++) {
        to[i] = x[i];
    }
#endif
}

INLINED F all(float x) {
    return x - F{};
}

INLINED long least(long a, long b) {
    return a < b ? a : b;
}

INLINED long up(long length, long unit) {
    return (length + unit - 1) / unit * unit;
}

// M rows and V vectors of C, of whose last vector `last` columns have a place. B's rows are read in whole vectors.
template <int M, int V>
INLINED void tile(long depth, const float *a, long ai, long ap, const float *b, long bp, float *c, long ldc, long last, bool adds) {
    F sum[M][V];
#pragma unroll
    for (int i = 0; i < M; i++) {
#pragma unroll
        for (int j = 0; j < V; j++) {
            sum[i][j] = adds ? load(c + i * ldc + j * L) : F{};
        }
    }
#pragma clang loop unroll(disable)
    for (long p = 0; p < depth; p++, a += ap, b += bp) {
        F row[V];
#pragma unroll
        for (int j = 0; j < V; j++) {
            row[j] = load(b + j * L);
        }
#pragma unroll
        for (int i = 0; i < M; i++) {
            F x = all(a[i * ai]);
#pragma unroll
            for (int j = 0; j < V; j++) {
                sum[i][j] = __builtin_elementwise_fma(x, row[j], sum[i][j]);
            }
        }
    }
#pragma unroll
    for (int i = 0; i < M; i++) {
#pragma unroll
        for (int j = 0; j < V - 1; j++) {
            store(c + i * ldc + j * L, sum[i][j]);
        }
        store(c + i * ldc + (V - 1) * L, sum[i][V - 1], last);
    }
}

// All rows of V vectors.
template <int V>
static void tiles(long m, long depth, const float *a, long ai, long ap, const float *b, long bp, float *c, long ldc, long last,
        bool adds) {
    long i = 0;
    for (; i + TALL <= m; i += TALL) {
        tile<TALL, V>(depth, a + i * ai, ai, ap, b, bp, c + i * ldc, ldc, last, adds);
    }
    a += i * ai;
    c += i * ldc;
    if (m - i & 4) {
        tile<4, V>(depth, a, ai, ap, b, bp, c, ldc, last, adds);
        a += 4 * ai;
        c += 4 * ldc;
    }
    if (m - i & 2) {
        tile<2, V>(depth, a, ai, ap, b, bp, c, ldc, last, adds);
        a += 2 * ai;
        c += 2 * ldc;
    }
    if (m - i & 1) {
        tile<1, V>(depth, a, ai, ap, b, bp, c, ldc, last, adds);
    }
}

static void strip(long vectors, long m, long depth, const float *a, long ai, long ap, const float *b, long bp, float *c,
        long ldc, long last, bool adds) {
    if (WIDE > 2 && vectors == 3) {
        tiles<WIDE>(m, depth, a, ai, ap, b, bp, c, ldc, last, adds);
    } else if (WIDE > 1 && vectors == 2) {
        tiles<WIDE == 1 ? 1 : 2>(m, depth, a, ai, ap, b, bp, c, ldc, last, adds);
    } else {
        tiles<1>(m, depth, a, ai, ap, b, bp, c, ldc, last, adds);
    }
}

// The vectors of the next strip: one alone has too few sums that do not wait for each other.
INLINED long vectors(long columns) {
    long left = (columns + L - 1) / L;
    return WIDE > 1 && left == WIDE + 1 ? WIDE - 1 : least(WIDE, left);
}

INLINED F even(F a, F b) {
    return __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
}

INLINED F odd(F a, F b) {
    return __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
}

INLINED F lower(F a, F b) {
    return __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
}

INLINED F upper(F a, F b) {
    return __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
}

INLINED F quarters(F a, F b) {
    return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
}

INLINED F others(F a, F b) {
    return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
}

// Transposes 16 vectors: squares of two elements, of four, then quarters of vectors.
INLINED void turn(F *x) {
    F y[16];
#pragma unroll
    for (int i = 0; i < 16; i += 4) {
        F a = even(x[i], x[i + 1]), b = odd(x[i], x[i + 1]), c = even(x[i + 2], x[i + 3]), d = odd(x[i + 2], x[i + 3]);
        y[i] = lower(a, c);
        y[i + 1] = upper(a, c);
        y[i + 2] = lower(b, d);
        y[i + 3] = upper(b, d);
    }
#pragma unroll
    for (int i = 0; i < 4; i++) {
        F a = quarters(y[i], y[i + 4]), b = others(y[i], y[i + 4]), c = quarters(y[i + 8], y[i + 12]), d = others(y[i + 8], y[i + 12]);
        x[i] = quarters(a, c);
        x[i + 8] = others(a, c);
        x[i + 4] = quarters(b, d);
        x[i + 12] = others(b, d);
    }
}

// Brings `rows` rows, at most 16, of the beginning of a matrix's rows to columns: `columns` of them, at most 16. Reads whole vectors.
INLINED void square(const float *from, long fld, long rows, long columns, float *to, long tld) {
    F x[16];
#pragma unroll
    for (int i = 0; i < 16; i++) {
        x[i] = i < rows ? load(from + i * fld) : F{};
    }
    turn(x);
    if (rows == L && columns == L) {
#pragma unroll
        for (int i = 0; i < 16; i++) {
            store(to + i * tld, x[i]);
        }
        return;
    }
    F y[16];
    for (int i = 0; i < 16; i++) {
        y[i] = x[i];
    }
    for (long i = 0; i < columns; i++) {
        store(to + i * tld, y[i], rows);
    }
}

// to[j · tld + i] := from[i · fld + j].
static void transposed(const float *from, long fld, long rows, long columns, float *to, long tld) {
    for (long i = 0; i < rows; i += L) {
        for (long j = 0; j < columns; j += L) {
            square(from + i * fld + j, fld, least(L, rows - i), least(L, columns - j), to + j * tld + i, tld);
        }
    }
}

// A product with the vectors along the rows of C, which lie beside each other in `a`: a[p · ap + i]. C is computed transposed, 16 rows at
// a time, and brought to its place.
static void exchanged(long m, long n, long k, const float *a, long ap, const float *b, long bp, long bj, float *c, long ldc) {
    for (long j = 0; j < n; j += L) {
        long rows = least(L, n - j);
        for (long i = 0, width; i < m; i += width) {
            long count = vectors(m - i);
            width = count * L;
            F sums[L * WIDE];
            strip(count, rows, k, b + j * bj, bj, bp, a + i, ap, (float *) sums, width, L, false);
            for (long v = 0; v < width && i + v < m; v += L) {
                square((const float *) sums + v, width, rows, least(L, m - i - v), c + (i + v) * ldc + j, ldc);
            }
        }
    }
}

// Whether rows so far apart share few sets of the first cache.
INLINED bool crowded(long distance) {
    return distance % 64 == 0 && distance > 64;
}

static void pack(const float *from, long ld, long width, long depth, float *to) {
    for (long p = 0; p < depth; p++, from += ld, to += width) {
        for (long j = 0; j < width; j += L) {
            store(to + j, load(from + j));
        }
    }
}

// Strip by strip of B, each for all rows.
static void strips(long m, long n, long k, const float *a, long ai, long ap, const float *b, long bp, long bj, float *c, long ldc, bool adds,
        float *scratch) {
    bool packs = bj != 1 || m >= PACKS || (m >= PACKS_CROWDED && crowded(bp));
    long pieces = k <= DEPTH ? 1 : (k + DEPTH - 1) / DEPTH;
    for (long piece = 0, p = 0, next; piece < pieces; piece++, p = next) {
        next = k * (piece + 1) / pieces;
        long depth = next - p;
        for (long j = 0, width; j < n; j += width) {
            long count = vectors(n - j);
            width = count * L;
            const float *from = b + p * bp + j * bj;
            long last = least(L, n - j - width + L);
            if (bj != 1) {
                transposed(from, bj, least(width, n - j), depth, scratch, width);
            } else if (packs) {
                pack(from, bp, width, depth, scratch);
            }
            strip(count, m, depth, a + p * ap, ai, ap, packs ? scratch : from, packs ? width : bp, c + j, ldc, last, adds || piece > 0);
        }
    }
}

// A row alone, but for what is left of the widest tiles; gives how many columns it has computed.
static long alone(long n, long k, const float *a, long ap, const float *b, long bp, float *c, bool adds) {
    long j = 0;
    for (; j + ALONE * L <= n; j += ALONE * L) {
        tile<1, ALONE>(k, a, 0, ap, b + j, bp, c + j, 0, L, adds);
    }
    return j;
}

// C := A · B, or C + A · B, some rows and columns of it. Words:
// 0, 1    the first row, the row behind the last
// 2, 3    the first column, the column behind the last
// 4       the inner extent
// 5, 6, 7 A; its element (i, p) lies i · word 6 + p · word 7 elements behind
// 8, 9, 10 B; its element (p, j) lies p · word 9 + j · word 10 elements behind; one of both is 1
// 11, 12  C; its element (i, j) lies i · word 12 + j elements behind
// 13      whether to add to C
// 14      scratch, of the calling thread
FUNCTION product(const long *w) {
    long m = w[1] - w[0], n = w[3] - w[2], k = w[4], ai = w[6], ap = w[7], bp = w[9], bj = w[10], ldc = w[12];
    const float *a = (const float *) w[5] + w[0] * ai, *b = (const float *) w[8] + w[2] * bj;
    float *c = (float *) w[11] + w[0] * ldc + w[2], *scratch = (float *) w[14];
    bool adds = w[13];
    if (bj != 1 && ap == 1 && !adds && m >= FEWEST && m <= FEW && k * FEW <= SCRATCH && m * (k + n) < k * n) {
        // Less to transpose than B.
        transposed(a, ai, m, k, scratch, up(m, L));
        exchanged(m, n, k, scratch, up(m, L), b, bp, bj, c, ldc);
        return;
    }
    if (m == 1 && bj == 1) {
        long done = alone(n, k, a, ap, b, bp, c, adds);
        b += done;
        c += done;
        n -= done;
    }
    long last = n % L;
    if (ai == 1 && ap != 1 && bj == 1 && !adds && last > 0 && m >= L && k * (L - last) > 32 * last) {
        n -= last;
        exchanged(m, last, k, a, ap, b + n, bp, bj, c + n, ldc);
    }
    strips(m, n, k, a, ai, ap, b, bp, bj, c, ldc, adds, scratch);
}

// A matrix's columns as rows. Words: the matrix, from a row to the next, rows, columns, the result, from one of its rows to the next.
FUNCTION transpose(const long *w) {
    transposed((const float *) w[0], w[1], w[2], w[3], (float *) w[4], w[5]);
}

// The bits of the nearest number of the format bfloat16, the even one of two, in the upper half; a NaN stays one.
INLINED U rounded(F x) {
    U bits = (U) x;
    U near = bits + 0x7fff + (bits >> 16 & 1);
    return (U) (x == x ? (F) near : (F) (bits | 0x400000));
}

// Reals rounded to bfloat16, as reals. Words: the first, how many, the first result, which may be the same.
FUNCTION round(const long *w) {
    const float *from = (const float *) w[0];
    float *to = (float *) w[2];
    for (long i = 0; i < w[1]; i += L) {
        store(to + i, (F) (rounded(load(from + i)) & 0xffff0000), least(L, w[1] - i));
    }
}

// Reals rounded to bfloat16, 16 bits each. Words: the first, how many, the first result.
FUNCTION halves(const long *w) {
    const float *from = (const float *) w[0];
    short *to = (short *) w[2];
    long i = 0;
    for (; i + L <= w[1]; i += L) {
        *(AnyH *) (to + i) = __builtin_convertvector(rounded(load(from + i)) >> 16, H);
    }
    U rest = rounded(load(from + i)) >> 16;
    for (long lane = 0; i + lane < w[1]; lane++) {
        to[i + lane] = (short) rest[lane];
    }
}

// Rows rounded to bfloat16, in pairs: of each column the even row's bits in the lower half of a word, the next row's in the upper; 0 where
// there is no row or column. Words: the first row, from a row to the next, rows, columns, the words of a pair of rows, the result.
FUNCTION pairs(const long *w) {
    const float *from = (const float *) w[0];
    float *to = (float *) w[5];
    long rows = w[2], columns = w[3], width = w[4];
    for (long i = 0; i < rows; i += 2, from += 2 * w[1], to += width) {
        for (long j = 0; j < width; j += L) {
            U low = j < columns ? rounded(load(from + j)) >> 16 : U{};
            U high = j < columns && i + 1 < rows ? rounded(load(from + w[1] + j)) & 0xffff0000 : U{};
            F both = (F) (low | high);
            store(to + j, both, least(L, width - j));
            for (long k = columns; k < j + L && k < width; k++) {
                to[k] = 0;
            }
        }
    }
}

// Lines of halves, by their numbers, each clamped into range. Words: the halves, the first of them, how many lines there are from there on,
// the numbers, the result, how many lines, the halves of a line.
FUNCTION pick_halves(const long *w) {
    const short *table = (const short *) w[0] + w[1];
    const int *numbers = (const int *) w[3];
    short *to = (short *) w[4];
    for (long line = 0; line < w[5]; line++, to += w[6]) {
        long number = numbers[line] < 0 ? 0 : least(numbers[line], w[2] - 1);
        const short *from = table + number * w[6];
        long i = 0;
        for (; i + L <= w[6]; i += L) {
            *(AnyH *) (to + i) = *(const AnyH *) (from + i);
        }
        for (; i < w[6]; i++) {
            to[i] = from[i];
        }
    }
}

}
