package org.fascicle.backend.gpu.cuda;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint64;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.foreign.NativeFunction;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** The functions of cuBLASLt that are used, and the numbers that they take. Safe for any thread. */
final class Blas {
    /** What it does. Each name is that of the library's own table. */
    enum Function {
        CREATE("cublasLtCreate", "p"), DESTROY("cublasLtDestroy", "p"),
        CREATE_PRODUCT("cublasLtMatmulDescCreate", "pii"), DESTROY_PRODUCT("cublasLtMatmulDescDestroy", "p"),
        SET_PRODUCT("cublasLtMatmulDescSetAttribute", "pipl"), CREATE_LAYOUT("cublasLtMatrixLayoutCreate", "pilll"),
        DESTROY_LAYOUT("cublasLtMatrixLayoutDestroy", "p"), SET_LAYOUT("cublasLtMatrixLayoutSetAttribute", "pipl"),
        CREATE_PREFERENCE("cublasLtMatmulPreferenceCreate", "p"), DESTROY_PREFERENCE("cublasLtMatmulPreferenceDestroy", "p"),
        SET_PREFERENCE("cublasLtMatmulPreferenceSetAttribute", "pipl"),
        FIND("cublasLtMatmulAlgoGetHeuristic", "pppppppipp"), MULTIPLY("cublasLtMatmul", "pppppppppppppplp");

        final Signature signature;

        Function(String name, String parameters) {
            signature = new Signature(name, parameters);
        }
    }

    static final int SUCCESS = 0;
    /** What a search says that finds nothing. */
    static final int NOT_SUPPORTED = 15;
    /** Types of elements. */
    static final int FLOAT32 = 0;
    static final int BFLOAT16 = 14;
    /** How is computed. */
    static final int IN_FLOAT32 = 68;
    static final int IN_TF32 = 77;
    /** Of a product: whether its operands are transposed. */
    static final int TRANSPOSE_LEFT = 3;
    static final int TRANSPOSE_RIGHT = 4;
    static final int TRANSPOSED = 1;
    /** Of a layout: how many matrices, and how many elements are between their beginnings. */
    static final int BATCHES = 5;
    static final int BATCH_DISTANCE = 6;
    /** Of a preference: how much memory, and of what places are multiples. */
    static final int MEMORY_MOST = 1;
    static final int LEFT_ALIGNMENT = 5;
    static final int RIGHT_ALIGNMENT = 6;
    static final int ADDEND_ALIGNMENT = 7;
    static final int RESULT_ALIGNMENT = 8;
    /** What a search finds: a way to compute, the memory for it, a status, and more that is not used. */
    static final int FOUND = 96;
    /** The bytes of a way to compute. */
    static final int WAY = 64;
    static final int FOUND_MEMORY = 64;
    static final int FOUND_STATUS = 72;
    private static final int TEN_THOUSAND = 10_000;
    private static final int HUNDRED = 100;

    private final FunctionTable<Function> functions;
    private final NativeFunction statusText;
    private final NativeLibrary library;
    private final String version;

    Blas(NativeLibrary library) {
        this.library = library;
        functions = new FunctionTable<>(library, Function.class, function -> function.signature);
        statusText = library.function("cublasLtGetStatusString", ffi_type_pointer, ffi_type_sint32);
        long number = library.function("cublasLtGetVersion", ffi_type_uint64).call();
        version = number / TEN_THOUSAND + "." + number % TEN_THOUSAND / HUNDRED + "." + number % HUNDRED;
    }

    /** For instance {@code cuBLASLt 13.0.2}. */
    String name() {
        return "cuBLASLt " + version;
    }

    /** Calls a function, and gives its status. */
    int status(Function function, long... arguments) {
        return functions.status(function, arguments);
    }

    /** Calls a function that must succeed. */
    void call(String what, Function function, long... arguments) {
        check(status(function, arguments), what);
    }

    /** Calls one whose first argument is where it puts a handle, and gives the handle. */
    long made(String what, Function function, long... arguments) {
        return functions.made(status -> check(status, what), function, arguments);
    }

    /** Sets what a handle is asked to be: a number of 4 or of 8 bytes. */
    void set(String what, Function function, long handle, int attribute, long value, int bytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long word = stack.ncalloc(Long.BYTES, 1, Long.BYTES);
            if (bytes == Integer.BYTES) {
                MemoryUtil.memPutInt(word, (int) value);
            } else {
                MemoryUtil.memPutLong(word, value);
            }
            call(what, function, handle, attribute, word, bytes);
        }
    }

    /** A call that is made again and again. */
    NativeFunction.Prepared prepare(Function function, long... arguments) {
        return functions.prepare(function, arguments);
    }

    /** Refuses a status that is not success. */
    void check(int status, String what) {
        if (status != SUCCESS) {
            throw new BackendException(refusal(status, what)
                    + ". With 'products' as 'fascicle' in the configuration fascicle.backend.cuda, it is not asked");
        }
    }

    /** Refuses such a status of a product in a run; it may be the device that has failed. */
    void checkRun(int status) {
        if (status != SUCCESS) {
            throw new BackendException(refusal(status, "a product cannot run"));
        }
    }

    private String refusal(int status, String what) {
        return what + ": " + MemoryUtil.memUTF8(statusText.call(status)) + ", says " + library;
    }
}
