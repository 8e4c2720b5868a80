// The hand-written plans in C++: what the classes Product, Pointwise, Normalization, Draws, Optimizer and Softmax compute. Each
// function gets the address of its words; each word is a number or an address. Rows of matrices are padded to 16 floats.
// Freestanding: no header, no library. Fused operations are written; the compiler makes none of its own (-ffp-contract=off).

typedef float F __attribute__((vector_size(64)));
typedef int I __attribute__((vector_size(64)));
typedef unsigned U __attribute__((vector_size(64)));
typedef unsigned long W __attribute__((vector_size(128)));
typedef unsigned H __attribute__((vector_size(64)));
typedef float G __attribute__((vector_size(64), aligned(4)));

#define NATIVE extern "C" __attribute__((visibility("default"))) void
#define INLINE static inline __attribute__((always_inline))

constexpr long LANES = 16;

// The tile of C that fits the registers: 24 of 32 with 512 bits, 12 of 16 with 256, whose 16 lanes are two registers.
#ifdef __AVX512F__
constexpr int TALL = 8, WIDE = 3;
#else
constexpr int TALL = 6, WIDE = 1;
#endif
// The longest piece of the inner extent, as in Product.
constexpr long DEPTH = 1 << 10;
// From so many rows on a strip of B is packed; from fewer where its rows lie crowded in the first cache.
constexpr long PACKS = 128, PACKS_CROWDED = 64, CROWDED = 64;

extern "C" void *memset(void *to, int value, unsigned long count) {
    char *at = (char *) to;
    for (unsigned long i = 0; i < count; i++) {
        at[i] = (char) value;
    }
    return to;
}

extern "C" void *memcpy(void *to, const void *from, unsigned long count) {
    char *at = (char *) to;
    for (unsigned long i = 0; i < count; i++) {
        at[i] = ((const char *) from)[i];
    }
    return to;
}

INLINE F load(const float *at) { return *(const G *) at; }
INLINE void store(float *at, F value) { *(G *) at = value; }
INLINE F all(float x) { return (F) {x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }
INLINE F fma(F a, F b, F c) { return __builtin_elementwise_fma(a, b, c); }
INLINE F least(F a, F b) { return a < b ? a : b; }
INLINE F greatest(F a, F b) { return a > b ? a : b; }

// ---- products

// C (M rows of V vectors) += A · B; element (i, p) of A lies at a[i · ai + p · ap], of B at b[p · ldb].
template <int M, int V>
INLINE void tile(long depth, const float *a, long ai, long ap, const float *b, long ldb, float *c, long ldc) {
    F sum[M][V];
#pragma unroll
    for (int i = 0; i < M; i++) {
#pragma unroll
        for (int j = 0; j < V; j++) {
            sum[i][j] = load(c + i * ldc + j * LANES);
        }
    }
#pragma clang loop unroll(disable)
    for (long p = 0; p < depth; p++, a += ap, b += ldb) {
        F row[V];
#pragma unroll
        for (int j = 0; j < V; j++) {
            row[j] = load(b + j * LANES);
        }
#pragma unroll
        for (int i = 0; i < M; i++) {
            F x = all(a[i * ai]);
#pragma unroll
            for (int j = 0; j < V; j++) {
                sum[i][j] = fma(x, row[j], sum[i][j]);
            }
        }
    }
#pragma unroll
    for (int i = 0; i < M; i++) {
#pragma unroll
        for (int j = 0; j < V; j++) {
            store(c + i * ldc + j * LANES, sum[i][j]);
        }
    }
}

template <int V>
static void strip(long rows, long depth, const float *a, long ai, long ap, const float *b, long ldb, float *c, long ldc) {
    long i = 0;
    for (; i + TALL <= rows; i += TALL) {
        tile<TALL, V>(depth, a + i * ai, ai, ap, b, ldb, c + i * ldc, ldc);
    }
    for (; i + 4 <= rows; i += 4) {
        tile<4, V>(depth, a + i * ai, ai, ap, b, ldb, c + i * ldc, ldc);
    }
    for (; i + 2 <= rows; i += 2) {
        tile<2, V>(depth, a + i * ai, ai, ap, b, ldb, c + i * ldc, ldc);
    }
    if (i < rows) {
        tile<1, V>(depth, a + i * ai, ai, ap, b, ldb, c + i * ldc, ldc);
    }
}

static void product(long rows, long columns, long depth, const float *a, long ai, long ap, const float *b, long ldb, float *c,
        long ldc, float *scratch) {
    for (long i = 0; i < rows; i++) {
        for (long j = 0; j < columns; j += LANES) {
            store(c + i * ldc + j, F {});
        }
    }
    bool packs = rows >= PACKS || (rows >= PACKS_CROWDED && ldb > CROWDED && ldb % CROWDED == 0);
    long pieces = (depth + DEPTH - 1) / DEPTH;
    long piece = (depth + pieces - 1) / pieces;
    for (long p = 0; p < depth; p += piece) {
        long height = depth - p < piece ? depth - p : piece;
        for (long j = 0, width; j < columns; j += width) {
            long left = (columns - j) / LANES;
            long vectors = left == WIDE + 1 && WIDE > 1 ? WIDE - 1 : left < WIDE ? left : WIDE;
            width = vectors * LANES;
            const float *from = b + p * ldb + j;
            long ld = ldb;
            if (packs) {
                for (long q = 0; q < height; q++) {
                    for (long v = 0; v < width; v += LANES) {
                        store(scratch + q * width + v, load(from + q * ldb + v));
                    }
                }
                from = scratch;
                ld = width;
            }
            if (vectors == 3) {
                strip<3>(rows, height, a + p * ap, ai, ap, from, ld, c + j, ldc);
            } else if (vectors == 2) {
                strip<2>(rows, height, a + p * ap, ai, ap, from, ld, c + j, ldc);
            } else {
                strip<1>(rows, height, a + p * ap, ai, ap, from, ld, c + j, ldc);
            }
        }
    }
}

// C := A · B. Words: rows, columns (padded), depth, A, ai, ap, B, ldb, C, ldc, scratch.
NATIVE multiply(const long *w) {
    product(w[0], w[1], w[2], (const float *) w[3], w[4], w[5], (const float *) w[6], w[7], (float *) w[8], w[9],
            (float *) w[10]);
}

// C := A transposed · B, as Product.transposed. Words: rows, columns, depth, A, ap, B, ldb, C, ldc, scratch.
NATIVE multiplyTransposed(const long *w) {
    long rows = w[0], columns = w[1], depth = w[2], ap = w[4], ldb = w[6], ldc = w[8];
    const float *a = (const float *) w[3], *b = (const float *) w[5];
    float *c = (float *) w[7], *scratch = (float *) w[9];
    long last = columns % LANES, height = (last + 3) / 4 * 4, width = (rows + 15) / 16 * 16, whole = columns - last;
    if (last == 0 || depth * (rows - height * width / LANES) <= 2 * last * rows) {
        product(rows, whole + (last == 0 ? 0 : LANES), depth, a, 1, ap, b, ldb, c, ldc, scratch);
        return;
    }
    product(height, width, depth, b + whole, 1, ldb, a, ap, scratch, width, scratch);
    for (long i = 0; i < rows; i++) {
        float *at = c + i * ldc + whole;
        for (long j = 0; j < LANES; j++) {
            at[j] = j < last ? scratch[j * width + i] : 0;
        }
    }
    product(rows, whole, depth, a, 1, ap, b, ldb, c, ldc, scratch);
}

// to[j · tld + i] := from[i · fld + j] for the rows i from first to last − 1. Words: from, fld, first, last, columns, to, tld.
NATIVE transpose(const long *w) {
    const float *from = (const float *) w[0];
    float *to = (float *) w[5];
    long fld = w[1], first = w[2], last = w[3], columns = w[4], tld = w[6];
    for (long i = first; i < last; i += LANES) {
        for (long j = 0; j < columns; j += LANES) {
            if (i + LANES > last || j + LANES > columns) {
                for (long r = i; r < last && r < i + LANES; r++) {
                    for (long q = j; q < columns && q < j + LANES; q++) {
                        to[q * tld + r] = from[r * fld + q];
                    }
                }
                continue;
            }
            F row[16], other[16];
#pragma unroll
            for (int r = 0; r < 16; r++) {
                row[r] = load(from + (i + r) * fld + j);
            }
            // Four rounds of interleaving row r with row r + 8 transpose the square.
#pragma unroll
            for (int round = 0; round < 4; round++) {
#pragma unroll
                for (int r = 0; r < 8; r++) {
                    other[2 * r] = __builtin_shufflevector(row[r], row[r + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6,
                            22, 7, 23);
                    other[2 * r + 1] = __builtin_shufflevector(row[r], row[r + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13,
                            29, 14, 30, 15, 31);
                }
#pragma unroll
                for (int r = 0; r < 16; r++) {
                    row[r] = other[r];
                }
            }
#pragma unroll
            for (int r = 0; r < 16; r++) {
                store(to + (j + r) * tld + i, row[r]);
            }
        }
    }
}

// Words: to, from, floats.
NATIVE copy(const long *w) {
    float *to = (float *) w[0];
    const float *from = (const float *) w[1];
    for (long i = 0; i < w[2]; i += LANES) {
        store(to + i, load(from + i));
    }
}

// ---- elementwise

// exp(x) − 1 for x ≤ 0.
INLINE F expm1(F x) {
    constexpr float ROUND = 12582912.0f;
    F c = greatest(x, all(-30.0f));
    F t = fma(all(1.44269504f), c, all(ROUND));
    F n = t - ROUND;
    F r = fma(n, all(-0.693359375f), c);
    r = fma(n, all(2.12194440e-4f), r);
    F q = fma(all(1.9875691500e-4f), r, all(1.3981999507e-3f));
    q = fma(q, r, all(8.3334519073e-3f));
    q = fma(q, r, all(4.1665795894e-2f));
    q = fma(q, r, all(1.6666665459e-1f));
    q = fma(q, r, all(5.0000001201e-1f));
    q = fma(r * r, q, r);
    F power = (F) (((I) t - 0x4B400000 + 127) << 23);
    return fma(power, q, power - 1.0f);
}

INLINE F elu(F z) { return z > 0.0f ? z : expm1(least(z, F {})); }

// y := elu(y + bias). Words: y (the first row), rows, ld, bias.
NATIVE eluOfRows(const long *w) {
    float *y = (float *) w[0];
    const float *bias = (const float *) w[3];
    for (long row = 0; row < w[1]; row++, y += w[2]) {
        for (long j = 0; j < w[2]; j += LANES) {
            store(y + j, elu(load(y + j) + load(bias + j)));
        }
    }
}

// d := d · elu'(z), where y = elu(z). Words: d, y, floats.
NATIVE eluGradient(const long *w) {
    float *d = (float *) w[0];
    const float *y = (const float *) w[1];
    for (long i = 0; i < w[2]; i += LANES) {
        F out = load(y + i), given = load(d + i);
        store(d + i, out > 0.0f ? given : given * (out + 1.0f));
    }
}

// into[j] := the sum of column j. Words: d (the first column), rows, ld, columns, into.
NATIVE columnSums(const long *w) {
    const float *d = (const float *) w[0];
    float *into = (float *) w[4];
    long rows = w[1], ld = w[2];
    for (long j = 0; j < w[3]; j += LANES) {
        F even = F {}, odd = F {};
        long row = 0;
        for (; row + 1 < rows; row += 2) {
            even += load(d + row * ld + j);
            odd += load(d + (row + 1) * ld + j);
        }
        if (row < rows) {
            even += load(d + row * ld + j);
        }
        store(into + j, even + odd);
    }
}

// gradient[i] += scale · p[i], and the sum of the squares of p is added to sum[0]. Words: p, floats, scale, gradient, sum (double).
NATIVE decay(const long *w) {
    const float *p = (const float *) w[0];
    float *gradient = (float *) w[3];
    F squares = F {};
    float scale = *(const float *) w[2];
    for (long i = 0; i < w[1]; i += LANES) {
        F value = load(p + i);
        squares = fma(value, value, squares);
        store(gradient + i, value * scale + load(gradient + i));
    }
    float total = 0;
    for (int i = 0; i < 16; i++) {
        total += squares[i];
    }
    *(double *) w[4] += total;
}

// Words: p, first slot, gradient, floats, rate.
NATIVE nesterov(const long *w) {
    float *p = (float *) w[0], *m = (float *) w[1];
    const float *gradient = (const float *) w[2];
    float rate = *(const float *) w[4];
    for (long i = 0; i < w[3]; i += LANES) {
        F move = load(gradient + i) * rate;
        F velocity = load(m + i) * 0.9f - move;
        store(m + i, velocity);
        store(p + i, load(p + i) + velocity * 0.9f - move);
    }
}

// Words: p, first slot, gradient, floats, the rate corrected for the step, second slot.
NATIVE adam(const long *w) {
    float *p = (float *) w[0], *m = (float *) w[1], *v = (float *) w[5];
    const float *gradient = (const float *) w[2];
    float rate = *(const float *) w[4];
    for (long i = 0; i < w[3]; i += LANES) {
        F latest = load(gradient + i), mean = load(m + i), square = load(v + i);
        mean = (latest - mean) * 0.1f + mean;
        store(m + i, mean);
        square = (latest * latest - square) * 0.001f + square;
        store(v + i, square);
        store(p + i, load(p + i) - mean * rate / (__builtin_elementwise_sqrt(square) + 1e-7f));
    }
}

// The natural logarithm of a positive number, within some units in the last place of a float.
static double logarithm(double x) {
    long bits = __builtin_bit_cast(long, x);
    long exponent = (bits - 0x3FE6A09E667F3BCDL) >> 52;
    double m = __builtin_bit_cast(double, bits - (exponent << 52));
    double s = (m - 1) / (m + 1), q = s * s;
    double sum = 1.0 / 13;
    for (int i = 11; i > 0; i -= 2) {
        sum = sum * q + 1.0 / i;
    }
    return 2 * s * sum + exponent * 0.6931471805599453;
}

// From logits (without their bias) to the gradient of the mean loss, in place; the losses' sum goes to the last word's place.
// Words: z (the first row), rows, bias, labels (of these rows), batch, sum (double).
NATIVE softmax(const long *w) {
    constexpr int CLASSES = 10;
    float *z = (float *) w[0];
    const float *bias = (const float *) w[2];
    const int *labels = (const int *) w[3];
    double sum = 0;
    for (long row = 0; row < w[1]; row++, z += LANES) {
        float most = -__builtin_inff();
        for (int j = 0; j < CLASSES; j++) {
            z[j] += bias[j];
            most = most > z[j] ? most : z[j];
        }
        float own = z[labels[row]] - most;
        F e = expm1(least(load(z) - most, F {})) + 1.0f;
        float total = 0;
        for (int j = 0; j < CLASSES; j++) {
            total += e[j];
        }
        sum += logarithm(total) - own;
        e *= 1 / (total * w[4]);
        for (int j = 0; j < LANES; j++) {
            z[j] = j < CLASSES ? e[j] : 0;
        }
        z[labels[row]] -= 1.0f / w[4];
    }
    *(double *) w[5] = sum;
}

// ---- batch normalization and dropout

// Mean and squared deviations of some rows. Words: z (the first row), rows, ld, mean, squares.
NATIVE statistics(const long *w) {
    const float *z = (const float *) w[0];
    long rows = w[1], ld = w[2];
    for (long j = 0; j < ld; j += LANES) {
        F sum = F {}, squares = F {};
        for (long row = 0; row < rows; row++) {
            sum += load(z + row * ld + j);
        }
        F centre = sum * (rows == 0 ? 0 : 1.0f / rows);
        for (long row = 0; row < rows; row++) {
            F off = load(z + row * ld + j) - centre;
            squares = fma(off, off, squares);
        }
        store((float *) w[3] + j, centre);
        store((float *) w[4] + j, squares);
    }
}

// Combines all members' statistics. Words: members, ld, means (ld floats for each member), squares, rows of each (longs), mean,
// inverse deviation, moving mean or 0, moving variance.
NATIVE combine(const long *w) {
    long members = w[0], ld = w[1];
    const float *means = (const float *) w[2], *parts = (const float *) w[3];
    const long *counts = (const long *) w[4];
    float *moving = (float *) w[7], *movingVariance = (float *) w[8];
    for (long j = 0; j < ld; j += LANES) {
        F centre = load(means + j), squares = load(parts + j);
        long rows = counts[0];
        for (long i = 1; i < members; i++) {
            F off = load(means + i * ld + j) - centre;
            float share = counts[i] / (float) (rows + counts[i]);
            centre = off * share + centre;
            squares = squares + load(parts + i * ld + j) + off * off * (rows * share);
            rows += counts[i];
        }
        F variance = squares * (1.0f / rows);
        store((float *) w[5] + j, centre);
        store((float *) w[6] + j, 1.0f / __builtin_elementwise_sqrt(variance + 1e-3f));
        if (moving != nullptr) {
            store(moving + j, load(moving + j) * 0.99f + centre * (1 - 0.99f));
            store(movingVariance + j, load(movingVariance + j) * 0.99f + variance * (1 - 0.99f));
        }
    }
}

// y := elu(gamma (z − mean) / deviation + beta) · factor. Words: z, y, factor (its rows are not padded), rows, ld, columns, mean,
// inverse, gamma, beta.
NATIVE normalize(const long *w) {
    const float *z = (const float *) w[0], *factor = (const float *) w[2];
    float *y = (float *) w[1];
    long rows = w[3], ld = w[4], columns = w[5];
    for (long j = 0; j < ld; j += LANES) {
        F slope = load((const float *) w[8] + j) * load((const float *) w[7] + j);
        F offset = load((const float *) w[9] + j) - load((const float *) w[6] + j) * slope;
        for (long row = 0; row < rows; row++) {
            F a = fma(load(z + row * ld + j), slope, offset);
            store(y + row * ld + j, elu(a) * load(factor + row * columns + j));
        }
    }
}

// From the gradient of y to that of what elu got, in place, and parts of the gradients of beta and gamma.
// Words: d, z, y, factor, rows, ld, columns, mean, inverse, part of beta, part of gamma.
NATIVE normalGradientParts(const long *w) {
    float *d = (float *) w[0];
    const float *z = (const float *) w[1], *y = (const float *) w[2], *factor = (const float *) w[3];
    long rows = w[4], ld = w[5], columns = w[6];
    for (long j = 0; j < ld; j += LANES) {
        F centre = load((const float *) w[7] + j), scale = load((const float *) w[8] + j);
        F beta = F {}, gamma = F {};
        for (long row = 0; row < rows; row++) {
            long at = row * ld + j;
            F given = load(d + at) * load(factor + row * columns + j), out = load(y + at);
            given = out > 0.0f ? given : given * (out * (float) (1 - 0.2) + 1.0f);
            store(d + at, given);
            beta += given;
            gamma = fma((load(z + at) - centre) * scale, given, gamma);
        }
        store((float *) w[9] + j, beta);
        store((float *) w[10] + j, gamma);
    }
}

INLINE F sumOf(const float *parts, long members, long ld) {
    F sum = load(parts);
    for (long i = 1; i < members; i++) {
        sum += load(parts + i * ld);
    }
    return sum;
}

// The gradient of z, in place. Words: d, z, rows, ld, members, parts of beta, parts of gamma, sum of beta, sum of gamma, mean,
// inverse, gamma, batch.
NATIVE normalGradient(const long *w) {
    float *d = (float *) w[0];
    const float *z = (const float *) w[1];
    long rows = w[2], ld = w[3];
    for (long j = 0; j < ld; j += LANES) {
        F beta = sumOf((const float *) w[5] + j, w[4], ld), gamma = sumOf((const float *) w[6] + j, w[4], ld);
        store((float *) w[7] + j, beta);
        store((float *) w[8] + j, gamma);
        F scale = load((const float *) w[10] + j), slope = load((const float *) w[11] + j) * scale;
        F tilt = gamma * scale * (1.0f / w[12]), level = beta * (1.0f / w[12]), centre = load((const float *) w[9] + j);
        for (long row = 0; row < rows; row++) {
            long at = row * ld + j;
            store(d + at, (load(d + at) - level - (load(z + at) - centre) * tilt) * slope);
        }
    }
}

// What dropout multiplies with, drawn by Philox4x32-10 for 16 counters at a time; writes up to 63 floats more.
// Words: the first element (a multiple of 4), the one behind the last, step, path, seed, the least bits that are kept, the
// factor's bits, into.
NATIVE factors(const long *w) {
    int *into = (int *) w[7];
    const H numbers = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    for (long i = w[0]; i < w[1]; i += 64, into += 64) {
        H c0 = numbers + (unsigned) (i / 4), c1 = (H) {} + (unsigned) w[2], c2 = (H) {} + (unsigned) w[3], c3 = (H) {};
        unsigned k0 = (unsigned) w[4], k1 = (unsigned) (w[4] >> 32);
        for (int round = 0; round < 10; round++, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u) {
            W p0 = __builtin_convertvector(c0, W) * 0xD2511F53ul, p1 = __builtin_convertvector(c2, W) * 0xCD9E8D57ul;
            c0 = __builtin_convertvector(p1 >> 32, H) ^ c1 ^ k0;
            c2 = __builtin_convertvector(p0 >> 32, H) ^ c3 ^ k1;
            c1 = __builtin_convertvector(p1, H);
            c3 = __builtin_convertvector(p0, H);
        }
        // Counter by counter, its four words: interleaving twice.
        H even0 = __builtin_shufflevector(c0, c2, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        H even1 = __builtin_shufflevector(c0, c2, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        H odd0 = __builtin_shufflevector(c1, c3, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        H odd1 = __builtin_shufflevector(c1, c3, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        H words[4] = {
            __builtin_shufflevector(even0, odd0, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
            __builtin_shufflevector(even0, odd0, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
            __builtin_shufflevector(even1, odd1, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
            __builtin_shufflevector(even1, odd1, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)};
        for (int k = 0; k < 4; k++) {
            I bits = (I) (words[k] >> 8);
            I chosen = bits >= (int) w[5] ? (I) {} + (int) w[6] : (I) {};
            store((float *) into + k * 16, (F) chosen);
        }
    }
}
