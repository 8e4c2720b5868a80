// A fake of cuBLASLt: products on the processor, in the streams of the fake driver that lies beside it. It refuses what the library's manual
// does not allow, checks every handle, place and size, and asks for memory of its own, in which it leaves nothing that was there.
#include <dlfcn.h>

#include <cmath>
#include <cstdint>
#include <cstring>

#include "driver.h"

namespace {

enum { NOT_INITIALIZED = 1, ALLOCATION_FAILED = 3, WRONG_VALUE = 7, ARCHITECTURE = 8, EXECUTION_FAILED = 13, NOT_SUPPORTED = 15 };
enum { FLOAT32 = 0, BFLOAT16 = 14, IN_FLOAT32 = 68, IN_TF32 = 77 };
const size_t NEEDED = 4096;
const uint64_t MAGIC = 0xFA5C1C1EB1A5;

struct Handle {};

struct Operation {
    int compute;
    int transposed[2] = {0, 0};
};

// Columns lie one behind the other.
struct Layout {
    int type;
    uint64_t rows, columns;
    int64_t distance;
    int batches = 1;
    int64_t batch_distance = 0;
};

struct Preference {
    uint64_t memory = 0;
    uint32_t alignments[4] = {256, 256, 256, 256};
};

// What the library says to do, which only it understands.
struct Way {
    uint64_t magic;
    uint64_t rows, columns, inner;
    int compute, type;
    uint32_t alignments[4];
    uint64_t memory;
};

struct Found {
    union {
        Way way;
        uint64_t data[8];
    };
    size_t memory;
    int status;
    float waves;
    int reserved[4];
};

static_assert(sizeof(Way) <= 64 && sizeof(Found) == 96, "as the library's header has it");

std::set<Handle*> handles;
std::set<Operation*> operations;
std::set<Layout*> layouts;
std::set<Preference*> preferences;
long declined = -1;
int missing = 0;

const Driver& driver() {
    static const Driver* found = [] {
        Dl_info info;
        dladdr((void*) &driver, &info);
        std::string path = info.dli_fname;
        void* library = dlopen((path.substr(0, path.rfind('/')) + "/libcuda.so.1").c_str(), RTLD_NOW | RTLD_NOLOAD);
        return ((const Driver* (*) ()) dlsym(library, "fakeDriver"))();
    }();
    return *found;
}

int wrong(const std::string& what) { return driver().fault(WRONG_VALUE, what); }

template<class T> bool is_known(std::set<T*>& set, const T* one) { return set.count((T*) one) > 0; }

// The beginning of each function: it is counted, a lost device computes nothing, and some must not be called while a graph is captured.
int begin(const char* name, bool needs_context, bool makes) {
    State& state = *driver().state;
    state.counts[name]++;
    if (state.lost != 0) {
        return EXECUTION_FAILED;
    } else if (needs_context && !driver().has_context()) {
        return driver().fault(NOT_INITIALIZED, std::string(name) + " without a context");
    } else if (makes && state.capturing != nullptr) {
        state.capturing->invalidated = true;
        return driver().fault(EXECUTION_FAILED, std::string(name) + " while a graph is captured");
    }
    return SUCCESS;
}

#define BEGIN(name, needs_context, makes)                                   \
    std::lock_guard<std::recursive_mutex> lock(driver().state->mutex);      \
    int status = begin(name, needs_context, makes);                         \
    if (status != SUCCESS) {                                                \
        return status;                                                      \
    }

#define NEED(set, handle)                                      \
    if (!is_known(set, handle)) {                              \
        return wrong("a handle that is not in " #set);         \
    }

template<class T> int made(std::set<T*>& set, T* one, T** into) {
    set.insert(one);
    *into = one;
    return SUCCESS;
}

template<class T> int gone(const char* name, std::set<T*>& set, T* one) {
    std::lock_guard<std::recursive_mutex> lock(driver().state->mutex);
    driver().state->counts[name]++;
    NEED(set, one)
    set.erase(one);
    delete one;
    return SUCCESS;
}

template<class T> int taken(T& into, const void* from, size_t size) {
    if (size != sizeof into || from == nullptr) {
        return wrong("an attribute of " + std::to_string(size) + " bytes, which has " + std::to_string(sizeof into));
    }
    memcpy(&into, from, size);
    return SUCCESS;
}

size_t width(int type) { return type == BFLOAT16 ? 2 : 4; }

// How many bytes a matrix and those behind it take.
size_t size(const Layout& layout) {
    return width(layout.type) * ((layout.batches - 1) * layout.batch_distance + (layout.columns - 1) * layout.distance + layout.rows);
}

float element(const Layout& layout, const char* at, int batch, bool transposed, uint64_t row, uint64_t column, bool in_tf32) {
    uint64_t place = batch * layout.batch_distance + (transposed ? row * layout.distance + column : column * layout.distance + row);
    uint32_t bits;
    if (layout.type == BFLOAT16) {
        uint16_t half;
        memcpy(&half, at + 2 * place, 2);
        bits = (uint32_t) half << 16;
    } else {
        memcpy(&bits, at + 4 * place, 4);
        // To the nearest of 10 bits; what is no number stays so.
        bits = in_tf32 && (bits & 0x7f800000) != 0x7f800000 ? (bits + 0x1000) & 0xffffe000 : bits;
    }
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

// Whether a product is one: types, extents and distances that belong together. The sizes of its result and of its inner index.
std::string problem(const Operation& operation, const Layout& a, const Layout& b, const Layout& c, const Layout& d, uint64_t& inner) {
    inner = operation.transposed[0] ? a.rows : a.columns;
    uint64_t other = operation.transposed[1] ? b.columns : b.rows;
    uint64_t rows = operation.transposed[0] ? a.columns : a.rows, columns = operation.transposed[1] ? b.rows : b.columns;
    if (a.type != b.type || c.type != FLOAT32 || d.type != FLOAT32 || (a.type == BFLOAT16 && operation.compute != IN_FLOAT32)) {
        return "types that do not belong together";
    } else if (inner != other || rows != d.rows || columns != d.columns || c.rows != d.rows || c.columns != d.columns) {
        return "extents that do not belong together";
    }
    for (const Layout* each : {&a, &b, &c, &d}) {
        if (each->distance < (int64_t) each->rows || each->batches != d.batches || each->rows == 0 || each->columns == 0) {
            return "a layout whose columns overlap, or another number of matrices";
        }
    }
    return d.batches > 1 && d.batch_distance < (int64_t) ((d.columns - 1) * d.distance + d.rows) ? "results that overlap" : "";
}

void multiply(const Operation& operation, const Layout& a, const char* left, const Layout& b, const char* right, const Layout& d, char* result,
        uint64_t inner) {
    bool in_tf32 = operation.compute == IN_TF32;
    for (int batch = 0; batch < d.batches; batch++) {
        for (uint64_t column = 0; column < d.columns; column++) {
            for (uint64_t row = 0; row < d.rows; row++) {
                float sum = 0;
                for (uint64_t k = 0; k < inner; k++) {
                    sum = fmaf(element(a, left, batch, operation.transposed[0], row, k, in_tf32),
                        element(b, right, batch, operation.transposed[1], k, column, in_tf32), sum);
                }
                memcpy(result + 4 * (batch * d.batch_distance + column * d.distance + row), &sum, 4);
            }
        }
    }
}

}  // namespace

extern "C" {

size_t cublasLtGetVersion() { return 130002; }

const char* cublasLtGetStatusString(int status) {
    return status == WRONG_VALUE ? "CUBLAS_STATUS_INVALID_VALUE" : status == NOT_SUPPORTED ? "CUBLAS_STATUS_NOT_SUPPORTED"
        : status == ALLOCATION_FAILED ? "CUBLAS_STATUS_ALLOC_FAILED" : "CUBLAS_STATUS_EXECUTION_FAILED";
}

int cublasLtCreate(Handle** handle) {
    BEGIN("cublasLtCreate", true, true)
    return made(handles, new Handle(), handle);
}

int cublasLtDestroy(Handle* handle) { return gone("cublasLtDestroy", handles, handle); }

int cublasLtMatmulDescCreate(Operation** operation, int compute, int scale) {
    BEGIN("cublasLtMatmulDescCreate", false, true)
    if ((compute != IN_FLOAT32 && compute != IN_TF32) || scale != FLOAT32) {
        return wrong("a product that is computed in another way than in float32");
    }
    return made(operations, new Operation{compute}, operation);
}

int cublasLtMatmulDescDestroy(Operation* operation) { return gone("cublasLtMatmulDescDestroy", operations, operation); }

int cublasLtMatmulDescSetAttribute(Operation* operation, int attribute, const void* from, size_t size) {
    BEGIN("cublasLtMatmulDescSetAttribute", false, true)
    NEED(operations, operation)
    return attribute == 3 || attribute == 4 ? taken(operation->transposed[attribute - 3], from, size) : wrong("an attribute that the fake does not know");
}

int cublasLtMatrixLayoutCreate(Layout** layout, int type, uint64_t rows, uint64_t columns, int64_t distance) {
    BEGIN("cublasLtMatrixLayoutCreate", false, true)
    if (type != FLOAT32 && type != BFLOAT16) {
        return wrong("a type that the fake does not know");
    }
    return made(layouts, new Layout{type, rows, columns, distance - missing}, layout);
}

int cublasLtMatrixLayoutDestroy(Layout* layout) { return gone("cublasLtMatrixLayoutDestroy", layouts, layout); }

int cublasLtMatrixLayoutSetAttribute(Layout* layout, int attribute, const void* from, size_t size) {
    BEGIN("cublasLtMatrixLayoutSetAttribute", false, true)
    NEED(layouts, layout)
    return attribute == 5 ? taken(layout->batches, from, size) : attribute == 6 ? taken(layout->batch_distance, from, size)
        : wrong("an attribute that the fake does not know");
}

int cublasLtMatmulPreferenceCreate(Preference** preference) {
    BEGIN("cublasLtMatmulPreferenceCreate", false, true)
    return made(preferences, new Preference(), preference);
}

int cublasLtMatmulPreferenceDestroy(Preference* preference) { return gone("cublasLtMatmulPreferenceDestroy", preferences, preference); }

int cublasLtMatmulPreferenceSetAttribute(Preference* preference, int attribute, const void* from, size_t size) {
    BEGIN("cublasLtMatmulPreferenceSetAttribute", false, true)
    NEED(preferences, preference)
    return attribute == 1 ? taken(preference->memory, from, size)
        : attribute >= 5 && attribute <= 8 ? taken(preference->alignments[attribute - 5], from, size) : wrong("an attribute that the fake does not know");
}

int cublasLtMatmulAlgoGetHeuristic(Handle* handle, Operation* operation, Layout* a, Layout* b, Layout* c, Layout* d, Preference* preference, int asked,
        Found* found, int* count) {
    BEGIN("cublasLtMatmulAlgoGetHeuristic", true, true)
    NEED(handles, handle)
    NEED(operations, operation)
    NEED(preferences, preference)
    for (Layout* each : {a, b, c, d}) {
        NEED(layouts, each)
    }
    uint64_t inner;
    std::string what = problem(*operation, *a, *b, *c, *d, inner);
    if (!what.empty()) {
        return wrong("a search: " + what);
    }
    *count = 0;
    if (asked < 1 || (long) inner == declined || preference->memory < NEEDED) {
        return NOT_SUPPORTED;
    }
    *found = Found();
    found->way = Way{MAGIC, d->rows, d->columns, inner, operation->compute, a->type, {}, NEEDED};
    memcpy(found->way.alignments, preference->alignments, sizeof found->way.alignments);
    found->memory = NEEDED;
    *count = 1;
    return SUCCESS;
}

int cublasLtMatmul(Handle* handle, Operation* operation, const float* alpha, char* left, Layout* a, char* right, Layout* b, const float* beta,
        char* addend, Layout* c, char* result, Layout* d, const Way* way, char* memory, size_t memory_size, Stream* stream) {
    BEGIN("cublasLtMatmul", true, false)
    NEED(handles, handle)
    NEED(operations, operation)
    NEED(driver().state->streams, stream)
    for (Layout* each : {a, b, c, d}) {
        NEED(layouts, each)
    }
    uint64_t inner;
    std::string what = problem(*operation, *a, *b, *c, *d, inner);
    if (!what.empty()) {
        return wrong("a product: " + what);
    } else if (*alpha != 1 || *beta != 0 || addend != result) {
        return wrong("a product that is more than one");
    } else if (way->magic != MAGIC || way->rows != d->rows || way->columns != d->columns || way->inner != inner || way->compute != operation->compute
        || way->type != a->type || memory_size < way->memory) {
        return wrong("a product is computed by a way that is not its own, or with less memory than that needs");
    }
    char* places[] = {left, right, addend, result};
    for (int i = 0; i < 4; i++) {
        if ((uintptr_t) places[i] % way->alignments[i] != 0) {
            return wrong("an operand that lies elsewhere than was said");
        }
    }
    Operation op = *operation;
    Layout la = *a, lb = *b, ld = *d;
    auto check = [=] {
        const std::pair<char*, size_t> pieces[] = {{left, size(la)}, {right, size(lb)}, {result, size(ld)}, {memory, memory_size}};
        for (auto& piece : pieces) {
            std::string problem = driver().beyond(piece.first, piece.second, false);
            if (!problem.empty()) {
                return "a product: " + problem;
            }
        }
        for (auto& piece : pieces) {
            if (piece.first != result && piece.first < result + size(ld) && result < piece.first + piece.second) {
                return std::string("a product whose result lies where it reads");
            }
        }
        return std::string(left == result || right == result || memory == result ? "a product whose result lies where it reads" : "");
    };
    what = check();
    if (!what.empty()) {
        return wrong(what);
    }
    driver().put(stream, [=] {
        std::string problem = check();
        problem = problem.empty() && !is_known(handles, handle) ? "a product is computed after its library was given back" : problem;
        if (problem.empty()) {
            driver().state->counts["products"]++;
            driver().state->counts["products in tf32"] += op.compute == IN_TF32;
            driver().state->counts["products of bfloat16"] += la.type == BFLOAT16;
            memset(memory, 0xEE, memory_size);
            multiply(op, la, left, lb, right, ld, result, inner);
            problem = driver().overrun(result);
        }
        return problem;
    }, nullptr);
    return SUCCESS;
}

// What a test asks for.

// Has no way for products of so many pairs.
int fakeDecline(long inner) {
    declined = inner;
    return SUCCESS;
}

// Takes each distance between columns for one less.
int fakeMissRows() {
    missing = 1;
    return SUCCESS;
}

// Forgets what it was told, and the libraries of lost devices, which nobody can give back.
int fakeForget() {
    missing = 0;
    handles.clear();
    return SUCCESS;
}

// How many things have not been given back.
int fakeProductsLeft() { return (int) (handles.size() + operations.size() + layouts.size() + preferences.size()); }
}
