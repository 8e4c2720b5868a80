// Maxima and sums under a sliding window, and their gradients, for one image [height, width, channels]. All functions have the same words:
// 0 the image, 1 an element for each place and channel, 2 an image's gradient, 3 lines of places, 4 places in a line, 5 channels, 6 height,
// 7 width, 8 and 9 the window's height and width, 10 and 11 from line to line and from place to place, 12 and 13 from row to row and from
// column to column of the window, 14 and 15 rows and columns of padding before the image.

// A loop that stays as it is written: unrolled, these take twice as long to compile, and no less to run.
#define LOOP _Pragma("clang loop unroll(disable)") for

struct Window {
    const long lines, columns, channels, height, width, rows, cells, line_step, column_step, row_step, cell_step, above, before;

    explicit Window(const long *a)
        : lines(a[3]), columns(a[4]), channels(a[5]), height(a[6]), width(a[7]), rows(a[8]), cells(a[9]), line_step(a[10]),
          column_step(a[11]), row_step(a[12]), cell_step(a[13]), above(a[14]), before(a[15]) {
    }

    // Calls f(how many channels, line, column, element of the place, first channel) for all places, and up to 16 channels at a time.
    template <typename Place> INLINED void places(Place f) const {
        long at = 0;
        LOOP (long line = 0; line < lines; line++) {
            LOOP (long column = 0; column < columns; column++, at += channels) {
                LOOP (long channel = 0; channel < channels; channel += LANES) {
                    long left = channels - channel;
                    f(left < LANES ? left : LANES, line, column, at + channel, channel);
                }
            }
        }
    }

    // Calls f(where the cell begins in the image) for all cells under a place, row by row.
    template <typename Cell> INLINED void under(long line, long column, Cell f) const {
        LOOP (long i = 0; i < rows; i++) {
            long row = line * line_step - above + i * row_step;
            if (row < 0 || row >= height) {
                continue;
            }
            LOOP (long j = 0; j < cells; j++) {
                long at = column * column_step - before + j * cell_step;
                if (at >= 0 && at < width) {
                    f((row * width + at) * channels);
                }
            }
        }
    }

    void clear(float *image) const {
        __builtin_memset(image, 0, height * width * channels * sizeof(float));
    }
};

INLINE Lanes lanes(long count) {
    return count == LANES ? ALL : first_lanes(count);
}

// Adds up to 16 numbers; fewer one by one, because what has been stored with a mask cannot soon be loaded again.
INLINE void add(const float *from, float *to, long count) {
    if (count == LANES) {
        ALL.store(to, load(to) + load(from));
        return;
    }
    LOOP (long i = 0; i < count; i++) {
        to[i] += from[i];
    }
}

extern "C" void max_pool(const long *a) {
    const Window window(a);
    const float *image = (const float *) a[0];
    float *places = (float *) a[1];
    window.places([=](long count, long line, long column, long place, long channel) INLINED {
        F best = reals(-__builtin_inff());
        window.under(line, column, [&](long cell) INLINED {
            best = maximum(best, load(image + cell + channel));
        });
        lanes(count).store(places + place, best);
    });
}

extern "C" void sum_pool(const long *a) {
    const Window window(a);
    const float *image = (const float *) a[0];
    float *places = (float *) a[1];
    window.places([=](long count, long line, long column, long place, long channel) INLINED {
        F total = {};
        window.under(line, column, [&](long cell) INLINED {
            total += load(image + cell + channel);
        });
        lanes(count).store(places + place, total);
    });
}

// The first of the greatest cells gets what its place has; the first NaN, if there is one.
extern "C" void max_pool_grad(const long *a) {
    const Window window(a);
    const float *image = (const float *) a[0], *places = (const float *) a[1];
    float *gradient = (float *) a[2];
    window.clear(gradient);
    window.places([=](long count, long line, long column, long place, long channel) INLINED {
        // Both zeros have one rank, and all NaN have the greatest.
        I best = ints(-0x7fffffff - 1), first = ints(-1);
        window.under(line, column, [&](long cell) INLINED {
            I rank = ranked(load(image + cell + channel) + 0.0f);
            first = rank > best ? ints((int) cell) : first;
            best = __builtin_elementwise_max(rank, best);
        });
        if (count == LANES) {
            F share = load(places + place);
            window.under(line, column, [&](long cell) INLINED {
                float *to = gradient + cell + channel;
                F known = load(to);
                ALL.store(to, first == ints((int) cell) ? known + share : known);
            });
        } else {
            LOOP (long i = 0; i < count; i++) {
                if (first[i] >= 0) {
                    gradient[first[i] + channel + i] += places[place + i];
                }
            }
        }
    });
}

// All cells get what their place has; the image is the result.
extern "C" void sum_pool_grad(const long *a) {
    const Window window(a);
    float *image = (float *) a[0];
    const float *places = (const float *) a[1];
    window.clear(image);
    window.places([=](long count, long line, long column, long place, long channel) INLINED {
        window.under(line, column, [&](long cell) INLINED {
            add(places + place, image + cell + channel, count);
        });
    });
}

// Has the processor fetch memory that is soon read in another order. 0 where it begins, 1 how many elements
extern "C" void fetch(const long *a) {
    const char *end = (const char *) a[0] + a[1] * sizeof(float);
    LOOP (const char *at = (const char *) a[0]; at < end; at += 64) {
        __builtin_prefetch(at);
    }
}
