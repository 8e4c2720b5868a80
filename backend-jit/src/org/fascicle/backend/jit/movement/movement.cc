// Movements of elements. One function per task; a[i] is the word of the number i. What is only moved is moved as ints,
// so that all bits stay.

// A loop that stays as it is written: unrolled, these take twice as long to compile, and no less to run.
#define LOOP _Pragma("clang loop unroll(disable)") for

static const long MANY = 1024;

// Elements that lie behind each other.
template <typename T> INLINE void copy(const T *from, T *to, long count) {
    if (count >= MANY) {
        __builtin_memcpy(to, from, count * sizeof(T));
        return;
    }
    long i = 0;
    LOOP (; i + LANES <= count; i += LANES) {
        ALL.store(to + i, load(from + i));
    }
    if (i < count) {
        first_lanes(count - i).store(to + i, load(from + i));
    }
}

INLINE void fill(int *to, int number, long count) {
    long i = 0;
    LOOP (; i + LANES <= count; i += LANES) {
        ALL.store(to + i, ints(number));
    }
    if (i < count) {
        first_lanes(count - i).store(to + i, ints(number));
    }
}

typedef F8 AnyF8 __attribute__((aligned(4), may_alias));
typedef F4 AnyF4 __attribute__((aligned(4), may_alias));

// Nothing is stored with a mask: lines that are added to next may lie right behind, and could not soon be loaded.
INLINE void add(const float *from, float *to, long count) {
    long i = 0;
    LOOP (; i + LANES <= count; i += LANES) {
        ALL.store(to + i, load(to + i) + load(from + i));
    }
    if (count & 8) {
        *(AnyF8 *) (to + i) += *(const AnyF8 *) (from + i);
        i += 8;
    }
    if (count & 4) {
        *(AnyF4 *) (to + i) += *(const AnyF4 *) (from + i);
        i += 4;
    }
    LOOP (; i < count; i++) {
        to[i] += from[i];
    }
}

// An axis: how long it is, and how far apart its elements are.
struct Axis {
    long length, from, to;
};

// Walks over lines that lie anywhere: calls f(from, to, lines) where some follow each other along the last axis but one.
// 0 from, 1 to, 2 the first line, 3 the line before which it ends, 4 how many axes there are; then for each three words: Axis.
template <typename T, typename Lines> INLINE void walk(const long *a, Lines lines) {
    const Axis *axes = (const Axis *) (a + 5), *last = axes + a[4] - 1;
    long end = a[3], most = last > axes + 1 ? last[-1].length : end;
    LOOP (long line = a[2], count; line < end; line += count) {
        const T *from = (const T *) a[0];
        T *to = (T *) a[1];
        long rest = line;
        LOOP (const Axis *axis = last - 1; axis > axes; axis--) {
            long index = rest % axis->length;
            rest /= axis->length;
            from += index * axis->from;
            to += index * axis->to;
        }
        if (last > axes) {
            from += rest * axes->from;
            to += rest * axes->to;
        }
        long left = most - line % most;
        count = left < end - line ? left : end - line;
        lines(from, to, count);
    }
}

// Copies lines along the last axis. Words as for walk.
extern "C" void move(const long *a) {
    const Axis *axes = (const Axis *) (a + 5), inner = axes[a[4] - 1], outer = a[4] > 1 ? axes[a[4] - 2] : Axis{1, 0, 0};
    walk<int>(a, [=](const int *from, int *to, long lines) INLINED {
        if (inner.from == 1 && inner.to == 1 && inner.length < LANES) {
            Lanes few = first_lanes(inner.length);
            LOOP (long line = 0; line < lines; line++) {
                few.store(to + line * outer.to, load(from + line * outer.from));
            }
        } else if (inner.from == 1 && inner.to == 1) {
            LOOP (long line = 0; line < lines; line++) {
                copy(from + line * outer.from, to + line * outer.to, inner.length);
            }
        } else if (inner.from == 0 && inner.to == 1) {
            LOOP (long line = 0; line < lines; line++) {
                fill(to + line * outer.to, from[line * outer.from], inner.length);
            }
        } else {
            // A few elements of all lines, then the next: they may be columns, which share the processor's lines.
            LOOP (long begin = 0; begin < inner.length; begin += LANES) {
                long end = begin + LANES < inner.length ? begin + LANES : inner.length;
                LOOP (long line = 0; line < lines; line++) {
                    const int *x = from + line * outer.from;
                    int *y = to + line * outer.to;
                    LOOP (long i = begin; i < end; i++) {
                        y[i * inner.to] = x[i * inner.from];
                    }
                }
            }
        }
    });
}

// Adds lines along the last axis, whose elements lie behind each other, in order: lines may overlap. Words as for walk.
extern "C" void add_lines(const long *a) {
    const Axis *axes = (const Axis *) (a + 5), inner = axes[a[4] - 1], outer = a[4] > 1 ? axes[a[4] - 2] : Axis{1, 0, 0};
    walk<float>(a, [=](const float *from, float *to, long lines) INLINED {
        if (inner.length == 1) {
            LOOP (long line = 0; line < lines; line++) {
                to[line * outer.to] += from[line * outer.from];
            }
            return;
        }
        LOOP (long line = 0; line < lines; line++) {
            add(from + line * outer.from, to + line * outer.to, inner.length);
        }
    });
}

// 0 to, 1 how many, 2 the number's bits
extern "C" void fill_all(const long *a) {
    fill((int *) a[0], (int) a[2], a[1]);
}

INLINE long clamped(long index, long length) {
    return index < 0 ? 0 : index < length ? index : length - 1;
}

// Picks rows, eight side by side: they lie anywhere, so that the processor fetches in eight places instead of waiting at the begin of each.
// 0 the rows, [batch, outer, length, inner], 1 their numbers, [batch, count], 2 the result, [batch, outer, count, inner],
// 3 its first row, 4 its row before which it ends, 5 outer, 6 length, 7 inner, 8 count
extern "C" void gather(const long *a) {
    const long end = a[4], outer = a[5], length = a[6], inner = a[7], count = a[8], together = 8;
    int *to = (int *) a[2] + a[3] * inner;
    LOOP (long i = a[3]; i < end;) {
        long line = i / count, stop = (line + 1) * count < end ? (line + 1) * count : end;
        const int *whole = (const int *) a[0] + line * length * inner;
        const int *indices = (const int *) a[1] + (line / outer - line) * count;
        if (inner == 1) {
            LOOP (; i < stop; i++) {
                *to++ = whole[clamped(indices[i], length)];
            }
        }
        LOOP (; inner >= LANES && i + together <= stop; i += together, to += together * inner) {
            const int *rows[together];
            for (long row = 0; row < together; row++) {
                rows[row] = whole + clamped(indices[i + row], length) * inner;
                long later = i + row + together < stop ? i + row + together : i;
                __builtin_prefetch(whole + clamped(indices[later], length) * inner);
            }
            LOOP (long begin = 0; begin < inner; begin += LANES) {
                // The last vector has some elements twice: they are stored with no mask.
                long j = begin + LANES <= inner ? begin : inner - LANES;
                for (long row = 0; row < together; row++) {
                    ALL.store(to + row * inner + j, load(rows[row] + j));
                }
            }
        }
        LOOP (; i < stop; i++, to += inner) {
            copy(whole + clamped(indices[i], length) * inner, to, inner);
        }
    }
}

// Makes one line [length, inner] of the result: zeros, and rows added to those that their numbers say, in order.
// 0 the result, [batch, outer, length, inner], 1 numbers, [batch, count], 2 rows, [batch, outer, count, inner], 3 which line, 4 outer,
// 5 length, 6 inner, 7 count
extern "C" void scatter_add(const long *a) {
    const long line = a[3], length = a[5], inner = a[6], count = a[7];
    float *whole = (float *) a[0] + line * length * inner;
    const int *indices = (const int *) a[1] + line / a[4] * count;
    const float *rows = (const float *) a[2] + line * count * inner;
    fill((int *) whole, 0, length * inner);
    LOOP (long k = 0; k < count; k++) {
        add(rows + k * inner, whole + clamped(indices[k], length) * inner, inner);
    }
}

// What goes along an axis. 0 x, 1 y, 2 the first line, 3 the line before which it ends, 4 how long a line is, 5 how far apart its elements
// are: so many lines lie side by side. Calls f(lanes, where lines begin, the first line's number) for up to 16 of them.
template <typename Lines> INLINE void side_by_side(const long *a, Lines lines) {
    const long end = a[3], length = a[4], inner = a[5];
    LOOP (long i = a[2], count; i < end; i += count) {
        long at = i % inner, from = (i - at) * length + at, left = inner - at < end - i ? inner - at : end - i;
        count = left < LANES ? left : LANES;
        lines(count == LANES ? ALL : first_lanes(count), from, i);
    }
}

// Numbers of the greatest elements so far, lane by lane.
struct Greatest {
    I rank = ints(-0x7fffffff - 1), number = {};

    // Both zeros have one rank, and all NaN have the greatest.
    INLINED void meet(Lanes lanes, F x, I numbers) {
        I next = lanes.select(ranked(x + 0.0f), ints(-0x7fffffff - 1));
        number = next > rank ? numbers : number;
        rank = __builtin_elementwise_max(next, rank);
    }

    // The first of the greatest of all lanes.
    INLINED int first() const {
        return __builtin_reduce_min(rank == ints(__builtin_reduce_max(rank)) ? number : ints(0x7fffffff));
    }
};

// The number of the first greatest element of each line, or of the first NaN. Words as for side_by_side; y has one element for each line.
extern "C" void argmax(const long *a) {
    const float *x = (const float *) a[0];
    int *y = (int *) a[1];
    const long length = a[4], inner = a[5];
    if (inner == 1) {
        LOOP (long i = a[2]; i < a[3]; i++) {
            Greatest greatest;
            long j = 0;
            LOOP (; j + LANES <= length; j += LANES) {
                greatest.meet(ALL, load(x + i * length + j), LANE + (int) j);
            }
            if (j < length) {
                greatest.meet(first_lanes(length - j), load(x + i * length + j), LANE + (int) j);
            }
            y[i] = greatest.first();
        }
        return;
    }
    side_by_side(a, [=](Lanes lanes, long from, long line) INLINED {
        Greatest greatest;
        LOOP (int j = 0; j < length; j++) {
            greatest.meet(ALL, load(x + from + j * inner), ints(j));
        }
        lanes.store(y + line, greatest.number);
    });
}

// The sums of all elements up to each, in float64, rounded once. Words as for side_by_side; y is as large as x.
extern "C" void cumsum(const long *a) {
    typedef double D __attribute__((vector_size(128)));
    const float *x = (const float *) a[0];
    float *y = (float *) a[1];
    const long length = a[4], inner = a[5];
    if (inner == 1) {
        LOOP (long i = a[2]; i < a[3]; i++) {
            double total = 0;
            LOOP (long j = i * length; j < (i + 1) * length; j++) {
                total += x[j];
                y[j] = (float) total;
            }
        }
        return;
    }
    side_by_side(a, [=](Lanes lanes, long from, long) INLINED {
        D total = {};
        LOOP (long j = from; j < from + length * inner; j += inner) {
            total += __builtin_convertvector(load(x + j), D);
            lanes.store(y + j, __builtin_convertvector(total, F));
        }
    });
}

// The sum of each line's ints. Words as for side_by_side; y has one element for each line.
extern "C" void sum_ints(const long *a) {
    const int *x = (const int *) a[0];
    int *y = (int *) a[1];
    const long length = a[4], inner = a[5];
    if (inner == 1) {
        LOOP (long i = a[2]; i < a[3]; i++) {
            unsigned total = 0;
            LOOP (long j = i * length; j < (i + 1) * length; j++) {
                total += (unsigned) x[j];
            }
            y[i] = (int) total;
        }
        return;
    }
    side_by_side(a, [=](Lanes lanes, long from, long line) INLINED {
        U total = {};
        LOOP (long j = from; j < from + length * inner; j += inner) {
            total += (U) load(x + j);
        }
        lanes.store(y + line, (I) total);
    });
}

// Makes one run of two that lie behind each other. Without a branch that no processor would foresee.
static void merge(const long *from, long *to, long begin, long middle, long end) {
    long i = begin, j = middle, k = begin;
    while (i < middle && j < end) {
        long left = from[i], right = from[j];
        bool isLeft = left < right;
        to[k++] = isLeft ? left : right;
        i += isLeft;
        j += !isLeft;
    }
    while (i < middle) {
        to[k++] = from[i++];
    }
    while (j < end) {
        to[k++] = from[j++];
    }
}

// The numbers of a line's elements in rising order: equal ones keep their order, both zeros are equal, NaN come last.
// Words as for side_by_side, lines lie behind each other; 6 room for two 64-bit words for each element.
extern "C" void argsort(const long *a) {
    const long length = a[4];
    LOOP (long line = a[2]; line < a[3]; line++) {
        const float *x = (const float *) a[0] + line * length;
        int *y = (int *) a[1] + line * length;
        // A number that is ordered as the element is, and its place: no two are equal.
        long *pairs = (long *) a[6], *others = pairs + length;
        LOOP (long j = 0; j < length; j++) {
            float value = x[j] + 0.0f;
            int bits = value != value ? 0x7fc00000 : __builtin_bit_cast(int, value);
            pairs[j] = (long) (bits ^ ((bits >> 31) & 0x7fffffff)) * (1L << 32) + j;
        }
        LOOP (long run = 1; run < length; run *= 2) {
            LOOP (long begin = 0; begin < length; begin += 2 * run) {
                long middle = begin + run < length ? begin + run : length;
                merge(pairs, others, begin, middle, middle + run < length ? middle + run : length);
            }
            long *sorted = others;
            others = pairs;
            pairs = sorted;
        }
        LOOP (long j = 0; j < length; j++) {
            y[j] = (int) pairs[j];
        }
    }
}
