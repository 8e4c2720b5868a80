// Kernels of one operation each. Elements that are only moved are words of 4 bytes, or single bytes.

struct pad_arguments {
    int size;
    int rank;
    unsigned value;
    int result[8];
    int operand[8];
    int low[8];
};

template <typename T> __device__ __forceinline__ void pad(const pad_arguments& p, const T* x, T* y) {
    for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < (unsigned) p.size; i += gridDim.x * blockDim.x) {
        unsigned rest = i;
        int from = 0, stride = 1;
        bool inside = true;
        for (int axis = p.rank - 1; axis >= 0; axis--) {
            const int at = (int) (rest % p.result[axis]) - p.low[axis];
            rest /= p.result[axis];
            inside = inside && at >= 0 && at < p.operand[axis];
            from += at * stride;
            stride *= p.operand[axis];
        }
        y[i] = inside ? x[from] : (T) p.value;
    }
}

extern "C" __global__ void pad_4(const pad_arguments p, const unsigned* x, unsigned* y) { pad(p, x, y); }
extern "C" __global__ void pad_1(const pad_arguments p, const unsigned char* x, unsigned char* y) { pad(p, x, y); }

// A tensor of [batch, before, length, behind], of which the third axis is indexed: [batch, count] indices.
struct indexed_arguments {
    int batch;
    int before;
    int length;
    int behind;
    int count;
};

__device__ __forceinline__ int clamped(int index, int length) {
    return index < 0 ? 0 : index >= length ? length - 1 : index;
}

template <typename T>
__device__ __forceinline__ void gather(const indexed_arguments& p, const T* x, const int* indices, T* y) {
    const unsigned size = (unsigned) p.batch * p.before * p.count * p.behind;
    for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < size; i += gridDim.x * blockDim.x) {
        const unsigned behind = i % p.behind, at = i / p.behind % p.count, outer = i / p.behind / p.count;
        const int index = clamped(indices[outer / p.before * p.count + at], p.length);
        y[i] = x[(outer * p.length + index) * p.behind + behind];
    }
}

extern "C" __global__ void gather_4(const indexed_arguments p, const unsigned* x, const int* indices, unsigned* y) {
    gather(p, x, indices, y);
}
extern "C" __global__ void gather_1(const indexed_arguments p, const unsigned char* x, const int* indices,
        unsigned char* y) {
    gather(p, x, indices, y);
}

// A thread for each element of the result adds its updates in their order, so that sums do not depend on who comes first.
extern "C" __global__ void scatter_add(const indexed_arguments p, const int* indices, const float* updates, float* y) {
    const unsigned size = (unsigned) p.batch * p.before * p.length * p.behind;
    for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < size; i += gridDim.x * blockDim.x) {
        const unsigned behind = i % p.behind, at = i / p.behind % p.length, outer = i / p.behind / p.length;
        const int* row = indices + outer / p.before * p.count;
        float sum = 0.0f;
        for (int u = 0; u < p.count; u++) {
            if (clamped(row[u], p.length) == (int) at) {
                sum += updates[(outer * p.count + u) * p.behind + behind];
            }
        }
        y[i] = sum;
    }
}

// A tensor of [before, length, behind], along whose second axis each line is walked.
struct line_arguments {
    int before;
    int length;
    int behind;
};

extern "C" __global__ void argmax(const line_arguments p, const float* x, int* y) {
    const unsigned lines = (unsigned) p.before * p.behind;
    for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < lines; i += gridDim.x * blockDim.x) {
        const float* line = x + (size_t) (i / p.behind) * p.length * p.behind + i % p.behind;
        int best = 0;
        for (int at = 1; at < p.length; at++) {
            const float value = line[(size_t) at * p.behind], greatest = line[(size_t) best * p.behind];
            if (value > greatest || value != value && greatest == greatest) {
                best = at;
            }
        }
        y[i] = best;
    }
}

extern "C" __global__ void cumsum(const line_arguments p, const float* x, float* y) {
    const unsigned lines = (unsigned) p.before * p.behind;
    for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < lines; i += gridDim.x * blockDim.x) {
        const size_t first = (size_t) (i / p.behind) * p.length * p.behind + i % p.behind;
        float sum = 0.0f;
        for (int at = 0; at < p.length; at++) {
            sum += x[first + (size_t) at * p.behind];
            y[first + (size_t) at * p.behind] = sum;
        }
    }
}

// Each element counts those that come before it: stable, NaN last.
extern "C" __global__ void argsort(const line_arguments p, const float* x, int* y) {
    const unsigned size = (unsigned) p.before * p.length;
    for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < size; i += gridDim.x * blockDim.x) {
        const int own = i % p.length;
        const float* line = x + (i - own);
        const float value = line[own];
        int rank = 0;
        for (int at = 0; at < p.length; at++) {
            const float other = line[at];
            const bool alike = other == value || other != other && value != value;
            rank += other < value || other == other && value != value || alike && at < own;
        }
        y[i - own + rank] = own;
    }
}

// A window over images [rows, height, width, channels], whose places are [rows, down, across, channels].
struct window_arguments {
    int rows;
    int height;
    int width;
    int channels;
    int down;
    int across;
    int window[2];
    int strides[2];
    int dilations[2];
    int low[2];
};

// The cell under a place of the window along one axis; outside where there is padding.
__device__ __forceinline__ int cell(const window_arguments& p, int axis, int place, int weight) {
    return place * p.strides[axis] - p.low[axis] + weight * p.dilations[axis];
}

__device__ __forceinline__ bool covers(const window_arguments& p, int row, int column) {
    return row >= 0 && row < p.height && column >= 0 && column < p.width;
}

template <bool MAXIMUM> __device__ __forceinline__ void pool(const window_arguments& p, const float* x, float* y) {
    const unsigned size = (unsigned) p.rows * p.down * p.across * p.channels;
    for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < size; i += gridDim.x * blockDim.x) {
        const int channel = i % p.channels, across = i / p.channels % p.across, down = i / p.channels / p.across % p.down;
        const float* image = x + (size_t) (i / p.channels / p.across / p.down) * p.height * p.width * p.channels + channel;
        float result = MAXIMUM ? __int_as_float(0xff800000) : 0.0f;
        for (int h = 0; h < p.window[0]; h++) {
            for (int w = 0; w < p.window[1]; w++) {
                const int row = cell(p, 0, down, h), column = cell(p, 1, across, w);
                if (covers(p, row, column)) {
                    const float value = image[(size_t) (row * p.width + column) * p.channels];
                    result = MAXIMUM ? maximum(result, value) : result + value;
                }
            }
        }
        y[i] = result;
    }
}

extern "C" __global__ void max_pool(const window_arguments p, const float* x, float* y) { pool<true>(p, x, y); }
extern "C" __global__ void sum_pool(const window_arguments p, const float* x, float* y) { pool<false>(p, x, y); }

// Whether a cell is the first maximum under a place of the window; the first NaN counts as the greatest.
__device__ __forceinline__ bool is_first_maximum(const window_arguments& p, const float* image, int down, int across,
        int cellRow, int cellColumn) {
    int best = -1;
    for (int h = 0; h < p.window[0]; h++) {
        for (int w = 0; w < p.window[1]; w++) {
            const int row = cell(p, 0, down, h), column = cell(p, 1, across, w);
            if (covers(p, row, column)) {
                const int at = row * p.width + column;
                const float value = image[(size_t) at * p.channels];
                const float greatest = best < 0 ? 0.0f : image[(size_t) best * p.channels];
                if (best < 0 || value > greatest || value != value && greatest == greatest) {
                    best = at;
                }
            }
        }
    }
    return best == cellRow * p.width + cellColumn;
}

// Each cell collects from the places that cover it, in their order: no atomic additions.
template <bool MAXIMUM>
__device__ __forceinline__ void pool_grad(const window_arguments& p, const float* x, const float* g, float* y) {
    const unsigned size = (unsigned) p.rows * p.height * p.width * p.channels;
    for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < size; i += gridDim.x * blockDim.x) {
        const int channel = i % p.channels, column = i / p.channels % p.width, row = i / p.channels / p.width % p.height;
        const size_t example = i / p.channels / p.width / p.height;
        const float* image = x + example * p.height * p.width * p.channels + channel;
        float sum = 0.0f;
        for (int down = 0; down < p.down; down++) {
            for (int across = 0; across < p.across; across++) {
                const int h = row - cell(p, 0, down, 0), w = column - cell(p, 1, across, 0);
                const bool covered = h >= 0 && w >= 0 && h % p.dilations[0] == 0 && w % p.dilations[1] == 0
                    && h / p.dilations[0] < p.window[0] && w / p.dilations[1] < p.window[1];
                if (covered && (!MAXIMUM || is_first_maximum(p, image, down, across, row, column))) {
                    sum += g[((example * p.down + down) * p.across + across) * p.channels + channel];
                }
            }
        }
        y[i] = sum;
    }
}

extern "C" __global__ void max_pool_grad(const window_arguments p, const float* x, const float* g, float* y) {
    pool_grad<true>(p, x, g, y);
}
extern "C" __global__ void sum_pool_grad(const window_arguments p, const float* g, float* y) {
    pool_grad<false>(p, g, g, y);
}
